//! How time goes by itself: not at all, by the request, or as on the wall. The one place that reads a real clock, and
//! only where a test asked for one.
#![expect(clippy::disallowed_types, clippy::disallowed_methods, reason = "real time is what `real_time` is asked for")]

use crate::api::primitives::DateTime;
#[cfg(feature = "tokio")]
use crate::fake::time::runtime::RuntimeTime;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime};

/// Where real time begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Anchor {
    /// At the start of the world, as [`Builder::start`](crate::Builder::start) has it: dates are nearly the same on
    /// every run.
    Start,
    /// At the wall clock's present: clients that sign and compare dates by their own clock are in the same time.
    WallClock,
}

/// How time goes by itself, as a test asks for it.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Pace {
    Frozen,
    PerRequest(Duration),
    Real {
        anchor: Anchor,
        factor: NonZeroU32,
    },
    /// As in the tokio runtime that the world is built in.
    #[cfg(feature = "tokio")]
    Runtime,
}

/// The same in a world that has begun.
#[derive(Debug)]
pub(crate) enum Running {
    Frozen,
    PerRequest(Duration),
    Real(RealTime),
    #[cfg(feature = "tokio")]
    Runtime(RuntimeTime),
}

impl Pace {
    /// When a world begins that was to begin then.
    pub(crate) fn start(self, start: DateTime) -> DateTime {
        match self {
            Self::Real { anchor: Anchor::WallClock, .. } => DateTime::from(SystemTime::now()),
            _ => start,
        }
    }

    /// Whether a world that began so is in the time of clients that sign by the wall clock.
    #[cfg(any(feature = "object-store", feature = "opendal"))]
    pub(crate) fn is_the_wall_clocks(self) -> bool {
        matches!(self, Self::Real { anchor: Anchor::WallClock, .. })
    }

    #[track_caller]
    pub(crate) fn run(self) -> Running {
        match self {
            Self::Frozen => Running::Frozen,
            Self::PerRequest(tick) => Running::PerRequest(tick),
            Self::Real { factor, .. } => Running::Real(RealTime::begin(factor)),
            #[cfg(feature = "tokio")]
            Self::Runtime => Running::Runtime(RuntimeTime::begin()),
        }
    }
}

impl Running {
    /// How much time has passed by itself since the last call; `None` where no time passes by itself.
    pub(crate) fn passed(&self) -> Option<Duration> {
        match self {
            Self::Frozen | Self::PerRequest(_) => None,
            Self::Real(real) => Some(real.passed()),
            #[cfg(feature = "tokio")]
            Self::Runtime(runtime) => Some(runtime.passed()),
        }
    }
}

/// Time that goes by as it does outside, or so many times as fast.
#[derive(Debug)]
pub(crate) struct RealTime {
    began: Instant,
    /// Nanoseconds since then that have been counted.
    counted: AtomicU64,
    factor: NonZeroU32,
}

impl RealTime {
    fn begin(factor: NonZeroU32) -> Self {
        Self { began: Instant::now(), counted: AtomicU64::new(0), factor }
    }

    /// How much of the world's time has gone by since this was asked last. Whole nanoseconds are counted, each once:
    /// however often it is asked, nothing is lost.
    pub(crate) fn passed(&self) -> Duration {
        let elapsed = u64::try_from(self.began.elapsed().as_nanos()).unwrap_or(u64::MAX);
        let counted = self.counted.fetch_max(elapsed, Ordering::Relaxed);
        Duration::from_nanos(elapsed.saturating_sub(counted)).saturating_mul(self.factor.get())
    }

    /// How long one must really wait until so much of the world's time has gone by.
    pub(crate) fn wait_for(&self, by: Duration) -> Duration {
        // A nanosecond more, since the quotient is rounded down.
        (by / self.factor.get()).saturating_add(Duration::from_nanos(1))
    }
}
