//! Tells what is blocked of public access to a bucket.
//!
//! [`GetPublicAccessBlock`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetPublicAccessBlock.html).

use super::prelude::*;

impl Rules for GetPublicAccessBlockInput {
    type Output = GetPublicAccessBlockOutput;
    type Error = GetPublicAccessBlockError;
    const NAME: &'static str = "GetPublicAccessBlock";
    const ROUTE: Route = Route::new("GET", Target::Bucket).query(&["publicAccessBlock"]);
    const ERRORS: &'static [&'static [&'static ErrorRow]] =
        &[&[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED, &NO_PUBLIC_ACCESS_BLOCK]];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, bucket, &self, &action::GET_BUCKET_PUBLIC_ACCESS_BLOCK)?;
        let block = bucket.settings.public_access_block;
        let block = block.ok_or_else(|| NO_PUBLIC_ACCESS_BLOCK.error().with("BucketName", &bucket.name))?;
        let configuration = Some(block.into());
        Ok(GetPublicAccessBlockOutput { public_access_block_configuration: configuration, ..Default::default() })
    }
}

shape! {
    /// What `GetPublicAccessBlock` takes.
    pub input(get_public_access_block) struct GetPublicAccessBlockInput {
        bucket: Option<String> = label("Bucket"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// Output of `GetPublicAccessBlock`.
    pub output(get_public_access_block) struct GetPublicAccessBlockOutput {
        public_access_block_configuration: Option<PublicAccessBlockConfiguration> = document("PublicAccessBlockConfiguration"),
    }
}

operation_error! {
    /// What `GetPublicAccessBlock` fails with.
    GetPublicAccessBlockError {}
}
