//! Tells whether a bucket keeps versions.
//!
//! [`GetBucketVersioning`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketVersioning.html).

use super::prelude::*;
use crate::model::bucket::Versioning;

impl Rules for GetBucketVersioningInput {
    type Output = GetBucketVersioningOutput;
    type Error = GetBucketVersioningError;
    const NAME: &'static str = "GetBucketVersioning";
    const ROUTE: Route = Route::new("GET", Target::Bucket).query(&["versioning"]).root("VersioningConfiguration");
    const ERRORS: &'static [&'static [&'static ErrorRow]] =
        &[&[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED]];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, bucket, &self, &action::GET_BUCKET_VERSIONING)?;
        Ok(GetBucketVersioningOutput { status: status(bucket.versioning()), ..Default::default() })
    }
}

/// A bucket that never kept versions says nothing (recorded).
pub(crate) fn status(versioning: Versioning) -> Option<BucketVersioningStatus> {
    match versioning {
        Versioning::Unversioned => None,
        Versioning::Enabled => Some(BucketVersioningStatus::Enabled),
        Versioning::Suspended => Some(BucketVersioningStatus::Suspended),
    }
}

shape! {
    /// What `GetBucketVersioning` takes.
    pub input(get_bucket_versioning) struct GetBucketVersioningInput {
        bucket: Option<String> = label("Bucket"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// Output of `GetBucketVersioning`.
    pub output(get_bucket_versioning) struct GetBucketVersioningOutput {
        status: Option<BucketVersioningStatus> = element("Status"),
        mfa_delete: Option<MfaDeleteStatus> = element("MfaDelete"),
    }
}

operation_error! {
    /// What `GetBucketVersioning` fails with.
    GetBucketVersioningError {}
}
