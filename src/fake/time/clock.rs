//! The clock, as a test turns it.

use crate::api::primitives::DateTime;
use crate::fake::FakeS3;
use crate::model::event::Event;
use crate::model::store::Store;
#[cfg(feature = "tokio")]
use crate::model::time::between;
use crate::model::time::{FIRST_SECOND, LAST_SECOND, earlier, instant, later};
use parking_lot::MutexGuard;
use std::time::Duration;

/// A handle to the world's clock. It never goes back, and by default it stands still unless it is turned.
///
/// | mode | asked for by | moves by itself | for |
/// |---|---|---|---|
/// | frozen | nothing: the default | never | the same bytes on every run |
/// | ticks | [`Builder::tick_per_request`] | before each request's effect | a date for each call, always the same |
/// | real time | [`Builder::real_time`] | always | clients in other processes, which wait for real |
/// | faster | [`Builder::real_time_times`] | always, so many times as fast | the same, in a hurry |
/// | tokio's | `Builder::tokio_clock`, feature `tokio` | as tokio's clock | programs that use `tokio::time` |
///
/// However it goes, [`advance`](Self::advance), [`set`](Self::set) and [`to_next_event`](Self::to_next_event) turn it
/// too, and lifecycle rules run on the way. What happened while it moved by itself is told by the next of them, or by
/// [`events`](Self::events).
///
/// Sleeps of the SDK's client (its back-off and time-outs), and calls that are delayed, take the world's time. Where
/// it is frozen or ticks, they move the clock when nothing else can happen, and pass at once; while a request is made,
/// a body collected or a call held, time stands still. In real time it does not: there they wait for real, divided by
/// the factor, and one thread of the world's wakes them, whatever the runtime.
///
/// What a program waits for in real time should not take days: [`Builder::lifecycle_day`] has lifecycle rules count
/// shorter ones, without the clock going faster. The dates in headers stay those of the calendar.
///
/// A world is the same on every run while its time is not real. Real time is counted by a clock that is never set back;
/// the wall clock is read once, where [`Anchor::WallClock`](crate::Anchor::WallClock) asks for it.
///
/// [`Builder::lifecycle_day`]: crate::Builder::lifecycle_day
/// [`Builder::tick_per_request`]: crate::Builder::tick_per_request
/// [`Builder::real_time`]: crate::Builder::real_time
/// [`Builder::real_time_times`]: crate::Builder::real_time_times
#[derive(Debug, Clone)]
pub struct Clock {
    world: FakeS3,
}

impl Clock {
    pub(crate) fn new(world: FakeS3) -> Self {
        Self { world }
    }

    /// The present.
    pub fn now(&self) -> DateTime {
        self.world.store().now()
    }

    /// The instant that is `by` after the present. The clock does not move.
    ///
    /// ```
    /// use fake_s3::{FakeS3, hours, minutes};
    ///
    /// let s3 = FakeS3::new();
    /// assert_eq!(s3.clock().now_plus(hours(1)).to_string(), "2026-01-01T11:30:00Z");
    /// assert_eq!(s3.clock().now_minus(minutes(45)).to_string(), "2026-01-01T09:45:00Z");
    /// ```
    pub fn now_plus(&self, by: Duration) -> DateTime {
        later(self.now(), by)
    }

    /// The instant that is `by` before the present.
    pub fn now_minus(&self, by: Duration) -> DateTime {
        earlier(self.now(), by)
    }

    /// Goes forward, stopping at every event on the way, and says what happened, in order.
    ///
    /// What S3 does in hours is there when they have passed: a copy of an archived object, say.
    ///
    /// ```
    /// use fake_s3::operation::get_object::GetObjectInput;
    /// use fake_s3::operation::put_object::PutObjectInput;
    /// use fake_s3::operation::restore_object::RestoreObjectInput;
    /// use fake_s3::types::{RestoreRequest, StorageClass};
    /// use fake_s3::{FakeS3, hours};
    ///
    /// let s3 = FakeS3::new();
    /// s3.create_bucket("backups");
    /// let put = PutObjectInput::builder().bucket("backups").key("db.tar").storage_class(StorageClass::DeepArchive);
    /// s3.call(put)?;
    /// let read = GetObjectInput::builder().bucket("backups").key("db.tar");
    /// assert_eq!(s3.call(read.clone()).unwrap_err().code(), "InvalidObjectState");
    ///
    /// let request = RestoreRequest::builder().days(2).build();
    /// s3.call(RestoreObjectInput::builder().bucket("backups").key("db.tar").restore_request(request))?;
    /// s3.clock().advance(hours(12));
    /// let restored = s3.call(read)?;
    /// let until = "ongoing-request=\"false\", expiry-date=\"Sun, 04 Jan 2026 00:00:00 GMT\"";
    /// assert_eq!(restored.restore(), Some(until));
    /// # Ok::<(), fake_s3::error::S3Error>(())
    /// ```
    #[track_caller]
    pub fn advance(&self, by: Duration) -> Vec<Event> {
        self.advance_and_tell(by).1
    }

