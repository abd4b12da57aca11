//! The XML documents of server access logging. The order of rows is the order of elements.

use super::*;

shape! {
    /// The server access logging of a bucket. Without `LoggingEnabled` the bucket has none.
    pub document struct BucketLoggingStatus {
        logging_enabled: Option<LoggingEnabled> = element("LoggingEnabled"),
    }
}

string_enum! {
    /// A permission on the log objects.
    pub enum BucketLogsPermission {
        FullControl = "FULL_CONTROL",
        Read = "READ",
        Write = "WRITE",
    }
}

shape! {
    /// The bucket and prefix to which S3 delivers a bucket's access logs.
    pub checked document struct LoggingEnabled {
        target_bucket: String = element("TargetBucket"),
        target_grants: Option<Vec<TargetGrant>> = listed("TargetGrants"),
        target_prefix: String = element("TargetPrefix"),
        target_object_key_format: Option<TargetObjectKeyFormat> = element("TargetObjectKeyFormat"),
    }
}

impl listed::ListEntry for TargetGrant {
    const NAME: &'static str = "Grant";
}

string_enum! {
    /// The date by which log objects are partitioned.
    pub enum PartitionDateSource {
        DeliveryTime = "DeliveryTime",
        EventTime = "EventTime",
    }
}

shape! {
    /// Log objects have keys that are partitioned by account, Region, bucket and date.
    pub document struct PartitionedPrefix {
        partition_date_source: Option<PartitionDateSource> = element("PartitionDateSource"),
    }
}

shape! {
    /// Log objects have keys that begin with the prefix and the time.
    pub document struct SimplePrefix {
    }
}

shape! {
    /// One grant on the log objects.
    pub document struct TargetGrant {
        grantee: Option<Grantee> = element("Grantee"),
        permission: Option<BucketLogsPermission> = element("Permission"),
    }
}

shape! {
    /// The format of the keys of log objects.
    pub document struct TargetObjectKeyFormat {
        simple_prefix: Option<SimplePrefix> = element("SimplePrefix"),
        partitioned_prefix: Option<PartitionedPrefix> = element("PartitionedPrefix"),
    }
}
