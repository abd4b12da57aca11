//! The one operation of objects that no SDK has: a form is read, run and answered.

use super::checks::check_checksum_names;
use super::serving::{self, Run, caller};
use super::{Entry, Recognised, authentication, conditions};
use crate::api::error::{S3Error, table};
use crate::api::primitives::ByteStream;
use crate::api::shape::{Hidden, Input as _, Output as _, Sink as _};
use crate::http::wire::fields::Fields;
use crate::http::wire::form::Form;
use crate::http::wire::{framing, write};
use crate::model::payload::Payload;
use crate::ops::post_object::{self, PostObject, Posted, Success};
use crate::ops::put_object::PutObjectInput;
use crate::ops::{self, Call, Received, Twist};
use http::Response;

/// Room for fields and boundaries, behind the file too, where the body of a form is limited by that of a file.
#[cfg(feature = "tower")]
pub(crate) const MAX_BYTES_AROUND_FILE: u64 = 64 * 1024;

pub(crate) static POST_OBJECT: Entry = Entry {
    name: post_object::NAME,
    route: post_object::ROUTE,
    // Its fields are no headers, and have no table.
    rows: &[],
    not_modelled: &[],
    errors: post_object::ERRORS,
    is_form: true,
    serve,
    peek: |_, _| None,
    leave: None,
};

/// A form that was filled in as it must be, by who he says.
struct Filled {
    form: Form,
    /// Whether somebody signed its policy.
    is_signed: bool,
    /// What it says in the place of headers, or what is wrong with that.
    put: Result<PutObjectInput, S3Error>,
}

fn serve<'a>(request: &'a Recognised<'a>, body: Payload) -> Run<'a> {
    let read = read(request, body);
    if let Ok(Received { input: Filled { put: Ok(put), .. }, body, .. }) = &read {
        ops::prepare(put, body, request.ahead);
    }
    serving::run(request, read, |received, store| {
        let (mut call, Filled { form, is_signed, put }) = Call::begin(store, received);
        let bucket = request.address.bucket.as_deref().unwrap_or_default();
        let policy = form.get("policy").filter(|_| is_signed);
        let redirect = form.get("success_action_redirect").or_else(|| form.get("redirect"));
        let success = Success::of(redirect, form.get("success_action_status"));
        let post = PostObject { bucket, put, policy, fields: form.fields().collect(), success };
        let response = answer(post.run(&mut call)?);
        Ok((response, call.guess))
    })
}

/// The form, its file, and who filled it in: who signed its policy, else who sent it.
fn read(request: &Recognised<'_>, body: Payload) -> Result<Received<Filled>, S3Error> {
    let Recognised { entry, address, headers, from, ahead, know, .. } = request;
    conditions::check(entry, headers, address)?;
    let body = framing::open(headers, from.content_sha256.as_deref(), body, true, from.proof.chain().cloned())?;
    let form = Form::read(headers, &body.payload)?;
    check_required(&form)?;
    let signed = authentication::authenticate_form(&form, ahead.terms, know)?;
    if signed.is_none() && from.proof.signature().is_in_query() {
        return Err(table::POST_QUERY.error().because("the address has a signature, and the form has none"));
    }
    let mut fields = Fields::new(&form, address.bucket.as_deref().unwrap_or_default(), headers);
    let hidden = Hidden::read(ops::hidden::rows::<PutObjectInput>(), &mut fields);
    let put = put(fields);
    // The bytes of the file are shared.
    let body = form.file.as_ref().map(|file| file.content.clone()).unwrap_or_default();
    let caller = caller(request, signed.as_ref().unwrap_or(from));
    let input = Filled { form, is_signed: signed.is_some(), put };
    Ok(Received { input, body, caller, region: None, source: Payload::default(), hidden, twist: Twist::default() })
}

/// What every form has, whoever signed it.
fn check_required(form: &Form) -> Result<(), S3Error> {
    form.need("key")?;
    match form.file {
        Some(_) => Ok(()),
        None => Err(table::POST_FILE_MISSING.argument("file", 0)),
    }
}

/// What the form says in the place of headers.
fn put(fields: Fields<'_>) -> Result<PutObjectInput, S3Error> {
    let names: Vec<String> = fields.form.fields().map(|(name, _)| name.to_ascii_lowercase()).collect();
    check_checksum_names(PutObjectInput::ROWS, names.iter().map(String::as_str))?;
    serving::input(&mut fields.checked(PutObjectInput::ROWS)?)
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
