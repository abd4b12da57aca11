//! Replaces a bucket's tags.
//!
//! [`PutBucketTagging`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketTagging.html).

use super::prelude::*;
use crate::model::tag::{Tagged, Tags};

impl Rules for PutBucketTaggingInput {
    type Output = PutBucketTaggingOutput;
    type Error = PutBucketTaggingError;
    const NAME: &'static str = "PutBucketTagging";
    const ROUTE: Route = Route::new("PUT", Target::Bucket).query(&["tagging"]).needs_digest().status(204);
    const ERRORS: &'static [&'static [&'static ErrorRow]] = &[
        &[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED, &BODY_EMPTY, &MALFORMED_XML],
        &[&TAG_TWICE, &TAG_RESERVED_ON_BUCKET, &TAG_KEY_INVALID, &TAG_VALUE_INVALID, &TAGS_OF_BUCKET_TOO_MANY],
    ];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, bucket, &self, &action::PUT_BUCKET_TAGGING)?;
        let bucket = bucket.name.clone();
        let tagging = steps::document(self.tagging)?;
        let tags = Tags::new(Tagged::Bucket, tagging.tag_set)?;
        call.store.bucket_mut(bucket.as_str())?.tags = tags;
        Ok(PutBucketTaggingOutput::default())
    }
}

shape! {
    /// What `PutBucketTagging` takes.
    pub input(put_bucket_tagging) struct PutBucketTaggingInput {
        bucket: Option<String> = label("Bucket"),
        content_md5: Option<String> = header("Content-MD5"),
        checksum_algorithm: Option<ChecksumAlgorithm> = header("x-amz-sdk-checksum-algorithm"),
        tagging: Option<Tagging> = document("Tagging"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// Output of `PutBucketTagging`.
    pub output(put_bucket_tagging) struct PutBucketTaggingOutput {
    }
}

operation_error! {
    /// What `PutBucketTagging` fails with.
    PutBucketTaggingError {}
}
