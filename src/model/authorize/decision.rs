//! Whether a caller may do what he asks: the one place where principals, policies and lists come to an answer.
//!
//! An explicit denial beats everything. Within one account either side may allow: the policies of the caller or that of
//! the bucket. Across accounts both must: the caller's own account lets him, and the other account's bucket, by policy
//! or list, lets his account or him.

use super::block;
use crate::model::access::account::{AccountId, CanonicalId};
use crate::model::access::acl::AclPermission;
use crate::model::access::action::{Action, Authority, Grants};
use crate::model::access::caller::Requester;
use crate::model::access::policy::{Naming, Policy, RequestContext, RequestToAuthorize, Side, Verdict};
use crate::model::access::principal::Principal;
use crate::model::bucket::BucketState;
use crate::model::object::StoredObject;
use crate::model::store::Store;
use std::fmt;

/// What a request asks to be allowed.
#[derive(Debug, Clone, Copy)]
pub struct Ask<'a> {
    pub action: &'static Action,
    /// The version that is named: then policies have other names for some actions.
    pub version: Option<&'a str>,
    /// The tag that what is there must have.
    pub if_match: Option<&'a str>,
    pub bucket: &'a BucketState,
    /// Of what is done to a key.
    pub key: Option<&'a str>,
    /// What is there, of a key that has an object.
    pub object: Option<&'a StoredObject>,
}

impl Ask<'_> {
    /// What policies call the action.
    pub fn name(&self) -> &'static str {
        self.action.named(self.version.is_some())
    }

    /// What policies call the bucket or the object.
    pub fn resource(&self) -> String {
        match self.key {
            None => self.bucket.name.arn(),
            Some(key) => format!("{}/{key}", self.bucket.name.arn()),
        }
    }
}

/// Why a caller may not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Denial {
    /// A statement of this policy denies it.
    Denied { by: Side, statement: String },
    /// The caller is of the account that the resource is of, which allows him nothing of this kind.
    NotAllowed,
    /// The caller's own account does not let him do this to what is another's.
    NotAllowedAtHome,
    /// Neither the policy of the bucket nor a list lets whoever is of another account.
    NotAllowedByOwner(AccountId),
    /// The same of who did not sign.
    NotPublic,
    /// The bucket's policy is public, and whoever is not of its owner's account is kept out of such a bucket.
    Restricted,
}

impl fmt::Display for Denial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Denied { by: Side::Identity, statement } => {
                write!(f, "{statement} of the caller's policies denies it")
            }
            Self::Denied { by: Side::Resource, statement } => write!(f, "{statement} of the bucket's policy denies it"),
            Self::NotAllowed => f.write_str("no policy of the account, the caller's or the bucket's, allows it"),
            Self::NotAllowedAtHome => f.write_str("no policy of the caller's own account allows it"),
            Self::NotAllowedByOwner(owner) => {
                write!(f, "neither the bucket's policy nor an access control list of {owner} allows it")
            }
            Self::NotPublic => f.write_str("it is not signed, and neither a policy nor a list allows it to everybody"),
            Self::Restricted => f.write_str("the bucket's policy is public, and RestrictPublicBuckets is on"),
        }
    }
}

/// Whether a caller may do this. What policies ask of the request is only put together where there is a policy.
///
/// # Errors
/// Why not.
pub fn decide(
    store: &Store,
    caller: &Requester,
    ask: Ask<'_>,
    context: impl Fn() -> RequestContext,
) -> Result<(), Denial> {
    let owner = authority(store, ask);
    let is_own_root = caller.principal == Principal::Root(ask.bucket.owner.clone());
    let policy = ask.bucket.policy.as_ref();
    // Most worlds have one account, and no policies.
    if is_own_root && (policy.is_none() || ask.action.is_never_locked_out()) && owner == Some(&ask.bucket.owner) {
        return Ok(());
    }
    let verdicts = Verdicts::of(store, caller, ask, policy, &context);
    verdicts.check_denied()?;
    let by_home = caller.principal.is_root() || verdicts.identity;
    // A bucket's policy speaks for its owner, and not for whom an object is whose he let in.
    let by_policy = verdicts.resource.filter(|_| owner == Some(&ask.bucket.owner));
    if caller.principal.account() != Some(&ask.bucket.owner) && is_restricted(store, ask.bucket) {
        return Err(Denial::Restricted);
    }
    let by_list = Lists::of(store, caller, ask);
    match &caller.principal {
        Principal::Anonymous if by_policy.is_some() || by_list.account || by_list.group => Ok(()),
        Principal::Anonymous => Err(Denial::NotPublic),
        // Within an account either is enough; naming the account alone leaves it to the account's own policies.
        who if owner.is_some() && who.account() == owner => {
            match by_home || by_policy == Some(Naming::Principal) || by_list.group {
                true => Ok(()),
                false => Err(Denial::NotAllowed),
            }
        }
        _ if !by_home => Err(Denial::NotAllowedAtHome),
        _ if by_policy.is_some() || by_list.account || by_list.group => Ok(()),
        _ => Err(Denial::NotAllowedByOwner(owner.unwrap_or(&ask.bucket.owner).clone())),
    }
}

