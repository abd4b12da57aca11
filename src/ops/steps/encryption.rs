//! Encryption headers. Everything is SSE-S3 so far: other methods are refused by name, never ignored.

use crate::error::{Answer, S3Error, answers};
use crate::types::ServerSideEncryption;
use crate::types::groups::{EncryptionEcho, EncryptionHeaders};

/// What this step answers.
pub(crate) static ANSWERS: [&Answer; 1] = [&answers::ENCRYPTION_UNKNOWN];

/// The fields about KMS keys, which are not modelled yet.
pub(crate) const HEADERS_NOT_MODELLED: [&str; 3] = ["ssekms_key_id", "ssekms_encryption_context", "bucket_key_enabled"];

/// The fields of the customer's key, which are not modelled yet.
pub(crate) const CUSTOMER_KEY_NOT_MODELLED: [&str; 3] =
    ["sse_customer_algorithm", "sse_customer_key", "sse_customer_key_md5"];

/// The fields of the customer's key of a copy's source, which are not modelled yet.
pub(crate) const SOURCE_KEY_NOT_MODELLED: [&str; 3] =
    ["copy_source_sse_customer_algorithm", "copy_source_sse_customer_key", "copy_source_sse_customer_key_md5"];

/// How an object is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encryption {
    /// By S3 with keys of its own: the default of every bucket.
    S3,
}

impl Encryption {
    pub(crate) fn from_headers(headers: &impl EncryptionHeaders) -> Result<Self, S3Error> {
        match headers.server_side_encryption() {
            None | Some(ServerSideEncryption::Aes256) => Ok(Self::S3),
            Some(ServerSideEncryption::Unknown(method)) => {
                Err(answers::ENCRYPTION_UNKNOWN.argument("x-amz-server-side-encryption", method))
            }
            Some(method) => Err(answers::NOT_MODELLED.fill(&[&format_args!("the encryption method {method}")])),
        }
    }

    /// What every answer says of it.
    pub(crate) fn tell(self, answer: &mut impl EncryptionEcho) {
        match self {
            Self::S3 => *answer.server_side_encryption_mut() = Some(ServerSideEncryption::Aes256),
        }
    }
}
