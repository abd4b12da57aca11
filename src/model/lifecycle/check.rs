//! What S3 refuses of rules that the schema allows, in the order in which it does (a guess): how many there are, their
//! ids, then each rule in turn; and what is left when nothing is wrong.

use super::filter::{Filter, describe};
use super::rule::{Noncurrent, Rule, When};
use super::{schema, transitions};
use crate::api::error::{ErrorRow, S3Error, table};
use crate::api::primitives::{DateTime, DateTimeFormat};
use crate::api::types::{ExpirationStatus, LifecycleRule};
use crate::model::time::is_midnight;
use std::collections::BTreeSet;

const MAX_RULES: usize = 1000;
const MAX_ID_CHARACTERS: usize = 255;

/// Reads rules. Those without an id have the empty one.
///
/// # Errors
/// `MalformedXML`, `InvalidRequest`, `InvalidArgument`.
pub(super) fn parse(rules: &[LifecycleRule]) -> Result<Vec<Rule>, S3Error> {
    schema::check(rules)?;
    check_count(rules)?;
    check_ids(rules)?;
    let is_v2 = rules.first().is_some_and(|rule| rule.filter.is_some());
    let parsed = rules.iter().map(|rule| parse_rule(rule, is_v2)).collect::<Result<_, _>>()?;
    check_overlaps(rules)?;
    Ok(parsed)
}

fn parse_rule(sent: &LifecycleRule, is_v2: bool) -> Result<Rule, S3Error> {
    check_version(sent, is_v2)?;
    let filter = Filter::parse(sent)?;
    check_has_action(sent)?;
    let expiration = expiration(sent)?;
    let noncurrent_expiration = noncurrent_expiration(sent, is_v2)?;
    let abort_after = abort_after(sent)?;
    check_filter_allows(sent, &filter)?;
    let transitions = transitions::current(sent)?;
    let noncurrent_transitions = transitions::noncurrent(sent, is_v2)?;
    Ok(Rule {
        id: sent.id().unwrap_or_default().to_owned(),
        filter,
        expiration,
        removes_markers: removes_markers(sent),
        transitions,
        noncurrent_expiration,
        noncurrent_transitions,
        abort_after,
    })
}

fn check_count(rules: &[LifecycleRule]) -> Result<(), S3Error> {
    match rules.len() {
        0 => Err(table::LIFECYCLE_NO_RULES.error().because("the configuration has 0 rules")),
        1..=MAX_RULES => Ok(()),
        many => Err(table::LIFECYCLE_TOO_MANY_RULES.error().because(format!("the configuration has {many} rules"))),
    }
}

/// An id that is empty is none.
fn check_ids(rules: &[LifecycleRule]) -> Result<(), S3Error> {
    let ids: Vec<&str> = rules.iter().filter_map(LifecycleRule::id).filter(|id| !id.is_empty()).collect();
    if let Some(long) = ids.iter().find(|id| id.chars().count() > MAX_ID_CHARACTERS) {
        return Err(table::LIFECYCLE_ID_TOO_LONG.error().because(format!("the ID is {long}")));
    }
    let mut seen = BTreeSet::new();
    match ids.into_iter().find(|id| !seen.insert(*id)) {
        None => Ok(()),
        Some(twice) => Err(table::LIFECYCLE_ID_TWICE.error().because(format!("the ID is {twice}"))),
    }
}

/// The error, with the rule that it is about.
fn in_rule(error: &'static ErrorRow, rule: &LifecycleRule) -> S3Error {
    let id = rule
        .id()
        .filter(|id| !id.is_empty())
        .map_or_else(|| "a rule without an ID".to_owned(), |id| format!("rule {id}"));
    error.error().because(format!("{id} for {}", describe(rule)))
}

/// A configuration is of the version of its first rule: with `Prefix` V1, with `Filter` V2.
fn check_version(rule: &LifecycleRule, is_v2: bool) -> Result<(), S3Error> {
    match (is_v2, rule.prefix.is_some(), rule.filter.is_some()) {
        (true, true, _) => Err(in_rule(&table::LIFECYCLE_V2_PREFIX, rule)),
        (false, _, true) => Err(in_rule(&table::LIFECYCLE_V1_FILTER, rule)),
        _ => Ok(()),
    }
}

fn check_has_action(rule: &LifecycleRule) -> Result<(), S3Error> {
    match actions(rule).next() {
        Some(_) => Ok(()),
        None => Err(in_rule(&table::LIFECYCLE_NO_ACTION, rule)),
    }
}

/// The actions that a rule has, by their names.
fn actions(rule: &LifecycleRule) -> impl Iterator<Item = &'static str> + use<> {
    let named = [
        (rule.expiration.is_some(), "Expiration"),
        (!rule.transitions().is_empty(), "Transition"),
        (rule.noncurrent_version_expiration.is_some(), "NoncurrentVersionExpiration"),
        (!rule.noncurrent_version_transitions().is_empty(), "NoncurrentVersionTransition"),
        (rule.abort_incomplete_multipart_upload.is_some(), "AbortIncompleteMultipartUpload"),
    ];
    named.into_iter().filter_map(|(is_there, name)| is_there.then_some(name))
}

fn removes_markers(rule: &LifecycleRule) -> bool {
    rule.expiration().is_some_and(|sent| sent.expired_object_delete_marker == Some(true))
}

fn expiration(rule: &LifecycleRule) -> Result<Option<When>, S3Error> {
    let Some(sent) = rule.expiration() else { return Ok(None) };
    match (sent.days, sent.date) {
        (Some(days), _) => Ok(Some(When::Days(positive(days, "Expiration", "Days")?))),
        (None, Some(date)) => Ok(Some(When::Date(midnight(date)?))),
        (None, None) => Ok(None),
    }
}

