//! What happened without a request, because time passed.

use super::name::{BucketName, ObjectKey, UploadId};
use super::time::instant;
use super::version::VersionId;
use crate::api::primitives::DateTime;
use crate::api::types::StorageClass;
use std::fmt;

/// Something that happened on the way while the clock was turned.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event {
    /// When.
    pub at: DateTime,
    /// In which bucket.
    pub bucket: BucketName,
    /// To which key.
    pub key: ObjectKey,
    /// What.
    pub kind: EventKind,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum EventKind {
    /// A lifecycle rule aborted an upload.
    #[non_exhaustive]
    UploadAborted {
        /// The upload.
        upload_id: UploadId,
        /// The rule's id.
        rule: String,
        /// Since when it was eligible to be aborted: the date that `x-amz-abort-date` showed. The event itself is
        /// later where the world has a [`Lag`](crate::Lag), and where the rule was put when the date had passed; it is
        /// sooner where the world's [`lifecycle_day`](crate::Builder::lifecycle_day) is short.
        deadline: DateTime,
        /// How many bytes its parts had, which are free now.
        freed_bytes: u64,
    },
    /// The current version of a key expired.
    #[non_exhaustive]
    ObjectExpired {
        /// The version that was current.
        version_id: VersionId,
        /// The rule's id.
        rule: String,
        /// The delete marker that is current now; `None` where the bucket keeps no versions, and nothing is left.
        delete_marker: Option<VersionId>,
        /// How many bytes are free now: none where the version was kept.
        freed_bytes: u64,
    },
    /// A version that was not current was removed for good.
    #[non_exhaustive]
    VersionRemoved {
        /// The version.
        version_id: VersionId,
        /// The rule's id.
        rule: String,
        /// How many bytes it had, which are free now; a delete marker has none.
        freed_bytes: u64,
    },
    /// A delete marker that nothing lay under was removed.
    #[non_exhaustive]
    DeleteMarkerRemoved {
        /// The marker.
        version_id: VersionId,
        /// The rule's id.
        rule: String,
    },
    /// A version went to another storage class.
    #[non_exhaustive]
    StorageClassChanged {
        /// The version.
        version_id: VersionId,
        /// The rule's id.
        rule: String,
        /// What its class was.
        from: StorageClass,
        /// What its class is.
        to: StorageClass,
    },
}

impl Event {
    /// The id of the lifecycle rule that did it.
    pub fn rule(&self) -> Option<&str> {
        match &self.kind {
            EventKind::UploadAborted { rule, .. }
            | EventKind::ObjectExpired { rule, .. }
            | EventKind::VersionRemoved { rule, .. }
            | EventKind::DeleteMarkerRemoved { rule, .. }
            | EventKind::StorageClassChanged { rule, .. } => Some(rule),
        }
    }

    /// The version to which it happened; `None` where it happened to an upload.
    pub fn version_id(&self) -> Option<&VersionId> {
        match &self.kind {
            EventKind::UploadAborted { .. } => None,
            EventKind::ObjectExpired { version_id, .. }
            | EventKind::VersionRemoved { version_id, .. }
            | EventKind::DeleteMarkerRemoved { version_id, .. }
            | EventKind::StorageClassChanged { version_id, .. } => Some(version_id),
        }
    }

    /// How many bytes are free since.
    pub fn freed_bytes(&self) -> u64 {
        match &self.kind {
            EventKind::UploadAborted { freed_bytes, .. }
            | EventKind::ObjectExpired { freed_bytes, .. }
            | EventKind::VersionRemoved { freed_bytes, .. } => *freed_bytes,
            EventKind::DeleteMarkerRemoved { .. } | EventKind::StorageClassChanged { .. } => 0,
        }
    }
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { at, bucket, key, kind } = self;
        write!(f, "{}: rule \"{}\" ", instant(*at), self.rule().unwrap_or_default())?;
        match kind {
            EventKind::UploadAborted { .. } => write!(f, "aborted the upload of {bucket}/{key}")?,
            EventKind::ObjectExpired { delete_marker: None, .. } => {
                write!(f, "deleted {bucket}/{key}")?;
            }
            EventKind::ObjectExpired { version_id, delete_marker: Some(marker), .. } => {
                write!(f, "put delete marker {marker} on version {version_id} of {bucket}/{key}")?;
            }
            EventKind::VersionRemoved { version_id, .. } => {
                write!(f, "removed noncurrent version {version_id} of {bucket}/{key}")?;
            }
            EventKind::DeleteMarkerRemoved { version_id, .. } => {
                return write!(f, "removed delete marker {version_id} of {bucket}/{key}, under which nothing lay");
            }
            EventKind::StorageClassChanged { version_id, from, to, .. } => {
                return write!(f, "moved version {version_id} of {bucket}/{key} from {from} to {to}");
            }
        }
        write!(f, " and freed {} bytes", self.freed_bytes())?;
        match kind {
            EventKind::UploadAborted { deadline, .. } if deadline < at => {
                write!(f, "; it was due since {}", instant(*deadline))
            }
            EventKind::UploadAborted { deadline, .. } if deadline > at => {
                write!(f, "; the date that was told is {}", instant(*deadline))
            }
            _ => Ok(()),
        }
    }
}