/// Whether a caller may do what concerns no bucket that is there: only his own account has a say.
///
/// # Errors
/// Why not.
pub fn decide_at_home(
    store: &Store,
    caller: &Requester,
    (action, resource): (&'static Action, &str),
    context: impl Fn() -> RequestContext,
) -> Result<(), Denial> {
    if caller.principal.is_root() {
        return Ok(());
    }
    let context = context();
    let asked = RequestToAuthorize { principal: &caller.principal, action: action.name, resource, context: &context };
    match identity_verdict(store, &asked) {
        Verdict::Denied { statement } => Err(Denial::Denied { by: Side::Identity, statement }),
        Verdict::Allowed { .. } => Ok(()),
        Verdict::Silent => Err(Denial::NotAllowed),
    }
}

/// The account whose word counts; `None` for an object that nobody signed for.
fn authority<'a>(store: &'a Store, ask: Ask<'a>) -> Option<&'a AccountId> {
    let access = ask.object.and_then(|object| object.access.as_deref()).filter(|_| ask.bucket.settings.has_acls());
    match (ask.action.authority, access) {
        (Authority::Object, Some(access)) => {
            store.accounts.by_canonical_id(access.owner.as_str()).map(|account| &account.id)
        }
        _ => Some(&ask.bucket.owner),
    }
}

/// What the policies say.
struct Verdicts {
    denied: Option<(Side, String)>,
    identity: bool,
    resource: Option<Naming>,
}

impl Verdicts {
    fn of(
        store: &Store,
        caller: &Requester,
        ask: Ask<'_>,
        policy: Option<&Policy>,
        context: &impl Fn() -> RequestContext,
    ) -> Self {
        let mut verdicts = Self { denied: None, identity: false, resource: None };
        let has_own = store.accounts.policies_of(&caller.principal).next().is_some();
        if policy.is_none() && !has_own {
            return verdicts;
        }
        let (context, resource) = (context(), ask.resource());
        let asked = RequestToAuthorize {
            principal: &caller.principal,
            action: ask.name(),
            resource: &resource,
            context: &context,
        };
        match identity_verdict(store, &asked) {
            Verdict::Denied { statement } => verdicts.denied = Some((Side::Identity, statement)),
            Verdict::Allowed { .. } => verdicts.identity = true,
            Verdict::Silent => {}
        }
        match policy.map(|policy| policy.verdict(&asked)) {
            Some(Verdict::Denied { statement }) => verdicts.denied = Some((Side::Resource, statement)),
            Some(Verdict::Allowed { by, .. }) => verdicts.resource = Some(by),
            Some(Verdict::Silent) | None => {}
        }
        verdicts
    }

    fn check_denied(&self) -> Result<(), Denial> {
        match &self.denied {
            Some((by, statement)) => Err(Denial::Denied { by: *by, statement: statement.clone() }),
            None => Ok(()),
        }
    }
}

fn is_restricted(store: &Store, bucket: &BucketState) -> bool {
    block::effective(store, bucket).restrict_public_buckets && bucket.policy.as_ref().is_some_and(Policy::is_public)
}

/// What all policies of a user or a role say together.
pub fn identity_verdict(store: &Store, asked: &RequestToAuthorize<'_>) -> Verdict {
    let mut together = Verdict::Silent;
    for policy in store.accounts.policies_of(asked.principal) {
        match policy.verdict(asked) {
            denied @ Verdict::Denied { .. } => return denied,
            allowed @ Verdict::Allowed { .. } => together = allowed,
            Verdict::Silent => {}
        }
    }
    together
}

/// What the access control list that counts says.
#[derive(Debug, Default)]
struct Lists {
    /// The caller's account is named.
    account: bool,
    /// A group is named that the caller is of.
    group: bool,
}

impl Lists {
    fn of(store: &Store, caller: &Requester, ask: Ask<'_>) -> Self {
        let own = store.accounts.canonical_id_of(&caller.principal);
        let of_object = || ask.object.and_then(|object| object.access.as_deref()).map(|access| &access.acl);
        // What nobody said anything of is its owner's alone, who needs no list.
        let (acl, asked) = match ask.action.grants {
            // Versions are deleted by whom policies let, or by the bucket's owner (documented).
            Grants::Bucket(AclPermission::Write) if ask.version.is_some() => return Self::default(),
            Grants::Bucket(asked) => (ask.bucket.acl.as_ref(), asked),
            Grants::Object(asked) => (of_object(), asked),
            Grants::None => return Self::default(),
        };
        match acl.filter(|_| ask.bucket.settings.has_acls() && !is_kept(store, ask, asked, &own)) {
            Some(acl) => Self {
                account: acl.grants_account(&own, asked),
                group: acl.grants_group(caller, asked) && !block::effective(store, ask.bucket).ignore_public_acls,
            },
            None => Self::default(),
        }
    }
}

/// Whether there is something already that WRITE on the bucket does not reach: another's object. Its user guide lets
/// grantees create, and overwrite or delete only what is their own.
fn is_kept(store: &Store, ask: Ask<'_>, asked: AclPermission, own: &CanonicalId) -> bool {
    let Some(object) = ask.object.filter(|_| asked == AclPermission::Write) else { return false };
    match object.access.as_deref() {
        Some(access) => access.owner != *own,
        None => store.accounts.canonical_id(&ask.bucket.owner) != *own,
    }
}
