//! F14: an object is replaced between two ranged reads, and the download mixes both objects.
//!
//! The public bug: <https://github.com/aws/aws-cli/issues/2321>

use super::{Outcome, text};
use fake_s3::fault::on;
use fake_s3::{Client, FakeS3, Moment, S3};

const RANGE: i64 = 4;

/// The mistake: each range is a request of its own, and no request names the object that it belongs to.
async fn download(client: &Client) -> Outcome<Vec<u8>> {
    let head = client.head_object().bucket("data").key("table").send().await.map_err(text)?;
    let mut whole = Vec::new();
    for from in (0..head.content_length.unwrap_or(0)).step_by(4) {
        let get = client.get_object().bucket("data").key("table").range(format!("bytes={from}-{}", from + RANGE - 1));
        let got = get.send().await.map_err(text)?;
        whole.extend_from_slice(&got.body.collect().await.map_err(text)?.into_bytes());
    }
    Ok(whole)
}

/// Mended: every range asks for the object whose ETag was seen first, and fails if it is gone.
async fn mended_download(client: &Client) -> Outcome<Vec<u8>> {
    let head = client.head_object().bucket("data").key("table").send().await.map_err(text)?;
    let mut whole = Vec::new();
    for from in (0..head.content_length.unwrap_or(0)).step_by(4) {
        let get = client.get_object().bucket("data").key("table").range(format!("bytes={from}-{}", from + RANGE - 1));
        let got = get.set_if_match(head.e_tag.clone()).send().await.map_err(text)?;
        whole.extend_from_slice(&got.body.collect().await.map_err(text)?.into_bytes());
    }
    Ok(whole)
}

/// Replaces the object while the response of the first range is under way.
async fn while_the_object_is_replaced(program: impl AsyncFn(&Client) -> Outcome<Vec<u8>>) -> Outcome<Vec<u8>> {
    let s3 = FakeS3::new();
    let bucket = s3.create_bucket("data");
    bucket.put_object("table", "oldold");
    let gate = s3.gate(on("GetObject"), Moment::BeforeTheResponse);
    let replace = async {
        gate.reached().await;
        bucket.put_object("table", "newnew");
        gate.release();
    };
    let client = s3.client();
    tokio::join!(program(&client), replace).0
}

#[tokio::test]
async fn a_download_without_if_match_mixes_two_objects() {
    let mixed = while_the_object_is_replaced(download).await;
    assert_eq!(mixed.unwrap(), b"oldoew", "neither the old object nor the new one");
}

#[tokio::test]
async fn a_download_with_if_match_fails_instead() {
    let error = while_the_object_is_replaced(mended_download).await.unwrap_err();
    assert!(error.contains("PreconditionFailed"), "{error}");
}
