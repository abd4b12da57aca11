//! Where a request goes: bucket, key and query, whichever way they are written.

use super::host::Host;
use super::query::Query;
use crate::api::error::{S3Error, table};
use crate::api::shape::Target;
use http::Uri;
use percent_encoding::percent_decode_str;
use std::borrow::Cow;
use std::ops::Range;

/// Conditions of HTTP that a presigner may move into the query. Ignoring one would overwrite the object that it
/// protects.
const CONDITIONS: [&str; 4] = ["If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since"];

/// A request's address, decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address<'a> {
    pub host: Host<'a>,
    pub bucket: Option<Cow<'a, str>>,
    pub key: Option<Cow<'a, str>>,
    pub query: Query<'a>,
    /// Whether its query carries the signature, and may carry headers besides, which then count before those that come
    /// as such: version 2 signs no others of their names. Who signs in a header leaves them there.
    pub is_presigned: bool,
    /// Whether the path has a key and no bucket, as `/%2Fbucket/key` has. The signature is checked first.
    pub lacks_bucket: bool,
}

impl<'a> Address<'a> {
    /// Reads it out of the URI, and the host that the request is for.
    ///
    /// # Errors
    /// `InvalidURI`, for what cannot be decoded, and what is not UTF-8 once it is; 501, where what is not modelled of
    /// AWS would answer.
    pub fn read(uri: &'a Uri, host: Host<'a>) -> Result<Self, S3Error> {
        if let Some(name) = host.not_modelled {
            return Err(table::NOT_MODELLED.fill(&[&name]));
        }
        let invalid = || table::INVALID_URI.error().with("URI", uri.path());
        if has_bare_percent(uri.path()) {
            return Err(invalid().because("a percent sign is not followed by two hexadecimal digits"));
        }
        let path = percent_decode_str(uri.path()).decode_utf8().map_err(|_| invalid())?;
        let (start, end) = (usize::from(path.starts_with('/')), path.len());
        let (bucket, key) = if let Some(bucket) = host.bucket {
            (Cow::Borrowed(bucket), piece(&path, start..end))
        } else {
            let slash = path[start..].find('/').map_or(end, |at| start + at);
            (piece(&path, start..slash), piece(&path, end.min(slash + 1)..end))
        };
        if leaves_bucket(&key) {
            return Err(table::KEY_OUTSIDE_BUCKET
                .error()
                .because("the segments `..` of the key lead out of the bucket"));
        }
        let lacks_bucket = bucket.is_empty() && !key.is_empty();
        let query = Query::read(uri.query().unwrap_or_default()).ok_or_else(invalid)?;
        let not_empty = |text: Cow<'a, str>| (!text.is_empty()).then_some(text);
        Ok(Self { host, bucket: not_empty(bucket), key: not_empty(key), query, is_presigned: false, lacks_bucket })
    }

    /// What it names.
    pub fn target(&self) -> Target {
        match (&self.bucket, &self.key) {
            (None, _) => Target::Service,
            (Some(_), None) => Target::Bucket,
            (Some(_), Some(_)) => Target::Object,
        }
    }

    /// A header that a presigned request carries in its query instead. S3 takes `x-amz-*` and the conditions of HTTP
    /// from there, and ignores `Range` and `Content-*` (the fixtures name the sources). Two kinds stay unread: a
    /// checksum, because clients send that of an empty body, and a customer's key, which must come as a header
    /// (documented).
    pub fn hoisted(&self, header: &str) -> Option<String> {
        let stays = ["checksum", "server-side-encryption-customer"];
        let is_moved = header.starts_with("x-amz-") || CONDITIONS.contains(&header);
        let is_hoisted = self.is_presigned && is_moved && !stays.iter().any(|part| header.contains(part));
        if is_hoisted { self.query.header(header) } else { None }
    }

    /// All headers that begin with this, which is cut off, where a presigned request carries them in its query.
    pub fn hoisted_with(&self, prefix: &str) -> impl Iterator<Item = (String, String)> {
        self.query.pairs().filter(|_| self.is_presigned).filter_map(move |(name, _)| {
            let (beginning, rest) = name.split_at_checked(prefix.len())?;
            beginning.eq_ignore_ascii_case(prefix).then_some(())?;
            Some((rest.to_ascii_lowercase(), self.query.header(name)?))
        })
    }

    /// A query parameter.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.query.get(name)
    }
}

/// Whether the segments `..` of a key lead above its first segment.
fn leaves_bucket(key: &str) -> bool {
    let mut depth = 0_usize;
    key.split('/').any(|segment| match segment {
        ".." if depth == 0 => true,
        ".." => {
            depth -= 1;
            false
        }
        "" | "." => false,
        _ => {
            depth += 1;
            false
        }
    })
}

/// A piece of a text, copied only where the text was.
fn piece<'a>(text: &Cow<'a, str>, range: Range<usize>) -> Cow<'a, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(&text[range]),
        Cow::Owned(text) => Cow::Owned(text[range].to_owned()),
    }
}

/// Whether a percent sign encodes nothing.
fn has_bare_percent(path: &str) -> bool {
    path.match_indices('%').any(|(at, _)| {
        let digits = path.as_bytes().get(at + 1..at + 3);
        !digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    })
}

#[cfg(test)]
mod tests {
    use super::super::host::{self, Domain};
    use super::*;
    use http::HeaderMap;

    /// Shows what the address is read as.
    fn read<T>(uri: &str, show: impl FnOnce(Result<Address<'_>, S3Error>) -> T) -> T {
        let (uri, headers, domain) = (uri.parse().unwrap(), HeaderMap::new(), Domain::default());
        let name = host::name(&uri, &headers);
        show(Address::read(&uri, Host::read(name.as_deref(), &domain)))
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
                let address = address.unwrap();
                assert_eq!((address.bucket.as_deref(), address.key.as_deref()), (bucket, key), "{uri}");
            });
        }
    }

    #[test]
    fn a_query_is_read_with_and_without_values() {
        read("https://s3.us-east-1.amazonaws.com/b?uploads&prefix=a+b%2Bc&delimiter=", |address| {
            let address = address.unwrap();
            let names = ["uploads", "prefix", "delimiter", "absent"];
            assert_eq!(names.map(|name| address.parameter(name)), [Some(""), Some("a b+c"), Some(""), None]);
        });
    }

    #[test]
    fn what_is_not_utf_8_is_no_address() {
        read("https://s3.us-east-1.amazonaws.com/b/%FF", |address| {
            assert_eq!(address.unwrap_err().code(), "InvalidURI");
        });
    }
}
