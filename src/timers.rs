//! Sleeping in virtual time: one queue of deadlines.
//!
//! The first poll of a sleep registers its deadline and yields; time moves only when a later poll finds that nothing
//! else can happen first: no body is being collected, and no deadline is earlier. Making a sleep moves nothing, because
//! the SDK makes one beside every call, as its time-out.

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
}

type Ticket = (DateTime, u64);

impl Timers {
    /// Wakes whoever sleeps, to look at the clock again.
    pub(crate) fn wake(&self) {
        let wakers: Vec<Waker> = self.queue.lock().waiting.values().cloned().collect();
        wakers.into_iter().for_each(Waker::wake);
    }

    fn register(&self, deadline: DateTime, waker: Waker) -> Ticket {
        let mut queue = self.queue.lock();
        queue.made += 1;
        let ticket = (deadline, queue.made);
        queue.waiting.insert(ticket, waker);
        ticket
    }

    /// Whether this ticket's time has come: it is the earliest, and nobody is busy.
    fn is_next(&self, ticket: Ticket, waker: &Waker) -> bool {
        let mut queue = self.queue.lock();
        queue.waiting.insert(ticket, waker.clone());
        queue.collecting == 0 && queue.waiting.first_key_value().is_some_and(|(first, _)| *first == ticket)
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
        self.0.timers().queue.lock().collecting -= 1;
        self.0.timers().wake();
    }
}

/// A sleep of virtual time.
#[derive(Debug)]
pub(crate) struct VirtualSleep {
    world: FakeS3,
    duration: Duration,
    ticket: Option<Ticket>,
}

impl VirtualSleep {
    pub(crate) fn new(world: FakeS3, duration: Duration) -> Self {
        Self { world, duration, ticket: None }
    }
}

impl Future for VirtualSleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let now = self.world.clock().now();
        let Some(ticket) = self.ticket else {
            let deadline = later(now, self.duration);
            self.ticket = Some(self.world.timers().register(deadline, cx.waker().clone()));
            // Whoever else is ready goes first; then this sleep looks again.
            cx.waker().wake_by_ref();
            return Poll::Pending;
        };
        if now < ticket.0 {
            if !self.world.timers().is_next(ticket, cx.waker()) {
                return Poll::Pending;
            }
            self.world.clock().set(ticket.0);
        }
        Poll::Ready(())
    }
}

impl Drop for VirtualSleep {
    fn drop(&mut self) {
        if let Some(ticket) = self.ticket {
            self.world.timers().forget(ticket);
        }
    }
}
