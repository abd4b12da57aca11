//! The examples of AWS's documentation, with the signatures that stand there.

use crate::signer::{KEY, told};
use bytes::Bytes;
use fake_s3::primitives::{DateTime, DateTimeFormat};
use fake_s3::{Auth, Edition, FakeS3};
use http::Request;
use http::request::Builder;

/// The hash of nothing.
const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

fn world(start: &str) -> FakeS3 {
    let start = DateTime::from_str(start, DateTimeFormat::DateTime).unwrap();
    FakeS3::builder().edition(Edition::Classic).auth(Auth::Signatures).start(start).build()
}

fn authorization(headers: &str, signature: &str) -> String {
    let credential = format!("{KEY}/20130524/us-east-1/s3/aws4_request");
    format!("AWS4-HMAC-SHA256 Credential={credential},SignedHeaders={headers},Signature={signature}")
}

/// Sends it, and the same with a signature that ends otherwise.
#[track_caller]
fn check(s3: &FakeS3, request: &Builder, body: &str, expected: &str) {
    let body = Bytes::copy_from_slice(body.as_bytes());
    let request = || {
        let mut copy = Request::builder().method(request.method_ref().unwrap()).uri(request.uri_ref().unwrap());
        copy.headers_mut().unwrap().extend(request.headers_ref().unwrap().clone());
        copy.body(body.clone()).unwrap()
    };
    assert_eq!(told(&s3.http(request())), expected);
    let mut other = request();
    let sent = other.headers()["authorization"].to_str().unwrap();
    let end = if sent.ends_with('0') { '1' } else { '0' };
    // Before what ends it, which in base64 says nothing.
    let at = sent.trim_end_matches('=').len() - 1;
    let changed = format!("{}{end}{}", &sent[..at], &sent[at + 1..]);
    other.headers_mut().insert("authorization", changed.parse().unwrap());
    assert_eq!(told(&s3.http(other)), "SignatureDoesNotMatch");
}

#[test]
fn a_range_of_an_object() {
    let s3 = world("2013-05-24T00:00:00Z");
    s3.create_bucket("examplebucket").put_object("test.txt", "0123456789abcdef");
    let signature = "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41";
    let headers = "host;range;x-amz-content-sha256;x-amz-date";
    let request = Request::get("/test.txt")
        .header("host", "examplebucket.s3.amazonaws.com")
        .header("authorization", authorization(headers, signature))
        .header("range", "bytes=0-9")
        .header("x-amz-content-sha256", EMPTY)
        .header("x-amz-date", "20130524T000000Z");
    check(&s3, &request, "", "206");
}

#[test]
fn an_object_that_is_put() {
    let s3 = world("2013-05-24T00:00:00Z");
    let bucket = s3.create_bucket("examplebucket");
    let signature = "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd";
    let headers = "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class";
    let request = Request::put("/test$file.text")
        .header("host", "examplebucket.s3.amazonaws.com")
        .header("date", "Fri, 24 May 2013 00:00:00 GMT")
        .header("authorization", authorization(headers, signature))
        .header("x-amz-date", "20130524T000000Z")
        .header("x-amz-storage-class", "REDUCED_REDUNDANCY")
        .header("content-length", "21")
        .header("x-amz-content-sha256", "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072");
    check(&s3, &request, "Welcome to Amazon S3.", "200");
    assert_eq!(bucket.object("test$file.text").unwrap().bytes(), "Welcome to Amazon S3.");
}

#[test]
fn the_lifecycle_of_a_bucket_and_a_list_of_it() {
    let s3 = world("2013-05-24T00:00:00Z");
    s3.create_bucket("examplebucket").abort_incomplete_uploads_after("", 7);
    for (target, signature) in [
        ("/?lifecycle", "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"),
        ("/?max-keys=2&prefix=J", "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"),
    ] {
        let request = Request::get(target)
            .header("host", "examplebucket.s3.amazonaws.com")
            .header("authorization", authorization("host;x-amz-content-sha256;x-amz-date", signature))
            .header("x-amz-date", "20130524T000000Z")
            .header("x-amz-content-sha256", EMPTY);
        check(&s3, &request, "", "200");
    }
}

