//! Access control lists: what a request says of one, and whether its bucket lets it. The conflict rule, and the type in
//! which the conflict can no longer be written, are [`List`] and what makes it.

use super::grantee::{self, Grantees};
use super::owner;
use crate::api::error::{ErrorRow, S3Error, table};
use crate::api::types::groups::{AclHeaders, GrantHeaders};
use crate::api::types::{self, AccessControlPolicy, BucketCannedAcl, ObjectCannedAcl, Owner, Type};
use crate::model::access::account::CanonicalId;
use crate::model::access::acl::{Access, Acl, AclGrant, AclGrantee, AclPermission, Canned, MAX_GRANTS};
use crate::model::access::block::PublicAccessBlock;
use crate::model::authorize::block;
use crate::model::bucket::BucketState;
use crate::model::object::StoredObject;
use crate::model::settings::Ownership;
use crate::model::store::Store;
use crate::ops::Call;
use crate::ops::guesses::{Guess, WRITE_GRANTED_ON_OBJECT};
use crate::ops::hidden::GRANT_WRITE;

/// What the headers answer.
pub(crate) static HEADER_ERRORS: [&ErrorRow; 4] =
    [&table::ACL_UNKNOWN, &table::ACL_WITH_GRANTS, &table::GRANT_FORMAT, &table::GRANTS_TOO_MANY];

/// Whom they can name.
pub(crate) static GRANTEE_ERRORS: &[&ErrorRow] = &grantee::ERRORS;

/// What a list answers that is for an object, or for what is there.
pub(crate) static ERRORS: [&ErrorRow; 2] = [&table::ACL_NOT_SUPPORTED, &table::ACCESS_DENIED];

/// What putting a list answers besides.
pub(crate) static DOCUMENT_ERRORS: [&ErrorRow; 3] =
    [&table::MALFORMED_ACL, &table::MISSING_SECURITY_HEADER, &table::UNEXPECTED_CONTENT];

/// The headers that grant, in the order in which their grants stand in the list (guess).
const GRANT_HEADERS: [(&str, AclPermission); 5] = [
    ("x-amz-grant-read", AclPermission::Read),
    ("x-amz-grant-write", AclPermission::Write),
    ("x-amz-grant-read-acp", AclPermission::ReadAcp),
    ("x-amz-grant-write-acp", AclPermission::WriteAcp),
    ("x-amz-grant-full-control", AclPermission::FullControl),
];

/// What a request says that a list shall be: one that has a name, or one that is written down. Never both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum List {
    Canned(Canned),
    Grants(Acl),
}

impl List {
    /// The list of an object that is written; `None` where nothing is said.
    pub(crate) fn of_upload(
        headers: &impl AclHeaders,
        call: &Call<'_>,
        bucket: &BucketState,
    ) -> Result<Option<Self>, S3Error> {
        let grants = [
            headers.grant_read().as_deref(),
            // Kept as PutObjectAcl keeps it, and without effect on an object.
            call.sent.get(&GRANT_WRITE),
            headers.grant_read_acp().as_deref(),
            headers.grant_write_acp().as_deref(),
            headers.grant_full_control().as_deref(),
        ];
        let canned = headers.acl().as_ref().map(object_canned);
        AclHeaderValues { canned, grants }.read(Grantees { store: call.store, region: &bucket.region })
    }

    /// The list of a bucket that is made, and will be in this Region.
    pub(crate) fn of_new_bucket(
        canned: Option<&BucketCannedAcl>,
        headers: &impl GrantHeaders,
        store: &Store,
        region: &str,
    ) -> Result<Option<Self>, S3Error> {
        AclHeaderValues { canned: canned.map(bucket_canned), grants: grants(headers) }.read(Grantees { store, region })
    }

    /// What is stored.
    pub(crate) fn acl(self, owner: &CanonicalId, bucket_owner: &CanonicalId) -> Acl {
        match self {
            Self::Canned(canned) => canned.acl(owner, bucket_owner),
            Self::Grants(acl) => acl,
        }
    }

    /// That nothing is granted to everybody where that is blocked.
    pub(crate) fn check_public(&self, block: PublicAccessBlock) -> Result<(), S3Error> {
        let is_public = match self {
            Self::Canned(canned) => canned.is_public(),
            Self::Grants(acl) => acl.is_public(),
        };
        match is_public && block.block_public_acls {
            true => {
                let why = "the list is public, and the bucket or its owner's account blocks such (BlockPublicAcls): \
                           `set_public_access_block(None)` takes the block away";
                Err(table::ACCESS_DENIED.error().because(why))
            }
            false => Ok(()),
        }
    }
}

/// What the headers say.
#[derive(Debug)]
struct AclHeaderValues<'a> {
    /// The list that has this name, or the name if none has it.
    canned: Option<Result<Canned, &'a str>>,
    /// In the order of [`GRANT_HEADERS`].
    grants: [Option<&'a str>; 5],
}

