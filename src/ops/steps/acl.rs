//! ACL headers. The conflict rule, and the type in which the conflict can no longer be written, are these lines.

use crate::error::{Answer, S3Error, answers};
use crate::types::ObjectCannedAcl;
use crate::types::groups::AclHeaders;

/// What this step answers.
pub(crate) static ANSWERS: [&Answer; 3] =
    [&answers::ACL_UNKNOWN, &answers::ACL_WITH_GRANTS, &answers::ACL_NOT_SUPPORTED];

/// What a request says about the ACL of its object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Acl {
    /// Nothing.
    Unsaid,
    Canned(ObjectCannedAcl),
    /// Grants, which are not read yet: every bucket refuses them so far.
    Grants,
}

impl Acl {
    /// The header faults come before the question whether the bucket allows ACLs at all (recorded on buckets that
    /// do not).
    pub(crate) fn from_headers(headers: &impl AclHeaders) -> Result<Self, S3Error> {
        let has_grants = headers.grant_full_control().is_some()
            || headers.grant_read().is_some()
            || headers.grant_read_acp().is_some()
            || headers.grant_write_acp().is_some();
        match headers.acl() {
            Some(ObjectCannedAcl::Unknown(name)) => Err(answers::ACL_UNKNOWN.argument("x-amz-acl", name)),
            Some(_) if has_grants => Err(answers::ACL_WITH_GRANTS.error()),
            Some(canned) => Ok(Self::Canned(canned.clone())),
            None if has_grants => Ok(Self::Grants),
            None => Ok(Self::Unsaid),
        }
    }

    /// On a bucket whose owner owns everything, ACLs are disabled; only the one that says just that is let pass.
    pub(crate) fn check_disabled(&self) -> Result<(), S3Error> {
        match self {
            Self::Unsaid | Self::Canned(ObjectCannedAcl::BucketOwnerFullControl) => Ok(()),
            Self::Canned(_) | Self::Grants => {
                Err(answers::ACL_NOT_SUPPORTED.error().because("new buckets have ACLs disabled (BucketOwnerEnforced)"))
            }
        }
    }
}
