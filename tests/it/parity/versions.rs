// Stories of versions and delete markers. See `stories.rs`.

use crate::parity::Told;
use sdk::error::ProvideErrorMetadata as _;
use sdk::primitives::ByteStream;
use sdk::types::{BucketVersioningStatus, VersioningConfiguration};

async fn set(s3: &sdk::Client, status: BucketVersioningStatus) -> Told {
    let configuration = VersioningConfiguration::builder().status(status).build();
    s3.put_bucket_versioning().bucket("backups").versioning_configuration(configuration).send().await?;
    Ok(())
}

async fn put(s3: &sdk::Client, key: &str, body: &'static [u8]) -> Result<Option<String>, Box<dyn std::error::Error>> {
    let put = s3.put_object().bucket("backups").key(key).body(ByteStream::from_static(body)).send().await?;
    Ok(put.version_id)
}

pub async fn a_bucket_says_whether_it_keeps_versions(s3: &sdk::Client) -> Told {
    s3.create_bucket().bucket("backups").send().await?;
    let never = s3.get_bucket_versioning().bucket("backups").send().await?;
    assert_eq!((never.status(), never.mfa_delete()), (None, None));
    for status in [BucketVersioningStatus::Enabled, BucketVersioningStatus::Suspended] {
        set(s3, status.clone()).await?;
        let said = s3.get_bucket_versioning().bucket("backups").send().await?;
        assert_eq!(said.status(), Some(&status));
    }
    let nothing = VersioningConfiguration::builder().build();
    let putting = s3.put_bucket_versioning().bucket("backups").versioning_configuration(nothing);
    let error = putting.send().await.unwrap_err();
    assert_eq!(error.code(), Some("IllegalVersioningConfigurationException"));
    let error = set(s3, BucketVersioningStatus::from("Disabled")).await.unwrap_err();
    assert!(format!("{error:?}").contains("MalformedXML"));
    Ok(())
}

pub async fn an_older_version_is_read_copied_and_deleted(s3: &sdk::Client) -> Told {
    s3.create_bucket().bucket("backups").send().await?;
    set(s3, BucketVersioningStatus::Enabled).await?;
    let (old, new) = (put(s3, "note", b"old").await?, put(s3, "note", b"new").await?);
    let read = s3.get_object().bucket("backups").key("note").set_version_id(old.clone()).send().await?;
    assert_eq!(read.version_id(), old.as_deref());
    assert_eq!(read.body.collect().await?.into_bytes(), "old");
    let head = s3.head_object().bucket("backups").key("note").send().await?;
    assert_eq!(head.version_id(), new.as_deref());

    let source = format!("backups/note?versionId={}", old.as_deref().expect("an id"));
    let copied = s3.copy_object().bucket("backups").key("note").copy_source(source).send().await?;
    assert_eq!(copied.copy_source_version_id(), old.as_deref());
    assert!(copied.version_id().is_some_and(|id| Some(id) > new.as_deref()));

    let deleted = s3.delete_object().bucket("backups").key("note").set_version_id(old.clone()).send().await?;
    assert_eq!((deleted.delete_marker(), deleted.version_id()), (None, old.as_deref()));
    let gone = s3.get_object().bucket("backups").key("note").set_version_id(old).send().await.unwrap_err();
    assert_eq!(gone.code(), Some("NoSuchVersion"));
    Ok(())
}

pub async fn a_delete_marker_hides_and_shows_again(s3: &sdk::Client) -> Told {
    s3.create_bucket().bucket("backups").send().await?;
    set(s3, BucketVersioningStatus::Enabled).await?;
    put(s3, "note", b"kept").await?;
    let deleted = s3.delete_object().bucket("backups").key("note").send().await?;
    assert_eq!(deleted.delete_marker(), Some(true));
    let error = s3.get_object().bucket("backups").key("note").send().await.unwrap_err();
    let headers = error.raw_response().expect("an answer").headers();
    assert!(headers.get("x-amz-delete-marker").is_some_and(|value| format!("{value:?}") == "\"true\""));
    assert!(error.into_service_error().is_no_such_key());

    let named = s3.get_object().bucket("backups").key("note").set_version_id(deleted.version_id.clone());
    assert_eq!(named.send().await.unwrap_err().code(), Some("MethodNotAllowed"));
    let marker = s3.delete_object().bucket("backups").key("note").set_version_id(deleted.version_id.clone());
    let undeleted = marker.send().await?;
    assert_eq!((undeleted.delete_marker(), undeleted.version_id()), (Some(true), deleted.version_id()));
    let read = s3.get_object().bucket("backups").key("note").send().await?;
    assert_eq!(read.body.collect().await?.into_bytes(), "kept");
    Ok(())
}

pub async fn versions_are_listed_in_pages(s3: &sdk::Client) -> Told {
    s3.create_bucket().bucket("backups").send().await?;
    let before = put(s3, "note", b"before").await?;
    assert_eq!(before, None);
    set(s3, BucketVersioningStatus::Enabled).await?;
    let newer = put(s3, "note", b"newer").await?;
    let marker = s3.delete_object().bucket("backups").key("note").send().await?.version_id;
    put(s3, "other/note", b"other").await?;

    let page = s3.list_object_versions().bucket("backups").max_keys(2).send().await?;
    assert_eq!((page.is_truncated(), page.max_keys(), page.name()), (Some(true), Some(2), Some("backups")));
    assert_eq!(page.delete_markers()[0].version_id(), marker.as_deref());
    assert_eq!(page.delete_markers()[0].is_latest(), Some(true));
    assert_eq!((page.versions()[0].version_id(), page.versions()[0].is_latest()), (newer.as_deref(), Some(false)));
    assert_eq!((page.next_key_marker(), page.next_version_id_marker()), (Some("note"), newer.as_deref()));

    let rest = s3
        .list_object_versions()
        .bucket("backups")
        .delimiter("/")
        .set_key_marker(page.next_key_marker)
        .set_version_id_marker(page.next_version_id_marker)
        .send()
        .await?;
    assert_eq!((rest.is_truncated(), rest.next_key_marker()), (Some(false), None));
    assert_eq!((rest.versions()[0].version_id(), rest.versions()[0].size()), (Some("null"), Some(6)));
    assert_eq!(rest.common_prefixes()[0].prefix(), Some("other/"));
    assert!(rest.versions()[0].owner().is_some_and(|owner| owner.id().is_some()));
    Ok(())
}
