//! Looking into a bucket, and setting it up.

use super::FakeS3;
use crate::model::bucket::Bucket;
use crate::model::lock::Retention;
use crate::model::name::{BucketName, ObjectKey};
use crate::model::object::Object;
use crate::model::payload::Payload;
use crate::model::tag::Tags;
use crate::model::upload::Upload;
use crate::model::version::Versions;
use crate::ops::complete_multipart_upload::CompleteMultipartUploadInput;
use crate::ops::create_multipart_upload::CreateMultipartUploadInput;
use crate::ops::delete_public_access_block::DeletePublicAccessBlockInput;
use crate::ops::put_bucket_lifecycle_configuration::PutBucketLifecycleConfigurationInput;
use crate::ops::put_bucket_ownership_controls::PutBucketOwnershipControlsInput;
use crate::ops::put_bucket_versioning::PutBucketVersioningInput;
use crate::ops::put_object::PutObjectInput;
use crate::ops::put_object_lock_configuration::PutObjectLockConfigurationInput;
use crate::ops::put_public_access_block::PutPublicAccessBlockInput;
use crate::ops::upload_part::UploadPartInput;
use crate::ops::{IntoInput, OutputOf};
use crate::primitives::{ByteStream, DateTime};
use crate::types::{
    AbortIncompleteMultipartUpload, BucketLifecycleConfiguration, BucketVersioningStatus, CompletedMultipartUpload,
    CompletedPart, DefaultRetention, ExpirationStatus, LifecycleExpiration, LifecycleRule, LifecycleRuleFilter,
    NoncurrentVersionExpiration, ObjectLockConfiguration, ObjectLockEnabled, ObjectLockRetentionMode, ObjectLockRule,
    ObjectOwnership, OwnershipControls, OwnershipControlsRule, PublicAccessBlockConfiguration, Transition,
    TransitionStorageClass, VersioningConfiguration,
};
use aws_smithy_types::base64;
use bytes::Bytes;
use std::collections::BTreeMap;
use std::ops::Bound;

/// A bucket of the world, seen from outside S3: nothing here is a request.
#[derive(Debug, Clone)]
pub struct BucketHandle {
    world: FakeS3,
    name: BucketName,
}

/// An open upload.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct UploadView {
    /// Its id.
    pub upload_id: String,
    /// The key of the object that it would become.
    pub key: String,
    /// When it was initiated.
    pub initiated: DateTime,
    /// When a lifecycle rule will abort it.
    pub abort_date: Option<DateTime>,
    /// Its parts, by number.
    pub parts: Vec<PartView>,
}

/// A part of an open upload.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PartView {
    /// Its number.
    pub part_number: i32,
    /// Its size in bytes.
    pub size: u64,
    /// Its tag, in quotes.
    pub e_tag: String,
}

/// A finished object.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ObjectView {
    /// Its key.
    pub key: String,
    /// Its size in bytes.
    pub size: u64,
    /// Its tag, in quotes.
    pub e_tag: String,
    /// When S3 says it was last modified.
    pub last_modified: DateTime,
    /// Its type; `binary/octet-stream` where none was said.
    pub content_type: String,
    /// Its user metadata; names are in lower case.
    pub metadata: BTreeMap<String, String>,
    /// When a lifecycle rule will have it expire, if it is the newest of its key.
    pub expiry_date: Option<DateTime>,
    /// Its storage class, such as `STANDARD`.
    pub storage_class: String,
    /// Until when it is retained, or was; `None` where nobody ever said.
    pub retention: Option<RetentionView>,
    /// Whether a legal hold is on.
    pub legal_hold: bool,
    /// Its tags: keys and values.
    pub tags: BTreeMap<String, String>,
    segments: Vec<Bytes>,
}

/// How an object is retained.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RetentionView {
    /// Whether governance can be bypassed, or compliance binds everybody.
    pub mode: ObjectLockRetentionMode,
    /// The first instant at which it can be deleted again.
    pub retain_until_date: DateTime,
}

/// A version of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct VersionView {
    /// The key.
    pub key: String,
    /// Its id; `null` of one that was written while the bucket kept no versions.
    pub version_id: String,
    /// Whether it is the newest of its key.
    pub is_latest: bool,
    /// When it was made.
    pub last_modified: DateTime,
    /// The object; `None` of a delete marker.
    pub object: Option<ObjectView>,
}

