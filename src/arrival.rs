//! How a request came: what the adapter that received it knows, and the request does not say.

use crate::dispatch::Authenticated;
use crate::model::access::principal::Principal;
use crate::wire::host::Domain;
use http::Extensions;
use http::request::Parts;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// How a request came to the world.
#[derive(Debug, Clone)]
pub(crate) struct Arrival {
    /// Who sends what nobody signed.
    pub unsigned: Principal,
    /// The domain below which buckets are addressed.
    pub domain: Domain,
    pub source_ip: IpAddr,
    /// Whether it counts as having come over TLS.
    pub is_secure: bool,
    /// Who it is from, where that was asked before its body came: a signature that expires meanwhile was good.
    pub from: Option<Authenticated>,
}

impl Arrival {
    /// In the process: over TLS unless its address says otherwise, and from where its extensions say, else from this
    /// machine.
    pub(crate) fn in_process(unsigned: Principal, head: &Parts) -> Self {
        let source_ip = source_in(&head.extensions).unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
        let is_secure = head.uri.scheme_str() != Some("http");
        Self { unsigned, domain: Domain::default(), source_ip, is_secure, from: None }
    }
}

/// From where a request comes, where somebody has put that among its extensions.
pub(crate) fn source_in(extensions: &Extensions) -> Option<IpAddr> {
    let of_socket = || extensions.get::<SocketAddr>().map(SocketAddr::ip);
    extensions.get::<IpAddr>().copied().or_else(of_socket)
}
