//! When the state is locked, and what becomes of a request under which it is replaced.

use super::*;
use crate::fake::FakeS3;
use crate::fake::calls::WayIn;
use crate::http::wire::signature::v2;
use crate::model::access::auth::Auth;
use crate::model::access::principal::Principal;
use aws_smithy_types::base64;
use http::Request;
use std::cell::Cell;

/// A world that counts how often it is locked, and may be replaced when it has been.
struct Counting<'a> {
    s3: &'a FakeS3,
    locks: Cell<usize>,
    /// Behind which lock it begins anew.
    reset_behind: usize,
}

impl State for Counting<'_> {
    fn lock(&self) -> impl DerefMut<Target = Store> {
        if self.locks.get() == self.reset_behind {
            self.s3.reset();
        }
        self.locks.set(self.locks.get() + 1);
        State::lock(self.s3)
    }

    fn generation(&self) -> u64 {
        State::generation(self.s3)
    }

    fn terms(&self) -> Terms {
        State::terms(self.s3)
    }
}

const KEY: &str = "AKIDBROWSER";

/// A world that has a bucket whenever it begins, and where a key has been made.
fn world() -> FakeS3 {
    let first = FakeS3::new();
    first.create_bucket("backups");
    let s3 = FakeS3::builder().auth(Auth::Signatures).edition(crate::Edition::Classic).world(first.world()).build();
    s3.account("fake-s3").add_access_key(KEY, "secret");
    s3
}

/// A form that this key signed, or said to.
fn form(secret: &str) -> (Arrival, Payload) {
    let conditions = r#"[{"bucket": "backups"}, {"key": "note"}]"#;
    let policy = base64::encode(format!(r#"{{"expiration": "2030-01-01T00:00:00.000Z", "conditions": {conditions}}}"#));
    let signature = v2::sign(&policy, secret).unwrap();
    let fields = [("key", "note"), ("policy", &policy), ("AWSAccessKeyId", KEY), ("Signature", &signature)];
    let part = |(name, value): (&str, &str)| {
        format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let text = fields.map(part).concat() + &part(("file", "hello")) + "--b--\r\n";
    let request = Request::post("https://backups.s3.us-east-1.amazonaws.com/")
        .header("content-type", "multipart/form-data; boundary=b")
        .header("content-length", text.len());
    let (head, ()) = request.body(()).unwrap().into_parts();
    (Arrival::in_process(head, Principal::Anonymous), Payload::from(bytes::Bytes::from(text)))
}

/// What a form is answered, and how often the world was locked for it.
fn posted(s3: &FakeS3, secret: &str, reset_behind: usize) -> (String, usize) {
    let state = Counting { s3, locks: Cell::new(0), reset_behind };
    let (arrival, body) = form(secret);
    let (admission, operation) = admit(&state, &arrival, |named| named.operation);
    assert_eq!(operation, Some("PostObject"));
    // Admission looks up the bucket's limit of a body in one short lock; the signature stands in the body.
    assert_eq!(state.locks.replace(0), usize::from(cfg!(feature = "tower")), "admission computes no signature");
    let answer = answer(&state, &arrival, &body, admission, &Twist::default());
    let error = answer.extensions().get::<S3Error>();
    (error.map_or_else(|| answer.status().to_string(), |error| error.code().to_owned()), state.locks.get())
}

/// The Region that may accept version 2 and the key are looked up in locks of their own, so that no signature is
/// computed in the lock of the response.
#[test]
fn a_form_is_authenticated_before_the_world_is_locked_to_answer_it() {
    let s3 = world();
    assert_eq!(posted(&s3, "secret", usize::MAX), ("204 No Content".to_owned(), 3));
    assert_eq!(posted(&s3, "wrong", usize::MAX), ("SignatureDoesNotMatch".to_owned(), 3));
    assert_eq!(s3.bucket("backups").object("note").unwrap().bytes(), "hello");
}

/// Its key was good in the world that is no more.
#[test]
fn whoever_is_known_in_a_world_that_goes_is_asked_again_in_the_next() {
    let s3 = world();
    // The request is admitted again, which looks up the limit of a body in the new world too.
    let locks = 6 + usize::from(cfg!(feature = "tower"));
    assert_eq!(posted(&s3, "secret", 1), ("InvalidAccessKeyId".to_owned(), locks));
    assert!(s3.bucket("backups").object("note").is_none());
}

/// A list of what is in the bucket, signed in its header.
fn list(key: &str, date: &str) -> Arrival {
    let signature = v2::sign(&format!("GET\n\n\n{date}\n/backups/"), "secret").unwrap();
    let request = Request::get("https://backups.s3.us-east-1.amazonaws.com/").header("date", date);
    let request = request.header("authorization", format!("AWS {key}:{signature}"));
    let (head, ()) = request.body(()).unwrap().into_parts();
    Arrival::in_process(head, Principal::Anonymous)
}

/// What is done between head and body, and what the list is answered then.
fn listed(s3: &FakeS3, arrival: &Arrival, between: impl FnOnce()) -> &'static str {
    let (admission, turn) = s3.admit(arrival, WayIn::Http);
    between();
    let answer = turn.around_now(|order| s3.answer(arrival, &Payload::default(), admission, order)).unwrap();
    answer.extensions().get().map_or("", S3Error::code)
}

#[test]
fn who_was_refused_in_a_world_that_goes_may_be_somebody_in_the_next() {
    let (s3, other) = (world(), world());
    other.account("fake-s3").add_access_key("AKIDOTHER", "secret");
    let arrival = list("AKIDOTHER", "Thu, 01 Jan 2026 10:30:00 GMT");
    assert_eq!(listed(&s3, &arrival, || ()), "InvalidAccessKeyId");
    assert_eq!(listed(&s3, &arrival, || s3.load(&other.world()).unwrap()), "");
    assert_eq!(listed(&s3, &arrival, || s3.reset()), "InvalidAccessKeyId");
}

#[test]
fn what_was_said_of_the_head_stays_whatever_the_clock_says_when_the_body_has_come() {
    let an_hour_passes = |s3: &FakeS3| drop(s3.clock().advance(crate::hours(1)));
    let (now, later) = ("Thu, 01 Jan 2026 10:30:00 GMT", "Thu, 01 Jan 2026 11:30:00 GMT");
    for (date, expected) in [(now, ""), (later, "RequestTimeTooSkewed")] {
        let s3 = world();
        assert_eq!(listed(&s3, &list(KEY, date), || an_hour_passes(&s3)), expected);
    }
}
