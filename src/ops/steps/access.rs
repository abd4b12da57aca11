//! Whether the caller may do what he asks. Each operation says in a line what it asks to be allowed; what policies can
//! look at in the request is read here, off the operation's own table.

use super::version::Found;
use crate::api::error::{ErrorRow, S3Error, table};
use crate::api::primitives::{DateTime, DateTimeFormat};
use crate::api::shape::{Input, Place, Row};
use crate::api::types::{RequestCharged, Tag};
use crate::model::access::action::{self, Action, Authority};
use crate::model::access::caller::{Carried, Signature};
use crate::model::access::policy::RequestContext;
use crate::model::access::principal::Principal;
use crate::model::authorize::decision::{self, Ask, Denial};
use crate::model::bucket::{BucketState, RequestPayment};
use crate::model::name::ObjectKey;
use crate::model::object::StoredObject;
use crate::model::upload::Upload;
use crate::ops::hidden::{GRANT_WRITE, REQUEST_PAYER};
use crate::ops::{Call, Rules};

/// An input of any operation: the steps here are compiled once, and not once for each operation.
pub(crate) trait Asking {
    /// The rows of its table.
    fn rows(&self) -> &'static [Row];
    /// Whether the request sets a field.
    fn is_set(&self, field: &str) -> bool;
    /// The text of a field that is sent in a header or in the query.
    fn text_of(&self, field: &str) -> Option<String>;
    /// What the conditions of policies can ask of the document.
    fn conditions(&self) -> Vec<(String, String)>;
}

impl<I: Rules> Asking for I {
    fn rows(&self) -> &'static [Row] {
        I::ROWS
    }
    fn is_set(&self, field: &str) -> bool {
        Input::is_set(self, field)
    }
    fn text_of(&self, field: &str) -> Option<String> {
        Input::text_of(self, field)
    }
    fn conditions(&self) -> Vec<(String, String)> {
        Rules::conditions(self)
    }
}

/// Something done to a bucket.
pub(crate) fn on_bucket(
    call: &Call<'_>,
    bucket: &BucketState,
    input: &dyn Asking,
    action: &'static Action,
) -> Result<(), S3Error> {
    allowed(call, input, of_bucket(bucket, action))
}

fn of_bucket<'a>(bucket: &'a BucketState, action: &'static Action) -> Ask<'a> {
    Ask { action, version: None, if_match: None, bucket, key: None, object: None }
}

/// Something done to a bucket's policy: by its owner's account alone, whomever the policy lets (documented).
pub(crate) fn on_policy(
    call: &Call<'_>,
    bucket: &BucketState,
    input: &dyn Asking,
    (action, method): (&'static Action, &str),
) -> Result<(), S3Error> {
    on_bucket(call, bucket, input, action)?;
    match is_of_the_account(call, bucket) {
        true => Ok(()),
        false => Err(table::METHOD_NOT_ALLOWED.error().with("Method", method).with("ResourceType", "BUCKETPOLICY")),
    }
}

fn is_of_the_account(call: &Call<'_>, bucket: &BucketState) -> bool {
    call.caller.principal.account() == Some(&bucket.owner)
}

/// Something done to a key, whatever is there.
pub(crate) fn on_key(
    call: &Call<'_>,
    bucket: &BucketState,
    input: &dyn Asking,
    action: &'static Action,
    key: &ObjectKey,
) -> Result<(), S3Error> {
    let (version, if_match) = (input.text_of("version_id"), input.text_of("if_match"));
    let ask = Ask { key: Some(key.as_str()), object: bucket.current(key), ..of_bucket(bucket, action) };
    allowed(call, input, Ask { version: version.as_deref(), if_match: if_match.as_deref(), ..ask })
}

/// Comparing what is there with a tag tells of it: whoever may not read may not compare (documented).
pub(crate) fn on_compared(
    call: &Call<'_>,
    bucket: &BucketState,
    input: &dyn Asking,
    key: &ObjectKey,
    tag: Option<&str>,
) -> Result<(), S3Error> {
    match tag {
        None | Some("*") => Ok(()),
        Some(_) => on_key(call, bucket, input, &action::GET_OBJECT, key),
    }
}

/// Whether something may be told of an object that is read: facts that have actions of their own.
pub(crate) fn may(
    call: &Call<'_>,
    bucket: &BucketState,
    input: &dyn Asking,
    action: &'static Action,
    (key, object): (&ObjectKey, &StoredObject),
) -> bool {
    let version = input.text_of("version_id");
    let ask = Ask { key: Some(key.as_str()), object: Some(object), ..of_bucket(bucket, action) };
    decide(call, input, Ask { version: version.as_deref(), ..ask }).is_ok()
}

/// What is deleted of a key.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ObjectDeletion<'a> {
    pub(crate) key: &'a ObjectKey,
    pub(crate) version: Option<&'a str>,
    pub(crate) if_match: Option<&'a str>,
    /// Past its retention.
    pub(crate) bypass: bool,
}

