//! What S3 does by default is set by an edition, by single settings, and bucket by bucket.

use bytes::Bytes;
use fake_s3::error::S3Error;
use fake_s3::operation::copy_object::CopyObjectInput;
use fake_s3::operation::create_bucket::CreateBucketInput;
use fake_s3::operation::delete_bucket::DeleteBucketInput;
use fake_s3::operation::get_bucket_ownership_controls::GetBucketOwnershipControlsInput;
use fake_s3::operation::get_public_access_block::GetPublicAccessBlockInput;
use fake_s3::operation::list_buckets::ListBucketsInput;
use fake_s3::operation::list_objects::ListObjectsInput;
use fake_s3::operation::list_parts::ListPartsInput;
use fake_s3::types::{ChecksumAlgorithm, ObjectLockRetentionMode, ObjectOwnership, PublicAccessBlockConfiguration};
use fake_s3::{Builder, Edition, FakeS3};
use std::panic::{AssertUnwindSafe, catch_unwind};

fn edition(edition: Edition) -> Builder {
    FakeS3::builder().edition(edition)
}

fn ownership(s3: &FakeS3, bucket: &str) -> Result<ObjectOwnership, S3Error> {
    let controls = s3.call(GetBucketOwnershipControlsInput::builder().bucket(bucket))?;
    Ok(controls.ownership_controls.unwrap().rules[0].object_ownership.clone())
}

fn block(s3: &FakeS3, bucket: &str) -> Result<PublicAccessBlockConfiguration, S3Error> {
    let read = s3.call(GetPublicAccessBlockInput::builder().bucket(bucket))?;
    Ok(read.public_access_block_configuration.unwrap())
}

/// How a request signed by version 2 is answered.
fn signed_by_version_2(s3: &FakeS3) -> u16 {
    let request =
        http::Request::get("https://s3.eu-central-1.amazonaws.com/").header("authorization", "AWS id:signature");
    s3.http(request.body(Bytes::new()).unwrap()).status().as_u16()
}

#[test]
fn an_edition_is_a_set_of_settings() {
    use Edition::{Classic, Current, February2026};
    assert_eq!(Edition::default(), Current);
    for (edition, is_open, has_names, status) in
        [(Current, false, false, 400), (February2026, false, false, 200), (Classic, true, true, 200)]
    {
        let s3 = self::edition(edition).build();
        s3.create_bucket("backups");
        assert_eq!(ownership(&s3, "backups").is_err(), is_open, "{edition:?}");
        assert_eq!(block(&s3, "backups").is_err(), is_open, "{edition:?}");
        let owner = s3.call(ListBucketsInput::builder()).unwrap().owner.unwrap();
        assert_eq!(owner.display_name.is_some(), has_names, "{edition:?}");
        assert_eq!(signed_by_version_2(&s3), status, "{edition:?}");
    }
}

#[test]
fn a_single_setting_stands_whenever_the_edition_is_named() {
    let change = |builder: Builder| {
        let builder = builder.object_ownership(ObjectOwnership::BucketOwnerPreferred).public_access_blocked(true);
        builder.owner_display_names(false).signature_v2(false)
    };
    for builder in [change(edition(Edition::Classic)), change(FakeS3::builder()).edition(Edition::Classic)] {
        let s3 = builder.build();
        s3.create_bucket("backups");
        assert_eq!(ownership(&s3, "backups").unwrap(), ObjectOwnership::BucketOwnerPreferred);
        assert_eq!(block(&s3, "backups").unwrap().restrict_public_buckets(), Some(true));
        assert_eq!(s3.call(ListBucketsInput::builder()).unwrap().owner.unwrap().display_name, None);
        assert_eq!(signed_by_version_2(&s3), 400);
    }
    let s3 = FakeS3::builder().object_ownership(None).public_access_blocked(false).build();
    s3.create_bucket("backups");
    assert_eq!(ownership(&s3, "backups").unwrap_err().code(), "OwnershipControlsNotFoundError");
    assert_eq!(block(&s3, "backups").unwrap_err().code(), "NoSuchPublicAccessBlockConfiguration");
}

#[test]
fn a_bucket_can_be_set_by_itself() {
    let s3 = FakeS3::new();
    let (changed, other) = (s3.create_bucket("changed"), s3.create_bucket("other"));
    changed.set_object_ownership(ObjectOwnership::ObjectWriter).set_public_access_block(None);
    assert_eq!(ownership(&s3, "changed").unwrap(), ObjectOwnership::ObjectWriter);
    assert_eq!(block(&s3, "changed").unwrap_err().status(), 404);
    assert_eq!(ownership(&s3, other.name()).unwrap(), ObjectOwnership::BucketOwnerEnforced);
    let acls = PublicAccessBlockConfiguration::builder().block_public_acls(true).build();
    changed.set_public_access_block(acls);
    assert_eq!(block(&s3, "changed").unwrap().block_public_acls(), Some(true));
}

