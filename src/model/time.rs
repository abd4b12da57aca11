//! Arithmetic of instants.

use crate::primitives::DateTime;
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

/// How long it is from one instant to another; nothing, if that is not later.
pub fn between(from: DateTime, to: DateTime) -> Duration {
    let nanos = u128::try_from(to.as_nanos() - from.as_nanos()).unwrap_or(0);
    let seconds = u64::try_from(nanos / 1_000_000_000).unwrap_or(u64::MAX);
    // The remainder of a division by a billion fits.
    Duration::new(seconds, u32::try_from(nanos % 1_000_000_000).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nanoseconds_carry_over() {
        let (from, by) = (DateTime::from_secs_and_nanos(1, 900_000_000), Duration::from_millis(200));
        let to = DateTime::from_secs_and_nanos(2, 100_000_000);
        assert_eq!(later(from, by), to);
        assert_eq!(between(from, to), by);
        assert_eq!(between(to, from), Duration::ZERO);
    }
}
