//! F18: the process dies in the middle of an upload, and its next run begins another one.
//!
//! The public bug: <https://github.com/TileDB-Inc/TileDB/issues/1068>

use super::{Outcome, caught, parts, text};
use fake_s3::fault::{Fault, on};
use fake_s3::{Client, FakeS3, S3, days};

/// The mistake: an upload is known to the process alone.
async fn write(client: &Client) -> Outcome {
    let create = client.create_multipart_upload().bucket("arrays").key("fragment");
    let id = create.send().await.map_err(text)?.upload_id.unwrap_or_default();
    let mut tags = Vec::new();
    for number in 1..=2 {
        let part = client.upload_part().bucket("arrays").key("fragment").upload_id(&id).part_number(number);
        tags.push(part.body(vec![7; 5 << 20].into()).send().await.map_err(text)?.e_tag);
    }
    let complete = client.complete_multipart_upload().bucket("arrays").key("fragment").upload_id(&id);
    complete.multipart_upload(parts(tags)).send().await.map(drop).map_err(text)
}

/// Mended: a run begins by aborting what an earlier run left.
async fn mended_write(client: &Client) -> Outcome {
    let listed = client.list_multipart_uploads().bucket("arrays").prefix("fragment").send().await.map_err(text)?;
    for upload in listed.uploads() {
        let abort = client.abort_multipart_upload().bucket("arrays").key("fragment");
        abort.set_upload_id(upload.upload_id.clone()).send().await.map_err(text)?;
    }
    write(client).await
}

/// Runs a program that crashes at its second part, and the next day once more.
async fn crashed_and_run_again(program: impl AsyncFn(&Client) -> Outcome) -> FakeS3 {
    let s3 = FakeS3::new();
    let bucket = s3.create_bucket("arrays");
    let crash = s3.inject(on("UploadPart").part_number(2), Fault::crash());
    program(&s3.client()).await.unwrap_err();
    crash.withdraw();
    s3.clock().advance(days(1));
    program(&s3.client()).await.unwrap();
    assert_eq!(bucket.object("fragment").unwrap().size, 10 << 20);
    s3
}

#[tokio::test]
async fn an_upload_of_a_process_that_died_stays_open() {
    let s3 = crashed_and_run_again(write).await;
    let message = caught(|| s3.assert_no_open_uploads());
    assert!(message.starts_with("1 upload is open and holds 5242880 bytes:\n  upload #1 of arrays/fragment\n"));
    assert!(message.contains("    begun      1 day ago, ") && message.contains("no rule will abort it"), "{message}");
}

#[tokio::test]
async fn a_run_that_tidies_up_first_leaves_nothing_open() {
    crashed_and_run_again(mended_write).await.assert_no_open_uploads();
}
