//! `aws-chunked`: a body in frames, with trailers behind it.
//!
//! ```text
//! chunk   = hex(size) [";chunk-signature=" 64hex] CRLF data CRLF
//! last    = "0" [";chunk-signature=" 64hex] CRLF
//! trailer = name ":" value CRLF ... ["x-amz-trailer-signature:" 64hex CRLF]
//! body    = chunk* last trailer? CRLF
//! ```
//!
//! The data is cut out of the segments in which it arrived, never copied. Signatures are read over where the request's
//! own was not verified; but where there must be one, its absence is a body that ends early.

use super::signature::chunks::Chain;
use crate::api::error::{S3Error, table};
use crate::model::payload::Payload;
use bytes::Bytes;
use std::collections::{BTreeMap, VecDeque};

/// The longest line that is looked for; a size and a signature need about a hundred bytes.
const MAX_LINE_BYTES: usize = 4096;

/// What the signature of the trailers is called, which is none of them.
pub const TRAILER_SIGNATURE: &str = "x-amz-trailer-signature";

/// What was in the frames.
#[derive(Debug, Default, PartialEq)]
pub struct Unframed {
    pub payload: Payload,
    /// Names in lower case.
    pub trailers: BTreeMap<String, String>,
}

/// What the frames of a body sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignedFrames {
    Nothing,
    Chunks,
    ChunksAndTrailers,
}

/// How many bytes a chunk with a signature of its own has at least, but for the last.
const LEAST_SIGNED_CHUNK: u64 = 8192;

/// Takes a body out of its frames.
///
/// # Errors
/// `IncompleteBody` where the frames end early, `MalformedTrailerError` where what follows them is no trailer, and
/// `InvalidChunkSizeError` where a signed chunk that is not the last is too small. Where there is a chain of
/// signatures, `SignatureDoesNotMatch` for the first that is not right.
pub fn unframe(framed: Payload, signed: SignedFrames, mut chain: Option<Chain>) -> Result<Unframed, S3Error> {
    let least_chunk = if signed == SignedFrames::Nothing { 0 } else { LEAST_SIGNED_CHUNK };
    let mut rest = Rest { segments: framed.into_pieces().collect() };
    let mut unframed = Unframed::default();
    let mut before = None;
    for chunk in 1_u64.. {
        let line = rest.line().ok_or_else(broken)?;
        let size = size_of(&line).ok_or_else(broken)?;
        if let Some(small) = before.filter(|before| size > 0 && *before < least_chunk) {
            return Err(table::CHUNK_TOO_SMALL.error().with("Chunk", chunk - 1).with("BadChunkSize", small));
        }
        before = Some(size);
        let mut data = Payload::default();
        rest.take(size, &mut data).ok_or_else(broken)?;
        if let Some(chain) = &mut chain {
            chain.check_chunk(&data, signature_of(&line).ok_or_else(broken)?)?;
        }
        if size == 0 {
            break;
        }
        unframed.payload.append(&data);
        match rest.line() {
            Some(line) if line.is_empty() => {}
            _ => return Err(broken()),
        }
    }
    let lines = trailer_lines(&mut rest)?;
    if signed == SignedFrames::ChunksAndTrailers && !lines.iter().any(|line| is_signature(line)) {
        return Err(broken());
    }
    if let Some(chain) = &mut chain {
        check_trailer_signature(&lines, chain)?;
    }
    unframed.trailers = trailers(&lines)?;
    Ok(unframed)
}

fn broken() -> S3Error {
    table::CHUNK_MALFORMED.error().because("the aws-chunked frames are cut off or malformed")
}

fn size_of(line: &str) -> Option<u64> {
    let size = line.split(';').next()?;
    let is_hex = !size.is_empty() && size.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_hex.then(|| u64::from_str_radix(size, 16).ok())?
}

fn signature_of(line: &str) -> Option<&str> {
    line.split(';').find_map(|extension| extension.strip_prefix("chunk-signature="))
}

fn malformed() -> S3Error {
    table::MALFORMED_TRAILER.error().because("a line after the last chunk is not a trailer")
}

