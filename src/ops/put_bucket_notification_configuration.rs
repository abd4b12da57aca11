//! Replaces the event notifications of a bucket. Stored only: no event is published, and destinations are not looked
//! for.
//!
//! [`PutBucketNotificationConfiguration`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketNotificationConfiguration.html).

use super::prelude::*;
use crate::model::configurations::{NOTIFICATION_ERRORS, Notifications};

static ACTION: Action = Action::of_bucket("s3:PutBucketNotification");

impl Rules for PutBucketNotificationConfigurationInput {
    type Output = PutBucketNotificationConfigurationOutput;
    type Error = PutBucketNotificationConfigurationError;
    const NAME: &'static str = "PutBucketNotificationConfiguration";
    const ROUTE: Route = Route::new("PUT", Target::Bucket).query(&["notification"]);
    const ERRORS: &'static [&'static [&'static ErrorRow]] =
        &[&[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED], &NOTIFICATION_ERRORS];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, bucket, &self, &ACTION)?;
        let bucket = bucket.name.clone();
        let sent = self.notification_configuration;
        let sent = sent.ok_or_else(|| MALFORMED_XML.error().because("there is no body"))?;
        let ids = &mut call.store.ids;
        let notifications = Notifications::new(sent, || ids.rule())?;
        call.store.bucket_mut(bucket.as_str())?.configurations.notifications = notifications;
        Ok(PutBucketNotificationConfigurationOutput::default())
    }
}

shape! {
    /// The input of `PutBucketNotificationConfiguration`.
    pub input(put_bucket_notification_configuration) struct PutBucketNotificationConfigurationInput {
        bucket: Option<String> = label("Bucket"),
        notification_configuration: Option<NotificationConfiguration> = document("NotificationConfiguration"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
        skip_destination_validation: Option<bool> = header("x-amz-skip-destination-validation"),
    }
}

shape! {
    /// The output of `PutBucketNotificationConfiguration`.
    pub output(put_bucket_notification_configuration) struct PutBucketNotificationConfigurationOutput {
    }
}

operation_error! {
    /// The error of `PutBucketNotificationConfiguration`.
    PutBucketNotificationConfigurationError {}
}
