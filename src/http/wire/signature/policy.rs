//! The signature of the policy of a form that a browser sends. What is signed is the policy as it was sent, in base64.

use super::fault::{SignatureFault, mismatch};
use super::scope::{Credential, KEY_LIVES_SECONDS, SigningAlgorithm, hmac_sha256, read_instant};
use super::{Proof, is_same, v2};
use crate::api::error::{S3Error, table};
use crate::api::primitives::DateTime;
use crate::http::wire::form::Form;
use crate::model::access::caller::Carried;
use crate::model::name::hex;

/// How a form says that its policy is signed.
#[derive(Debug, Clone, Copy)]
pub struct PolicyClaim<'a> {
    /// The token of a session.
    pub token: Option<&'a str>,
    policy: &'a str,
    signature: &'a str,
    by: By<'a>,
}

/// Whose signature it is, by which version.
#[derive(Debug, Clone, Copy)]
enum By<'a> {
    V2 {
        access_key: &'a str,
    },
    V4 {
        credential: Credential<'a>,
        /// The field that the credential was read from.
        sent: &'a str,
        /// The field `x-amz-date`, which is not signed unless the policy says it.
        date: &'a str,
        at: DateTime,
    },
}

const CREDENTIAL: &str = "X-Amz-Credential";
const V4_FIELDS: [&str; 4] = ["X-Amz-Algorithm", CREDENTIAL, "X-Amz-Date", "X-Amz-Signature"];
const V2_FIELDS: [&str; 2] = ["AWSAccessKeyId", "Signature"];

impl<'a> PolicyClaim<'a> {
    /// Reads the fields of a signature; one of them is enough to be asked for all. `None` where there is none: a policy
    /// that nobody signed says nothing (recorded).
    ///
    /// # Errors
    /// What S3 says of a field that is missing, or not written as it must be.
    pub fn read(form: &'a Form, accepts_v2: impl FnOnce() -> bool) -> Result<Option<Self>, S3Error> {
        let is_there = |name: &&str| form.get(name).is_some();
        if V4_FIELDS.iter().any(is_there) {
            return Self::of_version_4(form).map(Some);
        }
        match V2_FIELDS.iter().any(is_there) {
            false => Ok(None),
            true if accepts_v2() => Self::of_version_2(form).map(Some),
            true => Err(table::SIGNATURE_V2_UNKNOWN.error().because("the form has AWSAccessKeyId or Signature")),
        }
    }

    fn of_version_4(form: &'a Form) -> Result<Self, S3Error> {
        let [algorithm, sent, date, signature] = V4_FIELDS.map(|name| form.need(name));
        let (algorithm, sent, date, policy, signature) = (algorithm?, sent?, date?, form.need("policy")?, signature?);
        let algorithm = match SigningAlgorithm::parse(algorithm) {
            Some(SigningAlgorithm::Hmac) => SigningAlgorithm::Hmac,
            Some(SigningAlgorithm::Ecdsa) | None => return Err(table::POST_ALGORITHM.argument(V4_FIELDS[0], algorithm)),
        };
        if sent.is_empty() || sent.starts_with('/') {
            return Err(table::POST_CREDENTIAL_EMPTY.argument(CREDENTIAL, sent));
        }
        let credential =
            Credential::parse(sent, algorithm).ok_or_else(|| told(SignatureFault::Credential(sent), sent))?;
        let at = read_date(date).ok_or_else(|| table::POST_DATE.argument(V4_FIELDS[2], date))?;
        let by = By::V4 { credential, sent, date, at };
        Ok(Self { token: form.get("x-amz-security-token"), policy, signature, by })
    }

    fn of_version_2(form: &'a Form) -> Result<Self, S3Error> {
        let [access_key, signature] = V2_FIELDS.map(|name| form.need(name));
        let (access_key, policy, signature) = (access_key?, form.need("policy")?, signature?);
        Ok(Self { token: form.get("x-amz-security-token"), policy, signature, by: By::V2 { access_key } })
    }

