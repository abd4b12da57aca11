//! The arithmetic of days: everything that a rule does, it does at a midnight UTC.

use crate::api::primitives::DateTime;
use crate::model::time::DAY_SECONDS;

/// To which midnight days are rounded up that are counted from exactly midnight: no source shows what AWS does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FromMidnight {
    /// Nothing is rounded: "rounding up" is taken at its word.
    #[default]
    NoExtraDay,
    /// A day further, as two other doubles go.
    ExtraDay,
}

impl FromMidnight {
    /// `base` plus days, rounded up to the next midnight UTC.
    pub fn due(self, base: DateTime, days: u32) -> DateTime {
        match self {
            Self::ExtraDay if is_midnight(base) => due(base, days.saturating_add(1)),
            Self::NoExtraDay | Self::ExtraDay => due(base, days),
        }
    }
}

/// `base` plus days, rounded up to the next midnight UTC. Exactly at midnight nothing is rounded.
pub fn due(base: DateTime, days: u32) -> DateTime {
    let end = base.secs().saturating_add(i64::from(days) * DAY_SECONDS);
    if is_midnight(base) {
        return DateTime::from_secs(end);
    }
    DateTime::from_secs(end.saturating_sub(end.rem_euclid(DAY_SECONDS)).saturating_add(DAY_SECONDS))
}

/// The first midnight UTC behind an instant.
pub(super) fn midnight_behind(at: DateTime) -> DateTime {
    DateTime::from_secs(at.secs() - at.secs().rem_euclid(DAY_SECONDS) + DAY_SECONDS)
}

/// Whether this is 00:00:00 UTC, to the nanosecond.
pub fn is_midnight(at: DateTime) -> bool {
    at.secs().rem_euclid(DAY_SECONDS) == 0 && at.subsec_nanos() == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::primitives::DateTimeFormat;
    use proptest::prelude::*;

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
            ("2026-01-15T10:30:00Z", 0, "2026-01-16T00:00:00Z"),
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
    fn only_from_exactly_midnight_there_may_be_an_extra_day() {
        for (base, expected) in [
            ("2026-01-15T00:00:00Z", "2026-01-17T00:00:00Z"),
            ("2026-01-15T00:00:01Z", "2026-01-17T00:00:00Z"),
            ("2026-01-15T23:59:59Z", "2026-01-17T00:00:00Z"),
        ] {
            assert_eq!(FromMidnight::ExtraDay.due(at(base), 1), at(expected), "{base}");
        }
    }

    proptest! {
        #[test]
        fn a_deadline_is_a_midnight_within_a_day_of_the_days(
            secs in -1_000_000_000_i64..10_000_000_000,
            days in 1_u32..4000,
        ) {
            let base = DateTime::from_secs(secs);
            let due = due(base, days).secs();
            prop_assert_eq!(due.rem_euclid(DAY_SECONDS), 0);
            let waited = due - secs - i64::from(days) * DAY_SECONDS;
            prop_assert!((0..DAY_SECONDS).contains(&waited), "waited {}", waited);
        }

        #[test]
        fn the_midnight_behind_is_within_a_day(secs in -1_000_000_000_i64..10_000_000_000, nanos in 0_u32..2) {
            let behind = midnight_behind(DateTime::from_secs_and_nanos(secs, nanos)).secs();
            prop_assert_eq!(behind.rem_euclid(DAY_SECONDS), 0);
            prop_assert!((1..=DAY_SECONDS).contains(&(behind - secs)));
        }
    }
}
