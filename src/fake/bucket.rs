//! Looking into a bucket, and setting it up.

use super::FakeS3;
use crate::model::bucket::Bucket;
use crate::model::meter::{MeterView, Usage};
use crate::model::name::{BucketName, ObjectKey, UploadId};
use crate::model::object::Object;
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
use crate::ops::put_public_access_block::PutPublicAccessBlockInput;
use crate::ops::upload_part::UploadPartInput;
use crate::ops::{IntoInput, OutputOf};
use crate::primitives::{ByteStream, DateTime};
use crate::types::{
    AbortIncompleteMultipartUpload, BucketLifecycleConfiguration, BucketVersioningStatus, CompletedMultipartUpload,
    CompletedPart, ExpirationStatus, LifecycleRule, LifecycleRuleFilter, ObjectOwnership, OwnershipControls,
    OwnershipControlsRule, PublicAccessBlockConfiguration, VersioningConfiguration,
};
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
    /// When it becomes eligible to be aborted by a lifecycle rule: the date that `x-amz-abort-date` shows.
    pub abort_date: Option<DateTime>,
    /// When the rule will abort it: at that date, or later where the world has a [`Lag`](crate::Lag).
    pub aborted_at: Option<DateTime>,
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
    /// Its storage class, such as `STANDARD`.
    pub storage_class: String,
    /// Its tags: keys and values.
    pub tags: BTreeMap<String, String>,
    segments: Vec<Bytes>,
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
        self.look_at(|bucket, _| at(bucket))
    }

    /// Looks at the bucket as it is now.
    #[track_caller]
    fn look_at<T>(&self, at: impl FnOnce(&Bucket, DateTime) -> T) -> T {
        let store = self.world.store();
        match store.bucket(self.name.as_str()) {
            Ok(bucket) => at(bucket, store.now()),
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
        self.look(|bucket| bucket.objects(Bound::Unbounded).map(|(key, object)| view_object(key, object)).collect())
    }

    /// An object.
    #[track_caller]
    pub fn object(&self, key: &str) -> Option<ObjectView> {
        self.look(|bucket| bucket.object_at(key).map(|(key, object)| view_object(key, object)))
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
            bucket.versions(Bound::Unbounded).flat_map(|(key, versions)| view_versions(key, versions)).collect()
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

    /// How many bytes it stores: of objects, and of the parts of open uploads.
    #[track_caller]
    pub fn stored_bytes(&self) -> u64 {
        self.look(stored_bytes)
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
        let rule = LifecycleRule {
            id: Some("abort-incomplete-uploads".to_owned()),
            prefix: None,
            filter: Some(LifecycleRuleFilter { prefix: Some(prefix.to_owned()), ..Default::default() }),
            status: ExpirationStatus::Enabled,
            expiration: None,
            transitions: None,
            noncurrent_version_transitions: None,
            noncurrent_version_expiration: None,
            abort_incomplete_multipart_upload: Some(abort),
        };
        let rules = BucketLifecycleConfiguration { rules: vec![rule] };
        let input = PutBucketLifecycleConfigurationInput::builder().bucket(self.name());
        self.set_up(input.lifecycle_configuration(rules));
        self
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
        let body = ByteStream::from(bytes.into());
        let put = self.set_up(PutObjectInput::builder().bucket(self.name()).key(key).body(body));
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
        let input = UploadPartInput::builder().bucket(self.name()).key(key).upload_id(upload_id);
        let part = self.set_up(input.part_number(part_number).body(ByteStream::from(bytes.into())));
        part.e_tag.unwrap_or_default()
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
        aborted_at: bucket.aborts_at(upload),
        parts: parts.collect(),
    }
}

fn view_versions<'a>(key: &'a ObjectKey, versions: &'a Versions) -> impl Iterator<Item = VersionView> {
    versions.newest_first().enumerate().map(|(age, version)| VersionView {
        key: key.to_string(),
        version_id: version.id.to_string(),
        is_latest: age == 0,
        last_modified: version.last_modified(),
        object: version.object().map(|object| view_object(key, object)),
    })
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
        metadata: object.attributes.metadata.clone(),
        storage_class: object.attributes.storage_class.as_str().to_owned(),
        tags: view_tags(&object.attributes.tags),
        segments: object.payload().into_segments(),
    }
}
