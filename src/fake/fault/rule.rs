//! A fault or a gate that waits for calls, and what it has met so far.

use super::kind::{Kind, Per};
use super::matcher::Matcher;
use crate::api::primitives::DateTime;
use crate::fake::calls::{Latch, Moment, Visit};
use crate::model::id::chance;
use parking_lot::Mutex;
use std::collections::BTreeMap;
use std::panic::Location;
use std::sync::Arc;

/// What a rule does to a call.
#[derive(Debug, Clone)]
pub(crate) enum PlannedAction {
    Fault(Arc<Kind>),
    Gate(Moment, Arc<Mutex<Latch>>),
}

/// Rules of different classes meet the same call; of one class the first wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Gate,
    Latency,
    Outcome,
}

impl PlannedAction {
    pub(super) fn class(&self) -> Class {
        match self {
            Self::Gate(..) => Class::Gate,
            Self::Fault(kind) if kind.only_delays() => Class::Latency,
            Self::Fault(_) => Class::Outcome,
        }
    }
}

/// A fault or a gate of a world.
#[derive(Debug)]
pub(super) struct FaultRule {
    /// Its number in the order of injection, from 1. A world that begins again does not repeat it.
    pub(super) number: u64,
    /// Its number since the world began. Chance follows it, so that a world that begins again has the same faults.
    ordinal: u64,
    pub(super) matcher: Matcher,
    pub(super) action: PlannedAction,
    /// The line of the test that asked for it.
    pub(super) location: &'static Location<'static>,
    /// Matcher and action in words.
    pub(super) words: Arc<str>,
    /// Number of calls that matched, and of those that it met.
    seen: u64,
    pub(super) hits: u64,
    /// Number of calls that it can still meet.
    left: u64,
    /// The caller that a fault goes on for.
    stuck_to: Option<String>,
    /// Calls that a throttle still lets pass, and since when, for each limit.
    tokens: BTreeMap<String, (f64, DateTime)>,
}

impl FaultRule {
    pub(super) fn new(
        number: u64,
        ordinal: u64,
        matcher: Matcher,
        action: PlannedAction,
        location: &'static Location<'static>,
    ) -> Self {
        let by_default = match &action {
            PlannedAction::Fault(kind) if kind.is_a_condition() => u64::MAX,
            _ => 1,
        };
        let words = match &action {
            PlannedAction::Fault(kind) => format!("{matcher}: {kind}").into(),
            PlannedAction::Gate(moment, _) => format!("{matcher}: gate {moment}").into(),
        };
        let left = matcher.count.unwrap_or(by_default);
        let (seen, hits, stuck_to, tokens) = (0, 0, None, BTreeMap::new());
        Self { number, ordinal, matcher, action, location, words, seen, hits, left, stuck_to, tokens }
    }

    /// Whether the rule meets a call, which then counts as a hit.
    pub(super) fn meets(&mut self, visit: &Visit<'_>, now: DateTime, seed: u64) -> bool {
        if let Some(caller) = &self.stuck_to {
            let is_met = *caller == visit.caller.to_string();
            self.hits += u64::from(is_met);
            return is_met;
        }
        if self.left == 0 || !self.is_of_its_kind(visit) || !self.matcher.matches(visit) {
            return false;
        }
        self.seen += 1;
        let is_due = self.seen >= self.matcher.first
            && self.falls(self.matcher.seed.unwrap_or(seed))
            && self.is_over_the_limit(visit, now);
        if is_due {
            self.hits += 1;
            self.left = self.left.saturating_sub(u64::from(self.left < u64::MAX));
            if matches!(&self.action, PlannedAction::Fault(kind) if kind.sticks()) {
                self.stuck_to = Some(visit.caller.to_string());
            }
        }
        is_due
    }

    /// A call that the rule met has not come to its effect: it counts as if it had not come.
    pub(super) fn give_back(&mut self) {
        self.hits = self.hits.saturating_sub(1);
        self.left = self.left.saturating_add(u64::from(self.left < u64::MAX));
    }

    fn is_of_its_kind(&self, visit: &Visit<'_>) -> bool {
        let PlannedAction::Fault(kind) = &self.action else { return true };
        kind.operations().is_none_or(|names| visit.operation.is_some_and(|name| names.contains(&name)))
    }

    /// Whether chance has it that this call is met.
    fn falls(&self, seed: u64) -> bool {
        let Some(probability) = self.matcher.probability else { return true };
        chance(seed, self.ordinal.rotate_left(32) ^ self.seen) < probability
    }

    /// Whether a throttle rejects the call; of other faults always true.
    fn is_over_the_limit(&mut self, visit: &Visit<'_>, now: DateTime) -> bool {
        let PlannedAction::Fault(kind) = &self.action else { return true };
        let Kind::Throttle { rate, burst, per } = &**kind else { return true };
        let limit = match per {
            Per::Rule => String::new(),
            Per::Caller => visit.caller.to_string(),
            Per::Prefix => {
                let folder = visit.key.and_then(|key| key.rsplit_once('/')).map_or("", |(folder, _)| folder);
                format!("{}/{folder}", visit.bucket.unwrap_or_default())
            }
        };
        let full = f64::from(*burst);
        let (tokens, since) = self.tokens.entry(limit).or_insert((full, now));
        #[expect(clippy::cast_precision_loss, reason = "seconds since the last call of the same limit")]
        let passed = (now.as_nanos() - since.as_nanos()).max(0) as f64 / 1e9;
        *tokens = (*tokens + passed * rate).min(full);
        *since = now;
        let is_over = *tokens < 1.0;
        *tokens -= if is_over { 0.0 } else { 1.0 };
        is_over
    }
}
