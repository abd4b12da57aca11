//! Says who is to pay for requests to a bucket.
//!
//! [`PutBucketRequestPayment`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketRequestPayment.html).

use super::prelude::*;
use crate::model::bucket::RequestPayment as Pays;

impl Rules for PutBucketRequestPaymentInput {
    type Output = PutBucketRequestPaymentOutput;
    type Error = PutBucketRequestPaymentError;
    const NAME: &'static str = "PutBucketRequestPayment";
    const ROUTE: Route = Route::new("PUT", Target::Bucket).query(&["requestPayment"]).needs_digest();
    const ERRORS: &'static [&'static [&'static ErrorRow]] =
        &[&[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED, &BODY_EMPTY, &MALFORMED_XML]];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, bucket, &self, &action::PUT_BUCKET_REQUEST_PAYMENT)?;
        let bucket = bucket.name.clone();
        let configuration = steps::document(self.request_payment_configuration)?;
        let payer = payer(&configuration)?;
        call.store.bucket_mut(bucket.as_str())?.payer = payer;
        Ok(PutBucketRequestPaymentOutput::default())
    }
}

/// Who is to pay.
pub(crate) fn payer(configuration: &RequestPaymentConfiguration) -> Result<Pays, S3Error> {
    match &configuration.payer {
        Payer::BucketOwner => Ok(Pays::BucketOwner),
        Payer::Requester => Ok(Pays::Requester),
        Payer::Unknown(other) => {
            Err(MALFORMED_XML.error().because(format!("BucketOwner or Requester pays, not {other}")))
        }
    }
}

shape! {
    /// What `PutBucketRequestPayment` takes.
    pub input(put_bucket_request_payment) struct PutBucketRequestPaymentInput {
        bucket: Option<String> = label("Bucket"),
        content_md5: Option<String> = header("Content-MD5"),
        checksum_algorithm: Option<ChecksumAlgorithm> = header("x-amz-sdk-checksum-algorithm"),
        request_payment_configuration: Option<RequestPaymentConfiguration> = document("RequestPaymentConfiguration"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// Output of `PutBucketRequestPayment`.
    pub output(put_bucket_request_payment) struct PutBucketRequestPaymentOutput {
    }
}

operation_error! {
    /// What `PutBucketRequestPayment` fails with.
    PutBucketRequestPaymentError {}
}
