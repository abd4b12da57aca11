//! Buckets: their settings, as the AWS CLI prints and takes them, and their objects.

use super::acl::AclJson;
use super::configurations::ConfigurationsJson;
use super::cors;
use super::encryption::{self, Blocked};
use super::error::{At, WorldError};
use super::lifecycle;
use super::object::ObjectJson;
use super::policy::PolicyJson;
use super::{account, date, said};
use crate::api::primitives::DateTime;
use crate::api::types::{
    AccelerateConfiguration, BucketVersioningStatus, MfaDelete, ObjectLockConfiguration, OwnershipControls,
    OwnershipControlsRule, PublicAccessBlockConfiguration, RequestPaymentConfiguration, Tag,
};
use crate::model::access::acl::Access;
use crate::model::access::policy::{Policy, PolicyOf};
use crate::model::bucket::{self, RequestPayment};
use crate::model::name::BucketName;
use crate::model::region::is_region;
use crate::model::store::Store;
use crate::model::tag::{Tagged, Tags};
use crate::ops::{
    get_bucket_accelerate_configuration, get_bucket_request_payment, get_bucket_versioning,
    get_object_lock_configuration, put_bucket_accelerate_configuration, put_bucket_ownership_controls,
    put_bucket_request_payment, put_bucket_versioning, put_object_lock_configuration, steps,
};
use serde::{Deserialize, Serialize};
use std::borrow::Borrow;

/// A bucket. What is not said of it is as of a new one.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[expect(clippy::option_option, reason = "what is not said differs from what is said to be none")]
pub(super) struct BucketJson {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bucket_region: Option<String>,
    /// `EU`, the legacy name of eu-west-1, or what follows from the Region.
    #[serde(skip_serializing_if = "Option::is_none")]
    location_constraint: Option<String>,
    #[serde(default, with = "date", skip_serializing_if = "Option::is_none")]
    creation_date: Option<DateTime>,
    #[serde(skip_serializing_if = "Option::is_none")]
    versioning_configuration: Option<VersioningJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    object_lock_configuration: Option<ObjectLockConfiguration>,
    #[serde(default, deserialize_with = "said::deserialize", skip_serializing_if = "Option::is_none")]
    ownership_controls: Option<Option<OwnershipJson>>,
    #[serde(default, deserialize_with = "said::deserialize", skip_serializing_if = "Option::is_none")]
    public_access_block_configuration: Option<Option<PublicAccessBlockConfiguration>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    access_control_policy: Option<AclJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    policy: Option<PolicyJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    server_side_encryption_configuration: Option<encryption::EncryptionJson>,
    #[serde(default, deserialize_with = "said::deserialize", skip_serializing_if = "Option::is_none")]
    blocked_encryption_types: Blocked,
    #[serde(skip_serializing_if = "Option::is_none")]
    lifecycle_configuration: Option<lifecycle::LifecycleJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_payment_configuration: Option<RequestPaymentConfiguration>,
    #[serde(skip_serializing_if = "Option::is_none")]
    accelerate_configuration: Option<AccelerateConfiguration>,
    #[serde(skip_serializing_if = "Option::is_none")]
    configurations: Option<ConfigurationsJson>,
    #[serde(rename = "CORSConfiguration", skip_serializing_if = "Option::is_none")]
    cors_configuration: Option<cors::CorsJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tagging: Option<TaggingJson>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    objects: Vec<ObjectJson>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct VersioningJson {
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<BucketVersioningStatus>,
    #[serde(rename = "MFADelete", skip_serializing_if = "Option::is_none")]
    mfa_delete: Option<MfaDelete>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct OwnershipJson {
    rules: Vec<OwnershipControlsRule>,
}

/// Tags, of a bucket or of an object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct TaggingJson {
    tag_set: Vec<Tag>,
}

impl TaggingJson {
    pub(super) fn of(tags: &Tags) -> Option<Self> {
        (!tags.is_empty()).then(|| Self { tag_set: tags.as_slice().to_vec() })
    }

    pub(super) fn read(this: Option<&Self>, at: &At, of: Tagged) -> Result<Tags, WorldError> {
        let tags = this.map(|tagging| tagging.tag_set.clone()).unwrap_or_default();
        Tags::new(of, tags).map_err(at.field("Tagging").refused())
    }
}

const EU_WEST_1: &str = "eu-west-1";

impl BucketJson {
    pub(super) fn new(name: String) -> Self {
        Self { name, ..Self::default() }
    }

