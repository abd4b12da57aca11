//! The world as a service of tower.

use super::handler::Handler;
use crate::api::error::TransportError;
use crate::api::primitives::SdkBody;
use bytes::Buf;
use http::{Request, Response, header};
use http_body::Body;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

/// The world as a service of tower, made by [`FakeS3::service`](crate::FakeS3::service). It takes any `http::Request`,
/// whatever its body is. Its error is a [`TransportError`], and only a
/// [`Fault`](crate::fault::Fault) causes it. Mount it behind layers of your own, or give it to any client that speaks
/// tower.
///
/// The feature `tower` is enough for it: it brings one trait, without a runtime and without sockets. The body of the
/// response is [`SdkBody`], an [`http_body::Body`] that is made as it is read. A request comes from the
/// [`IpAddr`](std::net::IpAddr) or the [`SocketAddr`](std::net::SocketAddr) among its extensions, or else from this
/// machine. An unsigned request is anonymous. A panic of the world reaches the caller.
///
/// ```
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// use fake_s3::FakeS3;
/// use fake_s3::primitives::SdkBody;
/// use tower_service::Service as _;
///
/// let mut service = FakeS3::new().service();
/// let request = http::Request::get("/_fake-s3/health").body(SdkBody::empty()).unwrap();
/// let answer = service.call(request).await.unwrap();
/// assert_eq!(answer.status(), 200);
/// # });
/// ```
#[derive(Debug, Clone)]
pub struct Service {
    handler: Arc<Handler>,
}

impl Service {
    pub(super) fn new(handler: Handler) -> Self {
        Self { handler: Arc::new(handler) }
    }
}

impl<B> tower_service::Service<Request<B>> for Service
where
    B: Body<Data: Buf + Send> + Send + 'static,
    B::Error: Send,
{
    type Response = Response<SdkBody>;
    type Error = TransportError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, TransportError>> + Send>>;

    fn poll_ready(&mut self, _cx: &mut Context<'_>) -> Poll<Result<(), TransportError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let (handler, mut request) = (self.handler.clone(), request);
        let length = request.body().size_hint().exact().filter(|length| *length > 0);
        let headers = request.headers_mut();
        if headers.contains_key(header::TRANSFER_ENCODING) {
            // As on a socket: it says how the body travels, and a length beside it says nothing (RFC 9112, 6.3).
            headers.remove(header::CONTENT_LENGTH);
        } else if let Some(length) = length {
            // As a client does that knows how long its body is.
            headers.entry(header::CONTENT_LENGTH).or_insert(length.into());
        }
        Box::pin(async move { handler.handle(request).await })
    }
}
