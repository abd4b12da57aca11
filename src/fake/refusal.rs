//! What a world tells of the calls that it refuses.

use crate::api::error::S3Error;
use std::fmt;
use std::sync::Arc;

/// A call that S3 refused. It prints as one line, with the reason:
/// `CompleteMultipartUpload backups/db.tar: 400 InvalidPart: ...`.
///
/// [`Builder::log_refusals`](crate::Builder::log_refusals) has each of them told.
#[derive(Debug)]
#[non_exhaustive]
pub struct Refusal<'a> {
    /// What was asked for: the operation, and the bucket and key that it names; of what came as HTTP, as the calls of
    /// the SDK's client do, the method and the address.
    pub call: &'a str,
    /// What it was refused with, and why.
    pub error: &'a S3Error,
}

impl fmt::Display for Refusal<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.call, self.error)
    }
}

/// Who is told of refusals.
#[derive(Clone)]
pub(super) struct Log(Arc<dyn Fn(&Refusal<'_>) + Send + Sync>);

impl Log {
    pub(super) fn new(log: impl Fn(&Refusal<'_>) + Send + Sync + 'static) -> Self {
        Self(Arc::new(log))
    }

    pub(super) fn tell(&self, call: &str, error: &S3Error) {
        (self.0)(&Refusal { call, error });
    }
}

impl fmt::Debug for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Log")
    }
}
