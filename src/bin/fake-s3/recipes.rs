//! Lines to paste, for those clients that most people have.

use serde_json::Value;

/// What a client must be told.
#[derive(Debug, Clone)]
pub struct ClientAccess {
    pub endpoint_url: String,
    pub region: String,
    pub key_id: String,
    pub secret: String,
    /// Where the key is a session's.
    pub session_token: Option<String>,
}

impl ClientAccess {
    /// What tells the session's token, if there is one: what stands around it, and how it is written.
    fn token(&self, before: &str, written: fn(&str) -> String) -> String {
        self.session_token.as_deref().map(|token| before.to_owned() + &written(token)).unwrap_or_default()
    }
}

/// The name of a client, and the lines.
pub type Recipe = (&'static str, String);

/// All clients address buckets by path: not every machine knows names below `localhost`.
pub fn all(access: &ClientAccess) -> [Recipe; 4] {
    [
        ("AWS CLI", aws_cli(access)),
        ("Python (boto3)", boto3(access)),
        ("JavaScript (@aws-sdk/client-s3)", javascript(access)),
        ("rclone", rclone(access)),
    ]
}

fn aws_cli(access: &ClientAccess) -> String {
    let ClientAccess { endpoint_url, region, key_id, secret, .. } = access;
    let [endpoint_url, region, key_id, secret] = [endpoint_url, region, key_id, secret].map(|text| shell(text));
    let token = access.token(" AWS_SESSION_TOKEN=", shell);
    format!(
        "export AWS_ACCESS_KEY_ID={key_id} AWS_SECRET_ACCESS_KEY={secret}{token} AWS_DEFAULT_REGION={region}\n\
         aws --endpoint-url {endpoint_url} s3 ls"
    )
}

fn boto3(access: &ClientAccess) -> String {
    let ClientAccess { endpoint_url, region, key_id, secret, .. } = access;
    let [endpoint_url, region, key_id, secret] = [endpoint_url, region, key_id, secret].map(|text| literal(text));
    let token = access.token(", aws_session_token=", literal);
    format!(
        // Without a version boto3 presigns by version 2 in some Regions, which the others reject.
        "import boto3, botocore.config\n\
         s3 = boto3.client(\"s3\", endpoint_url={endpoint_url}, region_name={region},\n    \
         aws_access_key_id={key_id}, aws_secret_access_key={secret}{token},\n    \
         config=botocore.config.Config(signature_version=\"s3v4\", s3={{\"addressing_style\": \"path\"}}))"
    )
}

fn javascript(access: &ClientAccess) -> String {
    let ClientAccess { endpoint_url, region, key_id, secret, .. } = access;
    let [endpoint_url, region, key_id, secret] = [endpoint_url, region, key_id, secret].map(|text| literal(text));
    let token = access.token(", sessionToken: ", literal);
    format!(
        "import {{ S3Client }} from \"@aws-sdk/client-s3\";\n\
         const s3 = new S3Client({{ endpoint: {endpoint_url}, region: {region}, forcePathStyle: true,\n    \
         credentials: {{ accessKeyId: {key_id}, secretAccessKey: {secret}{token} }} }});"
    )
}

fn rclone(access: &ClientAccess) -> String {
    let ClientAccess { endpoint_url, region, key_id, secret, .. } = access;
    let [endpoint_url, region, key_id, secret] = [endpoint_url, region, key_id, secret].map(|text| of_rclone(text));
    let token = access.token(",session_token=", of_rclone);
    let remote = format!(
        ":s3,provider=Other,force_path_style=true,endpoint={endpoint_url},region={region},\
         access_key_id={key_id},secret_access_key={secret}{token}:"
    );
    format!("rclone lsd {}", shell(&remote))
}

/// A word of a shell's.
fn shell(text: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./:=+@%".contains(&byte);
    match !text.is_empty() && text.bytes().all(is_plain) {
        true => text.to_owned(),
        false => format!("'{}'", text.replace('\'', r"'\''")),
    }
}

/// A string of Python's, of JavaScript's and of JSON's.
fn literal(text: &str) -> String {
    Value::from(text).to_string()
}

/// A value within rclone's description of a remote.
fn of_rclone(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_is_told_with_its_token() {
        let of = |session_token: Option<&str>| {
            let [endpoint_url, region, key_id, secret] =
                ["http://127.0.0.1:1", "us-east-1", "ASIA", "secret"].map(str::to_owned);
            all(&ClientAccess { endpoint_url, region, key_id, secret, session_token: session_token.map(str::to_owned) })
        };
        for ((client, with), (_, without)) in of(Some("t/o+k=")).into_iter().zip(of(None)) {
            assert!(with.contains("t/o+k=") && !without.to_lowercase().contains("session"), "{client}: {with}");
        }
    }

    #[test]
    fn whatever_a_secret_is_it_can_be_pasted() {
        assert_eq!(shell("AKIA"), "AKIA");
        assert_eq!(shell(""), "''");
        assert_eq!(shell("it's a $ecret"), r"'it'\''s a $ecret'");
        assert_eq!(literal("\"\\\n"), r#""\"\\\n""#);
        assert_eq!(of_rclone("a\"b"), "\"a\"\"b\"");
    }
}
