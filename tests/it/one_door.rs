//! A hold and a delay reach a call by whichever way it comes.

use bytes::Bytes;
use fake_s3::fault::{Fault, on, on_any};
use fake_s3::operation::create_multipart_upload::CreateMultipartUploadInput;
use fake_s3::operation::list_buckets::ListBucketsInput;
use fake_s3::operation::put_object::PutObjectInput;
use fake_s3::{Anchor, FakeS3, Moment, Pattern, S3, seconds};
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

const BUCKET: &str = "backups";

/// A way in that puts one object, and returns when the response has come.
pub type Put = fn(&FakeS3);

/// All ways in.
pub const WAYS: &[(&str, Put)] = &[
    ("call", |s3| drop(s3.call(PutObjectInput::builder().bucket(BUCKET).key("k")).unwrap())),
    ("call_with_body", |s3| {
        drop(s3.call_with_body(PutObjectInput::builder().bucket(BUCKET).key("k"), Pattern::zeros(9)).unwrap());
    }),
    ("http", |s3| assert_eq!(s3.http(put()).status(), 200)),
    ("mirror", |s3| drop(polled(s3.client().put_object().bucket(BUCKET).key("k").send()).unwrap())),
    #[cfg(feature = "aws-sdk")]
    ("sdk", |s3| drop(polled(s3.sdk_client().put_object().bucket(BUCKET).key("k").send()).unwrap())),
    #[cfg(feature = "server")]
    ("tower", |s3| {
        use fake_s3::primitives::SdkBody;
        use tower_service::Service as _;
        let request = put().map(SdkBody::from);
        assert_eq!(polled(s3.service().call(request)).unwrap().status(), 200);
    }),
    #[cfg(feature = "server")]
    ("socket", |s3| {
        use std::io::{Read as _, Write as _};
        let server = s3.serve_blocking("127.0.0.1:0").unwrap();
        let mut stream = std::net::TcpStream::connect(server.address()).unwrap();
        let head = "PUT /backups/k HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n";
        stream
            .write_all(
                format!("{head}{}\r\n", AUTHORIZATION.map(|(name, value)| format!("{name}: {value}\r\n")).concat())
                    .as_bytes(),
            )
            .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    }),
];

/// A signature by an access key that the test did not register, which is the own account's.
const AUTHORIZATION: [(&str, &str); 2] = [
    (
        "authorization",
        "AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/20260101/us-east-1/s3/aws4_request,SignedHeaders=host,Signature=0",
    ),
    ("x-amz-date", "20260101T103000Z"),
];

fn put() -> http::Request<Bytes> {
    let request = http::Request::put("https://backups.s3.us-east-1.amazonaws.com/k").header("content-length", 0);
    let request = AUTHORIZATION.into_iter().fold(request, |request, (name, value)| request.header(name, value));
    request.body(Bytes::new()).unwrap()
}

pub fn polled<T>(call: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(call)
}

#[test]
fn a_hold_reaches_a_call_by_every_way_in() {
    for (way, put) in WAYS {
        for (moment, has_object) in [(Moment::BeforeTheEffect, false), (Moment::BeforeTheResponse, true)] {
            let s3 = FakeS3::new();
            let bucket = s3.create_bucket(BUCKET);
            let hold = s3.gate(on("PutObject"), moment);
            thread::scope(|threads| {
                let call = threads.spawn(|| put(&s3));
                hold.blocking_reached();
                assert_eq!(bucket.object("k").is_some(), has_object, "{way}, {moment:?}");
                assert!(!call.is_finished(), "{way}, {moment:?}");
                hold.release();
                call.join().unwrap();
            });
            assert!(bucket.object("k").is_some(), "{way}, {moment:?}");
        }
    }
}

#[test]
fn a_delay_reaches_a_call_by_every_way_in() {
    for (way, put) in WAYS {
        let s3 = FakeS3::new();
        let bucket = s3.create_bucket(BUCKET);
        let start = s3.clock().now();
        let _delay = s3.inject(on("PutObject"), Fault::latency(seconds(5)));
        put(&s3);
        assert_eq!(s3.clock().now_minus(seconds(5)), start, "{way}");
        let modified = bucket.object("k").unwrap().last_modified;
        assert_eq!(modified, s3.clock().now(), "{way}: the effect comes after the delay");
        put(&s3);
        assert_eq!(s3.clock().now_minus(seconds(5)), start, "{way}: one call uses the delay up");
    }
}

