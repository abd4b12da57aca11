//! Gives a bucket a policy, in place of the one that it has.
//!
//! [`PutBucketPolicy`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html).

use super::prelude::*;
use crate::model::access::policy::{Policy, PolicyOf, faults};
use crate::model::authorize::block;

impl Rules for PutBucketPolicyInput {
    type Output = PutBucketPolicyOutput;
    type Error = PutBucketPolicyError;
    const NAME: &'static str = "PutBucketPolicy";
    const ROUTE: Route = Route::new("PUT", Target::Bucket).query(&["policy"]).takes_digest().status(204);
    const ERRORS: &'static [&'static [&'static ErrorRow]] = &[
        &[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED, &METHOD_NOT_ALLOWED, &FIELD_INVALID],
        &faults::ERRORS,
    ];
    const NOT_MODELLED: &'static [&'static [&'static str]] = &[&["confirm_remove_self_bucket_access"]];

    fn malformed(field: Malformed) -> S3Error {
        match field {
            Malformed { name: "body", .. } => POLICY_JSON_INVALID.error().because("its bytes are no text"),
            Malformed { name, value } => FIELD_INVALID.argument(name, value),
        }
    }

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_policy(call, bucket, &self, (&action::PUT_BUCKET_POLICY, "PUT"))?;
        let policy = Policy::parse(self.policy().unwrap_or_default(), PolicyOf::Bucket(&bucket.name))?;
        let policy = policy.settle(&call.store.accounts)?;
        if policy.is_public() && block::effective(call.store, bucket).block_public_policy {
            let why = "BlockPublicPolicy is on, and the policy lets the public in";
            return Err(ACCESS_DENIED.error().because(why));
        }
        let name = bucket.name.clone();

        call.store.bucket_mut(name.as_str())?.policy = Some(policy);
        Ok(PutBucketPolicyOutput::default())
    }
}

shape! {
    /// What `PutBucketPolicy` takes.
    pub input(put_bucket_policy) struct PutBucketPolicyInput {
        bucket: Option<String> = label("Bucket"),
        content_md5: Option<String> = header("Content-MD5"),
        checksum_algorithm: Option<ChecksumAlgorithm> = header("x-amz-sdk-checksum-algorithm"),
        confirm_remove_self_bucket_access: Option<bool> = header("x-amz-confirm-remove-self-bucket-access"),
        policy: Option<String> = text_body,
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// Output of `PutBucketPolicy`.
    pub output(put_bucket_policy) struct PutBucketPolicyOutput {
    }
}

operation_error! {
    /// What `PutBucketPolicy` fails with.
    PutBucketPolicyError {}
}
