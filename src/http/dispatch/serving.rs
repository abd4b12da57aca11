//! One operation: read before the state is locked, then run and answered.

use super::authentication::Authenticated;
use super::checks::{self, check_copy_source, check_encryption, check_endpoint, check_trailer_mode};
use super::{Recognised, conditions};
use crate::api::error::S3Error;
use crate::api::primitives::ByteStream;
use crate::api::shape::{Hidden, Input, Output, Place, ReadError, Source};
use crate::http::body::Segments;
use crate::http::wire::address::Address;
use crate::http::wire::chunked::Unframed;
use crate::http::wire::framing::{self, MAX_DOCUMENT_BYTES};
use crate::http::wire::headers::Headers;
use crate::http::wire::host::{Endpoint, Host};
use crate::http::wire::{read, write};
use crate::model::access::caller::{Requester, Signature};
use crate::model::payload::Payload;
use crate::model::region::US_EAST_1;
use crate::model::store::Store;
use crate::ops::guesses::Guess;
use crate::ops::{self, Call, Performed, Received, Rules, Twist};
use http::Response;
use std::any::Any;

/// Reads a request of one operation.
pub(super) type Serve = for<'a> fn(&'a Recognised<'a>, Payload) -> Run<'a>;

/// Reads the typed input of one operation from the head of a request; `None` if the head is malformed.
pub(super) type ReadFromHead = fn(&Address<'_>, &Headers<'_>) -> Option<Box<dyn Any>>;

/// Checks, before the body is sent, whether the caller may send it.
pub(super) type Leave = for<'a> fn(&'a Recognised<'a>, &mut Store) -> Result<(), S3Error>;

/// What is left of a request once it has been read: to run it, and to answer its success.
pub(super) type Run<'a> = Box<dyn FnOnce(&mut Store) -> Result<Response<ByteStream>, S3Error> + 'a>;

/// A success on its way out, and the choice that it comes from, where AWS's behaviour is unknown.
pub(super) type Answered = (Response<ByteStream>, Option<&'static Guess>);

/// Serves an operation that has a table.
pub(super) fn serve<'a, I: Rules>(request: &'a Recognised<'a>, body: Payload) -> Run<'a> {
    let mut read = read::<I>(request, body);
    if let Ok(received) = &mut read {
        received.source = ops::prepare(&received.input, &received.body, request.ahead);
    }
    run(request, read, move |received, store| {
        let Performed { output, hidden, guess } = ops::perform(store, received, Segments::stream)?;
        let mut answering = write::Answering::default();
        output.write(&mut answering);
        Ok((finish(request, hidden, answering), guess))
    })
}

/// Reads the input of one operation without its body.
pub(super) fn peek<I: Rules>(address: &Address<'_>, headers: &Headers<'_>) -> Option<Box<dyn Any>> {
    let mut source = read::Request { address, headers, body: &Unframed::default(), is_framed: false };
    input::<I>(&mut source).ok().map(|input| Box::new(input) as Box<dyn Any>)
}

/// Checks whether the caller may send the body, by the rules of the operation. Any other error waits for the body.
pub(super) fn leave<I: Rules>(request: &Recognised<'_>, store: &mut Store) -> Result<(), S3Error> {
    let Recognised { address, headers, from, .. } = request;
    let body = Unframed::default();
    let mut source = read::Request { address, headers, body: &body, is_framed: false };
    let Ok(input) = input::<I>(&mut source) else { return Ok(()) };
    let hidden = Hidden::read(ops::hidden::rows::<I>(), &mut source);
    let region = Some(answering_region(store, address.host));
    let (caller, body, source) = (caller(request, from), Payload::default(), Payload::default());
    let (call, input) =
        Call::begin(store, Received { input, body, caller, region, source, hidden, twist: Twist::default() });
    input.check_leave(&call)
}

/// The response of a success whose output has been written.
fn finish(request: &Recognised<'_>, hidden: Hidden, mut answering: write::Answering) -> Response<ByteStream> {
    let Recognised { entry, address, .. } = request;
    hidden.write(&mut answering);
    let mut response = answering.finish(entry.route.status, entry.route.root);
    write::name_type(&mut response, entry.route.document_type);
    let is_row = |name: &str| entry.rows.iter().any(|row| row.place == Place::Query && row.name == name);
    write::wishes_in_latin(&mut response, address.query.pairs().filter(|(name, _)| is_row(name)));
    response
}

/// The input of an operation, and its body out of its frames.
fn read<I: Rules>(request: &Recognised<'_>, body: Payload) -> Result<Received<I>, S3Error> {
    let Recognised { address, headers, from, .. } = request;
    check_head(request)?;
    I::check_headers(&mut read::Request { address, headers, body: &Unframed::default(), is_framed: false })?;
    let body = open(request, body)?;
    let is_framed = framing::is_framed(headers, from.content_sha256.as_deref());
    let mut source = read::Request { address, headers, body: &body, is_framed };
    let input = input(&mut source)?;
    let hidden = Hidden::read(ops::hidden::rows::<I>(), &mut source);
    let (caller, source) = (caller(request, from), Payload::default());
    let twist = request.twist.clone();
    Ok(Received { input, body: body.payload, caller, region: None, source, hidden, twist })
}

/// What is checked of the head, whatever the operation.
fn check_head(request: &Recognised<'_>) -> Result<(), S3Error> {
    let Recognised { entry, address, headers, .. } = request;
    checks::check_checksum_names(entry.rows, headers.names())?;
    checks::check_overrides(entry, address)?;
    check_encryption(entry, headers, address)?;
    conditions::check(entry, headers, address)?;
    check_copy_source(entry, headers)
}

/// The body out of its frames.
fn open(request: &Recognised<'_>, body: Payload) -> Result<Unframed, S3Error> {
    let Recognised { entry, headers, from, ahead, .. } = request;
    let mode = from.content_sha256.as_deref();
    check_trailer_mode(entry, mode)?;
    let body = framing::open(headers, mode, body, entry.takes_bytes(), from.proof.chain().cloned())?;
    if !entry.takes_bytes() {
        checks::check_copy_body(entry, body.payload.len())?;
        if body.payload.len() > MAX_DOCUMENT_BYTES {
            return Err(framing::too_large(body.payload.len(), None));
        }
        // Clients send the digest of the data to come with CreateMultipartUpload, and of the source with CopyObject: S3
        // does not compare it with a body that it does not read.
        if entry.takes_document() {
            framing::check_document_digest(headers, &body, entry.route.digest, ahead.terms.knows_newer_checksums)?;
        }
    }
    Ok(body)
}

/// An input by its table.
///
/// # Errors
/// What S3 says of a field that is not of its type, or of a body that is not its document.
pub(super) fn input<I: Rules>(source: &mut impl Source) -> Result<I, S3Error> {
    <I as Input>::read(source).map_err(|error| match error {
        ReadError::Malformed(field) => I::malformed(field),
        ReadError::Rejected(error) => error,
    })
}

/// The rules of an operation, with the input that was read for them.
type Ready<'a> = Box<dyn FnOnce(Received<()>, &mut Store) -> Result<Answered, S3Error> + 'a>;

/// Runs what was read: what comes before and behind the rules is the same whatever they are.
pub(super) fn run<'a, T: 'a>(
    request: &'a Recognised<'a>,
    read: Result<Received<T>, S3Error>,
    perform: impl FnOnce(Received<T>, &mut Store) -> Result<Answered, S3Error> + 'a,
) -> Run<'a> {
    let ready = |input| -> Ready<'a> { Box::new(move |received, store| perform(received.with(input).0, store)) };
    run_ready(
        request,
        read.map(|received| {
            let (received, input) = received.with(());
            received.with(ready(input)).0
        }),
    )
}

