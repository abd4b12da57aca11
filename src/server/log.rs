//! One line a request, for whoever wants to see what clients do.

use crate::error::S3Error;
use http::{Method, Response, Uri};
use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

/// A request and its answer. It prints as one line, with the reason of a refusal:
/// `PUT /backups/db.tar 403 AccessDenied (the anonymous caller ...)`.
#[derive(Debug)]
#[non_exhaustive]
pub struct Logged<'a> {
    /// The method of the request.
    pub method: &'a Method,
    /// What it asks for, with its query.
    pub uri: &'a Uri,
    /// The address that it comes from.
    pub source_ip: IpAddr,
    /// The status of the answer.
    pub status: u16,
    /// What S3 refuses it with, and why.
    pub error: Option<&'a S3Error>,
}

impl fmt::Display for Logged<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.method, self.uri, self.status)?;
        match self.error {
            Some(error) => write!(f, " {}", error.in_short()),
            None => Ok(()),
        }
    }
}

/// Who is told of requests.
#[derive(Clone)]
pub(super) struct Log(Arc<dyn Fn(&Logged<'_>) + Send + Sync>);

impl Log {
    pub(super) fn new(log: impl Fn(&Logged<'_>) + Send + Sync + 'static) -> Self {
        Self(Arc::new(log))
    }

    pub(super) fn tell<B>(&self, method: &Method, uri: &Uri, source_ip: IpAddr, answer: &Response<B>) {
        let (status, error) = (answer.status().as_u16(), answer.extensions().get());
        (self.0)(&Logged { method, uri, source_ip, status, error });
    }
}

impl fmt::Debug for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Log")
    }
}
