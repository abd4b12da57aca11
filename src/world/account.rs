//! Accounts, their users and roles, policies and access keys.

use super::date;
use super::error::{At, WorldError};
use super::policy::PolicyJson;
use crate::api::primitives::DateTime;
use crate::api::types::PublicAccessBlockConfiguration;
use crate::model::access::account::{self, AccessKey as Key, AccountId, CanonicalId, OWN_ACCESS_KEY, Session};
use crate::model::access::policy::{Policy, PolicyOf};
use crate::model::access::principal::Principal;
use crate::model::store::Store;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// An account. What is not said of it follows from the world's seed and its name.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct AccountJson {
    #[serde(skip_serializing_if = "Option::is_none")]
    account_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    canonical_user_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    display_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email_address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    public_access_block_configuration: Option<PublicAccessBlockConfiguration>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    access_keys: Vec<AccessKeyJson>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    users: Vec<User>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    roles: Vec<Role>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct User {
    user_name: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    policies: Vec<NamedPolicy>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    access_keys: Vec<AccessKeyJson>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Role {
    role_name: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    policies: Vec<NamedPolicy>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    access_keys: Vec<AccessKeyJson>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct NamedPolicy {
    policy_name: String,
    policy_document: PolicyJson,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct AccessKeyJson {
    access_key_id: String,
    /// Left out of a key that only says whose a request is: no signature can be compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    secret_access_key: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    session_token: Option<String>,
    #[serde(default, with = "date", skip_serializing_if = "Option::is_none")]
    expiration: Option<DateTime>,
    /// Of a role alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    role_session_name: Option<String>,
}

/// The session of a role of which nothing else is said, as `AccountHandle::role` has it.
const SESSION: &str = "fake-s3";

impl AccountJson {
    /// Whether it says its number.
    pub(super) fn is_numbered(&self) -> bool {
        self.account_id.is_some()
    }

    pub(super) fn of(store: &Store, account: &account::Account) -> Self {
        let root = Principal::Root(account.id.clone());
        let identities = Identities::of(store, &account.id);
        let user = |name: String| {
            let principal = Principal::User { account: account.id.clone(), name: name.clone() };
            let is_his = |owner: &Principal| *owner == principal;
            User { policies: policies(store, &principal), access_keys: access_keys(store, is_his), user_name: name }
        };
        let role = |name: String| {
            let principal = Principal::Role { account: account.id.clone(), name: name.clone(), session: String::new() };
            let is_its = |owner: &Principal| owner.policy_arn() == principal.policy_arn();
            Role { policies: policies(store, &principal), access_keys: access_keys(store, is_its), role_name: name }
        };
        let mut keys = access_keys(store, |owner| *owner == root);
        // The world's own account has this key without being given it.
        let is_own = account.id == *store.accounts.own();
        keys.retain(|key| !is_own || key.access_key_id != OWN_ACCESS_KEY || key.secret_access_key.is_some());
        Self {
            account_id: Some(account.id.to_string()),
            canonical_user_id: Some(account.canonical_id.to_string()),
            display_name: Some(account.display_name.clone()),
            email_address: account.email.clone(),
            public_access_block_configuration: account.public_access_block.map(Into::into),
            access_keys: keys,
            users: identities.users.into_iter().map(user).collect(),
            roles: identities.roles.into_iter().map(role).collect(),
        }
    }

    /// Removes secret access keys and session tokens; the keys still name their owners.
    #[cfg(feature = "tower")]
    pub(super) fn remove_secrets(&mut self) {
        let users = self.users.iter_mut().flat_map(|user| &mut user.access_keys);
        let roles = self.roles.iter_mut().flat_map(|role| &mut role.access_keys);
        for key in self.access_keys.iter_mut().chain(users).chain(roles) {
            (key.secret_access_key, key.session_token, key.expiration) = (None, None, None);
        }
    }

    /// Puts it to those that are there already.
    pub(super) fn load(&self, at: &At, store: &mut Store, there: &mut BTreeSet<AccountId>) -> Result<(), WorldError> {
        let account = self.account(at, store)?;
        let id = account.id.clone();
        if !there.insert(id.clone()) {
            let field = if self.is_numbered() { "AccountId" } else { "DisplayName" };
            return Err(at.field(field).wrong(format!("the account {id} stands there twice")));
        }
        store.accounts.put(account);
        give_keys(at, store, &self.access_keys, |session| match session {
            None => Ok(Principal::Root(id.clone())),
            Some(_) => Err("RoleSessionName is for the access keys of roles"),
        })?;
        let mut names = BTreeSet::new();
        for (index, user) in self.users.iter().enumerate() {
            let at = at.entry("Users", index);
            let principal = Principal::User { account: id.clone(), name: user.user_name.clone() };
            check_identity(&at, "UserName", &user.user_name, &mut names)?;
            set_policies(&at, store, &principal, &user.policies)?;
            give_keys(&at, store, &user.access_keys, |session| match session {
                None => Ok(principal.clone()),
                Some(_) => Err("RoleSessionName is for the access keys of roles"),
            })?;
        }
        names.clear();
        for (index, role) in self.roles.iter().enumerate() {
            let at = at.entry("Roles", index);
            let principal = |session: &str| {
                let (account, name, session) = (id.clone(), role.role_name.clone(), session.to_owned());
                Principal::Role { account, name, session }
            };
            check_identity(&at, "RoleName", &role.role_name, &mut names)?;
            set_policies(&at, store, &principal(SESSION), &role.policies)?;
            give_keys(&at, store, &role.access_keys, |session| Ok(principal(session.unwrap_or(SESSION))))?;
        }
        Ok(())
    }

    /// What it says of itself, and what follows from that.
    fn account(&self, at: &At, store: &mut Store) -> Result<account::Account, WorldError> {
        let id = match (&self.account_id, &self.display_name) {
            (Some(id), _) => AccountId::parse(id)
                .ok_or_else(|| at.field("AccountId").wrong(format!("`{id}` is not the twelve digits of an account")))?,
            (None, Some(name)) => store.accounts.named(name),
            (None, None) => return Err(at.wrong("an account has an AccountId, a DisplayName, or both")),
        };
        // The one that is always there, one that was just named, or one that stands there twice.
        let before = store.accounts.get(&id).cloned();
        let own_name = before.as_ref().map_or_else(|| id.to_string(), |before| before.display_name.clone());
        let display_name = self.display_name.clone().unwrap_or(own_name);
        let canonical_id = match (&self.canonical_user_id, before) {
            (Some(text), _) => CanonicalId::parse(text).ok_or_else(|| {
                let what = format!("`{text}` is not the 64 hexadecimal digits, in lower case, of a canonical user id");
                at.field("CanonicalUserId").wrong(what)
            })?,
            (None, Some(before)) => before.canonical_id,
            (None, None) => store.accounts.canonical_id_for(&display_name),
        };
        let mut others = store.accounts.iter().filter(|other| other.id != id);
        if let Some(other) = others.find(|o| o.display_name == display_name || o.canonical_id == canonical_id) {
            let (name, other) = if other.display_name == display_name {
                ("DisplayName", format!("{} is called `{display_name}` too", other.id))
            } else {
                ("CanonicalUserId", format!("{} has this id too", other.id))
            };
            return Err(at.field(name).wrong(other));
        }
        let public_access_block = self.public_access_block_configuration.as_ref().map(Into::into);
        Ok(account::Account { id, canonical_id, display_name, email: self.email_address.clone(), public_access_block })
    }
}

/// The account that a name or a number is of; where nothing is said, the one that is always there.
pub(super) fn find(at: &At, store: &Store, said: Option<&str>) -> Result<AccountId, WorldError> {
    let Some(said) = said else { return Ok(store.accounts.own().clone()) };
    let by_id = AccountId::parse(said).and_then(|id| store.accounts.get(&id));
    let found = by_id.or_else(|| store.accounts.by_name(said)).map(|account| account.id.clone());
    found.ok_or_else(|| at.wrong(format!("there is no account `{said}`; Accounts has none of this id or name")))
}

/// The users and roles that a store knows: those with policies or access keys.
#[derive(Default)]
struct Identities {
    users: BTreeSet<String>,
    roles: BTreeSet<String>,
}

impl Identities {
    fn of(store: &Store, account: &AccountId) -> Self {
        let mut found = Self::default();
        for (_, key) in store.accounts.keys().filter(|(_, key)| key.owner.account() == Some(account)) {
            match &key.owner {
                Principal::User { name, .. } => _ = found.users.insert(name.clone()),
                Principal::Role { name, .. } => _ = found.roles.insert(name.clone()),
                Principal::Anonymous | Principal::Root(_) => {}
            }
        }
        let prefix = format!("arn:aws:iam::{account}:");
        for (arn, _) in store.accounts.policies().filter(|(_, policies)| !policies.is_empty()) {
            match arn.strip_prefix(&prefix).and_then(|name| name.split_once('/')) {
                Some(("user", name)) => _ = found.users.insert(name.to_owned()),
                Some(("role", name)) => _ = found.roles.insert(name.to_owned()),
                _ => {}
            }
        }
        found
    }
}

fn check_identity<'a>(at: &At, field: &str, name: &'a str, names: &mut BTreeSet<&'a str>) -> Result<(), WorldError> {
    match name {
        "" => Err(at.field(field).wrong("a name has at least one letter")),
        name if !names.insert(name) => Err(at.field(field).wrong(format!("`{name}` stands there twice"))),
        _ => Ok(()),
    }
}

fn policies(store: &Store, principal: &Principal) -> Vec<NamedPolicy> {
    let arn = principal.policy_arn();
    let own = store.accounts.policies().find(|(of, _)| Some(*of) == arn.as_deref()).map(|(_, policies)| policies);
    let named = |(name, policy): (&String, &Policy)| NamedPolicy {
        policy_name: name.clone(),
        policy_document: PolicyJson::of(policy),
    };
    own.into_iter().flatten().map(named).collect()
}

fn set_policies(at: &At, store: &mut Store, of: &Principal, policies: &[NamedPolicy]) -> Result<(), WorldError> {
    let mut names = BTreeSet::new();
    for (index, NamedPolicy { policy_name, policy_document }) in policies.iter().enumerate() {
        let at = at.entry("Policies", index);
        check_identity(&at, "PolicyName", policy_name, &mut names)?;
        let policy = Policy::parse(&policy_document.text(), PolicyOf::Identity);
        let policy = policy.map_err(at.field("PolicyDocument").faulty())?;
        store.accounts.set_policy(of, policy_name, Some(policy));
    }
    Ok(())
}

fn access_keys(store: &Store, is_owner: impl Fn(&Principal) -> bool) -> Vec<AccessKeyJson> {
    let own = store.accounts.keys().filter(|(_, key)| is_owner(&key.owner));
    own.map(|(id, key)| AccessKeyJson::of(id, key)).collect()
}

fn give_keys(
    at: &At,
    store: &mut Store,
    keys: &[AccessKeyJson],
    owner: impl Fn(Option<&str>) -> Result<Principal, &'static str>,
) -> Result<(), WorldError> {
    for (index, sent) in keys.iter().enumerate() {
        let at = at.entry("AccessKeys", index);
        let owner = owner(sent.role_session_name.as_deref()).map_err(|why| at.field("RoleSessionName").wrong(why))?;
        // The world's own key may be given a secret, or to another account.
        let is_there =
            store.accounts.key(&sent.access_key_id).is_some() && !store.accounts.has_own_key(&sent.access_key_id);
        if sent.access_key_id.is_empty() || sent.secret_access_key.as_deref() == Some("") {
            return Err(at.wrong("neither AccessKeyId nor SecretAccessKey is empty"));
        }
        if is_there {
            return Err(at.field("AccessKeyId").wrong(format!("`{}` stands there twice", sent.access_key_id)));
        }
        let session = match (&sent.session_token, sent.expiration) {
            (Some(token), expires) => Some(Session { token: token.clone(), expires }),
            (None, None) => None,
            (None, Some(_)) => return Err(at.field("Expiration").wrong("only a key with a SessionToken expires")),
        };
        if session.is_some() && sent.secret_access_key.is_none() {
            return Err(at.field("SessionToken").wrong("only a key with a SecretAccessKey is one of a session"));
        }
        let is_given = sent.secret_access_key.is_some();
        let made_up = || store.accounts.made_up_key(&owner).map(|(_, secret)| secret);
        let secret = sent.secret_access_key.clone().or_else(made_up).unwrap_or_default();
        store.accounts.give_key(sent.access_key_id.clone(), Key { owner, secret, is_given, session });
    }
    Ok(())
}

impl AccessKeyJson {
    fn of(id: &str, key: &Key) -> Self {
        let role_session_name = match &key.owner {
            Principal::Role { session, .. } => Some(session.clone()),
            _ => None,
        };
        Self {
            access_key_id: id.to_owned(),
            secret_access_key: key.is_given.then(|| key.secret.clone()),
            session_token: key.session.as_ref().map(|session| session.token.clone()),
            expiration: key.session.as_ref().and_then(|session| session.expires),
            role_session_name,
        }
    }
}
