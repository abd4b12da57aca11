//! Reads what is known of an object, without the object.
//!
//! [`GetObjectAttributes`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAttributes.html).

use super::prelude::*;
use crate::model::object::StoredObject as Stored;
use crate::model::payload::checksum::ChecksumKind;
use steps::customer_key::SentCustomerKey;
use steps::kms_key::{READ, Subject};
use steps::listing::Limit;

const MAX_PARTS: &str = "x-amz-max-parts";
const MARKER: &str = "x-amz-part-number-marker";

impl Rules for GetObjectAttributesInput {
    type Output = GetObjectAttributesOutput;
    type Error = GetObjectAttributesError;
    const NAME: &'static str = "GetObjectAttributes";
    const ROUTE: Route = Route::new("GET", Target::Object).query(&["attributes"]).root("GetObjectAttributesResponse");
    const ERRORS: &'static [&'static [&'static ErrorRow]] = &[
        &[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED, &KEY_TOO_LONG],
        &steps::version::ERRORS,
        &steps::customer_key::ERRORS,
        &steps::customer_key::READ_ERRORS,
        &steps::kms_key::ERRORS,
        &[&ATTRIBUTES_MISSING, &ATTRIBUTE_UNKNOWN, &MAX_NOT_A_NUMBER, &MAX_RANGE],
    ];

    fn malformed(field: Malformed) -> S3Error {
        steps::listing::malformed_limit(&field)
    }

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        let key = key(self.key())?;
        check_names(self.object_attributes())?;
        // S3 ignores a limit that is not a number or is negative (field report).
        let max_parts = steps::listing::limit(MAX_PARTS, self.max_parts.filter(|asked| *asked >= 0))?;
        let after = steps::listing::part_number_marker(MARKER, self.part_number_marker())?;
        let found = steps::version::find(bucket, &key, self.version_id(), "GET");
        let found = access::on_found(call, bucket, &self, &action::GET_OBJECT, &key, found)?;
        let found = access::on_found(call, bucket, &self, &action::GET_OBJECT_ATTRIBUTES, &key, Ok(found))?;
        let object = found.object;
        steps::customer_key::check_read(SentCustomerKey::with(&self).key(&call.caller)?, object)?;
        if tells_checksums(self.object_attributes(), object) {
            steps::kms_key::check_use(call, Subject { bucket, key: &key }, &object.encryption, READ)?;
        }

        let mut output = GetObjectAttributesOutput {
            last_modified: Some(object.last_modified),
            version_id: found.shown(),
            ..Default::default()
        };
        for attribute in self.object_attributes() {
            match attribute {
                ObjectAttributes::Checksum => output.checksum = checksum(object),
                // Without quotes, here alone (recorded).
                ObjectAttributes::Etag => output.e_tag = Some(object.etag.bare().to_owned()),
                ObjectAttributes::ObjectParts => output.object_parts = parts(object, max_parts, after),
                ObjectAttributes::ObjectSize => output.object_size = i64::try_from(object.len()).ok(),
                // Shown of STANDARD too, here alone (recorded).
                ObjectAttributes::StorageClass => output.storage_class = Some(object.attributes.storage_class.clone()),
                ObjectAttributes::Unknown(_) => {}
            }
        }
        output.request_charged = charged(call);
        Ok(output)
    }
}

fn check_names(asked: &[ObjectAttributes]) -> Result<(), S3Error> {
    if asked.iter().all(|name| name.as_str().is_empty()) {
        return Err(ATTRIBUTES_MISSING.error().because("x-amz-object-attributes names no attribute"));
    }
    match asked.iter().find(|name| matches!(name, ObjectAttributes::Unknown(_))) {
        Some(unknown) => Err(ATTRIBUTE_UNKNOWN.argument("x-amz-object-attributes", unknown)),
        None => Ok(()),
    }
}

/// Of a composite checksum without the number of parts behind it (recorded).
fn checksum(object: &Stored) -> Option<Checksum> {
    let own = object.checksum.as_ref()?;
    let mut told = Checksum { checksum_type: Some(own.kind.into()), ..Default::default() };
    steps::digest::tell(&mut told, &own.checksum);
    Some(told)
}

/// Recorded: nothing of an object in one piece; of parts without checksums of their own, only how many they are.
fn parts(object: &Stored, max_parts: Limit, after: i32) -> Option<GetObjectAttributesParts> {
    let count = object.parts_count()?;
    let told = GetObjectAttributesParts { total_parts_count: i32::try_from(count).ok(), ..Default::default() };
    if object.checksum.as_ref().is_none_or(|own| own.kind == ChecksumKind::FullObject) {
        return Some(told);
    }
    let mut left = (1_i32..).zip(object.parts()).skip(usize::try_from(after).unwrap_or_default());
    let page: Vec<_> = left.by_ref().take(max_parts.lines()).collect();
    Some(GetObjectAttributesParts {
        part_number_marker: Some(after.to_string()),
        // 0 when nothing is listed (recorded), as when the parts of an upload are listed.
        next_part_number_marker: Some(page.last().map_or(0, |(number, _)| *number).to_string()),
        max_parts: Some(max_parts.shown()),
        is_truncated: Some(max_parts.lines() > 0 && left.next().is_some()),
        parts: Some(page.into_iter().map(|(number, part)| describe(number, part)).collect()),
        ..told
    })
}

fn describe(number: i32, part: &crate::model::object::StoredObjectPart) -> ObjectPart {
    let size = i64::try_from(part.payload.len()).ok();
    let mut told = ObjectPart { part_number: Some(number), size, ..Default::default() };
    if let Some(checksum) = &part.checksum {
        steps::digest::tell(&mut told, checksum);
    }
    told
}

/// Whether a checksum will be told, of the whole or of a part: they are encrypted as the bytes are (documented).
fn tells_checksums(asked: &[ObjectAttributes], object: &Stored) -> bool {
    let has_own = || object.parts().any(|part| part.checksum.is_some());
    (asked.contains(&ObjectAttributes::Checksum) && object.checksum.is_some())
        || (asked.contains(&ObjectAttributes::ObjectParts) && has_own())
}

shape! {
    /// What `GetObjectAttributes` takes.
    pub input(get_object_attributes) struct GetObjectAttributesInput {
        bucket: Option<String> = label("Bucket"),
        key: Option<String> = label("Key"),
        version_id: Option<String> = query("versionId"),
        max_parts: Option<i32> = kept_header("x-amz-max-parts"),
        part_number_marker: Option<String> = header("x-amz-part-number-marker"),
        flatten customer_key_headers,
        request_payer: Option<RequestPayer> = header("x-amz-request-payer"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
        object_attributes: Option<Vec<ObjectAttributes>> = header("x-amz-object-attributes"),
    }
}

shape! {
    /// Output of `GetObjectAttributes`.
    pub output(get_object_attributes) struct GetObjectAttributesOutput {
        delete_marker: Option<bool> = header("x-amz-delete-marker"),
        last_modified: Option<DateTime> = header("Last-Modified"),
        version_id: Option<String> = header("x-amz-version-id"),
        request_charged: Option<RequestCharged> = header("x-amz-request-charged"),
        e_tag: Option<String> = element("ETag"),
        checksum: Option<Checksum> = element("Checksum"),
        object_parts: Option<GetObjectAttributesParts> = element("ObjectParts"),
        storage_class: Option<StorageClass> = element("StorageClass"),
        object_size: Option<i64> = element("ObjectSize"),
    }
}

operation_error! {
    /// What `GetObjectAttributes` fails with.
    GetObjectAttributesError { NoSuchKey }
}
