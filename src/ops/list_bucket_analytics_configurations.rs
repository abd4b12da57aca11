//! Lists the analytics configurations of a bucket by id, at most 100 a page.
//!
//! [`ListBucketAnalyticsConfigurations`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBucketAnalyticsConfigurations.html).

use super::prelude::*;

static ACTION: Action = Action::of_bucket("s3:GetAnalyticsConfiguration");

impl Rules for ListBucketAnalyticsConfigurationsInput {
    type Output = ListBucketAnalyticsConfigurationsOutput;
    type Error = ListBucketAnalyticsConfigurationsError;
    const NAME: &'static str = "ListBucketAnalyticsConfigurations";
    const ROUTE: Route =
        Route::new("GET", Target::Bucket).query(&["analytics"]).root("ListBucketAnalyticsConfigurationResult");
    const ERRORS: &'static [&'static [&'static ErrorRow]] =
        &[&[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED, &CONTINUATION_TOKEN_INVALID]];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, bucket, &self, &ACTION)?;
        let after = self.continuation_token().map(steps::token::read).transpose()?;
        let page = bucket.configurations.analytics.page(after.as_deref());
        let list: Vec<_> = page.configurations.into_iter().cloned().collect();
        Ok(ListBucketAnalyticsConfigurationsOutput {
            continuation_token: self.continuation_token.clone(),
            analytics_configuration_list: (!list.is_empty()).then_some(list),
            is_truncated: Some(page.last.is_some()),
            next_continuation_token: page.last.map(steps::token::write),
            ..Default::default()
        })
    }
}

shape! {
    /// The input of `ListBucketAnalyticsConfigurations`.
    pub input(list_bucket_analytics_configurations) struct ListBucketAnalyticsConfigurationsInput {
        bucket: Option<String> = label("Bucket"),
        continuation_token: Option<String> = query("continuation-token"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// The output of `ListBucketAnalyticsConfigurations`.
    pub output(list_bucket_analytics_configurations) struct ListBucketAnalyticsConfigurationsOutput {
        is_truncated: Option<bool> = element("IsTruncated"),
        continuation_token: Option<String> = element("ContinuationToken"),
        next_continuation_token: Option<String> = element("NextContinuationToken"),
        analytics_configuration_list: Option<Vec<AnalyticsConfiguration>> = element("AnalyticsConfiguration"),
    }
}

operation_error! {
    /// The error of `ListBucketAnalyticsConfigurations`.
    ListBucketAnalyticsConfigurationsError {}
}
