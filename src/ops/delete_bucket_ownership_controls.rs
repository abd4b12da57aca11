//! Takes a bucket's ownership controls away: from then on ACLs are enabled, and who uploads owns.
//!
//! [`DeleteBucketOwnershipControls`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketOwnershipControls.html).

use super::prelude::*;

impl Rules for DeleteBucketOwnershipControlsInput {
    type Output = DeleteBucketOwnershipControlsOutput;
    type Error = DeleteBucketOwnershipControlsError;
    const NAME: &'static str = "DeleteBucketOwnershipControls";
    const ROUTE: Route = Route::new("DELETE", Target::Bucket).query(&["ownershipControls"]).status(204);
    const ERRORS: &'static [&'static [&'static ErrorRow]] =
        &[&[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED]];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, bucket, &self, &action::PUT_BUCKET_OWNERSHIP)?;
        let bucket = bucket.name.clone();
        call.store.bucket_mut(bucket.as_str())?.settings.ownership = None;
        Ok(DeleteBucketOwnershipControlsOutput::default())
    }
}

shape! {
    /// What `DeleteBucketOwnershipControls` takes.
    pub input(delete_bucket_ownership_controls) struct DeleteBucketOwnershipControlsInput {
        bucket: Option<String> = label("Bucket"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// Output of `DeleteBucketOwnershipControls`.
    pub output(delete_bucket_ownership_controls) struct DeleteBucketOwnershipControlsOutput {
    }
}

operation_error! {
    /// What `DeleteBucketOwnershipControls` fails with.
    DeleteBucketOwnershipControlsError {}
}
