//! The real `aws_sdk_s3::Client` over the fake: its HTTP client is the world, and so is its clock.
//!
//! Requests and answers are real HTTP messages, but no socket and no thread is between them. Sleeps and time-outs run
//! in the world's time.

mod acting;
pub(crate) mod client;
#[cfg(test)]
pub(crate) mod proof;
#[cfg(feature = "server")]
mod socket;

use crate::api::error::{TransportError, TransportErrorKind};
use crate::api::primitives::{ByteStream, SdkBody};
use crate::fake::FakeS3;
use crate::fake::calls::{Turn, WayIn};
use crate::fake::time::timers::{Still, VirtualSleep};
use crate::http::arrival::Arrival;
use crate::model::access::principal::Principal;
use crate::model::payload::Payload;
use aws_runtime::auth::PayloadSigningOverride;
use aws_runtime::invocation_id::DefaultInvocationIdGenerator;
use aws_sdk_s3::config::retry::RetryConfig;
use aws_sdk_s3::config::{
    AsyncSleep, BehaviorVersion, ConfigBag, Credentials, HttpClient, Intercept, Region, RuntimeComponents,
    SharedAsyncSleep, SharedHttpClient, Sleep, StalledStreamProtectionConfig,
};
use aws_smithy_async::time::TimeSource;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::interceptors::context::BeforeTransmitInterceptorContextMut;
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use http::request::Parts;
use std::time::{Duration, SystemTime};

impl FakeS3 {
    /// A real SDK client that talks to this world. Production code takes it unchanged.
    ///
    /// ```
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// let s3 = fake_s3::FakeS3::new();
    /// let client = s3.sdk_client();
    /// client.create_bucket().bucket("backups").send().await?;
    /// assert_eq!(client.list_buckets().send().await?.buckets()[0].name(), Some("backups"));
    /// # Ok::<(), aws_sdk_s3::Error>(()) }).unwrap();
    /// ```
    pub fn sdk_client(&self) -> aws_sdk_s3::Client {
        aws_sdk_s3::Client::from_conf(self.sdk_config().build())
    }

    /// The configuration of [`sdk_client`](Self::sdk_client), to change before a client is made of it.
    ///
    /// Payloads are not hashed for the signature: in unoptimised builds that costs more than all else together. Retries
    /// back off without jitter, and invocation ids come from the world's seed, so that every run is the same.
    ///
    /// Time-outs run in the world's time, which stands still while a request is made and its body collected: a body
    /// that stalls runs into its time-out when the clock is turned. Where the world runs in real time they wait for
    /// real, whatever the runtime: see [`Clock`](crate::Clock).
    ///
    /// Presigning does not ask the client's clock: give `PresigningConfig` a `start_time` of the world's.
    pub fn sdk_config(&self) -> aws_sdk_s3::config::Builder {
        self.sdk_config_of(&self.own())
    }

    /// The configuration of a client that signs as this principal, or does not.
    pub(crate) fn sdk_config_of(&self, principal: &Principal) -> aws_sdk_s3::config::Builder {
        let (seed, region, access_key) = {
            let mut store = self.store();
            let access_key = store.accounts.access_key(principal);
            (store.ids.seed(), store.region.clone(), access_key)
        };
        let config = aws_sdk_s3::Config::builder();
        let config = match access_key {
            Some((id, key)) => {
                let token = key.session.map(|session| session.token);
                config.credentials_provider(Credentials::new(id, key.secret, token, None, "fake-s3"))
            }
            None => config.allow_no_auth(),
        };
        config
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new(region))
            .http_client(SharedHttpClient::new(InProcess(self.clone())))
            .time_source(WorldTime(self.clone()))
            .sleep_impl(SharedAsyncSleep::new(WorldSleep(self.clone())))
            // It would tick in virtual time beside every upload.
            .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
            // The same on every run: no jitter in the back-off, no chance in the ids of invocations.
            .retry_config(RetryConfig::standard().with_use_static_exponential_base(true))
            .invocation_id_generator(DefaultInvocationIdGenerator::with_seed(seed))
            .interceptor(UnsignedPayload)
    }
}

