//! The XML documents of event notifications. The order of rows is the order of elements.

string_enum! {
    /// A type of event.
    pub enum Event {
        S3IntelligentTiering = "s3:IntelligentTiering",
        S3LifecycleExpiration = "s3:LifecycleExpiration:*",
        S3LifecycleExpirationDelete = "s3:LifecycleExpiration:Delete",
        S3LifecycleExpirationDeleteMarkerCreated = "s3:LifecycleExpiration:DeleteMarkerCreated",
        S3LifecycleTransition = "s3:LifecycleTransition",
        S3ObjectAclPut = "s3:ObjectAcl:Put",
        S3ObjectAnnotation = "s3:ObjectAnnotation:*",
        S3ObjectAnnotationDelete = "s3:ObjectAnnotation:Delete",
        S3ObjectAnnotationPut = "s3:ObjectAnnotation:Put",
        S3ObjectCreated = "s3:ObjectCreated:*",
        S3ObjectCreatedCompleteMultipartUpload = "s3:ObjectCreated:CompleteMultipartUpload",
        S3ObjectCreatedCopy = "s3:ObjectCreated:Copy",
        S3ObjectCreatedPost = "s3:ObjectCreated:Post",
        S3ObjectCreatedPut = "s3:ObjectCreated:Put",
        S3ObjectRemoved = "s3:ObjectRemoved:*",
        S3ObjectRemovedDelete = "s3:ObjectRemoved:Delete",
        S3ObjectRemovedDeleteMarkerCreated = "s3:ObjectRemoved:DeleteMarkerCreated",
        S3ObjectRestore = "s3:ObjectRestore:*",
        S3ObjectRestoreCompleted = "s3:ObjectRestore:Completed",
        S3ObjectRestoreDelete = "s3:ObjectRestore:Delete",
        S3ObjectRestorePost = "s3:ObjectRestore:Post",
        S3ObjectRetentionPut = "s3:ObjectRetention:Put",
        S3ObjectTagging = "s3:ObjectTagging:*",
        S3ObjectTaggingDelete = "s3:ObjectTagging:Delete",
        S3ObjectTaggingPut = "s3:ObjectTagging:Put",
        S3ReducedRedundancyLostObject = "s3:ReducedRedundancyLostObject",
        S3Replication = "s3:Replication:*",
        S3ReplicationOperationFailedReplication = "s3:Replication:OperationFailedReplication",
        S3ReplicationOperationMissedThreshold = "s3:Replication:OperationMissedThreshold",
        S3ReplicationOperationNotTracked = "s3:Replication:OperationNotTracked",
        S3ReplicationOperationReplicatedAfterThreshold = "s3:Replication:OperationReplicatedAfterThreshold",
    }
}

shape! {
    /// All events are sent to `EventBridge`.
    pub document struct EventBridgeConfiguration {
    }
}

shape! {
    /// A prefix or a suffix of keys.
    pub document struct FilterRule {
        name: Option<FilterRuleName> = element("Name"),
        value: Option<String> = element("Value"),
    }
}

string_enum! {
    /// The part of a key that a filter rule compares.
    pub enum FilterRuleName {
        Prefix = "prefix",
        Suffix = "suffix",
    }
}

shape! {
    /// Events that invoke a Lambda function.
    pub checked document struct LambdaFunctionConfiguration {
        id: Option<String> = element("Id"),
        lambda_function_arn: String = element("CloudFunction"),
        events: Vec<Event> = element("Event"),
        filter: Option<NotificationConfigurationFilter> = element("Filter"),
    }
}

shape! {
    /// The event notifications of a bucket.
    pub document struct NotificationConfiguration {
        topic_configurations: Option<Vec<TopicConfiguration>> = element("TopicConfiguration"),
        queue_configurations: Option<Vec<QueueConfiguration>> = element("QueueConfiguration"),
        lambda_function_configurations: Option<Vec<LambdaFunctionConfiguration>> = element("CloudFunctionConfiguration"),
        event_bridge_configuration: Option<EventBridgeConfiguration> = element("EventBridgeConfiguration"),
    }
}

shape! {
    /// The objects whose events are published.
    pub document struct NotificationConfigurationFilter {
        key: Option<S3KeyFilter> = element("S3Key"),
    }
}

shape! {
    /// Events that are published to an SQS queue.
    pub checked document struct QueueConfiguration {
        id: Option<String> = element("Id"),
        queue_arn: String = element("Queue"),
        events: Vec<Event> = element("Event"),
        filter: Option<NotificationConfigurationFilter> = element("Filter"),
    }
}

shape! {
    /// The keys whose events are published.
    pub document struct S3KeyFilter {
        filter_rules: Option<Vec<FilterRule>> = element("FilterRule"),
    }
}

shape! {
    /// Events that are published to an SNS topic.
    pub checked document struct TopicConfiguration {
        id: Option<String> = element("Id"),
        topic_arn: String = element("Topic"),
        events: Vec<Event> = element("Event"),
        filter: Option<NotificationConfigurationFilter> = element("Filter"),
    }
}