/// The lines behind the last chunk, up to the empty one that ends the body. Some clients (minio-go) end a trailer in a
/// bare LF, and set its signature off by an empty line: behind one nothing but that may follow.
fn trailer_lines(rest: &mut Rest) -> Result<Vec<String>, S3Error> {
    let mut lines = Vec::new();
    // Whether an empty line came, and whether the last one was.
    let (mut is_over, mut is_ended) = (false, false);
    while !rest.is_empty() {
        let line = String::from_utf8(rest.up_to_lf().ok_or_else(broken)?).map_err(|_| malformed())?;
        let line = line.strip_suffix('\r').unwrap_or(&line);
        is_ended = line.is_empty();
        if is_over && !is_ended && !is_signature(line) {
            return Err(malformed());
        }
        is_over |= is_ended;
        if !is_ended {
            lines.push(line.to_owned());
        }
    }
    if is_ended { Ok(lines) } else { Err(broken()) }
}

fn is_signature(line: &str) -> bool {
    line.split_once(':').is_some_and(|(name, _)| name.trim().eq_ignore_ascii_case(TRAILER_SIGNATURE))
}

/// Trailers are signed as lines, in the order in which they came. Where there are any they must be signed.
fn check_trailer_signature(lines: &[String], chain: &mut Chain) -> Result<(), S3Error> {
    let mut signed = String::new();
    let mut signature = None;
    for (name, value) in lines.iter().filter_map(|line| line.split_once(':')) {
        match name.trim().to_ascii_lowercase().as_str() {
            TRAILER_SIGNATURE => signature = Some(value.trim()),
            name => signed.extend([name, ":", value.trim(), "\n"]),
        }
    }
    match signature {
        None if signed.is_empty() => Ok(()),
        None => Err(malformed().because("the trailers are not signed")),
        Some(signature) => chain.check_trailers(&signed, signature),
    }
}

fn trailers(lines: &[String]) -> Result<BTreeMap<String, String>, S3Error> {
    let mut trailers = BTreeMap::new();
    for line in lines {
        let (name, value) = line.split_once(':').ok_or_else(malformed)?;
        // Of two values of one name, neither is the one that was meant.
        if trailers.insert(name.trim().to_ascii_lowercase(), value.trim().to_owned()).is_some() {
            return Err(malformed());
        }
    }
    Ok(trailers)
}

/// What has not been read yet.
struct Rest {
    segments: VecDeque<Bytes>,
}

impl Rest {
    fn is_empty(&self) -> bool {
        self.segments.is_empty()
    }

    /// A line, without the CRLF that must end it.
    fn line(&mut self) -> Option<String> {
        let mut line = self.up_to_lf()?;
        line.pop().filter(|last| *last == b'\r')?;
        String::from_utf8(line).ok()
    }

    fn up_to_lf(&mut self) -> Option<Vec<u8>> {
        let mut line = Vec::new();
        while line.len() <= MAX_LINE_BYTES {
            let segment = self.segments.front_mut()?;
            match segment.iter().position(|byte| *byte == b'\n') {
                Some(end) => {
                    line.extend_from_slice(&segment.split_to(end + 1));
                    self.drop_empty();
                    line.pop();
                    return Some(line);
                }
                None => line.extend_from_slice(&self.segments.pop_front()?),
            }
        }
        None
    }

    /// So many bytes.
    fn take(&mut self, mut size: u64, into: &mut Payload) -> Option<()> {
        while size > 0 {
            let segment = self.segments.front_mut()?;
            let now = usize::try_from(size).map_or(segment.len(), |size| size.min(segment.len()));
            into.push(segment.split_to(now));
            size -= now as u64;
            self.drop_empty();
        }
        Some(())
    }

