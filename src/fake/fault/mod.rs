//! Faults: a call is made to fail, over every way in.
//!
//! [`FakeS3::inject`](crate::FakeS3::inject) takes the calls that a fault meets, from [`on`], and the [`Fault`]. It
//! returns an [`Injected`], which counts the hits. While a test keeps it, the fault stays. When it is dropped, the
//! fault is withdrawn, and a fault that never fired fails the test.
//!
//! ```
//! # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
//! use fake_s3::fault::{Fault, on};
//! use fake_s3::{FakeS3, S3 as _};
//!
//! let s3 = FakeS3::new();
//! let bucket = s3.create_bucket("backups");
//! let lost = s3.inject(on("CreateMultipartUpload"), Fault::lose_response());
//!
//! let call = s3.client().create_multipart_upload().bucket("backups").key("db.tar").send();
//! assert!(call.await.is_err()); // the client sees a connection that broke
//! assert_eq!((lost.hits(), bucket.uploads().len()), (1, 1)); // and S3 began the upload
//! # });
//! ```
//!
//! # Which fault wins
//! The first fault in the order of injection that matches a call decides its outcome. A latency and a gate do not
//! decide it: beside the fault, the first latency and the first gate that match apply. A fault meets only calls that it
//! names: a call of another operation never uses it up. A call whose body never arrives gives its fault back.
//!
//! # What each way in shows
//! An error of S3 is an error of S3 everywhere. A broken connection is a
//! [`TransportError`](crate::error::TransportError); its page says what each way in makes of it.

mod injected;
mod kind;
mod kinds;
mod matcher;
mod plan;
mod rule;
mod text;

pub use injected::Injected;
pub(crate) use kind::Kind;
pub use kinds::Fault;
pub use matcher::{Matcher, on, on_any, on_input};
#[cfg(feature = "tower")]
pub(crate) use plan::RuleView;
pub(crate) use plan::{Plan, Taken};
pub(crate) use rule::PlannedAction;
#[cfg(feature = "tower")]
pub(crate) use text::Members;
pub use text::{ParseError, parse};
