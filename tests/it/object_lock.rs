//! Whatever is done, a version that is protected does not go; and one that is not goes when it is asked to.

use fake_s3::operation::complete_multipart_upload::CompleteMultipartUploadInput;
use fake_s3::operation::copy_object::CopyObjectInput;
use fake_s3::operation::delete_object::DeleteObjectInput;
use fake_s3::operation::delete_objects::DeleteObjectsInput;
use fake_s3::operation::put_bucket_versioning::PutBucketVersioningInput;
use fake_s3::operation::put_object_legal_hold::PutObjectLegalHoldInput;
use fake_s3::operation::put_object_retention::PutObjectRetentionInput;
use fake_s3::primitives::DateTime;
use fake_s3::types::{
    BucketVersioningStatus, CompletedMultipartUpload, CompletedPart, Delete, ObjectIdentifier, ObjectLockLegalHold,
    ObjectLockLegalHoldStatus, ObjectLockRetention, ObjectLockRetentionMode, VersioningConfiguration,
};
use fake_s3::{BucketHandle, FakeS3, VersionView, days};
use proptest::prelude::*;
use std::collections::BTreeMap;

const KEY: &str = "db.tar";
/// The bucket that copies come from.
const SOURCES: &str = "sources";
const DAY: i64 = 24 * 60 * 60;

#[derive(Debug, Clone)]
enum Step {
    Put,
    Copy,
    Complete,
    Delete,
    DeleteVersion(usize),
    DeleteVersions,
    /// Of a version, so many days from the present.
    Retain(usize, ObjectLockRetentionMode, i64),
    LetGo(usize),
    Gate(usize),
    Suspend,
    Default(Option<i32>),
    Wait(u64),
}

fn mode() -> impl Strategy<Value = ObjectLockRetentionMode> {
    prop_oneof![Just(ObjectLockRetentionMode::Governance), Just(ObjectLockRetentionMode::Compliance)]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        Just(Step::Put),
        Just(Step::Copy),
        Just(Step::Complete),
        Just(Step::Delete),
        (0_usize..4).prop_map(Step::DeleteVersion),
        Just(Step::DeleteVersions),
        (0_usize..4, mode(), -2_i64..20).prop_map(|(version, mode, days)| Step::Retain(version, mode, days)),
        (0_usize..4).prop_map(Step::LetGo),
        (0_usize..4).prop_map(Step::Gate),
        Just(Step::Suspend),
        proptest::option::of(1_i32..5).prop_map(Step::Default),
        (0_u64..10).prop_map(Step::Wait),
    ]
}

