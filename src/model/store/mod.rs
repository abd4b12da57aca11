//! The whole state, and the only way that time goes forward in it.

mod run;
#[cfg(test)]
mod tests;

use super::access::account::{AccountId, Accounts};
use super::bucket::{BucketState, Deleted, Versioning};
use super::due::{Due, What};
use super::encryption::Encryption;
use super::event::Event;
use super::history::{Ending, History, UploadFate};
use super::id::Ids;
use super::kms::Keys;
use super::lifecycle::Lifecycle;
use super::meter::{Meter, MeterView};
use super::name::{BucketName, ObjectKey, PartNumber, UploadId, some_of};
use super::object::StoredObject;
use super::payload::Payload;
use super::settings::{Edition, EntityTags, NewestUpload, Settings};
use super::upload::{CompletionPlan, How, ListedPart, Upload, UploadedPart};
use super::version::{Content, Version, VersionId};
use crate::api::error::{S3Error, table};
use crate::api::primitives::DateTime;
use std::collections::{BTreeMap, BTreeSet};

/// Number of deadlines that one step of a turn of the clock acts on. A step takes about a millisecond; tests of the
/// arithmetic have more steps than deadlines would need.
const DEADLINES_PER_STEP: usize = if cfg!(test) { 2 } else { 64 };

/// The state of a world.
#[derive(Debug)]
pub struct Store {
    pub ids: Ids,
    pub accounts: Accounts,
    pub keys: Keys,
    /// The Region whose endpoint this is.
    pub region: String,
    /// What S3 does by default, and where nobody knows.
    pub settings: Settings,
    now: DateTime,
    buckets: BTreeMap<BucketName, BucketState>,
    /// Which bucket is whose.
    owned: BTreeMap<AccountId, BTreeSet<BucketName>>,
    /// What falls due, in the order in which it does; found without looking at anything else.
    due: BTreeSet<Due>,
    /// What happened without the clock being turned: told when it next is.
    unreported: Vec<Event>,
    /// Number of events that were reported or dropped before those: each event has a number, beginning with 1.
    reported: u64,
    /// Number of events that were dropped, because nothing read them.
    dropped: u64,
    /// Set while a turn of the clock has given the lock away: the next step of the turn acts on the other deadlines.
    is_turning: bool,
    /// What the buckets that were deleted had come to.
    deleted: Option<MeterView>,
    history: History,
}

impl Store {
    /// An empty world.
    pub fn new(seed: u64, now: DateTime, region: String) -> Self {
        let (buckets, owned, due, unreported) = (BTreeMap::new(), BTreeMap::new(), BTreeSet::new(), Vec::new());
        let (ids, accounts, keys) = (Ids::new(seed), Accounts::new(seed), Keys::new(seed));
        let settings = Settings::of(Edition::default());
        let (deleted, history, reported, dropped, is_turning) = (None, History::default(), 0, 0, false);
        Self {
            ids,
            accounts,
            keys,
            region,
            settings,
            now,
            buckets,
            owned,
            due,
            unreported,
            reported,
            dropped,
            is_turning,
            deleted,
            history,
        }
    }

    /// A world with nothing in it, at the same instant and with the same settings, whose ids go on from this one's.
    pub fn emptied(&self) -> Self {
        let mut empty = Self::new(self.ids.seed(), self.now, self.region.clone());
        empty.settings = self.settings.clone();
        empty.ids = self.ids.clone();
        empty
    }

    /// This world, made out of `begun`, as it takes the place of one that went on from there: so do instant and ids.
    ///
    /// `None` where it must be made anew: both have made ids for the same purpose, or something in it is due by now.
    pub fn in_place_of(mut self, there: &Self, begun: &Self) -> Option<Self> {
        if self.next_event().is_some_and(|at| at <= there.now) {
            return None;
        }
        self.ids = self.ids.joined(&begun.ids, &there.ids)?;
        self.now = there.now;
        Some(self)
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
        let events = self.go_to(now);
        self.reported += events.len() as u64;
        events
    }

    /// Goes forward by some deadlines, and adds the events. Returns whether the present is the instant: if not, other
    /// threads get the lock before the next step. A request between two steps can find an object whose deadline is the
    /// present, as on S3, which acts some time after the deadline.
    pub fn step_to(&mut self, now: DateTime, events: &mut Vec<Event>) -> bool {
        let mut step = std::mem::take(&mut self.unreported);
        self.is_turning = !self.run_due(now, DEADLINES_PER_STEP, &mut step);
        self.reported += step.len() as u64;
        events.append(&mut step);
        !self.is_turning
    }

