//! The errors that the SDK models as types of their own.

crate::error::modeled! {
    BucketAlreadyExists,
    BucketAlreadyOwnedByYou,
    EncryptionTypeMismatch,
    InvalidObjectState,
    InvalidRequest,
    InvalidWriteOffset,
    NoSuchBucket,
    NoSuchKey,
    NoSuchUpload,
    NotFound,
    ObjectNotInActiveTierError,
    TooManyParts,
}

/// The builders.
pub mod builders {
    pub use super::*;
}
