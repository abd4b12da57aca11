//! Makes a bucket.
//!
//! [`CreateBucket`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html).

use super::prelude::*;
use crate::model::lock::ObjectLock;
use crate::model::name::BucketName;

impl Rules for CreateBucketInput {
    type Output = CreateBucketOutput;
    type Error = CreateBucketError;
    const NAME: &'static str = "CreateBucket";
    const ROUTE: Route = Route::new("PUT", Target::Bucket).makes_bucket();
    const ANSWERS: &'static [&'static [&'static Answer]] = &[
        &[&INVALID_BUCKET_NAME, &MALFORMED_XML],
        &[&ACL_UNKNOWN, &ACL_WITH_GRANTS, &ACL_WITH_OWNER_ENFORCED],
        &[&LOCATION_INVALID, &LOCATION_MISSING, &LOCATION_OTHER, &BUCKET_ALREADY_OWNED],
    ];
    const NOT_MODELLED: &'static [&'static [&'static str]] =
        &[&["object_ownership", "bucket_namespace"]];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let name = BucketName::try_from(self.bucket().unwrap_or_default())?;
        check_acl(&self)?;
        let region = region(&self, &call.region)?;
        if let Some(bucket) = call.store.buckets().get(&name)
            && [bucket.region.as_str(), region.as_str()] != [DEFAULT_REGION; 2]
        {
            // In us-east-1 alone the second call succeeds like the first; its endpoint is not enough (recorded).
            return Err(BUCKET_ALREADY_OWNED.error().with("BucketName", &name));
        }
        let is_new = !call.store.buckets().contains_key(&name);
        call.store.create_bucket(name.clone(), region.clone());
        if is_new && self.object_lock_enabled_for_bucket == Some(true) {
            call.store.bucket_mut(name.as_str())?.set_object_lock(ObjectLock::default());
        }
        // The whole address where the bucket is elsewhere.
        let location = match region.as_str() {
            DEFAULT_REGION => Some(format!("/{name}")),
            _ => Some(format!("http://{name}.s3.amazonaws.com/")),
        };
        Ok(CreateBucketOutput { location, bucket_arn: Some(name.arn()), ..Default::default() })
    }
}

/// The Region whose endpoint wants no constraint.
const DEFAULT_REGION: &str = "us-east-1";

/// ACLs are disabled on new buckets; only the one that changes nothing is let pass.
fn check_acl(input: &CreateBucketInput) -> Result<(), S3Error> {
    let grants = [
        &input.grant_full_control,
        &input.grant_read,
        &input.grant_read_acp,
        &input.grant_write,
        &input.grant_write_acp,
    ];
    let has_grants = grants.iter().any(|grant| grant.is_some());
    match &input.acl {
        Some(BucketCannedAcl::Unknown(name)) => Err(ACL_UNKNOWN.argument("x-amz-acl", name)),
        Some(_) if has_grants => Err(ACL_WITH_GRANTS.error()),
        None | Some(BucketCannedAcl::Private) if !has_grants => Ok(()),
        _ => Err(ACL_WITH_OWNER_ENFORCED.error()),
    }
}

/// Where the bucket goes: at the endpoint of us-east-1 anywhere, at any other only there.
fn region(input: &CreateBucketInput, endpoint: &str) -> Result<String, S3Error> {
    let configuration = input.create_bucket_configuration.as_ref();
    if let Some(name) = configuration.and_then(not_modelled) {
        return Err(NOT_MODELLED.fill(&[&format_args!("`{name}` of CreateBucket")]));
    }
    let constraint = configuration.and_then(|configuration| configuration.location_constraint.as_ref());
    // One that is empty is none (recorded).
    let constraint = constraint.filter(|constraint| !constraint.as_str().is_empty());
    match constraint {
        None if endpoint == DEFAULT_REGION => Ok(endpoint.to_owned()),
        None => Err(LOCATION_MISSING.error()),
        // Only the endpoint of us-east-1 looks at the name; at any other it is not that endpoint's, whatever it is
        // (recorded).
        Some(BucketLocationConstraint::Unknown(name)) if endpoint == DEFAULT_REGION => {
            Err(LOCATION_INVALID.error().with("LocationConstraint", name))
        }
        // The legacy name of eu-west-1.
        Some(BucketLocationConstraint::Eu) if [DEFAULT_REGION, "eu-west-1"].contains(&endpoint) => {
            Ok("eu-west-1".to_owned())
        }
        Some(constraint) if endpoint == DEFAULT_REGION || constraint.as_str() == endpoint => {
            Ok(constraint.as_str().to_owned())
        }
        Some(constraint) => Err(LOCATION_OTHER.fill(&[constraint])),
    }
}

fn not_modelled(configuration: &CreateBucketConfiguration) -> Option<&'static str> {
    let CreateBucketConfiguration { location_constraint: _, location, bucket, tags } = configuration;
    let named = [(location.is_some(), "Location"), (bucket.is_some(), "Bucket"), (tags.is_some(), "Tags")];
    named.into_iter().find_map(|(is_set, name)| is_set.then_some(name))
}

shape! {
    /// What `CreateBucket` takes.
    pub input(create_bucket) struct CreateBucketInput {
        acl: Option<BucketCannedAcl> = header("x-amz-acl"),
        grant_full_control: Option<String> = header("x-amz-grant-full-control"),
        grant_read: Option<String> = header("x-amz-grant-read"),
        grant_read_acp: Option<String> = header("x-amz-grant-read-acp"),
        grant_write_acp: Option<String> = header("x-amz-grant-write-acp"),
        bucket: Option<String> = label("Bucket"),
        create_bucket_configuration: Option<CreateBucketConfiguration> = document("CreateBucketConfiguration"),
        grant_write: Option<String> = header("x-amz-grant-write"),
        object_lock_enabled_for_bucket: Option<bool> = header("x-amz-bucket-object-lock-enabled"),
        object_ownership: Option<ObjectOwnership> = header("x-amz-object-ownership"),
        bucket_namespace: Option<BucketNamespace> = header("x-amz-bucket-namespace"),
    }
}

shape! {
    /// What `CreateBucket` answers.
    pub output(create_bucket) struct CreateBucketOutput {
        location: Option<String> = header("Location"),
        bucket_arn: Option<String> = header("x-amz-bucket-arn"),
    }
}

operation_error! {
    /// What `CreateBucket` fails with.
    CreateBucketError { BucketAlreadyExists, BucketAlreadyOwnedByYou }
}
