//! A bucket: versions of objects, live uploads, and the records of those that ended.

use super::access::account::AccountId;
use super::access::acl::Acl;
use super::access::policy::Policy;
use super::configurations::Configurations;
use super::cors::Cors;
use super::due::{Due, What};
use super::lifecycle::{Deed, End, Lifecycle};
use super::lock::ObjectLock;
use super::meter::{Meter, Stored, Usage};
use super::name::{BucketName, ObjectKey, PartNumber, UploadId, some_of};
use super::object::{Origin, StoredObject};
use super::settings::BucketSettings;
use super::tag::Tags;
use super::time::{DAY_SECONDS, later};
use super::upload::{Ended, How, Upload, UploadedPart};
use super::version::{Content, Version, VersionId, Versions};
use crate::api::error::{S3Error, table};
use crate::api::primitives::DateTime;
use crate::api::types::StorageClass;
use std::collections::btree_map::Range;
use std::collections::{BTreeMap, BTreeSet};
use std::iter::Map;
use std::ops::Bound;

/// How long an upload that has ended can be aborted again, in seconds. Field reports say about a day.
const REMEMBERED_SECONDS: i64 = DAY_SECONDS;

/// Uploads in the order of a listing.
pub type Uploads<'a> =
    Map<Range<'a, (ObjectKey, UploadId), Upload>, fn((&'a (ObjectKey, UploadId), &'a Upload)) -> &'a Upload>;

fn place(key: &str, id: &str) -> (ObjectKey, UploadId) {
    (ObjectKey::bound(key), UploadId::new(id))
}

/// Whether writing to a key keeps what was there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Versioning {
    /// It was never asked for.
    Unversioned,
    Enabled,
    /// It was, and is no more: what is there stays, what comes has the id `null`.
    Suspended,
}

/// The state of transfer acceleration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Acceleration {
    Enabled,
    Suspended,
}

/// Who pays for requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestPayment {
    BucketOwner,
    /// Whoever makes them.
    Requester,
}

/// What deleting came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deleted {
    /// What was there is gone, if there was anything.
    Gone,
    /// A marker with this id is the newest version.
    Marked(VersionId),
    /// The version that was named is gone.
    Version { id: VersionId, was_marker: bool },
    /// There never was, or is no more, a version of the id that was named.
    NoVersion(VersionId),
}

/// A bucket.
#[derive(Debug)]
pub struct BucketState {
    pub name: BucketName,
    /// The account that made it.
    pub owner: AccountId,
    /// `None` where nothing was said: all is its owner's alone.
    pub acl: Option<Acl>,
    pub policy: Option<Policy>,
    pub payer: RequestPayment,
    /// `None` until a state is set.
    pub acceleration: Option<Acceleration>,
    pub configurations: Configurations,
    pub created: DateTime,
    pub region: String,
    pub tags: Tags,
    pub cors: Option<Cors>,
    versioning: Versioning,
    /// The keys whose newest version is an object: those that lists of objects show.
    objects: BTreeMap<ObjectKey, Versions>,
    /// The keys whose newest version is a delete marker.
    deleted: BTreeMap<ObjectKey, Versions>,
    /// Whether it was made with `EU`, the legacy name of eu-west-1: its location is shown so.
    pub is_legacy_eu: bool,
    pub settings: BucketSettings,
    /// By key, and of one key in the order of initiation, which is the order of ids.
    uploads: BTreeMap<(ObjectKey, UploadId), Upload>,
    /// Of which key a live upload is.
    keys: BTreeMap<UploadId, ObjectKey>,
    ended: BTreeMap<UploadId, Ended>,
    lifecycle: Option<Lifecycle>,
    /// While it is there, versions are kept.
    object_lock: Option<ObjectLock>,
    meter: Meter,
}

