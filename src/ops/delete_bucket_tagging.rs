//! Takes a bucket's tags away.
//!
//! [`DeleteBucketTagging`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketTagging.html).

use super::prelude::*;
use crate::model::tag::Tags;

impl Rules for DeleteBucketTaggingInput {
    type Output = DeleteBucketTaggingOutput;
    type Error = DeleteBucketTaggingError;
    const NAME: &'static str = "DeleteBucketTagging";
    const ROUTE: Route = Route::new("DELETE", Target::Bucket).query(&["tagging"]).status(204);
    const ERRORS: &'static [&'static [&'static ErrorRow]] =
        &[&[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED]];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, bucket, &self, &action::PUT_BUCKET_TAGGING)?;
        let bucket = bucket.name.clone();
        call.store.bucket_mut(bucket.as_str())?.tags = Tags::default();
        Ok(DeleteBucketTaggingOutput::default())
    }
}

shape! {
    /// What `DeleteBucketTagging` takes.
    pub input(delete_bucket_tagging) struct DeleteBucketTaggingInput {
        bucket: Option<String> = label("Bucket"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// Output of `DeleteBucketTagging`.
    pub output(delete_bucket_tagging) struct DeleteBucketTaggingOutput {
    }
}

operation_error! {
    /// What `DeleteBucketTagging` fails with.
    DeleteBucketTaggingError {}
}
