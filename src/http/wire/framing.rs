//! How a body travels: its length, its frames, and the hash that is signed with it.

use super::checksum_name::{self, PREFIX, algorithm_of};
use super::chunked::{self, SignedFrames, Unframed};
use super::headers::Headers;
use super::signature::chunks::Chain;
use crate::api::error::{S3Error, table};
use crate::api::shape::Digest;
use crate::api::types::ChecksumAlgorithm;
use crate::model::name::hex;
use crate::model::payload::Payload;
use crate::model::payload::checksum::{self, Algorithm, ChecksumValue};
use aws_smithy_types::base64;

/// What is said of the hash of a body.
pub const CONTENT_SHA256: &str = "x-amz-content-sha256";
const DECODED_LENGTH: &str = "x-amz-decoded-content-length";

/// What the frames of a body sign, where what is said of its hash says that it is in frames.
fn streaming(mode: &str) -> Option<SignedFrames> {
    match mode {
        "STREAMING-UNSIGNED-PAYLOAD-TRAILER" => Some(SignedFrames::Nothing),
        "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" | "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD" => Some(SignedFrames::Chunks),
        "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER" | "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER" => {
            Some(SignedFrames::ChunksAndTrailers)
        }
        _ => None,
    }
}

/// How long a body may be that is a document: some times what the longest lists need.
pub const MAX_DOCUMENT_BYTES: u64 = 16 * 1024 * 1024;

/// What may lie around a body in frames, beside as many bytes again as it has: its trailers, and the lines of its first
/// chunks.
#[cfg(feature = "tower")]
const MAX_FRAME_BYTES: u64 = 64 * 1024;

/// How long the body behind these headers may be, frames and all: one of an object's bytes has a limit of the world's,
/// any other is a document.
///
/// # Errors
/// What S3 says of one that is said to be longer.
#[cfg(feature = "tower")]
pub fn admit(headers: &Headers<'_>, mode: Option<&str>, max_body_bytes: Option<u64>) -> Result<u64, S3Error> {
    let said = |name| headers.get(name).and_then(|length| length.parse::<u64>().ok());
    let (length, is_framed) = (said("content-length").unwrap_or(0), is_framed(headers, mode));
    let inner = if is_framed { said(DECODED_LENGTH).unwrap_or(0) } else { length };
    let max = max_body_bytes.unwrap_or(MAX_DOCUMENT_BYTES);
    let outer = if is_framed { max.saturating_mul(2).saturating_add(MAX_FRAME_BYTES) } else { max };
    match inner > max || length > outer {
        true => Err(too_large(inner.max(length), max_body_bytes)),
        false => Ok(outer),
    }
}

/// What S3 says of a body of so many bytes.
pub fn too_large(bytes: u64, max_body_bytes: Option<u64>) -> S3Error {
    if let Some(max) = max_body_bytes {
        return table::ENTITY_TOO_LARGE.error().with("ProposedSize", bytes).with("MaxSizeAllowed", max);
    }
    let why = format!("it has {bytes} bytes, and a document has at most {MAX_DOCUMENT_BYTES}");
    table::MESSAGE_TOO_LARGE.error().because(why)
}

/// Whether the body is in `aws-chunked` frames.
pub fn is_framed(headers: &Headers<'_>, mode: Option<&str>) -> bool {
    frames(headers, mode).is_some()
}

/// What its frames sign, if it is in any. Some clients say so where the hash of the body would stand, some in its
/// encoding.
fn frames(headers: &Headers<'_>, mode: Option<&str>) -> Option<SignedFrames> {
    let is_chunked = |encoding: &str| encoding.split(',').any(|one| one.trim().eq_ignore_ascii_case("aws-chunked"));
    let by_encoding = || headers.get("content-encoding").is_some_and(is_chunked).then_some(SignedFrames::Nothing);
    mode.and_then(streaming).or_else(by_encoding)
}

