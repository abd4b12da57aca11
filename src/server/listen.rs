//! A server that begins to answer on a socket, and the settings that only a socket has.

use super::ServerBuilder;
use super::connection::{self, Listening};
use super::handler::Handler;
use super::served::Server;
use super::socket::{Panics, Socket};
use super::spelling::Spelling;
use crate::fake::calls::WayIn;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpSocket, ToSocketAddrs, lookup_host};
use tokio::runtime::{Builder, Handle, Runtime};
use tokio::sync::watch;

/// How long a client may neither send nor take anything. It is longer than S3's, for the sake of whoever steps through
/// his client in a debugger.
const IDLE_TIMEOUT: Duration = Duration::from_mins(1);

/// What is as good as never: longer than any test, and not too long for the clocks of the system.
const NEVER: Duration = Duration::from_hours(30 * 365 * 24);

/// How many connections may wait to be accepted: as many as tokio lets wait.
const BACKLOG: u32 = 1024;

/// The settings that only a socket has.
#[derive(Debug, Clone)]
pub(super) struct ConnectionLimits {
    any_address: bool,
    idle_timeout: Duration,
}

impl Default for ConnectionLimits {
    fn default() -> Self {
        Self { any_address: false, idle_timeout: IDLE_TIMEOUT }
    }
}

impl ServerBuilder {
    /// How long a client may neither send nor take anything in the midst of a request, or between two, in real time.
    /// Default one minute; with [`Duration::MAX`] it may do so for ever.
    ///
    /// A body has this time and one second more for each KiB that has come; a slower one is rejected with
    /// `RequestTimeout`.
    ///
    /// It is measured by tokio's clock. Where a test pauses that (`#[tokio::test(start_paused = true)]`), the clock
    /// jumps whenever nothing else is to be done, and all clients are too late: there the world is served by
    /// [`service`](Self::service), or by [`serve_blocking`](Self::serve_blocking), whose clock is its own.
    ///
    /// # Panics
    /// If it is no time at all.
    #[track_caller]
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        assert!(!timeout.is_zero(), "a client may be idle for some time: in no time at all none could send anything");
        self.limits.idle_timeout = timeout.min(NEVER);
        self
    }

    /// Allows addresses that other machines can reach. By default they are refused, so that nobody opens his test to a
    /// network unawares.
    pub fn any_address(mut self, it_may: bool) -> Self {
        self.limits.any_address = it_may;
        self
    }

    /// Begins to answer on a socket: see [`FakeS3::serve`](crate::FakeS3::serve).
    ///
    /// # Errors
    /// As [`FakeS3::serve`](crate::FakeS3::serve).
    pub async fn serve(self, address: impl ToSocketAddrs) -> io::Result<Server> {
        let addresses: Vec<SocketAddr> = lookup_host(address).await?.collect();
        let (listener, address) = self.listen(&addresses)?;
        Ok(self.begin(listener, address, Spelling::read()?, &Handle::current(), None))
    }

    /// Begins to answer on a socket, on a thread of its own: see
    /// [`FakeS3::serve_blocking`](crate::FakeS3::serve_blocking).
    ///
    /// # Errors
    /// As [`FakeS3::serve`](crate::FakeS3::serve).
    pub fn serve_blocking(self, address: impl std::net::ToSocketAddrs) -> io::Result<Server> {
        let addresses: Vec<SocketAddr> = address.to_socket_addrs()?.collect();
        let runtime = Builder::new_multi_thread().worker_threads(1).thread_name("fake-s3").enable_all().build()?;
        let handle = runtime.handle().clone();
        let listening = {
            let _entered = handle.enter();
            self.listen(&addresses)
        };
        match listening.and_then(|listening| Ok((listening, Spelling::read()?))) {
            Ok(((listener, address), spelling)) => Ok(self.begin(listener, address, spelling, &handle, Some(runtime))),
            Err(error) => {
                // Dropped on a thread of another runtime it would wait, which panics there.
                runtime.shutdown_background();
                Err(error)
            }
        }
    }

    /// A socket at the first address that can be had, of the runtime that is entered.
    fn listen(&self, addresses: &[SocketAddr]) -> io::Result<(TcpListener, SocketAddr)> {
        if let Some(open) = addresses.iter().find(|address| !self.limits.any_address && !address.ip().is_loopback()) {
            let why =
                format!("{open} can be reached from other machines, which `ServerBuilder::any_address` must allow");
            return Err(io::Error::new(io::ErrorKind::InvalidInput, why));
        }
        let mut refused = io::Error::new(io::ErrorKind::InvalidInput, "there is no address to listen at");
        for address in addresses {
            match listen_at(*address) {
                Ok(listener) => return listener.local_addr().map(|address| (listener, address)),
                Err(error) => refused = error,
            }
        }
        Err(refused)
    }

    /// Answers on a runtime that is the server's own or somebody else's.
    fn begin(
        self,
        listener: TcpListener,
        address: SocketAddr,
        spelling: Spelling,
        on: &Handle,
        runtime: Option<Runtime>,
    ) -> Server {
        let world = self.world.clone();
        let (listening, (stop, stopped)) = (Arc::new(Listening::new(listener)), watch::channel(false));
        let panics = Arc::new(Panics::default());
        let socket = Socket { idle_timeout: self.limits.idle_timeout, panics: panics.clone() };
        let handler = Arc::new(Handler { way: WayIn::Socket, ..self.handler(Some(socket)) });
        let task = on.spawn(connection::accept(listening.clone(), handler, spelling, stopped));
        Server { world, address, listening, task, stop, panics, runtime }
    }
}

fn listen_at(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    // A port that was just given up can be had again; on Windows it would be shared.
    if cfg!(not(windows)) {
        socket.set_reuseaddr(true)?;
    }
    socket.bind(address)?;
    socket.listen(BACKLOG)
}
