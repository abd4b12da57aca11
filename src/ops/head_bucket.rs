//! Tells whether a bucket is there.
//!
//! [`HeadBucket`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html).

use super::prelude::*;

impl Rules for HeadBucketInput {
    type Output = HeadBucketOutput;
    type Error = HeadBucketError;
    const NAME: &'static str = "HeadBucket";
    const ROUTE: Route = Route::new("HEAD", Target::Bucket).document_type(DocumentType::Always);
    const ERRORS: &'static [&'static [&'static ErrorRow]] =
        &[&[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED]];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner());
        let bucket = bucket.map_err(|error| tell(error, &self, call))?;
        access::on_bucket(call, bucket, &self, &action::LIST_BUCKET).map_err(|error| tell(error, &self, call))?;
        Ok(HeadBucketOutput {
            bucket_arn: Some(bucket.name.arn()),
            bucket_region: Some(bucket.region.clone()),
            access_point_alias: Some(false),
            ..Default::default()
        })
    }
}

/// A refusal tells the Region too, so that clients can ask there.
fn tell(error: S3Error, input: &HeadBucketInput, call: &Call<'_>) -> S3Error {
    match call.store.bucket(input.bucket().unwrap_or_default()) {
        Ok(bucket) => error.with_header("x-amz-bucket-region", &bucket.region),
        Err(_) => error,
    }
}

shape! {
    /// What `HeadBucket` takes.
    pub input(head_bucket) struct HeadBucketInput {
        bucket: Option<String> = label("Bucket"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// Output of `HeadBucket`.
    pub output(head_bucket) struct HeadBucketOutput {
        bucket_arn: Option<String> = header("x-amz-bucket-arn"),
        bucket_location_type: Option<LocationType> = header("x-amz-bucket-location-type"),
        bucket_location_name: Option<String> = header("x-amz-bucket-location-name"),
        bucket_region: Option<String> = header("x-amz-bucket-region"),
        access_point_alias: Option<bool> = header("x-amz-access-point-alias"),
    }
}

operation_error! {
    /// What `HeadBucket` fails with.
    HeadBucketError { NotFound }
}
