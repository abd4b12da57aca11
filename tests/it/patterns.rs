//! Bodies that are repeated instead of stored: S3's real limits, without S3's memory.

use fake_s3::error::S3Error;
use fake_s3::operation::complete_multipart_upload::CompleteMultipartUploadInput;
use fake_s3::operation::copy_object::CopyObjectInput;
use fake_s3::operation::create_multipart_upload::CreateMultipartUploadInput;
use fake_s3::operation::get_object::GetObjectInput;
use fake_s3::operation::head_object::HeadObjectInput;
use fake_s3::operation::put_object::PutObjectInput;
use fake_s3::operation::upload_part::UploadPartInput;
use fake_s3::operation::upload_part_copy::UploadPartCopyInput;
use fake_s3::primitives::ByteStream;
use fake_s3::types::{ChecksumAlgorithm, ChecksumMode, CompletedMultipartUpload, CompletedPart};
use fake_s3::{Body, BucketHandle, FakeS3, Pattern};
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

const GIB: u64 = 1 << 30;

fn world() -> (FakeS3, BucketHandle) {
    let s3 = FakeS3::builder().parts_without_checksums(true).build();
    let bucket = s3.create_bucket("backups");
    (s3, bucket)
}

/// What is ready without waiting.
fn ready<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("this waits for something"),
    }
}

/// The first bytes of a body; the rest is not made.
fn beginning(mut body: ByteStream) -> Vec<u8> {
    let piece = ready(body.next()).unwrap().unwrap();
    piece[..20].to_vec()
}

fn put_part(s3: &FakeS3, id: &str, number: i32, body: impl Into<Body>) -> Result<String, S3Error> {
    let input = UploadPartInput::builder().bucket("backups").key("db.tar").upload_id(id).part_number(number);
    s3.call_with_body(input, body).map(|part| part.e_tag.unwrap())
}

fn complete(s3: &FakeS3, id: &str, tags: Vec<String>) -> Result<String, S3Error> {
    let parts = (1..).zip(tags).map(|(number, tag)| CompletedPart::builder().part_number(number).e_tag(tag).build());
    let list = CompletedMultipartUpload::builder().set_parts(Some(parts.collect())).build();
    let input = CompleteMultipartUploadInput::builder().bucket("backups").key("db.tar").upload_id(id);
    s3.call(input.multipart_upload(list)).map(|object| object.e_tag.unwrap())
}

#[test]
fn a_part_has_up_to_5_gib() {
    let (s3, bucket) = world();
    let id = bucket.begin_upload("db.tar");
    assert!(put_part(&s3, &id, 1, Pattern::zeros(5 * GIB)).is_ok());
    let refused = put_part(&s3, &id, 2, Pattern::zeros(5 * GIB + 1)).unwrap_err();
    assert_eq!((refused.status(), refused.code()), (400, "EntityTooLarge"));
    assert_eq!(refused.extra("ProposedSize"), Some("5368709121"));
    assert_eq!(refused.extra("MaxSizeAllowed"), Some("5368709120"));
    assert_eq!(bucket.uploads()[0].parts.len(), 1);
}

