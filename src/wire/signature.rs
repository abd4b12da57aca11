//! By which mechanism a request is signed, and by whose key. Whether the signature is right is not looked at.

use super::address::Address;
use super::headers::Headers;
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
    pub fn read(headers: &'a Headers, address: &'a Address) -> Self {
        let claim = |signature, access_key| Self { signature, access_key };
        if let Some(sent) = headers.get("authorization").map(str::trim) {
            return match sent.strip_prefix("AWS ") {
                Some(pair) => claim(Signature::V2(Carried::Header), pair.split(':').next()),
                None => claim(Signature::V4(Carried::Header), credential_of(sent).and_then(key_of)),
            };
        }
        if let Some(credential) = address.parameter("X-Amz-Credential") {
            return claim(Signature::V4(Carried::Query), key_of(credential));
        }
        match address.parameter("AWSAccessKeyId") {
            Some(key) => claim(Signature::V2(Carried::Query), Some(key)),
            None => claim(Signature::None, None),
        }
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
