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

#[cfg(test)]
mod tests {
    use super::*;
    use aws_smithy_types::base64;

    const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

    /// The example of AWS's documentation.
    #[test]
    fn a_policy_is_signed_in_base64() {
        let lines = [
            r#"{ "expiration": "2015-12-30T12:00:00.000Z","#,
            r#"  "conditions": ["#,
            r#"    {"bucket": "sigv4examplebucket"},"#,
            r#"    ["starts-with", "$key", "user/user1/"],"#,
            r#"    {"acl": "public-read"},"#,
            r#"    {"success_action_redirect": "http://sigv4examplebucket.s3.amazonaws.com/successful_upload.html"},"#,
            r#"    ["starts-with", "$Content-Type", "image/"],"#,
            r#"    {"x-amz-meta-uuid": "14365123651274"},"#,
            r#"    {"x-amz-server-side-encryption": "AES256"},"#,
            r#"    ["starts-with", "$x-amz-meta-tag", ""],"#,
            "",
            r#"    {"x-amz-credential": "AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request"},"#,
            r#"    {"x-amz-algorithm": "AWS4-HMAC-SHA256"},"#,
            r#"    {"x-amz-date": "20151229T000000Z" }"#,
            "  ]",
            "}",
        ];
        let policy = base64::encode(lines.join("\r\n"));
        let credential = Credential::parse("AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request").unwrap();
        let signature = "8afdbf4008c03f22c2cd3cdb72e4afbb1f6a588f3255ac628749a66d7f09699e";
        assert_eq!(verify_v4(&policy, &credential, signature, SECRET), Ok(()));
        let error = verify_v4(&policy, &credential, &signature.replace('8', "9"), SECRET).unwrap_err();
        assert_eq!(error.extra("StringToSign"), Some(policy.as_str()));
        assert!(verify_v4(&policy, &credential, signature, "another").is_err());
        assert!(verify_v4(&policy[1..], &credential, signature, SECRET).is_err());
    }

    #[test]
    fn a_policy_is_signed_by_version_2() {
        let (policy, signature) = ("eyJjb25kaXRpb25zIjpbXX0=", v2::sign("eyJjb25kaXRpb25zIjpbXX0=", SECRET));
        assert_eq!(verify_v2(policy, "AKID", &signature, SECRET), Ok(()));
        assert!(verify_v2(policy, "AKID", &signature, "another").is_err());
        assert!(verify_v2(&policy[1..], "AKID", &signature, SECRET).is_err());
    }
}
