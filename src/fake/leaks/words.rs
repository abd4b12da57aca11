//! Numbers and durations in words.

use super::{Leak, held};
use std::time::Duration;

/// A number with its noun: `1 part`, `3 parts`.
pub(super) fn counted(count: u64, what: &str) -> String {
    match count {
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
    }
}

/// Total size of the parts.
pub(super) fn held_bytes(leaks: &[Leak]) -> String {
    match held(leaks) {
        1 => "1 byte".to_owned(),
        bytes => format!("{bytes} bytes"),
    }
}

/// The two largest units of a duration, such as `3 days 2 h`. Less than a second is rounded down to milliseconds.
pub(super) fn duration(duration: Duration) -> String {
    let seconds = duration.as_secs();
    let units = [
        (seconds / 86_400, if seconds < 2 * 86_400 { "day" } else { "days" }),
        (seconds / 3600 % 24, "h"),
        (seconds / 60 % 60, "min"),
        (seconds % 60, "s"),
        (duration.subsec_millis().into(), "ms"),
    ];
    let Some(first) = units.iter().position(|(count, _)| *count > 0) else { return "0 s".to_owned() };
    let shown = units[first..].iter().take(2).filter(|(count, _)| *count > 0);
    shown.map(|(count, unit)| format!("{count} {unit}")).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{days, hours, seconds};

    #[test]
    fn a_duration_is_shown_by_its_two_largest_units() {
        for (shown, expected) in [
            (Duration::ZERO, "0 s"),
            (Duration::from_micros(999), "0 s"),
            (Duration::from_millis(1), "1 ms"),
            (Duration::from_millis(61_001), "1 min 1 s"),
            (Duration::from_millis(2001), "2 s 1 ms"),
            (hours(1) + seconds(1), "1 h"),
            (days(1), "1 day"),
            (days(2) + hours(23) + seconds(3599), "2 days 23 h"),
        ] {
            assert_eq!(duration(shown), expected);
        }
    }
}
