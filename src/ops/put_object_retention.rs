//! Retains a version until a date, or lets go of it.
//!
//! [`PutObjectRetention`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectRetention.html).

use super::prelude::*;
use crate::api::shape::Field as _;
use crate::model::lock::Retention;

impl Rules for PutObjectRetentionInput {
    type Output = PutObjectRetentionOutput;
    type Error = PutObjectRetentionError;
    const NAME: &'static str = "PutObjectRetention";
    const ROUTE: Route = Route::new("PUT", Target::Object).query(&["retention"]).needs_digest();
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
        &[&LOCK_DATE_PAST, &OBJECT_LOCKED, &FIELD_INVALID],
    ];

    fn conditions(&self) -> Vec<(String, String)> {
        let sent = self.retention();
        let mode = sent.and_then(ObjectLockRetention::mode).map(ToString::to_string);
        let until = sent.and_then(|sent| sent.retain_until_date).map(|until| until.to_date_time_text());
        let told = [("s3:object-lock-mode", mode), ("s3:object-lock-retain-until-date", until)];
        told.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect()
    }

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        let key = key(self.key())?;
        let next = retention(self.retention())?;
        access::on_key(call, bucket, &self, &action::PUT_OBJECT_RETENTION, &key)?;
        steps::lock::check_enabled(bucket)?;
        let found = steps::version::find_or_marker(bucket, &key, self.version_id(), "PUT");
        let found = access::on_found(call, bucket, &self, &action::PUT_OBJECT_RETENTION, &key, found)?;
        let bypass = self.bypass_governance_retention == Some(true);
        if bypass {
            access::on_key(call, bucket, &self, &action::BYPASS_GOVERNANCE, &key)?;
        }
        if let Some(next) = next {
            steps::lock::check_future(next.until(), now(call))?;
        }
        match found.object.lock.retention {
            Some(own) if !own.may_become(next, now(call), bypass) => {
                return Err(OBJECT_LOCKED.error().because(format!("version {} of {key} {own}", found.id())));
            }
            _ => {}
        }

        let (name, id) = (bucket.name.clone(), found.id().clone());
        call.store.change_object(&name, &key, &id, |object| object.lock.retention = next);
        Ok(PutObjectRetentionOutput { request_charged: charged(call), ..Default::default() })
    }
}

/// Mode and date together, or neither: then what is retained is let go (recorded).
fn retention(sent: Option<&ObjectLockRetention>) -> Result<Option<Retention>, S3Error> {
    let malformed = |why: &str| Err(MALFORMED_XML.error().because(why));
    let sent = steps::document(sent)?;
    let ObjectLockRetention { mode, retain_until_date, event_hold, event_hold_duration } = sent;
    if event_hold.is_some() || event_hold_duration.is_some() {
        return Err(NOT_MODELLED.fill(&[&"`EventHold` of PutObjectRetention"]));
    }
    match (mode, retain_until_date) {
        (None, None) => Ok(None),
        (Some(mode), Some(until)) => match steps::lock::mode(mode) {
            Some(mode) => Ok(Some(Retention::new(mode, *until))),
            None => malformed("a mode is GOVERNANCE or COMPLIANCE (recorded)"),
        },
        _ => malformed("a retention has a Mode and a RetainUntilDate (recorded)"),
    }
}

shape! {
    /// What `PutObjectRetention` takes.
    pub input(put_object_retention) struct PutObjectRetentionInput {
        bucket: Option<String> = label("Bucket"),
        key: Option<String> = label("Key"),
        retention: Option<ObjectLockRetention> = document("Retention"),
        request_payer: Option<RequestPayer> = header("x-amz-request-payer"),
        version_id: Option<String> = query("versionId"),
        bypass_governance_retention: Option<bool> = header("x-amz-bypass-governance-retention"),
        content_md5: Option<String> = header("Content-MD5"),
        checksum_algorithm: Option<ChecksumAlgorithm> = header("x-amz-sdk-checksum-algorithm"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// Output of `PutObjectRetention`.
    pub output(put_object_retention) struct PutObjectRetentionOutput {
        request_charged: Option<RequestCharged> = header("x-amz-request-charged"),
    }
}

operation_error! {
    /// What `PutObjectRetention` fails with.
    PutObjectRetentionError {}
}
