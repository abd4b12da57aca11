//! Deletes up to a thousand objects, each for itself.
//!
//! [`DeleteObjects`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html).

use super::prelude::*;
use crate::model::bucket::Deleted;
use crate::model::name::BucketName;
use access::ObjectDeletion;

impl Rules for DeleteObjectsInput {
    type Output = DeleteObjectsOutput;
    type Error = DeleteObjectsError;
    const NAME: &'static str = "DeleteObjects";
    const ROUTE: Route = Route::new("POST", Target::Bucket).query(&["delete"]).root("DeleteResult").needs_digest();
    const ERRORS: &'static [&'static [&'static ErrorRow]] = &[
        &[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED, &BYPASS_WITHOUT_LOCK],
        &[&BODY_EMPTY, &MALFORMED_XML, &CONDITION_NOT_IMPLEMENTED, &FIELD_INVALID],
    ];
    const NOT_MODELLED: &'static [&'static [&'static str]] = &[&["mfa"]];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        steps::lock::bypass(self.bypass_governance_retention, bucket)?;
        let bucket = bucket.name.clone();
        let mut asked = self;
        let delete = steps::document(asked.delete.take())?;
        if delete.objects.is_empty() || delete.objects.len() > MAX_OBJECTS {
            return Err(MALFORMED_XML.error().because("a request deletes 1 to 1,000 objects"));
        }
        if delete.objects.iter().any(|object| object.key.is_empty()) {
            return Err(MALFORMED_XML.error().because("a key has at least one byte"));
        }
        // Directory buckets alone have the first two (recorded of DeleteObject); the third is a guess.
        if let Some(name) = delete.objects.iter().find_map(not_of_this_bucket) {
            return Err(CONDITION_NOT_IMPLEMENTED.error().with("Header", name));
        }
        let is_quiet = delete.quiet == Some(true);
        let mut output = DeleteObjectsOutput::default();
        for object in delete.objects {
            match delete_one(call, &bucket, &asked, &object) {
                Ok(_) if is_quiet => {}
                Ok(deleted) => output.deleted.get_or_insert_default().push(deleted),
                Err(error) => output.errors.get_or_insert_default().push(refused(object, &error)),
            }
        }
        output.request_charged = charged(call);
        Ok(output)
    }
}

/// How many objects one request may delete.
const MAX_OBJECTS: usize = 1000;

fn delete_one(
    call: &mut Call<'_>,
    bucket: &BucketName,
    asked: &DeleteObjectsInput,
    object: &ObjectIdentifier,
) -> Result<DeletedObject, S3Error> {
    if call.twist.failing_keys.contains(&object.key) {
        return Err(INTERNAL_ERROR.error().because("a fault of the test names this key"));
    }
    let key = ObjectKey::try_from(object.key())?;
    let found = call.store.bucket(bucket.as_str())?;
    // Here, unlike in DeleteObject, a wrong version is one that does not exist (recorded).
    let version = steps::version::named_to_delete(call.store, found, object.version_id());
    let version = version.map_err(|_| NO_SUCH_VERSION.error())?;
    let bypass = asked.bypass_governance_retention == Some(true);
    let (named, if_match) = (object.version_id(), object.e_tag());
    access::on_deleted(call, found, asked, ObjectDeletion { key: &key, version: named, if_match, bypass })?;
    steps::conditions::check_delete(object.e_tag(), found.current(&key))?;
    let mut told = DeletedObject { key: Some(object.key.clone()), ..Default::default() };
    // A key that is not there counts as deleted.
    match call.store.delete_object(bucket, &key, version.as_ref(), bypass)? {
        Deleted::Gone => told.version_id.clone_from(&object.version_id),
        Deleted::Marked(marker) => {
            (told.delete_marker, told.delete_marker_version_id) = (Some(true), Some(marker.to_string()));
        }
        Deleted::NoVersion(id) => {
            call.guess = Some(&DELETED_NO_VERSION);
            told.version_id = Some(id.to_string());
        }
        Deleted::Version { id, was_marker } => {
            told.version_id = Some(id.to_string());
            if was_marker {
                (told.delete_marker, told.delete_marker_version_id) = (Some(true), Some(id.to_string()));
            }
        }
    }
    Ok(told)
}

fn refused(object: ObjectIdentifier, error: &S3Error) -> Error {
    Error {
        key: Some(object.key),
        version_id: object.version_id,
        code: Some(error.code().to_owned()),
        message: Some(error.message().to_owned()),
    }
}

/// A condition of directory buckets, or one on a version that is named, if there is one.
fn not_of_this_bucket(object: &ObjectIdentifier) -> Option<&'static str> {
    let named = [
        (object.last_modified_time.is_some(), "LastModifiedTime"),
        (object.size.is_some(), "Size"),
        (object.e_tag.is_some() && object.version_id.is_some(), "ETag"),
    ];
    named.into_iter().find_map(|(is_set, name)| is_set.then_some(name))
}

shape! {
    /// What `DeleteObjects` takes.
    pub input(delete_objects) struct DeleteObjectsInput {
        bucket: Option<String> = label("Bucket"),
        delete: Option<Delete> = document("Delete"),
        mfa: Option<String> = header("x-amz-mfa"),
        request_payer: Option<RequestPayer> = header("x-amz-request-payer"),
        bypass_governance_retention: Option<bool> = header("x-amz-bypass-governance-retention"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
        checksum_algorithm: Option<ChecksumAlgorithm> = header("x-amz-sdk-checksum-algorithm"),
    }
}

shape! {
    /// Output of `DeleteObjects`.
    pub output(delete_objects) struct DeleteObjectsOutput {
        deleted: Option<Vec<DeletedObject>> = element("Deleted"),
        request_charged: Option<RequestCharged> = header("x-amz-request-charged"),
        errors: Option<Vec<Error>> = element("Error"),
    }
}

operation_error! {
    /// What `DeleteObjects` fails with.
    DeleteObjectsError {}
}