/// Does a step, and sees to it that what nothing forbids succeeds and what is refused changes nothing. Nothing is
/// bypassed, and no hold is lifted.
fn take(s3: &FakeS3, bucket: &BucketHandle, upload: &(String, String), step: &Step) {
    let name = bucket.name();
    let versions = bucket.versions();
    let named = |at: &usize| versions.get(at % versions.len().max(1));
    match step {
        Step::Put => _ = bucket.put_object(KEY, "data"),
        Step::Copy => {
            let input = CopyObjectInput::builder().bucket(name).key(KEY);
            s3.call(input.copy_source(format!("{SOURCES}/{KEY}"))).unwrap();
        }
        Step::Complete => {
            let part = CompletedPart::builder().part_number(1).e_tag(&upload.1).build();
            let list = CompletedMultipartUpload::builder().parts(part).build();
            let input = CompleteMultipartUploadInput::builder().bucket(name).key(KEY).upload_id(&upload.0);
            let was_open = !bucket.uploads().is_empty();
            let completed = s3.call(input.multipart_upload(list));
            assert!(completed.is_ok() || !was_open, "{completed:?}");
        }
        Step::Delete => {
            s3.call(DeleteObjectInput::builder().bucket(name).key(KEY)).unwrap();
            assert!(bucket.object(KEY).is_none());
        }
        Step::DeleteVersion(at) => {
            let Some(version) = named(at) else { return };
            let id = &version.version_id;
            let deleted = s3.call(DeleteObjectInput::builder().bucket(name).key(KEY).version_id(id));
            let is_free = protection(version, s3.clock().now()).is_none();
            assert_eq!(deleted.map_err(|error| error.code()).err(), (!is_free).then_some("AccessDenied"), "{id}");
            assert_eq!(has(bucket, id), !is_free, "{id}");
        }
        Step::DeleteVersions => delete_all(s3, bucket),
        Step::Retain(at, mode, days) => {
            let until = DateTime::from_secs(s3.clock().now().secs() + days * DAY);
            let retention = ObjectLockRetention::builder().mode(mode.clone()).retain_until_date(until).build();
            retain(s3, bucket, named(at), retention);
        }
        Step::LetGo(at) => retain(s3, bucket, named(at), ObjectLockRetention::builder().build()),
        Step::Gate(at) => {
            let Some(version) = named(at) else { return };
            let hold = ObjectLockLegalHold::builder().status(ObjectLockLegalHoldStatus::On).build();
            let input = PutObjectLegalHoldInput::builder().bucket(name).key(KEY).legal_hold(hold);
            let answer = s3.call(input.version_id(&version.version_id));
            assert_eq!(answer.is_ok(), !version.is_delete_marker(), "{answer:?}");
        }
        Step::Suspend => {
            let suspended = VersioningConfiguration::builder().status(BucketVersioningStatus::Suspended).build();
            let input = PutBucketVersioningInput::builder().bucket(name).versioning_configuration(suspended);
            assert_eq!(s3.call(input).unwrap_err().code(), "InvalidBucketState");
        }
        Step::Default(None) => _ = bucket.enable_object_lock(),
        Step::Default(Some(days)) => {
            bucket.retain_new_objects_for(days.unsigned_abs(), ObjectLockRetentionMode::Governance);
        }
        Step::Wait(count) => _ = s3.clock().advance(days(*count)),
    }
}

fn has(bucket: &BucketHandle, id: &str) -> bool {
    bucket.versions().iter().any(|version| version.version_id == id)
}

/// Deletes all versions by name: those that are protected stay, and no other.
fn delete_all(s3: &FakeS3, bucket: &BucketHandle) {
    let versions = bucket.versions();
    let all = versions.iter().map(|version| ObjectIdentifier::builder().key(KEY).version_id(&version.version_id));
    let all: Vec<_> = all.map(|object| object.build().unwrap()).collect();
    if all.is_empty() {
        return;
    }
    let delete = Delete::builder().set_objects(Some(all)).build().unwrap();
    let answer = s3.call(DeleteObjectsInput::builder().bucket(bucket.name()).delete(delete)).unwrap();
    let refused: Vec<_> = answer.errors().iter().filter_map(|error| error.version_id()).collect();
    let now = s3.clock().now();
    let kept = versions.iter().filter(|version| protection(version, now).is_some());
    let kept: Vec<_> = kept.map(|version| version.version_id.as_str()).collect();
    assert_eq!(refused, kept);
    let left: Vec<_> = bucket.versions().into_iter().map(|version| version.version_id).collect();
    assert_eq!(left, kept);
}

/// Asks for a retention; one that is refused changes nothing, and where nothing holds any is accepted that is possible.
fn retain(s3: &FakeS3, bucket: &BucketHandle, version: Option<&VersionView>, asked: ObjectLockRetention) {
    let Some(version) = version else { return };
    let now = s3.clock().now();
    let expected = version.object.as_ref().and_then(|object| object.retention.clone());
    let is_free = expected.as_ref().is_none_or(|retention| retention.retain_until_date.secs() <= now.secs());
    let is_possible = asked.retain_until_date.is_none_or(|until| until.secs() > now.secs());
    let input = PutObjectRetentionInput::builder().bucket(bucket.name()).key(KEY).retention(asked.clone());
    let retained = s3.call(input.version_id(&version.version_id));
    assert!(retained.is_ok() || !is_free || !is_possible || version.is_delete_marker(), "{retained:?}");
    assert!(retained.is_err() || is_possible, "{asked:?}");
    let told = bucket.versions().into_iter().find(|now| now.version_id == version.version_id).unwrap();
    let told = told.object.and_then(|object| object.retention);
    match retained {
        Ok(_) => {
            let told = told.map(|retention| (retention.mode, retention.retain_until_date));
            assert_eq!(told, asked.mode.zip(asked.retain_until_date));
        }
        Err(_) => assert_eq!(told, expected),
    }
}

