//! Looking into a bucket, and setting it up.

mod objects;
mod policy;

use super::FakeS3;
use super::builder::checked_max_parts;
use super::views::{ObjectView, UploadView, VersionView, ViewedBucket, view_tags};
use crate::api::error::S3Error;
use crate::api::primitives::DateTime;
use crate::api::types::{
    AbortIncompleteMultipartUpload, BucketLifecycleConfiguration, BucketVersioningStatus, DefaultRetention,
    ExpirationStatus, LifecycleExpiration, LifecycleRule, LifecycleRuleFilter, NoncurrentVersionExpiration,
    ObjectLockConfiguration, ObjectLockEnabled, ObjectLockRetentionMode, ObjectLockRule, ObjectOwnership,
    OwnershipControls, OwnershipControlsRule, PublicAccessBlockConfiguration, Tag, Tagging, Transition,
    TransitionStorageClass, VersioningConfiguration,
};
use crate::model::access::principal::Principal;
use crate::model::bucket::{BucketState, Versioning};
use crate::model::encryption::{DefaultEncryption, DefaultMethod};
use crate::model::meter::{MeterView, Usage, saturated, sum};
use crate::model::name::{BucketName, UploadId};
use crate::model::settings::BucketSettings;
use crate::model::upload::{Limits, Upload};
use crate::ops::delete_public_access_block::DeletePublicAccessBlockInput;
use crate::ops::put_bucket_lifecycle_configuration::PutBucketLifecycleConfigurationInput;
use crate::ops::put_bucket_ownership_controls::PutBucketOwnershipControlsInput;
use crate::ops::put_bucket_tagging::PutBucketTaggingInput;
use crate::ops::put_bucket_versioning::PutBucketVersioningInput;
use crate::ops::put_object_lock_configuration::PutObjectLockConfigurationInput;
use crate::ops::put_public_access_block::PutPublicAccessBlockInput;
use crate::ops::{IntoInput, OutputOf};
use std::collections::BTreeMap;
use std::ops::Bound;

/// A bucket of the world, seen from outside S3: nothing here is a request.
#[derive(Debug, Clone)]
pub struct BucketHandle {
    world: FakeS3,
    name: BucketName,
}

impl BucketHandle {
    pub(crate) fn new(world: FakeS3, name: BucketName) -> Self {
        Self { world, name }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        self.name.as_str()
    }

    pub(in crate::fake) fn world(&self) -> &FakeS3 {
        &self.world
    }

    /// Panics if the bucket has been deleted.
    #[track_caller]
    pub(in crate::fake) fn check_exists(&self) {
        self.look(|_| ());
    }

    #[track_caller]
    fn look<T>(&self, at: impl FnOnce(&BucketState) -> T) -> T {
        self.look_in(|place| at(place.bucket))
    }

    /// Looks at the bucket as it is now.
    #[track_caller]
    fn look_at<T>(&self, at: impl FnOnce(&BucketState, DateTime) -> T) -> T {
        self.look_in(|place| at(place.bucket, place.store.now()))
    }

