//! What is known of a call before its effect.

use crate::model::access::principal::Principal;
use http::HeaderMap;
use std::borrow::Cow;
use std::fmt;

/// The way in that a call took.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum WayIn {
    /// [`FakeS3::call`](crate::FakeS3::call) and [`FakeS3::call_with_body`](crate::FakeS3::call_with_body).
    Call,
    /// [`FakeS3::http`](crate::FakeS3::http).
    Http,
    /// The mirror's [`Client`](crate::Client).
    Mirror,
    /// The SDK's client, in process (feature `aws-sdk`).
    Sdk,
    /// `object_store` in process (feature `object-store`).
    ObjectStore,
    /// `OpenDAL` in process (feature `opendal`).
    OpenDal,
    /// The service of tower (feature `tower`).
    Tower,
    /// A socket (feature `server`).
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
    /// The headers, if the call is a request of HTTP.
    pub headers: Option<&'a HeaderMap>,
    /// Status of a success.
    pub success: u16,
}

impl Visit<'_> {
    /// Attempt of the SDK, from 1, if the request says it.
    pub(crate) fn attempt(&self) -> Option<u16> {
        let said = self.headers?.get("amz-sdk-request")?.to_str().ok()?;
        said.split(';').find_map(|piece| piece.trim().strip_prefix("attempt="))?.parse().ok()
    }
}

impl WayIn {
    /// One word for a table.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Call => "call",
            Self::Http => "http",
            Self::Mirror => "mirror",
            Self::Sdk => "sdk",
            Self::ObjectStore => "objects",
            Self::OpenDal => "opendal",
            Self::Tower => "tower",
            Self::Socket => "socket",
        }
    }
}

impl fmt::Display for WayIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Call => "`call`",
            Self::Http => "`http`",
            Self::Mirror => "the mirror's client",
            Self::Sdk => "the SDK's client",
            Self::ObjectStore => "`object_store`",
            Self::OpenDal => "OpenDAL",
            Self::Tower => "the service of tower",
            Self::Socket => "a socket",
        })
    }
}

impl fmt::Display for Visit<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operation, bucket, key, part_number, upload_id, caller, way, .. } = self;
        f.write_str(operation.unwrap_or("a request that names no operation"))?;
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
