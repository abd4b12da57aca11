//! Leak checks name the open uploads and show the last calls, and pass if no upload is open.

use fake_s3::fault::{Fault, on};
use fake_s3::operation::abort_multipart_upload::AbortMultipartUploadInput;
use fake_s3::operation::create_multipart_upload::CreateMultipartUploadInput;
use fake_s3::operation::list_buckets::ListBucketsInput;
use fake_s3::operation::upload_part::UploadPartInput;
use fake_s3::{BucketHandle, FakeS3, Moment, Pattern, S3, days, hours};
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::task::{Context, Waker};

/// Runs something that must panic, and returns the message.
#[track_caller]
fn message(check: impl FnOnce()) -> String {
    let panic: Box<dyn Any + Send> = catch_unwind(AssertUnwindSafe(check)).expect_err("the check passed");
    *panic.downcast().expect("the message is no `String`")
}

/// An upload of 24 MiB in three parts, by calls.
fn upload(s3: &FakeS3) -> String {
    let create = CreateMultipartUploadInput::builder().bucket("backups").key("db.tar");
    let id = s3.call(create).unwrap().upload_id.unwrap();
    for number in 1..=3 {
        let part = UploadPartInput::builder().bucket("backups").key("db.tar").upload_id(&id).part_number(number);
        s3.call_with_body(part, Pattern::zeros(8 << 20)).unwrap();
    }
    id
}

#[test]
fn a_message_names_the_upload_its_cost_its_end_and_the_last_calls() {
    let s3 = FakeS3::new();
    s3.create_bucket("backups").abort_incomplete_uploads_after("", 7);
    let id = upload(&s3);
    s3.clock().advance(days(2) + hours(3));
    s3.call(ListBucketsInput::builder()).unwrap();
    let expected = format!(
        "\
1 upload is open and holds 25165824 bytes:
  upload #1 of backups/db.tar
    id         {id}
    begun      2 days 3 h ago, at 2026-01-01T10:30:00Z, by arn:aws:iam::111122223333:root (account fake-s3)
    holds      3 parts, 25165824 bytes
    cost       1283457024 byte-hours so far (0.050 GiB-days) in STANDARD
    lifecycle  rule \"abort-incomplete-uploads\" will abort it in 5 days 10 h, at 2026-01-09T00:00:00Z
    last call  #4 UploadPart backups/db.tar #1 part 3: 200, at 2026-01-01T10:30:00Z
all 5 calls:
2026-01-01
    #1  10:30:00.000  call     CreateMultipartUpload  backups/db.tar #1         200
    #2  10:30:00.000  call     UploadPart             backups/db.tar #1 part 1  200
        body 8388608 bytes
    #3  10:30:00.000  call     UploadPart             backups/db.tar #1 part 2  200
        body 8388608 bytes
    #4  10:30:00.000  call     UploadPart             backups/db.tar #1 part 3  200
        body 8388608 bytes
2026-01-03
    #5  13:30:00.000  call     ListBuckets                                      200"
    );
    assert_eq!(message(|| s3.assert_no_open_uploads()), expected);
    let head = "1 upload is open and holds";
    let orphaned =
        expected.replace(&format!("{head} 25165824 bytes:"), "25165824 bytes of parts are orphaned, in 1 open upload:");
    assert_eq!(message(|| s3.assert_no_orphaned_bytes()), orphaned);
    let of_bucket = expected.replace(head, "1 upload is open in the bucket `backups` and holds");
    assert_eq!(message(|| s3.bucket("backups").assert_no_open_uploads()), of_bucket);
    let abort = AbortMultipartUploadInput::builder().bucket("backups").key("db.tar").upload_id(id);
    s3.call(abort).unwrap();
    s3.assert_no_open_uploads();
    s3.assert_no_orphaned_bytes();
}

#[test]
fn an_upload_of_another_account_without_a_rule_is_described_too() {
    let s3 = FakeS3::builder().journal_calls(0).build();
    let bucket = s3.create_bucket("backups");
    let bob = s3.account("alice").user("bob");
    bob.set_policy(
        "all",
        r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}"#,
    );
    bucket.set_policy(&format!(
        r#"{{"Version": "2012-10-17", "Statement": {{"Effect": "Allow", "Principal": {{"AWS": "{}"}},
            "Action": "s3:PutObject", "Resource": "arn:aws:s3:::backups/*"}}}}"#,
        bob.arn()
    ));
    let create = CreateMultipartUploadInput::builder().bucket("backups").key("a\nb");
    let id = bob.call(create).unwrap().upload_id.unwrap();
    let expected = format!(
        "\
1 upload is open and holds 0 bytes:
  upload #1 of backups/a\u{FFFD}b
    id         {id}
    begun      0 s ago, at 2026-01-01T10:30:00Z, by {} (account alice)
    holds      0 parts, 0 bytes
    cost       0 byte-hours so far (0.000 GiB-days) in STANDARD
    lifecycle  no rule will abort it
    last call  not in the journal: handles set this upload up, or the call is no longer kept
the journal keeps none of 1 calls",
        bob.arn()
    );
    assert_eq!(message(|| s3.assert_no_open_uploads()), expected);
    s3.assert_no_orphaned_bytes();
}

