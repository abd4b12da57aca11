//! What the two operations that make a part have in common, and the size of a body.

use crate::api::error::{ErrorRow, S3Error, table};
use crate::api::shape::{Malformed, Source};
use crate::model::name::{ObjectKey, PartNumber, UploadId};
use crate::model::payload::Payload;
use crate::model::payload::checksum::Algorithm;
use crate::model::store::Store;

/// What headers answer that belong to the creation of an upload, and not to its parts.
pub(crate) static HEADER_ERRORS: [&ErrorRow; 2] = [&table::HEADER_NOT_TAKEN, &table::METADATA_NOT_TAKEN];

/// What is said when an upload is created, beside the metadata, and of which S3 was seen to refuse it later.
pub(crate) static OF_THE_CREATION: [&str; 3] = ["x-amz-acl", "x-amz-storage-class", "x-amz-tagging"];

/// That there is no metadata, nor any of these headers. An empty one is there too.
pub(crate) fn check_headers(sent: &mut impl Source, others: &[&'static str]) -> Result<(), S3Error> {
    const METADATA: &str = "x-amz-meta-";
    if let Some((name, value)) = sent.headers(METADATA).and_then(|metadata| metadata.into_iter().min()) {
        return Err(table::METADATA_NOT_TAKEN.argument(format!("{METADATA}{name}"), value));
    }
    match others.iter().find_map(|name| Some((name, sent.header(name)?))) {
        None => Ok(()),
        Some((name, value)) => Err(table::HEADER_NOT_TAKEN.argument(name, value)),
    }
}

/// The part's number, on a request that names an upload.
pub(crate) fn number(number: Option<i32>, upload_id: Option<&str>, max_parts: u16) -> Result<PartNumber, S3Error> {
    match (number, upload_id) {
        // S3 repeats the parameter's name as its value.
        (Some(_), None) => Err(table::PART_NUMBER_WITHOUT_UPLOAD.argument("partNumber", "partNumber")),
        (Some(number), Some(_)) if number > i32::from(max_parts) => {
            let why = format!("the uploads of this world have at most {max_parts} parts");
            Err(table::PART_NUMBER_RANGE.argument("partNumber", number).because(why))
        }
        (Some(number), Some(_)) => PartNumber::try_from(number),
        (None, _) => Err(table::METHOD_NOT_ALLOWED.error().with("Method", "PUT").with("ResourceType", "UPLOAD")),
    }
}

/// The algorithm of an upload's checksum, to compute it of a part before it is put.
pub(crate) fn algorithm(store: &Store, bucket: &str, key: &str, upload_id: &str) -> Option<Algorithm> {
    let (key, id) = (ObjectKey::try_from(key).ok()?, UploadId::new(upload_id));
    let upload = store.bucket(bucket).ok()?.upload(&key, &id).ok()?;
    upload.algorithm(store.settings.default_checksum).map(|(algorithm, _)| algorithm)
}

/// `partNumber=abc` is answered like `partNumber=0`.
pub(crate) fn malformed(field: Malformed) -> S3Error {
    match field {
        Malformed { name: "partNumber", value } => table::PART_NUMBER_RANGE.argument("partNumber", value),
        Malformed { name, value } => table::FIELD_INVALID.argument(name, value),
    }
}

/// That the body is as long as was said, and not too long.
pub(crate) fn check_length(body: &Payload, said: Option<i64>, max_body_bytes: u64) -> Result<(), S3Error> {
    if body.len() > max_body_bytes {
        let error = table::ENTITY_TOO_LARGE.error();
        return Err(error.with("ProposedSize", body.len()).with("MaxSizeAllowed", max_body_bytes));
    }
    match said {
        Some(said) if u64::try_from(said) != Ok(body.len()) => {
            let why = format!("Content-Length says {said}, the body has {} bytes", body.len());
            Err(table::INCOMPLETE_BODY.error().because(why))
        }
        _ => Ok(()),
    }
}
