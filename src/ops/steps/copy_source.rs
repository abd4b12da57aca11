//! The source of a copy: which object, whether it may be copied, and which of its bytes.

use super::customer_key::SentCustomerKey;
use super::kms_key::Subject;
use super::version::Found;
use crate::api::error::{ErrorRow, S3Error, table};
use crate::api::types::groups::{CopySourceHeaders, SourceKeyHeaders};
use crate::model::access::action;
use crate::model::bucket::BucketState;
use crate::model::bucket::Versioning;
use crate::model::name::{BucketName, ObjectKey};
use crate::model::object::StoredObject;
use crate::model::payload::Payload;
use crate::model::payload::checksum::Algorithm;
use crate::model::store::Store;
use crate::ops::{Ahead, Call, Rules};
use percent_encoding::percent_decode_str;
use std::ops::Range;

/// What this step answers, beside what reading does: `customer_key` and `kms_key` say that.
pub(crate) static ERRORS: [&ErrorRow; 14] = [
    &table::COPY_SOURCE_BUCKET,
    &table::COPY_SOURCE_ENCODING,
    &table::COPY_SOURCE_INVALID,
    &table::COPY_SOURCE_MARKER,
    &table::VERSION_ID_EMPTY,
    &table::VERSION_ID_INVALID,
    &table::NO_SUCH_VERSION,
    &table::NO_SUCH_BUCKET,
    &table::EXPECTED_OWNER_INVALID,
    &table::ACCESS_DENIED,
    &table::KEY_TOO_LONG,
    &table::NO_SUCH_KEY,
    &table::SOURCE_ARCHIVED,
    &table::PRECONDITION_FAILED,
];

const HEADER: &str = "x-amz-copy-source";

/// Where a copy comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CopySource {
    pub(crate) bucket: String,
    pub(crate) key: ObjectKey,
    version: Option<String>,
}

impl CopySource {
    /// Reads `/bucket/key?versionId=v`: percent-encoded, with or without the first slash.
    pub(crate) fn from_headers(headers: &impl CopySourceHeaders) -> Result<Self, S3Error> {
        let sent = headers.copy_source().as_deref().unwrap_or_default();
        // The value is the header's name too, not what it said (recorded).
        let invalid = || table::COPY_SOURCE_INVALID.argument(HEADER, HEADER);
        let (path, version) = match sent.split_once("?versionId=") {
            Some((path, version)) => (path, Some(version)),
            None => (sent, None),
        };
        // As in a query, a plus is a space: `%2B` is a plus (field reports).
        let path = path.replace('+', " ");
        let encoding = || table::COPY_SOURCE_ENCODING.argument(HEADER, HEADER);
        if has_bare_percent(&path) {
            return Err(encoding().because("a percent sign is not followed by two hexadecimal digits"));
        }
        let path = percent_decode_str(&path).decode_utf8().map_err(|_| encoding())?;
        let path = without_host(&path).trim_start_matches('/');
        // No bucket's name has a colon, so this is an access point.
        if path.starts_with("arn:") {
            return Err(table::NOT_MODELLED.fill(&[&"an ARN in x-amz-copy-source"]));
        }
        let (bucket, key) = path.split_once('/').unwrap_or((path, ""));
        if let Err(error) = BucketName::try_from(bucket) {
            let why = error.why().to_string();
            return Err(table::COPY_SOURCE_BUCKET.argument(HEADER, HEADER).because(why));
        }
        if key.is_empty() {
            return Err(invalid());
        }
        let version = version.map(str::to_owned);
        Ok(Self { bucket: bucket.to_owned(), key: ObjectKey::try_from(key)?, version })
    }

    /// The object, if its bucket is whose the caller expects, its key is shown, it is not archived, and the conditions
    /// hold.
    pub(crate) fn open<'a, I: Rules + CopySourceHeaders + SourceKeyHeaders>(
        &self,
        headers: &I,
        call: &'a Call<'_>,
    ) -> Result<Found<'a>, S3Error> {
        let store = &*call.store;
        let expected_owner = headers.expected_source_bucket_owner().as_deref();
        let bucket = super::owned_bucket(store, &self.bucket, expected_owner)?;
        let found = super::version::find(bucket, &self.key, self.version.as_deref(), "PUT");
        let named = (&self.key, self.version.as_deref());
        let found = super::access::on_version(call, bucket, headers, &action::GET_OBJECT, named, found);
        let found = found.map_err(of_source)?;
        let (sent, from) = (SentCustomerKey::with_source(headers), Subject { bucket, key: &self.key });
        super::encryption::check_read(call, sent.key(&call.caller)?, from, found.object)?;
        super::object::check_readable(found.object, store.now(), &table::SOURCE_ARCHIVED)?;
        super::conditions::check_source(headers, found.object, store.now())?;
        Ok(found)
    }

    /// That the source's tags may be read, where they are taken along.
    pub(crate) fn check_tags<I: Rules>(&self, input: &I, call: &Call<'_>, found: Found<'_>) -> Result<(), S3Error> {
        let bucket = call.store.bucket(&self.bucket)?;
        let named = (&self.key, self.version.as_deref());
        super::access::on_version(call, bucket, input, &action::GET_OBJECT_TAGGING, named, Ok(found)).map(|_| ())
    }

    /// Whether a version is named in a bucket that keeps versions: copying that onto its key is how it is brought back.
    /// The newest version may be named too (suite: moto's tests that are verified against AWS).
    pub(crate) fn brings_back(&self, bucket: &BucketState) -> bool {
        self.version.is_some() && bucket.versioning() != Versioning::Unversioned
    }
}