    /// Looks at the bucket and at what the world knows beside it.
    #[track_caller]
    fn look_in<T>(&self, at: impl FnOnce(ViewedBucket<'_>) -> T) -> T {
        let store = self.world.store();
        match store.bucket(self.name.as_str()) {
            Ok(bucket) => at(ViewedBucket { store: &store, bucket }),
            Err(error) => panic!("the bucket `{}` has been deleted: {error}", self.name),
        }
    }

    /// The uploads that are neither completed nor aborted, by key and then in the order of their initiation.
    #[track_caller]
    pub fn uploads(&self) -> Vec<UploadView> {
        self.look_in(|place| place.uploads().collect())
    }

    /// The objects, by key.
    #[track_caller]
    pub fn objects(&self) -> Vec<ObjectView> {
        self.look_in(|place| place.bucket.objects(Bound::Unbounded).filter_map(|(key, _)| place.newest(key)).collect())
    }

    /// An object.
    #[track_caller]
    pub fn object(&self, key: &str) -> Option<ObjectView> {
        self.look_in(|place| place.bucket.object_at(key).and_then(|(key, _)| place.newest(key)))
    }

    /// The versions of all keys, objects and delete markers: by key, and of one key the newest first.
    ///
    /// ```
    /// use fake_s3::{FakeS3, operation::delete_object::DeleteObjectInput};
    ///
    /// let s3 = FakeS3::new();
    /// let bucket = s3.create_bucket("backups");
    /// bucket.enable_versioning().put_object("db.tar", "Monday's");
    /// s3.call(DeleteObjectInput::builder().bucket("backups").key("db.tar"))?;
    ///
    /// assert!(bucket.object("db.tar").is_none());
    /// let versions = bucket.versions();
    /// assert!(versions[0].is_latest && versions[0].is_delete_marker());
    /// assert_eq!(versions[1].object.as_ref().unwrap().bytes(), "Monday's");
    /// # Ok::<(), fake_s3::error::S3Error>(())
    /// ```
    #[track_caller]
    pub fn versions(&self) -> Vec<VersionView> {
        self.look_in(|place| {
            let all = place.bucket.versions(Bound::Unbounded);
            all.flat_map(|(key, versions)| place.versions(key, versions)).collect()
        })
    }

    /// The bucket's own tags: keys and values.
    #[track_caller]
    pub fn tags(&self) -> BTreeMap<String, String> {
        self.look(|bucket| view_tags(&bucket.tags))
    }

    /// Replaces the bucket's own tags.
    ///
    /// ```
    /// let s3 = fake_s3::FakeS3::new();
    /// let bucket = s3.create_bucket("backups");
    /// bucket.set_tags([("team", "storage"), ("stage", "test")]);
    /// assert_eq!(bucket.tags()["team"], "storage");
    /// ```
    ///
    /// # Panics
    /// If S3 would refuse a tag, or so many, or the bucket has been deleted.
    #[track_caller]
    pub fn set_tags<K: Into<String>, V: Into<String>>(&self, tags: impl IntoIterator<Item = (K, V)>) -> &Self {
        let tags = tags.into_iter().map(|(key, value)| Tag { key: key.into(), value: value.into() });
        let tagging = Tagging { tag_set: tags.collect() };
        self.set_up(PutBucketTaggingInput::builder().bucket(self.name()).tagging(tagging));
        self
    }

    /// The least size of a part of this bucket's uploads that is not the last, in bytes; otherwise the world's.
    ///
    /// ```
    /// let s3 = fake_s3::FakeS3::new();
    /// let bucket = s3.create_bucket("backups");
    /// bucket.set_min_part_bytes(5).set_max_parts(3);
    /// let id = bucket.begin_upload("db.tar");
    /// bucket.put_part("db.tar", &id, 1, "5 byt");
    /// bucket.put_part("db.tar", &id, 2, "es");
    /// assert!(bucket.complete_upload("db.tar", &id).ends_with("-2\""));
    /// ```
    #[track_caller]
    pub fn set_min_part_bytes(&self, bytes: u64) -> &Self {
        self.limit(|limits| limits.min_part_bytes = bytes)
    }

    /// The largest body of one request to this bucket, and the largest source of one copy to it, in bytes; otherwise
    /// the world's.
    #[track_caller]
    pub fn set_max_body_bytes(&self, bytes: u64) -> &Self {
        self.limit(|limits| limits.max_body_bytes = bytes)
    }

    /// The largest object of this bucket, in bytes; otherwise the world's.
    #[track_caller]
    pub fn set_max_object_bytes(&self, bytes: u64) -> &Self {
        self.limit(|limits| limits.max_object_bytes = bytes)
    }

    /// The most parts of an object of this bucket, and the highest number of one; otherwise the world's.
    ///
    /// # Panics
    /// If it is 0, or more than S3 takes.
    #[track_caller]
    pub fn set_max_parts(&self, parts: u16) -> &Self {
        let parts = checked_max_parts(parts);
        self.limit(|limits| limits.max_parts = parts)
    }

    #[track_caller]
    fn limit(&self, change: impl FnOnce(&mut Limits)) -> &Self {
        self.set(|settings| change(&mut settings.limits))
    }

    #[track_caller]
    fn set(&self, change: impl FnOnce(&mut BucketSettings)) -> &Self {
        let mut store = self.world.store();
        match store.bucket_mut(self.name.as_str()) {
            Ok(bucket) => change(&mut bucket.settings),
            Err(error) => panic!("the bucket `{}` has been deleted: {error}", self.name),
        }
        drop(store);
        self
    }

    /// Has the bucket keep versions from now on.
    ///
    /// # Panics
    /// If the bucket has been deleted.
    #[track_caller]
    pub fn enable_versioning(&self) -> &Self {
        self.set_versioning(BucketVersioningStatus::Enabled)
    }

    /// Has the bucket stop to keep versions: what is there stays, what comes has the id `null`.
    ///
    /// ```
    /// use fake_s3::{FakeS3, types::BucketVersioningStatus};
    ///
    /// let s3 = FakeS3::new();
    /// let bucket = s3.create_bucket("backups");
    /// bucket.put_object("db.tar", "from before");
    /// assert_eq!(bucket.versioning(), None);
    /// assert_eq!(bucket.object("db.tar").unwrap().version_id, None);
    ///
    /// bucket.enable_versioning().put_object("db.tar", "kept");
    /// bucket.suspend_versioning().put_object("db.tar", "in the place of the first");
    /// assert_eq!(bucket.versioning(), Some(BucketVersioningStatus::Suspended));
    /// assert_eq!(bucket.object("db.tar").unwrap().version_id.as_deref(), Some("null"));
    /// assert_eq!(bucket.versions().len(), 2);
    /// ```
    ///
    /// # Panics
    /// If the bucket has object lock, or has been deleted.
    #[track_caller]
    pub fn suspend_versioning(&self) -> &Self {
        self.set_versioning(BucketVersioningStatus::Suspended)
    }

    #[track_caller]
    fn set_versioning(&self, status: BucketVersioningStatus) -> &Self {
        let status = VersioningConfiguration { status: Some(status), ..Default::default() };
        self.set_up(PutBucketVersioningInput::builder().bucket(self.name()).versioning_configuration(status));
        self
    }

    /// Whether it keeps versions; `None` where that was never asked for.
    #[track_caller]
    pub fn versioning(&self) -> Option<BucketVersioningStatus> {
        self.look(|bucket| match bucket.versioning() {
            Versioning::Unversioned => None,
            Versioning::Enabled => Some(BucketVersioningStatus::Enabled),
            Versioning::Suspended => Some(BucketVersioningStatus::Suspended),
        })
    }

    /// Gives the bucket object lock, and with it versions: neither can be turned off again.
    ///
    /// # Panics
    /// If the bucket has been deleted.
    #[track_caller]
    pub fn enable_object_lock(&self) -> &Self {
        self.set_object_lock(None)
    }

    /// Gives the bucket object lock, and has it retain so many days what is written from now on.
    ///
    /// ```
    /// use fake_s3::operation::delete_object::DeleteObjectInput;
    /// use fake_s3::{FakeS3, days, types::ObjectLockRetentionMode};
    ///
    /// let s3 = FakeS3::new();
    /// let bucket = s3.create_bucket("backups");
    /// bucket.retain_new_objects_for(30, ObjectLockRetentionMode::Compliance).put_object("db.tar", "bytes");
    /// let version = bucket.versions()[0].version_id.clone();
    /// let delete = DeleteObjectInput::builder().bucket("backups").key("db.tar").version_id(version);
    ///
    /// s3.clock().advance(days(29));
    /// assert_eq!(s3.call(delete.clone()).unwrap_err().code(), "AccessDenied");
    /// s3.clock().advance(days(1));
    /// s3.call(delete).unwrap();
    /// assert!(bucket.versions().is_empty());
    /// ```
    ///
    /// # Panics
    /// If S3 would refuse the period (0 days, or more than a hundred years), or the bucket has been deleted.
    #[track_caller]
    pub fn retain_new_objects_for(&self, days: u32, mode: ObjectLockRetentionMode) -> &Self {
        let days = Some(i32::try_from(days).unwrap_or(i32::MAX));
        self.set_object_lock(Some(DefaultRetention { mode: Some(mode), days, ..Default::default() }))
    }

    #[track_caller]
    fn set_object_lock(&self, default: Option<DefaultRetention>) -> &Self {
        self.enable_versioning();
        let rule = default.map(|default| ObjectLockRule { default_retention: Some(default) });
        let lock = ObjectLockConfiguration { object_lock_enabled: Some(ObjectLockEnabled::Enabled), rule };
        let input = PutObjectLockConfigurationInput::builder().bucket(self.name());
        self.set_up(input.object_lock_configuration(lock));
        self
    }

    /// How many bytes it stores: of objects, and of the parts of open uploads.
    #[track_caller]
    pub fn stored_bytes(&self) -> u64 {
        saturated(self.look(stored_bytes))
    }

    /// What it stores, and what all that it ever stored has added up to: objects and the parts of open uploads, by
    /// storage class.
    #[track_caller]
    pub fn meter(&self) -> MeterView {
        self.look_at(|bucket, now| bucket.meter().at(now))
    }

    /// What the parts of one upload have added up to, while it is open and after it has ended; `None` if there never
    /// was such an upload.
    ///
    /// ```
    /// use fake_s3::{FakeS3, days};
    ///
    /// let s3 = FakeS3::new();
    /// let bucket = s3.create_bucket("backups");
    /// let id = bucket.begin_upload("db.tar");
    /// bucket.put_part("db.tar", &id, 1, vec![0; 1 << 20]);
    /// s3.clock().advance(days(1));
    /// bucket.complete_upload("db.tar", &id);
    ///
    /// s3.clock().advance(days(1));
    /// assert_eq!(bucket.meter_of_upload(&id).unwrap().byte_hours(), 24 << 20);
    /// assert_eq!(bucket.meter().objects().byte_hours(), 24 << 20);
    /// ```
    #[track_caller]
    pub fn meter_of_upload(&self, upload_id: &str) -> Option<Usage> {
        self.look_at(|bucket, now| bucket.usage_of_upload(&UploadId::new(upload_id), now))
    }

    /// Who sets the bucket up: the account that it belongs to.
    #[track_caller]
    fn owner(&self) -> Principal {
        self.look(|bucket| Principal::Root(bucket.owner.clone()))
    }

    /// Does a call that the test's set-up is made of.
    #[track_caller]
    fn set_up<I: IntoInput>(&self, input: I) -> OutputOf<I> {
        self.granted(self.world.set_up_as(self.owner(), input))
    }

    #[track_caller]
    fn granted<T>(&self, answer: Result<T, S3Error>) -> T {
        match answer {
            Ok(output) => output,
            Err(error) => panic!("this set-up of `{}` is refused: {error}", self.name),
        }
    }

    /// Replaces its lifecycle rules by one: uploads whose key begins with `prefix` are aborted so many days after
    /// their initiation, at the next midnight UTC.
    ///
    /// # Panics
    /// If S3 would refuse the rule (0 days, say), or the bucket has been deleted.
    #[track_caller]
    pub fn abort_incomplete_uploads_after(&self, prefix: &str, days: u32) -> &Self {
        let abort = AbortIncompleteMultipartUpload { days_after_initiation: i32::try_from(days).ok() };
        self.set_rule(LifecycleRule {
            abort_incomplete_multipart_upload: Some(abort),
            ..rule("abort-incomplete-uploads", prefix)
        })
    }

    /// Replaces its lifecycle rules by one: objects whose key begins with `prefix` expire so many days after they were
    /// made, at the next midnight UTC. Where the bucket keeps versions, a delete marker comes upon them.
    ///
    /// ```
    /// use fake_s3::{FakeS3, days};
    ///
    /// let s3 = FakeS3::new();
    /// let bucket = s3.create_bucket("backups");
    /// bucket.expire_objects_after("tmp/", 7).put_object("tmp/db.tar", "Monday's");
    /// assert!(bucket.object("tmp/db.tar").unwrap().expiry_date.is_some());
    ///
    /// let events = s3.clock().advance(days(8));
    /// assert_eq!(
    ///     events[0].to_string(),
    ///     "2026-01-09T00:00:00Z: rule \"expire-objects\" deleted backups/tmp/db.tar and freed 8 bytes"
    /// );
    /// assert!(bucket.objects().is_empty());
    /// ```
    ///
    /// # Panics
    /// If S3 would refuse the rule (0 days, say), or the bucket has been deleted.
    #[track_caller]
    pub fn expire_objects_after(&self, prefix: &str, days: u32) -> &Self {
        let expiration = LifecycleExpiration { days: i32::try_from(days).ok(), ..Default::default() };
        self.set_rule(LifecycleRule { expiration: Some(expiration), ..rule("expire-objects", prefix) })
    }

    /// Replaces its lifecycle rules by one: versions of keys that begin with `prefix` are removed so many days after
    /// another came after them, at the next midnight UTC; but for the newest `kept` of them.
    ///
    /// # Panics
    /// If S3 would refuse the rule (0 days, say), or the bucket has been deleted.
    #[track_caller]
    pub fn remove_noncurrent_versions_after(&self, prefix: &str, days: u32, kept: u32) -> &Self {
        let expiration = NoncurrentVersionExpiration {
            noncurrent_days: i32::try_from(days).ok(),
            newer_noncurrent_versions: i32::try_from(kept).ok().filter(|kept| *kept > 0),
        };
        self.set_rule(LifecycleRule {
            noncurrent_version_expiration: Some(expiration),
            ..rule("remove-noncurrent-versions", prefix)
        })
    }

    /// Replaces its lifecycle rules by one: objects whose key begins with `prefix` go to another storage class so many
    /// days after they were made, at the next midnight UTC. Objects under 128 KiB stay.
    ///
    /// # Panics
    /// If S3 would refuse the rule (`STANDARD_IA` before 30 days, say), or the bucket has been deleted.
    #[track_caller]
    pub fn move_objects_after(&self, prefix: &str, days: u32, to: TransitionStorageClass) -> &Self {
        let transition = Transition { days: i32::try_from(days).ok(), storage_class: Some(to), ..Default::default() };
        self.set_rule(LifecycleRule { transitions: Some(vec![transition]), ..rule("move-objects", prefix) })
    }

    /// Replaces its lifecycle rules.
    ///
    /// # Panics
    /// If S3 would refuse them, or the bucket has been deleted.
    #[track_caller]
    pub fn set_lifecycle_rules(&self, rules: impl IntoIterator<Item = LifecycleRule>) -> &Self {
        let configuration = BucketLifecycleConfiguration { rules: rules.into_iter().collect() };
        let input = PutBucketLifecycleConfigurationInput::builder().bucket(self.name());
        self.set_up(input.lifecycle_configuration(configuration));
        self
    }

    #[track_caller]
    fn set_rule(&self, rule: LifecycleRule) -> &Self {
        self.set_lifecycle_rules([rule])
    }

    /// Says who owns what is uploaded; other than by `BucketOwnerEnforced`, ACLs are enabled.
    ///
    /// # Panics
    /// If S3 does not know the ownership, or the bucket has been deleted.
    #[track_caller]
    pub fn set_object_ownership(&self, ownership: ObjectOwnership) -> &Self {
        let controls = OwnershipControls { rules: vec![OwnershipControlsRule { object_ownership: ownership }] };
        self.set_up(PutBucketOwnershipControlsInput::builder().bucket(self.name()).ownership_controls(controls));
        self
    }

    /// Replaces what is blocked of public access; `None` for nothing.
    ///
    /// # Panics
    /// If S3 would refuse a configuration that says nothing, or the bucket has been deleted.
    #[track_caller]
    pub fn set_public_access_block(&self, block: impl Into<Option<PublicAccessBlockConfiguration>>) -> &Self {
        match block.into() {
            Some(block) => {
                let input = PutPublicAccessBlockInput::builder().bucket(self.name());
                self.set_up(input.public_access_block_configuration(block));
            }
            None => _ = self.set_up(DeletePublicAccessBlockInput::builder().bucket(self.name())),
        }
        self
    }

    /// Has the bucket refuse uploads with keys that customers bring along (SSE-C), or take them.
    ///
    /// # Panics
    /// If the bucket has been deleted.
    #[track_caller]
    pub fn set_customer_keys_blocked(&self, are_blocked: bool) -> &Self {
        self.set(|settings| settings.blocks_customer_keys = Some(are_blocked))
    }

    /// Has the bucket encrypt with a key of KMS what says nothing of it: named by its id, ARN or alias, which S3 looks
    /// up only when it is used. `None` for S3's own encryption.
    ///
    /// ```
    /// let s3 = fake_s3::FakeS3::new();
    /// let bucket = s3.create_bucket("backups");
    /// let plain = bucket.put_object("plain", "the same bytes");
    /// bucket.encrypt_with(Some(&s3.kms().create_key().arn()));
    /// assert_ne!(bucket.put_object("encrypted", "the same bytes"), plain, "its tag is no MD5");
    /// ```
    ///
    /// # Panics
    /// If the bucket has been deleted.
    #[track_caller]
    pub fn encrypt_with(&self, kms_key: Option<&str>) -> &Self {
        self.set(|settings| {
            let encryption = |key: &str| DefaultEncryption {
                method: DefaultMethod::Kms { key: Some(key.to_owned()) },
                bucket_key: false,
            };
            settings.encryption = kms_key.map(encryption);
        })
    }
}

/// A rule for keys that begin with a prefix, which does nothing yet.
fn rule(id: &str, prefix: &str) -> LifecycleRule {
    LifecycleRule {
        id: Some(id.to_owned()),
        prefix: None,
        filter: Some(LifecycleRuleFilter { prefix: Some(prefix.to_owned()), ..Default::default() }),
        status: ExpirationStatus::Enabled,
        expiration: None,
        transitions: None,
        noncurrent_version_transitions: None,
        noncurrent_version_expiration: None,
        abort_incomplete_multipart_upload: None,
    }
}

/// Of objects, and of the parts of open uploads.
pub(super) fn stored_bytes(bucket: &BucketState) -> u128 {
    let versions = bucket.versions(Bound::Unbounded).flat_map(|(_, versions)| versions.newest_first());
    let objects = versions.filter_map(|version| Some(version.object()?.len()));
    sum(objects.chain(bucket.uploads().values().map(Upload::bytes)))
}
