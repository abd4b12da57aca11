//! What a reader of an object is told: the same for GET and HEAD.

use super::range::Selected;
use crate::api::error::{ErrorRow, S3Error, table};
use crate::api::primitives::DateTime;
use crate::api::shape::{Field, Malformed};
use crate::api::types::groups::{ChecksumValues, ObjectEcho, ResponseOverrides};
use crate::api::types::{ChecksumMode, StorageClass};
use crate::model::object::StoredObject;
use crate::model::payload::checksum::{ChecksumKind, ObjectChecksum};
use crate::model::restore::Phase;

/// A part's number that is none, or a date that is none.
pub(crate) fn malformed(field: Malformed) -> S3Error {
    super::part::malformed(field)
}

/// What reading answers when the object is archived.
pub(crate) static ARCHIVED: [&ErrorRow; 1] = [&table::OBJECT_ARCHIVED];

/// An archived object must be restored before its bytes can be read; otherwise the given error is returned.
pub(crate) fn check_readable(object: &StoredObject, now: DateTime, error: &'static ErrorRow) -> Result<(), S3Error> {
    match (object.archive(), object.restoration_phase(now)) {
        (None, _) | (Some(_), Some(Phase::Restored { .. })) => Ok(()),
        (Some(_), None | Some(Phase::Ongoing)) => {
            let why = "an archived object is read from a copy that RestoreObject makes, when that is ready";
            let error = error.error().with("StorageClass", &object.attributes.storage_class);
            Err(error.because(why))
        }
    }
}

