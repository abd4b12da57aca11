//! Takes an object's tags away.
//!
//! [`DeleteObjectTagging`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjectTagging.html).

use super::prelude::*;
use crate::model::tag::Tags;

impl Rules for DeleteObjectTaggingInput {
    type Output = DeleteObjectTaggingOutput;
    type Error = DeleteObjectTaggingError;
    const NAME: &'static str = "DeleteObjectTagging";
    const ROUTE: Route = Route::new("DELETE", Target::Object).query(&["tagging"]).status(204);
    const ERRORS: &'static [&'static [&'static ErrorRow]] =
        &[&[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED, &KEY_TOO_LONG], &steps::version::ERRORS];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        let (name, key) = (bucket.name.clone(), key(self.key())?);
        let found = steps::version::find_or_marker(bucket, &key, self.version_id(), "DELETE");
        let found = access::on_found(call, bucket, &self, &action::DELETE_OBJECT_TAGGING, &key, found)?;
        let (version, shown) = (found.id().clone(), found.shown());
        steps::tagging::replace(call.store, &name, &key, &version, Tags::default());
        Ok(DeleteObjectTaggingOutput { version_id: shown, ..Default::default() })
    }
}

shape! {
    /// What `DeleteObjectTagging` takes.
    pub input(delete_object_tagging) struct DeleteObjectTaggingInput {
        bucket: Option<String> = label("Bucket"),
        key: Option<String> = label("Key"),
        version_id: Option<String> = query("versionId"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// Output of `DeleteObjectTagging`.
    pub output(delete_object_tagging) struct DeleteObjectTaggingOutput {
        version_id: Option<String> = header("x-amz-version-id"),
    }
}

operation_error! {
    /// What `DeleteObjectTagging` fails with.
    DeleteObjectTaggingError {}
}
