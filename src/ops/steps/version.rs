//! Which version of a key a request means.

use crate::api::error::{ErrorRow, S3Error, table};
use crate::api::shape::Field;
use crate::model::bucket::{BucketState, Versioning};
use crate::model::name::ObjectKey;
use crate::model::object::StoredObject;
use crate::model::store::Store;
use crate::model::version::{Content, Version, VersionId};

/// What naming a version answers.
pub(crate) static ERRORS: [&ErrorRow; 5] = [
    &table::VERSION_ID_EMPTY,
    &table::VERSION_ID_INVALID,
    &table::NO_SUCH_VERSION,
    &table::DELETE_MARKER,
    &table::NO_SUCH_KEY,
];

/// An object, and which version of its key it is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found<'a> {
    pub(crate) object: &'a StoredObject,
    id: &'a VersionId,
    is_shown: bool,
}

impl Found<'_> {
    /// The version's id, to change the object by.
    pub(crate) fn id(&self) -> &VersionId {
        self.id
    }

    /// The id as answers show it: not before the bucket has kept versions. `null` is one like any other (recorded).
    pub(crate) fn shown(&self) -> Option<String> {
        self.is_shown.then(|| self.id.to_string())
    }

    /// The id as copies show that of their source: not that of one that is `null` (recorded).
    pub(crate) fn shown_as_source(&self) -> Option<String> {
        self.shown().filter(|_| *self.id != VersionId::Null)
    }
}

/// The id of a version that was put, as most answers show it: not one that is `null` (recorded of suspended buckets).
pub(crate) fn made(id: &VersionId) -> Option<String> {
    match id {
        VersionId::Null => None,
        VersionId::Id(id) => Some(id.clone()),
    }
}

/// The id that a request names, if it looks like one. A bucket that has never kept versions has but `null` (recorded).
pub(crate) fn named(bucket: &BucketState, sent: Option<&str>) -> Result<Option<VersionId>, S3Error> {
    let Some(sent) = sent else { return Ok(None) };
    if sent.is_empty() {
        return Err(table::VERSION_ID_EMPTY.argument("versionId", sent));
    }
    let is_versioned = bucket.versioning() != Versioning::Unversioned;
    match VersionId::parse(sent).filter(|id| is_versioned || *id == VersionId::Null) {
        Some(id) => Ok(Some(id)),
        None => Err(table::VERSION_ID_INVALID.argument("versionId", sent)),
    }
}

/// The id of a version to be deleted: unlike a reader, who deletes must name an id that S3 has given out (recorded of a
/// bucket without versions).
pub(crate) fn named_to_delete(
    store: &Store,
    bucket: &BucketState,
    sent: Option<&str>,
) -> Result<Option<VersionId>, S3Error> {
    match named(bucket, sent)? {
        Some(VersionId::Id(id)) if !store.ids.made_version(&id) => {
            Err(table::VERSION_ID_INVALID.argument("versionId", id))
        }
        id => Ok(id),
    }
}

/// What a request reads: the version that it names, else the newest.
pub(crate) fn find<'a>(
    bucket: &'a BucketState,
    key: &ObjectKey,
    sent: Option<&str>,
    method: &'static str,
) -> Result<Found<'a>, S3Error> {
    match named(bucket, sent)? {
        None => newest(bucket, key),
        Some(id) => of_id(bucket, key, &id, method),
    }
}

/// What a request about a part of an object's state is about: like [`find`], but a marker that is the newest version is
/// refused like one that is named (recorded of tags and of locks).
pub(crate) fn find_or_marker<'a>(
    bucket: &'a BucketState,
    key: &ObjectKey,
    sent: Option<&str>,
    method: &'static str,
) -> Result<Found<'a>, S3Error> {
    let id = named(bucket, sent)?;
    match bucket.versions_of(key).and_then(|versions| versions.newest()) {
        Some(marker) if id.is_none() && marker.object().is_none() => Err(is_marker(method)),
        _ => find(bucket, key, sent, method),
    }
}

fn newest<'a>(bucket: &'a BucketState, key: &ObjectKey) -> Result<Found<'a>, S3Error> {
    bucket.object(key)?;
    let newest = bucket.versions_of(key).and_then(|versions| versions.newest());
    let found = newest.and_then(|version| found(bucket, version));
    found.ok_or_else(|| table::NO_SUCH_KEY.error().with("Key", key))
}

fn of_id<'a>(
    bucket: &'a BucketState,
    key: &ObjectKey,
    id: &VersionId,
    method: &'static str,
) -> Result<Found<'a>, S3Error> {
    match bucket.version(key, id) {
        Some(version) => found(bucket, version).ok_or_else(|| named_marker(version, method)),
        None if bucket.versioning() == Versioning::Unversioned => newest(bucket, key),
        None => Err(table::NO_SUCH_VERSION.error().with("Key", key).with("VersionId", id)),
    }
}

fn found<'a>(bucket: &BucketState, version: &'a Version) -> Option<Found<'a>> {
    let is_shown = bucket.versioning() != Versioning::Unversioned;
    Some(Found { object: version.object()?, id: &version.id, is_shown })
}

fn is_marker(method: &'static str) -> S3Error {
    let error = table::DELETE_MARKER.error().with("Method", method).with("ResourceType", "DeleteMarker");
    error.with_header("Allow", "DELETE")
}

/// Only where it was named is the marker told of in headers (field report).
fn named_marker(marker: &Version, method: &'static str) -> S3Error {
    debug_assert!(matches!(marker.content, Content::DeleteMarker { .. }), "only a marker is refused as one");
    let error = is_marker(method).with_header("x-amz-delete-marker", true);
    let error = error.with_header("x-amz-version-id", &marker.id);
    error.with_header("Last-Modified", marker.last_modified().to_text())
}
