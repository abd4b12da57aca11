//! Removes a metrics configuration of a bucket by its id.
//!
//! [`DeleteBucketMetricsConfiguration`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketMetricsConfiguration.html).

use super::prelude::*;

static ACTION: Action = Action::of_bucket("s3:PutMetricsConfiguration");

impl Rules for DeleteBucketMetricsConfigurationInput {
    type Output = DeleteBucketMetricsConfigurationOutput;
    type Error = DeleteBucketMetricsConfigurationError;
    const NAME: &'static str = "DeleteBucketMetricsConfiguration";
    const ROUTE: Route = Route::new("DELETE", Target::Bucket).query(&["metrics"]).status(204);
    const ERRORS: &'static [&'static [&'static ErrorRow]] =
        &[&[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED, &NO_SUCH_CONFIGURATION]];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, bucket, &self, &ACTION)?;
        let bucket = bucket.name.clone();
        let id = self.id().unwrap_or_default();
        call.store.bucket_mut(bucket.as_str())?.configurations.metrics.remove(id)?;
        Ok(DeleteBucketMetricsConfigurationOutput::default())
    }
}

shape! {
    /// The input of `DeleteBucketMetricsConfiguration`.
    pub input(delete_bucket_metrics_configuration) struct DeleteBucketMetricsConfigurationInput {
        bucket: Option<String> = label("Bucket"),
        id: Option<String> = query("id"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// The output of `DeleteBucketMetricsConfiguration`.
    pub output(delete_bucket_metrics_configuration) struct DeleteBucketMetricsConfigurationOutput {
    }
}

operation_error! {
    /// The error of `DeleteBucketMetricsConfiguration`.
    DeleteBucketMetricsConfigurationError {}
}
