//! Encoded words (RFC 2047), as which user metadata travels when it is not plain ASCII.
//!
//! The user guide ("Working with object metadata"): S3 decodes what it stores, and encodes what it returns. Recorded:
//! what turns out to be plain ASCII comes back as that, and of the two encodings the shorter to read is chosen as mail
//! programs do: Q where more than half of the characters are plain, else B.

use aws_smithy_types::base64;
use std::borrow::Cow;
use std::fmt::Write as _;

/// The text that a value means. Anything but encoded words of UTF-8 means itself.
pub(crate) fn decode(value: &str) -> Cow<'_, str> {
    let words: Option<Vec<Vec<u8>>> = value.split(' ').map(decode_word).collect();
    match words.map(|words| words.concat()) {
        Some(bytes) => Cow::Owned(String::from_utf8_lossy(&bytes).into_owned()),
        None => Cow::Borrowed(value),
    }
}

fn decode_word(word: &str) -> Option<Vec<u8>> {
    let mut fields = word.strip_prefix("=?")?.strip_suffix("?=")?.splitn(3, '?');
    let (charset, encoding, text) = (fields.next()?, fields.next()?, fields.next()?);
    match encoding {
        _ if !charset.eq_ignore_ascii_case("utf-8") => None,
        "B" | "b" => decode_base64(text),
        "Q" | "q" => decode_quoted(text),
        _ => None,
    }
}

/// Decodes as S3 does (recorded): a byte that is not a digit of base64 counts as the digit whose bits are all set.
fn decode_base64(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(4) {
        return None;
    }
    let mut decoded = Vec::with_capacity(text.len() / 4 * 3);
    for group in text.as_bytes().chunks_exact(4) {
        let bits = group.iter().fold(0, |bits, byte| bits << 6 | u32::from(base64_digit(*byte)));
        let [_, first, second, third] = bits.to_be_bytes();
        decoded.push(first);
        match group {
            [.., b'=', _] => break,
            [.., b'='] => {
                decoded.push(second);
                break;
            }
            _ => decoded.extend([second, third]),
        }
    }
    Some(decoded)
}

fn base64_digit(byte: u8) -> u8 {
    match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        _ => 63,
    }
}

fn decode_quoted(text: &str) -> Option<Vec<u8>> {
    let mut bytes = text.bytes();
    let mut decoded = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next() {
        decoded.push(match byte {
            b'_' => b' ',
            b'=' => {
                let digits = [bytes.next()?, bytes.next()?];
                u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?
            }
            byte => byte,
        });
    }
    Some(decoded)
}

/// The value that a text travels as.
pub(crate) fn encode(text: &str) -> String {
    let is_plain = |c: &char| matches!(c, ' '..='~' | '\t');
    let plain = text.chars().filter(is_plain).count();
    match text.chars().count() - plain {
        0 => text.to_owned(),
        other if plain > other => format!("=?UTF-8?Q?{}?=", encode_quoted(text)),
        _ => format!("=?UTF-8?B?{}?=", base64::encode(text)),
    }
}

fn encode_quoted(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        match byte {
            b' ' => encoded.push('_'),
            b'!'..=b'~' if !matches!(byte, b'=' | b'_' | b'?') => encoded.push(char::from(byte)),
            _ => _ = write!(encoded, "={byte:02X}"),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::{decode, encode};

    #[test]
    fn what_is_not_ascii_comes_back_encoded() {
        for (sent, stored, returned) in [
            ("plain =text?", "plain =text?", "plain =text?"),
            ("=?UTF-8?Q?only_ascii?=", "only ascii", "only ascii"),
            ("=?utf-8?b?YWI=?=", "ab", "ab"),
            ("=?UTF-8?B?YWJjZGVm?=", "abcdef", "abcdef"),
            ("=?UTF-8?B?YQ==?=", "a", "a"),
            ("=?UTF-8?B?=GGG?=", "\u{FFFD}a\u{FFFD}", "=?UTF-8?B?77+9Ye+/vQ==?="),
            ("=?UTF-8?Q?=FF?=", "\u{FFFD}", "=?UTF-8?B?77+9?="),
            ("naïve_name", "naïve_name", "=?UTF-8?Q?na=C3=AFve=5Fname?="),
            ("éé", "éé", "=?UTF-8?B?w6nDqQ==?="),
            ("=?UTF-8?Q?a?= =?UTF-8?Q?b?=", "ab", "ab"),
        ] {
            assert_eq!(decode(sent), stored, "{sent}");
            assert_eq!(encode(stored), returned, "{stored}");
        }
    }

    #[test]
    fn what_is_no_encoded_word_means_itself() {
        for value in ["=?UTF-8?Q?=4?=", "=?UTF-8?X?a?=", "=?latin1?Q?a?=", "=?UTF-8?B?%?=", "=?=", "a =?UTF-8?Q?b?="] {
            assert_eq!(decode(value), value);
        }
    }
}