#[test]
fn an_object_has_up_to_10000_parts_of_5_gib() {
    const ALL: u64 = 53_687_091_200_000;
    let (s3, bucket) = world();
    let id = bucket.begin_upload("db.tar");
    let part = Pattern::new("0123456789", 5 * GIB);
    let tags: Vec<_> = (1..=10_000).map(|number| put_part(&s3, &id, number, part.clone()).unwrap()).collect();
    let refused = put_part(&s3, &id, 10_001, part).unwrap_err();
    assert_eq!((refused.code(), refused.extra("ArgumentName")), ("InvalidArgument", Some("partNumber")));
    assert!(complete(&s3, &id, tags).unwrap().ends_with("-10000\""));
    assert_eq!((bucket.stored_bytes(), bucket.object("db.tar").unwrap().size), (ALL, ALL));

    let head = HeadObjectInput::builder().bucket("backups").key("db.tar");
    let head = s3.call(head.checksum_mode(ChecksumMode::Enabled)).unwrap();
    assert_eq!(head.content_length, Some(ALL.cast_signed()));
    assert_eq!(head.checksum_crc64_nvme.unwrap().len(), 12);

    let get = || GetObjectInput::builder().bucket("backups").key("db.tar");
    let whole = s3.call(get()).unwrap();
    assert_eq!(whole.content_length, Some(ALL.cast_signed()));
    assert_eq!(beginning(whole.body), b"01234567890123456789");
    // Every part begins anew: one byte before the middle and nine behind it.
    let middle = ALL / 2;
    let some = s3.call(get().range(format!("bytes={}-{}", middle - 1, middle + 8))).unwrap();
    assert_eq!(some.content_range.unwrap(), format!("bytes 26843545599999-26843545600008/{ALL}"));
    let last = char::from(b"0123456789"[usize::try_from((5 * GIB - 1) % 10).unwrap()]);
    assert_eq!(ready(some.body.collect()).unwrap().into_bytes(), format!("{last}012345678"));
    let part = s3.call(get().part_number(10_000)).unwrap();
    assert_eq!((part.content_length, part.parts_count), (Some((5 * GIB).cast_signed()), Some(10_000)));
}

/// Recorded from AWS: three parts of 5 MiB + 1, 5 MiB + 1 and 10 bytes of `a`.
#[test]
fn a_small_pattern_is_digested_as_its_bytes_are() {
    let (s3, bucket) = world();
    let id = bucket.begin_upload("db.tar");
    let parts = [(1, 5_242_881), (2, 5_242_881), (3, 10)];
    let tags = parts.map(|(number, len)| put_part(&s3, &id, number, Pattern::new("a", len)).unwrap());
    assert_eq!(tags[0], "\"c4c753e69bb853187f5854c46cf801c6\"");
    assert_eq!(complete(&s3, &id, tags.to_vec()).unwrap(), "\"4d45984fc3feb2ac9b22683c49674b56-3\"");
    let head = HeadObjectInput::builder().bucket("backups").key("db.tar").checksum_mode(ChecksumMode::Enabled);
    assert_eq!(s3.call(head).unwrap().checksum_crc64_nvme.unwrap(), "ZMNX55lZurA=");
}

#[test]
fn the_tag_of_a_large_pattern_is_opaque_and_the_same_on_every_run() {
    let run = || {
        let (_, bucket) = world();
        ["first", "second"].map(|key| bucket.put_object(key, Pattern::zeros(5 * GIB)))
    };
    let [first, second] = run();
    assert_ne!(first, second);
    assert_eq!(run(), [first, second]);
}

#[test]
fn a_crc_of_a_large_pattern_is_compared() {
    let (s3, _) = world();
    let put = |crc: &str| {
        let input = PutObjectInput::builder().bucket("backups").key("db.tar").checksum_crc32(crc);
        s3.call_with_body(input, Pattern::zeros(4 * GIB))
    };
    // Of 4 GiB of zeros, computed by zlib.
    assert_eq!(put("0gLvjQ==").unwrap().checksum_crc32.unwrap(), "0gLvjQ==");
    assert_eq!(put("AAAAAA==").unwrap_err().code(), "BadDigest");
}

#[test]
fn what_cannot_be_compared_is_refused_and_changes_nothing() {
    let (s3, bucket) = world();
    let put = || PutObjectInput::builder().bucket("backups").key("db.tar");
    for (input, name) in [
        (put().content_md5("1B2M2Y8AsgTpgAmY7PhCfg=="), "MD5"),
        (put().checksum_sha256("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="), "SHA256"),
        (put().checksum_xxhash64("70bbN1HY6Zk="), "XXHASH64"),
    ] {
        let refused = s3.call_with_body(input, Pattern::zeros(GIB)).unwrap_err();
        assert_eq!(refused.status(), 501);
        assert!(refused.message().contains(&format!("the {name} of more than 16 MiB")), "{refused}");
    }
    assert!(bucket.objects().is_empty());

    let create = CreateMultipartUploadInput::builder().bucket("backups").key("db.tar");
    let created = s3.call(create.checksum_algorithm(ChecksumAlgorithm::Sha256)).unwrap();
    let refused = put_part(&s3, &created.upload_id.unwrap(), 1, Pattern::zeros(GIB)).unwrap_err();
    assert_eq!(refused.status(), 501, "{refused}");
    assert!(bucket.uploads()[0].parts.is_empty());
}

