//! Replication rules. The fake stores them and replicates nothing.

use crate::api::error::{ErrorRow, S3Error, table};
use crate::api::types::{
    DeleteMarkerReplicationStatus, ReplicationConfiguration, ReplicationRule, ReplicationRuleStatus,
};
use std::collections::BTreeSet;

/// The errors of a configuration that is put.
pub(crate) static ERRORS: [&ErrorRow; 5] = [
    &table::MALFORMED_XML,
    &table::REPLICATION_ID_TWICE,
    &table::REPLICATION_MARKERS_MISSING,
    &table::REPLICATION_MARKERS_WITHOUT_FILTER,
    &table::REPLICATION_PRIORITY_MISSING,
];

const MAX_RULES: usize = 1000;
const MAX_ID_LETTERS: usize = 255;
const ARN: &str = "arn:aws:s3:::";

/// A valid configuration, in which every rule has an id.
#[derive(Debug, Clone, PartialEq)]
pub struct Replication(ReplicationConfiguration);

impl Replication {
    /// Checks a configuration, and gives ids to rules without one; the operation looks for the destination buckets.
    ///
    /// # Errors
    /// The first error of the first rule that has one.
    pub fn new(mut sent: ReplicationConfiguration, mut new_id: impl FnMut() -> String) -> Result<Self, S3Error> {
        if sent.rules.is_empty() || sent.rules.len() > MAX_RULES {
            return Err(malformed("a configuration has 1 to 1000 rules"));
        }
        let mut ids = BTreeSet::new();
        for rule in &sent.rules {
            check(rule)?;
            if let Some(twice) = rule.id().filter(|id| !ids.insert((*id).to_owned())) {
                return Err(table::REPLICATION_ID_TWICE.error().because(format!("the ID is {twice}")));
            }
        }
        for rule in &mut sent.rules {
            rule.id.get_or_insert_with(&mut new_id);
        }
        Ok(Self(sent))
    }

    /// The configuration as it was put, with the ids of all rules.
    pub fn document(&self) -> &ReplicationConfiguration {
        &self.0
    }

    /// Names of the destination buckets.
    pub fn destinations(&self) -> impl Iterator<Item = &str> {
        self.0.rules.iter().filter_map(|rule| rule.destination()?.bucket().strip_prefix(ARN))
    }
}

fn malformed(why: &str) -> S3Error {
    table::MALFORMED_XML.error().because(why)
}

/// A rule with `Filter` follows the second version of the schema, and needs a priority and a choice for delete markers.
fn check(rule: &ReplicationRule) -> Result<(), S3Error> {
    if rule.id().is_some_and(|id| id.chars().count() > MAX_ID_LETTERS) {
        return Err(malformed("an id has at most 255 characters"));
    }
    if matches!(rule.status(), ReplicationRuleStatus::Unknown(_)) {
        return Err(malformed("the status is Enabled or Disabled"));
    }
    if !rule.destination().is_some_and(|destination| destination.bucket().starts_with(ARN)) {
        return Err(malformed("a rule has a destination, whose bucket is an ARN"));
    }
    let markers = rule.delete_marker_replication();
    let status = markers.and_then(|sent| sent.status());
    if matches!(status, Some(DeleteMarkerReplicationStatus::Unknown(_))) {
        return Err(malformed("the status for delete markers is Enabled or Disabled"));
    }
    let named =
        |error: &'static ErrorRow| error.error().because(format!("of rule {}", rule.id().unwrap_or("without an ID")));
    match rule.filter() {
        Some(_) if markers.is_none() => Err(named(&table::REPLICATION_MARKERS_MISSING)),
        Some(_) if rule.priority().is_none() => Err(named(&table::REPLICATION_PRIORITY_MISSING)),
        None if markers.is_some() => Err(named(&table::REPLICATION_MARKERS_WITHOUT_FILTER)),
        _ => Ok(()),
    }
}