/// `x-amz-restore`: how far the restoration of an archived object is.
pub(crate) fn restore_header(object: &StoredObject, now: DateTime) -> Option<String> {
    Some(match object.restoration_phase(now)? {
        Phase::Ongoing => r#"ongoing-request="true""#.to_owned(),
        Phase::Restored { expires } => format!(r#"ongoing-request="false", expiry-date="{}""#, expires.to_text()),
    })
}

/// Tells what the object remembers.
#[expect(clippy::assigning_clones, reason = "the answer is new: there is nothing in it to be reused")]
pub(crate) fn tell(answer: &mut impl ObjectEcho, object: &StoredObject, selected: &Selected) {
    let bytes = selected.bytes(object);
    let attributes = &object.attributes;
    *answer.accept_ranges_mut() = Some("bytes".to_owned());
    *answer.content_length_mut() = i64::try_from(bytes.end - bytes.start).ok();
    *answer.content_range_mut() = selected.content_range(object);
    *answer.e_tag_mut() = Some(object.etag.quoted());
    *answer.last_modified_mut() = Some(object.last_modified);
    *answer.cache_control_mut() = attributes.cache_control.clone();
    *answer.content_disposition_mut() = attributes.content_disposition.clone();
    *answer.content_encoding_mut() = attributes.content_encoding.clone();
    *answer.content_language_mut() = attributes.content_language.clone();
    *answer.content_type_mut() = Some(attributes.content_type.clone().into_owned());
    *answer.expires_string_mut() = attributes.expires.clone();
    let metadata = attributes.metadata.iter().map(|(name, value)| (name.clone(), super::encoded_word::encode(value)));
    *answer.metadata_mut() = Some(metadata.collect());
    *answer.website_redirect_location_mut() = attributes.website_redirect_location.clone();
    // Absent for STANDARD (recorded).
    *answer.storage_class_mut() =
        Some(attributes.storage_class.clone()).filter(|class| *class != StorageClass::Standard);
    // Only a reader of one part is told how many there are.
    if let Selected::Part { .. } = selected {
        *answer.parts_count_mut() = object.parts_count().and_then(|count| i32::try_from(count).ok());
    }
}

/// Whether a reader asked for the checksum: in letters of any case (recorded). There is no other mode.
pub(crate) fn wants_checksum(mode: Option<&ChecksumMode>) -> Result<bool, S3Error> {
    match mode {
        None => Ok(false),
        Some(mode) if mode.as_str().eq_ignore_ascii_case(ChecksumMode::Enabled.as_str()) => Ok(true),
        Some(mode) => Err(table::CHECKSUM_MODE_INVALID.error().because(format!("it is `{mode}`"))),
    }
}

/// Tells the checksum, to a reader who asked for it: of what was read, if S3 has one of just that.
pub(crate) fn tell_checksum(
    answer: &mut (impl ChecksumValues + ObjectEcho),
    object: &StoredObject,
    selected: &Selected,
) {
    let Some(whole) = &object.checksum else { return };
    let kind = match selected {
        Selected::Part { number, .. } => tell_part_checksum(answer, object, whole, *number),
        Selected::Range(range) if *range != (0..object.len()) => None,
        Selected::Whole | Selected::Range(_) => Some(super::digest::tell_object(answer, whole)),
    };
    *answer.checksum_type_mut() = kind;
}

/// Recorded: of a composite object the part's own; of one with a checksum of all bytes none, unless one part is all.
fn tell_part_checksum(
    answer: &mut impl ChecksumValues,
    object: &StoredObject,
    whole: &ObjectChecksum,
    number: usize,
) -> Option<crate::api::types::ChecksumType> {
    match whole.kind {
        ChecksumKind::Composite => {
            let (part, _) = object.part(number)?;
            super::digest::tell(answer, part.checksum.as_ref()?);
            Some(whole.kind.into())
        }
        ChecksumKind::FullObject if object.parts_count().unwrap_or(1) == 1 => {
            Some(super::digest::tell_object(answer, whole))
        }
        ChecksumKind::FullObject => None,
    }
}

/// What the reader's wishes answer.
pub(crate) static WISHES: [&ErrorRow; 2] = [&table::RESPONSE_HEADERS_ANONYMOUS, &table::RESPONSE_HEADER_NOT_LATIN];

/// That whoever wishes has signed, and that every wish can stand in a header.
pub(crate) fn check_wishes(wishes: &impl ResponseOverrides, is_anonymous: bool) -> Result<(), S3Error> {
    let named = [
        ("response-cache-control", wishes.response_cache_control()),
        ("response-content-disposition", wishes.response_content_disposition()),
        ("response-content-encoding", wishes.response_content_encoding()),
        ("response-content-language", wishes.response_content_language()),
        ("response-content-type", wishes.response_content_type()),
    ];
    let wishes_anything = wishes.response_expires().is_some() || named.iter().any(|(_, wish)| wish.is_some());
    if is_anonymous && wishes_anything {
        return Err(table::RESPONSE_HEADERS_ANONYMOUS.error().because("the request is not signed"));
    }
    let is_latin = |text: &String| text.chars().all(|letter| u32::from(letter) <= 0xFF);
    match named.into_iter().find_map(|(name, wish)| Some((name, wish.as_ref().filter(|wish| !is_latin(wish))?))) {
        None => Ok(()),
        Some((name, wish)) => Err(table::RESPONSE_HEADER_NOT_LATIN.argument(name, wish)),
    }
}

/// Lets the reader's wishes replace what the object says of itself.
pub(crate) fn override_headers(answer: &mut impl ObjectEcho, wishes: &impl ResponseOverrides) {
    let replace = |place: &mut Option<String>, wish: &Option<String>| {
        if wish.is_some() {
            place.clone_from(wish);
        }
    };
    replace(answer.cache_control_mut(), wishes.response_cache_control());
    replace(answer.content_disposition_mut(), wishes.response_content_disposition());
    replace(answer.content_encoding_mut(), wishes.response_content_encoding());
    replace(answer.content_language_mut(), wishes.response_content_language());
    replace(answer.content_type_mut(), wishes.response_content_type());
    replace(answer.expires_string_mut(), &wishes.response_expires().map(|at| at.to_text()));
}
