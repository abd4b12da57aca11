//! Keys of KMS: which one a request means, whether the caller may have it used, and whether it can be.

use crate::api::error::{ErrorRow, S3Error, table};
use crate::model::access::caller::{Requester, Signature};
use crate::model::access::policy::{RequestContext, Side};
use crate::model::authorize::key::{self, KeyRefusal};
use crate::model::bucket::BucketState;
use crate::model::encryption::{Encryption, UnderKey};
use crate::model::kms::{KeyArn, KmsAction};
use crate::model::name::ObjectKey;
use crate::model::settings::KmsPermissions;
use crate::ops::Call;
use std::fmt::Display;

/// The errors of [`check_use`], after the signature has been checked.
pub(crate) static USE_ERRORS: [&ErrorRow; 6] = [
    &table::KMS_OVER_HTTP,
    &table::KMS_KEY_NOT_FOUND,
    &table::KMS_DENIED,
    &table::KMS_DENIED_ELSEWHERE,
    &table::KMS_KEY_DISABLED,
    &table::KMS_KEY_PENDING_DELETION,
];

/// The errors of [`check_use`].
pub(crate) static ERRORS: [&ErrorRow; 7] = merge(&USE_ERRORS, &[&table::KMS_WITHOUT_SIGNATURE_V4]);

/// The further errors of [`find`], where the request names a key by its ARN.
pub(crate) static ARN_ERRORS: [&ErrorRow; 3] =
    [&table::KMS_KEY_ID_INVALID, &table::KMS_ARN_OF_OTHER_REGION, &table::KMS_KEY_USAGE];

/// The further errors of [`find`].
pub(crate) static NAME_ERRORS: [&ErrorRow; 4] = merge(&ARN_ERRORS, &[&table::KMS_ALIAS_NOT_FOUND]);

