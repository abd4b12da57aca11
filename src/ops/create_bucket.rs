//! Makes a bucket.
//!
//! [`CreateBucket`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html).

use super::prelude::*;
use crate::model::access::account::AccountId;
use crate::model::access::acl::Canned;
use crate::model::authorize::block;
use crate::model::bucket::BucketState as Stored;
use crate::model::lock::ObjectLock;
use crate::model::name::BucketName;
use crate::model::region::US_EAST_1;
use crate::model::settings::{BucketSettings, Ownership};
use crate::model::store::Store;
use crate::model::tag::{Tagged, Tags};
use steps::acl::List;

impl Rules for CreateBucketInput {
    type Output = CreateBucketOutput;
    type Error = CreateBucketError;
    const NAME: &'static str = "CreateBucket";
    const ROUTE: Route = Route::new("PUT", Target::Bucket).makes_bucket();
    const ERRORS: &'static [&'static [&'static ErrorRow]] = &[
        &[&INVALID_BUCKET_NAME, &MALFORMED_XML],
        &steps::acl::HEADER_ERRORS,
        steps::acl::GRANTEE_ERRORS,
        &[&ACL_WITH_OWNER_ENFORCED, &OBJECT_OWNERSHIP_INVALID, &ACCESS_DENIED],
        &[&LOCATION_INVALID, &LOCATION_MISSING, &LOCATION_OTHER],
        &[&BUCKET_ALREADY_EXISTS, &BUCKET_ALREADY_OWNED, &TOO_MANY_BUCKETS],
        &[&TAG_KEY_INVALID, &TAG_VALUE_INVALID, &TAG_RESERVED_ON_NEW_BUCKET, &TAGS_OF_BUCKET_TOO_MANY, &INTERNAL_ERROR],
    ];
    const NOT_MODELLED: &'static [&'static [&'static str]] = &[&["bucket_namespace"]];

    fn conditions(&self) -> Vec<(String, String)> {
        let constraint = self.create_bucket_configuration().and_then(|sent| sent.location_constraint.as_ref());
        constraint.map(|region| ("s3:LocationConstraint".to_owned(), region.to_string())).into_iter().collect()
    }

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let name = BucketName::try_from(self.bucket().unwrap_or_default())?;
        let configuration = self.create_bucket_configuration.as_ref();
        let list = List::of_new_bucket(self.acl(), &self, call.store, region_asked_for(configuration))?;
        check_allowed(&self, call, &name, list.as_ref())?;
        let owner = call.account()?.clone();
        let there = call.store.buckets().get(&name).filter(|there| there.owner == owner);
        let settings = settings(&self, there.map_or(&call.store.settings.new_buckets, |there| &there.settings))?;
        check_list(list.as_ref(), &settings, call)?;
        let constraint = constraint(configuration, &call.region)?;
        let region = constraint.map_or(US_EAST_1, region_of);
        let tags = tags(configuration)?;
        if let Some(there) = call.store.buckets().get(&name).filter(|there| there.owner != owner) {
            let why = format!("{name} belongs to {}", there.owner);
            return Err(BUCKET_ALREADY_EXISTS.error().with("BucketName", &name).because(why));
        }
        let is_there = call.store.buckets().get(&name).map(|bucket| bucket.region.as_str());
        if is_there.is_some_and(|there| [there, region] != [US_EAST_1; 2] || !tags.is_empty()) {
            // In us-east-1 alone the second call succeeds like the first; its endpoint is not enough, and there must be
            // no tags, be they the same (all recorded).
            return Err(BUCKET_ALREADY_OWNED.error().with("BucketName", &name));
        }
        if let Some(field) = configuration.and_then(not_modelled) {
            return Err(NOT_MODELLED.fill(&[&format_args!("`{field}` of CreateBucket")]));
        }
        if let Some(field) = call.store.buckets().get(&name).and_then(|there| not_taken(&self, &settings, there)) {
            return Err(NOT_MODELLED.fill(&[&format_args!("`{field}` of CreateBucket for a bucket that is there")]));
        }
        check_quota(is_there.is_some(), call.store, &owner)?;

        let canonical = call.store.accounts.canonical_id(&owner);
        let acl = list.map(|list| list.acl(&canonical, &canonical));
        if is_there.is_some() {
            // All that making a bucket again does (documented of us-east-1).
            call.store.bucket_mut(name.as_str())?.acl = acl;
        } else {
            let bucket = call.store.create_bucket(name.clone(), owner, region.to_owned());
            bucket.acl = acl;
            bucket.settings = settings;
            bucket.tags = tags;
            bucket.is_legacy_eu = constraint == Some(&BucketLocationConstraint::Eu);
            if self.object_lock_enabled_for_bucket == Some(true) {
                bucket.set_object_lock(ObjectLock::default());
            }
        }
        // The whole address where the bucket is elsewhere.
        let location = match region {
            US_EAST_1 => Some(format!("/{name}")),
            _ => Some(format!("http://{name}.s3.amazonaws.com/")),
        };
        Ok(CreateBucketOutput { location, bucket_arn: Some(name.arn()), ..Default::default() })
    }
}

