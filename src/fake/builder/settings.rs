//! The settings of S3 that an edition has, or that are the same in every one, each by itself.

use super::Builder;
use super::change::Change;
use crate::api::types::ObjectOwnership;
use crate::model::access::auth::Auth;
use crate::model::lifecycle::Day;
use crate::model::settings::{KmsPermissions, Lag, NewestUpload, Ownership};
use std::time::Duration;

impl Builder {
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
    /// The form of a signature is checked, and a presigned request must sign all headers of Amazon's, but for
    /// [`Auth::None`]. In every mode a presigned request expires, and is not valid more than
    /// [`max_skew`](Self::max_skew) before its date.
    /// Whether a client's clock is off by more than [`max_skew`](Self::max_skew) is asked where its signature is
    /// verified: a client with a clock of its own can talk to a world that stands still.
    pub fn auth(mut self, auth: Auth) -> Self {
        self.changes.push(Change::Auth(auth));
        self
    }

    /// How far the date of a request may be from the world's clock, where its signature is verified, and how far ahead
    /// the date of a presigned request may be in any case; `None` for any. Default 15 minutes, as S3's.
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

    /// Whether requests signed by version 2 are accepted, in whatever Region; otherwise they are rejected everywhere.
    pub fn signature_v2(mut self, are_accepted: bool) -> Self {
        self.changes.push(Change::SignatureV2(are_accepted));
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
    /// Default in every edition: it does, because today's SDKs send a CRC32 with every part.
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

    /// Whether a `COMPOSITE` upload accepts a part without a checksum, and computes it. Default: `false`, since S3
    /// rejects such a part with `InvalidRequest`. S3 always computes the checksum of a `FULL_OBJECT` upload, and that
    /// of a copied part.
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

    /// Whether a body may have `Transfer-Encoding: chunked` without `aws-chunked` frames in it. Default: `false`, since
    /// S3 rejects it with `NotImplemented`. `aws-chunked` frames are always accepted.
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
}
