//! Accounts of the world, their users and roles, and nobody: whoever can call.

use super::client::Client;
use super::{BucketHandle, FakeS3, connected};
use crate::api::error::S3Error;
use crate::api::primitives::DateTime;
use crate::api::types::PublicAccessBlockConfiguration;
use crate::http::body::Body;
use crate::model::access::account::{AccessKey, Account, AccountId, Session};
use crate::model::access::policy::{Policy, PolicyOf};
use crate::model::access::principal::Principal;
use crate::model::name::BucketName;
use crate::ops::create_bucket::CreateBucketInput;
use crate::ops::{IntoInput, OutputOf};
use bytes::Bytes;
use http::{Request, Response};

/// What everybody who calls can do.
macro_rules! acting {
    ($handle:ident) => {
        impl $handle {
            /// The world.
            #[cfg(any(feature = "aws-sdk", feature = "object-store", feature = "opendal"))]
            pub(crate) fn world(&self) -> &FakeS3 {
                &self.world
            }

            /// A client that mirrors the SDK's, and acts as this principal.
            pub fn client(&self) -> Client {
                Client::new(self.world.clone(), self.principal())
            }

            /// Runs one operation of this principal's, synchronously: as [`FakeS3::call`].
            ///
            /// # Errors
            /// What S3 answers, and why.
            ///
            /// # Panics
            /// As [`FakeS3::call`].
            #[track_caller]
            pub fn call<I: IntoInput>(&self, input: I) -> Result<OutputOf<I>, S3Error> {
                self.world.call_as(self.principal(), input)
            }

            /// The same with a body that is given beside the input: as [`FakeS3::call_with_body`].
            ///
            /// # Errors
            /// What S3 answers, and why.
            ///
            /// # Panics
            /// As [`FakeS3::call_with_body`].
            #[track_caller]
            pub fn call_with_body<I: IntoInput>(
                &self,
                input: I,
                body: impl Into<Body>,
            ) -> Result<OutputOf<I>, S3Error> {
                self.world.call_with_body_as(self.principal(), input, body)
            }

            /// The access key by which this principal signs, for requests of one's own making; nobody has none. One
            /// that a test added goes before the one that the world makes up.
            pub fn access_key_id(&self) -> Option<String> {
                self.world.store().accounts.access_key(&self.principal()).map(|(id, _)| id)
            }

            /// The secret of [`access_key_id`](Self::access_key_id), with which signatures are made.
            pub fn secret_access_key(&self) -> Option<String> {
                self.world.store().accounts.access_key(&self.principal()).map(|(_, key)| key.secret)
            }

            /// The token that goes along with [`access_key_id`](Self::access_key_id), if that is a session's.
            pub fn session_token(&self) -> Option<String> {
                let (_, key) = self.world.store().accounts.access_key(&self.principal())?;
                key.session.map(|session| session.token)
            }

            /// Answers one HTTP request, as [`FakeS3::http`]: this principal's, unless it names an access key. One that
            /// nobody was given is that of the account which is always there.
            ///
            /// # Panics
            /// As [`FakeS3::http`].
            #[track_caller]
            pub fn http(&self, request: Request<Bytes>) -> Response<Bytes> {
                connected(self.world.http_as(self.principal(), request))
            }
        }
    };
}

/// What everybody who signs can be given.
macro_rules! signing {
    ($handle:ident) => {
        impl $handle {
            /// Adds an access key, whose signatures are verified from then on ([`Auth`](crate::Auth)); and as long as
            /// nothing else is said, a key that nobody has is then refused. One of the same id is replaced.
            ///
            /// ```
            /// use fake_s3::FakeS3;
            ///
            /// let s3 = FakeS3::new();
            /// let alice = s3.account("alice");
            /// alice.add_access_key("AKIDALICE", "secret");
            /// assert_eq!(alice.access_key_id().as_deref(), Some("AKIDALICE"));
            /// assert_eq!(alice.secret_access_key().as_deref(), Some("secret"));
            /// ```
            pub fn add_access_key(&self, id: &str, secret: &str) -> &Self {
                self.add_key(id, secret, None)
            }

            /// Adds the access key of a session, as STS gives them: it must come with its token, and until it expires.
            ///
            /// ```
            /// use fake_s3::{FakeS3, primitives::DateTime};
            ///
            /// let s3 = FakeS3::new();
            /// let uploader = s3.account("fake-s3").role("uploader");
            /// let expires = DateTime::from_secs(s3.clock().now().secs() + 3600);
            /// uploader.add_session("ASIAUPLOADER", "secret", "token", expires);
            /// assert_eq!(uploader.session_token().as_deref(), Some("token"));
            /// ```
            pub fn add_session(
                &self,
                id: &str,
                secret: &str,
                token: &str,
                expires: impl Into<Option<DateTime>>,
            ) -> &Self {
                let (token, expires) = (token.to_owned(), expires.into());
                self.add_key(id, secret, Some(Session { token, expires }))
            }

            fn add_key(&self, id: &str, secret: &str, session: Option<Session>) -> &Self {
                let (owner, secret) = (self.principal(), secret.to_owned());
                let key = AccessKey { owner, secret, is_given: true, session };
                self.world.store().accounts.give_key(id.to_owned(), key);
                self
            }
        }
    };
}

