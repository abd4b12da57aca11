//! The keys of KMS that the world has: set up here, used by S3.

use super::{AccountHandle, FakeS3};
use crate::api::primitives::DateTime;
use crate::model::access::account::AccountId;
use crate::model::access::policy::{Policy, PolicyOf};
use crate::model::kms::{
    AliasArn, Key, KeyArn, KeyIdentifier, KeyStatus, KeyUsage, KmsAction, KmsGrant, is_alias, is_grantee, uuid,
};
use crate::model::name::some_of;
use crate::model::time::{between, later};

impl FakeS3 {
    /// The keys of KMS, to make some and to have them go away. Nothing is encrypted; what is kept is what S3 asks of
    /// keys, and answers by.
    ///
    /// Keys are of the account that is always there, and in the world's Region, unless another
    /// [account](Kms::in_account) or [Region](Kms::in_region) is named.
    ///
    /// ```
    /// use fake_s3::operation::{get_object::GetObjectInput, put_object::PutObjectInput};
    /// use fake_s3::{FakeS3, days, types::ServerSideEncryption};
    ///
    /// let s3 = FakeS3::new();
    /// s3.create_bucket("backups");
    /// let key = s3.kms().create_key();
    /// let put = PutObjectInput::builder().bucket("backups").key("db.tar");
    /// let put = put.server_side_encryption(ServerSideEncryption::AwsKms).ssekms_key_id(key.id());
    /// assert_eq!(s3.call(put)?.ssekms_key_id, Some(key.arn()));
    ///
    /// let get = || s3.call(GetObjectInput::builder().bucket("backups").key("db.tar")).unwrap_err();
    /// key.disable();
    /// assert_eq!(get().code(), "KMS.DisabledException");
    /// key.schedule_deletion(7);
    /// assert_eq!(get().code(), "KMS.KMSInvalidStateException");
    /// s3.clock().advance(days(7));
    /// assert_eq!(get().code(), "KMS.NotFoundException");
    /// # Ok::<(), fake_s3::error::S3Error>(())
    /// ```
    ///
    /// Who may use a key, its policy says: that of a new one leaves it to the policies of its account's users and
    /// roles. What goes wrong most often is that a user may do what putting an object takes, and not what a part takes:
    ///
    /// ```
    /// use fake_s3::FakeS3;
    /// use fake_s3::operation::create_multipart_upload::CreateMultipartUploadInput;
    /// use fake_s3::operation::{put_object::PutObjectInput, upload_part::UploadPartInput};
    ///
    /// let s3 = FakeS3::new();
    /// let key = s3.kms().create_key();
    /// s3.create_bucket("backups").encrypt_with(Some(&key.arn()));
    /// let writer = s3.account("fake-s3").user("writer");
    /// writer.allow("s3:PutObject", "arn:aws:s3:::backups/*").allow("kms:GenerateDataKey", &key.arn());
    ///
    /// writer.call(PutObjectInput::builder().bucket("backups").key("db.tar"))?;
    /// let upload = writer.call(CreateMultipartUploadInput::builder().bucket("backups").key("db.tar"))?;
    /// let part = || {
    ///     let part = UploadPartInput::builder().bucket("backups").key("db.tar").part_number(1);
    ///     part.set_upload_id(upload.upload_id.clone())
    /// };
    /// let err = writer.call(part()).unwrap_err();
    /// assert!(err.message().ends_with("because no identity-based policy allows the kms:Decrypt action"), "{err}");
    ///
    /// writer.allow("kms:Decrypt", &key.arn());
    /// assert!(writer.call(part()).is_ok());
    /// # Ok::<(), fake_s3::error::S3Error>(())
    /// ```
    pub fn kms(&self) -> Kms {
        let store = self.store();
        Kms { account: store.accounts.own().clone(), region: store.region.clone(), world: self.clone() }
    }
}

