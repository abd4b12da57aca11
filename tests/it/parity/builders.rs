// Stories of builders, enums and values. See `stories.rs`.

use crate::parity::Told;
use sdk::operation::abort_multipart_upload::AbortMultipartUploadInput;
use sdk::operation::create_multipart_upload::builders::{
    CreateMultipartUploadFluentBuilder, CreateMultipartUploadInputBuilder,
};
use sdk::operation::create_multipart_upload::{CreateMultipartUploadInput, CreateMultipartUploadOutput};
use sdk::operation::get_object::GetObjectOutput;
use sdk::operation::list_parts::ListPartsOutput;
use sdk::primitives::{ByteStream, DateTime};
use sdk::types::builders::{CompletedMultipartUploadBuilder, CompletedPartBuilder};
use sdk::types::{ChecksumAlgorithm, CompletedMultipartUpload, CompletedPart, Part, StorageClass, Tag};

pub async fn setters_take_values_options_and_nothing(s3: &sdk::Client) -> Told {
    s3.create_bucket().set_bucket(Some("backups".to_owned())).send().await?;
    let creating: CreateMultipartUploadFluentBuilder = s3
        .create_multipart_upload()
        .bucket(String::from("backups"))
        .set_key(Some("db.tar".into()))
        .content_type("text/plain")
        .set_content_type(None)
        .set_storage_class(Some(StorageClass::StandardIa));
    assert_eq!(creating.get_bucket().as_deref(), Some("backups"));
    assert_eq!(creating.get_content_type(), &None);
    assert_eq!(creating.get_storage_class(), &Some(StorageClass::StandardIa));
    let so_far: &CreateMultipartUploadInputBuilder = creating.as_input();
    assert_eq!(so_far.get_key().as_deref(), Some("db.tar"));
    let twice = creating.clone();
    let (first, second) = (creating.send().await?, twice.send().await?);
    assert_ne!(first.upload_id(), second.upload_id());
    Ok(())
}

pub async fn lists_and_maps_grow(s3: &sdk::Client) -> Told {
    let part = |number: i32| CompletedPart::builder().part_number(number).build();
    let builder: CompletedMultipartUploadBuilder = CompletedMultipartUpload::builder().parts(part(1)).parts(part(2));
    assert_eq!(builder.get_parts().as_ref().map(Vec::len), Some(2));
    let replaced = builder.set_parts(Some(vec![part(7)])).parts(part(8)).build();
    assert_eq!(replaced.parts().iter().map(|part| part.part_number()).collect::<Vec<_>>(), [Some(7), Some(8)]);
    assert!(CompletedMultipartUpload::builder().build().parts().is_empty());
    assert!(CompletedMultipartUpload::builder().build().parts.is_none());

    let creating = s3.create_multipart_upload().metadata("a", "1").metadata(String::from("b"), "2").metadata("a", "3");
    let metadata = creating.get_metadata().clone().expect("metadata");
    assert_eq!((metadata.len(), metadata["a"].as_str()), (2, "3"));
    let again = s3.put_object().set_metadata(Some(metadata.clone())).metadata("c", "4");
    assert_eq!(again.get_metadata().as_ref().map(|map| map.len()), Some(3));
    Ok(())
}

pub async fn enums_are_strings(_s3: &sdk::Client) -> Told {
    assert_eq!(ChecksumAlgorithm::Crc64Nvme.as_str(), "CRC64NVME");
    assert_eq!(ChecksumAlgorithm::from("CRC32C"), ChecksumAlgorithm::Crc32C);
    assert_eq!("SHA256".parse::<ChecksumAlgorithm>()?, ChecksumAlgorithm::Sha256);
    assert_eq!(ChecksumAlgorithm::from("from the future").as_str(), "from the future");
    assert!(ChecksumAlgorithm::try_parse("from the future").is_err());
    assert!(ChecksumAlgorithm::values().contains(&"CRC32"));
    assert_eq!(StorageClass::DeepArchive.to_string(), "DEEP_ARCHIVE");
    assert_eq!(AsRef::<str>::as_ref(&StorageClass::Glacier), "GLACIER");
    let class = StorageClass::Standard;
    let name = match class {
        StorageClass::Standard => "standard",
        StorageClass::Glacier | StorageClass::DeepArchive => "archive",
        _ => "other",
    };
    assert_eq!(name, "standard");
    Ok(())
}

pub async fn values_can_be_compared_and_cloned(_s3: &sdk::Client) -> Told {
    let builder: CompletedPartBuilder = CompletedPart::builder().part_number(1).e_tag("x");
    let (one, same) = (builder.clone().build(), builder.build());
    assert_eq!(one, same);
    assert_ne!(one, CompletedPart::builder().part_number(2).build());
    let CompletedPart { e_tag, part_number, .. } = one;
    assert_eq!((e_tag.as_deref(), part_number), (Some("x"), Some(1)));
    let tag = Tag::builder().key("k").value("v").build()?;
    assert_eq!((tag.key(), tag.value()), ("k", "v"));
    Ok(())
}

pub async fn an_input_can_be_built_by_itself(s3: &sdk::Client) -> Told {
    s3.create_bucket().bucket("backups").send().await?;
    let input = AbortMultipartUploadInput::builder().bucket("backups").key("db.tar").upload_id("u").build()?;
    assert_eq!((input.bucket(), input.key(), input.upload_id()), (Some("backups"), Some("db.tar"), Some("u")));
    assert_eq!(input.clone(), input);
    let builder = CreateMultipartUploadInput::builder().bucket("backups").key("db.tar");
    let created = builder.send_with(s3).await?;
    assert_eq!(created.key(), Some("db.tar"));
    Ok(())
}

pub async fn outputs_can_be_built_for_stubs(_s3: &sdk::Client) -> Told {
    let created = CreateMultipartUploadOutput::builder().upload_id("u").abort_date(DateTime::from_secs(1)).build();
    assert_eq!((created.upload_id(), created.abort_date().map(|date| date.secs())), (Some("u"), Some(1)));
    let part = Part::builder().part_number(1).size(3).build();
    let listed = ListPartsOutput::builder().parts(part).is_truncated(true).build();
    assert_eq!((listed.parts().len(), listed.is_truncated()), (1, Some(true)));
    let read = GetObjectOutput::builder().body(ByteStream::from_static(b"abc")).content_length(3).build();
    assert_eq!(read.body.collect().await?.into_bytes(), "abc");
    Ok(())
}
