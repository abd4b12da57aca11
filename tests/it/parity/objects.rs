// Stories of objects. See `stories.rs`.

use crate::parity::Told;
use sdk::primitives::{ByteStream, DateTime};
use sdk::types::{
    ChecksumAlgorithm, ChecksumMode, ChecksumType, Delete, GlacierJobParameters, MetadataDirective, ObjectAttributes,
    ObjectIdentifier, OptionalObjectAttributes, RestoreRequest, StorageClass, Tier,
};

async fn put(s3: &sdk::Client, key: &str, body: &'static [u8]) -> Told {
    s3.put_object().bucket("backups").key(key).body(ByteStream::from_static(body)).send().await?;
    Ok(())
}

pub async fn an_object_is_put_and_read(s3: &sdk::Client) -> Told {
    s3.create_bucket().bucket("backups").send().await?;
    let stored = s3.put_object().bucket("backups").key("note").body(ByteStream::from_static(b"abc")).send().await?;
    assert_eq!(stored.e_tag(), Some("\"900150983cd24fb0d6963f7d28e17f72\""));
    // Nobody asked for it: the client adds a CRC32, and S3 remembers it.
    assert_eq!(stored.checksum_crc32(), Some("NSRBwg=="));
    assert_eq!(stored.checksum_type(), Some(&ChecksumType::FullObject));

    let read = s3.get_object().bucket("backups").key("note").send().await?;
    assert_eq!((read.content_length(), read.e_tag()), (Some(3), stored.e_tag()));
    assert_eq!(read.checksum_crc32(), Some("NSRBwg=="));
    assert_eq!((read.accept_ranges(), read.content_range()), (Some("bytes"), None));
    assert_eq!(read.body.collect().await?.into_bytes(), "abc");

    let asked = s3.put_object().bucket("backups").key("note").body(ByteStream::from(vec![b'a', b'b', b'c']));
    let stored = asked.checksum_algorithm(ChecksumAlgorithm::Crc32C).send().await?;
    assert_eq!((stored.checksum_crc32_c(), stored.checksum_crc32()), (Some("Nks/tw=="), None));
    let head = s3.head_object().bucket("backups").key("note").send().await?;
    assert_eq!((head.content_length(), head.checksum_crc32_c()), (Some(3), None));
    let head = s3.head_object().bucket("backups").key("note").checksum_mode(ChecksumMode::Enabled).send().await?;
    assert_eq!(head.checksum_crc32_c(), Some("Nks/tw=="));
    Ok(())
}

pub async fn what_is_said_of_an_object_is_remembered(s3: &sdk::Client) -> Told {
    s3.create_bucket().bucket("backups").send().await?;
    s3.put_object()
        .bucket("backups")
        .key("a path/é+&.txt")
        .body(ByteStream::from_static(b"abc"))
        .content_type("text/plain")
        .content_language("en")
        .content_encoding("gzip")
        .content_disposition("inline")
        .cache_control("no-cache")
        .metadata("color", "red")
        .metadata("shape", "round")
        .storage_class(StorageClass::StandardIa)
        .expires(DateTime::from_secs(1_800_000_000))
        .send()
        .await?;
    let head = s3.head_object().bucket("backups").key("a path/é+&.txt").send().await?;
    assert_eq!((head.content_type(), head.content_language()), (Some("text/plain"), Some("en")));
    assert_eq!((head.content_encoding(), head.content_disposition()), (Some("gzip"), Some("inline")));
    assert_eq!(head.cache_control(), Some("no-cache"));
    assert_eq!(head.storage_class(), Some(&StorageClass::StandardIa));
    let metadata = head.metadata().expect("metadata");
    assert_eq!((metadata.len(), metadata["color"].as_str(), metadata["shape"].as_str()), (2, "red", "round"));
    assert_eq!(head.last_modified().expect("a date").to_string(), "2026-01-01T10:30:00Z");
    assert_eq!(head.expires_string(), Some("Fri, 15 Jan 2027 08:00:00 GMT"));

    let read = s3.get_object().bucket("backups").key("a path/é+&.txt").response_content_type("x/y").send().await?;
    assert_eq!(read.content_type(), Some("x/y"));
    assert_eq!(read.metadata(), head.metadata());
    Ok(())
}

