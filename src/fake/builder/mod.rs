//! The settings of a world: its own here, those that an edition has in `settings`, each a `change` of it.

mod change;
mod hostile;
mod settings;

use super::FakeS3;
use super::fault::{Fault, Matcher};
use super::rejection::{Rejection, RejectionLog};
use super::time::pace::{Anchor, Pace};
use crate::api::primitives::DateTime;
use crate::model::region::US_EAST_1;
use crate::model::settings::{Edition, EntityTags, Settings};
use crate::model::store::Store;
use crate::model::upload::{Limits, MAX_PARTS};
use crate::world::{World, WorldError};
use change::Change;
use std::num::NonZeroU32;
use std::time::Duration;

/// 2026-01-01T10:30:00Z: away from midnight, so that no test stands on that edge unasked.
const EPOCH_SECONDS: i64 = 1_767_263_400;

/// The settings of a world, before it begins.
///
/// ```
/// use fake_s3::{FakeS3, primitives::DateTime};
///
/// let s3 = FakeS3::builder().seed(7).start(DateTime::from_secs(0)).min_part_bytes(1).build();
/// assert_eq!(s3.clock().now(), DateTime::from_secs(0));
/// ```
#[derive(Debug, Clone)]
#[must_use = "a world begins with `build`"]
pub struct Builder {
    pub(super) seed: u64,
    start: DateTime,
    pace: Pace,
    region: String,
    pub(super) deny_guesses: bool,
    limits: Limits,
    entity_tags: EntityTags,
    max_events: Option<usize>,
    edition: Edition,
    /// In the order in which they were asked for; of one setting the last counts.
    changes: Vec<Change>,
    world: World,
    pub(super) log: Option<RejectionLog>,
    pub(super) journal_calls: usize,
    /// The faults of a new world, in the order of injection.
    pub(super) faults: Vec<(Matcher, Fault)>,
    /// The seed of a world that is hostile.
    pub(super) hostile: Option<u64>,
}

impl Default for Builder {
    fn default() -> Self {
        let start = DateTime::from_secs(EPOCH_SECONDS);
        Self {
            seed: 0,
            start,
            region: US_EAST_1.to_owned(),
            limits: Limits::default(),
            entity_tags: EntityTags::Md5,
            max_events: None,
            pace: Pace::Frozen,
            deny_guesses: false,
            edition: Edition::default(),
            changes: Vec::new(),
            world: World::default(),
            log: None,
            journal_calls: super::journal::KEPT,
            faults: Vec::new(),
            hostile: None,
        }
    }
}

impl Builder {
    /// What all ids are derived from. Default 0.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// When the world begins, unless [`Anchor::WallClock`] says otherwise. Default 2026-01-01T10:30:00Z.
    pub fn start(mut self, start: DateTime) -> Self {
        self.start = start;
        self
    }

    /// Lets time go on by so much at each request, before its effect: whatever a request does has a date of its own.
    /// The calls by which a test sets a bucket up are requests too. See [`Clock`](crate::Clock).
    ///
    /// ```
    /// use fake_s3::FakeS3;
    /// use std::time::Duration;
    ///
    /// let s3 = FakeS3::builder().tick_per_request(Duration::from_millis(1)).build();
    /// let bucket = s3.create_bucket("backups");
    /// bucket.put_object("a", "first");
    /// bucket.put_object("b", "second");
    /// let [a, b] = ["a", "b"].map(|key| bucket.object(key).unwrap().last_modified);
    /// assert_eq!(b.as_nanos() - a.as_nanos(), 1_000_000);
    /// ```
    pub fn tick_per_request(mut self, tick: Duration) -> Self {
        self.pace = Pace::PerRequest(tick);
        self
    }

    /// Number of events that [`Clock::events`](crate::Clock::events) keeps until a test reads them. Default 100,000.
    /// The oldest are dropped some time after there are more; [`Clock::dropped_events`](crate::Clock::dropped_events)
    /// counts them.
    pub fn max_events(mut self, events: usize) -> Self {
        self.max_events = Some(events);
        self
    }

    /// Lets time go by as it does outside. See [`Clock`](crate::Clock).
    pub fn real_time(self, anchor: Anchor) -> Self {
        self.real_time_times(1, anchor)
    }

