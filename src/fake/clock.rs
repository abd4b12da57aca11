//! The clock, as a test turns it.

use super::FakeS3;
use crate::model::event::{Event, instant};
use crate::model::lifecycle::LAST_SECOND;
use crate::primitives::DateTime;
use std::time::Duration;

/// A handle to the world's clock. It stands still unless it is turned, and it never goes back.
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
    pub fn advance(&self, by: Duration) -> Vec<Event> {
        let mut store = self.world.store();
        let now = later(store.now(), by);
        let events = store.advance_to(now);
        drop(store);
        self.wake_sleepers();
        events
    }

    /// Goes forward to an instant.
    ///
    /// # Panics
    /// If it is in the past, or after the year 9999, where the calendar ends.
    #[track_caller]
    pub fn set(&self, to: DateTime) -> Vec<Event> {
        let now = self.now();
        assert!(to >= now, "the clock cannot go back from {} to {}", instant(now), instant(to));
        check_calendar(to);
        self.advance_to(to)
    }

    /// Goes forward to an instant; if it has passed already, because another thread turned the clock, nothing happens.
    pub(crate) fn advance_to(&self, to: DateTime) -> Vec<Event> {
        let events = self.world.store().advance_to(to);
        self.wake_sleepers();
        events
    }

    /// Goes forward to the next event, if there is one, and says what happened.
    pub fn to_next_event(&self) -> Vec<Event> {
        let mut store = self.world.store();
        let Some(next) = store.next_event() else { return Vec::new() };
        let events = store.advance_to(next);
        drop(store);
        self.wake_sleepers();
        events
    }

    /// Whoever sleeps until an instant that has come wakes up.
    fn wake_sleepers(&self) {
        self.world.timers().wake();
    }
}

/// An instant later by this; the last instant that can be written, if it is beyond.
pub(crate) fn later(at: DateTime, by: Duration) -> DateTime {
    let nanos = at.subsec_nanos() + by.subsec_nanos();
    let seconds = i64::try_from(by.as_secs()).unwrap_or(i64::MAX);
    let seconds = at.secs().saturating_add(seconds).saturating_add(i64::from(nanos / 1_000_000_000));
    DateTime::from_secs_and_nanos(seconds.min(LAST_SECOND), nanos % 1_000_000_000)
}

/// That an instant can be written: S3 shows dates of four digits for the year.
#[track_caller]
pub(crate) fn check_calendar(at: DateTime) {
    let is_within = (FIRST_SECOND..=LAST_SECOND).contains(&at.secs());
    assert!(is_within, "the calendar goes from 0001-01-01 to 9999-12-31, and second {} is not in it", at.secs());
}

/// 0001-01-01T00:00:00Z: no earlier date can be written in a header.
const FIRST_SECOND: i64 = -62_135_596_800;

/// So many days.
pub const fn days(days: u64) -> Duration {
    hours(days.saturating_mul(24))
}

/// So many hours.
pub const fn hours(hours: u64) -> Duration {
    Duration::from_secs(hours.saturating_mul(3600))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nanoseconds_carry_over() {
        let at = DateTime::from_secs_and_nanos(1, 900_000_000);
        assert_eq!(later(at, Duration::from_millis(200)), DateTime::from_secs_and_nanos(2, 100_000_000));
    }

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
