//! One operation: read before the state is locked, then run and answered.

use super::authentication::Authenticated;
use super::checks::{check_checksum_names, check_copy_source, check_encryption, check_endpoint, check_trailer_mode};
use super::{Recognised, conditions};
use crate::api::error::S3Error;
use crate::api::primitives::ByteStream;
use crate::api::shape::{Input, Output, Place, ReadError, Sink as _, Source};
use crate::http::wire::address::Address;
use crate::http::wire::chunked::Unframed;
use crate::http::wire::framing::{self, MAX_DOCUMENT_BYTES};
use crate::http::wire::headers::Headers;
use crate::http::wire::host::{Endpoint, Host};
use crate::http::wire::{read, write};
use crate::model::access::caller::{Caller, Signature};
use crate::model::payload::Payload;
use crate::model::region::US_EAST_1;
use crate::model::store::Store;
use crate::ops::{self, Call, Operation};
use http::Response;

/// Reads a request of one operation.
pub(super) type Serve = for<'a> fn(&'a Recognised<'a>, Payload) -> Run<'a>;

/// What is left of a request once it has been read: to run it, and to answer its success.
pub(super) type Run<'a> = Box<dyn FnOnce(&mut Store) -> Result<Response<ByteStream>, S3Error> + 'a>;

/// What a request was read as.
pub(super) struct Read<T> {
    pub input: T,
    pub body: Payload,
    pub caller: Caller,
}

/// Serves an operation that has a table.
pub(super) fn serve<'a, I: Operation>(request: &'a Recognised<'a>, body: Payload) -> Run<'a> {
    let read = read::<I>(request, body);
    let source = match &read {
        Ok(Read { input, body, .. }) => ops::prepare(input, body, request.ahead),
        Err(_) => Payload::default(),
    };
    run(request, read, move |input, call| {
        call.source = source;
        tell(request, call);
        let output = ops::run(input, call)?;
        let mut answering = write::Answering::default();
        output.write(&mut answering);
        Ok(finish(request, call, answering))
    })
}

/// Tells the call what only the wire knows.
fn tell(request: &Recognised<'_>, call: &mut Call<'_>) {
    let Recognised { address, headers, .. } = request;
    call.expires = headers.get("expires").map(str::to_owned);
    call.if_range = headers.get("if-range").map(str::to_owned);
    call.has_checksum_in_query = address.has_checksum();
    call.grant_write = sent(headers, address, "x-amz-grant-write");
}

/// The response of a success whose output has been written.
fn finish(request: &Recognised<'_>, call: &mut Call<'_>, mut answering: write::Answering) -> Response<ByteStream> {
    let Recognised { entry, address, .. } = request;
    if let Some(region) = call.region_told.take() {
        answering.header("x-amz-bucket-region", region);
    }
    let mut response = answering.finish(call.status.unwrap_or(entry.route.status), entry.route.root);
    write::name_type(&mut response, entry.route.document_type);
    let is_row = |name: &str| entry.rows.iter().any(|row| row.place == Place::Query && row.name == name);
    write::wishes_in_latin(&mut response, address.query.pairs().filter(|(name, _)| is_row(name)));
    response
}

/// The input of an operation, and its body out of its frames.
fn read<I: Operation>(request: &Recognised<'_>, body: Payload) -> Result<Read<I>, S3Error> {
    let Recognised { address, headers, from, .. } = request;
    check_head(request)?;
    I::check_headers(&mut read::Request { address, headers, body: &Unframed::default(), is_framed: false })?;
    let body = open(request, body)?;
    let is_framed = framing::is_framed(headers, from.content_sha256.as_deref());
    let input = input(&mut read::Request { address, headers, body: &body, is_framed })?;
    Ok(Read { input, body: body.payload, caller: caller(request, from) })
}

/// What is checked of the head, whatever the operation.
fn check_head(request: &Recognised<'_>) -> Result<(), S3Error> {
    let Recognised { entry, address, headers, .. } = request;
    check_checksum_names(entry.rows, headers.names())?;
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
pub(super) fn input<I: Operation>(source: &mut impl Source) -> Result<I, S3Error> {
    <I as Input>::read(source).map_err(|error| match error {
        ReadError::Malformed(field) => I::malformed(field),
        ReadError::Rejected(error) => error,
    })
}

/// The rules of an operation, with the input that was read for them.
type Ready<'a> = Box<dyn FnOnce(&mut Call<'_>) -> Result<Response<ByteStream>, S3Error> + 'a>;

/// Runs what was read: what comes before and behind the rules is the same whatever they are.
pub(super) fn run<'a, T: 'a>(
    request: &'a Recognised<'a>,
    read: Result<Read<T>, S3Error>,
    rules: impl FnOnce(T, &mut Call<'_>) -> Result<Response<ByteStream>, S3Error> + 'a,
) -> Run<'a> {
    run_ready(
        request,
        read.map(|Read { input, body, caller }| {
            let ready: Ready<'a> = Box::new(move |call| rules(input, call));
            Read { input: ready, body, caller }
        }),
    )
}

/// Runs rules that have their input. A missing bucket, or one in another Region, is reported before any other error.
fn run_ready<'a>(request: &'a Recognised<'a>, read: Result<Read<Ready<'a>>, S3Error>) -> Run<'a> {
    let Recognised { entry, address, headers, .. } = request;
    Box::new(move |store| {
        if let Some(name) = address.bucket.as_deref().filter(|_| !entry.route.makes_bucket) {
            check_endpoint(entry.route, store.bucket(name)?, address.host)?;
        }
        let Read { input: rules, body, caller } = read?;
        let region = answering_region(store, address.host);
        let mut call = Call::new(store, caller, region, body);
        call.request_payer = sent(headers, address, "x-amz-request-payer");
        let mut response = rules(&mut call)?;
        if let Some(guess) = call.guess {
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

/// Who makes a request, and how.
pub(super) fn caller(request: &Recognised<'_>, from: &Authenticated) -> Caller {
    let Recognised { headers, arrival, .. } = request;
    let text = |name| headers.get(name).map(str::to_owned);
    let caller = Caller {
        is_secure: arrival.is_secure,
        source_ip: arrival.source_ip,
        user_agent: text("user-agent"),
        referer: text("referer"),
        content_sha256: from.content_sha256.clone(),
        ..Caller::in_process(from.principal.clone())
    };
    match from.proof.signature() {
        Signature::None => caller,
        signature => Caller { signature, ..caller },
    }
}

/// A header; what stands for it in the query of a presigned request counts before it.
pub(super) fn sent(headers: &Headers<'_>, address: &Address<'_>, name: &str) -> Option<String> {
    address.hoisted(name).or_else(|| headers.joined(name))
}
