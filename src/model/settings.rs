//! What S3 does by default: what a new bucket gets, and how the world answers. An edition is a named set of both.

use super::access::auth::Auth;
use super::access::block::PublicAccessBlock;
use super::encryption::DefaultEncryption;
use super::lifecycle::{self, Day, FromMidnight, SmallObjects};
use super::payload::checksum::Algorithm;
use super::region;
use super::upload::Limits;
use crate::api::types::ObjectOwnership;
use std::time::Duration;

/// A state of Amazon S3: what it did by default at some time.
///
/// `docs/EDITIONS.md`, which is also the module [`editions`](crate::editions), has the table. Each edition is a set of
/// settings that the [`Builder`](crate::Builder) also takes one by one.
///
/// ```
/// use fake_s3::{Edition, FakeS3, operation::get_public_access_block::GetPublicAccessBlockInput};
///
/// let s3 = FakeS3::builder().edition(Edition::Classic).build();
/// s3.create_bucket("backups");
/// let err = s3.call(GetPublicAccessBlockInput::builder().bucket("backups")).unwrap_err();
/// assert_eq!(err.code(), "NoSuchPublicAccessBlockConfiguration");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Edition {
    /// S3 since April 2026: new buckets have ACLs disabled, public access blocked and customers' keys (SSE-C) refused,
    /// and signatures of version 2 are accepted in the Regions that are older than 2014.
    #[default]
    Current,
    /// S3 in February 2026: as it is now, but that customers' keys are taken, signatures of version 2 are known
    /// everywhere, and the checksums that came in 2026 are not.
    February2026,
    /// S3 before April 2023: new buckets have ACLs enabled, the writer owns what is uploaded, nothing blocks public
    /// access, owners have display names, grants can name e-mail addresses, and signatures of version 2 are known.
    Classic,
}

/// What the world does, where S3 changed or nobody knows.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own, which the builder has by its name")]
pub struct Settings {
    pub new_buckets: BucketSettings,
    /// Whose signatures are verified.
    pub auth: Auth,
    /// Whether owners are shown with a display name. Initiators always are (recorded).
    pub owners_have_display_names: bool,
    pub signature_v2: SignatureV2,
    /// Whether who is denied by the policies of one account is told which kind it is.
    pub tells_why_denied: bool,
    /// Whether what is granted to an e-mail address is granted to the account that has it.
    pub resolves_emails: bool,
    /// How many buckets an account can have.
    pub bucket_quota: usize,
    /// Whether the checksum algorithms that came in 2026 are known.
    pub knows_newer_checksums: bool,
    /// Whether a body may come in HTTP's own chunks without frames in them.
    pub takes_plain_chunks: bool,
    /// What S3 computes by itself of an object for which nobody asked for a checksum. Where that is nothing, parts have
    /// none either unless their upload has an algorithm.
    pub default_checksum: Option<Algorithm>,
    /// Whether a part without a checksum is refused where its upload has a checksum of checksums.
    pub refuses_parts_without_checksums: bool,
    /// What S3 asks KMS for when an upload begins.
    pub kms_permissions: KmsPermissions,
    /// What the tags of parts and of objects in one piece are.
    pub entity_tags: EntityTags,
    /// Which of several uploads of a key makes its newest version.
    pub newest_upload: NewestUpload,
    /// Whether aborting an upload that has ended succeeds for a day.
    pub aborts_again: bool,
    /// Whether completing an upload again succeeds while what it made is still there.
    pub completes_again: bool,
    /// Whether the parts of an upload with checksums must be numbered without a gap.
    pub refuses_gaps: bool,
    /// Whether a bucket with open uploads counts as one that is not empty.
    pub uploads_keep_buckets: bool,
    /// To which midnight days are rounded up that lifecycle rules count from exactly midnight.
    pub from_midnight: FromMidnight,
    /// How long a day lasts that lifecycle rules count.
    pub lifecycle_day: Day,
    /// Whether headers name rules by URL-encoded ids.
    pub encodes_rule_ids: bool,
    /// How long after an upload's deadline its rule aborts it.
    pub lag: Lag,
    /// How far the date of a request may be from now, where its signature is verified; `None` for any.
    pub max_skew: Option<Duration>,
    /// Number of events that are kept until they are read.
    pub max_events: usize,
}

/// How long after an upload's deadline S3 aborts it. Until then the upload works, and may still be completed.
///
/// At the deadline, which `x-amz-abort-date` shows, an upload *becomes eligible*; S3 says nothing of when it acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Lag {
    /// Exactly at the deadline.
    #[default]
    None,
    /// So long after it.
    Fixed(Duration),
    /// At most so long after it, to the millisecond. How long is a function of the world's seed and of which upload it
    /// is, so it is the same on every run.
    UpTo(Duration),
}

/// Which of several uploads of one key in a bucket that keeps versions makes the newest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum NewestUpload {
    /// The one that was initiated last, although another was completed later: AWS's user guide of 2026.
    LastInitiated,
    /// The one that was completed last: what another implementation does.
    LastCompleted,
}

/// What who begins an upload in parts under a key of KMS must be allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum KmsPermissions {
    /// What S3 asks for operation by operation: `kms:GenerateDataKey` to begin it, `kms:Decrypt` and
    /// `kms:GenerateDataKey` for its parts, `kms:Decrypt` to complete it with checksums.
    #[default]
    Observed,
    /// To begin it all that the documentation of `CreateMultipartUpload` lists: `kms:Encrypt`, `kms:Decrypt`,
    /// `kms:ReEncrypt*`, `kms:GenerateDataKey*` and `kms:DescribeKey`.
    Documented,
}

/// What the tags of parts and of objects in one piece are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntityTags {
    /// The MD5 of the bytes, where it is computed.
    Md5,
    /// Derived from the seed: different for each write, equal on every run.
    Opaque,
}

