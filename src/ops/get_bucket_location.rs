//! Tells a bucket's Region.
//!
//! [`GetBucketLocation`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html).

use super::prelude::*;
use crate::model::region::US_EAST_1;

impl Rules for GetBucketLocationInput {
    type Output = GetBucketLocationOutput;
    type Error = GetBucketLocationError;
    const NAME: &'static str = "GetBucketLocation";
    // Clients that do not know the Region ask there.
    const ROUTE: Route =
        Route::new("GET", Target::Bucket).query(&["location"]).root("LocationConstraint").answered_in_us_east_1();
    const ERRORS: &'static [&'static [&'static ErrorRow]] =
        &[&[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED]];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, bucket, &self, &action::GET_BUCKET_LOCATION)?;
        let location_constraint = match bucket.region.as_str() {
            // It has no constraint to show.
            US_EAST_1 => None,
            _ if bucket.is_legacy_eu => Some(BucketLocationConstraint::Eu),
            region => Some(BucketLocationConstraint::from(region)),
        };
        Ok(GetBucketLocationOutput { location_constraint, ..Default::default() })
    }
}

shape! {
    /// What `GetBucketLocation` takes.
    pub input(get_bucket_location) struct GetBucketLocationInput {
        bucket: Option<String> = label("Bucket"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// Output of `GetBucketLocation`.
    pub output(get_bucket_location) struct GetBucketLocationOutput {
        location_constraint: Option<BucketLocationConstraint> = text,
    }
}

operation_error! {
    /// What `GetBucketLocation` fails with.
    GetBucketLocationError {}
}
