//! Requests of HTTP, from their heads to their responses.

use super::calls::{Order, Peek, Turn, Visit, WayIn};
use super::{FakeS3, MAX_BODY_BYTES, in_memory};
use crate::api::error::{S3Error, TransportError};
use crate::api::primitives::ByteStream;
use crate::http::arrival::Arrival;
use crate::http::dispatch::{self, Admission, RequestHead};
use crate::model::access::principal::Principal;
use crate::model::payload::Payload;
use bytes::Bytes;
use http::{Request, Response};
use std::borrow::Cow;

impl FakeS3 {
    /// Answers one HTTP request, synchronously: what arrives at the wire, for tests of other clients' requests.
    ///
    /// An answer that refuses has the [`S3Error`] among its extensions: even where the wire carries no body, a test
    /// can ask which error it was, and why.
    ///
    /// A request that names an access key is its owner's; any other is that of the account which is always there.
    /// Whether its signature must be right, [`Auth`](crate::Auth) says. What nobody signs,
    /// [`anonymous`](Self::anonymous) sends. It comes from this machine, unless there is an
    /// [`IpAddr`](std::net::IpAddr) or a [`SocketAddr`](std::net::SocketAddr) among its extensions; and over TLS,
    /// unless its URI begins with `http:`.
    ///
    /// ```
    /// let s3 = fake_s3::FakeS3::new();
    /// let request = http::Request::get("https://nowhere.s3.us-east-1.amazonaws.com/").body(Default::default()).unwrap();
    /// let answer = s3.http(request);
    /// assert_eq!(answer.status(), 404);
    /// assert!(answer.body().ends_with(b"</Error>"));
    /// assert_eq!(answer.extensions().get::<fake_s3::error::S3Error>().unwrap().code(), "NoSuchBucket");
    /// ```
    ///
    /// # Panics
    /// If the answer is larger than 5 GiB, or a [`Fault`](crate::fault::Fault) breaks the connection: a response cannot
    /// show that, but [`try_http`](Self::try_http) can.
    #[track_caller]
    pub fn http(&self, request: Request<Bytes>) -> Response<Bytes> {
        connected(self.try_http(request))
    }

    /// Answers one HTTP request as [`http`](Self::http) does, in a world whose faults break connections.
    ///
    /// # Errors
    /// If a [`Fault`](crate::fault::Fault) broke the connection.
    ///
    /// # Panics
    /// If the answer is larger than 5 GiB.
    #[track_caller]
    pub fn try_http(&self, request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        self.http_as(self.own(), request)
    }

    /// Answers one HTTP request, which is this principal's unless it is signed by another.
    #[track_caller]
    pub(crate) fn http_as(
        &self,
        unsigned: Principal,
        request: Request<Bytes>,
    ) -> Result<Response<Bytes>, TransportError> {
        let (head, body) = request.into_parts();
        let arrival = Arrival::in_process(head, unsigned);
        let (admission, mut turn) = self.admit(&arrival, WayIn::Http);
        turn.body_arrived(body.len() as u64);
        let response = turn.around_now(|order| self.answer(&arrival, &body.into(), admission, order))?;
        let (head, body) = response.into_parts();
        let bytes = body.size_hint().0;
        assert!(bytes <= MAX_BODY_BYTES, "this answer has {bytes} bytes; read it with a client, which gives a stream");
        Ok(Response::from_parts(head, in_memory(body).to_bytes()))
    }

    /// Reads the head of a request when it comes, and lets the call in.
    pub(crate) fn admit(&self, arrival: &Arrival, way: WayIn) -> (Admission, Turn) {
        dispatch::admit(self, arrival, |named| {
            let RequestHead { operation, caller, address, peek } = named;
            let text = |name| address.and_then(|address| address.parameter(name));
            self.enter(&Visit {
                operation,
                bucket: address.and_then(|address| address.bucket.as_deref()),
                key: address.and_then(|address| address.key.as_deref()),
                part_number: text("partNumber").and_then(|text| text.parse().ok()),
                upload_id: text("uploadId").map(Cow::Borrowed),
                caller,
                way,
                headers: Some(&arrival.head.headers),
                query: arrival.head.uri.query(),
                input: Peek::Head(peek),
                success: 200,
            })
        })
    }

    /// Answers a request whose body has arrived.
    #[track_caller]
    pub(crate) fn answer(
        &self,
        arrival: &Arrival,
        body: &Payload,
        admission: Admission,
        order: Order,
    ) -> Response<ByteStream> {
        self.stir();
        let answer = match order.reject {
            Some(error) => dispatch::refuse(self, arrival, error),
            None => dispatch::answer(self, arrival, body, admission, &order.twist),
        };
        if let Some(error) = answer.extensions().get() {
            self.tell(arrival, error);
            self.check_guess(error);
        }
        self.check_choice(answer.extensions().get().copied());
        answer
    }

    /// Checks whether the caller may send the body.
    #[cfg(feature = "tower")]
    pub(crate) fn check_leave(&self, arrival: &Arrival, admission: &Admission) -> Result<(), S3Error> {
        dispatch::check_leave(self, arrival, admission)
    }

    /// Answers a request that never comes to be read.
    #[cfg(feature = "tower")]
    pub(crate) fn refuse(&self, arrival: &Arrival, error: S3Error) -> Response<ByteStream> {
        self.stir();
        self.tell(arrival, &error);
        self.check_guess(&error);
        dispatch::refuse(self, arrival, error)
    }

    /// Answers a request in which the world or the log of rejections panicked. The log does not get this response.
    #[cfg(feature = "tower")]
    pub(crate) fn fail(&self, arrival: &Arrival) -> Response<ByteStream> {
        dispatch::refuse(self, arrival, crate::api::error::table::INTERNAL_ERROR.error())
    }

    /// Answers input that is not a request, which the log of rejections does not get.
    #[cfg(feature = "server")]
    pub(crate) fn answer_unread(&self, arrival: &Arrival, error: S3Error) -> Response<ByteStream> {
        dispatch::refuse(self, arrival, error)
    }

    /// Tells who wants to know of a refusal.
    fn tell(&self, arrival: &Arrival, error: &S3Error) {
        if let Some(log) = &self.world.beginning.log {
            log.tell(&format!("{} {}", arrival.head.method, arrival.head.uri), error);
        }
    }
}

/// The response of a connection that no fault broke.
#[track_caller]
pub(crate) fn connected(result: Result<Response<Bytes>, TransportError>) -> Response<Bytes> {
    match result {
        Ok(response) => response,
        Err(error) => panic!("{error}: `http` cannot show that, but `try_http` can"),
    }
}
