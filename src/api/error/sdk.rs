//! The error types that a user of the AWS SDK knows, under its names.
//!
//! Inside the crate one [`S3Error`](super::S3Error) is the truth: of S3's operations only a few model an error of their
//! own. The enums here are the mirror's.

use super::{BuildError, ErrorMetadata, ProvideErrorMetadata, S3Error};
use bytes::Bytes;
use std::any::Any;
use std::error::Error;
use std::fmt;

/// Any error, as the SDK boxes it.
pub type BoxError = Box<dyn Error + Send + Sync + 'static>;

/// The raw answer that an error came from.
pub type HttpResponse = http::Response<Bytes>;

/// What a call of the mirror fails with; the SDK's five variants.
///
/// The mirror's client produces `ConstructionFailure` (a bucket or key is missing; nothing reached the fake) and
/// `ServiceError` (S3 refused). The SDK's client, through the trait, produces all five.
#[non_exhaustive]
pub enum SdkError<E, R = HttpResponse> {
    /// The request could not be built; nothing was sent.
    ConstructionFailure(ConstructionFailure),
    /// The call ran out of time.
    TimeoutError(TimeoutError),
    /// The request could not be sent.
    DispatchFailure(DispatchFailure),
    /// The answer could not be read.
    ResponseError(ResponseError<R>),
    /// S3 answered an error.
    ServiceError(ServiceError<E, R>),
}

macro_rules! contexts {
    ($($(#[$doc:meta])* $name:ident;)*) => { $(
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $name {
            source: BoxError,
        }
    )* };
}

contexts! {
    /// Why a request could not be built.
    ConstructionFailure;
    /// What ran out of time.
    TimeoutError;
}

/// Why a request could not be sent.
#[derive(Debug)]
pub struct DispatchFailure {
    source: ConnectorError,
}

impl DispatchFailure {
    /// Whether the connection broke.
    pub fn is_io(&self) -> bool {
        self.source.kind == ConnectorErrorKind::Io
    }

    /// Whether connecting, or the answer, took too long.
    pub fn is_timeout(&self) -> bool {
        self.source.kind == ConnectorErrorKind::Timeout
    }

    /// Whether the request itself was at fault.
    pub fn is_user(&self) -> bool {
        self.source.kind == ConnectorErrorKind::User
    }

    /// Whether it was anything else.
    pub fn is_other(&self) -> bool {
        self.source.kind == ConnectorErrorKind::Other
    }

    /// The error.
    pub fn as_connector_error(&self) -> Option<&ConnectorError> {
        Some(&self.source)
    }
}

/// An error between the client and S3.
#[derive(Debug)]
pub struct ConnectorError {
    kind: ConnectorErrorKind,
    source: BoxError,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ConnectorErrorKind {
    Io,
    Timeout,
    User,
    Other,
}

impl ConnectorError {
    /// The connection broke.
    pub fn io(source: impl Into<BoxError>) -> Self {
        Self { kind: ConnectorErrorKind::Io, source: source.into() }
    }

    /// Connecting, or the answer, took too long.
    pub fn timeout(source: impl Into<BoxError>) -> Self {
        Self { kind: ConnectorErrorKind::Timeout, source: source.into() }
    }

    /// The request itself was at fault.
    pub fn user(source: impl Into<BoxError>) -> Self {
        Self { kind: ConnectorErrorKind::User, source: source.into() }
    }

    /// Anything else.
    pub fn other(source: impl Into<BoxError>) -> Self {
        Self { kind: ConnectorErrorKind::Other, source: source.into() }
    }
}

impl fmt::Display for ConnectorError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            ConnectorErrorKind::Io => "io error",
            ConnectorErrorKind::Timeout => "timeout",
            ConnectorErrorKind::User => "user error",
            ConnectorErrorKind::Other => "other",
        })
    }
}

impl Error for ConnectorError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&*self.source)
    }
}

/// An answer that could not be read.
#[derive(Debug)]
pub struct ResponseError<R> {
    source: BoxError,
    raw: R,
}

impl<R> ResponseError<R> {
    /// The answer.
    pub fn raw(&self) -> &R {
        &self.raw
    }
}

/// An error that S3 answered. What the fake answered, it prints with its reason.
pub struct ServiceError<E, R> {
    source: E,
    raw: R,
}

impl<E: fmt::Debug, R: fmt::Debug + 'static> fmt::Debug for ServiceError<E, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("ServiceError");
        // Which raw answers there are besides the fake's, is up to whoever makes errors of his own.
        let answer = (&self.raw as &dyn Any).downcast_ref::<HttpResponse>();
        if let Some(error) = answer.and_then(|answer| answer.extensions().get::<S3Error>()) {
            shown.field("why", error);
        }
        shown.field("source", &self.source).field("raw", &self.raw).finish()
    }
}

impl<E, R> ServiceError<E, R> {
    /// The error.
    pub fn err(&self) -> &E {
        &self.source
    }

    /// The error.
    pub fn into_err(self) -> E {
        self.source
    }

