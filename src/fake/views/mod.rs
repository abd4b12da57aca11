//! The uploads, parts, objects and versions of a bucket as they are at one moment, seen from outside S3.

mod describe;
mod display;

pub(super) use describe::{ViewedBucket, view_tags};

use crate::api::primitives::DateTime;
use crate::api::types::{ChecksumAlgorithm, ChecksumType, Grant, ObjectLockRetentionMode};
use crate::model::payload::Payload;
use bytes::Bytes;
use std::collections::BTreeMap;
use std::ops::Range;

/// An open upload. It prints as one line, with its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct UploadView {
    /// The bucket.
    pub bucket: String,
    /// Its id.
    pub upload_id: String,
    /// The key of the object that it would become.
    pub key: String,
    /// The ARN of the account, user or role that initiated it; `None` for an anonymous caller.
    pub initiator: Option<String>,
    /// When it was initiated.
    pub initiated: DateTime,
    /// When it becomes eligible to be aborted by a lifecycle rule: the date that `x-amz-abort-date` shows.
    pub abort_date: Option<DateTime>,
    /// When the rule will abort it: at that date, or later where the world has a [`Lag`](crate::Lag), or sooner where
    /// its [`lifecycle_day`](crate::Builder::lifecycle_day) is short.
    pub aborted_at: Option<DateTime>,
    /// The id of the lifecycle rule that will abort it: what `x-amz-abort-rule-id` shows.
    pub abort_rule: Option<String>,
    /// The user metadata of its object; names are in lower case.
    pub metadata: BTreeMap<String, String>,
    /// How its parts and its object are encrypted.
    pub encryption: EncryptionView,
    /// The checksum algorithm that its parts need; `None` where the client named none.
    pub checksum_algorithm: Option<ChecksumAlgorithm>,
    /// The storage class of its parts and its object, such as `STANDARD`.
    pub storage_class: String,
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
    /// Its ETag, in quotes.
    pub e_tag: String,
    /// Its checksum, if it has one.
    pub checksum: Option<ChecksumView>,
    /// When it was uploaded.
    pub last_modified: DateTime,
}

/// A finished object. It prints as one line. `Debug` prints the length and the first bytes of its body, never all of
/// it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ObjectView {
    /// Its key.
    pub key: String,
    /// The id of its version, as answers show it: `None` where the bucket never kept versions.
    pub version_id: Option<String>,
    /// Its size in bytes.
    pub size: u64,
    /// Its ETag, in quotes.
    pub e_tag: String,
    /// When S3 says it was last modified.
    pub last_modified: DateTime,
    /// Its `Content-Type`; `binary/octet-stream` where the client sent none.
    pub content_type: String,
    /// Its `Cache-Control`.
    pub cache_control: Option<String>,
    /// Its `Content-Disposition`.
    pub content_disposition: Option<String>,
    /// Its `Content-Encoding`.
    pub content_encoding: Option<String>,
    /// Its `Content-Language`.
    pub content_language: Option<String>,
    /// Its `Expires`, as the client sent it.
    pub expires: Option<String>,
    /// Its `x-amz-website-redirect-location`.
    pub website_redirect_location: Option<String>,
    /// Its user metadata; names are in lower case.
    pub metadata: BTreeMap<String, String>,
    /// When it expires by a lifecycle rule, if it is the newest of its key: the date that `x-amz-expiration` shows.
    pub expiry_date: Option<DateTime>,
    /// When a rule will have it expire: at that date, unless the world's
    /// [`lifecycle_day`](crate::Builder::lifecycle_day) is not as long as one.
    pub expired_at: Option<DateTime>,
    /// Its storage class, such as `STANDARD`.
    pub storage_class: String,
    /// How it is encrypted.
    pub encryption: EncryptionView,
    /// Its checksum, if it has one.
    pub checksum: Option<ChecksumView>,
    /// The sizes of its parts in bytes, in their order; `None` for an object in one piece.
    pub part_sizes: Option<Vec<u64>>,
    /// The canonical id of the account that owns it.
    pub owner: String,
    /// Its access control list.
    pub grants: Vec<Grant>,
    /// The restoration of an archived object; `None` where there is none, or its copy has expired.
    pub restore: Option<RestoreView>,
    /// Until when it is retained, or was; `None` if it never had a retention.
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

/// How an object, or the object of an upload, is encrypted.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum EncryptionView {
    /// SSE-S3.
    S3,
    /// SSE-KMS.
    Kms {
        /// The ARN of the KMS key.
        key: String,
        /// Whether a bucket key is used.
        bucket_key: bool,
    },
    /// DSSE-KMS.
    Dsse {
        /// The ARN of the KMS key.
        key: String,
    },
    /// SSE-C.
    CustomerKey {
        /// The MD5 of the customer's key in Base64, as requests show it. The key itself is not kept.
        md5: String,
    },
}

/// A checksum that S3 keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ChecksumView {
    /// Its algorithm.
    pub algorithm: ChecksumAlgorithm,
    /// Whether it covers all bytes, or the checksums of the parts; `None` for a part.
    pub checksum_type: Option<ChecksumType>,
    /// Its value as headers show it: Base64, and of a composite checksum the number of parts.
    pub value: String,
}

/// The restoration of an archived object.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RestoreView {
    /// Whether S3 still makes the copy.
    pub is_in_progress: bool,
    /// When the copy expires; `None` while S3 makes it.
    pub expiry_date: Option<DateTime>,
}

/// A version of a key. It prints as one line.
#[derive(Debug, Clone, PartialEq)]
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
        assert!(
            made <= MAX_MADE_BYTES,
            "{made} of these bytes of `{}` are a pattern and lie nowhere: take a smaller range",
            self.key
        );
        slice.to_bytes()
    }
}

impl UploadView {
    /// How many bytes its parts have, which are paid for until it is completed or aborted.
    pub fn stored_bytes(&self) -> u64 {
        self.parts.iter().map(|part| part.size).sum()
    }
}
