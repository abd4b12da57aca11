//! What rules do when it falls due.

use super::Store;
use crate::api::types::StorageClass;
use crate::model::bucket::{BucketState, Versioning};
use crate::model::event::{Event, EventKind};
use crate::model::lifecycle::{Deadline, Deed, End, LifecycleAction};
use crate::model::meter::{saturated, sum};
use crate::model::name::{BucketName, ObjectKey, UploadId};
use crate::model::object::StoredObject;
use crate::model::upload::How;
use crate::model::version::{Content, Version, VersionId, Versions};

/// What is to be done to a version, by which rule.
struct RuleAction {
    version: VersionId,
    rule: String,
    what: Ordered,
}

enum Ordered {
    Expire,
    Remove,
    RemoveMarker,
    Move { from: StorageClass, to: StorageClass },
}

impl From<Deed<'_>> for RuleAction {
    fn from(deed: Deed<'_>) -> Self {
        let what = match deed.action {
            LifecycleAction::Expire => Ordered::Expire,
            LifecycleAction::Remove => Ordered::Remove,
            LifecycleAction::RemoveMarker => Ordered::RemoveMarker,
            LifecycleAction::Move { from, to } => Ordered::Move { from: from.clone(), to: to.clone() },
        };
        Self { version: deed.version.id.clone(), rule: deed.rule.to_owned(), what }
    }
}

impl Store {
    /// Does to the versions of a key all that is due, and says when they fall due again. Each look at the key takes as
    /// many steps as it has versions, times the rules; what comes of one look is seen by the next.
    pub(super) fn run_rules(&mut self, bucket: &BucketName, key: &ObjectKey, events: &mut Vec<Event>) {
        // It ends: versions become fewer, or go down the waterfall of classes, or are marked, which is not done twice.
        loop {
            let deeds = self.buckets.get(bucket).map(|bucket| bucket.deeds_at(key, self.now)).unwrap_or_default();
            let orders: Vec<RuleAction> = deeds.into_iter().map(RuleAction::from).collect();
            let before = events.len();
            for order in orders {
                let kind = self.carry_out(bucket, key, order);
                let event = |kind| Event { at: self.now, bucket: bucket.clone(), key: key.clone(), kind };
                events.extend(kind.map(event));
            }
            if events.len() == before {
                break;
            }
        }
        self.due.extend(self.buckets.get(bucket).and_then(|bucket| bucket.due_of_key(key)));
    }

    fn carry_out(&mut self, name: &BucketName, key: &ObjectKey, order: RuleAction) -> Option<EventKind> {
        let RuleAction { version: version_id, rule, what } = order;
        match what {
            Ordered::Expire => self.expire(name, key, version_id, rule),
            Ordered::Remove => {
                let freed_bytes = self.remove_version(name, key, &version_id)?;
                Some(EventKind::VersionRemoved { version_id, rule, freed_bytes })
            }
            Ordered::RemoveMarker => {
                self.remove_version(name, key, &version_id)?;
                Some(EventKind::DeleteMarkerRemoved { version_id, rule })
            }
            Ordered::Move { from, to } => {
                self.buckets.get_mut(name)?.change_class(key, &version_id, &to, self.now);
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
                let marker = Version::new(id.clone(), order, Content::DeleteMarker { at: self.now });
                self.buckets.get_mut(name)?.put_version(key.clone(), marker, self.now);
                Some(id)
            }
        };
        // A marker that is `null` takes the place of the version that was.
        let freed_bytes = saturated(before.saturating_sub(bytes_of(self.buckets.get(name)?, key)));
        Some(EventKind::ObjectExpired { version_id, rule, delete_marker, freed_bytes })
    }

    /// Takes a version away for good, and says how many bytes it had.
    fn remove_version(&mut self, name: &BucketName, key: &ObjectKey, id: &VersionId) -> Option<u64> {
        let removed = self.buckets.get_mut(name)?.remove_version(key, id, self.now)?;
        Some(removed.object().map_or(0, StoredObject::len))
    }

    pub(super) fn abort_by_rule(&mut self, bucket: &BucketName, key: &ObjectKey, id: &UploadId) -> Option<Event> {
        let at = self.now;
        let found = self.buckets.get(bucket)?;
        let End { at: Deadline { shown: deadline, .. }, rule } = found.abort_of(found.upload(key, id).ok()?)?;
        let upload = self.end_upload(bucket, key, id, How::AbortedByRule(rule.clone()))?;
        let kind = EventKind::UploadAborted { upload_id: id.clone(), rule, deadline, freed_bytes: upload.bytes() };
        Some(Event { at, bucket: bucket.clone(), key: key.clone(), kind })
    }
}

fn bytes_of(bucket: &BucketState, key: &ObjectKey) -> u128 {
    let versions = bucket.versions_of(key).into_iter().flat_map(Versions::newest_first);
    sum(versions.filter_map(Version::object).map(StoredObject::len))
}
