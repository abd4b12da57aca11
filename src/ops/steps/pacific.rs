//! How one of S3's sentences spells a date: as Java prints it where S3 was written (recorded).

use crate::api::primitives::{DateTime, DateTimeFormat};
use crate::model::time::DAY_SECONDS;

const HOUR_SECONDS: i64 = 60 * 60;

/// `Tue Dec 31 16:00:00 PST 2019`. Recorded is a date in winter; that those in summer are `PDT` is what Java does.
pub(crate) fn date(at: DateTime) -> String {
    let (zone, hours) = if is_summer(at) { ("PDT", 7) } else { ("PST", 8) };
    let local = DateTime::from_secs(at.secs().saturating_sub(hours * HOUR_SECONDS));
    let text = local.fmt(DateTimeFormat::HttpDate).unwrap_or_default();
    let words: Vec<&str> = text.split([',', ' ']).filter(|word| !word.is_empty()).collect();
    match words.as_slice() {
        [weekday, day, month, year, time, _] => format!("{weekday} {month} {day} {time} {zone} {year}"),
        _ => text,
    }
}

/// By the rule of 2007, from the second Sunday of March to the first of November, at two in the morning. Earlier years
/// had others.
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
            assert_eq!(date(at), expected, "{instant}");
        }
    }
}
