//! Checksums: which there are, how they are computed, and how those of parts become one of the whole.

use super::Payload;
use crate::api::error::{S3Error, table};
use crate::api::types;
use crate::model::crc;
use aws_smithy_types::base64;
use std::fmt;
use std::hash::Hasher;
use twox_hash::{XxHash3_64, XxHash3_128, XxHash64};

/// An algorithm that is modelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Algorithm {
    Crc32,
    Crc32C,
    Crc64Nvme,
    Md5,
    Sha1,
    Sha256,
    Sha512,
    Xxhash64,
    Xxhash3,
    Xxhash128,
}

/// Whether a checksum is of all bytes, or of the checksums of the parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChecksumKind {
    Composite,
    FullObject,
}

impl Algorithm {
    /// The name on the wire: `CRC32`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Crc32 => "CRC32",
            Self::Crc32C => "CRC32C",
            Self::Crc64Nvme => "CRC64NVME",
            Self::Md5 => "MD5",
            Self::Sha1 => "SHA1",
            Self::Sha256 => "SHA256",
            Self::Sha512 => "SHA512",
            Self::Xxhash64 => "XXHASH64",
            Self::Xxhash3 => "XXHASH3",
            Self::Xxhash128 => "XXHASH128",
        }
    }

    /// The name as headers and most messages have it: `crc32`.
    pub fn lower(self) -> String {
        self.name().to_ascii_lowercase()
    }

    /// The length of a raw value, in bytes.
    pub fn len(self) -> usize {
        match self {
            Self::Crc32 | Self::Crc32C => 4,
            Self::Crc64Nvme | Self::Xxhash64 | Self::Xxhash3 => 8,
            Self::Md5 | Self::Xxhash128 => 16,
            Self::Sha1 => 20,
            Self::Sha256 => 32,
            Self::Sha512 => 64,
        }
    }

    /// The kind that an upload gets when it names none.
    pub fn default_kind(self) -> ChecksumKind {
        match self {
            Self::Crc64Nvme => ChecksumKind::FullObject,
            _ => ChecksumKind::Composite,
        }
    }

    /// Whether an upload may combine the two: only CRCs can be made of the whole from their parts, and CRC64NVME
    /// only so.
    pub fn allows(self, kind: ChecksumKind) -> bool {
        match kind {
            ChecksumKind::FullObject => matches!(self, Self::Crc32 | Self::Crc32C | Self::Crc64Nvme),
            ChecksumKind::Composite => self != Self::Crc64Nvme,
        }
    }

    fn crc(self) -> Option<crc::CrcField> {
        match self {
            Self::Crc32 => Some(crc::CRC32),
            Self::Crc32C => Some(crc::CRC32C),
            Self::Crc64Nvme => Some(crc::CRC64NVME),
            _ => None,
        }
    }

    /// The raw value over bytes.
    ///
    /// # Errors
    /// 501 where too many of them are repeated, and the algorithm has to look at each.
    pub fn compute(self, payload: &Payload) -> Result<Vec<u8>, S3Error> {
        if self.crc().is_none() {
            payload.check_hashed(self.name())?;
        }
        Ok(match self {
            Self::Crc64Nvme => payload.crc64nvme().to_be_bytes().to_vec(),
            Self::Crc32 => payload.crc(crc::CRC32).to_be_bytes()[4..].to_vec(),
            Self::Crc32C => payload.crc(crc::CRC32C).to_be_bytes()[4..].to_vec(),
            Self::Md5 => payload.md5()?.to_vec(),
            Self::Sha1 => digest::<sha1::Sha1>(payload),
            Self::Sha256 => digest::<sha2::Sha256>(payload),
            Self::Sha512 => digest::<sha2::Sha512>(payload),
            // The seed is 0, and values are written from the most significant byte on.
            Self::Xxhash64 => hash(XxHash64::with_seed(0), payload).finish().to_be_bytes().to_vec(),
            Self::Xxhash3 => hash(XxHash3_64::new(), payload).finish().to_be_bytes().to_vec(),
            Self::Xxhash128 => xxhash128(payload).to_be_bytes().to_vec(),
        })
    }
}

fn digest<D: md5::Digest>(payload: &Payload) -> Vec<u8> {
    let mut digest = D::new();
    payload.pieces().for_each(|piece| digest.update(piece));
    digest.finalize().to_vec()
}

fn hash<H: Hasher>(mut hasher: H, payload: &Payload) -> H {
    payload.pieces().for_each(|piece| hasher.write(&piece));
    hasher
}

fn xxhash128(payload: &Payload) -> u128 {
    let mut hasher = XxHash3_128::new();
    payload.pieces().for_each(|piece| hasher.write(&piece));
    hasher.finish_128()
}

