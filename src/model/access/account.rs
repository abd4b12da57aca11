//! Accounts, their users and roles, and whose an access key is.

use super::auth::Auth;
use super::block::PublicAccessBlock;
use super::policy::Policy;
use super::principal::Principal;
use crate::api::primitives::DateTime;
use crate::model::name::some_of;
use aws_smithy_types::base64;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::sync::Arc;

/// An account's number: twelve digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct AccountId(Arc<str>);

impl AccountId {
    /// `None` for what is no number of an account.
    pub fn parse(text: &str) -> Option<Self> {
        let is_id = text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit());
        is_id.then(|| Self(text.into()))
    }

    /// The number.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What policies call the account as a whole.
    pub fn root_arn(&self) -> String {
        format!("arn:aws:iam::{self}:root")
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What S3 shows as the owner of what was uploaded without a signature.
const ANONYMOUS: &str = "65a011a29cdf8ec533ec3d1ccaae921c";

/// The account of EC2, which reads the images of machines: whom the list `aws-exec-read` names in answers of AWS's that
/// are quoted in public.
const EC2: &str = "6aa5a366c34c1cbe25dc49211496e913e0351eb0e8c37aa3477e40942ec6b97c";

/// An account as access control lists name it: 64 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct CanonicalId(Arc<str>);

impl CanonicalId {
    /// `None` for what is no canonical id.
    pub fn parse(text: &str) -> Option<Self> {
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        (text.len() == 64 && text.bytes().all(is_digit)).then(|| Self(text.into()))
    }

    /// Whose is what nobody signed for.
    pub fn anonymous() -> Self {
        Self(ANONYMOUS.into())
    }

    /// The account of EC2.
    pub fn ec2() -> Self {
        Self(EC2.into())
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CanonicalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A key by which requests are signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessKey {
    pub owner: Principal,
    /// What signatures are made with.
    pub secret: String,
    /// Whether somebody gave it. Of one that the world made up only the owner counts, unless all signatures do.
    pub is_given: bool,
    /// What makes it a key of STS's.
    pub session: Option<Session>,
}

/// The session that a key of STS's is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub token: String,
    /// When it ends; `None` for never.
    pub expires: Option<DateTime>,
}

/// What is asked of who signs by a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Nothing: he is this one.
    Trusted(Principal),
    /// That the signature is right.
    Verified(AccessKey),
    /// The world does not have this key. The names of the keys that it has, as a sentence.
    Unknown(String),
}

/// An account.
#[derive(Debug, Clone)]
pub struct Account {
    pub id: AccountId,
    pub canonical_id: CanonicalId,
    /// What a test calls it, and what S3 shows where it shows names.
    pub display_name: String,
    /// Where grants by e-mail find it.
    pub email: Option<String>,
    /// What is blocked of public access to all its buckets, beside what each bucket blocks.
    pub public_access_block: Option<PublicAccessBlock>,
}

/// All accounts of a world. There is always one, whose is what nobody else is named for.
#[derive(Debug)]
pub struct Accounts {
    seed: u64,
    own: AccountId,
    by_id: BTreeMap<AccountId, Account>,
    /// Of which account a canonical id is.
    canonical: BTreeMap<CanonicalId, AccountId>,
    keys: BTreeMap<String, AccessKey>,
    /// The policies of users and roles, by the name that policies have for these, and their own.
    policies: BTreeMap<String, BTreeMap<String, Policy>>,
}

/// The access key of the account that is always there.
pub const OWN_ACCESS_KEY: &str = "AKIAIOSFODNN7EXAMPLE";

/// Its secret: the two are the pair of examples in AWS's documentation.
const OWN_SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

impl Accounts {
    /// One account.
    pub fn new(seed: u64) -> Self {
        let id = AccountId("111122223333".into());
        let own = Account {
            id: id.clone(),
            canonical_id: CanonicalId("5d6e1f0a94c7b38e2f51a06bd9c4e7830f1b2a6c5d4e3f9087a6b5c4d3e2f1a0".into()),
            display_name: "fake-s3".to_owned(),
            email: None,
            public_access_block: None,
        };
        let (by_id, canonical, keys) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let mut all = Self { seed, own: id.clone(), by_id, canonical, keys, policies: BTreeMap::new() };
        all.add(own);
        let (owner, secret) = (Principal::Root(id), OWN_SECRET.to_owned());
        all.keys.insert(OWN_ACCESS_KEY.to_owned(), AccessKey { owner, secret, is_given: false, session: None });
        all
    }

    fn add(&mut self, account: Account) {
        self.canonical.insert(account.canonical_id.clone(), account.id.clone());
        self.by_id.insert(account.id.clone(), account);
    }

    /// The account that is always there.
    pub fn own(&self) -> &AccountId {
        &self.own
    }

    /// An account of this world.
    pub fn get(&self, id: &AccountId) -> Option<&Account> {
        self.by_id.get(id)
    }

    /// The canonical id of an account; that of nobody for an account that is not of this world.
    pub fn canonical_id(&self, id: &AccountId) -> CanonicalId {
        self.get(id).map_or_else(CanonicalId::anonymous, |account| account.canonical_id.clone())
    }

    /// Whose is what a principal makes.
    pub fn canonical_id_of(&self, principal: &Principal) -> CanonicalId {
        principal.account().map_or_else(CanonicalId::anonymous, |account| self.canonical_id(account))
    }

    /// An account, to change what is said of it.
    pub fn get_mut(&mut self, id: &AccountId) -> Option<&mut Account> {
        self.by_id.get_mut(id)
    }

    /// All accounts, by number.
    pub fn iter(&self) -> impl Iterator<Item = &Account> {
        self.by_id.values()
    }

    /// The account that has a canonical id.
    pub fn by_canonical_id(&self, id: &str) -> Option<&Account> {
        self.by_id.get(self.canonical.get(&CanonicalId::parse(id)?)?)
    }

    /// The canonical id that this is: of an account of this world, or of one of AWS's own that answers show.
    pub fn known(&self, id: &str) -> Option<CanonicalId> {
        let own = || [CanonicalId::anonymous(), CanonicalId::ec2()].into_iter().find(|own| own.as_str() == id);
        self.by_canonical_id(id).map(|account| account.canonical_id.clone()).or_else(own)
    }

    /// The accounts that have an e-mail address; whatever is not just one is no address for a grant.
    pub fn by_email(&self, email: &str) -> Vec<&Account> {
        let has = |account: &&Account| account.email.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(email));
        self.iter().filter(has).collect()
    }

    /// The account that has a name.
    pub fn by_name(&self, name: &str) -> Option<&Account> {
        self.by_id.values().find(|account| account.display_name == name)
    }

    /// The account of a name, which is made where there is none. Its ids follow from seed and name.
    pub fn named(&mut self, name: &str) -> AccountId {
        if let Some(account) = self.by_name(name) {
            return account.id.clone();
        }
        let mut number = 0;
        let id = loop {
            let digest = self.digest("account id", &format!("{name} {number}"));
            let digits: String = digest.iter().take(12).map(|byte| char::from(b'0' + byte % 10)).collect();
            match AccountId(digits.into()) {
                // The first of them are examples of AWS's own, which tests write down.
                id if self.by_id.contains_key(&id) => number += 1,
                id => break id,
            }
        };
        let (display_name, canonical_id) = (name.to_owned(), self.canonical_id_for(name));
        self.add(Account { id: id.clone(), canonical_id, display_name, email: None, public_access_block: None });
        id
    }

    /// The canonical id of an account of this name, where nobody says another.
    pub fn canonical_id_for(&self, name: &str) -> CanonicalId {
        CanonicalId(hexadecimal(&self.digest("canonical id", name)).into())
    }

    /// Adds an account; one of the same number is replaced.
    pub fn put(&mut self, account: Account) {
        if let Some(before) = self.by_id.get(&account.id) {
            self.canonical.remove(&before.canonical_id);
        }
        self.add(account);
    }

    /// The access key by which a principal signs: of those that somebody gave one that lasts, else a session's, else
    /// one of the world's own. Knowing it from then on is what makes it one.
    pub fn access_key(&mut self, principal: &Principal) -> Option<(String, AccessKey)> {
        let own = self.keys.iter().filter(|(_, key)| key.owner == *principal);
        if let Some((id, key)) = own.min_by_key(|(_, key)| (!key.is_given, key.session.is_some())) {
            return Some((id.clone(), key.clone()));
        }
        let (id, secret) = self.made_up_key(principal)?;
        let key = AccessKey { owner: principal.clone(), secret, is_given: false, session: None };
        self.give_key(id.clone(), key.clone());
        Some((id, key))
    }

    /// The access key that the world makes up for a principal who was given none, and its secret.
    pub fn made_up_key(&self, principal: &Principal) -> Option<(String, String)> {
        let is_free = || self.keys.get(OWN_ACCESS_KEY).is_none_or(|key| key.owner == *principal);
        if *principal == Principal::Root(self.own.clone()) && is_free() {
            return Some((OWN_ACCESS_KEY.to_owned(), OWN_SECRET.to_owned()));
        }
        let arn = principal.arn()?;
        let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        let digest = self.digest("access key", &arn);
        let id: String = digest.iter().take(16).map(|byte| char::from(letters[usize::from(byte % 32)])).collect();
        Some((format!("AKIA{id}"), base64::encode(&self.digest("secret access key", &arn)[..30])))
    }

    /// All access keys, by id.
    pub fn keys(&self) -> impl Iterator<Item = (&str, &AccessKey)> {
        self.keys.iter().map(|(id, key)| (id.as_str(), key))
    }

    /// All policies of users and roles: the name that policies have for these, and their own by name.
    pub fn policies(&self) -> impl Iterator<Item = (&str, &BTreeMap<String, Policy>)> {
        self.policies.iter().map(|(arn, policies)| (arn.as_str(), policies))
    }

    /// Gives an access key to its owner; one of the same id is replaced.
    pub fn give_key(&mut self, id: String, key: AccessKey) {
        self.keys.insert(id, key);
    }

    /// Whether this is the key of the world's own account, and nobody has given it a secret or another owner.
    pub fn has_own_key(&self, id: &str) -> bool {
        let is_untouched = |key: &AccessKey| !key.is_given && key.owner == Principal::Root(self.own.clone());
        id == OWN_ACCESS_KEY && self.keys.get(id).is_some_and(is_untouched)
    }

    /// An access key by its id.
    pub fn key(&self, id: &str) -> Option<&AccessKey> {
        self.keys.get(id)
    }

    /// What is asked of who signs by a key.
    pub fn standing(&self, id: &str, auth: Auth) -> Standing {
        let is_any_given = || self.keys.values().any(|key| key.is_given);
        let unknown = || {
            let counts =
                |(id, key): (&'_ String, &AccessKey)| (key.is_given || auth == Auth::Signatures).then(|| id.clone());
            Standing::Unknown(some_of(self.keys.iter().filter_map(counts).collect::<Vec<_>>().iter()))
        };
        match (auth, self.keys.get(id)) {
            // Once a test or a file has given a key, a generated key is verified too.
            (Auth::Keys, Some(key)) if !key.is_given && !is_any_given() => Standing::Trusted(key.owner.clone()),
            (Auth::Keys | Auth::Signatures, Some(key)) => Standing::Verified(key.clone()),
            (Auth::None, Some(key)) => Standing::Trusted(key.owner.clone()),
            (Auth::Keys, None) if is_any_given() => unknown(),
            (Auth::Keys | Auth::None, None) => Standing::Trusted(Principal::Root(self.own.clone())),
            (Auth::Signatures, None) => unknown(),
        }
    }

    /// What a user or a role may do by policies of his own account.
    pub fn policies_of(&self, principal: &Principal) -> impl Iterator<Item = &Policy> {
        let policies = principal.policy_arn().and_then(|arn| self.policies.get(&arn));
        policies.into_iter().flat_map(BTreeMap::values)
    }

    /// Gives a user or a role a policy, in the place of the one of that name; `None` takes it away.
    pub fn set_policy(&mut self, principal: &Principal, name: &str, policy: Option<Policy>) {
        let policies = self.policies.entry(principal.policy_arn().unwrap_or_default()).or_default();
        match policy {
            Some(policy) => _ = policies.insert(name.to_owned(), policy),
            None => _ = policies.remove(name),
        }
    }

    fn digest(&self, purpose: &str, of: &str) -> [u8; 32] {
        Sha256::new().chain_update(self.seed.to_be_bytes()).chain_update(purpose).chain_update(of).finalize().into()
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_follows_from_seed_and_name() {
        let ids = |seed, names: &[&str]| {
            let mut accounts = Accounts::new(seed);
            let ids: Vec<_> = names.iter().map(|name| accounts.named(name)).collect();
            ids.into_iter().map(|id| accounts.get(&id).unwrap().canonical_id.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(ids(7, &["alice", "bob"])[0], ids(7, &["bob", "alice"])[1]);
        assert_ne!(ids(7, &["alice"]), ids(8, &["alice"]));
        assert_ne!(ids(7, &["alice"]), ids(7, &["bob"]));
        assert!(CanonicalId::parse(&ids(7, &["alice"])[0]).is_some());
    }

    #[test]
    fn a_name_is_one_account() {
        let mut accounts = Accounts::new(0);
        assert_eq!(accounts.named("alice"), accounts.named("alice"));
        assert_eq!(accounts.named("fake-s3"), *accounts.own());
    }

    #[test]
    fn an_access_key_leads_to_its_owner() {
        let mut accounts = Accounts::new(0);
        let user = Principal::User { account: accounts.named("alice"), name: "bob".to_owned() };
        let (id, key) = accounts.access_key(&user).unwrap();
        assert_eq!((id.len(), &key.owner), (20, &user));
        assert_eq!(accounts.standing(&id, Auth::Keys), Standing::Trusted(user.clone()));
        assert_eq!(accounts.access_key(&user), Some((id, key)));
        assert_eq!(accounts.access_key(&Principal::Anonymous), None);
    }

    #[test]
    fn whose_signature_counts_is_a_matter_of_the_setting_and_of_whether_keys_were_given() {
        let mut accounts = Accounts::new(0);
        let (own, alice) = (Principal::Root(accounts.own.clone()), Principal::Root(accounts.named("alice")));
        let (made_up, _) = accounts.access_key(&alice).unwrap();
        let kind = |accounts: &Accounts, id: &str, auth| match accounts.standing(id, auth) {
            Standing::Trusted(principal) if principal == own => "own",
            Standing::Trusted(_) => "hers",
            Standing::Verified(_) => "verified",
            Standing::Unknown(_) => "unknown",
        };
        let kinds = |accounts: &Accounts, id: &str| {
            [Auth::Keys, Auth::Signatures, Auth::None].map(|auth| kind(accounts, id, auth))
        };
        assert_eq!(kinds(&accounts, &made_up), ["hers", "verified", "hers"]);
        assert_eq!(kinds(&accounts, "AKID"), ["own", "unknown", "own"]);

        let key = |session| AccessKey { owner: alice.clone(), secret: "s".to_owned(), is_given: true, session };
        accounts.give_key("ASIA".to_owned(), key(Some(Session { token: "t".to_owned(), expires: None })));
        assert_eq!(accounts.access_key(&alice).unwrap().0, "ASIA");
        accounts.give_key("GIVEN".to_owned(), key(None));
        assert_eq!(accounts.access_key(&alice).unwrap().0, "GIVEN");
        assert_eq!(kinds(&accounts, "GIVEN"), ["verified", "verified", "hers"]);
        assert_eq!(kinds(&accounts, &made_up), ["verified", "verified", "hers"], "a key was given");
        assert_eq!(kinds(&accounts, "AKID"), ["unknown", "unknown", "own"]);
    }
}
