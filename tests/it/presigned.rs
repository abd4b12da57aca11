//! An application signs addresses and hands them to a browser, which has no credentials: what it sends is the
//! application's, as long as the addresses are good and are not touched.

use aws_sdk_s3::presigning::{PresignedRequest, PresigningConfig};
use aws_sdk_s3::types::{CompletedMultipartUpload, CompletedPart, CorsConfiguration, CorsRule};
use bytes::Bytes;
use fake_s3::error::S3Error;
use fake_s3::{Anchor, Auth, FakeS3, days};
use hmac::{Hmac, Mac as _};
use http::{Request, Response};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;
use std::time::{Duration, SystemTime};

const ORIGIN: &str = "https://app.test";
const QUARTER: Duration = Duration::from_mins(15);

/// A world that verifies every signature, and lets pages of the application put parts and see their ETags.
async fn world() -> (FakeS3, aws_sdk_s3::Client) {
    let s3 = FakeS3::builder().auth(Auth::Signatures).build();
    s3.create_bucket("backups");
    let client = s3.sdk_client();
    let rule = CorsRule::builder().allowed_origins(ORIGIN).allowed_methods("PUT").allowed_headers("*");
    let rule = rule.expose_headers("ETag").build().unwrap();
    let cors = CorsConfiguration::builder().cors_rules(rule).build().unwrap();
    client.put_bucket_cors().bucket("backups").cors_configuration(cors).send().await.unwrap();
    (s3, client)
}

/// Good for a quarter of an hour of the world's clock. Without a start the SDK would ask the real one.
fn good_for_a_quarter(s3: &FakeS3) -> PresigningConfig {
    let start = SystemTime::try_from(s3.clock().now()).unwrap();
    PresigningConfig::builder().start_time(start).expires_in(QUARTER).build().unwrap()
}

/// What a browser sends: nothing but what it was handed.
fn browse(s3: &FakeS3, method: &str, address: &str, body: impl Into<Bytes>) -> Response<Bytes> {
    let body = body.into();
    let request = Request::builder().method(method).uri(address).header("content-length", body.len());
    s3.anonymous().http(request.header("origin", ORIGIN).body(body).unwrap())
}

fn put(s3: &FakeS3, signed: &PresignedRequest, body: impl Into<Bytes>) -> Response<Bytes> {
    let mut names: Vec<_> = signed.headers().map(|(name, _)| name).collect();
    names.retain(|name| *name != "content-length" && *name != "host");
    assert!(names.is_empty(), "a browser would have to send {names:?}");
    browse(s3, signed.method(), signed.uri(), body)
}

fn code(answer: &Response<Bytes>) -> (u16, &'static str) {
    (answer.status().as_u16(), answer.extensions().get::<S3Error>().map_or("", S3Error::code))
}

fn header<'a>(answer: &'a Response<Bytes>, name: &str) -> &'a str {
    answer.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

#[tokio::test]
async fn a_browser_puts_the_parts_and_gives_back_their_tags() {
    let (s3, client) = world().await;
    let made = client.create_multipart_upload().bucket("backups").key("video.mp4").send().await.unwrap();
    let upload_id = made.upload_id().unwrap();
    let bodies = [vec![1_u8; 5 << 20], vec![2_u8; 1000]];
    let mut parts = Vec::new();
    for (number, body) in (1..).zip(&bodies) {
        let part = client.upload_part().bucket("backups").key("video.mp4").upload_id(upload_id).part_number(number);
        let signed = part.presigned(good_for_a_quarter(&s3)).await.unwrap();

        let preflight = Request::builder().method("OPTIONS").uri(signed.uri()).header("origin", ORIGIN);
        let preflight = preflight.header("access-control-request-method", "PUT").body(Bytes::new()).unwrap();
        let preflight = s3.anonymous().http(preflight);
        assert_eq!((preflight.status().as_u16(), header(&preflight, "access-control-allow-methods")), (200, "PUT"));

        let answer = put(&s3, &signed, body.clone());
        assert_eq!(code(&answer), (200, ""), "{:?}", answer.body());
        assert_eq!(header(&answer, "access-control-allow-origin"), ORIGIN);
        assert_eq!(header(&answer, "access-control-expose-headers"), "ETag");
        parts.push(CompletedPart::builder().part_number(number).e_tag(header(&answer, "etag")).build());
    }
    let list = CompletedMultipartUpload::builder().set_parts(Some(parts)).build();
    let complete = client.complete_multipart_upload().bucket("backups").key("video.mp4").upload_id(upload_id);
    complete.multipart_upload(list).send().await.unwrap();

    let signed = client.get_object().bucket("backups").key("video.mp4").presigned(good_for_a_quarter(&s3)).await;
    let answer = put(&s3, &signed.unwrap(), Bytes::new());
    assert_eq!(answer.status(), 200);
    assert!(*answer.body() == bodies.concat(), "the bytes are others");
}

