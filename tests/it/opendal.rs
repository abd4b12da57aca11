//! OpenDAL in process. The cases are those that OpenDAL's own behaviour tests ask of every service, as far as S3 can do
//! them: what it reports as its capabilities, it can.

use fake_s3::{Anchor, Auth, BucketHandle, FakeS3, hours};
use opendal::{EntryMode, ErrorKind, Operator};
use std::time::Duration;

const PART: usize = 5 << 20;

fn bytes(len: usize) -> Vec<u8> {
    (0..=250).cycle().take(len).collect()
}

fn world() -> (FakeS3, BucketHandle, Operator) {
    let s3 = FakeS3::new();
    let bucket = s3.create_bucket("backups");
    let operator = s3.opendal("backups");
    (s3, bucket, operator)
}

#[tokio::test]
async fn check_and_writes_succeed_on_any_path() {
    let (_, bucket, operator) = world();
    operator.check().await.unwrap();
    for path in ["file", "a b", "ü/ß.txt", "日本/語", "a&b=c?d", "(x)'!*~", "%20", "deep/er/and/deeper"] {
        operator.write(path, path).await.unwrap();
        assert_eq!(bucket.object(path).unwrap().bytes(), path);
        assert_eq!(operator.read(path).await.unwrap().to_vec(), path.as_bytes());
        assert!(operator.exists(path).await.unwrap());
    }
    operator.write("empty", "").await.unwrap();
    assert_eq!(operator.stat("empty").await.unwrap().content_length(), 0);
    let of_directory = operator.write("directory/", "1").await.unwrap_err();
    assert_eq!(of_directory.kind(), ErrorKind::IsADirectory);
}

#[tokio::test]
async fn a_write_keeps_its_headers_and_metadata() {
    let (_, _, operator) = world();
    for body in [vec![1; 10], bytes(PART + 10)] {
        let metadata = [("made-by".to_owned(), "opendal".to_owned())];
        let write = operator.write_with("db.tar", body.clone()).chunk(PART).user_metadata(metadata.clone());
        let write = write.content_type("application/x-tar").cache_control("no-store").content_encoding("br");
        write.content_disposition("attachment").await.unwrap();
        let stat = operator.stat("db.tar").await.unwrap();
        assert_eq!(stat.mode(), EntryMode::FILE);
        assert_eq!(stat.content_length(), body.len() as u64);
        assert_eq!(stat.content_type(), Some("application/x-tar"));
        assert_eq!(stat.cache_control(), Some("no-store"));
        assert_eq!(stat.content_encoding(), Some("br"));
        assert_eq!(stat.content_disposition(), Some("attachment"));
        assert_eq!(stat.user_metadata().unwrap().get("made-by"), Some("opendal"));
        assert!(stat.etag().is_some() && stat.last_modified().is_some());
    }
}

#[tokio::test]
async fn a_writer_uploads_in_parts_and_an_abort_leaves_nothing() {
    let (s3, bucket, operator) = world();
    let sent = bytes(3 * PART + 17);
    let mut writer = operator.writer_with("db.tar").chunk(PART).concurrent(3).await.unwrap();
    for piece in sent.chunks(1_000_003) {
        writer.write(piece.to_vec()).await.unwrap();
    }
    writer.close().await.unwrap();
    assert!(bucket.object("db.tar").unwrap().bytes() == sent);
    operator.delete("db.tar").await.unwrap();

    let mut writer = operator.writer_with("db.tar").chunk(PART).await.unwrap();
    writer.write(bytes(2 * PART)).await.unwrap();
    writer.write(bytes(PART)).await.unwrap();
    assert_eq!(bucket.uploads().len(), 1);
    writer.abort().await.unwrap();
    assert!(bucket.uploads().is_empty() && s3.stored_bytes() == 0);
}

