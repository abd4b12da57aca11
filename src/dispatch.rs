//! The one file that knows `wire`, `ops` and `model` together: it recognises a request, and has it read, run and
//! answered.

mod authentication;
mod cors;
mod form;

use crate::arrival::Arrival;
use crate::error::{Answer, S3Error, answers};
use crate::model::access::caller::{Caller, Signature};
use crate::model::bucket::Bucket;
use crate::model::payload::Payload;
use crate::model::region::US_EAST_1;
use crate::model::settings::Terms;
use crate::model::store::Store;
use crate::ops::{self, Call, Operation, for_each_operation};
use crate::primitives::ByteStream;
use crate::shape::{Input, Output, Place, ReadError, Route, Row};
use crate::wire::address::Address;
use crate::wire::chunked::Unframed;
pub(crate) use crate::wire::framing::MAX_DOCUMENT_BYTES;
use crate::wire::headers::Headers;
use crate::wire::host::{self, Domain, Endpoint, Host};
use crate::wire::signature::canonical::Sent;
use crate::wire::{framing, read, write};
pub(crate) use authentication::Authenticated;
use http::request::Parts;
use http::{HeaderMap, Method, Request, Response};
use std::ops::DerefMut;

/// An operation, as requests are matched against it.
pub(crate) struct Entry {
    pub(crate) name: &'static str,
    pub(crate) route: Route,
    pub(crate) rows: &'static [Row],
    pub(crate) not_modelled: &'static [&'static [&'static str]],
    pub(crate) answers: &'static [&'static [&'static Answer]],
    /// Whether its body is a form, with a file in it.
    #[cfg_attr(not(feature = "server"), expect(dead_code, reason = "bodies that are there need no limit"))]
    is_form: bool,
    serve: Serve,
}

type Serve = for<'a> fn(&'a Recognised<'a>, Payload, Terms) -> Run<'a>;

/// What is left of a request once it has been read: to run it.
type Run<'a> = Box<dyn FnOnce(&mut Store) -> Result<Response<ByteStream>, S3Error> + 'a>;

impl Entry {
    const fn of<I: Operation>() -> Self {
        Self {
            name: I::NAME,
            route: I::ROUTE,
            rows: I::ROWS,
            not_modelled: I::NOT_MODELLED,
            answers: I::ANSWERS,
            is_form: false,
            serve: serve::<I>,
        }
    }

    fn takes_bytes(&self) -> bool {
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
    ENTRIES.iter().chain([&form::POST_OBJECT, &cors::PREFLIGHT])
}

/// What may be answered to any request, before an operation's own rules are reached.
pub(crate) static ANSWERS: &[&Answer] = &[
    &answers::ACCESS_KEY_UNKNOWN,
    &answers::ANONYMOUS_STREAMING,
    &answers::AUTHORIZATION_COMPONENT,
    &answers::AUTHORIZATION_COMPONENTS,
    &answers::AUTHORIZATION_COMPONENT_MISSING,
    &answers::AUTHORIZATION_DATE,
    &answers::AUTHORIZATION_DATE_OTHER,
    &answers::AUTHORIZATION_MALFORMED,
    &answers::AUTHORIZATION_REGION,
    &answers::AUTHORIZATION_SERVICE,
    &answers::AUTHORIZATION_TERMINAL,
    &answers::AUTHORIZATION_TWICE,
    &answers::AUTHORIZATION_UNKNOWN,
    &answers::AUTHORIZATION_V2_MALFORMED,
    &answers::BAD_REQUEST,
    &answers::CHECKSUM_ALGORITHM_HEADER,
    &answers::CHECKSUM_INVALID,
    &answers::CHECKSUM_MULTIPLE,
    &answers::CHUNK_MALFORMED,
    &answers::CHUNK_TOO_SMALL,
    &answers::CONTENT_SHA256_MISMATCH,
    &answers::CONTENT_SHA256_MISSING,
    &answers::CONTENT_SHA256_UNKNOWN,
    &answers::DATE_MISSING,
    &answers::DECODED_LENGTH_INVALID,
    &answers::DIGEST_MD5_INVALID,
    &answers::DIGEST_MD5_MISMATCH,
    &answers::DIGEST_MISMATCH,
    &answers::DIGEST_MISSING,
    &answers::ENCRYPTION_NOT_TAKEN,
    &answers::HEADERS_TOO_LARGE,
    &answers::HEADERS_NOT_SIGNED,
    &answers::INCOMPLETE_BODY,
    &answers::INVALID_URI,
    &answers::KEY_WITH_UPLOADS,
    &answers::MALFORMED_TRAILER,
    &answers::MESSAGE_TOO_LARGE,
    &answers::METHOD_NOT_ALLOWED,
    &answers::MISSING_CONTENT_LENGTH,
    &answers::NOT_AUTHORIZED,
    &answers::NOT_MODELLED,
    &answers::PERMANENT_REDIRECT,
    &answers::QUERY_ALGORITHM,
    &answers::QUERY_CREDENTIAL_DATE,
    &answers::QUERY_CREDENTIAL_MALFORMED,
    &answers::QUERY_DATE,
    &answers::QUERY_DATE_OTHER,
    &answers::QUERY_EXPIRES_NEGATIVE,
    &answers::QUERY_EXPIRES_NO_NUMBER,
    &answers::QUERY_EXPIRES_TOO_LARGE,
    &answers::QUERY_PARAMETERS_MISSING,
    &answers::QUERY_REGION,
    &answers::QUERY_SERVICE,
    &answers::QUERY_TERMINAL,
    &answers::QUERY_V2_EXPIRES_NO_NUMBER,
    &answers::QUERY_V2_PARAMETERS_MISSING,
    &answers::REQUEST_EXPIRED,
    &answers::REQUEST_NOT_VALID_YET,
    &answers::REQUEST_TOO_SKEWED,
    &answers::SIGNATURE_MISMATCH,
    &answers::SIGNATURE_V2_UNKNOWN,
    &answers::TOKEN_EXPIRED,
    &answers::TOKEN_INVALID,
    &answers::TRAILER_UNKNOWN,
    &answers::TRAILER_VALUE_INVALID,
    &answers::UPLOADS_WITH_UPLOAD_ID,
];

/// Query parameters that name an operation of S3's, sorted. Other parameters that nobody reads are ignored, as S3 does.
const SUB_RESOURCES: &[&str] = &[
    "abac",
    "accelerate",
    "acl",
    "analytics",
    "annotation",
    "attributes",
    "cors",
    "delete",
    "encryption",
    "intelligent-tiering",
    "inventory",
    "legal-hold",
    "lifecycle",
    "location",
    "logging",
    "metadataAnnotationTable",
    "metadataConfiguration",
    "metadataInventoryTable",
    "metadataJournalTable",
    "metadataTable",
    "metrics",
    "notification",
    "object-lock",
    "ownershipControls",
    "policy",
    "policyStatus",
    "publicAccessBlock",
    "renameObject",
    "replication",
    "requestPayment",
    "restore",
    "retention",
    "select",
    "session",
    "tagging",
    "torrent",
    "uploads",
    "versionId",
    "versioning",
    "versions",
    "website",
];

/// Answers a request. Whatever was sent, there is an answer, and it carries what every answer carries.
///
/// The store is locked once the request has been read and its body digested; what was wrong with it is answered then.
pub(crate) fn answer<S: DerefMut<Target = Store>>(
    request: Request<Payload>,
    arrival: &Arrival,
    terms: Terms,
    lock: impl Fn() -> S,
) -> Response<ByteStream> {
    let (head, body) = request.into_parts();
    let host = host::name(&head.uri, &head.headers);
    let host = Host::read(host.as_deref(), &arrival.domain);
    let headers = Headers::read(&head.headers);
    let recognised = headers.as_ref().map_err(S3Error::clone).and_then(|headers| {
        let address = Address::read(&head.uri, host)?;
        recognised(&head, headers, address, arrival, terms, &lock)
    });
    let run = recognised.as_ref().map(|recognised| (recognised.entry.serve)(recognised, body, terms));
    let mut store = lock();
    let id = store.ids.request();
    let result = run.map_err(S3Error::clone).and_then(|run| run(&mut store));
    let mut response = result.unwrap_or_else(|error| write::error(&error, &id, head.method == Method::HEAD));
    cors::expose(&mut response, &store, &head, host);
    write::sign_off(&mut response, id, store.now());
    response
}

/// How long the body behind a head may be, and what to say of a longer one.
#[cfg(feature = "server")]
pub(crate) struct Admission {
    pub(crate) max_bytes: u64,
    /// Of a body that is an object's bytes, how many that may be.
    max_body_bytes: Option<u64>,
    pub(crate) from: Authenticated,
}

#[cfg(feature = "server")]
impl Admission {
    /// What S3 says of a body that is longer: this many bytes have come so far.
    pub(crate) fn too_large(&self, bytes: u64) -> S3Error {
        framing::too_large(bytes, self.max_body_bytes)
    }
}

/// What can be said of a request before its body has come.
///
/// # Errors
/// What it is refused with, whatever its body may be.
#[cfg(feature = "server")]
pub(crate) fn admit<S: DerefMut<Target = Store>>(
    head: &Parts,
    arrival: &Arrival,
    terms: Terms,
    lock: impl Fn() -> S,
) -> Result<Admission, S3Error> {
    let host = host::name(&head.uri, &head.headers);
    let headers = Headers::read(&head.headers)?;
    let address = Address::read(&head.uri, Host::read(host.as_deref(), &arrival.domain))?;
    let Recognised { entry, from, .. } = recognised(head, &headers, address, arrival, terms, &lock)?;
    let around_a_file = if entry.is_form { form::MAX_BYTES_AROUND_FILE } else { 0 };
    let takes_bytes = entry.takes_bytes() || entry.is_form;
    let max_body_bytes = takes_bytes.then_some(terms.max_body_bytes.saturating_add(around_a_file));
    let max_bytes = framing::admit(&headers, from.content_sha256.as_deref(), max_body_bytes)?;
    Ok(Admission { max_bytes, max_body_bytes, from })
}

/// The answer to a request that never comes to be read.
#[cfg(feature = "server")]
pub(crate) fn refuse(error: &S3Error, method: &Method, store: &mut Store) -> Response<ByteStream> {
    let id = store.ids.request();
    let mut response = write::error(error, &id, *method == Method::HEAD);
    write::sign_off(&mut response, id, store.now());
    response
}

/// A request of which is known whose it is, and what it asks for.
struct Recognised<'a> {
    entry: &'static Entry,
    address: Address<'a>,
    headers: &'a Headers<'a>,
    arrival: &'a Arrival,
    from: Authenticated,
}

fn recognised<'a, S: DerefMut<Target = Store>>(
    head: &'a Parts,
    headers: &'a Headers<'a>,
    address: Address<'a>,
    arrival: &'a Arrival,
    terms: Terms,
    lock: &impl Fn() -> S,
) -> Result<Recognised<'a>, S3Error> {
    if cors::is_preflight(&head.method, &address) {
        // Its address may be that of a request which is signed, and is still to come.
        let principal = arrival.unsigned.clone();
        let from = Authenticated::unsigned(principal, None);
        return Ok(Recognised { entry: &cors::PREFLIGHT, address, headers, arrival, from });
    }
    let sent = Sent { method: &head.method, uri: &head.uri, headers, bucket_in_host: address.host.bucket };
    let from = match &arrival.from {
        Some(from) => from.clone(),
        None => authentication::authenticate(&sent, &address, &arrival.unsigned, terms, lock)?,
    };
    let entry = recognise(&head.method, &address, &head.headers)?;
    let address = Address { is_presigned: from.signature.is_in_query(), ..address };
    Ok(Recognised { entry, address, headers, arrival, from })
}

