//! The one operation that no SDK has: a form is read, run and answered.

use super::{
    Entry, Recognised, Run, answering_region, authentication, caller, check_checksum_names, check_endpoint, conditions,
};
use crate::error::{S3Error, answers};
use crate::model::payload::Payload;
use crate::model::settings::Terms;
use crate::ops::post_object::{self, PostObject, Posted, Success};
use crate::ops::put_object::PutObjectInput;
use crate::ops::{self, Call};
use crate::primitives::ByteStream;
use crate::shape::{Input as _, Output as _, ReadError, Sink as _};
use crate::wire::fields::Fields;
use crate::wire::form::Form;
use crate::wire::headers::Headers;
use crate::wire::{framing, write};
use http::Response;

/// Room for fields and boundaries, behind the file too, where the body of a form is limited by that of a file.
#[cfg(feature = "server")]
pub(crate) const MAX_BYTES_AROUND_FILE: u64 = 64 * 1024;

pub(crate) static POST_OBJECT: Entry = Entry {
    name: post_object::NAME,
    route: post_object::ROUTE,
    // Its fields are no headers, and have no table.
    rows: &[],
    not_modelled: &[],
    answers: post_object::ANSWERS,
    is_form: true,
    serve,
};

fn serve<'a>(recognised: &'a Recognised<'a>, body: Payload, terms: Terms) -> Run<'a> {
    let Recognised { entry, address, headers, arrival, from } = recognised;
    let bucket = address.bucket.as_deref().unwrap_or_default();
    let mode = from.content_sha256.as_deref();
    let form = conditions::check(entry, headers, address)
        .and_then(|()| framing::open(headers, mode, body, true, from.chain.clone()));
    let form = form.and_then(|body| Form::read(headers, &body.payload));
    let input = form.as_ref().map_err(S3Error::clone).and_then(|form| read(form, bucket, headers));
    if let (Ok(form), Ok(input)) = (&form, &input) {
        ops::prepare(input, &content(form), terms);
    }
    Box::new(move |store| {
        check_endpoint(entry.route, store.bucket(bucket)?, address.host)?;
        let form = form?;
        check_required(&form)?;
        let signed = authentication::authenticate_form(&form, address, terms, store)?;
        if signed.is_none() && from.signature.is_in_query() {
            return Err(answers::POST_QUERY.error());
        }
        let policy = form.get("policy").filter(|_| signed.is_some());
        let caller = caller(headers, signed.as_ref().unwrap_or(from), arrival);
        let region = answering_region(store, address.host);
        let mut call = Call::new(store, caller, region, content(&form));
        call.expires = form.get("expires").map(str::to_owned);
        call.request_payer = headers.joined("x-amz-request-payer");
        let redirect = form.get("success_action_redirect").or_else(|| form.get("redirect"));
        let success = Success::of(redirect, form.get("success_action_status"));
        let post = PostObject { bucket, put: input, policy, fields: form.fields().collect(), success };
        let posted = post.run(&mut call)?;
        let guess = call.guess;
        let mut response = answer(posted);
        if let Some(guess) = guess {
            response.extensions_mut().insert(guess);
        }
        Ok(response)
    })
}

/// The bytes of the file, which are shared.
fn content(form: &Form) -> Payload {
    form.file.as_ref().map(|file| file.content.clone()).unwrap_or_default()
}

/// What every form has, whoever signed it.
fn check_required(form: &Form) -> Result<(), S3Error> {
    form.need("key")?;
    match form.file {
        Some(_) => Ok(()),
        None => Err(answers::POST_FILE_MISSING.argument("file", 0)),
    }
}

fn read(form: &Form, bucket: &str, headers: &Headers<'_>) -> Result<PutObjectInput, S3Error> {
    let names: Vec<String> = form.fields().map(|(name, _)| name.to_ascii_lowercase()).collect();
    check_checksum_names(PutObjectInput::ROWS, names.iter().map(String::as_str))?;
    let mut fields = Fields::read(form, bucket, headers, PutObjectInput::ROWS)?;
    PutObjectInput::read(&mut fields).map_err(|error| match error {
        ReadError::Malformed(field) => <PutObjectInput as ops::Rules>::malformed(field),
        ReadError::Answer(error) => error,
    })
}

fn answer(posted: Posted) -> Response<ByteStream> {
    let mut answering = write::Answering::default();
    let status = posted.status;
    if posted.is_told() {
        let etag = posted.put.e_tag().unwrap_or_default();
        let told = [("Location", &*posted.location), ("Bucket", &posted.bucket), ("Key", &posted.key), ("ETag", etag)];
        answering.bare_document("PostResponse", &told);
    }
    posted.put.write(&mut answering);
    answering.header("Location", posted.location);
    answering.finish(status, None)
}
