//! What is presigned by version 2, and what is added to it.

use crate::signer::{KEY, SECRET, told};
use aws_smithy_types::base64;
use bytes::Bytes;
use fake_s3::error::S3Error;
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

/// Headers in the query are those of presigned requests alone: in its header version 2 would not sign them.
#[test]
fn a_signature_in_the_header_takes_no_headers_from_the_query() {
    let s3 = world();
    let now = s3.clock().now();
    let date = now.fmt(fake_s3::primitives::DateTimeFormat::HttpDate).unwrap();
    let text = format!("PUT\n\n\n{date}\n/backups/db.tar");
    let request = Request::put(format!("{URI}?x-amz-storage-class=GLACIER&x-amz-meta-a=b"))
        .header("date", date)
        .header("content-length", "5")
        .header("authorization", format!("AWS {KEY}:{}", signature(&text)));
    let answer = s3.http(request.body(Bytes::from_static(b"hello")).unwrap());
    assert_eq!(told(&answer), "200", "{:?}", answer.extensions().get::<S3Error>());
    let head = s3.http(Request::head(URI).body(Bytes::new()).unwrap());
    assert_eq!(told(&head), "200");
    for name in ["x-amz-meta-a", "x-amz-storage-class"] {
        assert_eq!(head.headers().get(name), None);
    }
}
