//! Policies: who may do what, in AWS's own language.
//!
//! A policy is read once, when it is put, into what can be asked and no longer be wrong; then it gives its verdict on
//! one request at a time. How the verdicts of several come to one answer is not its business.
//!
//! What nobody models here is refused when the policy is put, and named: an operator, a key or an action that was
//! accepted and then ignored would allow what AWS denies.

mod actions;
mod condition;
pub(crate) mod context;
pub(crate) mod faults;
pub(crate) mod json;
mod keys;
mod network;
mod operator;
mod pattern;
mod principals;
mod public;
mod statement;
#[cfg(test)]
mod tests;

pub use context::RequestContext;
pub use faults::PolicyFault;
pub use json::Json;

use super::account::Accounts;
use super::principal::Principal;
use crate::model::name::BucketName;
use statement::{Effect, Statement};
use std::fmt;

/// The most bytes of a bucket's policy, as it is told.
pub const MAX_BUCKET_POLICY_BYTES: usize = 20 * 1024;

/// Whose a policy is, which says what can stand in it.
#[derive(Debug, Clone, Copy)]
pub enum PolicyOf<'a> {
    /// A bucket: it names who may do what to it and its objects.
    Bucket(&'a BucketName),
    /// A user or a role: it says what he may do, and names nobody.
    Identity,
    /// A key of KMS.
    Key,
}

/// Which policy decides: the caller's, or that of what is accessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Identity,
    Resource,
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Identity => "an identity-based policy",
            Self::Resource => "a resource-based policy",
        })
    }
}

/// The same, when which bucket it is does not matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PolicyType {
    Bucket,
    Identity,
    Key,
}

impl PolicyOf<'_> {
    fn kind(self) -> PolicyType {
        match self {
            Self::Bucket(_) => PolicyType::Bucket,
            Self::Identity => PolicyType::Identity,
            Self::Key => PolicyType::Key,
        }
    }
}

/// A policy.
#[derive(Debug, Clone, PartialEq)]
pub struct Policy {
    text: String,
    statements: Vec<Statement>,
}

/// What a policy is asked.
#[derive(Debug, Clone, Copy)]
pub struct RequestToAuthorize<'a> {
    pub principal: &'a Principal,
    /// Such as `s3:GetObject`.
    pub action: &'a str,
    /// Its ARN.
    pub resource: &'a str,
    pub context: &'a RequestContext,
}

/// What a policy says to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// A statement denies it, whatever the others say.
    Denied { statement: String },
    /// A statement allows it, and none denies it.
    Allowed { by: Naming, statement: String },
    /// Nothing.
    Silent,
}

/// How a statement names a caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Naming {
    /// As everybody, or himself: the user, the role or its session, or the account where it is the account that calls.
    Principal,
    /// By his account alone, which decides by its own policies whether he may.
    Account,
}

impl Policy {
    /// Reads a policy.
    ///
    /// # Errors
    /// What S3 would refuse, and what is not modelled.
    pub fn parse(text: &str, of: PolicyOf<'_>) -> Result<Self, PolicyFault> {
        if !text.starts_with('{') {
            return Err(faults::not_json());
        }
        let document = Json::parse(text).map_err(|error| faults::json(&error))?;
        let text = match of {
            PolicyOf::Bucket(_) => statement::as_s3_tells(&document).compact(),
            PolicyOf::Identity | PolicyOf::Key => text.to_owned(),
        };
        if of.kind() == PolicyType::Bucket && text.len() > MAX_BUCKET_POLICY_BYTES {
            return Err(faults::too_large(text.len()));
        }
        let statements = statement::parse_all(&document, of)?;
        Ok(Self { text, statements })
    }

    /// Looks up the accounts that it names.
    ///
    /// # Errors
    /// One that is not there. Users and roles are known by their names alone.
    pub fn settle(mut self, accounts: &Accounts) -> Result<Self, PolicyFault> {
        self.statements.iter_mut().try_for_each(|statement| statement.principals.settle(accounts))?;
        Ok(self)
    }

    /// The policy as it is told: a bucket's without space and in S3's order, others as they were put.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether S3 takes it for one that lets the public in.
    pub fn is_public(&self) -> bool {
        self.statements.iter().any(public::is_public)
    }

    /// What it says to a request.
    pub fn verdict(&self, asked: &RequestToAuthorize<'_>) -> Verdict {
        let mut allowed: Option<(Naming, &Statement)> = None;
        for statement in &self.statements {
            let Some(naming) = statement.applies(asked) else { continue };
            match (statement.effect, allowed) {
                (Effect::Deny, _) => return Verdict::Denied { statement: statement.label.clone() },
                // Whom a statement names himself needs nothing of his account's, whatever the others name.
                (Effect::Allow, Some((Naming::Principal, _))) => {}
                (Effect::Allow, Some(_)) if naming == Naming::Account => {}
                (Effect::Allow, _) => allowed = Some((naming, statement)),
            }
        }
        allowed.map_or(Verdict::Silent, |(by, statement)| Verdict::Allowed { by, statement: statement.label.clone() })
    }
}
