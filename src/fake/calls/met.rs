//! The rules that one call met, applied at their moments.

use super::damage::Damage;
use super::latch::{Latch, block_on};
use super::{Moment, Reply, Visit, WayIn};
use crate::api::error::{S3Error, TransportError, TransportErrorKind, table};
use crate::api::primitives::DateTime;
use crate::fake::FakeS3;
use crate::fake::fault::{Kind, PlannedAction, Taken};
use crate::fake::time::timers::{Still, VirtualSleep};
use crate::model::id::chance;
use crate::ops::Twist;
use parking_lot::Mutex;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

/// The time after which a caller without a time-out gives up on a server that is silent.
pub(super) const SILENCE: Duration = Duration::from_hours(1);

/// The order that the effect of a call gets.
#[derive(Debug, Default)]
pub(crate) struct Order {
    /// The error that the call is rejected with, instead of its effect.
    pub reject: Option<S3Error>,
    /// How the effect differs from that of a good day.
    pub twist: Twist,
}

/// The rules that a call met.
#[derive(Debug)]
pub(super) struct Met {
    world: FakeS3,
    /// Number of resets when the call entered: a rule is not given back to a world that has begun again.
    resets: u64,
    ordinal: u64,
    way: WayIn,
    taken: Vec<Taken>,
    /// Whether the effect is due: from then on the rules are not given back.
    pub is_due: bool,
    /// The visit in words, for a panic.
    call: String,
}

impl Met {
    /// The rules that a call meets; `None` if it meets none.
    pub fn of(world: &FakeS3, visit: &Visit<'_>, now: DateTime, ordinal: u64) -> Option<Box<Self>> {
        let taken = world.plan().take(visit, now, world.seed());
        if taken.is_empty() {
            return None;
        }
        let (world, resets, call) = (world.clone(), world.resets(), format!("call #{ordinal}, {visit}"));
        Some(Box::new(Self { world, resets, ordinal, way: visit.way, taken, is_due: false, call }))
    }

    /// The rules in words, for the journal.
    pub fn words(&self) -> Arc<str> {
        match &self.taken[..] {
            [one] => one.words.clone(),
            several => several.iter().map(|taken| &*taken.words).collect::<Vec<_>>().join("; ").into(),
        }
    }

    /// The fault that decides the outcome, with its words.
    fn outcome(&self) -> Option<(&Kind, &Arc<str>)> {
        self.taken.iter().find_map(|taken| match &taken.action {
            PlannedAction::Fault(kind) if !matches!(**kind, Kind::Latency { .. }) => Some((&**kind, &taken.words)),
            _ => None,
        })
    }

    /// The gate, with its moment.
    fn gate(&self) -> Option<(Moment, &Arc<Mutex<Latch>>)> {
        self.taken.iter().find_map(|taken| match &taken.action {
            PlannedAction::Gate(moment, latch) => Some((*moment, latch)),
            PlannedAction::Fault(_) => None,
        })
    }

    /// The time by which the call is delayed.
    fn latency(&self, body: u64) -> Option<Duration> {
        let mut latency = None;
        for taken in &self.taken {
            let PlannedAction::Fault(kind) = &taken.action else { continue };
            let more = match &**kind {
                Kind::Latency { fixed, per_mib, jitter } => *fixed + self.drawn(*per_mib, *jitter, body),
                Kind::ErrorIn200 { white_space, .. } | Kind::LateSuccess { white_space } if self.has_no_stream() => {
                    *white_space
                }
                _ => continue,
            };
            latency = Some(latency.unwrap_or_default() + more);
        }
        latency
    }

    /// Whether the caller gets its response at once, so that white space in it is time before it.
    fn has_no_stream(&self) -> bool {
        matches!(self.way, WayIn::Call | WayIn::Mirror | WayIn::Http)
    }

    /// The part of a latency that depends on the body and on chance.
    fn drawn(&self, per_mib: Duration, jitter: Duration, body: u64) -> Duration {
        #[expect(clippy::cast_precision_loss, reason = "latencies need no more than 52 bits")]
        let mib = body as f64 / f64::from(1 << 20);
        per_mib.mul_f64(mib) + jitter.mul_f64(chance(self.world.seed(), self.ordinal))
    }

    fn error(&self, kind: TransportErrorKind) -> TransportError {
        TransportError::new(kind, self.outcome().map_or(&self.taken[0].words, |(_, words)| words))
    }

    /// Whether something happens in the middle of the body.
    #[cfg(any(feature = "tower", feature = "aws-sdk"))]
    pub fn watches_the_body(&self) -> bool {
        let stops = matches!(self.gate(), Some((Moment::BodyAfter(_), _)));
        stops || matches!(self.outcome(), Some((Kind::CutRequest { .. }, _)))
    }