#[test]
fn a_message_describes_ten_uploads_and_counts_the_others() {
    let s3 = FakeS3::new();
    let bucket = s3.create_bucket("backups");
    let other = s3.create_bucket("scratch");
    for number in 0..12 {
        let (key, own) = (format!("{}.tar", 99 - number), if number % 2 == 0 { &bucket } else { &other });
        let id = own.begin_upload(&key);
        own.put_part(&key, &id, 1, "x");
    }
    let text = message(|| s3.assert_no_open_uploads());
    assert!(text.starts_with("12 uploads are open and hold 12 bytes:\n  upload #1 of backups/99.tar\n"), "{text}");
    assert!(text.contains("  upload #10 of ") && !text.contains("  upload #11 of "), "{text}");
    assert!(text.ends_with("\n  and 2 more\nno calls came in"), "{text}");
    let text = message(|| other.assert_no_orphaned_bytes());
    assert!(text.starts_with("6 bytes of parts are orphaned in the bucket `scratch`, in 6 open uploads:\n"), "{text}");
    assert!(!text.contains("backups/") && !text.contains(" more\n"), "{text}");
}

#[test]
fn a_message_shows_the_last_twenty_calls_in_a_hundred_columns() {
    let s3 = FakeS3::new();
    s3.create_bucket("backups");
    let id = upload(&s3);
    for _ in 0..21 {
        s3.call(ListBucketsInput::builder()).unwrap();
    }
    let text = message(|| s3.assert_no_open_uploads());
    let (_, table) = text.split_once("\nthe last 20 of 25 calls:\n2026-01-01\n    #6  ").unwrap();
    assert_eq!(table.lines().count(), 20, "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 101 || line.contains(&id)), "{text}");
}

#[test]
fn a_guard_checks_the_uploads_that_began_after_it() {
    let s3 = FakeS3::new();
    let bucket = s3.create_bucket("backups");
    let before = bucket.begin_upload("before");
    bucket.put_part("before", &before, 1, "not checked");
    drop(s3.forbid_leaks());

    let line = line!() + 2;
    let text = message(|| {
        let _guard = s3.forbid_leaks();
        let id = bucket.begin_upload("after");
        bucket.put_part("after", &id, 1, "1");
    });
    let head =
        format!("1 upload that began after `forbid_leaks` at tests/it/leaks.rs:{line}:25 is open and holds 1 byte:");
    assert!(text.starts_with(&format!("{head}\n  upload #2 of backups/after\n")), "{text}");
    assert!(!text.contains("backups/before"), "{text}");

    let text = message(|| {
        let _guard = s3.forbid_leaks();
        for key in ["a", "b"] {
            bucket.begin_upload(key);
        }
    });
    assert!(text.contains(" are open and hold 0 bytes:\n  upload #3 of backups/a\n"), "{text}");
    let _guard = s3.forbid_leaks();
    for upload in bucket.uploads() {
        bucket.abort_upload(&upload.key, &upload.upload_id);
    }
}

#[test]
fn a_guard_checks_all_uploads_of_a_world_that_was_reset() {
    let s3 = FakeS3::new();
    let begin = |bucket: &BucketHandle| bucket.begin_upload("db.tar");
    begin(&s3.create_bucket("backups"));
    let text = message(|| {
        let _guard = s3.forbid_leaks();
        s3.reset();
        begin(&s3.create_bucket("scratch"));
    });
    assert!(text.contains("upload #1 of scratch/db.tar\n"), "{text}");
}

#[test]
fn a_guard_does_not_panic_while_the_test_unwinds() {
    let s3 = FakeS3::new();
    let bucket = s3.create_bucket("backups");
    let text = message(|| {
        let _guard = s3.forbid_leaks();
        bucket.begin_upload("db.tar");
        panic!("{}", "the test's own failure".to_owned());
    });
    assert_eq!(text, "the test's own failure");
}

#[test]
fn a_call_that_was_cancelled_is_the_last_call_of_the_upload_that_it_left() {
    let s3 = FakeS3::new();
    s3.create_bucket("backups");
    let gate = s3.gate(on("CreateMultipartUpload"), Moment::BeforeTheResponse);
    let mut call = Box::pin(s3.client().create_multipart_upload().bucket("backups").key("db.tar").send());
    assert!(call.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    drop((call, gate));
    let text = message(|| s3.assert_no_open_uploads());
    let begun = "    last call  #1 CreateMultipartUpload backups/db.tar: abandoned, at 2026-01-01T10:30:00Z\n";
    assert!(text.contains(begun), "{text}");
    let last = "    #1  10:30:00.000  mirror   CreateMultipartUpload  backups/db.tar  abandoned\n        \
        fault: CreateMultipartUpload: gate before the response";
    assert!(text.ends_with(&format!("the only call:\n2026-01-01\n{last}")), "{text}");
}

#[test]
fn an_upload_whose_id_was_lost_on_the_way_is_named_with_the_call_that_began_it() {
    let s3 = FakeS3::new();
    s3.create_bucket("backups");
    let lost = s3.inject(on("CreateMultipartUpload").times(2), Fault::lose_response());
    let create = || s3.call(CreateMultipartUploadInput::builder().bucket("backups").key("db.tar"));
    create().unwrap_err();
    create().unwrap_err();
    assert_eq!(lost.hits(), 2);
    let text = message(|| s3.assert_no_open_uploads());
    assert!(text.starts_with("2 uploads are open and hold 0 bytes:\n"), "{text}");
    for number in [1, 2] {
        let begun = format!("last call  #{number} CreateMultipartUpload backups/db.tar #{number}: lost, at ");
        assert!(text.contains(&begun), "{text}");
    }
}