pub async fn conditions_decide_about_a_read(s3: &sdk::Client) -> Told {
    use sdk::error::ProvideErrorMetadata as _;
    s3.create_bucket().bucket("backups").send().await?;
    put(s3, "note", b"abc").await?;
    let tag = "\"900150983cd24fb0d6963f7d28e17f72\"";
    let read = s3.get_object().bucket("backups").key("note").if_match(tag).send().await?;
    assert_eq!(read.e_tag(), Some(tag));
    let error = s3.get_object().bucket("backups").key("note").if_match("other").send().await.unwrap_err();
    assert_eq!(error.code(), Some("PreconditionFailed"));
    assert_eq!(error.raw_response().map(|raw| raw.status().as_u16()), Some(412));
    let error = s3.get_object().bucket("backups").key("note").if_none_match(tag).send().await.unwrap_err();
    assert_eq!(error.raw_response().map(|raw| raw.status().as_u16()), Some(304));
    let error = s3.get_object().bucket("backups").key("note").range("bytes=3-").send().await.unwrap_err();
    assert_eq!((error.code(), error.message()), (Some("InvalidRange"), Some("The requested range is not satisfiable")));
    Ok(())
}

pub async fn an_object_is_copied(s3: &sdk::Client) -> Told {
    s3.create_bucket().bucket("backups").send().await?;
    s3.put_object()
        .bucket("backups")
        .key("from")
        .metadata("color", "red")
        .body(ByteStream::from_static(b"abc"))
        .send()
        .await?;
    let copied = s3.copy_object().bucket("backups").key("to").copy_source("backups/from").send().await?;
    let result = copied.copy_object_result().expect("a result");
    assert_eq!(result.e_tag(), Some("\"900150983cd24fb0d6963f7d28e17f72\""));
    assert_eq!(result.checksum_crc32(), Some("NSRBwg=="));
    let head = s3.head_object().bucket("backups").key("to").send().await?;
    assert_eq!(head.metadata().expect("metadata")["color"], "red");

    let copying = s3.copy_object().bucket("backups").key("to").copy_source("backups/from");
    copying.metadata_directive(MetadataDirective::Replace).metadata("shape", "round").send().await?;
    let head = s3.head_object().bucket("backups").key("to").send().await?;
    assert_eq!(head.metadata().expect("metadata").keys().collect::<Vec<_>>(), ["shape"]);
    Ok(())
}

pub async fn a_plus_in_the_source_of_a_copy_is_a_space(s3: &sdk::Client) -> Told {
    use sdk::error::ProvideErrorMetadata as _;
    s3.create_bucket().bucket("backups").send().await?;
    put(s3, "a+b", b"plus").await?;
    put(s3, "c d", b"space").await?;
    let copy = |source: &str| s3.copy_object().bucket("backups").key("to").copy_source(source).send();
    for (source, expected) in [("backups/a%2Bb", "plus"), ("backups/c+d", "space"), ("backups/c d", "space")] {
        copy(source).await?;
        let read = s3.get_object().bucket("backups").key("to").send().await?;
        assert_eq!(read.body.collect().await?.into_bytes(), expected, "{source}");
    }
    assert_eq!(copy("backups/a+b").await.unwrap_err().code(), Some("NoSuchKey"));
    Ok(())
}

pub async fn there_is_one_checksum_mode(s3: &sdk::Client) -> Told {
    s3.create_bucket().bucket("backups").send().await?;
    put(s3, "note", b"abc").await?;
    let head = s3.head_object().bucket("backups").key("note").checksum_mode("INVALID".into());
    let error = head.send().await.unwrap_err();
    assert_eq!(error.raw_response().map(|response| response.status().as_u16()), Some(400));
    // What it reads the client verifies, so it asks by itself, whatever it is told.
    let read = s3.get_object().bucket("backups").key("note").checksum_mode("INVALID".into()).send().await?;
    assert_eq!(read.checksum_crc32(), Some("NSRBwg=="));
    Ok(())
}

pub async fn objects_are_deleted(s3: &sdk::Client) -> Told {
    s3.create_bucket().bucket("backups").send().await?;
    for key in ["a", "b", "c"] {
        put(s3, key, b"abc").await?;
    }
    let deleted = s3.delete_object().bucket("backups").key("a").send().await?;
    assert_eq!((deleted.delete_marker(), deleted.version_id()), (None, None));
    s3.delete_object().bucket("backups").key("never there").send().await?;

    let b = ObjectIdentifier::builder().key("b").build()?;
    let never = ObjectIdentifier::builder().key("never there").build()?;
    let wrong = ObjectIdentifier::builder().key("c").version_id("wrong").build()?;
    let delete = Delete::builder().objects(b).set_quiet(None).objects(never).objects(wrong).build()?;
    let answer = s3.delete_objects().bucket("backups").delete(delete).send().await?;
    assert_eq!(answer.deleted().iter().map(|one| one.key()).collect::<Vec<_>>(), [Some("b"), Some("never there")]);
    assert_eq!((answer.errors()[0].key(), answer.errors()[0].code()), (Some("c"), Some("NoSuchVersion")));

    let left = s3.list_objects_v2().bucket("backups").send().await?;
    assert_eq!(left.contents().iter().map(|object| object.key()).collect::<Vec<_>>(), [Some("c")]);
    Ok(())
}

