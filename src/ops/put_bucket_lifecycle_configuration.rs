//! Replaces a bucket's lifecycle rules.
//!
//! [`PutBucketLifecycleConfiguration`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLifecycleConfiguration.html).

use super::prelude::*;
use crate::model::lifecycle::{Lifecycle, SmallObjects};

impl Rules for PutBucketLifecycleConfigurationInput {
    type Output = PutBucketLifecycleConfigurationOutput;
    type Error = PutBucketLifecycleConfigurationError;
    const NAME: &'static str = "PutBucketLifecycleConfiguration";
    const ROUTE: Route = Route::new("PUT", Target::Bucket).query(&["lifecycle"]).needs_digest();
    const ERRORS: &'static [&'static [&'static ErrorRow]] = &[
        &[
            &NO_SUCH_BUCKET,
            &EXPECTED_OWNER_INVALID,
            &ACCESS_DENIED,
            &BODY_EMPTY,
            &MALFORMED_XML,
            &LIFECYCLE_MINIMUM_UNKNOWN,
        ],
        &[&LIFECYCLE_NO_RULES, &LIFECYCLE_TOO_MANY_RULES, &LIFECYCLE_ID_TOO_LONG, &LIFECYCLE_ID_TWICE],
        &[&LIFECYCLE_V1_FILTER, &LIFECYCLE_V2_PREFIX, &LIFECYCLE_PREFIX_TOO_LONG, &LIFECYCLE_TAG_TWICE],
        &[&LIFECYCLE_TAGS_TOO_MANY],
        &[&LIFECYCLE_LARGER_RANGE, &LIFECYCLE_SMALLER_RANGE, &LIFECYCLE_SIZES_CROSSED],
        &[&LIFECYCLE_NO_ACTION, &LIFECYCLE_NOT_POSITIVE, &LIFECYCLE_DATE_NOT_MIDNIGHT],
        &[&LIFECYCLE_V1_NEWER_VERSIONS, &LIFECYCLE_ABORT_DAYS],
        &[&LIFECYCLE_ABORT_TAGS, &LIFECYCLE_ABORT_SIZES, &LIFECYCLE_MARKER_TAGS, &LIFECYCLE_MARKER_SIZES],
        &[&LIFECYCLE_TRANSITION_NEGATIVE, &LIFECYCLE_TRANSITION_EARLY, &LIFECYCLE_CLASS_TWICE],
        &[&LIFECYCLE_TRANSITIONS_CLOSE, &LIFECYCLE_DATES_AND_DAYS, &LIFECYCLE_DAYS_ORDER, &LIFECYCLE_DATES_ORDER],
        &[&LIFECYCLE_NONCURRENT_ORDER, &LIFECYCLE_PREFIXES_OVERLAP],
    ];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, bucket, &self, &action::PUT_LIFECYCLE)?;
        let bucket = bucket.name.clone();
        let small = small_objects(self.transition_default_minimum_object_size())?;
        let configuration = steps::document(self.lifecycle_configuration)?;
        let (terms, ids) = (call.store.settings.lifecycle_terms(small), &mut call.store.ids);
        let lifecycle = Lifecycle::new(configuration.rules, terms, || ids.rule())?;

        call.guess = keeps_many_versions(lifecycle.rules()).then_some(&KEEPS_MANY_VERSIONS);
        call.store.set_lifecycle(&bucket, Some(lifecycle));
        Ok(PutBucketLifecycleConfigurationOutput {
            transition_default_minimum_object_size: Some(small.into()),
            ..Default::default()
        })
    }
}

/// The documentation allows 100.
fn keeps_many_versions(rules: &[LifecycleRule]) -> bool {
    let expiring = |rule: &LifecycleRule| rule.noncurrent_version_expiration()?.newer_noncurrent_versions;
    let moving = |rule: &LifecycleRule| {
        rule.noncurrent_version_transitions().iter().filter_map(|sent| sent.newer_noncurrent_versions).max()
    };
    rules.iter().any(|rule| expiring(rule).max(moving(rule)) > Some(100))
}

/// Which small objects are moved; where nothing is said, none.
pub(crate) fn small_objects(sent: Option<&TransitionDefaultMinimumObjectSize>) -> Result<SmallObjects, S3Error> {
    let Some(sent) = sent else { return Ok(SmallObjects::default()) };
    SmallObjects::of(sent).ok_or_else(|| LIFECYCLE_MINIMUM_UNKNOWN.fill(&[sent]))
}

shape! {
    /// What `PutBucketLifecycleConfiguration` takes.
    pub input(put_bucket_lifecycle_configuration) struct PutBucketLifecycleConfigurationInput {
        bucket: Option<String> = label("Bucket"),
        checksum_algorithm: Option<ChecksumAlgorithm> = header("x-amz-sdk-checksum-algorithm"),
        lifecycle_configuration: Option<BucketLifecycleConfiguration> = document("LifecycleConfiguration"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
        transition_default_minimum_object_size: Option<TransitionDefaultMinimumObjectSize> = header("x-amz-transition-default-minimum-object-size"),
    }
}

shape! {
    /// Output of `PutBucketLifecycleConfiguration`.
    pub output(put_bucket_lifecycle_configuration) struct PutBucketLifecycleConfigurationOutput {
        transition_default_minimum_object_size: Option<TransitionDefaultMinimumObjectSize> = header("x-amz-transition-default-minimum-object-size"),
    }
}

operation_error! {
    /// What `PutBucketLifecycleConfiguration` fails with.
    PutBucketLifecycleConfigurationError {}
}
