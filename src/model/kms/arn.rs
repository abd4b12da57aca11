//! Names of keys: as they are, and as requests give them.

use crate::model::access::account::AccountId;
use std::fmt;
use std::sync::Arc;

/// A key's full name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeyArn {
    pub region: Arc<str>,
    pub account: AccountId,
    /// A UUID.
    pub id: Arc<str>,
}

impl fmt::Display for KeyArn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "arn:aws:kms:{}:{}:key/{}", self.region, self.account, self.id)
    }
}

/// An alias's full name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct AliasArn {
    pub region: Arc<str>,
    pub account: AccountId,
    /// With `alias/` in front.
    pub name: String,
}

impl fmt::Display for AliasArn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "arn:aws:kms:{}:{}:{}", self.region, self.account, self.name)
    }
}

/// What a request calls a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyIdentifier {
    Key(KeyArn),
    Alias(AliasArn),
}

impl KeyIdentifier {
    /// Reads any of the four forms; what does not name account and Region is of these. `None` for what is no form.
    pub fn parse(sent: &str, account: &AccountId, region: &str) -> Option<Self> {
        if let Some(rest) = sent.strip_prefix("arn:aws:kms:") {
            let (region, rest) = rest.split_once(':')?;
            let (account, name) = rest.split_once(':')?;
            let account = AccountId::parse(account)?;
            return Self::of(name.strip_prefix("key/"), name, account, region);
        }
        Self::of(Some(sent), sent, account.clone(), region)
    }

    fn of(id: Option<&str>, alias: &str, account: AccountId, region: &str) -> Option<Self> {
        let region = Arc::from(region);
        match id.filter(|id| is_key_id(id)) {
            Some(id) => Some(Self::Key(KeyArn { region, account, id: id.into() })),
            None if is_alias(alias) => Some(Self::Alias(AliasArn { region, account, name: alias.to_owned() })),
            None => None,
        }
    }

    /// The Region that it lies in.
    pub fn region(&self) -> &str {
        match self {
            Self::Key(arn) => &arn.region,
            Self::Alias(arn) => &arn.region,
        }
    }
}

/// A UUID, or the id of a key for several Regions.
fn is_key_id(text: &str) -> bool {
    let is_hex = |text: &str, len| text.len() == len && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if let Some(digits) = text.strip_prefix("mrk-") {
        return is_hex(digits, 32);
    }
    let groups: Vec<&str> = text.split('-').collect();
    groups.len() == 5 && groups.iter().zip([8, 4, 4, 4, 12]).all(|(group, len)| is_hex(group, len))
}

/// Whether an alias can be called so.
pub fn is_alias(text: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || b"/_-".contains(&byte);
    text.strip_prefix("alias/").is_some_and(|name| !name.is_empty() && name.bytes().all(is_letter))
}

/// A UUID of these bits, but for those that say which kind it is.
pub fn uuid(bits: u128) -> Arc<str> {
    const KIND: u128 = (0xf << 76) | (0b11 << 62);
    const RANDOM: u128 = (4 << 76) | (0b10 << 62);
    let bits = (bits & !KIND) | RANDOM;
    let hex = format!("{bits:032x}");
    [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-").into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_named_in_four_forms() {
        let own = AccountId::parse("111122223333").unwrap();
        let id = "134f2428-cec1-4b25-a1ae-9048164dba47";
        let arn = format!("arn:aws:kms:us-east-1:111122223333:key/{id}");
        let text = |sent: &str| match KeyIdentifier::parse(sent, &own, "us-east-1")? {
            KeyIdentifier::Key(arn) => Some(arn.to_string()),
            KeyIdentifier::Alias(arn) => Some(arn.to_string()),
        };
        assert_eq!(text(id), Some(arn.clone()));
        assert_eq!(text(&arn), Some(arn));
        assert_eq!(text("alias/a").as_deref(), Some("arn:aws:kms:us-east-1:111122223333:alias/a"));
        let of_another = "arn:aws:kms:eu-west-1:444455556666:alias/aws/s3";
        assert_eq!(text(of_another).as_deref(), Some(of_another));
        for none in [
            "fake-key-id",
            "",
            "alias/",
            "arn:aws:kms:us-east-1:111122223333:key/fake-key-id",
            "arn:aws:kms:us-east-1:me:key/134f2428-cec1-4b25-a1ae-9048164dba47",
            "arn:aws:iam::111122223333:root",
        ] {
            assert_eq!(text(none), None, "{none}");
        }
        assert!(text("mrk-1234abcd12ab34cd56ef1234567890ab").is_some());
    }

    #[test]
    fn ids_of_keys_are_uuids_of_chance() {
        for bits in [0, u128::MAX, 0x1234_5678 << 60] {
            let id = uuid(bits);
            assert!(is_key_id(&id), "{id}");
            assert_eq!((&id[14..15], &id[19..20] >= "8" && &id[19..20] <= "b"), ("4", true), "{id}");
        }
    }
}
