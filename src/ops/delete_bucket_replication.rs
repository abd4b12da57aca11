//! Removes the replication configuration of a bucket.
//!
//! [`DeleteBucketReplication`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketReplication.html).

use super::prelude::*;

static ACTION: Action = Action::of_bucket("s3:PutReplicationConfiguration");

impl Rules for DeleteBucketReplicationInput {
    type Output = DeleteBucketReplicationOutput;
    type Error = DeleteBucketReplicationError;
    const NAME: &'static str = "DeleteBucketReplication";
    const ROUTE: Route = Route::new("DELETE", Target::Bucket).query(&["replication"]).status(204);
    const ERRORS: &'static [&'static [&'static ErrorRow]] =
        &[&[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED]];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, bucket, &self, &ACTION)?;
        let bucket = bucket.name.clone();
        call.store.bucket_mut(bucket.as_str())?.configurations.replication = None;
        Ok(DeleteBucketReplicationOutput::default())
    }
}

shape! {
    /// The input of `DeleteBucketReplication`.
    pub input(delete_bucket_replication) struct DeleteBucketReplicationInput {
        bucket: Option<String> = label("Bucket"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// The output of `DeleteBucketReplication`.
    pub output(delete_bucket_replication) struct DeleteBucketReplicationOutput {
    }
}

operation_error! {
    /// The error of `DeleteBucketReplication`.
    DeleteBucketReplicationError {}
}