    /// The answer.
    pub fn raw(&self) -> &R {
        &self.raw
    }

    pub(crate) fn into_parts(self) -> (E, R) {
        (self.source, self.raw)
    }
}

impl<E, R> SdkError<E, R> {
    /// A request that could not be built.
    pub fn construction_failure(source: impl Into<BoxError>) -> Self {
        Self::ConstructionFailure(ConstructionFailure { source: source.into() })
    }

    /// A call that ran out of time.
    pub fn timeout_error(source: impl Into<BoxError>) -> Self {
        Self::TimeoutError(TimeoutError { source: source.into() })
    }

    /// A request that could not be sent.
    pub fn dispatch_failure(source: ConnectorError) -> Self {
        Self::DispatchFailure(DispatchFailure { source })
    }

    /// An answer that could not be read.
    pub fn response_error(source: impl Into<BoxError>, raw: R) -> Self {
        Self::ResponseError(ResponseError { source: source.into(), raw })
    }

    /// An error that S3 answered.
    pub fn service_error(source: E, raw: R) -> Self {
        Self::ServiceError(ServiceError { source, raw })
    }

    /// S3's error, where it is one.
    pub fn as_service_error(&self) -> Option<&E> {
        match self {
            Self::ServiceError(context) => Some(&context.source),
            _ => None,
        }
    }

    /// The raw answer, where there was one.
    pub fn raw_response(&self) -> Option<&R> {
        match self {
            Self::ServiceError(context) => Some(&context.raw),
            Self::ResponseError(context) => Some(&context.raw),
            _ => None,
        }
    }

    /// The operation's error; whatever is not S3's own becomes its `Unhandled`.
    pub fn into_service_error(self) -> E
    where
        E: OperationError,
        R: fmt::Debug + Send + Sync + 'static,
    {
        match self {
            Self::ServiceError(context) => context.source,
            Self::ConstructionFailure(context) => E::from_source(context.source),
            Self::TimeoutError(context) => E::from_source(context.source),
            Self::DispatchFailure(context) => E::from_source(context.source.into()),
            Self::ResponseError(context) => E::from_source(context.source),
        }
    }

    /// The same error of another operation, where it is not S3's own.
    pub(crate) fn without_service_error<E2>(self) -> Option<SdkError<E2, R>> {
        match self {
            Self::ServiceError(_) => None,
            Self::ConstructionFailure(context) => Some(SdkError::ConstructionFailure(context)),
            Self::TimeoutError(context) => Some(SdkError::TimeoutError(context)),
            Self::DispatchFailure(context) => Some(SdkError::DispatchFailure(context)),
            Self::ResponseError(context) => Some(SdkError::ResponseError(context)),
        }
    }

    /// Maps the operation's error.
    pub fn map_service_error<E2>(self, map: impl FnOnce(E) -> E2) -> SdkError<E2, R> {
        match self {
            Self::ServiceError(context) => SdkError::service_error(map(context.source), context.raw),
            Self::ConstructionFailure(context) => SdkError::ConstructionFailure(context),
            Self::TimeoutError(context) => SdkError::TimeoutError(context),
            Self::DispatchFailure(context) => SdkError::DispatchFailure(context),
            Self::ResponseError(context) => SdkError::ResponseError(context),
        }
    }
}

impl<E, R> From<BuildError> for SdkError<E, R> {
    fn from(error: BuildError) -> Self {
        Self::construction_failure(error)
    }
}

impl<E: fmt::Debug, R: fmt::Debug + 'static> fmt::Debug for SdkError<E, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ConstructionFailure(context) => f.debug_tuple("ConstructionFailure").field(context).finish(),
            Self::TimeoutError(context) => f.debug_tuple("TimeoutError").field(context).finish(),
            Self::DispatchFailure(context) => f.debug_tuple("DispatchFailure").field(context).finish(),
            Self::ResponseError(context) => f.debug_tuple("ResponseError").field(context).finish(),
            Self::ServiceError(context) => f.debug_tuple("ServiceError").field(context).finish(),
        }
    }
}

impl<E, R> fmt::Display for SdkError<E, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ConstructionFailure(_) => "failed to construct request",
            Self::TimeoutError(_) => "request has timed out",
            Self::DispatchFailure(_) => "dispatch failure",
            Self::ResponseError(_) => "response error",
            Self::ServiceError(_) => "service error",
        })
    }
}

impl<E: Error + 'static, R: fmt::Debug + 'static> Error for SdkError<E, R> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::ConstructionFailure(context) => Some(&*context.source),
            Self::TimeoutError(context) => Some(&*context.source),
            Self::DispatchFailure(context) => Some(&context.source),
            Self::ResponseError(context) => Some(&*context.source),
            Self::ServiceError(context) => Some(&context.source),
        }
    }
}

