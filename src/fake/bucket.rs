//! Looking into a bucket, and setting it up.

use super::FakeS3;
use crate::model::bucket::Bucket;
use crate::model::lifecycle::{AbortRule, Lifecycle};
use crate::model::name::{BucketName, ObjectKey, UploadId};
use crate::model::object::Attributes;
use crate::model::upload::Upload;
use crate::primitives::DateTime;
use crate::types::{AbortIncompleteMultipartUpload, ExpirationStatus, LifecycleRule, LifecycleRuleFilter};
use bytes::Bytes;

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
    segments: Vec<Bytes>,
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
    /// How many bytes its parts have.
    pub fn size(&self) -> u64 {
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
        self.look(|bucket| bucket.objects.keys().filter_map(|key| view_object(bucket, key.as_str())).collect())
    }

    /// An object.
    #[track_caller]
    pub fn object(&self, key: &str) -> Option<ObjectView> {
        self.look(|bucket| view_object(bucket, key))
    }

    /// How many bytes it stores: of objects, and of the parts of open uploads.
    #[track_caller]
    pub fn stored_bytes(&self) -> u64 {
        self.look(stored_bytes)
    }

    /// Replaces its lifecycle rules by one: uploads whose key begins with `prefix` are aborted so many days after
    /// their initiation, at the next midnight UTC.
    ///
    /// # Panics
    /// If `days` is 0, which S3 refuses.
    #[track_caller]
    pub fn abort_incomplete_uploads_after(&self, prefix: &str, days: u32) -> &Self {
        let said = i32::try_from(days).unwrap_or(0);
        assert!(said > 0, "a rule aborts uploads after at least one day, and S3 counts no more than {} days", i32::MAX);
        let abort = AbortIncompleteMultipartUpload { days_after_initiation: Some(said) };
        let id = "abort-incomplete-uploads".to_owned();
        let rule = LifecycleRule {
            id: Some(id.clone()),
            prefix: None,
            filter: Some(LifecycleRuleFilter { prefix: Some(prefix.to_owned()), ..Default::default() }),
            status: ExpirationStatus::Enabled,
            expiration: None,
            transitions: None,
            noncurrent_version_transitions: None,
            noncurrent_version_expiration: None,
            abort_incomplete_multipart_upload: Some(abort),
        };
        let aborts = vec![AbortRule { id, prefix: prefix.to_owned(), days }];
        self.world.store().set_lifecycle(&self.name, Some(Lifecycle::new(vec![rule], aborts)));
        self
    }

    /// Begins an upload, as some program did that will never finish it, and gives its id.
    ///
    /// # Panics
    /// If S3 would refuse the key.
    #[track_caller]
    pub fn begin_upload(&self, key: &str) -> String {
        let key = ObjectKey::try_from(key).unwrap_or_else(|error| panic!("this is no key: {error}"));
        let mut store = self.world.store();
        let (id, ordinal) = store.ids.upload();
        let now = store.now();
        let upload = Upload::new((UploadId::new(id.clone()), ordinal), key, Attributes::default(), None, now);
        store.begin_upload(&self.name, upload);
        id
    }
}

/// Of objects, and of the parts of open uploads.
pub(super) fn stored_bytes(bucket: &Bucket) -> u64 {
    let objects: u64 = bucket.objects.values().map(crate::model::object::Object::len).sum();
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

fn view_object(bucket: &Bucket, key: &str) -> Option<ObjectView> {
    let object = bucket.objects.get(key)?;
    Some(ObjectView {
        key: key.to_owned(),
        size: object.len(),
        e_tag: object.etag.quoted(),
        last_modified: object.last_modified,
        segments: object.payload().into_segments(),
    })
}
