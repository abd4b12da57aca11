//! Reading a request by the rows of a table.

use super::address::Address;
use super::chunked::Unframed;
use super::{framing, xml};
use crate::error::{S3Error, answers};
use crate::shape::{Metadata, Source};
use http::{HeaderMap, HeaderName};
use serde::de::DeserializeOwned;

/// A request whose body has been opened.
#[derive(Debug)]
pub struct Request<'a> {
    pub address: &'a Address,
    pub headers: &'a HeaderMap,
    pub body: &'a Unframed,
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

fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let values: Vec<&str> =
        headers.get_all(name).iter().filter_map(|value| std::str::from_utf8(value.as_bytes()).ok()).collect();
    // A header that is sent twice is one list.
    (!values.is_empty()).then(|| values.join(","))
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
        let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
        if name == http::header::CONTENT_LENGTH && framing::is_framed(self.headers) {
            // The frames were counted; from here on only what was in them has a length.
            return Some(self.body.payload.len().to_string());
        }
        text(self.headers, &name).or_else(|| self.body.trailers.get(name.as_str()).cloned())
    }

    fn headers(&mut self, prefix: &'static str) -> Option<Metadata> {
        let names = self.headers.keys().filter_map(|name| Some((name.as_str().strip_prefix(prefix)?, name)));
        let values: Metadata =
            names.filter_map(|(rest, name)| Some((rest.to_owned(), text(self.headers, name)?))).collect();
        (!values.is_empty()).then_some(values)
    }

    fn document<T: DeserializeOwned>(&mut self, root: &'static str) -> Result<Option<T>, S3Error> {
        xml::parse(&self.body.payload.to_bytes(), root)
    }
}