/// Checks that the body came whole, and takes it out of its frames, whose signatures are verified where the request's
/// was: then there is a chain of them. The mode is what was signed of the body: its hash, or how it travels.
///
/// # Errors
/// What S3 says of a body that is not as its headers say.
pub fn open(
    headers: &Headers<'_>,
    mode: Option<&str>,
    body: Payload,
    must_have_length: bool,
    chain: Option<Chain>,
) -> Result<Unframed, S3Error> {
    check_length(headers, &body, must_have_length)?;
    let unframed = if let Some(signed) = frames(headers, mode) {
        let length = decoded_length(headers)?;
        let unframed = chunked::unframe(body, signed, chain.filter(|_| signed != SignedFrames::Nothing))?;
        if unframed.payload.len() != length {
            let why = format!("{DECODED_LENGTH} says {length}, the frames hold {}", unframed.payload.len());
            return Err(table::CHUNK_MALFORMED.error().because(why));
        }
        check_trailers(headers, &unframed)?;
        unframed
    } else {
        Unframed { payload: body, ..Unframed::default() }
    };
    check_hash(mode, &unframed.payload)?;
    Ok(unframed)
}

fn check_length(headers: &Headers<'_>, body: &Payload, must_have_length: bool) -> Result<(), S3Error> {
    if let Some(coding) = headers.get("transfer-encoding").filter(|coding| !coding.eq_ignore_ascii_case("chunked")) {
        return Err(table::NOT_MODELLED.fill(&[&format_args!("Transfer-Encoding: {coding}")]));
    }
    match headers.get("content-length").map(|length| length.parse::<u64>().ok()) {
        Some(Some(said)) if said != body.len() => {
            let why = format!("Content-Length says {said}, {} bytes came", body.len());
            Err(table::INCOMPLETE_BODY.error().because(why))
        }
        Some(None) => Err(table::BAD_REQUEST.error().because("Content-Length is not a number")),
        None if must_have_length && headers.get("transfer-encoding").is_none() => {
            Err(table::MISSING_CONTENT_LENGTH.error().because("Content-Length is missing"))
        }
        _ => Ok(()),
    }
}

fn decoded_length(headers: &Headers<'_>) -> Result<u64, S3Error> {
    let sent = headers
        .get(DECODED_LENGTH)
        .ok_or_else(|| table::MISSING_CONTENT_LENGTH.error().because(format!("{DECODED_LENGTH} is missing")))?;
    sent.parse().map_err(|_| table::DECODED_LENGTH_INVALID.argument(DECODED_LENGTH, sent))
}

/// What was announced must have come, and nothing else. Where neither is the case the body has no trailers, whatever
/// its mode is called (field report).
fn check_trailers(headers: &Headers<'_>, unframed: &Unframed) -> Result<(), S3Error> {
    let announced = headers.get("x-amz-trailer").unwrap_or_default();
    let announced: Vec<String> =
        announced.split(',').map(|name| name.trim().to_ascii_lowercase()).filter(|name| !name.is_empty()).collect();
    for name in &announced {
        let algorithm = name
            .strip_prefix("x-amz-checksum-")
            .map(|name| ChecksumAlgorithm::from(name.to_ascii_uppercase().as_str()));
        let Some(algorithm) = algorithm.filter(|algorithm| !matches!(algorithm, ChecksumAlgorithm::Unknown(_))) else {
            return Err(table::TRAILER_UNKNOWN.error().because(format!("x-amz-trailer names {name}")));
        };
        if headers.get(name).is_some() {
            return Err(table::CHECKSUM_MULTIPLE.error().because(format!("{name} came as a header and as a trailer")));
        }
        let value = unframed.trailers.get(name).ok_or_else(|| {
            table::MALFORMED_TRAILER.error().because(format!("{name} was announced, and did not come"))
        })?;
        let algorithm = Algorithm::try_from(&algorithm)?;
        if ChecksumValue::parse(algorithm, value).is_none() {
            return Err(table::TRAILER_VALUE_INVALID.fill(&[name]));
        }
    }
    let is_known = |name: &String| name == chunked::TRAILER_SIGNATURE || announced.contains(name);
    match unframed.trailers.keys().all(is_known) {
        true => Ok(()),
        false => Err(table::MALFORMED_TRAILER.error().because("a trailer came that was not announced")),
    }
}

