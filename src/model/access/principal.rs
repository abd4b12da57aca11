//! Who calls.

use super::account::AccountId;
use std::fmt;

/// Who makes a request.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Principal {
    /// Nobody: the request is not signed.
    Anonymous,
    /// An account itself, which may do all that its account may.
    Root(AccountId),
    /// A user of an account, who may do what policies say.
    User { account: AccountId, name: String },
    /// A role of an account, in a session. Policies name the role; answers show the session.
    Role { account: AccountId, name: String, session: String },
}

impl Principal {
    /// The account, of whoever has one.
    pub fn account(&self) -> Option<&AccountId> {
        match self {
            Self::Anonymous => None,
            Self::Root(account) | Self::User { account, .. } | Self::Role { account, .. } => Some(account),
        }
    }

    /// Whether it is the account itself.
    pub fn is_root(&self) -> bool {
        matches!(self, Self::Root(_))
    }

    /// What AWS calls whoever acts: of a role its session.
    pub fn arn(&self) -> Option<String> {
        Some(match self {
            Self::Anonymous => return None,
            Self::Root(account) => account.root_arn(),
            Self::User { account, name } => format!("arn:aws:iam::{account}:user/{name}"),
            Self::Role { account, name, session } => format!("arn:aws:sts::{account}:assumed-role/{name}/{session}"),
        })
    }

    /// What policies call it (`aws:PrincipalArn`): of a session its role.
    pub fn policy_arn(&self) -> Option<String> {
        match self {
            Self::Role { account, name, .. } => Some(format!("arn:aws:iam::{account}:role/{name}")),
            principal => principal.arn(),
        }
    }
}

impl fmt::Display for Principal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.arn() {
            Some(arn) => f.write_str(&arn),
            None => f.write_str("the anonymous caller"),
        }
    }
}

impl From<&AccountId> for Principal {
    fn from(account: &AccountId) -> Self {
        Self::Root(account.clone())
    }
}
