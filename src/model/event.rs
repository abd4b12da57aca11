//! What happened without a request, because time passed.

use super::name::{BucketName, ObjectKey, UploadId};
use crate::primitives::{DateTime, DateTimeFormat};
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
        /// later where the world has a [`Lag`](crate::Lag), and where the rule was put when the date had passed.
        deadline: DateTime,
        /// How many bytes its parts had, which are free now.
        freed_bytes: u64,
    },
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { at, bucket, key, kind } = self;
        match kind {
            EventKind::UploadAborted { rule, freed_bytes, deadline, .. } => {
                let act = format_args!("rule \"{rule}\" aborted the upload of {bucket}/{key}");
                write!(f, "{}: {act} and freed {freed_bytes} bytes", instant(*at))?;
                match deadline == at {
                    true => Ok(()),
                    false => write!(f, "; it was due since {}", instant(*deadline)),
                }
            }
        }
    }
}

/// An instant as sentences show it: `2026-01-15T00:00:00Z`.
pub fn instant(at: DateTime) -> String {
    at.fmt(DateTimeFormat::DateTime).unwrap_or_else(|_| format!("{at:?}"))
}
