//! Bytes that are never copied: a body is the list of the segments that it arrived in.

pub(crate) mod checksum;
pub(crate) mod pattern;

use super::crc::{self, CrcField};
use crate::api::error::{S3Error, table};
use bytes::Bytes;
use checksum::{Algorithm, ChecksumValue};
use md5::{Digest as _, Md5};
use once_cell::sync::OnceCell;
use pattern::Pattern;
use std::fmt;
use std::ops::Range;

/// A body. Cloning and slicing share the bytes.
#[derive(Clone, Default)]
pub struct Payload {
    segments: Vec<Segment>,
    len: u64,
    digests: Digests,
}

/// The length and the first bytes: a failing test must not print megabytes.
impl fmt::Debug for Payload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN_BYTES: u64 = 32;
        let dots = if self.len > SHOWN_BYTES { ".." } else { "" };
        write!(f, "{} bytes, {:?}{dots}", self.len, self.slice(0..self.len.min(SHOWN_BYTES)).to_bytes())
    }
}

/// Bytes that lie together, or that are repeated.
#[derive(Debug, Clone)]
pub enum Segment {
    Stored(Bytes),
    Repeated(Pattern),
}

/// Digests, each computed when it is first asked for.
#[derive(Debug, Clone, Default)]
pub struct Digests {
    /// Wanted for the tag, and by whoever claims one.
    md5: OnceCell<[u8; 16]>,
    /// The full-object checksum that S3 adds to what came without one.
    crc64nvme: OnceCell<u64>,
    /// One of another algorithm: that which a request claims or its upload has; where these differ it is refused.
    pub(super) checksum: OnceCell<ChecksumValue>,
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

    /// How many of its bytes are repeated instead of stored.
    pub fn repeated(&self) -> u64 {
        let lens = self.segments.iter().map(|segment| match segment {
            Segment::Stored(_) => 0,
            Segment::Repeated(pattern) => pattern.len(),
        });
        lens.sum()
    }

    /// Its bytes, in pieces of which none is empty: those that are stored as they came, the others made on the way.
    pub fn pieces(&self) -> impl Iterator<Item = Bytes> {
        self.segments.iter().flat_map(Segment::pieces)
    }

    /// The same, without the payload.
    pub fn into_pieces(self) -> PayloadPieces {
        PayloadPieces { segments: self.segments.into_iter(), begun: None }
    }

    /// The only segment, where it is stored: nobody need put together what lies together.
    pub fn as_one(&self) -> Option<&Bytes> {
        match self.segments.as_slice() {
            [Segment::Stored(one)] => Some(one),
            _ => None,
        }
    }

    /// What it is made of.
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// Adds a segment at the end.
    pub fn push(&mut self, segment: Bytes) {
        self.add(Segment::Stored(segment));
    }

    fn add(&mut self, segment: Segment) {
        if segment.len() > 0 {
            self.len += segment.len();
            if self.segments.is_empty() {
                // Most bodies arrive in one piece, and are kept.
                self.segments.reserve_exact(1);
            }
            self.segments.push(segment);
            self.digests = Digests::default();
        }
    }

    /// Adds all segments of another payload at the end.
    pub fn append(&mut self, other: &Payload) {
        for segment in &other.segments {
            self.add(segment.clone());
        }
    }

    /// A part of it, which shares the bytes; all of it shares the digests too. What lies beyond the end is not there.
    pub fn slice(&self, range: Range<u64>) -> Payload {
        if range.start == 0 && range.end >= self.len {
            return self.clone();
        }
        let mut slice = Payload::default();
        let mut start = 0_u64;
        for segment in &self.segments {
            let end = start + segment.len();
            let (from, to) = (range.start.max(start), range.end.min(end));
            if from < to {
                slice.add(segment.slice(from - start..to - start));
            }
            if end >= range.end {
                break;
            }
            start = end;
        }
        slice
    }

