//! A request whose head has come, and what only the adapter knows that received it.

use crate::http::wire::host::{self, Domain};
use crate::model::access::principal::Principal;
use http::Extensions;
use http::request::Parts;
use std::borrow::Cow;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// The head of a request, and how it came to the world.
#[derive(Debug, Clone)]
pub(crate) struct Arrival {
    pub head: Parts,
    /// Whose it is if nobody signed it.
    pub unsigned: Principal,
    /// The domain below which buckets are addressed.
    pub domain: Domain,
    pub source_ip: IpAddr,
    /// Whether it counts as having come over TLS.
    pub is_secure: bool,
    /// Whether the client signs by a clock that the test did not choose, so that skew is not the client's fault.
    pub ignores_skew: bool,
}

impl Arrival {
    /// In the process: over TLS unless its address says otherwise.
    pub(crate) fn in_process(head: Parts, unsigned: Principal) -> Self {
        let is_secure = head.uri.scheme_str() != Some("http");
        let (source_ip, domain) = (source_in(&head.extensions), Domain::default());
        Self { source_ip, head, unsigned, domain, is_secure, ignores_skew: false }
    }

    /// The name of the host that it is for, if it says one.
    pub(crate) fn host(&self) -> Option<Cow<'_, str>> {
        host::name(&self.head.uri, &self.head.headers)
    }
}

/// Where a request comes from: what somebody has put among its extensions, else this machine.
pub(crate) fn source_in(extensions: &Extensions) -> IpAddr {
    let of_socket = || extensions.get::<SocketAddr>().map(SocketAddr::ip);
    extensions.get::<IpAddr>().copied().or_else(of_socket).unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST))
}
