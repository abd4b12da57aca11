//! The arithmetic of days: everything that a rule does, it does at a midnight UTC.

use crate::api::primitives::DateTime;
use crate::model::time::{due, is_midnight};

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::primitives::DateTimeFormat;

    fn at(text: &str) -> DateTime {
        DateTime::from_str(text, DateTimeFormat::DateTime).unwrap()
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
}
