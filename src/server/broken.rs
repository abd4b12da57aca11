//! A connection that a fault breaks: a real reset, or real silence.

use crate::api::error::{TransportError, TransportErrorKind};
use crate::api::primitives::SdkBody;
use crate::fake::calls::Breaks;
use http::Response;
use std::future::pending;
use std::sync::atomic::{AtomicBool, Ordering};

/// How the faults of its requests break one connection.
#[derive(Debug, Default)]
pub(super) struct BrokenConnection {
    resets: AtomicBool,
    is_silent: AtomicBool,
}

impl BrokenConnection {
    /// Breaks the connection instead of a response. Silence lasts until the client goes or the server stops.
    pub(super) async fn by(&self, error: TransportError) -> TransportError {
        if error.kind() == TransportErrorKind::TimedOut {
            self.is_silent.store(true, Ordering::Relaxed);
            pending::<()>().await;
        }
        self.resets.store(true, Ordering::Relaxed);
        error
    }

    /// Notes how the connection breaks while the response goes out.
    pub(super) fn later(&self, response: &Response<SdkBody>) {
        match response.extensions().get() {
            Some(Breaks::Reset) => self.resets.store(true, Ordering::Relaxed),
            Some(Breaks::Silence) => self.is_silent.store(true, Ordering::Relaxed),
            None => {}
        }
    }

    /// Whether a reset ends the connection.
    pub(super) fn resets(&self) -> bool {
        self.resets.load(Ordering::Relaxed)
    }

    /// Whether a response that never comes, or never ends, is under way.
    pub(super) fn is_silent(&self) -> bool {
        self.is_silent.load(Ordering::Relaxed)
    }
}
