//! HTTP on loopback: the world for clients of any language.

use crate::arrival::Arrival;
use crate::fake::FakeS3;
use crate::model::payload::Payload;
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use hyper_util::rt::TokioIo;
use std::convert::Infallible;
use std::net::SocketAddr;
use tokio::net::{TcpListener, ToSocketAddrs};

/// A world that answers on a socket.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    task: tokio::task::JoinHandle<()>,
}

impl FakeS3 {
    /// Answers on a socket.
    pub async fn serve(&self, address: impl ToSocketAddrs) -> std::io::Result<Server> {
        let listener = TcpListener::bind(address).await?;
        let (address, world) = (listener.local_addr()?, self.clone());
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let world = world.clone();
                tokio::spawn(async move {
                    let service = hyper::service::service_fn(move |request| {
                        let world = world.clone();
                        async move { Ok::<_, Infallible>(answer(&world, request).await) }
                    });
                    let _ = hyper::server::conn::http1::Builder::new()
                        .serve_connection(TokioIo::new(stream), service)
                        .await;
                });
            }
        });
        Ok(Server { address, task })
    }
}

async fn answer(world: &FakeS3, request: http::Request<Incoming>) -> http::Response<aws_smithy_types::body::SdkBody> {
    let (head, body) = request.into_parts();
    let bytes = body.collect().await.map(|body| body.to_bytes()).unwrap_or_default();
    let arrival = Arrival::in_process(world.unsigned(), &head);
    let answer = world.answer(http::Request::from_parts(head, Payload::from(bytes)), &arrival);
    answer.map(crate::primitives::ByteStream::into_inner)
}

impl Server {
    /// Where it answers.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The URL to give to clients.
    pub fn endpoint_url(&self) -> String {
        format!("http://{}", self.address)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}
