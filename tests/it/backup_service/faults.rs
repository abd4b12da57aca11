//! One fault a test, and what the service makes of it.

use super::{data, world};
use fake_s3::fault::{Fault, on};
use fake_s3::seconds;

#[tokio::test]
async fn a_part_that_is_slowed_down_twice_is_sent_three_times() {
    let (s3, _, backups) = world();
    let before = s3.clock().now();
    let slow = s3.inject(on("UploadPart").part_number(3).times(2), Fault::error("SlowDown"));
    backups.upload("db.tar", data(400)).await.unwrap();
    assert_eq!(s3.journal().of("UploadPart").part_numbers(), [1, 2, 3, 3, 3, 4]);
    assert_eq!((slow.hits(), s3.clock().now_minus(seconds(3))), (2, before), "the SDK waits 1 s and 2 s");
    s3.assert_no_open_uploads();
}

#[tokio::test]
async fn an_upload_that_is_slowed_down_for_ever_is_aborted() {
    let (s3, _, backups) = world();
    let _slow = s3.inject(on("UploadPart").part_number(3).always(), Fault::error("SlowDown"));
    assert_eq!(backups.upload("db.tar", data(400)).await.unwrap_err().code, "SlowDown");
    s3.assert_no_open_uploads();
}

#[tokio::test]
async fn an_upload_whose_completion_is_lost_once_succeeds() {
    let (s3, bucket, backups) = world();
    let _lost = s3.inject(on("CompleteMultipartUpload"), Fault::lose_response());
    let e_tag = backups.upload("db.tar", data(400)).await.unwrap();
    assert_eq!(bucket.object("db.tar").unwrap().e_tag, e_tag);
    assert_eq!(s3.journal().of("CompleteMultipartUpload").count(), 2);
}

#[tokio::test]
async fn an_upload_whose_completion_is_always_lost_looks_for_the_object() {
    let (s3, bucket, backups) = world();
    let lost = s3.inject(on("CompleteMultipartUpload").always(), Fault::lose_response());
    let e_tag = backups.upload("db.tar", data(400)).await.unwrap();
    assert_eq!(bucket.object("db.tar").unwrap().e_tag, e_tag);
    assert_eq!((lost.hits(), s3.journal().of("HeadObject").count()), (3, 1));
}

#[tokio::test]
async fn a_completion_with_an_error_in_its_200_is_sent_again() {
    let (s3, bucket, backups) = world();
    let _error = s3.inject(on("CompleteMultipartUpload"), Fault::error_in_200("InternalError"));
    backups.upload("db.tar", data(400)).await.unwrap();
    assert_eq!(s3.journal().of("CompleteMultipartUpload").count(), 2);
    assert_eq!(bucket.object("db.tar").unwrap().bytes(), data(400));
}

#[tokio::test]
async fn a_part_whose_connection_is_reset_is_sent_again() {
    let (s3, bucket, backups) = world();
    let _lost = s3.inject(on("UploadPart").part_number(2), Fault::cut_request(50));
    backups.upload("db.tar", data(400)).await.unwrap();
    assert_eq!(s3.journal().of("UploadPart").part_numbers(), [1, 2, 2, 3, 4]);
    assert_eq!(bucket.object("db.tar").unwrap().bytes(), data(400));
}

#[tokio::test]
async fn a_range_that_breaks_off_is_read_again() {
    let (s3, bucket, backups) = world();
    bucket.put_object("db.tar", data(400));
    let _cut = s3.inject(on("GetObject").nth(2), Fault::cut_response(50));
    assert_eq!(backups.download("db.tar", 100).await.unwrap(), data(400));
    assert_eq!(s3.journal().of("GetObject").count(), 5);
}

#[tokio::test]
async fn an_upload_that_cannot_be_aborted_is_reported_with_its_id() {
    let (s3, bucket, backups) = world();
    let _bad = s3.inject(on("UploadPart").part_number(2), Fault::error("BadDigest"));
    let _denied = s3.inject(on("AbortMultipartUpload"), Fault::error("AccessDenied"));
    let failure = backups.upload("db.tar", data(400)).await.unwrap_err();
    let id = bucket.uploads()[0].upload_id.clone();
    assert_eq!((&*failure.code, failure.left_open), ("BadDigest", Some((id, "AccessDenied".to_owned()))));
    assert_eq!(bucket.stored_bytes(), 100);
}

#[tokio::test]
#[should_panic(expected = "1 upload is open and holds 0 bytes")]
async fn an_upload_whose_id_is_lost_stays_open_and_the_leak_check_says_so() {
    let (s3, bucket, backups) = world();
    let _lost = s3.inject(on("CreateMultipartUpload"), Fault::lose_response());
    backups.upload("db.tar", data(400)).await.unwrap();
    assert_eq!(bucket.object("db.tar").unwrap().bytes(), data(400));
    s3.assert_no_open_uploads();
}

#[tokio::test]
async fn an_upload_sends_its_parts_with_checksums_of_the_client() {
    let (s3, _, backups) = world();
    backups.upload("db.tar", data(250)).await.unwrap();
    let parts = s3.journal().of("UploadPart");
    assert_eq!(parts.part_numbers(), [1, 2, 3]);
    let lengths: Vec<_> = parts.calls().iter().map(|part| part.header("content-length").unwrap()).collect();
    assert_eq!(lengths, ["100", "100", "50"]);
    let has = |name| parts.calls().iter().all(|part| part.header(name).is_some());
    assert!(has("x-amz-checksum-crc32c") && !has("x-amz-checksum-crc32"), "{parts}");
}
