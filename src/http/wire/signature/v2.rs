//! Signatures of version 2: of the verb, four headers, those of Amazon's own, and what the request is about.
//!
//! What S3 signs can be read in its answers: of a signature that is not right they tell what it should have been of.
//! What was measured so in public (September 2026) says more than the documentation, and is said so where it surprises.

use super::canonical::SignedRequest;
use super::fault::mismatch;
use super::is_same;
use crate::api::error::{S3Error, table};
use crate::api::primitives::DateTime;
use crate::http::wire::framing::CONTENT_SHA256;
use crate::http::wire::parameter::{Parameter, Signed};
use crate::model::access::caller::Carried;
use aws_smithy_types::base64;
use hmac::{Hmac, Mac as _};
use sha1::Sha1;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A signature, as a request claims it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct V2Claim<'a> {
    pub access_key: &'a str,
    pub signature: &'a str,
    /// What a presigned request says besides: its signature stands in the query, any other in the header.
    pub presigned: Option<V2Presigned<'a>>,
}

/// When a presigned request expires.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct V2Presigned<'a> {
    /// As it was sent, and is signed.
    pub sent: &'a str,
    pub seconds: i64,
}

impl V2Claim<'_> {
    /// Where it stands.
    pub fn carried(&self) -> Carried {
        if self.presigned.is_some() { Carried::Query } else { Carried::Header }
    }

    /// Whether a presigned request is still good.
    ///
    /// # Errors
    /// `AccessDenied`, once it has expired.
    pub fn check_expiry(&self, now: DateTime) -> Result<(), S3Error> {
        match self.presigned.filter(|presigned| now.secs() >= presigned.seconds) {
            None => Ok(()),
            Some(V2Presigned { seconds, .. }) => {
                let error = table::REQUEST_EXPIRED.error().with("Expires", DateTime::from_secs(seconds));
                let (ends, now) = (DateTime::from_secs(seconds), DateTime::from_secs(now.secs()));
                let why = format!("it expired at {ends}, and the world's clock says {now}");
                Err(error.with("ServerTime", now).because(why))
            }
        }
    }

    /// Whether the signature is right.
    ///
    /// # Errors
    /// `SignatureDoesNotMatch`.
    pub fn verify(&self, sent: &SignedRequest<'_>, secret: &str) -> Result<(), S3Error> {
        let text = self.string_to_sign(sent, sent.uri.path());
        let is_right = |text: &str| sign(text, secret).is_some_and(|computed| is_same(&computed, self.signature));
        // Clients sign `/BUCKET/` and send `/BUCKET` (recorded).
        let with_slash =
            || is_path_of_bucket(sent) && is_right(&self.string_to_sign(sent, &format!("{}/", sent.uri.path())));
        match is_right(&text) || with_slash() {
            true => Ok(()),
            false => Err(mismatch(self.access_key, &text, self.signature, None)),
        }
    }

    /// The type and the MD5 are those of the headers, also where a request is presigned (documented, measured): clients
    /// that put them into the query as well tell whoever sends it which headers to send.
    fn string_to_sign(&self, sent: &SignedRequest<'_>, path: &str) -> String {
        let amazon = amazon_headers(sent);
        let plain = |name| sent.stripped(name).unwrap_or_default();
        // What says when stands at one place alone.
        let date = match self.presigned {
            Some(V2Presigned { sent, .. }) => Cow::Borrowed(sent),
            None if amazon.contains_key("x-amz-date") => Cow::Borrowed(""),
            None => plain("date"),
        };
        let (verb, md5, media_type) = (sent.method.as_str(), plain("content-md5"), plain("content-type"));
        let mut text = [verb, "\n", &md5, "\n", &media_type, "\n", &date, "\n"].concat();
        for (name, value) in amazon {
            text.extend([&name, ":", &value, "\n"]);
        }
        text + &resource(sent, path)
    }
}

/// What is signed of the body: a header like any other of Amazon's.
pub fn content_sha256(sent: &SignedRequest<'_>) -> Option<String> {
    sent.parameter(CONTENT_SHA256).or_else(|| sent.headers.get(CONTENT_SHA256).map(str::to_owned))
}

