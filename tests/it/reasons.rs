//! A test that fails says why: the reasons of refusals, and how they come to be read.

#[cfg(feature = "aws-sdk")]
use fake_s3::days;
use fake_s3::error::{Explain, OrWhy, S3Error, SdkError};
use fake_s3::operation::complete_multipart_upload::CompleteMultipartUploadInput;
use fake_s3::operation::create_bucket::CreateBucketInput;
use fake_s3::operation::get_object::GetObjectInput;
use fake_s3::operation::put_object::PutObjectInput;
use fake_s3::operation::put_object_acl::PutObjectAclInput;
use fake_s3::types::{CompletedMultipartUpload, CompletedPart, ObjectCannedAcl};
use fake_s3::{Edition, FakeS3, IntoInput, S3, hours, minutes};
use parking_lot::Mutex;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// What it panics with.
#[track_caller]
fn panic_of<T>(act: impl FnOnce() -> T) -> String {
    let panic = catch_unwind(AssertUnwindSafe(act)).err().expect("it panics");
    panic.downcast_ref::<String>().cloned().unwrap_or_else(|| (*panic.downcast_ref::<&str>().unwrap()).to_owned())
}

/// Of a call that is refused.
#[track_caller]
fn reason(s3: &FakeS3, input: impl IntoInput) -> String {
    let Err(error) = s3.call(input) else { panic!("it is not refused") };
    error.why().reason().unwrap_or_else(|| panic!("no reason is given for {error}")).to_owned()
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

fn complete_with(tag: &str, upload: &str) -> CompleteMultipartUploadInput {
    let part = CompletedPart::builder().part_number(1).e_tag(tag).build();
    let list = CompletedMultipartUpload::builder().parts(part).build();
    let input = CompleteMultipartUploadInput::builder().bucket("backups").key("k").upload_id(upload);
    input.multipart_upload(list).build().unwrap()
}

/// A world with an upload of one part.
fn begun() -> (FakeS3, String) {
    let s3 = FakeS3::new();
    let bucket = s3.create_bucket("backups");
    let upload = bucket.begin_upload("k");
    bucket.put_part("k", &upload, 1, b"x");
    (s3, upload)
}

const WRONG_PART: &str = "part 1 of upload #1 of k has the ETag 9dd4e461268c8034f5c8564e155c67a6";

#[test]
fn what_panics_in_place_of_a_value_says_why() {
    let (s3, upload) = begun();
    let by_call = panic_of(|| s3.call(complete_with("\"other\"", &upload)).or_why());
    let by_mirror = panic_of(|| block_on(s3.client().send(complete_with("\"other\"", &upload))).or_why());
    for text in [by_call, by_mirror] {
        assert!(text.starts_with("400 InvalidPart: One or more of the specified parts"), "{text}");
        assert!(text.contains(WRONG_PART), "{text}");
        assert!(text.len() < 500 && !text.contains('\n'), "{text}");
    }
    assert_eq!(s3.call(GetObjectInput::builder().bucket("backups").key("k")).unwrap_err().code(), "NoSuchKey");
}

#[test]
fn a_value_is_given() {
    let (s3, _) = begun();
    block_on(async { s3.client().put_object().bucket("backups").key("other").send().await.or_why() });
    assert!(s3.bucket("backups").object("other").is_some());
}

/// What the fake did not answer prints as it would by `unwrap`.
#[test]
fn an_error_of_somebody_else_is_printed_as_rust_does() {
    let failed: Result<(), SdkError<S3Error>> = Err(SdkError::timeout_error("too late"));
    let printed = panic_of(|| failed.or_why());
    assert_eq!(printed, "called `or_why()` on an `Err` value: TimeoutError(TimeoutError { source: \"too late\" })");
}

#[test]
fn the_mirrors_error_prints_its_reason() {
    let (s3, upload) = begun();
    let error = block_on(s3.client().send(complete_with("\"other\"", &upload))).unwrap_err();
    let printed = format!("{error:?}");
    assert!(printed.starts_with("ServiceError(ServiceError { why: S3Error(400 InvalidPart: "), "{printed}");
    assert!(printed.contains(WRONG_PART), "{printed}");
    assert_eq!(error.s3_error().map(S3Error::code), Some("InvalidPart"));
}

#[cfg(feature = "aws-sdk")]
#[test]
fn the_sdks_error_says_why_in_one_line() {
    let (s3, upload) = begun();
    s3.bucket("backups").abort_incomplete_uploads_after("", 1);
    s3.clock().advance(days(3));
    let late = s3.sdk_client().list_parts().bucket("backups").key("k").upload_id(upload).send();
    let printed = panic_of(|| block_on(late).or_why());
    assert!(printed.starts_with("404 NoSuchUpload: "), "{printed}");
    assert!(printed.contains("was aborted by rule \"abort-incomplete-uploads\" at 2026-01-03T00:00:00Z"), "{printed}");
}

#[test]
fn refusals_are_told_as_they_happen() {
    let told = Arc::new(Mutex::new(Vec::new()));
    let lines = told.clone();
    let s3 = FakeS3::builder().log_rejections_with(move |rejection| lines.lock().push(rejection.to_string())).build();
    s3.create_bucket("backups").put_object("there", b"x");
    let get = || GetObjectInput::builder().bucket("backups").key("k");
    let _ = s3.call(get());
    let _ = block_on(s3.client().send(get().build().unwrap()));
    let request = http::Request::get("/backups/k?versionId=").body(bytes::Bytes::new()).unwrap();
    let _ = s3.http(request);
    let _ = s3.call(get().key("there"));

    let told = told.lock();
    let said = "404 NoSuchKey: The specified key does not exist. [Key: k] (there is `there`)";
    assert_eq!(told[..2], [format!("GetObject backups/k: {said}"), format!("GetObject backups/k: {said}")]);
    assert!(told[2].starts_with("GET /backups/k?versionId=: 400 "), "{}", told[2]);
    assert_eq!(told.len(), 3);
}

/// The log is told before a guess that is denied panics.
#[test]
fn a_denied_guess_is_told() {
    let told = Arc::new(Mutex::new(0));
    let count = told.clone();
    let builder = FakeS3::builder().deny_guesses();
    let s3 = builder.log_rejections_with(move |_| *count.lock() += 1).build();
    s3.create_bucket("backups");
    let input = PutObjectInput::builder().bucket("backups").key("k").website_redirect_location("nowhere");
    assert!(panic_of(|| s3.call(input)).contains("guesses are denied"));
    assert_eq!(*told.lock(), 1);
}

#[test]
fn what_is_not_there_is_told_from_what_is() {
    let s3 = FakeS3::new();
    let get = || GetObjectInput::builder().bucket("backups").key("k");
    assert_eq!(reason(&s3, get()), "there are none");
    assert_eq!(panic_of(|| s3.bucket("backups")), "there is no bucket `backups`; there are none");
    for name in ["first", "second", "third", "fourth"] {
        s3.create_bucket(name);
    }
    assert_eq!(reason(&s3, get()), "there are `first`, `fourth`, `second` and others");
    let bucket = s3.create_bucket("backups");
    assert_eq!(reason(&s3, get()), "there are none");
    bucket.put_object("a", b"");
    bucket.put_object("b", b"");
    assert_eq!(reason(&s3, get()), "there are `a`, `b`");
}

#[test]
fn a_name_is_told_what_it_must_be() {
    let s3 = FakeS3::new();
    let rules = "a bucket's name has 3 to 63 lower-case letters";
    assert!(reason(&s3, CreateBucketInput::builder().bucket("B")).starts_with(rules));
    assert!(panic_of(|| s3.create_bucket("B")).contains(rules));
    assert!(panic_of(|| s3.account("alice").create_bucket("B")).contains(rules));
}

#[test]
fn customers_keys_are_told_of() {
    let key = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
    let put = || {
        let put = PutObjectInput::builder().bucket("backups").key("k").sse_customer_algorithm("AES256");
        put.sse_customer_key(key)
    };
    let s3 = FakeS3::builder().edition(Edition::February2026).build();
    s3.create_bucket("backups");
    let mismatch = reason(&s3, put().sse_customer_key_md5("aMwgiexXqwuPqIPjYFmIZQ=="));
    assert!(mismatch.starts_with("the MD5 of the key is "), "{mismatch}");
    assert!(mismatch.ends_with("==, and not aMwgiexXqwuPqIPjYFmIZQ=="), "{mismatch}");

    let md5 = mismatch.split_whitespace().find(|word| word.ends_with("==,")).unwrap().trim_end_matches(',').to_owned();
    let s3 = FakeS3::new();
    s3.create_bucket("backups");
    let blocked = reason(&s3, put().sse_customer_key_md5(md5));
    assert!(blocked.contains("`set_customer_keys_blocked(false)`"), "{blocked}");
    assert!(blocked.contains("`Edition::February2026`"), "{blocked}");
}

#[test]
fn lists_are_told_of() {
    let s3 = FakeS3::builder().edition(Edition::Classic).public_access_blocked(true).build();
    s3.create_bucket("backups").put_object("k", b"");
    let acl = || PutObjectAclInput::builder().bucket("backups").key("k").acl(ObjectCannedAcl::PublicRead);
    assert!(reason(&s3, acl()).contains("(BlockPublicAcls): `set_public_access_block(None)`"));
    let grants = acl().grant_read("id=\"x\"").grant_read_acp("id=\"x\"");
    assert_eq!(reason(&s3, grants), "x-amz-acl came beside x-amz-grant-read, x-amz-grant-read-acp");
}

/// A signature that is not right, of an hour before: what is wrong with it depends on what is looked at first.
fn told_of_an_hour_before(builder: fake_s3::Builder) -> S3Error {
    let s3 = builder.build();
    s3.own_account().add_access_key("AKIDEXAMPLE", "secret");
    s3.clock().advance(hours(1));
    let scope = "AKIDEXAMPLE/20260101/us-east-1/s3/aws4_request";
    let headers = "host;x-amz-content-sha256;x-amz-date";
    let request = http::Request::get("https://s3.us-east-1.amazonaws.com/").header(
        "authorization",
        format!("AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders={headers}, Signature={}", "0".repeat(64)),
    );
    let request = request.header("host", "s3.us-east-1.amazonaws.com").header("x-amz-date", "20260101T103000Z");
    let request = request.header("x-amz-content-sha256", "UNSIGNED-PAYLOAD").body(bytes::Bytes::new()).unwrap();
    s3.http(request).extensions().get::<S3Error>().expect("it is refused").clone()
}

#[test]
fn a_clock_may_be_off_as_far_as_is_said() {
    let skewed = told_of_an_hour_before(FakeS3::builder());
    assert_eq!(skewed.code(), "RequestTimeTooSkewed");
    assert_eq!(skewed.extra("MaxAllowedSkewMilliseconds"), Some("900000"));
    let why = "the request says 2026-01-01T10:30:00Z, and the world's clock 2026-01-01T11:30:00Z: clients whose clock \
               nobody turns need a world with another `max_skew`";
    assert_eq!(skewed.why().reason(), Some(why));

    let less = told_of_an_hour_before(FakeS3::builder().max_skew(minutes(59)));
    assert_eq!((less.code(), less.extra("MaxAllowedSkewMilliseconds")), ("RequestTimeTooSkewed", Some("3540000")));
    for enough in [Some(hours(1)), None] {
        assert_eq!(told_of_an_hour_before(FakeS3::builder().max_skew(enough)).code(), "SignatureDoesNotMatch");
    }
}

/// What was presigned for later is good later; how much later may be, is up to the same setting.
#[test]
fn a_request_of_the_future_is_told_so() {
    let told = |builder: fake_s3::Builder| {
        let s3 = builder.build();
        s3.own_account().add_access_key("AKIDEXAMPLE", "secret");
        let scope = "AKIDEXAMPLE%2F20260101%2Fus-east-1%2Fs3%2Faws4_request";
        let signed = "X-Amz-Date=20260101T113000Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Signature=00";
        let query = format!("X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={scope}&{signed}");
        let uri = format!("https://s3.us-east-1.amazonaws.com/?{query}");
        let request = http::Request::get(uri).body(bytes::Bytes::new()).unwrap();
        s3.http(request).extensions().get::<S3Error>().expect("it is refused").clone()
    };
    let early = told(FakeS3::builder());
    assert_eq!((early.code(), early.message()), ("AccessDenied", "Request is not valid yet"));
    let why = "it was presigned for 2026-01-01T11:30:00Z, and the world's clock says 2026-01-01T10:30:00Z";
    assert!(early.why().reason().unwrap().starts_with(why));
    assert_eq!(told(FakeS3::builder().max_skew(None)).code(), "SignatureDoesNotMatch");
}

#[test]
fn an_unknown_access_key_is_told_which_keys_there_are() {
    let s3 = FakeS3::builder().auth(fake_s3::Auth::Signatures).build();
    s3.own_account().add_access_key("AKIDEXAMPLE", "secret");
    let scope = "AKIDTYPO/20260101/us-east-1/s3/aws4_request";
    let signature = format!("AWS4-HMAC-SHA256 Credential={scope},SignedHeaders=host;x-amz-date,Signature=00");
    let request = http::Request::get("https://s3.us-east-1.amazonaws.com/").header("authorization", signature);
    let request = request.header("x-amz-date", "20260101T103000Z").header("x-amz-content-sha256", "UNSIGNED-PAYLOAD");
    let answer = s3.http(request.body(bytes::Bytes::new()).unwrap());
    let error = answer.extensions().get::<S3Error>().expect("it is rejected").clone();
    assert_eq!(error.code(), "InvalidAccessKeyId");
    let reason = error.why().reason().unwrap().to_owned();
    assert!(reason.starts_with("the world has other access keys: ") && reason.contains("`AKIDEXAMPLE"), "{reason}");
}