    /// The same, but what happens is reported when the clock is next turned.
    pub fn pass_step_to(&mut self, now: DateTime) -> bool {
        let mut events = std::mem::take(&mut self.unreported);
        self.is_turning = !self.run_due(now, DEADLINES_PER_STEP, &mut events);
        self.keep(events);
        !self.is_turning
    }

    /// Whether a turn of the clock is under way, between two steps.
    pub fn is_turning(&self) -> bool {
        self.is_turning
    }

    fn go_to(&mut self, now: DateTime) -> Vec<Event> {
        let mut events = std::mem::take(&mut self.unreported);
        if now > self.now || !self.is_turning {
            self.run_due(now, usize::MAX, &mut events);
        }
        events
    }

    /// Acts on at most so many deadlines. Returns whether none is left and the present is the instant.
    fn run_due(&mut self, now: DateTime, max_deadlines: usize, events: &mut Vec<Event>) -> bool {
        let (known, mut left) = (events.len(), max_deadlines);
        while left > 0 && self.next_event().is_some_and(|at| at <= now) {
            left -= 1;
            // Taken out before it is acted on: whatever comes of it, time goes on.
            let Some((at, bucket, key, what)) = self.due.pop_first() else { break };
            self.now = self.now.max(at);
            match what {
                What::Versions => self.run_rules(&bucket, &key, events),
                What::Upload(id) => events.extend(self.abort_by_rule(&bucket, &key, &id)),
            }
        }
        self.history.happened(&events[known..]);
        let is_there = self.next_event().is_none_or(|at| at > now);
        if is_there {
            self.now = self.now.max(now);
        }
        is_there
    }

    /// Keeps events until they are reported, and drops the oldest beyond the limit.
    fn keep(&mut self, mut events: Vec<Event>) {
        let excess = events.len().saturating_sub(self.settings.max_events);
        // Many are dropped at once, so that the others are seldom moved.
        if excess > self.settings.max_events / 8 {
            events.drain(..excess);
            self.reported += excess as u64;
            self.dropped += excess as u64;
        }
        self.unreported = events;
    }

    /// Goes forward and tells nobody: what happens is told when the clock is next turned.
    pub fn pass_to(&mut self, now: DateTime) {
        let events = self.go_to(now);
        self.keep(events);
    }

    /// Number of events that were dropped, because nothing read them.
    pub fn dropped_events(&self) -> u64 {
        self.dropped
    }

    /// What happened, and is told when the clock is next turned.
    #[cfg(feature = "tower")]
    pub fn unreported(&self) -> &[Event] {
        &self.unreported
    }

