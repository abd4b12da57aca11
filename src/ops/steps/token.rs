//! Continuation tokens: opaque to clients, and nothing but the last line of the page before.

use crate::api::error::{S3Error, table};
use aws_smithy_types::base64;

/// What every token begins with, so that what is not one is not taken for one.
const MARK: &str = "1:";

/// A token that continues behind this line.
pub(crate) fn write(last: &str) -> String {
    base64::encode(format!("{MARK}{last}"))
}

/// The line that a token continues behind.
pub(crate) fn read(token: &str) -> Result<String, S3Error> {
    let text = base64::decode(token).ok().and_then(|raw| String::from_utf8(raw).ok());
    let last = text.as_deref().and_then(|text| text.strip_prefix(MARK));
    let Some(last) = last else {
        let error = table::CONTINUATION_TOKEN_INVALID.error().with("ArgumentName", "continuation-token");
        return Err(error.because(format!("`{token}` is not a token of a listing")));
    };
    Ok(last.to_owned())
}
