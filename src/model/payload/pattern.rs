//! Bytes that are repeated instead of stored: of any length, in no memory.

use super::Digests;
use crate::model::crc::CrcField;
use bytes::Bytes;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// A few bytes, repeated up to a length: a part of 5 GiB that takes no memory, and no time to make.
///
/// Where a pattern is read, its bytes are made piece by piece. Its CRCs come by arithmetic, whatever its length. Other
/// digests need all the bytes, so they are computed up to [`MAX_HASHED_BYTES`](Self::MAX_HASHED_BYTES) only: the ETag
/// of what is longer is not its MD5 but [opaque](crate::Builder::opaque_etags), and a request that claims its MD5, SHA
/// or XXHASH is refused with 501, because nobody compares it.
///
/// Clones share the digests: 10,000 parts that are clones of one pattern are digested once.
///
/// ```
/// use fake_s3::{FakeS3, Pattern};
///
/// let s3 = FakeS3::new();
/// let bucket = s3.create_bucket("backups");
/// bucket.put_object("db.tar", Pattern::new("0123456789", 5 << 30));
/// assert_eq!(bucket.object("db.tar").unwrap().bytes_in(4_000_000_003..4_000_000_006), "345");
/// ```
#[derive(Clone)]
pub struct Pattern {
    whole: Arc<Whole>,
    range: Range<u64>,
}

/// What the clones and slices of a pattern share.
struct Whole {
    unit: Bytes,
    len: u64,
    digests: Digests,
}

/// How large the pieces are in which a pattern is read, at most, where its unit is not larger.
const PIECE_BYTES: usize = 64 * 1024;

impl Pattern {
    /// How many bytes of patterns a body may have so that its MD5, SHA and XXHASH digests are computed: 16 MiB.
    pub const MAX_HASHED_BYTES: u64 = 16 * 1024 * 1024;

    /// The first `len` bytes of an endless repetition of `unit`.
    ///
    /// # Panics
    /// If the unit is empty, and something is to be made of it.
    #[track_caller]
    pub fn new(unit: impl Into<Bytes>, len: u64) -> Self {
        let unit = unit.into();
        assert!(!unit.is_empty() || len == 0, "nothing, repeated, does not make {len} bytes");
        Self { whole: Arc::new(Whole { unit, len, digests: Digests::default() }), range: 0..len }
    }

    /// So many zeros.
    pub fn zeros(len: u64) -> Self {
        Self::new(Bytes::from_static(&[0]), len)
    }

    /// How many bytes it has.
    pub fn len(&self) -> u64 {
        self.range.end - self.range.start
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What is repeated, from its own beginning on.
    pub(crate) fn unit(&self) -> Bytes {
        match self.place(self.range.start) {
            0 => self.whole.unit.clone(),
            start => [&self.whole.unit[start..], &self.whole.unit[..start]].concat().into(),
        }
    }

    /// A part of it. What lies beyond the end is not there.
    pub(super) fn slice(&self, range: Range<u64>) -> Self {
        let at = |offset: u64| self.range.start.saturating_add(offset).min(self.range.end);
        Self { whole: Arc::clone(&self.whole), range: at(range.start)..at(range.end) }
    }

    /// The digests, where it is all that was made: those of a slice nobody else will ask for.
    pub(super) fn digests(&self) -> Option<&Digests> {
        (self.range == (0..self.whole.len)).then_some(&self.whole.digests)
    }

    /// Its bytes, piece by piece; the memory of one piece serves for all.
    pub(super) fn pieces(&self) -> PatternPieces {
        let (unit, left) = (&self.whole.unit, self.len());
        if left == 0 {
            return PatternPieces { piece: Bytes::new(), left };
        }
        let start = self.place(self.range.start);
        let wanted = usize::try_from(left).unwrap_or(PIECE_BYTES).min(PIECE_BYTES);
        let times = wanted.div_ceil(unit.len());
        let piece = match (start, times) {
            (0, 1) => unit.clone(),
            _ => [&unit[start..], &unit[..start]].concat().repeat(times).into(),
        };
        PatternPieces { piece, left }
    }

    /// A CRC of it: that of its unit, as often as it is in there, with what is cut off at both ends.
    pub(super) fn crc(&self, field: CrcField) -> u64 {
        let (unit, len) = (&self.whole.unit, self.len());
        if len == 0 {
            return field.of(&[]);
        }
        let (start, period) = (self.place(self.range.start), unit.len() as u64);
        let head = &unit[start..];
        let head = &head[..usize::try_from(len).unwrap_or(head.len()).min(head.len())];
        let rest = len - head.len() as u64;
        let (times, tail) = (rest / period, &unit[..self.place(rest)]);
        let middle = if times == 0 { 0 } else { field.repeat(field.of(unit), period, times) };
        let pieces =
            [(field.of(head), head.len() as u64), (middle, times * period), (field.of(tail), tail.len() as u64)];
        field.combine(pieces.into_iter())
    }

    /// Where in the unit a byte is.
    fn place(&self, offset: u64) -> usize {
        // Less than the length of the unit, which is a usize.
        usize::try_from(offset % self.whole.unit.len() as u64).unwrap_or(0)
    }

    /// Whether it is the same part of the same pattern.
    pub(super) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.whole, &other.whole) && self.range == other.range
    }

    /// How many bytes decide whether two patterns of one length are the same: what agrees for as long as both periods
    /// together agrees for ever (Fine and Wilf).
    pub(super) fn decisive(&self, other: &Self) -> u64 {
        if self.is(other) { 0 } else { self.whole.unit.len() as u64 + other.whole.unit.len() as u64 }
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Whole { unit, .. } = &*self.whole;
        f.debug_struct("Pattern").field("unit", unit).field("range", &self.range).finish()
    }
}