pub async fn objects_are_listed(s3: &sdk::Client) -> Told {
    s3.create_bucket().bucket("backups").send().await?;
    for key in ["logs/1", "logs/2", "note", "zoo"] {
        put(s3, key, b"abc").await?;
    }
    let page = s3.list_objects_v2().bucket("backups").max_keys(3).send().await?;
    assert_eq!((page.key_count(), page.is_truncated(), page.name()), (Some(3), Some(true), Some("backups")));
    assert_eq!((page.contents()[0].key(), page.contents()[0].size()), (Some("logs/1"), Some(3)));
    assert_eq!(page.contents()[0].checksum_algorithm(), [ChecksumAlgorithm::Crc32]);
    let rest =
        s3.list_objects_v2().bucket("backups").set_continuation_token(page.next_continuation_token).send().await?;
    assert_eq!(rest.contents().iter().map(|object| object.key()).collect::<Vec<_>>(), [Some("zoo")]);

    let folders = s3.list_objects_v2().bucket("backups").delimiter("/").start_after("logs").send().await?;
    assert_eq!(folders.common_prefixes().iter().map(|common| common.prefix()).collect::<Vec<_>>(), [Some("logs/")]);
    assert_eq!(folders.contents().len(), 2);

    let old = s3.list_objects().bucket("backups").prefix("logs/").max_keys(1).send().await?;
    assert_eq!((old.contents().len(), old.is_truncated(), old.marker()), (1, Some(true), Some("")));
    let old = s3.list_objects().bucket("backups").marker("logs/2").send().await?;
    assert_eq!(old.contents().iter().map(|object| object.key()).collect::<Vec<_>>(), [Some("note"), Some("zoo")]);
    assert!(old.contents()[0].owner().is_some_and(|owner| owner.id().is_some()));
    Ok(())
}

pub async fn an_object_without_a_body_is_empty(s3: &sdk::Client) -> Told {
    s3.create_bucket().bucket("backups").send().await?;
    let stored = s3.put_object().bucket("backups").key("nothing").send().await?;
    assert_eq!(stored.e_tag(), Some("\"d41d8cd98f00b204e9800998ecf8427e\""));
    assert_eq!(stored.checksum_crc32(), Some("AAAAAA=="));
    let read = s3.get_object().bucket("backups").key("nothing").send().await?;
    assert_eq!(read.content_length(), Some(0));
    assert!(read.body.collect().await?.into_bytes().is_empty());
    Ok(())
}

pub async fn what_is_known_of_an_object_is_told(s3: &sdk::Client) -> Told {
    use sdk::error::ProvideErrorMetadata as _;
    s3.create_bucket().bucket("backups").send().await?;
    put(s3, "note", b"abc").await?;
    let asking = || s3.get_object_attributes().bucket("backups").key("note");
    let told = asking()
        .object_attributes(ObjectAttributes::Etag)
        .object_attributes(ObjectAttributes::Checksum)
        .object_attributes(ObjectAttributes::ObjectParts)
        .object_attributes(ObjectAttributes::ObjectSize)
        .object_attributes(ObjectAttributes::StorageClass)
        .send()
        .await?;
    assert_eq!(told.e_tag(), Some("900150983cd24fb0d6963f7d28e17f72"));
    let checksum = told.checksum().expect("a checksum");
    assert_eq!((checksum.checksum_crc32(), checksum.checksum_type()), (Some("NSRBwg=="), Some(&ChecksumType::FullObject)));
    assert_eq!((told.object_size(), told.storage_class()), (Some(3), Some(&StorageClass::Standard)));
    assert!(told.object_parts().is_none());
    assert_eq!(told.last_modified().expect("a date").to_string(), "2026-01-01T10:30:00Z");
    assert_eq!(asking().send().await.unwrap_err().code(), Some("InvalidRequest"));
    let nowhere = asking().key("nowhere").object_attributes(ObjectAttributes::Etag).send().await.unwrap_err();
    assert!(nowhere.as_service_error().is_some_and(|error| error.is_no_such_key()));
    Ok(())
}

