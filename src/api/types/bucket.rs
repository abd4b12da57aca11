//! The XML documents of buckets. The order of rows is the order of elements.

use super::*;
use crate::api::primitives::DateTime;

string_enum! {
    /// The state of a bucket's transfer acceleration.
    pub enum BucketAccelerateStatus {
        Enabled = "Enabled",
        Suspended = "Suspended",
    }
}

shape! {
    /// The transfer acceleration of a bucket.
    pub document struct AccelerateConfiguration {
        status: Option<BucketAccelerateStatus> = element("Status"),
    }
}

shape! {
    /// A bucket, as it is listed.
    pub written document struct Bucket {
        name: Option<String> = element("Name"),
        creation_date: Option<DateTime> = element("CreationDate"),
        bucket_region: Option<String> = element("BucketRegion"),
        bucket_arn: Option<String> = element("BucketArn"),
    }
}

shape! {
    /// Directory buckets only.
    pub read document struct BucketInfo {
        r#type: Option<BucketType> = element("Type"),
        data_redundancy: Option<DataRedundancy> = element("DataRedundancy"),
    }
}

shape! {
    /// Where and how a bucket is made.
    pub read document struct CreateBucketConfiguration {
        location_constraint: Option<BucketLocationConstraint> = element("LocationConstraint"),
        location: Option<LocationInfo> = element("Location"),
        bucket: Option<BucketInfo> = element("Bucket"),
        tags: Option<Vec<Tag>> = tag_set("Tags"),
    }
}

shape! {
    /// Directory buckets only.
    pub read document struct LocationInfo {
        r#type: Option<LocationType> = element("Type"),
        name: Option<String> = element("Name"),
    }
}

shape! {
    /// Who owns an object or a bucket.
    pub document struct Owner {
        id: Option<String> = element("ID"),
        display_name: Option<String> = element("DisplayName"),
    }
}

shape! {
    /// Whether a bucket keeps versions.
    pub read document struct VersioningConfiguration {
        mfa_delete: Option<MfaDelete> = element("MfaDelete"),
        status: Option<BucketVersioningStatus> = element("Status"),
    }
}