#[cfg(feature = "tower")]
impl FakeS3 {
    /// The keys that are called so, in whatever account and Region: by their id, by their ARN, or by an alias. Those
    /// that AWS manages are nobody's to change.
    pub(crate) fn keys_called(&self, name: &str) -> Vec<KmsKey> {
        let store = self.store();
        let is_alias =
            |arn: &KeyArn| store.keys.aliases_of(arn).any(|alias| alias.name == name || alias.to_string() == name);
        let is_called = |arn: &KeyArn| *arn.id == *name || arn.to_string() == name || is_alias(arn);
        let keys = store.keys.iter(store.now()).map(|key| key.arn.clone()).filter(is_called);
        keys.map(|arn| KmsKey { world: self.clone(), arn }).collect()
    }
}

/// The keys of one account in one Region.
#[derive(Debug, Clone)]
pub struct Kms {
    world: FakeS3,
    account: AccountId,
    region: String,
}

impl Kms {
    /// Those of another account.
    pub fn in_account(self, account: &AccountHandle) -> Self {
        Self { account: account.account_id().clone(), ..self }
    }

    /// Those in another Region.
    ///
    /// ```
    /// let key = fake_s3::FakeS3::new().kms().in_region("eu-west-1").create_key();
    /// assert!(key.arn().starts_with("arn:aws:kms:eu-west-1:111122223333:key/"));
    /// ```
    pub fn in_region(self, region: impl Into<String>) -> Self {
        Self { region: region.into(), ..self }
    }

    /// Makes a symmetric key, as S3 uses them. Its id follows from the world's seed and from how many there were.
    pub fn create_key(&self) -> KmsKey {
        self.create(KeyUsage::EncryptDecrypt)
    }

    /// Makes an asymmetric key, which S3 refuses to use.
    pub fn create_asymmetric_key(&self) -> KmsKey {
        self.create(KeyUsage::SignVerify)
    }

    fn create(&self, usage: KeyUsage) -> KmsKey {
        let mut store = self.world.store();
        let id = uuid(store.ids.key());
        let arn = KeyArn { region: self.region.as_str().into(), account: self.account.clone(), id };
        store.keys.add(Key::new(arn.clone(), usage));
        KmsKey { world: self.world.clone(), arn }
    }

    /// A key by its id, its ARN, or an alias of it.
    ///
    /// # Panics
    /// If there is no such key, or no more; the sentence says which there are.
    #[track_caller]
    pub fn key(&self, name: &str) -> KmsKey {
        let store = self.world.store();
        let region = KeyIdentifier::parse(name, &self.account, &self.region);
        let region = region.as_ref().map_or(self.region.as_str(), KeyIdentifier::region);
        let found = store.keys.resolve(name, &self.account, region, store.now());
        let not_there = |arn: &KeyArn| !store.keys.is_there(arn, store.now());
        match found {
            Ok(arn) if not_there(&arn) => panic!("there is no key {arn}, or no more"),
            Ok(arn) => KmsKey { world: self.world.clone(), arn },
            Err(error) => {
                let keys: Vec<_> = store.keys.iter(store.now()).map(|key| key.arn.to_string()).collect();
                panic!("there is no key `{name}`: {error}; {}", some_of(&keys));
            }
        }
    }

    /// The key that AWS manages for S3, `alias/aws/s3`: what encrypts where KMS is asked for and no key is named.
    pub fn managed_key(&self) -> KmsKey {
        let arn = self.world.store().keys.managed(&self.account, &self.region);
        KmsKey { world: self.world.clone(), arn }
    }
}

/// A key.
#[derive(Debug, Clone)]
pub struct KmsKey {
    world: FakeS3,
    arn: KeyArn,
}

impl KmsKey {
    /// Its full name.
    #[cfg(feature = "tower")]
    pub(crate) fn key_arn(&self) -> &KeyArn {
        &self.arn
    }

    /// Its full name, as S3's answers show it.
    pub fn arn(&self) -> String {
        self.arn.to_string()
    }

    /// Its id: a UUID.
    pub fn id(&self) -> String {
        self.arn.id.to_string()
    }

    /// Whether it can be used: not while it is disabled, is pending deletion, or is gone.
    pub fn is_enabled(&self) -> bool {
        let store = self.world.store();
        store.keys.check_usable(&self.arn, store.now()).is_ok()
    }

    /// Has it be usable again.
    ///
    /// # Panics
    /// If it is gone, its deletion is scheduled, or AWS manages it.
    #[track_caller]
    pub fn enable(&self) -> &Self {
        self.must(self.try_enable())
    }

