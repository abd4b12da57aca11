//! A socket of this crate, as the handler sees it: time-outs, threads that may block, and panics that reach the test.

use crate::fake::FakeS3;
use crate::fake::time::timers::Still;
use parking_lot::Mutex;
use std::any::Any;
use std::future::{Future, pending, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;
use tokio::task::spawn_blocking;
use tokio::time::{Instant, sleep, timeout, timeout_at};

/// The least rate of a body, after the first idle timeout: a client that sends a byte just before each idle timeout
/// would hold its connection for years.
const MIN_BYTES_PER_SECOND: u64 = 1024;

/// What a server of this crate adds to its handler.
#[derive(Debug, Clone)]
pub(super) struct Socket {
    pub(super) idle_timeout: Duration,
    pub(super) panics: Arc<Panics>,
}

/// The first panic of the world while it answered.
#[derive(Debug, Default)]
pub(super) struct Panics(Mutex<Option<Panic>>);

pub(super) type Panic = Box<dyn Any + Send>;

impl Panics {
    pub(super) fn remember(&self, panic: Panic) {
        self.0.lock().get_or_insert(panic);
    }

    /// Raises the panic again, if there was one. Its message was printed when it was first raised.
    pub(super) fn resume(&self) {
        let first = self.0.lock().take();
        if let Some(panic) = first {
            resume_unwind(panic);
        }
    }
}

impl Socket {
    /// Begins to watch a body.
    pub(super) fn watch(&self) -> Watch {
        let idle = self.idle_timeout;
        Watch { idle, begun: sleep(idle).deadline() }
    }

    /// The response, or `None` if the world panicked while it answered: a client on a socket cannot see the panic, so
    /// the server keeps it for the test.
    pub(super) async fn caught<T>(&self, answering: impl Future<Output = T>) -> Option<T> {
        caught(answering).await.map_err(|panic| self.panics.remember(panic)).ok()
    }

    /// Answers on a thread that may block. Time stands still meanwhile for sleeps in the world.
    pub(super) async fn aside<T: Send + 'static>(
        &self,
        world: &FakeS3,
        answer: impl FnOnce() -> T + Send + 'static,
    ) -> T {
        let (still, panics) = (Still::begin(world.clone()), self.panics.clone());
        // Recorded inside the blocking task: if the connection has closed, this future is gone.
        let answered =
            spawn_blocking(move || catch_unwind(AssertUnwindSafe(answer)).map_err(|panic| panics.remember(panic)));
        let answered = answered.await;
        drop(still);
        match answered {
            Ok(Ok(answer)) => answer,
            Ok(Err(())) => resume_unwind(Box::new("the first panic is remembered")),
            // The runtime ends, and this task with it.
            Err(_) => pending().await,
        }
    }
}

/// The time-outs of one body.
#[derive(Debug)]
pub(super) struct Watch {
    idle: Duration,
    begun: Instant,
}

impl Watch {
    /// The next frame after so many bytes, or `None` if the client was too slow.
    pub(super) async fn within<T>(&self, bytes: u64, next: impl Future<Output = T>) -> Option<T> {
        let earned = Duration::from_secs(bytes / MIN_BYTES_PER_SECOND);
        let latest = self.begun.checked_add(earned).unwrap_or(self.begun);
        timeout_at(latest, timeout(self.idle, next)).await.ok()?.ok()
    }
}

/// The output of a future, or the panic that it ended with.
pub(super) async fn caught<T>(work: impl Future<Output = T>) -> Result<T, Panic> {
    let mut work = pin!(work);
    let polled = poll_fn(|cx| match catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(cx))) {
        Ok(polled) => polled.map(Ok),
        Err(panic) => Poll::Ready(Err(panic)),
    });
    polled.await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::receive::{Broken, collect};
    use bytes::Bytes;
    use http_body::Body;
    use http_body::Frame;
    use std::convert::Infallible;
    use std::pin::Pin;
    use std::task::Context;
    use tokio::time::Sleep;

    /// A body that sends a frame of so many bytes each so many seconds.
    struct Slow {
        bytes: usize,
        pause: Duration,
        frames: usize,
        next: Pin<Box<Sleep>>,
    }

    impl Body for Slow {
        type Data = Bytes;
        type Error = Infallible;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            cx: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
            std::task::ready!(self.next.as_mut().poll(cx));
            let Some(left) = self.frames.checked_sub(1) else { return Poll::Ready(None) };
            (self.frames, self.next) = (left, Box::pin(sleep(self.pause)));
            Poll::Ready(Some(Ok(Frame::data(vec![0; self.bytes].into()))))
        }
    }

    /// Collects such a body of 100 frames; 1 minute is the idle timeout.
    fn collected(bytes: usize, pause: u64) -> Result<u64, Broken> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
        runtime.block_on(async {
            let pause = Duration::from_secs(pause);
            let body = Slow { bytes, pause, frames: 100, next: Box::pin(sleep(pause)) };
            let socket = Socket { idle_timeout: Duration::from_mins(1), panics: Arc::default() };
            collect(body, None, u64::MAX, Some(&socket), None).await.map(|payload| payload.len())
        })
    }

    #[test]
    fn a_body_that_is_slower_than_the_least_rate_is_rejected() {
        assert_eq!(collected(1, 40), Err(Broken::Idle));
        assert_eq!(collected(40 * 1024, 40), Ok(100 * 40 * 1024));
        assert_eq!(collected(20 * 1024, 40), Err(Broken::Idle));
        assert_eq!(collected(1 << 20, 61), Err(Broken::Idle));
    }
}
