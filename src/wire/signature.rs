//! By which mechanism a request is signed, and by whose key. Whether the signature is right is not looked at.

use super::address::Address;
use super::headers::Headers;
use crate::error::{S3Error, answers};
use crate::model::access::caller::{Carried, Signature};

/// How a request says that it is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim<'a> {
    pub signature: Signature,
    /// The key that is named, where one can be read.
    pub access_key: Option<&'a str>,
}

impl<'a> Claim<'a> {
    /// Reads the header `Authorization`, else the query of a presigned request.
    ///
    /// # Errors
    /// What S3 says of a mechanism that it does not know, and of a credential that names no key.
    pub fn read(headers: &'a Headers, address: &'a Address) -> Result<Self, S3Error> {
        let claim = |signature, access_key| Ok(Self { signature, access_key });
        if let Some(sent) = headers.get("authorization").map(str::trim) {
            return match sent.split_once(' ') {
                Some(("AWS", pair)) => claim(Signature::V2(Carried::Header), pair.split(':').next()),
                Some((mechanism, _)) if mechanism.starts_with("AWS4-") => {
                    let key = credential_of(sent).and_then(key_of);
                    key.ok_or_else(|| answers::AUTHORIZATION_MALFORMED.error())?;
                    claim(Signature::V4(Carried::Header), key)
                }
                _ => Err(answers::AUTHORIZATION_UNKNOWN.argument("Authorization", sent)),
            };
        }
        if let Some(credential) = address.parameter("X-Amz-Credential") {
            let key = key_of(credential).ok_or_else(|| answers::QUERY_CREDENTIAL_MALFORMED.error())?;
            return claim(Signature::V4(Carried::Query), Some(key));
        }
        match address.parameter("AWSAccessKeyId") {
            Some(key) => claim(Signature::V2(Carried::Query), Some(key)),
            None => claim(Signature::None, None),
        }
    }

    /// What a form says of who signed its policy: a credential, or the key alone, in this field.
    ///
    /// # Errors
    /// What S3 says of a credential that names no key.
    pub fn of_form(signature: Signature, field: &str, sent: &'a str) -> Result<Self, S3Error> {
        let key = key_of(sent).ok_or_else(|| answers::POST_CREDENTIAL_EMPTY.argument(field, sent))?;
        Ok(Self { signature, access_key: Some(key) })
    }

    /// Whether it is signed by version 2.
    pub fn is_version_2(&self) -> bool {
        matches!(self.signature, Signature::V2(_))
    }
}

/// `AWS4-HMAC-SHA256 Credential=AKID/date/region/s3/aws4_request, SignedHeaders=.., Signature=..`
fn credential_of(authorization: &str) -> Option<&str> {
    let (_, after) = authorization.split_once("Credential=")?;
    after.split([',', ' ']).next()
}

fn key_of(credential: &str) -> Option<&str> {
    credential.split('/').next().filter(|key| !key.is_empty())
}