    pub(crate) fn try_enable(&self) -> Result<(), String> {
        self.change("enable", |state, _| not_pending(state, KeyStatus::Enabled))
    }

    /// Has it not be usable.
    ///
    /// # Panics
    /// As [`enable`](Self::enable).
    #[track_caller]
    pub fn disable(&self) -> &Self {
        self.must(self.try_disable())
    }

    pub(crate) fn try_disable(&self) -> Result<(), String> {
        self.change("disable", |state, _| not_pending(state, KeyStatus::Disabled))
    }

    /// Has it be gone in so many days, on the world's clock; until then it cannot be used.
    ///
    /// # Panics
    /// If KMS would refuse the days (it takes 7 to 30), the deletion is scheduled already, the key is gone, or AWS
    /// manages it.
    #[track_caller]
    pub fn schedule_deletion(&self, days: u32) -> &Self {
        self.must(self.try_schedule_deletion(days))
    }

    pub(crate) fn try_schedule_deletion(&self, days: u32) -> Result<(), String> {
        if !(7..=30).contains(&days) {
            return Err(format!("a key is deleted after 7 to 30 days, and not after {days}"));
        }
        let waiting = super::days(days.into());
        self.change("delete", |state, now| {
            let at = later(now, waiting);
            // The calendar ends, and a deadline stops there: the key would be gone before its days have passed.
            if between(now, at) < waiting {
                return Err("the calendar ends before the waiting period does");
            }
            not_pending(state, KeyStatus::PendingDeletion { at })
        })
    }

    /// Has it stay after all. It is disabled then, as KMS has it.
    ///
    /// # Panics
    /// If its deletion is not scheduled, or it is gone.
    #[track_caller]
    pub fn cancel_deletion(&self) -> &Self {
        self.must(self.try_cancel_deletion())
    }

    pub(crate) fn try_cancel_deletion(&self) -> Result<(), String> {
        self.change("keep", |state, _| match state {
            KeyStatus::PendingDeletion { .. } => Ok(KeyStatus::Disabled),
            KeyStatus::Enabled | KeyStatus::Disabled => Err("its deletion is not scheduled"),
        })
    }

    /// Calls it so too; what was called so before is not any more.
    ///
    /// ```
    /// let s3 = fake_s3::FakeS3::new();
    /// let key = s3.kms().create_key();
    /// key.set_alias("alias/backups");
    /// assert_eq!(s3.kms().key("alias/backups").arn(), key.arn());
    /// ```
    ///
    /// # Panics
    /// If KMS would refuse the alias: it begins with `alias/`, and not with `alias/aws/`; if the key is gone, or AWS
    /// manages it.
    #[track_caller]
    pub fn set_alias(&self, alias: &str) -> &Self {
        self.must(self.try_set_alias(alias))
    }

    pub(crate) fn try_set_alias(&self, name: &str) -> Result<(), String> {
        check_alias(name)?;
        let (region, account) = (self.arn.region.clone(), self.arn.account.clone());
        let alias = AliasArn { region, account, name: name.to_owned() };
        let mut store = self.world.store();
        if store.keys.get(&self.arn, store.now()).is_none() {
            return Err(self.gone("call by an alias"));
        }
        store.keys.set_alias(alias, self.arn.clone());
        Ok(())
    }

    /// Replaces its policy, which says who may use it: within its account, from another one, or not at all. A new key
    /// has the one that AWS gives it, which leaves all to the policies of its account's users and roles.
    ///
    /// # Panics
    /// If it is no policy of a key, names an account that is not there, or asks for what is not modelled; if the key is
    /// gone, or AWS manages it.
    #[track_caller]
    pub fn set_policy(&self, policy: &str) -> &Self {
        let parsed = Policy::parse(policy, PolicyOf::Key);
        let parsed = parsed.and_then(|policy| policy.settle(&self.world.store().accounts));
        match parsed {
            Ok(policy) => self.with_key("give a policy to", |key| key.policy = Some(policy)),
            Err(fault) => panic!("this is no policy of a key: {fault}"),
        }
    }

