//! The settings of a world.

use super::FakeS3;
use crate::model::store::{NewestUpload, Store, Tags};
use crate::model::upload::{Limits, MAX_PARTS};
use crate::primitives::DateTime;

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
    seed: u64,
    start: DateTime,
    region: String,
    deny_guesses: bool,
    limits: Limits,
    tags: Tags,
    newest_upload: NewestUpload,
}

impl Default for Builder {
    fn default() -> Self {
        let start = DateTime::from_secs(EPOCH_SECONDS);
        Self {
            seed: 0,
            start,
            region: "us-east-1".to_owned(),
            limits: Limits::default(),
            tags: Tags::Md5,
            deny_guesses: false,
            newest_upload: NewestUpload::LastInitiated,
        }
    }
}

impl Builder {
    /// What all ids are derived from. Default 0.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// When the world begins. Default 2026-01-01T10:30:00Z.
    pub fn start(mut self, start: DateTime) -> Self {
        self.start = start;
        self
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
        assert!((1..=MAX_PARTS).contains(&parts), "an object has 1 to {MAX_PARTS} parts, not up to {parts}");
        self.limits.max_parts = parts;
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
        self.tags = Tags::Opaque;
        self
    }

    /// Which of several uploads of one key makes its newest version, where the bucket keeps versions. Default: the one
    /// that was initiated last, as AWS's user guide says since 2026.
    ///
    /// ```
    /// use fake_s3::{FakeS3, NewestUpload};
    ///
    /// for (newest, expected) in [(NewestUpload::LastInitiated, "second"), (NewestUpload::LastCompleted, "first")] {
    ///     let s3 = FakeS3::builder().newest_upload(newest).build();
    ///     let bucket = s3.create_bucket("backups");
    ///     let uploads = ["first", "second"].map(|_| bucket.enable_versioning().begin_upload("db.tar"));
    ///     for (id, bytes) in uploads.iter().zip(["first", "second"]).rev() {
    ///         bucket.put_part("db.tar", id, 1, bytes);
    ///         bucket.complete_upload("db.tar", id);
    ///     }
    ///     assert_eq!(bucket.object("db.tar").unwrap().bytes(), expected);
    /// }
    /// ```
    pub fn newest_upload(mut self, newest: NewestUpload) -> Self {
        self.newest_upload = newest;
        self
    }

    /// Panics when a test leans on a guess unawares: on a refusal that the table of errors marks as one
    /// ([`Why::confidence`](crate::error::Why::confidence)), and on the few successes that nobody has seen AWS give
    /// (aborting again, a date that is counted from exactly midnight, deleting a bucket with open uploads). Default:
    /// guesses are answered.
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

    /// The world.
    ///
    /// # Panics
    /// If it begins outside the years 1 to 9999, where the calendar ends.
    #[track_caller]
    pub fn build(self) -> FakeS3 {
        super::clock::check_calendar(self.start);
        let mut store = Store::new(self.seed, self.start, self.region);
        (store.limits, store.tags) = (self.limits, self.tags);
        store.newest_upload = self.newest_upload;
        FakeS3::with_store(store, self.deny_guesses)
    }
}
