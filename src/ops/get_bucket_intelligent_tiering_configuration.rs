//! Returns an S3 Intelligent-Tiering configuration of a bucket by its id.
//!
//! [`GetBucketIntelligentTieringConfiguration`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketIntelligentTieringConfiguration.html).

use super::prelude::*;

static ACTION: Action = Action::of_bucket("s3:GetIntelligentTieringConfiguration");

impl Rules for GetBucketIntelligentTieringConfigurationInput {
    type Output = GetBucketIntelligentTieringConfigurationOutput;
    type Error = GetBucketIntelligentTieringConfigurationError;
    const NAME: &'static str = "GetBucketIntelligentTieringConfiguration";
    const ROUTE: Route = Route::new("GET", Target::Bucket).query(&["intelligent-tiering", "id"]);
    const ERRORS: &'static [&'static [&'static ErrorRow]] =
        &[&[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED, &NO_SUCH_CONFIGURATION]];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, bucket, &self, &ACTION)?;
        let own = bucket.configurations.intelligent_tiering.get(self.id().unwrap_or_default())?.clone();
        Ok(GetBucketIntelligentTieringConfigurationOutput {
            intelligent_tiering_configuration: Some(own),
            ..Default::default()
        })
    }
}

shape! {
    /// The input of `GetBucketIntelligentTieringConfiguration`.
    pub input(get_bucket_intelligent_tiering_configuration) struct GetBucketIntelligentTieringConfigurationInput {
        bucket: Option<String> = label("Bucket"),
        id: Option<String> = query("id"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// The output of `GetBucketIntelligentTieringConfiguration`.
    pub output(get_bucket_intelligent_tiering_configuration) struct GetBucketIntelligentTieringConfigurationOutput {
        intelligent_tiering_configuration: Option<IntelligentTieringConfiguration> = document("IntelligentTieringConfiguration"),
    }
}

operation_error! {
    /// The error of `GetBucketIntelligentTieringConfiguration`.
    GetBucketIntelligentTieringConfigurationError {}
}
