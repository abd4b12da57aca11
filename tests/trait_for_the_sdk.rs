//! Production code that takes `&impl S3`, given the mirror's client and the SDK's own.
#![cfg(feature = "aws-sdk")]

use fake_s3::error::{BoxError, ProvideErrorMetadata, SdkError};
use fake_s3::primitives::ByteStream;
use fake_s3::types::{CompletedMultipartUpload, CompletedPart};
use fake_s3::{FakeS3, S3};

/// Code as production has it.
async fn back_up(s3: &impl S3, parts: &[&'static [u8]]) -> Result<String, BoxError> {
    let created =
        s3.create_multipart_upload().bucket("backups").key("db.tar").metadata("kind", "nightly").send().await?;
    let id = created.upload_id().ok_or("an upload has an id")?;
    let mut list = CompletedMultipartUpload::builder();
    for (number, part) in (1..).zip(parts) {
        let body = ByteStream::from_static(part);
        let part = s3.upload_part().bucket("backups").key("db.tar").upload_id(id).part_number(number).body(body);
        let sent = part.send().await?;
        list = list.parts(CompletedPart::builder().part_number(number).set_e_tag(sent.e_tag).build());
    }
    let complete = s3.complete_multipart_upload().bucket("backups").key("db.tar").upload_id(id);
    let completed = complete.multipart_upload(list.build()).send().await?;
    Ok(completed.e_tag().ok_or("an object has a tag")?.to_owned())
}

async fn check(s3: impl S3) {
    let tag = back_up(&s3, &[b"aaa"]).await.unwrap();
    assert_eq!(tag, "\"e2c3da976e66ec9e7dc128fbc782fc91-1\"");

    let read = s3.get_object().bucket("backups").key("db.tar").send().await.unwrap();
    assert_eq!(read.metadata().unwrap()["kind"], "nightly");
    assert_eq!(read.body.collect().await.unwrap().into_bytes(), "aaa");

    let missing =
        s3.abort_multipart_upload().bucket("backups").key("db.tar").upload_id("none").send().await.unwrap_err();
    assert!(matches!(missing, SdkError::ServiceError(_)), "{missing:?}");
    assert_eq!(missing.code(), Some("NoSuchUpload"));
    assert!(missing.into_service_error().is_no_such_upload());

    let headless = s3.head_object().bucket("backups").key("other").send().await.unwrap_err();
    assert_eq!(headless.raw_response().unwrap().status(), 404);
    assert!(headless.into_service_error().is_not_found());

    let nowhere = s3.list_parts().key("db.tar").upload_id("x").send().await.unwrap_err();
    assert!(matches!(nowhere, SdkError::ConstructionFailure(_)), "{nowhere:?}");
}

#[tokio::test]
async fn the_mirror_s_client_runs_it() {
    let s3 = FakeS3::new();
    s3.create_bucket("backups");
    check(s3.client()).await;
}

#[tokio::test]
async fn the_sdk_s_client_runs_it() {
    let s3 = FakeS3::new();
    s3.create_bucket("backups");
    check(s3.sdk_client()).await;
}