/// Whether the world accepts signatures of version 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignatureV2 {
    Accepted,
    /// In the Regions that existed before 2014.
    InOldRegions,
    Rejected,
}

impl SignatureV2 {
    /// Whether a Region accepts them.
    pub fn is_accepted_in(self, region: &str) -> bool {
        match self {
            Self::Accepted => true,
            Self::InOldRegions => region::OLD.contains(&region),
            Self::Rejected => false,
        }
    }
}

/// What of the settings of a world counts before it is locked.
#[derive(Debug, Clone, Copy)]
pub struct Terms {
    pub max_body_bytes: u64,
    pub entity_tags: EntityTags,
    pub default_checksum: Option<Algorithm>,
    pub auth: Auth,
    pub knows_newer_checksums: bool,
    pub takes_plain_chunks: bool,
}

/// How far a client's clock may be off.
const MAX_SKEW: Duration = Duration::from_mins(15);

/// Number of events that are kept until they are read: about 40 MB.
const MAX_EVENTS: usize = 100_000;

/// The quota of an account that has not asked for more.
const BUCKET_QUOTA: usize = 10_000;

impl Settings {
    /// What S3 computes by itself since December 2024.
    pub const DEFAULT_CHECKSUM: Algorithm = Algorithm::Crc64Nvme;

    /// What counts before the world is locked; it never changes.
    pub fn terms(&self) -> Terms {
        Terms {
            max_body_bytes: self.new_buckets.limits.max_body_bytes,
            entity_tags: self.entity_tags,
            default_checksum: self.default_checksum,
            auth: self.auth,
            knows_newer_checksums: self.knows_newer_checksums,
            takes_plain_chunks: self.takes_plain_chunks,
        }
    }

    /// What the instants of lifecycle rules depend on.
    pub fn lifecycle_terms(&self, small: SmallObjects) -> lifecycle::LifecycleTerms {
        lifecycle::LifecycleTerms { from_midnight: self.from_midnight, day: self.lifecycle_day, small }
    }

    /// Those of an edition.
    pub fn of(edition: Edition) -> Self {
        let is_classic = edition == Edition::Classic;
        let new_buckets = BucketSettings {
            ownership: (!is_classic).then_some(Ownership::BucketOwnerEnforced),
            public_access_block: (!is_classic).then_some(PublicAccessBlock::EVERYTHING),
            encryption: None,
            blocks_customer_keys: (edition == Edition::Current).then_some(true),
            limits: Limits::default(),
        };
        Self {
            new_buckets,
            auth: Auth::default(),
            owners_have_display_names: is_classic,
            signature_v2: match edition {
                Edition::Current => SignatureV2::InOldRegions,
                Edition::February2026 | Edition::Classic => SignatureV2::Accepted,
            },
            tells_why_denied: !is_classic,
            resolves_emails: is_classic,
            bucket_quota: BUCKET_QUOTA,
            knows_newer_checksums: edition == Edition::Current,
            takes_plain_chunks: false,
            default_checksum: Some(Self::DEFAULT_CHECKSUM),
            refuses_parts_without_checksums: true,
            kms_permissions: KmsPermissions::Observed,
            entity_tags: EntityTags::Md5,
            newest_upload: NewestUpload::LastInitiated,
            aborts_again: true,
            completes_again: true,
            refuses_gaps: false,
            uploads_keep_buckets: false,
            from_midnight: FromMidnight::NoExtraDay,
            lifecycle_day: Day::REAL,
            encodes_rule_ids: false,
            lag: Lag::None,
            max_skew: Some(MAX_SKEW),
            max_events: MAX_EVENTS,
        }
    }
}

/// What is set of a bucket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BucketSettings {
    /// The ownership controls; `None` where there are none.
    pub ownership: Option<Ownership>,
    pub public_access_block: Option<PublicAccessBlock>,
    /// What was put; where nothing was, S3 encrypts by itself.
    pub encryption: Option<DefaultEncryption>,
    /// Whether uploads with customers' keys are refused; `None` where nobody ever said.
    pub blocks_customer_keys: Option<bool>,
    /// What uploads and bodies must keep to.
    pub limits: Limits,
}

impl BucketSettings {
    /// Whether the bucket looks at ACLs. Without ownership controls it does: the recorded calls that need ACLs delete
    /// the controls first.
    pub fn has_acls(&self) -> bool {
        self.ownership != Some(Ownership::BucketOwnerEnforced)
    }
}

/// Who owns what is uploaded, and with that, whether there are ACLs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ownership {
    /// The owner of the bucket; ACLs are disabled.
    BucketOwnerEnforced,
    /// The owner of the bucket, where the uploader says so by the ACL `bucket-owner-full-control`.
    BucketOwnerPreferred,
    /// The uploader.
    ObjectWriter,
}

impl Ownership {
    /// `None` for what S3 does not know.
    pub fn of(sent: &ObjectOwnership) -> Option<Self> {
        match sent {
            ObjectOwnership::BucketOwnerEnforced => Some(Self::BucketOwnerEnforced),
            ObjectOwnership::BucketOwnerPreferred => Some(Self::BucketOwnerPreferred),
            ObjectOwnership::ObjectWriter => Some(Self::ObjectWriter),
            ObjectOwnership::Unknown(_) => None,
        }
    }
}

impl From<Ownership> for ObjectOwnership {
    fn from(ownership: Ownership) -> Self {
        match ownership {
            Ownership::BucketOwnerEnforced => Self::BucketOwnerEnforced,
            Ownership::BucketOwnerPreferred => Self::BucketOwnerPreferred,
            Ownership::ObjectWriter => Self::ObjectWriter,
        }
    }
}
