//! Removes an analytics configuration of a bucket by its id.
//!
//! [`DeleteBucketAnalyticsConfiguration`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketAnalyticsConfiguration.html).

use super::prelude::*;

static ACTION: Action = Action::of_bucket("s3:PutAnalyticsConfiguration");

impl Rules for DeleteBucketAnalyticsConfigurationInput {
    type Output = DeleteBucketAnalyticsConfigurationOutput;
    type Error = DeleteBucketAnalyticsConfigurationError;
    const NAME: &'static str = "DeleteBucketAnalyticsConfiguration";
    const ROUTE: Route = Route::new("DELETE", Target::Bucket).query(&["analytics"]).status(204);
    const ERRORS: &'static [&'static [&'static ErrorRow]] =
        &[&[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED, &NO_SUCH_CONFIGURATION]];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, bucket, &self, &ACTION)?;
        let bucket = bucket.name.clone();
        let id = self.id().unwrap_or_default();
        call.store.bucket_mut(bucket.as_str())?.configurations.analytics.remove(id)?;
        Ok(DeleteBucketAnalyticsConfigurationOutput::default())
    }
}

shape! {
    /// The input of `DeleteBucketAnalyticsConfiguration`.
    pub input(delete_bucket_analytics_configuration) struct DeleteBucketAnalyticsConfigurationInput {
        bucket: Option<String> = label("Bucket"),
        id: Option<String> = query("id"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// The output of `DeleteBucketAnalyticsConfiguration`.
    pub output(delete_bucket_analytics_configuration) struct DeleteBucketAnalyticsConfigurationOutput {
    }
}

operation_error! {
    /// The error of `DeleteBucketAnalyticsConfiguration`.
    DeleteBucketAnalyticsConfigurationError {}
}
