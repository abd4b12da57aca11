//! The world: set-up, clock and inspection. It panics with a sentence when the *test* is wrong; what S3 would refuse
//! is a `Result` of [`FakeS3::call`] and of the clients.

mod account;
mod bucket;
mod builder;
pub(crate) mod calls;
pub(crate) mod client;
pub mod fault;
pub(crate) mod journal;
mod kms;
pub(crate) mod leaks;
mod rejection;
mod requests;
#[cfg(test)]
mod tests;
pub(crate) mod time;
pub(crate) mod timeline;
mod views;
mod world;

pub use account::{AccountHandle, AnonymousHandle, IdentityHandle};
pub use bucket::BucketHandle;
pub use builder::Builder;
#[cfg(feature = "tower")]
pub(crate) use kms::check_alias;
pub use kms::{Kms, KmsKey};
pub use rejection::Rejection;
pub use time::clock::{Clock, days, hours, minutes, seconds};
pub use time::pace::Anchor;
pub use views::{
    ChecksumView, EncryptionView, ObjectView, PartView, RestoreView, RetentionView, UploadView, VersionView,
};

use crate::api::error::{Confidence, S3Error};
use crate::api::primitives::ByteStream;
use crate::api::shape::{Input as _, Output as _, RequestIds};
use crate::fake::calls::{Order, Peek, Visit, WayIn};
use crate::fake::client::Client;
use crate::fake::fault::Plan;
use crate::fake::journal::Ring;
pub(crate) use crate::fake::requests::connected;
use crate::fake::time::alarm::Alarm;
use crate::fake::time::timers::Timers;
use crate::fake::timeline::Timeline;
use crate::http::body::{Body, Segments, collect};
use crate::http::dispatch;
#[cfg(feature = "tower")]
use crate::model::access::auth::Auth;
use crate::model::access::caller::Requester;
use crate::model::access::principal::Principal;
use crate::model::id::RequestNames;
use crate::model::meter::{MeterView, saturated};
use crate::model::name::{BucketName, some_of};
use crate::model::payload::Payload;
use crate::model::settings::Terms;
use crate::model::store::Store;
use crate::model::time::later;
use crate::model::upload::MAX_BODY_BYTES;
use crate::ops::guesses::Guess;
use crate::ops::{self, Ahead, IntoInput, Operation, OutputOf, Performed, Received, Rules};
use parking_lot::{Mutex, MutexGuard};
use std::borrow::Cow;
use std::fmt;
use std::future::Future;
use std::ops::DerefMut;
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, Waker};
use time::pace::Running;

/// An Amazon S3 of your own, in memory, whose clock you turn.
///
/// Clones are handles to the same world. Two worlds share nothing; making one costs microseconds, so every test has
/// its own. The same seed and the same calls give the same answers, to the byte.
///
/// ```
/// use fake_s3::{FakeS3, days};
///
/// let s3 = FakeS3::new();
/// let bucket = s3.create_bucket("backups");
/// bucket.abort_incomplete_uploads_after("", 7);
/// bucket.begin_upload("db.tar");
///
/// let events = s3.clock().advance(days(8));
/// assert_eq!(events.len(), 1);
/// assert!(bucket.uploads().is_empty());
/// ```
#[derive(Clone)]
pub struct FakeS3 {
    world: Arc<Inner>,
}

struct Inner {
    /// The one lock. Nothing is awaited while it is held: bodies are collected before it is taken.
    store: Mutex<Store>,
    timers: Timers,
    alarm: Alarm,
    pace: Running,
    /// The faults and gates that wait for calls.
    plan: Plan,
    journal: Ring,
    /// What of the store's settings is asked for before it is locked.
    terms: Terms,
    /// The account that is always there, as who calls.
    own: Principal,
    /// How it began, to begin so again.
    beginning: Builder,
    /// How often it did, so that what waits for an instant knows whether that will still come.
    resets: AtomicU64,
    /// How often the store was replaced as a whole, so that who was known in one is asked again in the next.
    generation: AtomicU64,
}

impl FakeS3 {
    /// A world with seed 0 that begins at a fixed instant, 2026-01-01T10:30:00Z: the same on every run.
    pub fn new() -> Self {
        Self::builder().build()
    }

    /// A world with other settings.
    pub fn builder() -> Builder {
        Builder::default()
    }

    fn with_store(store: Store, pace: Running, beginning: Builder) -> Self {
        let world = Inner {
            timers: Timers::default(),
            alarm: Alarm::default(),
            pace,
            plan: Plan::default(),
            journal: Ring::new(beginning.journal_calls),
            terms: store.settings.terms(),
            own: Principal::Root(store.accounts.own().clone()),
            beginning,
            resets: AtomicU64::new(0),
            generation: AtomicU64::new(0),
            store: Mutex::new(store),
        };
        let s3 = Self { world: Arc::new(world) };
        s3.inject_first_faults();
        s3
    }

