//! The messages of faults: one that never fired, one that cannot meet its operation, and a name that is misspelt.

use bytes::Bytes;
use fake_s3::fault::{Fault, Injected, on, on_any};
use fake_s3::operation::list_buckets::ListBucketsInput;
use fake_s3::operation::upload_part::UploadPartInput;
use fake_s3::{FakeS3, seconds};
use std::panic::{AssertUnwindSafe, catch_unwind};

fn panic_of<T>(run: impl FnOnce() -> T) -> String {
    let panic = catch_unwind(AssertUnwindSafe(|| drop(run()))).expect_err("it should panic");
    let text = panic.downcast_ref::<String>().cloned();
    text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned())).unwrap()
}

#[test]
fn a_fault_that_never_fired_fails_the_test_with_the_calls_that_came_instead() {
    let s3 = FakeS3::new();
    let upload = s3.create_bucket("backups").begin_upload("db.tar");
    let fault = s3.inject(on("UploadPart").part_number(7).times(2), Fault::error("SlowDown"));
    for number in [1, 2] {
        let part = UploadPartInput::builder().bucket("backups").key("db.tar").upload_id(&upload);
        s3.call(part.part_number(number)).unwrap();
    }
    let story = panic_of(|| drop(fault));
    let (first, table) = story.split_once('\n').unwrap();
    let place = first.find(", injected at ").unwrap();
    assert_eq!(&first[..place], "the fault `UploadPart, part 7, 2 times: error SlowDown`");
    assert!(first.contains("tests/it/faults/story.rs:"), "{first}");
    let came =
        "UploadPart was called 2 times, with the parts [1, 2]. If it need not fire, say `.optional()`; all 2 calls:";
    assert!(first.ends_with(came), "{first}");
    assert!(table.contains("UploadPart  backups/db.tar #1 part 2  200"), "{table}");
    assert!(table.lines().all(|line| line.chars().count() <= 100), "{table}");
}

#[test]
fn a_fault_that_fired_or_need_not_fire_ends_in_silence() {
    let s3 = FakeS3::new();
    let fired = s3.inject(on("ListBuckets"), Fault::error("SlowDown"));
    let need_not = s3.inject(on("PutObject").optional(), Fault::error("SlowDown"));
    assert!(s3.call(ListBucketsInput::builder()).is_err());
    fired.withdraw();
    need_not.withdraw();
}

#[test]
fn nothing_panics_while_the_test_panics_already() {
    let panic = panic_of(|| {
        let s3 = FakeS3::new();
        let _fault = s3.inject(on("ListBuckets"), Fault::error("SlowDown"));
        s3.inject(on_any(), Fault::error("SlowDown")).keep();
        panic!("the test's own reason");
    });
    assert_eq!(panic, "the test's own reason");
}

#[test]
fn the_end_of_a_world_checks_the_faults_that_were_left_in_it() {
    let world = || {
        let s3 = FakeS3::new();
        s3.inject(on("ListBuckets"), Fault::error("SlowDown")).keep();
        s3
    };
    let story = panic_of(world);
    assert!(story.contains("`ListBuckets: error SlowDown`") && story.contains("ListBuckets was not called"), "{story}");
    let s3 = world();
    let clone = s3.clone();
    drop(s3);
    assert!(clone.call(ListBucketsInput::builder()).is_err());
    drop(clone);
}

#[test]
fn what_cannot_be_is_said_at_once() {
    let s3 = FakeS3::new();
    let inject = |operation: &str, fault: fn() -> Fault| -> Injected { s3.inject(on(operation), fault()) };
    let rows: [(&str, String); 9] = [
        ("did you mean `SlowDown`?", panic_of(|| inject("GetObject", || Fault::error("SlowDwn")))),
        ("did you mean `GetObject`?", panic_of(|| inject("GetObjet", Fault::hang))),
        (
            "`pages of at most 3` cannot meet UploadPart: it is of ListMultipartUploads, ListObjectVersions",
            panic_of(|| inject("UploadPart", || Fault::short_pages(3))),
        ),
        ("cannot meet PutObject", panic_of(|| inject("PutObject", || Fault::error_in_200("InternalError")))),
        ("belongs to an error, not to", panic_of(|| Fault::hang().retry_after(1))),
        ("belongs to a latency", panic_of(|| Fault::hang().jitter(seconds(1)))),
        ("belongs to a throttle", panic_of(|| Fault::hang().per_caller())),
        ("can never fire", panic_of(|| on_any().times(0))),
        ("a probability is above 0", panic_of(|| on_any().with_probability(1.5))),
    ];
    for (expected, message) in rows {
        assert!(message.contains(expected), "{message}");
    }
}

#[test]
fn a_request_whose_connection_breaks_panics_in_http_and_names_try_http() {
    let s3 = FakeS3::new();
    let request = || http::Request::get("https://s3.us-east-1.amazonaws.com/").body(Bytes::new()).unwrap();
    let _lost = s3.inject(on_any().times(2), Fault::lose_response());
    let message = panic_of(|| s3.http(request()));
    assert!(message.contains("`any call, 2 times: lost response`") && message.contains("`try_http` can"), "{message}");
    assert!(s3.try_http(request()).is_err());
}

#[test]
fn the_journal_names_the_fault_that_a_call_met() {
    let s3 = FakeS3::new();
    let _lost = s3.inject(on("ListBuckets"), Fault::lose_response());
    let _slow = s3.inject(on_any(), Fault::latency(seconds(3)));
    assert!(s3.call(ListBucketsInput::builder()).is_err());
    let journal = s3.journal();
    let call = &journal.calls()[0];
    assert!(call.is_lost() && call.has_failed() && call.status().is_none());
    assert_eq!(call.fault(), Some("ListBuckets: lost response; any call: latency 3s"));
    let shown = journal.to_string();
    assert!(shown.contains("lost") && shown.contains("fault: ListBuckets: lost response"), "{shown}");
}
