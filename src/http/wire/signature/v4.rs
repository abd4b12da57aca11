//! Signatures of version 4, in the header or in the query.

use super::canonical::SignedRequest;
use super::chunks::Chain;
use super::fault::mismatch;
use super::is_same;
use super::scope::{Credential, hmac_sha256, read_instant, write_instant};
use crate::api::error::{S3Error, table};
use crate::api::primitives::{DateTime, DateTimeFormat};
use crate::http::wire::framing::CONTENT_SHA256;
use crate::model::access::caller::Carried;
use crate::model::name::hex;
use crate::model::time::between;
use sha2::{Digest as _, Sha256};
use std::time::Duration;

/// What is signed of a body whose bytes are not.
const UNSIGNED: &str = "UNSIGNED-PAYLOAD";

/// A signature, as a request claims it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct V4Claim<'a> {
    pub credential: Credential<'a>,
    pub signed_headers: &'a str,
    pub signature: &'a str,
    /// What a presigned request says besides: its signature stands in the query, any other in the header.
    pub presigned: Option<V4Presigned<'a>>,
}

/// When a request was presigned, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct V4Presigned<'a> {
    /// As it was sent.
    pub date: &'a str,
    pub at: DateTime,
    pub seconds: u32,
}

impl V4Presigned<'_> {
    fn ends(&self) -> DateTime {
        DateTime::from_secs(self.at.secs().saturating_add(self.seconds.into()))
    }
}

/// The instant of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dated {
    /// As it was sent.
    pub sent: String,
    /// As it is signed.
    pub signed: String,
    pub at: DateTime,
}

impl V4Claim<'_> {
    /// Where it stands.
    pub fn carried(&self) -> Carried {
        if self.presigned.is_some() { Carried::Query } else { Carried::Header }
    }

    /// When the request was made: `X-Amz-Date` in the query, the header `x-amz-date`, or `Date`.
    ///
    /// # Errors
    /// `AccessDenied`, where nothing says it.
    pub fn dated(&self, sent: &SignedRequest<'_>) -> Result<Dated, S3Error> {
        if let Some(presigned) = &self.presigned {
            return Ok(Dated { sent: presigned.date.to_owned(), signed: presigned.date.to_owned(), at: presigned.at });
        }
        dated(sent)
    }

    /// Whether it is of the day of its request, where that is looked at, and for this Region.
    ///
    /// # Errors
    /// What S3 says of a part that is not as it must be.
    pub fn check_scope(&self, request: Option<&Dated>, region: Option<&str>) -> Result<(), S3Error> {
        let day = request.map(|request| request.signed.split('T').next().unwrap_or_default());
        self.credential.scope.check(day, region).map_err(|fault| fault.of(self.carried()))
    }

    /// Checks that a presigned request is valid by now, and still is.
    ///
    /// # Errors
    /// `AccessDenied`, before the request is valid and once it has expired.
    pub fn check_validity(&self, now: DateTime, max_skew: Option<Duration>) -> Result<(), S3Error> {
        let Some(presigned) = self.presigned else { return Ok(()) };
        let now = DateTime::from_secs(now.secs());
        if now >= presigned.ends() {
            let error = table::REQUEST_EXPIRED.error().with("X-Amz-Expires", presigned.seconds);
            let error = error.with("Expires", presigned.ends()).with("ServerTime", now);
            return Err(error.because(format!("it expired at {}, and the world's clock says {now}", presigned.ends())));
        }
        if max_skew.is_some_and(|most| between(now, presigned.at) > most) {
            let why = format!(
                "it was presigned for {}, and the world's clock says {now}: code that presigns by the wall clock needs \
                 a world with `real_time(Anchor::WallClock)`, or with `max_skew(None)`",
                presigned.at
            );
            return Err(table::REQUEST_NOT_VALID_YET.error().because(why));
        }
        Ok(())
    }

    /// Checks that a request is of about now. A presigned request may be older.
    ///
    /// # Errors
    /// `RequestTimeTooSkewed`.
    pub fn check_skew(&self, request: &Dated, now: DateTime, most: Option<Duration>) -> Result<(), S3Error> {
        match self.presigned {
            None => check_skew(request, now, most),
            Some(_) => Ok(()),
        }
    }

    /// What is signed of the body. The header of a presigned request counts where it is signed as one; else it is who
    /// sends the request that says it, and not who signed.
    pub fn content_sha256(&self, sent: &SignedRequest<'_>) -> Option<String> {
        let in_header = || sent.headers.get(CONTENT_SHA256).map(str::to_owned);
        match self.presigned {
            None => in_header(),
            Some(_) if signs(self.signed_headers, CONTENT_SHA256) => {
                in_header().or_else(|| sent.parameter(CONTENT_SHA256))
            }
            Some(_) => sent.parameter(CONTENT_SHA256),
        }
    }

    /// S3 wants the host signed, and all of its own headers. The hash of the body is signed by being one line of what
    /// is.
    ///
    /// # Errors
    /// `AccessDenied`, with the names of those that are not.
    pub fn check_headers_are_signed(&self, sent: &SignedRequest<'_>) -> Result<(), S3Error> {
        let must_be = |name: &&str| name.starts_with("x-amz-") && *name != CONTENT_SHA256;
        // A client of HTTP/1.0 calls no host.
        let names = sent.host().map(|_| "host").into_iter().chain(sent.headers.names().filter(must_be));
        let mut unsigned: Vec<&str> = names.filter(|name| !signs(self.signed_headers, name)).collect();
        unsigned.dedup();
        match unsigned.as_slice() {
            [] => Ok(()),
            unsigned => Err(table::HEADERS_NOT_SIGNED.error().with("HeadersNotSigned", unsigned.join(", "))),
        }
    }

    /// Whether the signature is right, and signs all that it must; from it those of the body's frames go on.
    ///
    /// # Errors
    /// 501 for what a key pair signed, what is not signed, or `SignatureDoesNotMatch`.
    pub fn verify(&self, sent: &SignedRequest<'_>, request: &Dated, secret: &str) -> Result<Chain, S3Error> {
        if self.credential.scope.region.is_none() {
            return Err(table::NOT_MODELLED.fill(&[&"signatures of AWS4-ECDSA-P256-SHA256"]));
        }
        let hash = match self.content_sha256(sent) {
            None if self.presigned.is_none() => {
                return Err(table::CONTENT_SHA256_MISSING.error().because("x-amz-content-sha256 is missing"));
            }
            hash => hash.unwrap_or_else(|| UNSIGNED.to_owned()),
        };
        self.check_headers_are_signed(sent)?;
        let canonical = sent.canonical(self.signed_headers, &hash, self.presigned.is_some());
        let digest = hex(&Sha256::digest(&canonical));
        let string_to_sign = format!("AWS4-HMAC-SHA256\n{}\n{}\n{digest}", request.signed, self.credential.scope.text);
        let key = self.credential.scope.key(secret);
        let computed = key.and_then(|key| Some((key, hmac_sha256(&key, string_to_sign.as_bytes())?)));
        match computed.filter(|(_, computed)| is_same(&hex(computed), self.signature)) {
            Some((key, _)) => Ok(self.chain(key, request)),
            None => Err(mismatch(self.credential.access_key, &string_to_sign, self.signature, Some(&canonical))),
        }
    }

    /// Where the signatures of the body's frames begin.
    fn chain(&self, key: [u8; 32], request: &Dated) -> Chain {
        Chain {
            access_key: self.credential.access_key.to_owned(),
            key,
            date: request.signed.clone(),
            scope: self.credential.scope.text.to_owned(),
            previous: self.signature.to_owned(),
        }
    }
}

