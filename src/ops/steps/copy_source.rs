//! The source of a copy: which object, whether it may be copied, and which of its bytes.

use crate::error::{Answer, S3Error, answers};
use crate::model::name::ObjectKey;
use crate::model::object::Object;
use crate::model::store::Store;
use crate::types::groups::CopySourceHeaders;
use percent_encoding::percent_decode_str;
use std::ops::Range;

/// What this step answers.
pub(crate) static ANSWERS: [&Answer; 9] = [
    &answers::COPY_SOURCE_INVALID,
    &answers::VERSION_ID_INVALID,
    &answers::NO_SUCH_BUCKET,
    &answers::EXPECTED_OWNER_INVALID,
    &answers::ACCESS_DENIED,
    &answers::KEY_TOO_LONG,
    &answers::NO_SUCH_KEY,
    &answers::OBJECT_ARCHIVED,
    &answers::PRECONDITION_FAILED,
];

/// Where a copy comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CopySource {
    pub(crate) bucket: String,
    pub(crate) key: ObjectKey,
}

impl CopySource {
    /// Reads `/bucket/key?versionId=v`: percent-encoded, with or without the first slash.
    pub(crate) fn from_headers(headers: &impl CopySourceHeaders) -> Result<Self, S3Error> {
        let sent = headers.copy_source().as_deref().unwrap_or_default();
        // The value is the header's name too, not what it said (recorded).
        let invalid = || answers::COPY_SOURCE_INVALID.argument("x-amz-copy-source", "x-amz-copy-source");
        let (path, version) = match sent.split_once("?versionId=") {
            Some((path, version)) => (path, Some(version)),
            None => (sent, None),
        };
        let path = percent_decode_str(path).decode_utf8().map_err(|_| invalid())?;
        let (bucket, key) = path.trim_start_matches('/').split_once('/').ok_or_else(invalid)?;
        if bucket.is_empty() || key.is_empty() {
            return Err(invalid());
        }
        check_version(version)?;
        Ok(Self { bucket: bucket.to_owned(), key: ObjectKey::try_from(key)? })
    }

    /// The object, if its bucket is whose the caller expects, it is not archived, and the conditions hold.
    pub(crate) fn open<'a>(&self, headers: &impl CopySourceHeaders, store: &'a Store) -> Result<&'a Object, S3Error> {
        let expected_owner = headers.expected_source_bucket_owner().as_deref();
        let source = super::owned_bucket(store, &self.bucket, expected_owner)?.object(&self.key)?;
        super::object::check_readable(source, store.now())?;
        super::conditions::check_source(headers, source, store.now())?;
        Ok(source)
    }
}

/// Before a bucket is versioned its objects have one version, whose id is `null`.
pub(crate) fn check_version(id: Option<&str>) -> Result<(), S3Error> {
    match id {
        None | Some("null") => Ok(()),
        Some(id) => Err(answers::VERSION_ID_INVALID.argument("versionId", id)),
    }
}

/// What the range of a part's source answers.
pub(crate) static RANGE_ANSWERS: [&Answer; 4] = [
    &answers::COPY_RANGE_FORM,
    &answers::COPY_RANGE_BEYOND,
    &answers::COPY_RANGE_PAST_END,
    &answers::COPY_SOURCE_TOO_LARGE,
];

/// That so many bytes can be copied in one go.
pub(crate) fn check_size(bytes: u64, max_bytes: u64) -> Result<(), S3Error> {
    if bytes > max_bytes { Err(answers::COPY_SOURCE_TOO_LARGE.fill(&[&max_bytes])) } else { Ok(()) }
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
        None => Err(answers::COPY_RANGE_FORM.argument(HEADER, sent)),
        Some((first, last)) if first > last => Err(answers::COPY_RANGE_FORM.argument(HEADER, sent)),
        Some((first, _)) if first >= len => Err(answers::COPY_RANGE_BEYOND.error()),
        Some((_, last)) if last >= len => {
            Err(answers::COPY_RANGE_PAST_END.fill(&[&len]).with("ArgumentName", HEADER).with("ArgumentValue", sent))
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
            let read = part_range(Some(header), 10, 10).map_err(|error| error.answer().name);
            assert_eq!(read, expected, "{header}");
        }
    }
}
