//! Signatures of version 4: a request that was changed after it was signed is rejected.

use crate::data::Data;
use bytes::Bytes;
use fake_s3::{Auth, FakeS3};
use hmac::{Hmac, Mac as _};
use http::Request;
use sha2::{Digest as _, Sha256};

const HOST: &str = "s3.us-east-1.amazonaws.com";
const SCOPE: &str = "20260101/us-east-1/s3/aws4_request";
const DATE: &str = "20260101T103000Z";

/// Signs requests, changes some of them, and sends them.
pub fn run(input: &[u8]) -> u64 {
    let mut data = Data::new(input);
    let s3 = FakeS3::builder().auth(Auth::Signatures).build();
    s3.own_account().add_access_key("AKIDEXAMPLE", "secret");
    s3.create_bucket("backups").put_object("a", "abc");
    let mut requests = 0;
    while !data.is_empty() {
        let (authorization, target) = (authorization("/backups/a"), "/backups/a".to_owned());
        let authorization = match data.below(4) {
            0 => authorization,
            1 => changed(&mut data, &authorization),
            2 => format!("{authorization}{}", data.text(8)),
            _ => data.text(64),
        };
        let is_right = authorization.trim() == self::authorization("/backups/a");
        let (method, is_same) = if data.one_in(8) { ("HEAD", false) } else { ("GET", true) };
        let request = Request::builder().method(method).uri(target).header("host", HOST);
        let request = request.header("x-amz-date", DATE).header("x-amz-content-sha256", "UNSIGNED-PAYLOAD");
        let Ok(request) = request.header("authorization", authorization.as_str()).body(Bytes::new()) else { continue };
        let response = s3.http(request);
        requests += 1;
        let is_accepted = response.status().is_success();
        if is_right && is_same {
            assert!(is_accepted, "{authorization}: {response:?}");
        }
        if is_accepted {
            assert!(means_the_same(&authorization), "{method} {authorization}");
        }
    }
    requests
}

fn changed(data: &mut Data<'_>, text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let at = data.below(bytes.len());
    bytes[at] = b' ' + data.byte() % 94;
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Whether a header has the components of the right one: spaces and empty components between them say nothing, and
/// neither does the case of the names of signed headers.
fn means_the_same(authorization: &str) -> bool {
    let parts = |text: &str| {
        let (scheme, rest) = text.trim().split_once(' ')?;
        let mut parts: Vec<_> =
            rest.split(',').map(|part| plain(part.trim())).filter(|part| !part.is_empty()).collect();
        parts.sort();
        Some((scheme.to_owned(), parts))
    };
    parts(authorization) == parts(&self::authorization("/backups/a"))
}

fn plain(component: &str) -> String {
    match component.starts_with("SignedHeaders=") {
        true => component.replace("SignedHeaders=", "signed=").to_ascii_lowercase(),
        false => component.to_owned(),
    }
}

fn hmac(key: &[u8], text: &str) -> Vec<u8> {
    let mac = Hmac::<Sha256>::new_from_slice(key).expect("a key has any length");
    mac.chain_update(text).finalize().into_bytes().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The header of a GET of a path.
fn authorization(path: &str) -> String {
    let headers = "host;x-amz-content-sha256;x-amz-date";
    let values = format!("host:{HOST}\nx-amz-content-sha256:UNSIGNED-PAYLOAD\nx-amz-date:{DATE}\n");
    let canonical = format!("GET\n{path}\n\n{values}\n{headers}\nUNSIGNED-PAYLOAD");
    let to_sign = format!("AWS4-HMAC-SHA256\n{DATE}\n{SCOPE}\n{}", hex(&Sha256::digest(canonical)));
    let key = SCOPE.split('/').fold(b"AWS4secret".to_vec(), |key, part| hmac(&key, part));
    let signature = hex(&hmac(&key, &to_sign));
    format!("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/{SCOPE}, SignedHeaders={headers}, Signature={signature}")
}
