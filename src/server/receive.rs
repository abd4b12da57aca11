//! A body on its way in: within bounds, whatever a client sends.

use crate::model::payload::Payload;
use bytes::{Buf, Bytes};
use http::{HeaderMap, header};
use http_body::Body;
use http_body_util::BodyExt as _;
use std::pin::pin;
use std::time::Duration;
use tokio::time::{sleep, timeout, timeout_at};

/// In how large pieces a body is kept. One that says that it is shorter is kept in one piece of its size.
const PIECE_BYTES: usize = 1024 * 1024;

/// The least rate of a body, after the first idle timeout: a client that sends a byte just before each idle timeout
/// would hold its connection for years.
const MIN_BYTES_PER_SECOND: u64 = 1024;

/// Why a body has not come whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Broken {
    /// It is too long: so many bytes have come.
    TooLarge(u64),
    /// It ended before its end, or was no body.
    Incomplete,
    /// Nothing came for too long, or too little in all the time.
    Idle,
}

/// How long the body says that it is.
pub(super) fn length(headers: &HeaderMap) -> Option<u64> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// Collects a body.
///
/// What a connection reads lies in its buffer among much else, and a few bytes that were kept there would keep all of
/// it. So the bytes are copied once, out of a buffer that was just written, into memory that is theirs alone. That
/// costs hardly more than a new buffer would, and who sends a byte at a time costs no more than anybody else.
pub(super) async fn collect<B>(
    body: B,
    length: Option<u64>,
    max_bytes: u64,
    idle_timeout: Option<Duration>,
) -> Result<Payload, Broken>
where
    B: Body<Data: Buf>,
{
    let mut body = pin!(body);
    let mut pieces = Pieces { payload: Payload::default(), filling: Vec::new(), length };
    let begun = idle_timeout.map(|idle| (idle, sleep(idle).deadline()));
    loop {
        let frame = match begun {
            Some((idle, begun)) => {
                let earned = Duration::from_secs(pieces.len() / MIN_BYTES_PER_SECOND);
                let latest = begun.checked_add(earned).unwrap_or(begun);
                let next = timeout_at(latest, timeout(idle, body.frame()));
                next.await.map_err(|_| Broken::Idle)?.map_err(|_| Broken::Idle)?
            }
            None => body.frame().await,
        };
        let Some(frame) = frame else { return Ok(pieces.finish()) };
        let Ok(mut data) = frame.map_err(|_| Broken::Incomplete)?.into_data() else { continue };
        let bytes = pieces.len() + data.remaining() as u64;
        if bytes > max_bytes {
            return Err(Broken::TooLarge(bytes));
        }
        while data.has_remaining() {
            let chunk = data.chunk();
            let taken = pieces.take(chunk);
            data.advance(taken);
        }
    }
}

/// A body that grows.
struct Pieces {
    payload: Payload,
    filling: Vec<u8>,
    length: Option<u64>,
}

impl Pieces {
    fn len(&self) -> u64 {
        self.payload.len() + self.filling.len() as u64
    }

    /// Takes as much as there is room for in the piece that is being filled; says how much.
    fn take(&mut self, bytes: &[u8]) -> usize {
        if self.filling.capacity() == 0 {
            let left = self.length.map(|length| length.saturating_sub(self.len())).filter(|left| *left > 0);
            let room = usize::try_from(left.unwrap_or(bytes.len() as u64)).unwrap_or(PIECE_BYTES).min(PIECE_BYTES);
            self.filling.reserve_exact(room);
        }
        if self.length.is_none() && self.filling.capacity() < PIECE_BYTES {
            // Nobody knows how much will come: the piece grows, and is cut to size in the end.
            self.filling.reserve(bytes.len());
        }
        let taken = bytes.len().min(self.filling.capacity() - self.filling.len());
        self.filling.extend_from_slice(&bytes[..taken]);
        if self.filling.len() == self.filling.capacity() && (self.length.is_some() || self.filling.len() >= PIECE_BYTES)
        {
            self.put_away();
        }
        taken
    }

    fn put_away(&mut self) {
        // As a box, so that nothing is kept which is not filled.
        let piece = std::mem::take(&mut self.filling).into_boxed_slice();
        self.payload.push(Bytes::from(piece));
    }

    fn finish(mut self) -> Payload {
        self.put_away();
        self.payload
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http_body::Frame;
    use std::convert::Infallible;
    use std::pin::Pin;
    use std::task::{Context, Poll};
    use tokio::time::{Sleep, sleep};

    /// A body that sends a frame of so many bytes each so many seconds.
    struct Slow {
        bytes: usize,
        pause: Duration,
        frames: usize,
        next: Pin<Box<Sleep>>,
    }

    impl Body for Slow {
        type Data = Bytes;
        type Error = Infallible;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            cx: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
            std::task::ready!(self.next.as_mut().poll(cx));
            let Some(left) = self.frames.checked_sub(1) else { return Poll::Ready(None) };
            (self.frames, self.next) = (left, Box::pin(sleep(self.pause)));
            Poll::Ready(Some(Ok(Frame::data(vec![0; self.bytes].into()))))
        }
    }

    /// Collects such a body of 100 frames; 1 minute is the idle timeout.
    fn collected(bytes: usize, pause: u64) -> Result<u64, Broken> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
        runtime.block_on(async {
            let pause = Duration::from_secs(pause);
            let body = Slow { bytes, pause, frames: 100, next: Box::pin(sleep(pause)) };
            collect(body, None, u64::MAX, Some(Duration::from_secs(60))).await.map(|payload| payload.len())
        })
    }

    #[test]
    fn a_body_that_is_slower_than_the_least_rate_is_rejected() {
        assert_eq!(collected(1, 40), Err(Broken::Idle));
        assert_eq!(collected(40 * 1024, 40), Ok(100 * 40 * 1024));
        assert_eq!(collected(20 * 1024, 40), Err(Broken::Idle));
        assert_eq!(collected(1 << 20, 61), Err(Broken::Idle));
    }
}
