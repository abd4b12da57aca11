//! The whole state, and the only way that time goes forward in it.

use super::bucket::{Bucket, Deleted, Versioning};
use super::event::{Event, EventKind};
use super::history::{Ending, Fate, History};
use super::id::Ids;
use super::lifecycle::{Abort, Lifecycle};
use super::meter::{Meter, MeterView};
use super::name::{BucketName, ObjectKey, PartNumber, UploadId};
use super::object::Object;
use super::settings::{Edition, NewestUpload, Settings};
use super::upload::{How, ListedPart, MAX_BODY_BYTES, MIN_PART_BYTES, Part, Plan, Upload};
use super::version::{Content, Version, VersionId};
use crate::error::{S3Error, answers};
use crate::primitives::DateTime;
use std::collections::{BTreeMap, BTreeSet};

/// Who owns everything: one account, until there are more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Twelve digits.
    pub id: String,
    /// 64 hexadecimal digits.
    pub canonical_id: String,
    pub display_name: String,
}

/// The state of a world.
#[derive(Debug)]
pub struct Store {
    pub ids: Ids,
    pub account: Account,
    /// The Region whose endpoint this is.
    pub region: String,
    /// The least size of a part that is not the last, in bytes.
    pub min_part_bytes: u64,
    /// The largest body of one request, and the largest source of one copy, in bytes.
    pub max_body_bytes: u64,
    /// What S3 does by default, and where nobody knows.
    pub settings: Settings,
    now: DateTime,
    buckets: BTreeMap<BucketName, Bucket>,
    /// What falls due, in the order in which it does; found without looking at anything else.
    due: BTreeSet<Due>,
    /// What happened without the clock being turned: told when it next is.
    unreported: Vec<Event>,
    /// What the buckets that were deleted had come to.
    deleted: Option<MeterView>,
    history: History,
}

type Due = (DateTime, BucketName, ObjectKey, UploadId);

impl Store {
    /// An empty world.
    pub fn new(seed: u64, now: DateTime, region: String) -> Self {
        let account = Account {
            id: "111122223333".to_owned(),
            canonical_id: "5d6e1f0a94c7b38e2f51a06bd9c4e7830f1b2a6c5d4e3f9087a6b5c4d3e2f1a0".to_owned(),
            display_name: "fake-s3".to_owned(),
        };
        let (buckets, due, unreported, deleted) = (BTreeMap::new(), BTreeSet::new(), Vec::new(), None);
        let history = History::default();
        let (min_part_bytes, max_body_bytes) = (MIN_PART_BYTES, MAX_BODY_BYTES);
        let (ids, settings) = (Ids::new(seed), Settings::of(Edition::default()));
        Self {
            ids,
            account,
            region,
            min_part_bytes,
            max_body_bytes,
            settings,
            now,
            buckets,
            due,
            unreported,
            deleted,
            history,
        }
    }

    /// The present.
    pub fn now(&self) -> DateTime {
        self.now
    }

    /// The next moment at which something happens by itself.
    pub fn next_event(&self) -> Option<DateTime> {
        self.due.first().map(|(at, ..)| *at)
    }

    /// Goes forward, stopping at every event on the way, and says what happened. Never goes back: an instant in the
    /// past changes nothing.
    pub fn advance_to(&mut self, now: DateTime) -> Vec<Event> {
        let mut events = std::mem::take(&mut self.unreported);
        let known = events.len();
        while self.next_event().is_some_and(|at| at <= now) {
            // Taken out before it is acted on: whatever comes of it, time goes on.
            let Some((at, bucket, key, id)) = self.due.pop_first() else { break };
            self.now = self.now.max(at);
            events.extend(self.abort_by_rule(&bucket, &key, &id));
        }
        self.now = self.now.max(now);
        self.history.happened(&events[known..]);
        events
    }

    /// Goes forward and tells nobody: what happens is told when the clock is next turned.
    pub fn pass_to(&mut self, now: DateTime) {
        self.unreported = self.advance_to(now);
    }

    fn abort_by_rule(&mut self, bucket: &BucketName, key: &ObjectKey, id: &UploadId) -> Option<Event> {
        let at = self.now;
        let found = self.buckets.get(bucket)?;
        let Abort { at: deadline, rule } = found.abort_of(found.upload(key, id).ok()?)?;
        let upload = self.end_upload(bucket, key, id, How::AbortedByRule(rule.clone()))?;
        let kind = EventKind::UploadAborted { upload_id: id.clone(), rule, deadline, freed_bytes: upload.bytes() };
        Some(Event { at, bucket: bucket.clone(), key: key.clone(), kind })
    }

