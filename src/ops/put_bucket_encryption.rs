//! Says how a bucket encrypts what says nothing of it, and what it refuses.
//!
//! [`PutBucketEncryption`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketEncryption.html).

use super::prelude::*;
use crate::model::encryption::{DefaultEncryption, DefaultMethod};

impl Rules for PutBucketEncryptionInput {
    type Output = PutBucketEncryptionOutput;
    type Error = PutBucketEncryptionError;
    const NAME: &'static str = "PutBucketEncryption";
    const ROUTE: Route = Route::new("PUT", Target::Bucket).query(&["encryption"]).needs_digest();
    const ERRORS: &'static [&'static [&'static ErrorRow]] = &[
        &[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED, &BODY_EMPTY, &MALFORMED_XML],
        &[&MASTER_KEY_WITHOUT_KMS, &BUCKET_KEY_WITH_DSSE],
    ];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, bucket, &self, &action::PUT_ENCRYPTION)?;
        let bucket = bucket.name.clone();
        let sent = self.server_side_encryption_configuration();
        let (default, blocks) = read(sent)?;

        let says = |rule: &ServerSideEncryptionRule| rule.apply_server_side_encryption_by_default().is_some();
        let only_blocks = blocks.is_some() && !sent.is_some_and(|sent| sent.rules().iter().any(says));
        call.guess = only_blocks.then_some(&BLOCK_ALONE);
        let settings = &mut call.store.bucket_mut(bucket.as_str())?.settings;
        settings.encryption = Some(default);
        // One that is not sent leaves the block as it was (field report).
        settings.blocks_customer_keys = blocks.or(settings.blocks_customer_keys);
        Ok(PutBucketEncryptionOutput::default())
    }
}

/// How a bucket encrypts by default, and whether it refuses customers' keys where that is said.
pub(crate) fn read(
    sent: Option<&ServerSideEncryptionConfiguration>,
) -> Result<(DefaultEncryption, Option<bool>), S3Error> {
    let rule = rule(sent)?;
    let default = default(rule)?;
    Ok((default, rule.blocked_encryption_types().map(blocks_customer_keys).transpose()?))
}

/// The one that there must be (recorded).
fn rule(sent: Option<&ServerSideEncryptionConfiguration>) -> Result<&ServerSideEncryptionRule, S3Error> {
    match sent.map(ServerSideEncryptionConfiguration::rules) {
        None => Err(BODY_EMPTY.error().because("the request has no body")),
        Some([rule]) if *rule != ServerSideEncryptionRule::default() => Ok(rule),
        Some([_]) => Err(malformed("a rule says something")),
        Some(rules) => Err(malformed(&format!("a bucket's encryption has one rule, and not {}", rules.len()))),
    }
}

/// Keys are not looked up before they are used (recorded).
fn default(rule: &ServerSideEncryptionRule) -> Result<DefaultEncryption, S3Error> {
    let bucket_key = rule.bucket_key_enabled.unwrap_or(false);
    let Some(sent) = rule.apply_server_side_encryption_by_default() else {
        return Ok(DefaultEncryption { method: DefaultMethod::S3, bucket_key });
    };
    let key = sent.kms_master_key_id.clone();
    let method = match &sent.sse_algorithm {
        ServerSideEncryption::Aes256 if key.is_some() => {
            let error = MASTER_KEY_WITHOUT_KMS.error().because("SSEAlgorithm is AES256 beside KMSMasterKeyID");
            return Err(error.with("ArgumentName", "ApplyServerSideEncryptionByDefault"));
        }
        ServerSideEncryption::Aes256 => DefaultMethod::S3,
        ServerSideEncryption::AwsKms => DefaultMethod::Kms { key },
        ServerSideEncryption::AwsKmsDsse if bucket_key => {
            return Err(BUCKET_KEY_WITH_DSSE.error().because("BucketKeyEnabled is true beside aws:kms:dsse"));
        }
        ServerSideEncryption::AwsKmsDsse => DefaultMethod::Dsse { key },
        other => return Err(malformed(&format!("nobody encrypts by {other} by default"))),
    };
    Ok(DefaultEncryption { method, bucket_key })
}

/// Whether customers' keys are what is blocked.
pub(crate) fn blocks_customer_keys(sent: &BlockedEncryptionTypes) -> Result<bool, S3Error> {
    match sent.encryption_type() {
        [EncryptionType::SseC] => Ok(true),
        [EncryptionType::None] => Ok(false),
        _ => Err(malformed("what is blocked is SSE-C, or NONE")),
    }
}

fn malformed(why: &str) -> S3Error {
    MALFORMED_XML.error().because(why)
}

shape! {
    /// What `PutBucketEncryption` takes.
    pub input(put_bucket_encryption) struct PutBucketEncryptionInput {
        bucket: Option<String> = label("Bucket"),
        content_md5: Option<String> = header("Content-MD5"),
        checksum_algorithm: Option<ChecksumAlgorithm> = header("x-amz-sdk-checksum-algorithm"),
        server_side_encryption_configuration: Option<ServerSideEncryptionConfiguration> = document("ServerSideEncryptionConfiguration"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// Output of `PutBucketEncryption`.
    pub output(put_bucket_encryption) struct PutBucketEncryptionOutput {
    }
}

operation_error! {
    /// What `PutBucketEncryption` fails with.
    PutBucketEncryptionError {}
}
