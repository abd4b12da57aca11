//! The XML documents of objects and listings. The order of rows is the order of elements.

use super::*;
use crate::api::primitives::DateTime;

shape! {
    /// What several keys have in common up to the delimiter.
    pub written document struct CommonPrefix {
        prefix: Option<String> = element("Prefix"),
    }
}

shape! {
    /// What `CopyObject` made.
    pub written document struct CopyObjectResult {
        last_modified: Option<DateTime> = element("LastModified"),
        e_tag: Option<String> = element("ETag"),
        flatten checksum_elements,
        checksum_type: Option<ChecksumType> = element("ChecksumType"),
    }
}

shape! {
    /// The objects to delete.
    pub checked read document struct Delete {
        quiet: Option<bool> = element("Quiet"),
        objects: Vec<ObjectIdentifier> = element("Object"),
    }
}

shape! {
    /// A delete marker, as it is listed.
    pub written document struct DeleteMarkerEntry {
        key: Option<String> = element("Key"),
        version_id: Option<String> = element("VersionId"),
        is_latest: Option<bool> = element("IsLatest"),
        last_modified: Option<DateTime> = element("LastModified"),
        owner: Option<Owner> = element("Owner"),
    }
}

shape! {
    /// An object that was deleted.
    pub written document struct DeletedObject {
        key: Option<String> = element("Key"),
        version_id: Option<String> = element("VersionId"),
        delete_marker: Option<bool> = element("DeleteMarker"),
        delete_marker_version_id: Option<String> = element("DeleteMarkerVersionId"),
    }
}

shape! {
    /// An object that was not deleted, and why.
    pub written document struct Error {
        key: Option<String> = element("Key"),
        version_id: Option<String> = element("VersionId"),
        code: Option<String> = element("Code"),
        message: Option<String> = element("Message"),
    }
}

shape! {
    /// An object, as it is listed.
    pub written document struct Object {
        key: Option<String> = element("Key"),
        last_modified: Option<DateTime> = element("LastModified"),
        e_tag: Option<String> = element("ETag"),
        checksum_algorithm: Option<Vec<ChecksumAlgorithm>> = element("ChecksumAlgorithm"),
        checksum_type: Option<ChecksumType> = element("ChecksumType"),
        size: Option<i64> = element("Size"),
        storage_class: Option<ObjectStorageClass> = element("StorageClass"),
        owner: Option<Owner> = element("Owner"),
        restore_status: Option<RestoreStatus> = element("RestoreStatus"),
    }
}

shape! {
    /// An object to delete.
    pub checked read document struct ObjectIdentifier {
        key: String = element("Key"),
        version_id: Option<String> = element("VersionId"),
        e_tag: Option<String> = element("ETag"),
        last_modified_time: Option<DateTime> = element("LastModifiedTime"),
        size: Option<i64> = element("Size"),
    }
}

shape! {
    /// A version of an object, as it is listed.
    pub written document struct ObjectVersion {
        key: Option<String> = element("Key"),
        version_id: Option<String> = element("VersionId"),
        is_latest: Option<bool> = element("IsLatest"),
        last_modified: Option<DateTime> = element("LastModified"),
        e_tag: Option<String> = element("ETag"),
        checksum_algorithm: Option<Vec<ChecksumAlgorithm>> = element("ChecksumAlgorithm"),
        checksum_type: Option<ChecksumType> = element("ChecksumType"),
        size: Option<i64> = element("Size"),
        owner: Option<Owner> = element("Owner"),
        storage_class: Option<ObjectVersionStorageClass> = element("StorageClass"),
        restore_status: Option<RestoreStatus> = element("RestoreStatus"),
    }
}
