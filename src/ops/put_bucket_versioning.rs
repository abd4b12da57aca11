//! Has a bucket keep versions, or stop to.
//!
//! [`PutBucketVersioning`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketVersioning.html).

use super::prelude::*;
use crate::model::bucket::Versioning;

impl Rules for PutBucketVersioningInput {
    type Output = PutBucketVersioningOutput;
    type Error = PutBucketVersioningError;
    const NAME: &'static str = "PutBucketVersioning";
    const ROUTE: Route = Route::new("PUT", Target::Bucket).query(&["versioning"]).needs_digest();
    const ERRORS: &'static [&'static [&'static ErrorRow]] = &[
        &[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED, &BODY_EMPTY, &MALFORMED_XML],
        &[&VERSIONING_MISSING, &VERSIONING_LOCKED],
    ];
    const NOT_MODELLED: &'static [&'static [&'static str]] = &[&["mfa"]];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, bucket, &self, &action::PUT_BUCKET_VERSIONING)?;
        let bucket = bucket.name.clone();
        let configuration = steps::document(self.versioning_configuration)?;
        let versioning = versioning(&configuration)?;
        call.store.bucket_mut(bucket.as_str())?.set_versioning(versioning)?;
        Ok(PutBucketVersioningOutput::default())
    }
}

/// What is asked for.
pub(crate) fn versioning(configuration: &VersioningConfiguration) -> Result<Versioning, S3Error> {
    match &configuration.mfa_delete {
        None | Some(MfaDelete::Disabled) => {}
        Some(MfaDelete::Enabled) => return Err(NOT_MODELLED.fill(&[&"`MfaDelete` of PutBucketVersioning"])),
        Some(MfaDelete::Unknown(_)) => return Err(MALFORMED_XML.error().because("MfaDelete is Enabled or Disabled")),
    }
    match &configuration.status {
        None => Err(VERSIONING_MISSING.error().because("the document has no Status")),
        Some(BucketVersioningStatus::Enabled) => Ok(Versioning::Enabled),
        Some(BucketVersioningStatus::Suspended) => Ok(Versioning::Suspended),
        Some(BucketVersioningStatus::Unknown(status)) => {
            Err(MALFORMED_XML.error().because(format!("a status is Enabled or Suspended, not {status} (recorded)")))
        }
    }
}

shape! {
    /// What `PutBucketVersioning` takes.
    pub input(put_bucket_versioning) struct PutBucketVersioningInput {
        bucket: Option<String> = label("Bucket"),
        content_md5: Option<String> = header("Content-MD5"),
        checksum_algorithm: Option<ChecksumAlgorithm> = header("x-amz-sdk-checksum-algorithm"),
        mfa: Option<String> = header("x-amz-mfa"),
        versioning_configuration: Option<VersioningConfiguration> = document("VersioningConfiguration"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// Output of `PutBucketVersioning`.
    pub output(put_bucket_versioning) struct PutBucketVersioningOutput {
    }
}

operation_error! {
    /// What `PutBucketVersioning` fails with.
    PutBucketVersioningError {}
}
