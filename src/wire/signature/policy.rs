//! The signature of the policy of a form that a browser sends. What is signed is the policy as it was sent, in base64.

use super::fault::{Fault, mismatch};
use super::is_same;
use super::scope::{Credential, SERVICE, TERMINAL, hmac_sha256, read_instant};
use super::v2;
use crate::error::{S3Error, answers};
use crate::model::access::caller::{Carried, Signature};
use crate::model::name::hex;
use crate::wire::form::Form;

/// How a form says that its policy is signed.
#[derive(Debug, Clone, Copy)]
pub struct Claim<'a> {
    pub access_key: &'a str,
    /// The token of a session.
    pub token: Option<&'a str>,
    policy: &'a str,
    signature: &'a str,
    /// Of version 4 what it is for, and as it was sent.
    credential: Option<(Credential<'a>, &'a str)>,
}

const CREDENTIAL: &str = "X-Amz-Credential";
const V4_FIELDS: [&str; 4] = ["X-Amz-Algorithm", CREDENTIAL, "X-Amz-Date", "X-Amz-Signature"];
const V2_FIELDS: [&str; 2] = ["AWSAccessKeyId", "Signature"];

impl<'a> Claim<'a> {
    /// Reads the fields of a signature; one of them is enough to be asked for all. `None` where there is none: a policy
    /// that nobody signed says nothing (recorded).
    ///
    /// # Errors
    /// What S3 says of a field that is missing, or not written as it must be.
    pub fn read(form: &'a Form, knows_v2: bool) -> Result<Option<Self>, S3Error> {
        let is_there = |name: &&str| form.get(name).is_some();
        if V4_FIELDS.iter().any(is_there) {
            return Self::of_version_4(form).map(Some);
        }
        match V2_FIELDS.iter().any(is_there) {
            false => Ok(None),
            true if knows_v2 => Self::of_version_2(form).map(Some),
            true => Err(answers::SIGNATURE_V2_UNKNOWN.error()),
        }
    }

    fn of_version_4(form: &'a Form) -> Result<Self, S3Error> {
        let [algorithm, sent, date, signature] = V4_FIELDS.map(|name| form.need(name));
        let (algorithm, sent, date, policy, signature) = (algorithm?, sent?, date?, form.need("policy")?, signature?);
        if algorithm != "AWS4-HMAC-SHA256" {
            return Err(answers::POST_ALGORITHM.argument(V4_FIELDS[0], algorithm));
        }
        if sent.is_empty() || sent.starts_with('/') {
            return Err(answers::POST_CREDENTIAL_EMPTY.argument(CREDENTIAL, sent));
        }
        let credential = Credential::parse(sent).ok_or_else(|| told(Fault::Credential, sent))?;
        read_instant(date).ok_or_else(|| answers::POST_DATE.argument(V4_FIELDS[2], date))?;
        let (access_key, token) = (credential.access_key, form.get("x-amz-security-token"));
        Ok(Self { access_key, token, policy, signature, credential: Some((credential, sent)) })
    }

    fn of_version_2(form: &'a Form) -> Result<Self, S3Error> {
        let [access_key, signature] = V2_FIELDS.map(|name| form.need(name));
        let (access_key, policy, signature) = (access_key?, form.need("policy")?, signature?);
        Ok(Self { access_key, token: form.get("x-amz-security-token"), policy, signature, credential: None })
    }

    /// Which version it is.
    pub fn version(&self) -> Signature {
        match self.credential {
            Some(_) => Signature::V4(Carried::Form),
            None => Signature::V2(Carried::Form),
        }
    }

    /// Whether it is for this Region, and for what all are for.
    ///
    /// # Errors
    /// What S3 says of a part that is not as it must be.
    pub fn check_scope(&self, region: Option<&str>) -> Result<(), S3Error> {
        let Some((Credential { scope, .. }, sent)) = self.credential else { return Ok(()) };
        let fault = match (scope.region, region) {
            _ if !scope.has_date() => Fault::Date(scope.date),
            (Some(own), Some(expected)) if own != expected => Fault::Region { sent: own, expected },
            _ if scope.service != SERVICE => Fault::Service(scope.service),
            _ if scope.terminal != TERMINAL => Fault::Terminal(scope.terminal),
            _ => return Ok(()),
        };
        Err(told(fault, sent))
    }

