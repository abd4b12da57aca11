//! Keys of KMS.

use super::account;
use super::date;
use super::error::{At, WorldError};
use super::policy::PolicyJson;
use crate::api::primitives::DateTime;
use crate::model::access::policy::{Policy, PolicyOf};
use crate::model::kms::{self, AliasArn, KeyArn, KeyIdentifier, KeyStatus, KeyUsage, KmsAction, is_alias, uuid};
use crate::model::region::is_region;
use crate::model::store::Store;
use serde::{Deserialize, Serialize};

/// A key.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct KmsKeyJson {
    #[serde(skip_serializing_if = "Option::is_none")]
    key_id: Option<String>,
    #[serde(rename = "AWSAccountId", skip_serializing_if = "Option::is_none")]
    account: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    key_usage: Option<KeyUsageJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    key_state: Option<KeyState>,
    #[serde(default, with = "date", skip_serializing_if = "Option::is_none")]
    deletion_date: Option<DateTime>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    aliases: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    policy: Option<PolicyJson>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    grants: Vec<KmsGrantJson>,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
enum KeyUsageJson {
    #[serde(rename = "ENCRYPT_DECRYPT")]
    EncryptDecrypt,
    #[serde(rename = "SIGN_VERIFY")]
    SignVerify,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
enum KeyState {
    Enabled,
    Disabled,
    PendingDeletion,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct KmsGrantJson {
    grantee_principal: String,
    operations: Vec<String>,
}

impl KmsKeyJson {
    pub(super) fn of(store: &Store, key: &kms::Key) -> Self {
        let (key_state, deletion_date) = match key.state(store.now()) {
            Some(KeyStatus::Disabled) => (Some(KeyState::Disabled), None),
            Some(KeyStatus::PendingDeletion { at }) => (Some(KeyState::PendingDeletion), Some(at)),
            Some(KeyStatus::Enabled) | None => (Some(KeyState::Enabled), None),
        };
        let key_usage = match key.usage {
            KeyUsage::EncryptDecrypt => KeyUsageJson::EncryptDecrypt,
            KeyUsage::SignVerify => KeyUsageJson::SignVerify,
        };
        Self {
            key_id: Some(key.arn.id.to_string()),
            account: Some(key.arn.account.to_string()),
            region: Some(key.arn.region.to_string()),
            key_usage: Some(key_usage),
            key_state,
            deletion_date,
            aliases: store.keys.aliases_of(&key.arn).map(|alias| alias.name.clone()).collect(),
            policy: key.policy.as_ref().map(PolicyJson::of),
            grants: key.grants.iter().map(KmsGrantJson::of).collect(),
        }
    }

    pub(super) fn load(&self, at: &At, store: &mut Store) -> Result<(), WorldError> {
        let arn = self.arn(at, store)?;
        let usage = match self.key_usage {
            None | Some(KeyUsageJson::EncryptDecrypt) => KeyUsage::EncryptDecrypt,
            Some(KeyUsageJson::SignVerify) => KeyUsage::SignVerify,
        };
        let mut key = kms::Key::new(arn.clone(), usage);
        key.set_state(self.state(at)?);
        if let Some(document) = &self.policy {
            let policy = Policy::parse(&document.text(), PolicyOf::Key);
            let policy = policy.and_then(|policy| policy.settle(&store.accounts));
            key.policy = Some(policy.map_err(at.field("Policy").faulty())?);
        }
        for (index, grant) in self.grants.iter().enumerate() {
            key.grants.push(grant.read(&at.entry("Grants", index))?);
        }
        store.keys.add(key);
        for (index, name) in self.aliases.iter().enumerate() {
            let at = at.entry("Aliases", index);
            let alias = AliasArn { region: arn.region.clone(), account: arn.account.clone(), name: name.clone() };
            if !is_alias(name) || name.starts_with("alias/aws/") {
                let what = format!("`{name}` is no alias: one is `alias/` and a name, and `alias/aws/` is AWS's own");
                return Err(at.wrong(what));
            }
            if store.keys.has_alias(&alias) {
                return Err(at.wrong(format!("`{name}` stands there twice for this account and Region")));
            }
            store.keys.set_alias(alias, arn.clone());
        }
        Ok(())
    }

    fn arn(&self, at: &At, store: &mut Store) -> Result<KeyArn, WorldError> {
        let account = account::find(&at.field("AWSAccountId"), store, self.account.as_deref())?;
        let region = self.region.clone().unwrap_or_else(|| store.region.clone());
        if !is_region(&region) {
            return Err(at.field("Region").wrong(format!("`{region}` is no name of a Region")));
        }
        let Some(id) = &self.key_id else {
            return Ok(KeyArn { region: region.into(), account, id: uuid(store.ids.key()) });
        };
        let at = at.field("KeyId");
        let Some(KeyIdentifier::Key(arn)) =
            KeyIdentifier::parse(id, &account, &region).filter(|_| !id.starts_with("arn:"))
        else {
            return Err(at.wrong(format!("`{id}` is no id of a key, which is a UUID, or `mrk-` and 32 digits")));
        };
        match store.keys.is_managed(&arn) || store.keys.get(&arn, DateTime::from_secs(i64::MIN)).is_some() {
            true => Err(at.wrong(format!("{arn} is there already"))),
            false => Ok(arn),
        }
    }

    fn state(&self, at: &At) -> Result<KeyStatus, WorldError> {
        let at = at.field("DeletionDate");
        match (self.key_state, self.deletion_date) {
            (None | Some(KeyState::Enabled), None) => Ok(KeyStatus::Enabled),
            (Some(KeyState::Disabled), None) => Ok(KeyStatus::Disabled),
            (Some(KeyState::PendingDeletion), Some(at)) => Ok(KeyStatus::PendingDeletion { at }),
            (Some(KeyState::PendingDeletion), None) => Err(at.wrong("a key that is PendingDeletion has one")),
            (_, Some(_)) => Err(at.wrong("only a key whose KeyState is PendingDeletion has one")),
        }
    }
}

impl KmsGrantJson {
    fn of(grant: &kms::KmsGrant) -> Self {
        let name = |action: &KmsAction| action.name().trim_start_matches("kms:").to_owned();
        Self { grantee_principal: grant.grantee.clone(), operations: grant.actions.iter().map(name).collect() }
    }

    fn read(&self, at: &At) -> Result<kms::KmsGrant, WorldError> {
        let known = || KmsAction::ALL.map(|action| action.name().trim_start_matches("kms:")).join(", ");
        let parsed = |name: &String| {
            let action = KmsAction::parse(&format!("kms:{name}"));
            let what = || format!("`{name}` is nothing that S3 asks of a key; it asks for {}", known());
            action.ok_or_else(|| at.field("Operations").wrong(what()))
        };
        let grantee = self.grantee_principal.clone();
        if !kms::is_grantee(&grantee) {
            let what = format!("`{grantee}` is no ARN of an account, a user or a role");
            return Err(at.field("GranteePrincipal").wrong(what));
        }
        Ok(kms::KmsGrant { grantee, actions: self.operations.iter().map(parsed).collect::<Result<_, _>>()? })
    }
}
