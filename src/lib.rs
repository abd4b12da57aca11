// The README is the front page, and its example a test, wherever the client that it shows can be compiled.
#![cfg_attr(feature = "aws-sdk", doc = include_str!("../README.md"))]
#![cfg_attr(not(feature = "aws-sdk"), doc = "An in-process Amazon S3 for tests, with a clock that the test turns.")]
//!
//! # Where to look
//!
//! [`FakeS3`] is the world: set-up, [clock](FakeS3::clock), inspection, and the ways in. The calls of S3 are those of
//! the trait [`S3`], whose fluent builders, inputs, outputs and errors live in [`operation`], [`types`] and [`error`]
//! under the SDK's names.
#![recursion_limit = "256"]

#[cfg(any(feature = "object-store", feature = "opendal"))]
mod adapters;
#[macro_use]
mod api;
mod fake;
mod http;
mod model;
mod ops;
mod s3;
#[cfg(feature = "aws-sdk")]
mod sdk;
#[cfg(feature = "tower")]
mod server;
mod world;

pub use api::{error, primitives, types};

pub use api::error::service::Error;
pub use api::shape::Fluent;
pub use fake::calls::{Gate, Moment, WayIn};
pub use fake::client::{Client, operation};
pub use fake::fault;
pub use fake::journal::{Caller, Journal, JournalCall, Mark};
pub use fake::leaks::LeakGuard;
pub use fake::timeline::Timeline;
pub use fake::{
    AccountHandle, Anchor, AnonymousHandle, BucketHandle, Builder, ChecksumView, Clock, EncryptionView, FakeS3,
    IdentityHandle, Kms, KmsKey, ObjectView, PartView, Rejection, RestoreView, RetentionView, UploadView, VersionView,
    days, hours, minutes, seconds,
};
pub use http::body::Body;
#[cfg(feature = "__introspection")]
#[doc(hidden)]
pub use http::dispatch::introspection;
#[cfg(feature = "tower")]
pub use http::wire::host::{Domain, DomainError};
pub use model::access::auth::Auth;
pub use model::event::{Event, EventKind};
pub use model::meter::{MeterView, Stored, Usage};
pub use model::name::{BucketName, ObjectKey, UploadId};
pub use model::payload::pattern::Pattern;
pub use model::settings::{Edition, KmsPermissions, Lag, NewestUpload};
pub use model::version::VersionId;
pub use ops::any::{AnyError, AnyInput, AnyOutput};
pub use ops::{IntoInput, Operation, OutputOf};
pub use s3::{AnyResponse, DynS3, S3};
#[cfg(feature = "server")]
pub use server::Server;
#[cfg(feature = "tower")]
pub use server::{Logged, ServerBuilder, Service};
pub use world::{World, WorldError};

/// The names that most tests need: `use fake_s3::prelude::*`.
///
/// ```
/// use fake_s3::prelude::*;
///
/// let s3 = FakeS3::new();
/// s3.create_bucket("backups").put_object("db.tar", "Monday's");
/// s3.clock().advance(days(8));
/// ```
pub mod prelude {
    pub use crate::error::{Explain, OrWhy};
    pub use crate::{
        Anchor, Auth, BucketHandle, Clock, Edition, Event, EventKind, FakeS3, Moment, Pattern, S3, days, hours,
        minutes, seconds,
    };
}

/// Recipes, each of which is a test.
#[doc = include_str!("../docs/GUIDE.md")]
pub mod guide {}

/// Ways to call the world, and how to choose one.
#[doc = include_str!("../docs/WAYS_IN.md")]
pub mod ways_in {}

/// Defaults of S3 that have changed, and all settings.
#[doc = include_str!("../docs/EDITIONS.md")]
pub mod editions {}

/// World files: the content of a world as JSON.
#[doc = include_str!("../docs/WORLD_FILE.md")]
pub mod world_file {}

/// Control of a served world over HTTP, for tests in any language.
#[cfg(feature = "tower")]
#[doc = include_str!("../docs/CONTROL.md")]
pub mod control {}

/// The program of this crate (feature `cli`).
#[doc = include_str!("../docs/PROGRAM.md")]
pub mod program {}

/// How to migrate from LocalStack, MinIO and S3Mock.
#[cfg(all(feature = "aws-sdk", feature = "server"))]
#[doc = include_str!("../docs/MIGRATING.md")]
pub mod migrating {}

/// The mirror of the SDK's `client` module.
pub mod client {
    pub use crate::Client;
}
