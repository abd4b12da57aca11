//! F1: the response of CompleteMultipartUpload is lost, the SDK completes again, and the upload is gone.
//!
//! The public bug: <https://github.com/peak/s5cmd/issues/450>

use super::{Outcome, text};
use aws_sdk_s3::Client;
use aws_sdk_s3::error::ProvideErrorMetadata as _;
use aws_sdk_s3::types::{CompletedMultipartUpload, CompletedPart};
use fake_s3::FakeS3;
use fake_s3::fault::{Fault, on};

/// The mistake: `NoSuchUpload` is taken for a failure of the upload.
async fn upload(client: &Client) -> Outcome {
    let create = client.create_multipart_upload().bucket("files").key("data");
    let id = create.send().await.map_err(text)?.upload_id.unwrap_or_default();
    let part = client.upload_part().bucket("files").key("data").upload_id(&id).part_number(1);
    let tag = part.body(b"data".to_vec().into()).send().await.map_err(text)?.e_tag;
    let complete = client.complete_multipart_upload().bucket("files").key("data").upload_id(&id);
    let complete = complete.multipart_upload(parts(tag));
    complete.send().await.map(drop).map_err(text)
}

/// Mended: the object gets an id at its beginning, and `NoSuchUpload` leads to a look at the object.
async fn mended_upload(client: &Client) -> Outcome {
    let create = client.create_multipart_upload().bucket("files").key("data").metadata("upload", "5c1f");
    let id = create.send().await.map_err(text)?.upload_id.unwrap_or_default();
    let part = client.upload_part().bucket("files").key("data").upload_id(&id).part_number(1);
    let tag = part.body(b"data".to_vec().into()).send().await.map_err(text)?.e_tag;
    let complete = client.complete_multipart_upload().bucket("files").key("data").upload_id(&id);
    match complete.multipart_upload(parts(tag)).send().await {
        Err(error) if error.code() == Some("NoSuchUpload") => {
            let head = client.head_object().bucket("files").key("data").send().await.map_err(text)?;
            let is_own = head.metadata().and_then(|metadata| metadata.get("upload")).is_some_and(|id| id == "5c1f");
            if is_own { Ok(()) } else { Err(text(error)) }
        }
        completed => completed.map(drop).map_err(text),
    }
}

fn parts(tag: Option<String>) -> CompletedMultipartUpload {
    let part = CompletedPart::builder().part_number(1).set_e_tag(tag).build();
    CompletedMultipartUpload::builder().parts(part).build()
}

/// S3 may answer a second completion with `NoSuchUpload`, so the world does.
async fn with_a_lost_response(program: impl AsyncFn(&Client) -> Outcome) -> Outcome {
    let s3 = FakeS3::builder().completing_again(false).build();
    let bucket = s3.create_bucket("files");
    let lost = s3.inject(on("CompleteMultipartUpload"), Fault::lose_response());
    let outcome = program(&s3.sdk_client()).await;
    assert_eq!((lost.hits(), bucket.object("data").unwrap().size), (1, 4), "the file is there");
    s3.assert_no_open_uploads();
    outcome
}

#[tokio::test]
async fn an_upload_whose_last_response_is_lost_is_reported_as_failed() {
    let error = with_a_lost_response(upload).await.unwrap_err();
    assert!(error.contains("NoSuchUpload"), "{error}");
}

#[tokio::test]
async fn an_upload_that_looks_for_its_object_is_reported_as_finished() {
    assert_eq!(with_a_lost_response(mended_upload).await, Ok(()));
}
