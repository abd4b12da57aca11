// Stories of the seven multipart operations. See `stories.rs`.

use crate::parity::Told;
use sdk::primitives::ByteStream;
use sdk::types::{ChecksumAlgorithm, ChecksumType, CompletedMultipartUpload, CompletedPart, StorageClass};

/// The least that a part may have which is not the last.
const PART: usize = 5_242_880;

async fn begin(s3: &sdk::Client, key: &str) -> Result<String, Box<dyn std::error::Error>> {
    s3.create_bucket().bucket("backups").send().await?;
    let created = s3.create_multipart_upload().bucket("backups").key(key).send().await?;
    assert_eq!((created.bucket(), created.key()), (Some("backups"), Some(key)));
    Ok(created.upload_id().expect("an id").to_owned())
}

async fn upload(
    s3: &sdk::Client,
    id: &str,
    number: i32,
    body: Vec<u8>,
) -> Result<CompletedPart, Box<dyn std::error::Error>> {
    let part = s3.upload_part().bucket("backups").key("db.tar").upload_id(id).part_number(number);
    let part = part.body(ByteStream::from(body)).send().await?;
    Ok(CompletedPart::builder().part_number(number).set_e_tag(part.e_tag).build())
}

pub async fn an_upload_is_made_listed_and_completed(s3: &sdk::Client) -> Told {
    let id = begin(s3, "db.tar").await?;
    let second = upload(s3, &id, 2, b"the end".to_vec()).await?;
    let first = upload(s3, &id, 1, vec![b'a'; PART]).await?;

    let listed = s3.list_parts().bucket("backups").key("db.tar").upload_id(&id).send().await?;
    let sizes: Vec<_> = listed.parts().iter().map(|part| (part.part_number(), part.size())).collect();
    assert_eq!(sizes, [(Some(1), Some(5_242_880)), (Some(2), Some(7))]);
    assert_eq!(listed.parts()[0].e_tag(), first.e_tag());
    assert!(listed.parts()[0].last_modified().is_some());
    assert_eq!((listed.upload_id(), listed.is_truncated()), (Some(id.as_str()), Some(false)));
    assert_eq!(listed.storage_class(), Some(&StorageClass::Standard));

    let list = CompletedMultipartUpload::builder().parts(first).parts(second).build();
    let completing = s3.complete_multipart_upload().bucket("backups").key("db.tar").upload_id(&id);
    let completed = completing.multipart_upload(list).send().await?;
    assert!(completed.e_tag().expect("a tag").ends_with("-2\""));
    assert!(completed.location().is_some_and(|location| location.ends_with("/db.tar")), "{:?}", completed.location());
    assert_eq!(completed.checksum_type(), Some(&ChecksumType::FullObject));

    let object = s3.get_object().bucket("backups").key("db.tar").send().await?;
    assert_eq!(object.content_length(), Some(5_242_887));
    let bytes = object.body.collect().await?.into_bytes();
    assert!(bytes.starts_with(b"aaa") && bytes.ends_with(b"athe end"));

    let part = s3.get_object().bucket("backups").key("db.tar").part_number(2).send().await?;
    assert_eq!((part.parts_count(), part.content_range()), (Some(2), Some("bytes 5242880-5242886/5242887")));
    assert_eq!(part.body.collect().await?.into_bytes(), "the end");
    let edge = s3.get_object().bucket("backups").key("db.tar").range("bytes=5242878-5242882").send().await?;
    assert_eq!(edge.body.collect().await?.into_bytes(), "aathe");
    Ok(())
}

