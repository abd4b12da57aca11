//! Turns object lock on, for good, and says how long new versions are retained by default.
//!
//! [`PutObjectLockConfiguration`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectLockConfiguration.html).

use super::prelude::*;
use crate::model::bucket::Versioning;
use crate::model::lock::{NoPeriod, ObjectLock, Period, RetentionDefault as Retained};

impl Rules for PutObjectLockConfigurationInput {
    type Output = PutObjectLockConfigurationOutput;
    type Error = PutObjectLockConfigurationError;
    const NAME: &'static str = "PutObjectLockConfiguration";
    const ROUTE: Route = Route::new("PUT", Target::Bucket).query(&["object-lock"]).needs_digest();
    const ERRORS: &'static [&'static [&'static ErrorRow]] = &[
        &[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED, &BODY_EMPTY, &MALFORMED_XML],
        &[&LOCK_PERIOD_NOT_POSITIVE, &LOCK_PERIOD_TOO_LARGE, &LOCK_WITHOUT_VERSIONS],
    ];
    const NOT_MODELLED: &'static [&'static [&'static str]] = &[&["token"]];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, bucket, &self, &action::PUT_BUCKET_OBJECT_LOCK)?;
        let object_lock = object_lock(self.object_lock_configuration())?;
        if bucket.versioning() != Versioning::Enabled {
            return Err(LOCK_WITHOUT_VERSIONS.error().because(format!("{} does not keep versions", bucket.name)));
        }

        let name = bucket.name.clone();
        let period = object_lock.default_retention.map(|default| default.period);
        call.guess = matches!(period, Some(Period::Years(_))).then_some(&YEARS_OF_365_DAYS);
        call.store.bucket_mut(name.as_str())?.set_object_lock(object_lock);
        Ok(PutObjectLockConfigurationOutput { request_charged: charged(call), ..Default::default() })
    }
}

fn malformed<T>(why: &str) -> Result<T, S3Error> {
    Err(MALFORMED_XML.error().because(why))
}

/// Without a rule there is no default any more; object lock stays.
pub(crate) fn object_lock(sent: Option<&ObjectLockConfiguration>) -> Result<ObjectLock, S3Error> {
    let sent = steps::document(sent)?;
    if sent.object_lock_enabled() != Some(&ObjectLockEnabled::Enabled) {
        return malformed("ObjectLockEnabled is there, and is Enabled (recorded)");
    }
    let default_retention = match sent.rule() {
        None => None,
        Some(rule) => match rule.default_retention() {
            None => return malformed("a Rule has a DefaultRetention (recorded)"),
            Some(default) => Some(default_retention(default)?),
        },
    };
    Ok(ObjectLock { default_retention })
}

fn default_retention(sent: &DefaultRetention) -> Result<Retained, S3Error> {
    if sent.default_event_hold.is_some() {
        return Err(NOT_MODELLED.fill(&[&"`DefaultEventHold` of PutObjectLockConfiguration"]));
    }
    let Some(mode) = sent.mode().and_then(steps::lock::mode) else {
        return malformed("a DefaultRetention has a Mode that S3 knows (recorded)");
    };
    let (name, count, period) = match (sent.days, sent.years) {
        (Some(days), None) => ("Days", days, Period::days(days)),
        (None, Some(years)) => ("Years", years, Period::years(years)),
        _ => return malformed("a DefaultRetention has either Days or Years (recorded)"),
    };
    match period {
        Ok(period) => Ok(Retained { mode, period }),
        Err(NoPeriod::NotPositive) => Err(LOCK_PERIOD_NOT_POSITIVE.argument(name, count)),
        Err(NoPeriod::TooLarge) => Err(LOCK_PERIOD_TOO_LARGE.argument(name, count)),
    }
}

shape! {
    /// What `PutObjectLockConfiguration` takes.
    pub input(put_object_lock_configuration) struct PutObjectLockConfigurationInput {
        bucket: Option<String> = label("Bucket"),
        object_lock_configuration: Option<ObjectLockConfiguration> = document("ObjectLockConfiguration"),
        request_payer: Option<RequestPayer> = header("x-amz-request-payer"),
        token: Option<String> = header("x-amz-bucket-object-lock-token"),
        content_md5: Option<String> = header("Content-MD5"),
        checksum_algorithm: Option<ChecksumAlgorithm> = header("x-amz-sdk-checksum-algorithm"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// Output of `PutObjectLockConfiguration`.
    pub output(put_object_lock_configuration) struct PutObjectLockConfigurationOutput {
        request_charged: Option<RequestCharged> = header("x-amz-request-charged"),
    }
}

operation_error! {
    /// What `PutObjectLockConfiguration` fails with.
    PutObjectLockConfigurationError {}
}
