//! How objects are encrypted. Nothing is, so that tests can compare bytes; what is kept is what S3 answers by.

use super::kms::KeyArn;
use md5::{Digest as _, Md5};
use std::collections::BTreeMap;
use std::fmt;

/// How an object is encrypted: in one way, with just what belongs to it.
///
/// Most objects are by S3 itself; the others are boxed, so that those take little room.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Encryption {
    /// By S3, with keys of its own: SSE-S3.
    #[default]
    S3,
    /// With a key of KMS: SSE-KMS.
    Kms { key: Box<UnderKey>, bucket_key: bool },
    /// Twice, with a key of KMS: DSSE-KMS. It knows no bucket keys.
    Dsse(Box<UnderKey>),
    /// With a key that the customer brings along each time: SSE-C.
    Customer(CustomerKey),
}

impl Encryption {
    /// The key of KMS, where there is one.
    pub fn under(&self) -> Option<&UnderKey> {
        match self {
            Self::Kms { key, .. } | Self::Dsse(key) => Some(key),
            Self::S3 | Self::Customer(_) => None,
        }
    }

    /// The customer's key, where there is one.
    pub fn customer_key(&self) -> Option<&CustomerKey> {
        match self {
            Self::Customer(key) => Some(key),
            _ => None,
        }
    }

    /// Whether a bucket key stands between the object and the key of KMS.
    pub fn has_bucket_key(&self) -> bool {
        matches!(self, Self::Kms { bucket_key: true, .. })
    }

    /// Whether tags are the MD5 of the bytes: only of what S3 encrypts by itself.
    pub fn shows_md5(&self) -> bool {
        *self == Self::S3
    }
}

/// A key of KMS, and the context that it is used in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnderKey {
    pub arn: KeyArn,
    /// The client's; S3 adds a pair of its own.
    pub context: Option<EncryptionContext>,
}

/// Pairs that a client has its objects' keys be bound to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EncryptionContext(pub BTreeMap<String, String>);

/// The pair that S3 adds where the client does not: what is encrypted.
pub const ARN_IN_CONTEXT: &str = "aws:s3:arn";

impl EncryptionContext {
    /// With S3's own pair.
    #[must_use]
    pub fn with_arn(mut self, arn: String) -> Self {
        self.0.entry(ARN_IN_CONTEXT.to_owned()).or_insert(arn);
        self
    }
}

/// A customer's key, as far as it is remembered: by its MD5, which every request shows anyway. That is enough to tell
/// two keys apart, and a test that prints the world does not print keys.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct CustomerKey {
    md5: [u8; 16],
}

/// How many bytes a key has.
pub const CUSTOMER_KEY_BYTES: usize = 32;

impl CustomerKey {
    /// The MD5 of any key, be it one or not.
    pub fn md5_of(key: &[u8]) -> [u8; 16] {
        Md5::digest(key).into()
    }

    /// `None` for what is not as long as a key.
    pub fn of(key: &[u8]) -> Option<Self> {
        (key.len() == CUSTOMER_KEY_BYTES).then(|| Self { md5: Self::md5_of(key) })
    }

    /// A key of any length, to be compared with another.
    pub fn of_any_length(key: &[u8]) -> Self {
        Self { md5: Self::md5_of(key) }
    }

    /// The key that has this MD5, as answers show it; `None` for what is none.
    pub fn of_md5(text: &str) -> Option<Self> {
        let md5 = aws_smithy_types::base64::decode(text).ok()?;
        md5.try_into().ok().map(|md5| Self { md5 })
    }

    /// As answers show it.
    pub fn md5(&self) -> String {
        aws_smithy_types::base64::encode(self.md5)
    }
}

impl fmt::Debug for CustomerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CustomerKey(MD5 {})", self.md5())
    }
}

/// What a bucket encrypts by where a request does not say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DefaultEncryption {
    pub method: DefaultMethod,
    pub bucket_key: bool,
}

/// By which method. Keys are named as the client did, and looked up when they are used (recorded).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum DefaultMethod {
    #[default]
    S3,
    Kms {
        key: Option<String>,
    },
    Dsse {
        key: Option<String>,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The vectors of the fact book's table, computed by AWS's clients.
    #[test]
    fn the_md5_of_a_key_is_what_clients_show() {
        for (key, md5) in [
            ("pO3upElrwuEXSoFwCfnZPdSsmt/xWeFa0N9KgDijwVs=", "DWygnHRtgiJ77HCm+1rvHw=="),
            ("6b+WOZ1T3cqZMxgThRcXAQBrS5mXKdDUphvpxptl9/4=", "arxBvwY2V4SiOne6yppVPQ=="),
            ("MTIzNDU2Nzg5MGFiY2RlZjEyMzQ1Njc4OTBhYmNkZWY=", "JMwgiexXqwuPqIPjYFmIZQ=="),
            ("YWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWE=", "Xsqb0+sHwAbNQ65I395/0w=="),
        ] {
            let key = aws_smithy_types::base64::decode(key).unwrap();
            assert_eq!(CustomerKey::of(&key).unwrap().md5(), md5);
        }
        assert_eq!(CustomerKey::of(b"too short"), None);
    }

    #[test]
    fn a_customers_key_is_never_printed() {
        let key = CustomerKey::of(&[b'a'; 32]).unwrap();
        assert_eq!(format!("{key:?}"), "CustomerKey(MD5 Xsqb0+sHwAbNQ65I395/0w==)");
    }

    #[test]
    fn a_clients_own_arn_in_the_context_stays() {
        let own = EncryptionContext([(ARN_IN_CONTEXT.to_owned(), "mine".to_owned())].into());
        assert_eq!(own.clone().with_arn("s3's".to_owned()), own);
        assert_eq!(EncryptionContext::default().with_arn("s3's".to_owned()).0[ARN_IN_CONTEXT], "s3's");
    }
}
