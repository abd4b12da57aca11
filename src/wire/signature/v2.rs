//! Signatures of version 2: of the verb, four headers, those of Amazon's own, and what the request is about.

use super::canonical::Sent;
use super::fault::mismatch;
use super::is_same;
use crate::error::{S3Error, answers};
use crate::model::access::caller::Carried;
use crate::primitives::DateTime;
use crate::wire::framing::CONTENT_SHA256;
use aws_smithy_types::base64;
use hmac::{Hmac, Mac as _};
use sha1::Sha1;
use std::collections::BTreeMap;

/// A signature, as a request claims it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim<'a> {
    pub carried: Carried,
    pub access_key: &'a str,
    pub signature: &'a str,
    /// When a presigned request expires: as it was sent, and in seconds.
    pub expires: Option<(&'a str, i64)>,
}

/// The parameters that are part of what a request is about; all others are not signed. They are those of AWS's own
/// client for Python.
const SUB_RESOURCES: [&str; 35] = [
    "accelerate",
    "acl",
    "analytics",
    "cors",
    "defaultObjectAcl",
    "delete",
    "inventory",
    "lifecycle",
    "location",
    "logging",
    "metrics",
    "notification",
    "object-lock",
    "partNumber",
    "policy",
    "replication",
    "requestPayment",
    "response-cache-control",
    "response-content-disposition",
    "response-content-encoding",
    "response-content-language",
    "response-content-type",
    "response-expires",
    "restore",
    "select",
    "select-type",
    "storageClass",
    "tagging",
    "torrent",
    "uploadId",
    "uploads",
    "versionId",
    "versioning",
    "versions",
    "website",
];

/// Those that came after version 2. Whether they are signed nobody knows: that client does not, others do.
const LATER_SUB_RESOURCES: [&str; 3] = ["encryption", "legal-hold", "retention"];

impl Claim<'_> {
    /// Whether a presigned request is still good.
    ///
    /// # Errors
    /// `AccessDenied`, once it has expired.
    pub fn check_expiry(&self, now: DateTime) -> Result<(), S3Error> {
        match self.expires.filter(|(_, seconds)| now.secs() >= *seconds) {
            None => Ok(()),
            Some((_, seconds)) => {
                let error = answers::REQUEST_EXPIRED.error().with("Expires", DateTime::from_secs(seconds));
                Err(error.with("ServerTime", DateTime::from_secs(now.secs())))
            }
        }
    }

    /// Whether the signature is right.
    ///
    /// # Errors
    /// `SignatureDoesNotMatch`.
    pub fn verify(&self, sent: &Sent<'_>, secret: &str) -> Result<(), S3Error> {
        let [earlier, all] = [false, true].map(|with_later| self.string_to_sign(sent, with_later));
        let is_signed = |text: &String| sign(text, secret).is_some_and(|computed| is_same(&computed, self.signature));
        match is_signed(&all) || (earlier != all && is_signed(&earlier)) {
            true => Ok(()),
            false => Err(mismatch(self.access_key, &all, self.signature, None)),
        }
    }

    /// What is signed of the body: a header like any other of Amazon's.
    pub fn content_sha256(&self, sent: &Sent<'_>) -> Option<String> {
        let in_query = || sent.parameter(CONTENT_SHA256).filter(|_| self.carried == Carried::Query);
        sent.headers.get(CONTENT_SHA256).map(str::to_owned).or_else(in_query)
    }

    fn string_to_sign(&self, sent: &Sent<'_>, with_later: bool) -> String {
        let amazon = amazon_headers(sent, self.carried);
        // What says when stands at one place alone.
        let date = match self.expires {
            Some((expires, _)) => expires.to_owned(),
            None if amazon.contains_key("x-amz-date") => String::new(),
            None => sent.stripped("date").unwrap_or_default(),
        };
        let in_query = |name| sent.parameter(name).filter(|_| self.carried == Carried::Query);
        let plain = |name| sent.stripped(name).or_else(|| in_query(name)).unwrap_or_default();
        let (md5, media_type) = (plain("content-md5"), plain("content-type"));
        let mut text = [sent.method.as_str(), "\n", &md5, "\n", &media_type, "\n", &date, "\n"].concat();
        for (name, value) in amazon {
            text.extend([&name, ":", &value, "\n"]);
        }
        text + &resource(sent, with_later)
    }
}

