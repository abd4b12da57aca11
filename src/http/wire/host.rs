//! What a host name says: a bucket, a Region, or neither.

use crate::model::region::US_EAST_1;
use http::{HeaderMap, Uri, header};
use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// AWS's domain, below which its endpoints are; China has one of its own.
const AWS: &str = ".amazonaws.com";

/// A domain below which a server's buckets have names of their own: `backups.localhost`, `backups.s3.localhost`.
///
/// It is a name as DNS has them, without scheme and port; case does not count.
///
/// ```
/// # #[cfg(feature = "tower")] {
/// let domain: fake_s3::Domain = "S3.test".parse()?;
/// assert_eq!(domain.as_str(), "s3.test");
/// assert!("localhost:9000".parse::<fake_s3::Domain>().is_err());
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Domain(Arc<str>);

impl Domain {
    /// Its name, in lower case.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for Domain {
    fn default() -> Self {
        Self("localhost".into())
    }
}

impl FromStr for Domain {
    type Err = DomainError;

    fn from_str(name: &str) -> Result<Self, DomainError> {
        let is_of_label = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        match name.split('.').all(|label| !label.is_empty() && label.bytes().all(is_of_label)) {
            true => Ok(Self(name.to_ascii_lowercase().into())),
            false => Err(DomainError(name.to_owned())),
        }
    }
}

/// What was to be a [`Domain`], and is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DomainError(String);

impl fmt::Display for DomainError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no domain: it is a name, such as localhost or s3.test, without scheme and port", self.0)
    }
}

impl std::error::Error for DomainError {}

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

/// A host, read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Host<'a> {
    /// The bucket that it names. Where it names none, the first segment of the path does.
    pub bucket: Option<&'a str>,
    pub endpoint: Endpoint<'a>,
    /// The server's own domain, where the host is below it and not below AWS's.
    pub domain: Option<&'a Domain>,
    /// What of AWS's answers there, where it is not S3 as it is modelled.
    pub not_modelled: Option<&'static str>,
}

/// What else is below AWS's domain under S3's name: the label that its hosts have in place of `s3`, or how it begins.
const OTHER_SERVICES: [(&str, &str); 8] = [
    ("s3-accelerate", "transfer acceleration"),
    ("s3-accesspoint", "access points"),
    ("s3-control", "the API of accounts"),
    ("s3-global", "access points of several Regions"),
    ("s3-object-lambda", "Object Lambda"),
    ("s3-outposts", "Outposts"),
    ("s3-website", "website endpoints"),
    ("s3express-", "directory buckets"),
];

impl<'a> Host<'a> {
    /// An address, or a name that says nothing.
    const OTHER: Self = Self { bucket: None, endpoint: Endpoint::Other, domain: None, not_modelled: None };

    /// Reads the name that [`name`] gave.
    pub fn read(name: Option<&'a str>, domain: &'a Domain) -> Self {
        let Some(name) = name else { return Self::OTHER };
        let own = name.strip_suffix(domain.as_str()).and_then(|before| before.strip_suffix('.'));
        match (own, labels_of_aws(name)) {
            (Some(labels), _) => match other_service_below_domain(labels) {
                Some(name) => Self { not_modelled: Some(name), ..Self::OTHER },
                None => Self { domain: Some(domain), ..Self::below_domain(labels) },
            },
            (None, Some(labels)) => match other_service_of_aws(labels) {
                Some(name) => Self { not_modelled: Some(name), ..Self::OTHER },
                None => Self { bucket: bucket_of_aws(labels), endpoint: endpoint_of_aws(labels), ..Self::OTHER },
            },
            (None, None) => Self::OTHER,
        }
    }

    /// `bucket`, `bucket.s3`, `bucket.s3.region`, `s3` and `s3.region`. A bucket's own name may look like the rest of
    /// it, so the search is from the right.
    fn below_domain(labels: &'a str) -> Self {
        let (rest, endpoint) = match labels.rsplit_once('.') {
            Some((rest, last)) if is_region(last) && rest.rsplit('.').next() == Some("s3") => {
                (rest, Endpoint::Region(last))
            }
            _ => (labels, Endpoint::Other),
        };
        let bucket = match rest.strip_suffix(".s3") {
            Some(bucket) => Some(bucket),
            None => Some(rest).filter(|rest| *rest != "s3"),
        };
        Self { bucket, endpoint, ..Self::OTHER }
    }
}

