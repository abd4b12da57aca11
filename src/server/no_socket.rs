//! The socket of a build without sockets: there is none, and the compiler knows it.

#![expect(clippy::unused_async, reason = "the functions have the types of those of a socket")]

use crate::fake::FakeS3;
use std::future::Future;

/// A socket that cannot exist.
#[derive(Debug, Clone)]
pub(super) enum Socket {}

/// The time-outs of a body that cannot arrive.
#[derive(Debug)]
pub(super) enum Watch {}

impl Watch {
    pub(super) async fn within<T>(&self, _bytes: u64, _next: impl Future<Output = T>) -> Option<T> {
        match *self {}
    }
}

impl Socket {
    pub(super) fn watch(&self) -> Watch {
        match *self {}
    }

    pub(super) async fn caught<T>(&self, _answering: impl Future<Output = T>) -> Option<T> {
        match *self {}
    }

    pub(super) async fn aside<T>(&self, _world: &FakeS3, _answer: impl FnOnce() -> T) -> T {
        match *self {}
    }
}
