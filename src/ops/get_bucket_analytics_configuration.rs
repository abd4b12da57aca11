//! Returns an analytics configuration of a bucket by its id.
//!
//! [`GetBucketAnalyticsConfiguration`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketAnalyticsConfiguration.html).

use super::prelude::*;

static ACTION: Action = Action::of_bucket("s3:GetAnalyticsConfiguration");

impl Rules for GetBucketAnalyticsConfigurationInput {
    type Output = GetBucketAnalyticsConfigurationOutput;
    type Error = GetBucketAnalyticsConfigurationError;
    const NAME: &'static str = "GetBucketAnalyticsConfiguration";
    const ROUTE: Route = Route::new("GET", Target::Bucket).query(&["analytics", "id"]);
    const ERRORS: &'static [&'static [&'static ErrorRow]] =
        &[&[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED, &NO_SUCH_CONFIGURATION]];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, bucket, &self, &ACTION)?;
        let own = bucket.configurations.analytics.get(self.id().unwrap_or_default())?.clone();
        Ok(GetBucketAnalyticsConfigurationOutput { analytics_configuration: Some(own), ..Default::default() })
    }
}

shape! {
    /// The input of `GetBucketAnalyticsConfiguration`.
    pub input(get_bucket_analytics_configuration) struct GetBucketAnalyticsConfigurationInput {
        bucket: Option<String> = label("Bucket"),
        id: Option<String> = query("id"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// The output of `GetBucketAnalyticsConfiguration`.
    pub output(get_bucket_analytics_configuration) struct GetBucketAnalyticsConfigurationOutput {
        analytics_configuration: Option<AnalyticsConfiguration> = document("AnalyticsConfiguration"),
    }
}

operation_error! {
    /// The error of `GetBucketAnalyticsConfiguration`.
    GetBucketAnalyticsConfigurationError {}
}
