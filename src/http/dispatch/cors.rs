//! What browsers are told for pages of other origins: whether they may ask, and whether they may see the answer.

use super::serving::Run;
use super::{Entry, Head, Recognised};
use crate::api::error::{ErrorRow, S3Error, table};
use crate::api::primitives::ByteStream;
use crate::api::shape::{Route, Target};
use crate::api::types::CorsRule;
use crate::http::wire::address::Address;
use crate::http::wire::headers::Headers;
use crate::http::wire::write::Answering;
use crate::model::cors::{CorsRequest, METHODS};
use crate::model::payload::Payload;
use crate::model::store::Store;
use http::{HeaderValue, Method, Response, header};

/// What a browser asks before it sends a request. Nobody signs it, whoever signed what will follow: its address may be
/// that of a presigned request.
pub(super) static PREFLIGHT: Entry = Entry {
    name: "OptionsObject",
    route: Route::new("OPTIONS", Target::Object),
    rows: &[],
    not_modelled: &[],
    errors: &[&ERRORS],
    is_form: false,
    serve,
    peek: |_, _| None,
    leave: None,
};

static ERRORS: [&ErrorRow; 5] = [
    &table::CORS_BUCKET_NOT_FOUND,
    &table::CORS_METHOD_INVALID,
    &table::CORS_NOT_ALLOWED,
    &table::CORS_NOT_ENABLED,
    &table::CORS_ORIGIN_MISSING,
];

const ORIGIN: &str = "origin";
const REQUEST_METHOD: &str = "access-control-request-method";
const REQUEST_HEADERS: &str = "access-control-request-headers";

const VARY: HeaderValue =
    HeaderValue::from_static("Origin, Access-Control-Request-Headers, Access-Control-Request-Method");

pub(super) fn is_preflight(method: &Method) -> bool {
    *method == Method::OPTIONS
}

fn serve<'a>(request: &'a Recognised<'a>, _: Payload) -> Run<'a> {
    let Recognised { address, headers, .. } = request;
    // What the answer says is added to it as to any other.
    Box::new(move |store| check(store, address, headers).map(|()| Answering::default().finish(200, None)))
}

fn check(store: &Store, address: &Address<'_>, headers: &Headers<'_>) -> Result<(), S3Error> {
    let origin =
        headers.get(ORIGIN).ok_or_else(|| table::CORS_ORIGIN_MISSING.error().because("the preflight has no Origin"))?;
    let method = headers.get(REQUEST_METHOD);
    let forbidden = |row: &'static ErrorRow, resource: &str| {
        row.error().with("Method", method.unwrap_or("OPTIONS")).with("ResourceType", resource)
    };
    let bucket = address.bucket.as_deref().and_then(|name| store.buckets().get(name));
    let bucket = bucket.ok_or_else(|| forbidden(&table::CORS_BUCKET_NOT_FOUND, "BUCKET"))?;
    let cors = bucket.cors.as_ref().ok_or_else(|| forbidden(&table::CORS_NOT_ENABLED, "BUCKET"))?;
    let method = match method {
        Some(method) if METHODS.contains(&method) => method,
        other => return Err(table::CORS_METHOD_INVALID.fill(&[&other.unwrap_or("null")])),
    };
    let resource = if address.target() == Target::Object { "OBJECT" } else { "BUCKET" };
    match cors.find(&CorsRequest { origin, method, headers: &requested_headers(headers) }) {
        Some(_) => Ok(()),
        None => Err(forbidden(&table::CORS_NOT_ALLOWED, resource)),
    }
}

/// Adds to any answer what lets the page that asked see it; nothing where no rule does. What a browser says of a
/// preflight counts in a request too (recorded).
pub(super) fn expose(response: &mut Response<ByteStream>, store: &Store, head: &Head<'_>) {
    let Head { arrival, headers, address } = head;
    let Some(origin) = headers.get(ORIGIN) else { return };
    let bucket = address.bucket.as_deref().and_then(|name| store.buckets().get(name));
    let Some(cors) = bucket.and_then(|bucket| bucket.cors.as_ref()) else { return };
    let method = headers.get(REQUEST_METHOD).unwrap_or(arrival.head.method.as_str());
    let names = requested_headers(headers);
    if let Some((rule, allowed)) = cors.find(&CorsRequest { origin, method, headers: &names }) {
        tell(response, rule, if allowed == "*" { None } else { Some(origin) }, &names);
    }
}

/// In lower case, as they are told again (recorded).
fn requested_headers(headers: &Headers<'_>) -> Vec<String> {
    let sent = headers.joined(REQUEST_HEADERS).unwrap_or_default();
    sent.split(',').map(|name| name.trim().to_ascii_lowercase()).filter(|name| !name.is_empty()).collect()
}

/// Where any origin is allowed, none is named, and nobody's credentials are.
fn tell(response: &mut Response<ByteStream>, rule: &CorsRule, origin: Option<&str>, names: &[String]) {
    let max_age = rule.max_age_seconds.map(|seconds| seconds.to_string()).unwrap_or_default();
    let told = [
        ("access-control-allow-origin", origin.unwrap_or("*").to_owned()),
        ("access-control-allow-credentials", origin.map(|_| "true".to_owned()).unwrap_or_default()),
        ("access-control-allow-methods", rule.allowed_methods().join(", ")),
        ("access-control-allow-headers", names.join(", ")),
        ("access-control-expose-headers", rule.expose_headers().join(", ")),
        ("access-control-max-age", max_age),
    ];
    let headers = response.headers_mut();
    for (name, value) in told.into_iter().filter(|(_, value)| !value.is_empty()) {
        if let Ok(value) = HeaderValue::try_from(value) {
            headers.insert(name, value);
        }
    }
    headers.insert(header::VARY, VARY);
}
