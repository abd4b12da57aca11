//! A body on its way in: within bounds, whatever a client sends.

use super::socket::Socket;
use crate::api::error::TransportError;
use crate::fake::calls::Turn;
use crate::model::payload::Payload;
use bytes::{Buf, Bytes};
use http::{HeaderMap, header};
use http_body::Body;
use std::future::poll_fn;
use std::pin::pin;

/// In how large pieces a body is kept. One that says that it is shorter is kept in one piece of its size.
const PIECE_BYTES: usize = 1024 * 1024;

/// Why a body has not come whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Broken {
    /// It is too long: so many bytes have come.
    TooLarge(u64),
    /// It ended before its end, or was no body.
    Incomplete,
    /// Nothing came for too long, or too little in all the time.
    Idle,
    /// A fault cut the connection.
    Cut(TransportError),
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
    socket: Option<&Socket>,
    turn: Option<&mut Turn>,
) -> Result<Payload, Broken>
where
    B: Body<Data: Buf>,
{
    let mut body = pin!(body);
    let mut pieces = ReceivedBody { payload: Payload::default(), filling: Vec::new(), length };
    let watch = socket.map(Socket::watch);
    let mut watching = turn.filter(|turn| turn.watches_the_body());
    loop {
        let next = poll_fn(|cx| body.as_mut().poll_frame(cx));
        let frame = match &watch {
            Some(watch) => watch.within(pieces.len(), next).await.ok_or(Broken::Idle)?,
            None => next.await,
        };
        let Some(frame) = frame else { break };
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
        if let Some(turn) = &mut watching {
            turn.arrived(pieces.len()).await.map_err(Broken::Cut)?;
        }
    }
    Ok(pieces.finish())
}

/// A body that grows.
struct ReceivedBody {
    payload: Payload,
    filling: Vec<u8>,
    length: Option<u64>,
}

impl ReceivedBody {
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
