//! Tests of the public API, one module for each area. `cargo test --test it clock::` runs one module.
//!
//! All tests that need no socket are modules of this one binary, because linking is most of what a test binary costs.

#[cfg(feature = "aws-sdk")]
#[path = "../support/sdk.rs"]
mod sdk;
#[path = "../support/signer.rs"]
#[allow(dead_code, reason = "the benches and the served tests need the rest of it")]
mod signer;
#[cfg(feature = "server")]
#[path = "../support/wire.rs"]
#[allow(dead_code, reason = "the served tests need the rest of it")]
mod wire;

mod access;
mod acl;
#[cfg(feature = "aws-sdk")]
mod backup_service;
mod cancelling;
mod clock;
mod contributing;
mod determinism;
mod editions;
mod encryption;
mod faults;
mod guesses;
mod journal;
mod kms;
mod leaks;
mod lifecycle;
mod lifecycle_day;
mod metering;
mod museum;
mod object_lock;
#[cfg(feature = "object-store")]
mod object_store;
mod one_door;
mod opaque_etags;
#[cfg(feature = "opendal")]
mod opendal;
mod operations_page;
mod pages;
mod panics;
#[cfg(feature = "aws-sdk")]
mod parity;
mod patterns;
#[cfg(feature = "aws-sdk")]
mod presigned;
#[cfg(feature = "aws-sdk")]
mod readme;
mod reasons;
mod recordings;
#[cfg(feature = "aws-sdk")]
mod regions;
mod resetting;
mod scenarios;
#[cfg(feature = "aws-sdk")]
mod sdk_bodies;
#[cfg(feature = "aws-sdk")]
mod sdk_signatures;
#[cfg(feature = "aws-sdk")]
mod sdk_time;
mod shown_output;
mod signatures;
mod threads;
mod timeline;
#[cfg(all(feature = "aws-sdk", feature = "tokio"))]
mod tokio_clock;
#[cfg(feature = "aws-sdk")]
mod trait_for_the_sdk;
mod uploads;
mod versions;
mod views;
#[cfg(feature = "aws-sdk")]
mod virtual_time;
mod world_file;
