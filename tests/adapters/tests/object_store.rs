//! `object_store`'s own suite for its stores, all public functions, each against a world of its own. Tokio's clock is
//! paused: it moves only while something sleeps, so each test also shows that no client slept.

use fake_s3::{Auth, FakeS3};
use object_store::aws::AmazonS3;
use object_store::integration;
use std::time::Duration;

/// A store over a world that verifies every signature, and whose clock is nobody's.
fn store() -> AmazonS3 {
    let s3 = FakeS3::builder().auth(Auth::Signatures).build();
    s3.create_bucket("backups");
    s3.object_store("backups").build().expect("the settings are complete")
}

macro_rules! suite {
    ($($name:ident: |$store:ident| $run:expr;)*) => { $(
        #[tokio::test(start_paused = true)]
        async fn $name() {
            let (begun, $store) = (tokio::time::Instant::now(), store());
            $run;
            assert_eq!(begun.elapsed(), Duration::ZERO, "no client slept");
        }
    )* };
}

suite! {
    copy_if_not_exists: |store| integration::copy_if_not_exists(&store).await;
    copy_rename_nonexistent_object: |store| integration::copy_rename_nonexistent_object(&store).await;
    get_nonexistent_object: |store| {
        let error = integration::get_nonexistent_object(&store, None).await.unwrap_err();
        assert!(matches!(error, object_store::Error::NotFound { .. }), "{error:?}");
    };
    get_opts: |store| integration::get_opts(&store).await;
    list_paginated: |store| integration::list_paginated(&store, &store).await;
    list_uses_directories_correctly: |store| integration::list_uses_directories_correctly(&store).await;
    list_with_delimiter: |store| integration::list_with_delimiter(&store).await;
    list_with_offset_exclusivity: |store| integration::list_with_offset_exclusivity(&store).await;
    multipart: |store| integration::multipart(&store, &store).await;
    multipart_out_of_order: |store| integration::multipart_out_of_order(&store).await;
    multipart_put_part_out_of_order: |store| integration::multipart_put_part_out_of_order(&store, &store).await;
    multipart_race_condition: |store| integration::multipart_race_condition(&store, true).await;
    multipart_with_opts: |store| integration::multipart_with_opts(&store, &store).await;
    put_get_attributes: |store| integration::put_get_attributes(&store).await;
    put_get_delete_list: |store| integration::put_get_delete_list(&store).await;
    put_opts: |store| integration::put_opts(&store, true).await;
    rename_and_copy: |store| integration::rename_and_copy(&store).await;
    stream_get: |store| integration::stream_get(&store).await;
}
