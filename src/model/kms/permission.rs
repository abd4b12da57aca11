//! Whether a caller may have S3 use a key for him.
//!
//! Unlike buckets, a key lets nobody in whom its own policy does not: within its account by naming him, or by leaving
//! it to the account, whose policies must then allow; from another account both, the key's policy and his own, must.

use super::KeyArn;
use crate::model::access::decision::{Side, identity_verdict};
use crate::model::access::policy::{Asked, Context, Naming, Verdict};
use crate::model::access::principal::Principal;
use crate::model::store::Store;
use std::fmt;

/// What S3 asks of KMS, and what can be granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    Decrypt,
    DescribeKey,
    Encrypt,
    GenerateDataKey,
    GenerateDataKeyWithoutPlaintext,
    ReEncryptFrom,
    ReEncryptTo,
}

impl Action {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Decrypt,
        Self::DescribeKey,
        Self::Encrypt,
        Self::GenerateDataKey,
        Self::GenerateDataKeyWithoutPlaintext,
        Self::ReEncryptFrom,
        Self::ReEncryptTo,
    ];

    /// What policies call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Decrypt => "kms:Decrypt",
            Self::DescribeKey => "kms:DescribeKey",
            Self::Encrypt => "kms:Encrypt",
            Self::GenerateDataKey => "kms:GenerateDataKey",
            Self::GenerateDataKeyWithoutPlaintext => "kms:GenerateDataKeyWithoutPlaintext",
            Self::ReEncryptFrom => "kms:ReEncryptFrom",
            Self::ReEncryptTo => "kms:ReEncryptTo",
        }
    }

    /// By its name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.name() == name)
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What somebody was granted of a key, beside what its policy says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// His ARN.
    pub grantee: String,
    pub actions: Vec<Action>,
}

/// Whether something can be granted to this: to an account, a user or a role, by its ARN.
pub fn is_grantee(arn: &str) -> bool {
    arn.starts_with("arn:aws:iam::") || arn.starts_with("arn:aws:sts::")
}

impl Grant {
    fn covers(&self, principal: &Principal, action: &str) -> bool {
        let is_he = [principal.arn(), principal.policy_arn()].contains(&Some(self.grantee.clone()));
        is_he && self.actions.iter().any(|granted| granted.name() == action)
    }
}

/// Whether one of these grants lets him.
pub fn is_granted(grants: &[Grant], asked: &Asked<'_>) -> bool {
    grants.iter().any(|grant| grant.covers(asked.principal, asked.action))
}

/// Why a caller may not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// A statement denies it.
    Denied { by: Side, statement: String },
    /// No policy of this side allows it, which it must.
    NotAllowed(Side),
    /// The key is another account's, and does not let him: he is not even told whether it is there.
    NotAllowedElsewhere,
}

/// Whether a caller may have a key used so.
///
/// # Errors
/// Why not.
pub fn decide(
    store: &Store,
    principal: &Principal,
    (arn, action): (&KeyArn, Action),
    context: &Context,
) -> Result<(), Refusal> {
    let is_home = principal.account() == Some(&arn.account);
    let is_own_root = is_home && principal.is_root();
    let key = store.keys.get(arn, store.now());
    // Most keys are their account's alone.
    if is_own_root && key.is_none_or(|key| key.policy.is_none()) {
        return Ok(());
    }
    let resource = arn.to_string();
    let asked = Asked { principal, action: action.name(), resource: &resource, context };
    let is_let_by_identity = match identity_verdict(store, &asked) {
        Verdict::Denied { statement } => return Err(Refusal::Denied { by: Side::Identity, statement }),
        Verdict::Allowed { .. } => true,
        Verdict::Silent => false,
    };
    let is_let_at_home = principal.is_root() || is_let_by_identity;
    let verdict = match key {
        Some(key) => key.verdict(&asked),
        // What AWS manages lets all in the account use it through S3, and nobody else.
        None if is_home => Verdict::Allowed { by: Naming::Principal, statement: "AWS's own".to_owned() },
        None => Verdict::Silent,
    };
    match verdict {
        Verdict::Denied { statement } if is_home => Err(Refusal::Denied { by: Side::Resource, statement }),
        Verdict::Silent if is_home => Err(Refusal::NotAllowed(Side::Resource)),
        Verdict::Denied { .. } | Verdict::Silent => Err(Refusal::NotAllowedElsewhere),
        Verdict::Allowed { by: Naming::Principal, .. } if is_home => Ok(()),
        Verdict::Allowed { .. } if is_let_at_home => Ok(()),
        Verdict::Allowed { .. } => Err(Refusal::NotAllowed(Side::Identity)),
    }
}
