//! The SDK's own retries, back-off and time-outs under faults, in virtual time.

use aws_sdk_s3::Client;
use aws_sdk_s3::config::StalledStreamProtectionConfig;
use aws_sdk_s3::error::SdkError;
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::{CompletedMultipartUpload, CompletedPart};
use fake_s3::fault::{Fault, on};
use fake_s3::{FakeS3, Moment, seconds};

fn world() -> FakeS3 {
    let s3 = FakeS3::builder().min_part_bytes(1).build();
    s3.create_bucket("backups").put_object("a", "hello");
    s3
}

/// Uploads three parts, and completes the upload.
async fn upload(client: &Client, key: &str) -> Result<(), aws_sdk_s3::Error> {
    let created = client.create_multipart_upload().bucket("backups").key(key).send().await?;
    let id = created.upload_id().unwrap_or_default();
    let mut parts = CompletedMultipartUpload::builder();
    for number in 1..=3 {
        let part = client.upload_part().bucket("backups").key(key).upload_id(id).part_number(number);
        let sent = part.body(ByteStream::from_static(b"bytes")).send().await?;
        parts = parts.parts(CompletedPart::builder().part_number(number).set_e_tag(sent.e_tag).build());
    }
    let complete = client.complete_multipart_upload().bucket("backups").key(key).upload_id(id);
    complete.multipart_upload(parts.build()).send().await?;
    Ok(())
}

#[tokio::test]
async fn two_slow_downs_are_three_attempts_with_the_back_off_in_virtual_time() {
    let s3 = world();
    let start = s3.clock().now();
    let slow = s3.inject(on("UploadPart").part_number(3).times(2), Fault::error("SlowDown"));
    upload(&s3.sdk_client(), "db.tar").await.unwrap();
    assert_eq!(slow.hits(), 2);
    let third = s3.journal().of("UploadPart").only(|call| call.part_number() == Some(3));
    let attempts: Vec<_> = third.calls().iter().map(|call| (call.attempt(), call.code())).collect();
    assert_eq!(attempts, [(Some(1), Some("SlowDown")), (Some(2), Some("SlowDown")), (Some(3), None)]);
    // The SDK doubles its back-off, and the client has no jitter: 1 s, then 2 s.
    assert_eq!(s3.clock().now_minus(seconds(3)), start);
}

#[tokio::test]
async fn a_lost_response_of_the_creation_leaves_two_uploads_of_which_one_is_forgotten() {
    let s3 = world();
    let lost = s3.inject(on("CreateMultipartUpload"), Fault::lose_response());
    upload(&s3.sdk_client(), "db.tar").await.unwrap();
    assert_eq!(lost.hits(), 1);
    assert!(s3.bucket("backups").object("db.tar").is_some());
    let left = s3.bucket("backups").uploads();
    assert_eq!(left.len(), 1, "the SDK began a second upload, and nobody knows of the first");
    assert!(left[0].parts.is_empty());
}

#[tokio::test]
async fn a_lost_response_of_the_completion_is_repeated_and_succeeds_once() {
    let s3 = world();
    let _lost = s3.inject(on("CompleteMultipartUpload"), Fault::lose_response());
    upload(&s3.sdk_client(), "db.tar").await.unwrap();
    assert_eq!(s3.journal().of("CompleteMultipartUpload").count(), 2);
    assert!(s3.bucket("backups").uploads().is_empty());
}

#[tokio::test]
async fn a_request_that_is_cut_leaves_no_part_and_is_sent_again() {
    let s3 = world();
    let upload_id = s3.bucket("backups").begin_upload("db.tar");
    let cut = s3.inject(on("UploadPart"), Fault::cut_request(3));
    let client = s3.sdk_client();
    let part = || client.upload_part().bucket("backups").key("db.tar").upload_id(&upload_id).part_number(1);
    let once = aws_sdk_s3::config::Builder::new().retry_config(aws_sdk_s3::config::retry::RetryConfig::disabled());
    let broken = part().body(ByteStream::from_static(b"bytes")).customize().config_override(once).send().await;
    assert!(matches!(broken, Err(SdkError::DispatchFailure(failure)) if failure.is_io()));
    assert!(s3.bucket("backups").uploads()[0].parts.is_empty());
    part().body(ByteStream::from_static(b"bytes")).send().await.unwrap();
    assert_eq!((cut.hits(), s3.bucket("backups").uploads()[0].parts.len()), (1, 1));
}

