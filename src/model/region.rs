//! Regions.

/// The Region that stands for all where none is said: buckets without a location constraint are there, it has the
/// legacy global endpoint, and the location of its buckets is shown as none.
pub const US_EAST_1: &str = "us-east-1";
