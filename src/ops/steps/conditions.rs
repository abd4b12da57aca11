//! The four conditions on an object that is read, the same four on the source of a copy, and the two on an object that
//! is replaced.

use crate::api::error::{ErrorRow, S3Error, table};
use crate::api::primitives::DateTime;
use crate::api::shape::Field;
use crate::api::types::groups::{CopySourceHeaders, ReadConditions};
use crate::model::bucket::BucketState;
use crate::model::name::ObjectKey;
use crate::model::object::StoredObject;
use crate::model::upload::Upload;

/// What this step answers for reads.
pub(crate) static READ_ERRORS: [&ErrorRow; 2] = [&table::PRECONDITION_FAILED, &table::NOT_MODIFIED];

#[expect(clippy::struct_field_names, reason = "they are the names of the headers")]
struct Conditions<'a> {
    if_match: Option<&'a str>,
    if_none_match: Option<&'a str>,
    if_modified_since: Option<DateTime>,
    if_unmodified_since: Option<DateTime>,
}

/// The condition that did not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::enum_variant_names, reason = "they are the names of the headers")]
enum Failed {
    IfMatch,
    IfUnmodifiedSince,
    IfNoneMatch,
    IfModifiedSince,
}

impl Failed {
    fn name(self) -> &'static str {
        match self {
            Self::IfMatch => "If-Match",
            Self::IfUnmodifiedSince => "If-Unmodified-Since",
            Self::IfNoneMatch => "If-None-Match",
            Self::IfModifiedSince => "If-Modified-Since",
        }
    }
}

impl Conditions<'_> {
    /// A tag that decides makes the date beside it irrelevant, and a date in the future is no condition (recorded).
    fn failed(&self, object: &StoredObject, now: DateTime) -> Option<Failed> {
        let changed = object.last_modified.secs();
        match (self.if_match, self.if_unmodified_since) {
            (Some(tags), _) if !lists(tags, object) => return Some(Failed::IfMatch),
            (None, Some(since)) if changed > since.secs() => return Some(Failed::IfUnmodifiedSince),
            _ => {}
        }
        match (self.if_none_match, self.if_modified_since) {
            (Some(tags), _) if lists(tags, object) => Some(Failed::IfNoneMatch),
            (None, Some(since)) if since.secs() <= now.secs() && changed <= since.secs() => {
                Some(Failed::IfModifiedSince)
            }
            _ => None,
        }
    }
}

fn lists(tags: &str, object: &StoredObject) -> bool {
    tags.split(',').any(|tag| tag.trim() == "*" || object.etag.is(tag))
}

/// On GET and HEAD.
pub(crate) fn check_read(headers: &impl ReadConditions, object: &StoredObject, now: DateTime) -> Result<(), S3Error> {
    let conditions = Conditions {
        if_match: headers.if_match().as_deref(),
        if_none_match: headers.if_none_match().as_deref(),
        if_modified_since: *headers.if_modified_since(),
        if_unmodified_since: *headers.if_unmodified_since(),
    };
    match conditions.failed(object, now) {
        None => Ok(()),
        Some(failed @ (Failed::IfMatch | Failed::IfUnmodifiedSince)) => Err(failed_for(object, failed.name())),
        Some(Failed::IfNoneMatch | Failed::IfModifiedSince) => {
            let why = format!("the ETag is {}, of {}", object.etag.quoted(), object.last_modified.to_text());
            let not_modified = table::NOT_MODIFIED.error().because(why).with_header("ETag", object.etag.quoted());
            Err(not_modified.with_header("Last-Modified", object.last_modified.to_text()))
        }
    }
}

/// On the source of a copy: whatever fails is 412.
pub(crate) fn check_source(
    headers: &impl CopySourceHeaders,
    source: &StoredObject,
    now: DateTime,
) -> Result<(), S3Error> {
    let conditions = Conditions {
        if_match: headers.copy_source_if_match().as_deref(),
        if_none_match: headers.copy_source_if_none_match().as_deref(),
        if_modified_since: *headers.copy_source_if_modified_since(),
        if_unmodified_since: *headers.copy_source_if_unmodified_since(),
    };
    match conditions.failed(source, now) {
        None => Ok(()),
        Some(failed) => {
            let condition = format!("x-amz-copy-source-{}", failed.name());
            Err(failed_for(source, &condition))
        }
    }
}

/// `PreconditionFailed`, with what the condition was compared with.
fn failed_for(object: &StoredObject, condition: &str) -> S3Error {
    let why = format!("the object has the ETag {}, of {}", object.etag.quoted(), object.last_modified.to_text());
    table::PRECONDITION_FAILED.error().with("Condition", condition).because(why)
}

/// What this step answers for writes.
pub(crate) static WRITE_ERRORS: [&ErrorRow; 3] =
    [&table::CONDITION_NOT_IMPLEMENTED, &table::PRECONDITION_FAILED, &table::NO_SUCH_KEY];

/// What a write asks of the object that it replaces. Not all that can be sent is accepted, and not both at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WriteCondition<'a> {
    Unsaid,
    /// `If-None-Match: *`.
    Absent,
    /// `If-Match` with a tag.
    Matches(&'a str),
}