#[test]
fn owners_were_named_everywhere_and_initiators_still_are() {
    for (edition, owner) in [(Edition::Current, None), (Edition::Classic, Some("fake-s3"))] {
        let s3 = self::edition(edition).build();
        let bucket = s3.create_bucket("backups");
        bucket.put_object("note", "abc");
        let id = bucket.begin_upload("db.tar");
        let parts = ListPartsInput::builder().bucket("backups").key("db.tar").upload_id(id);
        let parts = s3.call(parts).unwrap();
        assert_eq!(parts.initiator().unwrap().display_name(), Some("fake-s3"));
        assert_eq!(parts.owner().unwrap().display_name(), owner);
        let objects = s3.call(ListObjectsInput::builder().bucket("backups")).unwrap();
        assert_eq!(objects.contents()[0].owner().unwrap().display_name(), owner);
    }
}

#[test]
fn what_nobody_asks_a_checksum_for_has_one_of_s3s_own_choice_since_2024() {
    let (current, classic) = (|| edition(Edition::Current), || edition(Edition::Classic));
    for (builder, algorithm) in [
        (current(), Some(ChecksumAlgorithm::Crc64Nvme)),
        (edition(Edition::February2026), Some(ChecksumAlgorithm::Crc64Nvme)),
        (classic(), Some(ChecksumAlgorithm::Crc64Nvme)),
        (current().default_checksums(false), None),
        (classic().default_checksums(false), None),
    ] {
        let s3 = builder.clone().build();
        let bucket = s3.create_bucket("backups");
        bucket.put_object("note", "abc");
        let id = bucket.begin_upload("db.tar");
        bucket.put_part("db.tar", &id, 1, "abc");
        bucket.complete_upload("db.tar", &id);
        s3.call(CopyObjectInput::builder().bucket("backups").key("copy").copy_source("backups/note")).unwrap();
        let shown = |s3: &FakeS3| {
            let objects = s3.call(ListObjectsInput::builder().bucket("backups")).unwrap();
            objects.contents().iter().map(|object| object.checksum_algorithm().first().cloned()).collect::<Vec<_>>()
        };
        assert_eq!(shown(&s3), vec![algorithm; 3], "{builder:?}");
        let loaded = builder.clone().world(s3.world()).build();
        assert_eq!(shown(&loaded), shown(&s3), "a world is loaded as it was, {builder:?}");
    }
    let text = |builder: Builder| {
        let s3 = builder.build();
        s3.create_bucket("backups").put_object("note", "abc");
        s3.world().to_json()
    };
    assert!(text(classic().default_checksums(false)).contains("\"ChecksumAlgorithm\": null"));
    assert!(!text(current()).contains("ChecksumAlgorithm"));
}

#[test]
fn what_is_set_up_in_a_locked_bucket_has_the_digest_that_s3_wants() {
    for builder in [edition(Edition::Current), edition(Edition::Classic)] {
        let s3 = builder.build();
        let bucket = s3.create_bucket("backups");
        bucket.retain_new_objects_for(1, ObjectLockRetentionMode::Governance);
        bucket.put_object("note", "abc");
        let id = bucket.begin_upload("db.tar");
        bucket.put_part("db.tar", &id, 1, "abc");
        bucket.complete_upload("db.tar", &id);
        assert_eq!(bucket.object("db.tar").unwrap().bytes(), "abc");
    }
}

#[test]
fn open_uploads_keep_a_bucket_where_they_are_said_to() {
    for (builder, code) in
        [(FakeS3::builder(), None), (FakeS3::builder().open_uploads_keep_buckets(true), Some("BucketNotEmpty"))]
    {
        let s3 = builder.deny_guesses().build();
        let id = s3.create_bucket("backups").begin_upload("db.tar");
        let deleted = s3.call(DeleteBucketInput::builder().bucket("backups"));
        assert_eq!(deleted.err().map(|error| error.code()), code);
        let parts = ListPartsInput::builder().bucket("backups").key("db.tar").upload_id(id);
        assert_eq!(s3.call(parts).is_ok(), code.is_some(), "a refused call changes nothing");
    }
}

#[test]
fn the_quota_counts_for_set_up_and_for_requests() {
    let s3 = FakeS3::builder().bucket_quota(1).build();
    s3.create_bucket("backups");
    let error = s3.call(CreateBucketInput::builder().bucket("one-more")).unwrap_err();
    assert_eq!((error.status(), error.code()), (400, "TooManyBuckets"));
    assert!(catch_unwind(AssertUnwindSafe(|| s3.create_bucket("one-more"))).is_err());
    s3.call(DeleteBucketInput::builder().bucket("backups")).unwrap();
    s3.create_bucket("one-more");
}

#[test]
fn an_ownership_that_s3_does_not_know_is_no_setting() {
    let unknown = || FakeS3::builder().object_ownership(ObjectOwnership::from("Everybody"));
    assert!(catch_unwind(unknown).is_err());
}

#[test]
fn a_number_of_parts_that_s3_does_not_take_is_no_setting() {
    for parts in [0, 10_001] {
        assert!(catch_unwind(|| FakeS3::builder().max_parts(parts)).is_err());
        let bucket = FakeS3::new().create_bucket("backups");
        assert!(catch_unwind(AssertUnwindSafe(|| _ = bucket.set_max_parts(parts))).is_err());
        bucket.set_max_parts(10_000);
    }
}
