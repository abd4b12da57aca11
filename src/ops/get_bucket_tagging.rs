//! Gives a bucket's tags.
//!
//! [`GetBucketTagging`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketTagging.html).

use super::prelude::*;

impl Rules for GetBucketTaggingInput {
    type Output = GetBucketTaggingOutput;
    type Error = GetBucketTaggingError;
    const NAME: &'static str = "GetBucketTagging";
    const ROUTE: Route = Route::new("GET", Target::Bucket).query(&["tagging"]).root("Tagging");
    const ERRORS: &'static [&'static [&'static ErrorRow]] =
        &[&[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED, &NO_SUCH_TAG_SET]];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, bucket, &self, &action::GET_BUCKET_TAGGING)?;
        // Unlike an object, a bucket has no empty set (recorded).
        if bucket.tags.is_empty() {
            return Err(NO_SUCH_TAG_SET.error().with("BucketName", &bucket.name));
        }
        Ok(GetBucketTaggingOutput { tag_set: bucket.tags.as_slice().to_vec(), ..Default::default() })
    }
}

shape! {
    /// What `GetBucketTagging` takes.
    pub input(get_bucket_tagging) struct GetBucketTaggingInput {
        bucket: Option<String> = label("Bucket"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// Output of `GetBucketTagging`.
    pub checked output(get_bucket_tagging) struct GetBucketTaggingOutput {
        tag_set: Vec<Tag> = wrapped("TagSet", "Tag"),
    }
}

operation_error! {
    /// What `GetBucketTagging` fails with.
    GetBucketTaggingError {}
}
