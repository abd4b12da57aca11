//! Tells whose a bucket is, and what is granted of it.
//!
//! [`GetBucketAcl`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketAcl.html).

use super::prelude::*;

impl Rules for GetBucketAclInput {
    type Output = GetBucketAclOutput;
    type Error = GetBucketAclError;
    const NAME: &'static str = "GetBucketAcl";
    const ROUTE: Route = Route::new("GET", Target::Bucket).query(&["acl"]).root("AccessControlPolicy");
    const ERRORS: &'static [&'static [&'static ErrorRow]] =
        &[&[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED]];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, bucket, &self, &action::GET_BUCKET_ACL)?;
        let (owner, grants) = steps::acl::tell(call.store, &steps::acl::of_bucket(call.store, bucket));
        Ok(GetBucketAclOutput { owner, grants, ..Default::default() })
    }
}

shape! {
    /// What `GetBucketAcl` takes.
    pub input(get_bucket_acl) struct GetBucketAclInput {
        bucket: Option<String> = label("Bucket"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// Output of `GetBucketAcl`.
    pub output(get_bucket_acl) struct GetBucketAclOutput {
        owner: Option<Owner> = element("Owner"),
        grants: Option<Vec<Grant>> = wrapped("AccessControlList", "Grant"),
    }
}

operation_error! {
    /// What `GetBucketAcl` fails with.
    GetBucketAclError {}
}
