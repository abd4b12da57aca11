//! Begins an upload in parts.
//!
//! [`CreateMultipartUpload`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html).

use super::prelude::*;
use crate::model::payload::checksum::{Algorithm, ChecksumKind};
use crate::model::upload::Upload;
use steps::kms_key::Subject;

impl Rules for CreateMultipartUploadInput {
    type Output = CreateMultipartUploadOutput;
    type Error = CreateMultipartUploadError;
    const NAME: &'static str = "CreateMultipartUpload";
    const ROUTE: Route = Route::new("POST", Target::Object).query(&["uploads"]).root("InitiateMultipartUploadResult");
    const HIDDEN: &'static [&'static Row] = &[&EXPIRES, &GRANT_WRITE];
    const ERRORS: &'static [&'static [&'static ErrorRow]] = &[
        &[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ANONYMOUS_UPLOAD, &KEY_TOO_LONG],
        &steps::acl::HEADER_ERRORS,
        steps::acl::GRANTEE_ERRORS,
        &steps::acl::ERRORS,
        &steps::encryption::ERRORS,
        &steps::customer_key::ERRORS,
        &steps::customer_key::BLOCKED,
        &steps::kms_key::ERRORS,
        &steps::kms_key::NAME_ERRORS,
        &steps::content::ERRORS,
        &steps::lock::ERRORS,
        &steps::tagging::ERRORS,
        &steps::tagging::HEADER_ERRORS,
        &[&CHECKSUM_TYPE_WITHOUT_ALGORITHM, &CHECKSUM_ALGORITHM_UNKNOWN, &CHECKSUM_ALGORITHM_NOT_YET],
        &[&CHECKSUM_ALGORITHMS_SEVERAL, &CHECKSUM_TYPE_INVALID, &CHECKSUM_TYPE_NOT_ALLOWED],
        &[&FIELD_INVALID],
    ];
    const NOT_MODELLED: &'static [&'static [&'static str]] = &[&steps::lock::NOT_MODELLED];

    fn malformed(field: Malformed) -> S3Error {
        steps::lock::malformed(field)
    }

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        let key = key(self.key())?;
        let acl = steps::acl::List::of_upload(&self, call, bucket)?;
        let wanted = steps::encryption::of_new(&self, call, bucket)?;
        let mut attributes = steps::content::attributes(&self, call.sent.get(&EXPIRES))?;
        attributes.tags = steps::tagging::from_header(self.tagging())?;
        let lock = steps::lock::of_new(&self, bucket, now(call))?;
        let checksum = checksum(&self, call.store.settings.knows_newer_checksums)?;
        steps::acl::check(acl.as_ref(), call.store, bucket)?;
        access::signed(call, &ANONYMOUS_UPLOAD)?;
        access::on_new_object(call, bucket, &self, &key)?;
        let new = wanted.granted(call, Subject { bucket, key: &key }, steps::kms_key::begin(call))?;
        // What the bucket says of owners at the initiation governs the upload (documented).
        let access = steps::acl::access_of_new(call, bucket, acl);
        let bucket = bucket.name.clone();

        let (id, ordinal) = call.store.ids.upload();
        let id = UploadId::new(id);
        let begun = (call.caller.principal.clone(), now(call));
        let mut upload = Upload::new((id.clone(), ordinal), key.clone(), attributes, checksum, begun);
        (upload.lock, upload.encryption, upload.access) = (lock, new.encryption, access);
        let mut output = CreateMultipartUploadOutput {
            bucket: Some(bucket.to_string()),
            key: Some(key.to_string()),
            upload_id: Some(id.to_string()),
            checksum_algorithm: checksum.map(|(algorithm, _)| algorithm.into()),
            checksum_type: checksum.map(|(_, kind)| kind.into()),
            ssekms_encryption_context: new.context,
            ..Default::default()
        };
        steps::encryption::tell(&mut output, &upload.encryption);
        steps::customer_key::tell(&mut output, &upload.encryption);
        if let Some(abort) = call.store.bucket(bucket.as_str())?.abort_of(&upload) {
            output.abort_date = Some(abort.at.shown);
            output.abort_rule_id = Some(steps::lifecycle::rule_id(&abort.rule, &call.store.settings));
        }
        steps::lifecycle::mark_midnight(call, output.abort_date.is_some());
        let by_default = self.object_lock_mode().is_none() && lock.retention.is_some();
        call.guess = call.guess.or(by_default.then_some(&RETAINED_FROM_INITIATION));
        call.guess = call.guess.or_else(|| steps::acl::guess(call));
        call.store.begin_upload(&bucket, upload);
        output.request_charged = charged(call);
        Ok(output)
    }
}

/// The algorithm and the kind that were asked for, if they go together.
fn checksum(
    input: &CreateMultipartUploadInput,
    knows_newer: bool,
) -> Result<Option<(Algorithm, ChecksumKind)>, S3Error> {
    let kind = input.checksum_type.as_ref();
    let Some(algorithm) = &input.checksum_algorithm else {
        return match kind {
            None => Ok(None),
            Some(kind) => {
                Err(CHECKSUM_TYPE_WITHOUT_ALGORITHM.error().because(format!("x-amz-checksum-type is {kind}")))
            }
        };
    };
    if algorithm.as_str().contains(',') {
        return Err(CHECKSUM_ALGORITHMS_SEVERAL.error().because(format!("the header is {algorithm}")));
    }
    let algorithm = Algorithm::read(algorithm, knows_newer)?;
    let kind = kind.map(ChecksumKind::try_from).transpose()?.unwrap_or_else(|| algorithm.default_kind());
    if !algorithm.allows(kind) {
        return Err(CHECKSUM_TYPE_NOT_ALLOWED.fill(&[&kind, &algorithm.lower()]));
    }
    Ok(Some((algorithm, kind)))
}

shape! {
    /// What `CreateMultipartUpload` takes.
    pub input(create_multipart_upload) struct CreateMultipartUploadInput {
        flatten acl_headers,
        bucket: Option<String> = label("Bucket"),
        flatten content_headers,
        key: Option<String> = label("Key"),
        flatten encryption_headers,
        flatten customer_key_headers,
        request_payer: Option<RequestPayer> = header("x-amz-request-payer"),
        tagging: Option<String> = header("x-amz-tagging"),
        flatten object_lock_headers,
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
        checksum_algorithm: Option<ChecksumAlgorithm> = header("x-amz-checksum-algorithm"),
        checksum_type: Option<ChecksumType> = header("x-amz-checksum-type"),
    }
}

shape! {
    /// Output of `CreateMultipartUpload`.
    pub output(create_multipart_upload) struct CreateMultipartUploadOutput {
        abort_date: Option<DateTime> = header("x-amz-abort-date"),
        abort_rule_id: Option<String> = header("x-amz-abort-rule-id"),
        bucket: Option<String> = element("Bucket"),
        key: Option<String> = element("Key"),
        upload_id: Option<String> = element("UploadId"),
        flatten encryption_echo,
        flatten customer_key_echo,
        ssekms_encryption_context: Option<String> = header("x-amz-server-side-encryption-context"),
        request_charged: Option<RequestCharged> = header("x-amz-request-charged"),
        checksum_algorithm: Option<ChecksumAlgorithm> = header("x-amz-checksum-algorithm"),
        checksum_type: Option<ChecksumType> = header("x-amz-checksum-type"),
    }
}

operation_error! {
    /// What `CreateMultipartUpload` fails with.
    CreateMultipartUploadError {}
}
