//! The signatures of a body's frames: each signs the one before it, and the first that of the request.

use super::fault::mismatch;
use super::is_same;
use super::scope::hmac_sha256;
use crate::api::error::S3Error;
use crate::model::name::hex;
use crate::model::payload::Payload;
use sha2::{Digest as _, Sha256};

/// A chain of signatures, as far as it has been verified.
#[derive(Debug, Clone)]
pub struct Chain {
    pub access_key: String,
    pub key: [u8; 32],
    /// The instant of the request, as it is signed.
    pub date: String,
    pub scope: String,
    /// The signature that the next one signs.
    pub previous: String,
}

impl Chain {
    /// Verifies the signature of the next chunk.
    ///
    /// # Errors
    /// `SignatureDoesNotMatch`.
    pub fn check_chunk(&mut self, data: &Payload, signature: &str) -> Result<(), S3Error> {
        let hash = data.pieces().fold(Sha256::new(), Sha256::chain_update).finalize();
        let digests = format!("{}\n{}", hex(&Sha256::digest(b"")), hex(&hash));
        self.check("AWS4-HMAC-SHA256-PAYLOAD", &digests, signature)
    }

    /// Verifies the signature of the trailers: each a line, as it was sent.
    ///
    /// # Errors
    /// `SignatureDoesNotMatch`.
    pub fn check_trailers(&mut self, lines: &str, signature: &str) -> Result<(), S3Error> {
        self.check("AWS4-HMAC-SHA256-TRAILER", &hex(&Sha256::digest(lines)), signature)
    }

    fn check(&mut self, algorithm: &str, digests: &str, signature: &str) -> Result<(), S3Error> {
        let Self { date, scope, previous, .. } = &self;
        let string_to_sign = format!("{algorithm}\n{date}\n{scope}\n{previous}\n{digests}");
        let computed = hmac_sha256(&self.key, string_to_sign.as_bytes()).map(|computed| hex(&computed));
        let right = computed.filter(|computed| is_same(computed, signature));
        self.previous = right.ok_or_else(|| mismatch(&self.access_key, &string_to_sign, signature, None))?;
        Ok(())
    }
}
