//! Stores an analytics configuration of a bucket under its id. Stored only: nothing is analyzed.
//!
//! [`PutBucketAnalyticsConfiguration`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketAnalyticsConfiguration.html).

use super::prelude::*;

static ACTION: Action = Action::of_bucket("s3:PutAnalyticsConfiguration");

impl Rules for PutBucketAnalyticsConfigurationInput {
    type Output = PutBucketAnalyticsConfigurationOutput;
    type Error = PutBucketAnalyticsConfigurationError;
    const NAME: &'static str = "PutBucketAnalyticsConfiguration";
    const ROUTE: Route = Route::new("PUT", Target::Bucket).query(&["analytics"]).status(204);
    const ERRORS: &'static [&'static [&'static ErrorRow]] =
        &[&[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED, &MALFORMED_XML, &CONFIGURATION_ID_MISMATCH]];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, bucket, &self, &ACTION)?;
        let (bucket, id) = (bucket.name.clone(), self.id.unwrap_or_default());
        let sent = self.analytics_configuration.ok_or_else(|| MALFORMED_XML.error().because("there is no body"))?;
        call.store.bucket_mut(bucket.as_str())?.configurations.analytics.put(&id, sent)?;
        Ok(PutBucketAnalyticsConfigurationOutput::default())
    }
}

shape! {
    /// The input of `PutBucketAnalyticsConfiguration`.
    pub input(put_bucket_analytics_configuration) struct PutBucketAnalyticsConfigurationInput {
        bucket: Option<String> = label("Bucket"),
        id: Option<String> = query("id"),
        analytics_configuration: Option<AnalyticsConfiguration> = document("AnalyticsConfiguration"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// The output of `PutBucketAnalyticsConfiguration`.
    pub output(put_bucket_analytics_configuration) struct PutBucketAnalyticsConfigurationOutput {
    }
}

operation_error! {
    /// The error of `PutBucketAnalyticsConfiguration`.
    PutBucketAnalyticsConfigurationError {}
}
