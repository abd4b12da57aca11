//! What becomes of one request, however it was received.

use super::control;
use super::log::Log;
use super::receive::{self, Broken};
use crate::arrival::{self, Arrival};
use crate::dispatch::MAX_DOCUMENT_BYTES;
use crate::error::{S3Error, answers};
use crate::fake::FakeS3;
use crate::model::payload::Payload;
use crate::primitives::{ByteStream, SdkBody};
use crate::timers::Still;
use crate::wire::host::Domain;
use bytes::Buf;
use http::request::Parts;
use http::{HeaderValue, Method, Request, Response, header};
use http_body::Body;
use parking_lot::Mutex;
use std::any::Any;
use std::future::{Future, pending, poll_fn};
use std::net::{IpAddr, Ipv4Addr};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;
use tokio::task::spawn_blocking;

/// Names what is copied. It may be as large as an object can be, while the request has no body.
const COPY_SOURCE: &str = "x-amz-copy-source";

/// From what size on a body is digested on a thread of its own: of less, the other connections hardly notice.
const DIGESTED_ASIDE: u64 = 256 * 1024;

/// The world, and how requests come to it.
#[derive(Debug)]
pub(super) struct Handler {
    pub(super) world: FakeS3,
    pub(super) domain: Domain,
    pub(super) is_secure: bool,
    pub(super) log: Option<Log>,
    /// Where a socket of our own is between.
    pub(super) socket: Option<Socket>,
}

/// What a server of our own adds.
#[derive(Debug, Clone)]
pub(super) struct Socket {
    pub(super) idle_timeout: Duration,
    pub(super) panics: Arc<Panics>,
}

/// The first panic of the world while it answered.
#[derive(Debug, Default)]
pub(super) struct Panics(Mutex<Option<Panic>>);

pub(super) type Panic = Box<dyn Any + Send>;

impl Panics {
    pub(super) fn remember(&self, panic: Panic) {
        self.0.lock().get_or_insert(panic);
    }

    /// Panics again, if it did. What it said was printed when it first did.
    pub(super) fn resume(&self) {
        let first = self.0.lock().take();
        if let Some(panic) = first {
            resume_unwind(panic);
        }
    }
}

impl Handler {
    /// Answers a request. It comes from where its extensions say, else from this machine.
    pub(super) async fn handle<B>(&self, request: Request<B>) -> Response<SdkBody>
    where
        B: Body<Data: Buf>,
    {
        let (head, body) = request.into_parts();
        let source_ip = arrival::source_in(&head.extensions).unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
        let method = head.method.clone();
        let logged = self.log.as_ref().map(|log| (log, head.uri.clone()));
        let answering = Box::pin(async {
            match control::is_addressed(&head, &self.domain) {
                true => self.control(head, body).await,
                false => self.s3(head, body, source_ip).await,
            }
        });
        let answer = self.guarded(&method, answering).await;
        let Some((log, uri)) = logged else { return answer };
        let telling = async {
            log.tell(&method, &uri, source_ip, &answer);
            answer
        };
        self.guarded(&method, telling).await
    }

    async fn s3<B>(&self, head: Parts, body: B, source_ip: IpAddr) -> Response<SdkBody>
    where
        B: Body<Data: Buf>,
    {
        let (domain, is_secure) = (self.domain.clone(), self.is_secure);
        let mut arrival = Arrival { unsigned: self.world.unsigned(), domain, source_ip, is_secure, from: None };
        // hyper gives no leave to send nothing. To who waited for it every answer is an early one, behind which clients
        // (botocore) lose their way on a connection that stays.
        let gets_no_leave = waits_for_leave(&head) && receive::length(&head.headers) == Some(0);
        let answer = match self.receive(&head, body, &mut arrival).await {
            Ok(payload) => self.answer(Request::from_parts(head, payload), arrival).await,
            // Of a body that was not read to its end nothing is left to follow.
            Err(error) => closing(self.world.refuse(&error, &head.method)),
        };
        let answer = if gets_no_leave { closing(answer) } else { answer };
        answer.map(ByteStream::into_inner)
    }

