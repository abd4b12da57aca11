//! Says which pages of other origins may ask a bucket for what.
//!
//! [`PutBucketCors`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketCors.html).

use super::prelude::*;
use crate::model::cors::{self, Cors};

impl Rules for PutBucketCorsInput {
    type Output = PutBucketCorsOutput;
    type Error = PutBucketCorsError;
    const NAME: &'static str = "PutBucketCors";
    const ROUTE: Route = Route::new("PUT", Target::Bucket).query(&["cors"]).needs_digest();
    const ERRORS: &'static [&'static [&'static ErrorRow]] =
        &[&[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED, &BODY_EMPTY], &cors::ERRORS];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, bucket, &self, &action::PUT_BUCKET_CORS)?;
        let bucket = bucket.name.clone();
        let sent = steps::document(self.cors_configuration)?;
        let cors = Cors::new(sent.cors_rules)?;
        call.store.bucket_mut(bucket.as_str())?.cors = Some(cors);
        Ok(PutBucketCorsOutput::default())
    }
}

shape! {
    /// What `PutBucketCors` takes.
    pub input(put_bucket_cors) struct PutBucketCorsInput {
        bucket: Option<String> = label("Bucket"),
        cors_configuration: Option<CorsConfiguration> = document("CORSConfiguration"),
        content_md5: Option<String> = header("Content-MD5"),
        checksum_algorithm: Option<ChecksumAlgorithm> = header("x-amz-sdk-checksum-algorithm"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// Output of `PutBucketCors`.
    pub output(put_bucket_cors) struct PutBucketCorsOutput {
    }
}

operation_error! {
    /// What `PutBucketCors` fails with.
    PutBucketCorsError {}
}
