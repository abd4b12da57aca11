//! Holds and delays, as a test asks for them.

use super::gate::{Gate, block_on};
use super::plan::{Step, operation};
use crate::fake::FakeS3;
use parking_lot::Mutex;
use std::sync::Arc;
use std::time::Duration;

/// At which moment a call is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Moment {
    /// The request has no effect yet: dropping the call leaves nothing.
    BeforeTheEffect,
    /// S3 has done it, and the answer is under way: dropping the call does not undo it.
    BeforeTheAnswer,
}

/// A call that is held, or will be. Dropping this lets it go; if no call has come yet, none will be held.
///
/// While a call is held, time stands still: its own time-out does not run out unless the clock is turned, or the world
/// runs in real time.
#[derive(Debug)]
#[must_use = "a call is held only as long as this is kept"]
pub struct Hold {
    world: FakeS3,
    pub(super) gate: Arc<Mutex<Gate>>,
}

impl Hold {
    /// Whether the call has come to where it is held.
    pub fn is_reached(&self) -> bool {
        self.gate.lock().is_reached
    }

    /// Waits until the call has come to where it is held; for ever, where none comes, because the code that is tested
    /// made no call, or made it before. The world cannot know that none will, so a test says how long it waits, in real
    /// time:
    ///
    /// ```
    /// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
    /// use fake_s3::{FakeS3, Moment};
    /// use std::time::Duration;
    ///
    /// let hold = FakeS3::new().hold_next_call(Moment::BeforeTheEffect);
    /// let reached = tokio::time::timeout(Duration::from_millis(10), hold.reached()).await;
    /// assert!(reached.is_err(), "nobody called");
    /// # });
    /// ```
    ///
    /// What need not be waited for, [`is_reached`](Self::is_reached) tells at once.
    pub async fn reached(&self) {
        Gate::wait(&self.gate, |gate| gate.is_reached).await;
    }

    /// Blocks the thread until the call has come to where it is held, for a test without a runtime. Like
    /// [`reached`](Self::reached) it waits for ever if no call comes.
    pub fn blocking_reached(&self) {
        block_on(self.reached());
    }

    /// Lets the call go.
    pub fn release(self) {}
}

impl Drop for Hold {
    fn drop(&mut self) {
        // Opened first: a call that never comes to its effect must not put this hold back.
        Gate::change(&self.gate, |gate| gate.is_open = true);
        self.world.plan().remove(&self.gate);
    }
}

impl FakeS3 {
    /// Holds the next call of any operation, before its effect or before its answer, until the [`Hold`] is released.
    ///
    /// So both moments of cancelling can be tested: a future that is dropped before the effect leaves nothing, one that
    /// is dropped after it leaves what it did.
    ///
    /// ```
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// use fake_s3::{FakeS3, Moment, S3};
    ///
    /// let s3 = FakeS3::new();
    /// let bucket = s3.create_bucket("backups");
    /// let hold = s3.hold_next_call(Moment::BeforeTheAnswer);
    ///
    /// let call = tokio::spawn(s3.client().create_multipart_upload().bucket("backups").key("db.tar").send());
    /// hold.reached().await;
    /// call.abort(); // the caller has lost its patience, and will never know the upload's id
    /// assert_eq!(bucket.uploads().len(), 1);
    /// # });
    /// ```
    ///
    /// A synchronous call ([`call`](Self::call), [`http`](Self::http)) that is held blocks its thread until another
    /// thread releases the hold. On the thread that asked for the hold it panics, because that thread would wait for
    /// itself. Set-up by handles, such as [`BucketHandle::put_object`](crate::BucketHandle::put_object), is not a call.
    pub fn hold_next_call(&self, moment: Moment) -> Hold {
        self.hold(None, moment)
    }

    /// Holds the next call of one operation; calls of other operations pass.
    ///
    /// ```
    /// use fake_s3::operation::list_buckets::ListBucketsInput;
    /// use fake_s3::operation::upload_part::UploadPartInput;
    /// use fake_s3::{FakeS3, Moment};
    /// use std::thread;
    ///
    /// let s3 = FakeS3::new();
    /// let bucket = s3.create_bucket("backups");
    /// let upload = bucket.begin_upload("db.tar");
    /// let hold = s3.hold_next("UploadPart", Moment::BeforeTheEffect);
    /// thread::scope(|threads| {
    ///     let part = UploadPartInput::builder().bucket("backups").key("db.tar").upload_id(&upload).part_number(1);
    ///     threads.spawn(|| s3.call(part));
    ///     hold.blocking_reached();
    ///     assert!(s3.call(ListBucketsInput::builder()).is_ok());
    ///     assert!(bucket.uploads()[0].parts.is_empty());
    ///     hold.release();
    /// });
    /// assert_eq!(bucket.uploads()[0].parts.len(), 1);
    /// ```
    ///
    /// # Panics
    /// If there is no operation of this name; the sentence suggests one.
    #[track_caller]
    pub fn hold_next(&self, name: &str, moment: Moment) -> Hold {
        self.hold(Some(operation(name)), moment)
    }

    /// Lets the next call of any operation take so long, in the world's time, before it has its effect.
    ///
    /// A synchronous call turns the clock itself by this time; in a world that runs in real time it blocks its thread.
    pub fn delay_next_call(&self, by: Duration) {
        self.plan().add(None, Step::Delay(by));
    }

    /// Lets the next call of one operation take so long, in the world's time, before it has its effect; calls of other
    /// operations pass.
    ///
    /// ```
    /// use fake_s3::operation::list_buckets::ListBucketsInput;
    /// use fake_s3::{FakeS3, seconds};
    ///
    /// let s3 = FakeS3::new();
    /// let before = s3.clock().now();
    /// s3.delay_next("ListBuckets", seconds(5));
    /// s3.call(ListBucketsInput::builder())?;
    /// assert_eq!(s3.clock().now_minus(seconds(5)), before);
    /// # Ok::<(), fake_s3::error::S3Error>(())
    /// ```
    ///
    /// # Panics
    /// If there is no operation of this name; the sentence suggests one.
    #[track_caller]
    pub fn delay_next(&self, name: &str, by: Duration) {
        self.plan().add(Some(operation(name)), Step::Delay(by));
    }

    fn hold(&self, operation: Option<&'static str>, moment: Moment) -> Hold {
        let gate = Gate::closed();
        self.plan().add(operation, Step::Hold(moment, gate.clone()));
        Hold { world: self.clone(), gate }
    }
}