/// Whether a list of headers, as it was sent, has this one.
fn signs(signed_headers: &str, name: &str) -> bool {
    signed_headers.split(';').any(|signed| signed.trim().eq_ignore_ascii_case(name))
}

/// The instant that a request's headers name. That of `x-amz-date` goes before `Date`, which some clients cannot set.
///
/// # Errors
/// `AccessDenied`, where there is none that can be read.
pub fn dated(sent: &SignedRequest<'_>) -> Result<Dated, S3Error> {
    let text = sent.headers.get("x-amz-date").or_else(|| sent.headers.get("date")).map(str::trim);
    let missing = || {
        let why = text.map_or_else(|| "both are missing".to_owned(), |text| format!("`{text}` is not a date"));
        table::DATE_MISSING.error().because(why)
    };
    let (text, at) = text.and_then(|text| Some((text, read(text)?))).ok_or_else(missing)?;
    Ok(Dated { sent: text.to_owned(), signed: write_instant(at), at })
}

/// `20260101T103000Z`, or as HTTP has it, where some clients write `+0000` or `-0000` for `GMT`.
fn read(text: &str) -> Option<DateTime> {
    let http = |text: &str| DateTime::from_str(text, DateTimeFormat::HttpDate).ok();
    let in_numbers = text.strip_suffix("+0000").or_else(|| text.strip_suffix("-0000"));
    let in_numbers = in_numbers.and_then(|text| http(&format!("{text}GMT")));
    read_instant(text).or(in_numbers).or_else(|| http(text))
}

/// Whether a request is of about now: at most so far from it.
///
/// # Errors
/// `RequestTimeTooSkewed`.
pub fn check_skew(request: &Dated, now: DateTime, most: Option<Duration>) -> Result<(), S3Error> {
    let now = DateTime::from_secs(now.secs());
    let Some(most) = most.filter(|most| between(now, request.at).max(between(request.at, now)) > *most) else {
        return Ok(());
    };
    let error = table::REQUEST_TOO_SKEWED.error().with("RequestTime", &request.sent);
    let error = error.with("ServerTime", now).with("MaxAllowedSkewMilliseconds", most.as_millis());
    let why = "clients whose clock nobody turns need a world with another `max_skew`";
    Err(error.because(format!("the request says {}, and the world's clock {now}: {why}", request.at)))
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn a_date_is_read_in_each_form_that_clients_send() {
        let expected = read("20261129T230701Z").unwrap();
        for sent in ["GMT", "+0000", "-0000"].map(|zone| format!("Sun, 29 Nov 2026 23:07:01 {zone}")) {
            assert_eq!(read(&sent), Some(expected), "{sent}");
        }
        for sent in ["", "2026-11-29T23:07:01Z", "Sun, 29 Nov 2026 23:07:01 +0100"] {
            assert_eq!(read(sent), None, "{sent}");
        }
    }
}
