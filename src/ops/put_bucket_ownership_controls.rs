//! Says who owns what is uploaded to a bucket, and with that, whether it has ACLs.
//!
//! [`PutBucketOwnershipControls`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketOwnershipControls.html).

use super::prelude::*;
use crate::model::bucket::BucketState;
use crate::model::settings::Ownership;
use crate::model::store::Store;

impl Rules for PutBucketOwnershipControlsInput {
    type Output = PutBucketOwnershipControlsOutput;
    type Error = PutBucketOwnershipControlsError;
    const NAME: &'static str = "PutBucketOwnershipControls";
    const ROUTE: Route = Route::new("PUT", Target::Bucket).query(&["ownershipControls"]).takes_digest();
    const ERRORS: &'static [&'static [&'static ErrorRow]] = &[&[
        &NO_SUCH_BUCKET,
        &EXPECTED_OWNER_INVALID,
        &ACCESS_DENIED,
        &BODY_EMPTY,
        &MALFORMED_XML,
        &ACL_WITH_OWNER_ENFORCED,
    ]];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let found = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, found, &self, &action::PUT_BUCKET_OWNERSHIP)?;
        let ownership = ownership(self.ownership_controls())?;
        check_acl(call.store, found, ownership)?;

        let bucket = found.name.clone();
        call.store.bucket_mut(bucket.as_str())?.settings.ownership = Some(ownership);
        Ok(PutBucketOwnershipControlsOutput::default())
    }
}

/// Whom a bucket's list grants something keeps it: ACLs are not disabled over anybody's head (documented).
fn check_acl(store: &Store, bucket: &BucketState, ownership: Ownership) -> Result<(), S3Error> {
    let owner = steps::owner::of_bucket(store, bucket);
    let grants_others = bucket.acl.as_ref().is_some_and(|acl| acl.grants_others(&owner));
    match ownership == Ownership::BucketOwnerEnforced && grants_others {
        true => Err(ACL_WITH_OWNER_ENFORCED.error().because(format!("the ACL of {} grants others", bucket.name))),
        false => Ok(()),
    }
}

/// The one rule's.
pub(crate) fn ownership(sent: Option<&OwnershipControls>) -> Result<Ownership, S3Error> {
    let malformed = |why: &str| MALFORMED_XML.error().because(why);
    match sent.map(OwnershipControls::rules) {
        None => Err(BODY_EMPTY.error().because("the request has no body")),
        Some([rule]) => Ownership::of(&rule.object_ownership).ok_or_else(|| malformed("nobody knows this ownership")),
        Some(rules) => Err(malformed(&format!("ownership controls have one rule, and not {}", rules.len()))),
    }
}

shape! {
    /// What `PutBucketOwnershipControls` takes.
    pub input(put_bucket_ownership_controls) struct PutBucketOwnershipControlsInput {
        bucket: Option<String> = label("Bucket"),
        content_md5: Option<String> = header("Content-MD5"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
        ownership_controls: Option<OwnershipControls> = document("OwnershipControls"),
        checksum_algorithm: Option<ChecksumAlgorithm> = header("x-amz-sdk-checksum-algorithm"),
    }
}

shape! {
    /// Output of `PutBucketOwnershipControls`.
    pub output(put_bucket_ownership_controls) struct PutBucketOwnershipControlsOutput {
    }
}

operation_error! {
    /// What `PutBucketOwnershipControls` fails with.
    PutBucketOwnershipControlsError {}
}
