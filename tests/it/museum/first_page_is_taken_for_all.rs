//! F11: a list is one page long in every test, and longer in production.
//!
//! The public bug: <https://github.com/unjs/unstorage/pull/760>

use super::{Outcome, text};
use fake_s3::fault::{Fault, on};
use fake_s3::{Client, FakeS3, S3};

/// The mistake: there is only one page.
async fn keys(client: &Client) -> Outcome<Vec<String>> {
    let page = client.list_objects_v2().bucket("store").send().await.map_err(text)?;
    Ok(page.contents.unwrap_or_default().into_iter().filter_map(|object| object.key).collect())
}

/// Mended: a page says whether another one follows, however short it is.
async fn mended_keys(client: &Client) -> Outcome<Vec<String>> {
    let (mut keys, mut token) = (Vec::new(), None);
    loop {
        let list = client.list_objects_v2().bucket("store").set_continuation_token(token.take());
        let page = list.send().await.map_err(text)?;
        keys.extend(page.contents.unwrap_or_default().into_iter().filter_map(|object| object.key));
        token = page.next_continuation_token;
        if token.is_none() {
            return Ok(keys);
        }
    }
}

async fn with_short_pages(program: impl AsyncFn(&Client) -> Outcome<Vec<String>>) -> Vec<String> {
    let s3 = FakeS3::new();
    let bucket = s3.create_bucket("store");
    for key in ["a", "b", "c", "d", "e"] {
        bucket.put_object(key, "value");
    }
    let _short = s3.inject(on("ListObjectsV2"), Fault::short_pages(2));
    program(&s3.client()).await.unwrap()
}

#[tokio::test]
async fn a_program_that_reads_one_page_misses_keys() {
    assert_eq!(with_short_pages(keys).await, ["a", "b"]);
}

#[tokio::test]
async fn a_program_that_follows_the_token_finds_all_keys() {
    assert_eq!(with_short_pages(mended_keys).await, ["a", "b", "c", "d", "e"]);
}
