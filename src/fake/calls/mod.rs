//! The one door: every call of every way in passes [`FakeS3::enter`] before its effect, and can be held or delayed.
//!
//! A way in recognises the operation, makes a [`Visit`] and enters. It gets a [`Turn`], keeps it while it reads the
//! body, and runs the effect inside of [`Turn::around`], or of [`Turn::around_now`] if it is synchronous. The turn sees
//! the moment before the effect and the moment between effect and response. A moment while the body is read belongs
//! between `enter` and `around`.

mod gate;
mod holds;
mod plan;
mod reply;
mod visit;

pub use holds::{Hold, Moment};
pub(crate) use plan::{Plan, operation};
pub(crate) use reply::{Reply, Seen};
pub(crate) use visit::Visit;
pub use visit::WayIn;

use crate::fake::FakeS3;
use crate::fake::journal::{Fate, Place};
use crate::fake::time::timers::{Still, VirtualSleep};
use gate::{Gate, block_on};
use parking_lot::Mutex;
use plan::{Planned, Step};
use std::future::{Future, ready};
use std::thread;
use std::time::Duration;

/// What a call meets at the door, and its place in the journal. Without a hold or a delay a call is answered at its
/// first poll.
///
/// A turn that is dropped before the effect was due, because the body never came, is given back to the plan: the next
/// call meets it instead.
#[derive(Debug)]
#[must_use = "a turn is what the call must pass through"]
pub(crate) struct Turn {
    world: FakeS3,
    place: Place,
    operation: Option<&'static str>,
    /// Size of the request's body in bytes, once it has arrived.
    body: u64,
    is_over: bool,
    met: Option<Box<Met>>,
}

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
    /// Lets a call in: the only place that records it, and that decides if it is held or delayed. While nothing waits
    /// for calls, that decision costs one relaxed load.
    pub(crate) fn enter(&self, visit: &Visit<'_>) -> Turn {
        let place = self.ring().add(visit, self.clock().now());
        let planned = if self.plan().is_empty() { None } else { self.plan().take(visit.operation) };
        let met = planned.map(|planned| {
            let call = format!("call #{}, {visit}", place.ordinal);
            Box::new(Met { world: self.clone(), resets: self.resets(), planned: Some(planned), call })
        });
        Turn { world: self.clone(), place, operation: visit.operation, body: 0, is_over: false, met }
    }
}

impl Turn {
    /// Records the size of the request's body, which has arrived.
    pub(crate) fn body_arrived(&mut self, bytes: u64) {
        self.body = bytes;
    }

    /// Runs `effect` when it is time, and returns when its response may go.
    pub(crate) async fn around<T: Reply>(self, effect: impl FnOnce() -> T) -> T {
        self.around_async(|| ready(effect())).await
    }

    /// The same with an effect that takes a while, for example on another thread.
    pub(crate) async fn around_async<T: Reply, F: Future<Output = T>>(mut self, effect: impl FnOnce() -> F) -> T {
        let step = self.due().map(|(step, _)| step);
        match &step {
            None | Some(Step::Hold(Moment::BeforeTheAnswer, _)) => {}
            Some(Step::Delay(by)) => VirtualSleep::new(self.world.clone(), *by).await,
            Some(Step::Hold(Moment::BeforeTheEffect, gate)) => pass(&self.world, gate).await,
        }
        let done = effect().await;
        if let Some(Step::Hold(Moment::BeforeTheAnswer, gate)) = &step {
            pass(&self.world, gate).await;
        }
        self.over(&done);
        done
    }

    /// The same on this thread, which blocks while the call is held. A delay turns a virtual clock, and blocks the
    /// thread where time is real.
    ///
    /// # Panics
    /// If this thread asked for the hold, because it could not release it.
    #[track_caller]
    pub(crate) fn around_now<T: Reply>(self, effect: impl FnOnce() -> T) -> T {
        let begun = self.begin_now();
        let done = effect();
        begun.end_now(&done);
        done
    }

    /// The part of [`around_now`](Self::around_now) before the effect. A caller that has an effect which panics at the
    /// test's own line calls the two parts, because a closure does not carry that line.
    #[track_caller]
    pub(crate) fn begin_now(mut self) -> Begun {
        let Some((step, call)) = self.due() else { return Begun { turn: self, step: None } };
        let world = &self.world;
        match &step {
            Step::Delay(by) => delay_now(world, *by),
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
            block_on(pass(world, gate));
        }
        Begun { turn: self, step: Some(step) }
    }

    /// Records a response that the call has without an effect, because its body did not arrive.
    #[cfg(feature = "tower")]
    pub(crate) fn refused(mut self, reply: &impl Reply) {
        self.over(reply);
    }

    /// The step, now that it counts: from here on it is not given back.
    fn due(&mut self) -> Option<(Step, String)> {
        let met = self.met.as_mut()?;
        let planned = met.planned.take()?;
        Some((planned.step, std::mem::take(&mut met.call)))
    }

    fn over(&mut self, reply: &impl Reply) {
        self.end(Seen::of(reply, self.operation, self.body));
    }

    fn end(&mut self, seen: Seen) {
        self.is_over = true;
        let now = self.world.clock().now();
        self.world.ring().change(self.place, |entry| entry.end(seen, now));
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if !self.is_over {
            self.end(Seen::without_response(Fate::Abandoned, self.body));
        }
    }
}

/// A turn on this thread whose effect is due.
#[derive(Debug)]
#[must_use = "a hold before the response waits in `end_now`"]
pub(crate) struct Begun {
    turn: Turn,
    step: Option<Step>,
}

impl Begun {
    /// Waits while the call is held between its effect and its response.
    pub(crate) fn end_now(mut self, reply: &impl Reply) {
        if let Some(Step::Hold(Moment::BeforeTheAnswer, gate)) = &self.step {
            block_on(pass(&self.turn.world, gate));
        }
        self.turn.over(reply);
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
