//! The CRC of two pieces out of the CRCs of each.
//!
//! To append bytes multiplies the CRC of what stands before them by a power of x, modulo the CRC's polynomial (Mark
//! Adler's method, as in zlib). `crc_fast::checksum_combine` does the same with matrices, anew for every call: on
//! thousands of parts that takes seconds, where this takes milliseconds, because parts mostly have one length.

use crc_fast::{CrcAlgorithm, Digest, checksum};

/// A CRC as arithmetic: reflected, and with all bits set at the beginning and inverted at the end, as all of S3's are.
#[derive(Debug, Clone, Copy)]
pub struct CrcField {
    /// How many bits a value has.
    width: u32,
    /// The polynomial without its highest term, its bits reflected.
    polynomial: u64,
    /// The same, as the crate that runs over bytes knows it.
    algorithm: CrcAlgorithm,
}

pub const CRC32: CrcField = CrcField { width: 32, polynomial: 0xEDB8_8320, algorithm: CrcAlgorithm::Crc32IsoHdlc };
pub const CRC32C: CrcField = CrcField { width: 32, polynomial: 0x82F6_3B78, algorithm: CrcAlgorithm::Crc32Iscsi };
pub const CRC64NVME: CrcField =
    CrcField { width: 64, polynomial: 0x9A6C_9329_AC4B_C9B5, algorithm: CrcAlgorithm::Crc64Nvme };

impl CrcField {
    /// The CRC of bytes.
    pub fn of(self, bytes: &[u8]) -> u64 {
        checksum(self.algorithm, bytes)
    }

    /// The CRC of bytes that come in pieces.
    pub fn of_pieces(self, pieces: impl Iterator<Item = impl AsRef<[u8]>>) -> u64 {
        let mut digest = Digest::new(self.algorithm);
        for piece in pieces {
            digest.update(piece.as_ref());
        }
        digest.finalize()
    }

    /// The CRC of a piece that is repeated, out of its CRC and its length: by doubling.
    pub fn repeat(self, crc: u64, len: u64, mut times: u64) -> u64 {
        let (mut whole, mut doubled, mut shift) = (0, crc, self.power(len));
        while times > 0 {
            if times & 1 == 1 {
                whole = self.multiply(shift, whole) ^ doubled;
            }
            doubled ^= self.multiply(shift, doubled);
            shift = self.multiply(shift, shift);
            times >>= 1;
        }
        whole
    }

    /// The CRC of all pieces together, out of the CRC and the length of each.
    pub fn combine(self, pieces: impl Iterator<Item = (u64, u64)>) -> u64 {
        let (mut last_len, mut shift) = (0, self.power(0));
        pieces.fold(0, |before, (crc, len)| {
            // Nothing stands before the first piece, nor does a zero become anything else.
            if before == 0 {
                return crc;
            }
            if len != last_len {
                (last_len, shift) = (len, self.power(len));
            }
            self.multiply(shift, before) ^ crc
        })
    }

    /// What a CRC is multiplied by when so many bytes are appended: x to the power of eight times as many.
    fn power(self, mut bytes: u64) -> u64 {
        // In reflected order the highest bit is 1, and the next one down is x.
        let one = 1 << (self.width - 1);
        let (mut power, mut square) = (one, one >> 8);
        while bytes > 0 {
            if bytes & 1 == 1 {
                power = self.multiply(power, square);
            }
            square = self.multiply(square, square);
            bytes >>= 1;
        }
        power
    }

    fn multiply(self, a: u64, mut b: u64) -> u64 {
        let mut product = 0;
        for bit in (0..self.width).rev() {
            if a >> bit & 1 == 1 {
                product ^= b;
            }
            b = if b & 1 == 1 { b >> 1 ^ self.polynomial } else { b >> 1 };
        }
        product
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_crc_of_pieces_is_the_crc_of_the_whole(
            pieces in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..70), 0..6),
        ) {
            for field in [CRC32, CRC32C, CRC64NVME] {
                let each = pieces.iter().map(|piece| (field.of(piece), piece.len() as u64));
                prop_assert_eq!(field.combine(each), field.of(&pieces.concat()));
                prop_assert_eq!(field.of_pieces(pieces.iter()), field.of(&pieces.concat()));
            }
        }

        #[test]
        fn the_crc_of_a_repetition_is_the_crc_of_the_whole(
            piece in proptest::collection::vec(any::<u8>(), 1..20),
            times in 0_u8..40,
        ) {
            for field in [CRC32, CRC32C, CRC64NVME] {
                let whole = field.of(&piece.repeat(usize::from(times)));
                prop_assert_eq!(field.repeat(field.of(&piece), piece.len() as u64, u64::from(times)), whole);
            }
        }

        #[test]
        fn long_pieces_combine_as_the_crate_does_it(before: u64, after: u64, len in 0_u64..1 << 42) {
            let crate_s = crc_fast::checksum_combine(CrcAlgorithm::Crc64Nvme, before, after, len);
            prop_assert_eq!(CRC64NVME.combine([(before, 0), (after, len)].into_iter()), crate_s);
        }
    }
}
