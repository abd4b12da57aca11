//! The first example of the README, as it stands there: a block of documentation runs no `#[tokio::test]`.

use fake_s3::error::OrWhy;
use fake_s3::{FakeS3, days};

#[tokio::test]
async fn a_forgotten_upload_is_aborted() {
    let s3 = FakeS3::new(); // seed 0, a fixed instant: the same bytes on every run
    let bucket = s3.create_bucket("backups");
    bucket.abort_incomplete_uploads_after("", 7);
    let client: aws_sdk_s3::Client = s3.sdk_client(); // the real client: your code is unchanged

    let create = client.create_multipart_upload().bucket("backups").key("db.tar");
    create.send().await.or_why(); // ... and then the program crashes
    let events = s3.clock().advance(days(8)); // lifecycle rules run on the way

    let aborted = "rule \"abort-incomplete-uploads\" aborted the upload of backups/db.tar and freed 0 bytes";
    assert_eq!(events[0].to_string(), format!("2026-01-09T00:00:00Z: {aborted}"));
    assert!(bucket.uploads().is_empty(), "{}", s3.timeline());
}

#[test]
fn the_readme_begins_with_the_test_above() {
    let (page, here) = (include_str!("../../README.md"), include_str!("readme.rs"));
    let block = page.split("```rust\n").nth(1).and_then(|rest| rest.split("```").next());
    let block = block.expect("the README has a block of Rust");
    assert!(here.contains(block), "the first example of the README is not this file's:\n{block}");
}
