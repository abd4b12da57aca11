//! What is presigned by version 2, and what is added to it.

use crate::signer::{KEY, SECRET, told};
use aws_smithy_types::base64;
use bytes::Bytes;
use fake_s3::{Auth, FakeS3};
use hmac::{Hmac, Mac as _};
use http::Request;
use proptest::prelude::*;
use sha1::Sha1;

const URI: &str = "https://backups.s3.us-east-1.amazonaws.com/db.tar";

fn world() -> FakeS3 {
    let s3 = FakeS3::builder().signature_v2(true).auth(Auth::Signatures).build();
    s3.create_bucket("backups");
    s3
}

fn signature(text: &str) -> String {
    let mac = Hmac::<Sha1>::new_from_slice(SECRET.as_bytes()).unwrap();
    base64::encode(mac.chain_update(text).finalize().into_bytes())
}

/// A put whose headers of Amazon's stand in its query.
fn presigned(headers: &[(&str, &str)], sub_resource: &str) -> String {
    let mut sorted = headers.to_vec();
    sorted.sort_unstable();
    let lines: String = sorted.iter().flat_map(|(name, value)| [*name, ":", value, "\n"]).collect();
    let signed = signature(&format!("PUT\n\n\n1900000000\n{lines}/backups/db.tar{sub_resource}"));
    let signed = signed.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
    let query: String = headers.iter().flat_map(|(name, value)| ["&", *name, "=", value]).collect();
    format!("{URI}?AWSAccessKeyId={KEY}&Expires=1900000000&Signature={signed}{query}")
}

fn put(s3: &FakeS3, uri: &str) -> String {
    let request = Request::put(uri).header("content-length", "5").body(Bytes::from_static(b"hello")).unwrap();
    told(&s3.http(request))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn nothing_that_counts_can_be_added(
        value in "[a-z]{1,8}",
        added in "[a-z]{1,8}",
        name in prop::sample::select(vec!["x-amz-meta-a", "X-Amz-Meta-A", "x-AMZ-acl", "x-amz-storage-class"]),
        is_first in any::<bool>(),
    ) {
        let s3 = world();
        let uri = presigned(&[("x-amz-meta-a", &value)], "");
        prop_assert_eq!(put(&s3, &uri), "200");
        let changed = match is_first {
            true => uri.replacen('?', &format!("?{name}={added}&"), 1),
            false => format!("{uri}&{name}={added}"),
        };
        prop_assert_eq!(put(&s3, &changed), "SignatureDoesNotMatch");
        for added in ["partNumber=1", "uploadId=u", "acl", "tagging"] {
            prop_assert_eq!(put(&s3, &format!("{uri}&{added}")), "SignatureDoesNotMatch");
        }
    }
}

/// Nothing of what version 2 signs could verify them.
#[test]
fn signed_frames_are_refused() {
    let uri = presigned(&[("x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD")], "");
    assert_eq!(put(&world(), &uri), "InvalidArgument");
}

/// What is in the query is signed before a header of its name, and so it is what counts.
#[test]
fn no_header_replaces_what_was_presigned() {
    let s3 = world();
    let uri = presigned(&[("x-amz-meta-a", "signed")], "");
    let put = |name, value| {
        let request = Request::put(&uri).header("content-length", "5").header(name, value);
        told(&s3.http(request.body(Bytes::from_static(b"hello")).unwrap()))
    };
    assert_eq!(put("x-amz-meta-a", "other"), "200");
    let head = s3.http(Request::head(URI).body(Bytes::new()).unwrap());
    assert_eq!(head.headers()["x-amz-meta-a"], "signed");
    assert_eq!(put("x-amz-meta-b", "other"), "SignatureDoesNotMatch");
}

/// The type and the MD5 are signed as headers, and stand in the address as a note to who sends them.
#[test]
fn the_type_and_the_digest_of_what_is_presigned_are_sent_as_headers() {
    let s3 = world();
    let md5 = "XUFAKrxLKna5cZ2REBfFkg==";
    let signed = signature(&format!("PUT\n{md5}\ntext/plain\n1900000000\n/backups/db.tar"));
    let signed = signed.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
    let bare = format!("{URI}?AWSAccessKeyId={KEY}&Expires=1900000000&Signature={signed}");
    let noted = format!("{bare}&content-type=text%2Fplain&content-md5=XUFAKrxLKna5cZ2REBfFkg%3D%3D");
    for uri in [&bare, &noted] {
        let put = |headers: &[(&str, &str)]| {
            let request = Request::put(uri).header("content-length", "5");
            let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
            told(&s3.http(request.body(Bytes::from_static(b"hello")).unwrap()))
        };
        assert_eq!(put(&[("content-type", "text/plain"), ("content-md5", md5)]), "200", "{uri}");
        for others in [
            &[][..],
            &[("content-type", "text/plain")],
            &[("content-md5", md5)],
            &[("content-type", "text/html"), ("content-md5", md5)],
        ] {
            assert_eq!(put(others), "SignatureDoesNotMatch", "{uri}: {others:?}");
        }
    }
    let head = s3.http(Request::head(URI).body(Bytes::new()).unwrap());
    assert_eq!(head.headers()["content-type"], "text/plain");
}

/// Headers in the query are those of presigned requests alone; but signed they are as headers, wherever the signature
/// stands.
#[test]
fn a_signature_in_the_header_takes_no_headers_from_the_query() {
    let s3 = world();
    let now = s3.clock().now();
    let date = now.fmt(fake_s3::primitives::DateTimeFormat::HttpDate).unwrap();
    let put = |headers: &str| {
        let text = format!("PUT\n\n\n{date}\n{headers}/backups/db.tar");
        let request = Request::put(format!("{URI}?x-amz-storage-class=GLACIER&x-amz-meta-a=b"))
            .header("date", &date)
            .header("content-length", "5")
            .header("authorization", format!("AWS {KEY}:{}", signature(&text)));
        told(&s3.http(request.body(Bytes::from_static(b"hello")).unwrap()))
    };
    assert_eq!(put(""), "SignatureDoesNotMatch");
    assert_eq!(put("x-amz-meta-a:b\nx-amz-storage-class:GLACIER\n"), "200");
    let head = s3.http(Request::head(URI).body(Bytes::new()).unwrap());
    assert_eq!(told(&head), "200");
    for name in ["x-amz-meta-a", "x-amz-storage-class"] {
        assert_eq!(head.headers().get(name), None);
    }
}
