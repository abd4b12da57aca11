//! Removes the website configuration of a bucket.
//!
//! [`DeleteBucketWebsite`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketWebsite.html).

use super::prelude::*;

static ACTION: Action = Action::of_bucket("s3:DeleteBucketWebsite");

impl Rules for DeleteBucketWebsiteInput {
    type Output = DeleteBucketWebsiteOutput;
    type Error = DeleteBucketWebsiteError;
    const NAME: &'static str = "DeleteBucketWebsite";
    const ROUTE: Route = Route::new("DELETE", Target::Bucket).query(&["website"]).status(204);
    const ERRORS: &'static [&'static [&'static ErrorRow]] =
        &[&[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED]];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, bucket, &self, &ACTION)?;
        let bucket = bucket.name.clone();
        call.store.bucket_mut(bucket.as_str())?.configurations.website = None;
        Ok(DeleteBucketWebsiteOutput::default())
    }
}

shape! {
    /// The input of `DeleteBucketWebsite`.
    pub input(delete_bucket_website) struct DeleteBucketWebsiteInput {
        bucket: Option<String> = label("Bucket"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// The output of `DeleteBucketWebsite`.
    pub output(delete_bucket_website) struct DeleteBucketWebsiteOutput {
    }
}

operation_error! {
    /// The error of `DeleteBucketWebsite`.
    DeleteBucketWebsiteError {}
}
