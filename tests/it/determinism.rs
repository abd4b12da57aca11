//! Same seed, same calls: the same bytes, in both directions.

use aws_smithy_types::base64;
use bytes::Bytes;
use fake_s3::{FakeS3, days};
use http::{Method, Request};
use md5::Digest as _;
use std::fmt::Write as _;

/// Everything that a world answers to a little life, headers included.
fn life(seed: u64) -> String {
    let s3 = FakeS3::builder().seed(seed).build();
    let mut told = String::new();
    let mut ask = |method: Method, target: &str, body: &'static str| {
        let request = Request::builder().method(method).uri(format!("https://s3.us-east-1.amazonaws.com{target}"));
        let request = request.header("content-md5", base64::encode(md5::Md5::digest(body)));
        let request = request.header("content-length", body.len()).body(Bytes::from_static(body.as_bytes())).unwrap();
        let answer = s3.http(request);
        assert!(![400, 501].contains(&answer.status().as_u16()), "{target}: {:?}", answer.body());
        write!(told, "{:?} {:?} {:?}", answer.status(), answer.headers(), answer.body()).unwrap();
        answer.into_body()
    };
    ask(Method::PUT, "/backups", "");
    for key in ["a", "b", "a"] {
        ask(Method::POST, &format!("/backups/{key}?uploads"), "");
    }
    let listed = String::from_utf8(ask(Method::GET, "/backups?uploads", "").to_vec()).unwrap();
    let id = listed.split("<UploadId>").nth(1).and_then(|rest| rest.split('<').next()).unwrap().to_owned();
    ask(Method::PUT, &format!("/backups/a?partNumber=1&uploadId={id}"), "some bytes");
    ask(Method::GET, &format!("/backups/a?uploadId={id}"), "");
    ask(Method::DELETE, &format!("/backups/a?uploadId={id}"), "");
    ask(Method::GET, &format!("/backups/a?uploadId={id}"), "");
    s3.clock().advance(days(1));
    ask(Method::PUT, "/backups/c", "some bytes");
    ask(Method::GET, "/backups?list-type=2", "");
    let enabled = "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>";
    ask(Method::PUT, "/backups?versioning", enabled);
    for body in ["first", "second"] {
        ask(Method::PUT, "/backups/c", body);
    }
    ask(Method::DELETE, "/backups/c", "");
    ask(Method::GET, "/backups/c", "");
    ask(Method::POST, "/backups/c?uploads", "");
    let page = String::from_utf8(ask(Method::GET, "/backups?versions&max-keys=2", "").to_vec()).unwrap();
    let id = page.split("<NextVersionIdMarker>").nth(1).and_then(|rest| rest.split('<').next()).unwrap().to_owned();
    ask(Method::GET, &format!("/backups?versions&key-marker=c&version-id-marker={id}"), "");
    ask(Method::GET, &format!("/backups/c?versionId={id}"), "");
    ask(Method::DELETE, &format!("/backups/c?versionId={id}"), "");
    ask(Method::GET, "/backups?versions", "");
    told
}

#[test]
fn the_same_seed_answers_the_same_bytes() {
    assert_eq!(life(7), life(7));
}

#[test]
fn another_seed_makes_other_ids() {
    assert_ne!(life(7), life(8));
}

#[cfg(feature = "aws-sdk")]
mod with_the_sdk {
    use super::*;
    use crate::sdk::Sent;
    use aws_sdk_s3::primitives::ByteStream;

    async fn life() -> String {
        let (s3, sent) = (FakeS3::new(), Sent::default());
        let config = s3.sdk_config().interceptor(sent.clone()).build();
        let client = aws_sdk_s3::Client::from_conf(config);
        client.create_bucket().bucket("backups").send().await.unwrap();
        let made = client.create_multipart_upload().bucket("backups").key("k").send().await.unwrap();
        let part = client.upload_part().bucket("backups").key("k").upload_id(made.upload_id().unwrap()).part_number(1);
        part.body(ByteStream::from_static(b"some bytes")).send().await.unwrap();
        let status = aws_sdk_s3::types::BucketVersioningStatus::Enabled;
        let kept = aws_sdk_s3::types::VersioningConfiguration::builder().status(status).build();
        client.put_bucket_versioning().bucket("backups").versioning_configuration(kept).send().await.unwrap();
        let put = client.put_object().bucket("backups").key("k").send().await.unwrap();
        let delete = client.delete_object().bucket("backups").key("k").version_id(put.version_id().unwrap());
        delete.send().await.unwrap();
        client.list_object_versions().bucket("backups").send().await.unwrap();
        format!("{:?}", sent.requests())
    }

    #[tokio::test]
    async fn the_client_sends_the_same_bytes() {
        let (one, two) = (life().await, life().await);
        assert!(one.contains("amz-sdk-invocation-id") && one.contains("Signature="), "{one}");
        assert_eq!(one, two);
    }
}
