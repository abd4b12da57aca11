//! Objects, their versions, and delete markers. Of a key they stand from the oldest to the newest.

use super::acl::AclJson;
use super::body::BodyJson;
use super::bucket::TaggingJson;
use super::content::{ContentJson, PartJson};
use super::encryption;
use super::error::{At, WorldError};
use super::{date, said};
use crate::api::primitives::DateTime;
use crate::api::types::{
    ChecksumAlgorithm, ChecksumType, ObjectLockLegalHoldStatus, ObjectLockMode, ServerSideEncryption, StorageClass,
    Tier,
};
use crate::model::access::acl::Access;
use crate::model::bucket::{self, Versioning};
use crate::model::lock::Lock;
use crate::model::name::{BucketName, ObjectKey};
use crate::model::object;
use crate::model::restore::{Restoration, Speed};
use crate::model::store::Store;
use crate::model::tag::Tagged;
use crate::model::version::{self, Version, VersionId};
use crate::ops::create_multipart_upload::CreateMultipartUploadInput;
use crate::ops::steps;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::Bound;

/// A version of an object, or a delete marker.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[expect(clippy::option_option, reason = "what is not said differs from what is said to be none")]
pub(super) struct ObjectJson {
    key: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    version_id: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    delete_marker: bool,
    #[serde(default, with = "date", skip_serializing_if = "Option::is_none")]
    last_modified: Option<DateTime>,
    /// When another version came upon it, where that is not the one that stands next.
    #[serde(default, with = "date", skip_serializing_if = "Option::is_none")]
    noncurrent_since: Option<DateTime>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<BodyJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parts: Option<Vec<PartJson>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    e_tag: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    storage_class: Option<StorageClass>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cache_control: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_disposition: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_encoding: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_language: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    website_redirect_location: Option<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    metadata: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tagging: Option<TaggingJson>,
    #[serde(default, deserialize_with = "said::deserialize", skip_serializing_if = "Option::is_none")]
    checksum_algorithm: Option<Option<ChecksumAlgorithm>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    checksum_type: Option<ChecksumType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    server_side_encryption: Option<ServerSideEncryption>,
    #[serde(rename = "SSEKMSKeyId", skip_serializing_if = "Option::is_none")]
    ssekms_key_id: Option<String>,
    #[serde(rename = "SSEKMSEncryptionContext", skip_serializing_if = "Option::is_none")]
    ssekms_encryption_context: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bucket_key_enabled: Option<bool>,
    #[serde(rename = "SSECustomerKeyMD5", skip_serializing_if = "Option::is_none")]
    sse_customer_key_md5: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    object_lock_mode: Option<ObjectLockMode>,
    #[serde(default, with = "date", skip_serializing_if = "Option::is_none")]
    object_lock_retain_until_date: Option<DateTime>,
    #[serde(skip_serializing_if = "Option::is_none")]
    object_lock_legal_hold_status: Option<ObjectLockLegalHoldStatus>,
    #[serde(skip_serializing_if = "Option::is_none")]
    access_control_policy: Option<AclJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    restore: Option<Restore>,
}

/// The restoration of an archived object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Restore {
    tier: Tier,
    days: u32,
    /// When the copy can be read.
    #[serde(with = "date")]
    completion_date: Option<DateTime>,
    /// When it is gone.
    #[serde(with = "date")]
    restore_expiry_date: Option<DateTime>,
}

impl ObjectJson {
    /// All versions that a bucket has, by key.
    pub(super) fn all_of(store: &Store, bucket: &bucket::BucketState) -> Vec<Self> {
        let mut all = Vec::new();
        for (key, versions) in bucket.versions(Bound::Unbounded) {
            let mut newer: Option<&Version> = None;
            let mut of_key = Vec::new();
            for version in versions.newest_first() {
                of_key.push(Self::of(store, bucket, key, version, newer));
                newer = Some(version);
            }
            all.extend(of_key.into_iter().rev());
        }
        all
    }

