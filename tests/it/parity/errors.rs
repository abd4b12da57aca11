// Stories of errors. See `stories.rs`.

use crate::parity::Told;
use sdk::error::{DisplayErrorContext, ProvideErrorMetadata, SdkError};
use sdk::operation::abort_multipart_upload::AbortMultipartUploadError;
use sdk::operation::get_object::GetObjectError;
use sdk::operation::head_object::HeadObjectError;
use sdk::primitives::ByteStream;
use sdk::types::{CompletedMultipartUpload, CompletedPart, LifecycleRule, ObjectIdentifier};

const NO_SUCH_UPLOAD: &str = "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.";

pub async fn a_missing_upload_is_modelled_for_abort_alone(s3: &sdk::Client) -> Told {
    s3.create_bucket().bucket("backups").send().await?;
    let error =
        s3.abort_multipart_upload().bucket("backups").key("db.tar").upload_id("never").send().await.unwrap_err();
    assert!(error.as_service_error().is_some_and(AbortMultipartUploadError::is_no_such_upload));
    let error = error.into_service_error();
    assert_eq!((error.code(), error.message()), (Some("NoSuchUpload"), Some(NO_SUCH_UPLOAD)));
    match &error {
        AbortMultipartUploadError::NoSuchUpload(inner) => assert_eq!(inner.message(), Some(NO_SUCH_UPLOAD)),
        other => panic!("{other:?}"),
    }

    let listing = s3.list_parts().bucket("backups").key("db.tar").upload_id("never");
    let error = listing.send().await.unwrap_err().into_service_error();
    assert_eq!((error.code(), error.message()), (Some("NoSuchUpload"), Some(NO_SUCH_UPLOAD)));
    let copying = s3.upload_part_copy().bucket("backups").key("db.tar").upload_id("never").part_number(1);
    assert_eq!(copying.copy_source("backups/x").send().await.unwrap_err().code(), Some("NoSuchUpload"));
    let completing = s3.complete_multipart_upload().bucket("backups").key("db.tar").upload_id("never");
    let completing = completing.multipart_upload(CompletedMultipartUpload::builder().build());
    assert_eq!(completing.send().await.unwrap_err().code(), Some("NoSuchUpload"));
    Ok(())
}

pub async fn a_missing_key_has_a_type_of_its_own(s3: &sdk::Client) -> Told {
    let error = s3.get_object().bucket("backups").key("note").send().await.unwrap_err().into_service_error();
    assert_eq!((error.code(), error.is_no_such_key()), (Some("NoSuchBucket"), false));
    s3.create_bucket().bucket("backups").send().await?;
    let error = s3.get_object().bucket("backups").key("note").send().await.unwrap_err();
    assert!(matches!(error.as_service_error(), Some(GetObjectError::NoSuchKey(_))));
    assert_eq!(error.raw_response().map(|raw| raw.status().as_u16()), Some(404));
    let error = error.into_service_error();
    assert!(error.is_no_such_key() && !error.is_invalid_object_state());
    assert_eq!(error.meta().message(), Some("The specified key does not exist."));
    Ok(())
}

pub async fn an_answer_to_head_has_no_words(s3: &sdk::Client) -> Told {
    let error = s3.head_bucket().bucket("backups").send().await.unwrap_err().into_service_error();
    assert!(error.is_not_found());
    s3.create_bucket().bucket("backups").send().await?;
    let error = s3.head_object().bucket("backups").key("note").send().await.unwrap_err();
    assert_eq!(error.raw_response().map(|raw| raw.status().as_u16()), Some(404));
    match error.into_service_error() {
        HeadObjectError::NotFound(inner) => {
            assert_eq!((inner.meta().code(), inner.message()), (Some("NotFound"), None));
        }
        other => panic!("{other:?}"),
    }
    s3.put_object().bucket("backups").key("note").body(ByteStream::from_static(b"abc")).send().await?;
    let error = s3.head_object().bucket("backups").key("note").if_match("other").send().await.unwrap_err();
    assert_eq!(error.raw_response().map(|raw| raw.status().as_u16()), Some(412));
    assert_eq!((error.code(), error.message()), (None, None));
    Ok(())
}

