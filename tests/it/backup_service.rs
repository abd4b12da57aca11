//! A backup service over the SDK's client, tested as its author would test it: faults, laws and an HTTP handler, each
//! in at most ten lines.

mod faults;
mod laws;
mod program;
mod service;

use bytes::Bytes;
use fake_s3::{BucketHandle, FakeS3};
use program::Backups;

const BUCKET: &str = "backups";

/// A world in which parts are small, and the service, which sends one part of 100 bytes after another.
fn world() -> (FakeS3, BucketHandle, Backups) {
    let s3 = FakeS3::builder().min_part_bytes(1).build();
    let bucket = s3.create_bucket(BUCKET);
    let backups = Backups { client: s3.sdk_client(), part_bytes: 100, at_once: 1 };
    (s3, bucket, backups)
}

/// Bytes that differ from part to part.
fn data(length: usize) -> Bytes {
    (0..=250).cycle().take(length).collect::<Vec<u8>>().into()
}
