//! Deletes an object; one that is not there too.
//!
//! [`DeleteObject`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html).

use super::prelude::*;
use crate::model::bucket::Deleted;
use access::ObjectDeletion;

impl Rules for DeleteObjectInput {
    type Output = DeleteObjectOutput;
    type Error = DeleteObjectError;
    const NAME: &'static str = "DeleteObject";
    const ROUTE: Route = Route::new("DELETE", Target::Object).status(204);
    const ERRORS: &'static [&'static [&'static ErrorRow]] = &[
        &[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED, &KEY_TOO_LONG],
        &[&BYPASS_WITHOUT_LOCK, &VERSION_ID_EMPTY, &VERSION_ID_INVALID, &OBJECT_LOCKED],
        &[&CONDITION_NOT_IMPLEMENTED, &PRECONDITION_FAILED, &FIELD_INVALID],
    ];
    const NOT_MODELLED: &'static [&'static [&'static str]] = &[&["mfa"]];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        let (name, key) = (bucket.name.clone(), key(self.key())?);
        let version = steps::version::named_to_delete(call.store, bucket, self.version_id())?;
        let bypass = self.bypass_governance_retention == Some(true);
        let (named, if_match) = (self.version_id(), self.if_match());
        access::on_deleted(call, bucket, &self, ObjectDeletion { key: &key, version: named, if_match, bypass })?;
        let bypass = steps::lock::bypass(self.bypass_governance_retention, bucket)?;
        // Directory buckets alone have these two; the date is reported first (recorded).
        if self.if_match_last_modified_time.is_some() {
            return Err(CONDITION_NOT_IMPLEMENTED.error().with("Header", "x-amz-if-match-last-modified-time"));
        }
        if self.if_match_size.is_some() {
            return Err(CONDITION_NOT_IMPLEMENTED.error().with("Header", "x-amz-if-match-size"));
        }
        // It is of the newest version alone, and not compared with one that is named (field report: localstack 13894).
        if self.if_match.is_some() && version.is_some() {
            return Err(CONDITION_NOT_IMPLEMENTED.error().with("Header", "If-Match"));
        }
        steps::conditions::check_delete(self.if_match(), bucket.current(&key))?;
        // What is not there is deleted with the same success.
        let deleted = call.store.delete_object(&name, &key, version.as_ref(), bypass)?;
        let (delete_marker, version_id) = match deleted {
            Deleted::Gone => (None, None),
            Deleted::Marked(id) => (Some(true), Some(id.to_string())),
            Deleted::Version { id, was_marker } => (was_marker.then_some(true), Some(id.to_string())),
            Deleted::NoVersion(id) => {
                call.guess = Some(&DELETED_NO_VERSION);
                (None, Some(id.to_string()))
            }
        };
        Ok(DeleteObjectOutput { delete_marker, version_id, request_charged: charged(call), ..Default::default() })
    }
}

shape! {
    /// What `DeleteObject` takes.
    pub input(delete_object) struct DeleteObjectInput {
        bucket: Option<String> = label("Bucket"),
        key: Option<String> = label("Key"),
        mfa: Option<String> = header("x-amz-mfa"),
        version_id: Option<String> = query("versionId"),
        request_payer: Option<RequestPayer> = header("x-amz-request-payer"),
        bypass_governance_retention: Option<bool> = header("x-amz-bypass-governance-retention"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
        if_match: Option<String> = header("If-Match"),
        if_match_last_modified_time: Option<DateTime> = header("x-amz-if-match-last-modified-time"),
        if_match_size: Option<i64> = header("x-amz-if-match-size"),
    }
}

shape! {
    /// Output of `DeleteObject`.
    pub output(delete_object) struct DeleteObjectOutput {
        delete_marker: Option<bool> = header("x-amz-delete-marker"),
        version_id: Option<String> = header("x-amz-version-id"),
        request_charged: Option<RequestCharged> = header("x-amz-request-charged"),
    }
}

operation_error! {
    /// What `DeleteObject` fails with.
    DeleteObjectError {}
}
