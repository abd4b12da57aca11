//! Returns a metrics configuration of a bucket by its id.
//!
//! [`GetBucketMetricsConfiguration`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketMetricsConfiguration.html).

use super::prelude::*;

static ACTION: Action = Action::of_bucket("s3:GetMetricsConfiguration");

impl Rules for GetBucketMetricsConfigurationInput {
    type Output = GetBucketMetricsConfigurationOutput;
    type Error = GetBucketMetricsConfigurationError;
    const NAME: &'static str = "GetBucketMetricsConfiguration";
    const ROUTE: Route = Route::new("GET", Target::Bucket).query(&["metrics", "id"]);
    const ERRORS: &'static [&'static [&'static ErrorRow]] =
        &[&[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED, &NO_SUCH_CONFIGURATION]];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, bucket, &self, &ACTION)?;
        let own = bucket.configurations.metrics.get(self.id().unwrap_or_default())?.clone();
        Ok(GetBucketMetricsConfigurationOutput { metrics_configuration: Some(own), ..Default::default() })
    }
}

shape! {
    /// The input of `GetBucketMetricsConfiguration`.
    pub input(get_bucket_metrics_configuration) struct GetBucketMetricsConfigurationInput {
        bucket: Option<String> = label("Bucket"),
        id: Option<String> = query("id"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// The output of `GetBucketMetricsConfiguration`.
    pub output(get_bucket_metrics_configuration) struct GetBucketMetricsConfigurationOutput {
        metrics_configuration: Option<MetricsConfiguration> = document("MetricsConfiguration"),
    }
}

operation_error! {
    /// The error of `GetBucketMetricsConfiguration`.
    GetBucketMetricsConfigurationError {}
}
