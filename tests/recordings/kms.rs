//! The calls of KMS among the recorded ones: what sets the scene for S3 is done by the world's own handle.

use super::Went;
use fake_s3::FakeS3;
use serde_json::{Value, json};

/// What boto3 returns, as far as later calls refer to it.
pub fn call(s3: &FakeS3, name: &str, region: &str, parameters: &Value) -> Went {
    let kms = s3.kms().in_region(region);
    let named = || kms.key(parameters["KeyId"].as_str().unwrap_or_default());
    let key = match name {
        "CreateKey" => kms.create_key(),
        "DescribeKey" => return Went::Answered(describe(&named().arn(), &named().id())),
        "DisableKey" => named().disable().clone(),
        "EnableKey" => named().enable().clone(),
        "ScheduleKeyDeletion" => {
            let days = parameters["PendingWindowInDays"].as_u64().and_then(|days| u32::try_from(days).ok());
            named().schedule_deletion(days.unwrap_or(30)).clone()
        }
        "CancelKeyDeletion" => named().cancel_deletion().clone(),
        other => return Went::NotModelled(other.to_owned()),
    };
    Went::Answered(describe(&key.arn(), &key.id()))
}

fn describe(arn: &str, id: &str) -> Value {
    json!({ "KeyMetadata": { "Arn": arn, "KeyId": id } })
}
