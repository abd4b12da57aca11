//! Ends an upload without an object, and frees its parts.
//!
//! [`AbortMultipartUpload`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_AbortMultipartUpload.html).

use super::prelude::*;

impl Rules for AbortMultipartUploadInput {
    type Output = AbortMultipartUploadOutput;
    type Error = AbortMultipartUploadError;
    const NAME: &'static str = "AbortMultipartUpload";
    const ROUTE: Route = Route::new("DELETE", Target::Object).query(&["uploadId"]).status(204);
    const ERRORS: &'static [&'static [&'static ErrorRow]] =
        &[&[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED, &KEY_TOO_LONG, &NO_SUCH_UPLOAD]];
    /// Directory buckets only.
    const NOT_MODELLED: &'static [&'static [&'static str]] = &[&["if_match_initiated_time"]];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        let (key, id) = (key(self.key())?, UploadId::new(self.upload_id().unwrap_or_default()));
        let upload = access::on_upload(call, bucket, &self, &action::ABORT_UPLOAD, &key, bucket.upload(&key, &id));
        // Field reports: S3 answers an abort of a finished upload with success for about a day.
        let is_over = call.store.settings.aborts_again && bucket.ended_lately(&key, &id, now(call));
        let output = Self::Output { request_charged: charged(call), ..Default::default() };
        match upload {
            Err(error) if is_over && *error.row() == NO_SUCH_UPLOAD => {
                call.guess = Some(&ABORTED_AGAIN);
                return Ok(output);
            }
            upload => _ = upload?,
        }
        let (name, key, id) = (bucket.name.clone(), key.clone(), id.clone());
        call.store.abort_upload(&name, &key, &id);
        Ok(output)
    }
}

shape! {
    /// What `AbortMultipartUpload` takes.
    pub input(abort_multipart_upload) struct AbortMultipartUploadInput {
        bucket: Option<String> = label("Bucket"),
        key: Option<String> = label("Key"),
        upload_id: Option<String> = query("uploadId"),
        request_payer: Option<RequestPayer> = header("x-amz-request-payer"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
        if_match_initiated_time: Option<DateTime> = header("x-amz-if-match-initiated-time"),
    }
}

shape! {
    /// Output of `AbortMultipartUpload`.
    pub output(abort_multipart_upload) struct AbortMultipartUploadOutput {
        request_charged: Option<RequestCharged> = header("x-amz-request-charged"),
    }
}

operation_error! {
    /// What `AbortMultipartUpload` fails with.
    AbortMultipartUploadError { NoSuchUpload }
}