    /// What happened to uploads.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// What the world stores, and what all that it ever stored has come to.
    pub fn meter(&self) -> MeterView {
        let nothing = Meter::default().at(self.now);
        let all = self.buckets.values().map(|bucket| bucket.meter().at(self.now)).fold(nothing, MeterView::with);
        self.deleted.iter().cloned().fold(all, MeterView::with)
    }

    /// All buckets, by name.
    pub fn buckets(&self) -> &BTreeMap<BucketName, Bucket> {
        &self.buckets
    }

    /// A bucket.
    ///
    /// # Errors
    /// `NoSuchBucket`.
    pub fn bucket(&self, name: &str) -> Result<&Bucket, S3Error> {
        self.buckets.get(name).ok_or_else(|| no_such_bucket(name))
    }

    /// A bucket, to change an object in it or to put a part: what could change a deadline goes through the store.
    ///
    /// # Errors
    /// `NoSuchBucket`.
    pub fn bucket_mut(&mut self, name: &str) -> Result<&mut Bucket, S3Error> {
        self.buckets.get_mut(name).ok_or_else(|| no_such_bucket(name))
    }

    /// Makes a bucket, and gives it out for what is said of it besides; one of that name stays as it is.
    pub fn create_bucket(&mut self, name: BucketName, region: String) -> &mut Bucket {
        let (created, settings) = (self.now, &self.settings.new_buckets);
        let new = |name: &BucketName| Bucket::new(name.clone(), region, settings.clone(), created);
        self.buckets.entry(name).or_insert_with_key(new)
    }

    /// Takes a bucket away, with its uploads and its rules.
    pub fn delete_bucket(&mut self, name: &BucketName) {
        if let Some(bucket) = self.buckets.remove(name) {
            let view = bucket.meter().at(self.now).emptied();
            for upload in bucket.uploads().values() {
                let end = Ending { at: self.now, fate: Fate::GoneWithItsBucket, deadline: None };
                self.history.ended(upload.ordinal, end);
            }
            self.deleted = Some(match self.deleted.take() {
                Some(deleted) => deleted.with(view),
                None => view,
            });
            for upload in bucket.uploads().values() {
                if let Some(due) = due_of(&bucket, upload) {
                    self.due.remove(&due);
                }
            }
        }
    }

    /// Replaces a bucket's rules; from now on its uploads fall due by the new ones, and those that are overdue at once.
    pub fn set_lifecycle(&mut self, name: &BucketName, lifecycle: Option<Lifecycle>) {
        let Some(bucket) = self.buckets.get_mut(name) else { return };
        for due in bucket.uploads().values().filter_map(|upload| due_of(bucket, upload)) {
            self.due.remove(&due);
        }
        let from_midnight = self.settings.from_midnight;
        bucket.set_lifecycle(lifecycle.map(|lifecycle| lifecycle.rounding(from_midnight)));
        self.due.extend(bucket.uploads().values().filter_map(|upload| due_of(bucket, upload)));
        self.pass_to(self.now);
    }

    /// The id that a version written to this bucket gets, and its place in the order.
    pub fn next_version(&mut self, bucket: &BucketName) -> (VersionId, u64) {
        let order = self.ids.order();
        match self.buckets.get(bucket).map(Bucket::versioning) {
            Some(Versioning::Enabled) => (VersionId::Id(self.ids.version(order)), order),
            _ => (VersionId::Null, order),
        }
    }

    /// Puts an object, in the place of the one that was there if the bucket keeps no versions. Gives its version's id.
    pub fn put_object(&mut self, name: &BucketName, key: ObjectKey, object: Object) -> VersionId {
        let (now, (id, order)) = (self.now, self.next_version(name));
        if let Some(bucket) = self.buckets.get_mut(name) {
            let content = Content::Object(Box::new(object));
            bucket.put_version(key, Version { id: id.clone(), order, content }, now);
        }
        id
    }

    /// Deletes what is there, or marks it as deleted where the bucket keeps versions; of a version that is named that.
    /// What is not there is deleted too.
    pub fn delete_object(&mut self, name: &BucketName, key: &ObjectKey, version: Option<&VersionId>) -> Deleted {
        let now = self.now;
        let Some(bucket) = self.buckets.get_mut(name) else { return Deleted::Gone };
        if let Some(id) = version {
            let removed = bucket.remove_version(key, id, now);
            let was_marker = removed.is_some_and(|version| version.object().is_none());
            return match bucket.versioning() {
                Versioning::Unversioned => Deleted::Gone,
                _ => Deleted::Version { id: id.clone(), was_marker },
            };
        }
        if bucket.versioning() == Versioning::Unversioned {
            bucket.remove_version(key, &VersionId::Null, now);
            return Deleted::Gone;
        }
        let (id, order) = self.next_version(name);
        if let Some(bucket) = self.buckets.get_mut(name) {
            let marker = Version { id: id.clone(), order, content: Content::DeleteMarker { at: now } };
            bucket.put_version(key.clone(), marker, now);
        }
        Deleted::Marked(id)
    }

