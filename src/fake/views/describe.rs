//! Makes the views out of the state.

use super::{ChecksumView, EncryptionView, ObjectView, PartView, RestoreView, RetentionView, UploadView, VersionView};
use crate::model::bucket::{BucketState, Versioning};
use crate::model::encryption::Encryption;
use crate::model::lock::Retention;
use crate::model::name::ObjectKey;
use crate::model::object::StoredObject;
use crate::model::payload::checksum::{ChecksumValue, ObjectChecksum};
use crate::model::restore::Phase;
use crate::model::store::Store;
use crate::model::tag::Tags;
use crate::model::upload::{Upload, UploadedPart};
use crate::model::version::{Version, Versions};
use crate::ops::steps;
use std::collections::BTreeMap;

/// A bucket, and the store that it is in: names of owners and the present are the store's.
#[derive(Clone, Copy)]
pub(in crate::fake) struct ViewedBucket<'a> {
    pub store: &'a Store,
    pub bucket: &'a BucketState,
}

impl<'a> ViewedBucket<'a> {
    /// Its open uploads, by key and then in the order of their initiation.
    pub(in crate::fake) fn uploads(self) -> impl Iterator<Item = UploadView> + use<'a> {
        self.bucket.uploads().values().map(move |upload| self.upload(upload))
    }

    fn upload(self, upload: &Upload) -> UploadView {
        let abort = self.bucket.abort_of(upload);
        UploadView {
            bucket: self.bucket.name.to_string(),
            upload_id: upload.id.to_string(),
            key: upload.key.to_string(),
            initiator: upload.initiator.arn(),
            initiated: upload.initiated,
            abort_date: abort.as_ref().map(|abort| abort.at.shown),
            aborted_at: self.bucket.aborts_at(upload),
            abort_rule: abort.map(|abort| abort.rule.clone()),
            metadata: upload.attributes.metadata.clone(),
            encryption: encryption(&upload.encryption),
            checksum_algorithm: upload.checksum.map(|(algorithm, _)| algorithm.into()),
            storage_class: upload.attributes.storage_class.as_str().to_owned(),
            parts: upload.parts().iter().map(|(number, found)| part(number.get(), found)).collect(),
        }
    }

    /// The versions of a key, the newest first.
    pub(in crate::fake) fn versions(
        self,
        key: &'a ObjectKey,
        versions: &'a Versions,
    ) -> impl Iterator<Item = VersionView> + use<'a> {
        versions.newest_first().enumerate().map(move |(age, version)| VersionView {
            key: key.to_string(),
            version_id: version.id.to_string(),
            is_latest: age == 0,
            last_modified: version.last_modified(),
            object: if age == 0 { self.newest(key) } else { self.object(key, version) },
        })
    }

    /// The newest version of a key, if it is an object.
    pub(in crate::fake) fn newest(self, key: &ObjectKey) -> Option<ObjectView> {
        let newest = self.object(key, self.bucket.versions_of(key)?.newest()?)?;
        let expiry_date = self.bucket.expiration_of(key).map(|end| end.at.shown);
        Some(ObjectView { expiry_date, expired_at: self.bucket.expires_at(key), ..newest })
    }

    fn object(self, key: &ObjectKey, version: &Version) -> Option<ObjectView> {
        let object = version.object()?;
        let is_shown = self.bucket.versioning() != Versioning::Unversioned;
        let access = steps::acl::of_object(self.store, self.bucket, object);
        let attributes = &object.attributes;
        Some(ObjectView {
            key: key.to_string(),
            version_id: is_shown.then(|| version.id.to_string()),
            size: object.len(),
            e_tag: object.etag.quoted(),
            last_modified: object.last_modified,
            content_type: attributes.content_type.clone().into_owned(),
            cache_control: attributes.cache_control.clone(),
            content_disposition: attributes.content_disposition.clone(),
            content_encoding: attributes.content_encoding.clone(),
            content_language: attributes.content_language.clone(),
            expires: attributes.expires.clone(),
            website_redirect_location: attributes.website_redirect_location.clone(),
            metadata: attributes.metadata.clone(),
            expiry_date: None,
            expired_at: None,
            storage_class: attributes.storage_class.as_str().to_owned(),
            encryption: encryption(&object.encryption),
            checksum: object.checksum.as_ref().map(whole),
            part_sizes: object.parts_count().map(|_| object.parts().map(|part| part.payload.len()).collect()),
            owner: access.owner.to_string(),
            grants: steps::acl::tell(self.store, &access).1.unwrap_or_default(),
            restore: self.restore(object),
            retention: object.lock.retention.as_ref().map(retention),
            legal_hold: object.lock.legal_hold == Some(true),
            tags: view_tags(&attributes.tags),
            payload: object.payload(),
        })
    }

    fn restore(self, object: &StoredObject) -> Option<RestoreView> {
        Some(match object.restoration_phase(self.store.now())? {
            Phase::Ongoing => RestoreView { is_in_progress: true, expiry_date: None },
            Phase::Restored { expires } => RestoreView { is_in_progress: false, expiry_date: Some(expires) },
        })
    }
}

fn part(part_number: i32, part: &UploadedPart) -> PartView {
    PartView {
        part_number,
        size: part.payload.len(),
        e_tag: part.etag().quoted(),
        checksum: part.checksum.as_ref().map(own),
        last_modified: part.last_modified,
    }
}

fn own(checksum: &ChecksumValue) -> ChecksumView {
    ChecksumView { algorithm: checksum.algorithm.into(), checksum_type: None, value: checksum.encoded() }
}

fn whole(checksum: &ObjectChecksum) -> ChecksumView {
    ChecksumView {
        algorithm: checksum.checksum.algorithm.into(),
        checksum_type: Some(checksum.kind.into()),
        value: checksum.encoded(),
    }
}

fn encryption(encryption: &Encryption) -> EncryptionView {
    match encryption {
        Encryption::S3 => EncryptionView::S3,
        Encryption::Kms { key, bucket_key } => {
            EncryptionView::Kms { key: key.arn.to_string(), bucket_key: *bucket_key }
        }
        Encryption::Dsse(key) => EncryptionView::Dsse { key: key.arn.to_string() },
        Encryption::Customer(key) => EncryptionView::CustomerKey { md5: key.md5() },
    }
}

fn retention(retention: &Retention) -> RetentionView {
    RetentionView { mode: retention.mode.into(), retain_until_date: retention.until() }
}

/// Tags, by their keys.
pub(in crate::fake) fn view_tags(tags: &Tags) -> BTreeMap<String, String> {
    tags.as_slice().iter().map(|tag| (tag.key.clone(), tag.value.clone())).collect()
}