impl BucketState {
    /// A new bucket.
    pub fn new(
        (name, owner): (BucketName, AccountId),
        region: String,
        settings: BucketSettings,
        created: DateTime,
    ) -> Self {
        Self {
            name,
            owner,
            acl: None,
            policy: None,
            payer: RequestPayment::BucketOwner,
            acceleration: None,
            configurations: Configurations::default(),
            created,
            region,
            tags: Tags::default(),
            cors: None,
            versioning: Versioning::Unversioned,
            is_legacy_eu: false,
            settings,
            objects: BTreeMap::new(),
            deleted: BTreeMap::new(),
            uploads: BTreeMap::new(),
            keys: BTreeMap::new(),
            ended: BTreeMap::new(),
            lifecycle: None,
            object_lock: None,
            meter: Meter::default(),
        }
    }

    /// Whether writing to a key keeps what was there.
    pub fn versioning(&self) -> Versioning {
        self.versioning
    }

    /// Begins to keep versions, or stops to.
    ///
    /// # Errors
    /// A bucket with object lock never stops to.
    pub fn set_versioning(&mut self, versioning: Versioning) -> Result<(), S3Error> {
        if self.object_lock.is_some() && versioning != Versioning::Enabled {
            return Err(table::VERSIONING_LOCKED.error().because(format!("{} has object lock", self.name)));
        }
        self.versioning = versioning;
        Ok(())
    }

    /// Whether versions can be locked, and how long those are retained that say nothing of it.
    pub fn object_lock(&self) -> Option<&ObjectLock> {
        self.object_lock.as_ref()
    }

    /// Has versions be locked from now on, and so be kept.
    pub fn set_object_lock(&mut self, object_lock: ObjectLock) {
        self.versioning = Versioning::Enabled;
        self.object_lock = Some(object_lock);
    }

