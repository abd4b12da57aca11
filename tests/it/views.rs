//! Views of buckets and objects, which a test reads without a call.

use bytes::Bytes;
use fake_s3::operation::create_multipart_upload::CreateMultipartUploadInput;
use fake_s3::operation::put_object::PutObjectInput;
use fake_s3::operation::restore_object::RestoreObjectInput;
use fake_s3::primitives::ByteStream;
use fake_s3::types::ChecksumAlgorithm::Crc64Nvme;
use fake_s3::types::{ChecksumAlgorithm, ChecksumType, RestoreRequest, ServerSideEncryption, StorageClass};
use fake_s3::{EncryptionView, FakeS3, hours};
use http::{Request, Response};

fn put(s3: &FakeS3, path: &str, (name, value): (&str, &str), body: &str) -> Response<Bytes> {
    let request = Request::put(format!("https://s3.us-east-1.amazonaws.com{path}")).header(name, value);
    let request = request.header("content-length", body.len());
    s3.http(request.body(Bytes::copy_from_slice(body.as_bytes())).unwrap())
}

#[test]
fn the_views_of_a_bucket_and_of_an_object_have_their_tags() {
    let s3 = FakeS3::new();
    let bucket = s3.create_bucket("notes");
    assert!(bucket.tags().is_empty());
    assert_eq!(put(&s3, "/notes/a", ("x-amz-tagging", "team=storage&empty="), "1").status(), 200);
    let tags = bucket.object("a").unwrap().tags;
    assert_eq!(tags.into_iter().collect::<Vec<_>>(), [("empty", ""), ("team", "storage")].map(owned));
    let digest = ("content-md5", "33hRKp4Ddo/GLjFszL1uLA==");
    let set = "<Tagging><TagSet><Tag><Key>team</Key><Value>backups</Value></Tag></TagSet></Tagging>";
    let answer = put(&s3, "/notes?tagging", digest, set);
    assert_eq!(answer.status(), 204, "{answer:?}");
    assert_eq!(bucket.tags().into_iter().collect::<Vec<_>>(), [("team", "backups")].map(owned));
    assert_eq!(bucket.versions()[0].object.as_ref().unwrap().tags["team"], "storage");
}

fn owned((key, value): (&str, &str)) -> (String, String) {
    (key.to_owned(), value.to_owned())
}

#[test]
fn the_view_of_an_object_shows_all_that_s3_keeps_of_it() {
    let s3 = FakeS3::new();
    let bucket = s3.create_bucket("notes");
    let key = s3.kms().create_key().arn();
    let input = PutObjectInput::builder().bucket("notes").key("a").cache_control("no-cache").content_language("en");
    let input = input.content_disposition("inline").content_encoding("gzip").website_redirect_location("/b");
    let input = input.server_side_encryption(ServerSideEncryption::AwsKms).ssekms_key_id(&key);
    s3.call(input.storage_class(StorageClass::StandardIa).body(ByteStream::from_static(b"1"))).unwrap();
    let object = bucket.object("a").unwrap();
    assert_eq!(object.encryption, EncryptionView::Kms { key, bucket_key: false });
    assert_eq!(object.cache_control.as_deref(), Some("no-cache"));
    assert_eq!(object.content_language.as_deref(), Some("en"));
    assert_eq!(object.content_disposition.as_deref(), Some("inline"));
    assert_eq!(object.content_encoding.as_deref(), Some("gzip"));
    assert_eq!(object.website_redirect_location.as_deref(), Some("/b"));
    let checksum = object.checksum.clone().unwrap();
    assert_eq!((checksum.algorithm, checksum.checksum_type), (Crc64Nvme, Some(ChecksumType::FullObject)));
    assert_eq!((object.part_sizes.as_deref(), object.restore.as_ref()), (None, None));
    assert_eq!(object.grants.len(), 1);
    assert_eq!(object.grants[0].grantee().unwrap().id(), Some(object.owner.as_str()));
}

#[test]
fn the_view_of_a_restored_object_shows_when_its_copy_expires() {
    let s3 = FakeS3::new();
    let bucket = s3.create_bucket("notes");
    s3.call(PutObjectInput::builder().bucket("notes").key("a").storage_class(StorageClass::Glacier)).unwrap();
    let request = RestoreRequest::builder().days(2).build();
    s3.call(RestoreObjectInput::builder().bucket("notes").key("a").restore_request(request)).unwrap();
    let restore = bucket.object("a").unwrap().restore.unwrap();
    assert!(restore.is_in_progress && restore.expiry_date.is_none());
    s3.clock().advance(hours(12));
    let restore = bucket.object("a").unwrap().restore.unwrap();
    assert!(!restore.is_in_progress);
    assert_eq!(restore.expiry_date.unwrap().to_string(), "2026-01-04T00:00:00Z");
}

