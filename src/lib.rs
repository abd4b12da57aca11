//! An in-process Amazon S3 for tests, whose clock you turn.
#![recursion_limit = "256"]

#[macro_use]
mod shape;
#[macro_use]
pub mod types;

mod dispatch;
pub mod error;
mod fake;
#[doc(hidden)]
pub mod introspection;
mod model;
mod ops;
pub mod primitives;
mod s3;
#[cfg(feature = "aws-sdk")]
mod sdk;
#[cfg(feature = "aws-sdk")]
mod timers;
mod wire;

pub use fake::{BucketHandle, Builder, Clock, FakeS3, ObjectView, PartView, UploadView, days, hours};
pub use model::event::{Event, EventKind};
pub use ops::{IntoInput, Operation};
pub use s3::{Client, S3, operation};
pub use shape::Fluent;

/// The mirror of the SDK's `client` module.
pub mod client {
    pub use crate::Client;
}
