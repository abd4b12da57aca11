//! The calls of KMS among the recorded ones: what sets the scene for S3 is done by the world's own handle.

use super::Went;
use fake_s3::{FakeS3, KmsKey};
use serde_json::{Value, json};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

/// What boto3 returns, as far as later calls refer to it.
pub fn call(s3: &FakeS3, name: &str, region: &str, parameters: &Value) -> Went {
    let kms = s3.kms().in_region(region);
    let text = |parameter: &str| parameters[parameter].as_str().unwrap_or_default();
    let named = || kms.key(text("KeyId"));
    let key = match name {
        "CreateAlias" => kms.key(text("TargetKeyId")).set_alias(text("AliasName")).clone(),
        "CreateKey" if text("KeyUsage") == "SIGN_VERIFY" => kms.create_asymmetric_key(),
        "CreateKey" => kms.create_key(),
        "DescribeKey" => named(),
        "DisableKey" => named().disable().clone(),
        "EnableKey" => named().enable().clone(),
        "ScheduleKeyDeletion" => {
            let days = parameters["PendingWindowInDays"].as_u64().and_then(|days| u32::try_from(days).ok());
            return schedule_deletion(&named(), days.unwrap_or(30));
        }
        "CancelKeyDeletion" => named().cancel_deletion().clone(),
        _ => return Went::NotModelled(name.to_owned()),
    };
    Went::Answered(described(&key))
}

fn described(key: &KmsKey) -> Value {
    json!({ "KeyMetadata": { "Arn": key.arn(), "KeyId": key.id() } })
}

/// The recorder's clean-up deletes keys that are being deleted already. KMS refuses that, and the handle panics at it;
/// any other panic is a fault of the replay.
fn schedule_deletion(key: &KmsKey, days: u32) -> Went {
    let Err(panic) = catch_unwind(AssertUnwindSafe(|| _ = key.schedule_deletion(days))) else {
        return Went::Answered(described(key));
    };
    let why = panic.downcast_ref::<String>().map(String::as_str).unwrap_or_default();
    if !why.ends_with("its deletion is scheduled; cancel that first") {
        resume_unwind(panic);
    }
    Went::Answered(json!({ "Error": { "Code": "KMSInvalidStateException" } }))
}

#[test]
fn only_a_key_that_is_being_deleted_already_is_refused() {
    let s3 = FakeS3::new();
    let deleted = |key: &KmsKey, days: u32| {
        let parameters = json!({ "KeyId": key.id(), "PendingWindowInDays": days });
        match call(&s3, "ScheduleKeyDeletion", "us-east-1", &parameters) {
            Went::Answered(answer) => answer,
            Went::NotModelled(reason) => panic!("not modelled: {reason}"),
        }
    };
    let key = s3.kms().create_key();
    assert_eq!(deleted(&key, 7)["KeyMetadata"]["KeyId"], key.id());
    assert_eq!(deleted(&key, 7)["Error"]["Code"], "KMSInvalidStateException");
    for (key, days) in [(s3.kms().create_key(), 6), (s3.kms().managed_key(), 7)] {
        assert!(catch_unwind(AssertUnwindSafe(|| deleted(&key, days))).is_err(), "{}: {days} days", key.arn());
    }
}
