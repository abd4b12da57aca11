//! What the index of deadlines holds.

use super::name::{BucketName, ObjectKey, UploadId};
use crate::api::primitives::DateTime;

/// One deadline. What falls due at one instant does so in this order: by bucket, by key, of a key first what befalls
/// its versions, then its uploads in the order of their initiation.
pub type Due = (DateTime, BucketName, ObjectKey, What);

/// What falls due of a key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// Something of its versions: what exactly follows from them and from the rules.
    Versions,
    /// An upload.
    Upload(UploadId),
}
