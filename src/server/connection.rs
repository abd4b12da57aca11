//! The socket and its connections: hyper speaks HTTP, and this keeps it from waiting for ever.
//!
//! hyper answers input that is not valid HTTP by itself, with a bare status. The stream recognises that response, keeps
//! it from the client, and the connection then writes S3's document in its place.

use super::broken::BrokenConnection;
use super::handler::Handler;
use super::socket::{Socket, caught};
use super::spelling::Spelling;
use super::unreadable;
use crate::api::error::S3Error;
use http::header;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use parking_lot::Mutex;
use std::future::{Future, poll_fn};
use std::io;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{Sleep, sleep, timeout};

/// How many headers are parsed. S3 counts their bytes, and so do we; this is beyond what these can hold.
const MAX_HEADERS: usize = 2048;

/// How long to wait before a connection is accepted again, when it cannot be: there are too many files open, say.
const PAUSE: Duration = Duration::from_millis(20);

/// How long a client is listened to that has its answer and goes on sending. Were the connection just closed, the
/// client's system would throw away the answer that it has not read yet.
const LINGER: Duration = Duration::from_secs(2);

/// A socket that can be closed by somebody else than who listens to it.
#[derive(Debug)]
pub(super) struct Listening(Mutex<Option<TcpListener>>);

impl Listening {
    pub(super) fn new(listener: TcpListener) -> Self {
        Self(Mutex::new(Some(listener)))
    }

    /// Closes it at once.
    pub(super) fn close(&self) {
        self.0.lock().take();
    }

    /// The next connection; `None` where it is closed.
    fn poll_accept(&self, cx: &mut Context<'_>) -> Poll<Option<io::Result<(TcpStream, SocketAddr)>>> {
        match &*self.0.lock() {
            Some(listener) => listener.poll_accept(cx).map(Some),
            None => Poll::Ready(None),
        }
    }
}

/// Accepts connections until it is told to stop; then waits for those that are there. They end with it.
pub(super) async fn accept(
    listening: Arc<Listening>,
    handler: Arc<Handler>,
    spelling: Spelling,
    stopped: watch::Receiver<bool>,
) {
    let mut connections = JoinSet::new();
    loop {
        match until_stopped(&stopped, |cx| listening.poll_accept(cx)).await.flatten() {
            None => break,
            Some(Ok((stream, peer))) => {
                connections.spawn(guarded(stream, peer, handler.clone(), spelling.clone(), stopped.clone()));
            }
            Some(Err(_)) => sleep(PAUSE).await,
        }
        while connections.try_join_next().is_some() {}
    }
    while connections.join_next().await.is_some() {}
}

