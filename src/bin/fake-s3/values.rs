//! What the values of arguments may be: each is read once, into a type that has no others.

use clap::ValueEnum;
use fake_s3::BucketName;
use fake_s3::fault::{self, Fault, Matcher};
use fake_s3::primitives::{DateTime, DateTimeFormat};
use std::num::NonZeroU32;
use std::time::Duration;

/// The first and the last second of the calendar, which headers can write: 0001-01-01 to 9999-12-31.
const CALENDAR: std::ops::RangeInclusive<i64> = -62_135_596_800..=253_402_300_799;

/// How time goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockArgument {
    Frozen,
    /// As outside, or so many times as fast.
    Real(NonZeroU32),
}

/// How far a client's clock may be off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Skew {
    AtMost(Duration),
    Any,
}

impl From<Skew> for Option<Duration> {
    fn from(skew: Skew) -> Self {
        match skew {
            Skew::AtMost(most) => Some(most),
            Skew::Any => None,
        }
    }
}

/// A fault, with the calls that it meets.
#[derive(Debug, Clone)]
pub struct Injection {
    pub calls: Matcher,
    pub fault: Fault,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum AuthArgument {
    /// Nothing is checked, and nobody is refused for how he signs.
    None,
    /// Those of keys that the world file gives, with their secrets.
    Keys,
    /// All: who signs must name a key that the world knows.
    Signatures,
}

impl From<AuthArgument> for fake_s3::Auth {
    fn from(auth: AuthArgument) -> Self {
        match auth {
            AuthArgument::None => Self::None,
            AuthArgument::Keys => Self::Keys,
            AuthArgument::Signatures => Self::Signatures,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum EditionArgument {
    /// S3 since April 2026.
    Current,
    /// S3 in February 2026: customers' keys (SSE-C) and signatures of version 2 are taken.
    #[value(name = "february-2026")]
    February2026,
    /// S3 before April 2023: ACLs, and nothing blocks public access.
    Classic,
}

impl From<EditionArgument> for fake_s3::Edition {
    fn from(edition: EditionArgument) -> Self {
        match edition {
            EditionArgument::Current => Self::Current,
            EditionArgument::February2026 => Self::February2026,
            EditionArgument::Classic => Self::Classic,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Transport {
    /// As S3's own endpoints, for which this one stands.
    Tls,
    /// As what they are.
    Plain,
}

impl Transport {
    pub fn counts_as_tls(self) -> bool {
        self == Self::Tls
    }
}

pub fn listen(sent: &str) -> Result<String, String> {
    let (host, port) = sent.rsplit_once(':').unwrap_or_default();
    match !host.is_empty() && port.parse::<u16>().is_ok() {
        true => Ok(sent.to_owned()),
        false => Err("it is an address and a port, such as 127.0.0.1:9000, [::1]:9000 or localhost:0".to_owned()),
    }
}

pub fn region(sent: &str) -> Result<String, String> {
    let is_letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    match !sent.is_empty() && sent.bytes().all(is_letter) {
        true => Ok(sent.to_owned()),
        false => Err("it is a Region's name, such as us-east-1".to_owned()),
    }
}

pub fn bucket(sent: &str) -> Result<BucketName, String> {
    BucketName::try_from(sent).map_err(|error| error.why().reason().unwrap_or(error.message()).to_owned())
}

pub fn clock(sent: &str) -> Result<ClockArgument, String> {
    match (sent, sent.strip_prefix("scaled:")) {
        ("frozen", _) => Ok(ClockArgument::Frozen),
        ("real", _) => Ok(ClockArgument::Real(NonZeroU32::MIN)),
        (_, Some(factor)) => factor
            .parse()
            .map(ClockArgument::Real)
            .map_err(|_| format!("a factor is a whole number from 1 to {}", u32::MAX)),
        _ => Err("it is `frozen`, `real` or `scaled:FACTOR`, such as scaled:60".to_owned()),
    }
}

pub fn start(sent: &str) -> Result<DateTime, String> {
    let start = DateTime::from_str(sent, DateTimeFormat::DateTime)
        .map_err(|_| "it is an instant in UTC, such as 2026-01-01T00:00:00Z".to_owned())?;
    match CALENDAR.contains(&start.secs()) {
        true => Ok(start),
        false => Err("the calendar goes from 0001-01-01T00:00:00Z to 9999-12-31T23:59:59Z".to_owned()),
    }
}

pub fn day(sent: &str) -> Result<Duration, String> {
    let day = humantime::parse_duration(sent).map_err(|_| "it is a time such as 10s, 500ms or 2m".to_owned())?;
    match day.is_zero() {
        true => Err("a day lasts some time: in no time at all everything would be over".to_owned()),
        false => Ok(day),
    }
}

pub fn skew(sent: &str) -> Result<Skew, String> {
    match (sent, humantime::parse_duration(sent)) {
        ("any", _) => Ok(Skew::Any),
        (_, Ok(most)) => Ok(Skew::AtMost(most)),
        (_, Err(_)) => Err("it is a time such as 15m or 1h, or `any`".to_owned()),
    }
}

pub fn fault(sent: &str) -> Result<Injection, String> {
    fault::parse(sent).map(|(calls, fault)| Injection { calls, fault }).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_go_at_whole_speeds() {
        assert_eq!(clock("frozen"), Ok(ClockArgument::Frozen));
        assert_eq!(clock("real"), clock("scaled:1"));
        assert_eq!(clock("scaled:4294967295"), Ok(ClockArgument::Real(NonZeroU32::MAX)));
        for sent in ["scaled:0", "scaled:-1", "scaled:1.5", "scaled:", "scaled:4294967296", "scaled", "Frozen", ""] {
            assert!(clock(sent).is_err(), "{sent}");
        }
    }

    #[test]
    fn days_last_some_time() {
        assert_eq!(day("10s"), Ok(Duration::from_secs(10)));
        assert_eq!(day("500ms"), Ok(Duration::from_millis(500)));
        assert_eq!(day("2m"), Ok(Duration::from_mins(2)));
        assert_eq!(day("1m 30s"), Ok(Duration::from_secs(90)));
        for sent in ["0s", "", "ten", "10", "-1s", "99999999999999999999s"] {
            assert!(day(sent).is_err(), "{sent}");
        }
    }

    #[test]
    fn clocks_are_off_by_some_time_or_any() {
        assert_eq!(skew("15m"), Ok(Skew::AtMost(Duration::from_mins(15))));
        assert_eq!(skew("0s"), Ok(Skew::AtMost(Duration::ZERO)));
        assert_eq!(skew("any"), Ok(Skew::Any));
        for sent in ["", "15", "ever", "-1m", "Any"] {
            assert!(skew(sent).is_err(), "{sent}");
        }
    }

    #[test]
    fn worlds_begin_within_the_calendar() {
        assert_eq!(start("2026-01-01T00:00:00Z"), Ok(DateTime::from_secs(1_767_225_600)));
        assert!(start("0001-01-01T00:00:00Z").is_ok() && start("9999-12-31T23:59:59Z").is_ok());
        for sent in ["0000-12-31T23:59:59Z", "10000-01-01T00:00:00Z", "2026-01-01", "yesterday", ""] {
            assert!(start(sent).is_err(), "{sent}");
        }
    }

    #[test]
    fn addresses_have_ports() {
        for sent in ["127.0.0.1:9000", "[::1]:0", "localhost:80"] {
            assert!(listen(sent).is_ok(), "{sent}");
        }
        for sent in ["9000", ":9000", "localhost", "localhost:http", "127.0.0.1:65536", ""] {
            assert!(listen(sent).is_err(), "{sent}");
        }
    }
}