    /// Whether this secret signed the policy.
    ///
    /// # Errors
    /// `SignatureDoesNotMatch`.
    pub fn verify(&self, secret: &str) -> Result<(), S3Error> {
        let computed = match self.credential {
            Some((credential, _)) => {
                let key = credential.scope.key(secret);
                key.and_then(|key| hmac_sha256(&key, self.policy.as_bytes())).map(|computed| hex(&computed))
            }
            None => v2::sign(self.policy, secret),
        };
        match computed.is_some_and(|computed| is_same(&computed, self.signature)) {
            true => Ok(()),
            false => Err(mismatch(self.access_key, self.policy, self.signature, None)),
        }
    }
}

fn told(fault: Fault<'_>, credential: &str) -> S3Error {
    fault.of(Carried::Form).with("ArgumentName", CREDENTIAL).with("ArgumentValue", credential)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::payload::Payload;
    use crate::wire::headers::Headers;
    use aws_smithy_types::base64;
    use http::{HeaderMap, HeaderValue};

    const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

    fn form(fields: &[(&str, &str)]) -> Form {
        let part = |(name, value): &(&str, &str)| {
            format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let text = fields.iter().map(part).collect::<String>() + "--b--";
        let kind = HeaderValue::from_static("multipart/form-data; boundary=b");
        let headers = HeaderMap::from_iter([(http::header::CONTENT_TYPE, kind)]);
        Form::read(&Headers::read(&headers).unwrap(), &Payload::from(bytes::Bytes::from(text))).unwrap()
    }

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
        let sent = |policy: &str, signature: &str| {
            form(&[
                ("X-Amz-Credential", "AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request"),
                ("X-Amz-Algorithm", "AWS4-HMAC-SHA256"),
                ("X-Amz-Date", "20151229T000000Z"),
                ("Policy", policy),
                ("X-Amz-Signature", signature),
            ])
        };
        let signature = "8afdbf4008c03f22c2cd3cdb72e4afbb1f6a588f3255ac628749a66d7f09699e";
        let verified = |policy: &str, signature: &str, secret: &str| {
            Claim::read(&sent(policy, signature), false).unwrap().unwrap().verify(secret)
        };
        assert_eq!(verified(&policy, signature, SECRET), Ok(()));
        let error = verified(&policy, &signature.replace('8', "9"), SECRET).unwrap_err();
        assert_eq!((error.code(), error.extra("StringToSign")), ("SignatureDoesNotMatch", Some(policy.as_str())));
        assert!(verified(&policy, signature, "another").is_err());
        assert!(verified(&policy[1..], signature, SECRET).is_err());

        let form = sent(&policy, signature);
        let claim = Claim::read(&form, false).unwrap().unwrap();
        assert_eq!(claim.check_scope(Some("us-east-1")), Ok(()));
        assert_eq!(claim.check_scope(Some("eu-west-1")).unwrap_err().extra("Region"), Some("eu-west-1"));
    }

    #[test]
    fn a_policy_is_signed_by_version_2() {
        let (policy, signature) = ("eyJjb25kaXRpb25zIjpbXX0=", v2::sign("eyJjb25kaXRpb25zIjpbXX0=", SECRET).unwrap());
        let verified = |policy: &str, secret: &str| {
            let form = form(&[("AWSAccessKeyId", "AKID"), ("policy", policy), ("signature", &signature)]);
            Claim::read(&form, true).unwrap().unwrap().verify(secret)
        };
        assert_eq!(verified(policy, SECRET), Ok(()));
        assert!(verified(policy, "another").is_err());
        assert!(verified(&policy[1..], SECRET).is_err());
    }
}
