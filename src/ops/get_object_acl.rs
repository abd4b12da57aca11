//! Tells whose an object is, and what is granted of it.
//!
//! [`GetObjectAcl`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAcl.html).

use super::prelude::*;

impl Rules for GetObjectAclInput {
    type Output = GetObjectAclOutput;
    type Error = GetObjectAclError;
    const NAME: &'static str = "GetObjectAcl";
    const ROUTE: Route = Route::new("GET", Target::Object).query(&["acl"]).root("AccessControlPolicy");
    const ERRORS: &'static [&'static [&'static ErrorRow]] =
        &[&[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED, &KEY_TOO_LONG], &steps::version::ERRORS];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        let key = key(self.key())?;
        let found = steps::version::find(bucket, &key, self.version_id(), "GET");
        let found = access::on_found(call, bucket, &self, &action::GET_OBJECT_ACL, &key, found)?;
        let access = steps::acl::of_object(call.store, bucket, found.object);
        let (owner, grants) = steps::acl::tell(call.store, &access);
        Ok(GetObjectAclOutput { owner, grants, request_charged: charged(call), ..Default::default() })
    }
}

shape! {
    /// What `GetObjectAcl` takes.
    pub input(get_object_acl) struct GetObjectAclInput {
        bucket: Option<String> = label("Bucket"),
        key: Option<String> = label("Key"),
        version_id: Option<String> = query("versionId"),
        request_payer: Option<RequestPayer> = header("x-amz-request-payer"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// Output of `GetObjectAcl`.
    pub output(get_object_acl) struct GetObjectAclOutput {
        owner: Option<Owner> = element("Owner"),
        grants: Option<Vec<Grant>> = wrapped("AccessControlList", "Grant"),
        request_charged: Option<RequestCharged> = header("x-amz-request-charged"),
    }
}

operation_error! {
    /// What `GetObjectAcl` fails with.
    GetObjectAclError { NoSuchKey }
}
