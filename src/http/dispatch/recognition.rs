//! Which operation a request asks for.

use super::serving::{self, Leave, ReadFromHead, Serve};
use super::{cors, form, rename};
use crate::api::error::{ErrorRow, S3Error, table};
use crate::api::shape::{Place, Route, Row, Target};
use crate::http::wire::address::Address;
use crate::http::wire::host::{self, Domain, Host};
use crate::http::wire::parameter::Parameter;
use crate::ops::{self, Rules, for_each_operation};
use http::{HeaderMap, Method, Request};
use std::collections::BTreeSet;

/// An operation, as requests are matched against it.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) name: &'static str,
    pub(crate) route: Route,
    pub(crate) rows: &'static [Row],
    pub(crate) not_modelled: &'static [&'static [&'static str]],
    pub(crate) errors: &'static [&'static [&'static ErrorRow]],
    /// Whether its body is a form, with a file in it.
    #[cfg_attr(not(feature = "tower"), expect(dead_code, reason = "bodies that are there need no limit"))]
    pub(super) is_form: bool,
    pub(super) serve: Serve,
    pub(super) peek: ReadFromHead,
    /// Checks whether the caller may send the body.
    #[cfg_attr(not(feature = "tower"), expect(dead_code, reason = "bodies that are there need no permission"))]
    pub(super) leave: Option<Leave>,
}

impl Entry {
    const fn of<I: Rules>() -> Self {
        Self {
            name: I::NAME,
            route: I::ROUTE,
            rows: I::ROWS,
            not_modelled: I::NOT_MODELLED,
            errors: I::ERRORS,
            is_form: false,
            serve: serving::serve::<I>,
            peek: serving::peek::<I>,
            leave: Some(serving::leave::<I>),
        }
    }

    /// Whether it may change something.
    pub(super) fn writes(&self) -> bool {
        matches!(self.route.method, "PUT" | "POST" | "DELETE")
    }

    /// Whether S3 reads the body as a document.
    pub(super) fn takes_document(&self) -> bool {
        self.rows.iter().any(|row| matches!(row.place, Place::Document | Place::TextBody))
    }

    /// Whether its body is an object's bytes.
    pub(super) fn takes_bytes(&self) -> bool {
        self.rows.iter().any(|row| row.place == Place::Payload)
    }

    fn matches(&self, method: &Method, address: &Address, headers: &HeaderMap) -> bool {
        let Route { method: own, target, query, query_value, any_query, header, .. } = self.route;
        let has = |name: &&str| address.parameter(name).is_some();
        own == method.as_str()
            && target == address.target()
            && query.iter().all(has)
            && query_value.is_none_or(|(name, value)| address.parameter(name) == Some(value))
            && (any_query.is_empty() || any_query.iter().any(has))
            && header.is_none_or(|name| headers.contains_key(name))
    }

    /// Of two that match, the one that asks for more is meant.
    fn weight(&self) -> usize {
        let Route { query, query_value, any_query, header, .. } = self.route;
        let others = [query_value.is_some(), !any_query.is_empty(), header.is_some()];
        query.len() + others.into_iter().filter(|is_there| *is_there).count()
    }
}

macro_rules! entries {
    ($($module:ident $name:ident,)*) => { pastey::paste! {
        /// The operations that the SDK has.
        pub(crate) static ENTRIES: &[Entry] = &[$(Entry::of::<ops::$module::[<$name Input>]>()),*];
    } };
}
for_each_operation!(entries);

/// All operations, those too that no SDK has.
pub(crate) fn entries() -> impl Iterator<Item = &'static Entry> {
    ENTRIES.iter().chain([&form::POST_OBJECT, &cors::PREFLIGHT, &rename::RENAME_OBJECT])
}

/// The operation that is asked for.
///
/// # Errors
/// What S3 says of a request that asks for none, or for one that nobody models.
pub(super) fn recognise(method: &Method, address: &Address, headers: &HeaderMap) -> Result<&'static Entry, S3Error> {
    if cors::is_preflight(method) {
        return Ok(&cors::PREFLIGHT);
    }
    if address.lacks_bucket {
        let key = address.key.as_deref().unwrap_or_default();
        let error = table::INVALID_URI.error().with("URI", format_args!("//{key}"));
        return Err(error.because("the path has a key and no bucket"));
    }
    if let (Some(_), Some(id)) = (address.parameter("uploads"), address.parameter("uploadId")) {
        return Err(table::UPLOADS_WITH_UPLOAD_ID.argument("uploadId", id));
    }
    if *method == Method::GET && address.key.is_some() && address.parameter("uploads").is_some() {
        let why = format!("the key is {}", address.key.as_deref().unwrap_or_default());
        return Err(table::KEY_WITH_UPLOADS.error().because(why));
    }
    let matching = entries().filter(|entry| entry.matches(method, address, headers));
    let entry = matching.max_by_key(|entry| entry.weight());
    let named = || sub_resources(address).filter(|name| *name != "versionId");
    if *method == Method::HEAD && address.target() == Target::Bucket && named().next().is_some() {
        return Err(not_allowed(method, address));
    }
    if let (Some(first), Some(second)) = (named().next(), named().nth(1)) {
        return Err(table::SELECTORS_SEVERAL
            .fill(&[&first, &second])
            .with("ArgumentName", "ResourceType")
            .with("ArgumentValue", first));
    }
    if let Some(name) = unread_sub_resource(address, entry) {
        return Err(table::NOT_MODELLED.fill(&[&format_args!("{method} of the sub-resource ?{name}")]));
    }
    entry.ok_or_else(|| not_allowed(method, address))
}

/// `MethodNotAllowed`, with the methods of what the request is about.
fn not_allowed(method: &Method, address: &Address) -> S3Error {
    let resource = format!("{:?}", address.target()).to_uppercase();
    let error = table::METHOD_NOT_ALLOWED.error().with("Method", method).with("ResourceType", resource);
    let is_about = |entry: &&Entry| {
        let Route { target, query, .. } = entry.route;
        let mut named = sub_resources(address).peekable();
        target == address.target()
            && match named.peek() {
                None => query.is_empty(),
                Some(_) => named.any(|name| query == [name]),
            }
    };
    let methods: BTreeSet<_> = entries().filter(is_about).map(|entry| entry.route.method).collect();
    match methods.is_empty() {
        true => error,
        false => error.with_header("Allow", Vec::from_iter(methods).join(", ")),
    }
}

/// The sub-resources that an address names, sorted.
fn sub_resources(address: &Address) -> impl Iterator<Item = &'static str> {
    let sent = address.query.pairs().filter_map(|(name, _)| Parameter::find(name));
    let sorted: BTreeSet<_> = sent.filter(|sent| sent.names_operation).map(|sent| sent.name).collect();
    sorted.into_iter()
}

/// What it names that the operation does not read.
fn unread_sub_resource(address: &Address, entry: Option<&'static Entry>) -> Option<&'static str> {
    let is_read = |name: &str| {
        entry.is_some_and(|entry| {
            entry.route.query.contains(&name)
                || entry.rows.iter().any(|row| row.place == Place::Query && row.name == name)
        })
    };
    sub_resources(address).find(|name| !is_read(name))
}

/// The name of the operation that a request is recognised as.
pub(crate) fn operation_of<B>(request: &Request<B>) -> Option<&'static str> {
    let (name, domain) = (host::name(request.uri(), request.headers()), Domain::default());
    let address = Address::read(request.uri(), Host::read(name.as_deref(), &domain)).ok()?;
    recognise(request.method(), &address, request.headers()).ok().map(|entry| entry.name)
}
