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
use http::{HeaderValue, Request, Response, header};
use http_body::Body;
use parking_lot::Mutex;
use std::any::Any;
use std::net::{IpAddr, Ipv4Addr};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::time::Duration;
use tokio::task::spawn_blocking;

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
#[derive(Debug)]
pub(super) struct Socket {
    pub(super) idle_timeout: Duration,
    pub(super) panics: Arc<Panics>,
}

/// The first panic of the world while it answered.
#[derive(Debug, Default)]
pub(super) struct Panics(Mutex<Option<Panic>>);

type Panic = Box<dyn Any + Send>;

impl Panics {
    fn remember(&self, panic: Panic) {
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
        let logged = self.log.as_ref().map(|log| (log, head.method.clone(), head.uri.clone()));
        let answer = match control::is_addressed(&head, &self.domain) {
            true => self.control(&head, body).await,
            false => self.s3(head, body, source_ip).await,
        };
        if let Some((log, method, uri)) = logged {
            log.tell(&method, &uri, source_ip, &answer);
        }
        answer
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
        let mut answer = match self.receive(&head, body, &mut arrival).await {
            Ok(payload) => self.answer(Request::from_parts(head, payload), arrival).await,
            Err(error) => self.refuse(&error, &head),
        };
        if gets_no_leave {
            answer.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
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

    /// The answer to a request whose body was not read to its end: nothing can follow it on the same connection.
    fn refuse(&self, error: &S3Error, head: &Parts) -> Response<ByteStream> {
        let mut answer = self.world.refuse(error, &head.method);
        answer.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
        answer
    }

    /// Has the world answer, when it is time. What a panic means depends on who is there to see it: a caller in the
    /// process sees it, a client on a socket is told of an internal error.
    async fn answer(&self, request: Request<Payload>, arrival: Arrival) -> Response<ByteStream> {
        let (world, method) = (self.world.clone(), request.method().clone());
        let Some(socket) = &self.socket else {
            return self.world.around(|| world.answer(request, &arrival)).await;
        };
        let is_large = request.body().len() >= DIGESTED_ASIDE;
        let answer = move || catch_unwind(AssertUnwindSafe(|| world.answer(request, &arrival)));
        let answered = self.world.around_async(async || match is_large {
            true => {
                let still = Still::begin(self.world.clone());
                let answered = spawn_blocking(answer).await;
                drop(still);
                answered.unwrap_or_else(|error| Err(Box::new(error)))
            }
            false => answer(),
        });
        answered.await.unwrap_or_else(|panic| {
            socket.panics.remember(panic);
            self.world.refuse(&answers::INTERNAL_ERROR.error(), &method)
        })
    }

    fn idle_timeout(&self) -> Option<Duration> {
        self.socket.as_ref().map(|socket| socket.idle_timeout)
    }

    async fn control<B>(&self, head: &Parts, body: B) -> Response<SdkBody>
    where
        B: Body<Data: Buf>,
    {
        let (length, max_bytes) = (receive::length(&head.headers), control::max_body_bytes(head));
        match receive::collect(body, length, max_bytes, self.idle_timeout()).await {
            Ok(payload) => control::answer(&self.world, head, &payload),
            Err(broken) => control::broken(broken, max_bytes),
        }
    }
}

/// Whether the client sends its body only when it is told to.
fn waits_for_leave(head: &Parts) -> bool {
    head.headers.get(header::EXPECT).is_some_and(|sent| sent.as_bytes().eq_ignore_ascii_case(b"100-continue"))
}
