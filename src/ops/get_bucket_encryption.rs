//! Tells how a bucket encrypts what says nothing of it, and what it refuses.
//!
//! [`GetBucketEncryption`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketEncryption.html).

use super::prelude::*;
use crate::model::encryption::{DefaultEncryption, DefaultMethod};

impl Rules for GetBucketEncryptionInput {
    type Output = GetBucketEncryptionOutput;
    type Error = GetBucketEncryptionError;
    const NAME: &'static str = "GetBucketEncryption";
    const ROUTE: Route = Route::new("GET", Target::Bucket).query(&["encryption"]);
    const ERRORS: &'static [&'static [&'static ErrorRow]] =
        &[&[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED]];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, bucket, &self, &action::GET_ENCRYPTION)?;
        let settings = &bucket.settings;
        let rule = rule(settings.encryption.clone().unwrap_or_default(), settings.blocks_customer_keys);
        let configuration = ServerSideEncryptionConfiguration { rules: vec![rule] };
        Ok(GetBucketEncryptionOutput {
            server_side_encryption_configuration: Some(configuration),
            ..Default::default()
        })
    }
}

/// The one rule, as it is told.
pub(crate) fn rule(default: DefaultEncryption, blocks_customer_keys: Option<bool>) -> ServerSideEncryptionRule {
    ServerSideEncryptionRule {
        bucket_key_enabled: Some(default.bucket_key),
        apply_server_side_encryption_by_default: Some(by_default(default)),
        blocked_encryption_types: blocks_customer_keys.map(blocked),
    }
}

/// The key as it was put (recorded).
fn by_default(default: DefaultEncryption) -> ServerSideEncryptionByDefault {
    let (sse_algorithm, kms_master_key_id) = match default.method {
        DefaultMethod::S3 => (ServerSideEncryption::Aes256, None),
        DefaultMethod::Kms { key } => (ServerSideEncryption::AwsKms, key),
        DefaultMethod::Dsse { key } => (ServerSideEncryption::AwsKmsDsse, key),
    };
    ServerSideEncryptionByDefault { sse_algorithm, kms_master_key_id }
}

/// What is blocked, as it is told.
pub(crate) fn blocked(customer_keys: bool) -> BlockedEncryptionTypes {
    let blocked = if customer_keys { EncryptionType::SseC } else { EncryptionType::None };
    BlockedEncryptionTypes { encryption_type: Some(vec![blocked]) }
}

shape! {
    /// What `GetBucketEncryption` takes.
    pub input(get_bucket_encryption) struct GetBucketEncryptionInput {
        bucket: Option<String> = label("Bucket"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// Output of `GetBucketEncryption`.
    pub output(get_bucket_encryption) struct GetBucketEncryptionOutput {
        server_side_encryption_configuration: Option<ServerSideEncryptionConfiguration> = document("ServerSideEncryptionConfiguration"),
    }
}

operation_error! {
    /// What `GetBucketEncryption` fails with.
    GetBucketEncryptionError {}
}
