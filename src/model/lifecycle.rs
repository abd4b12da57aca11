//! Lifecycle rules, and the one function that says when an upload is aborted.
//!
//! `x-amz-abort-date` and the abort itself both come from [`Lifecycle::abort_of`], so they cannot disagree.

use super::name::ObjectKey;
use super::time::LAST_SECOND;
use crate::primitives::DateTime;
use crate::types::{ExpirationStatus, LifecycleRule};

const SECONDS_PER_DAY: i64 = 86_400;

/// To which midnight days are rounded up that are counted from exactly midnight: nobody knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FromMidnight {
    /// To that very midnight.
    NoExtraDay,
    /// To the next one.
    ExtraDay,
}

/// The rules of a bucket, as they were put, and what they mean.
#[derive(Debug, Clone, PartialEq)]
pub struct Lifecycle {
    /// As they were put: Get gives them back so.
    rules: Vec<LifecycleRule>,
    aborts: Vec<AbortRule>,
    from_midnight: FromMidnight,
}

/// What an enabled rule means to uploads.
#[derive(Debug, Clone, PartialEq, Eq)]
struct AbortRule {
    id: String,
    prefix: String,
    days: u32,
}

impl AbortRule {
    fn of(rule: &LifecycleRule) -> Option<Self> {
        let days = rule.abort_incomplete_multipart_upload()?.days_after_initiation?;
        let days = u32::try_from(days).ok().filter(|days| *days > 0)?;
        let prefix = rule.prefix().or_else(|| rule.filter()?.prefix()).unwrap_or_default();
        let is_enabled = rule.status == ExpirationStatus::Enabled;
        is_enabled.then(|| Self { id: rule.id().unwrap_or_default().to_owned(), prefix: prefix.to_owned(), days })
    }
}

/// When an upload will be aborted, and by which rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Abort {
    pub at: DateTime,
    pub rule: String,
}

impl Lifecycle {
    /// Rules that were validated, and have ids.
    pub fn new(rules: Vec<LifecycleRule>) -> Self {
        let aborts = rules.iter().filter_map(AbortRule::of).collect();
        Self { rules, aborts, from_midnight: FromMidnight::NoExtraDay }
    }

    /// The same rules, that round so.
    pub(super) fn rounding(self, from_midnight: FromMidnight) -> Self {
        Self { from_midnight, ..self }
    }

    /// The rules as they were put.
    pub fn rules(&self) -> &[LifecycleRule] {
        &self.rules
    }

    /// When an upload of this key, initiated then, is aborted. Of several rules the earliest date wins; of equal
    /// dates the rule that stands first.
    pub fn abort_of(&self, key: &ObjectKey, initiated: DateTime) -> Option<Abort> {
        self.aborts
            .iter()
            .filter(|rule| key.as_str().starts_with(&rule.prefix))
            .map(|rule| Abort { at: self.due(initiated, rule.days), rule: rule.id.clone() })
            // What would be due when the calendar has ended never is.
            .filter(|abort| abort.at.secs() <= LAST_SECOND)
            .min_by_key(|abort| abort.at)
    }

    /// When so many days after `base` are over, as these rules count.
    fn due(&self, base: DateTime, days: u32) -> DateTime {
        let is_extra = self.from_midnight == FromMidnight::ExtraDay && is_midnight(base);
        due(base, days.saturating_add(u32::from(is_extra)))
    }
}

/// `base` plus days, rounded up to the next midnight UTC. Exactly at midnight nothing is rounded: "rounding up" is
/// taken at its word; two other doubles go a day further, and no source shows what AWS does. A world can be told to.
pub fn due(base: DateTime, days: u32) -> DateTime {
    let end = base.secs().saturating_add(i64::from(days) * SECONDS_PER_DAY);
    if is_midnight(base) {
        return DateTime::from_secs(end);
    }
    DateTime::from_secs(end - end.rem_euclid(SECONDS_PER_DAY) + SECONDS_PER_DAY)
}

/// Whether this is 00:00:00 UTC, to the nanosecond.
pub fn is_midnight(at: DateTime) -> bool {
    at.secs().rem_euclid(SECONDS_PER_DAY) == 0 && at.subsec_nanos() == 0
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::primitives::DateTimeFormat;
    use proptest::prelude::*;

    /// A rule that aborts uploads, for tests.
    pub(in crate::model) fn rule(id: &str, prefix: &str, days: i32) -> LifecycleRule {
        use crate::types::{AbortIncompleteMultipartUpload, LifecycleRuleFilter};
        let abort = AbortIncompleteMultipartUpload::builder().days_after_initiation(days).build();
        let filter = LifecycleRuleFilter::builder().prefix(prefix).build();
        let rule = LifecycleRule::builder().id(id).status(ExpirationStatus::Enabled).filter(filter);
        rule.abort_incomplete_multipart_upload(abort).build().unwrap()
    }

    fn at(text: &str) -> DateTime {
        DateTime::from_str(text, DateTimeFormat::DateTime).unwrap()
    }

    #[test]
    fn the_deadline_is_the_next_midnight_after_the_days() {
        for (initiated, days, expected) in [
            ("2026-01-15T10:30:00Z", 3, "2026-01-19T00:00:00Z"),
            ("2026-01-15T00:00:01Z", 1, "2026-01-17T00:00:00Z"),
            ("2026-01-15T23:59:59Z", 1, "2026-01-17T00:00:00Z"),
            ("2026-01-15T00:00:00Z", 1, "2026-01-16T00:00:00Z"),
            ("2024-02-28T12:00:00Z", 1, "2024-03-01T00:00:00Z"),
            ("2025-12-31T12:00:00Z", 1, "2026-01-02T00:00:00Z"),
        ] {
            assert_eq!(due(at(initiated), days), at(expected), "{initiated} + {days}");
        }
    }

    #[test]
    fn a_nanosecond_after_midnight_is_after_midnight() {
        let midnight = at("2026-01-15T00:00:00Z");
        let later = DateTime::from_secs_and_nanos(midnight.secs(), 1);
        assert_eq!(due(later, 1), at("2026-01-17T00:00:00Z"));
    }

    #[test]
    fn the_earliest_date_wins_and_then_the_first_rule() {
        let rules = vec![rule("slow", "", 7), rule("one", "a/", 2), rule("two", "a/", 2)];
        let lifecycle = Lifecycle::new(rules);
        let initiated = at("2026-01-15T10:30:00Z");
        let rule_of = |key: &str| lifecycle.abort_of(&ObjectKey::try_from(key).unwrap(), initiated).unwrap().rule;
        assert_eq!(rule_of("a/b"), "one");
        assert_eq!(rule_of("b"), "slow");
    }

    proptest! {
        #[test]
        fn a_deadline_is_a_midnight_within_a_day_of_the_days(
            secs in -1_000_000_000_i64..10_000_000_000,
            days in 1_u32..4000,
        ) {
            let base = DateTime::from_secs(secs);
            let due = due(base, days).secs();
            prop_assert_eq!(due.rem_euclid(SECONDS_PER_DAY), 0);
            let waited = due - secs - i64::from(days) * SECONDS_PER_DAY;
            prop_assert!((0..SECONDS_PER_DAY).contains(&waited), "waited {}", waited);
        }
    }
}
