//! Bodies on their way in and out: between the model's segments and the SDK's streams, without copying.

use crate::api::primitives::{ByteStream, ByteStreamError, SdkBody};
use crate::model::payload::pattern::Pattern;
use crate::model::payload::{Payload, PayloadPieces};
use bytes::Bytes;
use http_body::{Frame, SizeHint};
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

/// What is put into the world by hand: bytes, or a [`Pattern`] that stands for more of them than anyone could store.
///
/// See [`FakeS3::call_with_body`](crate::FakeS3::call_with_body) and
/// [`BucketHandle::put_part`](crate::BucketHandle::put_part), which take whatever makes one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Body(pub(crate) Payload);

macro_rules! from_bytes {
    ($($bytes:ty),*) => {$(
        impl From<$bytes> for Body {
            fn from(bytes: $bytes) -> Self {
                Self(Bytes::from(bytes).into())
            }
        }
    )*};
}
from_bytes!(Bytes, Vec<u8>, Box<[u8]>, String, &'static str, &'static [u8], bytes::BytesMut);

impl<const N: usize> From<&'static [u8; N]> for Body {
    fn from(bytes: &'static [u8; N]) -> Self {
        Self(Bytes::from_static(bytes).into())
    }
}

impl From<Pattern> for Body {
    fn from(pattern: Pattern) -> Self {
        Self(pattern.into())
    }
}

/// A payload on its way out, piece by piece: nothing is put together that was apart, and what is repeated is made
/// when its turn comes.
#[derive(Debug)]
pub(crate) struct Segments {
    /// The piece that comes next.
    next: Option<Bytes>,
    behind: PayloadPieces,
    len: u64,
}

impl Segments {
    /// The stream of a payload; one segment stays in memory, so that it can be read without a runtime.
    pub(crate) fn stream(payload: Payload) -> ByteStream {
        if let Some(one) = payload.as_one() {
            return ByteStream::from(one.clone());
        }
        let (len, mut behind) = (payload.len(), payload.into_pieces());
        match behind.next() {
            None => ByteStream::from(Bytes::new()),
            next => ByteStream::new(SdkBody::from_body_1_x(Self { next, behind, len })),
        }
    }
}

impl http_body::Body for Segments {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let next = self.behind.next();
        let piece = std::mem::replace(&mut self.next, next);
        self.len -= piece.as_ref().map_or(0, |piece| piece.len() as u64);
        Poll::Ready(piece.map(|piece| Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.next.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.len)
    }
}

/// Collects a body, segment by segment, without copying one.
pub(crate) async fn collect(body: ByteStream) -> Result<Payload, ByteStreamError> {
    let mut body = body;
    let mut payload = Payload::default();
    while let Some(segment) = body.next().await {
        payload.push(segment?);
    }
    Ok(payload)
}
