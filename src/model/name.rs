//! Names and numbers that are right because they were parsed.

use crate::api::error::{S3Error, table};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::borrow::Borrow;
use std::fmt;

macro_rules! text_newtype {
    ($($(#[$doc:meta])* $name:ident;)*) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.0 == other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.0 == *other
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )* };
}

text_newtype! {
    /// The name of a bucket, by [S3's rules](https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html).
    BucketName;
    /// The key of an object: 1 to 1,024 bytes of UTF-8. Keys order by their bytes.
    ObjectKey;
    /// The id of a multipart upload. Ids order as the uploads were initiated.
    UploadId;
}

/// What S3 asks of a bucket's name, for whoever chose another.
const BUCKET_NAME_RULES: &str = "a bucket's name has 3 to 63 lower-case letters, digits, dots and hyphens, begins and \
                                 ends with a letter or a digit, is no IP address, and has none of the prefixes and \
                                 suffixes that S3 reserves";

/// Which names there are, for whoever asked for one that is not among them: three at most.
pub fn some_of<'a, N: AsRef<str> + 'a>(names: impl IntoIterator<Item = &'a N>) -> String {
    let mut names = names.into_iter().map(AsRef::as_ref);
    let first: Vec<&str> = names.by_ref().take(3).collect();
    match (first.as_slice(), names.next()) {
        ([], _) => "there are none".to_owned(),
        ([one], _) => format!("there is `{one}`"),
        (some, None) => format!("there are `{}`", some.join("`, `")),
        (some, Some(_)) => format!("there are `{}` and others", some.join("`, `")),
    }
}

/// The longest key, in bytes.
pub const MAX_KEY_BYTES: usize = 1024;

impl TryFrom<&str> for BucketName {
    type Error = S3Error;

    fn try_from(name: &str) -> Result<Self, S3Error> {
        if is_bucket_name(name) {
            Ok(Self(name.to_owned()))
        } else {
            Err(table::INVALID_BUCKET_NAME.error().with("BucketName", name).because(BUCKET_NAME_RULES))
        }
    }
}

impl BucketName {
    /// What AWS calls the bucket beyond S3.
    pub fn arn(&self) -> String {
        format!("arn:aws:s3:::{self}")
    }
}

/// Of the global namespace: names that end in `-an` are those of an account's own.
fn is_bucket_name(name: &str) -> bool {
    let letter_or_digit = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let bytes = name.as_bytes();
    (3..=63).contains(&bytes.len())
        && bytes.iter().all(|byte| letter_or_digit(byte) || matches!(byte, b'.' | b'-'))
        && bytes.first().is_some_and(letter_or_digit)
        && bytes.last().is_some_and(letter_or_digit)
        && !name.contains("..")
        && name.parse::<std::net::Ipv4Addr>().is_err()
        && !["xn--", "sthree-", "amzn-s3-demo-"].iter().any(|prefix| name.starts_with(prefix))
        && !["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3", "-an"].iter().any(|suffix| name.ends_with(suffix))
}

impl TryFrom<&str> for ObjectKey {
    type Error = S3Error;

    fn try_from(key: &str) -> Result<Self, S3Error> {
        match key.len() {
            0 => Err(table::INVALID_URI.error().with("URI", key).because("a key has at least one byte")),
            1..=MAX_KEY_BYTES => Ok(Self(key.to_owned())),
            size => Err(table::KEY_TOO_LONG.error().with("Size", size).with("MaxSizeAllowed", MAX_KEY_BYTES)),
        }
    }
}

impl ObjectKey {
    /// A place between keys, to walk from: it need not be a key itself.
    pub(crate) fn bound(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// As addresses in answers have it: slashes are encoded too (recorded).
    pub fn percent_encoded(&self) -> String {
        const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
        utf8_percent_encode(&self.0, KEPT).to_string()
    }
}

impl UploadId {
    /// An id that the world made, or one that a client claims.
    pub fn new(id: impl Into<String>) -> Self {
        Self(id.into())
    }
}

/// The number of a part: 1 to 10,000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartNumber(u16);

impl PartNumber {
    /// The number.
    pub fn get(self) -> i32 {
        i32::from(self.0)
    }

    /// The number, to count by.
    pub fn count(self) -> usize {
        usize::from(self.0)
    }
}

impl TryFrom<i32> for PartNumber {
    type Error = S3Error;

    fn try_from(number: i32) -> Result<Self, S3Error> {
        match u16::try_from(number) {
            Ok(part @ 1..=10_000) => Ok(Self(part)),
            _ => Err(table::PART_NUMBER_RANGE.argument("partNumber", number)),
        }
    }
}

impl fmt::Display for PartNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// An entity tag: 32 hexadecimal digits, and `-N` on an object that was made of N parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ETag(String);

impl ETag {
    /// The tag of a part, or of an object in one piece: the MD5 of its bytes, or an opaque one.
    pub fn of_digest(digest: [u8; 16]) -> Self {
        Self(hex(&digest))
    }

    /// The tag of an object made of parts with tags of these digests: their MD5, and how many there were.
    pub fn of_parts(digests: &[[u8; 16]]) -> Self {
        use md5::Digest as _;
        let digest: [u8; 16] = md5::Md5::digest(digests.concat()).into();
        Self(format!("{}-{}", hex(&digest), digests.len()))
    }

    /// A tag that another world made: `None` for what is none.
    pub fn parse(text: &str) -> Option<Self> {
        let bare = unquoted(text);
        let (digits, parts) = bare.split_once('-').map_or((bare, None), |(digits, parts)| (digits, Some(parts)));
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        let is_count = |text: &str| text.parse::<u16>().is_ok_and(|parts| parts > 0 && parts.to_string() == text);
        let is_tag = digits.len() == 32 && digits.bytes().all(is_digit) && parts.is_none_or(is_count);
        is_tag.then(|| Self(bare.to_owned()))
    }

    /// How many parts it tells of; `None` of an object in one piece.
    pub fn parts(&self) -> Option<usize> {
        self.0.split_once('-').and_then(|(_, parts)| parts.parse().ok())
    }

    /// The tag without quotes, as error elements show it.
    pub fn bare(&self) -> &str {
        &self.0
    }

    /// The tag in quotes, as headers and lists show it.
    pub fn quoted(&self) -> String {
        format!("\"{}\"", self.0)
    }

    /// Whether a client means this tag: S3 takes it with and without quotes.
    pub fn is(&self, sent: &str) -> bool {
        unquoted(sent) == self.0
    }
}

/// A tag as it was sent, without the quotes.
pub fn unquoted(sent: &str) -> &str {
    sent.trim().trim_matches('"')
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |value: u8| char::from(DIGITS[usize::from(value & 15)]);
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.push(digit(byte >> 4));
        text.push(digit(*byte));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bucket_names_follow_the_rules() {
        for right in ["abc", "a.b-c", "0ab", "backups", &"a".repeat(63)] {
            assert!(BucketName::try_from(right).is_ok(), "{right}");
        }
        let long = "a".repeat(64);
        for wrong in [
            "",
            "ab",
            "-abc",
            "abc-",
            "Abc",
            "a_b",
            "a..b",
            "192.168.5.4",
            "xn--abc",
            "abc-s3alias",
            "x--ol-s3",
            "abc-an",
            &long,
        ] {
            assert!(BucketName::try_from(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn part_numbers_end_at_ten_thousand() {
        for (number, right) in [(-1, false), (0, false), (1, true), (10_000, true), (10_001, false), (i32::MAX, false)]
        {
            assert_eq!(PartNumber::try_from(number).is_ok(), right, "{number}");
        }
    }

    #[test]
    fn the_tag_of_parts_is_the_md5_of_their_md5s() {
        // Recorded from AWS: one part "aaa".
        let part = crate::model::payload::Payload::from(bytes::Bytes::from_static(b"aaa"));
        assert_eq!(ETag::of_parts(&[part.md5().unwrap()]).bare(), "e2c3da976e66ec9e7dc128fbc782fc91-1");
    }
}
