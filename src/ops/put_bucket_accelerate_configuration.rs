//! Sets the state of a bucket's transfer acceleration.
//!
//! [`PutBucketAccelerateConfiguration`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketAccelerateConfiguration.html).

use super::prelude::*;
use crate::model::bucket::Acceleration;
use crate::model::name::BucketName;

static ACTION: Action = Action::of_bucket("s3:PutAccelerateConfiguration");

impl Rules for PutBucketAccelerateConfigurationInput {
    type Output = PutBucketAccelerateConfigurationOutput;
    type Error = PutBucketAccelerateConfigurationError;
    const NAME: &'static str = "PutBucketAccelerateConfiguration";
    const ROUTE: Route = Route::new("PUT", Target::Bucket).query(&["accelerate"]).takes_digest();
    const ERRORS: &'static [&'static [&'static ErrorRow]] =
        &[&[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED, &ACCELERATION_WITH_PERIODS, &MALFORMED_XML]];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, bucket, &self, &ACTION)?;
        let bucket = bucket.name.clone();
        let acceleration = acceleration(&bucket, self.accelerate_configuration())?;
        call.store.bucket_mut(bucket.as_str())?.acceleration = Some(acceleration);
        Ok(PutBucketAccelerateConfigurationOutput::default())
    }
}

/// The state that a document sets. A bucket with a period in its name is rejected before the document is read
/// (recorded).
pub(crate) fn acceleration(
    bucket: &BucketName,
    configuration: Option<&AccelerateConfiguration>,
) -> Result<Acceleration, S3Error> {
    if bucket.as_str().contains('.') {
        return Err(ACCELERATION_WITH_PERIODS.error().because(format!("the name is {bucket}")));
    }
    match configuration.and_then(AccelerateConfiguration::status) {
        Some(BucketAccelerateStatus::Enabled) => Ok(Acceleration::Enabled),
        Some(BucketAccelerateStatus::Suspended) => Ok(Acceleration::Suspended),
        Some(BucketAccelerateStatus::Unknown(other)) => {
            Err(MALFORMED_XML.error().because(format!("the status is Enabled or Suspended, not {other}")))
        }
        None => Err(MALFORMED_XML.error().because("the document has no status")),
    }
}

shape! {
    /// The input of `PutBucketAccelerateConfiguration`.
    pub input(put_bucket_accelerate_configuration) struct PutBucketAccelerateConfigurationInput {
        bucket: Option<String> = label("Bucket"),
        accelerate_configuration: Option<AccelerateConfiguration> = document("AccelerateConfiguration"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
        checksum_algorithm: Option<ChecksumAlgorithm> = header("x-amz-sdk-checksum-algorithm"),
    }
}

shape! {
    /// The output of `PutBucketAccelerateConfiguration`.
    pub output(put_bucket_accelerate_configuration) struct PutBucketAccelerateConfigurationOutput {
    }
}

operation_error! {
    /// The error of `PutBucketAccelerateConfiguration`.
    PutBucketAccelerateConfigurationError {}
}
