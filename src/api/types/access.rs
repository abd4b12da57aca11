//! The XML documents of who owns what is uploaded, and of what is blocked of public access.

use super::*;

shape! {
    /// Who owns what is uploaded to a bucket: one rule.
    pub checked document struct OwnershipControls {
        rules: Vec<OwnershipControlsRule> = element("Rule"),
    }
}

shape! {
    /// The rule of [`OwnershipControls`].
    pub checked document struct OwnershipControlsRule {
        object_ownership: ObjectOwnership = element("ObjectOwnership"),
    }
}

shape! {
    /// What is blocked of public access to a bucket.
    pub document struct PublicAccessBlockConfiguration {
        block_public_acls: Option<bool> = element("BlockPublicAcls"),
        ignore_public_acls: Option<bool> = element("IgnorePublicAcls"),
        block_public_policy: Option<bool> = element("BlockPublicPolicy"),
        restrict_public_buckets: Option<bool> = element("RestrictPublicBuckets"),
    }
}
