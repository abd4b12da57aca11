//! Access control lists: who was granted what, in the order in which S3 shows it.

use super::account::CanonicalId;
use super::caller::Requester;
use std::fmt;

/// The most grants of a list.
pub const MAX_GRANTS: usize = 100;

/// What can be granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AclPermission {
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

impl AclPermission {
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

    fn has(self, caller: &Requester) -> bool {
        match self {
            Self::AllUsers => true,
            Self::AuthenticatedUsers => !caller.is_anonymous(),
            Self::LogDelivery => false,
        }
    }
}

/// To whom something is granted. A user or a role of an account cannot be named.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum AclGrantee {
    Account(CanonicalId),
    Group(Group),
}

impl fmt::Display for AclGrantee {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Account(id) => id.fmt(f),
            Self::Group(group) => f.write_str(group.uri()),
        }
    }
}

/// One line of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AclGrant {
    pub grantee: AclGrantee,
    pub permission: AclPermission,
}

/// A list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Acl {
    grants: Vec<AclGrant>,
}

impl Acl {
    /// The one that a new bucket or object has when nothing is said: all to its owner.
    pub fn private(owner: &CanonicalId) -> Self {
        Self {
            grants: vec![AclGrant {
                grantee: AclGrantee::Account(owner.clone()),
                permission: AclPermission::FullControl,
            }],
        }
    }

    /// A list of these lines; `None` where there are more than a list has.
    pub fn new(grants: Vec<AclGrant>) -> Option<Self> {
        (grants.len() <= MAX_GRANTS).then_some(Self { grants })
    }

    /// Whether it is the one that a new bucket or object of this owner has when nothing is said, said once or often.
    pub fn is_private_to(&self, owner: &CanonicalId) -> bool {
        let is_his = |grant: &AclGrant| {
            matches!(&grant.grantee, AclGrantee::Account(id) if id == owner)
                && grant.permission == AclPermission::FullControl
        };
        !self.grants.is_empty() && self.grants.iter().all(is_his)
    }

    /// Whether it grants anything to anybody but this account.
    pub fn grants_others(&self, owner: &CanonicalId) -> bool {
        !self.grants.iter().all(|grant| matches!(&grant.grantee, AclGrantee::Account(id) if id == owner))
    }

    /// Its lines.
    pub fn grants(&self) -> &[AclGrant] {
        &self.grants
    }

    /// Whether it grants anything to everybody, or to whoever signs.
    pub fn is_public(&self) -> bool {
        self.public().next().is_some()
    }

    fn public(&self) -> impl Iterator<Item = &AclGrant> {
        self.grants.iter().filter(|grant| is_public(&grant.grantee))
    }

    /// What it grants the account of a caller by name.
    pub fn grants_account(&self, account: &CanonicalId, asked: AclPermission) -> bool {
        let is_his = |grant: &&AclGrant| matches!(&grant.grantee, AclGrantee::Account(id) if id == account);
        self.grants.iter().filter(is_his).any(|grant| grant.permission.covers(asked))
    }

    /// What it grants a caller as one of a group.
    pub fn grants_group(&self, caller: &Requester, asked: AclPermission) -> bool {
        self.grants.iter().any(|grant| match grant.grantee {
            AclGrantee::Group(group) => group.has(caller) && grant.permission.covers(asked),
            AclGrantee::Account(_) => false,
        })
    }
}

fn is_public(grantee: &AclGrantee) -> bool {
    matches!(grantee, AclGrantee::Group(Group::AllUsers | Group::AuthenticatedUsers))
}

/// The lists that have names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Canned {
    Private,
    PublicRead,
    PublicReadWrite,
    AuthenticatedRead,
    AwsExecRead,
    BucketOwnerRead,
    BucketOwnerFullControl,
    /// Documented of buckets; S3 was seen to accept it for an object.
    LogDeliveryWrite,
}

impl Canned {
    /// All of them.
    const ALL: [Self; 8] = [
        Self::Private,
        Self::PublicRead,
        Self::PublicReadWrite,
        Self::AuthenticatedRead,
        Self::AwsExecRead,
        Self::BucketOwnerRead,
        Self::BucketOwnerFullControl,
        Self::LogDeliveryWrite,
    ];

