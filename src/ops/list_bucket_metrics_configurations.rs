//! Lists the metrics configurations of a bucket by id, at most 100 a page.
//!
//! [`ListBucketMetricsConfigurations`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBucketMetricsConfigurations.html).

use super::prelude::*;

static ACTION: Action = Action::of_bucket("s3:GetMetricsConfiguration");

impl Rules for ListBucketMetricsConfigurationsInput {
    type Output = ListBucketMetricsConfigurationsOutput;
    type Error = ListBucketMetricsConfigurationsError;
    const NAME: &'static str = "ListBucketMetricsConfigurations";
    const ROUTE: Route = Route::new("GET", Target::Bucket).query(&["metrics"]).root("ListMetricsConfigurationsResult");
    const ERRORS: &'static [&'static [&'static ErrorRow]] =
        &[&[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED, &CONTINUATION_TOKEN_INVALID]];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, bucket, &self, &ACTION)?;
        let after = self.continuation_token().map(steps::token::read).transpose()?;
        let page = bucket.configurations.metrics.page(after.as_deref());
        let list: Vec<_> = page.configurations.into_iter().cloned().collect();
        Ok(ListBucketMetricsConfigurationsOutput {
            continuation_token: self.continuation_token.clone(),
            metrics_configuration_list: (!list.is_empty()).then_some(list),
            is_truncated: Some(page.last.is_some()),
            next_continuation_token: page.last.map(steps::token::write),
            ..Default::default()
        })
    }
}

shape! {
    /// The input of `ListBucketMetricsConfigurations`.
    pub input(list_bucket_metrics_configurations) struct ListBucketMetricsConfigurationsInput {
        bucket: Option<String> = label("Bucket"),
        continuation_token: Option<String> = query("continuation-token"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// The output of `ListBucketMetricsConfigurations`.
    pub output(list_bucket_metrics_configurations) struct ListBucketMetricsConfigurationsOutput {
        is_truncated: Option<bool> = element("IsTruncated"),
        continuation_token: Option<String> = element("ContinuationToken"),
        next_continuation_token: Option<String> = element("NextContinuationToken"),
        metrics_configuration_list: Option<Vec<MetricsConfiguration>> = element("MetricsConfiguration"),
    }
}

operation_error! {
    /// The error of `ListBucketMetricsConfigurations`.
    ListBucketMetricsConfigurationsError {}
}