#[tokio::test]
async fn conditions_decide_on_writes_reads_and_stats() {
    let (_, bucket, operator) = world();
    operator.write_with("key", "1").if_not_exists(true).await.unwrap();
    let again = operator.write_with("key", "2").if_not_exists(true).await.unwrap_err();
    assert_eq!(again.kind(), ErrorKind::ConditionNotMatch);
    let e_tag = bucket.object("key").unwrap().e_tag;
    operator.write_with("key", "3").if_match(&e_tag).await.unwrap();
    let late = operator.write_with("key", "4").if_match(&e_tag).await.unwrap_err();
    assert_eq!((late.kind(), late.is_temporary()), (ErrorKind::ConditionNotMatch, false));

    let now = bucket.object("key").unwrap().e_tag;
    assert_eq!(operator.read_with("key").if_match(&now).await.unwrap().to_vec(), b"3");
    let failed = [
        operator.read_with("key").if_match(&e_tag).await.map(drop).unwrap_err(),
        operator.read_with("key").if_none_match(&now).await.map(drop).unwrap_err(),
        operator.stat_with("key").if_match(&e_tag).await.map(drop).unwrap_err(),
        operator.stat_with("key").if_none_match(&now).await.map(drop).unwrap_err(),
    ];
    for error in failed {
        assert_eq!(error.kind(), ErrorKind::ConditionNotMatch, "{error}");
    }
}

#[tokio::test]
async fn reads_return_ranges_and_say_what_is_missing() {
    let (_, bucket, operator) = world();
    let sent = bytes(PART + 1000);
    bucket.put_object("db.tar", sent.clone());
    assert!(operator.read("db.tar").await.unwrap().to_vec() == sent);
    for range in [0..10, 100..1000, PART - 3..PART + 1000] {
        let asked = range.start as u64..range.end as u64;
        let read = operator.read_with("db.tar").range(asked).await.unwrap().to_vec();
        assert!(read == sent[range.clone()], "{range:?}");
    }
    let concurrently = operator.read_with("db.tar").chunk(1_000_000).concurrent(4).await.unwrap();
    assert!(concurrently.to_vec() == sent);
    for error in [operator.read("missing").await.map(drop), operator.stat("missing").await.map(drop)] {
        let error = error.unwrap_err();
        assert_eq!((error.kind(), error.is_temporary()), (ErrorKind::NotFound, false));
    }
    let elsewhere = operator.read_with("db.tar").range(sent.len() as u64 + 1..sent.len() as u64 + 2).await;
    assert_eq!(elsewhere.unwrap_err().kind(), ErrorKind::RangeNotSatisfied);
}

#[tokio::test]
async fn lists_show_directories_pages_and_starts() {
    let (_, bucket, operator) = world();
    let keys: Vec<String> = (0..1_005).map(|number| format!("logs/{number:04}")).collect();
    for key in keys.iter().map(String::as_str).chain(["logs/deep/one", "zoo"]) {
        bucket.put_object(key, "x");
    }
    operator.create_dir("empty/").await.unwrap();
    let paths = |entries: Vec<opendal::Entry>| -> Vec<String> {
        let mut paths: Vec<_> = entries.iter().map(|entry| entry.path().to_owned()).collect();
        paths.sort();
        paths
    };
    assert_eq!(paths(operator.list("").await.unwrap()), ["empty/", "logs/", "zoo"]);
    assert_eq!(paths(operator.list_with("logs/").recursive(true).await.unwrap()).len(), 1_006);
    let paged = operator.list_with("logs/").limit(100).await.unwrap();
    assert_eq!(paged.len(), 1_006);
    let later = operator.list_with("logs/").start_after("logs/1000").await.unwrap();
    assert_eq!(paths(later), ["logs/1001", "logs/1002", "logs/1003", "logs/1004", "logs/deep/"]);
    assert!(operator.list("nowhere/").await.unwrap().is_empty());
    assert_eq!(paths(operator.list_with("empty/").await.unwrap()), ["empty/"]);
    assert_eq!(operator.stat("empty/").await.unwrap().mode(), EntryMode::DIR);
}

#[tokio::test]
async fn deletes_are_idempotent_and_come_in_batches() {
    let (_, bucket, operator) = world();
    operator.delete("missing").await.unwrap();
    let keys: Vec<String> = (0..1_005).map(|number| format!("logs/{number:04}")).collect();
    for key in keys.iter().map(String::as_str).chain(["zoo"]) {
        bucket.put_object(key, "x");
    }
    operator.delete_iter(keys).await.unwrap();
    assert_eq!(bucket.objects().len(), 1);
    bucket.put_object("a/b/c", "x");
    operator.delete_with("a/").recursive(true).await.unwrap();
    assert_eq!(bucket.objects().len(), 1);
}

