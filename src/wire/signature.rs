//! By which mechanism a request is signed.

use super::address::Address;
use super::headers::Headers;

/// Whether it is signed by version 2, in its header (`AWS key:signature`) or in its query.
pub fn is_version_2(headers: &Headers, address: &Address) -> bool {
    let in_header = headers.get("authorization").is_some_and(|value| value.trim_start().starts_with("AWS "));
    in_header || address.parameter("AWSAccessKeyId").is_some()
}
