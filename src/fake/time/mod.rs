//! The clock of a world, the pace at which it goes, and all that waits for it.

pub(crate) mod alarm;
pub(crate) mod clock;
pub(crate) mod pace;
#[cfg(feature = "tokio")]
pub(crate) mod runtime;
pub(crate) mod timers;