    /// The key that is named.
    pub fn access_key(&self) -> &'a str {
        match self.by {
            By::V2 { access_key } => access_key,
            By::V4 { credential, .. } => credential.access_key,
        }
    }

    /// What it proves. Of a form its policy is signed, and nothing of its body.
    pub fn proof(&self) -> Proof {
        match self.by {
            By::V2 { .. } => Proof::V2(Carried::Form),
            By::V4 { .. } => Proof::V4(Carried::Form, None),
        }
    }

    /// Whether it is of the day that the form says, for this Region, and for what all are for; and whether the key that
    /// is derived for that day still signs. A day that is still to come is none of S3's affair: widespread clients sign
    /// for the next one.
    ///
    /// # Errors
    /// What S3 says of a part that is not as it must be; `AccessDenied`, of what is too old.
    pub fn check_scope(&self, region: Option<&str>, now: DateTime) -> Result<(), S3Error> {
        let By::V4 { credential, sent, date, at } = self.by else { return Ok(()) };
        let day = date.split('T').next();
        credential.scope.check(day, region).map_err(|fault| told(fault, sent))?;
        match now.secs() - at.secs() > KEY_LIVES_SECONDS {
            true => Err(table::POST_EXPIRED.error().because(format!("it was signed at {at}, more than a week ago"))),
            false => Ok(()),
        }
    }

    /// Whether this secret signed the policy.
    ///
    /// # Errors
    /// `SignatureDoesNotMatch`.
    pub fn verify(&self, secret: &str) -> Result<(), S3Error> {
        let computed = match self.by {
            By::V4 { credential, .. } => {
                let key = credential.scope.key(secret);
                key.and_then(|key| hmac_sha256(&key, self.policy.as_bytes())).map(|computed| hex(&computed))
            }
            By::V2 { .. } => v2::sign(self.policy, secret),
        };
        match computed.is_some_and(|computed| is_same(&computed, self.signature)) {
            true => Ok(()),
            false => Err(mismatch(self.access_key(), self.policy, self.signature, None)),
        }
    }
}

/// `20260101T103000Z`; in forms S3 takes milliseconds too (field report: `20240117T193821345Z`).
fn read_date(sent: &str) -> Option<DateTime> {
    let (seconds, rest) = sent.split_at_checked("20260101T103000".len())?;
    let has_milliseconds = rest.len() == "345Z".len() && rest.bytes().take(3).all(|byte| byte.is_ascii_digit());
    match has_milliseconds && rest.ends_with('Z') {
        true => read_instant(&format!("{seconds}Z")),
        false => read_instant(sent),
    }
}

fn told(fault: SignatureFault<'_>, credential: &str) -> S3Error {
    fault.of(Carried::Form).with("ArgumentName", CREDENTIAL).with("ArgumentValue", credential)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::wire::headers::Headers;
    use crate::model::payload::Payload;
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
            PolicyClaim::read(&sent(policy, signature), || false).unwrap().unwrap().verify(secret)
        };
        assert_eq!(verified(&policy, signature, SECRET), Ok(()));
        let error = verified(&policy, &signature.replace('8', "9"), SECRET).unwrap_err();
        assert_eq!((error.code(), error.extra("StringToSign")), ("SignatureDoesNotMatch", Some(policy.as_str())));
        assert!(verified(&policy, signature, "another").is_err());
        assert!(verified(&policy[1..], signature, SECRET).is_err());

        let form = sent(&policy, signature);
        let claim = PolicyClaim::read(&form, || false).unwrap().unwrap();
        let now = DateTime::from_secs(1_451_347_200);
        assert_eq!(claim.check_scope(Some("us-east-1"), now), Ok(()));
        assert_eq!(claim.check_scope(Some("eu-west-1"), now).unwrap_err().extra("Region"), Some("eu-west-1"));
    }

    #[test]
    fn a_policy_is_signed_by_version_2() {
        let (policy, signature) = ("eyJjb25kaXRpb25zIjpbXX0=", v2::sign("eyJjb25kaXRpb25zIjpbXX0=", SECRET).unwrap());
        let verified = |policy: &str, secret: &str| {
            let form = form(&[("AWSAccessKeyId", "AKID"), ("policy", policy), ("signature", &signature)]);
            PolicyClaim::read(&form, || true).unwrap().unwrap().verify(secret)
        };
        assert_eq!(verified(policy, SECRET), Ok(()));
        assert!(verified(policy, "another").is_err());
        assert!(verified(&policy[1..], SECRET).is_err());
    }

    #[test]
    fn the_date_of_a_form_may_have_milliseconds() {
        let at = |sent| read_date(sent).map(|at| at.secs());
        assert_eq!((at("20240117T193821Z"), at("20240117T193821345Z")), (Some(1_705_520_301), Some(1_705_520_301)));
        for sent in ["", "20240117T193821", "20240117T1938213Z", "20240117T193821345", "20240117T1938213456Z"] {
            assert_eq!(at(sent), None, "{sent}");
        }
        for sent in ["20240117T193821é5Z", "20240117T19382é345Z", "20241317T193821345Z", "20240117T193821x45Z"] {
            assert_eq!(at(sent), None, "{sent}");
        }
    }
}
