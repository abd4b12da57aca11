//! What the crate declares of itself, for its own tests: not part of the API.

use crate::dispatch::{self, ANSWERS, ENTRIES};
use crate::error::Answer;
use http::Request;

/// The rows of the table of errors that an operation may answer. The operation is `*` where it is any.
pub fn declared() -> Vec<(&'static str, &'static Answer)> {
    let own =
        ENTRIES.iter().flat_map(|entry| entry.answers.iter().copied().flatten().map(|answer| (entry.name, *answer)));
    own.chain(ANSWERS.iter().map(|answer| ("*", *answer))).collect()
}

/// The whole table of errors.
pub fn table() -> &'static [&'static Answer] {
    crate::error::answers::ALL
}

/// The operation that a request is recognised as.
pub fn operation_of<B>(request: &Request<B>) -> Option<&'static str> {
    dispatch::operation_of(request)
}
