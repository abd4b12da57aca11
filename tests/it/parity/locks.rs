// Stories of object lock. See `stories.rs`.

use crate::parity::Told;
use sdk::error::ProvideErrorMetadata as _;
use sdk::primitives::{ByteStream, DateTime};
use sdk::types::{
    CompletedMultipartUpload, CompletedPart, DefaultRetention, Delete, ObjectIdentifier, ObjectLockConfiguration,
    ObjectLockEnabled, ObjectLockLegalHold, ObjectLockLegalHoldStatus, ObjectLockMode, ObjectLockRetention,
    ObjectLockRetentionMode, ObjectLockRule,
};

/// 2026-02-01T00:00:00Z.
fn february() -> DateTime {
    DateTime::from_secs(1_769_904_000)
}

async fn locked_bucket(s3: &sdk::Client) -> Told {
    s3.create_bucket().bucket("backups").object_lock_enabled_for_bucket(true).send().await?;
    Ok(())
}

async fn put(s3: &sdk::Client) -> Result<String, Box<dyn std::error::Error>> {
    let put = s3.put_object().bucket("backups").key("db.tar").body(ByteStream::from_static(b"abc")).send().await?;
    Ok(put.version_id().expect("a version").to_owned())
}

pub async fn a_bucket_locks_by_default(s3: &sdk::Client) -> Told {
    s3.create_bucket().bucket("plain").send().await?;
    let error = s3.get_object_lock_configuration().bucket("plain").send().await.unwrap_err();
    assert_eq!(error.code(), Some("ObjectLockConfigurationNotFoundError"));

    locked_bucket(s3).await?;
    let default = DefaultRetention::builder().mode(ObjectLockRetentionMode::Governance).days(31).build();
    let configuration = ObjectLockConfiguration::builder()
        .object_lock_enabled(ObjectLockEnabled::Enabled)
        .rule(ObjectLockRule::builder().default_retention(default).build())
        .build();
    let putting = s3.put_object_lock_configuration().bucket("backups");
    putting.object_lock_configuration(configuration.clone()).send().await?;
    let told = s3.get_object_lock_configuration().bucket("backups").send().await?;
    assert_eq!(told.object_lock_configuration(), Some(&configuration));

    put(s3).await?;
    let head = s3.head_object().bucket("backups").key("db.tar").send().await?;
    assert_eq!(head.object_lock_mode(), Some(&ObjectLockMode::Governance));
    assert_eq!(head.object_lock_retain_until_date().expect("a date").to_string(), "2026-02-01T10:30:00Z");
    assert_eq!(head.object_lock_legal_hold_status(), None);
    Ok(())
}

pub async fn a_retained_version_is_deleted_only_with_a_bypass(s3: &sdk::Client) -> Told {
    locked_bucket(s3).await?;
    let version = put(s3).await?;
    let error = s3.get_object_retention().bucket("backups").key("db.tar").send().await.unwrap_err();
    assert_eq!(error.code(), Some("NoSuchObjectLockConfiguration"));

    let retention = ObjectLockRetention::builder()
        .mode(ObjectLockRetentionMode::Governance)
        .retain_until_date(february())
        .build();
    s3.put_object_retention().bucket("backups").key("db.tar").retention(retention.clone()).send().await?;
    let told = s3.get_object_retention().bucket("backups").key("db.tar").version_id(&version).send().await?;
    assert_eq!(told.retention(), Some(&retention));

    let delete = || s3.delete_object().bucket("backups").key("db.tar").version_id(&version);
    let error = delete().send().await.unwrap_err();
    assert_eq!(error.message(), Some("Access Denied because object protected by object lock."));
    let object = ObjectIdentifier::builder().key("db.tar").version_id(&version).build()?;
    let several = s3.delete_objects().bucket("backups").delete(Delete::builder().objects(object).build()?);
    let several = several.send().await?;
    assert_eq!(several.errors()[0].code(), Some("AccessDenied"));
    delete().bypass_governance_retention(true).send().await?;
    Ok(())
}

pub async fn a_legal_hold_is_put_and_lifted(s3: &sdk::Client) -> Told {
    locked_bucket(s3).await?;
    let version = put(s3).await?;
    let hold = |status: ObjectLockLegalHoldStatus| {
        let hold = ObjectLockLegalHold::builder().status(status).build();
        s3.put_object_legal_hold().bucket("backups").key("db.tar").legal_hold(hold).send()
    };
    hold(ObjectLockLegalHoldStatus::On).await?;
    let told = s3.get_object_legal_hold().bucket("backups").key("db.tar").send().await?;
    assert_eq!(told.legal_hold().and_then(|hold| hold.status()), Some(&ObjectLockLegalHoldStatus::On));
    let delete = || s3.delete_object().bucket("backups").key("db.tar").version_id(&version);
    assert_eq!(delete().bypass_governance_retention(true).send().await.unwrap_err().code(), Some("AccessDenied"));
    hold(ObjectLockLegalHoldStatus::Off).await?;
    delete().send().await?;
    Ok(())
}

pub async fn an_upload_remembers_its_lock(s3: &sdk::Client) -> Told {
    locked_bucket(s3).await?;
    let created = s3.create_multipart_upload().bucket("backups").key("db.tar");
    let created = created
        .object_lock_mode(ObjectLockMode::Compliance)
        .object_lock_retain_until_date(february())
        .object_lock_legal_hold_status(ObjectLockLegalHoldStatus::On);
    let id = created.send().await?.upload_id().expect("an id").to_owned();
    let part = s3.upload_part().bucket("backups").key("db.tar").upload_id(&id).part_number(1);
    let part = part.body(ByteStream::from_static(b"abc")).send().await?;
    let listed = CompletedPart::builder().part_number(1).e_tag(part.e_tag().expect("a tag")).build();
    let list = CompletedMultipartUpload::builder().parts(listed).build();
    let completing = s3.complete_multipart_upload().bucket("backups").key("db.tar").upload_id(&id);
    completing.multipart_upload(list).send().await?;

    let read = s3.get_object().bucket("backups").key("db.tar").send().await?;
    assert_eq!(read.object_lock_mode(), Some(&ObjectLockMode::Compliance));
    assert_eq!(read.object_lock_retain_until_date(), Some(&february()));
    assert_eq!(read.object_lock_legal_hold_status(), Some(&ObjectLockLegalHoldStatus::On));
    Ok(())
}
