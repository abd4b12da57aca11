//! What asks for the world itself, under `/_fake-s3/`: no bucket can have that name. Answers are JSON, and so is what
//! is sent; `docs/CONTROL.md` has all of it. Nothing that is sent can panic: what a test must not do is asked first.

mod clock;
mod events;
mod kms;
mod meter;
mod uploads;
mod world;

use super::receive::Broken;
use crate::api::primitives::SdkBody;
use crate::fake::FakeS3;
use crate::http::wire::host::{self, Domain, Host};
use crate::model::payload::Payload;
use http::request::Parts;
use http::{HeaderValue, Method, Response, StatusCode, header};
use serde::de::DeserializeOwned;
use serde_json::json;

const PREFIX: &str = "/_fake-s3/";

/// How long a body may be that is sent here, unless it is a world.
const MAX_BODY_BYTES: u64 = 64 * 1024;

/// How long a world may be.
const MAX_WORLD_BYTES: u64 = 1024 * 1024 * 1024;

/// Whether it is a whole world that is read or written, which may take its time.
pub(super) fn is_world(head: &Parts) -> bool {
    head.uri.path().strip_prefix(PREFIX) == Some("world")
}

/// How long the body of a request may be.
pub(super) fn max_body_bytes(head: &Parts) -> u64 {
    if is_world(head) { MAX_WORLD_BYTES } else { MAX_BODY_BYTES }
}

/// Whether a request is for the world itself. A host that names a bucket has no place for that: there it would be a
/// key.
pub(super) fn is_addressed(head: &Parts, domain: &Domain) -> bool {
    head.uri.path().starts_with(PREFIX)
        && Host::read(host::name(&head.uri, &head.headers).as_deref(), domain).bucket.is_none()
}

/// The answer to a page of the web, which could send it without asking whoever looks at it: that is no test.
pub(super) fn refusal(head: &Parts) -> Option<Response<SdkBody>> {
    let origin = String::from_utf8_lossy(head.headers.get(header::ORIGIN)?.as_bytes());
    let why = format!("{PREFIX} answers no pages of the web, and this one is of the origin {origin}");
    Some(closing(refused(StatusCode::FORBIDDEN, &why)))
}

/// Answers it.
pub(super) fn answer(world: &FakeS3, head: &Parts, body: &Payload) -> Response<SdkBody> {
    // Whoever sleeps in the world's time is not alone.
    world.timers().stir();
    let path = head.uri.path().strip_prefix(PREFIX).unwrap_or_default();
    match route(world, &Asked { path, method: &head.method, body }) {
        Ok(text) => json(StatusCode::OK, &text),
        Err(Refused { status, why, allow }) => {
            let mut answer = refused(status, &why);
            if let Some(allow) = allow {
                answer.headers_mut().insert(header::ALLOW, HeaderValue::from_static(allow));
            }
            answer
        }
    }
}

/// A request.
#[derive(Debug, Clone, Copy)]
struct Asked<'a> {
    /// Behind the prefix.
    path: &'a str,
    method: &'a Method,
    body: &'a Payload,
}

/// Why a request is refused.
#[derive(Debug)]
struct Refused {
    status: StatusCode,
    why: String,
    /// What could be done instead.
    allow: Option<&'static str>,
}

impl Refused {
    fn not_found(why: String) -> Self {
        Self { status: StatusCode::NOT_FOUND, why, allow: None }
    }
}

/// What cannot be.
impl From<String> for Refused {
    fn from(why: String) -> Self {
        Self { status: StatusCode::BAD_REQUEST, why, allow: None }
    }
}

/// The text of an answer.
type Answered = Result<String, Refused>;

fn route(world: &FakeS3, asked: &Asked<'_>) -> Answered {
    match asked.path {
        "clock" => clock::answer(world, asked),
        "events" => events::answer(world, asked),
        "health" => {
            asked.reads()?;
            Ok(json!({"status": "ready"}).to_string())
        }
        "meter" => meter::answer(world, asked),
        "reset" => world::reset(world, asked),
        "uploads" => uploads::answer(world, asked),
        "world" => world::answer(world, asked),
        path => match path.strip_prefix("kms/") {
            Some(what) => kms::answer(world, asked, what),
            None => Err(asked.unknown()),
        },
    }
}

impl Asked<'_> {
    fn unknown(&self) -> Refused {
        Refused::not_found(format!("there is no {PREFIX}{}", self.path))
    }

    fn wrong_method(&self, allow: &'static str) -> Refused {
        let why = format!("{} of {PREFIX}{}, which takes {allow}", self.method, self.path);
        Refused { status: StatusCode::METHOD_NOT_ALLOWED, why, allow: Some(allow) }
    }

    /// That it reads, where there is nothing else to do.
    fn reads(&self) -> Result<(), Refused> {
        match *self.method {
            Method::GET | Method::HEAD => self.check_empty(),
            _ => Err(self.wrong_method("GET")),
        }
    }

    /// That it does, where there is nothing else to do.
    fn does(&self) -> Result<(), Refused> {
        if *self.method == Method::POST { Ok(()) } else { Err(self.wrong_method("POST")) }
    }

    fn check_empty(&self) -> Result<(), Refused> {
        match self.body.is_empty() {
            true => Ok(()),
            false => Err(format!("{} of {PREFIX}{} takes no body", self.method, self.path).into()),
        }
    }

    /// What is sent.
    fn sent<T: DeserializeOwned>(&self) -> Result<T, Refused> {
        let error =
            |error: serde_json::Error| format!("the body of {PREFIX}{} is not as it should be: {error}", self.path);
        serde_json::from_slice(&self.body.to_bytes()).map_err(|failed| error(failed).into())
    }
}

/// The answer to a body that did not come whole.
pub(super) fn broken(broken: Broken, max_bytes: u64) -> Response<SdkBody> {
    closing(match broken {
        Broken::TooLarge(_) => {
            refused(StatusCode::PAYLOAD_TOO_LARGE, &format!("a body has at most {max_bytes} bytes here"))
        }
        Broken::Incomplete => refused(StatusCode::BAD_REQUEST, "the body did not come whole"),
        Broken::Idle => refused(StatusCode::REQUEST_TIMEOUT, "nothing was sent for too long"),
    })
}

/// The last answer of its connection: the body has not been read to its end.
fn closing(mut answer: Response<SdkBody>) -> Response<SdkBody> {
    answer.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    answer
}

fn refused(status: StatusCode, why: &str) -> Response<SdkBody> {
    json(status, &json!({"error": why}).to_string())
}

fn json(status: StatusCode, text: &str) -> Response<SdkBody> {
    let mut answer = Response::new(SdkBody::from(format!("{text}\n")));
    *answer.status_mut() = status;
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    answer
}
