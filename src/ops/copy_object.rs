//! Copies an object, whole, into one piece.
//!
//! [`CopyObject`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html).

use super::prelude::*;
use crate::model::bucket::{BucketState, Versioning};
use crate::model::encryption::Encryption;
use crate::model::name::ETag;
use crate::model::object::{Attributes, StoredObject};
use crate::model::payload::Payload;
use crate::model::payload::checksum::{Algorithm, ChecksumKind, ChecksumValue, ObjectChecksum};
use steps::conditions::WriteCondition;
use steps::copy_source::CopySource;
use steps::kms_key::{Subject, WRITE};

impl Rules for CopyObjectInput {
    type Output = CopyObjectOutput;
    type Error = CopyObjectError;
    const NAME: &'static str = "CopyObject";
    const ROUTE: Route = Route::new("PUT", Target::Object).header("x-amz-copy-source");
    const HIDDEN: &'static [&'static Row] = &[&EXPIRES, &GRANT_WRITE];
    const ERRORS: &'static [&'static [&'static ErrorRow]] = &[
        &[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ANONYMOUS_COPY, &KEY_TOO_LONG],
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
        &steps::conditions::WRITE_ERRORS,
        &steps::copy_source::ERRORS,
        &steps::customer_key::READ_ERRORS,
        &[&METADATA_DIRECTIVE_UNKNOWN, &TAGGING_DIRECTIVE_UNKNOWN, &CHECKSUM_ALGORITHM_UNKNOWN],
        &[&CHECKSUM_ALGORITHM_NOT_YET],
        &[&COPY_SOURCE_TOO_LARGE, &COPY_ONTO_ITSELF, &FIELD_INVALID],
    ];
    const NOT_MODELLED: &'static [&'static [&'static str]] = &[&["annotation_directive"], &steps::lock::NOT_MODELLED];

    fn malformed(field: Malformed) -> S3Error {
        steps::lock::malformed(field)
    }

    fn prepare(&self, _: &Payload, ahead: &Ahead<'_>) -> Payload {
        let asked = self.checksum_algorithm.as_ref().and_then(|asked| Algorithm::try_from(asked).ok());
        steps::copy_source::prepare(self, ahead, |_, source| {
            let algorithm = algorithm(source, asked, ahead.terms.default_checksum);
            Some((source.payload(), algorithm.filter(|algorithm| known(source, *algorithm).is_none())))
        })
    }

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let target = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        let key = key(self.key())?;
        let acl = steps::acl::List::of_upload(&self, call, target)?;
        let wanted = steps::encryption::of_new(&self, call, target)?;
        let sent = steps::content::attributes(&self, call.sent.get(&EXPIRES))?;
        // The source's own lock stays with the source (recorded).
        let lock = steps::lock::of_new(&self, target, now(call))?;
        let replaces = replaces_metadata(&self)?;
        let tags = steps::tagging::of_copy(self.tagging(), self.tagging_directive())?;
        let knows_newer = call.store.settings.knows_newer_checksums;
        let asked = self.checksum_algorithm.as_ref().map(|asked| Algorithm::read(asked, knows_newer)).transpose()?;
        let from = CopySource::from_headers(&self)?;
        let condition = WriteCondition::from_headers(self.if_match(), self.if_none_match())?;
        steps::acl::check(acl.as_ref(), call.store, target)?;
        access::signed(call, &ANONYMOUS_COPY)?;
        access::on_new_object(call, target, &self, &key)?;
        let new = wanted.granted(call, Subject { bucket: target, key: &key }, WRITE)?;
        let found = from.open(&self, call)?;
        let source = found.object;
        if tags.is_none() && !source.attributes.tags.as_slice().is_empty() {
            from.check_tags(&self, call, found)?;
            access::on_key(call, target, &self, &action::PUT_NEW_OBJECT_TAGGING, &key)?;
        }
        condition.check(target, &key)?;
        steps::copy_source::check_size(source.len(), target.settings.limits.max_body_bytes)?;
        let is_itself = from.bucket == target.name.as_str() && from.key == key && !from.brings_back(target);
        if is_itself && !replaces && !changes_anything(&self) && !changes_encryption(target, source, &new.encryption) {
            return Err(COPY_ONTO_ITSELF
                .error()
                .because(format!("source and target are {bucket}/{key}", bucket = target.name)));
        }

        let access = steps::acl::access_of_new(call, target, acl);
        let (bucket, now) = (target.name.clone(), now(call));
        let (is_versioned, copied_from) = (target.versioning() != Versioning::Unversioned, found.shown_as_source());
        let mut attributes = copied(source, sent, replaces);
        // It is one piece, whatever its source was made of: its checksum is of all bytes.
        let payload = source.payload().or_digested(&call.source);
        let chosen = algorithm(source, asked, call.store.settings.default_checksum);
        let checksum = checksum(source, &payload, chosen)?;
        attributes.tags = tags.unwrap_or_else(|| source.attributes.tags.clone());
        let etag = ETag::of_digest(call.store.digest_for_tag(&payload, &new.encryption));
        let copy = StoredObject::put(payload, etag, attributes, checksum, now).encrypted(new.encryption).locked(lock);
        let copy = copy.accessed(access);
        let mut result = CopyObjectResult {
            last_modified: Some(copy.last_modified),
            e_tag: Some(copy.etag.quoted()),
            ..Default::default()
        };
        result.checksum_type = copy.checksum.as_ref().map(|own| steps::digest::tell_object(&mut result, own));
        let mut output = CopyObjectOutput {
            copy_object_result: Some(result),
            copy_source_version_id: copied_from,
            ssekms_encryption_context: new.context,
            ..Default::default()
        };
        steps::encryption::tell(&mut output, &copy.encryption);
        steps::customer_key::tell(&mut output, &copy.encryption);
        let version = call.store.put_object(&bucket, &key, copy);
        output.expiration = steps::lifecycle::expiration_of_new(call.store, &bucket, &key, &version);
        steps::lifecycle::mark_midnight(call, output.expiration.is_some());
        call.guess = call.guess.or_else(|| steps::acl::guess(call));
        // Unlike a put, a copy shows `null` too (recorded).
        output.version_id = is_versioned.then(|| version.to_string());
        output.request_charged = charged(call);
        Ok(output)
    }
}

