//! The journal has every call, by whichever way it comes, and keeps no secret.

use bytes::Bytes;
use fake_s3::fault::{Fault, on, on_any};
use fake_s3::operation::create_multipart_upload::CreateMultipartUploadInput;
use fake_s3::operation::list_buckets::ListBucketsInput;
use fake_s3::operation::upload_part::UploadPartInput;
use fake_s3::{FakeS3, Moment, Pattern, S3, seconds};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::task::{Context, Waker};

#[test]
fn a_call_of_every_way_in_is_recorded_with_its_result() {
    for (way, put) in crate::one_door::WAYS {
        let s3 = FakeS3::new();
        s3.create_bucket("backups");
        let _delay = s3.inject(on("PutObject"), Fault::latency(seconds(3)));
        put(&s3);
        let journal = s3.journal();
        let [call] = journal.calls() else { panic!("{way}: {journal}") };
        assert_eq!((call.ordinal(), call.operation()), (1, Some("PutObject")), "{way}");
        assert_eq!((call.bucket(), call.key()), (Some("backups"), Some("k")), "{way}");
        assert_eq!((call.status(), call.code()), (Some(200), None), "{way}");
        assert_eq!((call.took(), call.at()), (seconds(3), s3.clock().now_minus(seconds(3))), "{way}");
        let word = format!("{:?}", call.way_in()).to_lowercase();
        assert!(way.starts_with(&word), "{way} is recorded as {word}");
        assert!(!call.has_failed() && !call.is_under_way() && !call.is_abandoned(), "{way}");
    }
}

#[test]
fn a_rejected_call_has_the_status_and_the_code_that_its_caller_sees() {
    let s3 = FakeS3::new();
    let id = s3.create_bucket("backups").begin_upload("db.tar");
    let part = |number| UploadPartInput::builder().bucket("backups").key("db.tar").upload_id(&id).part_number(number);
    s3.call_with_body(part(1), Pattern::zeros(9)).unwrap();
    s3.call(part(0)).unwrap_err();
    s3.http(http::Request::get("https://nowhere.s3.us-east-1.amazonaws.com/").body(Bytes::new()).unwrap());
    let failed = s3.journal().failed();
    let seen: Vec<_> = failed.calls().iter().map(|call| (call.status().unwrap(), call.code().unwrap())).collect();
    assert_eq!(seen, [(400, "InvalidArgument"), (404, "NoSuchBucket")]);
    let parts = s3.journal().of("UploadPart");
    assert_eq!(parts.calls()[0].body_bytes(), 9);
    assert_eq!((parts.calls()[0].upload(), parts.part_numbers()), (Some(1), vec![1, 0]));
}

#[test]
fn a_new_upload_is_named_by_the_call_that_began_it() {
    let s3 = FakeS3::new();
    s3.create_bucket("backups");
    let id = s3.call(CreateMultipartUploadInput::builder().bucket("backups").key("a")).unwrap().upload_id.unwrap();
    let request = http::Request::post("https://backups.s3.us-east-1.amazonaws.com/b?uploads");
    assert_eq!(s3.http(request.header("content-length", 0).body(Bytes::new()).unwrap()).status(), 200);
    let journal = s3.journal();
    assert_eq!(journal.calls()[0].upload_id(), Some(id.as_str()));
    assert_eq!(journal.calls().iter().map(fake_s3::JournalCall::upload).collect::<Vec<_>>(), [Some(1), Some(2)]);
    assert_eq!(journal.calls()[1].header("content-length"), Some("0"), "the headers stay behind the new id");
    assert_eq!(journal.calls()[1].key(), Some("b"));
}

