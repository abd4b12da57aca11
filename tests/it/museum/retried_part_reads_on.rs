//! F5: the connection breaks while a part is sent, and the retry sends what the source has left.
//!
//! The public bug: <https://github.com/aws/aws-sdk-java-v2/issues/5415>

use super::{Outcome, parts, text};
use fake_s3::fault::{Fault, on};
use fake_s3::{Client, FakeS3, S3};
use std::io::Read;

const PART: u64 = 4;

/// The mistake: each attempt reads from a source that the attempt before has moved.
async fn upload(client: &Client, id: &str, source: &mut &[u8]) -> Outcome {
    let mut tags = Vec::new();
    for number in 1..=2 {
        let mut sent = put_part(client, id, number, read(source)).await;
        if sent.is_err() {
            sent = put_part(client, id, number, read(source)).await;
        }
        tags.push(sent?);
    }
    complete(client, id, tags).await
}

/// Mended: the bytes of a part are read once, and kept until S3 has them.
async fn mended_upload(client: &Client, id: &str, source: &mut &[u8]) -> Outcome {
    let mut tags = Vec::new();
    for number in 1..=2 {
        let bytes = read(source);
        let mut sent = put_part(client, id, number, bytes.clone()).await;
        if sent.is_err() {
            sent = put_part(client, id, number, bytes).await;
        }
        tags.push(sent?);
    }
    complete(client, id, tags).await
}

fn read(source: &mut &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    source.take(PART).read_to_end(&mut bytes).unwrap();
    bytes
}

async fn put_part(client: &Client, id: &str, number: i32, bytes: Vec<u8>) -> Outcome<Option<String>> {
    let part = client.upload_part().bucket("hdfs").key("block").upload_id(id).part_number(number);
    Ok(part.body(bytes.into()).send().await.map_err(text)?.e_tag)
}

async fn complete(client: &Client, id: &str, tags: Vec<Option<String>>) -> Outcome {
    let complete = client.complete_multipart_upload().bucket("hdfs").key("block").upload_id(id);
    complete.multipart_upload(parts(tags)).send().await.map(drop).map_err(text)
}

/// Uploads eight bytes in two parts, of which the first breaks off after two bytes.
async fn over_a_broken_line(program: impl AsyncFn(&Client, &str, &mut &[u8]) -> Outcome) -> String {
    let s3 = FakeS3::builder().min_part_bytes(1).build();
    let bucket = s3.create_bucket("hdfs");
    let id = bucket.begin_upload("block");
    let _cut = s3.inject(on("UploadPart").part_number(1), Fault::cut_request(2));
    program(&s3.client(), &id, &mut b"one,two.".as_slice()).await.unwrap();
    String::from_utf8(bucket.object("block").unwrap().bytes().to_vec()).unwrap()
}

#[tokio::test]
async fn a_retry_that_reads_on_loses_the_first_part() {
    assert_eq!(over_a_broken_line(upload).await, "two.");
}

#[tokio::test]
async fn a_retry_with_the_same_bytes_uploads_all_of_them() {
    assert_eq!(over_a_broken_line(mended_upload).await, "one,two.");
}
