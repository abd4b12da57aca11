//! What becomes of one request, however it was received.

use super::control;
use super::log::RequestLog;
use super::receive::{self, Broken};
use super::socket::Socket;
use crate::api::error::{S3Error, TransportError, table};
use crate::api::primitives::{ByteStream, SdkBody};
use crate::fake::FakeS3;
use crate::fake::calls::{Turn, WayIn};
use crate::fake::time::timers::Still;
use crate::http::arrival::{self, Arrival};
use crate::http::dispatch::Admission;
use crate::http::wire::host::Domain;
use crate::model::payload::Payload;
use bytes::Buf;
use http::request::Parts;
use http::{HeaderValue, Method, Request, Response, StatusCode, Version, header};
use http_body::Body;
use std::future::Future;
use std::sync::Arc;

/// Names what is copied. It may be as large as an object can be, while the request has no body.
const COPY_SOURCE: &str = "x-amz-copy-source";

/// From what size on a body is digested on a thread of its own: of less, the other connections hardly notice.
const DIGESTED_ASIDE: u64 = 256 * 1024;

/// The world, and how requests come to it.
#[derive(Debug)]
pub(super) struct Handler {
    pub(super) world: FakeS3,
    pub(super) domain: Domain,
    pub(super) control_hosts: Vec<String>,
    /// The largest world that a client may send.
    pub(super) max_world_bytes: u64,
    pub(super) is_secure: bool,
    pub(super) log: Option<RequestLog>,
    /// The way in of its requests.
    pub(super) way: WayIn,
    /// Whether its clients sign by a clock that the test did not choose.
    pub(super) ignores_skew: bool,
    /// The socket that requests arrive at, if it is a server of this crate.
    pub(super) socket: Option<Socket>,
}

impl Handler {
    /// Answers a request. It comes from where its extensions say, else from this machine.
    ///
    /// # Errors
    /// If a fault broke the connection.
    pub(super) async fn handle<B>(&self, request: Request<B>) -> Result<Response<SdkBody>, TransportError>
    where
        B: Body<Data: Buf>,
    {
        if self.socket.is_some() && lacks_host(&request) {
            return Ok(closing(bare_400()).map(ByteStream::into_inner));
        }
        let (head, body) = request.into_parts();
        let (unsigned, source_ip) = (self.world.unsigned(), arrival::source_in(&head.extensions));
        let (domain, is_secure) = (self.domain.clone(), self.is_secure);
        let ignores_skew = self.ignores_skew;
        let arrival = Arc::new(Arrival { head, unsigned, domain, source_ip, is_secure, ignores_skew });
        let answering = Box::pin(async {
            match control::is_addressed(&arrival.head, &self.domain) {
                true => Ok(self.control(&arrival, body).await),
                false => self.s3(&arrival, body).await,
            }
        });
        let answer = self.guarded(&arrival, answering).await?;
        let Some(log) = &self.log else { return Ok(answer) };
        let telling = async {
            log.answered(&arrival, &answer);
            Ok(answer)
        };
        self.guarded(&arrival, telling).await
    }

    /// The response to input that is not valid HTTP.
    #[cfg(feature = "server")]
    pub(super) async fn unreadable(&self, error: S3Error) -> Response<SdkBody> {
        let (head, ()) = Request::new(()).into_parts();
        let arrival = Arrival::in_process(head, self.world.unsigned());
        let world = self.world.clone();
        self.aside_if(self.world.is_busy(), move || world.answer_unread(&arrival, error))
            .await
            .map(ByteStream::into_inner)
    }

    async fn s3<B>(&self, arrival: &Arc<Arrival>, body: B) -> Result<Response<SdkBody>, TransportError>
    where
        B: Body<Data: Buf>,
    {
        // While a request is on its way, no time passes for whoever sleeps in the world's.
        let still = Still::begin(self.world.clone());
        let (world, arriving, way) = (self.world.clone(), arrival.clone(), self.way);
        let (admission, mut turn) = self.aside_if(self.world.is_busy(), move || world.admit(&arriving, way)).await;
        let received = self.receive(arrival, body, &admission, &mut turn).await;
        drop(still);
        let answer = match received {
            Ok(body) => self.answer(arrival.clone(), body, admission, turn).await?,
            Err(Unread::Cut(error)) => return Err(error),
            // Of a body that was not read to its end nothing is left to follow.
            Err(Unread::Rejected(error)) => {
                let (world, arrival) = (self.world.clone(), arrival.clone());
                let refuse = move || world.refuse(&arrival, error);
                let answer = closing(self.aside_if(self.world.is_busy(), refuse).await);
                turn.refused(&answer);
                answer
            }
        };
        // hyper gives no leave to send nothing. To who waited for it every answer is an early one, behind which clients
        // (botocore) lose their way on a connection that stays.
        let gets_no_leave = waits_for_leave(&arrival.head) && receive::length(&arrival.head.headers) == Some(0);
        let answer = if gets_no_leave { closing(answer) } else { answer };
        Ok(answer.map(ByteStream::into_inner))
    }

