//! How a world reports the calls that it rejects.

use crate::api::error::S3Error;
use std::fmt;
use std::sync::Arc;

/// A call that was rejected. It prints as one line, with the reason:
/// `CompleteMultipartUpload backups/db.tar: 400 InvalidPart: ...`.
///
/// [`Builder::log_rejections`](crate::Builder::log_rejections) prints each of them.
#[derive(Debug)]
#[non_exhaustive]
pub struct Rejection<'a> {
    /// The operation with its bucket and key; for a call that came as HTTP, as those of the SDK's client do, its method
    /// and address.
    pub call: &'a str,
    /// The error of the response, with its reason.
    pub error: &'a S3Error,
}

impl fmt::Display for Rejection<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.call, self.error)
    }
}

/// The function that is called with each rejection.
#[derive(Clone)]
pub(super) struct RejectionLog(Arc<dyn Fn(&Rejection<'_>) + Send + Sync>);

impl RejectionLog {
    pub(super) fn new(log: impl Fn(&Rejection<'_>) + Send + Sync + 'static) -> Self {
        Self(Arc::new(log))
    }

    pub(super) fn tell(&self, call: &str, error: &S3Error) {
        (self.0)(&Rejection { call, error });
    }
}

impl fmt::Debug for RejectionLog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RejectionLog")
    }
}
