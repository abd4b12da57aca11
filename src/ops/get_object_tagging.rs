//! Gives an object's tags.
//!
//! [`GetObjectTagging`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectTagging.html).

use super::prelude::*;

impl Rules for GetObjectTaggingInput {
    type Output = GetObjectTaggingOutput;
    type Error = GetObjectTaggingError;
    const NAME: &'static str = "GetObjectTagging";
    const ROUTE: Route =
        Route::new("GET", Target::Object).query(&["tagging"]).root("Tagging").document_type(DocumentType::Never);
    const ERRORS: &'static [&'static [&'static ErrorRow]] =
        &[&[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED, &KEY_TOO_LONG], &steps::version::ERRORS];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        let key = key(self.key())?;
        let found = steps::version::find_or_marker(bucket, &key, self.version_id(), "GET");
        let found = access::on_found(call, bucket, &self, &action::GET_OBJECT_TAGGING, &key, found);
        let found = found.map_err(|error| match error.row() == &NO_SUCH_KEY {
            // Here alone the bucket is part of the key's name (recorded).
            true => NO_SUCH_KEY.error().with("Key", format_args!("{}/{key}", bucket.name)),
            false => error,
        })?;
        let tag_set = found.object.attributes.tags.as_slice().to_vec();
        Ok(GetObjectTaggingOutput { version_id: found.shown(), tag_set, ..Default::default() })
    }
}

shape! {
    /// What `GetObjectTagging` takes.
    pub input(get_object_tagging) struct GetObjectTaggingInput {
        bucket: Option<String> = label("Bucket"),
        key: Option<String> = label("Key"),
        version_id: Option<String> = query("versionId"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
        request_payer: Option<RequestPayer> = header("x-amz-request-payer"),
    }
}

shape! {
    /// Output of `GetObjectTagging`.
    pub checked output(get_object_tagging) struct GetObjectTaggingOutput {
        version_id: Option<String> = header("x-amz-version-id"),
        tag_set: Vec<Tag> = wrapped("TagSet", "Tag"),
    }
}

operation_error! {
    /// What `GetObjectTagging` fails with.
    GetObjectTaggingError {}
}