pub async fn what_s3_refuses_of_a_completion(s3: &sdk::Client) -> Told {
    s3.create_bucket().bucket("backups").send().await?;
    let created = s3.create_multipart_upload().bucket("backups").key("db.tar").send().await?;
    let id = created.upload_id().expect("an id");
    let mut tags = Vec::new();
    for number in [1, 2] {
        let part = s3.upload_part().bucket("backups").key("db.tar").upload_id(id).part_number(number);
        tags.push(part.body(ByteStream::from_static(b"abc")).send().await?.e_tag.expect("a tag"));
    }
    let part = |number: i32, tag: &str| CompletedPart::builder().part_number(number).e_tag(tag).build();
    for (parts, code) in [
        (vec![part(1, &tags[0]), part(2, &tags[1])], "EntityTooSmall"),
        (vec![part(2, &tags[1]), part(1, &tags[0])], "InvalidPartOrder"),
        (vec![part(1, "\"00000000000000000000000000000000\"")], "InvalidPart"),
        (vec![part(3, &tags[0])], "InvalidPart"),
        (vec![], "MalformedXML"),
    ] {
        let list = CompletedMultipartUpload::builder().set_parts(Some(parts)).build();
        let completing = s3.complete_multipart_upload().bucket("backups").key("db.tar").upload_id(id);
        let error = completing.multipart_upload(list).send().await.unwrap_err();
        assert_eq!(error.code(), Some(code));
    }
    let completing = s3.complete_multipart_upload().bucket("backups").key("db.tar").upload_id(id);
    assert_eq!(completing.send().await.unwrap_err().code(), Some("InvalidRequest"));
    // Nothing of this has hurt the upload.
    let listed = s3.list_parts().bucket("backups").key("db.tar").upload_id(id).send().await?;
    assert_eq!(listed.parts().len(), 2);
    Ok(())
}

pub async fn what_s3_refuses_of_a_part(s3: &sdk::Client) -> Told {
    s3.create_bucket().bucket("backups").send().await?;
    let created = s3.create_multipart_upload().bucket("backups").key("db.tar").send().await?;
    let part = || s3.upload_part().bucket("backups").key("db.tar").set_upload_id(created.upload_id.clone());
    let body = || ByteStream::from_static(b"abc");
    for number in [0, 10_001, -1] {
        let error = part().part_number(number).body(body()).send().await.unwrap_err();
        assert_eq!(error.code(), Some("InvalidArgument"));
        assert_eq!(error.message(), Some("Part number must be an integer between 1 and 10000, inclusive"));
    }
    let error = part().part_number(1).checksum_crc32("AAAAAA==").body(body()).send().await.unwrap_err();
    assert_eq!(error.code(), Some("BadDigest"));
    assert_eq!(error.message(), Some("The CRC32 you specified did not match the calculated checksum."));
    let error = part().part_number(1).content_md5("not one").body(body()).send().await.unwrap_err();
    assert_eq!(error.code(), Some("InvalidDigest"));
    Ok(())
}

pub async fn nothing_is_sent_without_an_address(s3: &sdk::Client) -> Told {
    macro_rules! refused {
        ($($call:expr),* $(,)?) => { $(
            let error = $call.send().await.unwrap_err();
            assert!(matches!(error, SdkError::ConstructionFailure(_)), "{}: {error:?}", stringify!($call));
            assert!(error.as_service_error().is_none() && error.raw_response().is_none());
            assert_eq!((error.code(), error.to_string().as_str()), (None, "failed to construct request"));
        )* };
    }
    refused! {
        s3.create_multipart_upload().key("k"),
        s3.create_multipart_upload().bucket("b"),
        s3.create_multipart_upload().bucket("b").key(""),
        s3.upload_part().bucket("b").key("k").part_number(1),
        s3.upload_part().bucket("b").key("k").upload_id("u"),
        s3.upload_part_copy().bucket("b").key("k").part_number(1).copy_source("b/k"),
        s3.complete_multipart_upload().bucket("b").key("k"),
        s3.abort_multipart_upload().bucket("b").key("k").upload_id(""),
        s3.list_parts().bucket("b").upload_id("u"),
        s3.list_multipart_uploads(),
        s3.get_object().key("k"),
        s3.head_object().bucket("b"),
        s3.put_object().bucket("b"),
        s3.copy_object().bucket("b").copy_source("b/k"),
        s3.delete_object().key("k"),
        s3.delete_objects(),
        s3.list_objects(),
        s3.list_objects_v2(),
        s3.create_bucket(),
        s3.head_bucket().bucket(""),
        s3.delete_bucket(),
        s3.get_bucket_location(),
        s3.get_bucket_lifecycle_configuration(),
        s3.put_bucket_lifecycle_configuration(),
        s3.delete_bucket_lifecycle(),
    }
    Ok(())
}

