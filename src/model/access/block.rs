//! The four flags that block public access, of a bucket or of an account.

use crate::api::types::PublicAccessBlockConfiguration;

/// What is blocked of public access.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "they are S3's four flags, each of which can be set by itself")]
pub struct PublicAccessBlock {
    pub block_public_acls: bool,
    pub ignore_public_acls: bool,
    pub block_public_policy: bool,
    pub restrict_public_buckets: bool,
}

impl PublicAccessBlock {
    /// All of it.
    pub const EVERYTHING: Self = Self {
        block_public_acls: true,
        ignore_public_acls: true,
        block_public_policy: true,
        restrict_public_buckets: true,
    };

    /// None of it.
    pub const NOTHING: Self = Self {
        block_public_acls: false,
        ignore_public_acls: false,
        block_public_policy: false,
        restrict_public_buckets: false,
    };

    /// What either of them blocks.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            block_public_acls: self.block_public_acls || other.block_public_acls,
            ignore_public_acls: self.ignore_public_acls || other.ignore_public_acls,
            block_public_policy: self.block_public_policy || other.block_public_policy,
            restrict_public_buckets: self.restrict_public_buckets || other.restrict_public_buckets,
        }
    }
}

impl From<&PublicAccessBlockConfiguration> for PublicAccessBlock {
    /// A flag that is not sent is off (recorded).
    fn from(sent: &PublicAccessBlockConfiguration) -> Self {
        Self {
            block_public_acls: sent.block_public_acls.unwrap_or(false),
            ignore_public_acls: sent.ignore_public_acls.unwrap_or(false),
            block_public_policy: sent.block_public_policy.unwrap_or(false),
            restrict_public_buckets: sent.restrict_public_buckets.unwrap_or(false),
        }
    }
}

impl From<PublicAccessBlock> for PublicAccessBlockConfiguration {
    fn from(block: PublicAccessBlock) -> Self {
        Self {
            block_public_acls: Some(block.block_public_acls),
            ignore_public_acls: Some(block.ignore_public_acls),
            block_public_policy: Some(block.block_public_policy),
            restrict_public_buckets: Some(block.restrict_public_buckets),
        }
    }
}
