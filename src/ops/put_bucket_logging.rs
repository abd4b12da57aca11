//! Sets the server access logging of a bucket, or removes it. Stored only: no logs are delivered.
//!
//! [`PutBucketLogging`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLogging.html).

use super::prelude::*;
use crate::model::configurations::Logging;
use crate::model::store::Store;

static ACTION: Action = Action::of_bucket("s3:PutBucketLogging");

impl Rules for PutBucketLoggingInput {
    type Output = PutBucketLoggingOutput;
    type Error = PutBucketLoggingError;
    const NAME: &'static str = "PutBucketLogging";
    const ROUTE: Route = Route::new("PUT", Target::Bucket).query(&["logging"]).needs_digest();
    const ERRORS: &'static [&'static [&'static ErrorRow]] = &[
        &[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED, &MALFORMED_XML],
        &[&CROSS_LOCATION_LOGGING, &LOGGING_TARGET_MISSING, &LOGGING_TARGET_OWNER],
    ];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, bucket, &self, &ACTION)?;
        let bucket = bucket.name.clone();
        let sent = self.bucket_logging_status.ok_or_else(|| MALFORMED_XML.error().because("there is no body"))?;
        let logging = sent.logging_enabled.map(Logging::new).transpose()?;
        if let Some(logging) = &logging {
            check_target(call.store, bucket.as_str(), logging.document().target_bucket())?;
        }
        call.store.bucket_mut(bucket.as_str())?.configurations.logging = logging;
        Ok(PutBucketLoggingOutput::default())
    }
}

/// Checks that the target bucket exists, and has the owner and the Region of the bucket that is logged.
fn check_target(store: &Store, bucket: &str, target: &str) -> Result<(), S3Error> {
    let own = store.bucket(bucket)?;
    let Ok(found) = store.bucket(target) else {
        return Err(LOGGING_TARGET_MISSING.error().with("TargetBucket", target));
    };
    if found.owner != own.owner {
        return Err(LOGGING_TARGET_OWNER.error().with("TargetBucket", target));
    }
    match found.region == own.region {
        true => Ok(()),
        false => Err(CROSS_LOCATION_LOGGING.error().with("TargetBucketLocation", &found.region)),
    }
}

shape! {
    /// The input of `PutBucketLogging`.
    pub input(put_bucket_logging) struct PutBucketLoggingInput {
        bucket: Option<String> = label("Bucket"),
        bucket_logging_status: Option<BucketLoggingStatus> = document("BucketLoggingStatus"),
        content_md5: Option<String> = header("Content-MD5"),
        checksum_algorithm: Option<ChecksumAlgorithm> = header("x-amz-sdk-checksum-algorithm"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// The output of `PutBucketLogging`.
    pub output(put_bucket_logging) struct PutBucketLoggingOutput {
    }
}

operation_error! {
    /// The error of `PutBucketLogging`.
    PutBucketLoggingError {}
}