#[test]
fn a_synchronous_call_in_real_time_is_delayed_for_real() {
    let s3 = FakeS3::builder().real_time(Anchor::Start).build();
    let start = s3.clock().now();
    let _delay = s3.inject(on_any(), Fault::latency(std::time::Duration::from_millis(30)));
    s3.call(ListBucketsInput::builder()).unwrap();
    assert!(s3.clock().now().as_nanos() - start.as_nanos() >= 30_000_000);
}

#[test]
fn a_call_of_another_operation_does_not_use_a_hold_up() {
    let s3 = FakeS3::new();
    let bucket = s3.create_bucket(BUCKET);
    let hold = s3.gate(on("CreateMultipartUpload"), Moment::BeforeTheEffect);
    let _delay = s3.inject(on("ListParts").optional(), Fault::latency(seconds(1)));
    for (_, put) in WAYS {
        put(&s3);
    }
    bucket.begin_upload("by-hand");
    assert!(!hold.is_reached(), "puts and the set-up of the test are not what the hold waits for");
    let started = s3.clock().now();
    thread::scope(|threads| {
        threads.spawn(|| s3.call(CreateMultipartUploadInput::builder().bucket(BUCKET).key("k")));
        hold.blocking_reached();
        assert_eq!(bucket.uploads().len(), 1);
        hold.release();
    });
    assert_eq!((bucket.uploads().len(), s3.clock().now()), (2, started));
}

#[test]
fn holds_for_one_operation_and_for_any_are_met_in_the_order_of_asking() {
    let s3 = FakeS3::new();
    let start = s3.clock().now();
    let _delay = s3.inject(on("PutObject").optional(), Fault::latency(seconds(100)));
    let _delay = s3.inject(on_any(), Fault::latency(seconds(1)));
    let _delay = s3.inject(on("ListBuckets"), Fault::latency(seconds(10)));
    let elapsed = || s3.clock().now().secs() - start.secs();
    for expected in [1, 11, 11] {
        s3.call(ListBucketsInput::builder()).unwrap();
        assert_eq!(elapsed(), expected);
    }
}

#[test]
fn a_wrong_name_of_an_operation_panics_and_suggests_the_right_one() {
    let s3 = FakeS3::new();
    for (name, suggested) in [("UploadParts", "`UploadPart`"), ("put_object", "`PutObject`"), ("", "did you mean")] {
        let panic = catch_unwind(AssertUnwindSafe(|| drop(s3.gate(on(name), Moment::BeforeTheEffect)))).unwrap_err();
        let sentence = panic.downcast_ref::<String>().unwrap();
        assert!(sentence.contains(suggested), "{sentence}");
        assert!(catch_unwind(AssertUnwindSafe(|| drop(s3.inject(on(name), Fault::latency(seconds(1)))))).is_err());
    }
}

#[test]
fn a_synchronous_call_on_the_thread_that_holds_it_panics_and_changes_nothing() {
    for moment in [Moment::BeforeTheEffect, Moment::BeforeTheResponse] {
        let s3 = FakeS3::new();
        let bucket = s3.create_bucket(BUCKET);
        let _hold = s3.gate(on_any(), moment);
        let call = || s3.call(PutObjectInput::builder().bucket(BUCKET).key("k"));
        let panic = catch_unwind(AssertUnwindSafe(call)).unwrap_err();
        let sentence = panic.downcast_ref::<String>().unwrap();
        assert!(sentence.contains("call #1, PutObject backups/k, by arn:aws:iam::"), "{sentence}");
        assert!(sentence.contains("through `call`"), "{sentence}");
        assert!(bucket.object("k").is_none());
    }
}

#[test]
fn a_call_whose_body_breaks_off_leaves_the_hold_to_the_next() {
    use fake_s3::primitives::{ByteStream, SdkBody};
    let s3 = FakeS3::new();
    let bucket = s3.create_bucket(BUCKET);
    let hold = s3.gate(on("PutObject"), Moment::BeforeTheEffect);
    let body = || ByteStream::new(SdkBody::from_body_1_x(Broken));
    let broken = polled(s3.client().put_object().bucket(BUCKET).key("k").body(body()).send());
    assert!(broken.is_err() && !hold.is_reached());
    thread::scope(|threads| {
        threads.spawn(|| s3.call(PutObjectInput::builder().bucket(BUCKET).key("k")).unwrap());
        hold.blocking_reached();
        assert!(bucket.object("k").is_none());
        hold.release();
    });
    assert!(bucket.object("k").is_some());
}

/// A body that fails at once.
pub struct Broken;

impl http_body::Body for Broken {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<Bytes>, std::io::Error>>> {
        std::task::Poll::Ready(Some(Err(std::io::Error::other("the disk is gone"))))
    }
}
