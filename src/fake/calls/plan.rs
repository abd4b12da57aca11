//! The holds and delays that wait for calls.

use super::Moment;
use super::gate::Gate;
use crate::http::dispatch;
use parking_lot::Mutex;
use std::cmp::min;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// The holds and delays of one world, in the order in which the test asked for them.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    /// Number of steps that wait, so that a call need not lock the plan to see that it is empty.
    waiting: AtomicUsize,
    queue: Mutex<Queue>,
}

#[derive(Debug, Default)]
struct Queue {
    /// Number of steps that were ever asked for.
    asked: u64,
    steps: Vec<Planned>,
}

/// A step that waits for a call.
#[derive(Debug)]
pub(super) struct Planned {
    /// Its place in the order of asking, which it keeps if it is given back.
    number: u64,
    /// The operation that it waits for; `None` for any.
    operation: Option<&'static str>,
    pub step: Step,
}

/// What happens to a call.
#[derive(Debug)]
pub(super) enum Step {
    Hold(Moment, Arc<Mutex<Gate>>),
    Delay(Duration),
}

impl Plan {
    /// Whether nothing waits for calls.
    pub(super) fn is_empty(&self) -> bool {
        self.waiting.load(Ordering::Relaxed) == 0
    }

    /// Adds a step for the next call of an operation, or of any.
    pub(super) fn add(&self, operation: Option<&'static str>, step: Step) {
        self.change(|queue| {
            queue.asked += 1;
            queue.steps.push(Planned { number: queue.asked, operation, step });
        });
    }

    /// Takes the first step that waits for this operation.
    pub(super) fn take(&self, operation: Option<&'static str>) -> Option<Planned> {
        self.change(|queue| {
            let is_for_it = |planned: &Planned| planned.operation.is_none() || planned.operation == operation;
            let found = queue.steps.iter().position(is_for_it);
            found.map(|at| queue.steps.remove(at))
        })
    }

    /// Puts back a step whose call never came to its effect; a hold that was released meanwhile stays away.
    pub(super) fn give_back(&self, planned: Planned) {
        if matches!(&planned.step, Step::Hold(_, gate) if gate.lock().is_open) {
            return;
        }
        self.change(|queue| {
            let at = queue.steps.partition_point(|other| other.number < planned.number);
            queue.steps.insert(at, planned);
        });
    }

    /// Removes the hold that this gate belongs to, if it still waits.
    pub(super) fn remove(&self, gate: &Arc<Mutex<Gate>>) {
        let is_it = |planned: &Planned| matches!(&planned.step, Step::Hold(_, own) if Arc::ptr_eq(own, gate));
        self.change(|queue| queue.steps.retain(|planned| !is_it(planned)));
    }

    /// Removes every step. Waits for a hold to be reached end.
    pub(crate) fn forget(&self) {
        for planned in self.change(|queue| std::mem::take(&mut queue.steps)) {
            if let Step::Hold(_, gate) = planned.step {
                Gate::change(&gate, |gate| (gate.is_open, gate.is_reached) = (true, true));
            }
        }
    }

    fn change<T>(&self, change: impl FnOnce(&mut Queue) -> T) -> T {
        let mut queue = self.queue.lock();
        let done = change(&mut queue);
        self.waiting.store(queue.steps.len(), Ordering::Relaxed);
        done
    }
}

/// The operation of this name.
///
/// # Panics
/// If S3 has no such operation; the sentence names the nearest one.
#[track_caller]
pub(crate) fn operation(name: &str) -> &'static str {
    let names = || dispatch::entries().map(|entry| entry.name);
    if let Some(name) = names().find(|known| *known == name) {
        return name;
    }
    let nearest = names().min_by_key(|known| distance(&known.to_ascii_lowercase(), &name.to_ascii_lowercase()));
    panic!("`{name}` is not an operation that this world knows; did you mean `{}`?", nearest.unwrap_or_default());
}

/// Number of letters to insert, remove or replace to get from one text to the other.
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (above, letter) in from.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = above + 1;
        for (at, other) in to.iter().enumerate() {
            let replaced = diagonal + usize::from(letter != *other);
            diagonal = row[at + 1];
            row[at + 1] = min(replaced, min(row[at], diagonal) + 1);
        }
    }
    row[to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distance_of_two_texts_counts_single_letters() {
        for (from, to, expected) in [("", "", 0), ("", "abc", 3), ("part", "parts", 1), ("kitten", "sitting", 3)] {
            assert_eq!((distance(from, to), distance(to, from)), (expected, expected), "{from} {to}");
        }
    }
}
