//! What a test does to calls under way: hold one before or after its effect, or let it take its time.
//!
//! Both clients pass through [`Interventions::around`]; without an intervention a call is answered at its first poll.
//! `FakeS3::call` and `FakeS3::http` are synchronous and know none of this.

use crate::fake::FakeS3;
use crate::fake::time::timers::{Still, VirtualSleep};
use parking_lot::Mutex;
use std::collections::{BTreeMap, VecDeque};
use std::future::{Future, ready};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

/// At which moment a call is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Moment {
    /// The request has no effect yet: dropping the call leaves nothing.
    BeforeTheEffect,
    /// S3 has done it, and the answer is under way: dropping the call does not undo it.
    BeforeTheAnswer,
}

/// The interventions of one world, in the order in which calls will meet them.
#[derive(Debug, Default)]
pub(crate) struct Interventions {
    next: Mutex<VecDeque<Intervention>>,
}

#[derive(Debug, Clone)]
enum Intervention {
    Hold(Moment, Arc<Mutex<Gate>>),
    Delay(Duration),
}

/// A door that a held call waits at, and that others can wait for it to reach.
#[derive(Debug, Default)]
struct Gate {
    is_open: bool,
    is_reached: bool,
    /// Number of waits that have begun: the key of the next one.
    begun: u64,
    /// One waker per wait, however often it is polled.
    wakers: BTreeMap<u64, Waker>,
}

/// A future that waits until a gate is open, or until it is reached.
struct AtGate<'a, F> {
    gate: &'a Mutex<Gate>,
    is_so: F,
    key: Option<u64>,
}

impl Gate {
    /// Waits until `is_so` is true of the gate.
    fn wait<F: Fn(&Self) -> bool + Unpin>(gate: &Mutex<Self>, is_so: F) -> AtGate<'_, F> {
        AtGate { gate, is_so, key: None }
    }

    fn change(gate: &Mutex<Self>, change: impl FnOnce(&mut Self)) {
        let mut gate = gate.lock();
        change(&mut gate);
        let wakers = std::mem::take(&mut gate.wakers);
        drop(gate);
        wakers.into_values().for_each(Waker::wake);
    }
}

impl<F: Fn(&Gate) -> bool + Unpin> Future for AtGate<'_, F> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let this = self.get_mut();
        let mut gate = this.gate.lock();
        if (this.is_so)(&gate) {
            return Poll::Ready(());
        }
        let key = *this.key.get_or_insert_with(|| {
            gate.begun += 1;
            gate.begun
        });
        // `clone_from` keeps a waker that would wake the same task.
        gate.wakers.entry(key).and_modify(|kept| kept.clone_from(cx.waker())).or_insert_with(|| cx.waker().clone());
        Poll::Pending
    }
}

impl<F> Drop for AtGate<'_, F> {
    fn drop(&mut self) {
        if let Some(key) = self.key {
            self.gate.lock().wakers.remove(&key);
        }
    }
}

/// A call that is held, or will be. Dropping this lets it go; if no call has come yet, none will be held.
///
/// While a call is held, time stands still: its own time-out does not run out unless the clock is turned, or the world
/// runs in real time.
#[derive(Debug)]
#[must_use = "a call is held only as long as this is kept"]
pub struct Hold {
    world: FakeS3,
    gate: Arc<Mutex<Gate>>,
}

impl Hold {
    /// Whether the call has come to where it is held.
    pub fn is_reached(&self) -> bool {
        self.gate.lock().is_reached
    }

    /// Waits until the call has come to where it is held; for ever, where none comes, because the code that is tested
    /// made no call, or made it before. The world cannot know that none will, so a test says how long it waits, in real
    /// time:
    ///
    /// ```
    /// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
    /// use fake_s3::{FakeS3, Moment};
    /// use std::time::Duration;
    ///
    /// let hold = FakeS3::new().hold_next_call(Moment::BeforeTheEffect);
    /// let reached = tokio::time::timeout(Duration::from_millis(10), hold.reached()).await;
    /// assert!(reached.is_err(), "nobody called");
    /// # });
    /// ```
    ///
    /// What need not be waited for, [`is_reached`](Self::is_reached) tells at once.
    pub async fn reached(&self) {
        Gate::wait(&self.gate, |gate| gate.is_reached).await;
    }

