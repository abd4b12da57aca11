//! What is seen of a bucket from outside S3: uploads, parts, objects and versions as they are at that moment.

use crate::api::primitives::DateTime;
use crate::api::types::ObjectLockRetentionMode;
use crate::model::bucket::{Bucket, Versioning};
use crate::model::lock::Retention;
use crate::model::name::ObjectKey;
use crate::model::payload::Payload;
use crate::model::tag::Tags;
use crate::model::upload::Upload;
use crate::model::version::{Version, Versions};
use bytes::Bytes;
use std::collections::BTreeMap;
use std::ops::Range;

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
    /// When the rule will abort it: at that date, or later where the world has a [`Lag`](crate::Lag), or sooner where
    /// its [`lifecycle_day`](crate::Builder::lifecycle_day) is short.
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
    /// The id of its version, as answers show it: `None` where the bucket never kept versions.
    pub version_id: Option<String>,
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
    /// When it expires by a lifecycle rule, if it is the newest of its key: the date that `x-amz-expiration` shows.
    pub expiry_date: Option<DateTime>,
    /// When a rule will have it expire: at that date, unless the world's
    /// [`lifecycle_day`](crate::Builder::lifecycle_day) is not as long as one.
    pub expired_at: Option<DateTime>,
    /// Its storage class, such as `STANDARD`.
    pub storage_class: String,
    /// Until when it is retained, or was; `None` where nobody ever said.
    pub retention: Option<RetentionView>,
    /// Whether a legal hold is on.
    pub legal_hold: bool,
    /// Its tags: keys and values.
    pub tags: BTreeMap<String, String>,
    payload: Payload,
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
    ///
    /// # Panics
    /// If more than 1 GiB of them is [repeated](crate::Pattern) and would have to be made.
    #[track_caller]
    pub fn bytes(&self) -> Bytes {
        self.bytes_in(0..self.size)
    }

    /// Some of its bytes; put together if they lie apart. What lies beyond the end is not there.
    ///
    /// # Panics
    /// As [`bytes`](Self::bytes).
    #[track_caller]
    pub fn bytes_in(&self, range: Range<u64>) -> Bytes {
        const MAX_MADE_BYTES: u64 = 1 << 30;
        let slice = self.payload.slice(range);
        let made = slice.repeated();
        assert!(made <= MAX_MADE_BYTES, "`{}` has {made} of these bytes nowhere: look at fewer", self.key);
        slice.to_bytes()
    }
}

impl UploadView {
    /// How many bytes its parts have, which are paid for until it is completed or aborted.
    pub fn stored_bytes(&self) -> u64 {
        self.parts.iter().map(|part| part.size).sum()
    }
}

pub(super) fn view_upload(bucket: &Bucket, upload: &Upload) -> UploadView {
    let parts = upload.parts().iter().map(|(number, part)| PartView {
        part_number: number.get(),
        size: part.payload.len(),
        e_tag: part.etag().quoted(),
    });
    UploadView {
        upload_id: upload.id.to_string(),
        key: upload.key.to_string(),
        initiated: upload.initiated,
        abort_date: bucket.abort_of(upload).map(|abort| abort.at.shown),
        aborted_at: bucket.aborts_at(upload),
        parts: parts.collect(),
    }
}

pub(super) fn view_versions<'a>(
    bucket: &'a Bucket,
    key: &'a ObjectKey,
    versions: &'a Versions,
) -> impl Iterator<Item = VersionView> {
    versions.newest_first().enumerate().map(move |(age, version)| VersionView {
        key: key.to_string(),
        version_id: version.id.to_string(),
        is_latest: age == 0,
        last_modified: version.last_modified(),
        object: if age == 0 { view_newest(bucket, key) } else { view_object(bucket, key, version) },
    })
}

pub(super) fn view_tags(tags: &Tags) -> BTreeMap<String, String> {
    tags.as_slice().iter().map(|tag| (tag.key.clone(), tag.value.clone())).collect()
}

/// The newest version of a key, if it is an object.
pub(super) fn view_newest(bucket: &Bucket, key: &ObjectKey) -> Option<ObjectView> {
    let newest = view_object(bucket, key, bucket.versions_of(key)?.newest()?)?;
    let expiry_date = bucket.expiration_of(key).map(|end| end.at.shown);
    Some(ObjectView { expiry_date, expired_at: bucket.expires_at(key), ..newest })
}

fn view_object(bucket: &Bucket, key: &ObjectKey, version: &Version) -> Option<ObjectView> {
    let object = version.object()?;
    let is_shown = bucket.versioning() != Versioning::Unversioned;
    Some(ObjectView {
        key: key.to_string(),
        version_id: is_shown.then(|| version.id.to_string()),
        size: object.len(),
        e_tag: object.etag.quoted(),
        last_modified: object.last_modified,
        content_type: object.attributes.content_type.clone().into_owned(),
        expiry_date: None,
        expired_at: None,
        metadata: object.attributes.metadata.clone(),
        storage_class: object.attributes.storage_class.as_str().to_owned(),
        retention: object.lock.retention.as_ref().map(view_retention),
        legal_hold: object.lock.legal_hold == Some(true),
        tags: view_tags(&object.attributes.tags),
        payload: object.payload(),
    })
}

pub(super) fn view_retention(retention: &Retention) -> RetentionView {
    RetentionView { mode: retention.mode.into(), retain_until_date: retention.until() }
}
