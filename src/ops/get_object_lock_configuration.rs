//! Tells whether a bucket has object lock, and what it does by default.
//!
//! [`GetObjectLockConfiguration`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectLockConfiguration.html).

use super::prelude::*;
use crate::model::lock::{ObjectLock, Period, RetentionDefault as Retained};

impl Rules for GetObjectLockConfigurationInput {
    type Output = GetObjectLockConfigurationOutput;
    type Error = GetObjectLockConfigurationError;
    const NAME: &'static str = "GetObjectLockConfiguration";
    const ROUTE: Route = Route::new("GET", Target::Bucket).query(&["object-lock"]);
    const ERRORS: &'static [&'static [&'static ErrorRow]] =
        &[&[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED, &NO_OBJECT_LOCK]];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, bucket, &self, &action::GET_BUCKET_OBJECT_LOCK)?;
        let object_lock =
            bucket.object_lock().ok_or_else(|| NO_OBJECT_LOCK.error().with("BucketName", &bucket.name))?;
        let configuration = configuration(*object_lock);
        Ok(GetObjectLockConfigurationOutput { object_lock_configuration: Some(configuration), ..Default::default() })
    }
}

/// The configuration, as it is told.
pub(crate) fn configuration(own: ObjectLock) -> ObjectLockConfiguration {
    let rule = own.default_retention.map(|own| ObjectLockRule { default_retention: Some(shown(own)) });
    ObjectLockConfiguration { object_lock_enabled: Some(ObjectLockEnabled::Enabled), rule }
}

/// In the unit in which it was put.
fn shown(own: Retained) -> DefaultRetention {
    let (days, years) = match own.period {
        Period::Days(days) => (Some(days.into()), None),
        Period::Years(years) => (None, Some(years.into())),
    };
    DefaultRetention { mode: Some(own.mode.into()), days, years, ..Default::default() }
}

shape! {
    /// What `GetObjectLockConfiguration` takes.
    pub input(get_object_lock_configuration) struct GetObjectLockConfigurationInput {
        bucket: Option<String> = label("Bucket"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// Output of `GetObjectLockConfiguration`.
    pub output(get_object_lock_configuration) struct GetObjectLockConfigurationOutput {
        object_lock_configuration: Option<ObjectLockConfiguration> = document("ObjectLockConfiguration"),
    }
}

operation_error! {
    /// What `GetObjectLockConfiguration` fails with.
    GetObjectLockConfigurationError {}
}
