//! Whatever is done, a version that is protected does not go.

use fake_s3::operation::complete_multipart_upload::CompleteMultipartUploadInput;
use fake_s3::operation::copy_object::CopyObjectInput;
use fake_s3::operation::delete_object::DeleteObjectInput;
use fake_s3::operation::delete_objects::DeleteObjectsInput;
use fake_s3::operation::put_bucket_versioning::PutBucketVersioningInput;
use fake_s3::operation::put_object_legal_hold::PutObjectLegalHoldInput;
use fake_s3::operation::put_object_lock_configuration::PutObjectLockConfigurationInput;
use fake_s3::operation::put_object_retention::PutObjectRetentionInput;
use fake_s3::primitives::DateTime;
use fake_s3::types::{
    BucketVersioningStatus, CompletedMultipartUpload, CompletedPart, Delete, ObjectIdentifier, ObjectLockConfiguration,
    ObjectLockEnabled, ObjectLockLegalHold, ObjectLockLegalHoldStatus, ObjectLockRetention, ObjectLockRetentionMode,
    VersioningConfiguration,
};
use fake_s3::{BucketHandle, FakeS3, VersionView, days};
use proptest::prelude::*;
use std::collections::BTreeMap;

const KEY: &str = "db.tar";
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
    Hold(usize),
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
        (0_usize..4).prop_map(Step::Hold),
        Just(Step::Suspend),
        proptest::option::of(1_i32..5).prop_map(Step::Default),
        (0_u64..10).prop_map(Step::Wait),
    ]
}

/// Does a step; whether S3 refuses it is not the question. Nothing is bypassed, and no hold is lifted.
fn take(s3: &FakeS3, bucket: &BucketHandle, upload: &(String, String), step: &Step) {
    let name = bucket.name();
    let versions = bucket.versions();
    let id = |at: &usize| versions.get(at % versions.len().max(1)).map(|version| version.version_id.clone());
    let retain = |version: &usize, retention: ObjectLockRetention| {
        let input = PutObjectRetentionInput::builder().bucket(name).key(KEY).retention(retention);
        _ = s3.call(input.set_version_id(id(version)));
    };
    match step {
        Step::Put => _ = bucket.put_object(KEY, "data"),
        Step::Copy => {
            let source = format!("{name}/{KEY}");
            _ = s3.call(CopyObjectInput::builder().bucket(name).key(KEY).copy_source(source));
        }
        Step::Complete => {
            let part = CompletedPart::builder().part_number(1).e_tag(&upload.1).build();
            let list = CompletedMultipartUpload::builder().parts(part).build();
            let input = CompleteMultipartUploadInput::builder().bucket(name).key(KEY).upload_id(&upload.0);
            _ = s3.call(input.multipart_upload(list));
        }
        Step::Delete => _ = s3.call(DeleteObjectInput::builder().bucket(name).key(KEY)),
        Step::DeleteVersion(version) => {
            _ = s3.call(DeleteObjectInput::builder().bucket(name).key(KEY).set_version_id(id(version)));
        }
        Step::DeleteVersions => {
            let all =
                versions.iter().map(|version| ObjectIdentifier::builder().key(KEY).version_id(&version.version_id));
            let all = all.map(|object| object.build().unwrap()).collect();
            if let Ok(delete) = Delete::builder().set_objects(Some(all)).build() {
                _ = s3.call(DeleteObjectsInput::builder().bucket(name).delete(delete));
            }
        }
        Step::Retain(version, mode, days) => {
            let until = DateTime::from_secs(s3.clock().now().secs() + days * DAY);
            retain(version, ObjectLockRetention::builder().mode(mode.clone()).retain_until_date(until).build());
        }
        Step::LetGo(version) => retain(version, ObjectLockRetention::builder().build()),
        Step::Hold(version) => {
            let hold = ObjectLockLegalHold::builder().status(ObjectLockLegalHoldStatus::On).build();
            let input = PutObjectLegalHoldInput::builder().bucket(name).key(KEY).legal_hold(hold);
            _ = s3.call(input.set_version_id(id(version)));
        }
        Step::Suspend => {
            let suspended = VersioningConfiguration::builder().status(BucketVersioningStatus::Suspended).build();
            _ = s3.call(PutBucketVersioningInput::builder().bucket(name).versioning_configuration(suspended));
        }
        Step::Default(None) => {
            let none = ObjectLockConfiguration::builder().object_lock_enabled(ObjectLockEnabled::Enabled).build();
            _ = s3.call(PutObjectLockConfigurationInput::builder().bucket(name).object_lock_configuration(none));
        }
        Step::Default(Some(days)) => {
            bucket.retain_new_objects_for(days.unsigned_abs(), ObjectLockRetentionMode::Governance);
        }
        Step::Wait(count) => _ = s3.clock().advance(days(*count)),
    }
}

/// Until when each version is protected, as far as it is; a hold that nobody lifts is for ever.
fn protected(bucket: &BucketHandle, now: DateTime) -> BTreeMap<String, i64> {
    let until = |version: &VersionView| {
        let object = version.object.as_ref()?;
        let retained = object.retention.as_ref().map(|retention| retention.retain_until_date.secs());
        if object.legal_hold { Some(i64::MAX) } else { retained.filter(|until| *until > now.secs()) }
    };
    bucket.versions().iter().filter_map(|version| Some((version.version_id.clone(), until(version)?))).collect()
}

proptest! {
    #[test]
    fn a_protected_version_never_goes(steps in proptest::collection::vec(step(), 1..40)) {
        let s3 = FakeS3::new();
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
