//! What is checked of a request beside its table: where it was sent, and headers that its operation does not take.

use super::recognition::Entry;
use super::serving::sent;
use crate::api::error::{S3Error, table};
use crate::api::shape::{Route, Row};
use crate::http::wire::address::Address;
use crate::http::wire::checksum_name;
use crate::http::wire::headers::Headers;
use crate::http::wire::host::{Endpoint, Host};
use crate::model::bucket::BucketState;
use crate::model::region::US_EAST_1;

/// A bucket is asked at the endpoint of its own Region; another one's sends the client there.
///
/// # Errors
/// `PermanentRedirect`, to the endpoint that answers.
pub(super) fn check_endpoint(route: Route, bucket: &BucketState, host: Host<'_>) -> Result<(), S3Error> {
    let (name, region) = (&bucket.name, bucket.region.as_str());
    match host.endpoint {
        Endpoint::Region(US_EAST_1) if route.answered_in_us_east_1 => Ok(()),
        Endpoint::Region(asked) if asked != region => {
            let domain = match (host.domain, region) {
                (Some(own), region) => format!("s3.{region}.{}", own.as_str()),
                (None, US_EAST_1) => "s3.amazonaws.com".to_owned(),
                (None, china) if china.starts_with("cn-") => format!("s3.{china}.amazonaws.com.cn"),
                (None, region) => format!("s3.{region}.amazonaws.com"),
            };
            let error = table::PERMANENT_REDIRECT.error().with("Endpoint", format_args!("{name}.{domain}"));
            let error = error.with("Bucket", name).with_header("x-amz-bucket-region", region);
            Err(error.because(format!("{name} is in {region}, and was asked for at the endpoint of {asked}")))
        }
        _ => Ok(()),
    }
}

/// How to encrypt, said to an operation that makes neither an object nor an upload. Of the method alone is it known
/// what S3 says.
///
/// # Errors
/// `InvalidArgument`.
pub(super) fn check_encryption(entry: &Entry, headers: &Headers, address: &Address) -> Result<(), S3Error> {
    const NAMES: [&str; 4] = [
        "x-amz-server-side-encryption",
        "x-amz-server-side-encryption-aws-kms-key-id",
        "x-amz-server-side-encryption-context",
        "x-amz-server-side-encryption-bucket-key-enabled",
    ];
    let is_row = |name: &str| entry.rows.iter().any(|row| row.name == name);
    let sent = |name| sent(headers, address, name).map(|sent| (name, sent));
    match NAMES.into_iter().filter(|name| !is_row(name)).find_map(sent) {
        None => Ok(()),
        Some((name, sent)) => {
            Err(table::ENCRYPTION_NOT_TAKEN.argument(NAMES[0], sent).because(format!("it is {name}")))
        }
    }
}

/// A source, sent to an operation that copies nothing.
///
/// # Errors
/// `InvalidArgument`.
pub(super) fn check_copy_source(entry: &Entry, headers: &Headers) -> Result<(), S3Error> {
    const NAME: &str = "x-amz-copy-source";
    match headers.get(NAME).filter(|_| entry.rows.iter().all(|row| row.name != NAME)) {
        None => Ok(()),
        Some(sent) => {
            let error = table::COPY_SOURCE_NOT_TAKEN.argument(NAME, sent);
            Err(error.because(format!("{} copies nothing", entry.name)))
        }
    }
}

/// A header of the response that no reader can choose, sent to an operation that lets readers choose some.
///
/// # Errors
/// `InvalidArgument`.
pub(super) fn check_overrides(entry: &Entry, address: &Address<'_>) -> Result<(), S3Error> {
    const PREFIX: &str = "response-";
    let is_row = |name: &str| entry.rows.iter().any(|row| row.name == name);
    if !is_row("response-content-type") {
        return Ok(());
    }
    match address.query.pairs().find(|(name, _)| name.starts_with(PREFIX) && !is_row(name)) {
        None => Ok(()),
        Some((name, value)) => {
            Err(table::RESPONSE_HEADER_UNKNOWN.fill(&[&name]).with("ArgumentName", name).with("ArgumentValue", value))
        }
    }
}

/// A body, sent to an operation that copies.
///
/// # Errors
/// `InvalidRequest`.
pub(super) fn check_copy_body(entry: &Entry, bytes: u64) -> Result<(), S3Error> {
    match bytes > 0 && entry.rows.iter().any(|row| row.name == "x-amz-copy-source") {
        false => Ok(()),
        true => Err(table::COPY_WITH_BODY.error().because(format!("the body has {bytes} bytes"))),
    }
}

/// The mode of a body with unsigned trailers, which uploads alone have.
///
/// # Errors
/// `InvalidRequest`.
pub(super) fn check_trailer_mode(entry: &Entry, mode: Option<&str>) -> Result<(), S3Error> {
    match mode {
        Some(mode @ "STREAMING-UNSIGNED-PAYLOAD-TRAILER") if !entry.takes_bytes() => {
            let why = format!("x-amz-content-sha256 is {mode}, and {} stores no body", entry.name);
            Err(table::CONTENT_SHA256_TRAILER.error().because(why))
        }
        _ => Ok(()),
    }
}

/// `x-amz-checksum-foo`, on an operation that takes checksums.
///
/// # Errors
/// `InvalidRequest`.
pub(super) fn check_checksum_names<'a>(rows: &[Row], mut names: impl Iterator<Item = &'a str>) -> Result<(), S3Error> {
    let is_row = |name: &str| rows.iter().any(|row| row.name == name);
    let takes_values = is_row("x-amz-checksum-crc32");
    let is_unknown = |name: &str| checksum_name::algorithm_of(name).is_some() && !is_row(name);
    match names.find(|name| takes_values && is_unknown(name)) {
        None => Ok(()),
        Some(name) => Err(checksum_name::unknown(name)),
    }
}