#[test]
fn a_call_that_its_caller_drops_is_abandoned_and_one_that_is_held_is_under_way() {
    let s3 = FakeS3::new();
    s3.create_bucket("backups");
    let hold = s3.gate(on_any(), Moment::BeforeTheEffect);
    let mut call = Box::pin(s3.client().create_multipart_upload().bucket("backups").key("db.tar").send());
    assert!(call.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    let seen = s3.journal();
    assert!(seen.calls()[0].is_under_way() && !seen.calls()[0].has_failed(), "{seen}");
    drop(call);
    drop(hold);
    let seen = s3.journal();
    assert!(seen.calls()[0].is_abandoned() && seen.calls()[0].has_failed(), "{seen}");
    assert_eq!(seen.calls()[0].status(), None);
}

#[test]
fn no_secret_is_kept_and_every_secret_is_shown_to_have_been_sent() {
    let s3 = FakeS3::builder().auth(fake_s3::Auth::None).build();
    let secrets = [
        "authorization",
        "x-amz-security-token",
        "x-amz-server-side-encryption-customer-key",
        "x-amz-server-side-encryption-customer-key-md5",
        "x-amz-copy-source-server-side-encryption-customer-key",
        "x-amz-copy-source-server-side-encryption-customer-key-MD5",
        "cookie",
        "proxy-authorization",
    ];
    let request = http::Request::get("https://backups.s3.us-east-1.amazonaws.com/k").header("x-amz-other", "seen");
    let request = secrets.iter().fold(request, |request, name| request.header(*name, "hush"));
    s3.http(request.body(Bytes::new()).unwrap());
    let journal = s3.journal();
    let call = &journal.calls()[0];
    assert_eq!(call.header("x-amz-other"), Some("seen"));
    for name in secrets {
        assert_eq!(call.header(name), Some("***"), "{name}");
    }
    assert!(!format!("{journal:?}{journal}").contains("hush"));
}

#[test]
fn the_table_is_at_most_a_hundred_columns_wide_and_one_line_a_call() {
    let s3 = FakeS3::builder().journal_calls(3).build();
    let long = "a\n".to_owned() + &"folder/".repeat(100);
    let list = |bucket: &str, key: &str| {
        let part = UploadPartInput::builder().bucket(bucket).key(key).upload_id("x".repeat(200)).part_number(10_000);
        s3.account("alice").call(part).unwrap_err();
    };
    for _ in 0..2 {
        list("backups", &long);
    }
    s3.clock().advance(fake_s3::days(1));
    list("backups", "k");
    s3.call(ListBucketsInput::builder()).unwrap();
    let table = s3.journal().to_string();
    assert!(table.lines().all(|line| line.chars().count() <= 100), "{table}");
    assert!(table.starts_with("(1 earlier calls are not kept)\n2026-01-01\n    #2  10:30:00.000  call "), "{table}");
    assert!(table.contains("\n2026-01-02\n    #3  10:30:00.000"), "{table}");
    assert!(table.contains("by arn:aws:iam::") && table.contains("404 NoSuchBucket"), "{table}");
    assert!(table.contains('\u{FFFD}') && table.contains('…'), "{table}");
}

#[test]
fn a_world_keeps_as_many_calls_as_it_was_built_with_and_a_reset_forgets_them() {
    let s3 = FakeS3::builder().journal_calls(2).build();
    for _ in 0..5 {
        s3.call(ListBucketsInput::builder()).unwrap();
    }
    let mark = s3.journal().mark();
    s3.call(ListBucketsInput::builder()).unwrap();
    let ordinals = |s3: &FakeS3| s3.journal().calls().iter().map(fake_s3::JournalCall::ordinal).collect::<Vec<_>>();
    assert_eq!((ordinals(&s3), s3.journal().count()), (vec![5, 6], 6));
    assert_eq!(s3.journal().since(mark).count(), 1);

    let hold = s3.gate(on_any(), Moment::BeforeTheEffect);
    let mut call = Box::pin(s3.client().list_buckets().send());
    assert!(call.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    s3.reset();
    s3.call(ListBucketsInput::builder()).unwrap();
    drop((call, hold));
    assert!(!s3.journal().calls()[0].is_abandoned(), "a call of the run before has no place in this one");
    assert_eq!(ordinals(&s3), [1]);

    let silent = FakeS3::builder().journal_calls(0).build();
    silent.call(ListBucketsInput::builder()).unwrap();
    assert_eq!((silent.journal().calls().len(), silent.journal().count()), (0, 1));
}

#[test]
fn a_wrong_name_of_an_operation_panics_and_suggests_the_right_one() {
    let journal = FakeS3::new().journal();
    let panic = catch_unwind(AssertUnwindSafe(|| drop(journal.of("UploadParts")))).unwrap_err();
    assert!(panic.downcast_ref::<String>().unwrap().contains("`UploadPart`"));
}

#[cfg(feature = "aws-sdk")]
#[tokio::test]
async fn the_attempts_of_the_sdk_are_recorded() {
    let s3 = FakeS3::new();
    s3.sdk_client().list_buckets().send().await.unwrap();
    let journal = s3.journal();
    let call = &journal.calls()[0];
    assert_eq!((call.attempt(), call.way_in()), (Some(1), fake_s3::WayIn::Sdk));
    assert_eq!(call.header("Authorization"), Some("***"));
}
