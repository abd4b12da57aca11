//! What a request says of its signature, read and checked for its form.

use super::canonical::SignedRequest;
use super::fault::SignatureFault;
use super::scope::{Credential, KEY_LIVES_SECONDS, SigningAlgorithm, read_instant};
use super::{Proof, v2, v4};
use crate::api::error::{ErrorRow, S3Error, table};
use crate::api::primitives::DateTime;
use crate::http::wire::address::Address;
use crate::http::wire::headers::Headers;
use crate::model::access::caller::Carried;
use std::time::Duration;

/// How a request says that it is signed; one that is not has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim<'a> {
    V2(v2::V2Claim<'a>),
    V4(v4::V4Claim<'a>),
}

/// The parameters of a presigned request of version 4.
const V4_PARAMETERS: [&str; 6] =
    ["X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-SignedHeaders", "X-Amz-Signature"];

/// Those of them that nobody sends who means something else: with one, all are asked for.
const V4_SIGNS: [&str; 3] = ["X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature"];

const V2_PARAMETERS: [&str; 3] = ["AWSAccessKeyId", "Expires", "Signature"];

const V2_SIGNS: [&str; 2] = ["AWSAccessKeyId", "Signature"];

impl<'a> Claim<'a> {
    /// Reads the header `Authorization`, else the query of a presigned request; `None` where nobody signed.
    ///
    /// # Errors
    /// What S3 says of a mechanism that it does not know, and of what is not written as it must be.
    pub fn read(
        headers: &'a Headers,
        address: &'a Address,
        accepts_v2: impl Fn() -> bool,
    ) -> Result<Option<Self>, S3Error> {
        let is_there = |name: &&str| address.parameter(name).is_some();
        if let Some(sent) = headers.get("authorization").map(str::trim) {
            if ["X-Amz-Algorithm", "Signature"].iter().any(is_there) {
                return Err(table::AUTHORIZATION_TWICE.argument("Authorization", sent));
            }
            return Self::of_header(sent, accepts_v2).map(Some);
        }
        if V4_SIGNS.iter().any(is_there) {
            return presigned_v4(address).map(Self::V4).map(Some);
        }
        if V2_SIGNS.iter().any(is_there) {
            return if accepts_v2() { presigned_v2(address).map(Self::V2).map(Some) } else { Err(unsupported()) };
        }
        Ok(None)
    }

    fn of_header(sent: &'a str, accepts_v2: impl Fn() -> bool) -> Result<Self, S3Error> {
        match sent.split_once(' ') {
            Some(("AWS", _)) if !accepts_v2() => Err(unsupported()),
            Some(("AWS", pair)) => {
                let malformed = || table::AUTHORIZATION_V2_MALFORMED.argument("Authorization", sent);
                let (access_key, signature) = pair.trim().split_once(':').ok_or_else(malformed)?;
                if access_key.is_empty() || signature.is_empty() || signature.contains(':') {
                    return Err(malformed());
                }
                Ok(Self::V2(v2::V2Claim { access_key, signature, presigned: None }))
            }
            Some((mechanism, parts)) if mechanism.starts_with("AWS4-") => {
                let algorithm = SigningAlgorithm::parse(mechanism).ok_or_else(unsupported)?;
                signed_v4(algorithm, parts).map(Self::V4)
            }
            None => Err(table::AUTHORIZATION_ONE_WORD.argument("Authorization", sent)),
            Some(_) => Err(table::AUTHORIZATION_UNKNOWN.argument("Authorization", sent)),
        }
    }

    /// The key that is named.
    pub fn access_key(&self) -> &'a str {
        match self {
            Self::V2(claim) => claim.access_key,
            Self::V4(claim) => claim.credential.access_key,
        }
    }

    /// What is signed of the body: its hash, or a word for none, or for how it travels. Version 2 signs it as any
    /// header of Amazon's.
    pub fn content_sha256(&self, sent: &SignedRequest<'_>) -> Option<String> {
        match self {
            Self::V2(_) => v2::content_sha256(sent),
            Self::V4(claim) => claim.content_sha256(sent),
        }
    }

    /// Checks that a presigned request is valid at this instant.
    ///
    /// # Errors
    /// `AccessDenied`, before the request is valid and once it has expired.
    pub fn check_validity(&self, now: DateTime, max_skew: Option<Duration>) -> Result<(), S3Error> {
        match self {
            Self::V2(claim) => claim.check_expiry(now),
            Self::V4(claim) => claim.check_validity(now, max_skew),
        }
    }

    /// What it proves where nobody verifies it.
    pub fn unverified(&self) -> Proof {
        match self {
            Self::V2(claim) => Proof::V2(claim.carried()),
            Self::V4(claim) => Proof::V4(claim.carried(), None),
        }
    }
}

