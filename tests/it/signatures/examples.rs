//! The examples of AWS's documentation, with the signatures that stand there.

use crate::signer::{KEY, told};
use bytes::Bytes;
use fake_s3::primitives::{DateTime, DateTimeFormat};
use fake_s3::{Auth, Edition, FakeS3};
use http::Request;
use http::request::Builder;

/// The hash of nothing.
const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// The policy of the form, in base64.
const POLICY: &str = "\
    eyAiZXhwaXJhdGlvbiI6ICIyMDE1LTEyLTMwVDEyOjAwOjAwLjAwMFoiLA0KICAiY29uZGl0aW9ucyI6IFsNCiAgICB7ImJ1Y2tl\
    dCI6ICJzaWd2NGV4YW1wbGVidWNrZXQifSwNCiAgICBbInN0YXJ0cy13aXRoIiwgIiRrZXkiLCAidXNlci91c2VyMS8iXSwNCiAg\
    ICB7ImFjbCI6ICJwdWJsaWMtcmVhZCJ9LA0KICAgIHsic3VjY2Vzc19hY3Rpb25fcmVkaXJlY3QiOiAiaHR0cDovL3NpZ3Y0ZXhh\
    bXBsZWJ1Y2tldC5zMy5hbWF6b25hd3MuY29tL3N1Y2Nlc3NmdWxfdXBsb2FkLmh0bWwifSwNCiAgICBbInN0YXJ0cy13aXRoIiwg\
    IiRDb250ZW50LVR5cGUiLCAiaW1hZ2UvIl0sDQogICAgeyJ4LWFtei1tZXRhLXV1aWQiOiAiMTQzNjUxMjM2NTEyNzQifSwNCiAg\
    ICB7IngtYW16LXNlcnZlci1zaWRlLWVuY3J5cHRpb24iOiAiQUVTMjU2In0sDQogICAgWyJzdGFydHMtd2l0aCIsICIkeC1hbXot\
    bWV0YS10YWciLCAiIl0sDQoNCiAgICB7IngtYW16LWNyZWRlbnRpYWwiOiAiQUtJQUlPU0ZPRE5ON0VYQU1QTEUvMjAxNTEyMjkv\
    dXMtZWFzdC0xL3MzL2F3czRfcmVxdWVzdCJ9LA0KICAgIHsieC1hbXotYWxnb3JpdGhtIjogIkFXUzQtSE1BQy1TSEEyNTYifSwN\
    CiAgICB7IngtYW16LWRhdGUiOiAiMjAxNTEyMjlUMDAwMDAwWiIgfQ0KICBdDQp9";

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
    // Before what ends it, which in base64 says nothing.
    let at = sent.trim_end_matches('=').len() - 1;
    let end = if sent[at..].starts_with('0') { '1' } else { '0' };
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

/// The same as today's documentation has it, of another bucket.
#[test]
fn version_2_today() {
    for (method, target, header, time, signature) in [
        ("GET", "/photos/puppy.jpg", ("user-agent", "Mozilla/5.0"), "19:36:42", "qgk2+6Sv9/oM7G3qLEjTH1a1l1g="),
        ("PUT", "/photos/puppy.jpg", ("content-type", "image/jpeg"), "21:15:45", "iqRzw+ileNPu1fhspnRs8nOjjIA="),
        ("GET", "/?prefix=photos&max-keys=50", ("user-agent", "x"), "19:42:41", "m0WP8eCtspQl5Ahe6L1SozdX9YA="),
        ("GET", "/?acl", ("user-agent", "Mozilla/5.0"), "19:44:46", "82ZHiFIjc+WbcwFKGUVEQspPn+0="),
    ] {
        let s3 = world(&format!("2007-03-27T{time}Z"));
        s3.create_bucket("awsexamplebucket1").put_object("photos/puppy.jpg", "a puppy");
        let request = Request::builder()
            .method(method)
            .uri(target)
            .header("host", "awsexamplebucket1.s3.us-east-1.amazonaws.com")
            .header("date", format!("Tue, 27 Mar 2007 {time} +0000"))
            .header(header.0, header.1)
            .header("content-length", "0")
            .header("authorization", format!("AWS {KEY}:{signature}"));
        check(&s3, &request, "", "200");
    }
}

/// The example of a deletion, whose signature the documentation has never had right: today it signs the date of
/// `x-amz-date` where that of `Date` stands. S3 signs it as any header of Amazon's (measured), and so do its clients.
#[test]
fn version_2_deletes() {
    let s3 = world("2007-03-27T21:20:26Z");
    s3.create_bucket("johnsmith").put_object("photos/puppy.jpg", "a puppy");
    let request = Request::delete("/johnsmith/photos/puppy.jpg")
        .header("host", "s3.amazonaws.com")
        .header("date", "Tue, 27 Mar 2007 21:20:27 +0000")
        .header("x-amz-date", "Tue, 27 Mar 2007 21:20:26 +0000")
        .header("authorization", format!("AWS {KEY}:R4dJ53KECjStyBO5iTBJZ4XVOaI="));
    check(&s3, &request, "", "204");
}

/// The form of the documentation's example, which was signed at the midnight before and is good until the next noon.
#[test]
fn a_form() {
    let s3 = world("2015-12-30T12:00:00Z");
    let bucket = s3.create_bucket("sigv4examplebucket");
    let post = |signature: &str| {
        let fields = [
            ("key", "user/user1/${filename}"),
            ("acl", "public-read"),
            ("success_action_redirect", "http://sigv4examplebucket.s3.amazonaws.com/successful_upload.html"),
            ("Content-Type", "image/jpeg"),
            ("x-amz-meta-uuid", "14365123651274"),
            ("x-amz-server-side-encryption", "AES256"),
            ("X-Amz-Credential", "AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request"),
            ("X-Amz-Algorithm", "AWS4-HMAC-SHA256"),
            ("X-Amz-Date", "20151229T000000Z"),
            ("x-amz-meta-tag", "a tag"),
            ("Policy", POLICY),
            ("X-Amz-Signature", signature),
        ];
        let part = |(name, value)| format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        let file =
            "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.jpg\"\r\n\r\nan image\r\n--b--\r\n";
        let body = fields.map(part).concat() + file;
        let request = Request::post("/")
            .header("host", "sigv4examplebucket.s3.amazonaws.com")
            .header("content-type", "multipart/form-data; boundary=b")
            .header("content-length", body.len());
        s3.http(request.body(Bytes::from(body)).unwrap())
    };
    let signature = "8afdbf4008c03f22c2cd3cdb72e4afbb1f6a588f3255ac628749a66d7f09699e";
    let answer = post(signature);
    assert_eq!(told(&answer), "303", "{:?}", answer.extensions().get::<fake_s3::error::S3Error>());
    let location = answer.headers()["location"].to_str().unwrap();
    assert!(location.starts_with("http://sigv4examplebucket.s3.amazonaws.com/successful_upload.html?"), "{location}");
    assert_eq!(bucket.object("user/user1/a.jpg").unwrap().bytes(), "an image");
    assert_eq!(told(&post(&signature.replace('8', "9"))), "SignatureDoesNotMatch");
    s3.clock().advance(std::time::Duration::from_secs(1));
    assert_eq!(told(&post(signature)), "AccessDenied");
}
