//! A rule, as what it does; and to what, and when.

use super::class::{self, SmallObjects};
use super::day::{Day, Deadline};
use super::deadline::FromMidnight;
use super::filter::Filter;
use crate::api::primitives::DateTime;
use crate::api::types::StorageClass;
use crate::model::object::StoredObject;
use crate::model::time::{due, midnight_behind};
use crate::model::version::{Content, Version, Versions};

/// An enabled rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    pub id: String,
    pub filter: Filter,
    /// Of current versions.
    pub expiration: Option<When>,
    /// Delete markers that nothing lies under are removed.
    pub removes_markers: bool,
    pub transitions: Vec<TransitionRule>,
    /// Of versions that are no longer current.
    pub noncurrent_expiration: Option<Noncurrent>,
    pub noncurrent_transitions: Vec<(Noncurrent, StorageClass)>,
    /// Of uploads.
    pub abort_after: Option<u32>,
}

/// When a rule acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// So many days after the version was made.
    Days(u32),
    /// On a date, and from then on.
    Date(DateTime),
}

/// When a rule acts on a version that others came after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Noncurrent {
    /// So many days after the next version was made.
    pub days: u32,
    /// Only if so many other noncurrent versions are newer.
    pub newer: usize,
}

/// Moves current versions to another storage class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransitionRule {
    pub when: When,
    pub to: StorageClass,
}

/// What a rule will do to a version unless something else happens before.
#[derive(Debug, Clone)]
pub struct Deed<'a> {
    pub at: Deadline,
    pub rule: &'a str,
    pub version: &'a Version,
    pub action: LifecycleAction<'a>,
}

/// What is done to a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LifecycleAction<'a> {
    /// The current version expires: a delete marker comes upon it, or it is removed where no versions are kept.
    Expire,
    /// A noncurrent version is removed.
    Remove,
    /// A delete marker that nothing lies under is removed.
    RemoveMarker,
    /// The version goes to another storage class.
    Move { from: &'a StorageClass, to: &'a StorageClass },
}

impl LifecycleAction<'_> {
    /// Of what falls due at one instant, the least is done first: permanent deletion goes before transition, transition
    /// before delete markers, and of transitions the one to the cheapest class.
    pub fn precedence(self, expiring_marks: bool) -> (u8, u8) {
        match self {
            Self::Remove | Self::RemoveMarker => (0, 0),
            Self::Expire if !expiring_marks => (0, 0),
            Self::Move { to, .. } => (1, class::precedence(to)),
            Self::Expire => (2, 0),
        }
    }
}

/// What the instants of a rule's deeds depend on, beside the rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LifecycleTerms {
    pub from_midnight: FromMidnight,
    pub day: Day,
    pub small: SmallObjects,
}

impl LifecycleTerms {
    /// So many days after an instant, at midnight.
    pub(super) fn after(self, from: DateTime, days: u32) -> Deadline {
        self.day.deadline(from, self.from_midnight.due(from, days))
    }

    /// At the midnight that an instant is, or that follows it.
    fn at_midnight(self, from: DateTime) -> Deadline {
        self.day.deadline(from, due(from, 0))
    }

    /// Then, or at the midnight behind the last change that a request made of the versions, if that is later: rules
    /// wait for it.
    pub(super) fn behind_change(self, versions: &Versions, at: Deadline) -> Deadline {
        versions.touched().map_or(at, |touched| at.and(self.day.deadline(touched, midnight_behind(touched))))
    }
}

impl LifecycleTerms {
    /// The same for an instant that comes; `None` if it comes no more.
    pub(super) fn behind_last_change(self, versions: &Versions, at: DateTime) -> Option<DateTime> {
        let Some(touched) = versions.touched() else { return Some(at) };
        let change = self.day.deadline(touched, midnight_behind(touched));
        change.comes().then(|| at.max(change.due))
    }
}

impl When {
    fn from(self, base: DateTime, terms: LifecycleTerms) -> Deadline {
        match self {
            Self::Days(days) => terms.after(base, days),
            Self::Date(date) => Deadline::on(date),
        }
    }
}

