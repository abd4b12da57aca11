//! Worlds as text: what is in one before a test begins, read from a file and written back.
//!
//! Each file is one thing that a world has: its fields as they are written, how it comes into a [`Store`], and how it
//! is read out of one. What is read is checked by the rules of the operations, which are called and not repeated here;
//! what they only ask of a *change* (that a public policy is not put where such are blocked) is not asked of what is
//! there.
#![expect(clippy::struct_field_names, reason = "fields are called as AWS calls them")]

mod account;
mod acl;
mod body;
mod bucket;
mod configurations;
mod content;
mod cors;
mod date;
mod encryption;
mod error;
mod kms;
mod lifecycle;
mod object;
mod place;
mod plain;
mod policy;

pub use error::WorldError;

use crate::model::store::Store;
use account::AccountJson;
use bucket::BucketJson;
use error::At;
use kms::KmsKeyJson;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What is in a world before a test begins: accounts, keys of KMS, buckets with their settings and objects.
///
/// Its text is JSON, and the page [`world_file`](crate::world_file) has all of it. Fields are called as AWS calls them,
/// and a bucket's configurations are written as the AWS CLI prints them. A [`Builder`](crate::Builder::world) begins
/// with a world, [`FakeS3::load`](crate::FakeS3::load) replaces what is there, and
/// [`FakeS3::world`](crate::FakeS3::world) writes it down.
///
/// ```
/// use fake_s3::{FakeS3, World};
///
/// let world = World::from_json(
///     r#"{
///         "Buckets": [
///             {
///                 "Name": "backups",
///                 "VersioningConfiguration": {"Status": "Enabled"},
///                 "Objects": [{"Key": "db.tar", "Body": "first"}, {"Key": "db.tar", "Body": "second"}]
///             }
///         ]
///     }"#,
/// )?;
/// let s3 = FakeS3::builder().world(world).build();
/// let backups = s3.bucket("backups");
/// assert_eq!(backups.object("db.tar").unwrap().bytes(), "second");
/// assert_eq!(backups.versions().len(), 2);
///
/// let error = World::from_json(r#"{"Buckets": [{"Name": "backups", "Versioning": "Enabled"}]}"#).unwrap_err();
/// let sentence = "line 1, column 45, at Buckets[0].Versioning: unknown field `Versioning`, expected one of ";
/// assert!(error.to_string().starts_with(sentence), "{error}");
/// # Ok::<(), fake_s3::WorldError>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct World {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    accounts: Vec<AccountJson>,
    #[serde(default, rename = "KMSKeys", skip_serializing_if = "Vec::is_empty")]
    kms_keys: Vec<KmsKeyJson>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    buckets: Vec<BucketJson>,
}

impl World {
    /// Reads a world's text. Whether what it says can be is found when it is loaded.
    ///
    /// # Errors
    /// Where it is no JSON, or has a field that a world does not: with its line, column and place.
    pub fn from_json(text: &str) -> Result<Self, WorldError> {
        serde_json::from_str(text).map_err(|error| WorldError::of_text(text, &error))
    }

    /// Its text, with one field a line. The same world has the same text.
    pub fn to_json(&self) -> String {
        // Nothing in it cannot be written: the keys of all maps are texts.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// The same with one bucket more, which is as new ones are; if it has one of that name, that stays as it is.
    ///
    /// ```
    /// use fake_s3::{FakeS3, World};
    ///
    /// let s3 = FakeS3::builder().world(World::default().with_bucket("backups")).build();
    /// s3.bucket("backups").put_object("db.tar", "");
    /// ```
    pub fn with_bucket(mut self, name: impl Into<String>) -> Self {
        let name = name.into();
        if !self.buckets.iter().any(|bucket| bucket.is_called(&name)) {
            self.buckets.push(BucketJson::new(name));
        }
        self
    }

    /// The same without secret access keys and session tokens.
    #[cfg(feature = "tower")]
    pub(crate) fn without_secrets(mut self) -> Self {
        self.accounts.iter_mut().for_each(AccountJson::remove_secrets);
        self
    }

    /// What is in a store now.
    pub(crate) fn of(store: &Store) -> Self {
        Self {
            accounts: store.accounts.iter().map(|account| AccountJson::of(store, account)).collect(),
            kms_keys: store.keys.iter(store.now()).map(|key| KmsKeyJson::of(store, key)).collect(),
            buckets: store.buckets().values().map(|bucket| BucketJson::of(store, bucket)).collect(),
        }
    }

    /// Puts all that it has into an empty store.
    pub(crate) fn put_into(&self, mut store: Store) -> Result<Store, WorldError> {
        let root = At::root();
        let (accounts, mut there) = (|| self.accounts.iter().enumerate(), BTreeSet::new());
        // Those whose numbers are given come first, so that no number is made up that is given to another.
        for is_numbered in [true, false] {
            for (index, account) in accounts().filter(|(_, account)| account.is_numbered() == is_numbered) {
                account.load(&root.entry("Accounts", index), &mut store, &mut there)?;
            }
        }
        for (index, key) in self.kms_keys.iter().enumerate() {
            key.load(&root.entry("KMSKeys", index), &mut store)?;
        }
        let buckets = || self.buckets.iter().enumerate().map(|(index, bucket)| (root.entry("Buckets", index), bucket));
        for (at, bucket) in buckets() {
            bucket.take_places(&at, &mut store)?;
        }
        for (at, bucket) in buckets() {
            bucket.load(&at, &mut store)?;
        }
        Ok(store)
    }
}

/// The serde form of a field that is not there, is there and says `null`, or has a value.
mod said {
    use serde::{Deserialize, Deserializer};

    #[expect(clippy::option_option, reason = "what is not said differs from what is said to be none")]
    pub(super) fn deserialize<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
        deserializer: D,
    ) -> Result<Option<Option<T>>, D::Error> {
        Option::deserialize(deserializer).map(Some)
    }
}