pub async fn parts_keep_the_checksums_of_the_upload(s3: &sdk::Client) -> Told {
    s3.create_bucket().bucket("backups").send().await?;
    let creating = s3.create_multipart_upload().bucket("backups").key("db.tar");
    let created = creating.checksum_algorithm(ChecksumAlgorithm::Crc32).send().await?;
    assert_eq!(created.checksum_algorithm(), Some(&ChecksumAlgorithm::Crc32));
    assert_eq!(created.checksum_type(), Some(&ChecksumType::Composite));
    let id = created.upload_id().expect("an id");

    let part = s3.upload_part().bucket("backups").key("db.tar").upload_id(id).part_number(1);
    let part = part.body(ByteStream::from_static(b"abc")).send().await?;
    assert_eq!(part.checksum_crc32(), Some("NSRBwg=="));
    let listed = s3.list_parts().bucket("backups").key("db.tar").upload_id(id).send().await?;
    assert_eq!(listed.parts()[0].checksum_crc32(), Some("NSRBwg=="));
    assert_eq!(listed.checksum_algorithm(), Some(&ChecksumAlgorithm::Crc32));

    let part = CompletedPart::builder()
        .part_number(1)
        .e_tag(part.e_tag().expect("a tag"))
        .checksum_crc32(part.checksum_crc32().expect("a checksum"))
        .build();
    let list = CompletedMultipartUpload::builder().parts(part).build();
    let completing = s3.complete_multipart_upload().bucket("backups").key("db.tar").upload_id(id);
    let completed = completing.multipart_upload(list).send().await?;
    assert_eq!(completed.e_tag(), Some("\"af5da9f45af7a300e3aded972f8ff687-1\""));
    assert_eq!(completed.checksum_type(), Some(&ChecksumType::Composite));
    let composite = completed.checksum_crc32().expect("a checksum of checksums");
    assert!(composite.ends_with("==-1"), "{composite}");

    let read = s3.get_object().bucket("backups").key("db.tar").send().await?;
    assert_eq!(read.checksum_crc32(), Some(composite));
    Ok(())
}

pub async fn a_part_that_is_uploaded_again_replaces_the_first(s3: &sdk::Client) -> Told {
    let id = begin(s3, "db.tar").await?;
    let first = upload(s3, &id, 1, b"first".to_vec()).await?;
    let second = upload(s3, &id, 1, b"second".to_vec()).await?;
    assert_ne!(first.e_tag(), second.e_tag());
    let listed = s3.list_parts().bucket("backups").key("db.tar").upload_id(&id).send().await?;
    assert_eq!(listed.parts().iter().map(|part| part.e_tag()).collect::<Vec<_>>(), [second.e_tag()]);
    Ok(())
}

pub async fn parts_are_listed_in_pages(s3: &sdk::Client) -> Told {
    let id = begin(s3, "db.tar").await?;
    for number in [1, 2, 5] {
        upload(s3, &id, number, b"part".to_vec()).await?;
    }
    let page = s3.list_parts().bucket("backups").key("db.tar").upload_id(&id).max_parts(2).send().await?;
    assert_eq!((page.is_truncated(), page.max_parts()), (Some(true), Some(2)));
    let marker = page.next_part_number_marker().expect("a marker").to_owned();
    assert_eq!(marker, "2");
    let rest = s3.list_parts().bucket("backups").key("db.tar").upload_id(&id).part_number_marker(marker).send().await?;
    assert_eq!(rest.parts().iter().map(|part| part.part_number()).collect::<Vec<_>>(), [Some(5)]);
    Ok(())
}

pub async fn uploads_are_listed_in_pages_and_by_prefix(s3: &sdk::Client) -> Told {
    begin(s3, "logs/1").await?;
    for key in ["logs/2", "images/1", "zoo"] {
        s3.create_multipart_upload().bucket("backups").key(key).send().await?;
    }
    let page = s3.list_multipart_uploads().bucket("backups").max_uploads(2).send().await?;
    let keys: Vec<_> = page.uploads().iter().map(|upload| upload.key()).collect();
    assert_eq!(keys, [Some("images/1"), Some("logs/1")]);
    assert!(page.uploads().iter().all(|upload| upload.upload_id().is_some() && upload.initiated().is_some()));
    assert_eq!((page.is_truncated(), page.next_key_marker()), (Some(true), Some("logs/1")));

    let rest = s3
        .list_multipart_uploads()
        .bucket("backups")
        .set_key_marker(page.next_key_marker)
        .set_upload_id_marker(page.next_upload_id_marker)
        .send()
        .await?;
    assert_eq!(rest.uploads().iter().map(|upload| upload.key()).collect::<Vec<_>>(), [Some("logs/2"), Some("zoo")]);

    let folders = s3.list_multipart_uploads().bucket("backups").delimiter("/").send().await?;
    let prefixes: Vec<_> = folders.common_prefixes().iter().map(|common| common.prefix()).collect();
    assert_eq!(prefixes, [Some("images/"), Some("logs/")]);
    let logs = s3.list_multipart_uploads().bucket("backups").prefix("logs/").send().await?;
    assert_eq!((logs.uploads().len(), logs.prefix()), (2, Some("logs/")));
    Ok(())
}

