//! Object lock: what the headers of a new version say of it, what the bucket adds, and how it is told.

use super::digest::Claimed;
use crate::api::error::{ErrorRow, S3Error, table};
use crate::api::primitives::{DateTime, DateTimeFormat};
use crate::api::shape::Malformed;
use crate::api::types::groups::ObjectLockHeaders;
use crate::api::types::{ObjectLockLegalHoldStatus, ObjectLockMode, ObjectLockRetentionMode};
use crate::model::bucket::BucketState;
use crate::model::lock::{Lock, Mode, Retention};
use crate::model::object::StoredObject;
use crate::model::time::pacific;

const MODE: &str = "x-amz-object-lock-mode";
const UNTIL: &str = "x-amz-object-lock-retain-until-date";
const LEGAL_HOLD: &str = "x-amz-object-lock-legal-hold";
const BYPASS: &str = "x-amz-bypass-governance-retention";

/// The fields about event holds, which are not modelled yet.
pub(crate) const NOT_MODELLED: [&str; 3] =
    ["object_lock_event_hold", "object_lock_event_hold_duration_days", "object_lock_event_hold_duration_years"];

/// What the headers of a new version answer.
pub(crate) static ERRORS: [&ErrorRow; 6] = [
    &table::LOCK_DATE_FORMAT,
    &table::LOCK_HEADERS_HALF,
    &table::LOCK_MODE_UNKNOWN,
    &table::LOCK_HEADER_DATE_PAST,
    &table::LOCK_HOLD_UNKNOWN,
    &table::LOCK_MISSING_FOR_HEADERS,
];

/// A date that is none.
pub(crate) fn malformed(field: Malformed) -> S3Error {
    match field {
        Malformed { name: UNTIL, value } => table::LOCK_DATE_FORMAT.argument(UNTIL, value),
        Malformed { name, value } => table::FIELD_INVALID.argument(name, value),
    }
}

/// What protects a new version: what its headers say; else, as to the retention, what its bucket does by default.
///
/// The headers' faults come before the question whether the bucket has object lock (suite: VGW).
pub(crate) fn of_new(headers: &impl ObjectLockHeaders, bucket: &BucketState, now: DateTime) -> Result<Lock, S3Error> {
    let lock = of_headers(headers, Some(now))?;
    match bucket.object_lock() {
        // The sentence is not that of a retention that is put later (field report).
        None if lock.is_set() => Err(table::LOCK_MISSING_FOR_HEADERS.error().because(without_lock(bucket))),
        None => Ok(lock),
        Some(own) => {
            let by_default = || own.default_retention.map(|default| default.of(now));
            Ok(Lock { retention: lock.retention.or_else(by_default), ..lock })
        }
    }
}

/// What the headers say by themselves; where a present is given, of a retention that it has not passed.
pub(crate) fn of_headers(headers: &impl ObjectLockHeaders, now: Option<DateTime>) -> Result<Lock, S3Error> {
    Ok(Lock { retention: retention(headers, now)?, legal_hold: legal_hold(headers)? })
}

fn retention(headers: &impl ObjectLockHeaders, now: Option<DateTime>) -> Result<Option<Retention>, S3Error> {
    let half = |missing: &str| {
        Err(table::LOCK_HEADERS_HALF.error().with("ArgumentName", missing).because(format!("{missing} is missing")))
    };
    let (mode, until) = match (headers.object_lock_mode(), *headers.object_lock_retain_until_date()) {
        (None, None) => return Ok(None),
        (Some(_), None) => return half(UNTIL),
        (None, Some(_)) => return half(MODE),
        (Some(mode), Some(until)) => (mode, until),
    };
    let mode = match mode {
        ObjectLockMode::Governance => Mode::Governance,
        ObjectLockMode::Compliance => Mode::Compliance,
        ObjectLockMode::Unknown(name) => return Err(table::LOCK_MODE_UNKNOWN.argument(MODE, name)),
    };
    let retention = Retention::new(mode, until);
    if now.is_some_and(|now| retention.until() <= now) {
        let sent = until.fmt(DateTimeFormat::DateTime).unwrap_or_default();
        return Err(table::LOCK_HEADER_DATE_PAST.argument(UNTIL, sent));
    }
    Ok(Some(retention))
}

