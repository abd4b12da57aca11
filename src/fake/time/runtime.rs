//! The clock of a tokio runtime, where it is the clock of the world.
#![expect(clippy::disallowed_types, clippy::disallowed_methods, reason = "a spin finds out if tokio's clock is paused")]

use parking_lot::Mutex;
use std::future::Future;
use std::pin::{Pin, pin};
use std::task::{Context, Waker};
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::time::{Instant, Sleep};

/// A sleep that a runtime wakes.
pub(crate) type RuntimeSleep = Pin<Box<Sleep>>;

/// Time that passes as it does in one runtime.
#[derive(Debug)]
pub(crate) struct RuntimeTime {
    /// Each runtime has a clock of its own. The handle names it on every thread.
    runtime: Handle,
    began: Instant,
    counted: Mutex<Duration>,
}

impl RuntimeTime {
    /// The time of the runtime that this is called in.
    #[track_caller]
    pub(crate) fn begin() -> Self {
        let Ok(runtime) = Handle::try_current() else {
            panic!(
                "`tokio_clock` takes the clock of a tokio runtime: build the world inside one, as in `#[tokio::test]`"
            )
        };
        Self { runtime, began: Instant::now(), counted: Mutex::default() }
    }

    /// How much time has passed since the last call.
    pub(crate) fn passed(&self) -> Duration {
        let _inside = self.runtime.enter();
        let elapsed = self.began.elapsed();
        let mut counted = self.counted.lock();
        let passed = elapsed.saturating_sub(*counted);
        *counted = elapsed.max(*counted);
        passed
    }

    /// A sleep that this runtime wakes.
    pub(crate) fn sleep(&self, by: Duration) -> RuntimeSleep {
        let _inside = self.runtime.enter();
        Box::pin(tokio::time::sleep(by))
    }

    /// Turns the runtime's clock. Its timers fire when the runtime next polls them.
    #[track_caller]
    pub(crate) fn advance(&self, by: Duration) {
        assert!(
            self.is_paused(),
            "the clock of the world is that of tokio, which moves in real time here: it can be turned only where \
             tokio's clock is paused, as in `#[tokio::test(start_paused = true)]`"
        );
        let _inside = self.runtime.enter();
        // The first poll turns the clock. The rest only yields to the runtime's tasks, and a test awaits by itself.
        let advance = pin!(tokio::time::advance(by));
        let _ = advance.poll(&mut Context::from_waker(Waker::noop()));
    }

    /// Whether the runtime's clock is paused. Tokio does not tell: a paused clock stands still while real time passes.
    pub(crate) fn is_paused(&self) -> bool {
        let _inside = self.runtime.enter();
        let (before, real) = (Instant::now(), std::time::Instant::now());
        while real.elapsed() < Duration::from_micros(1) {
            std::hint::spin_loop();
        }
        Instant::now() == before
    }
}
