//! What S3 refuses of transitions.

use super::check::{check_order, midnight, newer};
use super::filter::describe;
use super::rule::{Noncurrent, TransitionRule, When};
use crate::api::error::{S3Error, table};
use crate::api::primitives::DateTime;
use crate::api::types::{LifecycleRule, StorageClass, TransitionStorageClass};

const CURRENT: &str = "Transition";
const NONCURRENT: &str = "NoncurrentVersionTransition";

/// How long objects are kept at least before they go to a class for what is seldom read.
const MIN_DAYS_OF_INFREQUENT: u32 = 30;

/// What tells one action of a rule from the others: when, in days or as a date, and to which class.
type Moved = (Option<u32>, Option<DateTime>, StorageClass);

/// The transitions of current versions.
pub(super) fn current(rule: &LifecycleRule) -> Result<Vec<TransitionRule>, S3Error> {
    let mut moves: Vec<Moved> = Vec::new();
    for sent in rule.transitions() {
        let to = class(sent.storage_class.as_ref());
        let days = sent.days.map(|days| days_of(days, "Days", CURRENT, &to)).transpose()?;
        moves.push((days, sent.date.map(midnight).transpose()?, to));
    }
    check_apart(rule, &moves, "Days", CURRENT)?;
    if moves.iter().any(|(days, ..)| days.is_some()) && moves.iter().any(|(days, ..)| days.is_none()) {
        return Err(table::LIFECYCLE_DATES_AND_DAYS.fill(&[&describe(rule)]));
    }
    check_order(rule)?;
    let when = |(days, date, to): Moved| {
        let when = days.map(When::Days).or(date.map(When::Date))?;
        Some(TransitionRule { when, to })
    };
    Ok(moves.into_iter().filter_map(when).collect())
}

/// Those of versions that are no longer current.
pub(super) fn noncurrent(rule: &LifecycleRule, is_v2: bool) -> Result<Vec<(Noncurrent, StorageClass)>, S3Error> {
    let mut read = Vec::new();
    for sent in rule.noncurrent_version_transitions() {
        let to = class(sent.storage_class.as_ref());
        let days = days_of(sent.noncurrent_days.unwrap_or_default(), "NoncurrentDays", NONCURRENT, &to)?;
        let newer = newer(sent.newer_noncurrent_versions, is_v2, NONCURRENT)?;
        read.push((Noncurrent { days, newer }, to));
    }
    let moves: Vec<Moved> = read.iter().map(|(after, to)| (Some(after.days), None, to.clone())).collect();
    check_apart(rule, &moves, "NoncurrentDays", NONCURRENT)?;
    let end = rule.noncurrent_version_expiration().and_then(|sent| u32::try_from(sent.noncurrent_days?).ok());
    let late = end.and_then(|end| Some((end, read.iter().find(|(after, _)| end <= after.days)?.0.days)));
    match late {
        Some((end, days)) => {
            let why = format!("versions expire after {end} days, and are moved after {days}");
            Err(table::LIFECYCLE_NONCURRENT_ORDER.error().because(why))
        }
        None => Ok(read),
    }
}

fn class(sent: Option<&TransitionStorageClass>) -> StorageClass {
    StorageClass::from(sent.map(TransitionStorageClass::as_str).unwrap_or_default())
}

fn days_of(days: i32, element: &str, action: &str, to: &StorageClass) -> Result<u32, S3Error> {
    let is_infrequent = matches!(to, StorageClass::StandardIa | StorageClass::OnezoneIa);
    match u32::try_from(days) {
        Err(_) => Err(table::LIFECYCLE_TRANSITION_NEGATIVE.fill(&[&element, &action])),
        Ok(days) if is_infrequent && days < MIN_DAYS_OF_INFREQUENT => {
            Err(table::LIFECYCLE_TRANSITION_EARLY.fill(&[&element, &action, to]))
        }
        Ok(days) => Ok(days),
    }
}

/// No two to the same class, and no two on the same day.
fn check_apart(rule: &LifecycleRule, moves: &[Moved], element: &str, action: &str) -> Result<(), S3Error> {
    for (index, (days, date, to)) in moves.iter().enumerate() {
        for (other_days, other_date, other) in &moves[..index] {
            if other == to {
                return Err(table::LIFECYCLE_CLASS_TWICE.fill(&[&action, &describe(rule)]));
            }
            if (days, date) == (other_days, other_date) {
                let (element, scope) = (if days.is_some() { element } else { "Date" }, describe(rule));
                let values: [&dyn std::fmt::Display; 7] = [&element, &action, to, &scope, &scope, &action, other];
                return Err(table::LIFECYCLE_TRANSITIONS_CLOSE.fill(&values));
            }
        }
    }
    Ok(())
}
