//! The XML documents of lifecycle rules. The order of rows is the order of elements.

use super::*;
use crate::api::primitives::DateTime;

shape! {
    /// When a lifecycle rule aborts an upload that was not completed.
    pub document struct AbortIncompleteMultipartUpload {
        days_after_initiation: Option<i32> = element("DaysAfterInitiation"),
    }
}

shape! {
    /// A bucket's lifecycle rules.
    pub checked read document struct BucketLifecycleConfiguration {
        rules: Vec<LifecycleRule> = element("Rule"),
    }
}

shape! {
    /// When objects expire.
    pub document struct LifecycleExpiration {
        date: Option<DateTime> = element("Date"),
        days: Option<i32> = element("Days"),
        expired_object_delete_marker: Option<bool> = element("ExpiredObjectDeleteMarker"),
    }
}

shape! {
    /// One lifecycle rule.
    pub checked document struct LifecycleRule {
        id: Option<String> = element("ID"),
        prefix: Option<String> = element("Prefix"),
        filter: Option<LifecycleRuleFilter> = element("Filter"),
        status: ExpirationStatus = element("Status"),
        expiration: Option<LifecycleExpiration> = element("Expiration"),
        transitions: Option<Vec<Transition>> = element("Transition"),
        noncurrent_version_transitions: Option<Vec<NoncurrentVersionTransition>> = element("NoncurrentVersionTransition"),
        noncurrent_version_expiration: Option<NoncurrentVersionExpiration> = element("NoncurrentVersionExpiration"),
        abort_incomplete_multipart_upload: Option<AbortIncompleteMultipartUpload> = element("AbortIncompleteMultipartUpload"),
    }
}

shape! {
    /// Several predicates, all of which must hold.
    pub document struct LifecycleRuleAndOperator {
        prefix: Option<String> = element("Prefix"),
        tags: Option<Vec<Tag>> = element("Tag"),
        object_size_greater_than: Option<i64> = element("ObjectSizeGreaterThan"),
        object_size_less_than: Option<i64> = element("ObjectSizeLessThan"),
    }
}

shape! {
    /// Which objects a rule is for.
    pub document struct LifecycleRuleFilter {
        prefix: Option<String> = element("Prefix"),
        tag: Option<Tag> = element("Tag"),
        object_size_greater_than: Option<i64> = element("ObjectSizeGreaterThan"),
        object_size_less_than: Option<i64> = element("ObjectSizeLessThan"),
        and: Option<LifecycleRuleAndOperator> = element("And"),
    }
}

shape! {
    /// When noncurrent versions expire.
    pub document struct NoncurrentVersionExpiration {
        noncurrent_days: Option<i32> = element("NoncurrentDays"),
        newer_noncurrent_versions: Option<i32> = element("NewerNoncurrentVersions"),
    }
}

shape! {
    /// When noncurrent versions change their storage class.
    pub document struct NoncurrentVersionTransition {
        noncurrent_days: Option<i32> = element("NoncurrentDays"),
        storage_class: Option<TransitionStorageClass> = element("StorageClass"),
        newer_noncurrent_versions: Option<i32> = element("NewerNoncurrentVersions"),
    }
}

shape! {
    /// When objects change their storage class.
    pub document struct Transition {
        date: Option<DateTime> = element("Date"),
        days: Option<i32> = element("Days"),
        storage_class: Option<TransitionStorageClass> = element("StorageClass"),
    }
}