fn check_hash(mode: Option<&str>, payload: &Payload) -> Result<(), S3Error> {
    match mode {
        None | Some("UNSIGNED-PAYLOAD") => Ok(()),
        Some(mode) if streaming(mode).is_some() => Ok(()),
        Some(hash) if hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
            let computed = hex(&Algorithm::Sha256.compute(payload)?);
            if computed.eq_ignore_ascii_case(hash) {
                return Ok(());
            }
            let error = table::CONTENT_SHA256_MISMATCH.error();
            Err(error.with("ClientComputedContentSHA256", hash).with("S3ComputedContentSHA256", computed))
        }
        Some(other) => Err(table::CONTENT_SHA256_UNKNOWN.argument(CONTENT_SHA256, other)),
    }
}

/// Whether the body may come as it does: in HTTP's own chunks with no frames in them AWS takes none.
///
/// # Errors
/// `NotImplemented`, naming the header.
pub fn check_transfer(headers: &Headers<'_>, mode: Option<&str>, takes_plain_chunks: bool) -> Result<(), S3Error> {
    let is_chunked = || headers.get("transfer-encoding").is_some_and(|coding| coding.eq_ignore_ascii_case("chunked"));
    match takes_plain_chunks || !is_chunked() || is_framed(headers, mode) {
        true => Ok(()),
        false => Err(table::TRANSFER_ENCODING_NOT_IMPLEMENTED.error().with("Header", "Transfer-Encoding")),
    }
}

/// The digest of a body that is a document: some operations insist on one.
///
/// # Errors
/// `InvalidRequest` where it is missing or is none, `BadDigest` where it is wrong.
pub fn check_document_digest(
    headers: &Headers<'_>,
    unframed: &Unframed,
    asked: Digest,
    knows_newer: bool,
) -> Result<(), S3Error> {
    let claimed = if asked == Digest::Md5Alone { None } else { claimed_of_document(headers, unframed, knows_newer)? };
    let md5 = headers.get("content-md5");
    if let Some(sent) = md5 {
        let claimed = checksum::read_md5(sent)?;
        let md5 = unframed.payload.md5()?;
        if claimed != md5 {
            let error = table::DIGEST_MD5_MISMATCH.error().with("ExpectedDigest", base64::encode(claimed));
            return Err(error.with("CalculatedDigest", base64::encode(md5)));
        }
    }
    if let Some(claimed) = &claimed {
        claimed.check(&unframed.payload)?;
    }
    match claimed.is_some() || md5.is_some() || asked != Digest::Needed {
        true => Ok(()),
        false => Err(table::DIGEST_MISSING.error().because("the request has neither")),
    }
}

/// The checksum of a document, in a header or in a trailer, by the rules of an object's. What stands in an address is
/// let pass unread, as there.
fn claimed_of_document(
    headers: &Headers<'_>,
    unframed: &Unframed,
    knows_newer: bool,
) -> Result<Option<ChecksumValue>, S3Error> {
    let is_known = |name: &str| Algorithm::try_from(&ChecksumAlgorithm::from(name)).is_ok();
    if let Some(header) = headers.names().find(|header| !algorithm_of(header).is_none_or(is_known)) {
        return Err(checksum_name::unknown(header));
    }
    let mut values = Vec::new();
    for name in ChecksumAlgorithm::values() {
        let header = format!("{PREFIX}{}", name.to_ascii_lowercase());
        if let Some(value) = headers.joined(&header).or_else(|| unframed.trailers.get(&header).cloned()) {
            values.push((Algorithm::try_from(&ChecksumAlgorithm::from(*name))?, value));
        }
    }
    let values: Vec<_> = values.iter().map(|(algorithm, value)| (*algorithm, value.as_str())).collect();
    let sdk = headers.get("x-amz-sdk-checksum-algorithm").map(ChecksumAlgorithm::from);
    ChecksumValue::claimed(&values, sdk.as_ref(), knows_newer)
}
