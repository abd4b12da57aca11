//! A request as version 4 signs it: written in one way, however it was sent.
//!
//! S3 decodes what it was sent and encodes it again, each byte once: so `%7E` and `~` are the same, and a slash is one
//! whether it came encoded or not. Neither dot segments nor empty ones are taken out: they are parts of keys.

use crate::wire::headers::Headers;
use http::uri::Authority;
use http::{Method, Uri};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, percent_encode};
use std::borrow::Cow;

/// All but what RFC 3986 calls unreserved.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
const ENCODED_IN_PATH: &AsciiSet = &ENCODED.remove(b'/');

/// A request, as it came.
#[derive(Debug, Clone, Copy)]
pub struct Sent<'a> {
    pub method: &'a Method,
    pub uri: &'a Uri,
    pub headers: &'a Headers<'a>,
    /// The bucket, where the host names it.
    pub bucket_in_host: Option<&'a str>,
}

impl<'a> Sent<'a> {
    /// The header, with space as signatures have it; of several of one name a list.
    pub fn header(&self, name: &str) -> Option<String> {
        let mut values = self.headers.values(name).map(trimmed).peekable();
        values.peek()?;
        Some(values.collect::<Vec<_>>().join(","))
    }

    /// Whom the client called, with the port if it named one. A client in the process may leave it to the address.
    pub fn host(&self) -> Option<&'a str> {
        self.headers.get("host").or_else(|| self.uri.authority().map(Authority::as_str))
    }

    /// The query, decoded, in the order in which it was sent.
    pub fn query(&self) -> impl Iterator<Item = (Cow<'a, [u8]>, Cow<'a, [u8]>)> {
        let pairs = self.uri.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
        pairs.map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        })
    }

    /// A parameter of the query, in whatever case.
    pub fn parameter(&self, name: &str) -> Option<String> {
        let mut query = self.query();
        let value = query.find_map(|(found, value)| found.eq_ignore_ascii_case(name.as_bytes()).then_some(value))?;
        Some(String::from_utf8_lossy(&value).into_owned())
    }

    /// The canonical request. A header that is signed and does not come is that of the query, where it has been put
    /// there; else it is empty.
    pub fn canonical(&self, signed_headers: &str, payload: &str) -> String {
        let lower = signed_headers.to_ascii_lowercase();
        let mut names: Vec<&str> = lower.split(';').map(str::trim).filter(|name| !name.is_empty()).collect();
        names.sort_unstable();
        let method = self.method.as_str();
        let mut text = [method, "\n", &self.canonical_path(), "\n", &self.canonical_query(), "\n"].concat();
        for name in &names {
            let host = || self.host().filter(|_| *name == "host").map(str::to_owned);
            let value = self.header(name).or_else(host).or_else(|| self.parameter(name)).unwrap_or_default();
            text.extend([*name, ":", &value, "\n"]);
        }
        text.extend(["\n", &names.join(";"), "\n", payload]);
        text
    }

    fn canonical_path(&self) -> String {
        let decoded: Cow<'_, [u8]> = percent_decode_str(self.uri.path()).into();
        percent_encode(&decoded, ENCODED_IN_PATH).to_string()
    }

    fn canonical_query(&self) -> String {
        let encode = |bytes: &[u8]| percent_encode(bytes, ENCODED).to_string();
        let signed = self.query().filter(|(name, _)| name.as_ref() != b"X-Amz-Signature");
        let mut pairs: Vec<_> = signed.map(|(name, value)| (encode(&name), encode(&value))).collect();
        pairs.sort_unstable();
        let pairs: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
        pairs.join("&")
    }
}

/// In a query a plus is a space.
fn decode(text: &str) -> Cow<'_, [u8]> {
    match text.contains('+') {
        true => Cow::Owned(percent_decode_str(&text.replace('+', " ")).collect()),
        false => percent_decode_str(text).into(),
    }
}

/// Without space around it, and with one where there were several.
fn trimmed(value: &str) -> String {
    let words = value.split([' ', '\t']).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}