#[tokio::test]
async fn copies_move_every_byte() {
    let (_, bucket, operator) = world();
    let sent = bytes(PART + 7);
    bucket.put_object("a b&c", sent.clone());
    operator.copy("a b&c", "dir/ü+d").await.unwrap();
    assert!(bucket.object("dir/ü+d").unwrap().bytes() == sent);
    let missing = operator.copy("missing", "x").await.unwrap_err();
    assert_eq!(missing.kind(), ErrorKind::NotFound);
}

#[tokio::test]
async fn versions_are_read_listed_and_deleted() {
    let (_, bucket, operator) = world();
    bucket.enable_versioning();
    let first = operator.write("key", "1").await.unwrap();
    operator.write("key", "2").await.unwrap();
    let version = first.version().unwrap();
    assert_eq!(operator.read_with("key").version(version).await.unwrap().to_vec(), b"1");
    assert_eq!(operator.stat_with("key").version(version).await.unwrap().content_length(), 1);
    assert_eq!(operator.list_with("key").versions(true).await.unwrap().len(), 2);
    operator.delete("key").await.unwrap();
    let with_deleted = operator.list_with("key").versions(true).deleted(true).await.unwrap();
    assert_eq!(with_deleted.len(), 3);
    operator.delete_with("key").version(version).await.unwrap();
    let gone = operator.read_with("key").version(version).await.unwrap_err();
    assert_eq!(gone.kind(), ErrorKind::NotFound);
}

/// OpenDAL signs by the wall clock, and the world's clock is where the test put it.
#[tokio::test]
async fn skew_rejects_no_request_unless_the_world_runs_by_the_wall_clock() {
    let s3 = FakeS3::builder().auth(Auth::Signatures).build();
    s3.create_bucket("backups");
    s3.clock().advance(hours(24 * 365));
    s3.opendal("backups").write("key", "1").await.unwrap();
    let forged = s3.opendal_with("backups", |settings| settings.secret_access_key("another"));
    let denied = forged.write("key", "2").await.unwrap_err();
    assert_eq!(denied.kind(), ErrorKind::PermissionDenied, "the signature is verified");

    let s3 = FakeS3::builder().auth(Auth::Signatures).real_time(Anchor::WallClock).build();
    s3.create_bucket("backups");
    let operator = s3.opendal("backups");
    operator.write("key", "1").await.unwrap();
    let presigned = operator.presign_read("key", Duration::from_mins(15)).await.unwrap();
    let get = || s3.anonymous().http(http::Request::get(presigned.uri()).body(bytes::Bytes::new()).unwrap());
    assert_eq!(get().status(), 200);
    s3.clock().advance(hours(1));
    assert_eq!(get().status(), 403, "it has expired");
    let skewed = operator.write("key", "2").await.unwrap_err().to_string();
    assert!(skewed.contains("RequestTimeTooSkewed"), "{skewed}");
}

#[tokio::test]
async fn each_caller_has_an_operator_of_its_own() {
    let (s3, bucket, _) = world();
    bucket.put_object("key", "1");
    let callers = [
        (s3.own_account().opendal("backups"), true),
        (s3.account("alice").opendal("backups"), false),
        (s3.account("alice").user("bob").opendal("backups"), false),
        (s3.anonymous().opendal("backups"), false),
    ];
    for (operator, may) in callers {
        let read = operator.read("key").await;
        assert_eq!(read.is_ok(), may, "{read:?}");
        if let Err(error) = read {
            assert_eq!((error.kind(), error.is_temporary()), (ErrorKind::PermissionDenied, false));
        }
    }
}

#[test]
#[should_panic(expected = "OpenDAL rejects these settings")]
fn settings_that_opendal_rejects_panic() {
    FakeS3::new().opendal_with("backups", |settings| settings.checksum_algorithm("crc99"));
}
