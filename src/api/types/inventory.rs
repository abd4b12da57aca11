//! The XML documents of inventory reports. The order of rows is the order of elements.

use super::*;

shape! {
    /// One inventory report of a bucket.
    pub checked document struct InventoryConfiguration {
        destination: Option<InventoryDestination> = element("Destination"),
        is_enabled: bool = element("IsEnabled"),
        filter: Option<InventoryFilter> = element("Filter"),
        id: String = element("Id"),
        included_object_versions: InventoryIncludedObjectVersions = element("IncludedObjectVersions"),
        optional_fields: Option<Vec<InventoryOptionalField>> = listed("OptionalFields"),
        schedule: Option<InventorySchedule> = element("Schedule"),
    }
}

impl listed::ListEntry for InventoryOptionalField {
    const NAME: &'static str = "Field";
}

shape! {
    /// The destination of an inventory report.
    pub document struct InventoryDestination {
        s3_bucket_destination: Option<InventoryS3BucketDestination> = element("S3BucketDestination"),
    }
}

shape! {
    /// The encryption of an inventory report.
    pub document struct InventoryEncryption {
        sses3: Option<Sses3> = element("SSE-S3"),
        ssekms: Option<Ssekms> = element("SSE-KMS"),
    }
}

shape! {
    /// The objects in an inventory report.
    pub checked document struct InventoryFilter {
        prefix: String = element("Prefix"),
    }
}

string_enum! {
    /// The format of an inventory report.
    pub enum InventoryFormat {
        Csv = "CSV",
        Orc = "ORC",
        Parquet = "Parquet",
    }
}

string_enum! {
    /// The frequency of an inventory report.
    pub enum InventoryFrequency {
        Daily = "Daily",
        Weekly = "Weekly",
    }
}

string_enum! {
    /// The versions in an inventory report.
    pub enum InventoryIncludedObjectVersions {
        All = "All",
        Current = "Current",
    }
}

string_enum! {
    /// An optional field of an inventory report.
    pub enum InventoryOptionalField {
        BucketKeyStatus = "BucketKeyStatus",
        ChecksumAlgorithm = "ChecksumAlgorithm",
        ETag = "ETag",
        EncryptionStatus = "EncryptionStatus",
        IntelligentTieringAccessTier = "IntelligentTieringAccessTier",
        IntelligentTieringReferenceDate = "IntelligentTieringReferenceDate",
        IsMultipartUploaded = "IsMultipartUploaded",
        LastModifiedDate = "LastModifiedDate",
        LifecycleExpirationDate = "LifecycleExpirationDate",
        ObjectAccessControlList = "ObjectAccessControlList",
        ObjectLockEventHoldDuration = "ObjectLockEventHoldDuration",
        ObjectLockEventHoldStatus = "ObjectLockEventHoldStatus",
        ObjectLockLegalHoldStatus = "ObjectLockLegalHoldStatus",
        ObjectLockMode = "ObjectLockMode",
        ObjectLockRetainUntilDate = "ObjectLockRetainUntilDate",
        ObjectOwner = "ObjectOwner",
        ReplicationStatus = "ReplicationStatus",
        Size = "Size",
        StorageClass = "StorageClass",
    }
}

shape! {
    /// The bucket and format of an inventory report.
    pub checked document struct InventoryS3BucketDestination {
        account_id: Option<String> = element("AccountId"),
        bucket: String = element("Bucket"),
        format: InventoryFormat = element("Format"),
        prefix: Option<String> = element("Prefix"),
        encryption: Option<InventoryEncryption> = element("Encryption"),
    }
}

shape! {
    /// The schedule of an inventory report.
    pub checked document struct InventorySchedule {
        frequency: InventoryFrequency = element("Frequency"),
    }
}

shape! {
    /// An inventory report is encrypted with this KMS key.
    pub checked document struct Ssekms {
        key_id: String = element("KeyId"),
    }
}

shape! {
    /// An inventory report is encrypted with SSE-S3.
    pub document struct Sses3 {
    }
}
