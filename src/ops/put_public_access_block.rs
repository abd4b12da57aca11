//! Says what is blocked of public access to a bucket.
//!
//! Lists and policies that let the public in are refused by it when they are put; what is there stays, and may be
//! ignored.
//!
//! [`PutPublicAccessBlock`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutPublicAccessBlock.html).

use super::prelude::*;
use crate::model::access::block::PublicAccessBlock;

impl Rules for PutPublicAccessBlockInput {
    type Output = PutPublicAccessBlockOutput;
    type Error = PutPublicAccessBlockError;
    const NAME: &'static str = "PutPublicAccessBlock";
    const ROUTE: Route = Route::new("PUT", Target::Bucket).query(&["publicAccessBlock"]).needs_digest();
    const ERRORS: &'static [&'static [&'static ErrorRow]] = &[&[
        &NO_SUCH_BUCKET,
        &EXPECTED_OWNER_INVALID,
        &ACCESS_DENIED,
        &BODY_EMPTY,
        &MALFORMED_XML,
        &PUBLIC_ACCESS_BLOCK_EMPTY,
    ]];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, bucket, &self, &action::PUT_BUCKET_PUBLIC_ACCESS_BLOCK)?;
        let bucket = bucket.name.clone();
        let sent = steps::document(self.public_access_block_configuration())?;
        if *sent == PublicAccessBlockConfiguration::default() {
            return Err(PUBLIC_ACCESS_BLOCK_EMPTY.error().because("the document sets none of the four flags"));
        }
        let block = PublicAccessBlock::from(sent);

        call.store.bucket_mut(bucket.as_str())?.settings.public_access_block = Some(block);
        Ok(PutPublicAccessBlockOutput::default())
    }
}

shape! {
    /// What `PutPublicAccessBlock` takes.
    pub input(put_public_access_block) struct PutPublicAccessBlockInput {
        bucket: Option<String> = label("Bucket"),
        content_md5: Option<String> = header("Content-MD5"),
        checksum_algorithm: Option<ChecksumAlgorithm> = header("x-amz-sdk-checksum-algorithm"),
        public_access_block_configuration: Option<PublicAccessBlockConfiguration> = document("PublicAccessBlockConfiguration"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// Output of `PutPublicAccessBlock`.
    pub output(put_public_access_block) struct PutPublicAccessBlockOutput {
    }
}

operation_error! {
    /// What `PutPublicAccessBlock` fails with.
    PutPublicAccessBlockError {}
}
