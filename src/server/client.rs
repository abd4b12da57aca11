//! The least HTTP client that reaches a server of ours, for clients that bring none.

use super::Server;
use crate::api::primitives::SdkBody;
use hyper::body::Incoming;
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;
use parking_lot::Mutex;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpStream;

/// A client of one server. Clones share its connections.
#[derive(Debug, Clone)]
pub(crate) struct SocketClient {
    address: SocketAddr,
    /// Connections that wait for a request.
    idle: Arc<Mutex<Vec<SendRequest<SdkBody>>>>,
}

impl SocketClient {
    pub(crate) fn new(server: &Server) -> Self {
        Self { address: server.reachable_address(), idle: Arc::default() }
    }

    /// Sends a request; the answer's body is read as it comes.
    pub(crate) async fn send(&self, request: http::Request<SdkBody>) -> io::Result<http::Response<Incoming>> {
        let mut connection = match self.take_idle() {
            Some(connection) => connection,
            None => self.connect().await?,
        };
        let answer = connection.send_request(request).await.map_err(io::Error::other);
        // It is taken again once the answer has been read.
        self.idle.lock().push(connection);
        answer
    }

    /// A connection that has answered all that it was asked; those that are closed are forgotten.
    fn take_idle(&self) -> Option<SendRequest<SdkBody>> {
        let mut idle = self.idle.lock();
        idle.retain(|connection| !connection.is_closed());
        let at = idle.iter().position(SendRequest::is_ready)?;
        Some(idle.swap_remove(at))
    }

    async fn connect(&self) -> io::Result<SendRequest<SdkBody>> {
        let stream = TcpStream::connect(self.address).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(io::Error::other)?;
        tokio::spawn(connection);
        Ok(sender)
    }
}
