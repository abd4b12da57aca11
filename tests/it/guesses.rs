//! A world that denies guesses lets no test lean on one unawares.

use fake_s3::operation::{
    abort_multipart_upload::AbortMultipartUploadInput, create_multipart_upload::CreateMultipartUploadInput,
    delete_bucket_encryption::DeleteBucketEncryptionInput, head_bucket::HeadBucketInput, head_object::HeadObjectInput,
    put_bucket_encryption::PutBucketEncryptionInput, put_object::PutObjectInput,
    put_object_lock_configuration::PutObjectLockConfigurationInput,
};
use fake_s3::primitives::{DateTime, DateTimeFormat};
use fake_s3::types::{
    BlockedEncryptionTypes, DefaultRetention, EncryptionType, ObjectLockConfiguration, ObjectLockEnabled,
    ObjectLockMode, ObjectLockRetentionMode, ObjectLockRule, ServerSideEncryptionConfiguration,
    ServerSideEncryptionRule,
};
use fake_s3::{BucketHandle, FakeS3};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What the panic says, if there is one.
fn denied(start: &str, call: impl FnOnce(&FakeS3, &BucketHandle)) -> Option<String> {
    let start = DateTime::from_str(start, DateTimeFormat::DateTime).unwrap();
    let s3 = FakeS3::builder().start(start).deny_guesses().build();
    let bucket = s3.create_bucket("backups");
    bucket.abort_incomplete_uploads_after("", 7);
    let panicked = catch_unwind(AssertUnwindSafe(|| call(&s3, &bucket))).err()?;
    // The world goes on after it.
    assert!(s3.call(HeadBucketInput::builder().bucket("nowhere")).is_err());
    Some(panicked.downcast_ref::<String>().cloned().unwrap_or_default())
}

const MORNING: &str = "2026-01-15T10:30:00Z";
const MIDNIGHT: &str = "2026-01-15T00:00:00Z";

fn create() -> fake_s3::operation::create_multipart_upload::builders::CreateMultipartUploadInputBuilder {
    CreateMultipartUploadInput::builder().bucket("backups").key("db.tar")
}

#[test]
fn an_error_that_is_a_guess_is_denied() {
    let said = denied(MORNING, |s3, _| drop(s3.call(create().website_redirect_location("nowhere")))).unwrap();
    assert!(
        said.starts_with("this test leans on a guess, and guesses are denied: 400 InvalidRedirectLocation"),
        "{said}"
    );
}

#[test]
fn an_error_that_is_recorded_is_not() {
    let abort = AbortMultipartUploadInput::builder().bucket("backups").key("db.tar").upload_id("fakeid");
    assert_eq!(denied(MORNING, |s3, _| drop(s3.call(abort))), None);
}

#[test]
fn what_is_not_modelled_is_no_guess() {
    assert_eq!(denied(MORNING, |s3, _| drop(s3.call(create().ssekms_key_id("key")))), None);
}

#[test]
fn a_success_that_is_a_guess_is_denied() {
    let said = denied(MORNING, |s3, bucket| {
        let id = bucket.begin_upload("db.tar");
        let abort = || AbortMultipartUploadInput::builder().bucket("backups").key("db.tar").upload_id(&id);
        s3.call(abort()).unwrap();
        s3.call(abort()).unwrap();
    });
    assert!(said.unwrap().contains("for 24 hours"));
}

#[test]
fn only_exactly_at_midnight_is_the_date_of_the_abort_a_guess() {
    let call = |s3: &FakeS3, _: &BucketHandle| drop(s3.call(create()));
    assert!(denied(MIDNIGHT, call).unwrap().contains("midnight"));
    assert_eq!(denied(MORNING, call), None);
    assert_eq!(denied("2026-01-15T00:00:01Z", call), None);
}

#[test]
fn an_upload_that_only_its_bucket_locks_is_retained_by_a_guess() {
    let retain = |bucket: &BucketHandle| _ = bucket.retain_new_objects_for(1, ObjectLockRetentionMode::Governance);
    let said = denied(MORNING, |_, bucket| {
        retain(bucket);
        bucket.begin_upload("db.tar");
    });
    assert!(said.unwrap().contains("default retention is its bucket's at the initiation"));
    let own = create()
        .object_lock_mode(ObjectLockMode::Governance)
        .object_lock_retain_until_date(DateTime::from_secs(2_000_000_000));
    let said = denied(MORNING, |s3, bucket| {
        retain(bucket);
        s3.call(own).unwrap();
    });
    assert_eq!(said, None);
}