pub async fn the_parts_of_an_object_are_told_in_pages(s3: &sdk::Client) -> Told {
    use sdk::types::{CompletedMultipartUpload, CompletedPart};
    s3.create_bucket().bucket("backups").send().await?;
    let created = s3.create_multipart_upload().bucket("backups").key("db.tar");
    let created = created.checksum_algorithm(ChecksumAlgorithm::Crc32C).send().await?;
    let mut parts = Vec::new();
    for (number, size) in [(1, 5 << 20), (2, 3)] {
        let part = s3.upload_part().bucket("backups").key("db.tar").set_upload_id(created.upload_id.clone());
        let part = part.part_number(number).checksum_algorithm(ChecksumAlgorithm::Crc32C);
        let part = part.body(ByteStream::from(vec![b'a'; size])).send().await?;
        let sum = part.checksum_crc32_c().expect("a checksum");
        let listed = CompletedPart::builder().part_number(number).checksum_crc32_c(sum).set_e_tag(part.e_tag.clone());
        parts.push(listed.build());
    }
    let list = CompletedMultipartUpload::builder().set_parts(Some(parts.clone())).build();
    let completing = s3.complete_multipart_upload().bucket("backups").key("db.tar").set_upload_id(created.upload_id);
    completing.multipart_upload(list).send().await?;

    let asking = s3.get_object_attributes().bucket("backups").key("db.tar").max_parts(1);
    let told = asking.object_attributes(ObjectAttributes::ObjectParts).part_number_marker("1").send().await?;
    let page = told.object_parts().expect("parts");
    assert_eq!((page.total_parts_count(), page.max_parts(), page.is_truncated()), (Some(2), Some(1), Some(false)));
    assert_eq!((page.part_number_marker(), page.next_part_number_marker()), (Some("1"), Some("2")));
    let [part] = page.parts() else { panic!("{page:?}") };
    assert_eq!((part.part_number(), part.size()), (Some(2), Some(3)));
    assert_eq!(part.checksum_crc32_c(), parts[1].checksum_crc32_c());
    Ok(())
}

pub async fn an_archived_object_is_restored(s3: &sdk::Client) -> Told {
    use sdk::error::ProvideErrorMetadata as _;
    s3.create_bucket().bucket("backups").send().await?;
    let archived = s3.put_object().bucket("backups").key("db.tar").storage_class(StorageClass::Glacier);
    archived.body(ByteStream::from_static(b"abc")).send().await?;
    let read = s3.get_object().bucket("backups").key("db.tar").send();
    match read.await.unwrap_err().into_service_error() {
        sdk::operation::get_object::GetObjectError::InvalidObjectState(state) => {
            assert_eq!((state.storage_class(), state.access_tier()), (Some(&StorageClass::Glacier), None));
        }
        other => panic!("{other:?}"),
    }

    let how = GlacierJobParameters::builder().tier(Tier::Bulk).build()?;
    let request = RestoreRequest::builder().days(2).glacier_job_parameters(how).build();
    let restoring = || s3.restore_object().bucket("backups").key("db.tar").restore_request(request.clone()).send();
    restoring().await?;
    let head = s3.head_object().bucket("backups").key("db.tar").send().await?;
    assert_eq!((head.restore(), head.storage_class()), (Some("ongoing-request=\"true\""), Some(&StorageClass::Glacier)));
    assert_eq!(restoring().await.unwrap_err().code(), Some("RestoreAlreadyInProgress"));

    let asked = OptionalObjectAttributes::RestoreStatus;
    let new = s3.list_objects_v2().bucket("backups").optional_object_attributes(asked.clone()).send().await?;
    let old = s3.list_objects().bucket("backups").optional_object_attributes(asked).send().await?;
    for listed in [new.contents(), old.contents()] {
        let status = listed[0].restore_status().expect("a status");
        assert_eq!((status.is_restore_in_progress(), status.restore_expiry_date()), (Some(true), None));
    }
    assert!(s3.list_objects_v2().bucket("backups").send().await?.contents()[0].restore_status().is_none());

    put(s3, "note", b"abc").await?;
    let restoring = s3.restore_object().bucket("backups").key("note").restore_request(request);
    let error = restoring.send().await.unwrap_err();
    assert_eq!(error.message(), Some("Restore is not allowed for the object's current storage class"));
    Ok(())
}

pub async fn objects_are_deleted_if_they_are_those_that_were_meant(s3: &sdk::Client) -> Told {
    s3.create_bucket().bucket("backups").send().await?;
    put(s3, "a", b"abc").await?;
    put(s3, "b", b"abc").await?;
    let tagged = |key: &str, tag: &str| ObjectIdentifier::builder().key(key).e_tag(tag).build();
    let (a, b) = (tagged("a", "\"900150983cd24fb0d6963f7d28e17f72\"")?, tagged("b", "\"another\"")?);
    let delete = Delete::builder().objects(a).objects(b).build()?;
    let answer = s3.delete_objects().bucket("backups").delete(delete).send().await?;
    assert_eq!(answer.deleted()[0].key(), Some("a"));
    assert_eq!((answer.errors()[0].key(), answer.errors()[0].code()), (Some("b"), Some("PreconditionFailed")));
    Ok(())
}