#[test]
fn a_presigned_object() {
    let s3 = world("2013-05-24T23:59:59Z");
    s3.create_bucket("examplebucket").put_object("test.txt", "text");
    let get = |signature: &str| {
        let credential = format!("{KEY}%2F20130524%2Fus-east-1%2Fs3%2Faws4_request");
        let dates = "X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host";
        let query = format!("X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={credential}&{dates}");
        let uri = format!("https://examplebucket.s3.amazonaws.com/test.txt?{query}&X-Amz-Signature={signature}");
        told(&s3.http(Request::get(uri).body(Bytes::new()).unwrap()))
    };
    let signature = "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";
    assert_eq!(get(signature), "200");
    assert_eq!(get(&signature.replace('a', "b")), "SignatureDoesNotMatch");
    s3.clock().advance(std::time::Duration::from_secs(1));
    assert_eq!(get(signature), "AccessDenied");
}

/// The examples of version 2, of the bucket `johnsmith`.
#[test]
fn version_2_puts() {
    let s3 = world("2007-03-27T21:15:45Z");
    s3.create_bucket("johnsmith");
    let request = Request::put("/photos/puppy.jpg")
        .header("host", "johnsmith.s3.amazonaws.com")
        .header("content-type", "image/jpeg")
        .header("content-length", "0")
        .header("date", "Tue, 27 Mar 2007 21:15:45 +0000")
        .header("authorization", format!("AWS {KEY}:MyyxeRY7whkBe+bq8fHCL/2kKUg="));
    check(&s3, &request, "", "200");
}

#[test]
fn version_2_reads() {
    let s3 = world("2007-03-27T19:40:00Z");
    let bucket = s3.create_bucket("johnsmith");
    bucket.put_object("photos/puppy.jpg", "a puppy");
    for (date, target, signature) in [
        ("Tue, 27 Mar 2007 19:36:42 +0000", "/photos/puppy.jpg", "bWq2s1WEIj+Ydj0vQ697zp+IXMU="),
        ("Tue, 27 Mar 2007 19:42:41 +0000", "/?prefix=photos&max-keys=50&marker=puppy", "htDYFYduRNen8P9ZfE/s9SuKy0U="),
        ("Tue, 27 Mar 2007 19:44:46 +0000", "/?acl", "c2WLPFtWHVgbEmeEG93a4cG37dM="),
    ] {
        let request = Request::get(target)
            .header("host", "johnsmith.s3.amazonaws.com")
            .header("user-agent", "Mozilla/5.0")
            .header("date", date)
            .header("authorization", format!("AWS {KEY}:{signature}"));
        check(&s3, &request, "", "200");
    }
}

#[test]
fn version_2_of_all_buckets_and_of_a_key_that_is_not_ascii() {
    let s3 = world("2007-03-28T01:40:00Z");
    s3.create_bucket("dictionary").put_object("fran\u{e7}ais/pr\u{e9}f\u{e8}re", "");
    for (date, target, signature) in [
        ("Wed, 28 Mar 2007 01:29:59 +0000", "/", "qGdzdERIC03wnaRNKh6OqZehG9s="),
        (
            "Wed, 28 Mar 2007 01:49:49 +0000",
            "/dictionary/fran%C3%A7ais/pr%c3%a9f%c3%a8re",
            "DNEZGsoieTZ92F3bUfSPQcbGmlM=",
        ),
    ] {
        let request = Request::get(target)
            .header("host", "s3.amazonaws.com")
            .header("date", date)
            .header("authorization", format!("AWS {KEY}:{signature}"));
        check(&s3, &request, "", "200");
    }
}

#[test]
fn version_2_presigned() {
    let s3 = world("2007-03-29T03:40:19Z");
    s3.create_bucket("johnsmith").put_object("photos/puppy.jpg", "a puppy");
    let get = |signature: &str| {
        let query = format!("AWSAccessKeyId={KEY}&Signature={signature}&Expires=1175139620");
        let uri = format!("https://johnsmith.s3.amazonaws.com/photos/puppy.jpg?{query}");
        told(&s3.http(Request::get(uri).body(Bytes::new()).unwrap()))
    };
    assert_eq!(get("NpgCjnDzrM%2BWFzoENXmpNDUsSn8%3D"), "200");
    assert_eq!(get("MpgCjnDzrM%2BWFzoENXmpNDUsSn8%3D"), "SignatureDoesNotMatch");
    s3.clock().advance(std::time::Duration::from_secs(1));
    assert_eq!(get("NpgCjnDzrM%2BWFzoENXmpNDUsSn8%3D"), "AccessDenied");
}