fn bucket_canned(sent: &BucketCannedAcl) -> Result<Canned, &str> {
    Canned::of(sent.as_str()).ok_or(sent.as_str())
}

fn object_canned(sent: &ObjectCannedAcl) -> Result<Canned, &str> {
    Canned::of(sent.as_str()).ok_or(sent.as_str())
}

fn grants(headers: &impl GrantHeaders) -> [Option<&str>; 5] {
    [
        headers.grant_read().as_deref(),
        headers.grant_write().as_deref(),
        headers.grant_read_acp().as_deref(),
        headers.grant_write_acp().as_deref(),
        headers.grant_full_control().as_deref(),
    ]
}

impl AclHeaderValues<'_> {
    /// The headers that exclude each other.
    fn which(self) -> String {
        let sent = GRANT_HEADERS.into_iter().zip(self.grants).filter(|(_, sent)| sent.is_some());
        let grants: Vec<&str> = sent.map(|((name, _), _)| name).collect();
        format!("x-amz-acl came beside {}", grants.join(", "))
    }

    /// The faults of the headers come before the question whether the bucket has ACLs at all (recorded on buckets that
    /// have none).
    fn read(self, grantees: Grantees<'_>) -> Result<Option<List>, S3Error> {
        let has_grants = self.grants.iter().any(Option::is_some);
        match self.canned {
            Some(Err(name)) => return Err(table::ACL_UNKNOWN.argument("x-amz-acl", name)),
            Some(Ok(_)) if has_grants => return Err(table::ACL_WITH_GRANTS.error().because(self.which())),
            Some(Ok(canned)) => return Ok(Some(List::Canned(canned))),
            None if !has_grants => return Ok(None),
            None => {}
        }
        let mut grants = Vec::new();
        for (header, sent) in GRANT_HEADERS.into_iter().zip(self.grants) {
            if let Some(sent) = sent {
                grants.extend(grantees.of_header(header, sent)?);
            }
        }
        let count = grants.len();
        let too_many = || table::GRANTS_TOO_MANY.error().because(format!("{count} grants, of {MAX_GRANTS}"));
        Acl::new(grants).map(|acl| Some(List::Grants(acl))).ok_or_else(too_many)
    }
}

fn not_supported(bucket: &BucketState) -> S3Error {
    table::ACL_NOT_SUPPORTED.error().because(format!("{} has ACLs disabled (BucketOwnerEnforced)", bucket.name))
}

/// What may be said of the list of an object that is written: where ACLs are disabled, only that all is the bucket's
/// owner's.
pub(crate) fn check(list: Option<&List>, store: &Store, bucket: &BucketState) -> Result<(), S3Error> {
    match list {
        Some(list) if bucket.settings.has_acls() => list.check_public(block::effective(store, bucket)),
        None | Some(List::Canned(Canned::BucketOwnerFullControl)) => Ok(()),
        Some(List::Grants(acl)) if acl.is_private_to(&owner::of_bucket(store, bucket)) => Ok(()),
        Some(_) => Err(not_supported(bucket)),
    }
}

/// Whose an object is that is written now, and what is granted of it; `None` where all is the bucket's owner's alone.
pub(crate) fn access_of_new(call: &Call<'_>, bucket: &BucketState, list: Option<List>) -> Option<Access> {
    let gives_away = list == Some(List::Canned(Canned::BucketOwnerFullControl));
    match bucket.settings.ownership {
        Some(Ownership::BucketOwnerEnforced) => return None,
        Some(Ownership::BucketOwnerPreferred) if gives_away => return None,
        // Without ownership controls the writer owns (guess).
        Some(Ownership::BucketOwnerPreferred | Ownership::ObjectWriter) | None => {}
    }
    let bucket_owner = owner::of_bucket(call.store, bucket);
    let owner = call.store.accounts.canonical_id_of(&call.caller.principal);
    let acl = list.map_or_else(|| Acl::private(&owner), |list| list.acl(&owner, &bucket_owner));
    unless_private(Access { owner, acl }, bucket_owner)
}