fn unsupported() -> S3Error {
    let why = "version 2 is accepted in the Regions older than 2014 alone, or by the setting `signature_v2`";
    table::SIGNATURE_V2_UNKNOWN.error().because(why)
}

/// `Credential=.., SignedHeaders=.., Signature=..`: in any order, with space behind the commas or without.
fn signed_v4(algorithm: SigningAlgorithm, parts: &str) -> Result<v4::V4Claim<'_>, S3Error> {
    let parts: Vec<&str> = parts.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
    let mut found = [None; 3];
    for part in &parts {
        let malformed = || table::AUTHORIZATION_COMPONENT.fill(&[part]);
        let (name, value) = part.split_once('=').ok_or_else(malformed)?;
        let place = ["Credential", "SignedHeaders", "Signature"].iter().position(|known| *known == name);
        found[place.ok_or_else(malformed)?] = Some(value);
    }
    if parts.len() != found.len() {
        return Err(table::AUTHORIZATION_COMPONENTS.error().because(format!("it has {}", parts.len())));
    }
    let missing = |name: &'static str| move || table::AUTHORIZATION_COMPONENT_MISSING.fill(&[&name]);
    let sent = found[0].ok_or_else(missing("Credential"))?;
    let signed_headers = found[1].ok_or_else(missing("SignedHeaders"))?;
    let signature = found[2].ok_or_else(missing("Signature"))?;
    let credential =
        Credential::parse(sent, algorithm).ok_or_else(|| SignatureFault::Credential(sent).of(Carried::Header))?;
    Ok(v4::V4Claim { credential, signed_headers, signature, presigned: None })
}

fn presigned_v4<'a>(address: &'a Address) -> Result<v4::V4Claim<'a>, S3Error> {
    let [algorithm, sent, date, expires, signed_headers, signature] = V4_PARAMETERS.map(|name| {
        address
            .parameter(name)
            .ok_or_else(|| table::QUERY_PARAMETERS_MISSING.error().because(format!("{name} is missing")))
    });
    let (algorithm, sent, date, expires) = (algorithm?, sent?, date?, expires?);
    let (signed_headers, signature) = (signed_headers?, signature?);
    let unknown = || table::QUERY_ALGORITHM.error().because(format!("X-Amz-Algorithm is {algorithm}"));
    let algorithm = SigningAlgorithm::parse(algorithm).ok_or_else(unknown)?;
    let credential =
        Credential::parse(sent, algorithm).ok_or_else(|| SignatureFault::Credential(sent).of(Carried::Query))?;
    let at = read_instant(date).ok_or_else(|| table::QUERY_DATE.error().because(format!("X-Amz-Date is {date}")))?;
    let invalid = |row: &'static ErrorRow| row.error().because(format!("X-Amz-Expires is {expires}"));
    let sent: i64 = expires.parse().map_err(|_| invalid(&table::QUERY_EXPIRES_NO_NUMBER))?;
    let seconds = u32::try_from(sent).map_err(|_| match sent {
        ..0 => invalid(&table::QUERY_EXPIRES_NEGATIVE),
        _ => invalid(&table::QUERY_EXPIRES_TOO_LARGE),
    })?;
    if sent > KEY_LIVES_SECONDS {
        return Err(invalid(&table::QUERY_EXPIRES_TOO_LARGE));
    }
    let presigned = Some(v4::V4Presigned { date, at, seconds });
    Ok(v4::V4Claim { credential, signed_headers, signature, presigned })
}

fn presigned_v2<'a>(address: &'a Address) -> Result<v2::V2Claim<'a>, S3Error> {
    let [access_key, expires, signature] = V2_PARAMETERS.map(|name| {
        let sent = address.parameter(name).filter(|sent| !sent.is_empty());
        sent.ok_or_else(|| table::QUERY_V2_PARAMETERS_MISSING.error().because(format!("{name} is missing or empty")))
    });
    let (access_key, sent, signature) = (access_key?, expires?, signature?);
    let seconds = sent.parse().map_err(|_| table::QUERY_V2_EXPIRES_NO_NUMBER.fill(&[&sent]))?;
    Ok(v2::V2Claim { access_key, signature, presigned: Some(v2::V2Presigned { sent, seconds }) })
}
