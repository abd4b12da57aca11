//! F10: `DeleteObjects` has the status 200, and rejects some of the keys in its document.
//!
//! The public bug: <https://github.com/Opndrive/opndrive/issues/73>

use super::{Outcome, text};
use fake_s3::fault::{Fault, on};
use fake_s3::types::{Delete, ObjectIdentifier};
use fake_s3::{Client, FakeS3, S3};

/// The mistake: a response without an error means that all is deleted.
async fn empty(client: &Client) -> Outcome {
    client.delete_objects().bucket("drive").delete(all()).send().await.map(drop).map_err(text)
}

/// Mended: the keys that S3 rejected are reported.
async fn mended_empty(client: &Client) -> Outcome {
    let deleted = client.delete_objects().bucket("drive").delete(all()).send().await.map_err(text)?;
    let kept: Vec<&str> = deleted.errors().iter().filter_map(|error| error.key()).collect();
    if kept.is_empty() { Ok(()) } else { Err(format!("not deleted: {}", kept.join(", "))) }
}

fn all() -> Delete {
    let named = |key: &&str| ObjectIdentifier::builder().key(*key).build().unwrap();
    Delete::builder().set_objects(Some(["a", "b", "c"].iter().map(named).collect())).quiet(true).build().unwrap()
}

/// Returns the keys that are left, too.
async fn with_a_rejected_key(program: impl AsyncFn(&Client) -> Outcome) -> (Outcome, Vec<String>) {
    let s3 = FakeS3::new();
    let bucket = s3.create_bucket("drive");
    for key in ["a", "b", "c"] {
        bucket.put_object(key, "file");
    }
    let _rejected = s3.inject(on("DeleteObjects"), Fault::partial_delete(["b"]));
    (program(&s3.client()).await, bucket.objects().into_iter().map(|object| object.key).collect())
}

#[tokio::test]
async fn a_program_that_ignores_the_document_reports_success_and_keeps_a_file() {
    assert_eq!(with_a_rejected_key(empty).await, (Ok(()), vec!["b".to_owned()]));
}

#[tokio::test]
async fn a_program_that_reads_the_document_names_the_file() {
    let (outcome, left) = with_a_rejected_key(mended_empty).await;
    assert_eq!((outcome, left), (Err("not deleted: b".to_owned()), vec!["b".to_owned()]));
}
