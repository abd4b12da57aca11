//! F15: each worker completes the upload once it sees all parts, and the slower worker fails.
//!
//! The public bug: <https://github.com/minio/minio/issues/4727>

use super::{Outcome, parts, text};
use fake_s3::error::ProvideErrorMetadata as _;
use fake_s3::fault::on;
use fake_s3::{Client, FakeS3, Moment, S3};

const WORKERS: usize = 2;

/// The mistake: a worker takes for granted that the upload is open until this worker completes it.
async fn worker(client: &Client, id: &str, number: i32) -> Outcome {
    put_part(client, id, number).await?;
    let listed = client.list_parts().bucket("files").key("scan").upload_id(id).send().await.map_err(text)?;
    let tags: Vec<_> = listed.parts().iter().map(|part| part.e_tag.clone()).collect();
    if tags.len() < WORKERS {
        return Ok(());
    }
    let complete = client.complete_multipart_upload().bucket("files").key("scan").upload_id(id);
    complete.multipart_upload(parts(tags)).send().await.map(drop).map_err(text)
}

/// Mended: a worker that finds the upload gone looks for the object before it reports a failure.
async fn mended_worker(client: &Client, id: &str, number: i32) -> Outcome {
    put_part(client, id, number).await?;
    let listed = client.list_parts().bucket("files").key("scan").upload_id(id).send().await;
    let tags: Vec<_> = match listed {
        Ok(listed) => listed.parts().iter().map(|part| part.e_tag.clone()).collect(),
        Err(error) if error.code() == Some("NoSuchUpload") => return object_exists(client).await,
        Err(error) => return Err(text(error)),
    };
    if tags.len() < WORKERS {
        return Ok(());
    }
    let complete = client.complete_multipart_upload().bucket("files").key("scan").upload_id(id);
    match complete.multipart_upload(parts(tags)).send().await {
        Err(error) if error.code() == Some("NoSuchUpload") => object_exists(client).await,
        completed => completed.map(drop).map_err(text),
    }
}

async fn put_part(client: &Client, id: &str, number: i32) -> Outcome {
    let part = client.upload_part().bucket("files").key("scan").upload_id(id).part_number(number);
    part.body(vec![7; 5 << 20].into()).send().await.map(drop).map_err(text)
}

async fn object_exists(client: &Client) -> Outcome {
    client.head_object().bucket("files").key("scan").send().await.map(drop).map_err(text)
}

/// Lets the second worker finish while the response to the first worker's call of `held` is under way.
async fn overtaken(held: &str, worker: impl AsyncFn(&Client, &str, i32) -> Outcome) -> (Outcome, Outcome) {
    let s3 = FakeS3::new();
    let bucket = s3.create_bucket("files");
    let id = bucket.begin_upload("scan");
    let (first, second) = (s3.client(), s3.client());
    let gate = s3.gate(on(held), Moment::BeforeTheResponse);
    let overtaking = async {
        gate.reached().await;
        let outcome = worker(&second, &id, 2).await;
        gate.release();
        outcome
    };
    let outcomes = tokio::join!(worker(&first, &id, 1), overtaking);
    assert_eq!(bucket.object("scan").unwrap().size, 10 << 20);
    outcomes
}

#[tokio::test]
async fn a_worker_that_is_overtaken_fails_although_the_file_is_complete() {
    let (first, second) = overtaken("UploadPart", worker).await;
    assert!(second.is_ok() && first.as_ref().unwrap_err().contains("NoSuchUpload"), "{first:?}, {second:?}");
}

#[tokio::test]
async fn a_worker_that_looks_for_the_object_succeeds_wherever_it_is_overtaken() {
    for held in ["UploadPart", "ListParts"] {
        assert_eq!(overtaken(held, mended_worker).await, (Ok(()), Ok(())), "{held}");
    }
}
