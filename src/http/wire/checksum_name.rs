//! `x-amz-checksum-*`: some of these headers name an algorithm, and carry a checksum; the others do not.

use crate::api::error::{S3Error, table};

/// What the names of all of them begin with.
pub const PREFIX: &str = "x-amz-checksum-";

/// What follows the prefix in a header that carries no checksum.
const OTHERS: [&str; 3] = ["algorithm", "mode", "type"];

/// Whether what follows the prefix stands for an algorithm, known or not.
pub fn names_algorithm(rest: &str) -> bool {
    !OTHERS.contains(&rest)
}

/// The algorithm that a header is named after; `None` if it carries no checksum.
pub fn algorithm_of(header: &str) -> Option<&str> {
    header.strip_prefix(PREFIX).filter(|rest| names_algorithm(rest))
}

/// What S3 says of a header whose algorithm nobody knows.
pub fn unknown(header: &str) -> S3Error {
    table::CHECKSUM_ALGORITHM_HEADER.error().because(format!("{header} names no algorithm"))
}
