//! Conditions on writes that do not know them. To let one pass would be to overwrite what it was to protect.

use super::Entry;
use super::serving::sent;
use crate::api::error::{S3Error, table};
use crate::http::wire::address::Address;
use crate::http::wire::headers::Headers;

/// Headers on which it depends whether, or of what, something is done. `If-Modified-Since` is none of them: HTTP has it
/// for reads alone, and wants it ignored elsewhere.
const NAMES: [&str; 11] = [
    "If-Match",
    "If-None-Match",
    "If-Unmodified-Since",
    "x-amz-if-match-initiated-time",
    "x-amz-if-match-last-modified-time",
    "x-amz-if-match-size",
    "x-amz-copy-source-if-match",
    "x-amz-copy-source-if-none-match",
    "x-amz-copy-source-if-modified-since",
    "x-amz-copy-source-if-unmodified-since",
    "x-amz-copy-source-range",
];

/// Reads and lists ignore the conditions that they do not have: nothing is lost by it.
pub(super) fn check(entry: &Entry, headers: &Headers<'_>, address: &Address<'_>) -> Result<(), S3Error> {
    if !entry.writes() {
        return Ok(());
    }
    let is_row = |name: &str| entry.rows.iter().any(|row| row.name == name);
    match NAMES.into_iter().find(|name| !is_row(name) && sent(headers, address, name).is_some()) {
        None => Ok(()),
        Some(name) => {
            let error = table::CONDITION_NOT_KNOWN.error().with("Header", name);
            Err(error.because(format!("{} has no such condition", entry.name)))
        }
    }
}
