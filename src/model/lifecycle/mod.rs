//! Lifecycle rules: what they are read as, and what they will do, and when.
//!
//! Rules are read once, into [`Rule`]s, when they are put; what a configuration means is asked of [`Lifecycle`] alone.
//! `x-amz-abort-date` and the abort itself come from [`Lifecycle::abort_of`], `x-amz-expiration` and what happens to
//! versions from [`Lifecycle::deeds`], so neither can disagree with what it promises; where a [`Day`] is not as long
//! as one, a [`Deadline`] has what is told and what is done.

mod check;
mod class;
mod day;
mod deadline;
mod filter;
mod rule;
mod schema;
#[cfg(test)]
pub(super) mod tests;
mod transitions;

pub use class::SmallObjects;
pub use day::{Day, Deadline};
pub use deadline::FromMidnight;
pub use rule::{Deed, LifecycleAction, LifecycleTerms};

use super::name::ObjectKey;
use super::version::{Earliest, Version, Versions};
use crate::api::error::S3Error;
use crate::api::primitives::DateTime;
use crate::api::types::{LifecycleRule, StorageClass};
use rule::Rule;

/// The rules of a bucket, as they were put, and what they mean.
#[derive(Debug, Clone)]
pub struct Lifecycle {
    /// As they were put: Get gives them back so.
    rules: Vec<LifecycleRule>,
    enabled: Vec<Rule>,
    terms: LifecycleTerms,
}

/// When something ends by itself, and by which rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct End {
    pub at: Deadline,
    pub rule: String,
}

impl Lifecycle {
    /// Reads rules; those without an id get one.
    ///
    /// # Errors
    /// What S3 refuses of them.
    pub fn new(
        mut rules: Vec<LifecycleRule>,
        terms: LifecycleTerms,
        mut new_id: impl FnMut() -> String,
    ) -> Result<Self, S3Error> {
        let mut parsed = check::parse(&rules)?;
        for (sent, rule) in rules.iter_mut().zip(&mut parsed).filter(|(_, rule)| rule.id.is_empty()) {
            rule.id = new_id();
            sent.id = Some(rule.id.clone());
        }
        let enabled = rules.iter().zip(parsed).filter(|(sent, _)| check::is_enabled(sent)).map(|(_, rule)| rule);
        Ok(Self { enabled: enabled.collect(), rules, terms })
    }

    /// The rules as they were put.
    pub fn rules(&self) -> &[LifecycleRule] {
        &self.rules
    }

    /// Which small objects are moved.
    pub fn small_objects(&self) -> SmallObjects {
        self.terms.small
    }

    /// When an upload of this key, initiated then, is aborted. Of several rules the earliest date wins; of equal
    /// dates the rule that stands first.
    pub fn abort_of(&self, key: &ObjectKey, initiated: DateTime) -> Option<End> {
        let rules = self.rules_for(key).filter_map(|rule| Some((rule, rule.abort_after?)));
        let ends = rules.map(|(rule, days)| (self.terms.after(initiated, days), rule));
        let (at, rule) = ends.filter(|(at, _)| at.comes()).min_by_key(|(at, _)| at.shown)?;
        Some(End { at, rule: rule.id.clone() })
    }

    /// All that the rules will do to the versions of a key, if nothing else happens: in the order of the rules, of one
    /// rule the newest version first.
    pub fn deeds<'a>(&'a self, key: &'a ObjectKey, versions: &'a Versions) -> impl Iterator<Item = Deed<'a>> {
        let deeds = self.rules_for(key).flat_map(move |rule| rule.deeds(versions, usize::MAX, self.terms));
        deeds.filter(move |deed| !self.is_passed_over(key, versions, deed))
    }

    /// When the first of all that happens, and what of it can be kept for the next version of the key.
    ///
    /// An older version changes only in how many are newer, so a new version costs the rules of its key, and not these
    /// times all versions.
    pub fn earliest(&self, key: &ObjectKey, versions: &Versions) -> (Option<DateTime>, Option<Earliest>) {
        let known = versions.earliest().unwrap_or(Earliest { at: None, covered: 0, total: 0 });
        let total = versions.len();
        let (fresh, newer) = (total - known.covered, total - known.total);
        let is_tiered = |version: &Version| {
            version.object().is_some_and(|object| object.attributes.storage_class == StorageClass::IntelligentTiering)
        };
        // Whether a transition from there is passed over depends on the last change too.
        if versions.newest_first().take(fresh).any(is_tiered) {
            return (self.deeds(key, versions).map(|deed| deed.at.due).min(), None);
        }
        let (mut current, mut older) = (None, known.at);
        for rule in self.rules_for(key) {
            let grown_old = rule.grown_old(versions, (known.covered, newer), self.terms);
            for (age, at) in rule.deadlines(versions, fresh, self.terms).chain(grown_old) {
                let earliest = if age == 0 { &mut current } else { &mut older };
                *earliest = [*earliest, Some(at)].into_iter().flatten().min();
            }
        }
        let earliest = [current, older].into_iter().flatten().min();
        let earliest = earliest.and_then(|at| self.terms.behind_last_change(versions, at));
        (earliest, Some(Earliest { at: older, covered: total.saturating_sub(1), total }))
    }

    /// A transition that lost to one to `INTELLIGENT_TIERING` at the same instant is not made behind it, although that
    /// is not the end of the waterfall.
    fn is_passed_over(&self, key: &ObjectKey, versions: &Versions, deed: &Deed<'_>) -> bool {
        let LifecycleAction::Move { from: StorageClass::IntelligentTiering, to } = deed.action else { return false };
        let tiering = &StorageClass::IntelligentTiering;
        class::precedence(to) > class::precedence(tiering)
            && self
                .rules_for(key)
                .flat_map(|rule| rule.moves_to(tiering, deed.version, self.terms))
                .any(|at| self.terms.behind_change(versions, at).due == deed.at.due)
    }

    /// When S3 tells that the current version expires. Reads ask for it: it costs nothing to have older versions.
    pub fn expiration_of(&self, key: &ObjectKey, versions: &Versions) -> Option<End> {
        let deed = self.expiring(key, versions).min_by_key(|deed| deed.at.shown)?;
        Some(End { at: deed.at, rule: deed.rule.to_owned() })
    }

    /// When it does. It need not be by the same rule: where days are short, days may be over before a date.
    pub fn expires_at(&self, key: &ObjectKey, versions: &Versions) -> Option<DateTime> {
        self.expiring(key, versions).map(|deed| deed.at.due).min()
    }

    fn expiring<'a>(&'a self, key: &'a ObjectKey, versions: &'a Versions) -> impl Iterator<Item = Deed<'a>> {
        let deeds = self.rules_for(key).flat_map(|rule| rule.deeds(versions, 1, self.terms));
        deeds.filter(|deed| deed.action == LifecycleAction::Expire)
    }

    fn rules_for<'a>(&'a self, key: &'a ObjectKey) -> impl Iterator<Item = &'a Rule> {
        self.enabled.iter().filter(move |rule| rule.filter.takes_key(key))
    }
}