/// The host that a request is for, in lower case and without a port: that of its target, else of its header.
pub fn name<'a>(uri: &'a Uri, headers: &'a HeaderMap) -> Option<Cow<'a, str>> {
    let host = uri.host().or_else(|| headers.get(header::HOST)?.to_str().ok())?;
    let host = host.split(':').next().unwrap_or(host);
    Some(match host.bytes().any(|byte| byte.is_ascii_uppercase()) {
        true => Cow::Owned(host.to_ascii_lowercase()),
        false => Cow::Borrowed(host),
    })
}

/// Whether it has the form of a Region's name, as `us-gov-west-1` has.
fn is_region(label: &str) -> bool {
    label.contains('-') && label.ends_with(|last: char| last.is_ascii_digit())
}

/// What stands before AWS's domain.
fn labels_of_aws(host: &str) -> Option<&str> {
    host.strip_suffix(".cn").unwrap_or(host).strip_suffix(AWS)
}

/// `bucket.s3.region`, `bucket.s3-region`, `bucket.s3`: again from the right.
fn bucket_of_aws(labels: &str) -> Option<&str> {
    if let Some(bucket) = labels.strip_suffix(".s3") {
        return Some(bucket);
    }
    let at = labels.rfind(".s3.").max(labels.rfind(".s3-"))?;
    Some(&labels[..at])
}

/// `bucket.s3-website-region`, `bucket.s3-accelerate.dualstack`: from the right, since a bucket may be called so.
fn other_service_of_aws(labels: &str) -> Option<&'static str> {
    let service = labels
        .rsplit('.')
        .find(|label| *label == "s3" || label.starts_with("s3-") || label.starts_with("s3express-"))?;
    OTHER_SERVICES.iter().find_map(|(label, name)| service.starts_with(label).then_some(*name))
}

/// The same below the server's own domain, by its last label or the one before a Region: `bucket.s3-website`,
/// `bucket.s3-website-eu-west-1`, `bucket.s3-website.eu-west-1`.
fn other_service_below_domain(labels: &str) -> Option<&'static str> {
    let mut labels = labels.rsplit('.');
    let last = labels.next()?;
    let before = labels.next().filter(|_| is_region(last) || last == "dualstack");
    [Some(last), before].into_iter().flatten().find_map(|label| {
        let is_service = |service: &str| {
            let rest = label.strip_prefix(service);
            rest.is_some_and(|rest| rest.is_empty() || service.ends_with('-') || rest.starts_with('-'))
        };
        OTHER_SERVICES.iter().find_map(|(service, name)| is_service(service).then_some(*name))
    })
}

