//! The settings of a world.

mod change;

use super::FakeS3;
use super::pace::{Anchor, Pace};
use super::refusal::{Log, Refusal};
use crate::model::lifecycle::Day;
use crate::model::region::US_EAST_1;
use crate::model::settings::{Auth, Edition, EntityTags, KmsPermissions, Lag, NewestUpload, Ownership, Settings};
use crate::model::store::Store;
use crate::model::upload::{Limits, MAX_PARTS};
use crate::primitives::DateTime;
use crate::types::ObjectOwnership;
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
    seed: u64,
    start: DateTime,
    pace: Pace,
    region: String,
    pub(super) deny_guesses: bool,
    limits: Limits,
    entity_tags: EntityTags,
    edition: Edition,
    /// In the order in which they were asked for; of one setting the last counts.
    changes: Vec<Change>,
    world: World,
    pub(super) log: Option<Log>,
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
            pace: Pace::Frozen,
            deny_guesses: false,
            edition: Edition::default(),
            changes: Vec::new(),
            world: World::default(),
            log: None,
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

    /// The ownership controls of new buckets; `None` for none, which enables ACLs as `ObjectWriter` does.
    ///
    /// # Panics
    /// If S3 does not know the ownership.
    #[track_caller]
    pub fn object_ownership(mut self, ownership: impl Into<Option<ObjectOwnership>>) -> Self {
        let ownership = match ownership.into() {
            None => None,
            Some(sent) => match Ownership::of(&sent) {
                None => panic!("S3 knows no ownership `{sent}`"),
                known => known,
            },
        };
        self.changes.push(Change::ObjectOwnership(ownership));
        self
    }

    /// Whether all public access to new buckets is blocked; otherwise they have no public access block.
    pub fn public_access_blocked(mut self, is_blocked: bool) -> Self {
        self.changes.push(Change::PublicAccessBlocked(is_blocked));
        self
    }

    /// Whether new buckets refuse uploads with keys that customers bring along (SSE-C), as S3's have since April 2026.
    ///
    /// ```
    /// use fake_s3::{FakeS3, operation::get_bucket_encryption::GetBucketEncryptionInput};
    ///
    /// for (are_blocked, shown) in [(true, "SSE-C"), (false, "NONE")] {
    ///     let s3 = FakeS3::builder().customer_keys_blocked(are_blocked).build();
    ///     s3.create_bucket("backups");
    ///     let told = s3.call(GetBucketEncryptionInput::builder().bucket("backups"))?;
    ///     let rule = &told.server_side_encryption_configuration().unwrap().rules()[0];
    ///     assert_eq!(rule.blocked_encryption_types().unwrap().encryption_type()[0].as_str(), shown);
    /// }
    /// # Ok::<(), fake_s3::error::S3Error>(())
    /// ```
    pub fn customer_keys_blocked(mut self, are_blocked: bool) -> Self {
        self.changes.push(Change::CustomerKeysBlocked(are_blocked));
        self
    }

    /// What who begins an upload under a key of KMS must be allowed. Default: [`KmsPermissions::Observed`].
    ///
    /// ```
    /// use fake_s3::operation::create_multipart_upload::CreateMultipartUploadInput;
    /// use fake_s3::{FakeS3, KmsPermissions, types::ServerSideEncryption};
    ///
    /// let s3 = FakeS3::builder().kms_permissions(KmsPermissions::Documented).build();
    /// s3.create_bucket("backups");
    /// let writer = s3.account("fake-s3").user("writer");
    /// writer.allow("s3:PutObject", "arn:aws:s3:::backups/*");
    /// let key = s3.kms().create_key();
    /// for action in ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*"] {
    ///     writer.allow(action, &key.arn());
    /// }
    /// let create = CreateMultipartUploadInput::builder().bucket("backups").key("db.tar");
    /// let create = create.server_side_encryption(ServerSideEncryption::AwsKms).ssekms_key_id(key.arn());
    /// let err = writer.call(create.clone()).unwrap_err();
    /// assert!(err.message().contains("kms:DescribeKey"), "{err}");
    ///
    /// writer.allow("kms:DescribeKey", &key.arn());
    /// assert!(writer.call(create).is_ok());
    /// ```
    pub fn kms_permissions(mut self, permissions: KmsPermissions) -> Self {
        self.changes.push(Change::KmsPermissions(permissions));
        self
    }

    /// Whether owners have a `DisplayName`. Initiators of uploads always have one.
    pub fn owner_display_names(mut self, are_shown: bool) -> Self {
        self.changes.push(Change::OwnerDisplayNames(are_shown));
        self
    }

    /// Whether who is denied by the policies of one account is told which kind of policy it is, as S3 does since 2024.
    /// To others it says `Access Denied`.
    pub fn denial_reasons(mut self, are_told: bool) -> Self {
        self.changes.push(Change::DenialReasons(are_told));
        self
    }

    /// Whose signatures are verified. Default in every edition: [`Auth::Keys`].
    ///
    /// The form of a signature is checked whoever signs, and a presigned request expires, but for [`Auth::None`].
    /// Whether a client's clock is off by more than [`max_skew`](Self::max_skew) is asked where its signature is
    /// verified: a client with a clock of its own can talk to a world that stands still.
    pub fn auth(mut self, auth: Auth) -> Self {
        self.changes.push(Change::Auth(auth));
        self
    }

    /// How far the date of a request may be from the world's clock, where its signature is verified; `None` for any.
    /// Default 15 minutes, as S3's.
    ///
    /// A client signs with its own clock. Once a test has turned the world's by days, a client whose clock nobody turns
    /// is refused with `RequestTimeTooSkewed`, unless any date will do. The SDK's client in the same process
    /// (`sdk_client`) has the world's clock, and needs none of this. How long a presigned request is good, the world's
    /// clock decides in any case.
    ///
    /// ```
    /// use fake_s3::{FakeS3, days};
    ///
    /// let s3 = FakeS3::builder().max_skew(None).build(); // for clients whose clock nobody turns
    /// s3.own_account().add_access_key("AKIDEXAMPLE", "secret");
    /// s3.clock().advance(days(8));
    /// ```
    pub fn max_skew(mut self, skew: impl Into<Option<Duration>>) -> Self {
        self.changes.push(Change::MaxSkew(skew.into()));
        self
    }

    /// Whether requests signed by version 2 are known; otherwise they are refused.
    pub fn signature_v2(mut self, is_known: bool) -> Self {
        self.changes.push(Change::SignatureV2(is_known));
        self
    }

    /// Whether what is granted to an e-mail address is granted to the account that has it, in the eight Regions that
    /// ever knew such grants. Otherwise they are refused everywhere.
    pub fn email_grantees(mut self, are_known: bool) -> Self {
        self.changes.push(Change::EmailGrantees(are_known));
        self
    }

    /// Whether the checksum algorithms that came in 2026 are known: MD5, SHA512, XXHASH64, XXHASH3 and XXHASH128.
    pub fn newer_checksums(mut self, are_known: bool) -> Self {
        self.changes.push(Change::NewerChecksums(are_known));
        self
    }

    /// Whether S3 adds a checksum of its own choice, CRC64NVME, where nobody asked for one. Otherwise objects have what
    /// came with them alone, and an upload that was created without an algorithm refuses parts that have checksums.
    ///
    /// ```
    /// use fake_s3::{FakeS3, operation::upload_part::UploadPartInput};
    ///
    /// let s3 = FakeS3::builder().default_checksums(false).build();
    /// let id = s3.create_bucket("backups").begin_upload("db.tar");
    /// let part = UploadPartInput::builder().bucket("backups").key("db.tar").upload_id(id).part_number(1);
    /// let error = s3.call(part.checksum_crc32("AAAAAA==")).unwrap_err();
    /// assert!(error.message().ends_with("expected checksum Type: null, actual checksum Type: crc32"));
    /// ```
    pub fn default_checksums(mut self, are_made: bool) -> Self {
        self.changes.push(Change::DefaultChecksums(are_made));
        self
    }

    /// Whether an upload with a checksum of its parts' checksums takes a part that comes without one; otherwise that is
    /// `InvalidRequest`, as another store's tests saw S3 answer. Default: S3 computes it, as was seen too. One of all
    /// bytes is computed either way, and so is that of a part that is copied.
    pub fn parts_without_checksums(mut self, are_taken: bool) -> Self {
        self.changes.push(Change::PartsWithoutChecksums(are_taken));
        self
    }

    /// How many buckets there can be. Default 10,000 in every edition, as of an account that has not asked for more;
    /// above that they must be listed in pages.
    pub fn bucket_quota(mut self, buckets: usize) -> Self {
        self.changes.push(Change::BucketQuota(buckets));
        self
    }

    /// Whether a body may come in HTTP's own chunks, with no frames of S3's in them; otherwise it is `NotImplemented`,
    /// as AWS's own endpoints answer. Default: it may, so that clients which do not know the length can be tested;
    /// frames (`aws-chunked`) may always.
    pub fn chunked_transfer(mut self, is_taken: bool) -> Self {
        self.changes.push(Change::ChunkedTransfer(is_taken));
        self
    }

    /// Whether deleting a bucket is refused while uploads are open in it, as other stores do. Default: they go with it,
    /// as they did for those who tried with S3 (its documentation asks only of directory buckets that they be aborted
    /// first).
    pub fn open_uploads_keep_buckets(mut self, they_do: bool) -> Self {
        self.changes.push(Change::OpenUploadsKeepBuckets(they_do));
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
        self.changes.push(Change::NewestUpload(newest));
        self
    }

    /// Whether aborting an upload that was aborted or completed succeeds; otherwise it is `NoSuchUpload` at once.
    /// Default: for 24 hours it succeeds, as field reports tell of S3; its documentation allows both.
    ///
    /// ```
    /// use fake_s3::{FakeS3, operation::abort_multipart_upload::AbortMultipartUploadInput};
    ///
    /// let s3 = FakeS3::builder().aborting_again(false).build();
    /// let id = s3.create_bucket("backups").begin_upload("db.tar");
    /// let abort = AbortMultipartUploadInput::builder().bucket("backups").key("db.tar").upload_id(id);
    /// s3.call(abort.clone())?;
    /// assert_eq!(s3.call(abort).unwrap_err().code(), "NoSuchUpload");
    /// # Ok::<(), fake_s3::error::S3Error>(())
    /// ```
    pub fn aborting_again(mut self, succeeds: bool) -> Self {
        self.changes.push(Change::AbortingAgain(succeeds));
        self
    }

    /// Whether completing an upload that was completed succeeds; otherwise it is `NoSuchUpload` at once. Default: it is
    /// answered as the first time, while the list is the same and what the upload made is still there; the
    /// documentation allows both.
    pub fn completing_again(mut self, succeeds: bool) -> Self {
        self.changes.push(Change::CompletingAgain(succeeds));
        self
    }

    /// Whether an upload with a checksum algorithm can be completed from parts whose numbers do not follow one another
    /// from 1; otherwise that is `InternalError`, as AWS's user guide says. Default: it can, since nobody has seen it.
    pub fn gaps_with_checksums(mut self, are_taken: bool) -> Self {
        self.changes.push(Change::GapsWithChecksums(are_taken));
        self
    }

    /// Has lifecycle rules act a day later on what begins exactly at midnight UTC, as other stores do. Default: days
    /// are "rounded up to the next midnight", as S3's documentation says, and at midnight nothing is rounded.
    ///
    /// ```
    /// use fake_s3::{FakeS3, primitives::DateTime};
    ///
    /// let midnight = FakeS3::builder().start(DateTime::from_secs(0));
    /// for (builder, days) in [(midnight.clone(), 7), (midnight.extra_day_from_midnight(true), 8)] {
    ///     let s3 = builder.build();
    ///     let bucket = s3.create_bucket("backups");
    ///     bucket.abort_incomplete_uploads_after("", 7).begin_upload("db.tar");
    ///     assert_eq!(bucket.uploads()[0].abort_date, Some(DateTime::from_secs(days * 24 * 60 * 60)));
    /// }
    /// ```
    pub fn extra_day_from_midnight(mut self, is_added: bool) -> Self {
        self.changes.push(Change::ExtraDayFromMidnight(is_added));
        self
    }

    /// Has headers name lifecycle rules by URL-encoded ids, as S3's documentation says. Default: as they are, as S3 was
    /// seen to; only what a header cannot carry is encoded.
    pub fn url_encoded_rule_ids(mut self, are_encoded: bool) -> Self {
        self.changes.push(Change::EncodeRuleIds(are_encoded));
        self
    }

    /// How long after its deadline an upload is aborted by its rule. `x-amz-abort-date` shows the deadline, and until
    /// it is aborted the upload works. Default: [`Lag::None`].
    ///
    /// ```
    /// use fake_s3::{FakeS3, Lag, days, hours};
    ///
    /// let s3 = FakeS3::builder().lag(Lag::Fixed(hours(30))).build();
    /// let bucket = s3.create_bucket("backups");
    /// bucket.abort_incomplete_uploads_after("", 1);
    /// bucket.begin_upload("db.tar");
    ///
    /// let upload = &bucket.uploads()[0];
    /// assert_eq!(upload.abort_date.unwrap().to_string(), "2026-01-03T00:00:00Z");
    /// assert_eq!(upload.aborted_at.unwrap().to_string(), "2026-01-04T06:00:00Z");
    ///
    /// let events = s3.clock().advance(days(3));
    /// let sentence = "2026-01-04T06:00:00Z: rule \"abort-incomplete-uploads\" aborted the upload of backups/db.tar \
    ///                 and freed 0 bytes; it was due since 2026-01-03T00:00:00Z";
    /// assert_eq!(events[0].to_string(), sentence);
    /// ```
    pub fn lag(mut self, lag: Lag) -> Self {
        self.changes.push(Change::Lag(lag));
        self
    }

    /// How long a day lasts that lifecycle rules count. Where it is ten seconds, an upload that is to be aborted after
    /// one day is aborted after ten to twenty: for programs that wait in real time. Default: a day is a day.
    ///
    /// **This is the one place where what S3 tells and what it does differ.** `x-amz-abort-date` and `x-amz-expiration`
    /// show the days of the calendar, since clients compare them with their own clock; what was to be done so long
    /// after an upload was initiated, or a version made or superseded, is done after as many of these days.
    /// [`UploadView`](crate::UploadView) and [`ObjectView`](crate::ObjectView) have both instants. What a rule does has
    /// the date at which it is done, and what follows from it is counted from there.
    ///
    /// All else is as long as it is: the dates that rules name, retentions, the copies of archived objects, keys that
    /// wait for their deletion, [`Lag`], signatures.
    ///
    /// ```
    /// use fake_s3::FakeS3;
    /// use std::time::Duration;
    ///
    /// let s3 = FakeS3::builder().lifecycle_day(Duration::from_secs(10)).build();
    /// let bucket = s3.create_bucket("backups");
    /// bucket.abort_incomplete_uploads_after("", 1);
    /// bucket.begin_upload("db.tar");
    ///
    /// let upload = &bucket.uploads()[0];
    /// assert_eq!(upload.initiated.to_string(), "2026-01-01T10:30:00Z");
    /// assert_eq!(upload.abort_date.unwrap().to_string(), "2026-01-03T00:00:00Z"); // a day and 13.5 hours
    /// assert_eq!(upload.aborted_at.unwrap().to_string(), "2026-01-01T10:30:15.625Z"); // 15.625 seconds
    ///
    /// s3.clock().advance(Duration::from_secs(16));
    /// assert!(bucket.uploads().is_empty());
    /// ```
    ///
    /// # Panics
    /// If it is no time at all.
    #[track_caller]
    pub fn lifecycle_day(mut self, length: Duration) -> Self {
        let Some(day) = Day::new(length) else {
            panic!("a lifecycle day lasts some time, be it a nanosecond; in no time at all everything would be over")
        };
        self.changes.push(Change::LifecycleDay(day));
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

    /// Has this called with every call that is refused, however it came, as it is refused: a [`Refusal`] prints as one
    /// line, with the reason. What is printed by `eprintln!` stands in the output of a test that fails.
    ///
    /// ```
    /// use fake_s3::{FakeS3, operation::abort_multipart_upload::AbortMultipartUploadInput};
    ///
    /// let s3 = FakeS3::builder().log_refusals(|refusal| eprintln!("{refusal}")).build();
    /// s3.create_bucket("backups");
    /// let abort = AbortMultipartUploadInput::builder().bucket("backups").key("db.tar").upload_id("never-made");
    /// let _ = s3.call(abort); // AbortMultipartUpload backups/db.tar: 404 NoSuchUpload: The specified upload ...
    /// ```
    pub fn log_refusals(mut self, log: impl Fn(&Refusal<'_>) + Send + Sync + 'static) -> Self {
        self.log = Some(Log::new(log));
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
        super::clock::check_calendar(start);
        let mut store = Store::new(self.seed, start, self.region.clone());
        store.settings = Settings::of(self.edition);
        (store.settings.new_buckets.limits, store.settings.entity_tags) = (self.limits, self.entity_tags);
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