    /// Number of events that were reported before those.
    #[cfg(feature = "tower")]
    pub fn reported(&self) -> u64 {
        self.reported
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
    pub fn buckets(&self) -> &BTreeMap<BucketName, BucketState> {
        &self.buckets
    }

    /// The buckets of an account, by name.
    pub fn buckets_of(&self, owner: &AccountId) -> &BTreeSet<BucketName> {
        static NONE: BTreeSet<BucketName> = BTreeSet::new();
        self.owned.get(owner).unwrap_or(&NONE)
    }

    /// A bucket.
    ///
    /// # Errors
    /// `NoSuchBucket`.
    pub fn bucket(&self, name: &str) -> Result<&BucketState, S3Error> {
        self.buckets.get(name).ok_or_else(|| no_such_bucket(name).because(some_of(self.buckets.keys())))
    }

    /// A bucket, to change what is said of it or to put a part: what could change a deadline goes through the store.
    ///
    /// # Errors
    /// `NoSuchBucket`.
    pub fn bucket_mut(&mut self, name: &str) -> Result<&mut BucketState, S3Error> {
        self.buckets.get_mut(name).ok_or_else(|| no_such_bucket(name))
    }

    /// Makes a bucket, and gives it out for what is said of it besides; one of that name stays as it is.
    pub fn create_bucket(&mut self, name: BucketName, owner: AccountId, region: String) -> &mut BucketState {
        let (created, settings) = (self.now, &self.settings.new_buckets);
        if !self.buckets.contains_key(&name) {
            self.owned.entry(owner.clone()).or_default().insert(name.clone());
        }
        let new = |name: &BucketName| BucketState::new((name.clone(), owner), region, settings.clone(), created);
        self.buckets.entry(name).or_insert_with_key(new)
    }

    /// Takes a bucket away, with its uploads and its rules.
    pub fn delete_bucket(&mut self, name: &BucketName) {
        let Some(bucket) = self.buckets.remove(name) else { return };
        if let Some(own) = self.owned.get_mut(&bucket.owner) {
            own.remove(name);
        }
        for due in bucket.dues() {
            self.due.remove(&due);
        }
        for upload in bucket.uploads().values() {
            let end = Ending { at: self.now, fate: UploadFate::GoneWithItsBucket, deadline: None };
            self.history.ended(upload.ordinal, end);
        }
        let view = bucket.meter().at(self.now).emptied();
        self.deleted = Some(match self.deleted.take() {
            Some(deleted) => deleted.with(view),
            None => view,
        });
    }

    /// Replaces a bucket's rules; from now on all in it falls due by the new ones, and what is overdue at once. Walks
    /// over everything in the bucket: it is the one change that concerns all of it.
    pub fn set_lifecycle(&mut self, name: &BucketName, lifecycle: Option<Lifecycle>) {
        let Some(bucket) = self.buckets.get_mut(name) else { return };
        for due in bucket.dues() {
            self.due.remove(&due);
        }
        bucket.set_lifecycle(lifecycle);
        self.due.extend(bucket.dues());
        self.pass_to(self.now);
    }

    /// The one place where requests change the versions of a key, and with that when they fall due.
    fn change_key<T>(
        &mut self,
        name: &BucketName,
        key: &ObjectKey,
        change: impl FnOnce(&mut BucketState, DateTime) -> T,
    ) -> Option<T> {
        let bucket = self.buckets.get_mut(name)?;
        let before = bucket.next_due_of_key(key);
        let result = change(bucket, self.now);
        bucket.touch(key, self.now);
        let after = bucket.next_due_of_key(key);
        if before != after {
            before.inspect(|due| _ = self.due.remove(due));
            self.due.extend(after);
        }
        Some(result)
    }

    /// Changes what can be changed of an object, if it is there.
    pub fn change_object(
        &mut self,
        bucket: &BucketName,
        key: &ObjectKey,
        version: &VersionId,
        change: impl FnOnce(&mut StoredObject),
    ) {
        self.change_key(bucket, key, |bucket, _| bucket.object_mut(key, version).map(change));
    }

    /// The id that a version written to this bucket gets, and its place in the order.
    pub fn next_version(&mut self, bucket: &BucketName) -> (VersionId, u64) {
        let order = self.ids.order();
        match self.buckets.get(bucket).map(BucketState::versioning) {
            Some(Versioning::Enabled) => (VersionId::Id(self.ids.version(order)), order),
            _ => (VersionId::Null, order),
        }
    }

    /// What the tag of these bytes is written from, once they are written: their MD5, or an opaque one where the
    /// encryption hides that, it is not wanted, or there are too many repeated bytes to compute it.
    pub fn digest_for_tag(&mut self, payload: &Payload, encryption: &Encryption) -> [u8; 16] {
        let md5 = match self.settings.entity_tags {
            EntityTags::Md5 if encryption.shows_md5() => payload.md5().ok(),
            EntityTags::Md5 | EntityTags::Opaque => None,
        };
        md5.unwrap_or_else(|| self.ids.tag())
    }

    /// Puts an object, in the place of the one that was there if the bucket keeps no versions. Gives its version's id.
    pub fn put_object(&mut self, name: &BucketName, key: &ObjectKey, object: StoredObject) -> VersionId {
        let (id, order) = self.next_version(name);
        let version = Version::new(id.clone(), order, Content::Object(Box::new(object)));
        self.change_key(name, key, |bucket, now| bucket.put_version(key.clone(), version, now));
        id
    }

    /// Puts a version that another world made to its place. What rules have to say of it waits for the midnight behind
    /// this instant, as after any change.
    pub fn load_version(&mut self, bucket: &BucketName, key: &ObjectKey, version: Version) {
        self.ids.take_places(version.order);
        self.change_key(bucket, key, |bucket, now| bucket.put_version(key.clone(), version, now));
    }

    /// Has another have come upon a version then, that may be gone since.
    pub fn supersede(&mut self, bucket: &BucketName, key: &ObjectKey, id: &VersionId, at: DateTime) {
        self.change_key(bucket, key, |bucket, _| bucket.supersede(key, id, at));
    }

    /// Deletes what is there, or marks it as deleted where the bucket keeps versions; of a version that is named that.
    /// What is not there is deleted too.
    ///
    /// # Errors
    /// Where a lock protects the version that is named.
    pub fn delete_object(
        &mut self,
        name: &BucketName,
        key: &ObjectKey,
        version: Option<&VersionId>,
        bypass: bool,
    ) -> Result<Deleted, S3Error> {
        let Some(bucket) = self.buckets.get(name) else { return Ok(Deleted::Gone) };
        if let Some(id) = version {
            bucket.check_unlocked(key, id, self.now, bypass)?;
        }
        let remove =
            |bucket: &mut BucketState, now| bucket.remove_version(key, version.unwrap_or(&VersionId::Null), now);
        match (bucket.versioning(), version) {
            (Versioning::Unversioned, _) => {
                self.change_key(name, key, remove);
                Ok(Deleted::Gone)
            }
            (_, Some(id)) => {
                let removed = self.change_key(name, key, remove).flatten();
                Ok(match removed.map(|version| version.object().is_none()) {
                    Some(was_marker) => Deleted::Version { id: id.clone(), was_marker },
                    None => Deleted::NoVersion(id.clone()),
                })
            }
            (_, None) => {
                let (id, order) = self.next_version(name);
                let marker = Version::new(id.clone(), order, Content::DeleteMarker { at: self.now });
                self.change_key(name, key, |bucket, now| bucket.put_version(key.clone(), marker, now));
                Ok(Deleted::Marked(id))
            }
        }
    }

    /// Begins an upload.
    pub fn begin_upload(&mut self, name: &BucketName, mut upload: Upload) {
        let keeps_versions = self.buckets.get(name).is_some_and(|bucket| bucket.versioning() == Versioning::Enabled);
        upload.version = keeps_versions.then(|| self.next_version(name));
        upload.lag = self.ids.lag(self.settings.lag, upload.ordinal);
        let Some(bucket) = self.buckets.get_mut(name) else { return };
        self.due.extend(bucket.due_of_upload(&upload));
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
        part: UploadedPart,
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
        plan: CompletionPlan,
        list: Vec<ListedPart>,
    ) -> VersionId {
        let version = self.version_of_upload(bucket, key, id);
        let (etag, tells_checksum) = (plan.etag.clone(), plan.tells_checksum);
        let how = How::Completed { list, etag, version: version.0.clone(), tells_checksum };
        let upload = self.end_upload(bucket, key, id, how);
        let (id, order) = version;
        if let Some(upload) = upload {
            let version = Version::new(id.clone(), order, Content::Object(Box::new(upload.assemble(plan))));
            self.change_key(bucket, key, |bucket, now| bucket.put_version(key.clone(), version, now));
        }
        id
    }

    /// A version that was given its id when its upload was initiated keeps it, and its place; others come now, as
    /// whatever else is written now does.
    fn version_of_upload(&mut self, bucket: &BucketName, key: &ObjectKey, id: &UploadId) -> (VersionId, u64) {
        let upload = self.buckets.get(bucket).and_then(|bucket| bucket.upload(key, id).ok());
        match (upload.and_then(|upload| upload.version.clone()), self.settings.newest_upload) {
            (Some(version), NewestUpload::LastInitiated) => version,
            (Some(_), NewestUpload::LastCompleted) => {
                let order = self.ids.order();
                (VersionId::Id(self.ids.version(order)), order)
            }
            (None, _) => self.next_version(bucket),
        }
    }

    /// The one place where an upload ends: its deadline goes with it.
    fn end_upload(&mut self, name: &BucketName, key: &ObjectKey, id: &UploadId, how: How) -> Option<Upload> {
        let at = self.now;
        let (bucket, fate) = (self.buckets.get_mut(name)?, UploadFate::of(&how));
        let upload = bucket.end(key, id, at, how)?;
        let deadline = bucket.abort_of(&upload).map(|abort| abort.at);
        self.history.ended(upload.ordinal, Ending { at, fate, deadline });
        if let Some(due) = bucket.due_of_upload(&upload) {
            self.due.remove(&due);
        }
        Some(upload)
    }
}

fn no_such_bucket(name: &str) -> S3Error {
    table::NO_SUCH_BUCKET.error().with("BucketName", name)
}
