//! The names that users of the SDK know: tables of inputs and outputs, types, errors and primitives.

#[macro_use]
pub(crate) mod shape;
#[macro_use]
pub mod types;
pub mod error;
pub mod primitives;
