//! Says who owns what is uploaded to a bucket, and with that, whether it has ACLs.
//!
//! [`PutBucketOwnershipControls`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketOwnershipControls.html).

use super::prelude::*;
use crate::model::settings::Ownership;

impl Rules for PutBucketOwnershipControlsInput {
    type Output = PutBucketOwnershipControlsOutput;
    type Error = PutBucketOwnershipControlsError;
    const NAME: &'static str = "PutBucketOwnershipControls";
    const ROUTE: Route = Route::new("PUT", Target::Bucket).query(&["ownershipControls"]).needs_digest();
    const ANSWERS: &'static [&'static [&'static Answer]] =
        &[&[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED, &MALFORMED_XML]];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, bucket, &self, &action::PUT_BUCKET_OWNERSHIP)?;
        let bucket = bucket.name.clone();
        let ownership = ownership(self.ownership_controls())?;

        call.store.bucket_mut(bucket.as_str())?.settings.ownership = Some(ownership);
        Ok(PutBucketOwnershipControlsOutput::default())
    }
}

/// The one rule's.
fn ownership(sent: Option<&OwnershipControls>) -> Result<Ownership, S3Error> {
    let malformed = |why: &str| MALFORMED_XML.error().because(why);
    match sent.map(OwnershipControls::rules) {
        None => Err(malformed("there is no document")),
        Some([rule]) => Ownership::of(&rule.object_ownership).ok_or_else(|| malformed("nobody knows this ownership")),
        Some(rules) => Err(malformed(&format!("ownership controls have one rule, and not {}", rules.len()))),
    }
}

shape! {
    /// What `PutBucketOwnershipControls` takes.
    pub input(put_bucket_ownership_controls) struct PutBucketOwnershipControlsInput {
        bucket: Option<String> = label("Bucket"),
        content_md5: Option<String> = header("Content-MD5"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
        ownership_controls: Option<OwnershipControls> = document("OwnershipControls"),
        checksum_algorithm: Option<ChecksumAlgorithm> = header("x-amz-sdk-checksum-algorithm"),
    }
}

shape! {
    /// What `PutBucketOwnershipControls` answers.
    pub output(put_bucket_ownership_controls) struct PutBucketOwnershipControlsOutput {
    }
}

operation_error! {
    /// What `PutBucketOwnershipControls` fails with.
    PutBucketOwnershipControlsError {}
}
