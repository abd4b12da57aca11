//! F4: a response ends early, and the program takes what it got for the whole object.
//!
//! The public bug: <https://github.com/zhaofengli/attic/issues/101>

use super::{Outcome, text};
use fake_s3::fault::{Fault, on};
use fake_s3::{Client, FakeS3, S3};

/// The mistake: the end of the body is the end of the object.
async fn fetch(client: &Client) -> Outcome<Vec<u8>> {
    let mut body = client.get_object().bucket("cache").key("nar").send().await.map_err(text)?.body;
    let mut whole = Vec::new();
    while let Some(piece) = body.next().await {
        whole.extend_from_slice(&piece.map_err(text)?);
    }
    Ok(whole)
}

/// Mended: the header says how long the object is.
async fn mended_fetch(client: &Client) -> Outcome<Vec<u8>> {
    let got = client.get_object().bucket("cache").key("nar").send().await.map_err(text)?;
    let (length, mut body) = (got.content_length, got.body);
    let mut whole = Vec::new();
    while let Some(piece) = body.next().await {
        whole.extend_from_slice(&piece.map_err(text)?);
    }
    let found = i64::try_from(whole.len()).ok();
    if found == length { Ok(whole) } else { Err(format!("got {found:?} of {length:?} bytes")) }
}

async fn with_an_early_end(program: impl AsyncFn(&Client) -> Outcome<Vec<u8>>) -> Outcome<Vec<u8>> {
    let s3 = FakeS3::new();
    s3.create_bucket("cache").put_object("nar", "twenty bytes in all.");
    let _cut = s3.inject(on("GetObject"), Fault::cut_response(6).as_clean_end());
    program(&s3.client()).await
}

#[tokio::test]
async fn a_program_that_trusts_the_end_of_the_body_returns_a_part_of_the_object() {
    assert_eq!(with_an_early_end(fetch).await, Ok(b"twenty".to_vec()));
}

#[tokio::test]
async fn a_program_that_counts_the_bytes_fails_instead() {
    assert_eq!(with_an_early_end(mended_fetch).await, Err("got Some(6) of Some(20) bytes".to_owned()));
}
