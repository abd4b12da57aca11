//! A key.

use super::KeyArn;
use super::permission::{KmsGrant, is_granted};
use crate::api::primitives::DateTime;
use crate::model::access::policy::{Naming, Policy, RequestToAuthorize, Verdict};
use std::fmt;

/// What a key is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyUsage {
    /// To encrypt: a symmetric key, the only kind that S3 uses.
    EncryptDecrypt,
    /// To sign: an asymmetric one.
    SignVerify,
}

impl fmt::Display for KeyUsage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::EncryptDecrypt => "ENCRYPT_DECRYPT",
            Self::SignVerify => "SIGN_VERIFY",
        })
    }
}

/// Whether a key can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyStatus {
    Enabled,
    Disabled,
    /// Until it is gone.
    PendingDeletion {
        at: DateTime,
    },
}

/// A key.
#[derive(Debug, Clone)]
pub struct Key {
    pub arn: KeyArn,
    pub usage: KeyUsage,
    /// `None` for the one that AWS gives a new key, which leaves all to the policies of its account.
    pub policy: Option<Policy>,
    pub grants: Vec<KmsGrant>,
    state: KeyStatus,
}

impl Key {
    /// A new key, which is enabled.
    pub fn new(arn: KeyArn, usage: KeyUsage) -> Self {
        Self { arn, usage, policy: None, grants: Vec::new(), state: KeyStatus::Enabled }
    }

    /// Its state at an instant; `None` once it is gone. That follows from the clock, so nothing need happen then.
    pub fn state(&self, now: DateTime) -> Option<KeyStatus> {
        match self.state {
            KeyStatus::PendingDeletion { at } if at <= now => None,
            state => Some(state),
        }
    }

    /// What its policy and its grants say to a request.
    pub fn verdict(&self, asked: &RequestToAuthorize<'_>) -> Verdict {
        let by_policy = match &self.policy {
            Some(policy) => policy.verdict(asked),
            None if asked.principal.account() == Some(&self.arn.account) => {
                let by = if asked.principal.is_root() { Naming::Principal } else { Naming::Account };
                Verdict::Allowed { by, statement: "AWS's own".to_owned() }
            }
            None => Verdict::Silent,
        };
        match by_policy {
            denied @ Verdict::Denied { .. } => denied,
            _ if is_granted(&self.grants, asked) => {
                Verdict::Allowed { by: Naming::Principal, statement: "a grant".to_owned() }
            }
            other => other,
        }
    }

    /// Changes its state.
    pub fn set_state(&mut self, state: KeyStatus) {
        self.state = state;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::access::account::AccountId;

    #[test]
    fn a_key_whose_deletion_is_due_is_gone_and_not_a_moment_before() {
        let account = AccountId::parse("111122223333").unwrap();
        let arn = KeyArn { region: "us-east-1".into(), account, id: super::super::uuid(0) };
        let mut key = Key::new(arn, KeyUsage::EncryptDecrypt);
        let at = DateTime::from_secs(1000);
        assert_eq!(key.state(at), Some(KeyStatus::Enabled));
        key.set_state(KeyStatus::PendingDeletion { at });
        assert_eq!(key.state(DateTime::from_secs_and_nanos(999, 999_999_999)), Some(KeyStatus::PendingDeletion { at }));
        assert_eq!(key.state(at), None);
    }
}
