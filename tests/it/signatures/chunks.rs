//! Bodies in frames, each of which is signed: the examples of AWS's documentation.

use crate::signer::{KEY, told};
use bytes::Bytes;
use fake_s3::error::S3Error;
use fake_s3::primitives::{DateTime, DateTimeFormat};
use fake_s3::{Auth, FakeS3};
use http::{Request, Response};

const SEED: &str = "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9";
const CHUNKS: [&str; 3] = [
    "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648",
    "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497",
    "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9",
];

const SEED_WITH_TRAILER: &str = "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e";
const CHUNKS_WITH_TRAILER: [&str; 3] = [
    "b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2",
    "1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7",
    "2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992",
];
const TRAILER: &str = "d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435";

fn world() -> FakeS3 {
    let start = DateTime::from_str("2013-05-24T00:00:00Z", DateTimeFormat::DateTime).unwrap();
    let s3 = FakeS3::builder().auth(Auth::Signatures).start(start).build();
    s3.create_bucket("examplebucket");
    s3
}

/// 64 KiB and 1 KiB of `a`.
fn framed(signatures: &[&str; 3], end: &str) -> Vec<u8> {
    let [first, second, last] = signatures;
    let mut body = format!("10000;chunk-signature={first}\r\n").into_bytes();
    body.extend(vec![b'a'; 65536]);
    body.extend(format!("\r\n400;chunk-signature={second}\r\n").bytes());
    body.extend([b'a'; 1024]);
    body.extend(format!("\r\n0;chunk-signature={last}\r\n{end}").bytes());
    body
}

fn put(s3: &FakeS3, body: Vec<u8>, trailer: bool) -> Response<Bytes> {
    let scope = "20130524/us-east-1/s3/aws4_request";
    let (mode, headers, seed) = match trailer {
        false => (
            "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
            "content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;\
             x-amz-storage-class",
            SEED,
        ),
        true => (
            "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
            "content-encoding;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class;\
             x-amz-trailer",
            SEED_WITH_TRAILER,
        ),
    };
    let authorization = format!("AWS4-HMAC-SHA256 Credential={KEY}/{scope},SignedHeaders={headers},Signature={seed}");
    let mut request = Request::put("/examplebucket/chunkObject.txt")
        .header("host", "s3.amazonaws.com")
        .header("x-amz-date", "20130524T000000Z")
        .header("x-amz-storage-class", "REDUCED_REDUNDANCY")
        .header("authorization", authorization)
        .header("x-amz-content-sha256", mode)
        .header("content-encoding", "aws-chunked")
        .header("x-amz-decoded-content-length", "66560")
        .header("content-length", body.len());
    if trailer {
        request = request.header("x-amz-trailer", "x-amz-checksum-crc32c");
    }
    s3.http(request.body(Bytes::from(body)).unwrap())
}

#[test]
fn chunks_are_signed_one_after_the_other() {
    let s3 = world();
    let body = framed(&CHUNKS, "\r\n");
    assert_eq!(body.len(), 66824);
    assert_eq!(told(&put(&s3, body.clone(), false)), "200");
    assert_eq!(s3.bucket("examplebucket").object("chunkObject.txt").unwrap().bytes().len(), 66560);

    // A byte of each signature, and one of each chunk's data.
    for at in [30, 65_650, 66_800, 100, 66_000] {
        let mut changed = body.clone();
        changed[at] = if changed[at] == b'0' { b'1' } else { b'0' };
        assert_eq!(told(&put(&s3, changed, false)), "SignatureDoesNotMatch", "the byte at {at}");
    }
}

#[test]
fn who_sends_a_wrong_chunk_is_told_what_it_should_have_signed() {
    let s3 = world();
    let mut body = framed(&CHUNKS, "\r\n");
    body[100] = b'b';
    let answer = put(&s3, body, false);
    let error = answer.extensions().get::<S3Error>().unwrap();
    let before = "AWS4-HMAC-SHA256-PAYLOAD\n20130524T000000Z\n20130524/us-east-1/s3/aws4_request\n";
    assert!(error.extra("StringToSign").unwrap().starts_with(&format!("{before}{SEED}\n")), "{error}");
    assert_eq!(error.extra("SignatureProvided"), Some(CHUNKS[0]));
    assert_eq!(error.extra("CanonicalRequest"), None);
}

#[test]
fn a_chunk_without_a_signature_is_none() {
    let s3 = world();
    let start = DateTime::from_str("2013-05-24T00:00:00Z", DateTimeFormat::DateTime).unwrap();
    let trusting = FakeS3::builder().start(start).build();
    trusting.create_bucket("examplebucket");
    let whole = String::from_utf8(framed(&CHUNKS, "\r\n")).unwrap();
    for (at, _) in whole.match_indices("chunk-signature") {
        // As long as the example, whose length is signed; and well framed but for the one signature.
        let body = [&whole[..at], "chunk-extension", &whole[at + "chunk-signature".len()..]].concat().into_bytes();
        assert_eq!(told(&put(&trusting, body.clone(), false)), "200", "the chunk at {at}");
        assert_eq!(told(&put(&s3, body, false)), "IncompleteBody", "the chunk at {at}");
    }
}

#[test]
fn trailers_are_signed_after_the_last_chunk() {
    let s3 = world();
    let end = |value: &str, signature: &str| {
        format!("x-amz-checksum-crc32c:{value}\r\nx-amz-trailer-signature:{signature}\r\n\r\n")
    };
    let body = |end: &str| framed(&CHUNKS_WITH_TRAILER, end);
    assert_eq!(told(&put(&s3, body(&end("sOO8/Q==", TRAILER)), true)), "200");
    assert_eq!(told(&put(&s3, body(&end("sOO8/A==", TRAILER)), true)), "SignatureDoesNotMatch");
    assert_eq!(told(&put(&s3, body(&end("sOO8/Q==", &TRAILER.replace('d', "e"))), true)), "SignatureDoesNotMatch");
    assert_eq!(told(&put(&s3, body("x-amz-checksum-crc32c:sOO8/Q==\r\n\r\n"), true)), "IncompleteBody");
    assert_eq!(told(&put(&s3, body("\r\n"), true)), "IncompleteBody");
}

#[test]
fn frames_are_read_over_where_the_request_s_signature_is_not_verified() {
    let start = DateTime::from_str("2013-05-24T00:00:00Z", DateTimeFormat::DateTime).unwrap();
    let s3 = FakeS3::builder().start(start).build();
    s3.create_bucket("examplebucket");
    assert_eq!(told(&put(&s3, framed(&[TRAILER; 3], "\r\n"), false)), "200");
}
