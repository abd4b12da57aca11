//! Arithmetic of instants, of days and of midnights.

use crate::api::primitives::{DateTime, DateTimeFormat};
use std::num::NonZeroU64;
use std::time::Duration;

/// 0001-01-01T00:00:00Z: no earlier date can be written in a header.
pub const FIRST_SECOND: i64 = -62_135_596_800;

/// 9999-12-31T23:59:59Z: no later date can be written in a header.
pub const LAST_SECOND: i64 = 253_402_300_799;

/// How long a day is.
pub const DAY_SECONDS: i64 = 24 * 60 * 60;

const HOUR_SECONDS: i64 = 60 * 60;

/// An instant later by this; in the last second that can be written, if it is beyond.
pub fn later(at: DateTime, by: Duration) -> DateTime {
    let nanos = at.subsec_nanos() + by.subsec_nanos();
    let seconds = i64::try_from(by.as_secs()).unwrap_or(i64::MAX);
    let seconds = at.secs().saturating_add(seconds).saturating_add(i64::from(nanos / 1_000_000_000));
    DateTime::from_secs_and_nanos(seconds.min(LAST_SECOND), nanos % 1_000_000_000)
}

/// An instant earlier by this; in the first second that can be written, if it is before.
pub fn earlier(at: DateTime, by: Duration) -> DateTime {
    let nanos = at.as_nanos().saturating_sub(i128::try_from(by.as_nanos()).unwrap_or(i128::MAX));
    let seconds = i64::try_from(nanos.div_euclid(1_000_000_000)).unwrap_or(i64::MIN);
    // The remainder of a division by a billion fits.
    let nanos = u32::try_from(nanos.rem_euclid(1_000_000_000)).unwrap_or(0);
    DateTime::from_secs_and_nanos(seconds.max(FIRST_SECOND), nanos)
}

/// How long it is from one instant to another; nothing, if that is not later.
pub fn between(from: DateTime, to: DateTime) -> Duration {
    let nanos = u128::try_from(to.as_nanos() - from.as_nanos()).unwrap_or(0);
    let seconds = u64::try_from(nanos / 1_000_000_000).unwrap_or(u64::MAX);
    // The remainder of a division by a billion fits.
    Duration::new(seconds, u32::try_from(nanos % 1_000_000_000).unwrap_or(0))
}

/// An instant as sentences show it: `2026-01-15T00:00:00Z`.
pub fn instant(at: DateTime) -> String {
    at.fmt(DateTimeFormat::DateTime).unwrap_or_else(|_| format!("{at:?}"))
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
pub fn midnight_behind(at: DateTime) -> DateTime {
    DateTime::from_secs(at.secs() - at.secs().rem_euclid(DAY_SECONDS) + DAY_SECONDS)
}

/// Whether this is 00:00:00 UTC, to the nanosecond.
pub fn is_midnight(at: DateTime) -> bool {
    at.secs().rem_euclid(DAY_SECONDS) == 0 && at.subsec_nanos() == 0
}

/// An instant of the calendar, rounded down to the microsecond, in half the room: each key has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Compact(NonZeroU64);

impl From<DateTime> for Compact {
    fn from(at: DateTime) -> Self {
        let seconds = at.secs().clamp(FIRST_SECOND, LAST_SECOND).abs_diff(FIRST_SECOND);
        let micros = seconds * 1_000_000 + u64::from(at.subsec_nanos() / 1000);
        Self(NonZeroU64::MIN.saturating_add(micros))
    }
}

impl From<Compact> for DateTime {
    fn from(compact: Compact) -> Self {
        let micros = compact.0.get() - 1;
        // The remainder of a division by a million fits, and so does a number of seconds that once was one.
        let nanos = u32::try_from(micros % 1_000_000 * 1000).unwrap_or(0);
        Self::from_secs_and_nanos(FIRST_SECOND.saturating_add_unsigned(micros / 1_000_000), nanos)
    }
}

/// `Tue Dec 31 16:00:00 PST 2019`: one of S3's sentences has a date as Java prints it on the Pacific coast. A date in
/// winter is recorded, and Java writes `PDT` in summer.
pub fn pacific(at: DateTime) -> String {
    let (zone, hours) = if is_summer(at) { ("PDT", 7) } else { ("PST", 8) };
    let local = DateTime::from_secs(at.secs().saturating_sub(hours * HOUR_SECONDS));
    let text = local.fmt(DateTimeFormat::HttpDate).unwrap_or_default();
    let words: Vec<&str> = text.split([',', ' ']).filter(|word| !word.is_empty()).collect();
    match words.as_slice() {
        [weekday, day, month, year, time, _] => format!("{weekday} {month} {day} {time} {zone} {year}"),
        _ => text,
    }
}

/// Whether it is summer on the Pacific coast by the rule of 2007: from the second Sunday of March to the first of
/// November, at two in the morning.
fn is_summer(at: DateTime) -> bool {
    let text = at.fmt(DateTimeFormat::DateTime).unwrap_or_default();
    let Some((year, _)) = text.split_once('-') else { return false };
    let sunday_from = |instant: &str| {
        let first = DateTime::from_str(&format!("{year}-{instant}"), DateTimeFormat::DateTime).ok()?.secs();
        // The first day of all was a Thursday.
        let weekday = (first.div_euclid(DAY_SECONDS) + 4).rem_euclid(7);
        Some(first + (7 - weekday) % 7 * DAY_SECONDS)
    };
    match (sunday_from("03-08T10:00:00Z"), sunday_from("11-01T09:00:00Z")) {
        (Some(begin), Some(end)) => (begin..end).contains(&at.secs()),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn nanoseconds_carry_over() {
        let (from, by) = (DateTime::from_secs_and_nanos(1, 900_000_000), Duration::from_millis(200));
        let to = DateTime::from_secs_and_nanos(2, 100_000_000);
        assert_eq!(later(from, by), to);
        assert_eq!((between(from, to), earlier(to, by)), (by, from));
        assert_eq!(between(to, from), Duration::ZERO);
    }

    #[test]
    fn compact_instants_are_what_they_were_to_the_microsecond() {
        for (secs, nanos) in [(FIRST_SECOND, 0), (-1, 999_999_999), (0, 0), (1_767_263_400, 1), (LAST_SECOND, 1000)] {
            let compact = Compact::from(DateTime::from_secs_and_nanos(secs, nanos));
            assert_eq!(DateTime::from(compact), DateTime::from_secs_and_nanos(secs, nanos / 1000 * 1000));
        }
        assert_eq!(size_of::<Option<Compact>>(), size_of::<u64>());
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

    #[test]
    fn dates_are_spelt_as_on_the_pacific_coast() {
        for (instant, expected) in [
            ("2020-01-01T00:00:00Z", "Tue Dec 31 16:00:00 PST 2019"),
            ("2026-03-08T09:59:59Z", "Sun Mar 08 01:59:59 PST 2026"),
            ("2026-03-08T10:00:00Z", "Sun Mar 08 03:00:00 PDT 2026"),
            ("2025-11-02T08:59:59Z", "Sun Nov 02 01:59:59 PDT 2025"),
            ("2025-11-02T09:00:00Z", "Sun Nov 02 01:00:00 PST 2025"),
            ("2024-07-04T19:30:00Z", "Thu Jul 04 12:30:00 PDT 2024"),
        ] {
            let at = DateTime::from_str(instant, DateTimeFormat::DateTime).unwrap();
            assert_eq!(pacific(at), expected, "{instant}");
        }
    }
}