/// An object that is deleted, or a version of one.
pub(crate) fn on_deleted(
    call: &Call<'_>,
    bucket: &BucketState,
    input: &dyn Asking,
    deletion: ObjectDeletion<'_>,
) -> Result<(), S3Error> {
    let ObjectDeletion { key, version, if_match, bypass } = deletion;
    let ask = |action| {
        let object = bucket.current(key);
        Ask { version, if_match, key: Some(key.as_str()), object, ..of_bucket(bucket, action) }
    };
    allowed(call, input, ask(&action::DELETE_OBJECT))?;
    if bypass {
        allowed(call, input, ask(&action::BYPASS_GOVERNANCE))?;
    }
    on_compared(call, bucket, input, key, if_match)
}

/// Something done to the object that a request names, if it was found. Of what is not there, only who may list the
/// bucket is told so.
pub(crate) fn on_found<'a>(
    call: &Call<'_>,
    bucket: &BucketState,
    input: &dyn Asking,
    action: &'static Action,
    key: &ObjectKey,
    found: Result<Found<'a>, S3Error>,
) -> Result<Found<'a>, S3Error> {
    let version = input.text_of("version_id");
    on_version(call, bucket, input, action, (key, version.as_deref()), found)
}

/// The same of the source of a copy.
pub(crate) fn on_version<'a>(
    call: &Call<'_>,
    bucket: &BucketState,
    input: &dyn Asking,
    action: &'static Action,
    (key, version): (&ObjectKey, Option<&str>),
    found: Result<Found<'a>, S3Error>,
) -> Result<Found<'a>, S3Error> {
    let ask = |object| Ask { version, key: Some(key.as_str()), object, ..of_bucket(bucket, action) };
    match found {
        Ok(found) => allowed(call, input, ask(Some(found.object))).map(|()| found),
        // What is no id of a version is said to be none to anybody: it is syntax.
        Err(error) if error.status() == 400 => Err(error),
        Err(error) => match decide(call, input, ask(None)) {
            Ok(()) | Err(Denial::NotAllowed | Denial::NotPublic | Denial::NotAllowedByOwner(_)) => {
                let listing = of_bucket(bucket, &action::LIST_BUCKET);
                // The key stands for the prefix of the listing that would show it.
                let as_prefix = || {
                    let mut context = context(call, input, Some(listing));
                    context.insert("s3:prefix", key.as_str());
                    context
                };
                decision::decide(call.store, &call.caller, listing, as_prefix).map_err(|refusal| {
                    let why = format!("{key} is not there, which only who may list {} is told: {refusal}", bucket.name);
                    table::ACCESS_DENIED.error().because(why)
                })?;
                check_payer(call, bucket, input).and(Err(error))
            }
            Err(refusal) => Err(refused(call, ask(None), &refusal)),
        },
    }
}

