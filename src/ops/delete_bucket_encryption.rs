//! Has a bucket encrypt as S3 does by itself.
//!
//! [`DeleteBucketEncryption`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketEncryption.html).

use super::prelude::*;

impl Rules for DeleteBucketEncryptionInput {
    type Output = DeleteBucketEncryptionOutput;
    type Error = DeleteBucketEncryptionError;
    const NAME: &'static str = "DeleteBucketEncryption";
    const ROUTE: Route = Route::new("DELETE", Target::Bucket).query(&["encryption"]).status(204);
    const ERRORS: &'static [&'static [&'static ErrorRow]] =
        &[&[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED]];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, bucket, &self, &action::PUT_ENCRYPTION)?;
        let bucket = bucket.name.clone();
        let settings = &mut call.store.bucket_mut(bucket.as_str())?.settings;
        // What is blocked stays so: to allow it unasked would be the greater surprise.
        settings.encryption = None;
        call.guess = settings.blocks_customer_keys.map(|_| &BLOCK_KEPT);
        Ok(DeleteBucketEncryptionOutput::default())
    }
}

shape! {
    /// What `DeleteBucketEncryption` takes.
    pub input(delete_bucket_encryption) struct DeleteBucketEncryptionInput {
        bucket: Option<String> = label("Bucket"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// Output of `DeleteBucketEncryption`.
    pub output(delete_bucket_encryption) struct DeleteBucketEncryptionOutput {
    }
}

operation_error! {
    /// What `DeleteBucketEncryption` fails with.
    DeleteBucketEncryptionError {}
}