    /// The MD5 of the bytes; computed once.
    ///
    /// # Errors
    /// 501 where too many of them are repeated.
    pub fn md5(&self) -> Result<[u8; 16], S3Error> {
        let compute = || {
            self.check_hashed("MD5")?;
            let mut digest = Md5::new();
            self.pieces().for_each(|piece| digest.update(piece));
            Ok(digest.finalize().into())
        };
        self.digests().md5.get_or_try_init(compute).copied()
    }

    /// The CRC64NVME of the bytes; computed once.
    pub fn crc64nvme(&self) -> u64 {
        *self.digests().crc64nvme.get_or_init(|| self.crc(crc::CRC64NVME))
    }

    /// A CRC of the bytes; it takes no longer for many that are repeated than for few.
    pub fn crc(&self, field: CrcField) -> u64 {
        match self.repeated() {
            0 => field.of_pieces(self.pieces()),
            _ => field.combine(self.segments.iter().map(|segment| (segment.crc(field), segment.len()))),
        }
    }

    /// That not too many bytes are repeated to look at each.
    ///
    /// # Errors
    /// 501, naming the digest: what cannot be compared is not accepted unseen.
    pub fn check_hashed(&self, digest: &str) -> Result<(), S3Error> {
        match self.repeated() > Pattern::MAX_HASHED_BYTES {
            true => Err(table::NOT_MODELLED.fill(&[&format_args!("the {digest} of more than 16 MiB of a pattern")])),
            false => Ok(()),
        }
    }

    /// The other, if it lies where this does: then it is the same, and may know more digests.
    #[must_use]
    pub fn or_digested(self, other: &Self) -> Self {
        let mut pairs = self.segments.iter().zip(&other.segments);
        match self.segments.len() == other.segments.len() && pairs.all(|(one, other)| one.lies_at(other)) {
            true => other.clone(),
            false => self,
        }
    }

    /// The same, with room for a value of this algorithm: of one beside MD5 and CRC64NVME the value is remembered.
    #[must_use]
    pub fn remembering(mut self, algorithm: Algorithm) -> Self {
        if self.digests.checksum.get().is_some_and(|other| other.algorithm != algorithm) {
            self.digests.checksum = OnceCell::new();
        }
        self
    }

    /// The digests that have been computed: of one pattern those that its clones share.
    pub(super) fn digests(&self) -> &Digests {
        match self.segments.as_slice() {
            [Segment::Repeated(pattern)] => pattern.digests().unwrap_or(&self.digests),
            _ => &self.digests,
        }
    }

    /// Which digests have been computed: MD5, CRC64NVME, another.
    #[cfg(test)]
    pub fn computed(&self) -> [bool; 3] {
        let Digests { md5, crc64nvme, checksum } = self.digests();
        [md5.get().is_some(), crc64nvme.get().is_some(), checksum.get().is_some()]
    }

    /// Whether it has exactly these bytes.
    pub fn eq_bytes(&self, mut bytes: &[u8]) -> bool {
        self.len == bytes.len() as u64
            && self.pieces().all(|piece| {
                let (head, tail) = bytes.split_at(piece.len());
                bytes = tail;
                head == piece
            })
    }

    /// The bytes in one piece: without copying where there is one segment already.
    pub fn to_bytes(&self) -> Bytes {
        match self.as_one() {
            Some(one) => one.clone(),
            None => self.pieces().collect::<Vec<_>>().concat().into(),
        }
    }
}

impl Segment {
    fn len(&self) -> u64 {
        match self {
            Self::Stored(bytes) => bytes.len() as u64,
            Self::Repeated(pattern) => pattern.len(),
        }
    }

    fn pieces(&self) -> pattern::PatternPieces {
        match self {
            Self::Stored(bytes) => pattern::PatternPieces::one(bytes.clone()),
            Self::Repeated(pattern) => pattern.pieces(),
        }
    }

    /// A part of it; the range lies within.
    fn slice(&self, range: Range<u64>) -> Self {
        match self {
            Self::Stored(bytes) => {
                // Both ends are at most the segment's length, which is a usize.
                let within = |at: u64| usize::try_from(at).unwrap_or(bytes.len());
                Self::Stored(bytes.slice(within(range.start)..within(range.end)))
            }
            Self::Repeated(pattern) => Self::Repeated(pattern.slice(range)),
        }
    }

