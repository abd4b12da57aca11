//! ACL headers. The conflict rule, and the type in which the conflict can no longer be written, are these lines.

use crate::error::{Answer, S3Error, answers};
use crate::model::bucket::Bucket;
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
    /// Grants, which are not read: a bucket refuses them, or they are not modelled.
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

    /// On a bucket whose owner owns everything, ACLs are disabled; only the one that says just that is let pass. On any
    /// other all are allowed, of which those are modelled that change nothing while there is one account.
    pub(crate) fn check(&self, bucket: &Bucket) -> Result<(), S3Error> {
        use ObjectCannedAcl as Canned;
        match self {
            Self::Unsaid | Self::Canned(Canned::BucketOwnerFullControl) => Ok(()),
            Self::Canned(_) | Self::Grants if !bucket.settings.has_acls() => {
                let why = format!("{} has ACLs disabled (BucketOwnerEnforced)", bucket.name);
                Err(answers::ACL_NOT_SUPPORTED.error().because(why))
            }
            Self::Canned(Canned::Private | Canned::BucketOwnerRead) => Ok(()),
            Self::Canned(canned) => Err(answers::NOT_MODELLED.fill(&[&format_args!("the ACL `{canned}`")])),
            Self::Grants => Err(answers::NOT_MODELLED.fill(&[&"the headers x-amz-grant-*"])),
        }
    }
}
