//! Says who pays for requests to a bucket.
//!
//! [`GetBucketRequestPayment`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketRequestPayment.html).

use super::prelude::*;
use crate::model::bucket::RequestPayment as Pays;

impl Rules for GetBucketRequestPaymentInput {
    type Output = GetBucketRequestPaymentOutput;
    type Error = GetBucketRequestPaymentError;
    const NAME: &'static str = "GetBucketRequestPayment";
    const ROUTE: Route =
        Route::new("GET", Target::Bucket).query(&["requestPayment"]).root("RequestPaymentConfiguration");
    const ERRORS: &'static [&'static [&'static ErrorRow]] =
        &[&[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED]];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, bucket, &self, &action::GET_BUCKET_REQUEST_PAYMENT)?;
        Ok(GetBucketRequestPaymentOutput { payer: Some(payer(bucket.payer)), ..Default::default() })
    }
}

/// Who pays, as it is told.
pub(crate) fn payer(own: Pays) -> Payer {
    match own {
        Pays::BucketOwner => Payer::BucketOwner,
        Pays::Requester => Payer::Requester,
    }
}

shape! {
    /// What `GetBucketRequestPayment` takes.
    pub input(get_bucket_request_payment) struct GetBucketRequestPaymentInput {
        bucket: Option<String> = label("Bucket"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// Output of `GetBucketRequestPayment`.
    pub output(get_bucket_request_payment) struct GetBucketRequestPaymentOutput {
        payer: Option<Payer> = element("Payer"),
    }
}

operation_error! {
    /// What `GetBucketRequestPayment` fails with.
    GetBucketRequestPaymentError {}
}
