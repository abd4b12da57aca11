//! Keys of KMS: which one a request means, and whether it can be used.

use crate::error::{Answer, S3Error, answers};
use crate::model::access::caller::{Caller, Signature};
use crate::model::encryption::Encryption;
use crate::model::kms::KeyArn;
use crate::ops::Call;

/// What using a key answers.
pub(crate) static ANSWERS: [&Answer; 5] = [
    &answers::KMS_OVER_HTTP,
    &answers::KMS_WITHOUT_SIGNATURE_V4,
    &answers::KMS_KEY_NOT_FOUND,
    &answers::KMS_KEY_DISABLED,
    &answers::KMS_KEY_PENDING_DELETION,
];

/// What naming a key answers beside these.
pub(crate) static NAME_ANSWERS: [&Answer; 4] = [
    &answers::KMS_KEY_ID_INVALID,
    &answers::KMS_ARN_OF_OTHER_REGION,
    &answers::KMS_ALIAS_NOT_FOUND,
    &answers::KMS_KEY_USAGE,
];

/// That S3 would take this request to KMS at all: it came over TLS, and is signed by version 4.
fn check_request(caller: &Caller) -> Result<(), S3Error> {
    match caller.signature {
        _ if !caller.is_secure => Err(answers::KMS_OVER_HTTP.error()),
        Signature::V4(_) => Ok(()),
        Signature::None | Signature::V2(_) => {
            // The value is this word (field report).
            Err(answers::KMS_WITHOUT_SIGNATURE_V4.argument("Authorization", "null"))
        }
    }
}

/// The key that is named, for a bucket in this Region; where none is, that which AWS manages for the requester.
pub(crate) fn find(call: &Call<'_>, named: Option<&str>, region: &str) -> Result<KeyArn, S3Error> {
    check_request(&call.caller)?;
    let (keys, requester) = (&call.store.keys, call.account()?);
    let now = call.store.now();
    let Some(named) = named else { return Ok(keys.managed(requester, region)) };
    let arn = keys.resolve(named, requester, region, now)?;
    keys.check_usage(&arn, now)?;
    keys.check_usable(&arn, now)?;
    Ok(arn)
}

/// That what is encrypted so can be read, or more of it written.
pub(crate) fn check_use(call: &Call<'_>, encryption: &Encryption) -> Result<(), S3Error> {
    let Some(under) = encryption.under() else { return Ok(()) };
    check_request(&call.caller)?;
    call.store.keys.check_usable(&under.arn, call.store.now())
}