    fn of(
        store: &Store,
        bucket: &bucket::BucketState,
        key: &ObjectKey,
        version: &Version,
        newer: Option<&Version>,
    ) -> Self {
        // As loading the versions one after the other finds it.
        let found = newer.map(|newer| newer.last_modified().max(version.last_modified()));
        let entry = Self {
            key: key.to_string(),
            version_id: (bucket.versioning() != Versioning::Unversioned).then(|| version.id.to_string()),
            last_modified: Some(version.last_modified()),
            noncurrent_since: version.superseded().filter(|at| Some(*at) != found),
            ..Self::default()
        };
        match &version.content {
            version::Content::DeleteMarker { .. } => Self { delete_marker: true, ..entry },
            version::Content::Object(object) => entry.with(store, bucket, object),
        }
    }

    fn with(self, store: &Store, bucket: &bucket::BucketState, object: &object::StoredObject) -> Self {
        let object::Attributes {
            cache_control,
            content_disposition,
            content_encoding,
            content_language,
            content_type,
            expires,
            metadata,
            storage_class,
            tags,
            website_redirect_location,
        } = object.attributes.clone();
        let content = ContentJson::of(object, &store.settings);
        let encrypted = encryption::tell_object(&bucket.settings, &object.encryption);
        let retention = object.lock.retention;
        let restoration = object.restoration.as_deref().filter(|_| object.restoration_phase(store.now()).is_some());
        Self {
            cache_control,
            content_disposition,
            content_encoding,
            content_language,
            content_type: (content_type != object::DEFAULT_CONTENT_TYPE).then(|| content_type.into_owned()),
            expires,
            metadata,
            storage_class: (storage_class != StorageClass::Standard).then_some(storage_class),
            tagging: TaggingJson::of(&tags),
            website_redirect_location,
            body: content.body,
            parts: content.parts,
            e_tag: content.e_tag,
            checksum_algorithm: content.checksum_algorithm,
            checksum_type: content.checksum_type,
            server_side_encryption: encrypted.server_side_encryption,
            ssekms_key_id: encrypted.ssekms_key_id,
            ssekms_encryption_context: encrypted.ssekms_encryption_context,
            bucket_key_enabled: encrypted.bucket_key_enabled,
            sse_customer_key_md5: encrypted.sse_customer_key_md5,
            object_lock_mode: retention.map(|retention| retention.mode.into()),
            object_lock_retain_until_date: retention.map(|retention| retention.until()),
            object_lock_legal_hold_status: object.lock.legal_hold.map(steps::lock::shown_hold),
            access_control_policy: object.access.as_deref().map(|access| AclJson::of(store, access)),
            restore: restoration.map(Restore::of),
            ..self
        }
    }

    /// Keeps its place from being given to another version, if its id is given.
    pub(super) fn take_place(&self, at: &At, store: &mut Store) -> Result<(), WorldError> {
        if let Some((_, order)) = self.given_version(at, store)? {
            store.ids.take_places(order);
        }
        Ok(())
    }

    /// The id that is given, and its place.
    fn given_version(&self, at: &At, store: &Store) -> Result<Option<(VersionId, u64)>, WorldError> {
        let Some(id) = self.version_id.as_deref().filter(|id| *id != "null") else { return Ok(None) };
        let what = || {
            let seed = store.ids.seed();
            format!("`{id}` is no id that worlds of seed {seed} make; where none is said, one is made")
        };
        let order = store.ids.place_of_version(id).ok_or_else(|| at.field("VersionId").wrong(what()))?;
        Ok(Some((VersionId::Id(id.to_owned()), order)))
    }

    /// Puts it to those of its bucket; gives back which version it is.
    pub(super) fn load(&self, at: &At, store: &mut Store, bucket: &BucketName) -> Result<VersionId, WorldError> {
        let key = ObjectKey::try_from(self.key.as_str()).map_err(at.field("Key").refused())?;
        let (id, order) = self.version(at, store, bucket, &key)?;
        let last_modified = self.last_modified.unwrap_or(store.now());
        let content = if self.delete_marker {
            version::Content::DeleteMarker { at: self.check_marker(at, store, bucket)?.unwrap_or(last_modified) }
        } else {
            version::Content::Object(Box::new(self.object(at, store, bucket, last_modified)?))
        };
        store.load_version(bucket, &key, Version::new(id.clone(), order, content));
        Ok(id)
    }