/// Polls until it is ready or the server is told to stop, whichever comes first.
async fn until_stopped<T>(
    stopped: &watch::Receiver<bool>,
    mut poll: impl FnMut(&mut Context<'_>) -> Poll<T>,
) -> Option<T> {
    let mut stopped = stopped.clone();
    let mut stopping = pin!(stopped.wait_for(|is_stopped| *is_stopped));
    poll_fn(|cx| match stopping.as_mut().poll(cx) {
        Poll::Ready(_) => Poll::Ready(None),
        Poll::Pending => poll(cx).map(Some),
    })
    .await
}

/// Serves one connection to its end; a panic beside its answers ends it, and is remembered as theirs are.
async fn guarded(
    stream: TcpStream,
    peer: SocketAddr,
    handler: Arc<Handler>,
    spelling: Spelling,
    stopped: watch::Receiver<bool>,
) {
    let Some(Socket { idle_timeout, panics }) = handler.socket.clone() else { return };
    if let Err(panic) = caught(Box::pin(serve(stream, peer, handler, spelling, stopped, idle_timeout))).await {
        panics.remember(panic);
    }
}

async fn serve(
    stream: TcpStream,
    peer: SocketAddr,
    handler: Arc<Handler>,
    spelling: Spelling,
    stopped: watch::Receiver<bool>,
    idle_timeout: Duration,
) {
    let (log, answering) = (handler.log.clone(), handler.clone());
    // Answers are small, and whoever waits for one has nothing else to send.
    let _ = stream.set_nodelay(true);
    // Only an answer before the end of its request closes the connection.
    let was_early = Arc::new(AtomicBool::new(false));
    let is_early = was_early.clone();
    let broken = Arc::new(BrokenConnection::default());
    let breaking = broken.clone();
    let service = service_fn(move |mut request: http::Request<Incoming>| {
        let (handler, is_early, spelling) = (handler.clone(), is_early.clone(), spelling.clone());
        let breaking = breaking.clone();
        request.extensions_mut().insert(peer);
        Box::pin(async move {
            let mut answer = match handler.handle(request).await {
                Ok(answer) => answer,
                Err(error) => return Err(breaking.by(error).await),
            };
            breaking.later(&answer);
            spelling.apply(&mut answer);
            is_early.store(answer.headers().contains_key(header::CONNECTION), Ordering::Relaxed);
            Ok(answer)
        })
    });
    let mut connection = http1::Builder::new()
        // The clock of the answers is the world's.
        .auto_date_header(false)
        .half_close(true)
        .max_headers(MAX_HEADERS)
        .timer(TokioTimer::new())
        .header_read_timeout(idle_timeout)
        .serve_connection(TokioIo::new(Stalling::new(stream, idle_timeout)), service);
    let mut served = until_stopped(&stopped, |cx| connection.poll_without_shutdown(cx)).await;
    if served.is_none() && broken.is_silent() {
        return;
    }
    if served.is_none() {
        Pin::new(&mut connection).graceful_shutdown();
        served = Some(poll_fn(|cx| connection.poll_without_shutdown(cx)).await);
    }
    if let (Some(Err(error)), Some(log)) = (&served, &log)
        && error.is_parse()
    {
        log.unreadable(peer.ip(), &error.to_string());
    }
    let parts = connection.into_parts();
    if broken.resets() && !matches!(served, Some(Ok(()))) {
        return reset(&parts.io.into_inner().stream);
    }
    // What goes wrong is either answered or cannot be.
    let may_go_on = !matches!(served, Some(Ok(()))) || was_early.load(Ordering::Relaxed) || !parts.read_buf.is_empty();
    let Stalling { mut stream, unreadable, .. } = parts.io.into_inner();
    if let Some(error) = unreadable {
        let message = unreadable::message(&answering.unreadable(error).await);
        let _ = timeout(idle_timeout, stream.write_all(&message)).await;
    }
    let mut lingering = pin!(linger(stream));
    match may_go_on {
        true => lingering.await,
        // A client that has sent all need not be waited for.
        false => drop(until_stopped(&stopped, |cx| lingering.as_mut().poll(cx)).await),
    }
}

/// Has the system reset the connection when the stream is closed, instead of ending it in order.
fn reset(stream: &TcpStream) {
    let _ = stream.set_zero_linger();
}

/// Says that nothing more will be answered, and reads what is still sent, for a while.
async fn linger(mut stream: TcpStream) {
    let listening = async {
        let mut sink = vec![0; 64 * 1024];
        if stream.shutdown().await.is_ok() {
            while matches!(stream.read(&mut sink).await, Ok(1..)) {}
        }
    };
    let _ = timeout(LINGER, listening).await;
}

/// A stream that fails when the other side takes nothing for too long. How long it may send nothing depends on what it
/// is to send, which others watch.
#[derive(Debug)]
struct Stalling {
    stream: TcpStream,
    timeout: Duration,
    /// Since when nothing could be written.
    stalled: Option<Pin<Box<Sleep>>>,
    /// The error that takes the place of a response that hyper wrote by itself.
    unreadable: Option<S3Error>,
}

impl Stalling {
    fn new(stream: TcpStream, timeout: Duration) -> Self {
        Self { stream, timeout, stalled: None, unreadable: None }
    }

    /// Whether hyper writes a response by itself, which the client must not see.
    fn withholds(&mut self, written: &[u8]) -> bool {
        let error = unreadable::error_for(written);
        let is_own = error.is_some();
        self.unreadable = error.or(self.unreadable.take());
        is_own
    }

    fn poll_writing<T>(
        &mut self,
        cx: &mut Context<'_>,
        write: impl FnOnce(Pin<&mut TcpStream>, &mut Context<'_>) -> Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        if let Poll::Ready(written) = write(Pin::new(&mut self.stream), cx) {
            self.stalled = None;
            return Poll::Ready(written);
        }
        let stalled = self.stalled.get_or_insert_with(|| Box::pin(sleep(self.timeout)));
        stalled.as_mut().poll(cx).map(|()| Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Stalling {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Stalling {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        if self.withholds(bytes) {
            return Poll::Ready(Ok(bytes.len()));
        }
        self.poll_writing(cx, |stream, cx| stream.poll_write(cx, bytes))
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        if let [first, ..] = pieces
            && self.withholds(first)
        {
            return Poll::Ready(Ok(first.len()));
        }
        self.poll_writing(cx, |stream, cx| stream.poll_write_vectored(cx, pieces))
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.poll_writing(cx, AsyncWrite::poll_flush)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