    /// Lets the call go.
    pub fn release(self) {}
}

impl Drop for Hold {
    fn drop(&mut self) {
        let is_mine =
            |next: &Intervention| matches!(next, Intervention::Hold(_, gate) if Arc::ptr_eq(gate, &self.gate));
        self.world.interventions().next.lock().retain(|next| !is_mine(next));
        Gate::change(&self.gate, |gate| gate.is_open = true);
    }
}

impl Interventions {
    /// No call that comes meets any; who waits for one to be held waits no more.
    pub(crate) fn forget(&self) {
        let next = std::mem::take(&mut *self.next.lock());
        for intervention in next {
            if let Intervention::Hold(_, gate) = intervention {
                Gate::change(&gate, |gate| (gate.is_open, gate.is_reached) = (true, true));
            }
        }
    }
}

impl FakeS3 {
    /// Holds the next call of a client, before its effect or before its answer, until the [`Hold`] is released.
    ///
    /// So both moments of cancelling can be tested: a future that is dropped before the effect leaves nothing, one that
    /// is dropped after it leaves what it did.
    ///
    /// ```
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// use fake_s3::{FakeS3, Moment, S3};
    ///
    /// let s3 = FakeS3::new();
    /// let bucket = s3.create_bucket("backups");
    /// let hold = s3.hold_next_call(Moment::BeforeTheAnswer);
    ///
    /// let call = tokio::spawn(s3.client().create_multipart_upload().bucket("backups").key("db.tar").send());
    /// hold.reached().await;
    /// call.abort(); // the caller has lost its patience, and will never know the upload's id
    /// assert_eq!(bucket.uploads().len(), 1);
    /// # });
    /// ```
    pub fn hold_next_call(&self, moment: Moment) -> Hold {
        let gate = Arc::new(Mutex::new(Gate::default()));
        self.interventions().next.lock().push_back(Intervention::Hold(moment, gate.clone()));
        Hold { world: self.clone(), gate }
    }

    /// Lets the next call of a client take so long, in the world's time, before it has its effect.
    pub fn delay_next_call(&self, by: Duration) {
        self.interventions().next.lock().push_back(Intervention::Delay(by));
    }

    /// Does `effect`, at the time and with the pauses that were asked for.
    pub(crate) async fn around<T>(&self, effect: impl FnOnce() -> T) -> T {
        self.around_async(|| ready(effect())).await
    }

    /// The same with an effect that takes a while, on another thread say.
    pub(crate) async fn around_async<T, F: Future<Output = T>>(&self, effect: impl FnOnce() -> F) -> T {
        let intervention = self.interventions().next.lock().pop_front();
        match &intervention {
            Some(Intervention::Delay(by)) => VirtualSleep::new(self.clone(), *by).await,
            Some(Intervention::Hold(Moment::BeforeTheEffect, gate)) => self.pass(gate).await,
            _ => {}
        }
        let done = effect().await;
        if let Some(Intervention::Hold(Moment::BeforeTheAnswer, gate)) = &intervention {
            self.pass(gate).await;
        }
        done
    }

    /// Waits until the gate is open; time waits too.
    async fn pass(&self, gate: &Mutex<Gate>) {
        let still = Still::begin(self.clone());
        Gate::change(gate, |gate| gate.is_reached = true);
        Gate::wait(gate, |gate| gate.is_open).await;
        drop(still);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::S3 as _;
    use std::pin::pin;

    #[test]
    fn a_held_call_keeps_one_waker_however_often_it_is_polled() {
        let s3 = FakeS3::new();
        let hold = s3.hold_next_call(Moment::BeforeTheEffect);
        let mut call = pin!(s3.client().create_bucket().bucket("backups").send());
        let mut reached = Box::pin(Gate::wait(&hold.gate, |gate| gate.is_open));
        for _ in 0..100_000 {
            let mut context = Context::from_waker(Waker::noop());
            assert!(call.as_mut().poll(&mut context).is_pending());
            assert!(reached.as_mut().poll(&mut context).is_pending());
        }
        assert_eq!(hold.gate.lock().wakers.len(), 2, "the call has one, and the other wait has one");
        drop(reached);
        assert_eq!(hold.gate.lock().wakers.len(), 1, "a wait that is dropped leaves no waker");
    }
}