    /// Grants this to somebody, by his ARN, beside what the policy says: such as `kms:Decrypt`.
    ///
    /// ```
    /// use fake_s3::operation::get_object::GetObjectInput;
    ///
    /// let s3 = fake_s3::FakeS3::new();
    /// let key = s3.kms().create_key();
    /// s3.create_bucket("backups").encrypt_with(Some(&key.arn())).put_object("db.tar", "");
    /// let reader = s3.account("fake-s3").user("reader");
    /// reader.allow("s3:GetObject", "arn:aws:s3:::backups/*");
    /// let get = || reader.call(GetObjectInput::builder().bucket("backups").key("db.tar"));
    /// assert!(get().unwrap_err().message().contains("kms:Decrypt"));
    ///
    /// key.grant(&reader.arn(), &["kms:Decrypt"]);
    /// assert!(get().is_ok());
    /// key.revoke_grants(&reader.arn());
    /// assert!(get().is_err());
    /// ```
    ///
    /// # Panics
    /// If nobody can be granted this, or the grantee is no ARN of an account, a user or a role; if the key is gone, or
    /// AWS manages it.
    #[track_caller]
    pub fn grant(&self, grantee: &str, actions: &[&str]) -> &Self {
        assert!(is_grantee(grantee), "`{grantee}` is no ARN of an account, a user or a role");
        if let Some(name) = actions.iter().find(|name| KmsAction::parse(name).is_none()) {
            panic!("`{name}` is nothing that S3 asks of a key; it asks for {:?}", KmsAction::ALL.map(KmsAction::name));
        }
        let actions = actions.iter().filter_map(|name| KmsAction::parse(name)).collect();
        let grant = KmsGrant { grantee: grantee.to_owned(), actions };
        self.with_key("grant anything of", |key| key.grants.push(grant))
    }

    /// Takes away all that somebody was granted.
    ///
    /// # Panics
    /// If the key is gone, or AWS manages it.
    #[track_caller]
    pub fn revoke_grants(&self, grantee: &str) -> &Self {
        self.with_key("revoke anything of", |key| key.grants.retain(|grant| grant.grantee != grantee))
    }

    #[track_caller]
    fn with_key(&self, what: &str, change: impl FnOnce(&mut Key)) -> &Self {
        let mut store = self.world.store();
        let now = store.now();
        let is_there = store.keys.get_mut(&self.arn, now).map(change).is_some();
        drop(store);
        self.must(if is_there { Ok(()) } else { Err(self.gone(what)) })
    }

    /// What a test does must be possible.
    #[track_caller]
    fn must(&self, done: Result<(), String>) -> &Self {
        match done {
            Ok(()) => self,
            Err(why) => panic!("{why}"),
        }
    }

    fn gone(&self, what: &str) -> String {
        format!("nobody can {what} the key {}: it is gone, or managed by AWS", self.arn)
    }

    fn change(
        &self,
        what: &str,
        change: impl FnOnce(KeyStatus, DateTime) -> Result<KeyStatus, &'static str>,
    ) -> Result<(), String> {
        let mut store = self.world.store();
        let now = store.now();
        let key = store.keys.get_mut(&self.arn, now).ok_or_else(|| self.gone(what))?;
        let state = key.state(now).ok_or_else(|| self.gone(what))?;
        let state = change(state, now).map_err(|why| format!("nobody can {what} the key {}: {why}", self.arn))?;
        key.set_state(state);
        Ok(())
    }
}

/// That a test may call a key so.
pub(crate) fn check_alias(alias: &str) -> Result<(), String> {
    match alias {
        alias if !is_alias(alias) => Err(format!("`{alias}` is no alias: one is `alias/` and a name")),
        alias if alias.starts_with("alias/aws/") => Err(format!("`{alias}` would be an alias of AWS's own")),
        _ => Ok(()),
    }
}

fn not_pending(state: KeyStatus, to: KeyStatus) -> Result<KeyStatus, &'static str> {
    match state {
        KeyStatus::PendingDeletion { .. } => Err("its deletion is scheduled; cancel that first"),
        KeyStatus::Enabled | KeyStatus::Disabled => Ok(to),
    }
}
