//! Lists the S3 Intelligent-Tiering configurations of a bucket by id, at most 100 a page.
//!
//! [`ListBucketIntelligentTieringConfigurations`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBucketIntelligentTieringConfigurations.html).

use super::prelude::*;

static ACTION: Action = Action::of_bucket("s3:GetIntelligentTieringConfiguration");

impl Rules for ListBucketIntelligentTieringConfigurationsInput {
    type Output = ListBucketIntelligentTieringConfigurationsOutput;
    type Error = ListBucketIntelligentTieringConfigurationsError;
    const NAME: &'static str = "ListBucketIntelligentTieringConfigurations";
    const ROUTE: Route = Route::new("GET", Target::Bucket)
        .query(&["intelligent-tiering"])
        .root("ListBucketIntelligentTieringConfigurationsOutput");
    const ERRORS: &'static [&'static [&'static ErrorRow]] =
        &[&[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED, &CONTINUATION_TOKEN_INVALID]];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, bucket, &self, &ACTION)?;
        let after = self.continuation_token().map(steps::token::read).transpose()?;
        let page = bucket.configurations.intelligent_tiering.page(after.as_deref());
        let list: Vec<_> = page.configurations.into_iter().cloned().collect();
        Ok(ListBucketIntelligentTieringConfigurationsOutput {
            continuation_token: self.continuation_token.clone(),
            intelligent_tiering_configuration_list: (!list.is_empty()).then_some(list),
            is_truncated: Some(page.last.is_some()),
            next_continuation_token: page.last.map(steps::token::write),
            ..Default::default()
        })
    }
}

shape! {
    /// The input of `ListBucketIntelligentTieringConfigurations`.
    pub input(list_bucket_intelligent_tiering_configurations) struct ListBucketIntelligentTieringConfigurationsInput {
        bucket: Option<String> = label("Bucket"),
        continuation_token: Option<String> = query("continuation-token"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// The output of `ListBucketIntelligentTieringConfigurations`.
    pub output(list_bucket_intelligent_tiering_configurations) struct ListBucketIntelligentTieringConfigurationsOutput {
        is_truncated: Option<bool> = element("IsTruncated"),
        continuation_token: Option<String> = element("ContinuationToken"),
        next_continuation_token: Option<String> = element("NextContinuationToken"),
        intelligent_tiering_configuration_list: Option<Vec<IntelligentTieringConfiguration>> = element("IntelligentTieringConfiguration"),
    }
}

operation_error! {
    /// The error of `ListBucketIntelligentTieringConfigurations`.
    ListBucketIntelligentTieringConfigurationsError {}
}