fn legal_hold(headers: &impl ObjectLockHeaders) -> Result<Option<bool>, S3Error> {
    match headers.object_lock_legal_hold_status() {
        None => Ok(None),
        Some(ObjectLockLegalHoldStatus::On) => Ok(Some(true)),
        Some(ObjectLockLegalHoldStatus::Off) => Ok(Some(false)),
        Some(ObjectLockLegalHoldStatus::Unknown(sent)) => Err(table::LOCK_HOLD_UNKNOWN.argument(LEGAL_HOLD, sent)),
    }
}

/// What is locked must be known to have arrived whole, whether its own headers lock it or its bucket does.
pub(crate) fn check_digest(lock: &Lock, claimed: &Claimed, request: &'static str) -> Result<(), S3Error> {
    match lock.is_set() && claimed.is_nothing() {
        true => Err(table::LOCK_DIGEST_MISSING.fill(&[&request])),
        false => Ok(()),
    }
}

/// That the bucket has object lock: what is asked of one of its versions presupposes it.
pub(crate) fn check_enabled(bucket: &BucketState) -> Result<(), S3Error> {
    bucket.object_lock().map(|_| ()).ok_or_else(|| missing(bucket))
}

fn missing(bucket: &BucketState) -> S3Error {
    table::LOCK_MISSING.error().because(without_lock(bucket))
}

fn without_lock(bucket: &BucketState) -> String {
    format!("{} was made without object lock", bucket.name)
}

/// Whether a request bypasses governance. Where there is nothing to bypass, not even `false` may be said (recorded).
pub(crate) fn bypass(sent: Option<bool>, bucket: &BucketState) -> Result<bool, S3Error> {
    match sent {
        Some(_) if bucket.object_lock().is_none() => {
            Err(table::BYPASS_WITHOUT_LOCK.error().with("ArgumentName", BYPASS).because(without_lock(bucket)))
        }
        sent => Ok(sent == Some(true)),
    }
}

/// Refuses a date that has passed, spelt as S3 does (recorded).
pub(crate) fn check_future(until: DateTime, now: DateTime) -> Result<(), S3Error> {
    match until > now {
        true => Ok(()),
        false => Err(table::LOCK_DATE_PAST.argument("RetainUntilDate", pacific(until))),
    }
}

/// A mode, as documents have it; `None` of one that nobody knows.
pub(crate) fn mode(sent: &ObjectLockRetentionMode) -> Option<Mode> {
    match sent {
        ObjectLockRetentionMode::Governance => Some(Mode::Governance),
        ObjectLockRetentionMode::Compliance => Some(Mode::Compliance),
        ObjectLockRetentionMode::Unknown(_) => None,
    }
}

/// A legal hold, to be shown.
pub(crate) fn shown_hold(is_on: bool) -> ObjectLockLegalHoldStatus {
    if is_on { ObjectLockLegalHoldStatus::On } else { ObjectLockLegalHoldStatus::Off }
}

/// Tells how an object is retained.
pub(crate) fn tell_retention(answer: &mut impl ObjectLockHeaders, object: &StoredObject) {
    if let Some(retention) = object.lock.retention {
        *answer.object_lock_mode_mut() = Some(retention.mode.into());
        *answer.object_lock_retain_until_date_mut() = Some(retention.until());
    }
}

/// Tells whether an object is held.
pub(crate) fn tell_legal_hold(answer: &mut impl ObjectLockHeaders, object: &StoredObject) {
    *answer.object_lock_legal_hold_status_mut() = object.lock.legal_hold.map(shown_hold);
}
