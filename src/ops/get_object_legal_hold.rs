//! Tells whether a version is under a legal hold.
//!
//! [`GetObjectLegalHold`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectLegalHold.html).

use super::prelude::*;

impl Rules for GetObjectLegalHoldInput {
    type Output = GetObjectLegalHoldOutput;
    type Error = GetObjectLegalHoldError;
    const NAME: &'static str = "GetObjectLegalHold";
    const ROUTE: Route = Route::new("GET", Target::Object).query(&["legal-hold"]);
    const ERRORS: &'static [&'static [&'static ErrorRow]] = &[
        &[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED, &KEY_TOO_LONG, &LOCK_MISSING],
        &steps::version::ERRORS,
        &[&NO_SUCH_OBJECT_LOCK],
    ];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        let key = key(self.key())?;
        access::on_key(call, bucket, &self, &action::GET_OBJECT_LEGAL_HOLD, &key)?;
        steps::lock::check_enabled(bucket)?;
        let found = steps::version::find_or_marker(bucket, &key, self.version_id(), "GET");
        let found = access::on_found(call, bucket, &self, &action::GET_OBJECT_LEGAL_HOLD, &key, found)?;
        let is_on = found
            .object
            .lock
            .legal_hold
            .ok_or_else(|| NO_SUCH_OBJECT_LOCK.error().because(format!("{key} has no legal hold")))?;
        let shown = ObjectLockLegalHold { status: Some(steps::lock::shown_hold(is_on)) };
        Ok(GetObjectLegalHoldOutput { legal_hold: Some(shown), ..Default::default() })
    }
}

shape! {
    /// What `GetObjectLegalHold` takes.
    pub input(get_object_legal_hold) struct GetObjectLegalHoldInput {
        bucket: Option<String> = label("Bucket"),
        key: Option<String> = label("Key"),
        version_id: Option<String> = query("versionId"),
        request_payer: Option<RequestPayer> = header("x-amz-request-payer"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// Output of `GetObjectLegalHold`.
    pub output(get_object_legal_hold) struct GetObjectLegalHoldOutput {
        legal_hold: Option<ObjectLockLegalHold> = document("LegalHold"),
    }
}

operation_error! {
    /// What `GetObjectLegalHold` fails with.
    GetObjectLegalHoldError {}
}