impl Algorithm {
    /// Reads a name where only some algorithms may be known.
    ///
    /// # Errors
    /// For one that is not known; the sentence lists those that are.
    pub fn read(sent: &types::ChecksumAlgorithm, knows_newer: bool) -> Result<Self, S3Error> {
        match Self::try_from(sent) {
            Ok(algorithm) if knows_newer || !algorithm.is_newer() => Ok(algorithm),
            Err(error) if knows_newer => Err(error),
            _ => Err(table::CHECKSUM_ALGORITHM_NOT_YET.error().because(format!("the algorithm is {sent}"))),
        }
    }

    /// Whether it came in the course of 2026.
    pub fn is_newer(self) -> bool {
        matches!(self, Self::Md5 | Self::Sha512 | Self::Xxhash64 | Self::Xxhash3 | Self::Xxhash128)
    }
}

impl TryFrom<&types::ChecksumAlgorithm> for Algorithm {
    type Error = S3Error;

    fn try_from(sent: &types::ChecksumAlgorithm) -> Result<Self, S3Error> {
        // S3 takes the names in any case.
        match sent.as_str().to_ascii_uppercase().as_str() {
            "CRC32" => Ok(Self::Crc32),
            "CRC32C" => Ok(Self::Crc32C),
            "CRC64NVME" => Ok(Self::Crc64Nvme),
            "MD5" => Ok(Self::Md5),
            "SHA1" => Ok(Self::Sha1),
            "SHA256" => Ok(Self::Sha256),
            "SHA512" => Ok(Self::Sha512),
            "XXHASH64" => Ok(Self::Xxhash64),
            "XXHASH3" => Ok(Self::Xxhash3),
            "XXHASH128" => Ok(Self::Xxhash128),
            _ => Err(table::CHECKSUM_ALGORITHM_UNKNOWN.error().because(format!("the algorithm is {sent}"))),
        }
    }
}

impl From<Algorithm> for types::ChecksumAlgorithm {
    fn from(algorithm: Algorithm) -> Self {
        Self::from(algorithm.name())
    }
}

impl TryFrom<&types::ChecksumType> for ChecksumKind {
    type Error = S3Error;

    fn try_from(sent: &types::ChecksumType) -> Result<Self, S3Error> {
        match sent.as_str().to_ascii_uppercase().as_str() {
            "COMPOSITE" => Ok(Self::Composite),
            "FULL_OBJECT" => Ok(Self::FullObject),
            _ => Err(table::CHECKSUM_TYPE_INVALID.error().because(format!("the type is {sent}"))),
        }
    }
}

impl From<ChecksumKind> for types::ChecksumType {
    fn from(kind: ChecksumKind) -> Self {
        match kind {
            ChecksumKind::Composite => Self::Composite,
            ChecksumKind::FullObject => Self::FullObject,
        }
    }
}

impl fmt::Display for ChecksumKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(types::ChecksumType::from(*self).as_str())
    }
}

/// The MD5 that a `Content-MD5` says.
///
/// # Errors
/// `InvalidDigest`, where it says none.
pub fn read_md5(sent: &str) -> Result<[u8; 16], S3Error> {
    let raw = base64::decode(sent).ok().and_then(|raw| <[u8; 16]>::try_from(raw).ok());
    raw.ok_or_else(|| table::DIGEST_MD5_INVALID.error().with("Content-MD5", sent))
}

/// A value and its algorithm. The length is right because it was parsed or computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChecksumValue {
    pub algorithm: Algorithm,
    raw: Vec<u8>,
}

impl ChecksumValue {
    /// Computes it over bytes: the first time that it is asked for.
    ///
    /// # Errors
    /// As [`Algorithm::compute`].
    pub fn of(algorithm: Algorithm, payload: &Payload) -> Result<Self, S3Error> {
        let compute = || Ok(Self { algorithm, raw: algorithm.compute(payload)? });
        if matches!(algorithm, Algorithm::Crc64Nvme | Algorithm::Md5) {
            // The payload remembers these anyhow.
            return compute();
        }
        let first = payload.digests().checksum.get_or_try_init(compute)?;
        if first.algorithm == algorithm { Ok(first.clone()) } else { compute() }
    }

    /// Parses base64; `None` when it is none, or of another length.
    pub fn parse(algorithm: Algorithm, text: &str) -> Option<Self> {
        let raw = base64::decode(text).ok()?;
        (raw.len() == algorithm.len()).then_some(Self { algorithm, raw })
    }

    /// The error if a request claims several values.
    pub fn multiple(values: &[(Algorithm, &str)]) -> S3Error {
        let names: Vec<_> = values.iter().map(|(algorithm, _)| algorithm.name()).collect();
        table::CHECKSUM_MULTIPLE.error().because(format!("the request has values of {}", names.join(", ")))
    }

