//! F17: a cancelled upload is never aborted, and its parts are stored for ever.
//!
//! The public bugs: <https://github.com/hesprs/sync-engine/issues/283>, <https://github.com/Auxx-Ai/auxx-ai/pull/1866>

use super::{Outcome, caught, parts, text};
use fake_s3::fault::on;
use fake_s3::{Client, FakeS3, Moment, S3};

/// The mistake: errors are handled, but a caller that drops this future leaves the upload open.
async fn upload(client: &Client) -> Outcome {
    let id = begin(client).await?;
    let sent = send_parts(client, &id).await;
    if sent.is_err() { abort(client, &id).await } else { sent }
}

/// Mended: a guard aborts the upload when the future is dropped before its end.
async fn mended_upload(client: &Client) -> Outcome {
    let id = begin(client).await?;
    let mut guard = AbortOnDrop { client: client.clone(), id: Some(id.clone()) };
    send_parts(client, &id).await?;
    guard.id = None;
    Ok(())
}

struct AbortOnDrop {
    client: Client,
    id: Option<String>,
}

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        if let Some(id) = self.id.take() {
            let client = self.client.clone();
            tokio::spawn(async move { abort(&client, &id).await });
        }
    }
}

async fn begin(client: &Client) -> Outcome<String> {
    let create = client.create_multipart_upload().bucket("files").key("video.mov");
    Ok(create.send().await.map_err(text)?.upload_id.unwrap_or_default())
}

async fn send_parts(client: &Client, id: &str) -> Outcome {
    let part = client.upload_part().bucket("files").key("video.mov").upload_id(id).part_number(1);
    let tag = part.body(vec![7; 5 << 20].into()).send().await.map_err(text)?.e_tag;
    let complete = client.complete_multipart_upload().bucket("files").key("video.mov").upload_id(id);
    complete.multipart_upload(parts([tag])).send().await.map(drop).map_err(text)
}

async fn abort(client: &Client, id: &str) -> Outcome {
    let abort = client.abort_multipart_upload().bucket("files").key("video.mov").upload_id(id);
    abort.send().await.map(drop).map_err(text)
}

/// Cancels the program while its part is stored and the response is under way.
async fn cancelled(program: impl AsyncFn(&Client) -> Outcome) -> FakeS3 {
    let s3 = FakeS3::new();
    s3.create_bucket("files");
    let gate = s3.gate(on("UploadPart"), Moment::BeforeTheResponse);
    let client = s3.client();
    tokio::select! {
        outcome = program(&client) => panic!("the program ended with {outcome:?}"),
        () = gate.reached() => {}
    }
    tokio::task::yield_now().await; // the guard's task runs
    s3
}

#[tokio::test]
async fn an_upload_that_only_handles_errors_leaks_when_it_is_cancelled() {
    let s3 = cancelled(upload).await;
    let message = caught(|| s3.assert_no_orphaned_bytes());
    assert!(message.starts_with("5242880 bytes of parts are orphaned, in 1 open upload:"), "{message}");
    assert!(message.contains("last call  #2 UploadPart files/video.mov #1 part 1: abandoned"), "{message}");
}

#[tokio::test]
async fn an_upload_with_a_guard_is_aborted_when_it_is_cancelled() {
    cancelled(mended_upload).await.assert_no_open_uploads();
}
