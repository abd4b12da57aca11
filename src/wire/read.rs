//! Reading a request by the rows of a table.

use super::address::Address;
use super::chunked::Unframed;
use super::{framing, xml};
use crate::error::{S3Error, answers};
use crate::shape::{Metadata, Source};
use http::{HeaderMap, HeaderValue};
use serde::de::DeserializeOwned;

/// A request whose body has been opened.
#[derive(Debug)]
pub struct Request<'a> {
    address: &'a Address,
    headers: &'a HeaderMap,
    body: &'a Unframed,
    /// The headers once more, as a list: rows ask for twice as many as come, and to compare with these few costs less
    /// than to parse every row's name for a look-up.
    sent: Vec<(&'a str, &'a str)>,
}

impl<'a> Request<'a> {
    /// A request whose headers are all text, as [`check_headers`] found.
    pub fn new(address: &'a Address, headers: &'a HeaderMap, body: &'a Unframed) -> Self {
        let text = |value: &'a HeaderValue| std::str::from_utf8(value.as_bytes()).ok();
        let sent = headers.iter().filter_map(|(name, value)| Some((name.as_str(), text(value)?))).collect();
        Self { address, headers, body, sent }
    }

    /// A header that is sent twice is one list.
    fn sent(&self, name: &str) -> Option<String> {
        let mut joined: Option<String> = None;
        for (sent, value) in &self.sent {
            if sent.len() == name.len() && sent.eq_ignore_ascii_case(name) {
                match &mut joined {
                    None => joined = Some((*value).to_owned()),
                    Some(before) => before.extend([",", value]),
                }
            }
        }
        joined
    }
}

/// That every header can be read as text. S3 refuses others before it looks at anything else.
///
/// # Errors
/// `BadRequest`, naming the header.
pub fn check_headers(headers: &HeaderMap) -> Result<(), S3Error> {
    match headers.iter().find(|(_, value)| std::str::from_utf8(value.as_bytes()).is_err()) {
        None => Ok(()),
        Some((name, _)) => Err(answers::BAD_REQUEST.error().because(format!("the header {name} is not UTF-8"))),
    }
}

impl Source for Request<'_> {
    fn label(&mut self, name: &'static str) -> Option<String> {
        match name {
            "Bucket" => self.address.bucket.clone(),
            _ => self.address.key.clone(),
        }
    }

    fn query(&mut self, name: &'static str) -> Option<String> {
        self.address.parameter(name).map(str::to_owned)
    }

    fn header(&mut self, name: &'static str) -> Option<String> {
        if name == "Content-Length" && framing::is_framed(self.headers) {
            // The frames were counted; from here on only what was in them has a length.
            return Some(self.body.payload.len().to_string());
        }
        let in_trailer = || Some(self.body.trailers.get(&name.to_ascii_lowercase())?.clone());
        // Most bodies come without trailers: then there is nothing to spell their way.
        self.sent(name).or_else(|| if self.body.trailers.is_empty() { None } else { in_trailer() })
    }

    fn headers(&mut self, prefix: &'static str) -> Option<Metadata> {
        let names = self.headers.keys().filter_map(|name| Some((name.as_str().strip_prefix(prefix)?, name)));
        let values: Metadata =
            names.filter_map(|(rest, name)| Some((rest.to_owned(), self.sent(name.as_str())?))).collect();
        (!values.is_empty()).then_some(values)
    }

    fn document<T: DeserializeOwned>(&mut self, root: &'static str) -> Result<Option<T>, S3Error> {
        xml::parse(&self.body.payload.to_bytes(), root)
    }
}
