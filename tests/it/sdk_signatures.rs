//! The SDK's client in a world that verifies all signatures, and what its presigner presigns.

use crate::sdk::Sent;
use aws_sdk_s3::config::retry::RetryConfig;
use aws_sdk_s3::config::timeout::TimeoutConfig;
use aws_sdk_s3::config::{Credentials, Region};
use aws_sdk_s3::error::{DisplayErrorContext, ProvideErrorMetadata as _};
use aws_sdk_s3::presigning::{PresignedRequest, PresigningConfig};
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::{ChecksumAlgorithm, CompletedMultipartUpload, CompletedPart};
use aws_sdk_s3::{Client, Config};
use bytes::Bytes;
use fake_s3::error::S3Error;
use fake_s3::fault::{Fault, on_any};
use fake_s3::primitives::DateTime;
use fake_s3::{Auth, FakeS3, hours};
use http::Request;
use std::time::{Duration, SystemTime};

fn world() -> FakeS3 {
    let s3 = FakeS3::builder().auth(Auth::Signatures).build();
    s3.create_bucket("backups");
    s3
}

/// The client as production code makes it: it hashes bodies, and signs the frames of those that it cannot.
fn hashing(s3: &FakeS3) -> Client {
    let (config, own) = (s3.sdk_config().build(), s3.account("fake-s3"));
    let (id, secret) = (own.access_key_id().unwrap(), own.secret_access_key().unwrap());
    let clean = Config::builder()
        .behavior_version_latest()
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::new(id, secret, None, None, "tests"))
        .http_client(config.http_client().unwrap())
        .time_source(config.time_source().unwrap())
        .sleep_impl(config.sleep_impl().unwrap());
    Client::from_conf(clean.build())
}

/// The same over plain HTTP, as on loopback.
fn plain(s3: &FakeS3) -> Client {
    let config = hashing(s3).config().to_builder().endpoint_url("http://127.0.0.1:9000").force_path_style(true);
    Client::from_conf(config.build())
}

#[tokio::test]
async fn the_sdk_s_client_signs_with_the_true_secret() {
    let s3 = world();
    for client in [s3.sdk_client(), hashing(&s3), plain(&s3)] {
        for key in ["db.tar", "a key/with ~every*thing+(in) it/é//..", "x=y&z?#%25"] {
            client.put_object().bucket("backups").key(key).body(Bytes::from("bytes").into()).send().await.unwrap();
            let got = client.get_object().bucket("backups").key(key).range("bytes=1-2").send().await.unwrap();
            assert_eq!(got.body.collect().await.unwrap().into_bytes(), "yt");
            client.head_object().bucket("backups").key(key).send().await.unwrap();
        }
        let list = client.list_objects_v2().bucket("backups").prefix("a key/").delimiter("+").send().await.unwrap();
        assert_eq!(list.key_count(), Some(1));
        let copy = client.copy_object().bucket("backups").key("copy").copy_source("backups/db.tar");
        copy.metadata("note", "two  spaces").send().await.unwrap();
        client.delete_object().bucket("backups").key("copy").send().await.unwrap();
    }
}

#[tokio::test]
async fn parts_are_signed_whatever_their_body_and_checksum() {
    let s3 = world();
    for client in [s3.sdk_client(), hashing(&s3), plain(&s3)] {
        let create = client.create_multipart_upload().bucket("backups").key("db.tar");
        let created = create.checksum_algorithm(ChecksumAlgorithm::Crc32C).send().await.unwrap();
        let id = created.upload_id().unwrap();
        let mut parts = Vec::new();
        for number in 1..=2 {
            let bytes = vec![b'a'; if number == 1 { 5 << 20 } else { 70_000 }];
            // A body that cannot be read twice is sent in frames.
            let body = if number == 1 { ByteStream::from(bytes) } else { streamed("part", bytes).await };
            let part = client.upload_part().bucket("backups").key("db.tar").upload_id(id).part_number(number);
            let part = part.checksum_algorithm(ChecksumAlgorithm::Crc32C).body(body).send().await;
            let part = part.unwrap_or_else(|error| panic!("{}", DisplayErrorContext(error)));
            let part = CompletedPart::builder()
                .part_number(number)
                .e_tag(part.e_tag().unwrap())
                .checksum_crc32_c(part.checksum_crc32_c().unwrap());
            parts.push(part.build());
        }
        let list = CompletedMultipartUpload::builder().set_parts(Some(parts)).build();
        let complete = client.complete_multipart_upload().bucket("backups").key("db.tar").upload_id(id);
        complete.multipart_upload(list).send().await.unwrap();
        assert_eq!(s3.bucket("backups").object("db.tar").unwrap().bytes().len(), (5 << 20) + 70_000);
    }
}

/// The bytes in a file, which the SDK streams.
async fn streamed(name: &str, bytes: Vec<u8>) -> ByteStream {
    let path = std::env::temp_dir().join(format!("fake-s3-signatures-{name}-{}", std::process::id()));
    tokio::fs::write(&path, bytes).await.unwrap();
    ByteStream::from_path(path).await.unwrap()
}