    /// The same, and tells the present as well.
    #[track_caller]
    pub(crate) fn advance_and_tell(&self, by: Duration) -> (DateTime, Vec<Event>) {
        let store = self.world.store();
        let now = self.turn(&store, |store| later(store.now(), by));
        (now, self.go(store, now))
    }

    /// Goes forward in steps, and returns what happened. Between two steps other threads get the lock: a jump over a
    /// million deadlines takes seconds. If the world begins anew meanwhile, the turn ends.
    fn go<'a>(&'a self, mut store: MutexGuard<'a, Store>, to: DateTime) -> Vec<Event> {
        let (mut events, resets) = (Vec::new(), self.world.resets());
        while !store.step_to(to, &mut events) {
            MutexGuard::unlock_fair(store);
            store = self.world.store();
            if self.world.resets() != resets {
                break;
            }
        }
        drop(store);
        self.wake_sleepers();
        events
    }

    /// The instant to go to. Where the world's clock is tokio's, tokio's goes there first.
    #[track_caller]
    #[cfg_attr(not(feature = "tokio"), expect(clippy::unused_self, reason = "the clock is asked for tokio's"))]
    fn turn(&self, store: &Store, to: impl FnOnce(&Store) -> DateTime) -> DateTime {
        let to = to(store);
        #[cfg(feature = "tokio")]
        if let Some(runtime) = self.world.runtime_time().filter(|_| to > store.now()) {
            runtime.advance(between(store.now(), to));
            return later(store.now(), runtime.passed());
        }
        to
    }

    /// Goes forward to an instant.
    ///
    /// ```
    /// use fake_s3::FakeS3;
    /// use fake_s3::primitives::{DateTime, DateTimeFormat};
    ///
    /// let s3 = FakeS3::new();
    /// s3.clock().set(DateTime::from_str("2026-03-01T00:00:00Z", DateTimeFormat::DateTime)?);
    /// assert_eq!(s3.clock().now().to_string(), "2026-03-01T00:00:00Z");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Panics
    /// If it is in the past, or after the year 9999, where the calendar ends.
    #[track_caller]
    pub fn set(&self, to: DateTime) -> Vec<Event> {
        match self.try_set(to) {
            Ok((_, events)) => events,
            Err(why) => panic!("{why}"),
        }
    }

    /// Goes forward to an instant, if it can; tells the present as well.
    #[track_caller]
    pub(crate) fn try_set(&self, to: DateTime) -> Result<(DateTime, Vec<Event>), String> {
        let store = self.world.store();
        let now = store.now();
        if to < now {
            return Err(format!("the clock cannot go back from {} to {}", instant(now), instant(to)));
        }
        within_calendar(to)?;
        let to = self.turn(&store, |_| to);
        Ok((to, self.go(store, to)))
    }

    /// What happened since the clock was turned last: because it moved by itself, or because a rule was put to which
    /// something was overdue. Each event is told once.
    ///
    /// ```
    /// use fake_s3::{FakeS3, days};
    ///
    /// let s3 = FakeS3::builder().tick_per_request(days(1)).build();
    /// let bucket = s3.create_bucket("backups");
    /// bucket.abort_incomplete_uploads_after("", 1);
    /// for key in ["a", "b", "c", "d"] {
    ///     bucket.begin_upload(key);
    /// }
    /// let aborted: Vec<_> = s3.clock().events().into_iter().map(|event| event.key).collect();
    /// assert_eq!(aborted, ["a", "b"]);
    /// ```
    pub fn events(&self) -> Vec<Event> {
        let mut store = self.world.store();
        let now = store.now();
        store.advance_to(now)
    }

    /// The events that [`events`](Self::events) would return, which stay, and the number of events before them.
    #[cfg(feature = "tower")]
    pub(crate) fn untold_events(&self) -> (u64, Vec<Event>) {
        let mut store = self.world.store();
        let now = store.now();
        store.pass_to(now);
        (store.reported(), store.unreported().to_vec())
    }

    /// Number of events that were dropped because nothing read them: see
    /// [`Builder::max_events`](crate::Builder::max_events).
    ///
    /// ```
    /// use fake_s3::{FakeS3, days};
    ///
    /// let s3 = FakeS3::builder().tick_per_request(days(1)).max_events(2).build();
    /// let bucket = s3.create_bucket("backups");
    /// bucket.abort_incomplete_uploads_after("", 1);
    /// for key in ["a", "b", "c", "d", "e"] {
    ///     bucket.begin_upload(key);
    /// }
    /// assert_eq!((s3.clock().dropped_events(), s3.clock().events().len()), (1, 2));
    /// ```
    pub fn dropped_events(&self) -> u64 {
        self.world.store().dropped_events()
    }

    /// Goes forward, and leaves what happens to be told.
    #[track_caller]
    pub(crate) fn pass(&self, by: Duration) {
        let mut store = self.world.store();
        let now = self.turn(&store, |store| later(store.now(), by));
        let resets = self.world.resets();
        while !store.pass_step_to(now) {
            MutexGuard::unlock_fair(store);
            store = self.world.store();
            if self.world.resets() != resets {
                break;
            }
        }
        drop(store);
        self.wake_sleepers();
    }

    /// Goes forward to an instant, and leaves what happens to be told; if it has passed already, because another
    /// thread turned the clock, nothing does; nor if the world has begun anew since the instant was chosen.
    pub(crate) fn pass_to(&self, to: DateTime, resets: u64) {
        let mut store = self.world.store();
        if self.world.resets() == resets {
            store.pass_to(to);
        }
        drop(store);
        self.wake_sleepers();
    }

    /// Goes forward to the next event, if there is one, and says what happened: what had happened already and was not
    /// told comes before it.
    #[track_caller]
    pub fn to_next_event(&self) -> Vec<Event> {
        let mut store = self.world.store();
        let next = self.turn(&store, |store| store.next_event().unwrap_or(store.now()));
        let events = store.advance_to(next);
        drop(store);
        self.wake_sleepers();
        events
    }

    /// Whoever sleeps until an instant that has come wakes up.
    fn wake_sleepers(&self) {
        self.world.timers().wake();
        self.world.alarm().wake();
    }
}

