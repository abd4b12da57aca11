//! A page of objects: what both forms of listing show.

use super::listing::Encoding;
use crate::api::error::{S3Error, table};
use crate::api::primitives::DateTime;
use crate::api::shape::Malformed;
use crate::api::types::{CommonPrefix, Object, ObjectStorageClass, OptionalObjectAttributes, RestoreStatus};
use crate::model::bucket::BucketState;
use crate::model::listing::{self, ListingEntry, ListingQuery, Start};
use crate::model::object::StoredObject as Stored;
use crate::model::restore::Phase;
use crate::model::store::Store;
use std::ops::Bound;

/// What is on a page.
pub(crate) struct Objects {
    pub(crate) contents: Vec<Object>,
    pub(crate) prefixes: Vec<CommonPrefix>,
    /// The last line, whichever it is: the next page continues behind it.
    pub(crate) last: Option<String>,
    pub(crate) is_truncated: bool,
}

/// What a page shows of its objects, beside what it always shows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shown {
    pub(crate) owner: bool,
    pub(crate) restore_status: bool,
}

impl Shown {
    /// Reads `x-amz-optional-object-attributes`, which knows one attribute.
    pub(crate) fn new(owner: bool, optional: &[OptionalObjectAttributes]) -> Result<Self, S3Error> {
        // An empty header is as none.
        let mut named = optional.iter().filter(|name| !name.as_str().is_empty()).peekable();
        let restore_status = named.peek().is_some();
        match named.find(|name| matches!(name, OptionalObjectAttributes::Unknown(_))) {
            Some(unknown) => Err(table::ATTRIBUTE_UNKNOWN.argument("x-amz-optional-object-attributes", unknown)),
            None => Ok(Self { owner, restore_status }),
        }
    }
}

/// Makes a page.
pub(crate) fn page(
    bucket: &BucketState,
    query: ListingQuery<'_>,
    encoding: Encoding,
    shown: Shown,
    store: &Store,
) -> Objects {
    let walk = |start: Start<'_>| {
        let from = match start {
            Start::Marker => Bound::Excluded(query.marker),
            Start::At(key) => Bound::Included(key),
        };
        bucket.objects(from)
    };
    let page = listing::page(query, walk, |(key, _)| key.as_str());
    let last = page.entries.last().map(|entry| match entry {
        ListingEntry::Item((key, _)) => key.to_string(),
        ListingEntry::CommonPrefix(prefix) => prefix.clone(),
    });
    let mut objects = Objects { contents: vec![], prefixes: vec![], last, is_truncated: page.is_truncated };
    for entry in page.entries {
        match entry {
            ListingEntry::Item((key, object)) => {
                let mut listed = describe(&encoding.encode(key.as_str()), object);
                listed.owner = shown
                    .owner
                    .then(|| super::owner::owner(store, &super::owner::of_object(store, bucket, Some(object))));
                listed.restore_status = if shown.restore_status { restore_status(object, store.now()) } else { None };
                objects.contents.push(listed);
            }
            ListingEntry::CommonPrefix(prefix) => {
                objects.prefixes.push(CommonPrefix { prefix: Some(encoding.encode(&prefix)) });
            }
        }
    }
    objects
}

fn describe(key: &str, object: &Stored) -> Object {
    let checksum = object.checksum.as_ref();
    Object {
        key: Some(key.to_owned()),
        last_modified: Some(object.last_modified),
        e_tag: Some(object.etag.quoted()),
        checksum_algorithm: checksum.map(|own| vec![own.checksum.algorithm.into()]),
        checksum_type: checksum.map(|own| own.kind.into()),
        size: i64::try_from(object.len()).ok(),
        storage_class: Some(ObjectStorageClass::from(object.attributes.storage_class.as_str())),
        ..Default::default()
    }
}

/// Nothing of an object that is not, and was not, being restored (documented).
pub(crate) fn restore_status(object: &Stored, now: DateTime) -> Option<RestoreStatus> {
    let phase = object.restoration_phase(now)?;
    let restore_expiry_date = match phase {
        Phase::Ongoing => None,
        Phase::Restored { expires } => Some(expires),
    };
    Some(RestoreStatus { is_restore_in_progress: Some(phase == Phase::Ongoing), restore_expiry_date })
}

/// `max-keys=abc`, or anything else that is not of its type.
pub(crate) fn malformed(field: Malformed) -> S3Error {
    match field.name {
        "max-keys" => super::listing::malformed_limit(&field),
        name => table::FIELD_INVALID.argument(name, field.value),
    }
}
