//! The signals that end the program.

use std::future::{Future, poll_fn};
use std::io;
use std::pin::pin;
use std::task::{Context, Poll};

/// SIGINT and SIGTERM.
#[cfg(unix)]
pub struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    /// From now on they no longer end it by themselves.
    pub fn watch() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let is_there = self.interrupt.poll_recv(cx).is_ready() || self.terminate.poll_recv(cx).is_ready();
        if is_there { Poll::Ready(()) } else { Poll::Pending }
    }
}

/// Ctrl+C.
#[cfg(windows)]
pub struct Signals(tokio::signal::windows::CtrlC);

#[cfg(windows)]
impl Signals {
    /// From now on it no longer ends it by itself.
    pub fn watch() -> io::Result<Self> {
        tokio::signal::windows::ctrl_c().map(Self)
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        self.0.poll_recv(cx).map(drop)
    }
}

impl Signals {
    /// The next of them.
    pub async fn next(&mut self) {
        poll_fn(|cx| self.poll(cx)).await;
    }

    /// Waits for this, unless another signal comes first.
    pub async fn unless_another(&mut self, work: impl Future) {
        let mut work = pin!(work);
        poll_fn(|cx| match work.as_mut().poll(cx) {
            Poll::Ready(_) => Poll::Ready(()),
            Poll::Pending => self.poll(cx),
        })
        .await;
    }
}