fn recognise(method: &Method, address: &Address, headers: &HeaderMap) -> Result<&'static Entry, S3Error> {
    if cors::is_preflight(method, address) {
        return Ok(&cors::PREFLIGHT);
    }
    if let (Some(_), Some(id)) = (address.parameter("uploads"), address.parameter("uploadId")) {
        return Err(answers::UPLOADS_WITH_UPLOAD_ID.argument("uploadId", id));
    }
    if *method == Method::GET && address.key.is_some() && address.parameter("uploads").is_some() {
        return Err(answers::KEY_WITH_UPLOADS.error());
    }
    let matching = entries().filter(|entry| entry.matches(method, address, headers));
    let entry = matching.max_by_key(|entry| entry.weight());
    if let Some(name) = unread_sub_resource(address, entry) {
        return Err(answers::NOT_MODELLED.fill(&[&format_args!("{method} of the sub-resource ?{name}")]));
    }
    entry.ok_or_else(|| {
        let resource = format!("{:?}", address.target()).to_uppercase();
        answers::METHOD_NOT_ALLOWED.error().with("Method", method).with("ResourceType", resource)
    })
}

/// The name of the operation that a request is recognised as.
pub(crate) fn operation_of<B>(request: &Request<B>) -> Option<&'static str> {
    let (name, domain) = (host::name(request.uri(), request.headers()), Domain::default());
    let address = Address::read(request.uri(), Host::read(name.as_deref(), &domain)).ok()?;
    recognise(request.method(), &address, request.headers()).ok().map(|entry| entry.name)
}