/// Whether a percent sign encodes nothing.
fn has_bare_percent(path: &str) -> bool {
    path.match_indices('%').any(|(at, _)| {
        let digits = path.as_bytes().get(at + 1..at + 3);
        !digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    })
}

/// The path of a whole URL: S3 accepts `http://host/bucket/key` (recorded).
fn without_host(sent: &str) -> &str {
    let after_scheme = sent.strip_prefix("http://").or_else(|| sent.strip_prefix("https://"));
    after_scheme.map_or(sent, |rest| rest.split_once('/').map_or("", |(_, path)| path))
}

/// Has what will be copied digested: a look at the source tells what it is, and whether it may be copied is asked when
/// the operation runs. Then these bytes are taken if they are still those that are there.
pub(crate) fn prepare(
    headers: &impl CopySourceHeaders,
    ahead: &Ahead<'_>,
    wanted: impl FnOnce(&Store, &StoredObject) -> Option<(Payload, Option<Algorithm>)>,
) -> Payload {
    let wanted = CopySource::from_headers(headers).ok().and_then(|from| {
        ahead.look(|store| {
            let bucket = store.bucket(&from.bucket).ok()?;
            let found = super::version::find(bucket, &from.key, from.version.as_deref(), "PUT").ok()?;
            wanted(store, found.object)
        })
    });
    match wanted.filter(|(payload, _)| payload.len() <= ahead.terms.max_body_bytes) {
        Some((payload, algorithm)) => super::digest::digested(payload, algorithm, ahead.terms.entity_tags),
        None => Payload::default(),
    }
}

/// Of a source, what reading it would answer is said in other words where a delete marker is named (recorded).
fn of_source(error: S3Error) -> S3Error {
    match error.row() {
        row if *row == table::DELETE_MARKER => table::COPY_SOURCE_MARKER.error().because(error.to_string()),
        // The argument is the header that the id came in (field report).
        row if *row == table::VERSION_ID_EMPTY || *row == table::VERSION_ID_INVALID => {
            let sent = error.extra("ArgumentValue").unwrap_or_default().to_owned();
            row.argument(HEADER, sent)
        }
        _ => error,
    }
}

/// What the range of a part's source answers.
pub(crate) static RANGE_ERRORS: [&ErrorRow; 4] =
    [&table::COPY_RANGE_FORM, &table::COPY_RANGE_BEYOND, &table::COPY_RANGE_PAST_END, &table::COPY_SOURCE_TOO_LARGE];

/// That so many bytes can be copied in one go.
pub(crate) fn check_size(bytes: u64, max_bytes: u64) -> Result<(), S3Error> {
    if bytes > max_bytes { Err(table::COPY_SOURCE_TOO_LARGE.fill(&[&max_bytes])) } else { Ok(()) }
}

/// Which bytes of the source become the part. Stricter than `Range`: both ends must be there and within.
pub(crate) fn part_range(header: Option<&str>, len: u64, max_bytes: u64) -> Result<Range<u64>, S3Error> {
    const HEADER: &str = "x-amz-copy-source-range";
    let Some(sent) = header else {
        return check_size(len, max_bytes).map(|()| 0..len);
    };
    let digits = |text: &str| match text.bytes().all(|byte| byte.is_ascii_digit()) {
        true => text.parse::<u64>().ok(),
        false => None,
    };
    let ends = sent.strip_prefix("bytes=").and_then(|range| range.split_once('-'));
    let ends = ends.and_then(|(first, last)| Some((digits(first)?, digits(last)?)));
    match ends {
        None => Err(table::COPY_RANGE_FORM.argument(HEADER, sent)),
        Some((first, last)) if first > last => Err(table::COPY_RANGE_FORM.argument(HEADER, sent)),
        Some((first, _)) if first >= len => {
            Err(table::COPY_RANGE_BEYOND.error().because(format!("{HEADER} is {sent}, and the source has {len} bytes")))
        }
        Some((_, last)) if last >= len => {
            Err(table::COPY_RANGE_PAST_END.fill(&[&len]).with("ArgumentName", HEADER).with("ArgumentValue", sent))
        }
        Some((first, last)) => check_size(last + 1 - first, max_bytes).map(|()| first..last + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_recorded() {
        for (header, expected) in [
            ("bytes=0-9", Ok(0..10)),
            ("bytes=3-3", Ok(3..4)),
            ("bytes=1-0", Err("COPY_RANGE_FORM")),
            ("bytes=-2", Err("COPY_RANGE_FORM")),
            ("bytes=1-", Err("COPY_RANGE_FORM")),
            ("bytes=0--1", Err("COPY_RANGE_FORM")),
            ("bytes=-1-", Err("COPY_RANGE_FORM")),
            ("bytes=0-1,3-4", Err("COPY_RANGE_FORM")),
            ("0-8", Err("COPY_RANGE_FORM")),
            ("bytes=5-10", Err("COPY_RANGE_PAST_END")),
            ("bytes=10-12", Err("COPY_RANGE_BEYOND")),
        ] {
            let read = part_range(Some(header), 10, 10).map_err(|error| error.row().name);
            assert_eq!(read, expected, "{header}");
        }
    }
}