/// Answers requests in the process.
#[derive(Debug, Clone)]
struct InProcess(FakeS3);

impl HttpClient for InProcess {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl HttpConnector for InProcess {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let world = self.0.clone();
        HttpConnectorFuture::new(async move {
            let (head, body) = split(request)?;
            let arrival = Arrival::in_process(head, Principal::Anonymous);
            let (admission, mut turn) = world.admit(&arrival, WayIn::Sdk);
            let body = received(&world, body, Some(&mut turn)).await?;
            let answer = turn.around(|order| world.answer(&arrival, &body, admission, order)).await;
            sent(answer.map_err(broken)?)
        })
    }
}

/// Its head, and the body that will come. Headers and URI are moved, not written out and parsed again.
fn split(request: HttpRequest) -> Result<(Parts, SdkBody), ConnectorError> {
    let request = request.try_into_http1x().map_err(|error| ConnectorError::user(error.into()))?;
    Ok(request.into_parts())
}

/// The body, once it has come whole: from memory, from a file, or in frames.
async fn received(world: &FakeS3, body: SdkBody, turn: Option<&mut Turn>) -> Result<Payload, ConnectorError> {
    let mut turn = turn;
    let still = Still::begin(world.clone());
    let (mut body, mut payload) = (ByteStream::new(body), Payload::default());
    while let Some(segment) = body.next().await {
        payload.push(segment.map_err(|error| ConnectorError::io(error.into()))?);
        if let Some(turn) = turn.as_deref_mut().filter(|turn| turn.watches_the_body()) {
            turn.arrived(payload.len()).await.map_err(broken)?;
        }
    }
    if let Some(turn) = turn {
        turn.body_arrived(payload.len());
    }
    drop(still);
    Ok(payload)
}

/// A broken connection as the SDK's own HTTP clients report it, so that the SDK retries it.
fn broken(error: TransportError) -> ConnectorError {
    match error.kind() {
        TransportErrorKind::TimedOut => ConnectorError::timeout(error.into()),
        _ => ConnectorError::io(error.into()),
    }
}

/// The answer, as the SDK takes it. Its body stays the stream that it is, and what rides beside it rides on.
fn sent(answer: http::Response<ByteStream>) -> Result<HttpResponse, ConnectorError> {
    HttpResponse::try_from(answer.map(ByteStream::into_inner))
        .map_err(|error| ConnectorError::other(error.into(), None))
}

/// The world's clock, for signatures and the like.
#[derive(Debug)]
struct WorldTime(FakeS3);

impl TimeSource for WorldTime {
    fn now(&self) -> SystemTime {
        SystemTime::try_from(self.0.clock().now()).unwrap_or(SystemTime::UNIX_EPOCH)
    }
}

/// The world's sleep, for back-off and time-outs.
#[derive(Debug)]
struct WorldSleep(FakeS3);

impl AsyncSleep for WorldSleep {
    fn sleep(&self, duration: Duration) -> Sleep {
        Sleep::new(VirtualSleep::new(self.0.clone(), duration))
    }
}

/// Tells the signer not to hash the payload, where nothing else has been said about it.
#[derive(Debug)]
struct UnsignedPayload;

#[aws_smithy_runtime_api::client::interceptors::dyn_dispatch_hint]
impl Intercept for UnsignedPayload {
    fn name(&self) -> &'static str {
        "UnsignedPayload"
    }

    fn modify_before_signing(
        &self,
        _context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _components: &RuntimeComponents,
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if config.load::<PayloadSigningOverride>().is_none() {
            config.interceptor_state().store_put(PayloadSigningOverride::unsigned_payload());
        }
        Ok(())
    }
}