    /// Lets time go by so many times as fast as it does outside. See [`Clock`](crate::Clock).
    ///
    /// # Panics
    /// If the factor is 0: time that stands still is the default.
    #[track_caller]
    pub fn real_time_times(mut self, factor: u32, anchor: Anchor) -> Self {
        let Some(factor) = NonZeroU32::new(factor) else {
            panic!("real time goes by at least once as fast as outside, not 0 times; a clock stands still by default")
        };
        self.pace = Pace::Real { anchor, factor };
        self
    }

    /// Makes the clock of the tokio runtime the clock of the world: the program's own `sleep` and `timeout`, the SDK's
    /// back-off and delayed calls take the same time. The world begins at [`start`](Self::start) when it is built.
    ///
    /// Where tokio's clock is paused, both move together: `tokio::time::advance` and tokio's auto-advance run lifecycle
    /// rules, each at its instant, and [`Clock::advance`](crate::Clock::advance) fires tokio's timers. Where it is not
    /// paused, time is real, and turning the clock panics.
    ///
    /// ```
    /// # let mut runtime = tokio::runtime::Builder::new_current_thread();
    /// # runtime.enable_time().start_paused(true).build().unwrap().block_on(async {
    /// use fake_s3::fault::{Fault, on_any};
    /// use fake_s3::{FakeS3, days, seconds};
    /// use std::time::Duration;
    ///
    /// let s3 = FakeS3::builder().tokio_clock().build();
    /// let bucket = s3.create_bucket("backups");
    /// bucket.abort_incomplete_uploads_after("", 7);
    /// bucket.begin_upload("db.tar");
    /// tokio::time::sleep(days(8)).await;
    /// assert!(bucket.uploads().is_empty(), "the rule has run while the program slept");
    ///
    /// let _delay = s3.inject(on_any(), Fault::latency(seconds(10)));
    /// let client = s3.client();
    /// let call = tokio::time::timeout(seconds(1), fake_s3::S3::list_buckets(&client).send());
    /// assert!(call.await.is_err(), "the program's own time-out fires");
    /// # });
    /// ```
    ///
    /// # Panics
    /// [`build`](Self::build) panics outside of a tokio runtime.
    #[cfg(feature = "tokio")]
    pub fn tokio_clock(mut self) -> Self {
        self.pace = Pace::Runtime;
        self
    }

    #[cfg(any(feature = "object-store", feature = "opendal"))]
    pub(super) fn is_at_the_wall_clock(&self) -> bool {
        self.pace.is_the_wall_clocks()
    }

