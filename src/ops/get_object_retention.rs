//! Tells until when a version is retained, or was.
//!
//! [`GetObjectRetention`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectRetention.html).

use super::prelude::*;

impl Rules for GetObjectRetentionInput {
    type Output = GetObjectRetentionOutput;
    type Error = GetObjectRetentionError;
    const NAME: &'static str = "GetObjectRetention";
    const ROUTE: Route = Route::new("GET", Target::Object).query(&["retention"]);
    const ERRORS: &'static [&'static [&'static ErrorRow]] = &[
        &[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED, &KEY_TOO_LONG, &LOCK_MISSING],
        &steps::version::ERRORS,
        &[&NO_SUCH_OBJECT_LOCK],
    ];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        let key = key(self.key())?;
        access::on_key(call, bucket, &self, &action::GET_OBJECT_RETENTION, &key)?;
        steps::lock::check_enabled(bucket)?;
        let found = steps::version::find_or_marker(bucket, &key, self.version_id(), "GET");
        let found = access::on_found(call, bucket, &self, &action::GET_OBJECT_RETENTION, &key, found)?;
        let retention = found
            .object
            .lock
            .retention
            .ok_or_else(|| NO_SUCH_OBJECT_LOCK.error().because(format!("{key} has no retention")))?;
        let shown = ObjectLockRetention {
            mode: Some(retention.mode.into()),
            retain_until_date: Some(retention.until()),
            ..Default::default()
        };
        Ok(GetObjectRetentionOutput { retention: Some(shown), ..Default::default() })
    }
}

shape! {
    /// What `GetObjectRetention` takes.
    pub input(get_object_retention) struct GetObjectRetentionInput {
        bucket: Option<String> = label("Bucket"),
        key: Option<String> = label("Key"),
        version_id: Option<String> = query("versionId"),
        request_payer: Option<RequestPayer> = header("x-amz-request-payer"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// Output of `GetObjectRetention`.
    pub output(get_object_retention) struct GetObjectRetentionOutput {
        retention: Option<ObjectLockRetention> = document("Retention"),
    }
}

operation_error! {
    /// What `GetObjectRetention` fails with.
    GetObjectRetentionError {}
}
