//! Sleeping in virtual time: one queue of deadlines, for the SDK's back-off and time-outs and for injected latency.
//!
//! A sleep's deadline is counted from its making; its first poll registers it and yields. Time moves when nothing else
//! can: to the earliest deadline, once that sleep has been polled several times and nobody called this world in
//! between; and never while a request is being made, its body collected, or a call held. Making a sleep moves nothing,
//! because the SDK makes one beside every call, as its time-out.
//!
//! Where the world runs in real time, none of this holds: a sleep waits for real, and [`alarm`] wakes it.
//!
//! The deadlines are not polled by a driver, because there is none: the test brings its runtime, and the world sees
//! neither its queue of ready tasks nor when it is idle. A task that is ready but has not called the world yet cannot
//! be seen from here. So a sleep counts quiet polls: on one thread such a task is polled before the sleep has looked
//! often enough; on several, turn the clock yourself where the order matters. A synchronous call has its thread to
//! itself, so its delay turns the clock at once, without a sleep.

use crate::api::primitives::DateTime;
use crate::fake::FakeS3;
use crate::fake::time::alarm;
use crate::model::time::later;
use parking_lot::Mutex;
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

/// The deadlines of one world.
#[derive(Debug, Default)]
pub(crate) struct Timers {
    queue: Mutex<TimerQueue>,
}

#[derive(Debug, Default)]
struct TimerQueue {
    made: u64,
    /// By deadline, and of equal deadlines in the order of registration.
    waiting: BTreeMap<Ticket, Waker>,
    /// How many requests are being made or held: time stands still for them.
    still: usize,
    /// Counts whatever anybody does in the world, so that a sleep can tell whether it was alone since its last poll.
    activity: u64,
}

type Ticket = (DateTime, u64);

/// How often in a row the first sleep must find that nobody did anything. Fair joins poll their branches in turn, so
/// that once is no proof.
const QUIET_POLLS: u32 = 3;

/// How often in a row a sleep looks whether the first has moved, before it moves the clock in its stead. A sleep may be
/// kept and polled no more, as `select!` does with the branch that lost; waiting for it would be waiting for ever.
const PATIENCE: u32 = 1000;

/// A sleep in the queue, and what it has seen of the others.
#[derive(Debug)]
struct Registered {
    ticket: Ticket,
    activity: u64,
    first: Ticket,
    quiet_polls: u32,
}

/// What a sleep that is polled may do.
enum TimerTurn {
    /// A request is being made, or a call is held: wait to be woken.
    Wait,
    /// Others are at work, or stand before it: look again after them.
    Yield,
    /// Nothing else can happen before this instant.
    MoveTime(DateTime),
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
        Registered { ticket, activity: queue.activity, first: ticket, quiet_polls: 0 }
    }

    fn turn(&self, sleep: &mut Registered, waker: &Waker) -> TimerTurn {
        let mut queue = self.queue.lock();
        queue.waiting.insert(sleep.ticket, waker.clone());
        if queue.still > 0 {
            return TimerTurn::Wait;
        }
        let Some((first, its_waker)) = queue.waiting.first_key_value() else { return TimerTurn::Yield };
        let (first, its_waker) = (*first, its_waker.clone());
        let is_quiet = sleep.activity == queue.activity && sleep.first == first;
        sleep.quiet_polls = if is_quiet { sleep.quiet_polls + 1 } else { 0 };
        (sleep.activity, sleep.first) = (queue.activity, first);
        if first == sleep.ticket {
            return if sleep.quiet_polls < QUIET_POLLS { TimerTurn::Yield } else { TimerTurn::MoveTime(first.0) };
        }
        if sleep.quiet_polls > PATIENCE {
            queue.waiting.remove(&first);
            return TimerTurn::MoveTime(first.0);
        }
        drop(queue);
        its_waker.wake();
        TimerTurn::Yield
    }

    fn forget(&self, ticket: Ticket) {
        self.queue.lock().waiting.remove(&ticket);
        self.wake();
    }
}

/// Holds time still while a request is made and its body collected, and while a call is held.
#[derive(Debug)]
pub(crate) struct Still(FakeS3);

impl Still {
    pub(crate) fn begin(world: FakeS3) -> Self {
        world.timers().queue.lock().still += 1;
        Self(world)
    }
}

impl Drop for Still {
    fn drop(&mut self) {
        let mut queue = self.0.timers().queue.lock();
        queue.still -= 1;
        queue.activity += 1;
        drop(queue);
        self.0.timers().wake();
    }
}