/// That an instant can be written: S3 shows dates of four digits for the year.
#[track_caller]
pub(crate) fn check_calendar(at: DateTime) {
    if let Err(why) = within_calendar(at) {
        panic!("{why}");
    }
}

fn within_calendar(at: DateTime) -> Result<(), String> {
    match (FIRST_SECOND..=LAST_SECOND).contains(&at.secs()) {
        true => Ok(()),
        false => Err(format!("the calendar goes from 0001-01-01 to 9999-12-31, and second {} is not in it", at.secs())),
    }
}

/// So many days.
pub const fn days(days: u64) -> Duration {
    hours(days.saturating_mul(24))
}

/// So many hours.
pub const fn hours(hours: u64) -> Duration {
    minutes(hours.saturating_mul(60))
}

/// So many minutes.
pub const fn minutes(minutes: u64) -> Duration {
    seconds(minutes.saturating_mul(60))
}

/// So many seconds.
pub const fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_calendar_has_an_end() {
        let s3 = FakeS3::new();
        s3.clock().advance(Duration::MAX);
        assert_eq!(s3.clock().now().secs(), LAST_SECOND);
    }

    #[test]
    #[should_panic(expected = "the calendar goes from 0001-01-01 to 9999-12-31")]
    fn what_cannot_be_written_is_no_instant() {
        FakeS3::new().clock().set(DateTime::from_secs(i64::MAX));
    }

    #[test]
    #[should_panic(expected = "the clock cannot go back from 2026-01-01T10:30:00Z to 1970-01-01T00:00:00Z")]
    fn the_clock_does_not_go_back() {
        FakeS3::new().clock().set(DateTime::from_secs(0));
    }
}
