//! Replaces the website configuration of a bucket. Stored only: website endpoints are not served.
//!
//! [`PutBucketWebsite`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketWebsite.html).

use super::prelude::*;
use crate::model::configurations::{WEBSITE_ERRORS, Website};

static ACTION: Action = Action::of_bucket("s3:PutBucketWebsite");

impl Rules for PutBucketWebsiteInput {
    type Output = PutBucketWebsiteOutput;
    type Error = PutBucketWebsiteError;
    const NAME: &'static str = "PutBucketWebsite";
    const ROUTE: Route = Route::new("PUT", Target::Bucket).query(&["website"]).needs_digest();
    const ERRORS: &'static [&'static [&'static ErrorRow]] =
        &[&[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED], &WEBSITE_ERRORS];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, bucket, &self, &ACTION)?;
        let bucket = bucket.name.clone();
        let sent = self.website_configuration.ok_or_else(|| MALFORMED_XML.error().because("there is no body"))?;
        let website = Website::new(sent)?;
        call.store.bucket_mut(bucket.as_str())?.configurations.website = Some(website);
        Ok(PutBucketWebsiteOutput::default())
    }
}

shape! {
    /// The input of `PutBucketWebsite`.
    pub input(put_bucket_website) struct PutBucketWebsiteInput {
        bucket: Option<String> = label("Bucket"),
        content_md5: Option<String> = header("Content-MD5"),
        checksum_algorithm: Option<ChecksumAlgorithm> = header("x-amz-sdk-checksum-algorithm"),
        website_configuration: Option<WebsiteConfiguration> = document("WebsiteConfiguration"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// The output of `PutBucketWebsite`.
    pub output(put_bucket_website) struct PutBucketWebsiteOutput {
    }
}

operation_error! {
    /// The error of `PutBucketWebsite`.
    PutBucketWebsiteError {}
}
