//! The one door: every call of every way in passes [`FakeS3::enter`] before its effect, and can be held or delayed.
//!
//! A way in recognises the operation, makes a [`Visit`] and enters. It gets a [`Turn`], keeps it while it reads the
//! body, and runs the effect inside of [`Turn::around`], or of [`Turn::around_now`] if it is synchronous. The turn sees
//! the moment before the effect and the moment between effect and response. A moment while the body is read belongs
//! between `enter` and `around`.

mod gate;
mod holds;
mod plan;
mod visit;

pub use holds::{Hold, Moment};
pub(crate) use plan::Plan;
pub(crate) use visit::{Visit, WayIn};

use crate::fake::FakeS3;
use crate::fake::time::timers::{Still, VirtualSleep};
use gate::{Gate, block_on};
use parking_lot::Mutex;
use plan::{Planned, Step};
use std::future::{Future, ready};
use std::thread;
use std::time::Duration;

/// What a call meets at the door. Without a hold or a delay a turn is empty, and a call is answered at its first poll.
///
/// A turn that is dropped before the effect was due, because the body never came, is given back to the plan: the next
/// call meets it instead.
#[derive(Debug)]
#[must_use = "a turn is what the call must pass through"]
pub(crate) struct Turn(Option<Box<Met>>);

/// The step of the plan that a call took.
#[derive(Debug)]
struct Met {
    world: FakeS3,
    /// Number of resets when the call entered: a step is not given back to a world that has begun again.
    resets: u64,
    planned: Option<Planned>,
    /// The visit in words, for a panic.
    call: String,
}

impl FakeS3 {
    /// Lets a call in: the only place that decides if it is held or delayed. While nothing waits for calls, the cost is
    /// one relaxed load, and `visit` is not called.
    pub(crate) fn enter<'v>(&self, visit: impl FnOnce() -> Visit<'v>) -> Turn {
        if self.plan().is_empty() {
            return Turn(None);
        }
        let mut visit = visit();
        let (ordinal, planned) = self.plan().take(visit.operation);
        visit.ordinal = ordinal;
        let met = |planned| Met { world: self.clone(), resets: self.resets(), planned, call: visit.to_string() };
        Turn(planned.map(|planned| Box::new(met(Some(planned)))))
    }
}

impl Turn {
    /// Runs `effect` when it is time, and returns when its response may go.
    pub(crate) async fn around<T>(self, effect: impl FnOnce() -> T) -> T {
        self.around_async(|| ready(effect())).await
    }

    /// The same with an effect that takes a while, for example on another thread.
    pub(crate) async fn around_async<T, F: Future<Output = T>>(mut self, effect: impl FnOnce() -> F) -> T {
        let Some((world, step, _)) = self.0.as_mut().and_then(|met| met.due()) else { return effect().await };
        match &step {
            Step::Delay(by) => VirtualSleep::new(world.clone(), *by).await,
            Step::Hold(Moment::BeforeTheEffect, gate) => pass(&world, gate).await,
            Step::Hold(Moment::BeforeTheAnswer, _) => {}
        }
        let done = effect().await;
        if let Step::Hold(Moment::BeforeTheAnswer, gate) = &step {
            pass(&world, gate).await;
        }
        done
    }

    /// The same on this thread, which blocks while the call is held. A delay turns a virtual clock, and blocks the
    /// thread where time is real.
    ///
    /// # Panics
    /// If this thread asked for the hold, because it could not release it.
    #[track_caller]
    pub(crate) fn around_now<T>(self, effect: impl FnOnce() -> T) -> T {
        let begun = self.begin_now();
        let done = effect();
        begun.end_now();
        done
    }

    /// The part of [`around_now`](Self::around_now) before the effect. A caller that has an effect which panics at the
    /// test's own line calls the two parts, because a closure does not carry that line.
    #[track_caller]
    pub(crate) fn begin_now(mut self) -> Begun {
        let Some((world, step, call)) = self.0.as_mut().and_then(|met| met.due()) else { return Begun(None) };
        match &step {
            Step::Delay(by) => delay_now(&world, *by),
            Step::Hold(_, gate) => {
                let is_kept_here = gate.lock().keeper == thread::current().id();
                assert!(
                    !is_kept_here,
                    "this thread asked for the hold that its own call meets, and would wait for itself for ever \
                     ({call}): make the call on another thread, or through a client"
                );
            }
        }
        if let Step::Hold(Moment::BeforeTheEffect, gate) = &step {
            block_on(pass(&world, gate));
        }
        Begun(Some((world, step)))
    }
}

/// A turn on this thread whose effect is due.
#[derive(Debug)]
#[must_use = "a hold before the response waits in `end_now`"]
pub(crate) struct Begun(Option<(FakeS3, Step)>);

impl Begun {
    /// Waits while the call is held between its effect and its response.
    pub(crate) fn end_now(self) {
        if let Some((world, Step::Hold(Moment::BeforeTheAnswer, gate))) = &self.0 {
            block_on(pass(world, gate));
        }
    }
}

impl Met {
    /// The step, now that it counts: from here on it is not given back.
    fn due(&mut self) -> Option<(FakeS3, Step, String)> {
        let planned = self.planned.take()?;
        Some((self.world.clone(), planned.step, std::mem::take(&mut self.call)))
    }
}

impl Drop for Met {
    fn drop(&mut self) {
        if let Some(planned) = self.planned.take().filter(|_| self.world.resets() == self.resets) {
            self.world.plan().give_back(planned);
        }
    }
}

/// Lets this thread's call take so long: turns a clock that stands still, and blocks the thread where time passes by
/// itself.
#[track_caller]
fn delay_now(world: &FakeS3, by: Duration) {
    if world.real_time().is_some() {
        return block_on(VirtualSleep::new(world.clone(), by));
    }
    #[cfg(feature = "tokio")]
    if world.runtime_time().is_some_and(|runtime| !runtime.is_paused()) {
        // The runtime's timers may be driven by this very thread, so a sleep of its own would never end.
        #[expect(clippy::disallowed_methods, reason = "time is real here")]
        return thread::sleep(by);
    }
    world.clock().pass(by);
}

/// Waits until the gate is open; time stands still meanwhile.
async fn pass(world: &FakeS3, gate: &Mutex<Gate>) {
    let still = Still::begin(world.clone());
    Gate::change(gate, |gate| gate.is_reached = true);
    Gate::wait(gate, |gate| gate.is_open).await;
    drop(still);
}
