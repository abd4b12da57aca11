//! What the published schema refuses, beyond what the tables of documents do.

use crate::api::error::{S3Error, table};
use crate::api::types::{
    ExpirationStatus, LifecycleExpiration, LifecycleRule, LifecycleRuleFilter, NoncurrentVersionTransition, Transition,
    TransitionStorageClass,
};

/// That every rule is one.
///
/// # Errors
/// `MalformedXML`, and why.
pub(super) fn check(rules: &[LifecycleRule]) -> Result<(), S3Error> {
    match rules.iter().find_map(fault) {
        None => Ok(()),
        Some(why) => Err(table::MALFORMED_XML.error().because(why)),
    }
}

fn fault(rule: &LifecycleRule) -> Option<String> {
    if let ExpirationStatus::Unknown(status) = &rule.status {
        return Some(format!("the status of a rule is Enabled or Disabled, not {status}"));
    }
    let filter = rule.filter.as_ref();
    let noncurrent = rule.noncurrent_version_expiration();
    let moves = rule.transitions().iter().find_map(fault_of_transition);
    let older_moves = rule.noncurrent_version_transitions().iter().find_map(fault_of_noncurrent_transition);
    let faults = [
        (filter.is_none() && rule.prefix.is_none(), "a rule has a Filter or a Prefix (recorded)"),
        (filter.is_some_and(|filter| predicates(filter) > 1), "a Filter has one predicate, or And (recorded)"),
        (filter.is_some_and(|filter| anded(filter) == Some(1)), "And joins at least two predicates"),
        (filter.is_some_and(|filter| anded(filter) == Some(0)), "And joins at least two predicates"),
        (rule.expiration.as_ref().is_some_and(|sent| forms(sent) > 1), "Expiration has one form (recorded of two)"),
        (
            rule.expiration.as_ref().is_some_and(|sent| forms(sent) == 0) && !has_other_action(rule),
            "an Expiration that is the only action has a form",
        ),
        (
            noncurrent.is_some_and(|sent| sent.noncurrent_days.is_none()),
            "NoncurrentVersionExpiration needs NoncurrentDays (recorded)",
        ),
        (
            rule.abort_incomplete_multipart_upload().is_some_and(|abort| abort.days_after_initiation.is_none()),
            "AbortIncompleteMultipartUpload needs DaysAfterInitiation",
        ),
    ];
    let own = faults.into_iter().find_map(|(is_there, why)| is_there.then(|| why.to_owned()));
    own.or(moves).or(older_moves)
}

fn predicates(filter: &LifecycleRuleFilter) -> usize {
    let LifecycleRuleFilter { prefix, tag, object_size_greater_than, object_size_less_than, and } = filter;
    let sizes = [object_size_greater_than, object_size_less_than].map(Option::is_some);
    count([prefix.is_some(), tag.is_some(), and.is_some()].into_iter().chain(sizes))
}

/// How many predicates `And` joins, where there is one.
fn anded(filter: &LifecycleRuleFilter) -> Option<usize> {
    let and = filter.and.as_ref()?;
    let sizes = [and.object_size_greater_than, and.object_size_less_than].map(|size| size.is_some());
    Some(and.tags().len() + count([and.prefix.is_some()].into_iter().chain(sizes)))
}

/// Whether a rule does something beside its `Expiration`, which may then be empty (field report).
fn has_other_action(rule: &LifecycleRule) -> bool {
    !rule.transitions().is_empty()
        || rule.noncurrent_version_expiration.is_some()
        || !rule.noncurrent_version_transitions().is_empty()
        || rule.abort_incomplete_multipart_upload.is_some()
}

fn forms(sent: &LifecycleExpiration) -> usize {
    count([sent.date.is_some(), sent.days.is_some(), sent.expired_object_delete_marker.is_some()].into_iter())
}

fn count(flags: impl Iterator<Item = bool>) -> usize {
    flags.filter(|is_set| *is_set).count()
}

fn fault_of_transition(sent: &Transition) -> Option<String> {
    match (sent.date, sent.days) {
        (None, None) | (Some(_), Some(_)) => Some("a Transition has Date or Days".to_owned()),
        (None, Some(_)) | (Some(_), None) => fault_of_class(sent.storage_class.as_ref()),
    }
}

fn fault_of_noncurrent_transition(sent: &NoncurrentVersionTransition) -> Option<String> {
    match sent.noncurrent_days {
        None => Some("a NoncurrentVersionTransition has NoncurrentDays".to_owned()),
        Some(_) => fault_of_class(sent.storage_class.as_ref()),
    }
}

fn fault_of_class(class: Option<&TransitionStorageClass>) -> Option<String> {
    match class {
        None => Some("a transition names a StorageClass".to_owned()),
        Some(TransitionStorageClass::Unknown(class)) => Some(format!("nothing is moved to the class {class}")),
        Some(_) => None,
    }
}
