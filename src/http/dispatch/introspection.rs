//! What the crate declares of itself, for its own tests: not part of the API.

use super::{ENTRIES, ERRORS};
use crate::api::error::ErrorRow;
#[cfg(feature = "__introspection")]
pub use crate::api::shape::Place;
pub use crate::api::shape::Row;
use crate::api::shape::{Digest, Target};
use crate::http::dispatch;
use http::Request;

/// The rows of the table of errors that an operation may answer. The operation is `*` where it is any.
pub fn declared() -> Vec<(&'static str, &'static ErrorRow)> {
    let own =
        dispatch::entries().flat_map(|entry| entry.errors.iter().copied().flatten().map(|row| (entry.name, *row)));
    own.chain(ERRORS.iter().map(|row| ("*", *row))).collect()
}

/// The whole table of errors.
pub fn table() -> &'static [&'static ErrorRow] {
    crate::api::error::table::ALL
}

/// An operation's table.
#[derive(Debug, Clone)]
pub struct Table {
    /// AWS's name of the operation.
    pub operation: &'static str,
    /// The method of its requests.
    pub method: &'static str,
    /// Whether its requests name a bucket and no key.
    pub is_of_bucket: bool,
    /// The query parameters by which its requests are recognised.
    pub query: &'static [&'static str],
    /// The root of its response's document.
    pub root: Option<&'static str>,
    /// The rows of its input.
    pub rows: &'static [Row],
    /// The fields that are refused with 501.
    pub not_modelled: Vec<&'static str>,
}

/// Operations that run another: what its rules say to their requests is declared there.
pub const RUNS: &[(&str, &str)] = &[("PostObject", "PutObject")];

/// The tables of all operations that have one.
pub fn tables() -> Vec<Table> {
    let table = |entry: &dispatch::Entry| Table {
        operation: entry.name,
        method: entry.route.method,
        is_of_bucket: entry.route.target == Target::Bucket,
        query: entry.route.query,
        root: entry.route.root,
        rows: entry.rows,
        not_modelled: entry.not_modelled.iter().copied().flatten().copied().collect(),
    };
    ENTRIES.iter().map(table).collect()
}

/// Fields that are neither read nor refused, and the reason: operation (`*` is any), field, reason.
///
/// The rows about the digest of a document follow from the operations' routes and tables.
pub fn without_effect() -> Vec<(&'static str, &'static str, &'static str)> {
    let digested = dispatch::entries().filter(|entry| entry.route.digest != Digest::Md5Alone);
    let about_digest = digested.flat_map(|entry| {
        let has = |field: &&str| entry.rows.iter().any(|row| row.field == *field);
        ["checksum_algorithm", "content_md5"].into_iter().filter(has).map(|field| (entry.name, field, DIGEST))
    });
    WITHOUT_EFFECT.iter().copied().chain(about_digest).collect()
}

const WITHOUT_EFFECT: &[(&str, &str, &str)] = &[
    ("*", "request_payer", "`steps::access` reads it of any operation that has it"),
    ("PutBucketNotificationConfiguration", "skip_destination_validation", "no destination is looked for"),
];

const DIGEST: &str = "`wire` has compared the digest of the body that it names";

/// The operation that a request is recognised as.
pub fn operation_of<B>(request: &Request<B>) -> Option<&'static str> {
    dispatch::operation_of(request)
}
