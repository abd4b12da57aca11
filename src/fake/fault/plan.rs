//! The faults and gates of one world.

use super::matcher::Matcher;
use super::rule::{FaultRule, PlannedAction};
use crate::api::primitives::DateTime;
use crate::fake::calls::{Latch, Visit};
use parking_lot::Mutex;
use std::panic::Location;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The faults and gates of one world, in the order in which the test asked for them.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    /// Number of rules, so that a call need not lock the plan to see that it is empty.
    waiting: AtomicUsize,
    rules: Mutex<PlanRules>,
}

#[derive(Debug, Default)]
struct PlanRules {
    /// Number of rules that were ever added.
    added: u64,
    /// Number of rules that were added before the world last began.
    before: u64,
    all: Vec<FaultRule>,
}

/// A rule that a call met.
#[derive(Debug, Clone)]
pub(crate) struct Taken {
    /// The rule's number.
    pub number: u64,
    pub action: PlannedAction,
    /// The rule in words.
    pub words: Arc<str>,
}

/// A rule as a test or a client of control sees it.
#[derive(Debug, Clone)]
pub(crate) struct RuleView {
    pub number: u64,
    pub words: Arc<str>,
    pub hits: u64,
    pub is_optional: bool,
    pub is_fault: bool,
    pub location: &'static Location<'static>,
    /// The operation that it names.
    pub operation: Option<&'static str>,
}

impl Plan {
    /// Whether no rule waits for calls.
    pub(crate) fn is_empty(&self) -> bool {
        self.waiting.load(Ordering::Relaxed) == 0
    }

    /// Adds a rule, and returns its number.
    pub(crate) fn add(&self, matcher: Matcher, action: PlannedAction, location: &'static Location<'static>) -> u64 {
        self.change(|rules| {
            rules.added += 1;
            let ordinal = rules.added - rules.before;
            rules.all.push(FaultRule::new(rules.added, ordinal, matcher, action, location));
            rules.added
        })
    }

    /// The rules that a call meets: the first gate, the first latency, and the first of the other faults.
    pub(crate) fn take(&self, visit: &Visit<'_>, now: DateTime, seed: u64) -> Vec<Taken> {
        let mut taken: Vec<Taken> = Vec::new();
        for rule in &mut self.rules.lock().all {
            let class = rule.action.class();
            if taken.iter().all(|other| other.action.class() != class) && rule.meets(visit, now, seed) {
                let (number, action) = (rule.number, rule.action.clone());
                taken.push(Taken { number, action, words: rule.words.clone() });
            }
        }
        taken
    }

    /// A call has not come to its effect: the rules that it met count as if it had not come.
    pub(crate) fn give_back(&self, taken: &[Taken]) {
        let mut rules = self.rules.lock();
        for rule in &mut rules.all {
            if taken.iter().any(|taken| taken.number == rule.number) {
                rule.give_back();
            }
        }
    }

    /// Removes a rule, and returns it as it was, if it is still there.
    pub(crate) fn remove(&self, number: u64) -> Option<RuleView> {
        self.change(|rules| {
            let at = rules.all.iter().position(|rule| rule.number == number)?;
            let rule = rules.all.remove(at);
            open(&rule);
            Some(rule.shown())
        })
    }

    /// One rule.
    pub(crate) fn get(&self, number: u64) -> Option<RuleView> {
        self.rules.lock().all.iter().find(|rule| rule.number == number).map(FaultRule::shown)
    }

    /// All rules, in the order of injection.
    pub(crate) fn shown(&self) -> Vec<RuleView> {
        self.rules.lock().all.iter().map(FaultRule::shown).collect()
    }

    /// Removes every rule: the world begins again. A call that has stopped at a gate stays there until the test lets it
    /// go; waits for a gate that no call has reached end.
    pub(crate) fn forget(&self) {
        let rules = self.change(|rules| {
            rules.before = rules.added;
            std::mem::take(&mut rules.all)
        });
        rules.iter().filter(|rule| rule.hits == 0).for_each(open);
    }

    fn change<T>(&self, change: impl FnOnce(&mut PlanRules) -> T) -> T {
        let mut rules = self.rules.lock();
        let done = change(&mut rules);
        self.waiting.store(rules.all.len(), Ordering::Relaxed);
        done
    }
}

impl FaultRule {
    fn shown(&self) -> RuleView {
        RuleView {
            number: self.number,
            words: self.words.clone(),
            hits: self.hits,
            is_optional: self.matcher.is_optional,
            is_fault: matches!(self.action, PlannedAction::Fault(_)),
            location: self.location,
            operation: self.matcher.operation(),
        }
    }
}

/// Lets go whatever waits at the gate of a rule that is removed.
fn open(rule: &FaultRule) {
    if let PlannedAction::Gate(_, latch) = &rule.action {
        Latch::change(latch, |latch| (latch.is_open, latch.is_reached) = (true, true));
    }
}
