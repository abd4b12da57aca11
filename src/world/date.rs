//! Instants, as they are written: to the nanosecond, so that none is moved by being saved.

use crate::api::primitives::{DateTime, DateTimeFormat};
use crate::model::time::{FIRST_SECOND, LAST_SECOND};
use serde::{Deserialize, Deserializer, Serializer, de::Error};

#[expect(clippy::ref_option, reason = "serde passes the field by reference")]
pub(super) fn serialize<S: Serializer>(at: &Option<DateTime>, serializer: S) -> Result<S::Ok, S::Error> {
    match at {
        Some(at) => serializer.serialize_str(&text(*at)),
        None => serializer.serialize_none(),
    }
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<DateTime>, D::Error> {
    let text = String::deserialize(deserializer)?;
    let parsed = DateTime::from_str(&text, DateTimeFormat::DateTimeWithOffset).ok();
    let is_written = |at: &DateTime| (FIRST_SECOND..=LAST_SECOND).contains(&at.secs());
    let error = || D::Error::custom(format_args!("`{text}` is no date such as 2026-01-01T10:30:00Z"));
    parsed.filter(is_written).map(Some).ok_or_else(error)
}

/// `2012-12-21T00:00:00Z`, with as many digits of the second as there are.
pub(super) fn text(at: DateTime) -> String {
    let seconds = DateTime::from_secs(at.secs()).fmt(DateTimeFormat::DateTime).unwrap_or_default();
    match at.subsec_nanos() {
        0 => seconds,
        nanos => {
            let digits = format!("{nanos:09}");
            seconds.replace('Z', &format!(".{}Z", digits.trim_end_matches('0')))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[derive(serde::Serialize, serde::Deserialize)]
    struct DateField(#[serde(with = "super")] Option<DateTime>);

    proptest! {
        #[test]
        fn an_instant_is_read_as_it_was_written(secs in FIRST_SECOND..=LAST_SECOND, nanos in 0_u32..1_000_000_000) {
            let at = DateTime::from_secs_and_nanos(secs, nanos);
            let text = serde_json::to_string(&DateField(Some(at))).unwrap();
            prop_assert_eq!(serde_json::from_str::<DateField>(&text).unwrap().0, Some(at));
        }
    }

    #[test]
    fn dates_are_read_as_the_cli_prints_them() {
        let read = |text: &str| serde_json::from_str::<DateField>(&format!("\"{text}\"")).map(|written| written.0);
        let expected = DateTime::from_secs(1_767_263_400);
        for text in ["2026-01-01T10:30:00+00:00", "2026-01-01T12:30:00+02:00", "2026-01-01T10:30:00.000Z"] {
            assert_eq!(read(text).unwrap(), Some(expected), "{text}");
        }
        assert_eq!(text(expected), "2026-01-01T10:30:00Z");
        assert!(read("yesterday").unwrap_err().to_string().starts_with("`yesterday` is no date such as "));
    }
}
