//! The body of a response that a fault damages on its way to the caller.

use super::WayIn;
use super::met::SILENCE;
use crate::api::error::TransportError;
use crate::api::primitives::SdkBody;
use crate::fake::FakeS3;
use crate::fake::time::timers::VirtualSleep;
use bytes::{Bytes, BytesMut};
use http_body::{Body, Frame, SizeHint};
use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

/// A body that breaks off, stalls, differs in one bit, or comes late.
#[derive(Debug)]
pub(super) struct DamagedBody {
    world: FakeS3,
    way: WayIn,
    /// Bytes that come before the rest, each with the time before it.
    lead: VecDeque<(Duration, Bytes)>,
    rest: SdkBody,
    /// Number of bytes of the rest that have gone out.
    passed: u64,
    break_at: Option<(u64, BodyEnd)>,
    flipped: Option<u64>,
    sleep: Option<Pin<Box<VirtualSleep>>>,
    is_over: bool,
}

/// How a body breaks off.
#[derive(Debug, Clone)]
pub(super) enum BodyEnd {
    /// As if it were whole.
    Clean,
    Error(TransportError),
    /// Silence, and then an error.
    Silence(TransportError),
}

impl DamagedBody {
    /// The same body as before.
    pub fn new(rest: SdkBody, world: &FakeS3, way: WayIn) -> Self {
        let (lead, world) = (VecDeque::new(), world.clone());
        Self { world, way, lead, rest, passed: 0, break_at: None, flipped: None, sleep: None, is_over: false }
    }

    /// Breaks off after so many bytes.
    pub fn breaking(mut self, after: u64, end: BodyEnd) -> Self {
        self.break_at = Some((after, end));
        self
    }

    /// One bit of this byte is flipped.
    pub fn flipping(mut self, at: u64) -> Self {
        self.flipped = Some(at);
        self
    }

    /// These bytes come first, each after a time.
    pub fn led_by(mut self, lead: impl IntoIterator<Item = (Duration, Bytes)>) -> Self {
        self.lead.extend(lead);
        self
    }

    pub fn into_body(self) -> SdkBody {
        SdkBody::from_body_1_x(self)
    }

    /// Waits for the next of the bytes that come first.
    fn poll_lead(&mut self, cx: &mut Context<'_>) -> Poll<Option<Bytes>> {
        let Some((wait, _)) = self.lead.front() else { return Poll::Ready(None) };
        if !wait.is_zero() {
            let sleep = self.sleep.get_or_insert_with(|| Box::pin(VirtualSleep::new(self.world.clone(), *wait)));
            ready!(sleep.as_mut().poll(cx));
            self.sleep = None;
        }
        Poll::Ready(self.lead.pop_front().map(|(_, bytes)| bytes))
    }

    fn poll_end(&mut self, end: BodyEnd, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let error = match end {
            BodyEnd::Clean => None,
            BodyEnd::Error(error) => Some(error),
            // The client on a socket waits in real time, which the world's clock does not know.
            BodyEnd::Silence(_) if self.way == WayIn::Socket => return Poll::Pending,
            BodyEnd::Silence(error) => {
                let sleep = self.sleep.get_or_insert_with(|| Box::pin(VirtualSleep::new(self.world.clone(), SILENCE)));
                ready!(sleep.as_mut().poll(cx));
                Some(error)
            }
        };
        self.is_over = true;
        Poll::Ready(error.map(Err))
    }

    /// The bytes of one frame, as they go out.
    fn damaged(&mut self, mut bytes: Bytes) -> Bytes {
        if let Some((after, _)) = &self.break_at {
            let left = usize::try_from(after - self.passed).unwrap_or(usize::MAX);
            bytes.truncate(left);
        }
        let at = self.flipped.and_then(|at| at.checked_sub(self.passed)).and_then(|at| usize::try_from(at).ok());
        if let Some(at) = at.filter(|at| *at < bytes.len()) {
            let mut changed = BytesMut::from(&bytes[..]);
            changed[at] ^= 1;
            bytes = changed.freeze();
        }
        self.passed += bytes.len() as u64;
        bytes
    }
}

impl Body for DamagedBody {
    type Data = Bytes;
    type Error = Box<dyn std::error::Error + Send + Sync>;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let this = &mut *self;
        if this.is_over {
            return Poll::Ready(None);
        }
        if let Some(bytes) = ready!(this.poll_lead(cx)) {
            return Poll::Ready(Some(Ok(Frame::data(bytes))));
        }
        if let Some((after, end)) = &this.break_at
            && this.passed >= *after
        {
            let end = end.clone();
            return this.poll_end(end, cx).map_err(Into::into);
        }
        match ready!(Pin::new(&mut this.rest).poll_frame(cx)) {
            Some(Ok(frame)) => match frame.into_data() {
                Ok(bytes) => Poll::Ready(Some(Ok(Frame::data(this.damaged(bytes))))),
                Err(trailers) => Poll::Ready(Some(Ok(trailers))),
            },
            Some(Err(error)) => Poll::Ready(Some(Err(error))),
            // A body that is shorter than where it would break off ends there, whatever the end is.
            None => match this.break_at.take() {
                Some((_, end)) => {
                    this.break_at = Some((0, end.clone()));
                    this.poll_end(end, cx).map_err(Into::into)
                }
                None => Poll::Ready(None),
            },
        }
    }

    fn size_hint(&self) -> SizeHint {
        if self.lead.is_empty() { Body::size_hint(&self.rest) } else { SizeHint::default() }
    }
}