/// Until when a version is protected, if it is; a hold that nobody lifts is for ever.
fn protection(version: &VersionView, now: DateTime) -> Option<i64> {
    let object = version.object.as_ref()?;
    let retained = object.retention.as_ref().map(|retention| retention.retain_until_date.secs());
    if object.legal_hold { Some(i64::MAX) } else { retained.filter(|until| *until > now.secs()) }
}

/// Until when each version is protected, as far as it is.
fn protected(bucket: &BucketHandle, now: DateTime) -> BTreeMap<String, i64> {
    let versions = bucket.versions().into_iter();
    versions.filter_map(|version| Some((version.version_id.clone(), protection(&version, now)?))).collect()
}

proptest! {
    #[test]
    fn a_protected_version_never_goes_and_any_other_does(steps in proptest::collection::vec(step(), 1..40)) {
        let s3 = FakeS3::new();
        s3.create_bucket(SOURCES).put_object(KEY, "copied");
        let bucket = s3.create_bucket("backups");
        // From before there was object lock: a version that is `null`, and an upload that would have been.
        bucket.put_object(KEY, "first");
        let id = bucket.begin_upload(KEY);
        let upload = (id.clone(), bucket.put_part(KEY, &id, 1, "part"));
        bucket.enable_object_lock();
        let mut promised: BTreeMap<String, i64> = BTreeMap::new();
        for step in &steps {
            take(&s3, &bucket, &upload, step);
            let now = s3.clock().now();
            promised.retain(|_, until| *until > now.secs());
            let protected = protected(&bucket, now);
            for (version, until) in &promised {
                let kept = protected.get(version);
                prop_assert!(kept.is_some_and(|kept| kept >= until), "{step:?}: {version} until {until}: {kept:?}");
            }
            promised = protected;
        }
    }
}

#[test]
fn the_error_says_what_protects() {
    let s3 = FakeS3::new();
    let bucket = s3.create_bucket("backups");
    bucket.retain_new_objects_for(1, ObjectLockRetentionMode::Governance).put_object(KEY, "data");
    let version = bucket.versions()[0].clone();
    let retention = version.object.unwrap().retention.unwrap();
    assert_eq!(retention.mode, ObjectLockRetentionMode::Governance);
    assert_eq!(retention.retain_until_date.to_string(), "2026-01-02T10:30:00Z");

    let id = version.version_id;
    let refused = s3.call(DeleteObjectInput::builder().bucket("backups").key(KEY).version_id(&id)).unwrap_err();
    let why = format!("version {id} of db.tar is retained in GOVERNANCE mode until 2026-01-02T10:30:00Z");
    assert_eq!(refused.why().reason(), Some(why.as_str()));
}

#[test]
fn a_set_up_part_of_a_locked_upload_has_its_digest() {
    let s3 = FakeS3::new();
    let bucket = s3.create_bucket("backups");
    bucket.retain_new_objects_for(1, ObjectLockRetentionMode::Compliance);
    let id = bucket.begin_upload(KEY);
    assert_eq!(bucket.put_part(KEY, &id, 1, "data"), "\"8d777f385d3dfec8815d20f7496026dc\"");
}

#[test]
#[should_panic(expected = "this set-up of `backups` is refused: 400 InvalidArgument: Default retention period")]
fn a_set_up_of_no_days_is_a_wrong_test() {
    FakeS3::new().create_bucket("backups").retain_new_objects_for(0, ObjectLockRetentionMode::Compliance);
}
