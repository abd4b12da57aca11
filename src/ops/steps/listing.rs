//! What the parameters of all listings have in common: limits, and how keys are encoded.

use crate::api::error::{ErrorRow, S3Error, table};
use crate::api::shape::Malformed;
use crate::api::types::EncodingType;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What this step answers.
pub(crate) static ERRORS: [&ErrorRow; 3] = [&table::MAX_NOT_A_NUMBER, &table::MAX_RANGE, &table::ENCODING_INVALID];

/// The most lines of a page, and how many it has when nobody asks.
pub(crate) const PAGE: i32 = 1000;

/// How many lines a page may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Limit {
    shown: i32,
    lines: i32,
}

impl Limit {
    fn new(lines: i32) -> Self {
        Self { shown: lines, lines }
    }

    /// The limit as the response shows it.
    pub(crate) fn shown(self) -> i32 {
        self.shown
    }

    /// The number of lines that a page has at most.
    pub(crate) fn lines(self) -> usize {
        usize::try_from(self.lines).unwrap_or(0)
    }

    /// A page that is shorter than the response shows, by a fault.
    pub(crate) fn at_most(self, lines: Option<i32>) -> Self {
        Self { lines: lines.map_or(self.lines, |lines| lines.min(self.lines)), ..self }
    }
}

/// How many lines a page may have: more than a thousand is a thousand, less than none is refused.
pub(crate) fn limit(name: &'static str, asked: Option<i32>) -> Result<Limit, S3Error> {
    match asked {
        None => Ok(Limit::new(PAGE)),
        Some(asked) if asked < 0 => {
            // The sentence has the parameter's name in another spelling for objects.
            let spelt = if name == "max-keys" { "maxKeys" } else { name };
            Err(table::MAX_RANGE.fill(&[&spelt]).with("ArgumentName", name).with("ArgumentValue", asked))
        }
        Some(asked) => Ok(Limit::new(asked.min(PAGE))),
    }
}

/// A limit that is no number.
pub(crate) fn malformed_limit(field: &Malformed) -> S3Error {
    let Malformed { name, value } = field;
    table::MAX_NOT_A_NUMBER.fill(&[name]).with("ArgumentName", name).with("ArgumentValue", value)
}

/// The number of the part that a page continues behind. An empty marker is as none (recorded).
pub(crate) fn part_number_marker(name: &'static str, sent: Option<&str>) -> Result<i32, S3Error> {
    match sent {
        None | Some("") => Ok(0),
        Some(sent) => match sent.parse::<i32>() {
            Ok(marker) if marker < 0 => {
                Err(table::MAX_RANGE.fill(&[&name]).with("ArgumentName", name).with("ArgumentValue", sent))
            }
            Ok(marker) => Ok(marker),
            Err(_) => Err(malformed_limit(&Malformed { name, value: sent.to_owned() })),
        },
    }
}

/// How the keys of an answer are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    Plain,
    Url,
}

/// What stays as it is: letters, digits, and these.
const ENCODED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'*').remove(b'/').remove(b' ');

impl Encoding {
    pub(crate) fn from_parameter(asked: Option<&EncodingType>) -> Result<Self, S3Error> {
        match asked {
            None => Ok(Self::Plain),
            Some(EncodingType::Url) => Ok(Self::Url),
            Some(other) => Err(table::ENCODING_INVALID.argument("encoding-type", other)),
        }
    }

    /// Writes a key: in URLs a space is a plus, and slashes stay.
    pub(crate) fn encode(self, key: &str) -> String {
        match self {
            Self::Plain => key.to_owned(),
            Self::Url => utf8_percent_encode(key, ENCODED).to_string().replace(' ', "+"),
        }
    }

    /// As the answer shows it.
    pub(crate) fn shown(self) -> Option<EncodingType> {
        match self {
            Self::Plain => None,
            Self::Url => Some(EncodingType::Url),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_encoded_as_recorded() {
        let encoded = Encoding::Url.encode("a b+c/(d)=é");
        assert_eq!(encoded, "a+b%2Bc/%28d%29%3D%C3%A9");
        assert_eq!(Encoding::Plain.encode("a b"), "a b");
    }
}