/// Headers of Amazon's. One that stands in the query is signed too, and before a header of its name (measured).
fn amazon_headers(sent: &SignedRequest<'_>) -> BTreeMap<String, String> {
    let headers = sent.headers.names().filter_map(|name| Some((name.to_owned(), sent.stripped(name)?.into_owned())));
    let is_amazon = |name: &str| name.get(..6).is_some_and(|start| start.eq_ignore_ascii_case("x-amz-"));
    let parameters = sent.address.query.pairs().filter(|(name, _)| is_amazon(name));
    let parameters = parameters.filter_map(|(name, _)| Some((name.to_ascii_lowercase(), sent.parameter(name)?)));
    headers.filter(|(name, _)| is_amazon(name)).chain(parameters).collect()
}

/// Whether the path is a bucket's name without the slash behind it.
fn is_path_of_bucket(sent: &SignedRequest<'_>) -> bool {
    let address = sent.address;
    address.host.bucket.is_none()
        && address.bucket.is_some()
        && address.key.is_none()
        && !sent.uri.path().ends_with('/')
}

/// The bucket, if the host names it, the path as it was sent, and the parameters that say what it is about; of several
/// of one name the first (measured).
fn resource(sent: &SignedRequest<'_>, path: &str) -> String {
    let bucket = sent.address.host.bucket.map(|bucket| format!("/{bucket}"));
    let mut text = bucket.unwrap_or_default() + path;
    let mut signed = BTreeMap::new();
    for (name, value) in sent.address.query.pairs() {
        match Parameter::find(name).map(|parameter| parameter.signed) {
            Some(Signed::Name) => _ = signed.entry(name).or_insert(None),
            Some(Signed::WithValue) => _ = signed.entry(name).or_insert(Some(value)),
            Some(Signed::No) | None => {}
        }
    }
    for (at, (name, value)) in signed.into_iter().enumerate() {
        text.extend([if at == 0 { "?" } else { "&" }, name]);
        text.extend(value.iter().flat_map(|value| ["=", value]));
    }
    text
}

