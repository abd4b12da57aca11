//! Replaces the replication configuration of a bucket. Stored only: no object is replicated.
//!
//! [`PutBucketReplication`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketReplication.html).

use super::prelude::*;
use crate::model::bucket::Versioning;
use crate::model::configurations::{REPLICATION_ERRORS, Replication};
use crate::model::store::Store;

static ACTION: Action = Action::of_bucket("s3:PutReplicationConfiguration");

impl Rules for PutBucketReplicationInput {
    type Output = PutBucketReplicationOutput;
    type Error = PutBucketReplicationError;
    const NAME: &'static str = "PutBucketReplication";
    const ROUTE: Route = Route::new("PUT", Target::Bucket).query(&["replication"]).needs_digest();
    const ERRORS: &'static [&'static [&'static ErrorRow]] = &[
        &[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED],
        &REPLICATION_ERRORS,
        &[&REPLICATION_DESTINATION, &REPLICATION_VERSIONING],
    ];
    const NOT_MODELLED: &'static [&'static [&'static str]] = &[&["token"]];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, bucket, &self, &ACTION)?;
        let (bucket, versioning) = (bucket.name.clone(), bucket.versioning());
        if versioning != Versioning::Enabled {
            return Err(REPLICATION_VERSIONING.error().because(format!("{bucket} does not keep versions")));
        }
        let sent = self.replication_configuration;
        let sent = sent.ok_or_else(|| MALFORMED_XML.error().because("there is no body"))?;
        let ids = &mut call.store.ids;
        let replication = Replication::new(sent, || ids.rule())?;
        replication.destinations().try_for_each(|name| check_destination(call.store, name))?;
        call.store.bucket_mut(bucket.as_str())?.configurations.replication = Some(replication);
        Ok(PutBucketReplicationOutput::default())
    }
}

/// S3 gives the same answer for a missing destination as for one without versioning.
fn check_destination(store: &Store, name: &str) -> Result<(), S3Error> {
    match store.bucket(name) {
        Ok(found) if found.versioning() == Versioning::Enabled => Ok(()),
        Ok(_) => Err(REPLICATION_DESTINATION.error().because(format!("versioning of {name} is not Enabled"))),
        Err(_) => Err(REPLICATION_DESTINATION.error().because(format!("{name} does not exist"))),
    }
}

shape! {
    /// The input of `PutBucketReplication`.
    pub input(put_bucket_replication) struct PutBucketReplicationInput {
        bucket: Option<String> = label("Bucket"),
        content_md5: Option<String> = header("Content-MD5"),
        checksum_algorithm: Option<ChecksumAlgorithm> = header("x-amz-sdk-checksum-algorithm"),
        replication_configuration: Option<ReplicationConfiguration> = document("ReplicationConfiguration"),
        token: Option<String> = header("x-amz-bucket-object-lock-token"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// The output of `PutBucketReplication`.
    pub output(put_bucket_replication) struct PutBucketReplicationOutput {
    }
}

operation_error! {
    /// The error of `PutBucketReplication`.
    PutBucketReplicationError {}
}
