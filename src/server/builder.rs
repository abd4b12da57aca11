//! The settings of a server.

use super::Service;
use super::control;
use super::handler::Handler;
#[cfg(feature = "server")]
use super::listen::ConnectionLimits;
use super::log::{Logged, RequestLog};
use super::socket::Socket;
use crate::fake::FakeS3;
use crate::fake::calls::WayIn;
use crate::http::wire::host::{Domain, DomainError};

/// The settings of a server, before it begins.
///
/// ```
/// # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
/// use fake_s3::FakeS3;
///
/// let s3 = FakeS3::new();
/// let server = s3.server().domain("s3.test").log(|request| eprintln!("{request}"));
/// # #[cfg(feature = "server")]
/// let server = server.serve("127.0.0.1:0").await?;
/// # drop(server); Ok::<(), std::io::Error>(()) }).unwrap();
/// ```
#[derive(Debug, Clone)]
#[must_use = "a server begins with `serve`, `serve_blocking` or `service`"]
pub struct ServerBuilder {
    pub(super) world: FakeS3,
    domain: Domain,
    control_hosts: Vec<String>,
    max_world_bytes: u64,
    is_secure: bool,
    log: Option<RequestLog>,
    #[cfg(feature = "server")]
    pub(super) limits: ConnectionLimits,
}

impl ServerBuilder {
    pub(super) fn new(world: FakeS3) -> Self {
        Self {
            world,
            domain: Domain::default(),
            control_hosts: Vec::new(),
            max_world_bytes: control::MAX_WORLD_BYTES,
            is_secure: true,
            log: None,
            #[cfg(feature = "server")]
            limits: ConnectionLimits::default(),
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

    /// Size in bytes of the largest world that a client may send to `/_fake-s3/world`. Default 64 MiB. A world that is
    /// read takes many times as much memory as its text.
    pub fn max_world_bytes(mut self, bytes: u64) -> Self {
        self.max_world_bytes = bytes;
        self
    }

    /// Whether requests count as having come over TLS, as policies (`aws:SecureTransport`), customers' keys and KMS ask
    /// of them. By default they do: a socket of this machine is plain HTTP, and stands for S3's.
    pub fn counts_as_tls(mut self, it_does: bool) -> Self {
        self.is_secure = it_does;
        self
    }

    /// Has this called with every request, once its answer is known, and with what could not be read as one. [`Logged`]
    /// prints as one line.
    pub fn log(mut self, log: impl Fn(&Logged<'_>) + Send + Sync + 'static) -> Self {
        self.log = Some(RequestLog::new(log));
        self
    }

    /// The world as a service of tower, with these settings: see [`Service`]. It has no time-out of its own.
    pub fn service(self) -> Service {
        Service::new(self.handler(None))
    }

    /// The same for a client in this process that brings its own way in, and that signs by the wall clock.
    #[cfg(any(feature = "object-store", feature = "opendal"))]
    pub(crate) fn service_of(self, way: WayIn) -> Service {
        let ignores_skew = !self.world.is_at_the_wall_clock();
        Service::new(Handler { way, ignores_skew, ..self.handler(None) })
    }

    pub(super) fn handler(self, socket: Option<Socket>) -> Handler {
        Handler {
            world: self.world,
            domain: self.domain,
            control_hosts: self.control_hosts,
            max_world_bytes: self.max_world_bytes,
            is_secure: self.is_secure,
            log: self.log,
            way: WayIn::Tower,
            ignores_skew: false,
            socket,
        }
    }
}
