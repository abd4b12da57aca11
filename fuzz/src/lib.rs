//! Fuzz targets of fake-s3. Each target reads its input off bytes, checks the invariants after each step, panics if one
//! is broken, and returns how many requests it sent.

pub mod control;
pub mod data;
pub mod frames;
pub mod http;
pub mod invariants;
pub mod requests;
pub mod signatures;
pub mod typed;
pub mod worlds;

/// A target: takes bytes, and returns the number of requests.
pub type Target = fn(&[u8]) -> u64;

/// All targets, by name.
pub const TARGETS: [(&str, Target); 6] = [
    ("http", http::run),
    ("typed", typed::run),
    ("worlds", worlds::run),
    ("control", control::run),
    ("frames", frames::run),
    ("signatures", signatures::run),
];

/// Bytes that follow from a seed: xorshift, so that a run can be repeated.
#[derive(Debug)]
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub fn number(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// One input of a target.
    pub fn input(&mut self) -> Vec<u8> {
        let length = 32 + self.number() % 480;
        (0..length).map(|_| (self.number() >> 24) as u8).collect()
    }
}
