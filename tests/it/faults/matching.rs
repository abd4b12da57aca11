//! The calls that a matcher names.

use bytes::Bytes;
use fake_s3::fault::{Fault, Matcher, on, on_any, on_input};
use fake_s3::operation::list_buckets::ListBucketsInput;
use fake_s3::operation::put_object::PutObjectInput;
use fake_s3::operation::upload_part::UploadPartInput;
use fake_s3::{FakeS3, WayIn};

/// Uploads parts 1 to 3 of `db.tar` by `call`, as one account, and returns `x` for each that fails.
fn parts(calls: impl FnOnce(&FakeS3, &str) -> Matcher) -> String {
    let s3 = FakeS3::new();
    let upload = s3.create_bucket("backups").begin_upload("db.tar");
    let _fault = s3.inject(calls(&s3, &upload).always().optional(), Fault::error("SlowDown"));
    let part = |number| {
        let input = UploadPartInput::builder().bucket("backups").key("db.tar").upload_id(&upload);
        s3.call(input.part_number(number))
    };
    [1, 2, 3].map(|number| if part(number).is_err() { 'x' } else { '.' }).iter().collect()
}

#[test]
fn each_matcher_names_its_calls_and_no_others() {
    assert_eq!(parts(|_, _| on("UploadPart")), "xxx");
    assert_eq!(parts(|_, _| on("PutObject")), "...");
    assert_eq!(parts(|_, _| on_any().part_number(2)), ".x.");
    assert_eq!(parts(|_, _| on_any().bucket("backups")), "xxx");
    assert_eq!(parts(|_, _| on_any().bucket("other")), "...");
    assert_eq!(parts(|_, _| on_any().key("db.tar")), "xxx");
    assert_eq!(parts(|_, _| on_any().key("db")), "...");
    assert_eq!(parts(|_, _| on_any().key_prefix("db")), "xxx");
    assert_eq!(parts(|_, _| on_any().key_prefix("b")), "...");
    assert_eq!(parts(|_, upload| on_any().upload_id(upload)), "xxx");
    assert_eq!(parts(|_, _| on_any().upload_id("another")), "...");
    assert_eq!(parts(|_, _| on_any().way_in(WayIn::Call)), "xxx");
    assert_eq!(parts(|_, _| on_any().way_in(WayIn::Mirror)), "...");
    assert_eq!(parts(|s3, _| on_any().caller(&s3.account("fake-s3"))), "xxx");
    assert_eq!(parts(|s3, _| on_any().caller(&s3.account("alice"))), "...");
    assert_eq!(parts(|_, _| on_any().header("x-test", "mine")), "...", "a typed call has no headers");
    assert_eq!(parts(|_, _| on_input(|input: &UploadPartInput| input.part_number() == Some(3))), "..x");
    assert_eq!(parts(|_, _| on_input(|_: &PutObjectInput| true)), "...");
}

/// Sends a put over HTTP with these headers, and tells whether the fault met it.
fn is_met(calls: Matcher, uri: &str, headers: &[(&str, &str)]) -> bool {
    let s3 = FakeS3::new();
    s3.create_bucket("backups");
    let _fault = s3.inject(calls.optional(), Fault::error("SlowDown"));
    let request = http::Request::put(format!("https://backups.s3.us-east-1.amazonaws.com/{uri}"));
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    s3.http(request.body(Bytes::from_static(b"hello")).unwrap()).status() == 503
}

#[test]
fn a_request_of_http_is_matched_by_its_headers_its_access_key_and_its_input() {
    let length = ("content-length", "5");
    let marked = [length, ("X-Test", "mine"), ("amz-sdk-request", "attempt=2; max=3")];
    assert!(is_met(on_any().header("x-test", "mine"), "k", &marked));
    assert!(!is_met(on_any().header("X-TEST", "yours"), "k", &marked));
    assert!(is_met(on("PutObject").attempt(2), "k", &marked));
    assert!(!is_met(on("PutObject").attempt(1), "k", &marked));
    let of_type = || on_input(|input: &PutObjectInput| input.content_type() == Some("text/plain"));
    assert!(is_met(of_type(), "k", &[length, ("content-type", "text/plain")]));
    assert!(!is_met(of_type(), "k", &[length]));

    let scope = "AKIAEXAMPLE/20260101/us-east-1/s3/aws4_request";
    let signed = format!("AWS4-HMAC-SHA256 Credential={scope},SignedHeaders=host,Signature=0");
    let signed = [length, ("authorization", signed.as_str()), ("x-amz-date", "20260101T103000Z")];
    assert!(is_met(on_any().access_key("AKIAEXAMPLE"), "k", &signed));
    assert!(!is_met(on_any().access_key("AKIA"), "k", &signed));
    let version_2 =
        [length, ("authorization", "AWS AKIAEXAMPLE:c2lnbmF0dXJl"), ("date", "Thu, 01 Jan 2026 10:30:00 GMT")];
    assert!(is_met(on_any().access_key("AKIAEXAMPLE"), "k", &version_2));
    let query =
        "k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAEXAMPLE%2F20260101%2Fus-east-1%2Fs3%2Faws4_request";
    assert!(is_met(on_any().access_key("AKIAEXAMPLE"), query, &[length]));
    assert!(!is_met(on_any().access_key("AKIAEXAMPLE"), "k", &[length]));
}

#[test]
fn a_request_that_names_no_operation_is_met_by_any_alone() {
    let s3 = FakeS3::new();
    let fault = s3.inject(on_any(), Fault::error("SlowDown"));
    let request = http::Request::delete("https://s3.us-east-1.amazonaws.com/").body(Bytes::new()).unwrap();
    assert_eq!(s3.http(request).status(), 503);
    assert_eq!(fault.hits(), 1);
}

#[test]
fn set_up_by_handles_meets_no_fault() {
    let s3 = FakeS3::new();
    let fault = s3.inject(on_any().always(), Fault::error("SlowDown"));
    let bucket = s3.create_bucket("backups");
    bucket.put_object("a", "hello");
    let upload = bucket.begin_upload("b");
    bucket.put_part("b", &upload, 1, "part");
    assert_eq!(fault.hits(), 0);
    assert!(s3.call(ListBucketsInput::builder()).is_err());
}
