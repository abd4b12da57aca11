//! A world that answers on a socket.

use super::connection::Listening;
use super::socket::Panics;
use crate::fake::FakeS3;
use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::thread;
use tokio::net::ToSocketAddrs;
use tokio::runtime::Runtime;
use tokio::sync::watch;
use tokio::task::JoinHandle;

impl FakeS3 {
    /// Answers on a socket of this machine: whatever speaks HTTP is a client of this world, in any language and any
    /// process. With port 0 the system chooses a free one.
    ///
    /// It needs tokio's runtime, of either flavour, with its drivers of IO and time; and it answers as long as the
    /// [`Server`] is kept. Where tokio's clock is paused, clients come too late: see
    /// [`ServerBuilder::idle_timeout`](crate::ServerBuilder::idle_timeout).
    /// Whoever blocks the only thread of a runtime, as `std::process::Command` does while it waits for a client, waits
    /// for ever: there it is [`serve_blocking`](Self::serve_blocking), or `tokio::process`.
    ///
    /// ```
    /// # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
    /// use fake_s3::FakeS3;
    ///
    /// let s3 = FakeS3::new();
    /// s3.create_bucket("backups");
    /// let server = s3.serve("127.0.0.1:0").await?;
    /// println!("AWS_ENDPOINT_URL={}", server.endpoint_url());
    /// # Ok::<(), std::io::Error>(()) }).unwrap();
    /// ```
    ///
    /// # Errors
    /// Where the address cannot be had, and where it is not of this machine alone: see
    /// [`ServerBuilder::any_address`](crate::ServerBuilder::any_address).
    pub async fn serve(&self, address: impl ToSocketAddrs) -> io::Result<Server> {
        self.server().serve(address).await
    }

    /// Answers on a socket of this machine, on a thread of its own: for tests without a runtime, and for those that
    /// block theirs while a client in another process is at work.
    ///
    /// ```
    /// use fake_s3::FakeS3;
    /// use std::io::{Read as _, Write as _};
    /// use std::net::TcpStream;
    ///
    /// let s3 = FakeS3::new();
    /// let server = s3.serve_blocking("127.0.0.1:0")?;
    /// let mut client = TcpStream::connect(server.address())?;
    /// write!(client, "GET /_fake-s3/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
    /// let mut answer = String::new();
    /// client.read_to_string(&mut answer)?;
    /// assert!(answer.starts_with("HTTP/1.1 200"));
    /// # Ok::<(), std::io::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`serve`](Self::serve).
    pub fn serve_blocking(&self, address: impl std::net::ToSocketAddrs) -> io::Result<Server> {
        self.server().serve_blocking(address)
    }
}

/// A world that answers on a socket, made by [`FakeS3::serve`] or [`FakeS3::serve_blocking`].
///
/// Dropping it closes the socket at once. Its connections end when the runtime next runs, whatever they are at; a
/// request that is on a thread of its own by then, as those with large bodies are, still finishes, and what it changes
/// is changed. So does, with a runtime of the server's own, any request that is being answered at that instant; what
/// panics then is not told. [`shutdown`](Self::shutdown) waits for all of it. The world goes on.
///
/// # Panics
/// If the world panicked while it answered, as one does that [denies guesses](crate::Builder::deny_guesses): the client
/// was told `500 InternalError`, and the end of the server tells the test. A thread that panics already is left alone.
#[derive(Debug)]
#[must_use = "it answers as long as it is kept"]
pub struct Server {
    pub(super) world: FakeS3,
    pub(super) address: SocketAddr,
    pub(super) listening: Arc<Listening>,
    pub(super) task: JoinHandle<()>,
    /// Says to the task and to its connections that they are to end.
    pub(super) stop: watch::Sender<bool>,
    pub(super) panics: Arc<Panics>,
    /// Its own, where it has one.
    pub(super) runtime: Option<Runtime>,
}

impl Server {
    /// Where it answers.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The URL to give to clients, which address buckets by path there: `http://127.0.0.1:49152`. Where the server
    /// answers at all addresses, it is that of this machine.
    pub fn endpoint_url(&self) -> String {
        format!("http://{}", self.reachable_address())
    }

    /// The address, or that of this machine where it is any.
    pub(super) fn reachable_address(&self) -> SocketAddr {
        let mut address = self.address;
        if address.ip().is_unspecified() {
            address.set_ip(if address.is_ipv4() { Ipv4Addr::LOCALHOST.into() } else { Ipv6Addr::LOCALHOST.into() });
        }
        address
    }

    /// The world that answers.
    pub fn world(&self) -> &FakeS3 {
        &self.world
    }

    /// Closes the socket, and waits until the requests that are under way have been answered.
    ///
    /// # Panics
    /// As when it is dropped.
    pub async fn shutdown(mut self) {
        self.listening.close();
        self.stop.send_replace(true);
        // It ends when the last connection has, and has no other way to.
        let _ = (&mut self.task).await;
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.listening.close();
        // With the task go its connections.
        self.task.abort();
        if let Some(runtime) = self.runtime.take() {
            // Whoever drops it may be on another runtime, and must not wait there.
            runtime.shutdown_background();
        }
        if !thread::panicking() {
            self.panics.resume();
        }
    }
}