    fn crc(&self, field: CrcField) -> u64 {
        match self {
            Self::Stored(bytes) => field.of(bytes),
            Self::Repeated(pattern) => pattern.crc(field),
        }
    }

    /// Whether it is the same piece of memory, or of the same pattern: bytes never change where they lie.
    fn lies_at(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Stored(one), Self::Stored(other)) => one.as_ptr() == other.as_ptr() && one.len() == other.len(),
            (Self::Repeated(one), Self::Repeated(other)) => one.is(other),
            _ => false,
        }
    }

    /// Whether it has the same bytes as another of the same length.
    fn is(&self, other: &Self) -> bool {
        let len = match (self, other) {
            (Self::Repeated(one), Self::Repeated(other)) => one.decisive(other).min(self.len()),
            _ => self.len(),
        };
        let bytes = |segment: &Self| segment.slice(0..len).pieces().collect::<Vec<_>>().concat();
        match (self, other) {
            (Self::Stored(one), Self::Stored(other)) => one == other,
            _ => bytes(self) == bytes(other),
        }
    }
}

/// The bytes of a payload, piece by piece.
#[derive(Debug)]
pub struct PayloadPieces {
    segments: std::vec::IntoIter<Segment>,
    begun: Option<pattern::PatternPieces>,
}

impl Iterator for PayloadPieces {
    type Item = Bytes;

