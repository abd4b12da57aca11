//! Leak checks: uploads that are still open, and the bytes of their parts. S3 charges for these bytes until a call or
//! a lifecycle rule ends the upload, and no reader can ever get them.

mod guard;
mod report;
mod words;

pub use guard::LeakGuard;

use super::journal::{Journal, JournalCall};
use super::views::{UploadView, ViewedBucket};
use super::{BucketHandle, FakeS3};
use crate::model::access::account::AccountId;
use crate::model::meter::{Usage, sum};
use crate::model::store::Store;
use report::Report;

/// An upload that is still open.
#[derive(Debug)]
pub(crate) struct Leak {
    /// Number of the upload among those of the world, from 1.
    pub ordinal: u64,
    pub view: UploadView,
    pub usage: Usage,
    /// Name of the account that began the upload; `None` for an anonymous caller.
    account: Option<String>,
    /// The last call that named the upload, if the journal has one.
    pub last_call: Option<JournalCall>,
}

impl FakeS3 {
    /// Checks that every upload is completed or aborted.
    ///
    /// The message names each open upload with its age, its parts, their bytes, the account that began it, the rule
    /// that will abort it and the last call that touched it. The last twenty calls follow.
    ///
    /// ```should_panic
    /// let s3 = fake_s3::FakeS3::new();
    /// s3.create_bucket("backups").begin_upload("db.tar");
    /// s3.assert_no_open_uploads();
    /// ```
    ///
    /// # Panics
    /// If an upload is open.
    #[track_caller]
    pub fn assert_no_open_uploads(&self) {
        self.check_uploads(None);
    }

    /// Checks that no open upload has parts. S3 charges for their bytes, and no reader can get them.
    ///
    /// An upload without parts passes; [`assert_no_open_uploads`](Self::assert_no_open_uploads) finds it.
    ///
    /// ```
    /// let s3 = fake_s3::FakeS3::new();
    /// let bucket = s3.create_bucket("backups");
    /// let id = bucket.begin_upload("db.tar");
    /// s3.assert_no_orphaned_bytes();
    ///
    /// bucket.put_part("db.tar", &id, 1, "some bytes");
    /// bucket.abort_upload("db.tar", &id);
    /// s3.assert_no_orphaned_bytes();
    /// ```
    ///
    /// # Panics
    /// If an open upload has parts that are not empty.
    #[track_caller]
    pub fn assert_no_orphaned_bytes(&self) {
        self.check_bytes(None);
    }

    /// Checks at the end of the scope that every upload which began after this line is completed or aborted.
    ///
    /// Uploads that are already open are not checked, so that set-up may begin some. A test that unwinds is not
    /// checked either, because it has failed already.
    ///
    /// ```
    /// use fake_s3::FakeS3;
    ///
    /// let s3 = FakeS3::new();
    /// let bucket = s3.create_bucket("backups");
    /// let _guard = s3.forbid_leaks();
    /// let id = bucket.begin_upload("db.tar");
    /// bucket.abort_upload("db.tar", &id); // without this line the test fails
    /// ```
    #[track_caller]
    pub fn forbid_leaks(&self) -> LeakGuard {
        LeakGuard::new(self)
    }

    #[track_caller]
    fn check_uploads(&self, bucket: Option<&str>) {
        let leaks = self.leaks(bucket);
        if !leaks.is_empty() {
            let bytes = words::held_bytes(&leaks);
            let head = match leaks.len() {
                1 => format!("1 upload is open{} and holds {bytes}:", place(bucket)),
                count => format!("{count} uploads are open{} and hold {bytes}:", place(bucket)),
            };
            panic!("{}", self.report(head, &leaks));
        }
    }

    #[track_caller]
    fn check_bytes(&self, bucket: Option<&str>) {
        let mut leaks = self.leaks(bucket);
        leaks.retain(|leak| leak.view.stored_bytes() > 0);
        if !leaks.is_empty() {
            let bytes = words::held_bytes(&leaks);
            let open = words::counted(leaks.len() as u64, "open upload");
            let head = format!("{bytes} of parts are orphaned{}, in {open}:", place(bucket));
            panic!("{}", self.report(head, &leaks));
        }
    }

    fn report(&self, head: String, leaks: &[Leak]) -> String {
        Report { head, leaks, now: self.clock().now(), story: self.journal().story() }.to_string()
    }

    /// The open uploads, of one bucket or of all, in the order in which they began.
    pub(crate) fn leaks(&self, bucket: Option<&str>) -> Vec<Leak> {
        let store = self.store();
        let buckets = store.buckets().values().filter(|other| bucket.is_none_or(|name| other.name.as_str() == name));
        let mut leaks: Vec<Leak> =
            buckets.flat_map(|bucket| of_bucket(ViewedBucket { store: &store, bucket })).collect();
        drop(store);
        if leaks.is_empty() {
            return leaks;
        }
        leaks.sort_by_key(|leak| leak.ordinal);
        let journal = self.journal();
        for leak in &mut leaks {
            leak.last_call = last_call(&journal, &leak.view).cloned();
        }
        leaks
    }
}

impl BucketHandle {
    /// Checks that every upload of this bucket is completed or aborted, as
    /// [`FakeS3::assert_no_open_uploads`] does for all buckets.
    ///
    /// # Panics
    /// If an upload of this bucket is open, or the bucket has been deleted.
    #[track_caller]
    pub fn assert_no_open_uploads(&self) {
        self.check_exists();
        self.world().check_uploads(Some(self.name()));
    }

    /// Checks that no open upload of this bucket has parts, as [`FakeS3::assert_no_orphaned_bytes`] does for all
    /// buckets.
    ///
    /// # Panics
    /// If an open upload of this bucket has parts that are not empty, or the bucket has been deleted.
    #[track_caller]
    pub fn assert_no_orphaned_bytes(&self) {
        self.check_exists();
        self.world().check_bytes(Some(self.name()));
    }
}

/// Total size of the parts in bytes.
pub(crate) fn held(leaks: &[Leak]) -> u128 {
    sum(leaks.iter().map(|leak| leak.view.stored_bytes()))
}

fn of_bucket(place: ViewedBucket<'_>) -> impl Iterator<Item = Leak> {
    let now = place.store.now();
    place.bucket.uploads().values().zip(place.uploads()).map(move |(upload, view)| Leak {
        ordinal: upload.ordinal,
        view,
        usage: upload.usage(now),
        account: upload.initiator.account().and_then(|id| name_of(place.store, id)),
        last_call: None,
    })
}

/// The last call that named an upload; of an upload whose id no client ever got, the call that began it.
fn last_call<'a>(journal: &'a Journal, view: &UploadView) -> Option<&'a JournalCall> {
    let last = |is_wanted: &dyn Fn(&JournalCall) -> bool| journal.calls().iter().rev().find(|call| is_wanted(call));
    let is_in = |call: &JournalCall| call.bucket() == Some(&view.bucket) && call.key() == Some(&view.key);
    last(&|call| call.upload_id() == Some(&view.upload_id)).or_else(|| {
        let began = |call: &JournalCall| call.operation() == Some("CreateMultipartUpload") && call.status().is_none();
        last(&|call| began(call) && is_in(call) && call.upload_id().is_none() && call.at() <= view.initiated)
    })
}

fn name_of(store: &Store, id: &AccountId) -> Option<String> {
    store.accounts.get(id).map(|account| account.display_name.clone())
}

fn place(bucket: Option<&str>) -> String {
    bucket.map(|name| format!(" in the bucket `{name}`")).unwrap_or_default()
}
