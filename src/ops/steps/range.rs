//! `Range`, and which bytes a read is of.

use crate::api::error::{ErrorRow, S3Error, table};
use crate::model::name::PartNumber;
use crate::model::object::StoredObject;
use std::ops::Range;

/// What this step answers.
pub(crate) static ERRORS: [&ErrorRow; 4] =
    [&table::RANGE_WITH_PART_NUMBER, &table::PART_NUMBER_RANGE, &table::INVALID_PART_NUMBER, &table::INVALID_RANGE];

/// What a read is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Selected {
    Whole,
    Part { number: usize, range: Range<u64> },
    Range(Range<u64>),
}

impl Selected {
    /// Which bytes.
    pub(crate) fn bytes(&self, object: &StoredObject) -> Range<u64> {
        match self {
            Self::Whole => 0..object.len(),
            Self::Part { range, .. } | Self::Range(range) => range.clone(),
        }
    }

    /// `Content-Range`, where the answer is partial.
    pub(crate) fn content_range(&self, object: &StoredObject) -> Option<String> {
        let range = match self {
            Self::Whole => return None,
            Self::Part { range, .. } | Self::Range(range) => range,
        };
        // Of nothing there is no last byte, and no range that HTTP could name; S3's answer to it is not known.
        let last = range.end.checked_sub(1).filter(|last| range.start <= *last)?;
        Some(format!("bytes {}-{last}/{}", range.start, object.len()))
    }
}

/// Decides what a read is of.
pub(crate) fn select(
    object: &StoredObject,
    range: Option<&str>,
    part_number: Option<i32>,
) -> Result<Selected, S3Error> {
    match (range, part_number) {
        (Some(range), Some(number)) => {
            let why = format!("Range is {range}, and partNumber is {number}");
            Err(table::RANGE_WITH_PART_NUMBER.error().because(why))
        }
        (None, Some(number)) => part(object, number),
        (Some(range), None) => select_range(object.len(), range),
        (None, None) => Ok(Selected::Whole),
    }
}

fn part(object: &StoredObject, number: i32) -> Result<Selected, S3Error> {
    let index = PartNumber::try_from(number)?.count();
    match object.part(index) {
        Some((_, range)) => Ok(Selected::Part { number: index, range }),
        None => Err(table::INVALID_PART_NUMBER
            .error()
            .with("ActualPartCount", object.parts_count().unwrap_or(1))
            .with("PartNumberRequested", number)),
    }
}

/// One range is honoured; several, and what is not a range at all, are ignored (recorded).
fn select_range(len: u64, header: &str) -> Result<Selected, S3Error> {
    let Some((first, last)) = header.strip_prefix("bytes=").and_then(|range| range.split_once('-')) else {
        return Ok(Selected::Whole);
    };
    let not_satisfiable =
        || Err(table::INVALID_RANGE.error().with("RangeRequested", header).with("ActualObjectSize", len));
    match (number(first), number(last)) {
        // The last n bytes.
        (Number::Absent, Number::Is(0)) => not_satisfiable(),
        // S3 returns all of an empty object (field report).
        (Number::Absent, Number::Is(_)) if len == 0 => Ok(Selected::Whole),
        (Number::Absent, Number::Is(suffix)) => Ok(Selected::Range(len.saturating_sub(suffix)..len)),
        (Number::Is(first), Number::Is(last)) if last < first => Ok(Selected::Whole),
        (Number::Is(first), Number::Absent | Number::Is(_)) if first >= len => not_satisfiable(),
        (Number::Is(first), Number::Is(last)) => Ok(Selected::Range(first..len.min(last.saturating_add(1)))),
        (Number::Is(first), Number::Absent) => Ok(Selected::Range(first..len)),
        _ => Ok(Selected::Whole),
    }
}

enum Number {
    Absent,
    Is(u64),
    IsNot,
}

fn number(text: &str) -> Number {
    match text.trim() {
        "" => Number::Absent,
        text if text.bytes().all(|byte| byte.is_ascii_digit()) => Number::Is(text.parse().unwrap_or(u64::MAX)),
        _ => Number::IsNot,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_recorded() {
        let of_ten = |header: &str| match select_range(10, header) {
            Ok(Selected::Range(range)) => format!("{}-{}", range.start, range.end - 1),
            Ok(_) => "whole".to_owned(),
            Err(error) => error.code().to_owned(),
        };
        for (header, expected) in [
            ("bytes=0-8", "0-8"),
            ("bytes=1-", "1-9"),
            ("bytes=-2", "8-9"),
            ("bytes=0-0", "0-0"),
            ("bytes=0-100", "0-9"),
            ("bytes=0-99999999999999999999999", "0-9"),
            ("bytes=-15", "0-9"),
            ("bytes=1-0", "whole"),
            ("bytes=0--1", "whole"),
            ("bytes=-1-", "whole"),
            ("bytes=-", "whole"),
            ("bytes=0-1,3-4", "whole"),
            ("0-8", "whole"),
            ("bytes=-0", "InvalidRange"),
            ("bytes=100-200", "InvalidRange"),
            ("bytes=10-", "InvalidRange"),
        ] {
            assert_eq!(of_ten(header), expected, "{header}");
        }
    }

    #[test]
    fn a_range_of_an_empty_object_is_rejected_unless_it_is_a_suffix() {
        for header in ["bytes=0-", "bytes=0-0", "bytes=-0"] {
            assert_eq!(select_range(0, header).unwrap_err().code(), "InvalidRange", "{header}");
        }
        assert!(matches!(select_range(0, "bytes=-1"), Ok(Selected::Whole)));
    }
}