    /// The Region of the endpoint, and of buckets that name none. Default `us-east-1`.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = region.into();
        self
    }

    /// The least size of a part that is not the last, in bytes. Default 5 MiB, as S3's; less makes tests smaller.
    pub fn min_part_bytes(mut self, bytes: u64) -> Self {
        self.limits.min_part_bytes = bytes;
        self
    }

    /// The largest body of one request, and the largest source of one copy, in bytes. Default 5 GiB, as S3's; less
    /// makes tests of what is too large smaller.
    pub fn max_body_bytes(mut self, bytes: u64) -> Self {
        self.limits.max_body_bytes = bytes;
        self
    }

    /// The largest object, in bytes. Default 48.8 TiB, as S3's: 10,000 parts of 5 GiB; less makes tests of what is too
    /// large smaller.
    pub fn max_object_bytes(mut self, bytes: u64) -> Self {
        self.limits.max_object_bytes = bytes;
        self
    }

    /// The most parts of an object, and the highest number of a part. Default 10,000, as S3's; less makes tests of what
    /// has too many parts smaller.
    ///
    /// # Panics
    /// If it is 0, or more than S3 takes.
    #[track_caller]
    pub fn max_parts(mut self, parts: u16) -> Self {
        self.limits.max_parts = checked_max_parts(parts);
        self
    }

    /// Gives parts, and objects in one piece, ETags that are not the MD5 of their bytes, so that no MD5 is computed:
    /// gigabytes are uploaded as fast as memory is read. Default: the MD5, as S3 has it for what it does not encrypt
    /// with a key of its user's.
    ///
    /// Opaque ETags look like MD5s, and are the same on every run of the same seed. What is lost: equal bytes have
    /// different ETags, a part that is sent again has another than before, and code that compares an ETag with an MD5
    /// of its own finds them different. Nothing else changes: parts are listed by their ETags, that of an object in
    /// parts is still the MD5 of theirs and `-N`, and a `Content-MD5` that is sent is still compared.
    ///
    /// ```
    /// use fake_s3::FakeS3;
    ///
    /// let s3 = FakeS3::builder().opaque_etags().build();
    /// let bucket = s3.create_bucket("backups");
    /// let tags = ["first", "second"].map(|key| bucket.put_object(key, "the same bytes"));
    /// assert_ne!(tags[0], tags[1]);
    /// ```
    pub fn opaque_etags(mut self) -> Self {
        self.entity_tags = EntityTags::Opaque;
        self
    }

    /// What S3 did by default at some time: see [`editions`](crate::editions). What is set by itself stands, whether it
    /// is set before or after. Default [`Edition::Current`].
    ///
    /// ```
    /// use fake_s3::{Edition, FakeS3, types::ObjectOwnership};
    ///
    /// let classic = FakeS3::builder().edition(Edition::Classic);
    /// let s3 = classic.public_access_blocked(true).object_ownership(ObjectOwnership::BucketOwnerPreferred).build();
    /// # s3.create_bucket("backups");
    /// ```
    pub fn edition(mut self, edition: Edition) -> Self {
        self.edition = edition;
        self
    }

    /// Panics when a test leans on a guess unawares: on a refusal that the table of errors marks as one
    /// ([`Why::confidence`](crate::error::Why::confidence)), and on a success that nobody has seen AWS give, such as
    /// that of aborting again. The panic says which it was. Default: guesses are answered.
    ///
    /// ```should_panic
    /// use fake_s3::{FakeS3, operation::create_multipart_upload::CreateMultipartUploadInput};
    ///
    /// let s3 = FakeS3::builder().deny_guesses().build();
    /// s3.create_bucket("backups");
    /// let input = CreateMultipartUploadInput::builder().bucket("backups").key("k");
    /// let input = input.website_redirect_location("nowhere");
    /// let _ = s3.call(input); // nobody has seen AWS say what it says to this
    /// ```
    pub fn deny_guesses(mut self) -> Self {
        self.deny_guesses = true;
        self
    }

    /// Prints each rejected call as one line on standard error, with the reason. The output of a failing test then
    /// shows the rejected calls. Default off, because property tests make many calls that fail.
    ///
    /// ```
    /// use fake_s3::{FakeS3, operation::abort_multipart_upload::AbortMultipartUploadInput};
    ///
    /// let s3 = FakeS3::builder().log_rejections().build();
    /// s3.create_bucket("backups");
    /// let abort = AbortMultipartUploadInput::builder().bucket("backups").key("db.tar").upload_id("never-made");
    /// let _ = s3.call(abort); // AbortMultipartUpload backups/db.tar: 404 NoSuchUpload: The specified upload ...
    /// ```
    pub fn log_rejections(self) -> Self {
        self.log_rejections_with(|rejection| eprintln!("{rejection}"))
    }

    /// Calls `log` with each rejected call, on the thread that makes the call.
    ///
    /// ```
    /// use fake_s3::{FakeS3, operation::head_bucket::HeadBucketInput};
    /// use std::sync::atomic::{AtomicU32, Ordering};
    /// use std::sync::Arc;
    ///
    /// let rejected = Arc::new(AtomicU32::new(0));
    /// let count = rejected.clone();
    /// let log = move |_: &fake_s3::Rejection<'_>| _ = count.fetch_add(1, Ordering::Relaxed);
    /// let s3 = FakeS3::builder().log_rejections_with(log).build();
    /// let _ = s3.call(HeadBucketInput::builder().bucket("backups"));
    /// assert_eq!(rejected.load(Ordering::Relaxed), 1);
    /// ```
    pub fn log_rejections_with(mut self, log: impl Fn(&Rejection<'_>) + Send + Sync + 'static) -> Self {
        self.log = Some(RejectionLog::new(log));
        self
    }

    /// Number of calls that the [journal](FakeS3::journal) keeps. Default 10,000; 0 switches the journal off.
    ///
    /// ```
    /// use fake_s3::{FakeS3, operation::list_buckets::ListBucketsInput};
    ///
    /// let s3 = FakeS3::builder().journal_calls(2).build();
    /// for _ in 0..5 {
    ///     s3.call(ListBucketsInput::builder())?;
    /// }
    /// let journal = s3.journal();
    /// assert_eq!((journal.count(), journal.calls().len()), (5, 2));
    /// # Ok::<(), fake_s3::error::S3Error>(())
    /// ```
    pub fn journal_calls(mut self, calls: usize) -> Self {
        self.journal_calls = calls;
        self
    }

    /// Injects a fault into the new world. It stays until the world ends, and [`reset`](FakeS3::reset) injects it
    /// again. It comes before the faults that a test [injects](FakeS3::inject). It need not fire if the matcher is
    /// [`optional`](Matcher::optional), as the matcher of [`parse`](super::fault::parse) is. Default: no fault.
    ///
    /// ```
    /// use fake_s3::operation::list_buckets::ListBucketsInput;
    /// use fake_s3::{FakeS3, fault};
    ///
    /// let (calls, fault) = fault::parse("ListBuckets SlowDown")?;
    /// let s3 = FakeS3::builder().fault(calls, fault).build();
    /// assert_eq!(s3.call(ListBucketsInput::builder()).unwrap_err().code(), "SlowDown");
    /// s3.reset();
    /// assert_eq!(s3.call(ListBucketsInput::builder()).unwrap_err().code(), "SlowDown");
    /// # Ok::<(), fake_s3::fault::ParseError>(())
    /// ```
    ///
    /// # Panics
    /// [`build`](Self::build) panics as [`inject`](FakeS3::inject) does.
    pub fn fault(mut self, calls: Matcher, fault: Fault) -> Self {
        self.faults.push((calls, fault));
        self
    }

    /// What is in it when it begins. Default: nothing but an account, `fake-s3`. See [`world_file`](crate::world_file).
    ///
    /// ```
    /// use fake_s3::{FakeS3, World};
    ///
    /// let world = World::from_json(r#"{"Buckets": [{"Name": "backups"}]}"#)?;
    /// let s3 = FakeS3::builder().world(world).build();
    /// s3.bucket("backups").put_object("db.tar", "");
    /// # Ok::<(), fake_s3::WorldError>(())
    /// ```
    pub fn world(mut self, world: World) -> Self {
        self.world = world;
        self
    }

    /// The world.
    ///
    /// # Panics
    /// If something is wrong with the [`world`](Self::world) that it begins with; or if it begins outside the years 1
    /// to 9999, where the calendar ends.
    #[track_caller]
    pub fn build(self) -> FakeS3 {
        match self.try_build() {
            Ok(s3) => s3,
            Err(error) => panic!("no world can begin so: {error}"),
        }
    }

    /// The same, for a [`world`](Self::world) that somebody else wrote.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    ///
    /// # Panics
    /// If it begins outside the years 1 to 9999, where the calendar ends.
    #[track_caller]
    pub fn try_build(self) -> Result<FakeS3, WorldError> {
        let store = self.begin()?;
        Ok(FakeS3::with_store(store, self.pace.run(), self))
    }

    /// When a world that begins now begins.
    pub(super) fn start_now(&self) -> DateTime {
        self.pace.start(self.start)
    }

    /// The state that it begins with.
    #[track_caller]
    pub(super) fn begin(&self) -> Result<Store, WorldError> {
        let start = self.start_now();
        super::time::clock::check_calendar(start);
        let mut store = Store::new(self.seed, start, self.region.clone());
        store.settings = Settings::of(self.edition);
        (store.settings.new_buckets.limits, store.settings.entity_tags) = (self.limits, self.entity_tags);
        store.settings.max_events = self.max_events.unwrap_or(store.settings.max_events);
        self.changes.iter().for_each(|change| change.apply(&mut store.settings));
        self.world.put_into(store)
    }
}

/// What a test may ask for as the most parts of an object.
#[track_caller]
pub(super) fn checked_max_parts(parts: u16) -> u16 {
    assert!((1..=MAX_PARTS).contains(&parts), "an object has 1 to {MAX_PARTS} parts, not up to {parts}");
    parts
}