    /// So many bytes of the body have arrived.
    pub async fn arrived(&mut self, bytes: u64) -> Result<(), TransportError> {
        if let Some((Moment::BodyAfter(after), latch)) = self.gate()
            && bytes >= after
        {
            pass(&self.world, latch).await;
        }
        match self.outcome() {
            Some((Kind::CutRequest { after }, _)) if bytes >= *after => {
                self.is_due = true;
                Err(self.error(TransportErrorKind::Reset))
            }
            _ => Ok(()),
        }
    }

    /// Waits as long as the call takes before its effect.
    pub async fn before(&self, body: u64) {
        if let Some(by) = self.latency(body) {
            VirtualSleep::new(self.world.clone(), by).await;
        }
        if let Some((Moment::BeforeTheEffect | Moment::BodyAfter(_), latch)) = self.gate() {
            pass(&self.world, latch).await;
        }
    }

    /// The same on this thread.
    #[track_caller]
    pub fn before_now(&self, body: u64) {
        if let Some(by) = self.latency(body) {
            delay_now(&self.world, by);
        }
        let Some((moment, latch)) = self.gate() else { return };
        let is_kept_here = latch.lock().keeper == thread::current().id();
        assert!(
            !is_kept_here,
            "this thread asked for the gate that its own call meets, and would wait for itself for ever ({}): make the \
             call on another thread, or through a client",
            self.call
        );
        if moment != Moment::BeforeTheResponse {
            block_on(pass(&self.world, latch));
        }
    }

    /// The broken connection of a call that has no effect. A caller that waits in silence does so first, unless the
    /// call is synchronous, which nothing could end, or on a socket, where the silence is real.
    pub async fn broken_before(&self, is_synchronous: bool) -> Option<TransportError> {
        let kind = match self.outcome()?.0 {
            Kind::LoseRequest | Kind::CutRequest { .. } | Kind::Crash => TransportErrorKind::Reset,
            Kind::Hang => TransportErrorKind::TimedOut,
            _ => return None,
        };
        if kind == TransportErrorKind::TimedOut && !is_synchronous && self.way != WayIn::Socket {
            VirtualSleep::new(self.world.clone(), SILENCE).await;
        }
        Some(self.error(kind))
    }

    /// The order for the effect.
    pub fn order(&self) -> Order {
        let mut order = Order::default();
        let Some((kind, words)) = self.outcome() else { return order };
        let because = |error: S3Error| Some(error.because(format!("the test injected the fault `{words}`")));
        match kind {
            Kind::Error { row, retry_after } => {
                let error = row.without_gaps();
                order.reject = because(match retry_after {
                    Some(seconds) => error.with_header("Retry-After", seconds),
                    None => error,
                });
            }
            Kind::ErrorIn200 { row, .. } => order.reject = because(row.without_gaps()),
            Kind::Throttle { .. } => order.reject = because(table::SLOW_DOWN.error()),
            Kind::ExpireCredentials => order.reject = because(table::TOKEN_EXPIRED.error()),
            Kind::Redirect { region } => {
                let error = table::PERMANENT_REDIRECT.error();
                let endpoint = format!("s3.{region}.amazonaws.com");
                order.reject = because(error.with("Endpoint", endpoint).with_header("x-amz-bucket-region", region));
            }
            Kind::ShortPages { lines } => order.twist.page = Some(i32::try_from(*lines).unwrap_or(i32::MAX)),
            Kind::PartialDelete { keys } => order.twist.failing_keys.clone_from(keys),
            _ => {}
        }
        order
    }

    /// Waits at a gate between effect and response.
    pub async fn pass_before_response(&self) {
        if let Some((Moment::BeforeTheResponse, latch)) = self.gate() {
            pass(&self.world, latch).await;
        }
    }

    /// The response as the caller sees it.
    pub fn damaged<T: Reply>(&self, reply: T) -> Result<T, TransportError> {
        match self.outcome() {
            None => Ok(reply),
            Some((Kind::LoseResponse, _)) => Err(self.error(TransportErrorKind::Reset)),
            Some((kind, words)) => reply.damaged(&Damage { kind, words, world: &self.world, way: self.way }),
        }
    }
}

impl Drop for Met {
    fn drop(&mut self) {
        if !self.is_due && self.world.resets() == self.resets {
            self.world.plan().give_back(&self.taken);
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
async fn pass(world: &FakeS3, latch: &Mutex<Latch>) {
    let still = Still::begin(world.clone());
    Latch::change(latch, |latch| latch.is_reached = true);
    Latch::wait(latch, |latch| latch.is_open).await;
    drop(still);
}
