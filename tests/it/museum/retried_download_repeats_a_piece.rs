//! F4: a download breaks off, and the retry appends the object from its beginning.
//!
//! The public bug: <https://github.com/aws/aws-sdk-ruby/issues/2692>

use super::{Outcome, text};
use fake_s3::fault::{Fault, on};
use fake_s3::primitives::ByteStream;
use fake_s3::{Client, FakeS3, S3};

/// The mistake: the second attempt does not know what the first has written.
async fn download(client: &Client, file: &mut Vec<u8>) -> Outcome {
    for _ in 0..2 {
        let got = client.get_object().bucket("music").key("song").send().await.map_err(text)?;
        if append(got.body, file).await {
            return Ok(());
        }
    }
    Err("the connection broke twice".to_owned())
}

/// Mended: the second attempt asks for the rest of the same object.
async fn mended_download(client: &Client, file: &mut Vec<u8>) -> Outcome {
    let mut e_tag = None;
    for _ in 0..2 {
        let get = client.get_object().bucket("music").key("song").set_if_match(e_tag.take());
        let got = get.range(format!("bytes={}-", file.len())).send().await.map_err(text)?;
        e_tag = got.e_tag;
        if append(got.body, file).await {
            return Ok(());
        }
    }
    Err("the connection broke twice".to_owned())
}

/// Appends a body, and returns whether it came to its end.
async fn append(mut body: ByteStream, file: &mut Vec<u8>) -> bool {
    while let Some(piece) = body.next().await {
        match piece {
            Ok(piece) => file.extend_from_slice(&piece),
            Err(_) => return false,
        }
    }
    true
}

async fn over_a_broken_line(program: impl AsyncFn(&Client, &mut Vec<u8>) -> Outcome) -> String {
    let s3 = FakeS3::new();
    s3.create_bucket("music").put_object("song", "do re mi fa");
    let _cut = s3.inject(on("GetObject"), Fault::cut_response(5));
    let mut file = Vec::new();
    program(&s3.client(), &mut file).await.unwrap();
    String::from_utf8(file).unwrap()
}

#[tokio::test]
async fn a_retry_from_the_beginning_repeats_the_first_piece() {
    assert_eq!(over_a_broken_line(download).await, "do redo re mi fa");
}

#[tokio::test]
async fn a_retry_from_the_break_writes_the_object_once() {
    assert_eq!(over_a_broken_line(mended_download).await, "do re mi fa");
}
