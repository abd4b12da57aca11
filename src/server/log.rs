//! One line a request, for whoever wants to see what clients do.

use crate::api::error::S3Error;
use crate::http::arrival::Arrival;
use http::request::Parts;
use http::{Method, Response, Uri};
use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

/// What is told of a request. It prints as one line.
#[derive(Debug)]
#[non_exhaustive]
pub enum Logged<'a> {
    /// It was answered; a refusal has its reason: `PUT /backups/db.tar 403 AccessDenied (the anonymous caller ...)`.
    #[non_exhaustive]
    Answered {
        /// The method of the request.
        method: &'a Method,
        /// What it asks for, with its query.
        uri: &'a Uri,
        /// The address that it comes from.
        source_ip: IpAddr,
        /// The status of the answer.
        status: u16,
        /// What S3 refuses it with, and why.
        error: Option<&'a S3Error>,
    },
    /// The input was not valid HTTP. The client got 400 with S3's document, a bare 414 if the target was too long, or
    /// nothing if it spoke HTTP/2. It prints as `unreadable: invalid HTTP header parsed`.
    #[non_exhaustive]
    Unreadable {
        /// The address that it comes from.
        source_ip: IpAddr,
        /// What is wrong with it, in words that may change.
        why: &'a str,
    },
}

impl fmt::Display for Logged<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Answered { method, uri, status, error: None, .. } => write!(f, "{method} {uri} {status}"),
            Self::Answered { method, uri, status, error: Some(error), .. } => {
                write!(f, "{method} {uri} {status} {}", error.in_short())
            }
            Self::Unreadable { why, .. } => write!(f, "unreadable: {why}"),
        }
    }
}

/// Who is told of requests.
#[derive(Clone)]
pub(super) struct RequestLog(Arc<dyn Fn(&Logged<'_>) + Send + Sync>);

impl RequestLog {
    pub(super) fn new(log: impl Fn(&Logged<'_>) + Send + Sync + 'static) -> Self {
        Self(Arc::new(log))
    }

    pub(super) fn answered<B>(&self, arrival: &Arrival, answer: &Response<B>) {
        let Arrival { head: Parts { method, uri, .. }, source_ip, .. } = arrival;
        let (source_ip, status, error) = (*source_ip, answer.status().as_u16(), answer.extensions().get());
        (self.0)(&Logged::Answered { method, uri, source_ip, status, error });
    }

    #[cfg(feature = "server")]
    pub(super) fn unreadable(&self, source_ip: IpAddr, why: &str) {
        (self.0)(&Logged::Unreadable { source_ip, why });
    }
}

impl fmt::Debug for RequestLog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Log")
    }
}