    /// The settings that the world began with.
    pub(crate) fn beginning(&self) -> &Builder {
        &self.world.beginning
    }

    /// The state, in the present.
    pub(crate) fn store(&self) -> MutexGuard<'_, Store> {
        let mut store = self.world.store.lock();
        // Time that passes during a turn of the clock is counted after it.
        if !store.is_turning()
            && let Some(passed) = self.world.pace.passed()
        {
            let now = later(store.now(), passed);
            store.pass_to(now);
        }
        store
    }

    /// Somebody asks for something: time is not all that moves, and it goes on by a tick where it goes by requests.
    fn stir(&self) {
        self.timers().stir();
        if let Running::PerRequest(tick) = &self.world.pace {
            self.clock().pass(*tick);
        }
    }

    pub(crate) fn alarm(&self) -> &Alarm {
        &self.world.alarm
    }

    pub(crate) fn timers(&self) -> &Timers {
        &self.world.timers
    }

    pub(crate) fn plan(&self) -> &Plan {
        &self.world.plan
    }

    /// Whether no other handle of the world is left.
    pub(crate) fn is_last(&self) -> bool {
        Arc::strong_count(&self.world) == 1
    }

    /// The seed that the world began with.
    pub(crate) fn seed(&self) -> u64 {
        self.world.beginning.seed
    }

    pub(crate) fn ring(&self) -> &Ring {
        &self.world.journal
    }

    /// Makes a bucket.
    ///
    /// # Panics
    /// If S3 would refuse the name, or one bucket more, or the bucket is there already.
    #[track_caller]
    pub fn create_bucket(&self, name: &str) -> BucketHandle {
        let parsed = match BucketName::try_from(name) {
            Ok(parsed) => parsed,
            Err(error) => panic!("`{name}` is no name for a bucket: {error}"),
        };
        let mut store = self.store();
        assert!(!store.buckets().contains_key(name), "the bucket `{name}` is there already");
        let (quota, region) = (store.settings.bucket_quota, store.region.clone());
        let own = store.accounts.own().clone();
        assert!(
            store.buckets_of(&own).len() < quota,
            "there are {quota} buckets already, which is the quota of this world"
        );
        store.create_bucket(parsed.clone(), own, region);
        drop(store);
        BucketHandle::new(self.clone(), parsed)
    }

    /// A bucket, to look into.
    ///
    /// # Panics
    /// If there is none of that name; the sentence says which there are.
    #[track_caller]
    pub fn bucket(&self, name: &str) -> BucketHandle {
        let store = self.store();
        let Some(found) = store.buckets().get_key_value(name).map(|(name, _)| name.clone()) else {
            let there_are = some_of(store.buckets().keys());
            panic!("there is no bucket `{name}`; {there_are}");
        };
        drop(store);
        BucketHandle::new(self.clone(), found)
    }

    /// All buckets, by name, to look into.
    pub fn buckets(&self) -> Vec<BucketHandle> {
        let names: Vec<BucketName> = self.store().buckets().keys().cloned().collect();
        names.into_iter().map(|name| BucketHandle::new(self.clone(), name)).collect()
    }

    /// The clock.
    pub fn clock(&self) -> Clock {
        Clock::new(self.clone())
    }

    /// A client that mirrors the SDK's, for fast tests and property tests.
    pub fn client(&self) -> Client {
        Client::new(self.clone(), self.own())
    }

    /// How many bytes the world stores: of objects, and of the parts of open uploads. Those of a
    /// [`Pattern`](crate::Pattern) count as S3 would count them. More than `u64` can count is `u64::MAX`.
    pub fn stored_bytes(&self) -> u64 {
        let store = self.store();
        saturated(store.buckets().values().map(bucket::stored_bytes).sum())
    }

    /// What the world stores, and what all that it ever stored has added up to over its time: objects and the parts of
    /// open uploads, by storage class. Buckets that were deleted are counted too.
    pub fn meter(&self) -> MeterView {
        self.store().meter()
    }

    /// The life of the world's uploads over its time, to print when a test fails, or as a picture for a document.
    pub fn timeline(&self) -> Timeline {
        Timeline::of(&self.store())
    }

    /// Runs one operation, synchronously: no runtime, no client, nothing added.
    ///
    /// # Errors
    /// What S3 answers, and why.
    ///
    /// # Panics
    /// If the input cannot be built, names no bucket or key, or has a body that is not in memory: then the test is
    /// wrong.
    #[track_caller]
    pub fn call<I: IntoInput>(&self, input: I) -> Result<OutputOf<I>, S3Error> {
        self.call_as(self.own(), input)
    }

    /// The account that is always there, as who calls.
    pub(crate) fn own(&self) -> Principal {
        self.world.own.clone()
    }

    /// Whose is what comes over a socket and is not signed.
    #[cfg(feature = "tower")]
    pub(crate) fn unsigned(&self) -> Principal {
        match self.world.terms.auth {
            Auth::None => self.own(),
            Auth::Keys | Auth::Signatures => Principal::Anonymous,
        }
    }

    /// Runs one operation of this principal's.
    #[track_caller]
    pub(crate) fn call_as<I: IntoInput>(&self, who: Principal, input: I) -> Result<OutputOf<I>, S3Error> {
        let mut input = built(input);
        let body = input.take_body().map_or_else(Payload::default, in_memory);
        self.enter_now(who, input, body)
    }

    /// Runs one operation that a test's set-up is made of. It is not a call: it meets no fault and no gate.
    #[track_caller]
    pub(crate) fn set_up_as<I: IntoInput>(&self, who: Principal, input: I) -> Result<OutputOf<I>, S3Error> {
        let mut input = built(input);
        let body = input.take_body().map_or_else(Payload::default, in_memory);
        self.run(Requester::in_process(who), input, body, Order::default()).map_err(|(error, _)| error)
    }

    /// The same with a body that is given beside the input.
    #[track_caller]
    pub(crate) fn set_up_with_body_as<I: IntoInput>(
        &self,
        who: Principal,
        input: I,
        body: Body,
    ) -> Result<OutputOf<I>, S3Error> {
        self.run(Requester::in_process(who), without_body(input), body.0, Order::default()).map_err(|(error, _)| error)
    }

    /// Lets a typed call of this principal's in, and runs it on this thread.
    #[track_caller]
    fn enter_now<I: Rules>(&self, who: Principal, input: I, body: Payload) -> Result<I::Output, S3Error> {
        let mut turn = self.enter(&visit(&input, &who, WayIn::Call));
        turn.body_arrived(body.len());
        let (begun, order) = turn.begin_now()?;
        let result = self.run(Requester::in_process(who), input, body, order);
        begun.end_now(result)?.map_err(|(error, _)| error)
    }

    /// Runs one operation that takes bytes, with a body that is given beside the input: one that no `ByteStream` holds,
    /// such as a [`Pattern`](crate::Pattern) of 5 GiB.
    ///
    /// ```
    /// use fake_s3::operation::put_object::PutObjectInput;
    /// use fake_s3::{FakeS3, Pattern};
    ///
    /// let s3 = FakeS3::new();
    /// s3.create_bucket("backups");
    /// let put = |bytes| {
    ///     let input = PutObjectInput::builder().bucket("backups").key("db.tar");
    ///     s3.call_with_body(input, Pattern::zeros(bytes))
    /// };
    /// assert!(put(5 << 30).is_ok());
    /// assert_eq!(put((5 << 30) + 1).unwrap_err().code(), "EntityTooLarge");
    /// ```
    ///
    /// # Errors
    /// What S3 answers, and why.
    ///
    /// # Panics
    /// As [`call`](Self::call), and if the operation takes no bytes, or the input has some already.
    #[track_caller]
    pub fn call_with_body<I: IntoInput>(&self, input: I, body: impl Into<Body>) -> Result<OutputOf<I>, S3Error> {
        self.call_with_body_as(self.own(), input, body)
    }

    /// Runs one operation of this principal's, with a body that is given beside the input.
    #[track_caller]
    pub(crate) fn call_with_body_as<I: IntoInput>(
        &self,
        who: Principal,
        input: I,
        body: impl Into<Body>,
    ) -> Result<OutputOf<I>, S3Error> {
        self.enter_now(who, without_body(input), body.into().0)
    }

    /// A test that said so must not lean on a success that nobody knows to be one.
    #[track_caller]
    fn check_choice(&self, guess: Option<&'static Guess>) {
        if let Some(guess) = guess.filter(|_| self.world.beginning.deny_guesses) {
            panic!("this test leans on a guess, and guesses are denied: {}", guess.sentence);
        }
    }

    /// A test that said so must not lean on what nobody knows.
    #[track_caller]
    fn check_guess(&self, error: &S3Error) {
        // What is not modelled is no guess at S3: it says so itself.
        let is_guess = error.why().confidence() == Confidence::Guess && error.status() != 501;
        let is_denied = self.world.beginning.deny_guesses && is_guess;
        assert!(!is_denied, "this test leans on a guess, and guesses are denied: {error}");
    }

    /// Runs an operation whose body has arrived.
    #[track_caller]
    pub(crate) fn run<I: Rules>(
        &self,
        caller: Requester,
        input: I,
        body: Payload,
        order: Order,
    ) -> Result<I::Output, (S3Error, RequestNames)> {
        self.stir();
        let show = |look: &mut dyn FnMut(&Store)| look(&self.store());
        let source = ops::prepare(&input, &body, &Ahead::new(self.world.terms, &show));
        let asked = self.world.beginning.log.as_ref().map(|log| (log, named(&input)));
        let mut store = self.store();
        let request = store.ids.request();
        let received = Received { twist: order.twist, ..Received::typed(input, body, caller, source) };
        let result = match order.reject {
            Some(error) => Err(error),
            None => ops::perform(&mut store, received, Segments::stream),
        };
        drop(store);
        match result {
            Ok(Performed { mut output, guess, .. }) => {
                self.check_choice(guess);
                output.set_request_ids(RequestIds { id: Some(request.id), extended: Some(request.extended) });
                Ok(output)
            }
            Err(error) => {
                if let Some((log, call)) = asked {
                    log.tell(&call, &error);
                }
                self.check_guess(&error);
                Err((error, request))
            }
        }
    }
}

