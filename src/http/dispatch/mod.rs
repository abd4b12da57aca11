//! The one place that knows `wire`, `ops` and `model` together: a request is recognised, read, run and answered. (The
//! mirror, whose calls are read by nobody, has its errors written by `wire`.)
//!
//! That is done in two steps. When the head of a request comes, [`admit`] says who it is from, before anything else is
//! asked: at that instant its signature is right or not, and has expired or not (`authentication`). When the body is
//! there, [`answer`] finds the operation that is asked for (`recognition`), has it read before the state is locked and
//! run while it is (`serving`, with the `checks` that no table has). A request that never comes to be read is for
//! [`refuse`]. Whatever is answered goes out by [`answered`], which adds what every answer has.
//!
//! Three operations have no table, and files of their own: that of forms (`form`), the question that browsers ask
//! beforehand (`cors`, which also lets pages see answers), and the one that is always 501 (`rename`). `declared` lists
//! the errors that any request can get.

mod authentication;
mod checks;
mod conditions;
mod cors;
mod declared;
mod form;
#[cfg_attr(not(feature = "__introspection"), allow(dead_code, reason = "only tests of this crate look"))]
pub mod introspection;
mod recognition;
mod rename;
mod serving;
#[cfg(test)]
mod tests;

pub(crate) use declared::ERRORS;
pub(crate) use recognition::{ENTRIES, Entry, entries, operation_of};

use crate::api::error::S3Error;
use crate::api::primitives::ByteStream;
use crate::http::arrival::Arrival;
use crate::http::wire::address::Address;
use crate::http::wire::framing;
use crate::http::wire::headers::Headers;
use crate::http::wire::host::Host;
use crate::http::wire::signature::canonical::SignedRequest;
use crate::http::wire::write;
use crate::model::access::principal::Principal;
use crate::model::payload::Payload;
use crate::model::settings::Terms;
use crate::model::store::Store;
use crate::ops::{Ahead, Twist};
use authentication::{Authenticated, Knowledge};
use http::request::Parts;
use http::{Method, Response};
use std::any::Any;
use std::ops::DerefMut;

/// The state that requests are answered from, behind its lock.
pub(crate) trait State {
    /// Locks it.
    fn lock(&self) -> impl DerefMut<Target = Store>;
    /// How often it was replaced by another as a whole. That happens only while it is locked.
    fn generation(&self) -> u64;
    /// What of its settings is asked for before it is locked.
    fn terms(&self) -> Terms;
}

/// What the head of a request tells, asked when it comes.
#[derive(Debug)]
pub(crate) struct Admission {
    /// Of which state it was asked: of another it is asked again.
    generation: u64,
    /// Who it is from, or what it is refused with whatever its body is.
    from: Result<Authenticated, S3Error>,
    /// The operation that it asks for.
    entry: Result<&'static Entry, S3Error>,
    #[cfg(feature = "tower")]
    room: Result<Room, S3Error>,
}

/// How long the body behind a head may be.
#[cfg(feature = "tower")]
#[derive(Debug)]
struct Room {
    max_bytes: u64,
    /// Of a body that is an object's bytes, how many that may be.
    max_body_bytes: Option<u64>,
}

/// The head of a request, read.
struct Head<'a> {
    arrival: &'a Arrival,
    headers: Headers<'a>,
    address: Address<'a>,
}

/// A request of which is known who it is from, and what it asks for.
struct Recognised<'a> {
    entry: &'static Entry,
    arrival: &'a Arrival,
    headers: &'a Headers<'a>,
    address: Address<'a>,
    from: &'a Authenticated,
    ahead: &'a Ahead<'a>,
    /// What is known of who signs by a key, for signatures that come with the body.
    know: &'a dyn Fn(&str) -> Knowledge,
    /// How a fault changes the effect.
    twist: &'a Twist,
}

/// What the head of a request names, to be seen when it is admitted.
pub(crate) struct RequestHead<'a> {
    /// The operation's name; `None` if the request names no operation.
    pub(crate) operation: Option<&'static str>,
    /// The caller, if the signature is right; otherwise the caller of an unsigned request.
    pub(crate) caller: &'a Principal,
    /// The address, if it is one.
    pub(crate) address: Option<&'a Address<'a>>,
    /// Reads the typed input from the head.
    pub(crate) peek: &'a dyn Fn() -> Option<Box<dyn Any>>,
}

