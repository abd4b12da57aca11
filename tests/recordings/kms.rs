//! The calls of KMS among the recorded ones: what sets the scene for S3 is done by the world's own handle.

use super::Went;
use fake_s3::{FakeS3, KmsKey};
use serde_json::{Value, json};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What boto3 returns, as far as later calls refer to it. What KMS would refuse, the handle panics at: the recorder's
/// clean-up deletes keys that are being deleted already.
pub fn call(s3: &FakeS3, name: &str, region: &str, parameters: &Value) -> Went {
    match catch_unwind(AssertUnwindSafe(|| done(s3, name, region, parameters))) {
        Ok(Some(key)) => Went::Answered(json!({ "KeyMetadata": { "Arn": key.arn(), "KeyId": key.id() } })),
        Ok(None) => Went::NotModelled(name.to_owned()),
        Err(_) => Went::Answered(json!({ "Error": { "Code": "KMS would refuse it too" } })),
    }
}

/// The key that a call was about; `None` where nobody stands in for it.
fn done(s3: &FakeS3, name: &str, region: &str, parameters: &Value) -> Option<KmsKey> {
    let kms = s3.kms().in_region(region);
    let text = |parameter: &str| parameters[parameter].as_str().unwrap_or_default();
    let named = || kms.key(text("KeyId"));
    Some(match name {
        "CreateAlias" => kms.key(text("TargetKeyId")).set_alias(text("AliasName")).clone(),
        "CreateKey" if text("KeyUsage") == "SIGN_VERIFY" => kms.create_asymmetric_key(),
        "CreateKey" => kms.create_key(),
        "DescribeKey" => named(),
        "DisableKey" => named().disable().clone(),
        "EnableKey" => named().enable().clone(),
        "ScheduleKeyDeletion" => {
            let days = parameters["PendingWindowInDays"].as_u64().and_then(|days| u32::try_from(days).ok());
            named().schedule_deletion(days.unwrap_or(30)).clone()
        }
        "CancelKeyDeletion" => named().cancel_deletion().clone(),
        _ => return None,
    })
}
