//! Keys of KMS: made, listed, disabled, and gone after some days of the clock.

use super::{Asked, ControlResult, Refused};
use crate::api::primitives::DateTime;
use crate::fake::{FakeS3, KmsKey, check_alias};
use crate::model::kms::{Key, KeyStatus, Keys};
use crate::model::time::instant;
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Create {
    alias: Option<String>,
    region: Option<String>,
    account: Option<String>,
}

/// A key by its id, its ARN or an alias.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NamedKey {
    key: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Deletion {
    key: String,
    days: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Alias {
    key: String,
    alias: String,
}

pub(super) fn answer(world: &FakeS3, asked: &Asked<'_>, what: &str) -> ControlResult {
    if what == "keys" {
        asked.reads()?;
        let store = world.store();
        let (keys, now) = (&store.keys, store.now());
        let keys: Vec<Value> = keys.iter(now).map(|key| told(keys, key, now)).collect();
        return Ok(json!({"keys": keys}).to_string());
    }
    let key = match what {
        "create" => {
            asked.does()?;
            create(world, if asked.body.is_empty() { Create::default() } else { asked.sent()? })?
        }
        "enable" => named(world, asked, KmsKey::try_enable)?,
        "disable" => named(world, asked, KmsKey::try_disable)?,
        "cancel-deletion" => named(world, asked, KmsKey::try_cancel_deletion)?,
        "schedule-deletion" => {
            asked.does()?;
            let Deletion { key, days } = asked.sent()?;
            let key = find(world, &key)?;
            key.try_schedule_deletion(days)?;
            key
        }
        "alias" => {
            asked.does()?;
            let Alias { key, alias } = asked.sent()?;
            let key = find(world, &key)?;
            key.try_set_alias(&alias)?;
            key
        }
        _ => return Err(asked.unknown()),
    };
    let store = world.store();
    let (keys, now) = (&store.keys, store.now());
    let found = keys.iter(now).find(|found| found.arn == *key.key_arn());
    found
        .map(|found| told(keys, found, now).to_string())
        .ok_or_else(|| Refused::not_found(format!("{} is gone", key.arn())))
}

fn create(world: &FakeS3, Create { alias, region, account }: Create) -> Result<KmsKey, Refused> {
    alias.as_deref().map(check_alias).transpose()?;
    let mut kms = world.kms();
    if let Some(region) = region {
        if region.is_empty() {
            return Err("a Region has a name".to_owned().into());
        }
        kms = kms.in_region(region);
    }
    if let Some(name) = account {
        let account = world.account_called(&name);
        kms = kms.in_account(&account.ok_or_else(|| Refused::not_found(format!("there is no account `{name}`")))?);
    }
    let key = kms.create_key();
    alias.map(|alias| key.try_set_alias(&alias)).transpose()?;
    Ok(key)
}

fn named(
    world: &FakeS3,
    asked: &Asked<'_>,
    change: impl FnOnce(&KmsKey) -> Result<(), String>,
) -> Result<KmsKey, Refused> {
    asked.does()?;
    let NamedKey { key } = asked.sent()?;
    let key = find(world, &key)?;
    change(&key)?;
    Ok(key)
}

fn find(world: &FakeS3, name: &str) -> Result<KmsKey, Refused> {
    let mut found = world.keys_called(name);
    match (found.pop(), found.len()) {
        (Some(key), 0) => Ok(key),
        (None, _) => Err(Refused::not_found(format!("there is no key `{name}`, or no more"))),
        (Some(_), _) => Err(format!("several keys are called `{name}`; an ARN says which").into()),
    }
}

fn told(keys: &Keys, key: &Key, now: DateTime) -> Value {
    let (state, deletion_date) = match key.state(now) {
        Some(KeyStatus::Enabled) | None => ("Enabled", None),
        Some(KeyStatus::Disabled) => ("Disabled", None),
        Some(KeyStatus::PendingDeletion { at }) => ("PendingDeletion", Some(instant(at))),
    };
    let aliases: Vec<&str> = keys.aliases_of(&key.arn).map(|alias| alias.name.as_str()).collect();
    json!({
        "key_id": &*key.arn.id,
        "arn": key.arn.to_string(),
        "aliases": aliases,
        "state": state,
        "deletion_date": deletion_date,
    })
}
