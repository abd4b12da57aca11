//! Reading a request by the rows of a table.

use super::address::Address;
use super::checksum_name;
use super::chunked::Unframed;
use super::headers::Headers;
use super::xml;
use crate::api::error::S3Error;
use crate::api::shape::{Malformed, Metadata, Source};
use serde::de::DeserializeOwned;
use std::borrow::Cow;

/// A request whose body has been opened.
#[derive(Debug)]
pub struct Request<'a> {
    pub address: &'a Address<'a>,
    pub headers: &'a Headers<'a>,
    pub body: &'a Unframed,
    /// Whether the body came in frames.
    pub is_framed: bool,
}

impl Source for Request<'_> {
    fn label(&mut self, name: &'static str) -> Option<String> {
        let label = if name == "Bucket" { &self.address.bucket } else { &self.address.key };
        label.clone().map(Cow::into_owned)
    }

    fn query(&mut self, name: &'static str) -> Option<String> {
        self.address.parameter(name).map(str::to_owned)
    }

    fn header(&mut self, name: &'static str) -> Option<String> {
        if name == "Content-Length" && self.is_framed {
            // The frames were counted; from here on only what was in them has a length.
            return Some(self.body.payload.len().to_string());
        }
        let in_trailer = || Some(self.body.trailers.get(&name.to_ascii_lowercase())?.clone());
        // Most bodies come without trailers: then there is nothing to spell their way.
        let sent = self.address.hoisted(name).or_else(|| self.headers.joined(name));
        sent.or_else(|| if self.body.trailers.is_empty() { None } else { in_trailer() })
    }

    fn headers(&mut self, prefix: &'static str) -> Option<Metadata> {
        let names = self.headers.names().filter_map(|name| Some((name.strip_prefix(prefix)?, name)));
        let sent = names.filter_map(|(rest, name)| Some((rest.to_owned(), self.headers.joined(name)?)));
        let values: Metadata = sent.chain(self.address.hoisted_with(prefix)).collect();
        (!values.is_empty()).then_some(values)
    }

    fn hoisted_checksum(&mut self) -> Option<String> {
        let mut names = self.address.hoisted_with(checksum_name::PREFIX);
        names.find_map(|(name, value)| checksum_name::names_algorithm(&name).then_some(value))
    }

    fn document<T: DeserializeOwned>(&mut self, root: &'static str) -> Result<Option<T>, S3Error> {
        xml::parse(&self.body.payload.to_bytes(), root)
    }

    fn text_body(&mut self) -> Result<Option<String>, Malformed> {
        let bytes = self.body.payload.to_bytes();
        match std::str::from_utf8(&bytes) {
            Ok("") => Ok(None),
            Ok(text) => Ok(Some(text.to_owned())),
            Err(_) => Err(Malformed { name: "body", value: String::from_utf8_lossy(&bytes).into_owned() }),
        }
    }
}
