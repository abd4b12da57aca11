//! OpenDAL's own S3 service over the world.

use super::Reach;
use crate::api::primitives::SdkBody;
use crate::fake::calls::WayIn;
use crate::fake::{AccountHandle, AnonymousHandle, FakeS3, IdentityHandle};
use crate::model::access::principal::Principal;
use crate::server::Service;
use bytes::Bytes;
use futures_core::Stream;
use http::{Method, Request, Response};
use http_body::{Body, Frame, SizeHint};
use opendal::services::S3;
use opendal::{Buffer, Error, ErrorKind, HttpBody, HttpTransport, HttpTransporter, OperationContext, Operator, Result};
use std::convert::Infallible;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use tower_service::Service as _;

impl FakeS3 {
    /// An operator of OpenDAL's S3 service over this world (feature `opendal`). No socket is between, and layers go on
    /// top as always.
    ///
    /// OpenDAL signs by the wall clock, which is compared with the world's only in a world of
    /// [`real_time(Anchor::WallClock)`](crate::Builder::real_time); the addresses that it presigns are valid only in
    /// such a world, or in one that [begins](crate::Builder::start) now. Its `RetryLayer` waits by tokio's clock: pause
    /// it (`#[tokio::test(start_paused = true)]`) so that no test waits, and build the world with `tokio_clock()`
    /// (feature `tokio`) so that the world's clock moves with it.
    ///
    /// ```
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// let s3 = fake_s3::FakeS3::new();
    /// let bucket = s3.create_bucket("backups");
    /// s3.opendal("backups").write("db.tar", "bytes").await?;
    /// assert_eq!(bucket.object("db.tar").unwrap().bytes(), "bytes");
    /// # Ok::<(), opendal::Error>(()) }).unwrap();
    /// ```
    pub fn opendal(&self, bucket: &str) -> Operator {
        operator(self, &self.own(), bucket, |settings| settings)
    }

    /// The same with settings of OpenDAL's S3 service: a root, encryption, checksums.
    ///
    /// ```
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// let s3 = fake_s3::FakeS3::new();
    /// let bucket = s3.create_bucket("backups");
    /// s3.opendal_with("backups", |settings| settings.root("/2026/")).write("db.tar", "bytes").await?;
    /// assert!(bucket.object("2026/db.tar").is_some());
    /// # Ok::<(), opendal::Error>(()) }).unwrap();
    /// ```
    ///
    /// # Panics
    /// If OpenDAL rejects the settings.
    #[track_caller]
    pub fn opendal_with(&self, bucket: &str, change: impl FnOnce(S3) -> S3) -> Operator {
        operator(self, &self.own(), bucket, change)
    }
}

macro_rules! acting {
    ($($handle:ident),*) => { $(
        impl $handle {
            /// An operator of OpenDAL's S3 service that acts as this principal: see [`FakeS3::opendal`].
            pub fn opendal(&self, bucket: &str) -> Operator {
                operator(self.world(), &self.principal(), bucket, |settings| settings)
            }
        }
    )* };
}
acting!(AccountHandle, AnonymousHandle, IdentityHandle);

#[track_caller]
fn operator(world: &FakeS3, caller: &Principal, bucket: &str, change: impl FnOnce(S3) -> S3) -> Operator {
    let Reach { region, endpoint, key } = Reach::of(world, caller, bucket);
    let settings = S3::default()
        .bucket(bucket)
        .region(&region)
        .endpoint(&endpoint)
        // The environment of the test must not change what a test does.
        .disable_config_load()
        .disable_ec2_metadata();
    let settings = match &key {
        None => settings.skip_signature(),
        Some((id, key)) => {
            let settings = settings.access_key_id(id).secret_access_key(&key.secret);
            match &key.session {
                Some(session) => settings.session_token(&session.token),
                None => settings,
            }
        }
    };
    let transport = HttpTransporter::new(OpenDalTransport(world.server().service_of(WayIn::OpenDal)));
    match Operator::new(change(settings)) {
        Ok(operator) => operator.with_context(OperationContext::new().with_http_transport(transport)),
        Err(error) => panic!("OpenDAL rejects these settings: {error}"),
    }
}

/// Answers requests in the process.
#[derive(Debug)]
struct OpenDalTransport(Service);

impl HttpTransport for OpenDalTransport {
    async fn fetch(&self, request: Request<Buffer>) -> Result<Response<HttpBody>> {
        let is_head = request.method() == Method::HEAD;
        let uri = request.uri().clone();
        let mut response = match self.0.clone().call(request.map(Sent)).await {
            Ok(response) => response,
            Err(error) => {
                let broken = Error::new(ErrorKind::Unexpected, "the connection broke before the response");
                return Err(broken.set_temporary().set_source(error));
            }
        };
        // OpenDAL reads there which request a response belongs to.
        response.extensions_mut().insert(uri);
        let size = Body::size_hint(response.body()).exact().filter(|_| !is_head);
        Ok(response.map(|body| HttpBody::new(OpenDalBody(body), size)))
    }
}

/// A request's body.
struct Sent(Buffer);

impl Body for Sent {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Ready(self.0.next().map(|piece| Ok(Frame::data(piece))))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.0.len() as u64)
    }
}

/// A response's body. One that breaks off may be read again.
struct OpenDalBody(SdkBody);

impl Stream for OpenDalBody {
    type Item = Result<Buffer>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Buffer>>> {
        loop {
            match ready!(Pin::new(&mut self.0).poll_frame(cx)) {
                None => return Poll::Ready(None),
                Some(Ok(frame)) => {
                    if let Ok(data) = frame.into_data() {
                        return Poll::Ready(Some(Ok(Buffer::from(data))));
                    }
                }
                Some(Err(error)) => {
                    let broken = Error::new(ErrorKind::Unexpected, "the connection broke while the body was read");
                    return Poll::Ready(Some(Err(broken.set_temporary().set_source(io::Error::other(error)))));
                }
            }
        }
    }
}