pub async fn a_part_is_copied_from_an_object(s3: &sdk::Client) -> Told {
    let id = begin(s3, "db.tar").await?;
    s3.put_object().bucket("backups").key("source").body(ByteStream::from_static(b"0123456789")).send().await?;
    let copying = s3.upload_part_copy().bucket("backups").key("db.tar").upload_id(&id).part_number(1);
    let copied = copying.copy_source("backups/source").copy_source_range("bytes=3-5").send().await?;
    let result = copied.copy_part_result().expect("a result");
    assert!(result.last_modified().is_some());

    let part = CompletedPart::builder().part_number(1).set_e_tag(result.e_tag().map(Into::into)).build();
    let list = CompletedMultipartUpload::builder().parts(part).build();
    let completing = s3.complete_multipart_upload().bucket("backups").key("db.tar").upload_id(&id);
    completing.multipart_upload(list).send().await?;
    let read = s3.get_object().bucket("backups").key("db.tar").send().await?;
    assert_eq!(read.body.collect().await?.into_bytes(), "345");
    Ok(())
}

pub async fn an_abort_frees_the_upload(s3: &sdk::Client) -> Told {
    let id = begin(s3, "db.tar").await?;
    upload(s3, &id, 1, b"part".to_vec()).await?;
    let aborted = s3.abort_multipart_upload().bucket("backups").key("db.tar").upload_id(&id).send().await?;
    assert_eq!(aborted.request_charged(), None);
    let left = s3.list_multipart_uploads().bucket("backups").send().await?;
    assert!(left.uploads().is_empty());
    Ok(())
}

pub async fn an_upload_says_when_a_rule_aborts_it(s3: &sdk::Client) -> Told {
    use sdk::types::{
        AbortIncompleteMultipartUpload, BucketLifecycleConfiguration, ExpirationStatus, LifecycleRule,
        LifecycleRuleFilter,
    };
    let id = begin(s3, "db.tar").await?;
    let before = s3.list_parts().bucket("backups").key("db.tar").upload_id(&id).send().await?;
    assert_eq!((before.abort_date(), before.abort_rule_id()), (None, None));

    let abort = AbortIncompleteMultipartUpload::builder().days_after_initiation(7).build();
    let rule = LifecycleRule::builder()
        .id("tidy")
        .filter(LifecycleRuleFilter::builder().prefix("db").build())
        .status(ExpirationStatus::Enabled)
        .abort_incomplete_multipart_upload(abort)
        .build()?;
    let rules = BucketLifecycleConfiguration::builder().rules(rule).build()?;
    s3.put_bucket_lifecycle_configuration().bucket("backups").lifecycle_configuration(rules).send().await?;

    let created = s3.create_multipart_upload().bucket("backups").key("db.tar").send().await?;
    assert_eq!(created.abort_date().expect("a date").to_string(), "2026-01-09T00:00:00Z");
    assert_eq!(created.abort_rule_id(), Some("tidy"));
    let listed = s3.list_parts().bucket("backups").key("db.tar").upload_id(&id).send().await?;
    assert_eq!((listed.abort_date(), listed.abort_rule_id()), (created.abort_date(), Some("tidy")));
    let other = s3.create_multipart_upload().bucket("backups").key("other").send().await?;
    assert_eq!(other.abort_date(), None);
    Ok(())
}