    /// The body, unless the head alone says that it is in vain, or it does not come as it should.
    async fn receive<B>(&self, head: &Parts, body: B, arrival: &mut Arrival) -> Result<Payload, S3Error>
    where
        B: Body<Data: Buf>,
    {
        // While a request is on its way, no time passes for whoever sleeps in the world's.
        let still = Still::begin(self.world.clone());
        let (admission, length) = (self.world.admit(head, arrival), receive::length(&head.headers));
        arrival.from = admission.as_ref().ok().map(|admission| admission.from.clone());
        let max_bytes = admission.as_ref().map_or(MAX_DOCUMENT_BYTES, |admission| admission.max_bytes);
        // Whoever asks before he sends is answered; whoever does not has sent already, and is better read to his end.
        if waits_for_leave(head) || length.is_some_and(|length| length > max_bytes) {
            admission.as_ref().map_err(S3Error::clone)?;
        }
        let payload = receive::collect(body, length, max_bytes, self.idle_timeout()).await;
        drop(still);
        payload.map_err(|broken| match (broken, admission) {
            (Broken::TooLarge(bytes), Ok(admission)) => admission.too_large(bytes),
            (Broken::TooLarge(_), Err(error)) => error,
            (Broken::Incomplete, _) => answers::INCOMPLETE_BODY.error().because("the client sent no more"),
            (Broken::Idle, _) => answers::REQUEST_TIMEOUT.error(),
        })
    }

    /// Has the world answer, when it is time.
    async fn answer(&self, request: Request<Payload>, arrival: Arrival) -> Response<ByteStream> {
        let world = self.world.clone();
        let takes_long = request.body().len() >= DIGESTED_ASIDE || request.headers().contains_key(COPY_SOURCE);
        let answer = move || world.answer(request, &arrival);
        self.world.around_async(async || self.aside_if(takes_long, answer).await).await
    }

    /// What a panic means depends on who is there to see it: a caller in the process sees it, a client on a socket is
    /// told of an internal error.
    async fn guarded(&self, method: &Method, answering: impl Future<Output = Response<SdkBody>>) -> Response<SdkBody> {
        let Some(socket) = &self.socket else { return answering.await };
        caught(answering).await.unwrap_or_else(|panic| {
            socket.panics.remember(panic);
            closing(self.world.refuse(&answers::INTERNAL_ERROR.error(), method)).map(ByteStream::into_inner)
        })
    }

    fn idle_timeout(&self) -> Option<Duration> {
        self.socket.as_ref().map(|socket| socket.idle_timeout)
    }

    async fn control<B>(&self, head: Parts, body: B) -> Response<SdkBody>
    where
        B: Body<Data: Buf>,
    {
        if let Some(refused) = control::refusal(&head) {
            return refused;
        }
        let (length, max_bytes) = (receive::length(&head.headers), control::max_body_bytes(&head));
        match receive::collect(body, length, max_bytes, self.idle_timeout()).await {
            Ok(payload) => {
                let (world, is_world) = (self.world.clone(), control::is_world(&head));
                self.aside_if(is_world, move || control::answer(&world, &head, &payload)).await
            }
            Err(broken) => control::broken(broken, max_bytes),
        }
    }

    /// Answers on a thread that may block, where it takes long and there are others on this one; for sleepers time
    /// stands still meanwhile.
    async fn aside_if<T: Send + 'static>(&self, takes_long: bool, answer: impl FnOnce() -> T + Send + 'static) -> T {
        let Some(socket) = self.socket.as_ref().filter(|_| takes_long) else { return answer() };
        let (still, panics) = (Still::begin(self.world.clone()), socket.panics.clone());
        // It is remembered there, because nobody waits here any more where the connection has ended.
        let answered =
            spawn_blocking(move || catch_unwind(AssertUnwindSafe(answer)).map_err(|panic| panics.remember(panic)));
        let answered = answered.await;
        drop(still);
        match answered {
            Ok(Ok(answer)) => answer,
            Ok(Err(())) => resume_unwind(Box::new("the first panic is remembered")),
            // The runtime ends, and with it whoever waits here.
            Err(_) => pending().await,
        }
    }
}

/// What it comes to, or the panic that it came to.
pub(super) async fn caught<T>(work: impl Future<Output = T>) -> Result<T, Panic> {
    let mut work = pin!(work);
    let polled = poll_fn(|cx| match catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(cx))) {
        Ok(polled) => polled.map(Ok),
        Err(panic) => Poll::Ready(Err(panic)),
    });
    polled.await
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
