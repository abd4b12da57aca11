//! Access control lists: who was granted what, in the order in which S3 shows it.

use super::account::CanonicalId;
use super::caller::Caller;
use std::fmt;

/// The most grants of a list.
pub const MAX_GRANTS: usize = 100;

/// What can be granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Permission {
    /// All the others.
    FullControl,
    /// To list a bucket, or to read an object.
    Read,
    /// To read the list itself.
    ReadAcp,
    /// To put objects into a bucket; of an object it is stored, and means nothing.
    Write,
    /// To replace the list itself.
    WriteAcp,
}

impl Permission {
    /// Whether having this is enough for that.
    pub fn covers(self, asked: Self) -> bool {
        self == asked || self == Self::FullControl
    }
}

/// Those whom a grant can name together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Everybody, signed or not.
    AllUsers,
    /// Whoever signs.
    AuthenticatedUsers,
    /// S3's own service, which writes access logs.
    LogDelivery,
}

impl Group {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::AllUsers, Self::AuthenticatedUsers, Self::LogDelivery];

    /// Its name on the wire.
    pub fn uri(self) -> &'static str {
        match self {
            Self::AllUsers => "http://acs.amazonaws.com/groups/global/AllUsers",
            Self::AuthenticatedUsers => "http://acs.amazonaws.com/groups/global/AuthenticatedUsers",
            Self::LogDelivery => "http://acs.amazonaws.com/groups/s3/LogDelivery",
        }
    }

    /// The group of a name.
    pub fn of(uri: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.uri() == uri)
    }

    fn has(self, caller: &Caller) -> bool {
        match self {
            Self::AllUsers => true,
            Self::AuthenticatedUsers => !caller.is_anonymous(),
            Self::LogDelivery => false,
        }
    }
}

/// To whom something is granted. A user or a role of an account cannot be named.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grantee {
    Account(CanonicalId),
    Group(Group),
}

impl fmt::Display for Grantee {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Account(id) => id.fmt(f),
            Self::Group(group) => f.write_str(group.uri()),
        }
    }
}

/// One line of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    pub grantee: Grantee,
    pub permission: Permission,
}

/// A list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Acl {
    grants: Vec<Grant>,
}

impl Acl {
    /// The one that a new bucket or object has when nothing is said: all to its owner.
    pub fn private(owner: &CanonicalId) -> Self {
        Self { grants: vec![Grant { grantee: Grantee::Account(owner.clone()), permission: Permission::FullControl }] }
    }

    /// Its lines.
    pub fn grants(&self) -> &[Grant] {
        &self.grants
    }

    /// Whether it grants anything to everybody, or to whoever signs.
    pub fn is_public(&self) -> bool {
        self.public().next().is_some()
    }

    fn public(&self) -> impl Iterator<Item = &Grant> {
        self.grants.iter().filter(|grant| is_public(&grant.grantee))
    }

    /// What it grants the account of a caller by name.
    pub fn grants_account(&self, account: &CanonicalId, asked: Permission) -> bool {
        let is_his = |grant: &&Grant| matches!(&grant.grantee, Grantee::Account(id) if id == account);
        self.grants.iter().filter(is_his).any(|grant| grant.permission.covers(asked))
    }

    /// What it grants a caller as one of a group.
    pub fn grants_group(&self, caller: &Caller, asked: Permission) -> bool {
        self.grants.iter().any(|grant| match grant.grantee {
            Grantee::Group(group) => group.has(caller) && grant.permission.covers(asked),
            Grantee::Account(_) => false,
        })
    }
}

fn is_public(grantee: &Grantee) -> bool {
    matches!(grantee, Grantee::Group(Group::AllUsers | Group::AuthenticatedUsers))
}

/// Whose an object is, and what its owner grants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    pub owner: CanonicalId,
    pub acl: Acl,
}

impl Access {
    /// All is the owner's alone.
    pub fn private(owner: CanonicalId) -> Self {
        Self { acl: Acl::private(&owner), owner }
    }
}
