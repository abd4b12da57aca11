//! Production code that takes `&impl S3`, given the mirror's client and the SDK's own.

use fake_s3::error::{BoxError, Explain, ProvideErrorMetadata, SdkError, Why};
use fake_s3::operation::get_object::GetObjectError;
use fake_s3::operation::list_parts::ListPartsInput;
use fake_s3::primitives::ByteStream;
use fake_s3::types::{CompletedMultipartUpload, CompletedPart, StorageClass};
use fake_s3::{FakeS3, S3, days};

/// Code as production has it.
async fn back_up(s3: &impl S3, parts: &[&'static [u8]]) -> Result<String, BoxError> {
    let created =
        s3.create_multipart_upload().bucket("backups").key("db.tar").metadata("kind", "nightly").send().await?;
    let id = created.upload_id().ok_or("an upload has an id")?;
    let mut list = CompletedMultipartUpload::builder();
    for (number, part) in (1..).zip(parts) {
        let body = ByteStream::from_static(part);
        let part = s3.upload_part().bucket("backups").key("db.tar").upload_id(id).part_number(number).body(body);
        let sent = part.send().await?;
        list = list.parts(CompletedPart::builder().part_number(number).set_e_tag(sent.e_tag).build());
    }
    let complete = s3.complete_multipart_upload().bucket("backups").key("db.tar").upload_id(id);
    let completed = complete.multipart_upload(list.build()).send().await?;
    Ok(completed.e_tag().ok_or("an object has a tag")?.to_owned())
}

async fn check(s3: impl S3) {
    let tag = back_up(&s3, &[b"aaa"]).await.unwrap();
    assert_eq!(tag, "\"e2c3da976e66ec9e7dc128fbc782fc91-1\"");

    let read = s3.get_object().bucket("backups").key("db.tar").send().await.unwrap();
    assert_eq!(read.metadata().unwrap()["kind"], "nightly");
    assert_eq!(read.body.collect().await.unwrap().into_bytes(), "aaa");

    let missing =
        s3.abort_multipart_upload().bucket("backups").key("db.tar").upload_id("none").send().await.unwrap_err();
    assert!(matches!(missing, SdkError::ServiceError(_)), "{missing:?}");
    assert_eq!(missing.code(), Some("NoSuchUpload"));
    assert!(missing.into_service_error().is_no_such_upload());

    let headless = s3.head_object().bucket("backups").key("other").send().await.unwrap_err();
    assert_eq!(headless.raw_response().unwrap().status(), 404);
    assert!(headless.into_service_error().is_not_found());

    let archived = s3.put_object().bucket("backups").key("db.old").storage_class(StorageClass::DeepArchive);
    archived.send().await.unwrap();
    let unread = s3.get_object().bucket("backups").key("db.old").send().await.unwrap_err();
    match unread.into_service_error() {
        GetObjectError::InvalidObjectState(state) => {
            assert_eq!(state.storage_class(), Some(&StorageClass::DeepArchive));
        }
        other => panic!("{other:?}"),
    }

    let nowhere = s3.list_parts().key("db.tar").upload_id("x").send().await.unwrap_err();
    assert!(matches!(nowhere, SdkError::ConstructionFailure(_)), "{nowhere:?}");
}

/// What an error of any of the clients can tell.
#[track_caller]
fn check_why(why: Option<Why>) {
    let why = why.expect("the fake knows why");
    let reason = "upload #1 of db.tar was aborted by rule \"abort-incomplete-uploads\" at 2026-01-09T00:00:00Z";
    assert_eq!((why.rule(), why.reason()), ("NO_SUCH_UPLOAD", Some(reason)));
}

#[tokio::test]
async fn every_client_s_error_says_why() {
    let s3 = FakeS3::new();
    let id = s3.create_bucket("backups").abort_incomplete_uploads_after("", 7).begin_upload("db.tar");
    s3.clock().advance(days(8));

    let late = s3.client().list_parts().bucket("backups").key("db.tar").upload_id(&id).send().await.unwrap_err();
    check_why(late.why());
    let late = s3.sdk_client().list_parts().bucket("backups").key("db.tar").upload_id(&id).send().await.unwrap_err();
    check_why(late.why());
    let input = ListPartsInput::builder().bucket("backups").key("db.tar").upload_id(&id).build().unwrap();
    check_why(S3::send(&s3.sdk_client(), input).await.unwrap_err().why());
}

#[tokio::test]
async fn the_mirror_s_client_runs_it() {
    let s3 = FakeS3::new();
    s3.create_bucket("backups");
    check(s3.client()).await;
}

#[tokio::test]
async fn the_sdk_s_client_runs_it() {
    let s3 = FakeS3::new();
    s3.create_bucket("backups");
    check(s3.sdk_client()).await;
}