#[tokio::test]
async fn handles_sign_as_who_they_are() {
    let s3 = world();
    s3.bucket("backups").put_object("db.tar", "bytes");
    let account = s3.account("fake-s3");
    let (user, role) = (account.user("reader"), account.role("reader"));
    user.allow("s3:GetObject", "arn:aws:s3:::backups/*").add_access_key("AKIDREADER", "given");
    let expires = DateTime::from_secs(s3.clock().now().secs() + 3600);
    role.allow("s3:GetObject", "arn:aws:s3:::backups/*").add_session("ASIAREADER", "given", "token", expires);
    let get = async |client: Client| match client.get_object().bucket("backups").key("db.tar").send().await {
        Ok(_) => "taken".to_owned(),
        Err(error) => error.code().unwrap_or_default().to_owned(),
    };
    assert_eq!(get(user.sdk_client()).await, "taken");
    assert_eq!(get(role.sdk_client()).await, "taken");
    assert_eq!(get(account.sdk_client()).await, "taken");
    assert_eq!(get(s3.account("alice").sdk_client()).await, "AccessDenied");
    assert_eq!(get(s3.anonymous().sdk_client()).await, "AccessDenied");
    s3.clock().advance(hours(1));
    assert_eq!(get(user.sdk_client()).await, "taken");
    assert_eq!(get(role.sdk_client()).await, "ExpiredToken");
}

#[tokio::test]
async fn a_wrong_secret_is_refused() {
    let s3 = world();
    let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wrong", None, None, "tests");
    let client = Client::from_conf(s3.sdk_config().credentials_provider(credentials).build());
    let error = client.list_buckets().send().await.unwrap_err();
    assert_eq!(error.code(), Some("SignatureDoesNotMatch"));
}

/// The presigner's own request, sent by somebody else.
fn send(s3: &FakeS3, presigned: &PresignedRequest, body: &'static str) -> String {
    let mut request = Request::builder().method(presigned.method()).uri(presigned.uri());
    for (name, value) in presigned.headers() {
        request = request.header(name, value);
    }
    let request = request.header("content-length", body.len()).body(Bytes::from(body)).unwrap();
    let answer = s3.anonymous().http(request);
    let error = answer.extensions().get::<S3Error>();
    error.map_or_else(|| answer.status().as_u16().to_string(), |error| error.code().to_owned())
}

#[tokio::test]
async fn what_the_sdk_presigns_is_good_until_it_expires() {
    let s3 = world();
    s3.bucket("backups").put_object("a key/é+~*", "bytes");
    let id = s3.bucket("backups").begin_upload("db.tar");
    for client in [s3.sdk_client(), plain(&s3), s3.account("fake-s3").role("boss").sdk_client()] {
        let config = || {
            let start = SystemTime::try_from(s3.clock().now()).unwrap();
            PresigningConfig::builder().start_time(start).expires_in(Duration::from_mins(1)).build().unwrap()
        };
        s3.account("fake-s3").role("boss").allow("s3:*", "*");
        let get = client.get_object().bucket("backups").key("a key/é+~*").response_content_type("text/plain; a=b");
        let get = get.presigned(config()).await.unwrap();
        let put = client.put_object().bucket("backups").key("new").content_type("text/plain").metadata("a", "b");
        let put = put.presigned(config()).await.unwrap();
        let part = client.upload_part().bucket("backups").key("db.tar").upload_id(&id).part_number(1);
        let part = part.presigned(config()).await.unwrap();
        for (request, body) in [(&get, ""), (&put, "new"), (&part, "part")] {
            assert_eq!(send(&s3, request, body), "200", "{}", request.uri());
        }
        s3.clock().advance(Duration::from_mins(1));
        for (request, body) in [(&get, ""), (&put, "new"), (&part, "part")] {
            assert_eq!(send(&s3, request, body), "AccessDenied", "{}", request.uri());
        }
    }
}

#[tokio::test]
async fn files_are_signed_frame_by_frame_over_plain_http() {
    let s3 = world();
    for (client, hash) in [
        (hashing(&s3), "STREAMING-UNSIGNED-PAYLOAD-TRAILER"),
        (plain(&s3), "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER"),
    ] {
        let sent = Sent::default();
        let client = Client::from_conf(client.config().to_builder().interceptor(sent.clone()).build());
        let file = streamed("file", vec![b'b'; 200_000]).await;
        let put = client.put_object().bucket("backups").key("file").body(file);
        put.send().await.unwrap_or_else(|error| panic!("{}", DisplayErrorContext(error)));
        assert_eq!(sent.header("x-amz-content-sha256"), hash);
        assert_eq!(s3.bucket("backups").object("file").unwrap().bytes(), vec![b'b'; 200_000]);
    }
}

/// A call that takes an hour was signed when it was made, and its head comes then.
#[tokio::test]
async fn a_call_that_takes_its_time_is_of_the_instant_at_which_it_was_made() {
    let s3 = world();
    let config = s3.sdk_config().retry_config(RetryConfig::disabled()).timeout_config(TimeoutConfig::disabled());
    let client = Client::from_conf(config.build());
    let _delay = s3.inject(on_any(), Fault::latency(hours(1)));
    let before = s3.clock().now().secs();
    client.put_object().bucket("backups").key("note").body(Bytes::from("bytes").into()).send().await.unwrap();
    assert_eq!(s3.bucket("backups").object("note").unwrap().last_modified.secs() - before, 3600);
}
