//! What asks for the world itself, under `/_fake-s3/`: no bucket can have that name. Answers are JSON.

use super::receive::Broken;
use crate::fake::FakeS3;
use crate::model::payload::Payload;
use crate::primitives::SdkBody;
use crate::wire::host::{self, Domain, Host};
use http::request::Parts;
use http::{HeaderValue, Method, Response, StatusCode, header};
use serde_json::{Value, json};

const PREFIX: &str = "/_fake-s3/";

/// How long a body may be that is sent here.
pub(super) const MAX_BODY_BYTES: u64 = 1024 * 1024 * 1024;

/// Whether a request is for the world itself. A host that names a bucket has no place for that: there it would be a
/// key.
pub(super) fn is_addressed(head: &Parts, domain: &Domain) -> bool {
    head.uri.path().starts_with(PREFIX)
        && Host::read(host::name(&head.uri, &head.headers).as_deref(), domain).bucket.is_none()
}

/// Answers it.
pub(super) fn answer(_world: &FakeS3, head: &Parts, _body: &Payload) -> Response<SdkBody> {
    let path = head.uri.path().strip_prefix(PREFIX).unwrap_or_default();
    match (&head.method, path) {
        (&Method::GET | &Method::HEAD, "health") => json(StatusCode::OK, &json!({"status": "ready"})),
        (method, "health") => refused(StatusCode::METHOD_NOT_ALLOWED, &format!("{method} of {PREFIX}{path}")),
        _ => refused(StatusCode::NOT_FOUND, &format!("there is no {PREFIX}{path}")),
    }
}

/// The answer to a body that did not come whole.
pub(super) fn broken(broken: Broken) -> Response<SdkBody> {
    let mut answer = match broken {
        Broken::TooLarge(_) => {
            refused(StatusCode::PAYLOAD_TOO_LARGE, &format!("a body has at most {MAX_BODY_BYTES} bytes"))
        }
        Broken::Incomplete => refused(StatusCode::BAD_REQUEST, "the body did not come whole"),
        Broken::Idle => refused(StatusCode::REQUEST_TIMEOUT, "nothing was sent for too long"),
    };
    answer.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    answer
}

fn refused(status: StatusCode, why: &str) -> Response<SdkBody> {
    json(status, &json!({"error": why}))
}

fn json(status: StatusCode, value: &Value) -> Response<SdkBody> {
    let text = format!("{value}\n");
    let mut answer = Response::new(SdkBody::from(text));
    *answer.status_mut() = status;
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    answer
}
