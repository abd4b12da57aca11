//! The check at the end of a scope.

use super::words;
use crate::fake::FakeS3;
use std::panic::Location;
use std::thread;

/// Checks for leaked uploads when it is dropped; see [`FakeS3::forbid_leaks`].
#[derive(Debug)]
#[must_use = "the check happens when the guard is dropped, which for `_` is at once"]
pub struct LeakGuard {
    world: FakeS3,
    /// Number of resets when the guard was made: a reset counts uploads from 1 again.
    resets: u64,
    /// Number of the last upload that began before the guard.
    after: u64,
    made_at: &'static Location<'static>,
}

impl LeakGuard {
    #[track_caller]
    pub(super) fn new(world: &FakeS3) -> Self {
        let after = world.store().ids.last_upload();
        Self { world: world.clone(), resets: world.resets(), after, made_at: Location::caller() }
    }
}

impl Drop for LeakGuard {
    fn drop(&mut self) {
        // A panic during unwinding would abort the process and hide the first failure.
        if thread::panicking() {
            return;
        }
        let after = if self.world.resets() == self.resets { self.after } else { 0 };
        let mut leaks = self.world.leaks(None);
        leaks.retain(|leak| leak.ordinal > after);
        if leaks.is_empty() {
            return;
        }
        let (bytes, since) = (words::held_bytes(&leaks), self.made_at);
        let head = match leaks.len() {
            1 => format!("1 upload that began after `forbid_leaks` at {since} is open and holds {bytes}:"),
            count => format!("{count} uploads that began after `forbid_leaks` at {since} are open and hold {bytes}:"),
        };
        panic!("{}", self.world.report(head, &leaks));
    }
}
