//! Returns the event notifications of a bucket; the document is empty if the bucket has none.
//!
//! [`GetBucketNotificationConfiguration`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketNotificationConfiguration.html).

use super::prelude::*;

static ACTION: Action = Action::of_bucket("s3:GetBucketNotification");

impl Rules for GetBucketNotificationConfigurationInput {
    type Output = GetBucketNotificationConfigurationOutput;
    type Error = GetBucketNotificationConfigurationError;
    const NAME: &'static str = "GetBucketNotificationConfiguration";
    const ROUTE: Route = Route::new("GET", Target::Bucket).query(&["notification"]).root("NotificationConfiguration");
    const ERRORS: &'static [&'static [&'static ErrorRow]] =
        &[&[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED]];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, bucket, &self, &ACTION)?;
        let own = bucket.configurations.notifications.document().clone();
        Ok(GetBucketNotificationConfigurationOutput {
            topic_configurations: own.topic_configurations,
            queue_configurations: own.queue_configurations,
            lambda_function_configurations: own.lambda_function_configurations,
            event_bridge_configuration: own.event_bridge_configuration,
            ..Default::default()
        })
    }
}

shape! {
    /// The input of `GetBucketNotificationConfiguration`.
    pub input(get_bucket_notification_configuration) struct GetBucketNotificationConfigurationInput {
        bucket: Option<String> = label("Bucket"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// The output of `GetBucketNotificationConfiguration`.
    pub output(get_bucket_notification_configuration) struct GetBucketNotificationConfigurationOutput {
        topic_configurations: Option<Vec<TopicConfiguration>> = element("TopicConfiguration"),
        queue_configurations: Option<Vec<QueueConfiguration>> = element("QueueConfiguration"),
        lambda_function_configurations: Option<Vec<LambdaFunctionConfiguration>> = element("CloudFunctionConfiguration"),
        event_bridge_configuration: Option<EventBridgeConfiguration> = element("EventBridgeConfiguration"),
    }
}

operation_error! {
    /// The error of `GetBucketNotificationConfiguration`.
    GetBucketNotificationConfigurationError {}
}
