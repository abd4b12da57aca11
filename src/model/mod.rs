//! The state and its rules: pure, synchronous, total.
//!
//! Absent on purpose: HTTP, XML, async, locks, the wall clock, globals, and any randomness that is not an argument.
//! Operations call in from `ops`; nothing here calls out. Wrong states cannot be written: names, part numbers and
//! checksums are parsed once into types, a bucket holds only live uploads, and an [`object::Object`] comes only out of
//! a put, a copy or [`upload::Upload::assemble`].

pub(crate) mod access;
pub(crate) mod authorize;
pub(crate) mod bucket;
pub(crate) mod configurations;
pub(crate) mod cors;
pub(crate) mod crc;
pub(crate) mod due;
pub(crate) mod encryption;
pub(crate) mod event;
pub(crate) mod history;
pub(crate) mod id;
pub(crate) mod kms;
pub(crate) mod lifecycle;
pub(crate) mod listing;
pub(crate) mod lock;
pub(crate) mod meter;
pub(crate) mod name;
pub(crate) mod object;
pub(crate) mod payload;
pub(crate) mod post_policy;
pub(crate) mod region;
pub(crate) mod restore;
pub(crate) mod settings;
pub(crate) mod store;
pub(crate) mod tag;
pub(crate) mod time;
pub(crate) mod upload;
pub(crate) mod version;

#[cfg(test)]
mod tests;
