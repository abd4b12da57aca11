//! Takes a bucket's policy away.
//!
//! [`DeleteBucketPolicy`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketPolicy.html).

use super::prelude::*;

impl Rules for DeleteBucketPolicyInput {
    type Output = DeleteBucketPolicyOutput;
    type Error = DeleteBucketPolicyError;
    const NAME: &'static str = "DeleteBucketPolicy";
    const ROUTE: Route = Route::new("DELETE", Target::Bucket).query(&["policy"]).status(204);
    const ERRORS: &'static [&'static [&'static ErrorRow]] =
        &[&[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED, &METHOD_NOT_ALLOWED]];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_policy(call, bucket, &self, (&action::DELETE_BUCKET_POLICY, "DELETE"))?;
        let bucket = bucket.name.clone();
        call.store.bucket_mut(bucket.as_str())?.policy = None;
        Ok(DeleteBucketPolicyOutput::default())
    }
}

shape! {
    /// What `DeleteBucketPolicy` takes.
    pub input(delete_bucket_policy) struct DeleteBucketPolicyInput {
        bucket: Option<String> = label("Bucket"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// Output of `DeleteBucketPolicy`.
    pub output(delete_bucket_policy) struct DeleteBucketPolicyOutput {
    }
}

operation_error! {
    /// What `DeleteBucketPolicy` fails with.
    DeleteBucketPolicyError {}
}
