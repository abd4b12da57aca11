//! Digests of a body: what the request claims, and whether the bytes agree.
//!
//! The order is LocalStack's, whose tests pass against AWS: more than one checksum, the SDK's header, the value's
//! syntax, the syntax of `Content-MD5`, the upload's algorithm, and then the bytes.

use crate::api::error::{ErrorRow, S3Error, table};
use crate::api::types::groups::ChecksumValues;
use crate::api::types::{ChecksumAlgorithm, ChecksumType};
use crate::model::name::hex;
use crate::model::payload::Payload;
use crate::model::payload::checksum::{self, Algorithm, ChecksumValue, ObjectChecksum};
use crate::model::settings::EntityTags;
use crate::model::settings::Settings;
use aws_smithy_types::base64;

/// What this step answers.
pub(crate) static ERRORS: [&ErrorRow; 9] = [
    &table::CHECKSUM_MULTIPLE,
    &table::CHECKSUM_ALGORITHM_HEADER,
    &table::CHECKSUM_ALGORITHM_NOT_YET,
    &table::CHECKSUM_ALGORITHM_UNKNOWN,
    &table::CHECKSUM_ALGORITHM_WITHOUT_VALUE,
    &table::CHECKSUM_ALGORITHM_MISMATCH,
    &table::CHECKSUM_INVALID,
    &table::DIGEST_MD5_INVALID,
    &table::DIGEST_MD5_MISMATCH,
];

/// The values that are set.
pub(crate) fn values(from: &impl ChecksumValues) -> Vec<(Algorithm, &str)> {
    let all = [
        (Algorithm::Crc32, from.checksum_crc32()),
        (Algorithm::Crc32C, from.checksum_crc32_c()),
        (Algorithm::Crc64Nvme, from.checksum_crc64_nvme()),
        (Algorithm::Sha1, from.checksum_sha1()),
        (Algorithm::Sha256, from.checksum_sha256()),
        (Algorithm::Sha512, from.checksum_sha512()),
        (Algorithm::Md5, from.checksum_md5()),
        (Algorithm::Xxhash64, from.checksum_xxhash64()),
        (Algorithm::Xxhash3, from.checksum_xxhash3()),
        (Algorithm::Xxhash128, from.checksum_xxhash128()),
    ];
    all.into_iter().filter_map(|(algorithm, value)| Some((algorithm, value.as_deref()?))).collect()
}

/// Where the value of an algorithm is set.
pub(crate) fn value_mut(into: &mut impl ChecksumValues, algorithm: Algorithm) -> &mut Option<String> {
    match algorithm {
        Algorithm::Crc32 => into.checksum_crc32_mut(),
        Algorithm::Crc32C => into.checksum_crc32_c_mut(),
        Algorithm::Crc64Nvme => into.checksum_crc64_nvme_mut(),
        Algorithm::Sha1 => into.checksum_sha1_mut(),
        Algorithm::Sha256 => into.checksum_sha256_mut(),
        Algorithm::Sha512 => into.checksum_sha512_mut(),
        Algorithm::Md5 => into.checksum_md5_mut(),
        Algorithm::Xxhash64 => into.checksum_xxhash64_mut(),
        Algorithm::Xxhash3 => into.checksum_xxhash3_mut(),
        Algorithm::Xxhash128 => into.checksum_xxhash128_mut(),
    }
}

/// Shows a value.
pub(crate) fn tell(answer: &mut impl ChecksumValues, checksum: &ChecksumValue) {
    *value_mut(answer, checksum.algorithm) = Some(checksum.encoded());
}

/// Shows the value of an object, and its kind.
pub(crate) fn tell_object(answer: &mut impl ChecksumValues, checksum: &ObjectChecksum) -> ChecksumType {
    *value_mut(answer, checksum.checksum.algorithm) = Some(checksum.encoded());
    checksum.kind.into()
}

/// What the SDK's client adds when its user names no value: one of the algorithm asked for, else CRC32.
pub(crate) fn add_as_the_sdk_does(input: &mut impl ChecksumValues, asked: Option<&ChecksumAlgorithm>, body: &Payload) {
    if !values(input).is_empty() {
        return;
    }
    let algorithm = asked.map_or(Ok(Algorithm::Crc32), Algorithm::try_from);
    if let Ok(checksum) = algorithm.and_then(|algorithm| ChecksumValue::of(algorithm, body)) {
        tell(input, &checksum);
    }
}