    pub(super) fn is_called(&self, name: &str) -> bool {
        self.name == name
    }

    pub(super) fn of(store: &Store, bucket: &bucket::BucketState) -> Self {
        let owner = steps::owner::of_bucket(store, bucket);
        let acl = bucket.acl.as_ref().map(|acl| Access { owner, acl: acl.clone() });
        let ownership = bucket.settings.ownership.map(|own| OwnershipControlsRule { object_ownership: own.into() });
        let (configuration, blocked) = encryption::of_bucket(&bucket.settings);
        let status = get_bucket_versioning::status(bucket.versioning());
        let payer =
            (bucket.payer != RequestPayment::BucketOwner).then(|| get_bucket_request_payment::payer(bucket.payer));
        Self {
            name: bucket.name.to_string(),
            owner: Some(bucket.owner.to_string()),
            bucket_region: Some(bucket.region.clone()),
            location_constraint: bucket.is_legacy_eu.then(|| "EU".to_owned()),
            creation_date: Some(bucket.created),
            versioning_configuration: status.map(|status| VersioningJson { status: Some(status), mfa_delete: None }),
            object_lock_configuration: bucket.object_lock().copied().map(get_object_lock_configuration::configuration),
            ownership_controls: Some(ownership.map(|rule| OwnershipJson { rules: vec![rule] })),
            public_access_block_configuration: Some(bucket.settings.public_access_block.map(Into::into)),
            access_control_policy: acl.map(|access| AclJson::of(store, &access)),
            policy: bucket.policy.as_ref().map(PolicyJson::of),
            server_side_encryption_configuration: configuration,
            blocked_encryption_types: blocked,
            lifecycle_configuration: bucket.lifecycle().map(lifecycle::LifecycleJson::of),
            request_payment_configuration: payer.map(|payer| RequestPaymentConfiguration { payer }),
            accelerate_configuration: bucket
                .acceleration
                .map(|own| AccelerateConfiguration { status: Some(get_bucket_accelerate_configuration::status(own)) }),
            configurations: ConfigurationsJson::of(&bucket.configurations),
            cors_configuration: bucket.cors.as_ref().map(cors::CorsJson::of),
            tagging: TaggingJson::of(&bucket.tags),
            objects: ObjectJson::all_of(store, bucket),
        }
    }

    /// Keeps the places of the versions whose ids are given from being given to others.
    pub(super) fn take_places(&self, at: &At, store: &mut Store) -> Result<(), WorldError> {
        for (index, object) in self.objects.iter().enumerate() {
            object.take_place(&at.entry("Objects", index), store)?;
        }
        Ok(())
    }

    pub(super) fn load(&self, at: &At, store: &mut Store) -> Result<(), WorldError> {
        let name = self.make(at, store)?;
        let found = store.bucket(name.as_str()).map_err(at.refused())?;
        let region = found.region.clone();
        let canonical_id = steps::owner::of_bucket(store, found);
        let acl = match &self.access_control_policy {
            None => None,
            Some(document) => {
                let at = at.field("AccessControlPolicy");
                let (owner, acl) = document.read(&at, store, &region)?;
                if owner != canonical_id {
                    return Err(at.wrong(format!("the owner of the bucket is {canonical_id}, and not {owner}")));
                }
                Some(acl)
            }
        };
        let policy = match &self.policy {
            None => None,
            Some(document) => {
                let policy = Policy::parse(&document.text(), PolicyOf::Bucket(&name));
                let policy = policy.and_then(|policy| policy.settle(&store.accounts));
                Some(policy.map_err(at.field("Policy").faulty())?)
            }
        };
        let configurations = match &self.configurations {
            None => None,
            Some(sent) => Some(sent.read(&at.field("Configurations"), store)?),
        };
        let bucket = store.bucket_mut(name.as_str()).map_err(at.refused())?;
        (bucket.acl, bucket.policy) = (acl, policy);
        bucket.configurations = configurations.unwrap_or_default();
        bucket.tags = TaggingJson::read(self.tagging.as_ref(), at, Tagged::Bucket)?;
        self.set(at, bucket)?;
        let places = (0..self.objects.len()).map(|index| at.entry("Objects", index));
        let objects: Vec<_> = self.objects.iter().zip(places).collect();
        let load = |(object, at): &(&ObjectJson, At)| object.load(at, store, &name);
        let ids = objects.iter().map(load).collect::<Result<Vec<_>, _>>()?;
        for ((object, at), id) in objects.iter().zip(&ids) {
            object.supersede(at, store, &name, id)?;
        }
        if let Some(configuration) = &self.lifecycle_configuration {
            let lifecycle = configuration.read(&at.field("LifecycleConfiguration"), store)?;
            store.set_lifecycle(&name, Some(lifecycle));
        }
        Ok(())
    }

