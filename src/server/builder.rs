//! The settings of a server.

use super::connection::{self, Listening};
use super::handler::{Handler, Panics, Socket};
use super::log::{Log, Logged};
use super::spelling::Spelling;
use super::{Server, Service};
use crate::fake::FakeS3;
use crate::http::wire::host::{Domain, DomainError};
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

/// The settings of a server, before it begins.
///
/// ```
/// # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
/// use fake_s3::FakeS3;
///
/// let s3 = FakeS3::new();
/// let server = s3.server().domain("s3.test").log(|request| eprintln!("{request}")).serve("127.0.0.1:0").await?;
/// # drop(server); Ok::<(), std::io::Error>(()) }).unwrap();
/// ```
#[derive(Debug, Clone)]
#[must_use = "a server begins with `serve`, `serve_blocking` or `service`"]
pub struct ServerBuilder {
    world: FakeS3,
    domain: Domain,
    control_hosts: Vec<String>,
    is_secure: bool,
    any_address: bool,
    idle_timeout: Duration,
    log: Option<Log>,
}

impl ServerBuilder {
    pub(super) fn new(world: FakeS3) -> Self {
        let domain = Domain::default();
        let control_hosts = Vec::new();
        Self {
            world,
            domain,
            control_hosts,
            is_secure: true,
            any_address: false,
            idle_timeout: IDLE_TIMEOUT,
            log: None,
        }
    }

    /// Below which domain buckets have names of their own: `backups.localhost`, `backups.s3.localhost`,
    /// `backups.s3.eu-west-1.localhost`. Default `localhost`. At any other host, and at `s3.localhost`, a bucket is the
    /// first segment of the path.
    ///
    /// # Panics
    /// If it is no [`Domain`].
    #[track_caller]
    pub fn domain(mut self, name: &str) -> Self {
        let parsed: Result<Domain, DomainError> = name.parse();
        assert!(parsed.is_ok(), "{}", parsed.err().map(|error| error.to_string()).unwrap_or_default());
        self.domain = parsed.unwrap_or_default();
        self
    }

    /// Answers `/_fake-s3/` at this host too, such as the name of a container. By default a request there must name an
    /// IP address, `localhost` or the [`domain`](Self::domain), because a page of the web can have any other name.
    pub fn control_host(mut self, name: impl Into<String>) -> Self {
        self.control_hosts.push(name.into());
        self
    }

    /// Whether requests count as having come over TLS, as policies (`aws:SecureTransport`), customers' keys and KMS ask
    /// of them. By default they do: a socket of this machine is plain HTTP, and stands for S3's.
    pub fn counts_as_tls(mut self, it_does: bool) -> Self {
        self.is_secure = it_does;
        self
    }

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
        self.idle_timeout = timeout.min(NEVER);
        self
    }

    /// Allows addresses that other machines can reach. By default they are refused, so that nobody opens his test to a
    /// network unawares.
    pub fn any_address(mut self, it_may: bool) -> Self {
        self.any_address = it_may;
        self
    }

    /// Has this called with every request, once its answer is known, and with what could not be read as one. [`Logged`]
    /// prints as one line.
    pub fn log(mut self, log: impl Fn(&Logged<'_>) + Send + Sync + 'static) -> Self {
        self.log = Some(Log::new(log));
        self
    }

    /// Begins to answer on a socket: see [`FakeS3::serve`].
    ///
    /// # Errors
    /// As [`FakeS3::serve`].
    pub async fn serve(self, address: impl ToSocketAddrs) -> io::Result<Server> {
        let addresses: Vec<SocketAddr> = lookup_host(address).await?.collect();
        let (listener, address) = self.listen(&addresses)?;
        Ok(self.begin(listener, address, Spelling::read()?, &Handle::current(), None))
    }

    /// Begins to answer on a socket, on a thread of its own: see [`FakeS3::serve_blocking`].
    ///
    /// # Errors
    /// As [`FakeS3::serve`].
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
        if let Some(open) = addresses.iter().find(|address| !self.any_address && !address.ip().is_loopback()) {
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
        let socket = Socket { idle_timeout: self.idle_timeout, panics: panics.clone() };
        let handler = Arc::new(self.handler(Some(socket)));
        let task = on.spawn(connection::accept(listening.clone(), handler, spelling, stopped));
        Server { world, address, listening, task, stop, panics, runtime }
    }

    /// The world as a service of tower, with these settings: see [`Service`]. It has no time-out of its own.
    pub fn service(self) -> Service {
        Service::new(self.handler(None))
    }

    fn handler(self, socket: Option<Socket>) -> Handler {
        let (domain, control_hosts) = (self.domain, self.control_hosts);
        Handler { world: self.world, domain, control_hosts, is_secure: self.is_secure, log: self.log, socket }
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
