//! Where a request goes: bucket, key and query, whichever way they are written.

use crate::error::{S3Error, answers};
use crate::model::region::US_EAST_1;
use crate::shape::Target;
use http::{HeaderMap, Uri, header};
use percent_encoding::percent_decode_str;
use std::borrow::Cow;
use std::ops::Range;

/// The domains whose first label may be a bucket. Anything else is addressed by path.
const DOMAIN: &str = ".amazonaws.com";

/// Whose endpoint was called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Endpoint<'a> {
    /// A Region's.
    Region(&'a str),
    /// `bucket.s3.amazonaws.com`, of no Region: DNS leads to the bucket, wherever it is.
    Global,
    /// None of AWS's: an address of this machine, say, at which all buckets are.
    Other,
}

/// A request's address, decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address<'a> {
    /// Whether it says TLS, or does not say.
    pub is_secure: bool,
    pub endpoint: Endpoint<'a>,
    pub bucket: Option<Cow<'a, str>>,
    /// Whether the host names the bucket, and not the path.
    pub is_virtual_hosted: bool,
    pub key: Option<Cow<'a, str>>,
    /// In the order in which they were sent. `?uploads` and `?uploads=` are the same.
    pub query: Vec<(Cow<'a, str>, Cow<'a, str>)>,
}

impl<'a> Address<'a> {
    /// Reads it out of the URI and the `Host` header.
    ///
    /// # Errors
    /// `InvalidURI`, for what is not UTF-8 once it is decoded.
    pub fn read(uri: &'a Uri, headers: &'a HeaderMap) -> Result<Self, S3Error> {
        let invalid = || answers::INVALID_URI.error().with("URI", uri.path());
        let path = percent_decode_str(uri.path()).decode_utf8().map_err(|_| invalid())?;
        let (start, end) = (usize::from(path.starts_with('/')), path.len());
        let host = uri.host().or_else(|| headers.get(header::HOST)?.to_str().ok());
        let bucket_of_host = host.and_then(bucket_of_host);
        let (bucket, key) = if let Some(bucket) = bucket_of_host {
            (Cow::Borrowed(bucket), piece(&path, start..end))
        } else {
            let slash = path[start..].find('/').map_or(end, |at| start + at);
            (piece(&path, start..slash), piece(&path, end.min(slash + 1)..end))
        };
        if bucket.is_empty() && !key.is_empty() {
            return Err(invalid().because("the path has a key and no bucket"));
        }
        let query = read_query(uri.query().unwrap_or_default()).ok_or_else(invalid)?;
        let endpoint = host.map_or(Endpoint::Other, endpoint_of_host);
        let not_empty = |text: Cow<'a, str>| (!text.is_empty()).then_some(text);
        let is_secure = uri.scheme_str() != Some("http");
        let (bucket, key, is_virtual_hosted) = (not_empty(bucket), not_empty(key), bucket_of_host.is_some());
        Ok(Self { is_secure, endpoint, bucket, is_virtual_hosted, key, query })
    }

    /// What it names.
    pub fn target(&self) -> Target {
        match (&self.bucket, &self.key) {
            (None, _) => Target::Service,
            (Some(_), None) => Target::Bucket,
            (Some(_), Some(_)) => Target::Object,
        }
    }

    /// A header that a presigned request carries in its query instead. A checksum there is let pass unread: clients
    /// send that of an empty body, and whether AWS looks at it is disputed. A customer's key is never in an address
    /// (documented).
    pub fn hoisted(&self, header: &str) -> Option<&str> {
        let stays = ["checksum", "server-side-encryption-customer"];
        let is_hoisted = header.starts_with("x-amz-") && !stays.iter().any(|part| header.contains(part));
        let mut query = self.query.iter().filter(|_| is_hoisted);
        query.find_map(|(found, value)| found.eq_ignore_ascii_case(header).then_some(value.as_ref()))
    }

    /// A query parameter.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.query.iter().find_map(|(found, value)| (found == name).then_some(value.as_ref()))
    }
}

/// `bucket.s3.region.amazonaws.com`, `bucket.s3-region.amazonaws.com`, `bucket.s3.amazonaws.com`, `bucket.localhost`. A
/// bucket's own name may look like the rest of it, so the search is from the right.
fn bucket_of_host(host: &str) -> Option<&str> {
    let host = host.split(':').next().unwrap_or(host);
    if let Some(bucket) = host.strip_suffix(".localhost") {
        return Some(bucket);
    }
    let labels = labels_of_host(host)?;
    if let Some(bucket) = labels.strip_suffix(".s3") {
        return Some(bucket);
    }
    let at = labels.rfind(".s3.").max(labels.rfind(".s3-"))?;
    Some(&labels[..at])
}

/// What stands before S3's domain; China has one of its own.
fn labels_of_host(host: &str) -> Option<&str> {
    host.strip_suffix(".cn").unwrap_or(host).strip_suffix(DOMAIN)
}

