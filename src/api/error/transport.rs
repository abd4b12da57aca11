//! A connection that broke: the caller has no response of S3.

use super::table::{Confidence, ErrorRow};
use super::{BoxError, ConnectorError, S3Error, SdkError};
use std::error::Error;
use std::fmt;
use std::sync::Arc;

/// Stands for a broken connection where a typed call returns an [`S3Error`]. S3 never sends it.
pub(crate) static NO_RESPONSE: ErrorRow = ErrorRow {
    name: "NO_RESPONSE",
    status: 0,
    code: "TransportError",
    message: "The connection broke, so there is no response.",
    confidence: Confidence::Documented,
    source: "a fault that the test injected",
};

/// A call whose response did not arrive, because a [`Fault`](crate::fault::Fault) broke the connection.
///
/// Each way in shows it as its own error: [`FakeS3::call`](crate::FakeS3::call) as an [`S3Error`] that has a
/// [`transport`](S3Error::transport); the mirror's client and the SDK's as `DispatchFailure`, `TimeoutError` or
/// `ResponseError`; [`FakeS3::try_http`](crate::FakeS3::try_http) and the service of tower as this type; a socket as a
/// connection that is reset, that ends early, or that is silent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransportError {
    kind: TransportErrorKind,
    fault: Arc<str>,
}

/// How a connection broke.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// The connection was reset before the response had arrived.
    Reset,
    /// The server was silent until the caller gave up.
    TimedOut,
    /// The response ended before its end.
    Incomplete,
}

impl TransportError {
    pub(crate) fn new(kind: TransportErrorKind, fault: &Arc<str>) -> Self {
        Self { kind, fault: fault.clone() }
    }

    /// How the connection broke.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// The fault that broke it, in words.
    pub fn fault(&self) -> &str {
        &self.fault
    }

    /// The same as the mirror's client sees it.
    pub(crate) fn into_sdk_error<E>(self) -> SdkError<E> {
        match self.kind {
            TransportErrorKind::Reset => SdkError::dispatch_failure(ConnectorError::io(self)),
            TransportErrorKind::TimedOut => SdkError::timeout_error(self),
            TransportErrorKind::Incomplete => SdkError::response_error(BoxError::from(self), http::Response::default()),
        }
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.kind {
            TransportErrorKind::Reset => "the connection was reset",
            TransportErrorKind::TimedOut => "the server was silent until the caller gave up",
            TransportErrorKind::Incomplete => "the response ended early",
        };
        write!(f, "{what}, by the fault `{}`", self.fault)
    }
}

impl Error for TransportError {}

impl From<TransportError> for S3Error {
    fn from(error: TransportError) -> Self {
        NO_RESPONSE.error().because(error.to_string()).broken_by(error)
    }
}