    /// Its name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Private => "private",
            Self::PublicRead => "public-read",
            Self::PublicReadWrite => "public-read-write",
            Self::AuthenticatedRead => "authenticated-read",
            Self::AwsExecRead => "aws-exec-read",
            Self::BucketOwnerRead => "bucket-owner-read",
            Self::BucketOwnerFullControl => "bucket-owner-full-control",
            Self::LogDeliveryWrite => "log-delivery-write",
        }
    }

    /// The list of this name. Those that are about a bucket's owner mean nothing more on a bucket.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|canned| canned.name() == name)
    }

    /// Whether it grants anything to everybody, or to whoever signs.
    pub fn is_public(self) -> bool {
        matches!(self, Self::PublicRead | Self::PublicReadWrite | Self::AuthenticatedRead)
    }

    /// The list that this is the name of: what is stored, and in which order.
    pub fn acl(self, owner: &CanonicalId, bucket_owner: &CanonicalId) -> Acl {
        let (group, account) = (AclGrantee::Group, |id: &CanonicalId| AclGrantee::Account(id.clone()));
        let to_bucket_owner = |permission| match owner == bucket_owner {
            true => vec![],
            false => vec![(account(bucket_owner), permission)],
        };
        let beyond = match self {
            Self::Private => vec![],
            Self::PublicRead => vec![(group(Group::AllUsers), AclPermission::Read)],
            Self::PublicReadWrite => {
                vec![(group(Group::AllUsers), AclPermission::Read), (group(Group::AllUsers), AclPermission::Write)]
            }
            Self::AuthenticatedRead => vec![(group(Group::AuthenticatedUsers), AclPermission::Read)],
            Self::AwsExecRead => vec![(account(&CanonicalId::ec2()), AclPermission::Read)],
            Self::BucketOwnerRead => to_bucket_owner(AclPermission::Read),
            Self::BucketOwnerFullControl => to_bucket_owner(AclPermission::FullControl),
            Self::LogDeliveryWrite => {
                vec![
                    (group(Group::LogDelivery), AclPermission::Write),
                    (group(Group::LogDelivery), AclPermission::ReadAcp),
                ]
            }
        };
        let mut acl = Acl::private(owner);
        acl.grants.extend(beyond.into_iter().map(|(grantee, permission)| AclGrant { grantee, permission }));
        acl
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn id(digit: char) -> CanonicalId {
        CanonicalId::parse(&digit.to_string().repeat(64)).unwrap()
    }

    fn lines(acl: &Acl) -> Vec<(String, AclPermission)> {
        acl.grants().iter().map(|grant| (grant.grantee.to_string(), grant.permission)).collect()
    }

    #[test]
    fn a_canned_list_adds_to_that_of_its_owner() {
        let (owner, bucket_owner) = (id('a'), id('b'));
        for canned in Canned::ALL {
            assert_eq!(Canned::of(canned.name()), Some(canned));
            let acl = canned.acl(&owner, &bucket_owner);
            assert_eq!(lines(&acl)[0], (owner.to_string(), AclPermission::FullControl), "{canned:?}");
            assert_eq!(acl.is_private_to(&owner), canned == Canned::Private);
        }
        assert_eq!(Canned::of("fake-acl"), None);
    }

    #[test]
    fn the_bucket_owner_is_named_once() {
        let (owner, bucket_owner) = (id('a'), id('b'));
        let both = Canned::BucketOwnerFullControl.acl(&owner, &bucket_owner);
        assert_eq!(lines(&both)[1..], [(bucket_owner.to_string(), AclPermission::FullControl)]);
        for canned in [Canned::BucketOwnerRead, Canned::BucketOwnerFullControl] {
            assert_eq!(canned.acl(&owner, &owner), Acl::private(&owner));
        }
    }

    #[test]
    fn what_is_public_is_granted_to_everybody_or_to_whoever_signs() {
        for canned in Canned::ALL {
            assert_eq!(canned.acl(&id('a'), &id('b')).is_public(), canned.is_public(), "{canned:?}");
        }
    }

    #[test]
    fn a_list_has_at_most_a_hundred_lines() {
        let grant = AclGrant { grantee: AclGrantee::Group(Group::AllUsers), permission: AclPermission::Read };
        assert!(Acl::new(vec![grant.clone(); MAX_GRANTS]).is_some());
        assert!(Acl::new(vec![grant; MAX_GRANTS + 1]).is_none());
    }

    #[test]
    fn what_is_said_twice_grants_nothing_more() {
        let full = |digit| AclGrant { grantee: AclGrantee::Account(id(digit)), permission: AclPermission::FullControl };
        let twice = Acl::new(vec![full('a'), full('a')]).unwrap();
        assert!(twice.is_private_to(&id('a')) && !twice.grants_others(&id('a')));
        let other = Acl::new(vec![full('a'), full('b')]).unwrap();
        assert!(!other.is_private_to(&id('a')) && other.grants_others(&id('a')));
        assert!(!Acl::default().is_private_to(&id('a')) && !Acl::default().grants_others(&id('a')));
    }
}