/// Reads the head of a request, and shows what it names.
pub(crate) fn admit<T>(
    state: &impl State,
    arrival: &Arrival,
    see: impl FnOnce(RequestHead<'_>) -> T,
) -> (Admission, T) {
    let host = arrival.host();
    match Head::read(arrival, host.as_deref()) {
        Ok(head) => {
            let admission = head.admit(state, head.entry());
            let operation = admission.entry.as_ref().ok().map(|entry| entry.name);
            let caller = admission.from.as_ref().map_or(&arrival.unsigned, |from| &from.principal);
            let entry = admission.entry.as_ref().ok();
            let peek = || entry.and_then(|entry| (entry.peek)(&head.address, &head.headers));
            let seen = see(RequestHead { operation, caller, address: Some(&head.address), peek: &peek });
            (admission, seen)
        }
        Err(error) => {
            let seen = see(RequestHead { operation: None, caller: &arrival.unsigned, address: None, peek: &|| None });
            let admission = Admission {
                generation: state.generation(),
                from: Err(error.clone()),
                entry: Err(error.clone()),
                #[cfg(feature = "tower")]
                room: Err(error),
            };
            (admission, seen)
        }
    }
}

/// Answers a request. Whatever was sent, there is an answer.
///
/// The state is locked once the request has been read and its body digested; what was wrong with it is answered then.
/// If another state is there by then than that which it was admitted to, it begins again: nobody is in this one who he
/// was in that one.
pub(crate) fn answer(
    state: &impl State,
    arrival: &Arrival,
    body: &Payload,
    mut admission: Admission,
    twist: &Twist,
) -> Response<ByteStream> {
    let host = arrival.host();
    let head = match Head::read(arrival, host.as_deref()) {
        Ok(head) => head,
        Err(error) => return answered(Err(error), arrival, None, &mut state.lock()),
    };
    let know = |access_key: &str| head.know(access_key, state);
    let show = |look: &mut dyn FnMut(&Store)| look(&state.lock());
    let ahead = Ahead::new(state.terms(), &show);
    loop {
        let from = admission.from.as_ref().map_err(S3Error::clone);
        let recognised = from.and_then(|from| Ok(head.recognise(from, admission.entry.clone()?, &ahead, &know, twist)));
        let run = recognised.as_ref().map(|request| (request.entry.serve)(request, body.clone()));
        let mut store = state.lock();
        if state.generation() == admission.generation {
            let result = run.map_err(S3Error::clone).and_then(|run| run(&mut store));
            return answered(result, arrival, Some(&head), &mut store);
        }
        drop((store, run));
        admission = head.admit(state, admission.entry);
    }
}

/// Checks whether the caller may send the body.
///
/// # Errors
/// The error that the request gets, whatever its body is.
#[cfg(feature = "tower")]
pub(crate) fn check_leave(state: &impl State, arrival: &Arrival, admission: &Admission) -> Result<(), S3Error> {
    let host = arrival.host();
    let head = Head::read(arrival, host.as_deref())?;
    let know = |access_key: &str| head.know(access_key, state);
    let show = |look: &mut dyn FnMut(&Store)| look(&state.lock());
    let ahead = Ahead::new(state.terms(), &show);
    let (from, entry) = (admission.from.as_ref().map_err(S3Error::clone)?, admission.entry.clone()?);
    let Some(leave) = entry.leave else { return Ok(()) };
    let twist = Twist::default();
    let request = head.recognise(from, entry, &ahead, &know, &twist);
    leave(&request, &mut state.lock())
}

/// Answers a request that never comes to be read.
pub(crate) fn refuse(state: &impl State, arrival: &Arrival, error: S3Error) -> Response<ByteStream> {
    let host = arrival.host();
    let head = Head::read(arrival, host.as_deref());
    answered(Err(error), arrival, head.as_ref().ok(), &mut state.lock())
}

/// An answer as it goes out: with what names it, its date, and what pages of other origins are told, where the head
/// could be read.
fn answered(
    result: Result<Response<ByteStream>, S3Error>,
    arrival: &Arrival,
    head: Option<&Head<'_>>,
    store: &mut Store,
) -> Response<ByteStream> {
    let id = store.ids.request();
    let is_head = arrival.head.method == Method::HEAD;
    let mut response = result.unwrap_or_else(|error| write::error(&error, &id, is_head));
    if let Some(head) = head {
        cors::expose(&mut response, store, head);
    }
    write::sign_off(&mut response, id, store.now());
    response
}

#[cfg(feature = "tower")]
impl Admission {
    /// Whether there is any use in sending the body.
    ///
    /// # Errors
    /// What the request is refused with, whatever its body is.
    pub(crate) fn check(&self) -> Result<(), S3Error> {
        self.room.as_ref().map(|_| ()).map_err(S3Error::clone)
    }

    /// How long the body may be. What is refused anyway may be sent to its end, if that is not far.
    pub(crate) fn max_bytes(&self) -> u64 {
        self.room.as_ref().map_or(framing::MAX_DOCUMENT_BYTES, |room| room.max_bytes)
    }

    /// What S3 says of a body that is longer: this many bytes have come so far.
    pub(crate) fn too_large(&self, bytes: u64) -> S3Error {
        match &self.room {
            Ok(room) => framing::too_large(bytes, room.max_body_bytes),
            Err(error) => error.clone(),
        }
    }
}

impl<'a> Head<'a> {
    /// Reads it; `host` is the name that it is for.
    ///
    /// # Errors
    /// What S3 says of headers that are too long or no text, and of an address that is none.
    fn read(arrival: &'a Arrival, host: Option<&'a str>) -> Result<Self, S3Error> {
        let headers = Headers::read(&arrival.head.headers)?;
        let address = Address::read(&arrival.head.uri, Host::read(host, &arrival.domain))?;
        Ok(Self { arrival, headers, address })
    }

    /// Admits the request. The state may change under it, its operation does not.
    fn admit(&self, state: &impl State, entry: Result<&'static Entry, S3Error>) -> Admission {
        // Read before anything is asked: should the state be replaced meanwhile, it is that of the one before.
        let generation = state.generation();
        let from = self.authenticate(state);
        #[cfg(feature = "tower")]
        let room = from.as_ref().map_err(S3Error::clone).and_then(|from| self.room(from, entry.clone()?, state));
        Admission {
            generation,
            from,
            entry,
            #[cfg(feature = "tower")]
            room,
        }
    }

    /// Who the request is from. Of a preflight nobody is asked: its address may be that of a request which is signed,
    /// and is still to come.
    ///
    /// # Errors
    /// What S3 says of its signature, or of how its body travels, which it does not wait for.
    fn authenticate(&self, state: &impl State) -> Result<Authenticated, S3Error> {
        let (Parts { method, uri, .. }, unsigned) = (&self.arrival.head, &self.arrival.unsigned);
        if cors::is_preflight(method) {
            return Ok(Authenticated::unsigned(unsigned.clone(), None));
        }
        let sent = SignedRequest { method, uri, headers: &self.headers, address: &self.address };
        let terms = state.terms();
        let from = authentication::authenticate(&sent, &self.address, unsigned, terms, |key| self.know(key, state))?;
        framing::check_transfer(&self.headers, from.content_sha256.as_deref(), terms.takes_plain_chunks)?;
        Ok(from)
    }

    /// What is known of who signs by a key, looked up in a lock of its own.
    fn know(&self, access_key: &str, state: &impl State) -> Knowledge {
        let known = Knowledge::of(access_key, &self.address, state.terms().auth, &state.lock());
        if self.arrival.ignores_skew { known.without_skew() } else { known }
    }

    /// The operation that is asked for.
    fn entry(&self) -> Result<&'static Entry, S3Error> {
        recognition::recognise(&self.arrival.head.method, &self.address, &self.arrival.head.headers)
    }

    fn recognise(
        &'a self,
        from: &'a Authenticated,
        entry: &'static Entry,
        ahead: &'a Ahead<'a>,
        know: &'a dyn Fn(&str) -> Knowledge,
        twist: &'a Twist,
    ) -> Recognised<'a> {
        let Self { arrival, headers, address } = self;
        let address = Address { is_presigned: from.proof.signature().is_in_query(), ..address.clone() };
        Recognised { entry, arrival, headers, address, from, ahead, know, twist }
    }

    /// How long the body may be.
    ///
    /// # Errors
    /// What S3 says of one that is said to be longer.
    #[cfg(feature = "tower")]
    fn room(&self, from: &Authenticated, entry: &Entry, state: &impl State) -> Result<Room, S3Error> {
        let around_a_file = if entry.is_form { form::MAX_BYTES_AROUND_FILE } else { 0 };
        let takes_bytes = entry.takes_bytes() || entry.is_form;
        let max_body_bytes = takes_bytes.then(|| self.max_body_bytes(state).saturating_add(around_a_file));
        let max_bytes = framing::admit(&self.headers, from.content_sha256.as_deref(), max_body_bytes)?;
        Ok(Room { max_bytes, max_body_bytes })
    }

    /// The largest body that the addressed bucket accepts, or the world's limit if the bucket is missing.
    #[cfg(feature = "tower")]
    fn max_body_bytes(&self, state: &impl State) -> u64 {
        let store = state.lock();
        let bucket = self.address.bucket.as_deref().and_then(|name| store.bucket(name).ok());
        bucket.map_or(state.terms().max_body_bytes, |bucket| bucket.settings.limits.max_body_bytes)
    }
}