/// `HMAC-SHA1`, in base64. A key can have any length; were there one that could not, nothing would be right under it.
pub fn sign(text: &str, secret: &str) -> Option<String> {
    let mac = Hmac::<Sha1>::new_from_slice(secret.as_bytes()).ok()?;
    Some(base64::encode(mac.chain_update(text.as_bytes()).finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::wire::address::Address;
    use crate::http::wire::headers::Headers;
    use crate::http::wire::host::{Endpoint, Host};
    use http::{HeaderMap, Method};

    const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

    fn host() -> Host<'static> {
        Host { bucket: None, endpoint: Endpoint::Other, domain: None, not_modelled: None }
    }

    fn string_to_sign(method: &str, uri: &str, headers: &[(&'static str, &'static str)], bucket: &str) -> String {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, value.parse().unwrap());
        }
        let (headers, uri) = (Headers::read(&map).unwrap(), uri.parse().unwrap());
        let method: Method = method.parse().unwrap();
        let bucket = Some(bucket).filter(|bucket| !bucket.is_empty());
        let address = Address::read(&uri, Host { bucket, ..host() }).unwrap();
        let sent = SignedRequest { method: &method, uri: &uri, headers: &headers, address: &address };
        let expires = address.parameter("Expires");
        let presigned = expires.map(|sent| V2Presigned { sent, seconds: sent.parse().unwrap() });
        V2Claim { access_key: "AKID", signature: "", presigned }.string_to_sign(&sent, uri.path())
    }

    /// An example of AWS's documentation: headers that come twice, and a host that is a bucket's whole name.
    #[test]
    fn headers_of_amazon_s_are_signed_sorted_and_in_lower_case() {
        let headers = [
            ("user-agent", "curl/7.15.5"),
            ("date", "Tue, 27 Mar 2007 21:06:08 +0000"),
            ("x-amz-acl", "public-read"),
            ("content-type", "application/x-download"),
            ("content-md5", "4gJE4saaMU4BqNR0kLY+lw=="),
            ("x-amz-meta-reviewedby", "joe@johnsmith.net"),
            ("x-amz-meta-reviewedby", "jane@johnsmith.net"),
            ("x-amz-meta-filechecksum", "0x02661779"),
            ("x-amz-meta-checksumalgorithm", "crc32"),
            ("content-encoding", "gzip"),
        ];
        let text = string_to_sign("PUT", "/db-backup.dat.gz", &headers, "static.johnsmith.net");
        assert_eq!(sign(&text, SECRET).as_deref(), Some("ilyl83RwaSoYIEdixDQcA4OnAnc="));
    }

    #[test]
    fn the_date_of_amazon_s_header_is_signed_there_alone() {
        let date = "Tue, 27 Mar 2007 21:20:26 +0000";
        let headers = [("date", "Tue, 27 Mar 2007 21:20:27 +0000"), ("x-amz-date", date)];
        let text = string_to_sign("DELETE", "/johnsmith/photos/puppy.jpg", &headers, "");
        assert_eq!(text, format!("DELETE\n\n\n\nx-amz-date:{date}\n/johnsmith/photos/puppy.jpg"));
    }

    /// As botocore has it: what a presigned request has of Amazon's headers stands in its query.
    #[test]
    fn what_is_presigned_may_have_its_headers_in_the_query() {
        let query = "AWSAccessKeyId=AKID&Signature=A&Expires=9&x-amz-acl=private&X-y=z";
        let text = string_to_sign("PUT", &format!("/b/k?partNumber=1&uploadId=a%2Bb&acl=&{query}"), &[], "");
        assert_eq!(text, "PUT\n\n\n9\nx-amz-acl:private\n/b/k?acl&partNumber=1&uploadId=a+b");
    }

    #[test]
    fn what_stands_in_the_query_is_signed_before_a_header() {
        let headers = [("x-amz-foo", "2"), ("x-amz-bar", "3"), ("date", "now")];
        let text = string_to_sign("GET", "/b/k?X-Amz-Foo=1", &headers, "");
        assert_eq!(text, "GET\n\n\nnow\nx-amz-bar:3\nx-amz-foo:1\n/b/k");
    }

    #[test]
    fn the_type_and_the_digest_are_those_of_the_headers() {
        let query = "AWSAccessKeyId=AKID&Signature=A&Expires=9&content-type=text%2Fplain&content-md5=AA";
        let sent = |headers: &[_]| string_to_sign("PUT", &format!("/b/k?{query}"), headers, "");
        assert_eq!(sent(&[]), "PUT\n\n\n9\n/b/k");
        assert_eq!(sent(&[("content-type", "text/plain"), ("content-md5", "BB")]), "PUT\nBB\ntext/plain\n9\n/b/k");
    }

    #[test]
    fn most_sub_resources_are_signed_by_their_names_alone() {
        for (query, signed) in [
            ("acl=v", "?acl"),
            ("acl=", "?acl"),
            ("acl&acl", "?acl"),
            ("versionId=1&versionId=2", "?versionId=1"),
            ("response-content-type=a%2Fb", "?response-content-type=a/b"),
            ("retention&versionId=1&encryption=x", "?encryption&retention&versionId=1"),
            ("ACL&Versioning&prefix=a&x-id=GetObject&list-type=2", ""),
        ] {
            assert_eq!(string_to_sign("GET", &format!("/b/k?{query}"), &[], ""), format!("GET\n\n\n\n/b/k{signed}"));
        }
    }

    /// As botocore has it, which takes off what is around a value and leaves what is in it.
    #[test]
    fn space_in_a_header_is_signed_as_it_is() {
        let headers = [("x-amz-meta-a", " one   two\tthree "), ("date", "now")];
        let text = string_to_sign("GET", "/b/k", &headers, "");
        assert_eq!(text, "GET\n\n\nnow\nx-amz-meta-a:one   two\tthree\n/b/k");
    }

    #[test]
    fn of_several_parameters_of_one_name_all_are_signed() {
        let query = "AWSAccessKeyId=AKID&Signature=A&Expires=9&x-amz-acl=private&X-Amz-Acl=public-read";
        let text = string_to_sign("PUT", &format!("/b/k?{query}"), &[], "");
        assert_eq!(text, "PUT\n\n\n9\nx-amz-acl:private,public-read\n/b/k");
    }
}
