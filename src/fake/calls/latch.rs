//! The latch of a gate, at which a call waits as a future or as a blocked thread.

use parking_lot::Mutex;
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread, ThreadId};

/// The latch of one gate: shared by the [`Gate`](super::Gate) and by the calls that wait there.
#[derive(Debug)]
pub(crate) struct Latch {
    pub is_open: bool,
    pub is_reached: bool,
    /// The thread that asked for the gate. A synchronous call of the same thread would block it for ever.
    pub keeper: ThreadId,
    /// Number of waits that have begun: the key of the next one.
    begun: u64,
    /// One waker per wait, however often it is polled.
    wakers: BTreeMap<u64, Waker>,
}

/// A future that waits until a latch is open, or until it is reached.
pub(crate) struct AtLatch<'a, F> {
    latch: &'a Mutex<Latch>,
    is_so: F,
    key: Option<u64>,
}

impl Latch {
    /// A closed latch that no call has reached, kept by this thread.
    pub fn closed() -> Arc<Mutex<Self>> {
        let keeper = thread::current().id();
        Arc::new(Mutex::new(Self { is_open: false, is_reached: false, keeper, begun: 0, wakers: BTreeMap::new() }))
    }

    /// Waits until `is_so` is true of the latch.
    pub fn wait<F: Fn(&Self) -> bool + Unpin>(latch: &Mutex<Self>, is_so: F) -> AtLatch<'_, F> {
        AtLatch { latch, is_so, key: None }
    }

    /// Changes the latch and wakes every wait.
    pub fn change(latch: &Mutex<Self>, change: impl FnOnce(&mut Self)) {
        let mut latch = latch.lock();
        change(&mut latch);
        let wakers = std::mem::take(&mut latch.wakers);
        drop(latch);
        wakers.into_values().for_each(Waker::wake);
    }
}

impl<F: Fn(&Latch) -> bool + Unpin> Future for AtLatch<'_, F> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let this = self.get_mut();
        let mut latch = this.latch.lock();
        if (this.is_so)(&latch) {
            return Poll::Ready(());
        }
        let key = *this.key.get_or_insert_with(|| {
            latch.begun += 1;
            latch.begun
        });
        // `clone_from` keeps a waker that would wake the same task.
        latch.wakers.entry(key).and_modify(|kept| kept.clone_from(cx.waker())).or_insert_with(|| cx.waker().clone());
        Poll::Pending
    }
}

impl<F> Drop for AtLatch<'_, F> {
    fn drop(&mut self) {
        if let Some(key) = self.key {
            self.latch.lock().wakers.remove(&key);
        }
    }
}

/// Unparks a thread.
struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Blocks the thread until a future is ready.
pub(crate) fn block_on<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut context = Context::from_waker(&waker);
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(done) => return done,
            Poll::Pending => thread::park(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fault::on_any;
    use crate::{FakeS3, Moment, S3 as _};

    #[test]
    fn a_held_call_keeps_one_waker_however_often_it_is_polled() {
        let s3 = FakeS3::new();
        let gate = s3.gate(on_any(), Moment::BeforeTheEffect);
        let mut call = pin!(s3.client().create_bucket().bucket("backups").send());
        let mut other = Box::pin(Latch::wait(&gate.latch, |latch| latch.is_open));
        for _ in 0..100_000 {
            let mut context = Context::from_waker(Waker::noop());
            assert!(call.as_mut().poll(&mut context).is_pending());
            assert!(other.as_mut().poll(&mut context).is_pending());
        }
        assert_eq!(gate.latch.lock().wakers.len(), 2, "the call has one, and the other wait has one");
        drop(other);
        assert_eq!(gate.latch.lock().wakers.len(), 1, "a wait that is dropped leaves no waker");
    }
}
