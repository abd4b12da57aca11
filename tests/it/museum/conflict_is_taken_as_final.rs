//! F2: S3 answers 409 while another request changes the same key, and asks for a retry that never comes.
//!
//! The public bug: <https://github.com/apache/arrow-rs-object-store/issues/138>

use super::{Outcome, text};
use fake_s3::error::ProvideErrorMetadata as _;
use fake_s3::fault::{Fault, on};
use fake_s3::{Client, FakeS3, S3};

/// The mistake: every error of the class 4xx is final.
async fn create(client: &Client) -> Outcome {
    let put = client.put_object().bucket("blocks").key("7").if_none_match("*").body(b"block".to_vec().into());
    put.send().await.map(drop).map_err(text)
}

/// Mended: a 409 is tried again, because it says nothing about the key.
async fn mended_create(client: &Client) -> Outcome {
    for _ in 0..3 {
        let put = client.put_object().bucket("blocks").key("7").if_none_match("*").body(b"block".to_vec().into());
        match put.send().await {
            Err(error) if error.code() == Some("ConditionalRequestConflict") => {}
            written => return written.map(drop).map_err(text),
        }
    }
    Err("the key has changed three times".to_owned())
}

async fn with_two_conflicts(program: impl AsyncFn(&Client) -> Outcome) -> (Outcome, bool) {
    let s3 = FakeS3::new();
    let bucket = s3.create_bucket("blocks");
    let _conflict = s3.inject(on("PutObject").times(2), Fault::error("ConditionalRequestConflict"));
    (program(&s3.client()).await, bucket.object("7").is_some())
}

#[tokio::test]
async fn a_program_that_takes_409_as_final_loses_the_block() {
    let (outcome, exists) = with_two_conflicts(create).await;
    assert!(outcome.as_ref().unwrap_err().contains("ConditionalRequestConflict") && !exists, "{outcome:?}");
}

#[tokio::test]
async fn a_program_that_tries_again_writes_the_block() {
    assert_eq!(with_two_conflicts(mended_create).await, (Ok(()), true));
}