    /// The newest objects of this key and of those behind the bound.
    pub fn objects<'a>(
        &'a self,
        from: Bound<&str>,
    ) -> impl Iterator<Item = (&'a ObjectKey, &'a StoredObject)> + use<'a> {
        let range = self.objects.range::<str, _>((from, Bound::Unbounded));
        range.filter_map(|(key, versions)| Some((key, versions.newest()?.object()?)))
    }

    /// The versions of this key and of those behind the bound, by key and the newest first.
    pub fn versions<'a>(&'a self, from: Bound<&str>) -> impl Iterator<Item = (&'a ObjectKey, &'a Versions)> + use<'a> {
        let mut objects = self.objects.range::<str, _>((from, Bound::Unbounded)).peekable();
        let mut deleted = self.deleted.range::<str, _>((from, Bound::Unbounded)).peekable();
        std::iter::from_fn(move || match (objects.peek(), deleted.peek()) {
            (Some((a, _)), Some((b, _))) if a > b => deleted.next(),
            (None, _) => deleted.next(),
            _ => objects.next(),
        })
    }

    /// The versions of a key.
    pub fn versions_of(&self, key: &ObjectKey) -> Option<&Versions> {
        self.objects.get(key).or_else(|| self.deleted.get(key))
    }

    /// A key that has a version.
    pub fn any_key(&self) -> Option<&ObjectKey> {
        self.objects.keys().chain(self.deleted.keys()).next()
    }

    /// The object that a text is the key of.
    pub fn object_at(&self, key: &str) -> Option<(&ObjectKey, &StoredObject)> {
        let (key, versions) = self.objects.get_key_value(key)?;
        Some((key, versions.newest()?.object()?))
    }

    /// The newest version of a key, if it is an object.
    pub fn current(&self, key: &ObjectKey) -> Option<&StoredObject> {
        self.objects.get(key)?.newest()?.object()
    }

    /// The newest version of a key.
    ///
    /// # Errors
    /// `NoSuchKey`; where the newest is a delete marker, the error says so in its headers.
    pub fn object(&self, key: &ObjectKey) -> Result<&StoredObject, S3Error> {
        self.current(key).ok_or_else(|| {
            let error = table::NO_SUCH_KEY.error().with("Key", key);
            match self.deleted.get(key).and_then(Versions::newest) {
                None => error.because(some_of(self.objects(Bound::Unbounded).map(|(key, _)| key))),
                Some(marker) => {
                    let error =
                        error.with_header("x-amz-delete-marker", true).with_header("x-amz-version-id", &marker.id);
                    error.because(format!("the newest version of {key} is a delete marker"))
                }
            }
        })
    }

    /// A version of a key.
    pub fn version(&self, key: &ObjectKey, id: &VersionId) -> Option<&Version> {
        self.versions_of(key)?.get(id)
    }

    /// That no lock keeps this version from being deleted; one that is not there is not locked.
    ///
    /// # Errors
    /// What it is protected by.
    pub fn check_unlocked(&self, key: &ObjectKey, id: &VersionId, now: DateTime, bypass: bool) -> Result<(), S3Error> {
        let object = self.version(key, id).and_then(Version::object);
        match object.and_then(|object| object.lock.protection(now, bypass)) {
            None => Ok(()),
            Some(protection) => {
                Err(table::OBJECT_LOCKED.error().because(format!("version {id} of {key} {protection}")))
            }
        }
    }

    /// An object, to change what can be changed of it.
    pub(super) fn object_mut(&mut self, key: &ObjectKey, id: &VersionId) -> Option<&mut StoredObject> {
        match &mut self.versions_mut(key)?.get_mut(id)?.content {
            Content::Object(object) => Some(object),
            Content::DeleteMarker { .. } => None,
        }
    }

    fn versions_mut(&mut self, key: &ObjectKey) -> Option<&mut Versions> {
        self.objects.get_mut(key).or_else(|| self.deleted.get_mut(key))
    }

    /// Remembers that a request changes something of a key: rules wait for the midnight behind it.
    pub(super) fn touch(&mut self, key: &ObjectKey, at: DateTime) {
        if let Some(versions) = self.versions_mut(key) {
            versions.touch(at);
        }
    }

    /// Puts a version to its place, in that of the one whose id is `null` if it is `null` too.
    pub(super) fn put_version(&mut self, key: ObjectKey, version: Version, at: DateTime) {
        if let Some(object) = version.object() {
            self.meter.add(Stored::Objects, &object.attributes.storage_class, object.len(), at);
        }
        let replaced = self.change(key, at, |versions| versions.insert(version));
        self.meter_removed(replaced.as_ref(), at);
    }

    /// Has another have come upon a version then, that may be gone since.
    pub(super) fn supersede(&mut self, key: &ObjectKey, id: &VersionId, at: DateTime) {
        if let Some(versions) = self.versions_mut(key) {
            versions.supersede(id, at);
        }
    }

    /// Takes a version away for good, if it is there.
    pub(super) fn remove_version(&mut self, key: &ObjectKey, id: &VersionId, at: DateTime) -> Option<Version> {
        let removed = self.change(key.clone(), at, |versions| versions.remove(id));
        self.meter_removed(removed.as_ref(), at);
        removed
    }

    fn meter_removed(&mut self, version: Option<&Version>, at: DateTime) {
        if let Some(object) = version.and_then(Version::object) {
            self.meter.remove(Stored::Objects, &object.attributes.storage_class, object.len(), at);
        }
    }

    /// Moves an object to another storage class. Its class is changed nowhere else, so that the meter knows.
    pub(super) fn change_class(&mut self, key: &ObjectKey, id: &VersionId, class: &StorageClass, at: DateTime) {
        let Some(object) = self.object_mut(key, id) else { return };
        let (bytes, before) = (object.len(), std::mem::replace(&mut object.attributes.storage_class, class.clone()));
        self.meter.remove(Stored::Objects, &before, bytes, at);
        self.meter.add(Stored::Objects, class, bytes, at);
    }

    /// What it stores, and what that has come to.
    pub fn meter(&self) -> &Meter {
        &self.meter
    }

    /// What the parts of an upload have come to by then, while it is open and after it has ended.
    pub fn usage_of_upload(&self, id: &UploadId, now: DateTime) -> Option<Usage> {
        match self.keys.get(id) {
            Some(key) => Some(self.uploads.get(&(key.clone(), id.clone()))?.usage(now)),
            None => self.ended.get(id).map(|ended| ended.usage),
        }
    }

    /// The one place where a key goes from one map to the other, and where uploads are overtaken.
    fn change<T>(&mut self, key: ObjectKey, at: DateTime, change: impl FnOnce(&mut Versions) -> T) -> T {
        let mut versions = self.objects.remove(&key).or_else(|| self.deleted.remove(&key)).unwrap_or_default();
        let before = versions.newest().map(|newest| newest.order);
        let result = change(&mut versions);
        if versions.newest().map(|newest| newest.order) != before {
            self.overtake_uploads(&key, at);
        }
        match versions.newest().map(|newest| &newest.content) {
            Some(Content::Object(_)) => _ = self.objects.insert(key, versions),
            Some(Content::DeleteMarker { .. }) => _ = self.deleted.insert(key, versions),
            None => {}
        }
        result
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

    /// The rule that aborts this upload, and its deadline: from then on the upload is eligible to be aborted.
    pub fn abort_of(&self, upload: &Upload) -> Option<End> {
        self.lifecycle.as_ref()?.abort_of(&upload.key, upload.initiated)
    }

    /// When the rules abort this upload: at its deadline, or as much later as S3 acts late.
    pub fn aborts_at(&self, upload: &Upload) -> Option<DateTime> {
        Some(later(self.abort_of(upload)?.at.due, upload.lag))
    }

    /// When S3 tells that the newest version of a key expires, if that is an object.
    pub fn expiration_of(&self, key: &ObjectKey) -> Option<End> {
        self.lifecycle.as_ref()?.expiration_of(key, self.objects.get(key)?)
    }

    /// When it does.
    pub fn expires_at(&self, key: &ObjectKey) -> Option<DateTime> {
        self.lifecycle.as_ref()?.expires_at(key, self.objects.get(key)?)
    }

    /// What the rules do to a key's versions now: of all that is due at most one thing for each version. What goes
    /// before the others comes first, of like things what was due first, and of such what the first rule says.
    pub(super) fn deeds_at<'a>(&'a self, key: &'a ObjectKey, now: DateTime) -> Vec<Deed<'a>> {
        // A marker that is `null` takes the place of a version that is: that one is deleted for good.
        let marks = |version: &Version| match self.versioning {
            Versioning::Unversioned => false,
            Versioning::Suspended => version.id != VersionId::Null,
            Versioning::Enabled => true,
        };
        let found = self.lifecycle.as_ref().zip(self.versions_of(key));
        let deeds = found.into_iter().flat_map(|(lifecycle, versions)| lifecycle.deeds(key, versions));
        let mut deeds: Vec<_> = deeds.filter(|deed| deed.at.due <= now).collect();
        deeds.sort_by_key(|deed| (deed.action.precedence(marks(deed.version)), deed.at.due));
        let mut versions = BTreeSet::new();
        deeds.retain(|deed| versions.insert(deed.version.order));
        deeds
    }

    /// When an upload falls due.
    pub(super) fn due_of_upload(&self, upload: &Upload) -> Option<Due> {
        let at = self.aborts_at(upload)?;
        Some((at, self.name.clone(), upload.key.clone(), What::Upload(upload.id.clone())))
    }

    /// When the versions of a key next fall due. Remembers what the next call can use.
    pub(super) fn next_due_of_key(&mut self, key: &ObjectKey) -> Option<Due> {
        let lifecycle = self.lifecycle.as_ref()?;
        let versions = self.objects.get_mut(key).or_else(|| self.deleted.get_mut(key))?;
        let (at, kept) = lifecycle.earliest(key, versions);
        versions.set_earliest(kept);
        Some((at?, self.name.clone(), key.clone(), What::Versions))
    }

    /// The same without what is remembered.
    pub(super) fn due_of_key(&self, key: &ObjectKey) -> Option<Due> {
        self.due_of_versions(key, self.versions_of(key)?)
    }

    fn due_of_versions(&self, key: &ObjectKey, versions: &Versions) -> Option<Due> {
        let at = self.lifecycle.as_ref()?.deeds(key, versions).map(|deed| deed.at.due).min()?;
        Some((at, self.name.clone(), key.clone(), What::Versions))
    }

    /// All that falls due in the bucket, as it stands.
    pub(super) fn dues(&self) -> impl Iterator<Item = Due> {
        let uploads = self.uploads.values().filter_map(|upload| self.due_of_upload(upload));
        let keys = self.objects.iter().chain(&self.deleted);
        uploads.chain(keys.filter_map(|(key, versions)| self.due_of_versions(key, versions)))
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
    pub(super) fn put_part(
        &mut self,
        key: &ObjectKey,
        id: &UploadId,
        number: PartNumber,
        part: UploadedPart,
    ) -> Result<(), S3Error> {
        match self.uploads.get_mut(&(key.clone(), id.clone())) {
            Some(upload) => {
                let (class, bytes, at) = (&upload.attributes.storage_class, part.payload.len(), part.last_modified);
                self.meter.add(Stored::Parts, class, bytes, at);
                let replaced = upload.put_part(number, part);
                let replaced = replaced.map_or(0, |part| part.payload.len());
                self.meter.remove(Stored::Parts, &upload.attributes.storage_class, replaced, at);
                Ok(())
            }
            None => Err(self.no_such_upload(key, id)),
        }
    }

    /// An upload that ended.
    pub fn ended(&self, key: &ObjectKey, id: &UploadId) -> Option<&Ended> {
        self.ended.get(id).filter(|ended| ended.key == *key)
    }

    /// Whether an upload ended so lately that aborting it again succeeds.
    pub fn ended_lately(&self, key: &ObjectKey, id: &UploadId, now: DateTime) -> bool {
        let lately = |ended: &Ended| now.secs() < ended.at.secs().saturating_add(REMEMBERED_SECONDS);
        self.ended(key, id).is_some_and(lately)
    }

    /// The object that an upload made, while it is a version of its key.
    pub fn made_by(&self, key: &ObjectKey, id: &UploadId, version: &VersionId) -> Option<&StoredObject> {
        let object = self.version(key, version)?.object()?;
        (object.origin == Origin::Upload(id.clone())).then_some(object)
    }

    pub(super) fn set_lifecycle(&mut self, lifecycle: Option<Lifecycle>) {
        self.lifecycle = lifecycle;
        // What was remembered of versions follows from the rules that were.
        self.objects.values_mut().chain(self.deleted.values_mut()).for_each(|versions| versions.set_earliest(None));
    }

    pub(super) fn begin(&mut self, upload: Upload) {
        self.keys.insert(upload.id.clone(), upload.key.clone());
        self.uploads.insert((upload.key.clone(), upload.id.clone()), upload);
    }

    pub(super) fn end(&mut self, key: &ObjectKey, id: &UploadId, at: DateTime, how: How) -> Option<Upload> {
        let upload = self.uploads.remove(&(key.clone(), id.clone()))?;
        self.keys.remove(id);
        let usage = upload.usage(at);
        self.meter.remove(Stored::Parts, &upload.attributes.storage_class, usage.bytes(), at);
        let ended = Ended { key: key.clone(), ordinal: upload.ordinal, at, how, usage: usage.freed() };
        self.ended.insert(id.clone(), ended);
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
        table::NO_SUCH_UPLOAD.error().with("UploadId", id).because(why)
    }
}
