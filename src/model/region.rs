//! Regions.

/// The Region that stands for all where none is said: buckets without a location constraint are there, it has the
/// legacy global endpoint, and the location of its buckets is shown as none.
pub const US_EAST_1: &str = "us-east-1";

/// The Regions that existed before 2014. S3 accepts signatures of version 2 in these alone, and once accepted grants to
/// e-mail addresses there.
pub const OLD: [&str; 8] = [
    US_EAST_1,
    "us-west-1",
    "us-west-2",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-northeast-1",
    "eu-west-1",
    "sa-east-1",
];

/// Whether this can be the name of a Region: what stands in ARNs and hosts.
pub fn is_region(name: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    !name.is_empty() && name.bytes().all(is_letter)
}