impl dispatch::State for FakeS3 {
    fn lock(&self) -> impl DerefMut<Target = Store> {
        self.store()
    }

    fn generation(&self) -> u64 {
        self.world.generation.load(Ordering::Relaxed)
    }

    fn terms(&self) -> Terms {
        self.world.terms
    }
}

/// What an input asks for, for a line of a log: the operation, and the bucket and key that it names.
fn named<I: Rules>(input: &I) -> String {
    let place: Vec<_> = ["bucket", "key"].into_iter().filter_map(|field| input.label_of(field)).collect();
    format!("{} {}", I::NAME, place.join("/")).trim_end().to_owned()
}

/// The input that something builds, with its rules.
type RulesOf<I> = <<I as IntoInput>::Input as Operation>::Rules;

/// An input that can be sent.
#[track_caller]
fn built<I: IntoInput>(input: I) -> RulesOf<I> {
    let input = match input.into_input() {
        Ok(input) => input.into_rules(),
        Err(error) => panic!("this input cannot be built: {error}"),
    };
    if let Err(error) = client::check_construction(&input) {
        panic!("this input cannot be sent: {error}");
    }
    input
}

/// An input that can be sent, and whose body is given beside it.
#[track_caller]
fn without_body<I: IntoInput>(input: I) -> RulesOf<I> {
    let mut input = built(input);
    let own = input.take_body().map(in_memory);
    assert!(own.is_some(), "{} takes no body", I::Input::NAME);
    assert!(own.is_none_or(|own| own.is_empty()), "this input has a body already, beside the one that is given");
    input
}

