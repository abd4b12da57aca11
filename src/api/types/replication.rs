//! The XML documents of replication. The order of rows is the order of elements.

use super::*;

shape! {
    /// The owner of the replicas.
    pub checked document struct AccessControlTranslation {
        owner: OwnerOverride = element("Owner"),
    }
}

shape! {
    /// Whether delete markers are replicated.
    pub document struct DeleteMarkerReplication {
        status: Option<DeleteMarkerReplicationStatus> = element("Status"),
    }
}

string_enum! {
    /// Whether delete markers are replicated.
    pub enum DeleteMarkerReplicationStatus {
        Disabled = "Disabled",
        Enabled = "Enabled",
    }
}

shape! {
    /// The bucket of the replicas, and their properties.
    pub checked document struct Destination {
        bucket: String = element("Bucket"),
        account: Option<String> = element("Account"),
        storage_class: Option<StorageClass> = element("StorageClass"),
        access_control_translation: Option<AccessControlTranslation> = element("AccessControlTranslation"),
        encryption_configuration: Option<EncryptionConfiguration> = element("EncryptionConfiguration"),
        replication_time: Option<ReplicationTime> = element("ReplicationTime"),
        metrics: Option<Metrics> = element("Metrics"),
    }
}

shape! {
    /// The encryption of the replicas.
    pub document struct EncryptionConfiguration {
        replica_kms_key_id: Option<String> = element("ReplicaKmsKeyID"),
    }
}

shape! {
    /// Whether objects that existed before the rule are replicated.
    pub checked document struct ExistingObjectReplication {
        status: ExistingObjectReplicationStatus = element("Status"),
    }
}

string_enum! {
    /// Whether objects that existed before the rule are replicated.
    pub enum ExistingObjectReplicationStatus {
        Disabled = "Disabled",
        Enabled = "Enabled",
    }
}

shape! {
    /// The metrics of replication.
    pub checked document struct Metrics {
        status: MetricsStatus = element("Status"),
        event_threshold: Option<ReplicationTimeValue> = element("EventThreshold"),
    }
}

string_enum! {
    /// Whether the metrics of replication are enabled.
    pub enum MetricsStatus {
        Disabled = "Disabled",
        Enabled = "Enabled",
    }
}

string_enum! {
    /// The owner of the replicas.
    pub enum OwnerOverride {
        Destination = "Destination",
    }
}

shape! {
    /// Whether changes to the metadata of replicas are replicated.
    pub checked document struct ReplicaModifications {
        status: ReplicaModificationsStatus = element("Status"),
    }
}

string_enum! {
    /// Whether changes to the metadata of replicas are replicated.
    pub enum ReplicaModificationsStatus {
        Disabled = "Disabled",
        Enabled = "Enabled",
    }
}

shape! {
    /// The replication rules of a bucket.
    pub checked document struct ReplicationConfiguration {
        role: String = element("Role"),
        rules: Vec<ReplicationRule> = element("Rule"),
    }
}

shape! {
    /// One replication rule.
    pub checked document struct ReplicationRule {
        id: Option<String> = element("ID"),
        priority: Option<i32> = element("Priority"),
        prefix: Option<String> = element("Prefix"),
        filter: Option<ReplicationRuleFilter> = element("Filter"),
        status: ReplicationRuleStatus = element("Status"),
        source_selection_criteria: Option<SourceSelectionCriteria> = element("SourceSelectionCriteria"),
        existing_object_replication: Option<ExistingObjectReplication> = element("ExistingObjectReplication"),
        destination: Option<Destination> = element("Destination"),
        delete_marker_replication: Option<DeleteMarkerReplication> = element("DeleteMarkerReplication"),
    }
}

shape! {
    /// Several predicates, all of which must hold.
    pub document struct ReplicationRuleAndOperator {
        prefix: Option<String> = element("Prefix"),
        tags: Option<Vec<Tag>> = element("Tag"),
    }
}

shape! {
    /// The objects to which a replication rule applies.
    pub document struct ReplicationRuleFilter {
        prefix: Option<String> = element("Prefix"),
        tag: Option<Tag> = element("Tag"),
        and: Option<ReplicationRuleAndOperator> = element("And"),
    }
}

string_enum! {
    /// Whether a replication rule is enabled.
    pub enum ReplicationRuleStatus {
        Disabled = "Disabled",
        Enabled = "Enabled",
    }
}

shape! {
    /// S3 Replication Time Control.
    pub checked document struct ReplicationTime {
        status: ReplicationTimeStatus = element("Status"),
        time: Option<ReplicationTimeValue> = element("Time"),
    }
}

string_enum! {
    /// Whether S3 Replication Time Control is enabled.
    pub enum ReplicationTimeStatus {
        Disabled = "Disabled",
        Enabled = "Enabled",
    }
}

shape! {
    /// A number of minutes.
    pub document struct ReplicationTimeValue {
        minutes: Option<i32> = element("Minutes"),
    }
}

shape! {
    /// Additional objects that a rule replicates.
    pub document struct SourceSelectionCriteria {
        sse_kms_encrypted_objects: Option<SseKmsEncryptedObjects> = element("SseKmsEncryptedObjects"),
        replica_modifications: Option<ReplicaModifications> = element("ReplicaModifications"),
    }
}

shape! {
    /// Whether objects that are encrypted with KMS keys are replicated.
    pub checked document struct SseKmsEncryptedObjects {
        status: SseKmsEncryptedObjectsStatus = element("Status"),
    }
}

string_enum! {
    /// Whether objects that are encrypted with KMS keys are replicated.
    pub enum SseKmsEncryptedObjectsStatus {
        Disabled = "Disabled",
        Enabled = "Enabled",
    }
}
