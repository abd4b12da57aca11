//! Makes an object out of the listed parts of an upload.
//!
//! [`CompleteMultipartUpload`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html).

use super::prelude::*;
use crate::model::bucket::{BucketState, Versioning};
use crate::model::encryption::Encryption;
use crate::model::name::{ETag, unquoted};
use crate::model::payload::checksum::{ChecksumKind, ChecksumValue};
use crate::model::upload::{Claims, How, ListedPart, Upload};
use steps::conditions::WriteCondition;
use steps::customer_key::SentCustomerKey;
use steps::kms_key::Subject;

impl Rules for CompleteMultipartUploadInput {
    type Output = CompleteMultipartUploadOutput;
    type Error = CompleteMultipartUploadError;
    const NAME: &'static str = "CompleteMultipartUpload";
    const ROUTE: Route = Route::new("POST", Target::Object).query(&["uploadId"]).root("CompleteMultipartUploadResult");
    const ERRORS: &'static [&'static [&'static ErrorRow]] = &[
        &[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED, &KEY_TOO_LONG, &NO_SUCH_UPLOAD],
        &steps::part::HEADER_ERRORS,
        &steps::customer_key::ERRORS,
        &steps::customer_key::PART_ERRORS,
        &steps::kms_key::ERRORS,
        &steps::conditions::WRITE_ERRORS,
        &[&CONDITIONAL_CONFLICT],
        &[&COMPLETE_WITHOUT_PARTS, &MALFORMED_XML, &PART_NUMBER_TOO_SMALL, &INVALID_PART_ORDER, &INVALID_PART],
        &[&ENTITY_TOO_SMALL, &ENTITY_TOO_LARGE],
        &[&OBJECT_SIZE_INVALID, &OBJECT_SIZE_NEGATIVE, &OBJECT_SIZE_MISMATCH],
        &[&CHECKSUM_MULTIPLE, &CHECKSUM_INVALID, &CHECKSUM_TYPE_INVALID, &CHECKSUM_COMPLETE_TYPE],
        &[&INTERNAL_ERROR],
        &[&CHECKSUM_PART_INVALID, &CHECKSUM_PART_OTHER, &CHECKSUM_PART_MISSING, &DIGEST_MISMATCH],
    ];

    fn malformed(field: Malformed) -> S3Error {
        OBJECT_SIZE_INVALID.fill(&[&field.value])
    }

    fn check_headers(sent: &mut impl Source) -> Result<(), S3Error> {
        match sent.header("Content-Type").filter(|sent| is_form(sent)) {
            None => steps::part::check_headers(sent, &steps::part::OF_THE_CREATION),
            Some(sent) => Err(MALFORMED_XML.error().because(format!(
                "the list of parts came as {sent}, which S3 does not accept; curl sends that with --data, unless it is \
                 told another Content-Type"
            ))),
        }
    }

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        let (key, id) = (key(self.key())?, UploadId::new(self.upload_id().unwrap_or_default()));
        access::signed(call, &ACCESS_DENIED)?;
        access::on_key(call, bucket, &self, &action::PUT_OBJECT, &key)?;
        access::on_compared(call, bucket, &self, &key, self.if_match())?;
        let limits = bucket.settings.limits;
        if call.store.settings.completes_again
            && let Some(again) = again(call, bucket, &key, &id, &self)?
        {
            return Ok(again);
        }
        let upload = bucket.upload(&key, &id)?;
        let is_spoken_of = upload.checksum.is_some() || speaks_of_checksums(&self);
        let has_checksum =
            steps::encryption::opens_checksums(call, SentCustomerKey::with(&self), bucket, upload, is_spoken_of)?;
        let condition = WriteCondition::from_headers(self.if_match(), self.if_none_match())?;
        condition.check_upload(bucket, upload)?;
        let list = listed_parts(self.multipart_upload(), limits.max_parts)?;
        let settings = &call.store.settings;
        check_gaps(upload, &list, settings.refuses_gaps)?;
        let mut plan = upload.plan(&list, &claims(&self)?, &limits, settings.default_checksum)?;
        plan.checksum = plan.checksum.filter(|_| has_checksum);

