//! The headers of a request, as text.

use crate::api::error::{S3Error, table};
use http::HeaderMap;

/// How long the headers of a request may be, all together.
pub const MAX_BYTES: usize = 8192;

/// What stands around a header: a colon, a space, and the end of the line.
const BYTES_BETWEEN: usize = 4;

/// The headers in a list: rows ask for several times as many as come, and to compare with these few costs less than to
/// parse every row's name for a look-up.
#[derive(Debug, Clone)]
pub struct Headers<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Headers<'a> {
    /// Reads them. S3 refuses what is too long or not text before it looks at anything else.
    ///
    /// # Errors
    /// `RequestHeaderSectionTooLarge`, and `BadRequest`, naming the header.
    pub fn read(headers: &'a HeaderMap) -> Result<Self, S3Error> {
        let bytes =
            headers.iter().map(|(name, value)| name.as_str().len() + value.len() + BYTES_BETWEEN).sum::<usize>();
        if bytes > MAX_BYTES {
            let error = table::HEADERS_TOO_LARGE.error().with("MaxSizeAllowed", MAX_BYTES);
            return Err(error.because(format!("they have {bytes} bytes")));
        }
        let mut list = Vec::with_capacity(headers.len());
        for (name, value) in headers {
            let Ok(value) = std::str::from_utf8(value.as_bytes()) else {
                return Err(table::BAD_REQUEST.error().because(format!("the header {name} is not UTF-8")));
            };
            list.push((name.as_str(), value));
        }
        Ok(Self(list))
    }

    /// Their names, in lower case.
    pub fn names(&self) -> impl Iterator<Item = &'a str> {
        self.0.iter().map(|(name, _)| *name)
    }

    /// All values of one name.
    pub fn values(&self, name: &str) -> impl Iterator<Item = &'a str> {
        // Most rows are in lower case too: then it is one comparison of bytes, which is fast in unoptimised builds.
        let is_it = move |sent: &str| sent == name || (sent.len() == name.len() && sent.eq_ignore_ascii_case(name));
        self.0.iter().filter_map(move |(sent, value)| is_it(sent).then_some(*value))
    }

    /// A header; of several, the first.
    pub fn get(&self, name: &str) -> Option<&'a str> {
        self.values(name).next()
    }

    /// A header; one that is sent twice is one list.
    pub fn joined(&self, name: &str) -> Option<String> {
        let mut values = self.values(name);
        let mut joined = values.next()?.to_owned();
        values.for_each(|value| joined.extend([",", value]));
        Some(joined)
    }
}
