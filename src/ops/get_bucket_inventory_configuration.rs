//! Returns an inventory configuration of a bucket by its id.
//!
//! [`GetBucketInventoryConfiguration`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketInventoryConfiguration.html).

use super::prelude::*;

static ACTION: Action = Action::of_bucket("s3:GetInventoryConfiguration");

impl Rules for GetBucketInventoryConfigurationInput {
    type Output = GetBucketInventoryConfigurationOutput;
    type Error = GetBucketInventoryConfigurationError;
    const NAME: &'static str = "GetBucketInventoryConfiguration";
    const ROUTE: Route = Route::new("GET", Target::Bucket).query(&["inventory", "id"]);
    const ERRORS: &'static [&'static [&'static ErrorRow]] =
        &[&[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED, &NO_SUCH_CONFIGURATION]];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, bucket, &self, &ACTION)?;
        let own = bucket.configurations.inventory.get(self.id().unwrap_or_default())?.clone();
        Ok(GetBucketInventoryConfigurationOutput { inventory_configuration: Some(own), ..Default::default() })
    }
}

shape! {
    /// The input of `GetBucketInventoryConfiguration`.
    pub input(get_bucket_inventory_configuration) struct GetBucketInventoryConfigurationInput {
        bucket: Option<String> = label("Bucket"),
        id: Option<String> = query("id"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// The output of `GetBucketInventoryConfiguration`.
    pub output(get_bucket_inventory_configuration) struct GetBucketInventoryConfigurationOutput {
        inventory_configuration: Option<InventoryConfiguration> = document("InventoryConfiguration"),
    }
}

operation_error! {
    /// The error of `GetBucketInventoryConfiguration`.
    GetBucketInventoryConfigurationError {}
}
