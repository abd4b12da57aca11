//! Removes an inventory configuration of a bucket by its id.
//!
//! [`DeleteBucketInventoryConfiguration`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketInventoryConfiguration.html).

use super::prelude::*;

static ACTION: Action = Action::of_bucket("s3:PutInventoryConfiguration");

impl Rules for DeleteBucketInventoryConfigurationInput {
    type Output = DeleteBucketInventoryConfigurationOutput;
    type Error = DeleteBucketInventoryConfigurationError;
    const NAME: &'static str = "DeleteBucketInventoryConfiguration";
    const ROUTE: Route = Route::new("DELETE", Target::Bucket).query(&["inventory"]).status(204);
    const ERRORS: &'static [&'static [&'static ErrorRow]] =
        &[&[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED, &NO_SUCH_CONFIGURATION]];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, bucket, &self, &ACTION)?;
        let bucket = bucket.name.clone();
        let id = self.id().unwrap_or_default();
        call.store.bucket_mut(bucket.as_str())?.configurations.inventory.remove(id)?;
        Ok(DeleteBucketInventoryConfigurationOutput::default())
    }
}

shape! {
    /// The input of `DeleteBucketInventoryConfiguration`.
    pub input(delete_bucket_inventory_configuration) struct DeleteBucketInventoryConfigurationInput {
        bucket: Option<String> = label("Bucket"),
        id: Option<String> = query("id"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// The output of `DeleteBucketInventoryConfiguration`.
    pub output(delete_bucket_inventory_configuration) struct DeleteBucketInventoryConfigurationOutput {
    }
}

operation_error! {
    /// The error of `DeleteBucketInventoryConfiguration`.
    DeleteBucketInventoryConfigurationError {}
}
