//! Replaces a bucket's lifecycle rules.
//!
//! [`PutBucketLifecycleConfiguration`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLifecycleConfiguration.html).

use super::prelude::*;
use crate::model::lifecycle::Lifecycle;
use std::collections::BTreeSet;

impl Rules for PutBucketLifecycleConfigurationInput {
    type Output = PutBucketLifecycleConfigurationOutput;
    type Error = PutBucketLifecycleConfigurationError;
    const NAME: &'static str = "PutBucketLifecycleConfiguration";
    const ROUTE: Route = Route::new("PUT", Target::Bucket).query(&["lifecycle"]).needs_digest();
    const ANSWERS: &'static [&'static [&'static Answer]] = &[
        &[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED, &MALFORMED_XML],
        &[&LIFECYCLE_NO_RULES, &LIFECYCLE_TOO_MANY_RULES, &LIFECYCLE_ID_TOO_LONG, &LIFECYCLE_ID_TWICE],
        &[&LIFECYCLE_V1_FILTER, &LIFECYCLE_V2_PREFIX, &LIFECYCLE_NO_ACTION, &LIFECYCLE_ABORT_DAYS],
    ];
    const NOT_MODELLED: &'static [&'static [&'static str]] = &[&["transition_default_minimum_object_size"]];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?.name.clone();
        let configuration = self.lifecycle_configuration.ok_or_else(|| MALFORMED_XML.error())?;
        let mut rules = configuration.rules;
        check_schema(&rules)?;
        check_count(&rules)?;
        check_ids(&rules)?;
        check_versions(&rules)?;
        rules.iter().try_for_each(check_actions)?;

        for rule in &mut rules {
            // An id that is empty is none.
            rule.id = rule.id.take().filter(|id| !id.is_empty()).or_else(|| Some(call.store.ids.rule()));
        }
        call.store.set_lifecycle(&bucket, Some(Lifecycle::new(rules)));
        let minimum = Some(TransitionDefaultMinimumObjectSize::AllStorageClasses128K);
        Ok(PutBucketLifecycleConfigurationOutput {
            transition_default_minimum_object_size: minimum,
            ..Default::default()
        })
    }
}

const MAX_RULES: usize = 1000;
const MAX_ID_CHARACTERS: usize = 255;

/// What the published schema refuses.
fn check_schema(rules: &[LifecycleRule]) -> Result<(), S3Error> {
    let malformed = |why: &str| Err(MALFORMED_XML.error().because(why));
    for rule in rules {
        if let ExpirationStatus::Unknown(status) = &rule.status {
            return malformed(&format!("the status of a rule is Enabled or Disabled, not {status}"));
        }
        if rule.filter.is_none() && rule.prefix.is_none() {
            return malformed("a rule has a Filter or a Prefix (recorded)");
        }
        if rule.filter.as_ref().is_some_and(|filter| predicates(filter) > 1) {
            return malformed("a Filter has one predicate, or And (recorded)");
        }
        if rule.abort_incomplete_multipart_upload().is_some_and(|abort| abort.days_after_initiation.is_none()) {
            return malformed("AbortIncompleteMultipartUpload needs DaysAfterInitiation");
        }
    }
    Ok(())
}

fn predicates(filter: &LifecycleRuleFilter) -> usize {
    let LifecycleRuleFilter { prefix, tag, object_size_greater_than, object_size_less_than, and } = filter;
    let sizes = [object_size_greater_than, object_size_less_than].map(Option::is_some);
    [prefix.is_some(), tag.is_some(), and.is_some()].into_iter().chain(sizes).filter(|is_set| *is_set).count()
}

fn check_count(rules: &[LifecycleRule]) -> Result<(), S3Error> {
    match rules.len() {
        0 => Err(LIFECYCLE_NO_RULES.error()),
        1..=MAX_RULES => Ok(()),
        _ => Err(LIFECYCLE_TOO_MANY_RULES.error()),
    }
}

fn check_ids(rules: &[LifecycleRule]) -> Result<(), S3Error> {
    let ids: Vec<&str> = rules.iter().filter_map(LifecycleRule::id).filter(|id| !id.is_empty()).collect();
    if ids.iter().any(|id| id.chars().count() > MAX_ID_CHARACTERS) {
        return Err(LIFECYCLE_ID_TOO_LONG.error());
    }
    let mut seen = BTreeSet::new();
    match ids.into_iter().all(|id| seen.insert(id)) {
        true => Ok(()),
        false => Err(LIFECYCLE_ID_TWICE.error()),
    }
}

/// A configuration is of the version of its first rule: with `Prefix` V1, with `Filter` V2.
fn check_versions(rules: &[LifecycleRule]) -> Result<(), S3Error> {
    let is_v2 = rules.first().is_some_and(|rule| rule.filter.is_some());
    for rule in rules {
        if is_v2 && rule.prefix.is_some() {
            return Err(LIFECYCLE_V2_PREFIX.error());
        }
        if !is_v2 && rule.filter.is_some() {
            return Err(LIFECYCLE_V1_FILTER.error());
        }
    }
    Ok(())
}

/// A rule does something, does it after at least a day, and does nothing that is not modelled.
fn check_actions(rule: &LifecycleRule) -> Result<(), S3Error> {
    if let Some(name) = not_modelled(rule) {
        return Err(NOT_MODELLED.fill(&[&format_args!("`{name}` of PutBucketLifecycleConfiguration")]));
    }
    match rule.abort_incomplete_multipart_upload().map(|abort| abort.days_after_initiation) {
        None => Err(LIFECYCLE_NO_ACTION.error()),
        Some(days) if days.is_none_or(|days| days <= 0) => Err(LIFECYCLE_ABORT_DAYS.error()),
        Some(_) => Ok(()),
    }
}

/// Other actions and other predicates: never stored without being honoured.
fn not_modelled(rule: &LifecycleRule) -> Option<&'static str> {
    let LifecycleRule { id: _, prefix: _, filter, status: _, abort_incomplete_multipart_upload: _, .. } = rule;
    let filter = filter.as_ref();
    let named = [
        (rule.expiration.is_some(), "Expiration"),
        (rule.transitions.is_some(), "Transition"),
        (rule.noncurrent_version_transitions.is_some(), "NoncurrentVersionTransition"),
        (rule.noncurrent_version_expiration.is_some(), "NoncurrentVersionExpiration"),
        (filter.is_some_and(|filter| filter.tag.is_some()), "Tag"),
        (filter.is_some_and(|filter| filter.object_size_greater_than.is_some()), "ObjectSizeGreaterThan"),
        (filter.is_some_and(|filter| filter.object_size_less_than.is_some()), "ObjectSizeLessThan"),
        (filter.is_some_and(|filter| filter.and.is_some()), "And"),
    ];
    named.into_iter().find_map(|(is_set, name)| is_set.then_some(name))
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
    /// What `PutBucketLifecycleConfiguration` answers.
    pub output(put_bucket_lifecycle_configuration) struct PutBucketLifecycleConfigurationOutput {
        transition_default_minimum_object_size: Option<TransitionDefaultMinimumObjectSize> = header("x-amz-transition-default-minimum-object-size"),
    }
}

operation_error! {
    /// What `PutBucketLifecycleConfiguration` fails with.
    PutBucketLifecycleConfigurationError {}
}