impl FakeS3 {
    /// An account by its name, which is made if it is not there. Its ids follow from the world's seed and the name.
    ///
    /// The account that is always there is `fake-s3`, unless a world file names it otherwise: see
    /// [`own_account`](Self::own_account).
    ///
    /// ```
    /// use fake_s3::{FakeS3, operation::list_objects_v2::ListObjectsV2Input};
    ///
    /// let s3 = FakeS3::new();
    /// s3.create_bucket("backups");
    /// let alice = s3.account("alice");
    /// let err = alice.call(ListObjectsV2Input::builder().bucket("backups")).unwrap_err();
    /// assert_eq!((err.status(), err.code()), (403, "AccessDenied"));
    /// ```
    pub fn account(&self, name: &str) -> AccountHandle {
        let id = self.store().accounts.named(name);
        AccountHandle { world: self.clone(), id }
    }

    /// The account that is always there, and as which the world itself calls, whatever a world file names it.
    ///
    /// ```
    /// use fake_s3::{FakeS3, World};
    ///
    /// let world = World::from_json(r#"{"Accounts": [{"AccountId": "111122223333", "DisplayName": "ours"}]}"#)?;
    /// let own = FakeS3::builder().world(world).build().own_account();
    /// assert_eq!((own.id().as_str(), own.name().as_str()), ("111122223333", "ours"));
    /// # Ok::<(), fake_s3::WorldError>(())
    /// ```
    pub fn own_account(&self) -> AccountHandle {
        let id = self.store().accounts.own().clone();
        AccountHandle { world: self.clone(), id }
    }

    /// The caller whom nobody knows: his requests are not signed.
    ///
    /// ```
    /// use fake_s3::{FakeS3, operation::list_buckets::ListBucketsInput};
    ///
    /// let s3 = FakeS3::new();
    /// assert_eq!(s3.anonymous().call(ListBucketsInput::builder()).unwrap_err().code(), "AccessDenied");
    /// ```
    pub fn anonymous(&self) -> AnonymousHandle {
        AnonymousHandle { world: self.clone() }
    }
}

#[cfg(feature = "tower")]
impl FakeS3 {
    /// An account that is there, by its number or its name.
    pub(crate) fn account_called(&self, name: &str) -> Option<AccountHandle> {
        let store = self.store();
        let by_id = AccountId::parse(name).and_then(|id| store.accounts.get(&id));
        let found = by_id.or_else(|| store.accounts.by_name(name)).map(|account| account.id.clone());
        found.map(|id| AccountHandle { world: self.clone(), id })
    }
}

/// An account of the world. What it calls, it calls as the account itself, its root.
#[derive(Debug, Clone)]
pub struct AccountHandle {
    world: FakeS3,
    id: AccountId,
}

acting!(AccountHandle);
signing!(AccountHandle);

impl AccountHandle {
    pub(crate) fn principal(&self) -> Principal {
        Principal::Root(self.id.clone())
    }

    fn look<T: Default>(&self, at: impl FnOnce(&Account) -> T) -> T {
        self.world.store().accounts.get(&self.id).map(at).unwrap_or_default()
    }

    pub(super) fn account_id(&self) -> &AccountId {
        &self.id
    }

    /// Its number: twelve digits.
    pub fn id(&self) -> String {
        self.id.to_string()
    }

    /// Its id in access control lists: 64 hexadecimal digits.
    pub fn canonical_id(&self) -> String {
        self.look(|account| account.canonical_id.to_string())
    }

    /// Its name.
    pub fn name(&self) -> String {
        self.look(|account| account.display_name.clone())
    }

    /// Gives it an e-mail address, by which grants could once name it.
    pub fn set_email(&self, email: &str) -> &Self {
        self.change(|account| account.email = Some(email.to_owned()))
    }

    /// Blocks public access to all its buckets, beside what each of them blocks; `None` blocks nothing.
    pub fn set_public_access_block(&self, block: Option<PublicAccessBlockConfiguration>) -> &Self {
        self.change(|account| account.public_access_block = block.map(|block| (&block).into()))
    }

    fn change(&self, change: impl FnOnce(&mut Account)) -> &Self {
        if let Some(account) = self.world.store().accounts.get_mut(&self.id) {
            change(account);
        }
        self
    }