/// Where an object is written with a header that grants to write it, nobody has seen the success.
pub(crate) fn guess(call: &Call<'_>) -> Option<&'static Guess> {
    call.sent.get(&GRANT_WRITE).map(|_| &WRITE_GRANTED_ON_OBJECT)
}

/// The usual case takes no room.
pub(crate) fn unless_private(access: Access, bucket_owner: CanonicalId) -> Option<Access> {
    Some(access).filter(|access| *access != Access::private(bucket_owner))
}

/// A list that is put in the place of another: by headers, or by a document, which says whose it is.
#[derive(Debug)]
pub(crate) struct Replacement {
    list: List,
    owner: Option<CanonicalId>,
}

impl Replacement {
    /// The list of a bucket.
    pub(crate) fn of_bucket(
        canned: Option<&BucketCannedAcl>,
        headers: &impl GrantHeaders,
        policy: Option<&AccessControlPolicy>,
        (store, bucket): (&Store, &BucketState),
    ) -> Result<Self, S3Error> {
        let sent = AclHeaderValues { canned: canned.map(bucket_canned), grants: grants(headers) };
        Self::read(sent, policy, Grantees { store, region: &bucket.region })
    }

    /// The list of an object in a bucket.
    pub(crate) fn of_object(
        canned: Option<&ObjectCannedAcl>,
        headers: &impl GrantHeaders,
        policy: Option<&AccessControlPolicy>,
        (store, bucket): (&Store, &BucketState),
    ) -> Result<Self, S3Error> {
        let sent = AclHeaderValues { canned: canned.map(object_canned), grants: grants(headers) };
        Self::read(sent, policy, Grantees { store, region: &bucket.region })
    }

    fn read(
        sent: AclHeaderValues<'_>,
        policy: Option<&AccessControlPolicy>,
        grantees: Grantees<'_>,
    ) -> Result<Self, S3Error> {
        match (sent.read(grantees)?, policy) {
            (Some(_), Some(_)) => {
                Err(table::UNEXPECTED_CONTENT.error().because("an ACL came in the headers and as a document"))
            }
            (Some(list), None) => Ok(Self { list, owner: None }),
            (None, Some(policy)) => {
                let (owner, acl) = grantees.of_document(policy)?;
                Ok(Self { list: List::Grants(acl), owner: Some(owner) })
            }
            (None, None) => Err(table::MISSING_SECURITY_HEADER.error().with("MissingHeaderName", "x-amz-acl")),
        }
    }

    /// That the bucket has ACLs, and that this one is not blocked. Where ACLs are disabled none is taken, whatever it
    /// says (a suite's, of `private`).
    pub(crate) fn check(&self, store: &Store, bucket: &BucketState) -> Result<(), S3Error> {
        if !bucket.settings.has_acls() {
            return Err(not_supported(bucket));
        }
        self.list.check_public(block::effective(store, bucket))
    }

    /// What is stored of what this owner has. A document gives nothing away to another.
    pub(crate) fn acl(self, owner: &CanonicalId, bucket_owner: &CanonicalId) -> Result<Acl, S3Error> {
        match self.owner {
            Some(named) if named != *owner => {
                let why = format!("the document says that {named} owns what is {owner}'s");
                Err(table::ACCESS_DENIED.error().because(why))
            }
            _ => Ok(self.list.acl(owner, bucket_owner)),
        }
    }

    /// The same of an object; `None` where all is the bucket's owner's alone.
    pub(crate) fn access(self, owner: CanonicalId, bucket_owner: CanonicalId) -> Result<Option<Access>, S3Error> {
        let acl = self.acl(&owner, &bucket_owner)?;
        Ok(unless_private(Access { owner, acl }, bucket_owner))
    }
}

/// Whose a bucket is, and what is granted of it. Where ACLs are disabled the one that is stored is not looked at.
pub(crate) fn of_bucket(store: &Store, bucket: &BucketState) -> Access {
    let owner = owner::of_bucket(store, bucket);
    match bucket.acl.as_ref().filter(|_| bucket.settings.has_acls()) {
        Some(acl) => Access { owner, acl: acl.clone() },
        None => Access::private(owner),
    }
}

/// Whose an object is, and what is granted of it.
pub(crate) fn of_object(store: &Store, bucket: &BucketState, object: &StoredObject) -> Access {
    match object.access.as_deref().filter(|_| bucket.settings.has_acls()) {
        Some(access) => access.clone(),
        None => Access::private(owner::of_bucket(store, bucket)),
    }
}

/// The owner and the grants, as they are shown.
pub(crate) fn tell(store: &Store, access: &Access) -> (Option<Owner>, Option<Vec<types::Grant>>) {
    let grants = access.acl.grants().iter().map(|grant| shown(store, grant)).collect();
    (Some(owner::owner(store, &access.owner)), Some(grants))
}

fn shown(store: &Store, grant: &AclGrant) -> types::Grant {
    let mut grantee =
        types::Grantee { display_name: None, email_address: None, id: None, uri: None, r#type: Type::CanonicalUser };
    match &grant.grantee {
        AclGrantee::Account(id) => {
            let account = owner::owner(store, id);
            (grantee.id, grantee.display_name) = (account.id, account.display_name);
        }
        AclGrantee::Group(group) => (grantee.uri, grantee.r#type) = (Some(group.uri().to_owned()), Type::Group),
    }
    let permission = match grant.permission {
        AclPermission::FullControl => types::Permission::FullControl,
        AclPermission::Read => types::Permission::Read,
        AclPermission::ReadAcp => types::Permission::ReadAcp,
        AclPermission::Write => types::Permission::Write,
        AclPermission::WriteAcp => types::Permission::WriteAcp,
    };
    types::Grant { grantee: Some(grantee), permission: Some(permission) }
}
