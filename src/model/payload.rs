//! Bytes that are never copied: a body is the list of the segments that it arrived in.

use bytes::Bytes;
use md5::{Digest as _, Md5};
use once_cell::sync::OnceCell;
use std::ops::Range;

/// A body. Cloning and slicing share the bytes.
#[derive(Debug, Clone, Default)]
pub struct Payload {
    segments: Vec<Bytes>,
    len: u64,
    /// Wanted for the tag, and by whoever claims one; computed when it is first asked for.
    md5: OnceCell<[u8; 16]>,
    /// The full-object checksum that S3 adds to what came without one, computed when it is first asked for.
    crc64nvme: OnceCell<u64>,
}

impl Payload {
    /// How many bytes it has.
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The segments, in order; none is empty.
    pub fn segments(&self) -> &[Bytes] {
        &self.segments
    }

    /// The segments, in order.
    pub fn into_segments(self) -> Vec<Bytes> {
        self.segments
    }

    /// Adds a segment at the end.
    pub fn push(&mut self, segment: Bytes) {
        if !segment.is_empty() {
            self.len += segment.len() as u64;
            self.segments.push(segment);
            (self.md5, self.crc64nvme) = (OnceCell::new(), OnceCell::new());
        }
    }

    /// Adds all segments of another payload at the end.
    pub fn append(&mut self, other: &Payload) {
        for segment in &other.segments {
            self.push(segment.clone());
        }
    }

    /// A part of it, which shares the bytes. What lies beyond the end is not there.
    pub fn slice(&self, range: Range<u64>) -> Payload {
        let mut slice = Payload::default();
        let mut start = 0_u64;
        for segment in &self.segments {
            let end = start + segment.len() as u64;
            let (from, to) = (range.start.max(start), range.end.min(end));
            if from < to {
                // Both differences are at most the segment's length, which is a usize.
                let within = |at: u64| usize::try_from(at - start).unwrap_or(segment.len());
                slice.push(segment.slice(within(from)..within(to)));
            }
            if end >= range.end {
                break;
            }
            start = end;
        }
        slice
    }

    /// The MD5 of the bytes; computed once.
    pub fn md5(&self) -> [u8; 16] {
        *self.md5.get_or_init(|| {
            let mut digest = Md5::new();
            for segment in &self.segments {
                digest.update(segment);
            }
            digest.finalize().into()
        })
    }

    /// The CRC64NVME of the bytes; computed once.
    pub fn crc64nvme(&self) -> u64 {
        *self.crc64nvme.get_or_init(|| {
            let mut digest = crc_fast::Digest::new(crc_fast::CrcAlgorithm::Crc64Nvme);
            for segment in &self.segments {
                digest.update(segment);
            }
            digest.finalize()
        })
    }

    /// Whether it has exactly these bytes.
    pub fn eq_bytes(&self, mut bytes: &[u8]) -> bool {
        if self.len != bytes.len() as u64 {
            return false;
        }
        self.segments.iter().all(|segment| {
            let (head, tail) = bytes.split_at(segment.len());
            bytes = tail;
            head == segment
        })
    }

    /// The bytes in one piece: without copying where there is one segment already.
    pub fn to_bytes(&self) -> Bytes {
        match self.segments.as_slice() {
            [] => Bytes::new(),
            [one] => one.clone(),
            many => many.concat().into(),
        }
    }
}

impl From<Bytes> for Payload {
    fn from(bytes: Bytes) -> Self {
        let mut payload = Self::default();
        payload.push(bytes);
        payload
    }
}

impl FromIterator<Bytes> for Payload {
    fn from_iter<T: IntoIterator<Item = Bytes>>(segments: T) -> Self {
        let mut payload = Self::default();
        for segment in segments {
            payload.push(segment);
        }
        payload
    }
}

impl PartialEq for Payload {
    fn eq(&self, other: &Self) -> bool {
        self.len == other.len && (self.segments == other.segments || self.to_bytes() == other.to_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn three() -> Payload {
        ["abc", "de", "fghi"].into_iter().map(Bytes::from_static_str).collect()
    }

    trait FromStr {
        fn from_static_str(text: &'static str) -> Bytes;
    }
    impl FromStr for Bytes {
        fn from_static_str(text: &'static str) -> Bytes {
            Bytes::from_static(text.as_bytes())
        }
    }

    #[test]
    fn every_slice_is_the_slice_of_the_whole() {
        let (payload, whole) = (three(), b"abcdefghi");
        for from in 0..=9_u64 {
            for to in from..=9_u64 {
                let expected = &whole[usize::try_from(from).unwrap()..usize::try_from(to).unwrap()];
                assert!(payload.slice(from..to).eq_bytes(expected), "{from}..{to}");
            }
        }
    }

    #[test]
    fn a_slice_shares_its_bytes() {
        let payload = three();
        let slice = payload.slice(1..3);
        assert_eq!(slice.segments()[0].as_ptr(), payload.segments()[0][1..].as_ptr());
    }

    #[test]
    fn digests_do_not_see_the_segments() {
        let one = Payload::from(Bytes::from_static(b"abcdefghi"));
        assert_eq!(one.md5(), three().md5());
        assert_eq!(one.crc64nvme(), three().crc64nvme());
    }
}
