//! Who makes a request, and how it came: what authorization and the conditions of policies look at.

use super::principal::Principal;
use std::net::{IpAddr, Ipv4Addr};

/// How a request is signed. Policies see it as `s3:signatureversion` and `s3:authType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signature {
    /// By nobody.
    None,
    /// By version 2, which old Regions still know.
    V2(Carried),
    V4(Carried),
}

impl Signature {
    /// Whether the request was presigned.
    pub fn is_in_query(self) -> bool {
        matches!(self, Self::V2(Carried::Query) | Self::V4(Carried::Query))
    }
}

/// Where a signature stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carried {
    /// In the header `Authorization`.
    Header,
    /// In the query: the request was presigned.
    Query,
    /// In a form, whose policy is what was signed.
    Form,
}

/// Who makes a request, and how it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requester {
    pub principal: Principal,
    pub signature: Signature,
    /// Whether it came over TLS.
    pub is_secure: bool,
    pub source_ip: IpAddr,
    pub user_agent: Option<String>,
    pub referer: Option<String>,
    /// `x-amz-content-sha256`, as it was sent.
    pub content_sha256: Option<String>,
    /// URL of the addressed bucket, in the style of the request; `None` at an endpoint of AWS and for typed calls.
    pub bucket_url: Option<String>,
}

impl Requester {
    /// A principal who calls in the process: as if signed by version 4, over TLS, from this machine.
    pub fn in_process(principal: Principal) -> Self {
        let signature = match principal {
            Principal::Anonymous => Signature::None,
            _ => Signature::V4(Carried::Header),
        };
        let source_ip = IpAddr::V4(Ipv4Addr::LOCALHOST);
        Self {
            principal,
            signature,
            is_secure: true,
            source_ip,
            user_agent: None,
            referer: None,
            content_sha256: None,
            bucket_url: None,
        }
    }

    /// Whether nobody signed the request.
    pub fn is_anonymous(&self) -> bool {
        self.principal == Principal::Anonymous
    }
}