impl VersionView {
    /// Whether it is a delete marker.
    pub fn is_delete_marker(&self) -> bool {
        self.object.is_none()
    }
}

impl ObjectView {
    /// Its bytes; put together if they lie apart.
    pub fn bytes(&self) -> Bytes {
        match self.segments.as_slice() {
            [one] => one.clone(),
            many => many.concat().into(),
        }
    }
}

impl UploadView {
    /// How many bytes its parts have, which are paid for until it is completed or aborted.
    pub fn stored_bytes(&self) -> u64 {
        self.parts.iter().map(|part| part.size).sum()
    }
}

impl BucketHandle {
    pub(crate) fn new(world: FakeS3, name: BucketName) -> Self {
        Self { world, name }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        self.name.as_str()
    }

    #[track_caller]
    fn look<T>(&self, at: impl FnOnce(&Bucket) -> T) -> T {
        let store = self.world.store();
        match store.bucket(self.name.as_str()) {
            Ok(bucket) => at(bucket),
            Err(error) => panic!("the bucket `{}` has been deleted: {error}", self.name),
        }
    }

    /// The uploads that are neither completed nor aborted, by key and then in the order of their initiation.
    #[track_caller]
    pub fn uploads(&self) -> Vec<UploadView> {
        self.look(|bucket| bucket.uploads().values().map(|upload| view_upload(bucket, upload)).collect())
    }

    /// The objects, by key.
    #[track_caller]
    pub fn objects(&self) -> Vec<ObjectView> {
        self.look(|bucket| {
            bucket.objects(Bound::Unbounded).map(|(key, object)| view_newest(bucket, key, object)).collect()
        })
    }

    /// An object.
    #[track_caller]
    pub fn object(&self, key: &str) -> Option<ObjectView> {
        self.look(|bucket| bucket.object_at(key).map(|(key, object)| view_newest(bucket, key, object)))
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
        self.look(|bucket| {
            bucket.versions(Bound::Unbounded).flat_map(|(key, versions)| view_versions(bucket, key, versions)).collect()
        })
    }

    /// The bucket's own tags: keys and values.
    #[track_caller]
    pub fn tags(&self) -> BTreeMap<String, String> {
        self.look(|bucket| view_tags(&bucket.tags))
    }