/// A date, which is a midnight.
pub(super) fn midnight(date: DateTime) -> Result<DateTime, S3Error> {
    if is_midnight(date) {
        return Ok(date);
    }
    let sent = date.fmt(DateTimeFormat::DateTime).unwrap_or_default();
    Err(table::LIFECYCLE_DATE_NOT_MIDNIGHT.argument("Date", sent))
}

fn positive(number: i32, action: &str, element: &str) -> Result<u32, S3Error> {
    match u32::try_from(number).ok().filter(|number| *number > 0) {
        Some(number) => Ok(number),
        None => Err(table::LIFECYCLE_NOT_POSITIVE.fill(&[&element, &action])),
    }
}

fn noncurrent_expiration(rule: &LifecycleRule, is_v2: bool) -> Result<Option<Noncurrent>, S3Error> {
    const ACTION: &str = "NoncurrentVersionExpiration";
    let Some(sent) = rule.noncurrent_version_expiration() else { return Ok(None) };
    let days = positive(sent.noncurrent_days.unwrap_or_default(), ACTION, "NoncurrentDays")?;
    let newer = newer(sent.newer_noncurrent_versions, is_v2, ACTION)?;
    Ok(Some(Noncurrent { days, newer }))
}

/// The documentation allows 1 to 100; S3 was seen to take 500, so there is no upper end here.
pub(super) fn newer(sent: Option<i32>, is_v2: bool, action: &str) -> Result<usize, S3Error> {
    match sent {
        None => Ok(0),
        Some(newer) if !is_v2 => {
            Err(table::LIFECYCLE_V1_NEWER_VERSIONS.error().because(format!("NewerNoncurrentVersions is {newer}")))
        }
        Some(newer) => {
            let newer = positive(newer, action, "NewerNoncurrentVersions")?;
            Ok(usize::try_from(newer).unwrap_or(usize::MAX))
        }
    }
}

fn abort_after(rule: &LifecycleRule) -> Result<Option<u32>, S3Error> {
    let days = rule.abort_incomplete_multipart_upload().and_then(|abort| abort.days_after_initiation);
    match days.map(u32::try_from) {
        None => Ok(None),
        Some(Err(_) | Ok(0)) => Err(in_rule(&table::LIFECYCLE_ABORT_DAYS, rule)),
        Some(Ok(days)) => Ok(Some(days)),
    }
}

/// Uploads and delete markers have neither tags nor a size to be chosen by.
fn check_filter_allows(rule: &LifecycleRule, filter: &Filter) -> Result<(), S3Error> {
    let aborts = rule.abort_incomplete_multipart_upload.is_some();
    let markers = rule.expiration().is_some_and(|sent| sent.expired_object_delete_marker.is_some());
    match (aborts, markers, filter.has_tags(), filter.has_sizes()) {
        (true, _, true, _) => Err(in_rule(&table::LIFECYCLE_ABORT_TAGS, rule)),
        (true, _, _, true) => Err(in_rule(&table::LIFECYCLE_ABORT_SIZES, rule)),
        (_, true, true, _) => Err(in_rule(&table::LIFECYCLE_MARKER_TAGS, rule)),
        (_, true, _, true) => Err(in_rule(&table::LIFECYCLE_MARKER_SIZES, rule)),
        _ => Ok(()),
    }
}

/// In V1 no two rules do the same to one key, whether they are enabled or not.
fn check_overlaps(rules: &[LifecycleRule]) -> Result<(), S3Error> {
    // A prefix of a text stands before it, and whatever stands between the two begins with it too: so it is enough
    // to look at neighbours, in the order of prefixes, of one action.
    let mut sorted: Vec<(&'static str, &str)> = rules
        .iter()
        .filter_map(|rule| Some((rule, rule.prefix()?)))
        .flat_map(|(rule, prefix)| actions(rule).map(move |action| (action, prefix)))
        .collect();
    sorted.sort_unstable();
    let overlap = sorted.windows(2).find(|pair| pair[0].0 == pair[1].0 && pair[1].1.starts_with(pair[0].1));
    match overlap {
        Some([(action, shorter), (_, longer)]) => {
            Err(table::LIFECYCLE_PREFIXES_OVERLAP.fill(&[shorter, longer, action]))
        }
        _ => Ok(()),
    }
}

/// Whether an enabled rule.
pub(super) fn is_enabled(rule: &LifecycleRule) -> bool {
    rule.status == ExpirationStatus::Enabled
}

/// That objects do not expire before they are moved.
pub(super) fn check_order(rule: &LifecycleRule) -> Result<(), S3Error> {
    let Some(expiration) = rule.expiration() else { return Ok(()) };
    for transition in rule.transitions() {
        match (expiration.days, expiration.date, transition.days, transition.date) {
            (Some(_), _, _, Some(_)) | (_, Some(_), Some(_), _) => {
                return Err(table::LIFECYCLE_DATES_AND_DAYS.fill(&[&describe(rule)]));
            }
            (Some(end), _, Some(days), _) if end <= days => {
                return Err(table::LIFECYCLE_DAYS_ORDER.fill(&[&describe(rule)]));
            }
            (_, Some(end), _, Some(date)) if end <= date => {
                return Err(table::LIFECYCLE_DATES_ORDER.fill(&[&describe(rule)]));
            }
            _ => {}
        }
    }
    Ok(())
}