/// Something done to an upload by who may write to its key.
///
/// Its initiator, his account, and the bucket's owner may always end it and look into it, unless they are denied.
pub(crate) fn on_upload<'a>(
    call: &Call<'_>,
    bucket: &'a BucketState,
    input: &dyn Asking,
    action: &'static Action,
    key: &ObjectKey,
    upload: Result<&'a Upload, S3Error>,
) -> Result<&'a Upload, S3Error> {
    let ask = |action| Ask { key: Some(key.as_str()), ..of_bucket(bucket, action) };
    let refusal = match decide(call, input, ask(action)) {
        Ok(()) => return check_payer(call, bucket, input).and(upload),
        Err(refusal) => refusal,
    };
    let is_denied = matches!(refusal, Denial::Denied { .. } | Denial::Restricted);
    match upload {
        Ok(upload) if !is_denied && is_initiator(call, upload) => check_payer(call, bucket, input).map(|()| upload),
        // One that is not there has no initiator: who could have been him is told so.
        Err(error) if !is_denied && decide(call, input, ask(&action::PUT_OBJECT)).is_ok() => {
            check_payer(call, bucket, input).and(Err(error))
        }
        _ => Err(refused(call, ask(action), &refusal)),
    }
}

fn is_initiator(call: &Call<'_>, upload: &Upload) -> bool {
    let caller = &call.caller.principal;
    let is_his_account = caller.is_root() && caller.account() == upload.initiator.account();
    *caller != Principal::Anonymous && (*caller == upload.initiator || is_his_account)
}

/// Something that concerns no bucket which is there: only the caller's own account has a say.
pub(crate) fn at_home(
    call: &Call<'_>,
    input: &dyn Asking,
    action: &'static Action,
    resource: &str,
) -> Result<(), S3Error> {
    call.account()?;
    let refused = |refusal: Denial| not_authorized(call, action.name, resource, &refusal);
    decision::decide_at_home(call.store, &call.caller, (action, resource), || context(call, input, None))
        .map_err(refused)
}

/// What goes along with a new object is allowed by itself: its list, its tags, its lock. A list can also come in a
/// header that no table has, `x-amz-grant-write`.
const ALONG: &[(&[&str], &Action)] = &[
    (&["acl", "grant_full_control", "grant_read", "grant_read_acp", "grant_write_acp"], &action::PUT_NEW_OBJECT_ACL),
    (&["tagging"], &action::PUT_NEW_OBJECT_TAGGING),
    (&["object_lock_mode", "object_lock_retain_until_date"], &action::PUT_OBJECT_RETENTION),
    (&["object_lock_legal_hold_status"], &action::PUT_OBJECT_LEGAL_HOLD),
];

/// A new object, and what goes along with it.
pub(crate) fn on_new_object(
    call: &Call<'_>,
    bucket: &BucketState,
    input: &dyn Asking,
    key: &ObjectKey,
) -> Result<(), S3Error> {
    on_key(call, bucket, input, &action::PUT_OBJECT, key)?;
    let mut along = ALONG.iter().filter(|(fields, _)| fields.iter().any(|field| input.is_set(field)));
    along.try_for_each(|(_, action)| on_key(call, bucket, input, action, key))?;
    if call.sent.get(&GRANT_WRITE).is_some() {
        on_key(call, bucket, input, &action::PUT_NEW_OBJECT_ACL, key)?;
    }
    on_compared(call, bucket, input, key, input.text_of("if_match").as_deref())
}

/// That somebody signed: nobody begins an upload, or copies, without.
pub(crate) fn signed(call: &Call<'_>, refusal: &'static ErrorRow) -> Result<(), S3Error> {
    match call.caller.is_anonymous() {
        true => Err(refusal.error().because("the request is not signed")),
        false => Ok(()),
    }
}

/// `x-amz-request-charged`, to who pays for what the bucket's owner else would.
pub(crate) fn charged(call: &Call<'_>) -> Option<RequestCharged> {
    call.is_charged.get().then_some(RequestCharged::Requester)
}

fn allowed(call: &Call<'_>, input: &dyn Asking, ask: Ask<'_>) -> Result<(), S3Error> {
    decide(call, input, ask).map_err(|refusal| refused(call, ask, &refusal))?;
    check_payer(call, ask.bucket, input)
}

