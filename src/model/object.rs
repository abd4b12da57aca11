//! Finished objects. One comes only out of a put, a copy or the assembling of an upload.

use super::access::acl::Access;
use super::encryption::Encryption;
use super::lock::Lock;
use super::name::{ETag, UploadId};
use super::payload::Payload;
use super::payload::checksum::{ChecksumValue, ObjectChecksum};
use super::restore::{Archive, Phase, Restoration};
use super::tag::Tags;
use crate::api::primitives::DateTime;
use crate::api::types::StorageClass;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

/// What an object remembers beside its bytes; set when it is put, copied or its upload is initiated. Only the tags are
/// ever changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Attributes {
    pub cache_control: Option<String>,
    pub content_disposition: Option<String>,
    pub content_encoding: Option<String>,
    pub content_language: Option<String>,
    /// Most objects have the one that S3 gives them, which then takes no room.
    pub content_type: Cow<'static, str>,
    pub expires: Option<String>,
    pub metadata: BTreeMap<String, String>,
    pub storage_class: StorageClass,
    pub tags: Tags,
    pub website_redirect_location: Option<String>,
}

/// What S3 says of the type of an object that came without one.
pub const DEFAULT_CONTENT_TYPE: &str = "binary/octet-stream";

impl Default for Attributes {
    fn default() -> Self {
        Self {
            cache_control: None,
            content_disposition: None,
            content_encoding: None,
            content_language: None,
            content_type: Cow::Borrowed(DEFAULT_CONTENT_TYPE),
            expires: None,
            metadata: BTreeMap::new(),
            storage_class: StorageClass::Standard,
            tags: Tags::default(),
            website_redirect_location: None,
        }
    }
}

/// One part of a finished object: what `?partNumber=` reads.
#[derive(Debug, Clone)]
pub struct StoredObjectPart {
    pub payload: Payload,
    /// The part's own checksum, where the object's is composite.
    pub checksum: Option<ChecksumValue>,
}

/// How an object came to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A put or a copy: one piece.
    Put,
    /// A multipart upload.
    Upload(UploadId),
}

/// A finished object.
#[derive(Debug, Clone)]
pub struct StoredObject {
    parts: Vec<StoredObjectPart>,
    len: u64,
    pub etag: ETag,
    pub last_modified: DateTime,
    pub attributes: Attributes,
    pub checksum: Option<ObjectChecksum>,
    pub origin: Origin,
    pub encryption: Encryption,
    /// What protects it.
    pub lock: Lock,
    /// Whose it is, and what is granted; `None` where all is the bucket's owner's alone, as it most often is.
    pub access: Option<Box<Access>>,
    /// The restoration that was asked for last, where the object is archived.
    pub restoration: Option<Box<Restoration>>,
}

impl StoredObject {
    /// An object in one piece.
    pub fn put(
        payload: Payload,
        etag: ETag,
        attributes: Attributes,
        checksum: Option<ObjectChecksum>,
        last_modified: DateTime,
    ) -> Self {
        Self {
            len: payload.len(),
            etag,
            last_modified,
            attributes,
            checksum,
            origin: Origin::Put,
            encryption: Encryption::S3,
            lock: Lock::default(),
            access: None,
            restoration: None,
            parts: vec![StoredObjectPart { payload, checksum: None }],
        }
    }

    /// An object out of parts. Only an upload that was planned can make one.
    pub(super) fn assembled(
        parts: Vec<StoredObjectPart>,
        etag: ETag,
        attributes: Attributes,
        checksum: Option<ObjectChecksum>,
        (id, initiated): (UploadId, DateTime),
    ) -> Self {
        Self {
            len: parts.iter().map(|part| part.payload.len()).sum(),
            parts,
            etag,
            // The user guide ("Working with object metadata"): of an upload, the date of its initiation.
            last_modified: initiated,
            attributes,
            checksum,
            origin: Origin::Upload(id),
            encryption: Encryption::S3,
            lock: Lock::default(),
            access: None,
            restoration: None,
        }
    }

    /// An object that was made of parts in another world, by an upload of which nothing is known here.
    pub fn of_parts(
        parts: Vec<StoredObjectPart>,
        etag: ETag,
        attributes: Attributes,
        checksum: Option<ObjectChecksum>,
        last_modified: DateTime,
    ) -> Self {
        Self::assembled(parts, etag, attributes, checksum, (UploadId::new(""), last_modified))
    }

    /// The same, encrypted so.
    #[must_use]
    pub fn encrypted(self, encryption: Encryption) -> Self {
        Self { encryption, ..self }
    }

    /// The same, protected so.
    #[must_use]
    pub fn locked(self, lock: Lock) -> Self {
        Self { lock, ..self }
    }

    /// The same, with an owner and an access control list.
    #[must_use]
    pub fn accessed(self, access: Option<Access>) -> Self {
        Self { access: access.map(Box::new), ..self }
    }

    /// Its size in bytes.
    pub fn len(&self) -> u64 {
        self.len
    }

    /// How many parts it was made of; `None` for an object in one piece.
    pub fn parts_count(&self) -> Option<usize> {
        matches!(self.origin, Origin::Upload(_)).then_some(self.parts.len())
    }

    /// Its parts in their order.
    pub fn parts(&self) -> impl Iterator<Item = &StoredObjectPart> {
        self.parts.iter()
    }

    /// The n-th part, counted from 1 whatever the parts' numbers were, and where it lies.
    pub fn part(&self, number: usize) -> Option<(&StoredObjectPart, Range<u64>)> {
        let index = number.checked_sub(1)?;
        let part = self.parts.get(index)?;
        let start: u64 = self.parts[..index].iter().map(|part| part.payload.len()).sum();
        Some((part, start..start + part.payload.len()))
    }

    /// The archive that it lies in; `None` where it can be read at once.
    pub fn archive(&self) -> Option<Archive> {
        Archive::of(&self.attributes.storage_class)
    }

    /// How far its restoration is; `None` where nobody asked for one, or its copy is gone.
    pub fn restoration_phase(&self, now: DateTime) -> Option<Phase> {
        self.restoration.as_ref()?.phase(now)
    }

    /// All its bytes, shared.
    pub fn payload(&self) -> Payload {
        match self.parts.as_slice() {
            [one] => one.payload.clone(),
            parts => {
                let mut whole = Payload::default();
                for part in parts {
                    whole.append(&part.payload);
                }
                whole
            }
        }
    }

    /// Some of its bytes, shared.
    pub fn slice(&self, range: Range<u64>) -> Payload {
        if let [one] = self.parts.as_slice() {
            return one.payload.slice(range);
        }
        let mut slice = Payload::default();
        let mut start = 0;
        for part in &self.parts {
            let end = start + part.payload.len();
            if range.start < end && start < range.end {
                let (from, to) = (range.start.max(start), range.end.min(end));
                slice.append(&part.payload.slice(from - start..to - start));
            }
            start = end;
        }
        slice
    }
}
