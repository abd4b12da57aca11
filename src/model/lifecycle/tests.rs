//! What rules mean, beside the dates.

use super::*;
use crate::api::primitives::DateTimeFormat;
use crate::api::types::{AbortIncompleteMultipartUpload, ExpirationStatus, LifecycleRuleFilter};

thread_local! {
    /// How often a rule looked at a version: work that tests bound.
    pub(in crate::model) static LOOKS: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
}

/// A rule that aborts uploads, for tests.
pub(in crate::model) fn rule(id: &str, prefix: &str, days: i32) -> LifecycleRule {
    let abort = AbortIncompleteMultipartUpload::builder().days_after_initiation(days).build();
    let filter = LifecycleRuleFilter::builder().prefix(prefix).build();
    let rule = LifecycleRule::builder().id(id).status(ExpirationStatus::Enabled).filter(filter);
    rule.abort_incomplete_multipart_upload(abort).build().unwrap()
}

/// Rules that S3 takes.
pub(in crate::model) fn lifecycle(rules: Vec<LifecycleRule>) -> Lifecycle {
    lifecycle_in_days(rules, Day::REAL)
}

/// The same, where a day is so long.
pub(in crate::model) fn lifecycle_in_days(rules: Vec<LifecycleRule>, day: Day) -> Lifecycle {
    let terms = LifecycleTerms { from_midnight: FromMidnight::default(), day, small: SmallObjects::default() };
    Lifecycle::new(rules, terms, || "generated".to_owned()).unwrap()
}

#[test]
fn the_earliest_date_wins_and_then_the_first_rule() {
    let lifecycle = lifecycle(vec![rule("slow", "", 7), rule("one", "a/", 2), rule("two", "a/", 2)]);
    let initiated = DateTime::from_str("2026-01-15T10:30:00Z", DateTimeFormat::DateTime).unwrap();
    let rule_of = |key: &str| lifecycle.abort_of(&ObjectKey::try_from(key).unwrap(), initiated).unwrap().rule;
    assert_eq!(rule_of("a/b"), "one");
    assert_eq!(rule_of("b"), "slow");
}
