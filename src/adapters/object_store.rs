//! `object_store`'s own S3 client over the world.

use super::Reach;
use crate::api::error::{TransportError, TransportErrorKind};
use crate::api::primitives::SdkBody;
use crate::fake::calls::WayIn;
use crate::fake::{AccountHandle, AnonymousHandle, FakeS3, IdentityHandle};
use crate::model::access::principal::Principal;
use crate::server::Service;
use bytes::Bytes;
use hmac::{Hmac, Mac};
use http_body::{Body, Frame, SizeHint};
use object_store::ClientOptions;
use object_store::aws::{AmazonS3Builder, S3CopyIfNotExists};
use object_store::client::{
    CryptoProvider, DigestAlgorithm, DigestContext, HmacContext, HttpClient, HttpConnector, HttpError, HttpErrorKind,
    HttpRequest, HttpResponse, HttpResponseBody, HttpService, Signer, SigningAlgorithm,
};
use sha2::{Digest, Sha256};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use tower_service::Service as _;

impl FakeS3 {
    /// The builder of `object_store`'s S3 client over this world (feature `object-store`), open for more settings:
    /// multipart uploads, conditional puts, encryption, its own retries. Copies that must not replace anything are set
    /// to be made in parts. No socket is between.
    ///
    /// Payloads are not hashed for signatures, because that is slow in unoptimised builds. `object_store` signs by the
    /// wall clock, which is compared with the world's only in a world of
    /// [`real_time(Anchor::WallClock)`](crate::Builder::real_time); the addresses of its `signed_url` are valid only in
    /// such a world, or in one that [begins](crate::Builder::start) now. It waits between retries by tokio's clock:
    /// pause it (`#[tokio::test(start_paused = true)]`) so that no test waits, and build the world with
    /// `tokio_clock()` (feature `tokio`) so that the world's clock moves with it.
    ///
    /// ```
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// use fake_s3::FakeS3;
    /// use object_store::{ObjectStoreExt as _, path::Path};
    ///
    /// let s3 = FakeS3::new();
    /// let bucket = s3.create_bucket("backups");
    /// let store = s3.object_store("backups").build()?;
    /// store.put(&Path::from("db.tar"), "bytes".into()).await?;
    /// assert_eq!(bucket.object("db.tar").unwrap().bytes(), "bytes");
    /// # Ok::<(), object_store::Error>(()) }).unwrap();
    /// ```
    pub fn object_store(&self, bucket: &str) -> AmazonS3Builder {
        builder(self, &self.own(), bucket)
    }
}

macro_rules! acting {
    ($($handle:ident),*) => { $(
        impl $handle {
            /// The builder of `object_store`'s S3 client that acts as this principal: see
            /// [`FakeS3::object_store`].
            pub fn object_store(&self, bucket: &str) -> AmazonS3Builder {
                builder(self.world(), &self.principal(), bucket)
            }
        }
    )* };
}
acting!(AccountHandle, AnonymousHandle, IdentityHandle);

fn builder(world: &FakeS3, caller: &Principal, bucket: &str) -> AmazonS3Builder {
    let Reach { region, endpoint, key } = Reach::of(world, caller, bucket);
    let builder = AmazonS3Builder::new()
        .with_bucket_name(bucket)
        .with_region(region)
        .with_endpoint(endpoint)
        .with_unsigned_payload(true)
        .with_copy_if_not_exists(S3CopyIfNotExists::Multipart)
        .with_crypto_provider(Arc::new(Crypto))
        .with_http_connector(Connector(world.server().service_of(WayIn::ObjectStore)));
    let Some((id, key)) = key else { return builder.with_skip_signature(true) };
    let builder = builder.with_access_key_id(id).with_secret_access_key(key.secret);
    match key.session {
        Some(session) => builder.with_token(session.token),
        None => builder,
    }
}

/// Gives every client the world.
#[derive(Debug)]
struct Connector(Service);

impl HttpConnector for Connector {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        Ok(HttpClient::new(ObjectStoreTransport(self.0.clone())))
    }
}

/// Answers requests in the process.
#[derive(Debug)]
struct ObjectStoreTransport(Service);

impl HttpService for ObjectStoreTransport {
    fn call<'a, 'b>(
        &'a self,
        request: HttpRequest,
    ) -> Pin<Box<dyn Future<Output = Result<HttpResponse, HttpError>> + Send + 'b>>
    where
        'a: 'b,
    {
        let answering = self.0.clone().call(request);
        Box::pin(async move {
            match answering.await {
                Ok(response) => Ok(response.map(|body| HttpResponseBody::new(ObjectStoreBody(body)))),
                Err(error) => Err(HttpError::new(kind(&error), error)),
            }
        })
    }
}

fn kind(error: &TransportError) -> HttpErrorKind {
    match error.kind() {
        TransportErrorKind::TimedOut => HttpErrorKind::Timeout,
        _ => HttpErrorKind::Interrupted,
    }
}

/// A response's body, whose errors are `object_store`'s: a body that breaks off is an interrupted connection.
#[derive(Debug)]
struct ObjectStoreBody(SdkBody);

impl Body for ObjectStoreBody {
    type Data = Bytes;
    type Error = HttpError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, HttpError>>> {
        let interrupted = |error| HttpError::new_boxed(HttpErrorKind::Interrupted, error);
        Pin::new(&mut self.0).poll_frame(cx).map_err(interrupted)
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        Body::size_hint(&self.0)
    }
}

/// The digests that signatures are made of, so that `object_store` needs no library of its own for them.
#[derive(Debug)]
struct Crypto;

impl CryptoProvider for Crypto {
    fn digest(&self, algorithm: DigestAlgorithm) -> object_store::Result<Box<dyn DigestContext>> {
        match algorithm {
            DigestAlgorithm::Sha256 => Ok(Box::new(Digested { state: Sha256::new(), value: Vec::new() })),
            other => Err(unsupported(&format!("{other:?}"))),
        }
    }

    fn hmac(&self, algorithm: DigestAlgorithm, secret: &[u8]) -> object_store::Result<Box<dyn HmacContext>> {
        match algorithm {
            DigestAlgorithm::Sha256 => {
                let state = Hmac::new_from_slice(secret).map_err(|error| unsupported(&error.to_string()))?;
                Ok(Box::new(AuthenticationTag { state, value: Vec::new() }))
            }
            other => Err(unsupported(&format!("{other:?}"))),
        }
    }

    fn sign(&self, algorithm: SigningAlgorithm, _pem: &[u8]) -> object_store::Result<Box<dyn Signer>> {
        Err(unsupported(&format!("{algorithm:?}")))
    }
}

/// S3 needs nothing else; another provider can be set on the builder.
fn unsupported(what: &str) -> object_store::Error {
    object_store::Error::NotSupported { source: format!("fake-s3 does not sign with {what}").into() }
}

struct Digested {
    state: Sha256,
    value: Vec<u8>,
}

impl DigestContext for Digested {
    fn update(&mut self, data: &[u8]) {
        self.state.update(data);
    }

    fn finish(&mut self) -> object_store::Result<&[u8]> {
        self.value = self.state.finalize_reset().to_vec();
        Ok(&self.value)
    }
}

struct AuthenticationTag {
    state: Hmac<Sha256>,
    value: Vec<u8>,
}

impl HmacContext for AuthenticationTag {
    fn update(&mut self, data: &[u8]) {
        self.state.update(data);
    }

    fn finish(&mut self) -> object_store::Result<&[u8]> {
        self.value = self.state.clone().finalize().into_bytes().to_vec();
        Ok(&self.value)
    }
}
