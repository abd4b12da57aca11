//! How long a day is to rules: what they count in days is shown in those of the calendar, and done in these.

use crate::api::primitives::DateTime;
use crate::model::time::{DAY_SECONDS, LAST_SECOND};
use std::time::Duration;

/// How long a day lasts that rules count. It is never nothing: time that does not pass has no deadlines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day(Duration);

/// When a rule acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadline {
    /// The date that S3 tells.
    pub shown: DateTime,
    /// The instant at which it is done. Another than what is shown only where a day is not as long as one.
    pub due: DateTime,
}

impl Day {
    /// As long as one of the calendar.
    pub const REAL: Self = Self(Duration::from_secs(DAY_SECONDS.unsigned_abs()));

    /// So long; `None` if that is nothing.
    pub fn new(length: Duration) -> Option<Self> {
        (!length.is_zero()).then_some(Self(length))
    }

    /// What is shown for a date that days of the calendar lead to from an instant, in these days.
    pub(super) fn deadline(self, from: DateTime, shown: DateTime) -> Deadline {
        // By far most deadlines are counted so, and a division of such numbers takes its time.
        let due = if self == Self::REAL { Some(shown) } else { self.scaled(from, shown) };
        // What cannot be counted never comes.
        Deadline { shown, due: due.unwrap_or(DateTime::from_secs(i64::MAX)) }
    }

    fn scaled(self, from: DateTime, to: DateTime) -> Option<DateTime> {
        let (length, real) = (i128::try_from(self.0.as_nanos()).ok()?, Self::REAL.0.as_nanos().cast_signed());
        let counted = (to.as_nanos() - from.as_nanos()).checked_mul(length)? / real;
        DateTime::from_nanos(from.as_nanos().checked_add(counted)?).ok()
    }
}

impl Deadline {
    /// A date is a date, however long a day is.
    pub(super) fn on(date: DateTime) -> Self {
        Self { shown: date, due: date }
    }

    /// What is due when both are.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { shown: self.shown.max(other.shown), due: self.due.max(other.due) }
    }

    /// Whether it ever comes: what would be due when the calendar has ended never is.
    pub(super) fn comes(self) -> bool {
        self.shown.secs().max(self.due.secs()) <= LAST_SECOND
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(length: Duration) -> Day {
        Day::new(length).unwrap()
    }

    #[test]
    fn a_day_and_a_half_in_ten_seconds_a_day_is_fifteen_seconds() {
        let (from, shown) = (DateTime::from_secs(1_000_000), DateTime::from_secs(1_000_000 + 129_600));
        let deadline = day(Duration::from_secs(10)).deadline(from, shown);
        assert_eq!(deadline, Deadline { shown, due: DateTime::from_secs(1_000_015) });
    }

    #[test]
    fn no_day_is_nothing_and_the_longest_never_ends() {
        assert_eq!(Day::new(Duration::ZERO), None);
        for from in [DateTime::from_secs(-62_135_596_800), DateTime::from_secs(LAST_SECOND)] {
            let shown = DateTime::from_secs(from.secs() + i64::from(i32::MAX) * DAY_SECONDS);
            assert!(!day(Duration::MAX).deadline(from, shown).comes());
        }
    }

    #[test]
    fn what_is_due_at_the_last_second_comes() {
        let at = |seconds: i64| Deadline::on(DateTime::from_secs(seconds));
        assert!(at(LAST_SECOND).comes() && !at(LAST_SECOND + 1).comes());
        assert!(!at(0).and(at(LAST_SECOND + 1)).comes() && !at(LAST_SECOND + 1).and(at(0)).comes());
    }

    proptest! {
        /// Also the way that real days never go.
        #[test]
        fn scaled_by_one_nothing_changes(
            (secs, nanos) in (-62_135_596_800_i64..LAST_SECOND, 0_u32..1_000_000_000),
            days in 0_i64..4_000_000,
        ) {
            let from = DateTime::from_secs_and_nanos(secs, nanos);
            let shown = DateTime::from_secs(secs + 1 + days * DAY_SECONDS);
            prop_assert_eq!(Day::REAL.scaled(from, shown), Some(shown));
        }

        #[test]
        fn the_later_date_is_never_due_earlier(
            secs in 0_i64..10_000_000_000,
            (one, other) in (0_i64..400_000_000, 0_i64..400_000_000),
            nanos in 1_u64..1_000_000_000_000_000,
        ) {
            let (day, from) = (day(Duration::from_nanos(nanos)), DateTime::from_secs(secs));
            let [one, other] = [one, other].map(|wait| day.deadline(from, DateTime::from_secs(secs + wait)));
            prop_assert!(one.due >= from && other.due >= from);
            prop_assert!((one.shown <= other.shown) == (one.due <= other.due) || one.due == other.due);
        }
    }
}
