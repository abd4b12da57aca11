//! fake-s3
#![recursion_limit = "256"]
#[macro_use]
mod shape;
#[macro_use]
pub mod types;

mod ops;
pub mod error;
mod model;
pub mod primitives;
pub struct FakeS3;
pub struct S3;
