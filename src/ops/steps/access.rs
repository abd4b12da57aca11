//! Whether the caller may do what he asks. Each operation says in a line what it asks to be allowed; what policies can
//! look at in the request is read here, off the operation's own table.

use super::version::Found;
use crate::error::{Answer, S3Error, answers};
use crate::model::access::action::{self, Action, Authority};
use crate::model::access::caller::{Carried, Signature};
use crate::model::access::decision::{self, Ask, Refusal};
use crate::model::access::policy::Context;
use crate::model::access::principal::Principal;
use crate::model::bucket::{Bucket, Payer};
use crate::model::name::ObjectKey;
use crate::model::upload::Upload;
use crate::ops::{Call, Rules};
use crate::primitives::{DateTime, DateTimeFormat};
use crate::shape::Place;
use crate::types::{RequestCharged, Tag};

/// Something done to a bucket.
pub(crate) fn on_bucket<I: Rules>(
    call: &Call<'_>,
    bucket: &Bucket,
    input: &I,
    action: &'static Action,
) -> Result<(), S3Error> {
    allowed(call, input, Ask { action, names_version: false, bucket, key: None, object: None })
}

/// Something done to a bucket's policy: by its owner's account alone, whomever the policy lets (documented).
pub(crate) fn on_policy<I: Rules>(
    call: &Call<'_>,
    bucket: &Bucket,
    input: &I,
    (action, method): (&'static Action, &str),
) -> Result<(), S3Error> {
    on_bucket(call, bucket, input, action)?;
    match is_of_the_account(call, bucket) {
        true => Ok(()),
        false => Err(answers::METHOD_NOT_ALLOWED.error().with("Method", method).with("ResourceType", "BUCKETPOLICY")),
    }
}

fn is_of_the_account(call: &Call<'_>, bucket: &Bucket) -> bool {
    call.caller.principal.account() == Some(&bucket.owner)
}

/// Something done to a key, whatever is there.
pub(crate) fn on_key<I: Rules>(
    call: &Call<'_>,
    bucket: &Bucket,
    input: &I,
    action: &'static Action,
    key: &ObjectKey,
) -> Result<(), S3Error> {
    let names_version = input.is_set("version_id");
    let ask = Ask { action, names_version, bucket, key: Some(key.as_str()), object: bucket.current(key) };
    allowed(call, input, ask)
}

/// An object that is deleted, or a version of one; maybe past its retention.
pub(crate) fn on_deleted<I: Rules>(
    call: &Call<'_>,
    bucket: &Bucket,
    input: &I,
    (key, names_version): (&ObjectKey, bool),
    bypass: bool,
) -> Result<(), S3Error> {
    let (key, object) = (Some(key.as_str()), bucket.current(key));
    let ask = |action| Ask { action, names_version, bucket, key, object };
    allowed(call, input, ask(&action::DELETE_OBJECT))?;
    match bypass {
        true => allowed(call, input, ask(&action::BYPASS_GOVERNANCE)),
        false => Ok(()),
    }
}

/// Something done to the object that a request names, if it was found. Of what is not there, only who may list the
/// bucket is told so.
pub(crate) fn on_found<'a, I: Rules>(
    call: &Call<'_>,
    bucket: &Bucket,
    input: &I,
    action: &'static Action,
    key: &ObjectKey,
    found: Result<Found<'a>, S3Error>,
) -> Result<Found<'a>, S3Error> {
    let names_version = input.is_set("version_id");
    on_version(call, bucket, input, action, (key, names_version), found)
}

