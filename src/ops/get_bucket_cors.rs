//! Gives the rules by which pages of other origins may ask a bucket.
//!
//! [`GetBucketCors`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketCors.html).

use super::prelude::*;

impl Rules for GetBucketCorsInput {
    type Output = GetBucketCorsOutput;
    type Error = GetBucketCorsError;
    const NAME: &'static str = "GetBucketCors";
    const ROUTE: Route = Route::new("GET", Target::Bucket).query(&["cors"]).root("CORSConfiguration");
    const ERRORS: &'static [&'static [&'static ErrorRow]] =
        &[&[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED, &NO_SUCH_CORS]];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, bucket, &self, &action::GET_BUCKET_CORS)?;
        let cors = bucket.cors.as_ref().ok_or_else(|| NO_SUCH_CORS.error().with("BucketName", &bucket.name))?;
        Ok(GetBucketCorsOutput { cors_rules: Some(cors.rules().to_vec()), ..Default::default() })
    }
}

shape! {
    /// What `GetBucketCors` takes.
    pub input(get_bucket_cors) struct GetBucketCorsInput {
        bucket: Option<String> = label("Bucket"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// Output of `GetBucketCors`.
    pub output(get_bucket_cors) struct GetBucketCorsOutput {
        cors_rules: Option<Vec<CorsRule>> = element("CORSRule"),
    }
}

operation_error! {
    /// What `GetBucketCors` fails with.
    GetBucketCorsError {}
}
