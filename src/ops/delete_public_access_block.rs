//! Unblocks public access to a bucket.
//!
//! [`DeletePublicAccessBlock`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeletePublicAccessBlock.html).

use super::prelude::*;

impl Rules for DeletePublicAccessBlockInput {
    type Output = DeletePublicAccessBlockOutput;
    type Error = DeletePublicAccessBlockError;
    const NAME: &'static str = "DeletePublicAccessBlock";
    const ROUTE: Route = Route::new("DELETE", Target::Bucket).query(&["publicAccessBlock"]).status(204);
    const ERRORS: &'static [&'static [&'static ErrorRow]] =
        &[&[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED]];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, bucket, &self, &action::PUT_BUCKET_PUBLIC_ACCESS_BLOCK)?;
        let bucket = bucket.name.clone();
        call.store.bucket_mut(bucket.as_str())?.settings.public_access_block = None;
        Ok(DeletePublicAccessBlockOutput::default())
    }
}

shape! {
    /// What `DeletePublicAccessBlock` takes.
    pub input(delete_public_access_block) struct DeletePublicAccessBlockInput {
        bucket: Option<String> = label("Bucket"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// Output of `DeletePublicAccessBlock`.
    pub output(delete_public_access_block) struct DeletePublicAccessBlockOutput {
    }
}

operation_error! {
    /// What `DeletePublicAccessBlock` fails with.
    DeletePublicAccessBlockError {}
}
