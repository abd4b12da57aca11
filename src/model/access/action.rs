//! What can be allowed, by the names that policies have for it, and which grants of access control lists allow it.
//!
//! The table is the user guide's ("Access control list overview": mapping of ACL permissions). What it does not name,
//! no list allows.

use super::acl::AclPermission;

/// Something that a caller can be allowed.
#[derive(Debug, PartialEq, Eq)]
pub struct Action {
    /// What policies call it.
    pub name: &'static str,
    /// What they call it where the request names a version.
    pub of_version: &'static str,
    pub grants: Grants,
    /// Whose account must allow it.
    pub authority: Authority,
}

/// Whose list allows an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grants {
    None,
    Bucket(AclPermission),
    Object(AclPermission),
}

/// Whose word counts: they differ where an object is not its bucket's owner's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Authority {
    Bucket,
    Object,
}

macro_rules! actions {
    ($($name:ident = $action:literal $(or $version:literal)? by $authority:ident, $grants:expr;)*) => { $(
        #[doc = concat!("`", $action, "`.")]
        pub static $name: Action = Action {
            name: $action,
            of_version: actions!(@version $action $($version)?),
            grants: $grants,
            authority: Authority::$authority,
        };
    )*
        #[cfg(test)]
        const ALL: &[&Action] = &[$(&$name),*];
    };
    (@version $action:literal) => { $action };
    (@version $action:literal $version:literal) => { $version };
}

use AclPermission::{Read, ReadAcp, Write, WriteAcp};
use Grants::{Bucket as OfBucket, None as Nothing, Object as OfObject};