impl<E: ProvideErrorMetadata, R> ProvideErrorMetadata for SdkError<E, R> {
    fn meta(&self) -> &ErrorMetadata {
        static NOTHING: once_cell::sync::Lazy<ErrorMetadata> = once_cell::sync::Lazy::new(ErrorMetadata::default);
        self.as_service_error().map_or(&NOTHING, ProvideErrorMetadata::meta)
    }
}

/// An error that an operation does not model; look at its code.
#[derive(Debug)]
pub struct Unhandled {
    pub(crate) source: BoxError,
    pub(crate) meta: ErrorMetadata,
}

impl fmt::Display for Unhandled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.meta.code() {
            Some(code) => write!(f, "unhandled error ({code})"),
            None => f.write_str("unhandled error"),
        }
    }
}

/// A string that is not among those that S3 knows.
#[derive(Debug)]
pub struct UnknownVariantError {
    value: String,
}

impl UnknownVariantError {
    pub(crate) fn new(value: impl Into<String>) -> Self {
        Self { value: value.into() }
    }
}

impl fmt::Display for UnknownVariantError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown enum variant: '{}'", self.value)
    }
}

impl Error for UnknownVariantError {}

/// What `operation_error!` implements for the error of every operation.
pub trait OperationError: Error + ProvideErrorMetadata + Send + Sync + Sized + 'static {
    /// The variant for what S3 answered, found by its code.
    fn from_meta(meta: ErrorMetadata) -> Self;
    /// `Unhandled`, from any error.
    fn from_source(source: BoxError) -> Self;
}

/// The error enum of one operation: the errors that the SDK models for it, and `Unhandled`.
macro_rules! operation_error {
    ($(#[$doc:meta])* $name:ident { $($variant:ident),* }) => {
        $(#[$doc])*
        #[derive(Debug)]
        #[non_exhaustive]
        pub enum $name {
            $(
                #[doc = concat!("S3 answered `", stringify!($variant), "`.")]
                $variant(crate::api::types::error::$variant),
            )*
            /// Any other error; ask its `code()`.
            Unhandled(crate::api::error::Unhandled),
        }

        impl $name {
            /// `Unhandled`, from any error.
            pub fn unhandled(source: impl Into<crate::api::error::BoxError>) -> Self {
                Self::Unhandled(crate::api::error::Unhandled { source: source.into(), meta: Default::default() })
            }

            /// `Unhandled`, from what S3 said.
            pub fn generic(meta: crate::api::error::ErrorMetadata) -> Self {
                Self::Unhandled(crate::api::error::Unhandled { source: meta.clone().into(), meta })
            }

            /// Code and message.
            pub fn meta(&self) -> &crate::api::error::ErrorMetadata {
                crate::api::error::ProvideErrorMetadata::meta(self)
            }

            pastey::paste! { $(
                #[doc = concat!("Whether S3 answered `", stringify!($variant), "`.")]
                pub fn [<is_ $variant:snake>](&self) -> bool {
                    matches!(self, Self::$variant(_))
                }
            )* }
        }

        impl crate::api::error::OperationError for $name {
            fn from_meta(meta: crate::api::error::ErrorMetadata) -> Self {
                match meta.code() {
                    $(Some(stringify!($variant)) => {
                        Self::$variant(crate::api::types::error::$variant::from_meta(meta))
                    })*
                    _ => Self::generic(meta),
                }
            }
            fn from_source(source: crate::api::error::BoxError) -> Self {
                Self::unhandled(source)
            }
        }

        impl From<$name> for crate::Error {
            fn from(error: $name) -> Self {
                match error {
                    $($name::$variant(inner) => Self::$variant(inner),)*
                    $name::Unhandled(inner) => Self::Unhandled(inner),
                }
            }
        }

        impl<R: std::fmt::Debug + Send + Sync + 'static> From<crate::api::error::SdkError<$name, R>> for crate::Error {
            fn from(error: crate::api::error::SdkError<$name, R>) -> Self {
                error.into_service_error().into()
            }
        }

        impl crate::api::error::ProvideErrorMetadata for $name {
            fn meta(&self) -> &crate::api::error::ErrorMetadata {
                match self {
                    $(Self::$variant(inner) => inner.meta(),)*
                    Self::Unhandled(inner) => &inner.meta,
                }
            }
        }

        impl crate::api::shape::RequestId for $name {
            fn request_id(&self) -> Option<&str> {
                crate::api::shape::RequestId::request_id(self.meta())
            }
        }

        impl crate::api::shape::RequestIdExt for $name {
            fn extended_request_id(&self) -> Option<&str> {
                crate::api::shape::RequestIdExt::extended_request_id(self.meta())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self {
                    $(Self::$variant(inner) => std::fmt::Display::fmt(inner, f),)*
                    Self::Unhandled(inner) => std::fmt::Display::fmt(inner, f),
                }
            }
        }

        impl std::error::Error for $name {
            fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
                match self {
                    $(Self::$variant(inner) => Some(inner),)*
                    Self::Unhandled(inner) => Some(&*inner.source),
                }
            }
        }
    };
}

pub(crate) use operation_error;
