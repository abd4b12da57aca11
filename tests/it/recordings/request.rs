//! A recorded call as the HTTP request that boto3 makes of it.

use super::operations::{self, Operation};
use super::values::{bytes, text};
use super::xml;
use aws_smithy_types::base64;
use bytes::Bytes;
use crc_fast::{CrcAlgorithm, checksum};
use fake_s3::primitives::DateTimeFormat::{self, HttpDate};
use http::Request;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value};
use sha2::Digest as _;

const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
const UNRESERVED_IN_PATH: &AsciiSet = &UNRESERVED.remove(b'/');

/// The number of the account that is always there.
const OWN_ACCOUNT: &str = "111122223333";

/// The request of a call whose parameters refer to nothing any more.
///
/// # Errors
/// Why there is no such request.
pub fn request(
    operation: &Operation,
    region: &str,
    parameters: &Map<String, Value>,
    adds_checksums: bool,
) -> Result<Request<Bytes>, String> {
    let parameters = &with_key_md5(parameters);
    let uri = uri(operation, region, parameters);
    let mut builder = Request::builder().method(operation.method).uri(uri);
    let document = operation.document.map(|(parameter, _)| parameter).or(operation.text);
    // botocore leaves out what is `None`.
    for (name, value) in parameters.iter().filter(|(_, value)| !value.is_null()) {
        let is_elsewhere = ["Bucket", "Key", "Body"].contains(&name.as_str())
            || document == Some(name.as_str())
            || operations::query_of(name).is_some();
        if is_elsewhere {
            continue;
        }
        match (name.as_str(), value) {
            ("Metadata", Value::Object(pairs)) => {
                for (name, value) in pairs {
                    // Space around a value is lost on the way: HTTP's own rule.
                    builder = builder.header(format!("x-amz-meta-{name}"), text(value, HttpDate).trim());
                }
            }
            ("ObjectLockRetainUntilDate", value) => {
                builder = builder.header("x-amz-object-lock-retain-until-date", text(value, DateTimeFormat::DateTime));
            }
            ("CopySource", value) => builder = builder.header("x-amz-copy-source", copy_source(value)),
            // The recorder's first account, as the recordings name it.
            ("ExpectedBucketOwner", Value::String(owner)) if owner == "000000000000" => {
                builder = builder.header("x-amz-expected-bucket-owner", OWN_ACCOUNT);
            }
            (name, value) => builder = builder.header(operations::header_of(operation, name), text(value, HttpDate)),
        }
    }
    if operation.name == "GetObject" && adds_checksums && !parameters.contains_key("ChecksumMode") {
        builder = builder.header("x-amz-checksum-mode", "ENABLED");
    }
    let body = match operation.document {
        Some((parameter, root)) => parameters.get(parameter).map(|value| xml::write(root, value).into_bytes()),
        None => parameters.get(operation.text.unwrap_or("Body")).map(bytes),
    };
    let body = body.unwrap_or_default();
    if let Some((algorithm, value)) = own_checksum(operation, parameters, &body, adds_checksums)? {
        builder = builder.header(format!("x-amz-checksum-{}", algorithm.to_lowercase()), value);
        if !parameters.contains_key("ChecksumAlgorithm") {
            builder = builder.header("x-amz-sdk-checksum-algorithm", algorithm);
        }
    }
    builder.header("Content-Length", body.len()).body(Bytes::from(body)).map_err(|error| error.to_string())
}

/// A customer's key whose MD5 is not given is encoded by botocore, be it so already, and gets one.
fn with_key_md5(parameters: &Map<String, Value>) -> Map<String, Value> {
    let mut parameters = parameters.clone();
    for prefix in ["SSECustomer", "CopySourceSSECustomer"] {
        let (key, md5) = (format!("{prefix}Key"), format!("{prefix}KeyMD5"));
        let given = parameters.get(&key).filter(|_| !parameters.contains_key(&md5)).map(bytes);
        if let Some(given) = given {
            parameters.insert(key, Value::String(base64::encode(&given)));
            parameters.insert(md5, Value::String(base64::encode(md5::Md5::digest(&given))));
        }
    }
    parameters
}

fn uri(operation: &Operation, region: &str, parameters: &Map<String, Value>) -> String {
    let plain = |name: &str| parameters.get(name).map(|value| text(value, HttpDate)).unwrap_or_default();
    let (bucket, key) = (plain("Bucket"), plain("Key"));
    let bucket = utf8_percent_encode(&bucket, UNRESERVED);
    let mut uri = format!("https://s3.{region}.amazonaws.com/{bucket}");
    if parameters.contains_key("Key") {
        uri.extend(["/", &utf8_percent_encode(&key, UNRESERVED_IN_PATH).to_string()]);
    }
    let mut query: Vec<String> = Vec::from_iter(Some(operation.query.to_owned()).filter(|query| !query.is_empty()));
    for (name, value) in parameters.iter().filter(|(_, value)| !value.is_null()) {
        if let Some(name) = operations::query_of(name) {
            let value = text(value, HttpDate);
            query.push(format!("{name}={}", utf8_percent_encode(&value, UNRESERVED)));
        }
    }
    if decodes_listing(operation, parameters) {
        query.push("encoding-type=url".to_owned());
    }
    if query.is_empty() { uri } else { format!("{uri}?{}", query.join("&")) }
}

/// boto3 asks for encoded listings when the caller says nothing, and then decodes them.
pub fn decodes_listing(operation: &Operation, parameters: &Map<String, Value>) -> bool {
    ["ListObjects", "ListObjectsV2", "ListObjectVersions"].contains(&operation.name)
        && !parameters.contains_key("EncodingType")
}

/// boto3 encodes a source that is a text, but for the version at its end.
fn copy_source(value: &Value) -> String {
    let source = text(value, HttpDate);
    let (path, version) = match source.find("?versionId=") {
        Some(at) => source.split_at(at),
        None => (source.as_str(), ""),
    };
    format!("{}{version}", utf8_percent_encode(path, UNRESERVED_IN_PATH))
}

/// The checksum that boto3 computes: of the algorithm that is named, else CRC32.
fn own_checksum(
    operation: &Operation,
    parameters: &Map<String, Value>,
    body: &[u8],
    adds_checksums: bool,
) -> Result<Option<(String, String)>, String> {
    let names_value = |name: &String| name.starts_with("Checksum") && name != "ChecksumAlgorithm";
    let has_value = parameters.keys().any(names_value);
    let named = parameters.get("ChecksumAlgorithm").and_then(Value::as_str);
    let must = operation.document.is_some() || operation.text.is_some();
    let algorithm = match named {
        _ if !operation.adds_checksum || has_value => return Ok(None),
        Some(named) => named,
        None if adds_checksums || must => "CRC32",
        None => return Ok(None),
    };
    let crc = |algorithm, width: usize| checksum(algorithm, body).to_be_bytes()[8 - width..].to_vec();
    let digest = match algorithm {
        "CRC32" => crc(CrcAlgorithm::Crc32IsoHdlc, 4),
        "CRC32C" => crc(CrcAlgorithm::Crc32Iscsi, 4),
        "CRC64NVME" => crc(CrcAlgorithm::Crc64Nvme, 8),
        "SHA1" => sha1::Sha1::digest(body).to_vec(),
        "SHA256" => sha2::Sha256::digest(body).to_vec(),
        other => return Err(format!("the recorder's client computes no {other}")),
    };
    Ok(Some((algorithm.to_owned(), base64::encode(digest))))
}