    /// Makes a bucket that is its own.
    ///
    /// # Panics
    /// If S3 would refuse it, or the bucket is there already.
    #[track_caller]
    pub fn create_bucket(&self, name: &str) -> BucketHandle {
        let parsed = match BucketName::try_from(name) {
            Ok(parsed) => parsed,
            Err(error) => panic!("`{name}` is no name for a bucket: {error}"),
        };
        assert!(!self.world.store().buckets().contains_key(name), "the bucket `{name}` is there already");
        match self.call(CreateBucketInput::builder().bucket(name)) {
            Ok(_) => BucketHandle::new(self.world.clone(), parsed),
            Err(error) => panic!("`{name}` cannot be made: {error}"),
        }
    }

    /// A user of the account, who may do what policies let him.
    pub fn user(&self, name: &str) -> IdentityHandle {
        let principal = Principal::User { account: self.id.clone(), name: name.to_owned() };
        IdentityHandle { world: self.world.clone(), principal }
    }

    /// A role of the account, in a session of the name `fake-s3`: it may do what policies let it.
    pub fn role(&self, name: &str) -> IdentityHandle {
        self.role_session(name, "fake-s3")
    }

    /// A role of the account, in a session of this name. Its policies are those of the role.
    ///
    /// ```
    /// let s3 = fake_s3::FakeS3::new();
    /// let night = s3.account("fake-s3").role_session("uploader", "night");
    /// assert_eq!(night.arn(), "arn:aws:iam::111122223333:role/uploader");
    /// ```
    pub fn role_session(&self, name: &str, session: &str) -> IdentityHandle {
        let (account, name, session) = (self.id.clone(), name.to_owned(), session.to_owned());
        IdentityHandle { world: self.world.clone(), principal: Principal::Role { account, name, session } }
    }
}

/// A user or a role of an account.
#[derive(Debug, Clone)]
pub struct IdentityHandle {
    world: FakeS3,
    principal: Principal,
}

acting!(IdentityHandle);
signing!(IdentityHandle);

impl IdentityHandle {
    pub(crate) fn principal(&self) -> Principal {
        self.principal.clone()
    }

    /// Gives it a policy of this name, in the place of the one that it had. A new identity has none, and may do
    /// nothing.
    ///
    /// ```
    /// use fake_s3::{FakeS3, operation::get_object::GetObjectInput};
    ///
    /// let s3 = FakeS3::new();
    /// s3.create_bucket("backups").put_object("db.tar", "");
    /// let reader = s3.account("fake-s3").user("reader");
    /// let get = || reader.call(GetObjectInput::builder().bucket("backups").key("db.tar"));
    /// assert!(get().is_err());
    ///
    /// reader.set_policy("read", r#"{
    ///     "Version": "2012-10-17",
    ///     "Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::backups/*"}
    /// }"#);
    /// assert!(get().is_ok());
    /// ```
    ///
    /// # Panics
    /// If it is no policy of a user or a role, or asks for what is not modelled.
    #[track_caller]
    pub fn set_policy(&self, name: &str, policy: &str) -> &Self {
        let policy = match Policy::parse(policy, PolicyOf::Identity) {
            Ok(policy) => policy,
            Err(fault) => panic!("`{name}` is no policy for {}: {fault}", self.principal),
        };
        self.world.store().accounts.set_policy(&self.principal, name, Some(policy));
        self
    }

    /// Takes a policy away; one that it does not have, too.
    pub fn delete_policy(&self, name: &str) -> &Self {
        self.world.store().accounts.set_policy(&self.principal, name, None);
        self
    }

    /// Lets it do this, beside what it may already: one action and one resource, either with `*` and `?`.
    ///
    /// # Panics
    /// As [`set_policy`](Self::set_policy).
    #[track_caller]
    pub fn allow(&self, action: &str, resource: &str) -> &Self {
        let statement = format!(r#"{{"Effect": "Allow", "Action": "{action}", "Resource": "{resource}"}}"#);
        let policy = format!(r#"{{"Version": "2012-10-17", "Statement": {statement}}}"#);
        self.set_policy(&format!("{action} on {resource}"), &policy)
    }

    /// What policies call it: `arn:aws:iam::111122223333:user/name`.
    pub fn arn(&self) -> String {
        self.principal.policy_arn().unwrap_or_default()
    }
}

/// The caller whom nobody knows.
#[derive(Debug, Clone)]
pub struct AnonymousHandle {
    world: FakeS3,
}

acting!(AnonymousHandle);

impl AnonymousHandle {
    #[expect(clippy::unused_self, reason = "the others ask themselves")]
    pub(crate) fn principal(&self) -> Principal {
        Principal::Anonymous
    }
}