    /// What a request claims of its body: there is one value at most, and it is of the algorithm that its SDK names.
    ///
    /// # Errors
    /// `InvalidRequest`, in the words of the first of these rules that does not hold.
    pub fn claimed(
        values: &[(Algorithm, &str)],
        sdk: Option<&types::ChecksumAlgorithm>,
        knows_newer: bool,
    ) -> Result<Option<Self>, S3Error> {
        if let Some((newer, _)) = values.iter().find(|(algorithm, _)| !knows_newer && algorithm.is_newer()) {
            let why = format!("the edition does not know {}", newer.name());
            return Err(table::CHECKSUM_ALGORITHM_HEADER.error().because(why));
        }
        if values.len() > 1 {
            return Err(Self::multiple(values));
        }
        let named = sdk;
        let sdk = named.map(|sdk| Algorithm::read(sdk, knows_newer));
        let named = named.map(types::ChecksumAlgorithm::as_str).unwrap_or_default();
        match (sdk, values.first()) {
            (None, None) => Ok(None),
            (Some(sdk), None) => sdk.and_then(|_| {
                let why = format!("x-amz-sdk-checksum-algorithm is {named}");
                Err(table::CHECKSUM_ALGORITHM_WITHOUT_VALUE.error().because(why))
            }),
            // Also one that nobody knows: beside a value it is another than the value's.
            (Some(sdk), Some((algorithm, _))) if sdk.as_ref() != Ok(algorithm) => {
                let why = format!("x-amz-sdk-checksum-algorithm is {named}, and the value is of {}", algorithm.name());
                Err(table::CHECKSUM_ALGORITHM_MISMATCH.error().because(why))
            }
            (_, Some((algorithm, value))) => match Self::parse(*algorithm, value) {
                Some(checksum) => Ok(Some(checksum)),
                None => Err(table::CHECKSUM_INVALID.fill(&[&algorithm.lower()])),
            },
        }
    }

    /// Compares it with the bytes that it was claimed of. The messages of single requests have the algorithm in upper
    /// case (recorded).
    ///
    /// # Errors
    /// `BadDigest`, where they are others; as [`Algorithm::compute`].
    pub fn check(&self, body: &Payload) -> Result<(), S3Error> {
        let computed = Self::of(self.algorithm, body)?;
        if computed == *self {
            return Ok(());
        }
        let why = format!("the body has {}, the request says {}", computed.encoded(), self.encoded());
        Err(table::DIGEST_MISMATCH.fill(&[&self.algorithm.name()]).because(why))
    }

    /// The value in base64.
    pub fn encoded(&self) -> String {
        base64::encode(&self.raw)
    }

    fn crc(&self) -> u64 {
        self.raw.iter().fold(0, |crc, byte| (crc << 8) | u64::from(*byte))
    }
}

/// The checksum of an object, as GET, HEAD and Complete show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectChecksum {
    pub kind: ChecksumKind,
    pub checksum: ChecksumValue,
    /// How many parts a composite value was made of.
    parts: Option<usize>,
}

impl ObjectChecksum {
    /// A checksum of all bytes.
    pub fn full(checksum: ChecksumValue) -> Self {
        Self { kind: ChecksumKind::FullObject, checksum, parts: None }
    }

