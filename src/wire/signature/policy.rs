//! The signature of the policy of a form that a browser sends. What is signed is the policy as it was sent, in base64.
#![allow(dead_code, reason = "`PostObject` asks for it")]

use super::fault::mismatch;
use super::is_same;
use super::scope::{Credential, hmac_sha256};
use super::v2;
use crate::error::S3Error;
use crate::model::name::hex;

/// Whether a policy is signed by this key, by version 4.
///
/// # Errors
/// `SignatureDoesNotMatch`.
pub fn verify_v4(policy: &str, credential: &Credential<'_>, signature: &str, secret: &str) -> Result<(), S3Error> {
    let computed = hex(&hmac_sha256(&credential.scope.key(secret), policy.as_bytes()));
    check(&computed, policy, credential.access_key, signature)
}

/// Whether a policy is signed by this key, by version 2.
///
/// # Errors
/// `SignatureDoesNotMatch`.
pub fn verify_v2(policy: &str, access_key: &str, signature: &str, secret: &str) -> Result<(), S3Error> {
    check(&v2::sign(policy, secret), policy, access_key, signature)
}

fn check(computed: &str, policy: &str, access_key: &str, signature: &str) -> Result<(), S3Error> {
    match is_same(computed, signature) {
        true => Ok(()),
        false => Err(mismatch(access_key, policy, signature, None)),
    }
}
