//! The real `aws_sdk_s3::Client` over a socket.

use crate::server::Server;
use crate::server::client::SocketClient;
use aws_sdk_s3::config::{AsyncSleep, HttpClient, RuntimeComponents, SharedAsyncSleep, SharedHttpClient, Sleep};
use aws_sdk_s3::primitives::SdkBody;
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use std::time::Duration;

impl Server {
    /// A real SDK client that talks to this server over its socket.
    ///
    /// ```
    /// # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
    /// let s3 = fake_s3::FakeS3::new();
    /// let server = s3.serve("127.0.0.1:0").await?;
    /// server.sdk_client().create_bucket().bucket("backups").send().await?;
    /// assert_eq!(s3.buckets().len(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(()) }).unwrap();
    /// ```
    pub fn sdk_client(&self) -> aws_sdk_s3::Client {
        aws_sdk_s3::Client::from_conf(self.sdk_config().build())
    }

    /// The configuration of [`sdk_client`](Self::sdk_client), to change before a client is made of it: this server's
    /// endpoint with buckets in the path, the world's Region, the access key of its own account, and the world's clock,
    /// by which requests are signed.
    ///
    /// It brings an HTTP client, because `aws-sdk-s3` without its default features has none: the least one, in tokio's
    /// runtime and without time-outs of its own. To test with the one that production has, give that:
    /// `server.sdk_config().http_client(..)`. Unlike that of [`FakeS3::sdk_client`](crate::FakeS3::sdk_client) it
    /// backs off in real time: nobody can know whether an answer is under way.
    pub fn sdk_config(&self) -> aws_sdk_s3::config::Builder {
        let config = self.world().sdk_config().endpoint_url(self.endpoint_url()).force_path_style(true);
        let client = SharedHttpClient::new(OverTheSocket(SocketClient::new(self)));
        config.http_client(client).sleep_impl(SharedAsyncSleep::new(RealSleep))
    }
}

/// Sends requests to a server.
#[derive(Debug, Clone)]
struct OverTheSocket(SocketClient);

impl HttpClient for OverTheSocket {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl HttpConnector for OverTheSocket {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let client = self.0.clone();
        HttpConnectorFuture::new(async move {
            let request = request.try_into_http1x().map_err(|error| ConnectorError::user(error.into()))?;
            let answer = client.send(with_host(request)).await.map_err(|error| ConnectorError::io(error.into()))?;
            HttpResponse::try_from(answer.map(SdkBody::from_body_1_x))
                .map_err(|error| ConnectorError::other(error.into(), None))
        })
    }
}

/// As a request stands on a connection: its host in a header, its target without.
fn with_host(mut request: http::Request<SdkBody>) -> http::Request<SdkBody> {
    let uri = request.uri().clone();
    let host = uri.authority().and_then(|authority| http::HeaderValue::from_str(authority.as_str()).ok());
    if let Some(host) = host {
        request.headers_mut().entry(http::header::HOST).or_insert(host);
    }
    if let Some(target) = uri.path_and_query() {
        *request.uri_mut() = target.clone().into();
    }
    request
}

/// Sleeps in real time.
#[derive(Debug)]
struct RealSleep;

impl AsyncSleep for RealSleep {
    fn sleep(&self, duration: Duration) -> Sleep {
        Sleep::new(tokio::time::sleep(duration))
    }
}
