//! What a signature of version 4 is for: a day, a Region, a service.

use super::fault::SignatureFault;
use crate::api::primitives::{DateTime, DateTimeFormat};
use hmac::{Hmac, Mac as _};
use sha2::Sha256;

/// The service whose signatures these are.
const SERVICE: &str = "s3";

/// How every scope ends.
const TERMINAL: &str = "aws4_request";

/// How long the key that is derived for a day signs: a week (documented, of why nothing is presigned for longer).
pub const KEY_LIVES_SECONDS: i64 = 7 * 24 * 60 * 60;

/// How a signature of version 4 is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SigningAlgorithm {
    /// With a secret, for one Region.
    Hmac,
    /// With a pair of keys, for several Regions; no secret verifies it.
    Ecdsa,
}

impl SigningAlgorithm {
    /// `None` for what S3 does not know.
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "AWS4-HMAC-SHA256" => Some(Self::Hmac),
            "AWS4-ECDSA-P256-SHA256" => Some(Self::Ecdsa),
            _ => None,
        }
    }
}

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
    /// That of [`SigningAlgorithm::Hmac`]; who signs for several has none here.
    pub region: Option<&'a str>,
    pub service: &'a str,
    pub terminal: &'a str,
}

impl<'a> Credential<'a> {
    /// `None` for what does not have the parts of a credential.
    pub fn parse(sent: &'a str, algorithm: SigningAlgorithm) -> Option<Self> {
        let (access_key, text) = sent.split_once('/').filter(|(key, _)| !key.is_empty())?;
        let mut parts = text.split('/');
        let date = parts.next()?;
        let region = match algorithm {
            SigningAlgorithm::Hmac => Some(parts.next()?),
            SigningAlgorithm::Ecdsa => None,
        };
        let (service, terminal) = (parts.next()?, parts.next()?);
        let scope = Scope { text, date, region, service, terminal };
        parts.next().is_none().then_some(Self { access_key, scope })
    }
}

impl<'a> Scope<'a> {
    /// Whether it is of the day of its request, where that says one, and for what is asked here. What a client calls
    /// an endpoint that is none of AWS's is its own affair: there it signs for whatever Region it likes.
    ///
    /// # Errors
    /// The first part that is not as it must be.
    pub fn check<'b>(&self, day: Option<&'b str>, region: Option<&'b str>) -> Result<(), SignatureFault<'b>>
    where
        'a: 'b,
    {
        if !self.has_date() {
            return Err(SignatureFault::Date(self.date));
        }
        if let Some(request) = day.filter(|day| *day != self.date) {
            return Err(SignatureFault::OtherDate { scope: self.date, request });
        }
        if let Some((sent, expected)) = self.region.zip(region).filter(|(sent, expected)| sent != expected) {
            return Err(SignatureFault::Region { sent, expected });
        }
        if self.service != SERVICE {
            return Err(SignatureFault::Service(self.service));
        }
        if self.terminal != TERMINAL {
            return Err(SignatureFault::Terminal(self.terminal));
        }
        Ok(())
    }

    /// Whether the day is written as one.
    fn has_date(&self) -> bool {
        read_instant(&format!("{}T000000Z", self.date)).is_some()
    }

    /// The key that a secret makes for this scope; none for several Regions.
    pub fn key(&self, secret: &str) -> Option<[u8; 32]> {
        let first = hmac_sha256(format!("AWS4{secret}").as_bytes(), self.date.as_bytes())?;
        let parts = [self.region?, self.service, self.terminal];
        parts.iter().try_fold(first, |key, part| hmac_sha256(&key, part.as_bytes()))
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
        let parse = |text| Credential::parse(text, SigningAlgorithm::Hmac);
        let credential = parse("AKID/20130524/us-east-1/s3/aws4_request").unwrap();
        assert_eq!((credential.access_key, credential.scope.text), ("AKID", "20130524/us-east-1/s3/aws4_request"));
        assert_eq!(credential.scope.region, Some("us-east-1"));
        for text in ["", "AKID", "/20130524/us-east-1/s3/aws4_request", "AKID/20130524/s3/aws4_request", "a/b/c/d/e/f"]
        {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_credential_for_several_regions_names_none_and_makes_no_key() {
        let credential = Credential::parse("AKID/20130524/s3/aws4_request", SigningAlgorithm::Ecdsa).unwrap();
        assert_eq!((credential.scope.region, credential.scope.service), (None, "s3"));
        assert_eq!(credential.scope.key("secret"), None);
        assert_eq!(Credential::parse("AKID/20130524/us-east-1/s3/aws4_request", SigningAlgorithm::Ecdsa), None);
    }

    /// AWS's own example of a derived key.
    #[test]
    fn the_key_of_a_scope_is_derived_in_four_steps() {
        let scope = Credential::parse("AKID/20150830/us-east-1/iam/aws4_request", SigningAlgorithm::Hmac);
        let scope = scope.unwrap().scope;
        let key = crate::model::name::hex(&scope.key("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY").unwrap());
        assert_eq!(key, "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9");
    }
}
