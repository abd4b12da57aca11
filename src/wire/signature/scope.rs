//! What a signature of version 4 is for: a day, a Region, a service.

use crate::primitives::{DateTime, DateTimeFormat};
use hmac::{Hmac, Mac as _};
use sha2::Sha256;

/// The service whose signatures these are.
pub const SERVICE: &str = "s3";

/// How every scope ends.
pub const TERMINAL: &str = "aws4_request";

/// `AKID/20260101/us-east-1/s3/aws4_request`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Credential<'a> {
    pub access_key: &'a str,
    pub scope: Scope<'a>,
}

/// A scope, as it was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scope<'a> {
    /// All of it, as it is signed.
    pub text: &'a str,
    pub date: &'a str,
    /// Of `AWS4-ECDSA-P256-SHA256` none: that is for several Regions.
    pub region: Option<&'a str>,
    pub service: &'a str,
    pub terminal: &'a str,
}

impl<'a> Credential<'a> {
    /// `None` for what does not have the parts of a credential.
    pub fn parse(text: &'a str) -> Option<Self> {
        Self::split(text, true)
    }

    /// The same for a signature that is for several Regions.
    pub fn parse_without_region(text: &'a str) -> Option<Self> {
        Self::split(text, false)
    }

    fn split(credential: &'a str, has_region: bool) -> Option<Self> {
        let (access_key, text) = credential.split_once('/').filter(|(key, _)| !key.is_empty())?;
        let mut parts = text.split('/');
        let date = parts.next()?;
        let region = if has_region { Some(parts.next()?) } else { None };
        let (service, terminal) = (parts.next()?, parts.next()?);
        let scope = Scope { text, date, region, service, terminal };
        parts.next().is_none().then_some(Self { access_key, scope })
    }
}

impl Scope<'_> {
    /// The key that signs in this scope.
    pub fn key(&self, secret: &str) -> Option<[u8; 32]> {
        let parts = [self.region.unwrap_or_default(), self.service, self.terminal];
        let first = hmac_sha256(format!("AWS4{secret}").as_bytes(), self.date.as_bytes())?;
        parts.iter().try_fold(first, |key, part| hmac_sha256(&key, part.as_bytes()))
    }

    /// Whether the day is written as one.
    pub fn has_date(&self) -> bool {
        read_instant(&format!("{}T000000Z", self.date)).is_some()
    }
}

/// `HMAC-SHA256`. A key can have any length; were there one that could not, nothing would be right under it.
pub fn hmac_sha256(key: &[u8], text: &[u8]) -> Option<[u8; 32]> {
    let mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
    Some(mac.chain_update(text).finalize().into_bytes().into())
}

/// `20260101T103000Z`.
pub fn read_instant(text: &str) -> Option<DateTime> {
    let digits = |from: usize, to: usize| text.get(from..to).filter(|part| part.bytes().all(|b| b.is_ascii_digit()));
    let [year, month, day] = [digits(0, 4)?, digits(4, 6)?, digits(6, 8)?];
    let [hour, minute, second] = [digits(9, 11)?, digits(11, 13)?, digits(13, 15)?];
    if text.get(8..9) != Some("T") || text.get(15..) != Some("Z") {
        return None;
    }
    let long = format!("{year}-{month}-{day}T{hour}:{minute}:{second}Z");
    DateTime::from_str(&long, DateTimeFormat::DateTime).ok()
}

/// The same the other way.
pub fn write_instant(at: DateTime) -> String {
    let whole = DateTime::from_secs(at.secs());
    whole.to_string().chars().filter(|letter| !matches!(letter, '-' | ':')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_written_as_it_is_read() {
        for text in ["20130524T000000Z", "20260101T103000Z", "20240229T235959Z"] {
            assert_eq!(write_instant(read_instant(text).unwrap()), text);
        }
        for text in ["", "20130524", "20131324T000000Z", "20130524T000000", "20130524T000000+", "2013-05-24T00:00:00Z"]
        {
            assert_eq!(read_instant(text), None, "{text}");
        }
        for text in ["20130524T0000é0Z", "é0130524T000000Z", "20130524T00000éZ", "20130230T000000Z"] {
            assert_eq!(read_instant(text), None, "{text}");
        }
    }

    #[test]
    fn a_credential_has_five_parts() {
        let credential = Credential::parse("AKID/20130524/us-east-1/s3/aws4_request").unwrap();
        assert_eq!((credential.access_key, credential.scope.text), ("AKID", "20130524/us-east-1/s3/aws4_request"));
        assert_eq!(credential.scope.region, Some("us-east-1"));
        for text in ["", "AKID", "/20130524/us-east-1/s3/aws4_request", "AKID/20130524/s3/aws4_request", "a/b/c/d/e/f"]
        {
            assert_eq!(Credential::parse(text), None, "{text}");
        }
        assert!(Credential::parse_without_region("AKID/20130524/s3/aws4_request").is_some());
    }

    /// AWS's own example of a derived key.
    #[test]
    fn the_key_of_a_scope_is_derived_in_four_steps() {
        let scope = Credential::parse("AKID/20150830/us-east-1/iam/aws4_request").unwrap().scope;
        let key = crate::model::name::hex(&scope.key("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY").unwrap());
        assert_eq!(key, "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9");
    }
}
