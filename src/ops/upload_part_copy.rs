//! Makes a part of an upload out of an object that is there already.
//!
//! [`UploadPartCopy`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPartCopy.html).

use super::prelude::*;
use crate::model::payload::Payload;
use crate::model::payload::checksum::ChecksumValue;
use crate::model::upload::UploadedPart;
use steps::copy_source::CopySource;
use steps::customer_key::SentCustomerKey;

impl Rules for UploadPartCopyInput {
    type Output = UploadPartCopyOutput;
    type Error = UploadPartCopyError;
    const NAME: &'static str = "UploadPartCopy";
    const ROUTE: Route =
        Route::new("PUT", Target::Object).any_query(&["partNumber", "uploadId"]).header("x-amz-copy-source");
    const ERRORS: &'static [&'static [&'static ErrorRow]] = &[
        &[&PART_NUMBER_RANGE, &METHOD_NOT_ALLOWED, &PART_NUMBER_WITHOUT_UPLOAD, &FIELD_INVALID, &ANONYMOUS_COPY],
        &[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED, &KEY_TOO_LONG, &NO_SUCH_UPLOAD],
        &steps::part::HEADER_ERRORS,
        &steps::customer_key::ERRORS,
        &steps::customer_key::BLOCKED,
        &steps::customer_key::PART_ERRORS,
        &steps::kms_key::ERRORS,
        &steps::copy_source::ERRORS,
        &steps::customer_key::READ_ERRORS,
        &steps::copy_source::RANGE_ERRORS,
    ];

    fn malformed(field: Malformed) -> S3Error {
        steps::part::malformed(field)
    }

    fn prepare(&self, _: &Payload, ahead: &Ahead<'_>) -> Payload {
        steps::copy_source::prepare(self, ahead, |store, source| {
            let algorithm = steps::part::algorithm(store, self.bucket()?, self.key()?, self.upload_id()?)?;
            let (header, max_bytes) = (self.copy_source_range(), ahead.terms.max_body_bytes);
            let range = steps::copy_source::part_range(header, source.len(), max_bytes).ok()?;
            Some((source.slice(range), Some(algorithm)))
        })
    }

    fn check_headers(sent: &mut impl Source) -> Result<(), S3Error> {
        steps::part::check_headers(sent, &steps::part::OF_THE_CREATION)?;
        // It has no body that a digest could be of, and takes nothing along that it could be told to replace.
        steps::part::check_headers(sent, &["Content-MD5", "x-amz-metadata-directive"])
    }

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        let number = steps::part::number(self.part_number, self.upload_id(), bucket.settings.limits.max_parts)?;
        let (key, id) = (key(self.key())?, UploadId::new(self.upload_id().unwrap_or_default()));
        access::signed(call, &ANONYMOUS_COPY)?;
        access::on_key(call, bucket, &self, &action::PUT_OBJECT, &key)?;
        let upload = bucket.upload(&key, &id)?;
        steps::encryption::check_part(call, SentCustomerKey::with(&self), bucket, upload)?;
        let found = CopySource::from_headers(&self)?.open(&self, call)?;
        let source = found.object;
        let max_bytes = bucket.settings.limits.max_body_bytes;
        let range = steps::copy_source::part_range(self.copy_source_range(), source.len(), max_bytes)?;

        let payload = source.slice(range).or_digested(&call.source);
        // None is made, and none shown, when the upload named no algorithm (recorded).
        let checksum = upload.checksum.map(|(algorithm, _)| ChecksumValue::of(algorithm, &payload)).transpose()?;
        let (name, now, copied_from) = (bucket.name.clone(), now(call), found.shown_as_source());
        let encryption = upload.encryption.clone();
        let digest = call.store.digest_for_tag(&payload, &encryption);
        let part = UploadedPart { payload, digest, checksum, last_modified: now };
        let mut result =
            CopyPartResult { last_modified: Some(now), e_tag: Some(part.etag().quoted()), ..Default::default() };
        if let Some(checksum) = &part.checksum {
            steps::digest::tell(&mut result, checksum);
        }
        let mut output = UploadPartCopyOutput {
            copy_part_result: Some(result),
            copy_source_version_id: copied_from,
            ..Default::default()
        };
        steps::encryption::tell(&mut output, &encryption);
        steps::customer_key::tell(&mut output, &encryption);
        call.store.put_part(&name, &key, &id, number, part)?;
        output.request_charged = charged(call);
        Ok(output)
    }
}

shape! {
    /// What `UploadPartCopy` takes.
    pub input(upload_part_copy) struct UploadPartCopyInput {
        bucket: Option<String> = label("Bucket"),
        flatten copy_source_headers,
        copy_source_range: Option<String> = header("x-amz-copy-source-range"),
        key: Option<String> = label("Key"),
        part_number: Option<i32> = naming_query("partNumber"),
        upload_id: Option<String> = query("uploadId"),
        flatten customer_key_headers,
        flatten source_key_headers,
        request_payer: Option<RequestPayer> = header("x-amz-request-payer"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// Output of `UploadPartCopy`.
    pub output(upload_part_copy) struct UploadPartCopyOutput {
        copy_source_version_id: Option<String> = header("x-amz-copy-source-version-id"),
        copy_part_result: Option<CopyPartResult> = document("CopyPartResult"),
        flatten encryption_echo,
        flatten customer_key_echo,
        request_charged: Option<RequestCharged> = header("x-amz-request-charged"),
    }
}

operation_error! {
    /// What `UploadPartCopy` fails with.
    UploadPartCopyError {}
}
