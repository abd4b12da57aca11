//! All that a world answers to whoever looks at it: every list and every object, by every way of reading.

use bytes::Bytes;
use fake_s3::FakeS3;
use http::Request;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use std::fmt::Write as _;

/// Queries that read more of a bucket than their operation's own; the others follow from the routes.
const OF_BUCKET: &[&str] = &["", "?list-type=2&fetch-owner=true&encoding-type=url", "?versions&encoding-type=url"];

/// The query of every operation that reads a bucket.
fn of_bucket() -> Vec<String> {
    let tables = fake_s3::introspection::tables();
    let reading = tables.iter().filter(|table| table.method == "GET" && table.is_of_bucket && !table.query.is_empty());
    reading.map(|table| format!("?{}", table.query.join("&"))).collect()
}

/// What is read of a version.
const OF_VERSION: &[&str] = &["", "acl&", "attributes&", "legal-hold&", "retention&", "tagging&", "partNumber=1&"];

/// Of larger objects parts are not read.
const LARGE: u64 = 100_000_000;

/// What lies behind a number of bytes is not read.
const READ: &str = "bytes=0-99999";

/// Every answer, but for what names the request.
pub fn at(s3: &FakeS3) -> Vec<String> {
    let mut answers = vec![answer(s3, "GET", "/", &[])];
    let own = of_bucket();
    for bucket in s3.buckets() {
        let bucket_path = format!("/{}", bucket.name());
        let queries = OF_BUCKET.iter().copied().chain(own.iter().map(String::as_str));
        answers.extend(queries.map(|query| answer(s3, "GET", &format!("{bucket_path}{query}"), &[])));
        for version in bucket.versions() {
            let key = utf8_percent_encode(&version.key, NON_ALPHANUMERIC);
            for query in OF_VERSION {
                let path = format!("{bucket_path}/{key}?{query}versionId={}", version.version_id);
                let sums = ("x-amz-checksum-mode", "ENABLED");
                let attributes = ("x-amz-object-attributes", "ETag,Checksum,ObjectParts,StorageClass,ObjectSize");
                let is_large = version.object.as_ref().is_some_and(|object| object.size > LARGE);
                if !(is_large && query.starts_with("partNumber")) {
                    answers.push(answer(s3, "GET", &path, &[sums, attributes, ("range", READ)]));
                }
                answers.push(answer(s3, "HEAD", &path, &[sums]));
            }
        }
    }
    answers
}

fn answer(s3: &FakeS3, method: &str, path: &str, headers: &[(&str, &str)]) -> String {
    // A range and a part at once would be refused.
    let headers = headers.iter().filter(|(name, _)| !(path.contains("partNumber") && *name == "range"));
    let address = format!("https://s3.us-east-1.amazonaws.com{path}");
    let request = headers
        .fold(Request::builder().method(method).uri(address), |request, (name, value)| request.header(*name, *value));
    let request = request.header("x-amz-request-payer", "requester").body(Bytes::new()).unwrap();
    let answer = s3.http(request);
    let mut text = format!("{method} {path}\n{}\n", answer.status());
    let own = |name: &str| name != "x-amz-request-id" && name != "x-amz-id-2";
    let mut headers: Vec<_> = answer.headers().iter().filter(|(name, _)| own(name.as_str())).collect();
    headers.sort_by_key(|(name, _)| name.as_str());
    for (name, value) in headers {
        writeln!(text, "{name}: {}", String::from_utf8_lossy(value.as_bytes())).unwrap();
    }
    let body = String::from_utf8_lossy(answer.body());
    let body = match body.split_once("<RequestId>") {
        Some((before, _)) => before,
        None => &body,
    };
    text + body
}