    fn next(&mut self) -> Option<Bytes> {
        loop {
            if let Some(piece) = self.begun.as_mut().and_then(Iterator::next) {
                return Some(piece);
            }
            self.begun = Some(self.segments.next()?.pieces());
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

impl From<Pattern> for Payload {
    fn from(pattern: Pattern) -> Self {
        let mut payload = Self::default();
        payload.add(Segment::Repeated(pattern));
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

/// Equal are the bytes, however they lie; of patterns no more are made than decide it.
impl PartialEq for Payload {
    fn eq(&self, other: &Self) -> bool {
        if self.len != other.len {
            return false;
        }
        let (mut ours, mut theirs) = (self.segments.iter().cloned(), other.segments.iter().cloned());
        let (mut our, mut their) = (ours.next(), theirs.next());
        while let (Some(one), Some(other)) = (&our, &their) {
            let common = one.len().min(other.len());
            if !one.slice(0..common).is(&other.slice(0..common)) {
                return false;
            }
            let rest = |segment: &Segment| Some(segment.slice(common..segment.len())).filter(|rest| rest.len() > 0);
            (our, their) = (rest(one).or_else(|| ours.next()), rest(other).or_else(|| theirs.next()));
        }
        true
    }
}

impl Eq for Payload {}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn three() -> Payload {
        ["abc", "de", "fghi"].into_iter().map(|text| Bytes::from_static(text.as_bytes())).collect()
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
        let pieces = |payload: &Payload| payload.pieces().collect::<Vec<_>>();
        assert_eq!(pieces(&payload.slice(1..3))[0].as_ptr(), pieces(&payload)[0][1..].as_ptr());
    }

    #[test]
    fn all_of_a_payload_shares_its_digests() {
        let payload = three();
        payload.crc64nvme();
        assert_eq!(payload.slice(0..9).computed(), [false, true, false]);
        assert_eq!(payload.slice(0..8).computed(), [false, false, false]);
    }

    #[test]
    fn digests_are_taken_of_what_lies_at_the_same_place() {
        let (payload, digested) = (three(), three());
        digested.md5().unwrap();
        assert!(payload.clone().or_digested(&digested).computed()[0], "they are static");
        let elsewhere: Payload = ["abc", "de", "fghi"].map(|text| Bytes::from(text.to_owned())).into_iter().collect();
        assert_eq!(elsewhere, digested);
        assert!(!elsewhere.or_digested(&digested).computed()[0]);
        assert!(!payload.slice(0..5).or_digested(&digested).computed()[0]);
        let pattern = Pattern::zeros(9);
        let slice = |range| Payload::from(pattern.clone()).slice(range);
        let digested = slice(0..5);
        digested.md5().unwrap();
        assert!(slice(0..5).or_digested(&digested).computed()[0]);
        assert!(!slice(0..6).or_digested(&digested).computed()[0]);
    }

    #[test]
    fn one_value_of_another_algorithm_is_remembered() {
        let payload = three();
        for algorithm in [Algorithm::Sha256, Algorithm::Sha256, Algorithm::Crc32] {
            let payload = payload.clone().remembering(algorithm);
            let value = ChecksumValue::of(algorithm, &payload).unwrap();
            assert_eq!(payload.digests().checksum.get(), Some(&value));
        }
    }

    #[test]
    fn digests_do_not_see_the_segments() {
        let one = Payload::from(Bytes::from_static(b"abcdefghi"));
        assert_eq!(one.md5(), three().md5());
        assert_eq!(one.crc64nvme(), three().crc64nvme());
    }

    #[test]
    fn a_pattern_is_hashed_up_to_a_size() {
        let max = Pattern::MAX_HASHED_BYTES;
        let mut payload = Payload::from(Pattern::zeros(max));
        assert!(payload.md5().is_ok());
        payload.push(Bytes::from_static(b"stored bytes do not count"));
        assert!(payload.check_hashed("MD5").is_ok());
        payload.append(&Payload::from(Pattern::zeros(1)));
        assert_eq!(payload.md5().map_err(|error| error.status()), Err(501));
        assert_eq!(payload.crc64nvme(), crc::CRC64NVME.of_pieces(payload.pieces()));
    }

    #[test]
    fn clones_of_a_pattern_are_digested_once() {
        let pattern = Pattern::new("abc", 1 << 40);
        let (one, other) = (Payload::from(pattern.clone()), Payload::from(pattern));
        one.crc64nvme();
        assert_eq!(other.computed(), [false, true, false]);
    }

    #[test]
    fn petabytes_are_compared_by_the_first_few() {
        let of = |unit: &'static str| Payload::from(Pattern::new(unit, 1 << 50));
        assert!(of("ab") == of("abab"));
        assert!(of("ab") != of("aba"));
        assert!(of("a").slice(0..1 << 49) != of("a"));
    }

    /// Some segments, and the bytes that they have.
    fn any_payload() -> impl Strategy<Value = (Payload, Vec<u8>)> {
        let segment = ("[ab]{1,3}", 0_u64..8, any::<bool>());
        proptest::collection::vec(segment, 0..5).prop_map(|segments| {
            let (mut payload, mut bytes) = (Payload::default(), Vec::new());
            for (unit, len, is_stored) in segments {
                let own: Vec<u8> = unit.bytes().cycle().take(usize::try_from(len).unwrap()).collect();
                bytes.extend_from_slice(&own);
                payload.append(&match is_stored {
                    true => Payload::from(Bytes::from(own)),
                    false => Payload::from(Pattern::new(unit, len)),
                });
            }
            (payload, bytes)
        })
    }

    proptest! {
        #[test]
        fn stored_or_repeated_the_bytes_decide(
            (one, bytes) in any_payload(),
            (other, others) in any_payload(),
            from in 0_u64..40,
            len in 0_u64..40,
        ) {
            prop_assert_eq!(one.to_bytes(), bytes.clone());
            prop_assert!(one.eq_bytes(&bytes));
            prop_assert_eq!(one == other, bytes == others);
            let stored = Payload::from(Bytes::from(bytes.clone()));
            prop_assert!(one == stored);
            prop_assert_eq!((one.md5(), one.crc64nvme()), (stored.md5(), stored.crc64nvme()));
            let expected: Vec<u8> = bytes.into_iter().skip(usize::try_from(from).unwrap()).collect();
            let expected = &expected[..usize::try_from(len).unwrap().min(expected.len())];
            prop_assert!(one.slice(from..from + len).eq_bytes(expected));
            prop_assert_eq!(one.slice(from..from + len).into_pieces().collect::<Vec<_>>().concat(), expected);
        }
    }
}
