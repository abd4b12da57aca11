//! F12: all part addresses are signed before the first part is sent, and the last ones expire meanwhile.
//!
//! The public bug: <https://github.com/GlobalDataverseCommunityConsortium/dataverse-uploader/issues/30>

use super::{Outcome, text};
use aws_sdk_s3::Client;
use aws_sdk_s3::presigning::{PresignedRequest, PresigningConfig};
use bytes::Bytes;
use fake_s3::fault::{Fault, on};
use fake_s3::{Auth, FakeS3, minutes};
use std::time::SystemTime;

const PARTS: i32 = 3;

/// The mistake: an address is as old as the whole upload when its part is sent.
async fn upload(s3: &FakeS3, client: &Client, id: &str) -> Outcome {
    let mut signed = Vec::new();
    for number in 1..=PARTS {
        signed.push(sign(s3, client, id, number).await?);
    }
    signed.iter().try_for_each(|request| send(s3, request))
}

/// Mended: each address is signed when its part is sent.
async fn mended_upload(s3: &FakeS3, client: &Client, id: &str) -> Outcome {
    for number in 1..=PARTS {
        send(s3, &sign(s3, client, id, number).await?)?;
    }
    Ok(())
}

async fn sign(s3: &FakeS3, client: &Client, id: &str, number: i32) -> Outcome<PresignedRequest> {
    let now = SystemTime::try_from(s3.clock().now()).map_err(text)?;
    let config = PresigningConfig::builder().start_time(now).expires_in(minutes(15)).build().map_err(text)?;
    let part = client.upload_part().bucket("data").key("genome").upload_id(id).part_number(number);
    part.presigned(config).await.map_err(text)
}

/// Sends a part as a browser does, which has the address and no credentials.
fn send(s3: &FakeS3, request: &PresignedRequest) -> Outcome {
    let request = http::Request::put(request.uri()).header("content-length", 4).body(Bytes::from("part")).unwrap();
    let response = s3.anonymous().http(request);
    if response.status() == 200 { Ok(()) } else { Err(String::from_utf8_lossy(response.body()).into_owned()) }
}

/// Sends the parts over a slow line: each takes ten minutes of the world's time.
async fn over_a_slow_line(program: impl AsyncFn(&FakeS3, &Client, &str) -> Outcome) -> (Outcome, usize) {
    let s3 = FakeS3::builder().auth(Auth::Signatures).build();
    let bucket = s3.create_bucket("data");
    let id = bucket.begin_upload("genome");
    let _slow = s3.inject(on("UploadPart").always(), Fault::latency(minutes(10)));
    let outcome = program(&s3, &s3.sdk_client(), &id).await;
    (outcome, bucket.uploads()[0].parts.len())
}

#[tokio::test]
async fn an_upload_that_signs_all_parts_first_fails_on_a_slow_line() {
    let (outcome, parts) = over_a_slow_line(upload).await;
    assert!(outcome.as_ref().unwrap_err().contains("<Message>Request has expired</Message>"), "{outcome:?}");
    assert_eq!(parts, 2);
}

#[tokio::test]
async fn an_upload_that_signs_each_part_when_it_is_sent_succeeds() {
    assert_eq!(over_a_slow_line(mended_upload).await, (Ok(()), 3));
}