#[test]
fn an_upload_from_before_versions_makes_a_new_one_by_a_guess() {
    let upload = |keeps_versions: bool| {
        denied(MORNING, |_, bucket| {
            let id = bucket.begin_upload("db.tar");
            bucket.put_part("db.tar", &id, 1, "data");
            if keeps_versions {
                bucket.enable_versioning();
            }
            bucket.complete_upload("db.tar", &id);
        })
    };
    assert!(upload(true).unwrap().contains("makes a new version"));
    assert_eq!(upload(false), None);
}

#[test]
fn how_long_a_year_is_is_a_guess() {
    let retain = |days: Option<i32>, years: Option<i32>| {
        let default = DefaultRetention::builder().mode(ObjectLockRetentionMode::Governance);
        let default = default.set_days(days).set_years(years).build();
        let lock = ObjectLockConfiguration::builder()
            .object_lock_enabled(ObjectLockEnabled::Enabled)
            .rule(ObjectLockRule::builder().default_retention(default).build());
        let input = PutObjectLockConfigurationInput::builder().bucket("backups");
        denied(MORNING, |s3, bucket| {
            bucket.enable_object_lock();
            s3.call(input.object_lock_configuration(lock.build())).unwrap();
        })
    };
    assert!(retain(None, Some(1)).unwrap().contains("365 days"));
    assert_eq!(retain(Some(365), None), None);
}

#[test]
fn what_becomes_of_a_block_beside_an_encryption_is_a_guess() {
    let delete = || DeleteBucketEncryptionInput::builder().bucket("backups");
    let denied_of = |blocks| {
        denied(MORNING, |s3, _| {
            let rule = ServerSideEncryptionRule::builder().bucket_key_enabled(true);
            let blocked = BlockedEncryptionTypes::builder().encryption_type(EncryptionType::None).build();
            let rule = rule.set_blocked_encryption_types(Some(blocked).filter(|_| blocks)).build();
            let rules = ServerSideEncryptionConfiguration::builder().rules(rule).build().unwrap();
            let put = PutBucketEncryptionInput::builder().bucket("backups");
            s3.call(put.server_side_encryption_configuration(rules)).unwrap();
        })
    };
    assert!(denied_of(true).unwrap().contains("only blocks"));
    assert_eq!(denied_of(false), None);
    assert!(denied(MORNING, |s3, _| drop(s3.call(delete()))).unwrap().contains("leaves what it refuses"));
}

#[test]
fn an_expiration_that_is_counted_from_midnight_and_many_kept_versions_are_guesses() {
    let put = |s3: &FakeS3, bucket: &BucketHandle| {
        bucket.expire_objects_after("", 7);
        drop(s3.call(PutObjectInput::builder().bucket("backups").key("db.tar")));
    };
    assert!(denied(MIDNIGHT, put).unwrap().contains("midnight"));
    assert_eq!(denied(MORNING, put), None);
    let keep =
        |versions: u32| denied(MORNING, |_, bucket| _ = bucket.remove_noncurrent_versions_after("", 1, versions));
    assert!(keep(101).unwrap().contains("more than 100 noncurrent versions"));
    assert_eq!(keep(100), None);
}

#[test]
fn what_is_read_of_an_empty_part_is_a_guess() {
    let read = |body: &'static str| {
        denied(MORNING, |s3, bucket| {
            let id = bucket.begin_upload("db.tar");
            bucket.put_part("db.tar", &id, 1, body);
            bucket.complete_upload("db.tar", &id);
            s3.call(HeadObjectInput::builder().bucket("backups").key("db.tar").part_number(1)).unwrap();
        })
    };
    assert!(read("").unwrap().contains("of nothing there is no range"));
    assert_eq!(read("data"), None);
}

#[test]
fn requests_over_http_are_judged_alike() {
    let said = denied(MIDNIGHT, |s3, _| {
        let request = http::Request::post("https://backups.s3.us-east-1.amazonaws.com/db.tar?uploads");
        drop(s3.http(request.body(bytes::Bytes::new()).unwrap()));
    });
    assert!(said.unwrap().contains("midnight"));
}