/// What goes along with a new bucket is allowed by itself (documented).
fn check_allowed(
    input: &CreateBucketInput,
    call: &Call<'_>,
    name: &BucketName,
    list: Option<&List>,
) -> Result<(), S3Error> {
    let is_listed = list.is_some_and(|list| *list != List::Canned(Canned::Private));
    let is_locked = input.object_lock_enabled_for_bucket == Some(true);
    let asked = [
        (true, &action::CREATE_BUCKET),
        (is_listed, &action::PUT_BUCKET_ACL),
        (input.object_ownership.is_some(), &action::PUT_BUCKET_OWNERSHIP),
        (is_locked, &action::PUT_BUCKET_OBJECT_LOCK),
        (is_locked, &action::PUT_BUCKET_VERSIONING),
    ];
    let mut asked = asked.into_iter().filter(|(is_asked, _)| *is_asked);
    asked.try_for_each(|(_, action)| access::at_home(call, input, action, &name.arn()))
}

/// What a second call asks for, and would not get.
fn not_taken(input: &CreateBucketInput, asked: &BucketSettings, there: &Stored) -> Option<&'static str> {
    let wants_lock = input.object_lock_enabled_for_bucket == Some(true) && there.object_lock().is_none();
    let wants_owner = input.object_ownership.is_some() && asked.ownership != there.settings.ownership;
    let named = [(wants_lock, "x-amz-bucket-object-lock-enabled"), (wants_owner, "x-amz-object-ownership")];
    named.into_iter().find_map(|(is_wanted, name)| is_wanted.then_some(name))
}

/// What is said of the ownership of what will be uploaded.
fn settings(input: &CreateBucketInput, defaults: &BucketSettings) -> Result<BucketSettings, S3Error> {
    let mut settings = defaults.clone();
    if let Some(sent) = &input.object_ownership {
        let invalid = || OBJECT_OWNERSHIP_INVALID.fill(&[sent]).with("ArgumentName", "x-amz-object-ownership");
        settings.ownership = Some(Ownership::of(sent).ok_or_else(invalid)?);
    }
    Ok(settings)
}

/// A bucket without ACLs is made with none but the one that changes nothing; and what is blocked of public access to it
/// is blocked from its first moment on.
fn check_list(list: Option<&List>, settings: &BucketSettings, call: &Call<'_>) -> Result<(), S3Error> {
    let account = call.account()?;
    match list {
        None | Some(List::Canned(Canned::Private | Canned::BucketOwnerFullControl)) => Ok(()),
        Some(List::Grants(acl)) if acl.is_private_to(&call.store.accounts.canonical_id(account)) => Ok(()),
        Some(_) if !settings.has_acls() => Err(ACL_WITH_OWNER_ENFORCED
            .error()
            .because("the ACL grants more than the owner has, and ACLs are disabled")),
        Some(list) => list.check_public(block::of(call.store, account, settings.public_access_block)),
    }
}

