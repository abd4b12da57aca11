//! Gates, as a test asks for them: a call stops there until the test lets it go.

use super::latch::{Latch, block_on};
use crate::fake::FakeS3;
use crate::fake::fault::{Matcher, PlannedAction};
use parking_lot::Mutex;
use std::fmt;
use std::panic::Location;
use std::sync::Arc;

/// The moment of a call at which it stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Moment {
    /// So many bytes of the request's body have arrived, or all of a shorter body. A call whose body is in memory stops
    /// before its effect.
    BodyAfter(u64),
    /// The request has no effect yet: dropping the call leaves nothing.
    BeforeTheEffect,
    /// S3 has done what the call asks, and the response is under way: dropping the call does not undo it.
    BeforeTheResponse,
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BodyAfter(bytes) => write!(f, "after {bytes} bytes of the body"),
            Self::BeforeTheEffect => f.write_str("before the effect"),
            Self::BeforeTheResponse => f.write_str("before the response"),
        }
    }
}

/// A gate at which calls stop, as [`FakeS3::gate`] returns it. Dropping it lets them go; if no call has come yet, none
/// will stop.
///
/// While a call stops there, time stands still: its own time-out does not run out unless the test turns the clock, or
/// the world runs in real time.
#[derive(Debug)]
#[must_use = "calls stop at a gate only as long as it is kept"]
pub struct Gate {
    world: FakeS3,
    number: u64,
    pub(super) latch: Arc<Mutex<Latch>>,
}

impl Gate {
    /// Whether a call has come to the gate.
    pub fn is_reached(&self) -> bool {
        self.latch.lock().is_reached
    }

    /// Waits until a call has come to the gate. If no call comes, it waits for ever: the world cannot know that none
    /// will, so a test says how long it waits, in real time:
    ///
    /// ```
    /// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
    /// use fake_s3::fault::on_any;
    /// use fake_s3::{FakeS3, Moment};
    /// use std::time::Duration;
    ///
    /// let gate = FakeS3::new().gate(on_any(), Moment::BeforeTheEffect);
    /// let reached = tokio::time::timeout(Duration::from_millis(10), gate.reached()).await;
    /// assert!(reached.is_err(), "no call came");
    /// # });
    /// ```
    pub async fn reached(&self) {
        Latch::wait(&self.latch, |latch| latch.is_reached).await;
    }

    /// Blocks the thread until a call has come to the gate, for a test without a runtime. Like
    /// [`reached`](Self::reached) it waits for ever if no call comes.
    pub fn blocking_reached(&self) {
        block_on(self.reached());
    }

    /// Lets the calls go.
    pub fn release(self) {}
}

impl Drop for Gate {
    fn drop(&mut self) {
        // Opened first: a call that never comes to its effect must not close the gate again.
        Latch::change(&self.latch, |latch| latch.is_open = true);
        self.world.plan().remove(self.number);
    }
}

impl FakeS3 {
    /// Stops a call at a moment, until the test lets it go. Meanwhile the test does something else, so that a race
    /// becomes a plain test.
    ///
    /// ```
    /// use fake_s3::fault::on;
    /// use fake_s3::operation::list_buckets::ListBucketsInput;
    /// use fake_s3::operation::upload_part::UploadPartInput;
    /// use fake_s3::{FakeS3, Moment};
    /// use std::thread;
    ///
    /// let s3 = FakeS3::new();
    /// let bucket = s3.create_bucket("backups");
    /// let upload = bucket.begin_upload("db.tar");
    /// let gate = s3.gate(on("UploadPart"), Moment::BeforeTheEffect);
    /// thread::scope(|threads| {
    ///     let part = UploadPartInput::builder().bucket("backups").key("db.tar").upload_id(&upload).part_number(1);
    ///     threads.spawn(|| s3.call(part));
    ///     gate.blocking_reached();
    ///     assert!(s3.call(ListBucketsInput::builder()).is_ok()); // the gate is not for this one
    ///     assert!(bucket.uploads()[0].parts.is_empty());
    ///     gate.release();
    /// });
    /// assert_eq!(bucket.uploads()[0].parts.len(), 1);
    /// ```
    ///
    /// A future that is dropped at a gate is a caller that gave up. Before the effect it leaves nothing; before the
    /// response it leaves what it did:
    ///
    /// ```
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// use fake_s3::fault::on_any;
    /// use fake_s3::{FakeS3, Moment, S3};
    ///
    /// let s3 = FakeS3::new();
    /// let bucket = s3.create_bucket("backups");
    /// let gate = s3.gate(on_any(), Moment::BeforeTheResponse);
    ///
    /// let call = tokio::spawn(s3.client().create_multipart_upload().bucket("backups").key("db.tar").send());
    /// gate.reached().await;
    /// call.abort(); // the caller will never know the upload's id
    /// assert_eq!(bucket.uploads().len(), 1);
    /// # });
    /// ```
    ///
    /// A synchronous call ([`call`](Self::call), [`http`](Self::http)) that stops blocks its thread until another
    /// thread lets it go. On the thread that asked for the gate it panics, because that thread would wait for itself.
    /// Set-up by handles, such as [`BucketHandle::put_object`](crate::BucketHandle::put_object), is not a call.
    #[track_caller]
    pub fn gate(&self, calls: Matcher, moment: Moment) -> Gate {
        let latch = Latch::closed();
        let number = self.plan().add(calls, PlannedAction::Gate(moment, latch.clone()), Location::caller());
        Gate { world: self.clone(), number, latch }
    }
}
