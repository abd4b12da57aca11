//! Stores an inventory configuration of a bucket under its id. Stored only: no report is written.
//!
//! [`PutBucketInventoryConfiguration`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketInventoryConfiguration.html).

use super::prelude::*;
use crate::model::configurations::INVENTORY_ERRORS;

static ACTION: Action = Action::of_bucket("s3:PutInventoryConfiguration");

impl Rules for PutBucketInventoryConfigurationInput {
    type Output = PutBucketInventoryConfigurationOutput;
    type Error = PutBucketInventoryConfigurationError;
    const NAME: &'static str = "PutBucketInventoryConfiguration";
    const ROUTE: Route = Route::new("PUT", Target::Bucket).query(&["inventory"]).status(204);
    const ERRORS: &'static [&'static [&'static ErrorRow]] =
        &[&[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED], &INVENTORY_ERRORS];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, bucket, &self, &ACTION)?;
        let (bucket, id) = (bucket.name.clone(), self.id.unwrap_or_default());
        let sent = self.inventory_configuration.ok_or_else(|| MALFORMED_XML.error().because("there is no body"))?;
        call.store.bucket_mut(bucket.as_str())?.configurations.inventory.put(&id, sent)?;
        Ok(PutBucketInventoryConfigurationOutput::default())
    }
}

shape! {
    /// The input of `PutBucketInventoryConfiguration`.
    pub input(put_bucket_inventory_configuration) struct PutBucketInventoryConfigurationInput {
        bucket: Option<String> = label("Bucket"),
        id: Option<String> = query("id"),
        inventory_configuration: Option<InventoryConfiguration> = document("InventoryConfiguration"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// The output of `PutBucketInventoryConfiguration`.
    pub output(put_bucket_inventory_configuration) struct PutBucketInventoryConfigurationOutput {
    }
}

operation_error! {
    /// The error of `PutBucketInventoryConfiguration`.
    PutBucketInventoryConfigurationError {}
}
