//! Bodies on their way in and out: between the model's segments and the SDK's streams, without copying.

use crate::model::payload::Payload;
use crate::primitives::{ByteStream, ByteStreamError, SdkBody};
use bytes::Bytes;
use http_body::{Frame, SizeHint};
use std::collections::VecDeque;
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

/// A payload on its way out, segment by segment: nothing is put together that was apart.
#[derive(Debug)]
pub(crate) struct Segments {
    left: VecDeque<Bytes>,
    len: u64,
}

impl Segments {
    /// The stream of a payload; one segment stays in memory, so that it can be read without a runtime.
    pub(crate) fn stream(payload: Payload) -> ByteStream {
        match payload.segments() {
            [] => ByteStream::from(Bytes::new()),
            [one] => ByteStream::from(one.clone()),
            _ => {
                let len = payload.len();
                let left = payload.into_segments().into();
                ByteStream::new(SdkBody::from_body_1_x(Self { left, len }))
            }
        }
    }
}

impl http_body::Body for Segments {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let segment = self.left.pop_front();
        self.len -= segment.as_ref().map_or(0, |segment| segment.len() as u64);
        Poll::Ready(segment.map(|segment| Ok(Frame::data(segment))))
    }

    fn is_end_stream(&self) -> bool {
        self.left.is_empty()
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
