//! F1: the response to a conditional write is lost, the SDK sends the write again, and S3 rejects it because of the
//! program's own object.
//!
//! The public bug: <https://github.com/earth-mover/icechunk/issues/2099>

use super::{Outcome, text};
use aws_sdk_s3::Client;
use aws_sdk_s3::error::ProvideErrorMetadata as _;
use fake_s3::FakeS3;
use fake_s3::fault::{Fault, on};

const SNAPSHOT: &[u8] = b"snapshot 7";

/// The mistake: `PreconditionFailed` is taken for another writer's success.
async fn commit(client: &Client) -> Outcome {
    let put = client.put_object().bucket("repo").key("main").if_none_match("*").body(SNAPSHOT.to_vec().into());
    match put.send().await {
        Err(error) if error.code() == Some("PreconditionFailed") => Err("another session has committed".to_owned()),
        written => written.map(drop).map_err(text),
    }
}

/// Mended: the write has an id of its own, by which the program knows its object again.
async fn mended_commit(client: &Client) -> Outcome {
    let put = client.put_object().bucket("repo").key("main").if_none_match("*").metadata("write-id", "5c1f");
    match put.body(SNAPSHOT.to_vec().into()).send().await {
        Err(error) if error.code() == Some("PreconditionFailed") => {
            let head = client.head_object().bucket("repo").key("main").send().await.map_err(text)?;
            let id = head.metadata().and_then(|metadata| metadata.get("write-id"));
            if id.is_some_and(|id| id == "5c1f") { Ok(()) } else { Err("another session has committed".to_owned()) }
        }
        written => written.map(drop).map_err(text),
    }
}

async fn with_a_lost_response(program: impl AsyncFn(&Client) -> Outcome) -> Outcome {
    let s3 = FakeS3::new();
    let bucket = s3.create_bucket("repo");
    let lost = s3.inject(on("PutObject"), Fault::lose_response());
    let outcome = program(&s3.sdk_client()).await;
    assert_eq!((lost.hits(), s3.journal().of("PutObject").count()), (1, 2), "the SDK sends the write again");
    assert_eq!(bucket.object("main").unwrap().bytes(), SNAPSHOT, "the commit is there");
    outcome
}

#[tokio::test]
async fn a_commit_whose_response_is_lost_is_reported_as_a_conflict() {
    assert_eq!(with_a_lost_response(commit).await, Err("another session has committed".to_owned()));
}

#[tokio::test]
async fn a_commit_with_an_id_knows_its_own_object() {
    assert_eq!(with_a_lost_response(mended_commit).await, Ok(()));
    let s3 = FakeS3::new();
    s3.create_bucket("repo").put_object("main", "another snapshot");
    assert!(mended_commit(&s3.sdk_client()).await.is_err(), "a real conflict is still one");
}
