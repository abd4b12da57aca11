//! A request as version 4 signs it: written in one way, however it was sent.
//!
//! S3 decodes what it was sent and encodes it again, each byte once: so `%7E` and `~` are the same, and a slash is one
//! whether it came encoded or not. Neither dot segments nor empty ones are taken out: they are parts of keys.

use crate::http::wire::address::Address;
use crate::http::wire::headers::Headers;
use http::uri::Authority;
use http::{Method, Uri};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, percent_encode, utf8_percent_encode};
use std::borrow::Cow;

/// All but what RFC 3986 calls unreserved.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
const ENCODED_IN_PATH: &AsciiSet = &ENCODED.remove(b'/');

/// A request, as it came.
#[derive(Debug, Clone, Copy)]
pub struct SignedRequest<'a> {
    pub method: &'a Method,
    pub uri: &'a Uri,
    pub headers: &'a Headers<'a>,
    /// The same, read.
    pub address: &'a Address<'a>,
}

impl<'a> SignedRequest<'a> {
    /// The header as version 2 signs it: without space around it.
    pub fn stripped(&self, name: &str) -> Option<Cow<'a, str>> {
        self.list(name, |value| Cow::Borrowed(value.trim()))
    }

    /// The header, with space as signatures have it; of several of one name a list.
    pub fn header(&self, name: &str) -> Option<Cow<'a, str>> {
        self.list(name, trimmed)
    }

    fn list(&self, name: &str, written: impl Fn(&'a str) -> Cow<'a, str>) -> Option<Cow<'a, str>> {
        let mut values = self.headers.values(name).map(written);
        let first = values.next()?;
        Some(values.fold(first, |list, value| list + "," + value))
    }

    /// Whom the client called, with the port if it named one: whoever its address says, before any header, as it is
    /// also led there.
    pub fn host(&self) -> Option<&'a str> {
        let called =
            self.uri.authority().map(Authority::as_str).map(|called| called.rsplit('@').next().unwrap_or(called));
        called.or_else(|| self.headers.get("host"))
    }

    /// What the query has for a header.
    pub fn parameter(&self, name: &str) -> Option<String> {
        self.address.query.header(name)
    }

    /// A header of Amazon's that stands in the query. No other is read there, and so none is signed.
    fn hoisted(&self, name: &str) -> Option<String> {
        if name.starts_with("x-amz-") { self.parameter(name) } else { None }
    }

    /// The canonical request. A header that is signed and does not come is that of the query, where it has been put
    /// there; else it is empty. Of a presigned request the signature itself stands in the query, and is not signed.
    pub fn canonical(&self, signed_headers: &str, payload: &str, is_presigned: bool) -> String {
        let lower = signed_headers.to_ascii_lowercase();
        let mut names: Vec<&str> = lower.split(';').map(str::trim).filter(|name| !name.is_empty()).collect();
        names.sort_unstable();
        let method = self.method.as_str();
        let mut text = [method, "\n", &self.canonical_path(), "\n", &self.canonical_query(is_presigned), "\n"].concat();
        for name in &names {
            let value = match *name {
                "host" => self.host().map(trimmed),
                name => self.header(name).or_else(|| self.hoisted(name).map(Cow::Owned)),
            };
            let value = value.unwrap_or_default();
            text.extend([*name, ":", &value, "\n"]);
        }
        text.extend(["\n", &names.join(";"), "\n", payload]);
        text
    }

    fn canonical_path(&self) -> String {
        let decoded: Cow<'_, [u8]> = percent_decode_str(self.uri.path()).into();
        percent_encode(&decoded, ENCODED_IN_PATH).to_string()
    }

    fn canonical_query(&self, is_presigned: bool) -> String {
        let encode = |text: &str| utf8_percent_encode(text, ENCODED).to_string();
        let signed = self.address.query.pairs().filter(|(name, _)| !is_presigned || *name != "X-Amz-Signature");
        let mut pairs: Vec<_> = signed.map(|(name, value)| (encode(name), encode(value))).collect();
        pairs.sort_unstable();
        let pairs: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
        pairs.join("&")
    }
}

/// Without space around it, and with one where there were several.
fn trimmed(value: &str) -> Cow<'_, str> {
    let value = value.trim_matches([' ', '\t']);
    // Most values have no more than one between two words.
    if !value.contains("  ") && !value.contains('\t') {
        return Cow::Borrowed(value);
    }
    let words = value.split([' ', '\t']).filter(|word| !word.is_empty());
    Cow::Owned(words.collect::<Vec<_>>().join(" "))
}
