//! The examples of the README, as they stand there: a block of documentation runs no `#[tokio::test]`.

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

mod failing {
    use fake_s3::FakeS3;
    use fake_s3::fault::{Fault, on};

    #[tokio::test]
    async fn a_commit_whose_response_is_lost_looks_like_a_conflict() {
        let s3 = FakeS3::new();
        let bucket = s3.create_bucket("repo");
        let lost = s3.inject(on("PutObject"), Fault::lose_response()); // S3 writes, and the client sees a reset
        let put = s3.sdk_client().put_object().bucket("repo").key("main").if_none_match("*");
        let error = put.send().await.unwrap_err().into_service_error(); // the SDK has sent it twice
        assert_eq!(error.meta().code(), Some("PreconditionFailed"));
        assert!(lost.hits() == 1 && bucket.object("main").is_some(), "{}", s3.journal());
    }
}

#[test]
fn the_examples_of_the_readme_are_the_tests_above() {
    let (page, here) = (include_str!("../../README.md"), include_str!("readme.rs"));
    let flat = |text: &str| text.lines().map(str::trim_start).collect::<Vec<_>>().join("\n");
    let blocks: Vec<&str> = page.split("```rust\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert_eq!(blocks.len(), 2);
    for block in blocks {
        assert!(flat(here).contains(&flat(block)), "this example of the README is not in this file:\n{block}");
    }
}
