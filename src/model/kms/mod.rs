//! The keys of KMS that a world has, by account and Region.
//!
//! S3 only uses keys; whoever makes, disables and deletes them is the test's author, through `FakeS3::kms`.

mod arn;
mod key;
mod permission;

pub use arn::{AliasArn, KeyArn, KeyIdentifier, is_alias, uuid};
pub use key::{Key, KeyStatus, KeyUsage};
pub use permission::{KmsAction, KmsGrant, is_grantee};

use super::access::account::AccountId;
use crate::api::error::{S3Error, table};
use crate::api::primitives::DateTime;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;

/// The alias of the key that AWS manages for S3.
pub const MANAGED_ALIAS: &str = "alias/aws/s3";

/// All keys of a world.
#[derive(Debug)]
pub struct Keys {
    seed: u64,
    by_arn: BTreeMap<KeyArn, Key>,
    aliases: BTreeMap<AliasArn, KeyArn>,
}

impl Keys {
    /// No keys but those that AWS manages.
    pub fn new(seed: u64) -> Self {
        Self { seed, by_arn: BTreeMap::new(), aliases: BTreeMap::new() }
    }

    /// Adds a key.
    pub fn add(&mut self, key: Key) {
        self.by_arn.insert(key.arn.clone(), key);
    }

    /// The keys that are there, but for those that AWS manages.
    pub fn iter(&self, now: DateTime) -> impl Iterator<Item = &Key> {
        self.by_arn.values().filter(move |key| key.state(now).is_some())
    }

    /// A key, while it is there.
    pub fn get(&self, arn: &KeyArn, now: DateTime) -> Option<&Key> {
        self.by_arn.get(arn).filter(|key| key.state(now).is_some())
    }

    /// A key, to change what is said of it.
    pub fn get_mut(&mut self, arn: &KeyArn, now: DateTime) -> Option<&mut Key> {
        self.by_arn.get_mut(arn).filter(|key| key.state(now).is_some())
    }

    /// Calls a key so too; what was called so before is not any more.
    pub fn set_alias(&mut self, alias: AliasArn, key: KeyArn) {
        self.aliases.insert(alias, key);
    }

    /// Whether there is such an alias, of whatever key.
    pub fn has_alias(&self, alias: &AliasArn) -> bool {
        self.aliases.contains_key(alias)
    }

    /// What a key is called besides.
    pub fn aliases_of<'a>(&'a self, key: &'a KeyArn) -> impl Iterator<Item = &'a AliasArn> {
        self.aliases.iter().filter_map(move |(alias, of)| (of == key).then_some(alias))
    }

    /// The key that AWS manages for S3 in an account and Region. AWS makes it when it is first used; since its name
    /// follows from the seed, nothing need be made here.
    pub fn managed(&self, account: &AccountId, region: &str) -> KeyArn {
        let digest = Sha256::new().chain_update(self.seed.to_be_bytes()).chain_update(MANAGED_ALIAS);
        let digest = digest.chain_update(account.as_str()).chain_update(region).finalize();
        let bits = digest.iter().take(16).fold(0, |bits, byte| bits << 8 | u128::from(*byte));
        KeyArn { region: region.into(), account: account.clone(), id: uuid(bits) }
    }

    /// Whether AWS manages it.
    pub fn is_managed(&self, arn: &KeyArn) -> bool {
        *arn == self.managed(&arn.account, &arn.region)
    }

    /// The key that a request names, for a bucket in this Region; it need not be there. What does not name an account
    /// is of the requester's.
    ///
    /// # Errors
    /// What KMS says of what is no name, or an alias of nothing.
    pub fn resolve(&self, sent: &str, requester: &AccountId, region: &str, now: DateTime) -> Result<KeyArn, S3Error> {
        let named =
            KeyIdentifier::parse(sent, requester, region).ok_or_else(|| table::KMS_KEY_ID_INVALID.fill(&[&sent]))?;
        if named.region() != region {
            return Err(table::KMS_ARN_OF_OTHER_REGION.fill(&[&named.region()]));
        }
        let arn = match named {
            KeyIdentifier::Key(arn) => arn,
            KeyIdentifier::Alias(alias) if alias.name == MANAGED_ALIAS => self.managed(&alias.account, region),
            KeyIdentifier::Alias(alias) => match self.aliases.get(&alias).filter(|key| self.get(key, now).is_some()) {
                Some(key) => key.clone(),
                None if alias.account == *requester => return Err(table::KMS_ALIAS_NOT_FOUND.fill(&[&alias])),
                // Of another account's aliases nobody is told whether they are there: this is a key that is not, and
                // whoever asks for it may not use it.
                None => KeyArn { region: alias.region, account: alias.account, id: alias.name.into() },
            },
        };
        Ok(arn)
    }