    fn drop_empty(&mut self) {
        while self.segments.front().is_some_and(Bytes::is_empty) {
            self.segments.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// In two pieces, cut anywhere.
    fn cut(framed: &[u8], at: usize) -> Payload {
        let (head, tail) = framed.split_at(at.min(framed.len()));
        [head, tail].into_iter().map(Bytes::copy_from_slice).collect()
    }

    const SIGNED: &[u8] =
        b"5;chunk-signature=00\r\nhello\r\n3;chunk-signature=11\r\n\r\n!\r\n0;chunk-signature=22\r\n\r\n";
    const TRAILING: &[u8] =
        b"B\r\nhello world\r\n0\r\nx-amz-checksum-CRC32:DUoRhQ==\r\nx-amz-trailer-signature:00\r\n\r\n";

    #[test]
    fn frames_are_opened_wherever_the_segments_are_cut() {
        for at in 0..=SIGNED.len() {
            let unframed = unframe(cut(SIGNED, at), SignedFrames::Nothing, None).unwrap();
            assert!(unframed.payload.eq_bytes(b"hello\r\n!"), "cut at {at}");
        }
        for at in 0..=TRAILING.len() {
            let unframed = unframe(cut(TRAILING, at), SignedFrames::ChunksAndTrailers, None).unwrap();
            assert!(unframed.payload.eq_bytes(b"hello world"), "cut at {at}");
            assert_eq!(unframed.trailers["x-amz-checksum-crc32"], "DUoRhQ==");
        }
    }

    #[test]
    fn a_body_that_ends_early_is_incomplete() {
        for (framed, signed) in [(TRAILING, SignedFrames::ChunksAndTrailers), (SIGNED, SignedFrames::Nothing)] {
            for end in 0..framed.len() {
                let code = unframe(cut(&framed[..end], end / 2), signed, None).map_err(|error| error.code());
                assert_eq!(code, Err("IncompleteBody"), "cut at {end}");
            }
        }
    }

    #[test]
    fn signed_trailers_have_their_signature_even_where_there_is_none_of_them() {
        let sent = |end: &str| format!("0;chunk-signature=00\r\n{end}\r\n");
        let opened = |end: &str, signed| {
            unframe(cut(sent(end).as_bytes(), 3), signed, None).map(|_| ()).map_err(|error| error.code())
        };
        let (trailer, signature) = ("x-amz-checksum-crc32:AAAAAA==\r\n", "x-amz-trailer-signature:00\r\n");
        for end in [String::new(), trailer.to_owned()] {
            assert_eq!(opened(&end, SignedFrames::Chunks), Ok(()));
            assert_eq!(opened(&end, SignedFrames::ChunksAndTrailers), Err("IncompleteBody"));
            assert_eq!(opened(&(end + signature), SignedFrames::ChunksAndTrailers), Ok(()));
        }
    }

    #[test]
    fn what_is_not_a_frame_is_refused() {
        for (framed, code) in [
            ("zz\r\n", "IncompleteBody"),
            ("\r\n", "IncompleteBody"),
            ("-1\r\n", "IncompleteBody"),
            ("FFFFFFFFFFFFFFFF\r\nx", "IncompleteBody"),
            ("FFFFFFFFFFFFFFFFF\r\nx", "IncompleteBody"),
            ("5\nhello\r\n0\r\n\r\n", "IncompleteBody"),
            ("1\r\nab\r\n0\r\n\r\n", "IncompleteBody"),
            ("0\r\nno colon\r\n\r\n", "MalformedTrailerError"),
            ("0\r\n\r\nmore", "IncompleteBody"),
            ("0\r\n\r\nmore\r\n", "MalformedTrailerError"),
            ("0\r\na:1\r\n\r\nb:2\r\n\r\n", "MalformedTrailerError"),
            ("0\r\na:1\r\nA:2\r\n\r\n", "MalformedTrailerError"),
        ] {
            let refused = unframe(cut(framed.as_bytes(), 3), SignedFrames::Nothing, None)
                .map(|_| ())
                .map_err(|error| error.code());
            assert_eq!(refused, Err(code), "{framed:?}");
        }
    }

    #[test]
    fn only_the_last_chunk_may_be_smaller_than_the_least() {
        let of = |bytes: usize, signed: SignedFrames| {
            let framed = format!("{bytes:x}\r\n{}\r\n1\r\n!\r\n0\r\n\r\n", "a".repeat(bytes));
            unframe(cut(framed.as_bytes(), 1000), signed, None)
        };
        assert_eq!(of(8192, SignedFrames::Chunks).unwrap().payload.len(), 8193);
        assert_eq!(of(8191, SignedFrames::Chunks).unwrap_err().code(), "InvalidChunkSizeError");
        assert_eq!(of(8191, SignedFrames::Nothing).unwrap().payload.len(), 8192);
    }

    /// As minio-go writes them, signed and unsigned.
    #[test]
    fn trailers_may_end_in_a_bare_lf() {
        for end in ["\r\nx-amz-trailer-signature:00\r\n\r\n", "\r\n\r\n"] {
            let framed = format!("5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\n{end}");
            for at in 0..=framed.len() {
                let unframed = unframe(cut(framed.as_bytes(), at), SignedFrames::Nothing, None).unwrap();
                assert!(unframed.payload.eq_bytes(b"hello"), "cut at {at}");
                assert_eq!(unframed.trailers["x-amz-checksum-crc32"], "NhCmhg==");
            }
        }
    }

    proptest! {
        #[test]
        fn nothing_that_is_sent_panics(bytes in proptest::collection::vec(any::<u8>(), 0..200), at in 0_usize..200) {
            let _ = unframe(cut(&bytes, at), SignedFrames::ChunksAndTrailers, None);
        }
    }
}
