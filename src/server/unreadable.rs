//! Input that is not valid HTTP: hyper answers it with a bare status, and S3 with a document.

use super::spelling;
use crate::api::error::{S3Error, table};
use crate::api::primitives::SdkBody;
use crate::http::wire::headers::MAX_BYTES;
use http::{Response, StatusCode};

/// The end of each response that hyper writes by itself. It spells these names in lower case, and the responses of the
/// handler are spelt as S3 spells them.
const OWN_END: &[u8] = b"\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";

/// The error that S3 returns in place of a response that hyper writes by itself; `None` for any other response.
pub(super) fn error_for(written: &[u8]) -> Option<S3Error> {
    let line = written.strip_suffix(OWN_END)?;
    match line.strip_prefix(b"HTTP/1.")?.get(2..5)? {
        b"400" => Some(table::BAD_REQUEST.error()),
        b"431" => Some(table::HEADERS_TOO_LARGE.error().with("MaxSizeAllowed", MAX_BYTES)),
        _ => None,
    }
}

/// A response as the bytes of the last message on a connection.
pub(super) fn message(response: &Response<SdkBody>) -> Vec<u8> {
    let status = response.status();
    let reason = StatusCode::canonical_reason(&status).unwrap_or_default();
    let body = response.body().bytes().unwrap_or_default();
    let mut message = format!("HTTP/1.1 {} {reason}\r\n", status.as_u16()).into_bytes();
    for (name, value) in response.headers() {
        message.extend([spelling::spelt(name.as_str()).as_bytes(), b": ", value.as_bytes(), b"\r\n"].concat());
    }
    message.extend(b"Connection: close\r\n\r\n");
    message.extend(body);
    message
}
