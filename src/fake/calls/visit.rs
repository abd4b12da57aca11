//! What is known of a call before its effect.

use crate::model::access::principal::Principal;
use std::borrow::Cow;
use std::fmt;

/// The way in that a call took.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WayIn {
    /// [`FakeS3::call`](crate::FakeS3::call) and [`FakeS3::call_with_body`](crate::FakeS3::call_with_body).
    Call,
    /// [`FakeS3::http`](crate::FakeS3::http).
    Http,
    /// The mirror's [`Client`](crate::Client).
    Mirror,
    /// The SDK's client, in process.
    #[cfg(feature = "aws-sdk")]
    Sdk,
    /// `object_store` in process.
    #[cfg(feature = "object-store")]
    ObjectStore,
    /// `OpenDAL` in process.
    #[cfg(feature = "opendal")]
    OpenDal,
    /// The [`Service`](crate::Service) of tower.
    #[cfg(feature = "tower")]
    Tower,
    /// A socket.
    #[cfg(feature = "server")]
    Socket,
}

/// What is known of a call before its effect, made where its operation is recognised.
#[derive(Debug, Clone)]
pub(crate) struct Visit<'a> {
    /// AWS's name of the operation; `None` if the request names no operation.
    pub operation: Option<&'static str>,
    pub bucket: Option<&'a str>,
    pub key: Option<&'a str>,
    /// The part number, if it is a number.
    pub part_number: Option<i32>,
    pub upload_id: Option<Cow<'a, str>>,
    pub caller: &'a Principal,
    pub way: WayIn,
    /// Number of the call, from 1, among those that came while a hold or a delay was waiting. [`FakeS3::enter`] sets
    /// it: calls are not counted while nothing waits for them, because counting would cost every call a write.
    ///
    /// [`FakeS3::enter`]: crate::FakeS3::enter
    pub ordinal: u64,
}

impl fmt::Display for WayIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Call => "`call`",
            Self::Http => "`http`",
            Self::Mirror => "the mirror's client",
            #[cfg(feature = "aws-sdk")]
            Self::Sdk => "the SDK's client",
            #[cfg(feature = "object-store")]
            Self::ObjectStore => "`object_store`",
            #[cfg(feature = "opendal")]
            Self::OpenDal => "OpenDAL",
            #[cfg(feature = "tower")]
            Self::Tower => "the service of tower",
            #[cfg(feature = "server")]
            Self::Socket => "a socket",
        })
    }
}

impl fmt::Display for Visit<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operation, bucket, key, part_number, upload_id, caller, way, ordinal } = self;
        write!(f, "call #{ordinal}, {}", operation.unwrap_or("which names no operation"))?;
        if let Some(bucket) = bucket {
            write!(f, " {bucket}")?;
        }
        if let Some(key) = key {
            write!(f, "/{key}")?;
        }
        if let Some(part_number) = part_number {
            write!(f, ", part {part_number}")?;
        }
        if let Some(upload_id) = upload_id {
            write!(f, ", upload {upload_id}")?;
        }
        write!(f, ", by {caller}, through {way}")
    }
}