/// Computes what will be compared, shown or stored of a body, which remembers it: a value of the algorithm that is
/// claimed, or else of the default.
pub(crate) fn prepare(
    headers: &impl ChecksumValues,
    default: Option<Algorithm>,
    content_md5: Option<&str>,
    body: &Payload,
    tags: EntityTags,
) {
    if tags == EntityTags::Md5 || content_md5.is_some() {
        // What cannot be computed is refused where it is asked for.
        let _ = body.md5();
    }
    let claimed = values(headers).first().map(|(algorithm, _)| *algorithm);
    let _ = claimed.or(default).map(|algorithm| ChecksumValue::of(algorithm, body));
}

/// The same bytes with what will be shown or stored of them: an MD5 for the tag, and a checksum where it is not known.
pub(crate) fn digested(payload: Payload, algorithm: Option<Algorithm>, tags: EntityTags) -> Payload {
    let payload = match algorithm {
        Some(algorithm) => payload.remembering(algorithm),
        None => payload,
    };
    if tags == EntityTags::Md5 {
        let _ = payload.md5();
    }
    let _ = algorithm.map(|algorithm| ChecksumValue::of(algorithm, &payload));
    payload
}

/// What a request claims of its body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Claimed {
    pub(crate) checksum: Option<ChecksumValue>,
    md5: Option<[u8; 16]>,
}

impl Claimed {
    /// Reads the claims; no byte of the body is looked at yet.
    pub(crate) fn from_headers(
        headers: &impl ChecksumValues,
        sdk_algorithm: Option<&ChecksumAlgorithm>,
        content_md5: Option<&str>,
        settings: &Settings,
    ) -> Result<Self, S3Error> {
        let checksum = ChecksumValue::claimed(&values(headers), sdk_algorithm, settings.knows_newer_checksums)?;
        let md5 = content_md5.map(checksum::read_md5).transpose()?;
        Ok(Self { checksum, md5 })
    }

    /// Whether there is no claim.
    pub(crate) fn is_nothing(&self) -> bool {
        self.checksum.is_none() && self.md5.is_none()
    }

    /// Compares with the bytes. What is not claimed is not computed.
    pub(crate) fn check(&self, body: &Payload, spelling: ExpectedDigest) -> Result<(), S3Error> {
        if let Some(claimed) = self.md5 {
            let md5 = body.md5()?;
            if claimed != md5 {
                let expected = match spelling {
                    ExpectedDigest::Hex => hex(&claimed),
                    ExpectedDigest::Base64 => base64::encode(claimed),
                };
                let error = table::DIGEST_MD5_MISMATCH.error();
                return Err(error.with("ExpectedDigest", expected).with("CalculatedDigest", base64::encode(md5)));
            }
        }
        self.checksum.as_ref().map_or(Ok(()), |claimed| claimed.check(body))
    }
}

/// How `ExpectedDigest` is written: recorded, PutObject and UploadPart differ.
#[derive(Debug, Clone, Copy)]
pub(crate) enum ExpectedDigest {
    Hex,
    Base64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ops::put_object::PutObjectInput;
    use bytes::Bytes;

    #[test]
    fn what_is_prepared_is_not_computed_again() {
        for (tags, value, expected) in [
            (EntityTags::Md5, None, [true, true, false]),
            (EntityTags::Opaque, None, [false, true, false]),
            (EntityTags::Md5, Some("NSRBwg=="), [true, false, true]),
            // A value that is none is refused later, and not prepared for less.
            (EntityTags::Opaque, Some("none"), [false, false, true]),
        ] {
            let body = Payload::from(Bytes::from_static(b"abc"));
            let input = PutObjectInput::builder().set_checksum_crc32(value.map(str::to_owned)).build().unwrap();
            prepare(&input, Some(Algorithm::Crc64Nvme), None, &body, tags);
            assert_eq!(body.computed(), expected, "{tags:?} {value:?}");
        }
    }

    #[test]
    fn an_md5_that_is_claimed_is_prepared_whatever_the_tags_are() {
        let body = Payload::from(Bytes::from_static(b"abc"));
        let input = PutObjectInput::builder().build().unwrap();
        prepare(&input, None, Some("kAFQmDzST7DWlj99KOF/cg=="), &body, EntityTags::Opaque);
        assert_eq!(body.computed(), [true, false, false]);
    }
}
