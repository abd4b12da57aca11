//! Worlds whose ETags are no MD5s: what is the same as elsewhere, and what is not.

use fake_s3::operation::complete_multipart_upload::CompleteMultipartUploadInput;
use fake_s3::operation::copy_object::CopyObjectInput;
use fake_s3::operation::put_object::PutObjectInput;
use fake_s3::operation::upload_part_copy::UploadPartCopyInput;
use fake_s3::types::{CompletedMultipartUpload, CompletedPart};
use fake_s3::{BucketHandle, FakeS3};
use md5::{Digest as _, Md5};

fn world(seed: u64) -> (FakeS3, BucketHandle) {
    let s3 = FakeS3::builder().seed(seed).min_part_bytes(1).opaque_etags().build();
    let bucket = s3.create_bucket("backups");
    (s3, bucket)
}

/// The bytes that a tag is written from.
fn bytes(tag: &str) -> Vec<u8> {
    let digits = tag.trim_matches('"');
    assert_eq!(digits.len(), 32, "{tag}");
    assert!(digits.bytes().all(|digit| digit.is_ascii_digit() || (b'a'..=b'f').contains(&digit)), "{tag}");
    (0..16).map(|at| u8::from_str_radix(&digits[2 * at..2 * at + 2], 16).unwrap()).collect()
}

#[test]
fn a_tag_looks_like_an_md5_and_is_another_for_each_write() {
    let tags = |seed| {
        let (s3, bucket) = world(seed);
        let put = [bucket.put_object("a", "abc"), bucket.put_object("b", "abc"), bucket.put_object("a", "abc")];
        let copy = CopyObjectInput::builder().bucket("backups").key("c").copy_source("backups/a");
        let copied = s3.call(copy).unwrap().copy_object_result.unwrap().e_tag.unwrap();
        let id = bucket.begin_upload("d");
        let parts = [1, 1].map(|number| bucket.put_part("d", &id, number, "abc"));
        let part = UploadPartCopyInput::builder().bucket("backups").key("d").upload_id(id).part_number(2);
        let part = s3.call(part.copy_source("backups/a")).unwrap().copy_part_result.unwrap().e_tag.unwrap();
        [put.as_slice(), &[copied], &parts, &[part]].concat()
    };
    let made = tags(1);
    for (at, tag) in made.iter().enumerate() {
        assert_ne!(bytes(tag), Md5::digest("abc").to_vec());
        assert!(!made[..at].contains(tag), "{tag} stands twice");
    }
    assert_eq!(tags(1), made);
    assert!(tags(2).iter().all(|tag| !made.contains(tag)));
}

#[test]
fn the_tag_of_an_object_in_parts_is_made_of_those_of_its_parts() {
    let (s3, bucket) = world(0);
    let id = bucket.begin_upload("db.tar");
    let former = bucket.put_part("db.tar", &id, 1, "abc");
    let tags = [1, 2].map(|number| bucket.put_part("db.tar", &id, number, "abc"));
    let complete = |first: &str| {
        let part = |number, tag: &str| CompletedPart::builder().part_number(number).e_tag(tag).build();
        let list = CompletedMultipartUpload::builder().parts(part(1, first)).parts(part(2, &tags[1])).build();
        let input = CompleteMultipartUploadInput::builder().bucket("backups").key("db.tar").upload_id(&id);
        s3.call(input.multipart_upload(list))
    };
    // The same bytes, but not the same part.
    assert_eq!(complete(&former).unwrap_err().code(), "InvalidPart");
    let digest = Md5::digest(tags.each_ref().map(|tag| bytes(tag)).concat());
    assert_eq!(complete(&tags[0]).unwrap().e_tag.unwrap(), format!("\"{digest:x}-2\""));
}

#[test]
fn a_content_md5_is_still_compared() {
    let (s3, bucket) = world(0);
    let put = |md5: &str| {
        let input = PutObjectInput::builder().bucket("backups").key("k").content_md5(md5);
        s3.call_with_body(input, "abc").map(|put| put.e_tag.unwrap()).map_err(|error| error.code())
    };
    assert_eq!(put("1B2M2Y8AsgTpgAmY7PhCfg=="), Err("BadDigest"));
    assert!(bucket.objects().is_empty());
    let tag = put("kAFQmDzST7DWlj99KOF/cg==").unwrap();
    assert_ne!(bytes(&tag), Md5::digest("abc").to_vec());
}

#[test]
fn a_write_that_is_refused_uses_no_tag_up() {
    let tag = |is_refused_before: bool| {
        let (s3, bucket) = world(0);
        if is_refused_before {
            let input = PutObjectInput::builder().bucket("backups").key("k").checksum_crc32("AAAAAA==");
            s3.call_with_body(input, "abc").unwrap_err();
        }
        bucket.put_object("k", "abc")
    };
    assert_eq!(tag(true), tag(false));
}
