//! What rules do when it falls due.

use super::Store;
use crate::model::bucket::{Bucket, Versioning};
use crate::model::event::{Event, EventKind};
use crate::model::lifecycle::Action;
use crate::model::name::{BucketName, ObjectKey, UploadId};
use crate::model::upload::How;
use crate::model::version::{Content, Version, VersionId};
use crate::types::StorageClass;

/// What is to be done to a version, by which rule.
enum Order {
    Expire,
    Remove,
    RemoveMarker,
    Move { from: StorageClass, to: StorageClass },
}

impl From<Action<'_>> for Order {
    fn from(action: Action<'_>) -> Self {
        match action {
            Action::Expire => Self::Expire,
            Action::Remove => Self::Remove,
            Action::RemoveMarker => Self::RemoveMarker,
            Action::Move { from, to } => Self::Move { from: from.clone(), to: to.clone() },
        }
    }
}

impl Store {
    /// Does to the versions of a key all that is due, one thing after the other, and says when they fall due again.
    /// Each look at the key takes as many steps as it has versions and the bucket has rules.
    pub(super) fn run_rules(&mut self, bucket: &BucketName, key: &ObjectKey, events: &mut Vec<Event>) {
        // It ends: versions become fewer, or go down the waterfall of classes, or are marked, which is not done twice.
        while let Some(kind) = self.run_rule(bucket, key) {
            events.push(Event { at: self.now, bucket: bucket.clone(), key: key.clone(), kind });
        }
        self.due.extend(self.buckets.get(bucket).and_then(|bucket| bucket.due_of_key(key)));
    }

    fn run_rule(&mut self, name: &BucketName, key: &ObjectKey) -> Option<EventKind> {
        let deed = self.buckets.get(name)?.deed_at(key, self.now)?;
        let (rule, version_id, order) = (deed.rule.to_owned(), deed.version.clone(), Order::from(deed.action));
        match order {
            Order::Expire => self.expire(name, key, version_id, rule),
            Order::Remove => {
                let freed_bytes = self.remove_version(name, key, &version_id)?;
                Some(EventKind::VersionRemoved { version_id, rule, freed_bytes })
            }
            Order::RemoveMarker => {
                self.remove_version(name, key, &version_id)?;
                Some(EventKind::DeleteMarkerRemoved { version_id, rule })
            }
            Order::Move { from, to } => {
                let object = self.buckets.get_mut(name)?.object_mut(key, &version_id)?;
                object.attributes.storage_class = to.clone();
                Some(EventKind::StorageClassChanged { version_id, rule, from, to })
            }
        }
    }

    /// As a request deletes that names no version.
    fn expire(&mut self, name: &BucketName, key: &ObjectKey, version_id: VersionId, rule: String) -> Option<EventKind> {
        let before = bytes_of(self.buckets.get(name)?, key);
        let delete_marker = match self.buckets.get(name)?.versioning() {
            Versioning::Unversioned => {
                self.remove_version(name, key, &version_id)?;
                None
            }
            Versioning::Enabled | Versioning::Suspended => {
                let (id, order) = self.next_version(name);
                let marker = Version { id: id.clone(), order, content: Content::DeleteMarker { at: self.now } };
                self.buckets.get_mut(name)?.put_version(key.clone(), marker, self.now);
                Some(id)
            }
        };
        // A marker that is `null` takes the place of the version that was.
        let freed_bytes = before.saturating_sub(bytes_of(self.buckets.get(name)?, key));
        Some(EventKind::ObjectExpired { version_id, rule, delete_marker, freed_bytes })
    }

    /// Takes a version away for good, and says how many bytes it had.
    fn remove_version(&mut self, name: &BucketName, key: &ObjectKey, id: &VersionId) -> Option<u64> {
        let removed = self.buckets.get_mut(name)?.remove_version(key, id, self.now)?;
        Some(removed.object().map_or(0, |object| object.len()))
    }

    pub(super) fn abort_by_rule(&mut self, bucket: &BucketName, key: &ObjectKey, id: &UploadId) -> Option<Event> {
        let at = self.now;
        let found = self.buckets.get(bucket)?;
        let rule = found.abort_of(found.upload(key, id).ok()?)?.rule;
        let upload = self.end_upload(bucket, key, id, How::AbortedByRule(rule.clone()))?;
        let kind = EventKind::UploadAborted { upload_id: id.clone(), rule, freed_bytes: upload.bytes() };
        Some(Event { at, bucket: bucket.clone(), key: key.clone(), kind })
    }
}

fn bytes_of(bucket: &Bucket, key: &ObjectKey) -> u64 {
    let versions = bucket.versions_of(key).into_iter().flat_map(|versions| versions.newest_first());
    versions.filter_map(Version::object).map(|object| object.len()).sum()
}