/// What is known of a typed call before its effect.
pub(crate) fn visit<'a, I: Rules>(input: &'a I, caller: &'a Principal, way: WayIn) -> Visit<'a> {
    Visit {
        operation: Some(I::NAME),
        bucket: input.label_of("bucket"),
        key: input.label_of("key"),
        part_number: input.text_of("part_number").and_then(|text| text.parse().ok()),
        upload_id: input.text_of("upload_id").map(Cow::Owned),
        caller,
        way,
        headers: None,
        query: None,
        input: Peek::Typed(input),
        success: I::ROUTE.status,
    }
}

/// A body that is there without waiting.
#[track_caller]
fn in_memory(body: ByteStream) -> Payload {
    let mut collecting = pin!(collect(body));
    match collecting.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(Ok(payload)) => payload,
        Poll::Ready(Err(error)) => panic!("the body cannot be read: {error}"),
        Poll::Pending => panic!("the body is not in memory; send it with a client, which can wait for it"),
    }
}

impl Default for FakeS3 {
    fn default() -> Self {
        Self::new()
    }
}

/// A test may go on with its world after it caught a panic: what panics, the test's own code or a guess that is denied,
/// does so while nothing of the world is half-changed, since a failed call changes nothing. No lock is poisoned by it.
impl UnwindSafe for FakeS3 {}
impl RefUnwindSafe for FakeS3 {}

impl fmt::Debug for FakeS3 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.world.store.try_lock() {
            Some(store) => {
                let buckets: Vec<&str> = store.buckets().keys().map(BucketName::as_str).collect();
                f.debug_struct("FakeS3").field("now", &store.now()).field("buckets", &buckets).finish()
            }
            None => f.write_str("FakeS3 { .. }"),
        }
    }
}
