//! Returns the replication configuration of a bucket.
//!
//! [`GetBucketReplication`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketReplication.html).

use super::prelude::*;

static ACTION: Action = Action::of_bucket("s3:GetReplicationConfiguration");

impl Rules for GetBucketReplicationInput {
    type Output = GetBucketReplicationOutput;
    type Error = GetBucketReplicationError;
    const NAME: &'static str = "GetBucketReplication";
    const ROUTE: Route = Route::new("GET", Target::Bucket).query(&["replication"]);
    const ERRORS: &'static [&'static [&'static ErrorRow]] =
        &[&[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED, &NO_SUCH_REPLICATION]];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, bucket, &self, &ACTION)?;
        let own = bucket.configurations.replication.as_ref();
        let own = own.ok_or_else(|| NO_SUCH_REPLICATION.error().with("BucketName", &bucket.name))?.document().clone();
        Ok(GetBucketReplicationOutput { replication_configuration: Some(own), ..Default::default() })
    }
}

shape! {
    /// The input of `GetBucketReplication`.
    pub input(get_bucket_replication) struct GetBucketReplicationInput {
        bucket: Option<String> = label("Bucket"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// The output of `GetBucketReplication`.
    pub output(get_bucket_replication) struct GetBucketReplicationOutput {
        replication_configuration: Option<ReplicationConfiguration> = document("ReplicationConfiguration"),
    }
}

operation_error! {
    /// The error of `GetBucketReplication`.
    GetBucketReplicationError {}
}