    /// The checksum of the parts' checksums.
    ///
    /// # Errors
    /// As [`Algorithm::compute`], and so none: the values of parts are stored.
    pub fn composite<'a>(
        algorithm: Algorithm,
        parts: impl ExactSizeIterator<Item = &'a ChecksumValue>,
    ) -> Result<Self, S3Error> {
        let count = parts.len();
        let raws: Payload = parts.map(|part| bytes::Bytes::copy_from_slice(&part.raw)).collect();
        Ok(Self { kind: ChecksumKind::Composite, checksum: ChecksumValue::of(algorithm, &raws)?, parts: Some(count) })
    }

    /// The CRC of the whole out of the CRCs of the parts, without looking at a byte of them.
    pub fn combined<'a>(algorithm: Algorithm, parts: impl Iterator<Item = (&'a ChecksumValue, u64)>) -> Option<Self> {
        let whole = algorithm.crc()?.combine(parts.map(|(part, len)| (part.crc(), len)));
        let raw = whole.to_be_bytes()[8 - algorithm.len()..].to_vec();
        Some(Self::full(ChecksumValue { algorithm, raw }))
    }

    /// The value: base64, and `-N` where it is composite.
    pub fn encoded(&self) -> String {
        match self.parts {
            Some(parts) => format!("{}-{parts}", self.checksum.encoded()),
            None => self.checksum.encoded(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::payload::pattern::Pattern;
    use bytes::Bytes;

    fn part(len: usize) -> Payload {
        Payload::from(Bytes::from(vec![b'a'; len]))
    }

    /// Algorithm, the first and second part, the third, the composite value, the value of the whole.
    type Recorded = (Algorithm, &'static str, &'static str, Option<&'static str>, Option<&'static str>);

    /// Recorded from AWS: three parts of 5 MiB + 1, 5 MiB + 1 and 10 bytes of `a`.
    const RECORDED: [Recorded; 5] = [
        (Algorithm::Crc32, "NRU+Sw==", "TBHN8A==", Some("5FRUiw==-3"), Some("qSEQSA==")),
        (Algorithm::Crc32C, "2/Ckiw==", "5yZkMA==", Some("XF5+4A==-3"), Some("eTdAQA==")),
        (
            Algorithm::Sha1,
            "bH71WIZUKQtUwR2wKSSkFjCRBPM=",
            "NJX/adNGcdHhWzOmPBN5/e3Toyo=",
            Some("AyE60nyQoBgJcwsyPHWu7aJuxBs=-3"),
            None,
        ),
        (Algorithm::Crc64Nvme, "Kg7TOs6algM=", "DBqAA21lxVU=", None, Some("ZMNX55lZurA=")),
        (
            Algorithm::Sha256,
            "DjU70AB1bON8k0n0fVHv2PJQVWcA/jWsITp6ti20Tbs=",
            "vyy1imj2hNlaO3jvj2Ycmk5bCegsyPnMiMzpBSjK6yc=",
            Some("9o++y6AejqboiJ7MZCx0fahK2Vu5YC/qnNhhYsCLciI=-3"),
            None,
        ),
    ];

    #[test]
    fn values_are_those_that_aws_answered() {
        for (algorithm, first, last, composite, full) in RECORDED {
            let parts = [part(5_242_881), part(5_242_881), part(10)];
            let sums = parts.each_ref().map(|part| ChecksumValue::of(algorithm, part).unwrap());
            assert_eq!(sums.each_ref().map(ChecksumValue::encoded), [first, first, last], "{}", algorithm.name());
            if let Some(composite) = composite {
                assert_eq!(ObjectChecksum::composite(algorithm, sums.iter()).unwrap().encoded(), composite);
            }
            if let Some(full) = full {
                let parts = sums.iter().zip(parts.iter().map(Payload::len));
                assert_eq!(ObjectChecksum::combined(algorithm, parts).unwrap().encoded(), full);
            }
        }
    }

    #[test]
    fn values_of_a_pattern_are_those_of_its_bytes() {
        for (algorithm, first, ..) in RECORDED {
            let pattern = Payload::from(Pattern::new("aaa", 5_242_881));
            assert_eq!(ChecksumValue::of(algorithm, &pattern).unwrap().encoded(), first, "{}", algorithm.name());
        }
    }

    #[test]
    fn of_a_long_pattern_there_are_crcs_alone() {
        let payload = Payload::from(Pattern::zeros(5 << 30));
        for algorithm in [Algorithm::Crc32, Algorithm::Crc32C, Algorithm::Crc64Nvme] {
            assert!(ChecksumValue::of(algorithm, &payload).is_ok(), "{}", algorithm.name());
        }
        for algorithm in [Algorithm::Md5, Algorithm::Sha1, Algorithm::Sha256, Algorithm::Sha512, Algorithm::Xxhash3] {
            let refused = ChecksumValue::of(algorithm, &payload).unwrap_err().to_string();
            assert!(refused.contains(&format!("the {} of more than 16 MiB", algorithm.name())), "{refused}");
        }
    }

    /// The values of nothing, as another implementation's tests have them, and the published ones of a few bytes.
    #[test]
    fn xxhashes_are_the_published_ones() {
        let encoded = |algorithm: Algorithm, bytes: &'static [u8]| {
            ChecksumValue::of(algorithm, &Payload::from(Bytes::from_static(bytes))).unwrap().encoded()
        };
        assert_eq!(encoded(Algorithm::Xxhash64, b""), "70bbN1HY6Zk=");
        assert_eq!(encoded(Algorithm::Xxhash3, b""), "LQaABTjTlMI=");
        assert_eq!(
            encoded(Algorithm::Xxhash128, b""),
            base64::encode(0x99aa_06d3_0147_98d8_6001_c324_468d_497f_u128.to_be_bytes())
        );
        assert_eq!(encoded(Algorithm::Xxhash64, b"abc"), base64::encode(0x44bc_2cf5_ad77_0999_u64.to_be_bytes()));
        assert_eq!(encoded(Algorithm::Xxhash3, b"abc"), base64::encode(0x78af_5f94_892f_3950_u64.to_be_bytes()));
    }

    #[test]
    fn what_is_not_a_value_is_not_parsed() {
        for text in ["", "AAA", "AAAAAAA=", "AAAAAAAA", "not base64"] {
            assert_eq!(ChecksumValue::parse(Algorithm::Crc32, text), None, "{text}");
        }
        assert!(ChecksumValue::parse(Algorithm::Crc32, "AAAAAA==").is_some());
    }
}
