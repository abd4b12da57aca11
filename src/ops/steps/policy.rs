//! The policy that a bucket has.

use crate::api::error::{S3Error, table};
use crate::model::access::policy::Policy;
use crate::model::bucket::BucketState;

/// The policy of a bucket that must have one.
///
/// # Errors
/// `NoSuchBucketPolicy`.
pub(crate) fn of(bucket: &BucketState) -> Result<&Policy, S3Error> {
    let missing = || table::NO_SUCH_BUCKET_POLICY.error().with("BucketName", &bucket.name);
    bucket.policy.as_ref().ok_or_else(missing)
}