    /// Which version it is, and its place: behind those of its key that stand before it.
    fn version(
        &self,
        at: &At,
        store: &mut Store,
        bucket: &BucketName,
        key: &ObjectKey,
    ) -> Result<(VersionId, u64), WorldError> {
        let at = at.field("VersionId");
        let found = store.bucket(bucket.as_str()).map_err(at.refused())?;
        let (versioning, versions) = (found.versioning(), found.versions_of(key));
        let before = versions.and_then(|versions| versions.newest()).map_or(0, |newest| newest.order);
        let has_null = versions.is_some_and(|versions| versions.get(&VersionId::Null).is_some());
        let given = self.given_version(&at, store)?;
        let (id, order) = match given {
            Some(_) if versioning == Versioning::Unversioned => {
                return Err(at.wrong("its bucket keeps no versions; one with a VersioningConfiguration does"));
            }
            Some(given) => given,
            None if self.version_id.is_some() || versioning != Versioning::Enabled => (VersionId::Null, before + 1),
            None => {
                let order = store.ids.order();
                (VersionId::Id(store.ids.version(order)), order)
            }
        };
        if id == VersionId::Null && has_null {
            let what = format!("`{key}` has a version `null` already; only a bucket that keeps versions has several");
            return Err(at.wrong(what));
        }
        if order <= before {
            let what = format!("of `{key}` a version stands before it that is newer; the oldest comes first");
            return Err(at.wrong(what));
        }
        Ok((id, order))
    }

    /// That a delete marker has nothing but a key, an id and a date.
    fn check_marker(&self, at: &At, store: &Store, bucket: &BucketName) -> Result<Option<DateTime>, WorldError> {
        let at = at.field("DeleteMarker");
        let alone = Self {
            key: self.key.clone(),
            version_id: self.version_id.clone(),
            delete_marker: true,
            last_modified: self.last_modified,
            noncurrent_since: self.noncurrent_since,
            ..Self::default()
        };
        let versioning = store.bucket(bucket.as_str()).map_err(at.refused())?.versioning();
        match versioning {
            Versioning::Unversioned => Err(at.wrong("only a bucket that keeps versions, or kept them, has any")),
            _ if *self != alone => Err(at.wrong("one has a Key, a VersionId and dates, and nothing else")),
            _ => Ok(self.last_modified),
        }
    }

    fn object(
        &self,
        at: &At,
        store: &mut Store,
        bucket: &BucketName,
        last_modified: DateTime,
    ) -> Result<object::StoredObject, WorldError> {
        let headers = self.headers(at)?;
        let mut attributes = steps::content::attributes(&headers, self.expires.as_deref()).map_err(at.refused())?;
        attributes.tags = TaggingJson::read(self.tagging.as_ref(), at, Tagged::Object)?;
        let customer_key = self.sse_customer_key_md5.as_deref();
        let encryption = encryption::of_object(at, store, bucket, &headers, customer_key)?;
        let (lock, access) = (lock(at, store, bucket, &headers)?, self.access(at, store, bucket)?);
        let restoration = self.restore.as_ref().map(|restore| restore.read(&at.field("Restore"))).transpose()?;
        let content = ContentJson {
            body: self.body.clone(),
            parts: self.parts.clone(),
            e_tag: self.e_tag.clone(),
            checksum_algorithm: self.checksum_algorithm.clone(),
            checksum_type: self.checksum_type.clone(),
        };
        let object = content.read(at, store, (attributes, encryption), last_modified)?;
        let mut object = object.locked(lock).accessed(access);
        if restoration.is_some() && object.archive().is_none() {
            let what =
                format!("a StorageClass {} is no archive, and nothing is restored", object.attributes.storage_class);
            return Err(at.field("Restore").wrong(what));
        }
        object.restoration = restoration.map(Box::new);
        Ok(object)
    }