fn unread_sub_resource(address: &Address, entry: Option<&'static Entry>) -> Option<&'static str> {
    let is_read = |name: &str| {
        entry.is_some_and(|entry| {
            entry.route.query.contains(&name)
                || entry.rows.iter().any(|row| row.place == Place::Query && row.name == name)
        })
    };
    let sent = address.query.iter().filter_map(|(name, _)| SUB_RESOURCES.binary_search(&name.as_ref()).ok());
    sent.map(|at| SUB_RESOURCES[at]).filter(|name| !is_read(name)).min()
}

/// Reads one operation; what is left is to run and to answer it.
fn serve<'a, I: Operation>(recognised: &'a Recognised<'a>, body: Payload, terms: Terms) -> Run<'a> {
    let Recognised { entry, address, headers, .. } = recognised;
    let read = read::<I>(recognised, body);
    if let Ok((input, body)) = &read {
        ops::prepare(input, body, terms);
    }
    Box::new(move |store| {
        if let Some(name) = address.bucket.as_deref().filter(|_| !entry.route.makes_bucket) {
            // Before anything in the request is answered: of a bucket that is not there nothing else is said.
            check_endpoint(entry.route, store.bucket(name)?, address.host)?;
        }
        let (input, body) = read?;
        let region = answering_region(store, address.host);
        let caller = caller(headers, &recognised.from, recognised.arrival);
        let mut call = Call::new(store, caller, region, body);
        call.expires = headers.get("expires").map(str::to_owned);
        call.if_range = headers.get("if-range").map(str::to_owned);
        call.grant_write = sent(headers, address, "x-amz-grant-write");
        call.request_payer = sent(headers, address, "x-amz-request-payer");
        call.has_checksum_in_query = address.has_checksum();
        let output = ops::run(input, &mut call)?;
        let (guess, status) = (call.guess, call.status.unwrap_or(entry.route.status));
        let mut answering = write::Answering::default();
        output.write(&mut answering);
        let mut response = answering.finish(status, entry.route.root);
        let is_row = |name: &str| entry.rows.iter().any(|row| row.place == Place::Query && row.name == name);
        let sent = address.query.iter().map(|(name, value)| (name.as_ref(), value.as_ref()));
        write::wishes_in_latin(&mut response, sent.filter(|(name, _)| is_row(name)));
        if let Some(guess) = guess {
            response.extensions_mut().insert(guess);
        }
        Ok(response)
    })
}

/// The Region whose endpoint was called.
fn answering_region(store: &Store, host: Host<'_>) -> String {
    match host.endpoint {
        Endpoint::Region(region) => region.to_owned(),
        // It stands for this one's, where there is no bucket to lead to.
        Endpoint::Global => US_EAST_1.to_owned(),
        Endpoint::Other => store.region.clone(),
    }
}

/// A header, or what stands for it in the query of a presigned request.
fn sent(headers: &Headers<'_>, address: &Address<'_>, name: &str) -> Option<String> {
    headers.joined(name).or_else(|| address.hoisted(name))
}

/// Who makes a request, and how.
fn caller(headers: &Headers<'_>, from: &Authenticated, arrival: &Arrival) -> Caller {
    let text = |name| headers.get(name).map(str::to_owned);
    let caller = Caller {
        is_secure: arrival.is_secure,
        source_ip: arrival.source_ip,
        user_agent: text("user-agent"),
        referer: text("referer"),
        content_sha256: from.content_sha256.clone(),
        ..Caller::in_process(from.principal.clone())
    };
    match from.signature {
        Signature::None => caller,
        signature => Caller { signature, ..caller },
    }
}

/// The input of an operation, and its body out of its frames.
fn read<I: Operation>(recognised: &Recognised<'_>, body: Payload) -> Result<(I, Payload), S3Error> {
    let Recognised { entry, address, headers, from, .. } = recognised;
    check_checksum_names(entry.rows, headers.names())?;
    check_encryption(entry, headers, address)?;
    I::check_headers(&mut read::Request { address, headers, body: &Unframed::default(), is_framed: false })?;
    let mode = from.content_sha256.as_deref();
    let body = framing::open(headers, mode, body, entry.takes_bytes(), from.chain.clone())?;
    if !entry.takes_bytes() {
        if body.payload.len() > MAX_DOCUMENT_BYTES {
            return Err(framing::too_large(body.payload.len(), None));
        }
        framing::check_document_digest(headers, &body, entry.route.digest)?;
    }
    let mut source = read::Request { address, headers, body: &body, is_framed: framing::is_framed(headers, mode) };
    let input = <I as Input>::read(&mut source).map_err(|error| match error {
        ReadError::Malformed(field) => I::malformed(field),
        ReadError::Answer(error) => error,
    })?;
    Ok((input, body.payload))
}

/// A bucket is asked at the endpoint of its own Region; another one's sends the client there.
fn check_endpoint(route: Route, bucket: &Bucket, host: Host<'_>) -> Result<(), S3Error> {
    let (name, region) = (&bucket.name, bucket.region.as_str());
    match host.endpoint {
        Endpoint::Region(US_EAST_1) if route.answered_in_us_east_1 => Ok(()),
        Endpoint::Region(asked) if asked != region => {
            let domain = match (host.domain, region) {
                (Some(own), region) => format!("s3.{region}.{}", own.as_str()),
                (None, US_EAST_1) => "s3.amazonaws.com".to_owned(),
                (None, china) if china.starts_with("cn-") => format!("s3.{china}.amazonaws.com.cn"),
                (None, region) => format!("s3.{region}.amazonaws.com"),
            };
            let error = answers::PERMANENT_REDIRECT.error().with("Endpoint", format_args!("{name}.{domain}"));
            let error = error.with("Bucket", name).with_header("x-amz-bucket-region", region);
            Err(error.because(format!("{name} is in {region}, and was asked for at the endpoint of {asked}")))
        }
        _ => Ok(()),
    }
}

/// How to encrypt, said to an operation that makes neither an object nor an upload. Of the method alone is it known
/// what S3 says.
fn check_encryption(entry: &Entry, headers: &Headers, address: &Address) -> Result<(), S3Error> {
    const NAMES: [&str; 4] = [
        "x-amz-server-side-encryption",
        "x-amz-server-side-encryption-aws-kms-key-id",
        "x-amz-server-side-encryption-context",
        "x-amz-server-side-encryption-bucket-key-enabled",
    ];
    let is_row = |name: &str| entry.rows.iter().any(|row| row.name == name);
    let sent = |name| sent(headers, address, name).map(|sent| (name, sent));
    match NAMES.into_iter().filter(|name| !is_row(name)).find_map(sent) {
        None => Ok(()),
        Some((name, sent)) => {
            Err(answers::ENCRYPTION_NOT_TAKEN.argument(NAMES[0], sent).because(format!("it is {name}")))
        }
    }
}

/// `x-amz-checksum-foo`, on an operation that takes checksums.
fn check_checksum_names<'a>(rows: &[Row], mut names: impl Iterator<Item = &'a str>) -> Result<(), S3Error> {
    const PREFIX: &str = "x-amz-checksum-";
    const OTHERS: [&str; 3] = ["x-amz-checksum-algorithm", "x-amz-checksum-type", "x-amz-checksum-mode"];
    let is_row = |name: &str| rows.iter().any(|row| row.name == name);
    let takes_values = is_row("x-amz-checksum-crc32");
    let is_unknown = |name: &str| name.starts_with(PREFIX) && !is_row(name) && !OTHERS.contains(&name);
    match names.find(|name| takes_values && is_unknown(name)) {
        None => Ok(()),
        Some(name) => Err(answers::CHECKSUM_ALGORITHM_HEADER.error().because(format!("{name} names no algorithm"))),
    }
}