/// The Region in `s3.region`, `s3.dualstack.region`, `s3-region`: it ends in a digit. The global endpoint addressed by
/// path is that of us-east-1.
fn endpoint_of_aws(labels: &str) -> Endpoint<'_> {
    let last = labels.rsplit('.').next().unwrap_or(labels);
    let name = last.strip_prefix("s3-").unwrap_or(last);
    match name.strip_prefix("fips-").unwrap_or(name) {
        "external-1" => Endpoint::Region(US_EAST_1),
        "s3" if labels == last => Endpoint::Region(US_EAST_1),
        "s3" => Endpoint::Global,
        region if region.ends_with(|last: char| last.is_ascii_digit()) => Endpoint::Region(region),
        _ => Endpoint::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_names_its_region() {
        let domain = Domain::default();
        for (host, endpoint) in [
            ("bkt.s3.eu-west-1.amazonaws.com", Endpoint::Region("eu-west-1")),
            ("s3.us-east-2.amazonaws.com", Endpoint::Region("us-east-2")),
            ("s3-us-west-2.amazonaws.com", Endpoint::Region("us-west-2")),
            ("bkt.s3.dualstack.us-west-2.amazonaws.com", Endpoint::Region("us-west-2")),
            ("bkt.s3.amazonaws.com", Endpoint::Global),
            ("s3.amazonaws.com", Endpoint::Region("us-east-1")),
            ("s3-external-1.amazonaws.com", Endpoint::Region("us-east-1")),
            ("bkt.s3-accelerate.amazonaws.com", Endpoint::Other),
            ("s3-fips.us-west-2.amazonaws.com", Endpoint::Region("us-west-2")),
            ("s3-fips-us-gov-west-1.amazonaws.com", Endpoint::Region("us-gov-west-1")),
            ("localhost", Endpoint::Other),
            ("127.0.0.1", Endpoint::Other),
        ] {
            assert_eq!(Host::read(Some(host), &domain).endpoint, endpoint, "{host}");
        }
    }

    #[test]
    fn what_is_not_modelled_of_aws_is_known_by_its_host() {
        let domain = Domain::default();
        for (host, name) in [
            ("bkt.s3-website-us-west-2.amazonaws.com", Some("website endpoints")),
            ("bkt.s3-website.eu-central-1.amazonaws.com", Some("website endpoints")),
            ("bkt.s3-website.cn-north-1.amazonaws.com.cn", Some("website endpoints")),
            ("dots.in.it.s3-accelerate.amazonaws.com", Some("transfer acceleration")),
            ("bkt.s3-accelerate.dualstack.amazonaws.com", Some("transfer acceleration")),
            ("s3-accelerate.amazonaws.com", Some("transfer acceleration")),
            ("ap-123456789012.s3-accesspoint.us-west-2.amazonaws.com", Some("access points")),
            ("alias.accesspoint.s3-global.amazonaws.com", Some("access points of several Regions")),
            ("123456789012.s3-control.us-west-2.amazonaws.com", Some("the API of accounts")),
            ("bkt--use1-az4--x-s3.s3express-use1-az4.us-east-1.amazonaws.com", Some("directory buckets")),
            ("my.s3-website.s3.us-west-2.amazonaws.com", None),
            ("s3-website.s3.amazonaws.com", None),
            ("s3-us-west-2.amazonaws.com", None),
            ("bkt.s3-fips.dualstack.us-west-2.amazonaws.com", None),
            ("s3-external-1.amazonaws.com", None),
            ("bkt.s3-website.localhost", Some("website endpoints")),
            ("bkt.s3-website-us-west-2.localhost", Some("website endpoints")),
            ("bkt.s3-website.eu-central-1.localhost", Some("website endpoints")),
            ("dots.in.it.s3-accelerate.localhost", Some("transfer acceleration")),
            ("bkt.s3-accelerate.dualstack.localhost", Some("transfer acceleration")),
            ("s3-websites.localhost", None),
            ("my.s3-website.s3.localhost", None),
        ] {
            assert_eq!(Host::read(Some(host), &domain).not_modelled, name, "{host}");
        }
    }

    #[test]
    fn buckets_have_names_below_the_servers_own_domain() {
        let (domain, anywhere) = ("S3.Example.test".parse().unwrap(), Endpoint::Other);
        for (host, bucket, endpoint) in [
            ("s3.example.test", None, anywhere),
            ("bkt.s3.example.test", Some("bkt"), anywhere),
            ("dots.in.it.s3.example.test", Some("dots.in.it"), anywhere),
            ("s3.s3.example.test", None, anywhere),
            ("bkt.s3.s3.example.test", Some("bkt"), anywhere),
            ("s3.eu-west-1.s3.example.test", None, Endpoint::Region("eu-west-1")),
            ("bkt.s3.eu-west-1.s3.example.test", Some("bkt"), Endpoint::Region("eu-west-1")),
            ("a.s3.b.s3.s3.example.test", Some("a.s3.b"), anywhere),
            ("my.s3.data.s3.example.test", Some("my.s3.data"), anywhere),
            ("data-1.s3.example.test", Some("data-1"), anywhere),
            ("my.data-1.s3.example.test", Some("my.data-1"), anywhere),
            ("bkt.localhost", None, anywhere),
            ("evil-s3.example.test", None, anywhere),
            ("my.s3-website.s3.s3.example.test", Some("my.s3-website"), anywhere),
            ("example.test", None, anywhere),
        ] {
            let read = Host::read(Some(host), &domain);
            assert_eq!((read.bucket, read.endpoint), (bucket, endpoint), "{host}");
        }
    }

    #[test]
    fn domains_are_names() {
        for name in ["localhost", "s3.test", "a-b.1.Example"] {
            assert_eq!(name.parse::<Domain>().unwrap().as_str(), name.to_ascii_lowercase());
        }
        for name in ["", ".", ".test", "test.", "s3..test", "http://localhost", "localhost:9000", "ä.test", "*.test"] {
            let sentence = format!("`{name}` is no domain: it is a name");
            assert!(name.parse::<Domain>().unwrap_err().to_string().starts_with(&sentence), "{name}");
        }
    }

    #[test]
    fn the_target_beats_the_header_and_neither_case_nor_port_counts() {
        let headers = HeaderMap::from_iter([(header::HOST, "BKT.Localhost:9000".parse().unwrap())]);
        let of = |uri: &str| name(&uri.parse().unwrap(), &headers).map(Cow::into_owned);
        assert_eq!(of("/k").as_deref(), Some("bkt.localhost"));
        assert_eq!(of("http://Other.localhost:1/k").as_deref(), Some("other.localhost"));
        assert_eq!(name(&"/k".parse().unwrap(), &HeaderMap::new()), None);
    }
}
