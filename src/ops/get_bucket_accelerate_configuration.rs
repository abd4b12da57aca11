//! Returns the state of a bucket's transfer acceleration, if one was ever set.
//!
//! [`GetBucketAccelerateConfiguration`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketAccelerateConfiguration.html).

use super::prelude::*;
use crate::model::bucket::Acceleration;

static ACTION: Action = Action::of_bucket("s3:GetAccelerateConfiguration");

impl Rules for GetBucketAccelerateConfigurationInput {
    type Output = GetBucketAccelerateConfigurationOutput;
    type Error = GetBucketAccelerateConfigurationError;
    const NAME: &'static str = "GetBucketAccelerateConfiguration";
    const ROUTE: Route = Route::new("GET", Target::Bucket).query(&["accelerate"]).root("AccelerateConfiguration");
    const ERRORS: &'static [&'static [&'static ErrorRow]] =
        &[&[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED]];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, bucket, &self, &ACTION)?;
        let status = bucket.acceleration.map(status);
        Ok(GetBucketAccelerateConfigurationOutput { status, request_charged: charged(call), ..Default::default() })
    }
}

/// The state, as documents have it.
pub(crate) fn status(own: Acceleration) -> BucketAccelerateStatus {
    match own {
        Acceleration::Enabled => BucketAccelerateStatus::Enabled,
        Acceleration::Suspended => BucketAccelerateStatus::Suspended,
    }
}

shape! {
    /// The input of `GetBucketAccelerateConfiguration`.
    pub input(get_bucket_accelerate_configuration) struct GetBucketAccelerateConfigurationInput {
        bucket: Option<String> = label("Bucket"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
        request_payer: Option<RequestPayer> = header("x-amz-request-payer"),
    }
}

shape! {
    /// The output of `GetBucketAccelerateConfiguration`.
    pub output(get_bucket_accelerate_configuration) struct GetBucketAccelerateConfigurationOutput {
        status: Option<BucketAccelerateStatus> = element("Status"),
        request_charged: Option<RequestCharged> = header("x-amz-request-charged"),
    }
}

operation_error! {
    /// The error of `GetBucketAccelerateConfiguration`.
    GetBucketAccelerateConfigurationError {}
}