    /// Whether there is such a key.
    pub fn is_there(&self, arn: &KeyArn, now: DateTime) -> bool {
        self.is_managed(arn) || self.get(arn, now).is_some()
    }

    /// That a key can be used to encrypt data.
    ///
    /// # Errors
    /// What KMS says of one that is asymmetric, is gone, is going, or is disabled.
    pub fn check_usable(&self, arn: &KeyArn, now: DateTime) -> Result<(), S3Error> {
        if self.is_managed(arn) {
            return Ok(());
        }
        let key = self.get(arn, now);
        if let Some(usage @ KeyUsage::SignVerify) = key.map(|key| key.usage) {
            return Err(table::KMS_KEY_USAGE.fill(&[arn, &usage]));
        }
        match key.and_then(|key| key.state(now)) {
            None => Err(table::KMS_KEY_NOT_FOUND.fill(&[arn])),
            Some(KeyStatus::Enabled) => Ok(()),
            Some(KeyStatus::Disabled) => Err(table::KMS_KEY_DISABLED.fill(&[arn])),
            Some(KeyStatus::PendingDeletion { at }) => {
                Err(table::KMS_KEY_PENDING_DELETION.fill(&[arn]).because(format!("it will be deleted at {at}")))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(number: &str) -> AccountId {
        AccountId::parse(number).unwrap()
    }

    fn key(account: &AccountId, region: &str, bits: u128) -> Key {
        let arn = KeyArn { region: region.into(), account: account.clone(), id: uuid(bits) };
        Key::new(arn, KeyUsage::EncryptDecrypt)
    }

    fn now() -> DateTime {
        DateTime::from_secs(1000)
    }

    #[test]
    fn a_key_is_found_by_what_it_is_called() {
        let (own, other) = (account("111122223333"), account("444455556666"));
        let mut keys = Keys::new(0);
        let (mine, his, elsewhere) =
            (key(&own, "us-east-1", 1), key(&other, "us-east-1", 2), key(&own, "eu-west-1", 3));
        for key in [&mine, &his, &elsewhere] {
            keys.add(key.clone());
        }
        let alias = |account: &AccountId| AliasArn {
            region: "us-east-1".into(),
            account: account.clone(),
            name: "alias/backups".to_owned(),
        };
        keys.set_alias(alias(&own), mine.arn.clone());
        keys.set_alias(alias(&other), his.arn.clone());
        let of = |sent: &str| keys.resolve(sent, &own, "us-east-1", now()).map_err(|error| error.message().to_owned());
        assert_eq!(of(&mine.arn.id), Ok(mine.arn.clone()));
        assert_eq!(of("alias/backups"), Ok(mine.arn.clone()));
        assert_eq!(of(&his.arn.to_string()), Ok(his.arn.clone()));
        assert_eq!(of(&alias(&other).to_string()), Ok(his.arn.clone()));
        assert_eq!(of("alias/aws/s3"), Ok(keys.managed(&own, "us-east-1")));
        let unknown = KeyArn { account: own.clone(), ..his.arn.clone() };
        assert_eq!(of(&his.arn.id), Ok(unknown.clone()), "it is looked for in one's own");
        assert!(keys.is_there(&his.arn, now()) && !keys.is_there(&unknown, now()));
        assert_eq!(of(&elsewhere.arn.to_string()), Err("Invalid arn eu-west-1".to_owned()));
        assert_eq!(of("fake-key-id"), Err("Invalid keyId 'fake-key-id'".to_owned()));
        let unnamed = of("arn:aws:kms:us-east-1:444455556666:alias/none").unwrap();
        assert!(!keys.is_there(&unnamed, now()), "what another account calls nothing so is not told");
        assert!(of("alias/none").unwrap_err().ends_with("is not found."));
    }

    #[test]
    fn what_aws_manages_is_one_for_each_account_and_region() {
        let (own, other) = (account("111122223333"), account("444455556666"));
        let keys = Keys::new(0);
        let managed = keys.managed(&own, "us-east-1");
        assert_eq!(managed, Keys::new(0).managed(&own, "us-east-1"));
        for another in [keys.managed(&own, "eu-west-1"), keys.managed(&other, "us-east-1")] {
            assert_ne!(managed.id, another.id);
            assert!(keys.is_managed(&another));
        }
        assert_ne!(managed, Keys::new(1).managed(&own, "us-east-1"));
        assert_eq!(keys.resolve(&managed.to_string(), &other, "us-east-1", now()), Ok(managed));
    }
}
