//! The XML documents of uploads and parts. The order of rows is the order of elements.

use super::*;
use crate::api::primitives::DateTime;

shape! {
    /// The parts that an upload is completed from.
    pub read document struct CompletedMultipartUpload {
        parts: Option<Vec<CompletedPart>> = element("Part"),
    }
}

shape! {
    /// One part that an upload is completed from.
    pub read document struct CompletedPart {
        e_tag: Option<String> = element("ETag"),
        flatten checksum_elements,
        part_number: Option<i32> = element("PartNumber"),
    }
}

shape! {
    /// What `UploadPartCopy` made.
    pub written document struct CopyPartResult {
        last_modified: Option<DateTime> = element("LastModified"),
        e_tag: Option<String> = element("ETag"),
        flatten checksum_elements,
    }
}

shape! {
    /// Who began an upload.
    pub written document struct Initiator {
        id: Option<String> = element("ID"),
        display_name: Option<String> = element("DisplayName"),
    }
}

shape! {
    /// An upload that is neither completed nor aborted.
    pub written document struct MultipartUpload {
        key: Option<String> = element("Key"),
        upload_id: Option<String> = element("UploadId"),
        initiator: Option<Initiator> = element("Initiator"),
        owner: Option<Owner> = element("Owner"),
        storage_class: Option<StorageClass> = element("StorageClass"),
        initiated: Option<DateTime> = element("Initiated"),
        checksum_algorithm: Option<ChecksumAlgorithm> = element("ChecksumAlgorithm"),
        checksum_type: Option<ChecksumType> = element("ChecksumType"),
    }
}

shape! {
    /// A part of an upload, as it is listed.
    pub written document struct Part {
        part_number: Option<i32> = element("PartNumber"),
        last_modified: Option<DateTime> = element("LastModified"),
        e_tag: Option<String> = element("ETag"),
        size: Option<i64> = element("Size"),
        flatten checksum_elements,
    }
}
