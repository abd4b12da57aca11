//! Has an object be encrypted with a key of KMS, or with another one, where it lies: nothing else of it changes.
//!
//! [`UpdateObjectEncryption`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_UpdateObjectEncryption.html).

use super::prelude::*;
use crate::model::encryption::{Encryption, UnderKey};
use steps::kms_key::{READ, Subject, WRITE};

impl Rules for UpdateObjectEncryptionInput {
    type Output = UpdateObjectEncryptionOutput;
    type Error = UpdateObjectEncryptionError;
    const NAME: &'static str = "UpdateObjectEncryption";
    const ROUTE: Route = Route::new("PUT", Target::Object).query(&["encryption"]).needs_digest();
    const ANSWERS: &'static [&'static [&'static Answer]] = &[
        &[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED, &KEY_TOO_LONG, &MALFORMED_XML],
        &steps::version::ANSWERS,
        &[&OBJECT_ENCRYPTION_FIXED],
        &steps::kms_key::ANSWERS,
        &[&KMS_KEY_ID_INVALID, &KMS_ARN_OF_OTHER_REGION, &KMS_KEY_USAGE],
    ];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        let key = key(self.key())?;
        let wanted = wanted(self.object_encryption())?;
        let found = steps::version::find_or_marker(bucket, &key, self.version_id(), "PUT");
        let found = access::on_found(call, bucket, &self, &action::UPDATE_OBJECT_ENCRYPTION, &key, found)?;
        check_source(&found.object.encryption)?;
        steps::kms_key::check_request(&call.caller)?;
        let subject = Subject { bucket, key: &key };
        steps::kms_key::check_use(call, subject, &found.object.encryption, READ)?;
        let arn = steps::kms_key::find(call, Some(full_name(&wanted.kms_key_arn)?), &bucket.region)?;
        let bucket_key = wanted.bucket_key_enabled.unwrap_or(false);
        let encryption = Encryption::Kms { key: Box::new(UnderKey { arn, context: None }), bucket_key };
        steps::kms_key::check_use(call, subject, &encryption, WRITE)?;

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
    match arn.starts_with("arn:aws:kms:") && arn.contains(":key/") {
        true => Ok(arn),
        false => Err(KMS_KEY_ID_INVALID.fill(&[&arn]).because("KMSKeyArn is the full ARN of a key")),
    }
}

fn check_source(encryption: &Encryption) -> Result<(), S3Error> {
    let why = match encryption {
        Encryption::S3 | Encryption::Kms { .. } => return Ok(()),
        Encryption::Dsse(_) => "it is encrypted by DSSE-KMS",
        Encryption::Customer(_) => "it is encrypted with a customer's key",
    };
    Err(OBJECT_ENCRYPTION_FIXED.error().because(why))
}

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
    /// What `UpdateObjectEncryption` answers.
    pub output(update_object_encryption) struct UpdateObjectEncryptionOutput {
        request_charged: Option<RequestCharged> = header("x-amz-request-charged"),
    }
}

operation_error! {
    /// What `UpdateObjectEncryption` fails with.
    UpdateObjectEncryptionError { AccessDenied, InvalidRequest, NoSuchKey }
}