    /// What a request would say to have such an object.
    fn headers(&self, at: &At) -> Result<CreateMultipartUploadInput, WorldError> {
        let headers = CreateMultipartUploadInput::builder()
            .set_cache_control(self.cache_control.clone())
            .set_content_disposition(self.content_disposition.clone())
            .set_content_encoding(self.content_encoding.clone())
            .set_content_language(self.content_language.clone())
            .set_content_type(self.content_type.clone())
            .set_website_redirect_location(self.website_redirect_location.clone())
            .set_metadata(Some(self.metadata.clone().into_iter().collect()))
            .set_storage_class(self.storage_class.clone())
            .set_server_side_encryption(self.server_side_encryption.clone())
            .set_ssekms_key_id(self.ssekms_key_id.clone())
            .set_ssekms_encryption_context(self.ssekms_encryption_context.clone())
            .set_bucket_key_enabled(self.bucket_key_enabled)
            .set_object_lock_mode(self.object_lock_mode.clone())
            .set_object_lock_retain_until_date(self.object_lock_retain_until_date)
            .set_object_lock_legal_hold_status(self.object_lock_legal_hold_status.clone());
        headers.build().map_err(|error| at.wrong(error.to_string()))
    }

    fn access(&self, at: &At, store: &Store, bucket: &BucketName) -> Result<Option<Access>, WorldError> {
        let at = at.field("AccessControlPolicy");
        let Some(document) = &self.access_control_policy else { return Ok(None) };
        let bucket = store.bucket(bucket.as_str()).map_err(at.refused())?;
        let (owner, acl) = document.read(&at, store, &bucket.region)?;
        let bucket_owner = steps::owner::of_bucket(store, bucket);
        Ok(steps::acl::unless_private(Access { owner, acl }, bucket_owner))
    }

    /// Has another have come upon it when it is said to, once all are there.
    pub(super) fn supersede(
        &self,
        at: &At,
        store: &mut Store,
        bucket: &BucketName,
        id: &VersionId,
    ) -> Result<(), WorldError> {
        let at = at.field("NoncurrentSince");
        let (Some(since), Ok(key)) = (self.noncurrent_since, ObjectKey::try_from(self.key.as_str())) else {
            return Ok(());
        };
        let versions = store.bucket(bucket.as_str()).map_err(at.refused())?.versions_of(&key);
        if versions.and_then(|versions| versions.newest()).is_some_and(|newest| newest.id == *id) {
            return Err(at.wrong(format!("it is the newest version of `{key}`, and so is the current one")));
        }
        store.supersede(bucket, &key, id, since);
        Ok(())
    }
}

/// What protects it: what is said, and not what its bucket does by default, which is for new versions.
fn lock(at: &At, store: &Store, bucket: &BucketName, headers: &CreateMultipartUploadInput) -> Result<Lock, WorldError> {
    let lock = steps::lock::of_headers(headers, None).map_err(at.refused())?;
    let bucket = store.bucket(bucket.as_str()).map_err(at.refused())?;
    if lock.is_set() {
        steps::lock::check_enabled(bucket).map_err(at.refused())?;
    }
    Ok(lock)
}

impl Restore {
    fn of(own: &Restoration) -> Self {
        Self {
            tier: own.speed.tier(),
            days: own.days,
            completion_date: Some(own.ready),
            restore_expiry_date: Some(own.expires),
        }
    }

    fn read(&self, at: &At) -> Result<Restoration, WorldError> {
        let (tier, days) = (&self.tier, self.days);
        let speed = Speed::of(tier).ok_or_else(|| at.field("Tier").wrong(format!("nobody knows the tier {tier}")))?;
        match (self.completion_date, self.restore_expiry_date) {
            (Some(ready), Some(expires)) if days > 0 && ready <= expires => {
                Ok(Restoration { speed, days, ready, expires })
            }
            _ => Err(at.wrong("it has Days, and a CompletionDate that is not after its RestoreExpiryDate")),
        }
    }
}
