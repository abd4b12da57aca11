//! What asks for the world itself, under `/_fake-s3/`: no bucket can have that name. Answers are JSON, and so is what
//! is sent; `docs/CONTROL.md` has all of it. Nothing that is sent can panic: what a test must not do is asked first.

mod clock;
mod events;
mod faults;
mod journal;
mod kms;
mod leaks;
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
use std::net::{Ipv4Addr, Ipv6Addr};

const PREFIX: &str = "/_fake-s3/";

/// How long a body may be that is sent here, unless it is a world.
const MAX_BODY_BYTES: u64 = 64 * 1024;

/// The largest world that a client may send, unless the server has another limit. A world that is read takes many times
/// as much memory as its text.
pub(super) const MAX_WORLD_BYTES: u64 = 64 * 1024 * 1024;

/// Whether it is a whole world that is read or written, which may take its time.
pub(super) fn is_world(head: &Parts) -> bool {
    head.uri.path().strip_prefix(PREFIX) == Some("world")
}

/// Whether the request may wait for the lock or take long: all of them, except for the one that asks for health.
pub(super) fn takes_long(head: &Parts) -> bool {
    head.uri.path().strip_prefix(PREFIX) != Some("health")
}

/// How long the body of a request may be.
pub(super) fn max_body_bytes(head: &Parts, max_world_bytes: u64) -> u64 {
    if is_world(head) { max_world_bytes } else { MAX_BODY_BYTES }
}

/// Whether a request is for the world itself. A host that names a bucket has no place for that: there it would be a
/// key.
pub(super) fn is_addressed(head: &Parts, domain: &Domain) -> bool {
    head.uri.path().starts_with(PREFIX)
        && Host::read(host::name(&head.uri, &head.headers).as_deref(), domain).bucket.is_none()
}

/// The hosts at which the world answers for itself, beside IP addresses, `localhost` and the server's domain.
pub(super) type Hosts = [String];

/// The response to a request that a page of the web may have caused: a page must not reach a test's world.
pub(super) fn refusal(head: &Parts, domain: &Domain, hosts: &Hosts) -> Option<Response<SdkBody>> {
    let sent = |name: &str| Some(String::from_utf8_lossy(head.headers.get(name)?.as_bytes()));
    let of_page = || {
        let origin = sent("origin")?;
        Some(format!("{PREFIX} answers no pages of the web, and this one is of the origin {}", shortened(&origin)))
    };
    let of_other_site = || {
        let site = sent("sec-fetch-site").filter(|site| !["same-origin", "none"].contains(&site.as_ref()))?;
        Some(format!("{PREFIX} answers no pages of the web, and this request has Sec-Fetch-Site: {}", shortened(&site)))
    };
    // A page can give its own name the address of this machine. Then the browser takes it for the same origin, and the
    // name in `Host` alone shows it.
    let of_other_name = || {
        let host = head.uri.authority().map(|authority| authority.as_str().into()).or_else(|| sent("host"))?;
        (!is_own(&host, domain, hosts)).then(|| {
            format!(
                "{PREFIX} answers at IP addresses, at localhost, at {}, and at names given with --control-host, \
                 and not at {}",
                domain.as_str(),
                shortened(&host)
            )
        })
    };
    let why = of_page().or_else(of_other_site).or_else(of_other_name)?;
    Some(closing(refused(StatusCode::FORBIDDEN, &why)))
}

/// Whether no page of the web can have this host, which may have a port.
fn is_own(host: &str, domain: &Domain, hosts: &Hosts) -> bool {
    if let Some(address) = host.strip_prefix('[') {
        return address.split_once(']').is_some_and(|(address, _)| address.parse::<Ipv6Addr>().is_ok());
    }
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name).to_ascii_lowercase();
    let is_below = |domain: &str| name.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    name.parse::<Ipv4Addr>().is_ok()
        || is_below("localhost")
        || is_below(domain.as_str())
        || hosts.iter().any(|own| own.eq_ignore_ascii_case(&name))
}

/// At most 1 KiB of what was sent, as an error repeats it.
fn shortened(sent: &str) -> &str {
    &sent[..sent.floor_char_boundary(1024)]
}

/// Answers it.
pub(super) fn answer(world: &FakeS3, head: &Parts, body: &Payload) -> Response<SdkBody> {
    // Whoever sleeps in the world's time is not alone.
    world.timers().stir();
    let path = head.uri.path().strip_prefix(PREFIX).unwrap_or_default();
    let query = head.uri.query().unwrap_or_default();
    match route(world, &Asked { path, query, method: &head.method, body }) {
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
    query: &'a str,
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
type ControlResult = Result<String, Refused>;

fn route(world: &FakeS3, asked: &Asked<'_>) -> ControlResult {
    match asked.path {
        "clock" => clock::answer(world, asked),
        "events" => events::answer(world, asked),
        "faults" => faults::answer(world, asked),
        "health" => {
            asked.reads()?;
            Ok(json!({"status": "ready"}).to_string())
        }
        "journal" => journal::answer(world, asked),
        "leaks" => leaks::answer(world, asked),
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
    /// The value of a parameter of the query. Values here are numbers and words, which no client encodes.
    fn parameter(&self, name: &str) -> Option<&str> {
        let mut pairs = self.query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.find_map(|(found, value)| (found == name).then_some(value))
    }

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
pub(super) fn broken(broken: &Broken, max_bytes: u64) -> Response<SdkBody> {
    closing(match broken {
        Broken::TooLarge(_) => {
            refused(StatusCode::PAYLOAD_TOO_LARGE, &format!("a body has at most {max_bytes} bytes here"))
        }
        Broken::Incomplete | Broken::Cut(_) => refused(StatusCode::BAD_REQUEST, "the body did not come whole"),
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
