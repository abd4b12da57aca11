//! What is wrong with a signature, in S3's words: others for the header than for the query or a form.

use crate::api::error::{ErrorRow, S3Error, table};
use crate::model::access::caller::Carried;
use std::fmt::Write as _;

/// What is wrong with a scope.
#[derive(Debug, Clone, Copy)]
pub enum SignatureFault<'a> {
    Credential(&'a str),
    Date(&'a str),
    OtherDate { scope: &'a str, request: &'a str },
    Region { sent: &'a str, expected: &'a str },
    Service(&'a str),
    Terminal(&'a str),
}

impl SignatureFault<'_> {
    /// The fault, of a signature that stands there.
    pub fn of(self, carried: Carried) -> S3Error {
        let of = |[header, query, form]: [&'static ErrorRow; 3]| match carried {
            Carried::Header => header,
            Carried::Query => query,
            Carried::Form => form,
        };
        let malformed = [&table::AUTHORIZATION_MALFORMED, &table::QUERY_CREDENTIAL_MALFORMED, &table::POST_CREDENTIAL];
        let date = [&table::AUTHORIZATION_DATE, &table::QUERY_CREDENTIAL_DATE, &table::POST_CREDENTIAL_DATE];
        let region = [&table::AUTHORIZATION_REGION, &table::QUERY_REGION, &table::POST_REGION];
        let service = [&table::AUTHORIZATION_SERVICE, &table::QUERY_SERVICE, &table::POST_SERVICE];
        let terminal = [&table::AUTHORIZATION_TERMINAL, &table::QUERY_TERMINAL, &table::POST_TERMINAL];
        match self {
            Self::Credential(sent) => of(malformed).error().because(format!("the credential is `{sent}`")),
            Self::Date(sent) => of(date).fill(&[&sent]),
            Self::OtherDate { scope, request } => {
                let other = [&table::AUTHORIZATION_DATE_OTHER, &table::QUERY_DATE_OTHER, &table::POST_DATE_OTHER];
                let error = of(other).fill(&[&scope, &request]);
                error.because(format!("the credential is of {scope}, the request of {request}"))
            }
            Self::Region { sent, expected } => of(region).fill(&[&sent, &expected]).with("Region", expected),
            Self::Service(sent) => of(service).fill(&[&sent]),
            Self::Terminal(sent) => of(terminal).fill(&[&sent]),
        }
    }
}

/// A signature that is not right: what it should have been made of.
pub fn mismatch(access_key: &str, string_to_sign: &str, sent: &str, canonical: Option<&str>) -> S3Error {
    let error = table::SIGNATURE_MISMATCH.error().with("AWSAccessKeyId", access_key);
    let error = error.with_whole("StringToSign", string_to_sign).with("SignatureProvided", sent);
    let error = error.with_whole("StringToSignBytes", bytes(string_to_sign));
    let error = match canonical {
        Some(canonical) => {
            error.with_whole("CanonicalRequest", canonical).with_whole("CanonicalRequestBytes", bytes(canonical))
        }
        None => error,
    };
    error.because(format!("the secret of {access_key} makes another signature of the StringToSign"))
}

/// `41 57 53 34`.
fn bytes(text: &str) -> String {
    let mut pairs = String::with_capacity(text.len() * 3);
    for (at, byte) in text.bytes().enumerate() {
        let _ = write!(pairs, "{}{byte:02x}", if at == 0 { "" } else { " " });
    }
    pairs
}