/// Headers of Amazon's. Clients that presign put them into the query, where several of one name are a list as well.
fn amazon_headers(sent: &Sent<'_>, carried: Carried) -> BTreeMap<String, String> {
    let parameters = sent.address.query.pairs().filter(|_| carried == Carried::Query);
    let parameters = parameters.filter_map(|(name, _)| Some((name.to_ascii_lowercase(), sent.parameter(name)?)));
    let headers = sent.headers.names().map(|name| (name.to_owned(), sent.stripped(name).unwrap_or_default()));
    parameters.chain(headers).filter(|(name, _)| name.starts_with("x-amz-")).collect()
}

/// The bucket, if the host names it, the path as it was sent, and the parameters that say what it is about.
fn resource(sent: &Sent<'_>, with_later: bool) -> String {
    let is_signed = |name: &str| SUB_RESOURCES.contains(&name) || (with_later && LATER_SUB_RESOURCES.contains(&name));
    let bucket = sent.address.host.bucket.map(|bucket| format!("/{bucket}"));
    let mut text = bucket.unwrap_or_default() + sent.uri.path();
    let mut parameters: Vec<_> = sent.address.query.pairs().filter(|(name, _)| is_signed(name)).collect();
    parameters.sort_unstable();
    for (at, (name, value)) in parameters.into_iter().enumerate() {
        text.extend([if at == 0 { "?" } else { "&" }, name]);
        if !value.is_empty() {
            text.extend(["=", value]);
        }
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
    use crate::wire::address::Address;
    use crate::wire::headers::Headers;
    use crate::wire::host::{Endpoint, Host};
    use http::{HeaderMap, Method};

    const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

    fn host() -> Host<'static> {
        Host { bucket: None, endpoint: Endpoint::Other, domain: None }
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
        let sent = Sent { method: &method, uri: &uri, headers: &headers, address: &address };
        let expires = sent.parameter("Expires").map(|expires| (expires.clone(), expires.parse().unwrap()));
        let expires = expires.as_ref().map(|(text, seconds)| (text.as_str(), *seconds));
        let carried = if expires.is_some() { Carried::Query } else { Carried::Header };
        Claim { carried, access_key: "AKID", signature: "", expires }.string_to_sign(&sent, true)
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
        let query = "AWSAccessKeyId=AKID&Signature=A&Expires=9&x-amz-acl=private&content-type=text%2Fplain&X-y=z";
        let text = string_to_sign("PUT", &format!("/b/k?partNumber=1&uploadId=a%2Bb&acl=&{query}"), &[], "");
        assert_eq!(text, "PUT\n\ntext/plain\n9\nx-amz-acl:private\n/b/k?acl&partNumber=1&uploadId=a+b");
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

    #[test]
    fn sub_resources_stand_in_their_order() {
        assert!(SUB_RESOURCES.is_sorted() && LATER_SUB_RESOURCES.is_sorted());
    }

    #[test]
    fn parameters_that_came_later_may_be_signed() {
        let (headers, method, uri) = (HeaderMap::new(), Method::GET, "/b/k?retention&versionId=1".parse().unwrap());
        let headers = Headers::read(&headers).unwrap();
        let address = Address::read(&uri, host()).unwrap();
        let sent = Sent { method: &method, uri: &uri, headers: &headers, address: &address };
        for (resource, is_right) in [
            ("/b/k?retention&versionId=1", true),
            ("/b/k?versionId=1", true),
            ("/b/k?retention", false),
            ("/b/k", false),
        ] {
            let signature = sign(&format!("GET\n\n\n\n{resource}"), SECRET).unwrap();
            let claim = Claim { carried: Carried::Header, access_key: "AKID", signature: &signature, expires: None };
            assert_eq!(claim.verify(&sent, SECRET).is_ok(), is_right, "{resource}");
        }
    }
}
