//! Whom a statement is about.

use super::json::Json;
use super::{Naming, PolicyFault, faults};
use crate::model::access::account::{AccountId, Accounts, CanonicalId};
use crate::model::access::principal::Principal;

/// Whom a statement is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Principals {
    /// Those who are named.
    Of(Vec<PolicyPrincipal>),
    /// All but those who are named.
    Not(Vec<PolicyPrincipal>),
    /// Whose policy it is: identities' policies name nobody.
    Holder,
}

/// One who is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PolicyPrincipal {
    /// Whoever calls, signed or not.
    Everybody,
    /// An account with all who are in it.
    Account(AccountId),
    /// An account, by the id that access control lists know it by.
    Canonical(CanonicalId),
    /// A user, a role or a session of one.
    Arn { account: AccountId, arn: String },
    /// A service of AWS's, or an identity by which `CloudFront` reads. Nobody who calls is one.
    Service,
    /// Somebody whom another provider knows. Nobody who calls is.
    Federated,
}

impl Principals {
    /// How a caller is named, if he is.
    pub fn name(&self, caller: &Principal) -> Option<Naming> {
        match self {
            Self::Of(named) => {
                let namings = named.iter().filter_map(|named| named.name(caller));
                namings.max_by_key(|naming| *naming == Naming::Principal)
            }
            Self::Not(named) => (!is_excepted(named, caller)).then_some(Naming::Principal),
            Self::Holder => Some(Naming::Principal),
        }
    }

    /// Those who stand there.
    pub fn named(&self) -> &[PolicyPrincipal] {
        match self {
            Self::Of(named) | Self::Not(named) => named,
            Self::Holder => &[],
        }
    }

    /// Looks up the accounts that are named.
    pub fn settle(&mut self, accounts: &Accounts) -> Result<(), PolicyFault> {
        match self {
            Self::Of(named) | Self::Not(named) => named.iter_mut().try_for_each(|named| named.settle(accounts)),
            Self::Holder => Ok(()),
        }
    }
}

/// Whether who calls is not denied by a statement about all but these. Naming a user or a role is not enough: his
/// account must be named beside him (documented).
fn is_excepted(named: &[PolicyPrincipal], caller: &Principal) -> bool {
    let namings: Vec<Naming> = named.iter().filter_map(|named| named.name(caller)).collect();
    let has_account =
        caller.is_root() || namings.contains(&Naming::Account) || named.contains(&PolicyPrincipal::Everybody);
    namings.contains(&Naming::Principal) && has_account
}

impl PolicyPrincipal {
    fn name(&self, caller: &Principal) -> Option<Naming> {
        match self {
            Self::Everybody => Some(Naming::Principal),
            Self::Account(account) if caller.account() == Some(account) => match caller.is_root() {
                true => Some(Naming::Principal),
                false => Some(Naming::Account),
            },
            Self::Arn { arn, .. } => {
                let is_he = [caller.arn(), caller.policy_arn()].contains(&Some(arn.clone()));
                is_he.then_some(Naming::Principal)
            }
            Self::Account(_) | Self::Canonical(_) | Self::Service | Self::Federated => None,
        }
    }

    /// Users and roles are known by their names alone; their accounts, and others, must be there. Those that are named
    /// by canonical ids become accounts as others, as AWS has it.
    fn settle(&mut self, accounts: &Accounts) -> Result<(), PolicyFault> {
        let id = match self {
            Self::Canonical(id) => match accounts.by_canonical_id(id.as_str()) {
                Some(account) => account.id.clone(),
                None => return Err(faults::principal(id.as_str())),
            },
            Self::Account(id) | Self::Arn { account: id, .. } => match accounts.get(id) {
                Some(_) => return Ok(()),
                None => return Err(faults::principal(&format!("anybody of the account {id}, which is not there,"))),
            },
            Self::Everybody | Self::Service | Self::Federated => return Ok(()),
        };
        *self = Self::Account(id);
        Ok(())
    }
}

/// Reads who is named.
pub fn parse(json: &Json) -> Result<Vec<PolicyPrincipal>, PolicyFault> {
    let refused = || faults::principal(&json.compact());
    if json.text() == Some("*") {
        return Ok(vec![PolicyPrincipal::Everybody]);
    }
    let members = json.members().filter(|members| !members.is_empty()).ok_or_else(refused)?;
    let mut all = Vec::new();
    for (name, value) in members {
        let texts = value.texts().filter(|texts| !texts.is_empty()).ok_or_else(refused)?;
        for text in texts {
            let named = match name.as_str() {
                "AWS" => aws(text),
                "CanonicalUser" => CanonicalId::parse(text).map(PolicyPrincipal::Canonical),
                "Service" => Some(PolicyPrincipal::Service).filter(|_| text.contains('.') && !text.contains('*')),
                "Federated" => Some(PolicyPrincipal::Federated).filter(|_| !text.is_empty()),
                _ => None,
            };
            all.push(named.ok_or_else(refused)?);
        }
    }
    Ok(all)
}

/// A wildcard is everybody, and stands nowhere but alone.
fn aws(text: &str) -> Option<PolicyPrincipal> {
    if text == "*" {
        return Some(PolicyPrincipal::Everybody);
    }
    if let Some(account) = AccountId::parse(text) {
        return Some(PolicyPrincipal::Account(account));
    }
    if let Some(id) = CanonicalId::parse(text) {
        return Some(PolicyPrincipal::Canonical(id));
    }
    let (service, rest) = text.strip_prefix("arn:aws:")?.split_once("::")?;
    let (account, name) = rest.split_once(':')?;
    if (service, account) == ("iam", "cloudfront") && name.starts_with("user/") {
        return Some(PolicyPrincipal::Service);
    }
    let account = AccountId::parse(account)?;
    if (service, name) == ("iam", "root") {
        return Some(PolicyPrincipal::Account(account));
    }
    let (kind, name) = name.split_once('/')?;
    let is_kind = [("iam", "user"), ("iam", "role"), ("sts", "assumed-role")].contains(&(service, kind));
    let is_one = is_kind && !name.is_empty() && !name.contains(['*', '?']);
    is_one.then(|| PolicyPrincipal::Arn { account, arn: text.to_owned() })
}
