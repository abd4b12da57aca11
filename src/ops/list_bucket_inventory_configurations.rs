//! Lists the inventory configurations of a bucket by id, at most 100 a page.
//!
//! [`ListBucketInventoryConfigurations`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBucketInventoryConfigurations.html).

use super::prelude::*;

static ACTION: Action = Action::of_bucket("s3:GetInventoryConfiguration");

impl Rules for ListBucketInventoryConfigurationsInput {
    type Output = ListBucketInventoryConfigurationsOutput;
    type Error = ListBucketInventoryConfigurationsError;
    const NAME: &'static str = "ListBucketInventoryConfigurations";
    const ROUTE: Route =
        Route::new("GET", Target::Bucket).query(&["inventory"]).root("ListInventoryConfigurationsResult");
    const ERRORS: &'static [&'static [&'static ErrorRow]] =
        &[&[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED, &CONTINUATION_TOKEN_INVALID]];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, bucket, &self, &ACTION)?;
        let after = self.continuation_token().map(steps::token::read).transpose()?;
        let page = bucket.configurations.inventory.page(after.as_deref());
        let list: Vec<_> = page.configurations.into_iter().cloned().collect();
        Ok(ListBucketInventoryConfigurationsOutput {
            continuation_token: self.continuation_token.clone(),
            inventory_configuration_list: (!list.is_empty()).then_some(list),
            is_truncated: Some(page.last.is_some()),
            next_continuation_token: page.last.map(steps::token::write),
            ..Default::default()
        })
    }
}

shape! {
    /// The input of `ListBucketInventoryConfigurations`.
    pub input(list_bucket_inventory_configurations) struct ListBucketInventoryConfigurationsInput {
        bucket: Option<String> = label("Bucket"),
        continuation_token: Option<String> = query("continuation-token"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// The output of `ListBucketInventoryConfigurations`.
    pub output(list_bucket_inventory_configurations) struct ListBucketInventoryConfigurationsOutput {
        continuation_token: Option<String> = element("ContinuationToken"),
        inventory_configuration_list: Option<Vec<InventoryConfiguration>> = element("InventoryConfiguration"),
        is_truncated: Option<bool> = element("IsTruncated"),
        next_continuation_token: Option<String> = element("NextContinuationToken"),
    }
}

operation_error! {
    /// The error of `ListBucketInventoryConfigurations`.
    ListBucketInventoryConfigurationsError {}
}
