//! Replaces what is granted of a bucket.
//!
//! [`PutBucketAcl`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketAcl.html).

use super::prelude::*;
use steps::acl::Replacement;

impl Rules for PutBucketAclInput {
    type Output = PutBucketAclOutput;
    type Error = PutBucketAclError;
    const NAME: &'static str = "PutBucketAcl";
    const ROUTE: Route = Route::new("PUT", Target::Bucket).query(&["acl"]).takes_digest();
    const ERRORS: &'static [&'static [&'static ErrorRow]] = &[
        &[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID],
        &steps::acl::HEADER_ERRORS,
        steps::acl::GRANTEE_ERRORS,
        &steps::acl::DOCUMENT_ERRORS,
        &steps::acl::ERRORS,
    ];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let found = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        let policy = self.access_control_policy();
        let put = Replacement::of_bucket(self.acl(), &self, policy, (&*call.store, found))?;
        put.check(call.store, found)?;
        access::on_bucket(call, found, &self, &action::PUT_BUCKET_ACL)?;
        let owner = steps::owner::of_bucket(call.store, found);
        let acl = put.acl(&owner, &owner)?;

        let bucket = found.name.clone();
        call.store.bucket_mut(bucket.as_str())?.acl = Some(acl);
        Ok(PutBucketAclOutput::default())
    }
}

shape! {
    /// What `PutBucketAcl` takes.
    pub input(put_bucket_acl) struct PutBucketAclInput {
        acl: Option<BucketCannedAcl> = header("x-amz-acl"),
        access_control_policy: Option<AccessControlPolicy> = document("AccessControlPolicy"),
        bucket: Option<String> = label("Bucket"),
        content_md5: Option<String> = header("Content-MD5"),
        checksum_algorithm: Option<ChecksumAlgorithm> = header("x-amz-sdk-checksum-algorithm"),
        flatten grant_headers,
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// Output of `PutBucketAcl`.
    pub output(put_bucket_acl) struct PutBucketAclOutput {
    }
}

operation_error! {
    /// What `PutBucketAcl` fails with.
    PutBucketAclError {}
}
