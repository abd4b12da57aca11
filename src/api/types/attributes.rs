//! The XML documents of `GetObjectAttributes`. The order of rows is the order of elements.

use super::*;

shape! {
    /// The checksum of an object.
    pub written document struct Checksum {
        flatten checksum_elements,
        checksum_type: Option<ChecksumType> = element("ChecksumType"),
    }
}

shape! {
    /// The parts that an object was made of.
    pub written document struct GetObjectAttributesParts {
        total_parts_count: Option<i32> = element("PartsCount"),
        part_number_marker: Option<String> = element("PartNumberMarker"),
        next_part_number_marker: Option<String> = element("NextPartNumberMarker"),
        max_parts: Option<i32> = element("MaxParts"),
        is_truncated: Option<bool> = element("IsTruncated"),
        parts: Option<Vec<ObjectPart>> = element("Part"),
    }
}

shape! {
    /// One part that an object was made of.
    pub written document struct ObjectPart {
        part_number: Option<i32> = element("PartNumber"),
        size: Option<i64> = element("Size"),
        flatten checksum_elements,
    }
}