#[test]
fn a_copy_of_a_pattern_is_one() {
    let (s3, bucket) = world();
    bucket.put_object("source", Pattern::new("0123456789", 5 * GIB));
    let copy = CopyObjectInput::builder().bucket("backups").key("copy").copy_source("backups/source");
    s3.call(copy).unwrap();
    assert_eq!(bucket.object("copy").unwrap().bytes_in(5 * GIB - 3..u64::MAX), "789");

    let id = bucket.begin_upload("db.tar");
    for (number, range) in [(1, "bytes=3-4294967298"), (2, "bytes=7-9")] {
        let part = UploadPartCopyInput::builder().bucket("backups").key("db.tar").upload_id(&id);
        let part = part.part_number(number).copy_source("backups/source").copy_source_range(range);
        s3.call(part).unwrap();
    }
    bucket.complete_upload("db.tar", &id);
    let object = bucket.object("db.tar").unwrap();
    assert_eq!(object.size, 4 * GIB + 3);
    assert_eq!(object.bytes_in(0..5), "34567");
    // The last two bytes of the first part, and all of the second.
    assert_eq!(object.bytes_in(4 * GIB - 2..u64::MAX), "78789");
}

/// What production code does with an object that is larger than any disk here.
#[cfg(feature = "aws-sdk")]
#[test]
fn the_sdk_s_client_reads_a_pattern_as_any_other_object() {
    let (s3, bucket) = world();
    bucket.put_object("db.tar", Pattern::new("0123456789", 5 * GIB));
    let client = s3.sdk_client();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        let get = || client.get_object().bucket("backups").key("db.tar");
        let some = get().range("bytes=5000000000-5000000003").send().await.unwrap();
        assert_eq!(some.body.collect().await.unwrap().into_bytes(), "0123");
        let mut whole = get().send().await.unwrap();
        assert_eq!(whole.content_length, Some((5 * GIB).cast_signed()));
        assert!(whole.body.try_next().await.unwrap().unwrap().starts_with(b"0123456789"));
    });
}

#[test]
#[should_panic(expected = "are a pattern and lie nowhere: take a smaller range")]
fn what_would_fill_the_memory_is_not_put_together() {
    let (_, bucket) = world();
    bucket.put_object("db.tar", Pattern::zeros(5 * GIB));
    bucket.object("db.tar").unwrap().bytes();
}

#[test]
#[should_panic(expected = "this answer has 10737418240 bytes")]
fn an_answer_over_http_that_would_fill_the_memory_is_not_made() {
    let (s3, bucket) = world();
    let id = bucket.begin_upload("db.tar");
    for number in [1, 2] {
        bucket.put_part("db.tar", &id, number, Pattern::zeros(5 * GIB));
    }
    bucket.complete_upload("db.tar", &id);
    let uri = "https://backups.s3.us-east-1.amazonaws.com/db.tar";
    s3.http(http::Request::get(uri).body(bytes::Bytes::new()).unwrap());
}

#[test]
#[should_panic(expected = "HeadObject takes no body")]
fn a_body_is_given_to_what_takes_one() {
    let (s3, _) = world();
    let _ = s3.call_with_body(HeadObjectInput::builder().bucket("backups").key("db.tar"), "bytes");
}

#[test]
#[should_panic(expected = "has a body already")]
fn one_body_is_enough() {
    let (s3, _) = world();
    let input = PutObjectInput::builder().bucket("backups").key("k").body(ByteStream::from_static(b"one"));
    let _ = s3.call_with_body(input, "another");
}
