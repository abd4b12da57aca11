//! Tags of objects and of buckets: parsed once, and from then on no two have the same key.

use crate::api::error::{ErrorRow, S3Error, table};
use crate::api::types::Tag;
use std::collections::BTreeSet;

const MAX_KEY_CHARACTERS: usize = 128;
const MAX_VALUE_CHARACTERS: usize = 256;

/// What begins the keys that AWS keeps for itself.
const RESERVED: &str = "aws:";

/// What is tagged: the limits differ, and so does what S3 says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tagged {
    Object,
    Bucket,
    /// A bucket that is being made.
    NewBucket,
}

impl Tagged {
    fn max_tags(self) -> usize {
        match self {
            Self::Object => 10,
            Self::Bucket | Self::NewBucket => 50,
        }
    }

    /// What answers too many tags.
    fn too_many(self) -> &'static ErrorRow {
        match self {
            Self::Object => &table::TAGS_OF_OBJECT_TOO_MANY,
            Self::Bucket | Self::NewBucket => &table::TAGS_OF_BUCKET_TOO_MANY,
        }
    }

    /// Making a bucket fails in a way that AWS cannot have meant (recorded).
    fn twice(self, key: &str) -> S3Error {
        match self {
            Self::Object | Self::Bucket => table::TAG_TWICE.error().with("TagKey", key),
            Self::NewBucket => table::INTERNAL_ERROR.error().because(format!("the tag {key} is there twice")),
        }
    }

    fn reserved(self, key: &str) -> S3Error {
        match self {
            Self::Object => table::TAG_RESERVED_ON_OBJECT.error().with("TagKey", key),
            Self::Bucket => table::TAG_RESERVED_ON_BUCKET.error().with("TagKey", key),
            Self::NewBucket => table::TAG_RESERVED_ON_NEW_BUCKET.error().because(format!("the key is {key}")),
        }
    }
}

/// A set of tags, in the order in which they were given.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tags(Vec<Tag>);

impl Tags {
    /// The first tag that is at fault is named; only then they are counted (field report: cloudserver 4451).
    ///
    /// # Errors
    /// `InvalidTag` for a key or a value, `BadRequest` for too many.
    pub fn new(tagged: Tagged, tags: Vec<Tag>) -> Result<Self, S3Error> {
        let mut seen = BTreeSet::new();
        for Tag { key, value } in &tags {
            if !seen.insert(key.as_str()) {
                return Err(tagged.twice(key));
            }
            if key.starts_with(RESERVED) {
                return Err(tagged.reserved(key));
            }
            if key.is_empty() || !is_text(key, MAX_KEY_CHARACTERS) {
                return Err(table::TAG_KEY_INVALID.error().with("TagKey", key));
            }
            if !is_text(value, MAX_VALUE_CHARACTERS) {
                return Err(table::TAG_VALUE_INVALID.error().with("TagKey", key).with("TagValue", value));
            }
        }
        match tags.len() <= tagged.max_tags() {
            true => Ok(Self(tags)),
            false => Err(tagged.too_many().error().because(format!("there are {}", tags.len()))),
        }
    }

    /// The tags.
    pub fn as_slice(&self) -> &[Tag] {
        &self.0
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Letters, numbers and separators of any script, and a few signs. S3 counts characters as UTF-16 does.
fn is_text(text: &str, max_characters: usize) -> bool {
    let is_separator = |letter: char| letter.is_whitespace() && !letter.is_control();
    let is_allowed = |letter: char| letter.is_alphanumeric() || is_separator(letter) || "_.:/=+-@".contains(letter);
    text.encode_utf16().count() <= max_characters && text.chars().all(is_allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(key: &str, value: &str) -> Tag {
        Tag { key: key.to_owned(), value: value.to_owned() }
    }

    /// The name of the row that refuses these tags.
    fn refused(tagged: Tagged, tags: Vec<Tag>) -> Option<&'static str> {
        Tags::new(tagged, tags).err().map(|error| error.row().name)
    }

    #[test]
    fn keys_and_values_have_allowed_letters_and_lengths() {
        let key = |length: usize| "k".repeat(length);
        for (key, value, expected) in [
            ("a B-9_.:/=+@", "é ü\u{a0}中文٣", None),
            ("key", "", None),
            (&key(128), &key(256), None),
            (&key(129), "", Some("TAG_KEY_INVALID")),
            ("key", &key(257), Some("TAG_VALUE_INVALID")),
            // In UTF-16 each of these letters is two.
            (&"𝒳".repeat(64), "", None),
            (&"𝒳".repeat(65), "", Some("TAG_KEY_INVALID")),
            ("", "value", Some("TAG_KEY_INVALID")),
            ("a,b", "value", Some("TAG_KEY_INVALID")),
            ("a\tb", "value", Some("TAG_KEY_INVALID")),
            ("key", "a\nb", Some("TAG_VALUE_INVALID")),
            ("aws:key", "value", Some("TAG_RESERVED_ON_OBJECT")),
            ("my-aws:key", "value", None),
        ] {
            assert_eq!(refused(Tagged::Object, vec![tag(key, value)]), expected, "{key}={value}");
        }
    }

    #[test]
    fn objects_and_buckets_have_limits_of_their_own() {
        let tags = |count: usize| (0..count).map(|number| tag(&number.to_string(), "")).collect::<Vec<_>>();
        for (tagged, max, row) in [
            (Tagged::Object, 10, "TAGS_OF_OBJECT_TOO_MANY"),
            (Tagged::Bucket, 50, "TAGS_OF_BUCKET_TOO_MANY"),
            (Tagged::NewBucket, 50, "TAGS_OF_BUCKET_TOO_MANY"),
        ] {
            assert_eq!(refused(tagged, tags(max)), None);
            assert_eq!(refused(tagged, tags(max + 1)), Some(row));
            let faulty = [tags(max + 1), vec![tag("a,b", "")]].concat();
            assert_eq!(refused(tagged, faulty), Some("TAG_KEY_INVALID"));
        }
    }

    #[test]
    fn a_key_stands_once_whatever_its_value() {
        let twice = || vec![tag("key", "1"), tag("Key", "1"), tag("key", "2")];
        assert_eq!(refused(Tagged::Object, twice()), Some("TAG_TWICE"));
        assert_eq!(refused(Tagged::Bucket, twice()), Some("TAG_TWICE"));
        assert_eq!(refused(Tagged::NewBucket, twice()), Some("INTERNAL_ERROR"));
    }
}
