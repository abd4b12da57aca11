//! Takes a bucket's lifecycle rules away.
//!
//! [`DeleteBucketLifecycle`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketLifecycle.html).

use super::prelude::*;

impl Rules for DeleteBucketLifecycleInput {
    type Output = DeleteBucketLifecycleOutput;
    type Error = DeleteBucketLifecycleError;
    const NAME: &'static str = "DeleteBucketLifecycle";
    const ROUTE: Route = Route::new("DELETE", Target::Bucket).query(&["lifecycle"]).status(204);
    const ERRORS: &'static [&'static [&'static ErrorRow]] =
        &[&[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED]];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, bucket, &self, &action::PUT_LIFECYCLE)?;
        let bucket = bucket.name.clone();
        call.store.set_lifecycle(&bucket, None);
        Ok(DeleteBucketLifecycleOutput::default())
    }
}

shape! {
    /// What `DeleteBucketLifecycle` takes.
    pub input(delete_bucket_lifecycle) struct DeleteBucketLifecycleInput {
        bucket: Option<String> = label("Bucket"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// Output of `DeleteBucketLifecycle`.
    pub output(delete_bucket_lifecycle) struct DeleteBucketLifecycleOutput {
    }
}

operation_error! {
    /// What `DeleteBucketLifecycle` fails with.
    DeleteBucketLifecycleError {}
}
