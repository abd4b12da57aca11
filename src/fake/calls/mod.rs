//! The one door: every call of every way in passes [`FakeS3::enter`] before its effect, and can be made to fail.
//!
//! A way in recognises the operation, makes a [`Visit`] and enters. It gets a [`Turn`], keeps it while it reads the
//! body, tells it of the bytes that arrive, and runs the effect inside of [`Turn::around`], or of [`Turn::around_now`]
//! if it is synchronous. The effect gets an [`Order`]: to perform the call, or to reject it. A turn that breaks the
//! connection returns a [`TransportError`], which the way in shows as its own error.

mod body;
mod damage;
mod gates;
mod latch;
mod met;
mod reply;
mod spelling;
mod visit;

#[cfg(feature = "server")]
pub(crate) use damage::Breaks;
pub use gates::{Gate, Moment};
pub(crate) use latch::Latch;
pub(crate) use met::Order;
pub(crate) use reply::{Reply, Seen};
pub(crate) use spelling::{distance, find_operation, operation};
pub use visit::WayIn;
pub(crate) use visit::{Peek, Visit};

use crate::api::error::TransportError;
use crate::fake::FakeS3;
use crate::fake::journal::{Fate, JournalPlace};
use met::Met;
use std::future::{Future, ready};

/// A call between the door and its response: the rules that it met, and its place in the journal. A call that met no
/// rule is answered at its first poll.
///
/// A turn that is dropped before the effect was due, because the body never came, is given back to the plan: the next
/// call meets its rules instead.
#[derive(Debug)]
#[must_use = "a turn is what the call must pass through"]
pub(crate) struct Turn {
    world: FakeS3,
    place: JournalPlace,
    operation: Option<&'static str>,
    /// Size of the request's body in bytes, as far as it has arrived.
    body: u64,
    is_over: bool,
    met: Option<Box<Met>>,
}

impl FakeS3 {
    /// Lets a call in: the only place that records it, and that decides which faults and gates it meets. While none
    /// waits for calls, that decision costs one relaxed load.
    pub(crate) fn enter(&self, visit: &Visit<'_>) -> Turn {
        let now = self.clock().now();
        let place = self.ring().add(visit, now);
        let met = if self.plan().is_empty() { None } else { Met::of(self, visit, now, place.ordinal) };
        if let Some(met) = &met {
            self.ring().change(place, |entry| entry.fault = Some(met.words()));
        }
        Turn { world: self.clone(), place, operation: visit.operation, body: 0, is_over: false, met }
    }
}

impl Turn {
    /// So many bytes of the request's body have arrived by now. Waits at a gate in the middle of the body.
    ///
    /// # Errors
    /// If a fault cuts the request here.
    pub(crate) async fn arrived(&mut self, bytes: u64) -> Result<(), TransportError> {
        self.body = bytes;
        let Some(met) = &mut self.met else { return Ok(()) };
        let cut = met.arrived(bytes).await;
        if cut.is_err() {
            self.break_off();
        }
        cut
    }

    /// Records the size of the request's body, which is all there.
    pub(crate) fn body_arrived(&mut self, bytes: u64) {
        self.body = bytes;
    }

    /// Whether the turn wants to know of each piece of the body.
    #[cfg(any(feature = "tower", feature = "aws-sdk"))]
    pub(crate) fn watches_the_body(&self) -> bool {
        self.met.as_ref().is_some_and(|met| met.watches_the_body())
    }

    /// Runs `effect` when it is time, and returns its response when it may go.
    ///
    /// # Errors
    /// If a fault breaks the connection.
    pub(crate) async fn around<T: Reply>(self, effect: impl FnOnce(Order) -> T) -> Result<T, TransportError> {
        self.around_async(|order| ready(effect(order))).await
    }

    /// The same with an effect that takes a while, for example on another thread.
    pub(crate) async fn around_async<T: Reply, F: Future<Output = T>>(
        mut self,
        effect: impl FnOnce(Order) -> F,
    ) -> Result<T, TransportError> {
        let Some(mut met) = self.met.take() else {
            let reply = effect(Order::default()).await;
            self.over(&reply);
            return Ok(reply);
        };
        met.is_due = true;
        met.before(self.body).await;
        if let Some(error) = met.broken_before(false).await {
            self.break_off();
            return Err(error);
        }
        let reply = effect(met.order()).await;
        met.pass_before_response().await;
        self.shown(&met, reply)
    }

    /// The same on this thread, which blocks while the call stops at a gate. A latency turns a virtual clock, and
    /// blocks the thread where time is real.
    ///
    /// # Panics
    /// If this thread asked for the gate, because it could not let the call go.
    #[track_caller]
    pub(crate) fn around_now<T: Reply>(self, effect: impl FnOnce(Order) -> T) -> Result<T, TransportError> {
        let (begun, order) = self.begin_now()?;
        let reply = effect(order);
        begun.end_now(reply)
    }

    /// The part of [`around_now`](Self::around_now) before the effect. A caller that has an effect which panics at the
    /// test's own line calls the two parts, because a closure does not carry that line.
    #[track_caller]
    pub(crate) fn begin_now(mut self) -> Result<(Begun, Order), TransportError> {
        let Some(mut met) = self.met.take() else { return Ok((Begun { turn: self, met: None }, Order::default())) };
        met.is_due = true;
        met.before_now(self.body);
        if let Some(error) = latch::block_on(met.broken_before(true)) {
            self.break_off();
            return Err(error);
        }
        let order = met.order();
        Ok((Begun { turn: self, met: Some(met) }, order))
    }

    /// Records a response that the call has without an effect, because its body did not arrive.
    #[cfg(feature = "tower")]
    pub(crate) fn refused(mut self, reply: &impl Reply) {
        self.over(reply);
    }

    /// The response as the caller sees it.
    fn shown<T: Reply>(&mut self, met: &Met, reply: T) -> Result<T, TransportError> {
        let seen = Seen::of(&reply, self.operation, self.body);
        let shown = met.damaged(reply);
        let fate = if shown.is_ok() { Fate::Answered } else { Fate::Lost };
        self.end(Seen { fate, ..seen });
        shown
    }

    /// The connection broke before the effect.
    fn break_off(&mut self) {
        self.end(Seen::without_response(Fate::Lost, self.body));
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
#[must_use = "a gate before the response waits in `end_now`"]
pub(crate) struct Begun {
    turn: Turn,
    met: Option<Box<Met>>,
}

impl Begun {
    /// Waits while the call stops between its effect and its response, and returns the response as the caller sees it.
    ///
    /// # Errors
    /// If a fault breaks the connection.
    pub(crate) fn end_now<T: Reply>(mut self, reply: T) -> Result<T, TransportError> {
        let Some(met) = self.met.take() else {
            self.turn.over(&reply);
            return Ok(reply);
        };
        latch::block_on(met.pass_before_response());
        self.turn.shown(&met, reply)
    }
}
