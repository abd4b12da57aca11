//! One setting that is to be other than the edition has it.

use crate::model::access::auth::Auth;
use crate::model::access::block::PublicAccessBlock;
use crate::model::lifecycle::{Day, FromMidnight};
use crate::model::settings::{KmsPermissions, Lag, NewestUpload, Ownership, Settings, SignatureV2};
use std::time::Duration;

/// What is to be other than the edition has it.
#[derive(Debug, Clone)]
pub(super) enum Change {
    Auth(Auth),
    ObjectOwnership(Option<Ownership>),
    PublicAccessBlocked(bool),
    CustomerKeysBlocked(bool),
    KmsPermissions(KmsPermissions),
    OwnerDisplayNames(bool),
    SignatureV2(bool),
    DenialReasons(bool),
    EmailGrantees(bool),
    NewerChecksums(bool),
    DefaultChecksums(bool),
    PartsWithoutChecksums(bool),
    BucketQuota(usize),
    ChunkedTransfer(bool),
    OpenUploadsKeepBuckets(bool),
    NewestUpload(NewestUpload),
    AbortingAgain(bool),
    CompletingAgain(bool),
    GapsWithChecksums(bool),
    ExtraDayFromMidnight(bool),
    EncodeRuleIds(bool),
    Lag(Lag),
    LifecycleDay(Day),
    MaxSkew(Option<Duration>),
}

impl Change {
    pub(super) fn apply(&self, settings: &mut Settings) {
        match *self {
            Self::Auth(auth) => settings.auth = auth,
            Self::ObjectOwnership(ownership) => settings.new_buckets.ownership = ownership,
            Self::PublicAccessBlocked(is_blocked) => {
                settings.new_buckets.public_access_block = is_blocked.then_some(PublicAccessBlock::EVERYTHING);
            }
            Self::CustomerKeysBlocked(are_blocked) => settings.new_buckets.blocks_customer_keys = Some(are_blocked),
            Self::KmsPermissions(permissions) => settings.kms_permissions = permissions,
            Self::OwnerDisplayNames(are_shown) => settings.owners_have_display_names = are_shown,
            Self::DenialReasons(are_told) => settings.tells_why_denied = are_told,
            Self::SignatureV2(is_accepted) => {
                settings.signature_v2 = if is_accepted { SignatureV2::Accepted } else { SignatureV2::Rejected };
            }
            Self::EmailGrantees(are_known) => settings.resolves_emails = are_known,
            Self::NewerChecksums(are_known) => settings.knows_newer_checksums = are_known,
            Self::DefaultChecksums(are_made) => {
                settings.default_checksum = are_made.then_some(Settings::DEFAULT_CHECKSUM);
            }
            Self::PartsWithoutChecksums(are_taken) => settings.refuses_parts_without_checksums = !are_taken,
            Self::ChunkedTransfer(is_taken) => settings.takes_plain_chunks = is_taken,
            Self::BucketQuota(buckets) => settings.bucket_quota = buckets,
            Self::OpenUploadsKeepBuckets(they_do) => settings.uploads_keep_buckets = they_do,
            Self::NewestUpload(newest) => settings.newest_upload = newest,
            Self::AbortingAgain(succeeds) => settings.aborts_again = succeeds,
            Self::CompletingAgain(succeeds) => settings.completes_again = succeeds,
            Self::GapsWithChecksums(are_taken) => settings.refuses_gaps = !are_taken,
            Self::ExtraDayFromMidnight(true) => settings.from_midnight = FromMidnight::ExtraDay,
            Self::ExtraDayFromMidnight(false) => settings.from_midnight = FromMidnight::default(),
            Self::EncodeRuleIds(are_encoded) => settings.encodes_rule_ids = are_encoded,
            Self::Lag(lag) => settings.lag = lag,
            Self::MaxSkew(skew) => settings.max_skew = skew,
            Self::LifecycleDay(day) => settings.lifecycle_day = day,
        }
    }
}
