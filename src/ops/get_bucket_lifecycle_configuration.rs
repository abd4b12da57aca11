//! Gives a bucket's lifecycle rules back as they were put.
//!
//! [`GetBucketLifecycleConfiguration`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLifecycleConfiguration.html).

use super::prelude::*;

impl Rules for GetBucketLifecycleConfigurationInput {
    type Output = GetBucketLifecycleConfigurationOutput;
    type Error = GetBucketLifecycleConfigurationError;
    const NAME: &'static str = "GetBucketLifecycleConfiguration";
    const ROUTE: Route = Route::new("GET", Target::Bucket).query(&["lifecycle"]).root("LifecycleConfiguration");
    const ERRORS: &'static [&'static [&'static ErrorRow]] =
        &[&[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED, &NO_SUCH_LIFECYCLE]];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, bucket, &self, &action::GET_LIFECYCLE)?;
        let lifecycle = bucket.lifecycle().ok_or_else(|| NO_SUCH_LIFECYCLE.error().with("BucketName", &bucket.name))?;
        Ok(GetBucketLifecycleConfigurationOutput {
            rules: Some(lifecycle.rules().to_vec()),
            transition_default_minimum_object_size: Some(lifecycle.small_objects().into()),
            ..Default::default()
        })
    }
}

shape! {
    /// What `GetBucketLifecycleConfiguration` takes.
    pub input(get_bucket_lifecycle_configuration) struct GetBucketLifecycleConfigurationInput {
        bucket: Option<String> = label("Bucket"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// Output of `GetBucketLifecycleConfiguration`.
    pub output(get_bucket_lifecycle_configuration) struct GetBucketLifecycleConfigurationOutput {
        rules: Option<Vec<LifecycleRule>> = element("Rule"),
        transition_default_minimum_object_size: Option<TransitionDefaultMinimumObjectSize> = header("x-amz-transition-default-minimum-object-size"),
    }
}

operation_error! {
    /// What `GetBucketLifecycleConfiguration` fails with.
    GetBucketLifecycleConfigurationError {}
}
