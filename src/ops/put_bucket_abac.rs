//! Sets whether the tags of a bucket control access to it. Stored only: policies do not see the tags of a bucket.
//!
//! [`PutBucketAbac`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketAbac.html).

use super::prelude::*;

static ACTION: Action = Action::of_bucket("s3:PutBucketAbac");

impl Rules for PutBucketAbacInput {
    type Output = PutBucketAbacOutput;
    type Error = PutBucketAbacError;
    const NAME: &'static str = "PutBucketAbac";
    const ROUTE: Route = Route::new("PUT", Target::Bucket).query(&["abac"]).takes_digest();
    const ERRORS: &'static [&'static [&'static ErrorRow]] =
        &[&[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED, &MALFORMED_XML]];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, bucket, &self, &ACTION)?;
        let bucket = bucket.name.clone();
        let status = status(self.abac_status())?;
        call.store.bucket_mut(bucket.as_str())?.configurations.abac = Some(status);
        Ok(PutBucketAbacOutput::default())
    }
}

/// The status that a document sets.
pub(crate) fn status(sent: Option<&AbacStatus>) -> Result<BucketAbacStatus, S3Error> {
    match sent.and_then(AbacStatus::status) {
        Some(BucketAbacStatus::Unknown(_)) | None => {
            Err(MALFORMED_XML.error().because("the status is Enabled or Disabled"))
        }
        Some(known) => Ok(known.clone()),
    }
}

shape! {
    /// The input of `PutBucketAbac`.
    pub input(put_bucket_abac) struct PutBucketAbacInput {
        bucket: Option<String> = label("Bucket"),
        content_md5: Option<String> = header("Content-MD5"),
        checksum_algorithm: Option<ChecksumAlgorithm> = header("x-amz-sdk-checksum-algorithm"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
        abac_status: Option<AbacStatus> = document("AbacStatus"),
    }
}

shape! {
    /// The output of `PutBucketAbac`.
    pub output(put_bucket_abac) struct PutBucketAbacOutput {
    }
}

operation_error! {
    /// The error of `PutBucketAbac`.
    PutBucketAbacError {}
}
