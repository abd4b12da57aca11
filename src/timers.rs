//! Sleeping in virtual time: one queue of deadlines, for the SDK's back-off and time-outs and for injected latency.
//!
//! A sleep's deadline is counted from its making; its first poll registers it and yields. Time moves only when nothing else can: when the
//! earliest sleep is polled again and nobody has touched the world since its last poll, to its deadline, and never while
//! a body is being collected. Making a sleep moves nothing, because the SDK makes one beside every call, as its
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

/// How often a sleep looks whether the first has moved, before it moves the clock in its stead. A sleep may be kept and
/// polled no more, as `select!` does with the branch that lost; waiting for it would be waiting for ever.
const PATIENCE: u32 = 1000;

/// What a sleep that is polled may do.
enum Turn {
    /// Others are at work: look again after them.
    Yield,
    /// A body is being collected: wait to be woken.
    Wait,
    /// Another deadline is earlier: look again after it.
    Behind(Ticket),
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

    fn register(&self, deadline: DateTime, waker: Waker) -> (Ticket, u64) {
        let mut queue = self.queue.lock();
        queue.made += 1;
        queue.activity += 1;
        let ticket = (deadline, queue.made);
        queue.waiting.insert(ticket, waker);
        (ticket, queue.activity)
    }

    fn turn(&self, ticket: Ticket, seen: &mut u64, waker: &Waker) -> Turn {
        let mut queue = self.queue.lock();
        queue.waiting.insert(ticket, waker.clone());
        if queue.collecting > 0 {
            return Turn::Wait;
        }
        let was_alone = *seen == queue.activity;
        *seen = queue.activity;
        let first = queue.waiting.first_key_value().map(|(first, waker)| (*first, waker.clone()));
        if let Some((first, waker)) = first.filter(|(first, _)| *first != ticket) {
            drop(queue);
            waker.wake();
            return Turn::Behind(first);
        }
        if was_alone { Turn::MoveTime } else { Turn::Yield }
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
    deadline: DateTime,
    registered: Option<(Ticket, u64)>,
    /// Whom it stands behind, and how often it has looked.
    behind: Option<Ticket>,
    looks: u32,
}

impl VirtualSleep {
    pub(crate) fn new(world: FakeS3, duration: Duration) -> Self {
        let deadline = later(world.clock().now(), duration);
        Self { world, deadline, registered: None, behind: None, looks: 0 }
    }

    /// Gives the first its time to move, and then moves the clock for it.
    fn stand_behind(&mut self, first: Ticket) {
        self.looks = if self.behind == Some(first) { self.looks + 1 } else { 0 };
        self.behind = Some(first);
        if self.looks > PATIENCE {
            self.world.clock().advance_to(first.0);
            self.world.timers().forget(first);
        }
    }
}

impl Future for VirtualSleep {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let this = self.get_mut();
        if this.world.clock().now() >= this.deadline {
            return Poll::Ready(());
        }
        let timers = this.world.timers();
        let Some((ticket, seen)) = &mut this.registered else {
            this.registered = Some(timers.register(this.deadline, cx.waker().clone()));
            cx.waker().wake_by_ref();
            return Poll::Pending;
        };
        match timers.turn(*ticket, seen, cx.waker()) {
            Turn::Wait => Poll::Pending,
            Turn::Behind(first) => {
                this.stand_behind(first);
                cx.waker().wake_by_ref();
                Poll::Pending
            }
            Turn::Yield => {
                cx.waker().wake_by_ref();
                Poll::Pending
            }
            Turn::MoveTime => {
                this.world.clock().advance_to(ticket.0);
                Poll::Ready(())
            }
        }
    }
}

impl Drop for VirtualSleep {
    fn drop(&mut self) {
        if let Some((ticket, _)) = self.registered {
            self.world.timers().forget(ticket);
        }
    }
}