/// Joins the errors of two steps.
const fn merge<const A: usize, const B: usize, const N: usize>(
    first: &[&'static ErrorRow; A],
    second: &[&'static ErrorRow; B],
) -> [&'static ErrorRow; N] {
    assert!(A + B == N, "the length of the merged list is the sum of the two");
    let mut merged = [first[0]; N];
    let mut at = 0;
    while at < N {
        merged[at] = if at < A { first[at] } else { second[at - A] };
        at += 1;
    }
    merged
}

/// What something is written with.
pub(crate) const WRITE: &[KmsAction] = &[KmsAction::GenerateDataKey];

/// What something is read with.
pub(crate) const READ: &[KmsAction] = &[KmsAction::Decrypt];

/// What a part is written with: of two texts of AWS's one asks for the first alone, the other for both.
pub(crate) const PART: &[KmsAction] = &[KmsAction::Decrypt, KmsAction::GenerateDataKey];

/// All that the documentation asks of who begins an upload, in its order. A name that it ends in `*` stands for those
/// of symmetric keys.
const DOCUMENTED: &[KmsAction] = &[
    KmsAction::Encrypt,
    KmsAction::Decrypt,
    KmsAction::ReEncryptFrom,
    KmsAction::ReEncryptTo,
    KmsAction::GenerateDataKey,
    KmsAction::GenerateDataKeyWithoutPlaintext,
    KmsAction::DescribeKey,
];

/// What an upload is begun with.
pub(crate) fn begin(call: &Call<'_>) -> &'static [KmsAction] {
    match call.store.settings.kms_permissions {
        KmsPermissions::Observed => WRITE,
        KmsPermissions::Documented => DOCUMENTED,
    }
}

/// An object, or one to be: what a key is used for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Subject<'a> {
    pub(crate) bucket: &'a BucketState,
    pub(crate) key: &'a ObjectKey,
}

/// That S3 would take this request to KMS at all: it came over TLS, and is signed by version 4.
pub(crate) fn check_request(caller: &Requester) -> Result<(), S3Error> {
    match caller.signature {
        _ if !caller.is_secure => Err(table::KMS_OVER_HTTP.error().because("the request came over plain HTTP")),
        Signature::V4(_) => Ok(()),
        Signature::None | Signature::V2(_) => {
            // The value is this word (field report).
            Err(table::KMS_WITHOUT_SIGNATURE_V4.argument("Authorization", "null"))
        }
    }
}

/// The key that is named, for a bucket in this Region; where none is, that which AWS manages for the requester.
pub(crate) fn find(call: &Call<'_>, named: Option<&str>, region: &str) -> Result<KeyArn, S3Error> {
    let (keys, requester, now) = (&call.store.keys, call.account()?, call.store.now());
    let Some(named) = named else { return Ok(keys.managed(requester, region)) };
    keys.resolve(named, requester, region, now)
}

/// Whether policies let the caller have something read. What is wrong with his request or with the key is refused all
/// the same.
pub(crate) fn may_read(call: &Call<'_>, subject: Subject<'_>, encryption: &Encryption) -> Result<bool, S3Error> {
    let denials = [&table::KMS_DENIED, &table::KMS_DENIED_ELSEWHERE];
    match check_use(call, subject, encryption, READ) {
        Err(error) if denials.contains(&error.row()) => Ok(false),
        used => used.map(|()| true),
    }
}

/// That the caller may have S3 do this with the key that something is encrypted by, and that the key can be used.
pub(crate) fn check_use(
    call: &Call<'_>,
    subject: Subject<'_>,
    encryption: &Encryption,
    actions: &[KmsAction],
) -> Result<(), S3Error> {
    let Some(under) = encryption.under() else { return Ok(()) };
    check_request(&call.caller)?;
    let (caller, keys, arn) = (&call.caller.principal, &call.store.keys, &under.arn);
    let is_own = caller.account() == Some(&arn.account);
    if is_own && !keys.is_there(arn, call.store.now()) {
        return Err(table::KMS_KEY_NOT_FOUND.fill(&[arn]));
    }
    let context = context(call, subject, encryption, under);
    for action in actions {
        key::decide(call.store, caller, (arn, *action), &context)
            .map_err(|refusal| refused(call, arn, *action, &refusal))?;
    }
    keys.check_usable(arn, call.store.now())
}

/// What the conditions of a key's policy see: who calls, that S3 does for him, and what is encrypted.
fn context(call: &Call<'_>, subject: Subject<'_>, encryption: &Encryption, under: &UnderKey) -> RequestContext {
    let mut context = RequestContext::default();
    super::access::tell_caller(&mut context, call);
    context.insert("aws:ViaAWSService", "true");
    context.insert("aws:ResourceAccount", under.arn.account.as_str());
    context.insert("kms:ViaService", format!("s3.{}.amazonaws.com", subject.bucket.region));
    if let Some(account) = call.caller.principal.account() {
        context.insert("kms:CallerAccount", account.as_str());
    }
    let bucket = subject.bucket.name.arn();
    // A bucket key is made for the whole bucket (documented).
    let arn = if encryption.has_bucket_key() { bucket } else { format!("{bucket}/{}", subject.key) };
    for (key, value) in under.context.clone().unwrap_or_default().with_arn(arn).0 {
        context.insert(format!("kms:EncryptionContext:{key}"), value);
        context.insert("kms:EncryptionContextKeys", key);
    }
    context
}

fn refused(call: &Call<'_>, arn: &KeyArn, action: KmsAction, refusal: &KeyRefusal) -> S3Error {
    let caller = &call.caller.principal as &dyn Display;
    let kind = |side: &Side| match side {
        Side::Identity => "identity-based",
        Side::Resource => "resource-based",
    };
    let tail = match refusal {
        KeyRefusal::NotAllowedElsewhere => return table::KMS_DENIED_ELSEWHERE.fill(&[caller, &action]),
        KeyRefusal::NotAllowed(side) => format!("because no {} policy allows the {action} action", kind(side)),
        KeyRefusal::Denied { by, .. } => format!("with an explicit deny in {by}"),
    };
    let error = table::KMS_DENIED.fill(&[caller, &action, arn, &tail]);
    match refusal {
        KeyRefusal::Denied { statement, .. } => error.because(format!("{statement} denies it")),
        _ => error,
    }
}
