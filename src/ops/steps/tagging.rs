//! Tags: read out of `x-amz-tagging`, and put on what is there.

use crate::api::error::{ErrorRow, S3Error, table};
use crate::api::types::{Tag, TaggingDirective};
use crate::model::name::{BucketName, ObjectKey};
use crate::model::store::Store;
use crate::model::tag::{Tagged, Tags};
use crate::model::version::VersionId;
use percent_encoding::percent_decode_str;
use std::borrow::Cow;
use std::collections::BTreeSet;

const HEADER: &str = "x-amz-tagging";

/// What the tags of an object answer.
pub(crate) static ERRORS: [&ErrorRow; 4] = [
    &table::TAG_KEY_INVALID,
    &table::TAG_VALUE_INVALID,
    &table::TAG_RESERVED_ON_OBJECT,
    &table::TAGS_OF_OBJECT_TOO_MANY,
];

/// What the header answers beside these.
pub(crate) static HEADER_ERRORS: [&ErrorRow; 1] = [&table::TAGGING_HEADER_INVALID];

/// Reads `a=b&c=d`. What is no such text, or names a key twice, is refused as the header (recorded); a key or a value
/// that no tag has is refused as itself (a suite's).
pub(crate) fn from_header(header: Option<&str>) -> Result<Tags, S3Error> {
    let sent = header.unwrap_or_default();
    match pairs(sent) {
        Some(tags) => Tags::new(Tagged::Object, tags),
        None => Err(table::TAGGING_HEADER_INVALID.argument(HEADER, sent)),
    }
}

/// Empty pairs count for nothing, and a key alone has the empty value. A second `=` would have been encoded.
fn pairs(sent: &str) -> Option<Vec<Tag>> {
    let (mut tags, mut seen) = (Vec::new(), BTreeSet::new());
    for pair in sent.split('&').filter(|pair| !pair.is_empty()) {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        if key.is_empty() || value.contains('=') {
            return None;
        }
        let (key, value) = (decode(key)?, decode(value)?);
        if !seen.insert(key.clone()) {
            return None;
        }
        tags.push(Tag { key, value });
    }
    Some(tags)
}

/// Stricter than an address: a percent sign must begin an encoded byte.
fn decode(text: &str) -> Option<String> {
    let is_encoded = |rest: &str| {
        let digits = rest.as_bytes().get(..2);
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    };
    if !text.split('%').skip(1).all(is_encoded) {
        return None;
    }
    let text = text.replace('+', " ");
    percent_decode_str(&text).decode_utf8().ok().map(Cow::into_owned)
}

/// The tags that a copy gets instead of its source's. Where it takes those along, the header is read and has no effect
/// (recorded).
pub(crate) fn of_copy(header: Option<&str>, directive: Option<&TaggingDirective>) -> Result<Option<Tags>, S3Error> {
    let tags = from_header(header)?;
    match directive {
        None | Some(TaggingDirective::Copy) => Ok(None),
        Some(TaggingDirective::Replace) => Ok(Some(tags)),
        Some(other) => Err(table::TAGGING_DIRECTIVE_UNKNOWN.argument("x-amz-tagging-directive", other)),
    }
}

/// How many there are, for readers; of none they are told nothing (recorded).
pub(crate) fn count(tags: &Tags) -> Option<i32> {
    i32::try_from(tags.as_slice().len()).ok().filter(|count| *count > 0)
}

/// Replaces an object's tags, and nothing else of it.
pub(crate) fn replace(store: &mut Store, bucket: &BucketName, key: &ObjectKey, version: &VersionId, tags: Tags) {
    store.change_object(bucket, key, version, |object| object.attributes.tags = tags);
}

#[cfg(test)]
mod tests {
    use super::*;
    use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
    use proptest::prelude::*;

    /// Keys and values as text, or the name of the row that refuses.
    fn read(header: &str) -> String {
        let show = |tag: &Tag| format!("[{}|{}]", tag.key, tag.value);
        match from_header(Some(header)) {
            Ok(tags) => tags.as_slice().iter().map(show).collect::<Vec<_>>().concat(),
            Err(error) => error.row().name.to_owned(),
        }
    }

    #[test]
    fn the_header_is_read_as_recorded_and_as_a_suite_asserts() {
        for (header, expected) in [
            ("", ""),
            ("&", ""),
            ("key", "[key|]"),
            ("key=&", "[key|]"),
            ("key1&key2", "[key1|][key2|]"),
            ("key1=val1&key2=val2", "[key1|val1][key2|val2]"),
            ("key@=val@", "[key@|val@]"),
            ("key%2E=value%2F", "[key.|value/]"),
            ("key%2D=value%2B", "[key-|value+]"),
            ("key++key=value++value", "[key  key|value  value]"),
            ("key%20key=value%20value", "[key key|value value]"),
            ("tag1=tag1&tag2=tag2&tag=", "[tag1|tag1][tag2|tag2][tag|]"),
            ("%C3%A9=%3D", "[é|=]"),
            ("key1=val1&key1=val2", "TAGGING_HEADER_INVALID"),
            ("key1=val1,key2=val2", "TAGGING_HEADER_INVALID"),
            ("=", "TAGGING_HEADER_INVALID"),
            ("key%", "TAGGING_HEADER_INVALID"),
            ("key%2", "TAGGING_HEADER_INVALID"),
            ("key%+1", "TAGGING_HEADER_INVALID"),
            ("key=%FF", "TAGGING_HEADER_INVALID"),
            ("key?=val", "TAG_KEY_INVALID"),
            ("key=val?", "TAG_VALUE_INVALID"),
            ("aws:key=val", "TAG_RESERVED_ON_OBJECT"),
        ] {
            assert_eq!(read(header), expected, "{header}");
        }
    }

    /// Keys and values.
    type Pairs = Vec<(String, String)>;

    fn read_pairs(header: &str) -> Option<Pairs> {
        let tags = from_header(Some(header)).ok()?;
        Some(tags.as_slice().iter().map(|tag| (tag.key.clone(), tag.value.clone())).collect())
    }

    fn write_pairs(pairs: &Pairs) -> String {
        let encode = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let pairs: Vec<_> = pairs.iter().map(|(key, value)| format!("{}={}", encode(key), encode(value))).collect();
        pairs.join("&")
    }

    proptest! {
        /// Whatever is sent; and what is read of it can be sent again.
        #[test]
        fn any_text_is_refused_or_read(header in r"(?:[ab%2C=&+,é]|\PC){0,40}") {
            if let Some(pairs) = read_pairs(&header) {
                prop_assert_eq!(read_pairs(&write_pairs(&pairs)), Some(pairs));
            }
        }

        #[test]
        fn what_is_encoded_is_read_as_it_was(
            tags in proptest::collection::btree_map(
                r"[a-zA-Z0-9éñß中٣𝒳 _.:/=+\-@]{1,20}", r"[a-zA-Z0-9éñß中٣𝒳 _.:/=+\-@]{0,20}", 0..=10,
            ),
        ) {
            prop_assume!(tags.keys().all(|key| !key.starts_with("aws:")));
            let pairs: Pairs = tags.into_iter().collect();
            prop_assert_eq!(read_pairs(&write_pairs(&pairs)), Some(pairs));
        }
    }
}
