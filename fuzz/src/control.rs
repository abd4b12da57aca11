//! Control over HTTP, through the tower service.

use crate::data::Data;
use crate::http::world;
use crate::invariants::check_bytes;
use bytes::Bytes;
use fake_s3::primitives::SdkBody;
use fake_s3::{FakeS3, Service};
use http::Request;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use tower_service::Service as _;

const RESOURCES: &[&str] = &[
    "health",
    "clock",
    "events",
    "events?after=1",
    "world",
    "world?secrets=true",
    "reset",
    "meter",
    "uploads",
    "kms",
    "kms/keys",
    "x",
    "",
];
const BODIES: &[&str] = &[
    "",
    "{}",
    "[]",
    "{\"days\":1}",
    "{\"days\":-1}",
    "{\"hours\":18446744073709551615}",
    "{\"seconds\":1.5}",
    "{\"to\":\"2026-02-01T00:00:00Z\"}",
    "{\"to\":\"1970-01-01T00:00:00Z\"}",
    "{\"Buckets\":[{\"Name\":\"backups\"}]}",
    "{\"days\":",
    "null",
    "{\"days\":1,\"days\":2}",
];
const HEADERS: &[(&str, &str)] = &[
    ("origin", "http://a.test"),
    ("sec-fetch-site", "cross-site"),
    ("host", "evil.test"),
    ("content-type", "text/plain"),
    ("x-a", "b"),
];

/// Sends messages until the input ends. Each gets a response, and one that a page could send is rejected.
pub fn run(input: &[u8]) -> u64 {
    let mut data = Data::new(input);
    let s3 = world(&mut data);
    let mut service = s3.service();
    let mut requests = 0;
    while !data.is_empty() {
        let is_of_a_page = send(&s3, &mut service, &mut data);
        requests += 1;
        check_bytes(&s3);
        if let Some((before, what)) = is_of_a_page {
            assert_eq!(s3.world().to_json(), before, "a page changed the world: {what}");
        }
    }
    requests
}

/// Sends one message. Returns the world as it was before, if a page of the web could have sent it.
fn send(s3: &FakeS3, service: &mut Service, data: &mut Data<'_>) -> Option<(String, String)> {
    let method = data.pick(&["GET", "POST", "PUT", "DELETE", "HEAD"]);
    let uri = format!("http://localhost/_fake-s3/{}", data.pick(RESOURCES));
    let mut request = Request::builder().method(method).uri(uri);
    let mut is_of_a_page = false;
    if data.one_in(4) {
        let (name, value) = data.pick(HEADERS);
        is_of_a_page = ["origin", "sec-fetch-site"].contains(&name);
        request = request.header(name, value);
    }
    let mut body = data.pick(BODIES).as_bytes().to_vec();
    if !body.is_empty() && data.one_in(4) {
        let at = data.below(body.len());
        body[at] = data.byte();
    }
    let request = request.body(SdkBody::from(Bytes::from(body).to_vec())).expect("it is a request");
    let (shown, before) = (format!("{request:?}"), is_of_a_page.then(|| s3.world().to_json()));
    let response = wait(service.call(request)).expect("the service never fails");
    assert!(response.status().as_u16() != 500, "{shown}: {response:?}");
    if is_of_a_page {
        assert!(response.status().as_u16() >= 400, "{shown}: {response:?}");
    }
    before.map(|before| (before, shown))
}

/// In process nothing waits for anything else, so that a few polls end it.
fn wait<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    for _ in 0..10_000 {
        if let Poll::Ready(done) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return done;
        }
    }
    panic!("the service does not answer");
}