/// Runs rules that have their input. A missing bucket, or one in another Region, is reported before any other error.
fn run_ready<'a>(request: &'a Recognised<'a>, read: Result<Received<Ready<'a>>, S3Error>) -> Run<'a> {
    let Recognised { entry, address, .. } = request;
    Box::new(move |store| {
        if let Some(name) = address.bucket.as_deref().filter(|_| !entry.route.makes_bucket) {
            check_endpoint(entry.route, store.bucket(name)?, address.host)?;
        }
        let received = Received { region: Some(answering_region(store, address.host)), ..read? };
        let (received, rules) = received.with(());
        let (mut response, guess) = rules(received, store).map_err(|error| tell_region(request, store, error))?;
        if let Some(guess) = guess {
            response.extensions_mut().insert(guess);
        }
        Ok(response)
    })
}

/// The Region of the bucket, which listings of objects return with their errors too (field report).
fn tell_region(request: &Recognised<'_>, store: &Store, error: S3Error) -> S3Error {
    let lists = request.entry.route.root == Some("ListBucketResult");
    let bucket = request.address.bucket.as_deref().filter(|_| lists).and_then(|name| store.bucket(name).ok());
    match bucket {
        Some(bucket) => error.with_header("x-amz-bucket-region", &bucket.region),
        None => error,
    }
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

/// Who makes a request, and how.
pub(super) fn caller(request: &Recognised<'_>, from: &Authenticated) -> Requester {
    let Recognised { headers, arrival, .. } = request;
    let text = |name| headers.get(name).map(str::to_owned);
    let caller = Requester {
        is_secure: arrival.is_secure,
        source_ip: arrival.source_ip,
        user_agent: text("user-agent"),
        referer: text("referer"),
        content_sha256: from.content_sha256.clone(),
        bucket_url: bucket_url(request),
        ..Requester::in_process(from.principal.clone())
    };
    match from.proof.signature() {
        Signature::None => caller,
        signature => Requester { signature, ..caller },
    }
}

/// URL of the addressed bucket at an endpoint that is not one of AWS's, in the style of the request.
fn bucket_url(request: &Recognised<'_>) -> Option<String> {
    let Recognised { address, headers, arrival, .. } = request;
    let (uri, host) = (&arrival.head.uri, address.host);
    let is_of_aws = host.domain.is_none() && host.endpoint != Endpoint::Other;
    let authority = uri.authority().map(http::uri::Authority::as_str).or_else(|| headers.get("host"));
    let authority = authority.filter(|_| !is_of_aws)?;
    let base = format!("{}://{authority}", uri.scheme_str().unwrap_or("http"));
    match host.bucket {
        Some(_) => Some(base),
        None => address.bucket.as_ref().map(|bucket| format!("{base}/{bucket}")),
    }
}

/// A header; what stands for it in the query of a presigned request counts before it.
pub(super) fn sent(headers: &Headers<'_>, address: &Address<'_>, name: &str) -> Option<String> {
    address.hoisted(name).or_else(|| headers.joined(name))
}
