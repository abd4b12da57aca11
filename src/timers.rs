//! Sleeping in virtual time: one queue of deadlines, for the SDK's back-off and time-outs and for injected latency.
//!
//! The first poll of a sleep registers its deadline and yields. Time moves only when nothing else can: when the
//! earliest sleep is polled again and again and nobody touches the world meanwhile, to its deadline, and never while a
//! body is being collected. Making a sleep moves nothing, because the SDK makes one beside every call, as its
//! time-out.

use crate::fake::{FakeS3, later};
use crate::primitives::DateTime;
use parking_lot::Mutex;
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

/// The deadlines of one world.
#[derive(Debug, Default)]
pub(crate) struct Timers {
    queue: Mutex<Queue>,
}

#[derive(Debug, Default)]
struct Queue {
    made: u64,
    /// By deadline, and of equal deadlines in the order of registration.
    waiting: BTreeMap<Ticket, Waker>,
    /// How many bodies are being collected: time stands still for them.
    collecting: usize,
    /// Counts whatever anybody does in the world, so that a sleep can tell whether it was alone since its last poll.
    activity: u64,
}

type Ticket = (DateTime, u64);

/// How often in a row a sleep must find that nobody did anything. Fair joins poll their branches in turn, so that once
/// is no proof.
const QUIET_POLLS: u32 = 3;

/// What one sleep has seen of the others.
#[derive(Debug)]
struct Registered {
    ticket: Ticket,
    activity: u64,
    quiet_polls: u32,
}

/// What a sleep that is polled may do.
enum Turn {
    /// Others are at work: look again after them.
    Yield,
    /// Another deadline is earlier, or a body is being collected: wait to be woken.
    Wait,
    /// Nothing else can happen before this deadline.
    MoveTime,
}

impl Timers {
    /// Wakes whoever sleeps, to look at the clock again.
    pub(crate) fn wake(&self) {
        let wakers: Vec<Waker> = self.queue.lock().waiting.values().cloned().collect();
        wakers.into_iter().for_each(Waker::wake);
    }

    /// Somebody did something: time is not all that can move.
    pub(crate) fn stir(&self) {
        self.queue.lock().activity += 1;
    }

    fn register(&self, deadline: DateTime, waker: Waker) -> Registered {
        let mut queue = self.queue.lock();
        queue.made += 1;
        queue.activity += 1;
        let ticket = (deadline, queue.made);
        queue.waiting.insert(ticket, waker);
        Registered { ticket, activity: queue.activity, quiet_polls: 0 }
    }

    fn turn(&self, sleep: &mut Registered, waker: &Waker) -> Turn {
        let mut queue = self.queue.lock();
        queue.waiting.insert(sleep.ticket, waker.clone());
        let is_first = queue.waiting.first_key_value().is_some_and(|(first, _)| *first == sleep.ticket);
        let is_quiet = sleep.activity == queue.activity;
        sleep.activity = queue.activity;
        sleep.quiet_polls = if is_quiet { sleep.quiet_polls + 1 } else { 0 };
        match is_first && queue.collecting == 0 {
            false => Turn::Wait,
            true if sleep.quiet_polls < QUIET_POLLS => Turn::Yield,
            true => Turn::MoveTime,
        }
    }

    fn forget(&self, ticket: Ticket) {
        self.queue.lock().waiting.remove(&ticket);
        self.wake();
    }
}

/// Holds time still while a body is collected.
#[derive(Debug)]
pub(crate) struct Collecting(FakeS3);

impl Collecting {
    pub(crate) fn begin(world: FakeS3) -> Self {
        world.timers().queue.lock().collecting += 1;
        Self(world)
    }
}

impl Drop for Collecting {
    fn drop(&mut self) {
        let mut queue = self.0.timers().queue.lock();
        queue.collecting -= 1;
        queue.activity += 1;
        drop(queue);
        self.0.timers().wake();
    }
}

/// A sleep of virtual time.
#[derive(Debug)]
pub(crate) struct VirtualSleep {
    world: FakeS3,
    duration: Duration,
    registered: Option<Registered>,
}

impl VirtualSleep {
    pub(crate) fn new(world: FakeS3, duration: Duration) -> Self {
        Self { world, duration, registered: None }
    }
}

impl Future for VirtualSleep {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let this = self.get_mut();
        let now = this.world.clock().now();
        let timers = this.world.timers();
        let Some(registered) = &mut this.registered else {
            this.registered = Some(timers.register(later(now, this.duration), cx.waker().clone()));
            cx.waker().wake_by_ref();
            return Poll::Pending;
        };
        if now >= registered.ticket.0 {
            return Poll::Ready(());
        }
        match timers.turn(registered, cx.waker()) {
            Turn::Wait => Poll::Pending,
            Turn::Yield => {
                cx.waker().wake_by_ref();
                Poll::Pending
            }
            Turn::MoveTime => {
                this.world.clock().advance_to(registered.ticket.0);
                Poll::Ready(())
            }
        }
    }
}

impl Drop for VirtualSleep {
    fn drop(&mut self) {
        if let Some(registered) = &self.registered {
            self.world.timers().forget(registered.ticket);
        }
    }
}
