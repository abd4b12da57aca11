//! HTTP and XML: how the tables of `shape` travel. Knows no operation by name and no store.
//!
//! A request passes [`headers`], [`host`] and [`address`] (which bucket, which key, and the [`query`]), [`framing`]
//! (how the body is wrapped, and whether it came whole) and [`read`]; an answer passes [`write`]. Whether a signature
//! is right is asked of the request as it was sent ([`signature`]).

pub(crate) mod address;
pub(crate) mod checksum_name;
pub(crate) mod chunked;
pub(crate) mod fields;
pub(crate) mod form;
pub(crate) mod framing;
pub(crate) mod headers;
pub(crate) mod host;
pub(crate) mod parameter;
pub(crate) mod query;
pub(crate) mod read;
pub(crate) mod signature;
pub(crate) mod write;
pub(crate) mod xml;
