//! What is known of a call before its effect.

use crate::model::access::principal::Principal;
use http::HeaderMap;
use std::any::Any;
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
    /// The query, if the call is a request of HTTP that has one.
    pub query: Option<&'a str>,
    pub input: Peek<'a>,
    /// Status of a success.
    pub success: u16,
}

/// The typed input of a call, to be tested by a matcher.
#[derive(Clone, Copy)]
pub(crate) enum Peek<'a> {
    Typed(&'a dyn Any),
    /// Reads the input from the head of a request of HTTP.
    Head(&'a dyn Fn() -> Option<Box<dyn Any>>),
}

impl Peek<'_> {
    /// Whether there is an input that passes a test.
    pub(crate) fn passes(&self, test: &dyn Fn(&dyn Any) -> bool) -> bool {
        match self {
            Self::Typed(input) => test(*input),
            Self::Head(read) => read().is_some_and(|input| test(&*input)),
        }
    }
}

impl fmt::Debug for Peek<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Peek")
    }
}

impl Visit<'_> {
    /// The first header of a name that is given in lower case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers?.get(name)?.to_str().ok()
    }

    /// The access key that a request of HTTP names, in `Authorization` or in its query.
    pub(crate) fn access_key(&self) -> Option<&str> {
        if let Some(sent) = self.header("authorization") {
            if let Some((_, credential)) = sent.split_once("Credential=") {
                return credential.split(['/', ',']).next();
            }
            return sent.strip_prefix("AWS ")?.split_once(':').map(|(id, _)| id);
        }
        let pairs = self.query?.split('&').filter_map(|pair| pair.split_once('='));
        let named = |(name, value)| match name {
            "X-Amz-Credential" | "AWSAccessKeyId" => Some(value),
            _ => None,
        };
        pairs.into_iter().find_map(named).map(|value: &str| value.split(['/', '%']).next().unwrap_or(value))
    }

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
