//! A bucket: objects, live uploads, and the records of those that ended.

use super::lifecycle::{Abort, Lifecycle};
use super::name::{BucketName, ObjectKey, PartNumber, UploadId};
use super::object::{Object, Origin};
use super::restore::Restoration;
use super::upload::{Ended, How, Part, Upload};
use crate::error::{S3Error, answers};
use crate::primitives::DateTime;
use std::collections::BTreeMap;
use std::collections::btree_map::Range;
use std::iter::Map;
use std::ops::Bound;

/// How long S3 remembers an upload that has ended, in seconds. Field reports say about a day.
const REMEMBERED_SECONDS: i64 = 24 * 60 * 60;

/// Uploads in the order of a listing.
pub type Uploads<'a> =
    Map<Range<'a, (ObjectKey, UploadId), Upload>, fn((&'a (ObjectKey, UploadId), &'a Upload)) -> &'a Upload>;

fn place(key: &str, id: &str) -> (ObjectKey, UploadId) {
    (ObjectKey::bound(key), UploadId::new(id))
}

/// A bucket.
#[derive(Debug)]
pub struct Bucket {
    pub name: BucketName,
    pub created: DateTime,
    pub region: String,
    objects: BTreeMap<ObjectKey, Object>,
    /// By key, and of one key in the order of initiation, which is the order of ids.
    uploads: BTreeMap<(ObjectKey, UploadId), Upload>,
    /// Of which key a live upload is.
    keys: BTreeMap<UploadId, ObjectKey>,
    ended: BTreeMap<UploadId, Ended>,
    lifecycle: Option<Lifecycle>,
}

impl Bucket {
    /// A new bucket.
    pub fn new(name: BucketName, region: String, created: DateTime) -> Self {
        Self {
            name,
            created,
            region,
            objects: BTreeMap::new(),
            uploads: BTreeMap::new(),
            keys: BTreeMap::new(),
            ended: BTreeMap::new(),
            lifecycle: None,
        }
    }

    /// The objects, by key.
    pub fn objects(&self) -> &BTreeMap<ObjectKey, Object> {
        &self.objects
    }

    /// An object.
    ///
    /// # Errors
    /// `NoSuchKey`.
    pub fn object(&self, key: &ObjectKey) -> Result<&Object, S3Error> {
        self.objects.get(key).ok_or_else(|| answers::NO_SUCH_KEY.error().with("Key", key))
    }

    /// Asks for a copy of an archived object, or changes what was asked; nothing that is not there is restored.
    pub fn restore_object(&mut self, key: &ObjectKey, restoration: Restoration) {
        if let Some(object) = self.objects.get_mut(key) {
            object.restoration = Some(restoration);
        }
    }

    /// Puts an object, in the place of one of the same key.
    pub fn put_object(&mut self, key: ObjectKey, object: Object, at: DateTime) {
        self.overtake_uploads(&key, at);
        self.objects.insert(key, object);
    }

    /// Takes an object away; one that is not there too.
    pub fn delete_object(&mut self, key: &ObjectKey, at: DateTime) {
        self.overtake_uploads(key, at);
        self.objects.remove(key);
    }

    /// Uploads know what happened to their key while they were open: conditions on completing them ask for it.
    fn overtake_uploads(&mut self, key: &ObjectKey, at: DateTime) {
        let of_key = self.uploads.range_mut(place(key.as_str(), "")..=place(key.as_str(), "\u{10FFFF}"));
        of_key.for_each(|(_, upload)| upload.overtake(at));
    }

    /// The uploads that are neither completed nor aborted.
    pub fn uploads(&self) -> &BTreeMap<(ObjectKey, UploadId), Upload> {
        &self.uploads
    }

