//! Tells who owns what is uploaded to a bucket.
//!
//! [`GetBucketOwnershipControls`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketOwnershipControls.html).

use super::prelude::*;

impl Rules for GetBucketOwnershipControlsInput {
    type Output = GetBucketOwnershipControlsOutput;
    type Error = GetBucketOwnershipControlsError;
    const NAME: &'static str = "GetBucketOwnershipControls";
    const ROUTE: Route = Route::new("GET", Target::Bucket).query(&["ownershipControls"]);
    const ERRORS: &'static [&'static [&'static ErrorRow]] =
        &[&[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED, &NO_OWNERSHIP_CONTROLS]];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, bucket, &self, &action::GET_BUCKET_OWNERSHIP)?;
        let ownership = bucket.settings.ownership;
        let ownership = ownership.ok_or_else(|| NO_OWNERSHIP_CONTROLS.error().with("BucketName", &bucket.name))?;
        let rule = OwnershipControlsRule { object_ownership: ownership.into() };
        let controls = OwnershipControls { rules: vec![rule] };
        Ok(GetBucketOwnershipControlsOutput { ownership_controls: Some(controls), ..Default::default() })
    }
}

shape! {
    /// What `GetBucketOwnershipControls` takes.
    pub input(get_bucket_ownership_controls) struct GetBucketOwnershipControlsInput {
        bucket: Option<String> = label("Bucket"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// Output of `GetBucketOwnershipControls`.
    pub output(get_bucket_ownership_controls) struct GetBucketOwnershipControlsOutput {
        ownership_controls: Option<OwnershipControls> = document("OwnershipControls"),
    }
}

operation_error! {
    /// What `GetBucketOwnershipControls` fails with.
    GetBucketOwnershipControlsError {}
}