impl<'a> WriteCondition<'a> {
    /// What is not accepted is recorded as 501, with an element that no other error has.
    pub(crate) fn from_headers(if_match: Option<&'a str>, if_none_match: Option<&'a str>) -> Result<Self, S3Error> {
        let refused = |header: &str, why: String| {
            let error = table::CONDITION_NOT_IMPLEMENTED.error().with("Header", header);
            Err(error.with("additionalMessage", why))
        };
        let value_refused = |header: &str| {
            refused(header, format!("We don't accept the provided value of {header} header for this API"))
        };
        match (if_match, if_none_match) {
            (None, None) => Ok(Self::Unsaid),
            (Some(_), Some(_)) => {
                let why = "Multiple conditional request headers present in the request".to_owned();
                refused("If-Match,If-None-Match", why)
            }
            (Some("*"), None) => value_refused("If-Match"),
            (Some(tag), None) => Ok(Self::Matches(tag)),
            (None, Some("*")) => Ok(Self::Absent),
            (None, Some(_)) => value_refused("If-None-Match"),
        }
    }

    /// A tag is compared with an object that is there; where there is none it is the key that is missing (recorded).
    pub(crate) fn check(self, bucket: &BucketState, key: &ObjectKey) -> Result<(), S3Error> {
        let holds = match self {
            Self::Unsaid => true,
            Self::Absent => bucket.current(key).is_none(),
            Self::Matches(tag) => bucket.object(key)?.etag.is(tag),
        };
        if holds {
            return Ok(());
        }
        let error = table::PRECONDITION_FAILED.error().with("Condition", self.name());
        let etag = bucket.current(key).map(|object| object.etag.quoted()).unwrap_or_default();
        Err(error.because(format!("{key} is there, with the ETag {etag}")))
    }

    /// Of an upload also that nothing happened to its key since it was initiated, be it that what is there now is just
    /// what is asked for (recorded).
    pub(crate) fn check_upload(self, bucket: &BucketState, upload: &Upload) -> Result<(), S3Error> {
        self.check(bucket, &upload.key)?;
        match upload.overtaken() {
            Some(at) if self != Self::Unsaid => {
                let conflict = table::CONDITIONAL_CONFLICT.error().with("Condition", self.name());
                Err(conflict.with("Key", &upload.key).because(format!("{} was written or deleted at {at}", upload.key)))
            }
            _ => Ok(()),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Absent => "If-None-Match",
            Self::Unsaid | Self::Matches(_) => "If-Match",
        }
    }
}

/// On an object that is deleted: one that is not there fails (recorded; field reports have `NoSuchKey` of it), and `*`
/// is any that is there (documented).
pub(crate) fn check_delete(if_match: Option<&str>, object: Option<&StoredObject>) -> Result<(), S3Error> {
    let holds = match if_match {
        None => true,
        Some(tag) => object.is_some_and(|object| tag.trim() == "*" || object.etag.is(tag)),
    };
    match (holds, object) {
        (true, _) => Ok(()),
        (false, Some(object)) => Err(failed_for(object, "If-Match")),
        (false, None) => {
            Err(table::PRECONDITION_FAILED.error().with("Condition", "If-Match").because("the key is not there"))
        }
    }
}

/// `If-Range`: whether the range is of the object that is there now. If not, all of it is sent.
pub(crate) fn is_of_range(if_range: Option<&str>, object: &StoredObject) -> bool {
    let Some(sent) = if_range else { return true };
    match <DateTime as Field>::from_text(sent) {
        Some(at) => at.secs() == object.last_modified.secs(),
        None => object.etag.is(sent),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::name::ETag;
    use crate::model::object::Attributes;
    use crate::model::payload::Payload;
    use crate::model::payload::checksum::{Algorithm, ChecksumValue, ObjectChecksum};

    /// The columns: If-Match, If-None-Match (`=` the tag, `x` another), If-Modified-Since, If-Unmodified-Since (as
    /// seconds from the last change); the present is 100 s after it.
    #[test]
    fn pairs_of_conditions_are_judged_as_recorded() {
        let payload = Payload::from(bytes::Bytes::from_static(b"x"));
        let checksum = ObjectChecksum::full(ChecksumValue::of(Algorithm::Crc32, &payload).unwrap());
        let etag = ETag::of_digest(payload.md5().unwrap());
        let object = StoredObject::put(payload, etag, Attributes::default(), Some(checksum), DateTime::from_secs(1000));
        let tag =
            |column: Option<&str>| column.map(|text| if text == "=" { object.etag.quoted() } else { text.to_owned() });
        let date = |column: Option<i64>| column.map(|secs| DateTime::from_secs(1000 + secs));
        for (if_match, if_none_match, modified, unmodified, expected) in [
            (None, None, None, None, None),
            (Some("="), None, None, Some(-10), None),
            (Some("x"), None, None, None, Some(Failed::IfMatch)),
            (Some("x"), None, None, Some(10), Some(Failed::IfMatch)),
            (None, None, None, Some(-1), Some(Failed::IfUnmodifiedSince)),
            (None, None, None, Some(0), None),
            (None, Some("="), None, None, Some(Failed::IfNoneMatch)),
            (None, Some("*"), None, None, Some(Failed::IfNoneMatch)),
            (None, Some("="), Some(-10), None, Some(Failed::IfNoneMatch)),
            (None, Some("="), None, Some(-10), Some(Failed::IfUnmodifiedSince)),
            (None, None, Some(0), None, Some(Failed::IfModifiedSince)),
            (None, None, Some(-1), None, None),
            (None, None, Some(101), None, None),
        ] {
            let (if_match_tag, if_none_match_tag) = (tag(if_match), tag(if_none_match));
            let conditions = Conditions {
                if_match: if_match_tag.as_deref(),
                if_none_match: if_none_match_tag.as_deref(),
                if_modified_since: date(modified),
                if_unmodified_since: date(unmodified),
            };
            let failed = conditions.failed(&object, DateTime::from_secs(1100));
            assert_eq!(failed, expected, "{if_match:?} {if_none_match:?} {modified:?} {unmodified:?}");
        }
    }
}
