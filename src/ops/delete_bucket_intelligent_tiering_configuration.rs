//! Removes an S3 Intelligent-Tiering configuration of a bucket by its id.
//!
//! [`DeleteBucketIntelligentTieringConfiguration`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketIntelligentTieringConfiguration.html).

use super::prelude::*;

static ACTION: Action = Action::of_bucket("s3:PutIntelligentTieringConfiguration");

impl Rules for DeleteBucketIntelligentTieringConfigurationInput {
    type Output = DeleteBucketIntelligentTieringConfigurationOutput;
    type Error = DeleteBucketIntelligentTieringConfigurationError;
    const NAME: &'static str = "DeleteBucketIntelligentTieringConfiguration";
    const ROUTE: Route = Route::new("DELETE", Target::Bucket).query(&["intelligent-tiering"]).status(204);
    const ERRORS: &'static [&'static [&'static ErrorRow]] =
        &[&[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED, &NO_SUCH_CONFIGURATION]];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, bucket, &self, &ACTION)?;
        let bucket = bucket.name.clone();
        let id = self.id().unwrap_or_default();
        call.store.bucket_mut(bucket.as_str())?.configurations.intelligent_tiering.remove(id)?;
        Ok(DeleteBucketIntelligentTieringConfigurationOutput::default())
    }
}

shape! {
    /// The input of `DeleteBucketIntelligentTieringConfiguration`.
    pub input(delete_bucket_intelligent_tiering_configuration) struct DeleteBucketIntelligentTieringConfigurationInput {
        bucket: Option<String> = label("Bucket"),
        id: Option<String> = query("id"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// The output of `DeleteBucketIntelligentTieringConfiguration`.
    pub output(delete_bucket_intelligent_tiering_configuration)
    struct DeleteBucketIntelligentTieringConfigurationOutput {
    }
}

operation_error! {
    /// The error of `DeleteBucketIntelligentTieringConfiguration`.
    DeleteBucketIntelligentTieringConfigurationError {}
}
