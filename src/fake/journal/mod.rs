//! The journal: every call that came in, for assertions and for the output of a failing test.

mod call;
mod ring;
mod story;
mod table;

pub use call::JournalCall;
pub(crate) use ring::{Fate, JournalPlace, KEPT, Ring};

use crate::fake::calls::operation;
use crate::fake::{AccountHandle, AnonymousHandle, FakeS3, IdentityHandle};
use crate::model::history::Record;
use crate::model::store::Store;
use std::collections::BTreeMap;

/// The calls that a world received, the oldest first: a copy, which later calls do not change.
///
/// A world keeps its last 10,000 calls; [`Builder::journal_calls`](crate::Builder::journal_calls) changes that. Every
/// way in is recorded. Set-up by handles, such as [`BucketHandle::put_object`](crate::BucketHandle::put_object), and
/// control over HTTP are not calls. Signatures, session tokens and customers' keys are not kept.
///
/// ```
/// use fake_s3::operation::upload_part::UploadPartInput;
/// use fake_s3::FakeS3;
///
/// let s3 = FakeS3::new();
/// let id = s3.create_bucket("backups").begin_upload("db.tar");
/// let part = |number| UploadPartInput::builder().bucket("backups").key("db.tar").upload_id(&id).part_number(number);
/// for number in [1, 2, 0] {
///     let _ = s3.call(part(number));
/// }
/// let journal = s3.journal();
/// assert_eq!(journal.of("UploadPart").part_numbers(), [1, 2, 0]);
/// assert_eq!(journal.failed().calls()[0].code(), Some("InvalidArgument"));
/// println!("{journal}"); // a table
/// ```
#[derive(Debug, Clone)]
#[must_use = "a journal is there to be asked or printed"]
pub struct Journal {
    calls: Vec<JournalCall>,
    /// Number of all calls that the world has received, those too that are not kept.
    received: u64,
    /// Number of calls that came before the first that was kept.
    forgotten: u64,
}

/// A point in time, between two calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark(u64);

/// A caller that a test has a handle of: [`AccountHandle`], [`IdentityHandle`] or [`AnonymousHandle`].
pub trait Caller: sealed::Named {}

pub(crate) mod sealed {
    /// Names the principal that calls.
    pub trait Named {
        /// The principal's ARN, or the words for the anonymous caller.
        fn caller(&self) -> String;
    }
}

macro_rules! callers {
    ($($handle:ty),*) => { $(
        impl sealed::Named for $handle {
            fn caller(&self) -> String {
                self.principal().to_string()
            }
        }
        impl Caller for $handle {}
    )* };
}
callers!(AccountHandle, IdentityHandle, AnonymousHandle);

impl Journal {
    /// The calls, the oldest first.
    pub fn calls(&self) -> &[JournalCall] {
        &self.calls
    }

    /// Number of calls. Of a whole journal it includes those that are no longer kept.
    pub fn count(&self) -> u64 {
        self.forgotten + self.calls.len() as u64
    }

    /// Whether there are no calls.
    pub fn is_empty(&self) -> bool {
        self.count() == 0
    }

    /// The calls of one operation.
    ///
    /// # Panics
    /// If there is no operation of this name; the sentence suggests one.
    #[track_caller]
    pub fn of(&self, name: &str) -> Self {
        let name = operation(name);
        self.only(|call| call.operation() == Some(name))
    }

    /// The calls of one caller.
    ///
    /// ```
    /// use fake_s3::{FakeS3, operation::list_buckets::ListBucketsInput};
    ///
    /// let s3 = FakeS3::new();
    /// let alice = s3.account("alice");
    /// alice.call(ListBucketsInput::builder())?;
    /// s3.call(ListBucketsInput::builder())?;
    /// assert_eq!(s3.journal().by(&alice).count(), 1);
    /// # Ok::<(), fake_s3::error::S3Error>(())
    /// ```
    pub fn by(&self, caller: &impl Caller) -> Self {
        let caller = caller.caller();
        self.only(|call| call.caller() == caller)
    }

    /// The calls that did not succeed: rejected by S3, broken by a fault, or abandoned by their caller.
    pub fn failed(&self) -> Self {
        self.only(JournalCall::has_failed)
    }

    /// The calls that came after a mark.
    ///
    /// ```
    /// use fake_s3::{FakeS3, operation::list_buckets::ListBucketsInput};
    ///
    /// let s3 = FakeS3::new();
    /// s3.call(ListBucketsInput::builder())?;
    /// let mark = s3.journal().mark();
    /// s3.call(ListBucketsInput::builder())?;
    /// assert_eq!((s3.journal().count(), s3.journal().since(mark).count()), (2, 1));
    /// # Ok::<(), fake_s3::error::S3Error>(())
    /// ```
    pub fn since(&self, mark: Mark) -> Self {
        self.only(|call| call.ordinal() > mark.0)
    }

    /// The calls that this is true of.
    pub fn only(&self, is_wanted: impl Fn(&JournalCall) -> bool) -> Self {
        let calls = self.calls.iter().filter(|call| is_wanted(call)).cloned().collect();
        Self { calls, received: self.received, forgotten: 0 }
    }

    /// The last calls, so many at most.
    pub fn last(&self, calls: usize) -> Self {
        let from = self.calls.len().saturating_sub(calls);
        Self { calls: self.calls[from..].to_vec(), received: self.received, forgotten: 0 }
    }

    /// The point in time at which this journal was taken.
    pub fn mark(&self) -> Mark {
        Mark(self.received)
    }

    /// The part numbers of the calls that have one, in the order of the calls.
    pub fn part_numbers(&self) -> Vec<i32> {
        self.calls.iter().filter_map(JournalCall::part_number).collect()
    }
}

impl FakeS3 {
    /// The calls that this world received.
    pub fn journal(&self) -> Journal {
        let ordinals = upload_ordinals(&self.store());
        let own = self.own();
        let (received, calls) = self.ring().snapshot(|ordinal, entry| {
            let upload = entry.upload_id().and_then(|id| ordinals.get(id).copied());
            JournalCall::new(ordinal, entry, upload, entry.caller == own)
        });
        let forgotten = received - calls.len() as u64;
        Journal { calls, received, forgotten }
    }
}

/// The uploads whose history is kept, with the ordinals that sentences call them by.
fn upload_ordinals(store: &Store) -> BTreeMap<String, u64> {
    let named = |record: &Record| (record.id.as_str().to_owned(), record.ordinal);
    store.history().records().map(named).collect()
}
