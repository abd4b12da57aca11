//! What the crate declares of itself, for its own tests: not part of the API.

use crate::api::error::Answer;
pub use crate::api::shape::{Place, Row};
use crate::http::dispatch::{self, ANSWERS, ENTRIES};
use http::Request;

/// The rows of the table of errors that an operation may answer. The operation is `*` where it is any.
pub fn declared() -> Vec<(&'static str, &'static Answer)> {
    let own = dispatch::entries()
        .flat_map(|entry| entry.answers.iter().copied().flatten().map(|answer| (entry.name, *answer)));
    own.chain(ANSWERS.iter().map(|answer| ("*", *answer))).collect()
}

/// The whole table of errors.
pub fn table() -> &'static [&'static Answer] {
    crate::api::error::answers::ALL
}

/// An operation's table.
#[derive(Debug, Clone)]
pub struct Table {
    /// AWS's name of the operation.
    pub operation: &'static str,
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
        rows: entry.rows,
        not_modelled: entry.not_modelled.iter().copied().flatten().copied().collect(),
    };
    ENTRIES.iter().map(table).collect()
}

/// Fields that are neither read nor refused, and why that is right: operation (`*` is any), field, reason.
pub const WITHOUT_EFFECT: &[(&str, &str, &str)] = &[
    ("*", "request_payer", "`steps::access` reads it of any operation that has it"),
    ("DeleteObjects", "checksum_algorithm", DIGEST),
    ("PutBucketCors", "checksum_algorithm", DIGEST),
    ("PutBucketCors", "content_md5", DIGEST),
    ("PutBucketEncryption", "checksum_algorithm", DIGEST),
    ("PutBucketEncryption", "content_md5", DIGEST),
    ("PutBucketAcl", "checksum_algorithm", DIGEST),
    ("PutBucketAcl", "content_md5", DIGEST),
    ("PutBucketLifecycleConfiguration", "checksum_algorithm", DIGEST),
    ("PutBucketOwnershipControls", "checksum_algorithm", DIGEST),
    ("PutBucketOwnershipControls", "content_md5", DIGEST),
    ("PutBucketPolicy", "checksum_algorithm", DIGEST),
    ("PutBucketPolicy", "content_md5", DIGEST),
    ("PutBucketRequestPayment", "checksum_algorithm", DIGEST),
    ("PutBucketRequestPayment", "content_md5", DIGEST),
    ("PutBucketTagging", "checksum_algorithm", DIGEST),
    ("PutBucketTagging", "content_md5", DIGEST),
    ("PutBucketVersioning", "checksum_algorithm", DIGEST),
    ("PutBucketVersioning", "content_md5", DIGEST),
    ("PutObjectAcl", "checksum_algorithm", DIGEST),
    ("PutObjectAcl", "content_md5", DIGEST),
    ("PutObjectLegalHold", "checksum_algorithm", DIGEST),
    ("PutObjectLegalHold", "content_md5", DIGEST),
    ("PutObjectLockConfiguration", "checksum_algorithm", DIGEST),
    ("PutObjectLockConfiguration", "content_md5", DIGEST),
    ("PutObjectRetention", "checksum_algorithm", DIGEST),
    ("PutObjectRetention", "content_md5", DIGEST),
    ("PutObjectTagging", "checksum_algorithm", DIGEST),
    ("PutObjectTagging", "content_md5", DIGEST),
    ("PutPublicAccessBlock", "checksum_algorithm", DIGEST),
    ("PutPublicAccessBlock", "content_md5", DIGEST),
    ("RenameObject", "client_token", NO_RENAME),
    ("RenameObject", "destination_if_match", NO_RENAME),
    ("RenameObject", "destination_if_modified_since", NO_RENAME),
    ("RenameObject", "destination_if_none_match", NO_RENAME),
    ("RenameObject", "destination_if_unmodified_since", NO_RENAME),
    ("RenameObject", "rename_source", NO_RENAME),
    ("RenameObject", "source_if_match", NO_RENAME),
    ("RenameObject", "source_if_modified_since", NO_RENAME),
    ("RenameObject", "source_if_none_match", NO_RENAME),
    ("RenameObject", "source_if_unmodified_since", NO_RENAME),
    ("RestoreObject", "checksum_algorithm", DIGEST),
    ("UpdateObjectEncryption", "checksum_algorithm", DIGEST),
    ("UpdateObjectEncryption", "content_md5", DIGEST),
];

const NO_RENAME: &str = "no general purpose bucket renames, whatever else is asked";

const DIGEST: &str = "`wire` has compared the digest of the body that it names";

/// The operation that a request is recognised as.
pub fn operation_of<B>(request: &Request<B>) -> Option<&'static str> {
    dispatch::operation_of(request)
}
