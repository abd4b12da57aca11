//! Returns whether the tags of a bucket control access to it. A new bucket has `Disabled`.
//!
//! [`GetBucketAbac`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketAbac.html).

use super::prelude::*;

static ACTION: Action = Action::of_bucket("s3:GetBucketAbac");

impl Rules for GetBucketAbacInput {
    type Output = GetBucketAbacOutput;
    type Error = GetBucketAbacError;
    const NAME: &'static str = "GetBucketAbac";
    const ROUTE: Route = Route::new("GET", Target::Bucket).query(&["abac"]);
    const ERRORS: &'static [&'static [&'static ErrorRow]] =
        &[&[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED]];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, bucket, &self, &ACTION)?;
        let status = bucket.configurations.abac.clone().unwrap_or(BucketAbacStatus::Disabled);
        Ok(GetBucketAbacOutput { abac_status: Some(AbacStatus { status: Some(status) }), ..Default::default() })
    }
}

shape! {
    /// The input of `GetBucketAbac`.
    pub input(get_bucket_abac) struct GetBucketAbacInput {
        bucket: Option<String> = label("Bucket"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// The output of `GetBucketAbac`.
    pub output(get_bucket_abac) struct GetBucketAbacOutput {
        abac_status: Option<AbacStatus> = document("AbacStatus"),
    }
}

operation_error! {
    /// The error of `GetBucketAbac`.
    GetBucketAbacError {}
}
