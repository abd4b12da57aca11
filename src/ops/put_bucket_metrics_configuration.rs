//! Stores a metrics configuration of a bucket under its id. Stored only: nothing is measured.
//!
//! [`PutBucketMetricsConfiguration`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketMetricsConfiguration.html).

use super::prelude::*;

static ACTION: Action = Action::of_bucket("s3:PutMetricsConfiguration");

impl Rules for PutBucketMetricsConfigurationInput {
    type Output = PutBucketMetricsConfigurationOutput;
    type Error = PutBucketMetricsConfigurationError;
    const NAME: &'static str = "PutBucketMetricsConfiguration";
    const ROUTE: Route = Route::new("PUT", Target::Bucket).query(&["metrics"]).status(204);
    const ERRORS: &'static [&'static [&'static ErrorRow]] =
        &[&[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED, &MALFORMED_XML, &CONFIGURATION_ID_MISMATCH]];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, bucket, &self, &ACTION)?;
        let (bucket, id) = (bucket.name.clone(), self.id.unwrap_or_default());
        let sent = self.metrics_configuration.ok_or_else(|| MALFORMED_XML.error().because("there is no body"))?;
        call.store.bucket_mut(bucket.as_str())?.configurations.metrics.put(&id, sent)?;
        Ok(PutBucketMetricsConfigurationOutput::default())
    }
}

shape! {
    /// The input of `PutBucketMetricsConfiguration`.
    pub input(put_bucket_metrics_configuration) struct PutBucketMetricsConfigurationInput {
        bucket: Option<String> = label("Bucket"),
        id: Option<String> = query("id"),
        metrics_configuration: Option<MetricsConfiguration> = document("MetricsConfiguration"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// The output of `PutBucketMetricsConfiguration`.
    pub output(put_bucket_metrics_configuration) struct PutBucketMetricsConfigurationOutput {
    }
}

operation_error! {
    /// The error of `PutBucketMetricsConfiguration`.
    PutBucketMetricsConfigurationError {}
}