pub async fn a_required_field_is_asked_for_when_a_value_is_built(_s3: &sdk::Client) -> Told {
    let missing = ObjectIdentifier::builder().build().unwrap_err();
    assert!(missing.to_string().contains("key"), "{missing}");
    assert!(LifecycleRule::builder().id("tidy").build().is_err());
    Ok(())
}

pub async fn errors_can_be_taken_apart(s3: &sdk::Client) -> Told {
    let error = s3.get_object().bucket("backups").key("note").send().await.unwrap_err();
    let error = error.map_service_error(|inner| inner.meta().code().map(str::to_owned));
    match error {
        SdkError::ServiceError(context) => {
            assert_eq!(context.raw().status().as_u16(), 404);
            assert_eq!(context.err().as_deref(), Some("NoSuchBucket"));
            assert_eq!(context.into_err().as_deref(), Some("NoSuchBucket"));
        }
        other => panic!("{other:?}"),
    }
    let error = s3.get_object().bucket("backups").send().await.unwrap_err();
    let error = error.into_service_error();
    assert_eq!((error.code(), error.is_no_such_key()), (None, false));
    assert!(GetObjectError::unhandled("of my own").code().is_none());
    let meta = sdk::error::ErrorMetadata::builder().code("Mine").build();
    assert_eq!(GetObjectError::generic(meta).code(), Some("Mine"));
    Ok(())
}

pub async fn any_error_becomes_the_one_error(s3: &sdk::Client) -> Told {
    async fn read(s3: &sdk::Client, key: &str) -> Result<(), sdk::Error> {
        s3.head_bucket().bucket("backups").send().await?;
        s3.get_object().bucket("backups").key(key).send().await?;
        Ok(())
    }
    assert!(matches!(read(s3, "note").await, Err(sdk::Error::NotFound(_))));
    s3.create_bucket().bucket("backups").send().await?;
    match read(s3, "note").await {
        Err(sdk::Error::NoSuchKey(inner)) => assert_eq!(inner.message(), Some("The specified key does not exist.")),
        other => panic!("{other:?}"),
    }
    let unsent = read(s3, "").await.unwrap_err();
    assert_eq!((unsent.code(), unsent.to_string().as_str()), (None, "unhandled error"));
    let refused = sdk::Error::from(s3.list_parts().key("k").upload_id("u").bucket("nowhere").send().await.unwrap_err());
    assert_eq!(
        (refused.code(), refused.to_string().as_str()),
        (Some("NoSuchBucket"), "unhandled error (NoSuchBucket)")
    );
    Ok(())
}

pub async fn modelled_errors_can_be_built_for_stubs(_s3: &sdk::Client) -> Told {
    use sdk::types::error::NoSuchKey;
    let meta = sdk::error::ErrorMetadata::builder().code("NoSuchKey").message("gone").build();
    let stub = GetObjectError::NoSuchKey(NoSuchKey::builder().message("gone").meta(meta).build());
    assert!(stub.is_no_such_key());
    assert_eq!((stub.code(), stub.to_string().as_str()), (Some("NoSuchKey"), "NoSuchKey: gone"));
    Ok(())
}

pub async fn errors_can_be_printed_with_their_causes(s3: &sdk::Client) -> Told {
    s3.create_bucket().bucket("backups").send().await?;
    let error = s3.get_object().bucket("backups").key("note").send().await.unwrap_err();
    assert_eq!(error.to_string(), "service error");
    let text = DisplayErrorContext(&error).to_string();
    assert!(text.starts_with("service error: NoSuchKey: The specified key does not exist."), "{text}");
    let error = s3.list_objects().bucket("nowhere").send().await.unwrap_err();
    let text = DisplayErrorContext(error.as_service_error().expect("an answer")).to_string();
    assert!(text.starts_with("NoSuchBucket"), "{text}");
    Ok(())
}

pub async fn an_answer_names_its_request(s3: &sdk::Client) -> Told {
    use sdk::operation::{RequestId, RequestIdExt};
    s3.create_bucket().bucket("backups").send().await?;
    let made = s3.create_multipart_upload().bucket("backups").key("db.tar").send().await?;
    assert_eq!(made.request_id().map(str::len), Some(16));
    assert_eq!(made.extended_request_id().map(str::len), Some(76));

    let refused = s3.list_parts().bucket("backups").key("db.tar").upload_id("fakeid").send().await.unwrap_err();
    assert_eq!(refused.request_id().map(str::len), Some(16));
    let id = refused.request_id().map(str::to_owned);
    let refused = refused.into_service_error();
    assert_eq!(refused.request_id().map(str::to_owned), id);
    assert_eq!(refused.meta().extended_request_id().map(str::len), Some(76));
    Ok(())
}
