//! The kinds of faults, with the operations that each can meet.

use super::matcher::Matcher;
use crate::api::error::ErrorRow;
use std::fmt;
use std::time::Duration;

/// How a fault changes a call.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Kind {
    Error { row: &'static ErrorRow, retry_after: Option<u32> },
    Redirect { region: String },
    ExpireCredentials,
    Throttle { rate: f64, burst: u32, per: Per },
    LoseRequest,
    LoseResponse,
    Hang,
    Crash,
    ErrorIn200 { row: &'static ErrorRow, white_space: Duration },
    LateSuccess { white_space: Duration },
    CutRequest { after: u64 },
    CutResponse { after: u64, is_clean: bool },
    Stall { after: u64 },
    Latency { fixed: Duration, per_mib: Duration, jitter: Duration },
    CorruptResponse { at: u64 },
    WrongChecksum,
    WrongEtag,
    PartialDelete { keys: Vec<String> },
    ShortPages { lines: u32 },
    CloseAfterResponse,
}

/// The calls that share one limit of a throttle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Per {
    /// All calls that match.
    Rule,
    Caller,
    /// The calls whose keys are equal up to the last slash.
    Prefix,
}

/// The operations of which S3 can send the status 200 before it knows the outcome.
const LATE: &[&str] = &["CompleteMultipartUpload", "CopyObject", "UploadPartCopy"];

/// The lists that S3 can always end early. `ListBuckets` is paged only if the caller asks for it.
const LISTS: &[&str] = &["ListMultipartUploads", "ListObjectVersions", "ListObjects", "ListObjectsV2", "ListParts"];

const WITH_ETAG: &[&str] =
    &["CompleteMultipartUpload", "CopyObject", "GetObject", "HeadObject", "PutObject", "UploadPart", "UploadPartCopy"];

const WITH_CHECKSUM: &[&str] =
    &["CompleteMultipartUpload", "GetObject", "HeadObject", "PutObject", "UploadPart", "CopyObject", "UploadPartCopy"];

impl Kind {
    /// The operations that this kind can meet; `None` for all.
    pub(super) fn operations(&self) -> Option<&'static [&'static str]> {
        match self {
            Self::ErrorIn200 { .. } | Self::LateSuccess { .. } => Some(LATE),
            Self::CorruptResponse { .. } => Some(&["GetObject"]),
            Self::PartialDelete { .. } => Some(&["DeleteObjects"]),
            Self::ShortPages { .. } => Some(LISTS),
            Self::WrongChecksum => Some(WITH_CHECKSUM),
            Self::WrongEtag => Some(WITH_ETAG),
            _ => None,
        }
    }

    /// Checks that this kind can meet the operation that a matcher names.
    ///
    /// # Errors
    /// If it cannot; the sentence lists the operations that it can meet.
    pub(super) fn check(&self, calls: &Matcher) -> Result<(), String> {
        match (calls.operation(), self.operations()) {
            (Some(name), Some(possible)) if !possible.contains(&name) => {
                Err(format!("`{self}` cannot meet {name}: it is of {}", possible.join(", ")))
            }
            _ => Ok(()),
        }
    }

    /// Whether the fault goes on for a caller that it has met once.
    pub(super) fn sticks(&self) -> bool {
        matches!(self, Self::Crash | Self::ExpireCredentials)
    }

    /// Whether the call only takes longer. Another fault can decide its outcome.
    pub(super) fn only_delays(&self) -> bool {
        matches!(self, Self::Latency { .. })
    }

    /// Whether it concerns every call by default, and not one.
    pub(super) fn is_a_condition(&self) -> bool {
        matches!(self, Self::Throttle { .. } | Self::ShortPages { .. }) || self.sticks()
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Error { row, retry_after: None } => write!(f, "error {}", row.code),
            Self::Error { row, retry_after: Some(seconds) } => {
                write!(f, "error {}, retry after {seconds} s", row.code)
            }
            Self::Redirect { region } => write!(f, "redirect to {region}"),
            Self::ExpireCredentials => f.write_str("expired credentials"),
            Self::Throttle { rate, burst, per } => {
                let per = match per {
                    Per::Rule => "",
                    Per::Caller => " per caller",
                    Per::Prefix => " per prefix",
                };
                write!(f, "throttle to {rate} calls a second{per}, burst {burst}")
            }
            Self::LoseRequest => f.write_str("lost request"),
            Self::LoseResponse => f.write_str("lost response"),
            Self::Hang => f.write_str("no response"),
            Self::Crash => f.write_str("crash of the caller"),
            Self::ErrorIn200 { row, white_space } if white_space.is_zero() => write!(f, "error {} in a 200", row.code),
            Self::ErrorIn200 { row, white_space } => {
                write!(f, "error {} in a 200 after {white_space:?} of white space", row.code)
            }
            Self::LateSuccess { white_space } => write!(f, "success after {white_space:?} of white space"),
            Self::CutRequest { after } => write!(f, "request cut after {after} bytes"),
            Self::CutResponse { after, is_clean: true } => write!(f, "response ended after {after} bytes"),
            Self::CutResponse { after, is_clean: false } => write!(f, "response reset after {after} bytes"),
            Self::Stall { after } => write!(f, "response stalled after {after} bytes"),
            Self::Latency { fixed, per_mib, jitter } => {
                write!(f, "latency {fixed:?}")?;
                if !per_mib.is_zero() {
                    write!(f, " and {per_mib:?} per MiB")?;
                }
                if !jitter.is_zero() {
                    write!(f, " with jitter {jitter:?}")?;
                }
                Ok(())
            }
            Self::CorruptResponse { at } => write!(f, "byte {at} of the response corrupted"),
            Self::WrongChecksum => f.write_str("wrong checksum"),
            Self::WrongEtag => f.write_str("wrong ETag"),
            Self::PartialDelete { keys } => write!(f, "error for the keys {}", keys.join(", ")),
            Self::ShortPages { lines } => write!(f, "pages of at most {lines}"),
            Self::CloseAfterResponse => f.write_str("connection closed after the response"),
        }
    }
}