/// The same of the source of a copy.
pub(crate) fn on_version<'a, I: Rules>(
    call: &Call<'_>,
    bucket: &Bucket,
    input: &I,
    action: &'static Action,
    (key, names_version): (&ObjectKey, bool),
    found: Result<Found<'a>, S3Error>,
) -> Result<Found<'a>, S3Error> {
    let ask = |object| Ask { action, names_version, bucket, key: Some(key.as_str()), object };
    match found {
        Ok(found) => allowed(call, input, ask(Some(found.object))).map(|()| found),
        // What is no id of a version is said to be none to anybody: it is syntax.
        Err(error) if error.status() == 400 => Err(error),
        Err(error) => match decide(call, input, ask(None)) {
            Ok(()) | Err(Refusal::NotAllowed | Refusal::NotPublic | Refusal::NotAllowedByOwner(_)) => {
                let listing =
                    Ask { action: &action::LIST_BUCKET, names_version: false, bucket, key: None, object: None };
                decide(call, input, listing).map_err(|refusal| {
                    let why = format!("{key} is not there, which only who may list {} is told: {refusal}", bucket.name);
                    answers::ACCESS_DENIED.error().because(why)
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
pub(crate) fn on_upload<'a, I: Rules>(
    call: &Call<'_>,
    bucket: &'a Bucket,
    input: &I,
    action: &'static Action,
    key: &ObjectKey,
    upload: Result<&'a Upload, S3Error>,
) -> Result<&'a Upload, S3Error> {
    let ask = |action| Ask { action, names_version: false, bucket, key: Some(key.as_str()), object: None };
    let refusal = match decide(call, input, ask(action)) {
        Ok(()) => return check_payer(call, bucket, input).and(upload),
        Err(refusal) => refusal,
    };
    let is_denied = matches!(refusal, Refusal::Denied { .. } | Refusal::Restricted);
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
pub(crate) fn at_home<I: Rules>(
    call: &Call<'_>,
    input: &I,
    action: &'static Action,
    resource: &str,
) -> Result<(), S3Error> {
    call.account()?;
    let refused = |refusal: Refusal| not_authorized(call, action.name, resource, &refusal);
    decision::decide_at_home(call.store, &call.caller, (action, resource), || context(call, input, None))
        .map_err(refused)
}

/// What goes along with a new object is allowed by itself: its list, its tags, its lock.
pub(crate) fn on_new_object<I: Rules>(
    call: &Call<'_>,
    bucket: &Bucket,
    input: &I,
    key: &ObjectKey,
) -> Result<(), S3Error> {
    const ALONG: &[(&[&str], &Action)] = &[
        (&[], &action::PUT_OBJECT),
        (
            &["acl", "grant_full_control", "grant_read", "grant_read_acp", "grant_write", "grant_write_acp"],
            &action::PUT_NEW_OBJECT_ACL,
        ),
        (&["tagging"], &action::PUT_NEW_OBJECT_TAGGING),
        (&["object_lock_mode", "object_lock_retain_until_date"], &action::PUT_OBJECT_RETENTION),
        (&["object_lock_legal_hold_status"], &action::PUT_OBJECT_LEGAL_HOLD),
    ];
    let is_set = |field: &&str| input.is_set(field) || (*field == "grant_write" && call.grant_write.is_some());
    let is_asked = |fields: &[&str]| fields.is_empty() || fields.iter().any(is_set);
    let mut asked = ALONG.iter().filter(|(fields, _)| is_asked(fields));
    asked.try_for_each(|(_, action)| on_key(call, bucket, input, action, key))
}

/// That somebody signed: nobody begins an upload, or copies, without.
pub(crate) fn signed(call: &Call<'_>, refusal: &'static Answer) -> Result<(), S3Error> {
    match call.caller.is_anonymous() {
        true => Err(refusal.error()),
        false => Ok(()),
    }
}

/// `x-amz-request-charged`, to who pays for what the bucket's owner else would.
pub(crate) fn charged(call: &Call<'_>) -> Option<RequestCharged> {
    call.is_charged.get().then_some(RequestCharged::Requester)
}

fn allowed<I: Rules>(call: &Call<'_>, input: &I, ask: Ask<'_>) -> Result<(), S3Error> {
    decide(call, input, ask).map_err(|refusal| refused(call, ask, &refusal))?;
    check_payer(call, ask.bucket, input)
}

fn decide<I: Rules>(call: &Call<'_>, input: &I, ask: Ask<'_>) -> Result<(), Refusal> {
    decision::decide(call.store, &call.caller, ask, || context(call, input, Some(ask)))
}

/// Where requesters pay, whoever is not of the owner's account must say that he will.
fn check_payer<I: Rules>(call: &Call<'_>, bucket: &Bucket, input: &I) -> Result<(), S3Error> {
    if bucket.payer == Payer::BucketOwner || is_of_the_account(call, bucket) {
        return Ok(());
    }
    let says = input.text_of("request_payer").or_else(|| call.request_payer.clone());
    if call.caller.is_anonymous() || says.as_deref() != Some("requester") {
        let why = format!("requesters pay for {}, and this one does not say that he will", bucket.name);
        return Err(answers::ACCESS_DENIED.error().because(why));
    }
    call.is_charged.set(true);
    Ok(())
}

fn refused(call: &Call<'_>, ask: Ask<'_>, refusal: &Refusal) -> S3Error {
    match is_of_the_account(call, ask.bucket) || matches!(refusal, Refusal::NotAllowed) {
        true => not_authorized(call, ask.name(), &ask.resource(), refusal),
        false => answers::ACCESS_DENIED.error().because(why(call, ask.name(), &ask.resource(), refusal)),
    }
}

fn why(call: &Call<'_>, action: &str, resource: &str, refusal: &Refusal) -> String {
    format!("{} asks for {action} on {resource}: {refusal}", call.caller.principal)
}

/// Within one account S3 says which kind of policy is missing or denies (documented, since 2024); to others nothing.
fn not_authorized(call: &Call<'_>, action: &str, resource: &str, refusal: &Refusal) -> S3Error {
    let caller = &call.caller.principal;
    let why = why(call, action, resource, refusal);
    let tail = match refusal {
        Refusal::Denied { by, .. } => format!("with an explicit deny in {by}"),
        Refusal::NotAllowed => format!("because no identity-based policy allows the {action} action"),
        Refusal::NotAllowedAtHome | Refusal::NotAllowedByOwner(_) | Refusal::NotPublic | Refusal::Restricted => {
            return answers::ACCESS_DENIED.error().because(why);
        }
    };
    match call.caller.is_anonymous() || !call.store.settings.tells_why_denied {
        true => answers::ACCESS_DENIED.error().because(why),
        false => {
            answers::NOT_AUTHORIZED.fill(&[caller as &dyn std::fmt::Display, &action, &resource, &tail]).because(why)
        }
    }
}

const LOCKED_UNTIL: &str = "s3:object-lock-retain-until-date";

/// In whole days; which way S3 rounds nobody says.
fn days_left(call: &Call<'_>, until: DateTime) -> String {
    (until.secs() - call.store.now().secs()).div_euclid(24 * 60 * 60).to_string()
}

/// What the conditions of policies can look at.
fn context<I: Rules>(call: &Call<'_>, input: &I, ask: Option<Ask<'_>>) -> Context {
    let mut context = Context::default();
    tell_caller(&mut context, call);
    context.insert("aws:ViaAWSService", "false");
    tell_request(&mut context, input);
    context.extend(input.conditions());
    context.extend(call.grant_write.iter().map(|sent| ("s3:x-amz-grant-write", sent.as_str())));
    let until = context.single(LOCKED_UNTIL);
    let until = until.and_then(|text| DateTime::from_str(text, DateTimeFormat::DateTimeWithOffset).ok());
    context.extend(until.map(|until| ("s3:object-lock-remaining-retention-days", days_left(call, until))));
    if let Some(ask) = ask {
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

pub(crate) fn tell_caller(context: &mut Context, call: &Call<'_>) {
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
    };
    context.insert("s3:authType", carried);
}

/// Headers and parameters of the query are condition keys by their own names.
fn tell_request<I: Rules>(context: &mut Context, input: &I) {
    let sent = I::ROWS.iter().filter(|row| [Place::Header, Place::HeaderDateTime, Place::Query].contains(&row.place));
    for row in sent {
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
