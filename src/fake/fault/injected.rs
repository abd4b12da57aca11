//! A fault that was injected: its hits, its end, and the story of one that never fired.

use super::kinds::Fault;
use super::matcher::Matcher;
use super::plan::RuleView;
use super::rule::PlannedAction;
use crate::fake::FakeS3;
use std::fmt::{self, Write as _};
use std::panic::Location;
use std::sync::Arc;
use std::thread;

/// A fault that waits for calls, as [`FakeS3::inject`] returns it.
///
/// Dropping it withdraws the fault.
///
/// # Panics
/// If it is dropped and the fault has met no call, unless the fault is [`optional`](Matcher::optional) or the test
/// panics already. The message names the fault and prints the last twenty calls.
#[derive(Debug)]
#[must_use = "the fault is withdrawn when this is dropped: bind it, or call `keep`"]
pub struct Injected {
    world: FakeS3,
    number: u64,
    words: Arc<str>,
    is_kept: bool,
}

impl Injected {
    /// Number of calls that the fault has met.
    pub fn hits(&self) -> u64 {
        self.world.plan().get(self.number).map_or(0, |rule| rule.hits)
    }

    /// Withdraws the fault.
    ///
    /// # Panics
    /// As dropping does.
    #[track_caller]
    pub fn withdraw(mut self) {
        self.is_kept = true;
        if let Some(rule) = self.world.plan().remove(self.number) {
            self.world.check_fired(&rule);
        }
    }

    /// Leaves the fault in the world, for as long as the world lasts. The end of the world checks that it fired.
    pub fn keep(mut self) {
        self.is_kept = true;
    }
}

/// The last handle of a world checks the faults that the test left in it.
impl Drop for FakeS3 {
    fn drop(&mut self) {
        if self.plan().is_empty() || !self.is_last() || thread::panicking() {
            return;
        }
        for rule in self.plan().shown() {
            if self.plan().remove(rule.number).is_some() {
                self.check_fired(&rule);
            }
        }
    }
}

impl fmt::Display for Injected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)
    }
}

impl Drop for Injected {
    fn drop(&mut self) {
        if self.is_kept {
            return;
        }
        if let Some(rule) = self.world.plan().remove(self.number) {
            self.world.check_fired(&rule);
        }
    }
}

impl FakeS3 {
    /// Makes calls fail, over every way in, for as long as the result is kept: see [`fault`](crate::fault).
    ///
    /// ```
    /// use fake_s3::fault::{Fault, on};
    /// use fake_s3::operation::upload_part::UploadPartInput;
    ///
    /// let s3 = fake_s3::FakeS3::new();
    /// let id = s3.create_bucket("backups").begin_upload("db.tar");
    /// let slow = s3.inject(on("UploadPart").part_number(3).times(2), Fault::error("SlowDown"));
    /// let upload = || UploadPartInput::builder().bucket("backups").key("db.tar").upload_id(&id);
    /// let part = |number| upload().part_number(number);
    /// assert!(s3.call(part(1)).is_ok());
    /// assert_eq!(s3.call(part(3)).unwrap_err().status(), 503);
    /// assert_eq!(s3.call(part(3)).unwrap_err().code(), "SlowDown");
    /// assert!(s3.call(part(3)).is_ok());
    /// assert_eq!(slow.hits(), 2);
    /// ```
    ///
    /// # Panics
    /// If the matcher names an operation that this kind of fault cannot meet, such as `UploadPart` for
    /// [`Fault::short_pages`].
    #[track_caller]
    pub fn inject(&self, calls: Matcher, fault: Fault) -> Injected {
        match self.try_inject(calls, fault, Location::caller()) {
            Ok((number, words)) => Injected { world: self.clone(), number, words, is_kept: false },
            Err(why) => panic!("{why}"),
        }
    }

    /// The same, for a fault that a client of control asks for.
    pub(crate) fn try_inject(
        &self,
        calls: Matcher,
        fault: Fault,
        location: &'static Location<'static>,
    ) -> Result<(u64, Arc<str>), String> {
        fault.kind().check(&calls)?;
        let words: Arc<str> = format!("{calls}: {fault}").into();
        let number = self.plan().add(calls, PlannedAction::Fault(Arc::new(fault.into_kind())), location);
        Ok((number, words))
    }

    /// The faults, in the order of injection. Gates are not faults.
    #[cfg(feature = "tower")]
    pub(crate) fn faults(&self) -> Vec<RuleView> {
        self.plan().shown().into_iter().filter(|rule| rule.is_fault).collect()
    }

    /// Withdraws a fault for a client of control, which reads the hits itself, and returns it as it was.
    #[cfg(feature = "tower")]
    pub(crate) fn withdraw(&self, number: u64) -> Option<RuleView> {
        self.plan().get(number).filter(|rule| rule.is_fault).and_then(|rule| self.plan().remove(rule.number))
    }

    /// A fault that has met no call fails the test, unless the test fails already.
    #[track_caller]
    pub(crate) fn check_fired(&self, rule: &RuleView) {
        if let Some(story) = self.story_of(rule)
            && !thread::panicking()
        {
            panic!("{story}");
        }
    }

    /// The message of a fault that never fired; `None` of one that fired, or need not.
    fn story_of(&self, rule: &RuleView) -> Option<String> {
        if rule.hits > 0 || rule.is_optional || !rule.is_fault {
            return None;
        }
        let journal = self.journal();
        let mut story = format!("the fault `{}`, injected at {}, never fired; ", rule.words, rule.location);
        if let Some(name) = rule.operation {
            let calls = journal.of(name);
            let parts = calls.part_numbers();
            let _ = match (calls.count(), parts.is_empty()) {
                (0, _) => write!(story, "{name} was not called"),
                (count, true) => write!(story, "{name} was called {count} times"),
                (count, false) => write!(story, "{name} was called {count} times, with the parts {parts:?}"),
            };
        } else {
            let _ = write!(story, "{} calls came", journal.count());
        }
        let _ = write!(story, ". If it need not fire, say `.optional()`; {}", journal.story());
        Some(story)
    }
}