#[tokio::test]
async fn a_response_that_stalls_ends_by_the_stalled_stream_protection_in_virtual_time() {
    let s3 = world();
    let _stall = s3.inject(on("GetObject"), Fault::stall(2));
    let start = s3.clock().now();
    let protection = StalledStreamProtectionConfig::enabled().grace_period(seconds(5)).build();
    let client = Client::from_conf(s3.sdk_config().stalled_stream_protection(protection).build());
    let output = client.get_object().bucket("backups").key("a").send().await.unwrap();
    assert!(output.body.collect().await.is_err());
    let waited = s3.clock().now().secs() - start.secs();
    assert!((5..60).contains(&waited), "the client waited {waited} s");
}

#[tokio::test]
async fn the_expiry_of_credentials_in_the_middle_of_an_upload_ends_it() {
    let s3 = world();
    let _expired = s3.inject(on("UploadPart").part_number(2), Fault::expire_credentials());
    let error = upload(&s3.sdk_client(), "db.tar").await.unwrap_err();
    assert_eq!(aws_sdk_s3::error::ProvideErrorMetadata::code(&error), Some("ExpiredToken"));
    assert_eq!(s3.bucket("backups").uploads()[0].parts.len(), 1);
}

#[tokio::test]
async fn a_gate_stops_a_part_in_the_middle_of_its_body() {
    let s3 = world();
    let id = s3.bucket("backups").begin_upload("db.tar");
    let gate = s3.gate(on("UploadPart"), Moment::BodyAfter(3));
    let part = s3.sdk_client().upload_part().bucket("backups").key("db.tar").upload_id(&id).part_number(1);
    let sending = tokio::spawn(part.body(ByteStream::from_static(b"bytes")).send());
    gate.reached().await;
    let aborted = s3.sdk_client().abort_multipart_upload().bucket("backups").key("db.tar").upload_id(&id).send().await;
    assert!(aborted.is_ok(), "the upload is aborted while a part is on its way");
    gate.release();
    let error = sending.await.unwrap().unwrap_err();
    assert_eq!(error.into_service_error().meta().code(), Some("NoSuchUpload"));
}

#[tokio::test]
async fn the_same_seed_and_program_give_the_same_journal_in_100_runs() {
    async fn journal(seed: u64) -> String {
        let s3 = FakeS3::builder().seed(seed).min_part_bytes(1).hostile(seed).build();
        s3.create_bucket("backups");
        let client = s3.sdk_client();
        for key in ["a", "b", "c"] {
            let _ = upload(&client, key).await;
        }
        s3.journal().to_string()
    }
    let first = journal(3).await;
    for run in 0..100 {
        assert_eq!(journal(3).await, first, "run {run}");
    }
    assert_ne!(journal(4).await, first);
}

/// The keys of a bucket, page by page, as a correct program lists them.
async fn keys(client: &Client) -> Vec<String> {
    let mut keys = Vec::new();
    let mut pages = client.list_objects_v2().bucket("backups").into_paginator().send();
    while let Some(page) = pages.next().await {
        keys.extend(page.unwrap().contents().iter().filter_map(|object| object.key().map(str::to_owned)));
    }
    keys
}

#[tokio::test]
async fn a_correct_program_passes_in_hostile_worlds_and_the_worlds_are_hostile() {
    let (mut rejected, mut in_200) = (0, 0);
    for seed in 0..40 {
        let s3 = FakeS3::builder().min_part_bytes(1).hostile(seed).build();
        s3.create_bucket("backups");
        let client = s3.sdk_client();
        for number in 0..6 {
            upload(&client, &format!("key-{number}")).await.unwrap_or_else(|error| panic!("seed {seed}: {error:?}"));
        }
        assert_eq!(keys(&client).await.len(), 6, "seed {seed}");
        let first = client.list_objects_v2().bucket("backups").send().await.unwrap();
        assert!(first.contents().len() < 6, "seed {seed}: a program that reads one page misses keys");
        let journal = s3.journal();
        rejected += journal.only(|call| call.code() == Some("SlowDown")).count();
        in_200 += journal.only(|call| call.code() == Some("InternalError")).count();
    }
    assert!(rejected > 50 && in_200 > 10, "{rejected} SlowDown, {in_200} errors in a 200");
}

#[tokio::test]
async fn a_hostile_world_is_hostile_again_after_a_reset() {
    let s3 = FakeS3::builder().hostile(1).build();
    s3.reset();
    let bucket = s3.create_bucket("backups");
    for number in 0..10 {
        bucket.put_object(&format!("{number}"), "");
    }
    let page = s3.client();
    let page = fake_s3::S3::list_objects_v2(&page).bucket("backups").send().await.unwrap();
    assert!(page.contents().len() <= 3);
}
