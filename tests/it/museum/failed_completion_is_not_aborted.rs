//! F2: the program aborts an upload if a part fails, but not if the completion fails.
//!
//! The public bug: <https://github.com/civitai/civitai/pull/3783>

use super::{Outcome, caught, parts, text};
use fake_s3::fault::{Fault, on};
use fake_s3::{Client, FakeS3, S3};

/// The mistake: one of two ways out of the function does not abort.
async fn upload(client: &Client) -> Outcome {
    let id = begin(client).await?;
    let tag = match put_part(client, &id).await {
        Ok(tag) => tag,
        Err(error) => {
            abort(client, &id).await?;
            return Err(error);
        }
    };
    complete(client, &id, tag).await
}

/// Mended: there is one way out for all failures.
async fn mended_upload(client: &Client) -> Outcome {
    let id = begin(client).await?;
    let sent = async { complete(client, &id, put_part(client, &id).await?).await };
    let outcome = sent.await;
    if outcome.is_err() {
        abort(client, &id).await?;
    }
    outcome
}

async fn begin(client: &Client) -> Outcome<String> {
    let created = client.create_multipart_upload().bucket("models").key("model.bin").send().await.map_err(text)?;
    created.upload_id.ok_or_else(|| "S3 sent no upload id".to_owned())
}

async fn put_part(client: &Client, id: &str) -> Outcome<Option<String>> {
    let part = client.upload_part().bucket("models").key("model.bin").upload_id(id).part_number(1);
    Ok(part.body(vec![7; 1 << 20].into()).send().await.map_err(text)?.e_tag)
}

async fn complete(client: &Client, id: &str, tag: Option<String>) -> Outcome {
    let complete = client.complete_multipart_upload().bucket("models").key("model.bin").upload_id(id);
    complete.multipart_upload(parts([tag])).send().await.map(drop).map_err(text)
}

async fn abort(client: &Client, id: &str) -> Outcome {
    let abort = client.abort_multipart_upload().bucket("models").key("model.bin").upload_id(id);
    abort.send().await.map(drop).map_err(text)
}

async fn after_a_failure_of(operation: &str, program: impl AsyncFn(&Client) -> Outcome) -> FakeS3 {
    let s3 = FakeS3::new();
    s3.create_bucket("models");
    let failure = s3.inject(on(operation), Fault::error("InternalError"));
    let error = program(&s3.client()).await.unwrap_err();
    assert!(error.contains("InternalError"), "{error}");
    drop(failure);
    s3
}

#[tokio::test]
async fn an_upload_whose_completion_fails_leaks_its_parts() {
    let s3 = after_a_failure_of("CompleteMultipartUpload", upload).await;
    let message = caught(|| s3.assert_no_orphaned_bytes());
    assert!(message.contains("    holds      1 part, 1048576 bytes\n"), "{message}");
    assert!(
        message.contains("last call  #3 CompleteMultipartUpload models/model.bin #1: 500 InternalError"),
        "{message}"
    );
}

#[tokio::test]
async fn an_upload_that_fails_anywhere_is_aborted() {
    for operation in ["UploadPart", "CompleteMultipartUpload"] {
        after_a_failure_of(operation, mended_upload).await.assert_no_open_uploads();
    }
}