    /// Has the bucket keep versions from now on.
    ///
    /// # Panics
    /// If the bucket has been deleted.
    #[track_caller]
    pub fn enable_versioning(&self) -> &Self {
        let status = VersioningConfiguration { status: Some(BucketVersioningStatus::Enabled), ..Default::default() };
        self.set_up(PutBucketVersioningInput::builder().bucket(self.name()).versioning_configuration(status));
        self
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

    /// What S3 wants with what it is to lock.
    #[track_caller]
    fn digest_of(&self, bytes: &Bytes) -> Option<String> {
        let has_lock = self.look(|bucket| bucket.object_lock().is_some());
        has_lock.then(|| base64::encode(Payload::from(bytes.clone()).md5()))
    }

    /// How many bytes it stores: of objects, and of the parts of open uploads.
    #[track_caller]
    pub fn stored_bytes(&self) -> u64 {
        self.look(stored_bytes)
    }

    /// Does a call that the test's set-up is made of.
    #[track_caller]
    fn set_up<I: IntoInput>(&self, input: I) -> OutputOf<I> {
        match self.world.call(input) {
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

    /// Puts an object there, and gives its tag, in quotes.
    ///
    /// # Panics
    /// If S3 would refuse it, or the bucket has been deleted.
    #[track_caller]
    pub fn put_object(&self, key: &str, bytes: impl Into<Bytes>) -> String {
        let bytes = bytes.into();
        let input = PutObjectInput::builder().bucket(self.name()).key(key).set_content_md5(self.digest_of(&bytes));
        let put = self.set_up(input.body(ByteStream::from(bytes)));
        put.e_tag.unwrap_or_default()
    }

    /// Begins an upload, as some program did that will never finish it, and gives its id.
    ///
    /// # Panics
    /// If S3 would refuse the key, or the bucket has been deleted.
    #[track_caller]
    pub fn begin_upload(&self, key: &str) -> String {
        let created = self.set_up(CreateMultipartUploadInput::builder().bucket(self.name()).key(key));
        created.upload_id.unwrap_or_default()
    }

    /// Completes an open upload with all the parts that it has, and gives the object's tag, in quotes.
    ///
    /// # Panics
    /// If S3 would refuse it, or the bucket has been deleted.
    #[track_caller]
    pub fn complete_upload(&self, key: &str, upload_id: &str) -> String {
        let uploads = self.uploads();
        let parts = uploads.into_iter().filter(|upload| upload.upload_id == upload_id).flat_map(|upload| upload.parts);
        let list = parts.fold(CompletedMultipartUpload::builder(), |list, part| {
            list.parts(CompletedPart::builder().part_number(part.part_number).e_tag(part.e_tag).build())
        });
        let input = CompleteMultipartUploadInput::builder().bucket(self.name()).key(key).upload_id(upload_id);
        self.set_up(input.multipart_upload(list.build())).e_tag.unwrap_or_default()
    }

    /// Puts a part into an open upload, and gives its tag, in quotes.
    ///
    /// # Panics
    /// If S3 would refuse it, or the bucket has been deleted.
    #[track_caller]
    pub fn put_part(&self, key: &str, upload_id: &str, part_number: i32, bytes: impl Into<Bytes>) -> String {
        let bytes = bytes.into();
        let input = UploadPartInput::builder().bucket(self.name()).key(key).upload_id(upload_id);
        let input = input.part_number(part_number).set_content_md5(self.digest_of(&bytes));
        let part = self.set_up(input.body(ByteStream::from(bytes)));
        part.e_tag.unwrap_or_default()
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
pub(super) fn stored_bytes(bucket: &Bucket) -> u64 {
    let versions = bucket.versions(Bound::Unbounded).flat_map(|(_, versions)| versions.newest_first());
    let objects: u64 = versions.filter_map(|version| Some(version.object()?.len())).sum();
    let parts: u64 = bucket.uploads().values().map(Upload::bytes).sum();
    objects + parts
}

fn view_upload(bucket: &Bucket, upload: &Upload) -> UploadView {
    let parts = upload.parts().iter().map(|(number, part)| PartView {
        part_number: number.get(),
        size: part.payload.len(),
        e_tag: part.etag().quoted(),
    });
    UploadView {
        upload_id: upload.id.to_string(),
        key: upload.key.to_string(),
        initiated: upload.initiated,
        abort_date: bucket.abort_of(upload).map(|abort| abort.at),
        parts: parts.collect(),
    }
}

fn view_versions<'a>(
    bucket: &'a Bucket,
    key: &'a ObjectKey,
    versions: &'a Versions,
) -> impl Iterator<Item = VersionView> {
    versions.newest_first().enumerate().map(move |(age, version)| VersionView {
        key: key.to_string(),
        version_id: version.id.to_string(),
        is_latest: age == 0,
        last_modified: version.last_modified(),
        object: version.object().map(|object| match age {
            0 => view_newest(bucket, key, object),
            _ => view_object(key, object),
        }),
    })
}

fn view_newest(bucket: &Bucket, key: &ObjectKey, object: &Object) -> ObjectView {
    ObjectView { expiry_date: bucket.expiration_of(key).map(|end| end.at), ..view_object(key, object) }
}

fn view_tags(tags: &Tags) -> BTreeMap<String, String> {
    tags.as_slice().iter().map(|tag| (tag.key.clone(), tag.value.clone())).collect()
}

fn view_object(key: &ObjectKey, object: &Object) -> ObjectView {
    ObjectView {
        key: key.to_string(),
        size: object.len(),
        e_tag: object.etag.quoted(),
        last_modified: object.last_modified,
        content_type: object.attributes.content_type.clone(),
        expiry_date: None,
        metadata: object.attributes.metadata.clone(),
        storage_class: object.attributes.storage_class.as_str().to_owned(),
        retention: object.lock.retention.as_ref().map(view_retention),
        legal_hold: object.lock.legal_hold == Some(true),
        tags: view_tags(&object.attributes.tags),
        segments: object.payload().into_segments(),
    }
}

fn view_retention(retention: &Retention) -> RetentionView {
    RetentionView { mode: retention.mode.into(), retain_until_date: retention.until() }
}
