//! How a scalar is spelt in a header, a query parameter or an XML element.

use crate::api::primitives::{DateTime, DateTimeFormat};

/// A scalar that can be read from text and written to it.
#[diagnostic::on_unimplemented(message = "`{Self}` is not a type that a row can have")]
pub trait Field: Sized {
    /// Whether the empty text is a value, and not the absence of one.
    const CAN_BE_EMPTY: bool = true;

    /// Reads it; `None` when the text is not of the type.
    fn from_text(text: &str) -> Option<Self>;
    /// Reads it out of text that nobody else needs; gives that back when it is not of the type.
    fn from_owned(text: String) -> Result<Self, String> {
        Self::from_text(&text).ok_or(text)
    }
    /// Writes it. Dates become HTTP dates.
    fn to_text(&self) -> String;
    /// Writes what nobody else needs.
    fn into_text(self) -> String {
        self.to_text()
    }
    /// Writes it where dates are ISO 8601.
    fn to_date_time_text(&self) -> String {
        self.to_text()
    }
}

impl Field for String {
    fn from_text(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }
    fn from_owned(text: String) -> Result<Self, String> {
        Ok(text)
    }
    fn to_text(&self) -> String {
        self.clone()
    }
    fn into_text(self) -> String {
        self
    }
}

macro_rules! parsed {
    ($($type:ty),*) => { $(
        impl Field for $type {
            const CAN_BE_EMPTY: bool = false;
            fn from_text(text: &str) -> Option<Self> {
                // A sign in front is no digit.
                let text = text.trim();
                if text.starts_with('+') { None } else { text.parse().ok() }
            }
            fn to_text(&self) -> String {
                self.to_string()
            }
        }
    )* };
}
parsed!(i32, i64);

impl Field for bool {
    const CAN_BE_EMPTY: bool = false;
    fn from_text(text: &str) -> Option<Self> {
        match text.trim() {
            text if text.eq_ignore_ascii_case("true") => Some(true),
            text if text.eq_ignore_ascii_case("false") => Some(false),
            _ => None,
        }
    }
    fn to_text(&self) -> String {
        self.to_string()
    }
}

impl Field for DateTime {
    fn from_text(text: &str) -> Option<Self> {
        let text = text.trim();
        DateTime::from_str(text, DateTimeFormat::HttpDate)
            .or_else(|_| DateTime::from_str(text, DateTimeFormat::DateTimeWithOffset))
            .ok()
    }
    fn to_text(&self) -> String {
        http_date(*self)
    }
    fn to_date_time_text(&self) -> String {
        iso_date(*self)
    }
}

/// `Fri, 21 Dec 2012 00:00:00 GMT`, always in whole seconds.
pub(crate) fn http_date(at: DateTime) -> String {
    let seconds = DateTime::from_secs(at.secs());
    seconds.fmt(DateTimeFormat::HttpDate).unwrap_or_default()
}

/// `2012-12-21T00:00:00.000Z`: S3 writes three digits, and they are always zero.
pub(crate) fn iso_date(at: DateTime) -> String {
    let seconds = DateTime::from_secs(at.secs());
    let text = seconds.fmt(DateTimeFormat::DateTime).unwrap_or_default();
    text.replace('Z', ".000Z")
}

/// The serde form of `Option<DateTime>` in XML documents.
pub(crate) mod timestamp {
    use super::{Field, iso_date};
    use crate::api::primitives::DateTime;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    #[expect(clippy::ref_option, reason = "serde passes the field by reference")]
    pub(crate) fn serialize<S: Serializer>(at: &Option<DateTime>, serializer: S) -> Result<S::Ok, S::Error> {
        match at {
            Some(at) => serializer.serialize_str(&iso_date(*at)),
            None => serializer.serialize_none(),
        }
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<DateTime>, D::Error> {
        let text = String::deserialize(deserializer)?;
        <DateTime as Field>::from_text(&text).map(Some).ok_or_else(|| D::Error::custom("not a timestamp"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_in_whole_seconds() {
        let at = DateTime::from_secs_and_nanos(1_356_048_000, 999_000_000);
        assert_eq!(at.to_text(), "Fri, 21 Dec 2012 00:00:00 GMT");
        assert_eq!(at.to_date_time_text(), "2012-12-21T00:00:00.000Z");
    }

    #[test]
    fn dates_are_read_in_both_forms() {
        let at = DateTime::from_secs(1_356_048_000);
        assert_eq!(DateTime::from_text("Fri, 21 Dec 2012 00:00:00 GMT"), Some(at));
        assert_eq!(DateTime::from_text("2012-12-21T00:00:00Z"), Some(at));
        assert_eq!(DateTime::from_text("2012-12-21T00:00:00.000Z"), Some(at));
        assert_eq!(DateTime::from_text("yesterday"), None);
    }
}