    /// Collects the body.
    ///
    /// # Errors
    /// If the admission already rejects the request, if the body does not arrive as its headers say, or if a fault cuts
    /// it.
    async fn receive<B>(
        &self,
        arrival: &Arrival,
        body: B,
        admission: &Admission,
        turn: &mut Turn,
    ) -> Result<Payload, Unread>
    where
        B: Body<Data: Buf>,
    {
        let (length, max_bytes) = (receive::length(&arrival.head.headers), admission.max_bytes());
        // Whoever asks before he sends is answered; whoever does not has sent already, and is better read to his end.
        if waits_for_leave(&arrival.head) || length.is_some_and(|length| length > max_bytes) {
            admission.check()?;
        }
        // Another call that has the world for long must not hold up the runtime: then the error comes after the body.
        if waits_for_leave(&arrival.head) && !self.world.is_busy() {
            self.world.check_leave(arrival, admission)?;
        }
        let error = match receive::collect(body, length, max_bytes, self.socket.as_ref(), Some(turn)).await {
            Ok(body) => {
                turn.body_arrived(body.len());
                return Ok(body);
            }
            Err(Broken::Cut(error)) => return Err(Unread::Cut(error)),
            Err(Broken::TooLarge(bytes)) => admission.too_large(bytes),
            Err(Broken::Incomplete) => table::INCOMPLETE_BODY.error().because("the client sent no more"),
            Err(Broken::Idle) => table::REQUEST_TIMEOUT.error(),
        };
        Err(error.into())
    }

    /// Has the world answer, when it is time.
    async fn answer(
        &self,
        arrival: Arc<Arrival>,
        body: Payload,
        admission: Admission,
        turn: Turn,
    ) -> Result<Response<ByteStream>, TransportError> {
        let world = self.world.clone();
        let has_copy_source = arrival.head.headers.contains_key(COPY_SOURCE);
        let takes_long = body.len() >= DIGESTED_ASIDE || has_copy_source || concerns_many(&arrival.head);
        let answer = move |order| world.answer(&arrival, &body, admission, order);
        turn.around_async(async |order| self.aside_if(takes_long || self.world.is_busy(), || answer(order)).await).await
    }

    /// What a panic means depends on who is there to see it: a caller in the process sees it, a client on a socket is
    /// told of an internal error.
    async fn guarded(
        &self,
        arrival: &Arrival,
        answering: impl Future<Output = Result<Response<SdkBody>, TransportError>>,
    ) -> Result<Response<SdkBody>, TransportError> {
        let Some(socket) = &self.socket else { return answering.await };
        match socket.caught(answering).await {
            Some(response) => response,
            None => Ok(closing(self.world.fail(arrival)).map(ByteStream::into_inner)),
        }
    }

    async fn control<B>(&self, arrival: &Arc<Arrival>, body: B) -> Response<SdkBody>
    where
        B: Body<Data: Buf>,
    {
        let head = &arrival.head;
        if let Some(refused) = control::refusal(head, &self.domain, &self.control_hosts) {
            return refused;
        }
        let (length, max_bytes) = (receive::length(&head.headers), control::max_body_bytes(head, self.max_world_bytes));
        match receive::collect(body, length, max_bytes, self.socket.as_ref(), None).await {
            Ok(body) => {
                let (world, arrival) = (self.world.clone(), arrival.clone());
                self.aside_if(control::takes_long(head), move || control::answer(&world, &arrival.head, &body)).await
            }
            Err(broken) => control::broken(&broken, max_bytes),
        }
    }

    /// Answers on a thread that may block, if answering takes long and others wait for this thread.
    async fn aside_if<T: Send + 'static>(&self, takes_long: bool, answer: impl FnOnce() -> T + Send + 'static) -> T {
        match self.socket.as_ref().filter(|_| takes_long) {
            Some(socket) => socket.aside(&self.world, answer).await,
            None => answer(),
        }
    }
}

/// A request whose body was not read to its end.
enum Unread {
    Rejected(S3Error),
    /// A fault broke the connection.
    Cut(TransportError),
}

impl From<S3Error> for Unread {
    fn from(error: S3Error) -> Self {
        Self::Rejected(error)
    }
}

/// Whether a request changes many objects at once: all that a lifecycle configuration concerns, or 1,000 by name.
fn concerns_many(head: &Parts) -> bool {
    let names = head.uri.query().unwrap_or_default().split('&').map(|pair| pair.split('=').next().unwrap_or_default());
    head.method != Method::GET && names.into_iter().any(|name| ["delete", "lifecycle"].contains(&name))
}

/// Whether HTTP/1.1 is spoken without `Host`, which S3 rejects before it knows what is asked (field report).
fn lacks_host<B>(request: &Request<B>) -> bool {
    let names_host = request.headers().contains_key(header::HOST) || request.uri().authority().is_some();
    request.version() == Version::HTTP_11 && !names_host
}

/// A rejection without a document.
fn bare_400() -> Response<ByteStream> {
    let mut response = Response::new(ByteStream::default());
    *response.status_mut() = StatusCode::BAD_REQUEST;
    response
}

/// The last answer of its connection.
fn closing(mut answer: Response<ByteStream>) -> Response<ByteStream> {
    answer.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    answer
}

/// Whether the client sends its body only when it is told to.
fn waits_for_leave(head: &Parts) -> bool {
    head.headers.get(header::EXPECT).is_some_and(|sent| sent.as_bytes().eq_ignore_ascii_case(b"100-continue"))
}
