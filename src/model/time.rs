//! Arithmetic of instants.

use crate::api::primitives::DateTime;
use std::num::NonZeroU64;
use std::time::Duration;

/// 0001-01-01T00:00:00Z: no earlier date can be written in a header.
pub const FIRST_SECOND: i64 = -62_135_596_800;

/// 9999-12-31T23:59:59Z: no later date can be written in a header.
pub const LAST_SECOND: i64 = 253_402_300_799;

/// How long a day is.
pub const DAY_SECONDS: i64 = 24 * 60 * 60;

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

#[cfg(test)]
mod tests {
    use super::*;

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
}