        let mut output = describe(call, bucket, (&key, &plan.etag), &upload.encryption);
        // An upload's checksum is shown here even when its kind was not asked for.
        let told = plan.checksum.as_ref().filter(|_| plan.tells_checksum);
        output.checksum_type = told.map(|own| steps::digest::tell_object(&mut output, own));
        let is_older_than_versions = upload.version.is_none() && bucket.versioning() == Versioning::Enabled;
        let name = bucket.name.clone();
        call.guess = is_older_than_versions.then_some(&NEW_VERSION_OF_OLD_UPLOAD);
        let version = call.store.complete_upload(&name, &key, &id, plan, list);
        output.version_id = steps::version::made(&version);
        output.expiration = steps::lifecycle::expiration_of_new(call.store, &name, &key, &version);
        output.request_charged = charged(call);
        Ok(output)
    }
}

/// Whether a content type is that of a form, whatever its case and its parameters.
fn is_form(content_type: &str) -> bool {
    let essence = content_type.split(';').next().unwrap_or_default();
    essence.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

/// Completing twice with the same list is answered as the first time, while the version that it made is still there.
fn again(
    call: &Call<'_>,
    bucket: &BucketState,
    key: &ObjectKey,
    id: &UploadId,
    input: &CompleteMultipartUploadInput,
) -> Result<Option<CompleteMultipartUploadOutput>, S3Error> {
    let ended = bucket.ended(key, id).map(|ended| &ended.how);
    let Some(How::Completed { list, etag, version, tells_checksum }) = ended else {
        return Ok(None);
    };
    let same = listed_parts(input.multipart_upload(), bucket.settings.limits.max_parts).is_ok_and(|sent| sent == *list);
    let Some(object) = bucket.made_by(key, id, version).filter(|_| same) else { return Ok(None) };
    let opens = steps::encryption::opens_again(call, SentCustomerKey::with(input), Subject { bucket, key }, object)?;
    let mut output = describe(call, bucket, (key, etag), &object.encryption);
    output.version_id = steps::version::made(version);
    output.expiration = steps::lifecycle::expiration_of_new(call.store, &bucket.name, key, version);
    if let Some(checksum) = object.checksum.as_ref().filter(|_| *tells_checksum && opens) {
        output.checksum_type = Some(steps::digest::tell_object(&mut output, checksum));
    }
    Ok(Some(output))
}

/// Whether the list or the headers claim a checksum.
fn speaks_of_checksums(input: &CompleteMultipartUploadInput) -> bool {
    let parts = input.multipart_upload().map(CompletedMultipartUpload::parts).unwrap_or_default();
    !steps::digest::values(input).is_empty() || parts.iter().any(|part| !steps::digest::values(part).is_empty())
}

fn describe(
    call: &Call<'_>,
    bucket: &BucketState,
    (key, etag): (&ObjectKey, &ETag),
    encryption: &Encryption,
) -> CompleteMultipartUploadOutput {
    let mut output = CompleteMultipartUploadOutput {
        location: Some(location(call, bucket, key)),
        bucket: Some(bucket.name.to_string()),
        key: Some(key.to_string()),
        e_tag: Some(etag.quoted()),
        ..Default::default()
    };
    steps::encryption::tell(&mut output, encryption);
    output
}

/// At an endpoint of AWS the bucket stands in the host, whatever the style of the request (recorded).
fn location(call: &Call<'_>, bucket: &BucketState, key: &ObjectKey) -> String {
    let key = key.percent_encoded();
    match &call.caller.bucket_url {
        Some(url) => format!("{url}/{key}"),
        None => format!("https://{}.s3.{}.amazonaws.com/{key}", bucket.name, bucket.region),
    }
}

/// The list, with what must be in it.
fn listed_parts(sent: Option<&CompletedMultipartUpload>, max_parts: u16) -> Result<Vec<ListedPart>, S3Error> {
    // No body at all has a sentence of its own (recorded); a document that lists nothing is not well-formed (guess).
    let parts = sent.ok_or_else(|| COMPLETE_WITHOUT_PARTS.error().because("the request has no body"))?.parts();
    if parts.is_empty() || parts.len() > usize::from(max_parts) {
        return Err(MALFORMED_XML.error().because(format!("a list has 1 to {max_parts} parts")));
    }
    parts.iter().map(listed_part).collect()
}

fn listed_part(part: &CompletedPart) -> Result<ListedPart, S3Error> {
    let (Some(number), Some(etag)) = (part.part_number, part.e_tag()) else {
        return Err(MALFORMED_XML.error().because("a listed part has a PartNumber and an ETag"));
    };
    if number < 1 {
        return Err(PART_NUMBER_TOO_SMALL.argument("PartNumber", number));
    }
    let values = steps::digest::values(part);
    if values.len() > 1 || values.iter().any(|(algorithm, value)| ChecksumValue::parse(*algorithm, value).is_none()) {
        let sent: String = values.iter().flat_map(|(algorithm, value)| [algorithm.name(), ":", value, ";"]).collect();
        return Err(CHECKSUM_PART_INVALID.argument("Checksum", sent));
    }
    let checksums = values.into_iter().map(|(algorithm, value)| (algorithm, value.to_owned()));
    Ok(ListedPart { number, etag: unquoted(etag).to_owned(), checksums: checksums.collect() })
}

/// The user guide wants the parts of an upload with checksums numbered from 1 without a gap; nobody has seen S3 refuse
/// others, so a world must ask for it.
fn check_gaps(upload: &Upload, list: &[ListedPart], refuses: bool) -> Result<(), S3Error> {
    let has_gaps = || list.iter().zip(1..).any(|(part, expected)| part.number != expected);
    match refuses && upload.checksum.is_some() && has_gaps() {
        true => Err(INTERNAL_ERROR.error().because(format!("the parts of {upload} are not numbered without a gap"))),
        false => Ok(()),
    }
}

/// What the headers claim of the whole.
fn claims(input: &CompleteMultipartUploadInput) -> Result<Claims, S3Error> {
    let values = steps::digest::values(input);
    if values.len() > 1 {
        return Err(ChecksumValue::multiple(&values));
    }
    let checksum = values.first().map(|(algorithm, value)| (*algorithm, (*value).to_owned()));
    if let Some((algorithm, value)) = &checksum {
        let (raw, parts) = value.split_once('-').unwrap_or((value, "1"));
        let counts = !parts.is_empty() && parts.bytes().all(|byte| byte.is_ascii_digit());
        if ChecksumValue::parse(*algorithm, raw).is_none() || !counts {
            return Err(CHECKSUM_INVALID.fill(&[&algorithm.lower()]));
        }
    }
    let kind = input.checksum_type.as_ref().map(ChecksumKind::try_from).transpose()?;
    Ok(Claims { kind, size: input.mpu_object_size, checksum })
}

shape! {
    /// What `CompleteMultipartUpload` takes.
    pub input(complete_multipart_upload) struct CompleteMultipartUploadInput {
        bucket: Option<String> = label("Bucket"),
        key: Option<String> = label("Key"),
        multipart_upload: Option<CompletedMultipartUpload> = document("CompleteMultipartUpload"),
        upload_id: Option<String> = query("uploadId"),
        flatten checksum_headers,
        checksum_type: Option<ChecksumType> = header("x-amz-checksum-type"),
        mpu_object_size: Option<i64> = header("x-amz-mp-object-size"),
        request_payer: Option<RequestPayer> = header("x-amz-request-payer"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
        if_match: Option<String> = header("If-Match"),
        if_none_match: Option<String> = header("If-None-Match"),
        flatten customer_key_headers,
    }
}

shape! {
    /// Output of `CompleteMultipartUpload`.
    pub output(complete_multipart_upload) struct CompleteMultipartUploadOutput {
        location: Option<String> = element("Location"),
        bucket: Option<String> = element("Bucket"),
        key: Option<String> = element("Key"),
        expiration: Option<String> = header("x-amz-expiration"),
        e_tag: Option<String> = element("ETag"),
        flatten checksum_elements,
        checksum_type: Option<ChecksumType> = element("ChecksumType"),
        flatten encryption_echo,
        version_id: Option<String> = header("x-amz-version-id"),
        request_charged: Option<RequestCharged> = header("x-amz-request-charged"),
    }
}

operation_error! {
    /// What `CompleteMultipartUpload` fails with.
    CompleteMultipartUploadError {}
}