fn check_quota(is_there: bool, store: &Store, owner: &AccountId) -> Result<(), S3Error> {
    let quota = store.settings.bucket_quota;
    match is_there || store.buckets_of(owner).len() < quota {
        true => Ok(()),
        false => Err(TOO_MANY_BUCKETS.error().because(format!("the account may have {quota}"))),
    }
}

/// Where the bucket goes: at the endpoint of us-east-1 anywhere, and there when nothing is said; at any other only
/// where that is.
fn constraint<'a>(
    configuration: Option<&'a CreateBucketConfiguration>,
    endpoint: &str,
) -> Result<Option<&'a BucketLocationConstraint>, S3Error> {
    let constraint = configuration.and_then(|configuration| configuration.location_constraint.as_ref());
    let missing = || LOCATION_MISSING.error().because(format!("the endpoint of {endpoint} needs its own name"));
    match constraint {
        // At other endpoints an empty constraint is as none (recorded).
        Some(constraint) if constraint.as_str().is_empty() && endpoint != US_EAST_1 => Err(missing()),
        None if endpoint == US_EAST_1 => Ok(None),
        None => Err(missing()),
        // Only the endpoint of us-east-1 looks at the name; at any other it is not that endpoint's, whatever it is
        // (recorded).
        Some(BucketLocationConstraint::Unknown(name)) if endpoint == US_EAST_1 => {
            Err(LOCATION_INVALID.error().with("LocationConstraint", name))
        }
        Some(constraint) if [US_EAST_1, region_of(constraint)].contains(&endpoint) => Ok(Some(constraint)),
        Some(constraint) => Err(LOCATION_OTHER.fill(&[constraint])),
    }
}

/// The Region that the bucket will be in, unless that is refused.
fn region_asked_for(configuration: Option<&CreateBucketConfiguration>) -> &str {
    let constraint = configuration.and_then(|configuration| configuration.location_constraint.as_ref());
    constraint.map_or(US_EAST_1, region_of)
}

/// `EU` is the legacy name of eu-west-1.
fn region_of(constraint: &BucketLocationConstraint) -> &str {
    match constraint {
        BucketLocationConstraint::Eu => "eu-west-1",
        constraint => constraint.as_str(),
    }
}

fn tags(configuration: Option<&CreateBucketConfiguration>) -> Result<Tags, S3Error> {
    Tags::new(Tagged::NewBucket, configuration.map(CreateBucketConfiguration::tags).unwrap_or_default().to_vec())
}

fn not_modelled(configuration: &CreateBucketConfiguration) -> Option<&'static str> {
    let CreateBucketConfiguration { location_constraint: _, location, bucket, tags: _ } = configuration;
    let named = [(location.is_some(), "Location"), (bucket.is_some(), "Bucket")];
    named.into_iter().find_map(|(is_set, name)| is_set.then_some(name))
}

shape! {
    /// What `CreateBucket` takes.
    pub input(create_bucket) struct CreateBucketInput {
        acl: Option<BucketCannedAcl> = header("x-amz-acl"),
        flatten grant_headers,
        bucket: Option<String> = label("Bucket"),
        create_bucket_configuration: Option<CreateBucketConfiguration> = document("CreateBucketConfiguration"),
        object_lock_enabled_for_bucket: Option<bool> = header("x-amz-bucket-object-lock-enabled"),
        object_ownership: Option<ObjectOwnership> = header("x-amz-object-ownership"),
        bucket_namespace: Option<BucketNamespace> = header("x-amz-bucket-namespace"),
    }
}

shape! {
    /// Output of `CreateBucket`.
    pub output(create_bucket) struct CreateBucketOutput {
        location: Option<String> = header("Location"),
        bucket_arn: Option<String> = header("x-amz-bucket-arn"),
    }
}

operation_error! {
    /// What `CreateBucket` fails with.
    CreateBucketError { BucketAlreadyExists, BucketAlreadyOwnedByYou }
}