impl Rule {
    /// What the rule will do to the newest so many versions of a key that it can be for.
    pub(super) fn deeds<'a>(
        &'a self,
        versions: &'a Versions,
        newest: usize,
        terms: LifecycleTerms,
    ) -> impl Iterator<Item = Deed<'a>> {
        let deeds = versions.newest_first().take(newest).enumerate().flat_map(move |(age, version)| {
            self.deeds_of(version, age, versions.is_one(), terms).map(move |(at, action)| {
                let at = terms.behind_change(versions, at);
                Deed { at, rule: &self.id, version, action }
            })
        });
        deeds.filter(|deed| deed.at.comes())
    }

    /// The deadlines of the newest so many versions, each with the age of its version, before the delay that follows
    /// each change.
    pub(super) fn deadlines<'a>(
        &'a self,
        versions: &'a Versions,
        newest: usize,
        terms: LifecycleTerms,
    ) -> impl Iterator<Item = (usize, DateTime)> + 'a {
        let all = versions.newest_first().take(newest).enumerate();
        all.flat_map(move |(age, version)| {
            let deadlines = self.deeds_of(version, age, versions.is_one(), terms).filter(|(at, _)| at.comes());
            deadlines.map(move |(at, _)| (age, at.due))
        })
    }

    /// The same for versions among the oldest so many that the rule is for only since so many newer ones came.
    pub(super) fn grown_old<'a>(
        &'a self,
        versions: &'a Versions,
        (oldest, came): (usize, usize),
        terms: LifecycleTerms,
    ) -> impl Iterator<Item = (usize, DateTime)> + 'a {
        let removal = self.noncurrent_expiration.iter().map(|rule| rule.newer);
        let moves = self.noncurrent_transitions.iter().map(|(rule, _)| rule.newer);
        let least = removal.chain(moves).filter(|newer| (1..versions.len()).contains(newer));
        let ages = least.flat_map(move |newer| newer + 1..=newer + came);
        ages.flat_map(move |age| {
            let place = versions.len().checked_sub(1 + age).filter(|place| *place < oldest);
            let deeds = place.and_then(|place| versions.at(place)).into_iter();
            let deeds = deeds.flat_map(move |version| self.deeds_of(version, age, false, terms));
            deeds.filter(|(at, _)| at.comes()).map(move |(at, _)| (age, at.due))
        })
    }

    /// What the rule will do to one version of this age: the newest has age 0.
    fn deeds_of<'a>(
        &'a self,
        version: &'a Version,
        age: usize,
        is_alone: bool,
        terms: LifecycleTerms,
    ) -> impl Iterator<Item = (Deadline, LifecycleAction<'a>)> {
        #[cfg(test)]
        super::tests::LOOKS.with(|looks| looks.set(looks.get() + 1));
        // Of a version that is not current: when it ceased to be, and how many others like it are newer.
        let noncurrent = age.checked_sub(1).and_then(|newer| Some((version.superseded()?, newer)));
        let removal = match noncurrent {
            None => self.ends(version, is_alone, terms),
            Some(noncurrent) => self.removes(version, noncurrent, terms),
        };
        let moves = version.object().into_iter().flat_map(move |object| self.moves(object, noncurrent, terms));
        removal.into_iter().chain(moves)
    }

    /// How the current version ends. A delete marker does not expire again, but one that nothing lies under is removed:
    /// when it is as old as expiring objects are, or at once.
    fn ends(
        &self,
        version: &Version,
        is_alone: bool,
        terms: LifecycleTerms,
    ) -> Option<(Deadline, LifecycleAction<'_>)> {
        match &version.content {
            Content::Object(object) => {
                let when = self.expiration.filter(|_| self.filter.takes_object(object))?;
                Some((when.from(object.last_modified, terms), LifecycleAction::Expire))
            }
            Content::DeleteMarker { at } if is_alone && self.filter.takes_markers() => {
                let when = if self.removes_markers { Some(Deadline::on(*at)) } else { None };
                let when = when.or_else(|| Some(self.expiration?.from(*at, terms)))?;
                Some((when, LifecycleAction::RemoveMarker))
            }
            Content::DeleteMarker { .. } => None,
        }
    }

    fn removes(
        &self,
        version: &Version,
        (superseded, newer): (DateTime, usize),
        terms: LifecycleTerms,
    ) -> Option<(Deadline, LifecycleAction<'_>)> {
        let noncurrent = self.noncurrent_expiration.filter(|rule| newer >= rule.newer)?;
        let is_meant = match version.object() {
            Some(object) => self.filter.takes_object(object),
            None => self.filter.takes_markers(),
        };
        let due = terms.after(superseded, noncurrent.days);
        // A lock keeps the version; when it ends, the rule acts at the next midnight.
        let free = version.free_from().filter(|_| is_meant)?;
        Some((due.and(terms.at_midnight(free)), LifecycleAction::Remove))
    }

    /// When the rule would move a version to this class, if it were not there.
    pub(super) fn moves_to<'a>(
        &'a self,
        class: &'a StorageClass,
        version: &'a Version,
        terms: LifecycleTerms,
    ) -> impl Iterator<Item = Deadline> + 'a {
        // However many are newer.
        let noncurrent = version.superseded().map(|superseded| (superseded, usize::MAX));
        let targets = version.object().into_iter().flat_map(move |object| self.targets(object, noncurrent, terms));
        targets.filter(move |(_, to)| *to == class).map(|(at, _)| at)
    }

    fn moves<'a>(
        &'a self,
        object: &'a StoredObject,
        noncurrent: Option<(DateTime, usize)>,
        terms: LifecycleTerms,
    ) -> impl Iterator<Item = (Deadline, LifecycleAction<'a>)> {
        let from = &object.attributes.storage_class;
        let allowed = move |(_, to): &(Deadline, &StorageClass)| {
            class::flows(from, to) && terms.small.allow(object.len(), to, &self.filter)
        };
        self.targets(object, noncurrent, terms)
            .filter(allowed)
            .map(move |(at, to)| (at, LifecycleAction::Move { from, to }))
    }

    /// The classes that the rule names for an object, wherever that is now, and when.
    fn targets<'a>(
        &'a self,
        object: &'a StoredObject,
        noncurrent: Option<(DateTime, usize)>,
        terms: LifecycleTerms,
    ) -> impl Iterator<Item = (Deadline, &'a StorageClass)> {
        let current = self.transitions.iter().filter(move |_| noncurrent.is_none());
        let current = current.map(move |rule| (rule.when.from(object.last_modified, terms), &rule.to));
        let older = noncurrent.into_iter().flat_map(move |(superseded, newer)| {
            let rules = self.noncurrent_transitions.iter().filter(move |(rule, _)| newer >= rule.newer);
            rules.map(move |(rule, to)| (terms.after(superseded, rule.days), to))
        });
        current.chain(older).filter(move |_| self.filter.takes_object(object))
    }
}
