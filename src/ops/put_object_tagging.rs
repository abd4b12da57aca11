//! Replaces an object's tags.
//!
//! [`PutObjectTagging`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectTagging.html).

use super::prelude::*;
use crate::model::tag::{Tagged, Tags};

impl Rules for PutObjectTaggingInput {
    type Output = PutObjectTaggingOutput;
    type Error = PutObjectTaggingError;
    const NAME: &'static str = "PutObjectTagging";
    const ROUTE: Route = Route::new("PUT", Target::Object).query(&["tagging"]).needs_digest();
    const ERRORS: &'static [&'static [&'static ErrorRow]] = &[
        &[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED, &KEY_TOO_LONG, &BODY_EMPTY, &MALFORMED_XML],
        &steps::version::ERRORS,
        &steps::tagging::ERRORS,
        &[&TAG_TWICE],
    ];

    fn conditions(&self) -> Vec<(String, String)> {
        access::tags_sent(self.tagging().map(Tagging::tag_set).unwrap_or_default())
    }

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        let (name, key) = (bucket.name.clone(), key(self.key())?);
        let found = steps::version::find_or_marker(bucket, &key, self.version_id(), "PUT");
        let found = access::on_found(call, bucket, &self, &action::PUT_OBJECT_TAGGING, &key, found)?;
        let (version, shown) = (found.id().clone(), found.shown());
        let tagging = steps::document(self.tagging)?;
        let tags = Tags::new(Tagged::Object, tagging.tag_set)?;
        steps::tagging::replace(call.store, &name, &key, &version, tags);
        Ok(PutObjectTaggingOutput { version_id: shown, ..Default::default() })
    }
}

shape! {
    /// What `PutObjectTagging` takes.
    pub input(put_object_tagging) struct PutObjectTaggingInput {
        bucket: Option<String> = label("Bucket"),
        key: Option<String> = label("Key"),
        version_id: Option<String> = query("versionId"),
        content_md5: Option<String> = header("Content-MD5"),
        checksum_algorithm: Option<ChecksumAlgorithm> = header("x-amz-sdk-checksum-algorithm"),
        tagging: Option<Tagging> = document("Tagging"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
        request_payer: Option<RequestPayer> = header("x-amz-request-payer"),
    }
}

shape! {
    /// Output of `PutObjectTagging`.
    pub output(put_object_tagging) struct PutObjectTaggingOutput {
        version_id: Option<String> = header("x-amz-version-id"),
    }
}

operation_error! {
    /// What `PutObjectTagging` fails with.
    PutObjectTaggingError {}
}
