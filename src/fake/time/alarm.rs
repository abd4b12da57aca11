//! Sleeping in real time: one thread a world wakes whoever sleeps, and is there only while somebody does.
//!
//! It needs no runtime, so it serves every runtime: all that it does to a task is to wake it.

use crate::api::primitives::DateTime;
use crate::fake::FakeS3;
use crate::model::time::between;
use parking_lot::Mutex;
use std::collections::BTreeMap;
use std::task::Waker;
use std::thread::{self, Thread};

/// Who sleeps in real time, and the thread that wakes them.
#[derive(Debug, Default)]
pub(crate) struct Alarm {
    state: Mutex<AlarmState>,
}

#[derive(Debug, Default)]
struct AlarmState {
    made: u64,
    /// By deadline, and of equal deadlines in the order of registration.
    waiting: BTreeMap<AlarmTicket, Waker>,
    thread: Option<Thread>,
}

/// A place among those who sleep.
pub(crate) type AlarmTicket = (DateTime, u64);

impl Alarm {
    /// A place for a sleep until then.
    pub(crate) fn ticket(&self, deadline: DateTime) -> AlarmTicket {
        let mut state = self.state.lock();
        state.made += 1;
        (deadline, state.made)
    }

    /// Has a task woken at its deadline.
    pub(crate) fn set(&self, world: &FakeS3, ticket: AlarmTicket, waker: Waker) {
        let mut state = self.state.lock();
        state.waiting.insert(ticket, waker);
        if let Some(thread) = &state.thread {
            thread.unpark();
        } else {
            let world = world.clone();
            state.thread = Some(thread::spawn(move || ring(&world)).thread().clone());
        }
    }

    /// Nobody sleeps there any more.
    pub(crate) fn forget(&self, ticket: AlarmTicket) {
        let mut state = self.state.lock();
        state.waiting.remove(&ticket);
        if let Some(thread) = state.thread.as_ref().filter(|_| state.waiting.is_empty()) {
            thread.unpark();
        }
    }

    /// Wakes whoever sleeps, to look at the clock again.
    pub(crate) fn wake(&self) {
        let wakers: Vec<Waker> = self.state.lock().waiting.values().cloned().collect();
        wakers.into_iter().for_each(Waker::wake);
    }

    /// Takes out those whose time has come, and says when the next one's does. Without a next one the thread ends.
    fn due(&self, now: DateTime) -> (Vec<Waker>, Option<DateTime>) {
        let mut state = self.state.lock();
        let later = state.waiting.split_off(&(now, u64::MAX));
        let due = std::mem::replace(&mut state.waiting, later).into_values().collect();
        let next = state.waiting.keys().next().map(|(at, _)| *at);
        if next.is_none() {
            state.thread = None;
        }
        (due, next)
    }
}

/// The thread's work. Whoever sleeps holds the world, so the thread does not keep it longer than they do.
fn ring(world: &FakeS3) {
    loop {
        let now = world.clock().now();
        let (due, next) = world.alarm().due(now);
        due.into_iter().for_each(Waker::wake);
        let (Some(next), Some(real)) = (next, world.real_time()) else { return };
        thread::park_timeout(real.wait_for(between(now, next)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Anchor;
    use crate::fake::time::timers::VirtualSleep;
    use std::future::Future;
    use std::pin::pin;
    use std::task::Context;
    use std::time::Duration;

    #[test]
    fn the_thread_ends_with_the_last_sleep() {
        let world = FakeS3::builder().real_time(Anchor::Start).build();
        let has_thread = || world.alarm().state.lock().thread.is_some();
        for _ in 0..3 {
            {
                let mut sleep = pin!(VirtualSleep::new(world.clone(), Duration::from_hours(1)));
                assert!(!has_thread(), "making a sleep costs nothing");
                assert!(sleep.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
                assert!(has_thread());
            }
            // It ends at once, and not in an hour: or this test does not.
            while has_thread() {
                thread::yield_now();
            }
        }
    }
}
