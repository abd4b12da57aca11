//! Has an object be encrypted with a key of KMS, or with another one, where it lies: nothing else of it changes.
//!
//! [`UpdateObjectEncryption`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_UpdateObjectEncryption.html).

use super::prelude::*;
use crate::model::access::caller::{Requester, Signature};
use crate::model::bucket::BucketState;
use crate::model::encryption::{Encryption, UnderKey};
use crate::model::kms::{KeyArn, KmsAction};
use crate::model::object::StoredObject;
use steps::kms_key::Subject;

impl Rules for UpdateObjectEncryptionInput {
    type Output = UpdateObjectEncryptionOutput;
    type Error = UpdateObjectEncryptionError;
    const NAME: &'static str = "UpdateObjectEncryption";
    const ROUTE: Route = Route::new("PUT", Target::Object).query(&["encryption"]).needs_digest();
    const ERRORS: &'static [&'static [&'static ErrorRow]] = &[
        &[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED, &KEY_TOO_LONG, &MALFORMED_XML],
        &steps::version::ERRORS,
        &[&UPDATE_SOURCE, &UPDATE_KEY_ARN, &UPDATE_KEY_ACCOUNT, &UPDATE_LOCKED, &UPDATE_SIGNATURE],
        &steps::kms_key::USE_ERRORS,
        &steps::kms_key::ARN_ERRORS,
    ];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        let key = key(self.key())?;
        let wanted = wanted(self.object_encryption())?;
        let found = steps::version::find_or_marker(bucket, &key, self.version_id(), "PUT");
        let found = access::on_found(call, bucket, &self, &action::UPDATE_OBJECT_ENCRYPTION, &key, found)?;
        check_source(&found.object.encryption)?;
        check_lock(found.object, now(call))?;
        check_request(&call.caller)?;
        let subject = Subject { bucket, key: &key };
        steps::kms_key::check_use(call, subject, &found.object.encryption, FROM)?;
        let arn = steps::kms_key::find(call, Some(full_name(&wanted.kms_key_arn)?), &bucket.region)?;
        check_account(&arn, bucket)?;
        let bucket_key = wanted.bucket_key_enabled.unwrap_or(false);
        let encryption = Encryption::Kms { key: Box::new(UnderKey { arn, context: None }), bucket_key };
        steps::kms_key::check_use(call, subject, &encryption, TO)?;

        let (bucket, version) = (bucket.name.clone(), found.id().clone());
        // The tag stays, even where it is an MD5 (documented).
        call.store.change_object(&bucket, &key, &version, |object| object.encryption = encryption);
        Ok(UpdateObjectEncryptionOutput { request_charged: charged(call), ..Default::default() })
    }
}

fn wanted(sent: Option<&ObjectEncryption>) -> Result<&SsekmsEncryption, S3Error> {
    let wanted = sent.and_then(|sent| sent.as_ssekms().ok());
    wanted.ok_or_else(|| MALFORMED_XML.error().because("an encryption is chosen"))
}

/// Here a key has just one form of name (documented).
fn full_name(arn: &str) -> Result<&str, S3Error> {
    let resource = arn.strip_prefix("arn:aws:kms:").and_then(|rest| rest.splitn(3, ':').nth(2));
    match resource.is_some_and(|resource| resource.starts_with("key/")) {
        true => Ok(arn),
        false => Err(UPDATE_KEY_ARN.error().because(format!("`{arn}` is not the full ARN of a key"))),
    }
}

fn check_source(encryption: &Encryption) -> Result<(), S3Error> {
    let why = match encryption {
        Encryption::S3 | Encryption::Kms { .. } => return Ok(()),
        Encryption::Dsse(_) => "it is encrypted by DSSE-KMS",
        Encryption::Customer(_) => "it is encrypted with a customer's key",
    };
    Err(UPDATE_SOURCE.error().because(why))
}

/// What is locked stays as it is, whoever asks.
fn check_lock(object: &StoredObject, now: DateTime) -> Result<(), S3Error> {
    match object.lock.protection(now, false) {
        None => Ok(()),
        Some(protection) => Err(UPDATE_LOCKED.error().because(format!("the version {protection}"))),
    }
}

/// The signature has words of its own here.
fn check_request(caller: &Requester) -> Result<(), S3Error> {
    match caller.signature {
        Signature::V4(_) => steps::kms_key::check_request(caller),
        Signature::None | Signature::V2(_) => {
            Err(UPDATE_SIGNATURE.error().because("the request has no signature of version 4"))
        }
    }
}

/// The new key is of the bucket's own account.
fn check_account(arn: &KeyArn, bucket: &BucketState) -> Result<(), S3Error> {
    match arn.account == bucket.owner {
        true => Ok(()),
        false => Err(UPDATE_KEY_ACCOUNT.error().because(format!("the key is of {}", arn.account))),
    }
}

/// What the key is asked that the object has, and what the one that it gets (documented: all five together).
const FROM: &[KmsAction] = &[KmsAction::Decrypt, KmsAction::ReEncryptFrom];
const TO: &[KmsAction] = &[KmsAction::GenerateDataKey, KmsAction::Encrypt, KmsAction::ReEncryptTo];

shape! {
    /// What `UpdateObjectEncryption` takes.
    pub input(update_object_encryption) struct UpdateObjectEncryptionInput {
        bucket: Option<String> = label("Bucket"),
        key: Option<String> = label("Key"),
        version_id: Option<String> = query("versionId"),
        object_encryption: Option<ObjectEncryption> = document("ObjectEncryption"),
        request_payer: Option<RequestPayer> = header("x-amz-request-payer"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
        content_md5: Option<String> = header("Content-MD5"),
        checksum_algorithm: Option<ChecksumAlgorithm> = header("x-amz-sdk-checksum-algorithm"),
    }
}

shape! {
    /// Output of `UpdateObjectEncryption`.
    pub output(update_object_encryption) struct UpdateObjectEncryptionOutput {
        request_charged: Option<RequestCharged> = header("x-amz-request-charged"),
    }
}

operation_error! {
    /// What `UpdateObjectEncryption` fails with.
    UpdateObjectEncryptionError { AccessDenied, InvalidRequest, NoSuchKey }
}