    /// Makes it, as yet with nothing but what never changes.
    fn make(&self, at: &At, store: &mut Store) -> Result<BucketName, WorldError> {
        let name = BucketName::try_from(self.name.as_str()).map_err(at.field("Name").refused())?;
        if store.buckets().contains_key::<str>(name.borrow()) {
            return Err(at.field("Name").wrong(format!("`{name}` stands there twice")));
        }
        let owner = account::find(&at.field("Owner"), store, self.owner.as_deref())?;
        let quota = store.settings.bucket_quota;
        if store.buckets_of(&owner).len() >= quota {
            return Err(at.wrong(format!("{owner} has {quota} buckets already, which is the quota of this world")));
        }
        let is_legacy_eu = match self.location_constraint.as_deref() {
            None => false,
            Some("EU") => true,
            Some(other) => {
                let what = format!("`{other}` is not `EU`, the legacy name; other Regions are a BucketRegion");
                return Err(at.field("LocationConstraint").wrong(what));
            }
        };
        let region = match (&self.bucket_region, is_legacy_eu) {
            (None, true) => EU_WEST_1.to_owned(),
            (Some(region), true) if region != EU_WEST_1 => {
                return Err(at.field("LocationConstraint").wrong(format!("`EU` is eu-west-1, and not {region}")));
            }
            (Some(region), _) if !is_region(region) => {
                return Err(at.field("BucketRegion").wrong(format!("`{region}` is no name of a Region")));
            }
            (Some(region), _) => region.clone(),
            (None, false) => store.region.clone(),
        };
        let now = store.now();
        let bucket = store.create_bucket(name.clone(), owner, region);
        (bucket.created, bucket.is_legacy_eu) = (self.creation_date.unwrap_or(now), is_legacy_eu);
        Ok(name)
    }

    /// Its settings, but for those that need the world.
    fn set(&self, at: &At, bucket: &mut bucket::BucketState) -> Result<(), WorldError> {
        let (configuration, blocked) =
            (self.server_side_encryption_configuration.as_ref(), &self.blocked_encryption_types);
        encryption::set_of_bucket(at, &mut bucket.settings, configuration, blocked)?;
        if let Some(controls) = &self.ownership_controls {
            let controls = controls.as_ref().map(|OwnershipJson { rules }| OwnershipControls { rules: rules.clone() });
            let read = controls.as_ref().map(|sent| put_bucket_ownership_controls::ownership(Some(sent))).transpose();
            bucket.settings.ownership = read.map_err(at.field("OwnershipControls").refused())?;
        }
        if let Some(block) = &self.public_access_block_configuration {
            bucket.settings.public_access_block = block.as_ref().map(Into::into);
        }
        if let Some(configuration) = &self.request_payment_configuration {
            let payer = put_bucket_request_payment::payer(configuration);
            bucket.payer = payer.map_err(at.field("RequestPaymentConfiguration").refused())?;
        }
        if let Some(configuration) = &self.accelerate_configuration {
            let own = put_bucket_accelerate_configuration::acceleration(&bucket.name, Some(configuration));
            bucket.acceleration = Some(own.map_err(at.field("AccelerateConfiguration").refused())?);
        }
        if let Some(configuration) = &self.cors_configuration {
            bucket.cors = Some(configuration.read().map_err(at.field("CORSConfiguration").refused())?);
        }
        if let Some(configuration) = &self.object_lock_configuration {
            let lock = put_object_lock_configuration::object_lock(Some(configuration));
            bucket.set_object_lock(lock.map_err(at.field("ObjectLockConfiguration").refused())?);
        }
        if let Some(VersioningJson { status, mfa_delete }) = self.versioning_configuration.clone() {
            let refused = at.field("VersioningConfiguration");
            let sent = crate::api::types::VersioningConfiguration { mfa_delete, status };
            let versioning = put_bucket_versioning::versioning(&sent).map_err(refused.refused())?;
            bucket.set_versioning(versioning).map_err(refused.refused())?;
        }
        Ok(())
    }
}
