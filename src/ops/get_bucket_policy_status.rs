//! Says whether a bucket's policy lets the public in, be that blocked or not.
//!
//! [`GetBucketPolicyStatus`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicyStatus.html).

use super::prelude::*;

impl Rules for GetBucketPolicyStatusInput {
    type Output = GetBucketPolicyStatusOutput;
    type Error = GetBucketPolicyStatusError;
    const NAME: &'static str = "GetBucketPolicyStatus";
    const ROUTE: Route = Route::new("GET", Target::Bucket).query(&["policyStatus"]);
    const ERRORS: &'static [&'static [&'static ErrorRow]] =
        &[&[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED, &NO_SUCH_BUCKET_POLICY]];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, bucket, &self, &action::GET_BUCKET_POLICY_STATUS)?;
        let is_public = Some(steps::policy::of(bucket)?.is_public());
        Ok(GetBucketPolicyStatusOutput { policy_status: Some(PolicyStatus { is_public }), ..Default::default() })
    }
}

shape! {
    /// What `GetBucketPolicyStatus` takes.
    pub input(get_bucket_policy_status) struct GetBucketPolicyStatusInput {
        bucket: Option<String> = label("Bucket"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// Output of `GetBucketPolicyStatus`.
    pub output(get_bucket_policy_status) struct GetBucketPolicyStatusOutput {
        policy_status: Option<PolicyStatus> = document("PolicyStatus"),
    }
}

operation_error! {
    /// What `GetBucketPolicyStatus` fails with.
    GetBucketPolicyStatusError {}
}
