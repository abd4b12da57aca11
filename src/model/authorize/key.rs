//! Decides whether a caller may have S3 use a KMS key.
//!
//! A key admits only callers that its own policy allows. Within its account the policy names the caller, or leaves the
//! decision to the account, whose policies must then allow it. From another account, both the key's policy and the
//! caller's own must allow it.

use super::decision::identity_verdict;
use crate::model::access::policy::{Naming, RequestContext, RequestToAuthorize, Side, Verdict};
use crate::model::access::principal::Principal;
use crate::model::kms::{KeyArn, KmsAction};
use crate::model::store::Store;

/// Why a caller may not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyRefusal {
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
    (arn, action): (&KeyArn, KmsAction),
    context: &RequestContext,
) -> Result<(), KeyRefusal> {
    let is_home = principal.account() == Some(&arn.account);
    let is_own_root = is_home && principal.is_root();
    let key = store.keys.get(arn, store.now());
    // Most keys are their account's alone.
    if is_own_root && key.is_none_or(|key| key.policy.is_none()) {
        return Ok(());
    }
    let resource = arn.to_string();
    let asked = RequestToAuthorize { principal, action: action.name(), resource: &resource, context };
    let is_let_by_identity = match identity_verdict(store, &asked) {
        Verdict::Denied { statement } => return Err(KeyRefusal::Denied { by: Side::Identity, statement }),
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
        Verdict::Denied { statement } if is_home => Err(KeyRefusal::Denied { by: Side::Resource, statement }),
        Verdict::Silent if is_home => Err(KeyRefusal::NotAllowed(Side::Resource)),
        Verdict::Denied { .. } | Verdict::Silent => Err(KeyRefusal::NotAllowedElsewhere),
        Verdict::Allowed { by: Naming::Principal, .. } if is_home => Ok(()),
        Verdict::Allowed { .. } if is_let_at_home => Ok(()),
        Verdict::Allowed { .. } => Err(KeyRefusal::NotAllowed(Side::Identity)),
    }
}