#[test]
fn the_view_of_an_upload_shows_its_initiator_and_the_rule_that_will_abort_it() {
    let s3 = FakeS3::builder().min_part_bytes(1).build();
    let bucket = s3.create_bucket("notes");
    bucket.abort_incomplete_uploads_after("", 7);
    let input = CreateMultipartUploadInput::builder().bucket("notes").key("a").metadata("team", "storage");
    let input = input.checksum_algorithm(ChecksumAlgorithm::Crc32).storage_class(StorageClass::StandardIa);
    let id = s3.call(input).unwrap().upload_id.unwrap();
    bucket.put_part("a", &id, 1, "first");
    s3.clock().advance(hours(1));
    bucket.put_part("a", &id, 2, "second");

    let upload = &s3.uploads()[0];
    assert_eq!((upload.bucket.as_str(), upload.key.as_str()), ("notes", "a"));
    assert_eq!(upload.initiator.as_deref(), Some("arn:aws:iam::111122223333:root"));
    assert_eq!(upload.abort_rule.as_deref(), Some("abort-incomplete-uploads"));
    assert_eq!(upload.metadata["team"], "storage");
    assert_eq!(upload.checksum_algorithm, Some(ChecksumAlgorithm::Crc32));
    assert_eq!((upload.storage_class.as_str(), &upload.encryption), ("STANDARD_IA", &EncryptionView::S3));
    assert_eq!(upload.parts[0].checksum.as_ref().unwrap().algorithm, ChecksumAlgorithm::Crc32);
    assert_eq!(upload.parts[1].last_modified, s3.clock().now());
    let line = upload.to_string();
    assert!(line.starts_with(&format!("upload {id} of notes/a, initiated 2026-01-01T10:30:00Z, 11 bytes, ")), "{line}");
    assert!(
        line.contains("aborted 2026-01-09T00:00:00Z by rule \"abort-incomplete-uploads\": part 1 (5 bytes"),
        "{line}"
    );
    bucket.complete_upload("a", &id);
    let object = bucket.object("a").unwrap();
    assert_eq!(object.part_sizes, Some(vec![5, 6]));
    assert!(object.to_string().ends_with(", STANDARD_IA, SSE-S3, 2 parts"), "{object}");
}

#[test]
fn a_failed_assertion_on_a_large_object_prints_little() {
    let s3 = FakeS3::new();
    let bucket = s3.create_bucket("backups");
    bucket.enable_versioning().put_object("db.tar", vec![b'7'; 8 << 20]);
    let texts = [
        format!("{:?}", bucket.object("db.tar")),
        format!("{:#?}", bucket.objects()),
        format!("{:?}", bucket.versions()),
        format!("{:?}", s3.bucket("backups")),
    ];
    for text in texts {
        assert!(text.len() < 4000, "{} bytes: {:.500}", text.len(), text);
    }
    assert!(format!("{:?}", bucket.object("db.tar")).contains("8388608 bytes, b\"7777"));
}

fn panic_of(test: impl FnOnce() + std::panic::UnwindSafe) -> String {
    *std::panic::catch_unwind(test).unwrap_err().downcast::<String>().unwrap()
}

#[test]
fn set_up_of_an_upload_that_is_wrong_panics_in_the_words_of_the_test() {
    let s3 = FakeS3::new();
    let bucket = s3.create_bucket("notes");
    let id = bucket.begin_upload("a");
    assert_eq!(
        panic_of(|| drop(bucket.complete_upload("a", &id))),
        "an upload needs at least one part: put a part of `a` before it is completed"
    );
    assert_eq!(
        panic_of(|| drop(bucket.put_part("a", "typo", 1, "bytes"))),
        format!("there is no open upload `typo` of `a` in `notes`; there is `{id} of a`")
    );
    assert_eq!(panic_of(|| drop(bucket.head("b"))), "there is no object `b` in `notes`; there are none");
    bucket.abort_upload("a", &id);
    assert!(panic_of(|| _ = bucket.abort_upload("a", &id)).ends_with("there are none"));
}
