//! World files, damaged.

use crate::data::Data;
use crate::invariants::{check_bytes, check_round_trip};
use fake_s3::{FakeS3, World};

const EVERYTHING: &str = include_str!("../../fixtures/worlds/everything.json");
const PIECES: &[&str] = &[
    "\"",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "null",
    "true",
    "-1",
    "0",
    "1e999",
    "18446744073709551616",
    "\"\"",
    "\"x\"",
    "\"2026-01-01T00:00:00Z\"",
    "\\u0000",
    "\u{e9}",
    "{\"Name\":\"backups\"}",
    "[[[[[[[[",
];

/// Reads and loads one damaged file. Counts as one request.
pub fn run(input: &[u8]) -> u64 {
    let mut data = Data::new(input);
    let mut text = EVERYTHING.to_owned();
    for _ in 0..=data.below(4) {
        let at = place(&mut data, &text);
        let end = (at + data.below(12)).min(text.len());
        let end = (at..=end).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(at);
        text.replace_range(at..end, data.pick(PIECES));
    }
    let s3 = FakeS3::new();
    s3.create_bucket("kept").put_object("a", "abc");
    let before = s3.world().to_json();
    let loaded = World::from_json(&text).is_ok_and(|world| s3.load(&world).is_ok());
    check_bytes(&s3);
    match loaded {
        true => check_round_trip(&FakeS3::new(), &s3.world().to_json()),
        false => assert_eq!(s3.world().to_json(), before, "a file that is wrong changed the world"),
    }
    1
}

fn place(data: &mut Data<'_>, text: &str) -> usize {
    let at = data.below(text.len());
    (at..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}
