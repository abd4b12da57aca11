//! Replaces what is granted of an object, or of one of its versions.
//!
//! [`PutObjectAcl`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectAcl.html).

use super::prelude::*;
use steps::acl::Replacement;

impl Rules for PutObjectAclInput {
    type Output = PutObjectAclOutput;
    type Error = PutObjectAclError;
    const NAME: &'static str = "PutObjectAcl";
    const ROUTE: Route = Route::new("PUT", Target::Object).query(&["acl"]).takes_digest();
    const ERRORS: &'static [&'static [&'static ErrorRow]] = &[
        &[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &KEY_TOO_LONG],
        &steps::acl::HEADER_ERRORS,
        steps::acl::GRANTEE_ERRORS,
        &steps::acl::DOCUMENT_ERRORS,
        &steps::acl::ERRORS,
        &steps::version::ERRORS,
    ];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let found = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        let (bucket, key) = (found.name.clone(), key(self.key())?);
        let policy = self.access_control_policy();
        let put = Replacement::of_object(self.acl(), &self, policy, (&*call.store, found))?;
        put.check(call.store, found)?;
        let object = steps::version::find_or_marker(found, &key, self.version_id(), "PUT");
        let object = access::on_found(call, found, &self, &action::PUT_OBJECT_ACL, &key, object)?;
        let owner = steps::acl::of_object(call.store, found, object.object).owner;
        let access = put.access(owner, steps::owner::of_bucket(call.store, found))?;

        let version = object.id().clone();
        call.store.change_object(&bucket, &key, &version, |object| object.access = access.map(Box::new));
        Ok(PutObjectAclOutput { request_charged: charged(call), ..Default::default() })
    }
}

shape! {
    /// What `PutObjectAcl` takes.
    pub input(put_object_acl) struct PutObjectAclInput {
        acl: Option<ObjectCannedAcl> = header("x-amz-acl"),
        access_control_policy: Option<AccessControlPolicy> = document("AccessControlPolicy"),
        bucket: Option<String> = label("Bucket"),
        content_md5: Option<String> = header("Content-MD5"),
        checksum_algorithm: Option<ChecksumAlgorithm> = header("x-amz-sdk-checksum-algorithm"),
        flatten grant_headers,
        key: Option<String> = label("Key"),
        request_payer: Option<RequestPayer> = header("x-amz-request-payer"),
        version_id: Option<String> = query("versionId"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// Output of `PutObjectAcl`.
    pub output(put_object_acl) struct PutObjectAclOutput {
        request_charged: Option<RequestCharged> = header("x-amz-request-charged"),
    }
}

operation_error! {
    /// What `PutObjectAcl` fails with.
    PutObjectAclError { NoSuchKey }
}
