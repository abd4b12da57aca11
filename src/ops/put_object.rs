//! Stores an object in one piece.
//!
//! [`PutObject`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html).

use super::prelude::*;
use crate::model::name::ETag;
use crate::model::object::StoredObject;
use crate::model::payload::Payload;
use crate::model::payload::checksum::{ChecksumValue, ObjectChecksum};
use crate::model::settings::Terms;
use steps::conditions::WriteCondition;
use steps::digest::{Claimed, ExpectedDigest};
use steps::kms_key::{Subject, WRITE};

impl Rules for PutObjectInput {
    type Output = PutObjectOutput;
    type Error = PutObjectError;
    const NAME: &'static str = "PutObject";
    const ROUTE: Route = Route::new("PUT", Target::Object);
    const HIDDEN: &'static [&'static Row] = &[&EXPIRES, &GRANT_WRITE];
    const ERRORS: &'static [&'static [&'static ErrorRow]] = &[
        &[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &KEY_TOO_LONG],
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
        &[&LOCK_DIGEST_MISSING],
        &steps::tagging::ERRORS,
        &steps::tagging::HEADER_ERRORS,
        &steps::conditions::WRITE_ERRORS,
        &steps::digest::ERRORS,
        &[&DIGEST_MISMATCH, &ENTITY_TOO_LARGE, &INCOMPLETE_BODY, &FIELD_INVALID],
    ];
    const NOT_MODELLED: &'static [&'static [&'static str]] = &[&["write_offset_bytes"], &steps::lock::NOT_MODELLED];

    fn malformed(field: Malformed) -> S3Error {
        steps::lock::malformed(field)
    }

    fn as_the_sdk_sends_it(&mut self, body: &Payload) {
        let asked = self.checksum_algorithm.clone();
        steps::digest::add_as_the_sdk_does(self, asked.as_ref(), body);
    }

    fn prepare(&self, body: &Payload, ahead: &Ahead<'_>) -> Payload {
        let Terms { default_checksum, entity_tags, .. } = ahead.terms;
        steps::digest::prepare(self, default_checksum, self.content_md5(), body, entity_tags);
        Payload::default()
    }

    fn check_leave(&self, call: &Call<'_>) -> Result<(), S3Error> {
        let found = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_new_object(call, found, self, &key(self.key())?)
    }

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let found = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        let key = key(self.key())?;
        let acl = steps::acl::List::of_upload(&self, call, found)?;
        let wanted = steps::encryption::of_new(&self, call, found)?;
        let mut attributes = steps::content::attributes(&self, call.sent.get(&EXPIRES))?;
        attributes.tags = steps::tagging::from_header(self.tagging())?;
        let lock = steps::lock::of_new(&self, found, now(call))?;
        let (algorithm, md5) = (self.checksum_algorithm(), self.content_md5());
        let claimed = Claimed::from_headers(&self, algorithm, md5, &call.store.settings)?;
        steps::lock::check_digest(&lock, &claimed, "Put Object")?;
        let condition = WriteCondition::from_headers(self.if_match(), self.if_none_match())?;
        steps::acl::check(acl.as_ref(), call.store, found)?;
        access::on_new_object(call, found, &self, &key)?;
        let new = wanted.granted(call, Subject { bucket: found, key: &key }, WRITE)?;
        condition.check(found, &key)?;
        steps::part::check_length(&call.body, self.content_length, found.settings.limits.max_body_bytes)?;
        claimed.check(&call.body, ExpectedDigest::Hex)?;

        let access = steps::acl::access_of_new(call, found, acl);
        let (bucket, now) = (found.name.clone(), now(call));
        let payload = std::mem::take(&mut call.body);
        // Without a checksum S3 computes one of its own choice. Under a customer's key the response does not tell it
        // (recorded), and readers see it.
        let is_told = claimed.checksum.is_some() || new.encryption.customer_key().is_none();
        let checksum = match (claimed.checksum, call.store.settings.default_checksum) {
            (None, Some(default)) => Some(ChecksumValue::of(default, &payload)?),
            (claimed, _) => claimed,
        };
        let etag = ETag::of_digest(call.store.digest_for_tag(&payload, &new.encryption));
        let object = StoredObject::put(payload, etag, attributes, checksum.map(ObjectChecksum::full), now);
        let object = object.encrypted(new.encryption).locked(lock).accessed(access);
        let mut output = PutObjectOutput { e_tag: Some(object.etag.quoted()), ..Default::default() };
        steps::encryption::tell(&mut output, &object.encryption);
        steps::customer_key::tell(&mut output, &object.encryption);
        output.ssekms_encryption_context = new.context;
        let told = object.checksum.as_ref().filter(|_| is_told);
        output.checksum_type = told.map(|own| steps::digest::tell_object(&mut output, own));
        let version = call.store.put_object(&bucket, &key, object);
        output.version_id = steps::version::made(&version);
        output.expiration = steps::lifecycle::expiration_of_new(call.store, &bucket, &key, &version);
        steps::lifecycle::mark_midnight(call, output.expiration.is_some());
        output.request_charged = charged(call);
        call.guess = call.guess.or_else(|| steps::acl::guess(call));
        Ok(output)
    }
}

shape! {
    /// What `PutObject` takes.
    pub streaming input(put_object) struct PutObjectInput {
        flatten acl_headers,
        body: ByteStream = payload,
        bucket: Option<String> = label("Bucket"),
        flatten content_headers,
        content_length: Option<i64> = header("Content-Length"),
        content_md5: Option<String> = header("Content-MD5"),
        checksum_algorithm: Option<ChecksumAlgorithm> = header("x-amz-sdk-checksum-algorithm"),
        flatten checksum_headers,
        if_match: Option<String> = header("If-Match"),
        if_none_match: Option<String> = header("If-None-Match"),
        key: Option<String> = label("Key"),
        write_offset_bytes: Option<i64> = header("x-amz-write-offset-bytes"),
        flatten encryption_headers,
        flatten customer_key_headers,
        request_payer: Option<RequestPayer> = header("x-amz-request-payer"),
        tagging: Option<String> = header("x-amz-tagging"),
        flatten object_lock_headers,
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// Output of `PutObject`.
    pub output(put_object) struct PutObjectOutput {
        expiration: Option<String> = header("x-amz-expiration"),
        e_tag: Option<String> = header("ETag"),
        flatten checksum_headers,
        checksum_type: Option<ChecksumType> = header("x-amz-checksum-type"),
        flatten encryption_echo,
        version_id: Option<String> = header("x-amz-version-id"),
        flatten customer_key_echo,
        ssekms_encryption_context: Option<String> = header("x-amz-server-side-encryption-context"),
        size: Option<i64> = header("x-amz-object-size"),
        request_charged: Option<RequestCharged> = header("x-amz-request-charged"),
    }
}

operation_error! {
    /// What `PutObject` fails with.
    PutObjectError { EncryptionTypeMismatch, InvalidRequest, InvalidWriteOffset, TooManyParts }
}
