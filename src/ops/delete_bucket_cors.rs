//! Takes away the rules by which pages of other origins may ask a bucket.
//!
//! [`DeleteBucketCors`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketCors.html).

use super::prelude::*;

impl Rules for DeleteBucketCorsInput {
    type Output = DeleteBucketCorsOutput;
    type Error = DeleteBucketCorsError;
    const NAME: &'static str = "DeleteBucketCors";
    const ROUTE: Route = Route::new("DELETE", Target::Bucket).query(&["cors"]).status(204);
    const ERRORS: &'static [&'static [&'static ErrorRow]] =
        &[&[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED]];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, bucket, &self, &action::PUT_BUCKET_CORS)?;
        let bucket = bucket.name.clone();
        call.store.bucket_mut(bucket.as_str())?.cors = None;
        Ok(DeleteBucketCorsOutput::default())
    }
}

shape! {
    /// What `DeleteBucketCors` takes.
    pub input(delete_bucket_cors) struct DeleteBucketCorsInput {
        bucket: Option<String> = label("Bucket"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// Output of `DeleteBucketCors`.
    pub output(delete_bucket_cors) struct DeleteBucketCorsOutput {
    }
}

operation_error! {
    /// What `DeleteBucketCors` fails with.
    DeleteBucketCorsError {}
}