actions! {
    ABORT_UPLOAD = "s3:AbortMultipartUpload" by Bucket, Nothing;
    BYPASS_GOVERNANCE = "s3:BypassGovernanceRetention" by Bucket, Nothing;
    CREATE_BUCKET = "s3:CreateBucket" by Bucket, Nothing;
    DELETE_BUCKET = "s3:DeleteBucket" by Bucket, Nothing;
    // The list's WRITE deletes too, but only what is the caller's own: `decision` looks at the object.
    DELETE_OBJECT = "s3:DeleteObject" or "s3:DeleteObjectVersion" by Bucket, OfBucket(Write);
    DELETE_OBJECT_TAGGING = "s3:DeleteObjectTagging" or "s3:DeleteObjectVersionTagging" by Object, Nothing;
    GET_BUCKET_LOCATION = "s3:GetBucketLocation" by Bucket, Nothing;
    GET_BUCKET_OBJECT_LOCK = "s3:GetBucketObjectLockConfiguration" by Bucket, Nothing;
    GET_BUCKET_OWNERSHIP = "s3:GetBucketOwnershipControls" by Bucket, Nothing;
    GET_BUCKET_PUBLIC_ACCESS_BLOCK = "s3:GetBucketPublicAccessBlock" by Bucket, Nothing;
    GET_BUCKET_TAGGING = "s3:GetBucketTagging" by Bucket, Nothing;
    GET_BUCKET_VERSIONING = "s3:GetBucketVersioning" by Bucket, Nothing;
    GET_ENCRYPTION = "s3:GetEncryptionConfiguration" by Bucket, Nothing;
    GET_LIFECYCLE = "s3:GetLifecycleConfiguration" by Bucket, Nothing;
    GET_OBJECT = "s3:GetObject" or "s3:GetObjectVersion" by Object, OfObject(Read);
    GET_OBJECT_ATTRIBUTES = "s3:GetObjectAttributes" or "s3:GetObjectVersionAttributes" by Object, OfObject(Read);
    GET_OBJECT_LEGAL_HOLD = "s3:GetObjectLegalHold" by Object, Nothing;
    GET_OBJECT_RETENTION = "s3:GetObjectRetention" by Object, Nothing;
    GET_OBJECT_TAGGING = "s3:GetObjectTagging" or "s3:GetObjectVersionTagging" by Object, Nothing;
    LIST_BUCKET = "s3:ListBucket" by Bucket, OfBucket(Read);
    LIST_BUCKETS = "s3:ListAllMyBuckets" by Bucket, Nothing;
    LIST_PARTS = "s3:ListMultipartUploadParts" by Bucket, Nothing;
    LIST_UPLOADS = "s3:ListBucketMultipartUploads" by Bucket, OfBucket(Read);
    LIST_VERSIONS = "s3:ListBucketVersions" by Bucket, OfBucket(Read);
    PUT_BUCKET_OBJECT_LOCK = "s3:PutBucketObjectLockConfiguration" by Bucket, Nothing;
    PUT_BUCKET_OWNERSHIP = "s3:PutBucketOwnershipControls" by Bucket, Nothing;
    PUT_BUCKET_PUBLIC_ACCESS_BLOCK = "s3:PutBucketPublicAccessBlock" by Bucket, Nothing;
    PUT_BUCKET_TAGGING = "s3:PutBucketTagging" by Bucket, Nothing;
    PUT_BUCKET_VERSIONING = "s3:PutBucketVersioning" by Bucket, Nothing;
    PUT_ENCRYPTION = "s3:PutEncryptionConfiguration" by Bucket, Nothing;
    PUT_LIFECYCLE = "s3:PutLifecycleConfiguration" by Bucket, Nothing;
    PUT_OBJECT = "s3:PutObject" by Bucket, OfBucket(Write);
    PUT_OBJECT_LEGAL_HOLD = "s3:PutObjectLegalHold" by Bucket, Nothing;
    PUT_OBJECT_RETENTION = "s3:PutObjectRetention" by Bucket, Nothing;
    PUT_OBJECT_TAGGING = "s3:PutObjectTagging" or "s3:PutObjectVersionTagging" by Object, Nothing;
    UPDATE_OBJECT_ENCRYPTION = "s3:UpdateObjectEncryption" by Object, Nothing;
    RESTORE_OBJECT = "s3:RestoreObject" by Bucket, Nothing;
    GET_BUCKET_ACL = "s3:GetBucketAcl" by Bucket, OfBucket(ReadAcp);
    PUT_BUCKET_ACL = "s3:PutBucketAcl" by Bucket, OfBucket(WriteAcp);
    GET_OBJECT_ACL = "s3:GetObjectAcl" or "s3:GetObjectVersionAcl" by Object, OfObject(ReadAcp);
    PUT_OBJECT_ACL = "s3:PutObjectAcl" or "s3:PutObjectVersionAcl" by Object, OfObject(WriteAcp);
    // Of what is being written: what goes with a new object is its bucket's to allow.
    PUT_NEW_OBJECT_ACL = "s3:PutObjectAcl" by Bucket, OfBucket(Write);
    PUT_NEW_OBJECT_TAGGING = "s3:PutObjectTagging" by Bucket, Nothing;
    GET_BUCKET_CORS = "s3:GetBucketCORS" by Bucket, Nothing;
    PUT_BUCKET_CORS = "s3:PutBucketCORS" by Bucket, Nothing;
    DELETE_BUCKET_POLICY = "s3:DeleteBucketPolicy" by Bucket, Nothing;
    GET_BUCKET_POLICY = "s3:GetBucketPolicy" by Bucket, Nothing;
    GET_BUCKET_POLICY_STATUS = "s3:GetBucketPolicyStatus" by Bucket, Nothing;
    PUT_BUCKET_POLICY = "s3:PutBucketPolicy" by Bucket, Nothing;
    GET_BUCKET_REQUEST_PAYMENT = "s3:GetBucketRequestPayment" by Bucket, Nothing;
    PUT_BUCKET_REQUEST_PAYMENT = "s3:PutBucketRequestPayment" by Bucket, Nothing;
}

impl Action {
    /// An action on a bucket that only policies allow: an operation declares it beside its rules.
    pub const fn of_bucket(name: &'static str) -> Self {
        Self { name, of_version: name, grants: Nothing, authority: Authority::Bucket }
    }

    /// What policies call it for this request.
    pub fn named(&self, names_version: bool) -> &'static str {
        if names_version { self.of_version } else { self.name }
    }

    /// Whether the account that owns a bucket can always do this, whatever its policy says: so that nobody locks
    /// himself out for good.
    pub fn is_never_locked_out(&self) -> bool {
        [&GET_BUCKET_POLICY, &PUT_BUCKET_POLICY, &DELETE_BUCKET_POLICY].contains(&self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::access::policy::{Policy, PolicyOf};

    #[test]
    fn policies_know_every_action() {
        for name in ALL.iter().flat_map(|action| [action.name, action.of_version]) {
            let statement = format!(r#"{{"Effect":"Allow","Action":"{name}","Resource":"*"}}"#);
            let policy = Policy::parse(&format!(r#"{{"Statement":{statement}}}"#), PolicyOf::Identity);
            assert!(policy.is_ok(), "{name}");
        }
    }
}
