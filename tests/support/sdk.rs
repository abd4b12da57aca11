//! What several tests of the SDK's client need: to see what it sends, and a service that is down.

use aws_sdk_s3::config::interceptors::BeforeTransmitInterceptorContextRef;
use aws_sdk_s3::config::{ConfigBag, HttpClient, Intercept, RuntimeComponents};
use aws_sdk_s3::error::BoxError;
use aws_sdk_s3::primitives::SdkBody;
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use parking_lot::Mutex;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A request, but for its body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    pub method: String,
    pub uri: String,
    /// Sorted; a name that was sent twice is here twice.
    pub headers: Vec<(String, String)>,
}

/// An interceptor that remembers the requests that were sent.
#[derive(Debug, Clone, Default)]
pub struct Sent(Arc<Mutex<Vec<Request>>>);

impl Sent {
    /// All requests, in their order.
    pub fn requests(&self) -> Vec<Request> {
        self.0.lock().clone()
    }

    /// A header of the last request; empty where there was none.
    pub fn header(&self, name: &str) -> String {
        let requests = self.0.lock();
        let mut headers = requests.last().into_iter().flat_map(|request| &request.headers);
        headers.find(|(own, _)| own == name).map(|(_, value)| value.clone()).unwrap_or_default()
    }
}

impl Intercept for Sent {
    fn name(&self) -> &'static str {
        "Sent"
    }

    fn read_before_transmit(
        &self,
        context: &BeforeTransmitInterceptorContextRef<'_>,
        _components: &RuntimeComponents,
        _config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let request = context.request();
        let own = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        let mut headers: Vec<_> = request.headers().iter().map(own).collect();
        headers.sort_unstable();
        let (method, uri) = (request.method().to_owned(), request.uri().to_owned());
        self.0.lock().push(Request { method, uri, headers });
        Ok(())
    }
}

/// A service that is down in one way or another, and counts the requests that it got.
#[derive(Debug, Clone)]
pub struct Down {
    requests: Arc<AtomicUsize>,
    answers: bool,
}

impl Down {
    /// Answers 503 to everything.
    pub fn refusing() -> Self {
        Self { requests: Arc::default(), answers: true }
    }

    /// Never answers.
    pub fn silent() -> Self {
        Self { requests: Arc::default(), answers: false }
    }

    /// How many requests it got.
    pub fn requests(&self) -> usize {
        self.requests.load(Ordering::Relaxed)
    }
}

impl HttpClient for Down {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl HttpConnector for Down {
    fn call(&self, _: HttpRequest) -> HttpConnectorFuture {
        self.requests.fetch_add(1, Ordering::Relaxed);
        if !self.answers {
            return HttpConnectorFuture::new(std::future::pending());
        }
        let body =
            SdkBody::from("<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>");
        HttpConnectorFuture::ready(Ok(HttpResponse::new(503.try_into().unwrap(), body)))
    }
}