/// An address as other clients sign it: all that S3 would take as a header stands in the query. The SDK for Rust signs
/// no others than those of objects and parts.
fn sign(s3: &FakeS3, method: &str, path: &str, query: &[(&str, &str)]) -> String {
    let owner = s3.account("fake-s3");
    let (key, secret) = (owner.access_key_id().unwrap(), owner.secret_access_key().unwrap());
    let (host, scope) = ("backups.s3.us-east-1.amazonaws.com", "20260101/us-east-1/s3/aws4_request");
    let credential = format!("{key}/{scope}");
    let own = [
        ("X-Amz-Algorithm", "AWS4-HMAC-SHA256"),
        ("X-Amz-Credential", credential.as_str()),
        ("X-Amz-Date", "20260101T103000Z"),
        ("X-Amz-Expires", "900"),
        ("X-Amz-SignedHeaders", "host"),
    ];
    let encoded = |text: &str| {
        const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
        utf8_percent_encode(text, KEPT).to_string()
    };
    let mut pairs: Vec<_> =
        query.iter().chain(&own).map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
    pairs.sort();
    let query = pairs.join("&");
    let request = format!("{method}\n{path}\n{query}\nhost:{host}\n\nhost\nUNSIGNED-PAYLOAD");
    let hex = |bytes: &[u8]| {
        bytes.iter().fold(String::new(), |mut hex, byte| {
            write!(hex, "{byte:02x}").unwrap();
            hex
        })
    };
    let text = format!("AWS4-HMAC-SHA256\n20260101T103000Z\n{scope}\n{}", hex(&Sha256::digest(request)));
    let mac = |key: &[u8], text: &str| {
        Hmac::<Sha256>::new_from_slice(key).unwrap().chain_update(text).finalize().into_bytes().to_vec()
    };
    let key = scope.split('/').fold(format!("AWS4{secret}").into_bytes(), |key, part| mac(&key, part));
    format!("https://{host}{path}?{query}&X-Amz-Signature={}", hex(&mac(&key, &text)))
}

#[tokio::test]
async fn a_whole_upload_goes_by_addresses() {
    let (s3, _) = world().await;
    let send =
        |method, query: &[(&str, &str)], body: String| browse(&s3, method, &sign(&s3, method, "/note", query), body);
    let hoisted = [("uploads", ""), ("x-amz-storage-class", "STANDARD_IA"), ("x-amz-meta-Team", "storage")];
    let begun = send("POST", &hoisted, String::new());
    let text = std::str::from_utf8(begun.body()).unwrap();
    let upload_id = text.split_once("<UploadId>").expect(text).1.split_once('<').unwrap().0;

    // What some clients put there although the browser has the bytes: the checksum of none.
    let checksum = [("x-amz-checksum-crc32", "AAAAAA=="), ("x-amz-sdk-checksum-algorithm", "CRC32")];
    let query = [("partNumber", "1"), ("uploadId", upload_id), ("x-id", "UploadPart"), checksum[0], checksum[1]];
    let part = send("PUT", &query, "p".repeat(5 << 20));
    assert_eq!(code(&part), (200, ""), "{:?}", part.body());

    let list = format!("<Part><PartNumber>1</PartNumber><ETag>{}</ETag></Part>", header(&part, "etag"));
    let list = format!("<CompleteMultipartUpload>{list}</CompleteMultipartUpload>");
    let completed = send("POST", &[("uploadId", upload_id)], list);
    assert_eq!(code(&completed), (200, ""), "{:?}", completed.body());
    let head = send("HEAD", &[], String::new());
    assert_eq!((header(&head, "content-length"), header(&head, "x-amz-storage-class")), ("5242880", "STANDARD_IA"));
    assert_eq!(header(&head, "x-amz-meta-team"), "storage");
    assert_eq!(code(&send("DELETE", &[("versionId", "null")], String::new())), (204, ""));
}