    /// The uploads of this key and of those behind it.
    pub fn uploads_from(&self, key: &str) -> Uploads<'_> {
        self.range(Bound::Included(place(key, "")))
    }

    /// The uploads behind this key; with an id, those of this key behind that id too.
    pub fn uploads_after(&self, key: &str, id: Option<&str>) -> Uploads<'_> {
        match id {
            Some(id) => self.range(Bound::Excluded(place(key, id))),
            // No id begins with this character, so all uploads of the key lie before.
            None => self.range(Bound::Excluded(place(key, "\u{10FFFF}"))),
        }
    }

    fn range(&self, from: Bound<(ObjectKey, UploadId)>) -> Uploads<'_> {
        self.uploads.range((from, Bound::Unbounded)).map(|(_, upload)| upload as &Upload)
    }

    /// Whether this is, or was, an upload of the key. Whoever lists page by page and ends what he sees goes on from an
    /// upload that has ended.
    pub fn knows_upload(&self, key: &ObjectKey, id: &str) -> bool {
        self.uploads.contains_key(&(key.clone(), UploadId::new(id)))
            || self.ended.get(id).is_some_and(|ended| ended.key == *key)
    }

    /// The lifecycle rules.
    pub fn lifecycle(&self) -> Option<&Lifecycle> {
        self.lifecycle.as_ref()
    }

    /// When the rules abort this upload.
    pub fn abort_of(&self, upload: &Upload) -> Option<Abort> {
        self.lifecycle.as_ref()?.abort_of(&upload.key, upload.initiated)
    }

    /// A live upload.
    ///
    /// # Errors
    /// `NoSuchUpload`, and why: it ended, it is of another key, or it never was.
    pub fn upload(&self, key: &ObjectKey, id: &UploadId) -> Result<&Upload, S3Error> {
        self.uploads.get(&(key.clone(), id.clone())).ok_or_else(|| self.no_such_upload(key, id))
    }

    /// Puts a part into a live upload; one of the same number is replaced.
    ///
    /// # Errors
    /// As [`upload`](Self::upload).
    pub fn put_part(&mut self, key: &ObjectKey, id: &UploadId, number: PartNumber, part: Part) -> Result<(), S3Error> {
        match self.uploads.get_mut(&(key.clone(), id.clone())) {
            Some(upload) => {
                upload.put_part(number, part);
                Ok(())
            }
            None => Err(self.no_such_upload(key, id)),
        }
    }

    /// An upload that ended, while S3 remembers it.
    pub fn ended(&self, key: &ObjectKey, id: &UploadId, now: DateTime) -> Option<&Ended> {
        let ended = self.ended.get(id).filter(|ended| ended.key == *key)?;
        let remembered = now.secs() < ended.at.secs().saturating_add(REMEMBERED_SECONDS);
        remembered.then_some(ended)
    }

    /// Whether this key's object is still the one that the upload made.
    pub fn is_current(&self, key: &ObjectKey, id: &UploadId) -> bool {
        self.objects.get(key).is_some_and(|object| object.origin == Origin::Upload(id.clone()))
    }

    pub(super) fn set_lifecycle(&mut self, lifecycle: Option<Lifecycle>) {
        self.lifecycle = lifecycle;
    }

    pub(super) fn begin(&mut self, upload: Upload) {
        self.keys.insert(upload.id.clone(), upload.key.clone());
        self.uploads.insert((upload.key.clone(), upload.id.clone()), upload);
    }

    pub(super) fn end(&mut self, key: &ObjectKey, id: &UploadId, at: DateTime, how: How) -> Option<Upload> {
        let upload = self.uploads.remove(&(key.clone(), id.clone()))?;
        self.keys.remove(id);
        self.ended.insert(id.clone(), Ended { key: key.clone(), ordinal: upload.ordinal, at, how });
        Some(upload)
    }

    fn no_such_upload(&self, key: &ObjectKey, id: &UploadId) -> S3Error {
        let why = match self.ended.get(id) {
            Some(ended) => ended.to_string(),
            None => match self.keys.get(id) {
                Some(own) => format!("this upload is of {own}, not of {key}"),
                None => format!("{} knows no upload of this id", self.name),
            },
        };
        answers::NO_SUCH_UPLOAD.error().with("UploadId", id).because(why)
    }
}