fn decide(call: &Call<'_>, input: &dyn Asking, ask: Ask<'_>) -> Result<(), Denial> {
    decision::decide(call.store, &call.caller, ask, || context(call, input, Some(ask)))
}

/// Where requesters pay, whoever is not of the owner's account must say that he will.
fn check_payer(call: &Call<'_>, bucket: &BucketState, input: &dyn Asking) -> Result<(), S3Error> {
    if bucket.payer == RequestPayment::BucketOwner || is_of_the_account(call, bucket) {
        return Ok(());
    }
    let says = input.text_of("request_payer").or_else(|| call.sent.get(&REQUEST_PAYER).map(str::to_owned));
    if call.caller.is_anonymous() || says.as_deref() != Some("requester") {
        let why = format!("requesters pay for {}, and this one does not say that he will", bucket.name);
        return Err(table::ACCESS_DENIED.error().because(why));
    }
    call.is_charged.set(true);
    Ok(())
}

fn refused(call: &Call<'_>, ask: Ask<'_>, refusal: &Denial) -> S3Error {
    match is_of_the_account(call, ask.bucket) || matches!(refusal, Denial::NotAllowed) {
        true => not_authorized(call, ask.name(), &ask.resource(), refusal),
        false => table::ACCESS_DENIED.error().because(why(call, ask.name(), &ask.resource(), refusal)),
    }
}

fn why(call: &Call<'_>, action: &str, resource: &str, refusal: &Denial) -> String {
    format!("{} asks for {action} on {resource}: {refusal}", call.caller.principal)
}

/// Within one account S3 says which kind of policy is missing or denies (documented, since 2024); to others nothing.
fn not_authorized(call: &Call<'_>, action: &str, resource: &str, refusal: &Denial) -> S3Error {
    let caller = &call.caller.principal;
    let why = why(call, action, resource, refusal);
    let tail = match refusal {
        Denial::Denied { by, .. } => format!("with an explicit deny in {by}"),
        Denial::NotAllowed => format!("because no identity-based policy allows the {action} action"),
        Denial::NotAllowedAtHome | Denial::NotAllowedByOwner(_) | Denial::NotPublic | Denial::Restricted => {
            return table::ACCESS_DENIED.error().because(why);
        }
    };
    match call.caller.is_anonymous() || !call.store.settings.tells_why_denied {
        true => table::ACCESS_DENIED.error().because(why),
        false => {
            table::NOT_AUTHORIZED.fill(&[caller as &dyn std::fmt::Display, &action, &resource, &tail]).because(why)
        }
    }
}

const LOCKED_UNTIL: &str = "s3:object-lock-retain-until-date";

/// In whole days; which way S3 rounds nobody says.
fn days_left(call: &Call<'_>, until: DateTime) -> String {
    (until.secs() - call.store.now().secs()).div_euclid(24 * 60 * 60).to_string()
}

/// What the conditions of policies can look at.
fn context(call: &Call<'_>, input: &dyn Asking, ask: Option<Ask<'_>>) -> RequestContext {
    let mut context = RequestContext::default();
    tell_caller(&mut context, call);
    context.insert("aws:ViaAWSService", "false");
    tell_request(&mut context, input);
    context.extend(input.conditions());
    context.extend(call.sent.get(&GRANT_WRITE).map(|sent| ("s3:x-amz-grant-write", sent)));
    let until = context.single(LOCKED_UNTIL);
    let until = until.and_then(|text| DateTime::from_str(text, DateTimeFormat::DateTimeWithOffset).ok());
    context.extend(until.map(|until| ("s3:object-lock-remaining-retention-days", days_left(call, until))));
    if let Some(ask) = ask {
        let named = [("s3:VersionId", ask.version), ("s3:if-match", ask.if_match)];
        context.extend(named.into_iter().filter_map(|(key, value)| Some((key, value?))));
        context.insert("s3:ResourceAccount", ask.bucket.owner.as_str());
        context.insert("aws:ResourceAccount", ask.bucket.owner.as_str());
        // Of what is written or deleted the tags that are there say nothing (documented).
        let object = ask.object.filter(|_| ask.action.authority == Authority::Object);
        for tag in object.iter().flat_map(|object| object.attributes.tags.as_slice()) {
            context.insert(format!("s3:ExistingObjectTag/{}", tag.key), tag.value.as_str());
        }
    }
    context
}