/// The bytes of a pattern, piece by piece.
#[derive(Debug, Clone)]
pub struct PatternPieces {
    piece: Bytes,
    left: u64,
}

impl PatternPieces {
    /// The bytes of a segment that is stored: one piece.
    pub(super) fn one(piece: Bytes) -> Self {
        let left = piece.len() as u64;
        Self { piece, left }
    }
}

impl Iterator for PatternPieces {
    type Item = Bytes;

    fn next(&mut self) -> Option<Bytes> {
        let len = usize::try_from(self.left).unwrap_or(usize::MAX).min(self.piece.len());
        self.left -= len as u64;
        (len > 0).then(|| self.piece.slice(..len))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::crc::{CRC32, CRC32C, CRC64NVME};
    use proptest::prelude::*;

    fn bytes(pattern: &Pattern) -> Vec<u8> {
        pattern.pieces().collect::<Vec<_>>().concat()
    }

    proptest! {
        #[test]
        fn a_slice_is_that_of_the_bytes(
            unit in proptest::collection::vec(any::<u8>(), 1..9),
            len in 0_u64..100,
            from in 0_u64..110,
            to in 0_u64..110,
        ) {
            let pattern = Pattern::new(unit.clone(), len);
            let whole: Vec<u8> = unit.into_iter().cycle().take(usize::try_from(len).unwrap()).collect();
            prop_assert_eq!(bytes(&pattern), whole.clone());
            let slice = pattern.slice(from..to.max(from));
            let expected = whole.into_iter().skip(usize::try_from(from).unwrap());
            let expected: Vec<u8> = expected.take(usize::try_from(to.saturating_sub(from)).unwrap()).collect();
            prop_assert_eq!(bytes(&slice), expected.clone());
            for field in [CRC32, CRC32C, CRC64NVME] {
                prop_assert_eq!(slice.crc(field), field.of(&expected));
            }
        }
    }

    #[test]
    fn pieces_are_large_and_end_where_the_pattern_does() {
        let pattern = Pattern::new("abc", 200_000).slice(1..200_000);
        let pieces: Vec<_> = pattern.pieces().collect();
        assert_eq!(pieces.len(), 4);
        assert!(pieces.iter().all(|piece| piece.starts_with(b"bcabc")));
        assert_eq!(pieces.iter().map(Bytes::len).sum::<usize>(), 199_999);
    }

    #[test]
    #[should_panic(expected = "does not make 5 bytes")]
    fn nothing_makes_nothing() {
        Pattern::new("", 5);
    }
}
