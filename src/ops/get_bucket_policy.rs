//! Gives a bucket's policy.
//!
//! [`GetBucketPolicy`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicy.html).

use super::prelude::*;

impl Rules for GetBucketPolicyInput {
    type Output = GetBucketPolicyOutput;
    type Error = GetBucketPolicyError;
    const NAME: &'static str = "GetBucketPolicy";
    const ROUTE: Route = Route::new("GET", Target::Bucket).query(&["policy"]);
    const ERRORS: &'static [&'static [&'static ErrorRow]] =
        &[&[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED, &METHOD_NOT_ALLOWED, &NO_SUCH_BUCKET_POLICY]];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_policy(call, bucket, &self, (&action::GET_BUCKET_POLICY, "GET"))?;
        let policy = steps::policy::of(bucket)?;
        Ok(GetBucketPolicyOutput { policy: Some(policy.text().to_owned()), ..Default::default() })
    }
}

shape! {
    /// What `GetBucketPolicy` takes.
    pub input(get_bucket_policy) struct GetBucketPolicyInput {
        bucket: Option<String> = label("Bucket"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// Output of `GetBucketPolicy`.
    pub output(get_bucket_policy) struct GetBucketPolicyOutput {
        policy: Option<String> = text_body,
    }
}

operation_error! {
    /// What `GetBucketPolicy` fails with.
    GetBucketPolicyError {}
}
