//! The SDK's `Error`: any error of any operation, for callers that do not care which call failed.

use super::{ErrorMetadata, ProvideErrorMetadata, Unhandled};
use std::fmt;

/// Hands the list of the errors that the SDK models for these operations to a macro.
macro_rules! for_each_modeled_error {
    ($callback:ident) => {
        $callback! {
            AccessDenied,
            BucketAlreadyExists,
            BucketAlreadyOwnedByYou,
            EncryptionTypeMismatch,
            IdempotencyParameterMismatch,
            InvalidObjectState { storage_class: StorageClass, access_tier: IntelligentTieringAccessTier },
            InvalidRequest,
            InvalidWriteOffset,
            NoSuchBucket,
            NoSuchKey,
            NoSuchUpload,
            NotFound,
            ObjectAlreadyInActiveTierError,
            ObjectNotInActiveTierError,
            TooManyParts,
        }
    };
}
pub(crate) use for_each_modeled_error;

macro_rules! service_error {
    ($($name:ident $({ $($field:ident: $type:ident),* })?),* $(,)?) => {
        /// Any error of S3's, as `aws_sdk_s3::Error` is: what every call's error becomes with `?`.
        ///
        /// ```
        /// use fake_s3::{Client, Error, FakeS3, S3};
        ///
        /// async fn is_there(s3: &Client, key: &str) -> Result<bool, Error> {
        ///     match s3.head_object().bucket("backups").key(key).send().await.map_err(Error::from) {
        ///         Ok(_) => Ok(true),
        ///         Err(Error::NotFound(_)) => Ok(false),
        ///         Err(other) => Err(other),
        ///     }
        /// }
        /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
        /// let s3 = FakeS3::new();
        /// s3.create_bucket("backups");
        /// assert!(!is_there(&s3.client(), "db.tar").await.unwrap());
        /// # });
        /// ```
        #[derive(Debug)]
        #[non_exhaustive]
        pub enum Error {
            $(
                #[doc = concat!("S3 answered `", stringify!($name), "`.")]
                $name(crate::api::types::error::$name),
            )*
            /// Any other error; ask its `code()`.
            Unhandled(Unhandled),
        }

        impl ProvideErrorMetadata for Error {
            fn meta(&self) -> &ErrorMetadata {
                match self {
                    $(Self::$name(inner) => inner.meta(),)*
                    Self::Unhandled(inner) => &inner.meta,
                }
            }
        }

        impl fmt::Display for Error {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    $(Self::$name(inner) => inner.fmt(f),)*
                    Self::Unhandled(inner) => inner.fmt(f),
                }
            }
        }

        impl std::error::Error for Error {
            fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
                match self {
                    $(Self::$name(inner) => std::error::Error::source(inner),)*
                    Self::Unhandled(inner) => Some(&*inner.source),
                }
            }
        }
    };
}

for_each_modeled_error!(service_error);
