//! Stores a part of an upload.
//!
//! [`UploadPart`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html).

use super::prelude::*;
use crate::model::payload::Payload;
use crate::model::payload::checksum::{ChecksumKind, ChecksumValue};
use crate::model::upload::{Upload, UploadedPart};
use steps::customer_key::SentCustomerKey;
use steps::digest::{Claimed, ExpectedDigest};

impl Rules for UploadPartInput {
    type Output = UploadPartOutput;
    type Error = UploadPartError;
    const NAME: &'static str = "UploadPart";
    const ROUTE: Route = Route::new("PUT", Target::Object).any_query(&["partNumber", "uploadId"]);
    const HIDDEN: &'static [&'static Row] = &[&CHECKSUM_IN_QUERY];
    const ERRORS: &'static [&'static [&'static ErrorRow]] = &[
        &[&PART_NUMBER_RANGE, &METHOD_NOT_ALLOWED, &PART_NUMBER_WITHOUT_UPLOAD],
        &[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED, &KEY_TOO_LONG, &NO_SUCH_UPLOAD],
        &steps::part::HEADER_ERRORS,
        &steps::customer_key::ERRORS,
        &steps::customer_key::BLOCKED,
        &steps::customer_key::PART_ERRORS,
        &steps::kms_key::ERRORS,
        &steps::digest::ERRORS,
        &[&LOCK_DIGEST_MISSING, &DIGEST_MISMATCH, &CHECKSUM_TYPE_MISMATCH, &ENTITY_TOO_LARGE, &INCOMPLETE_BODY],
    ];

    fn malformed(field: Malformed) -> S3Error {
        steps::part::malformed(field)
    }

    fn check_headers(sent: &mut impl Source) -> Result<(), S3Error> {
        steps::part::check_headers(sent, &steps::part::OF_THE_CREATION)
    }

    fn as_the_sdk_sends_it(&mut self, body: &Payload) {
        let asked = self.checksum_algorithm.clone();
        steps::digest::add_as_the_sdk_does(self, asked.as_ref(), body);
    }

    fn prepare(&self, body: &Payload, ahead: &Ahead<'_>) -> Payload {
        // The upload's own is stored with the part, or asked for when it is completed.
        let own = ahead.look(|store| steps::part::algorithm(store, self.bucket()?, self.key()?, self.upload_id()?));
        let _ = own.map(|algorithm| ChecksumValue::of(algorithm, body));
        steps::digest::prepare(self, None, self.content_md5(), body, ahead.terms.entity_tags);
        Payload::default()
    }

    fn check_leave(&self, call: &Call<'_>) -> Result<(), S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_key(call, bucket, self, &action::PUT_OBJECT, &key(self.key())?)
    }

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        // The number is syntax, so it comes before the upload is looked up; the sources disagree (guess).
        let number = steps::part::number(self.part_number, self.upload_id(), bucket.settings.limits.max_parts)?;
        let (key, id) = (key(self.key())?, UploadId::new(self.upload_id().unwrap_or_default()));
        access::on_key(call, bucket, &self, &action::PUT_OBJECT, &key)?;
        let upload = bucket.upload(&key, &id)?;
        steps::encryption::check_part(call, SentCustomerKey::with(&self), bucket, upload)?;
        let (algorithm, md5) = (self.checksum_algorithm(), self.content_md5());
        let claimed = Claimed::from_headers(&self, algorithm, md5, &call.store.settings)?;
        steps::lock::check_digest(&upload.lock, &claimed, "Put Part")?;
        check_algorithm(upload, &claimed, call)?;
        steps::part::check_length(&call.body, self.content_length, bucket.settings.limits.max_body_bytes)?;
        claimed.check(&call.body, ExpectedDigest::Base64)?;

        let algorithm = upload.checksum.map(|(algorithm, _)| algorithm);
        let checksum = match (claimed.checksum, algorithm) {
            (None, Some(algorithm)) => Some(ChecksumValue::of(algorithm, &call.body)?),
            (claimed, _) => claimed,
        };
        let (name, now, encryption) = (bucket.name.clone(), now(call), upload.encryption.clone());
        let payload = std::mem::take(&mut call.body);
        let digest = call.store.digest_for_tag(&payload, &encryption);
        let part = UploadedPart { payload, digest, checksum, last_modified: now };
        let mut output = UploadPartOutput { e_tag: Some(part.etag().quoted()), ..Default::default() };
        steps::encryption::tell(&mut output, &encryption);
        steps::customer_key::tell(&mut output, &encryption);
        if let Some(checksum) = &part.checksum {
            steps::digest::tell(&mut output, checksum);
        }
        call.store.put_part(&name, &key, &id, number, part)?;
        output.request_charged = charged(call);
        Ok(output)
    }
}

/// A part must use the upload's algorithm. An upload without one takes parts with any, since S3 chooses one by itself.
fn check_algorithm(upload: &Upload, claimed: &Claimed, call: &Call<'_>) -> Result<(), S3Error> {
    let settings = &call.store.settings;
    let mismatch = |expected: &str, actual: &str| CHECKSUM_TYPE_MISMATCH.fill(&[&expected, &actual]);
    match (upload.checksum, &claimed.checksum) {
        (Some((expected, _)), Some(claimed)) if claimed.algorithm != expected => {
            Err(mismatch(&expected.lower(), &claimed.algorithm.lower()))
        }
        (Some((expected, ChecksumKind::Composite)), None)
            if settings.refuses_parts_without_checksums && call.sent.get(&CHECKSUM_IN_QUERY).is_none() =>
        {
            Err(mismatch(&expected.lower(), "null")
                .because(format!("{upload} is COMPOSITE, and S3 computes no checksum of its parts")))
        }
        (None, Some(claimed)) if settings.default_checksum.is_none() => {
            let why = format!("{upload} was created without a checksum algorithm, and this world adds none");
            Err(mismatch("null", &claimed.algorithm.lower()).because(why))
        }
        _ => Ok(()),
    }
}

shape! {
    /// What `UploadPart` takes.
    pub streaming input(upload_part) struct UploadPartInput {
        body: ByteStream = payload,
        bucket: Option<String> = label("Bucket"),
        content_length: Option<i64> = header("Content-Length"),
        content_md5: Option<String> = header("Content-MD5"),
        checksum_algorithm: Option<ChecksumAlgorithm> = header("x-amz-sdk-checksum-algorithm"),
        flatten checksum_headers,
        key: Option<String> = label("Key"),
        part_number: Option<i32> = naming_query("partNumber"),
        upload_id: Option<String> = query("uploadId"),
        flatten customer_key_headers,
        request_payer: Option<RequestPayer> = header("x-amz-request-payer"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// Output of `UploadPart`.
    pub output(upload_part) struct UploadPartOutput {
        flatten encryption_echo,
        e_tag: Option<String> = header("ETag"),
        flatten checksum_headers,
        flatten customer_key_echo,
        request_charged: Option<RequestCharged> = header("x-amz-request-charged"),
    }
}

operation_error! {
    /// What `UploadPart` fails with.
    UploadPartError {}
}
