//! Steps that several operations share: one for each group of headers, each turning what a caller may write into
//! what can no longer be wrong.

pub(crate) mod access;
pub(crate) mod acl;
pub(crate) mod conditions;
pub(crate) mod content;
pub(crate) mod copy_source;
pub(crate) mod customer_key;
pub(crate) mod description;
pub(crate) mod digest;
pub(crate) mod encoded_word;
pub(crate) mod encryption;
pub(crate) mod grantee;
pub(crate) mod kms_key;
pub(crate) mod lifecycle;
pub(crate) mod listing;
pub(crate) mod lock;
pub(crate) mod object;
pub(crate) mod objects;
pub(crate) mod owner;
pub(crate) mod part;
pub(crate) mod policy;
pub(crate) mod range;
pub(crate) mod tagging;
pub(crate) mod token;
pub(crate) mod version;

use super::Call;
use crate::api::error::{S3Error, table};
use crate::api::primitives::DateTime;
use crate::model::bucket::BucketState;
use crate::model::name::ObjectKey;
use crate::model::store::Store;

/// The bucket of a request: that it exists, and then that it belongs to whom the caller expects.
pub(crate) fn bucket<'a>(
    call: &'a Call<'_>,
    name: Option<&str>,
    expected_owner: Option<&str>,
) -> Result<&'a BucketState, S3Error> {
    owned_bucket(call.store, name.unwrap_or_default(), expected_owner)
}

/// The same, of a bucket that the address does not name: the source of a copy.
pub(crate) fn owned_bucket<'a>(
    store: &'a Store,
    name: &str,
    expected_owner: Option<&str>,
) -> Result<&'a BucketState, S3Error> {
    let bucket = store.bucket(name)?;
    match expected_owner {
        Some(expected) if expected.len() != 12 || !expected.bytes().all(|byte| byte.is_ascii_digit()) => {
            Err(table::EXPECTED_OWNER_INVALID.fill(&[&expected]))
        }
        Some(expected) if expected != bucket.owner.as_str() => {
            let why = format!("{name} belongs to {}, not to {expected}", bucket.owner);
            Err(table::ACCESS_DENIED.error().because(why))
        }
        _ => Ok(bucket),
    }
}

/// The document of a request that needs one.
///
/// # Errors
/// `MissingRequestBodyError`, if the request has no body.
pub(crate) fn document<T>(sent: Option<T>) -> Result<T, S3Error> {
    sent.ok_or_else(|| table::BODY_EMPTY.error().because("the request has no body"))
}

/// The key of a request.
pub(crate) fn key(key: Option<&str>) -> Result<ObjectKey, S3Error> {
    ObjectKey::try_from(key.unwrap_or_default())
}

/// The instant of the request.
pub(crate) fn now(call: &Call<'_>) -> DateTime {
    call.store.now()
}
