//! Puts a version under a legal hold, or lifts it.
//!
//! [`PutObjectLegalHold`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectLegalHold.html).

use super::prelude::*;

impl Rules for PutObjectLegalHoldInput {
    type Output = PutObjectLegalHoldOutput;
    type Error = PutObjectLegalHoldError;
    const NAME: &'static str = "PutObjectLegalHold";
    const ROUTE: Route = Route::new("PUT", Target::Object).query(&["legal-hold"]).needs_digest();
    const ERRORS: &'static [&'static [&'static ErrorRow]] = &[
        &[
            &NO_SUCH_BUCKET,
            &EXPECTED_OWNER_INVALID,
            &ACCESS_DENIED,
            &KEY_TOO_LONG,
            &BODY_EMPTY,
            &MALFORMED_XML,
            &LOCK_MISSING,
        ],
        &steps::version::ERRORS,
    ];

    fn conditions(&self) -> Vec<(String, String)> {
        let status = self.legal_hold().and_then(ObjectLockLegalHold::status);
        status.map(|status| ("s3:object-lock-legal-hold".to_owned(), status.to_string())).into_iter().collect()
    }

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        let key = key(self.key())?;
        let is_on = is_on(self.legal_hold())?;
        access::on_key(call, bucket, &self, &action::PUT_OBJECT_LEGAL_HOLD, &key)?;
        steps::lock::check_enabled(bucket)?;
        let found = steps::version::find_or_marker(bucket, &key, self.version_id(), "PUT");
        let found = access::on_found(call, bucket, &self, &action::PUT_OBJECT_LEGAL_HOLD, &key, found)?;

        let (name, id) = (bucket.name.clone(), found.id().clone());
        call.store.change_object(&name, &key, &id, |object| object.lock.legal_hold = Some(is_on));
        Ok(PutObjectLegalHoldOutput { request_charged: charged(call), ..Default::default() })
    }
}

fn is_on(sent: Option<&ObjectLockLegalHold>) -> Result<bool, S3Error> {
    match steps::document(sent)?.status() {
        Some(ObjectLockLegalHoldStatus::On) => Ok(true),
        Some(ObjectLockLegalHoldStatus::Off) => Ok(false),
        Some(ObjectLockLegalHoldStatus::Unknown(_)) | None => {
            Err(MALFORMED_XML.error().because("a legal hold has a Status, which is ON or OFF"))
        }
    }
}

shape! {
    /// What `PutObjectLegalHold` takes.
    pub input(put_object_legal_hold) struct PutObjectLegalHoldInput {
        bucket: Option<String> = label("Bucket"),
        key: Option<String> = label("Key"),
        legal_hold: Option<ObjectLockLegalHold> = document("LegalHold"),
        request_payer: Option<RequestPayer> = header("x-amz-request-payer"),
        version_id: Option<String> = query("versionId"),
        content_md5: Option<String> = header("Content-MD5"),
        checksum_algorithm: Option<ChecksumAlgorithm> = header("x-amz-sdk-checksum-algorithm"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// Output of `PutObjectLegalHold`.
    pub output(put_object_legal_hold) struct PutObjectLegalHoldOutput {
        request_charged: Option<RequestCharged> = header("x-amz-request-charged"),
    }
}

operation_error! {
    /// What `PutObjectLegalHold` fails with.
    PutObjectLegalHoldError {}
}
