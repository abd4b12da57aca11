//! Deletes a bucket that has no objects.
//!
//! [`DeleteBucket`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucket.html).

use super::prelude::*;
use crate::model::bucket::Versioning;

impl Rules for DeleteBucketInput {
    type Output = DeleteBucketOutput;
    type Error = DeleteBucketError;
    const NAME: &'static str = "DeleteBucket";
    const ROUTE: Route = Route::new("DELETE", Target::Bucket).status(204);
    const ERRORS: &'static [&'static [&'static ErrorRow]] =
        &[&[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED], &[&BUCKET_NOT_EMPTY, &BUCKET_HAS_VERSIONS]];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, bucket, &self, &action::DELETE_BUCKET)?;
        if let Some(key) = bucket.any_key() {
            // The sentence is longer where versions may be what is left (recorded).
            let row = match bucket.versioning() {
                Versioning::Unversioned => &BUCKET_NOT_EMPTY,
                Versioning::Enabled | Versioning::Suspended => &BUCKET_HAS_VERSIONS,
            };
            return Err(row.error().with("BucketName", &bucket.name).because(format!("{key} is in it")));
        }
        // Open uploads do not keep a bucket: they go with it. The documentation asks only of directory buckets that
        // they be aborted first, and who tried saw it succeed; some remember otherwise, and for them is the setting.
        if let Some(upload) = bucket.uploads().values().next().filter(|_| call.store.settings.uploads_keep_buckets) {
            let error = BUCKET_NOT_EMPTY.error().with("BucketName", &bucket.name);
            return Err(error.because(format!("an upload of {} is open", upload.key)));
        }
        let name = bucket.name.clone();
        call.store.delete_bucket(&name);
        Ok(DeleteBucketOutput::default())
    }
}

shape! {
    /// What `DeleteBucket` takes.
    pub input(delete_bucket) struct DeleteBucketInput {
        bucket: Option<String> = label("Bucket"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// Output of `DeleteBucket`.
    pub output(delete_bucket) struct DeleteBucketOutput {
    }
}

operation_error! {
    /// What `DeleteBucket` fails with.
    DeleteBucketError {}
}