/// The Region in `s3.region.amazonaws.com`, `s3.dualstack.region.amazonaws.com`, `s3-region.amazonaws.com`: it ends in
/// a digit. The global endpoint addressed by path is that of us-east-1.
fn endpoint_of_host(host: &str) -> Endpoint<'_> {
    let host = host.split(':').next().unwrap_or(host);
    let Some(labels) = labels_of_host(host) else { return Endpoint::Other };
    let last = labels.rsplit('.').next().unwrap_or(labels);
    let name = last.strip_prefix("s3-").unwrap_or(last);
    match name.strip_prefix("fips-").unwrap_or(name) {
        "external-1" => Endpoint::Region(US_EAST_1),
        "s3" if labels == last => Endpoint::Region(US_EAST_1),
        "s3" => Endpoint::Global,
        // Websites are told apart by their endpoint, and have no redirects of this kind.
        website if website.starts_with("website-") => Endpoint::Other,
        region if region.ends_with(|last: char| last.is_ascii_digit()) => Endpoint::Region(region),
        _ => Endpoint::Other,
    }
}

/// A piece of a text, copied only where the text was.
fn piece<'a>(text: &Cow<'a, str>, range: Range<usize>) -> Cow<'a, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(&text[range]),
        Cow::Owned(text) => Cow::Owned(text[range].to_owned()),
    }
}

/// In a query a plus is a space; in a path it is itself.
fn read_query(query: &str) -> Option<Vec<(Cow<'_, str>, Cow<'_, str>)>> {
    fn decode(text: &str) -> Option<Cow<'_, str>> {
        // Most names and values are written as they are.
        if !text.contains('+') && !text.contains('%') {
            return Some(Cow::Borrowed(text));
        }
        let decoded = percent_decode_str(&text.replace('+', " ")).decode_utf8().ok()?.into_owned();
        Some(Cow::Owned(decoded))
    }
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Some((decode(name)?, decode(value)?))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Shows what the address is read as.
    fn read<T>(uri: &str, show: impl FnOnce(Address<'_>) -> T) -> T {
        show(Address::read(&uri.parse().unwrap(), &HeaderMap::new()).unwrap())
    }

    #[test]
    fn both_styles_name_the_same() {
        for (uri, bucket, key) in [
            ("https://bkt.s3.us-east-1.amazonaws.com/a%20b%2B%C3%A9.txt", Some("bkt"), Some("a b+é.txt")),
            ("https://dots.in.it.s3.us-east-1.amazonaws.com/k", Some("dots.in.it"), Some("k")),
            ("https://bkt.s3.amazonaws.com/k", Some("bkt"), Some("k")),
            ("https://s3.us-east-1.amazonaws.com/bkt/k", Some("bkt"), Some("k")),
            ("https://s3.us-east-1.amazonaws.com/bkt", Some("bkt"), None),
            ("https://s3.us-east-1.amazonaws.com/bkt/", Some("bkt"), None),
            ("https://s3.us-east-1.amazonaws.com/", None, None),
            ("http://127.0.0.1:9000/bkt/a//b/../c+d", Some("bkt"), Some("a//b/../c+d")),
            ("http://localhost:9000/bkt/k", Some("bkt"), Some("k")),
            ("http://bkt.localhost:9000/k", Some("bkt"), Some("k")),
            ("https://a.s3.b.s3.us-east-1.amazonaws.com/k", Some("a.s3.b"), Some("k")),
            ("https://x.s3-y.s3.amazonaws.com/k", Some("x.s3-y"), Some("k")),
            ("https://bkt.s3-us-west-2.amazonaws.com/k", Some("bkt"), Some("k")),
            ("https://bkt.s3.cn-north-1.amazonaws.com.cn/k", Some("bkt"), Some("k")),
        ] {
            read(uri, |address| {
                assert_eq!((address.bucket.as_deref(), address.key.as_deref()), (bucket, key), "{uri}");
            });
        }
    }

    #[test]
    fn an_endpoint_names_its_region() {
        for (host, endpoint) in [
            ("bkt.s3.eu-west-1.amazonaws.com", Endpoint::Region("eu-west-1")),
            ("s3.us-east-2.amazonaws.com:443", Endpoint::Region("us-east-2")),
            ("s3-us-west-2.amazonaws.com", Endpoint::Region("us-west-2")),
            ("bkt.s3.dualstack.us-west-2.amazonaws.com", Endpoint::Region("us-west-2")),
            ("bkt.s3.amazonaws.com", Endpoint::Global),
            ("s3.amazonaws.com", Endpoint::Region("us-east-1")),
            ("s3-external-1.amazonaws.com", Endpoint::Region("us-east-1")),
            ("bkt.s3-accelerate.amazonaws.com", Endpoint::Other),
            ("s3-fips.us-west-2.amazonaws.com", Endpoint::Region("us-west-2")),
            ("s3-fips-us-gov-west-1.amazonaws.com", Endpoint::Region("us-gov-west-1")),
            ("bkt.s3-website-us-west-2.amazonaws.com", Endpoint::Other),
            ("localhost", Endpoint::Other),
            ("127.0.0.1:9000", Endpoint::Other),
        ] {
            read(&format!("https://{host}/k"), |address| assert_eq!(address.endpoint, endpoint, "{host}"));
        }
    }

    #[test]
    fn a_query_is_read_with_and_without_values() {
        read("https://s3.us-east-1.amazonaws.com/b?uploads&prefix=a+b%2Bc&delimiter=", |address| {
            let names = ["uploads", "prefix", "delimiter", "absent"];
            assert_eq!(names.map(|name| address.parameter(name)), [Some(""), Some("a b+c"), Some(""), None]);
        });
    }

    #[test]
    fn what_is_not_utf_8_is_no_address() {
        let uri = "https://s3.us-east-1.amazonaws.com/b/%FF".parse().unwrap();
        assert_eq!(Address::read(&uri, &HeaderMap::new()).unwrap_err().code(), "InvalidURI");
    }
}
