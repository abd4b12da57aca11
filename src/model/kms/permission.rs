//! The actions of KMS that S3 asks for, and the grants of a key.

use crate::model::access::policy::RequestToAuthorize;
use crate::model::access::principal::Principal;
use std::fmt;

/// What S3 asks of KMS, and what can be granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum KmsAction {
    Decrypt,
    DescribeKey,
    Encrypt,
    GenerateDataKey,
    GenerateDataKeyWithoutPlaintext,
    ReEncryptFrom,
    ReEncryptTo,
}

impl KmsAction {
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

impl fmt::Display for KmsAction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What somebody was granted of a key, beside what its policy says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KmsGrant {
    /// His ARN.
    pub grantee: String,
    pub actions: Vec<KmsAction>,
}

/// Whether something can be granted to this: to an account, a user or a role, by its ARN.
pub fn is_grantee(arn: &str) -> bool {
    arn.starts_with("arn:aws:iam::") || arn.starts_with("arn:aws:sts::")
}

impl KmsGrant {
    fn covers(&self, principal: &Principal, action: &str) -> bool {
        let is_he = [principal.arn(), principal.policy_arn()].contains(&Some(self.grantee.clone()));
        is_he && self.actions.iter().any(|granted| granted.name() == action)
    }
}

/// Whether one of these grants lets him.
pub fn is_granted(grants: &[KmsGrant], asked: &RequestToAuthorize<'_>) -> bool {
    grants.iter().any(|grant| grant.covers(asked.principal, asked.action))
}