    /// Begins an upload.
    pub fn begin_upload(&mut self, name: &BucketName, mut upload: Upload) {
        let keeps_versions = self.buckets.get(name).is_some_and(|bucket| bucket.versioning() == Versioning::Enabled);
        upload.version = keeps_versions.then(|| self.next_version(name));
        upload.lag = self.ids.lag(self.settings.lag, upload.ordinal);
        let Some(bucket) = self.buckets.get_mut(name) else { return };
        self.due.extend(due_of(bucket, &upload));
        self.history.begun(name, &upload);
        bucket.begin(upload);
    }

    /// Puts a part into a live upload; one of the same number is replaced.
    ///
    /// # Errors
    /// `NoSuchBucket` and `NoSuchUpload`.
    pub fn put_part(
        &mut self,
        bucket: &BucketName,
        key: &ObjectKey,
        id: &UploadId,
        number: PartNumber,
        part: Part,
    ) -> Result<(), S3Error> {
        let (bytes, at) = (part.payload.len(), part.last_modified);
        let bucket = self.bucket_mut(bucket.as_str())?;
        let ordinal = bucket.upload(key, id)?.ordinal;
        bucket.put_part(key, id, number, part)?;
        self.history.put(ordinal, bytes, at);
        Ok(())
    }

    /// Aborts an upload.
    pub fn abort_upload(&mut self, bucket: &BucketName, key: &ObjectKey, id: &UploadId) {
        self.end_upload(bucket, key, id, How::AbortedByRequest);
    }

    /// Completes an upload by a plan that was made from it. Gives its version's id.
    pub fn complete_upload(
        &mut self,
        bucket: &BucketName,
        key: &ObjectKey,
        id: &UploadId,
        plan: Plan,
        list: Vec<ListedPart>,
    ) -> VersionId {
        let version = self.version_of_upload(bucket, key, id);
        let how = How::Completed { list, etag: plan.etag.clone(), version: version.0.clone() };
        let (now, upload) = (self.now, self.end_upload(bucket, key, id, how));
        let (id, order) = version;
        if let (Some(upload), Some(bucket)) = (upload, self.buckets.get_mut(bucket)) {
            let content = Content::Object(Box::new(upload.assemble(plan)));
            bucket.put_version(key.clone(), Version { id: id.clone(), order, content }, now);
        }
        id
    }

    /// A version that was given its id when its upload was initiated keeps it, and its place; others come now.
    fn version_of_upload(&mut self, bucket: &BucketName, key: &ObjectKey, id: &UploadId) -> (VersionId, u64) {
        let upload = self.buckets.get(bucket).and_then(|bucket| bucket.upload(key, id).ok());
        match (upload.and_then(|upload| upload.version.clone()), self.settings.newest_upload) {
            (Some(version), NewestUpload::LastInitiated) => version,
            (Some(_), NewestUpload::LastCompleted) => {
                let order = self.ids.order();
                (VersionId::Id(self.ids.version(order)), order)
            }
            (None, _) => (VersionId::Null, self.ids.order()),
        }
    }

    /// The one place where an upload ends: its deadline goes with it.
    fn end_upload(&mut self, name: &BucketName, key: &ObjectKey, id: &UploadId, how: How) -> Option<Upload> {
        let at = self.now;
        let (bucket, fate) = (self.buckets.get_mut(name)?, Fate::of(&how));
        let upload = bucket.end(key, id, at, how)?;
        let deadline = bucket.abort_of(&upload).map(|abort| abort.at);
        self.history.ended(upload.ordinal, Ending { at, fate, deadline });
        if let Some(due) = due_of(bucket, &upload) {
            self.due.remove(&due);
        }
        Some(upload)
    }
}

fn due_of(bucket: &Bucket, upload: &Upload) -> Option<Due> {
    let at = bucket.aborts_at(upload)?;
    Some((at, bucket.name.clone(), upload.key.clone(), upload.id.clone()))
}

fn no_such_bucket(name: &str) -> S3Error {
    answers::NO_SUCH_BUCKET.error().with("BucketName", name)
}