pub(crate) fn tell_caller(context: &mut RequestContext, call: &Call<'_>) {
    let caller = &call.caller;
    let now = call.store.now();
    context.insert("aws:CurrentTime", now.fmt(DateTimeFormat::DateTime).unwrap_or_default());
    context.insert("aws:EpochTime", now.secs().to_string());
    context.insert("aws:SecureTransport", caller.is_secure.to_string());
    context.insert("aws:SourceIp", caller.source_ip.to_string());
    context.insert("aws:RequestedRegion", call.region.as_str());
    // Nobody who calls is a service.
    context.insert("aws:PrincipalIsAWSService", "false");
    let told = [
        ("aws:UserAgent", &caller.user_agent),
        ("aws:Referer", &caller.referer),
        ("s3:x-amz-content-sha256", &caller.content_sha256),
    ];
    for (key, value) in told {
        if let Some(value) = value {
            context.insert(key, value.as_str());
        }
    }
    if let (Some(arn), Some(account)) = (caller.principal.policy_arn(), caller.principal.account()) {
        context.insert("aws:PrincipalArn", arn);
        context.insert("aws:PrincipalAccount", account.as_str());
    }
    let kind = match &caller.principal {
        Principal::Anonymous => "Anonymous",
        Principal::Root(_) => "Account",
        Principal::User { name, .. } => {
            context.insert("aws:username", name.as_str());
            "User"
        }
        Principal::Role { .. } => "AssumedRole",
    };
    context.insert("aws:PrincipalType", kind);
    let (version, carried) = match caller.signature {
        Signature::None => return,
        Signature::V2(carried) => ("AWS", carried),
        Signature::V4(carried) => ("AWS4-HMAC-SHA256", carried),
    };
    context.insert("s3:signatureversion", version);
    let carried = match carried {
        Carried::Header => "REST-HEADER",
        Carried::Query => "REST-QUERY-STRING",
        Carried::Form => "POST",
    };
    context.insert("s3:authType", carried);
}

/// Headers and parameters of the query are condition keys by their own names.
fn tell_request(context: &mut RequestContext, input: &dyn Asking) {
    let sent =
        input.rows().iter().filter(|row| [Place::Header, Place::HeaderDateTime, Place::Query].contains(&row.place));
    // Which version and which tag are asked for is not always said in a row.
    for row in sent.filter(|row| !["versionId", "If-Match"].contains(&row.name)) {
        if let Some(text) = input.text_of(row.field) {
            // Those of object lock go by the names without `x-amz-`.
            let name = row.name.strip_prefix("x-amz-object-lock").map(|rest| format!("object-lock{rest}"));
            context.insert(format!("s3:{}", name.as_deref().unwrap_or(row.name)), text);
        }
    }
    let tagging = input.text_of("tagging").unwrap_or_default();
    if let Ok(tags) = super::tagging::from_header(Some(&tagging)) {
        context.extend(tags_sent(tags.as_slice()));
    }
}

/// What policies can ask of the tags that a request sends.
pub(crate) fn tags_sent(tags: &[Tag]) -> Vec<(String, String)> {
    let told = tags.iter().flat_map(|Tag { key, value }| {
        let keys = ("s3:RequestObjectTagKeys".to_owned(), key.clone());
        [(format!("s3:RequestObjectTag/{key}"), value.clone()), keys]
    });
    told.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ops::put_object::PutObjectInput;

    #[test]
    fn what_goes_along_has_the_names_of_rows() {
        for field in ALONG.iter().flat_map(|(fields, _)| *fields).chain(&["if_match", "request_payer", "tagging"]) {
            assert!(PutObjectInput::ROWS.iter().any(|row| row.field == *field), "{field}");
        }
    }
}