#[tokio::test]
async fn an_address_is_good_for_its_time_and_for_what_it_says() {
    let (s3, client) = world().await;
    let made = client.create_multipart_upload().bucket("backups").key("video.mp4").send().await.unwrap();
    let part = client.upload_part().bucket("backups").key("video.mp4").upload_id(made.upload_id().unwrap());
    let signed = part.part_number(1).presigned(good_for_a_quarter(&s3)).await.unwrap();
    assert_eq!(code(&put(&s3, &signed, "first")), (200, ""));
    // As often as it is good.
    assert_eq!(code(&put(&s3, &signed, "again")), (200, ""));

    let other = signed.uri().replace("partNumber=1", "partNumber=2");
    assert_eq!(code(&browse(&s3, "PUT", &other, "bytes")), (403, "SignatureDoesNotMatch"));
    assert_eq!(code(&browse(&s3, "GET", signed.uri(), "")), (403, "SignatureDoesNotMatch"));
    let cut = signed.uri().split_once("&X-Amz-Signature").unwrap().0;
    assert_eq!(code(&browse(&s3, "PUT", cut, "bytes")), (400, "AuthorizationQueryParametersError"));
    let bare = signed.uri().split_once('?').unwrap().0;
    assert_eq!(code(&browse(&s3, "PUT", bare, "bytes")), (403, "AccessDenied"));

    s3.clock().advance(QUARTER);
    let late = put(&s3, &signed, "late");
    assert_eq!(code(&late), (403, "AccessDenied"));
    assert_eq!(late.extensions().get::<S3Error>().unwrap().message(), "Request has expired");
    // A page of the application is told why.
    assert_eq!(header(&late, "access-control-allow-origin"), ORIGIN);
    let upload = &s3.bucket("backups").uploads()[0];
    assert_eq!(upload.parts.len(), 1, "{upload:?}");
}

#[tokio::test]
async fn a_presigned_request_is_valid_for_its_time_only_in_every_mode_of_auth() {
    for auth in [Auth::Keys, Auth::Signatures, Auth::None] {
        let s3 = FakeS3::builder().auth(auth).build();
        s3.create_bucket("backups").put_object("db.tar", "dump");
        let tomorrow = SystemTime::try_from(s3.clock().now_plus(days(1))).unwrap();
        let config = PresigningConfig::builder().start_time(tomorrow).expires_in(QUARTER).build().unwrap();
        let signed = s3.sdk_client().get_object().bucket("backups").key("db.tar").presigned(config).await.unwrap();
        let get = || browse(&s3, "GET", signed.uri(), "");
        let why = |answer: &Response<Bytes>| answer.extensions().get::<S3Error>().unwrap().to_string();

        let early = get();
        assert_eq!(code(&early), (403, "AccessDenied"), "{auth:?}");
        assert!(why(&early).contains("Request is not valid yet"), "{auth:?}: {}", why(&early));
        assert!(why(&early).contains("real_time(Anchor::WallClock)"), "{auth:?}: {}", why(&early));
        s3.clock().advance(days(1));
        assert_eq!(get().status(), 200, "{auth:?}");
        s3.clock().advance(QUARTER);
        let late = get();
        assert!(why(&late).contains("it expired at 2026-01-02T10:45:00Z"), "{auth:?}: {}", why(&late));
    }
}

#[tokio::test]
async fn a_request_that_is_presigned_by_the_wall_clock_is_valid_in_a_world_of_the_wall_clock() {
    let s3 = FakeS3::builder().real_time(Anchor::WallClock).build();
    s3.create_bucket("backups").put_object("db.tar", "dump");
    let config = PresigningConfig::expires_in(QUARTER).unwrap();
    let signed = s3.sdk_client().get_object().bucket("backups").key("db.tar").presigned(config).await.unwrap();
    assert_eq!(browse(&s3, "GET", signed.uri(), "").status(), 200);
    s3.clock().advance(QUARTER);
    assert_eq!(browse(&s3, "GET", signed.uri(), "").status(), 403);
}