/// A sleep in the world's time.
#[derive(Debug)]
pub(crate) struct VirtualSleep {
    world: FakeS3,
    deadline: DateTime,
    /// How often the world had begun anew: when it does, the deadline is of a time that is no more.
    resets: u64,
    registered: Option<Registered>,
    /// Its place where the world runs in real time.
    alarm: Option<alarm::AlarmTicket>,
    /// The runtime's own sleep, where the world's clock is tokio's.
    #[cfg(feature = "tokio")]
    in_runtime: Option<crate::fake::time::runtime::RuntimeSleep>,
}

impl VirtualSleep {
    pub(crate) fn new(world: FakeS3, duration: Duration) -> Self {
        let resets = world.resets();
        let deadline = later(world.clock().now(), duration);
        #[cfg(feature = "tokio")]
        let in_runtime = world.runtime_time().map(|runtime| runtime.sleep(duration));
        Self {
            world,
            deadline,
            resets,
            registered: None,
            alarm: None,
            #[cfg(feature = "tokio")]
            in_runtime,
        }
    }

    fn is_over(&self) -> bool {
        self.world.resets() != self.resets || self.world.clock().now() >= self.deadline
    }

    /// Waits for real. Whoever turns the clock wakes it as well.
    fn poll_in_real_time(&mut self, cx: &Context<'_>) -> Poll<()> {
        if self.is_over() {
            return Poll::Ready(());
        }
        let alarm = self.world.alarm();
        let ticket = *self.alarm.get_or_insert_with(|| alarm.ticket(self.deadline));
        alarm.set(&self.world, ticket, cx.waker().clone());
        // It may have been turned in between.
        if self.is_over() { Poll::Ready(()) } else { Poll::Pending }
    }
}

impl Future for VirtualSleep {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let this = self.get_mut();
        if this.world.real_time().is_some() {
            return this.poll_in_real_time(cx);
        }
        #[cfg(feature = "tokio")]
        if let Some(sleep) = &mut this.in_runtime {
            return sleep.as_mut().poll(cx);
        }
        if this.is_over() {
            return Poll::Ready(());
        }
        let timers = this.world.timers();
        let turn = match &mut this.registered {
            Some(registered) => timers.turn(registered, cx.waker()),
            unregistered => {
                *unregistered = Some(timers.register(this.deadline, cx.waker().clone()));
                TimerTurn::Yield
            }
        };
        if let TimerTurn::MoveTime(to) = turn {
            this.world.clock().pass_to(to, this.resets);
        }
        if this.is_over() {
            return Poll::Ready(());
        }
        if !matches!(turn, TimerTurn::Wait) {
            cx.waker().wake_by_ref();
        }
        Poll::Pending
    }
}

impl Drop for VirtualSleep {
    fn drop(&mut self) {
        if let Some(registered) = &self.registered {
            self.world.timers().forget(registered.ticket);
        }
        if let Some(ticket) = self.alarm {
            self.world.alarm().forget(ticket);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::future::poll_fn;
    use std::pin::pin;

    /// Polls both by turns until both are done, as fair joins do. The sleep comes first in every round.
    fn joined(mut sleep: Pin<&mut VirtualSleep>, mut other: Pin<&mut impl Future<Output = DateTime>>) -> DateTime {
        let mut context = Context::from_waker(Waker::noop());
        let (mut is_over, mut seen) = (false, None);
        loop {
            is_over = is_over || sleep.as_mut().poll(&mut context).is_ready();
            if let (None, Poll::Ready(now)) = (seen, other.as_mut().poll(&mut context)) {
                seen = Some(now);
            }
            if let Some(seen) = seen.filter(|_| is_over) {
                return seen;
            }
        }
    }

    /// One quiet poll is no proof that nothing else is ready: a driver of deadlines would move time here.
    #[test]
    fn time_waits_for_a_ready_task_that_has_not_called_the_world_yet() {
        let world = FakeS3::new();
        let start = world.clock().now();
        let sleep = pin!(VirtualSleep::new(world.clone(), Duration::from_hours(1)));
        let mut yields = 0;
        let ready_task = pin!(poll_fn(|_| {
            yields += 1;
            if yields < QUIET_POLLS { Poll::Pending } else { Poll::Ready(world.clock().now()) }
        }));
        assert_eq!(joined(sleep, ready_task), start, "the task was ready before the hour had passed");
        assert_eq!(world.clock().now(), later(start, Duration::from_hours(1)));
    }
}