fn replaces_metadata(input: &CopyObjectInput) -> Result<bool, S3Error> {
    match &input.metadata_directive {
        None | Some(MetadataDirective::Copy) => Ok(false),
        Some(MetadataDirective::Replace) => Ok(true),
        Some(other) => Err(METADATA_DIRECTIVE_UNKNOWN.argument("x-amz-metadata-directive", other)),
    }
}

/// What makes a copy onto itself legal, beside new metadata: that one of these is set, even to what it was (recorded).
fn changes_anything(input: &CopyObjectInput) -> bool {
    input.storage_class.is_some() || input.website_redirect_location.is_some() || input.server_side_encryption.is_some()
}

/// Or that its encryption is another, or was put for the whole bucket, be it the one that buckets have anyway
/// (recorded).
fn changes_encryption(target: &BucketState, source: &StoredObject, new: &Encryption) -> bool {
    target.settings.encryption.is_some() || source.encryption != *new || new.customer_key().is_some()
}

/// What a copy remembers beside its bytes.
fn copied(source: &StoredObject, sent: Attributes, replaces: bool) -> Attributes {
    match replaces {
        true => sent,
        // The storage class and the redirect are never taken along.
        false => Attributes {
            storage_class: sent.storage_class,
            website_redirect_location: sent.website_redirect_location,
            ..source.attributes.clone()
        },
    }
}

/// The algorithm of a copy's checksum: what was asked for, else its source's, else what S3 chooses. Under a customer's
/// key it chooses none, as for an object that is put (recorded).
fn algorithm(source: &StoredObject, asked: Option<Algorithm>, by_default: Option<Algorithm>) -> Option<Algorithm> {
    let kept = source.checksum.as_ref().map(|own| own.checksum.algorithm);
    asked.or(kept).or(by_default)
}

/// A copy's checksum by an algorithm, if there is any.
fn checksum(
    source: &StoredObject,
    payload: &Payload,
    algorithm: Option<Algorithm>,
) -> Result<Option<ObjectChecksum>, S3Error> {
    let Some(algorithm) = algorithm else { return Ok(None) };
    let compute = || ChecksumValue::of(algorithm, payload).map(ObjectChecksum::full);
    known(source, algorithm).cloned().map_or_else(compute, Ok).map(Some)
}

/// A copy's checksum, where its source has it already: one of all bytes is that of whoever has the same bytes.
fn known(source: &StoredObject, algorithm: Algorithm) -> Option<&ObjectChecksum> {
    let is_same = |own: &&ObjectChecksum| own.kind == ChecksumKind::FullObject && own.checksum.algorithm == algorithm;
    source.checksum.as_ref().filter(is_same)
}

shape! {
    /// What `CopyObject` takes.
    pub input(copy_object) struct CopyObjectInput {
        flatten acl_headers,
        bucket: Option<String> = label("Bucket"),
        flatten content_headers,
        checksum_algorithm: Option<ChecksumAlgorithm> = header("x-amz-checksum-algorithm"),
        flatten copy_source_headers,
        if_match: Option<String> = header("If-Match"),
        if_none_match: Option<String> = header("If-None-Match"),
        key: Option<String> = label("Key"),
        metadata_directive: Option<MetadataDirective> = header("x-amz-metadata-directive"),
        tagging_directive: Option<TaggingDirective> = header("x-amz-tagging-directive"),
        annotation_directive: Option<AnnotationDirective> = header("x-amz-object-annotation-directive"),
        flatten encryption_headers,
        flatten customer_key_headers,
        flatten source_key_headers,
        request_payer: Option<RequestPayer> = header("x-amz-request-payer"),
        tagging: Option<String> = header("x-amz-tagging"),
        flatten object_lock_headers,
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// Output of `CopyObject`.
    pub output(copy_object) struct CopyObjectOutput {
        copy_object_result: Option<CopyObjectResult> = document("CopyObjectResult"),
        expiration: Option<String> = header("x-amz-expiration"),
        copy_source_version_id: Option<String> = header("x-amz-copy-source-version-id"),
        version_id: Option<String> = header("x-amz-version-id"),
        flatten encryption_echo,
        flatten customer_key_echo,
        ssekms_encryption_context: Option<String> = header("x-amz-server-side-encryption-context"),
        request_charged: Option<RequestCharged> = header("x-amz-request-charged"),
    }
}

operation_error! {
    /// What `CopyObject` fails with.
    CopyObjectError { ObjectNotInActiveTierError }
}
