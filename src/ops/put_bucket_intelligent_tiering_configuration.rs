//! Stores an S3 Intelligent-Tiering configuration of a bucket under its id. Stored only: no object changes its
//! access tier.
//!
//! [`PutBucketIntelligentTieringConfiguration`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketIntelligentTieringConfiguration.html).

use super::prelude::*;

static ACTION: Action = Action::of_bucket("s3:PutIntelligentTieringConfiguration");

impl Rules for PutBucketIntelligentTieringConfigurationInput {
    type Output = PutBucketIntelligentTieringConfigurationOutput;
    type Error = PutBucketIntelligentTieringConfigurationError;
    const NAME: &'static str = "PutBucketIntelligentTieringConfiguration";
    const ROUTE: Route = Route::new("PUT", Target::Bucket).query(&["intelligent-tiering"]).status(204);
    const ERRORS: &'static [&'static [&'static ErrorRow]] =
        &[&[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED, &MALFORMED_XML, &CONFIGURATION_ID_MISMATCH]];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, bucket, &self, &ACTION)?;
        let (bucket, id) = (bucket.name.clone(), self.id.unwrap_or_default());
        let sent =
            self.intelligent_tiering_configuration.ok_or_else(|| MALFORMED_XML.error().because("there is no body"))?;
        call.store.bucket_mut(bucket.as_str())?.configurations.intelligent_tiering.put(&id, sent)?;
        Ok(PutBucketIntelligentTieringConfigurationOutput::default())
    }
}

shape! {
    /// The input of `PutBucketIntelligentTieringConfiguration`.
    pub input(put_bucket_intelligent_tiering_configuration) struct PutBucketIntelligentTieringConfigurationInput {
        bucket: Option<String> = label("Bucket"),
        id: Option<String> = query("id"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
        intelligent_tiering_configuration: Option<IntelligentTieringConfiguration> = document("IntelligentTieringConfiguration"),
    }
}

shape! {
    /// The output of `PutBucketIntelligentTieringConfiguration`.
    pub output(put_bucket_intelligent_tiering_configuration) struct PutBucketIntelligentTieringConfigurationOutput {
    }
}

operation_error! {
    /// The error of `PutBucketIntelligentTieringConfiguration`.
    PutBucketIntelligentTieringConfigurationError {}
}
