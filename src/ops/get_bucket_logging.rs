//! Returns the server access logging of a bucket; the document is empty if the bucket has none.
//!
//! [`GetBucketLogging`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLogging.html).

use super::prelude::*;

static ACTION: Action = Action::of_bucket("s3:GetBucketLogging");

impl Rules for GetBucketLoggingInput {
    type Output = GetBucketLoggingOutput;
    type Error = GetBucketLoggingError;
    const NAME: &'static str = "GetBucketLogging";
    const ROUTE: Route = Route::new("GET", Target::Bucket).query(&["logging"]).root("BucketLoggingStatus");
    const ERRORS: &'static [&'static [&'static ErrorRow]] =
        &[&[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED]];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, bucket, &self, &ACTION)?;
        let logging_enabled = bucket.configurations.logging.as_ref().map(|own| own.document().clone());
        Ok(GetBucketLoggingOutput { logging_enabled, ..Default::default() })
    }
}

shape! {
    /// The input of `GetBucketLogging`.
    pub input(get_bucket_logging) struct GetBucketLoggingInput {
        bucket: Option<String> = label("Bucket"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// The output of `GetBucketLogging`.
    pub output(get_bucket_logging) struct GetBucketLoggingOutput {
        logging_enabled: Option<LoggingEnabled> = element("LoggingEnabled"),
    }
}

operation_error! {
    /// The error of `GetBucketLogging`.
    GetBucketLoggingError {}
}
