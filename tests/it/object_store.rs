//! `object_store` in process: its settings, its signatures by the wall clock, and its errors.

use fake_s3::operation::create_bucket::CreateBucketInput;
use fake_s3::types::{BucketLocationConstraint, CreateBucketConfiguration};
use fake_s3::{Anchor, Auth, FakeS3, hours};
use object_store::aws::AmazonS3Builder;
use object_store::path::Path;
use object_store::signer::Signer as _;
use object_store::{
    Attribute, Attributes, Error, ObjectStore as _, ObjectStoreExt as _, PutMode, PutOptions, TagSet, UpdateVersion,
    WriteMultipart,
};
use std::time::Duration;

const PART: usize = 5 << 20;

fn bytes(len: usize) -> Vec<u8> {
    (0..=250).cycle().take(len).collect()
}

#[tokio::test]
async fn an_upload_in_parts_arrives_whole() {
    let s3 = FakeS3::new();
    let bucket = s3.create_bucket("backups");
    let store = s3.object_store("backups").build().unwrap();
    let upload = store.put_multipart(&Path::from("db.tar")).await.unwrap();
    let mut writer = WriteMultipart::new_with_chunk_size(upload, PART);
    let sent = bytes(2 * PART + 17);
    writer.write(&sent);
    assert_eq!(bucket.uploads().len(), 1);
    writer.finish().await.unwrap();
    let object = bucket.object("db.tar").unwrap();
    assert!(object.bytes() == sent && object.e_tag.ends_with("-3\""), "{}", object.e_tag);
    assert!(bucket.uploads().is_empty());
    let read = store.get_range(&Path::from("db.tar"), PART as u64 - 3..PART as u64 + 6).await.unwrap();
    assert_eq!(read, &sent[PART - 3..PART + 6]);
}

#[tokio::test]
async fn an_aborted_upload_leaves_nothing() {
    let s3 = FakeS3::new();
    let bucket = s3.create_bucket("backups");
    let store = s3.object_store("backups").build().unwrap();
    let mut upload = store.put_multipart(&Path::from("db.tar")).await.unwrap();
    upload.put_part(bytes(PART).into()).await.unwrap();
    upload.abort().await.unwrap();
    assert!(bucket.uploads().is_empty() && s3.stored_bytes() == 0);
}

#[tokio::test]
async fn a_put_by_e_tag_loses_the_race_that_it_lost() {
    let s3 = FakeS3::new();
    let bucket = s3.create_bucket("backups");
    let store = s3.object_store("backups").build().unwrap();
    let path = Path::from("manifest");
    let create = || store.put_opts(&path, "1".into(), PutMode::Create.into());
    let first = create().await.unwrap();
    assert!(matches!(create().await, Err(Error::AlreadyExists { .. })));
    let update = |version: UpdateVersion| store.put_opts(&path, "2".into(), PutMode::Update(version).into());
    update(first.clone().into()).await.unwrap();
    let late = update(first.into()).await;
    assert!(matches!(late, Err(Error::Precondition { .. })), "{late:?}");
    assert_eq!(bucket.object("manifest").unwrap().bytes(), "2");
}

#[tokio::test]
async fn a_copy_replaces_nothing_if_it_must_not() {
    let s3 = FakeS3::new();
    let bucket = s3.create_bucket("backups");
    bucket.put_object("a", "1");
    bucket.put_object("b", "2");
    let store = s3.object_store("backups").build().unwrap();
    let [a, b, c] = ["a", "b", "c"].map(Path::from);
    let refused = store.copy_if_not_exists(&a, &b).await;
    assert!(matches!(refused, Err(Error::AlreadyExists { .. })), "{refused:?}");
    store.copy_if_not_exists(&a, &c).await.unwrap();
    assert_eq!((bucket.object("b").unwrap().bytes(), bucket.object("c").unwrap().bytes()), ("2".into(), "1".into()));
    assert!(bucket.uploads().is_empty());
}

#[tokio::test]
async fn attributes_and_tags_are_kept() {
    let s3 = FakeS3::new();
    let bucket = s3.create_bucket("backups");
    let store = s3.object_store("backups").build().unwrap();
    let attributes = Attributes::from_iter([
        (Attribute::ContentType, "application/x-tar"),
        (Attribute::CacheControl, "no-store"),
        (Attribute::Metadata("made-by".into()), "object_store"),
    ]);
    let mut tags = TagSet::default();
    tags.push("kind", "nightly + weekly");
    let options = PutOptions { attributes: attributes.clone(), tags, ..PutOptions::default() };
    store.put_opts(&Path::from("db.tar"), "1".into(), options).await.unwrap();
    let object = bucket.object("db.tar").unwrap();
    assert_eq!(
        (object.content_type.as_str(), object.metadata["made-by"].as_str()),
        ("application/x-tar", "object_store")
    );
    assert_eq!(object.tags["kind"], "nightly + weekly");
    assert_eq!(store.get(&Path::from("db.tar")).await.unwrap().attributes, attributes);
}

#[tokio::test]
async fn objects_can_be_encrypted_with_a_key_of_the_customer_or_of_kms() {
    let s3 = FakeS3::new();
    s3.create_bucket("backups").set_customer_keys_blocked(false);
    let key = s3.kms().create_key();
    let path = Path::from("db.tar");
    let roundtrip = async |settings: AmazonS3Builder| {
        let store = settings.build().unwrap();
        store.put(&path, "1".into()).await?;
        store.get(&path).await?.bytes().await
    };
    let customer = |key: [u8; 32]| s3.object_store("backups").with_ssec_encryption(base64(&key));
    assert_eq!(roundtrip(customer([7; 32])).await.unwrap(), "1");
    let plain = s3.object_store("backups").build().unwrap();
    assert!(plain.get(&path).await.is_err(), "the key is missing");
    let other = customer([8; 32]).build().unwrap();
    assert!(other.get(&path).await.is_err(), "the key is another");
    let kms = s3.object_store("backups").with_sse_kms_encryption(key.arn());
    assert_eq!(roundtrip(kms).await.unwrap(), "1");
    assert_eq!(plain.get(&path).await.unwrap().bytes().await.unwrap(), "1");
}

fn base64(bytes: &[u8]) -> String {
    aws_smithy_types::base64::encode(bytes)
}

/// `object_store` signs by the wall clock, and the world's clock is where the test put it.
#[tokio::test]
async fn skew_rejects_no_request_unless_the_world_runs_by_the_wall_clock() {
    let path = Path::from("db.tar");
    let s3 = FakeS3::builder().auth(Auth::Signatures).build();
    s3.create_bucket("backups");
    let store = s3.object_store("backups").build().unwrap();
    store.put(&path, "1".into()).await.unwrap();
    s3.clock().advance(hours(24 * 365));
    store.put(&path, "2".into()).await.unwrap();
    let forged = s3.object_store("backups").with_secret_access_key("another").build().unwrap();
    let denied = forged.put(&path, "3".into()).await;
    assert!(matches!(denied, Err(Error::PermissionDenied { .. })), "the signature is verified: {denied:?}");

    let s3 = FakeS3::builder().auth(Auth::Signatures).real_time(Anchor::WallClock).build();
    s3.create_bucket("backups");
    let store = s3.object_store("backups").build().unwrap();
    store.put(&path, "1".into()).await.unwrap();
    s3.clock().advance(hours(1));
    let skewed = store.put(&path, "2".into()).await.unwrap_err().to_string();
    assert!(skewed.contains("RequestTimeTooSkewed"), "{skewed}");
}

#[tokio::test]
async fn a_signed_url_works_in_a_world_that_runs_by_the_wall_clock() {
    let s3 = FakeS3::builder().real_time(Anchor::WallClock).build();
    s3.create_bucket("backups").put_object("db.tar", "bytes");
    let store = s3.object_store("backups").build().unwrap();
    let url = store.signed_url(http::Method::GET, &Path::from("db.tar"), Duration::from_mins(15)).await.unwrap();
    let get = || s3.anonymous().http(http::Request::get(url.as_str()).body(bytes::Bytes::new()).unwrap());
    assert_eq!((get().status().as_u16(), get().body().as_ref()), (200, b"bytes".as_slice()));
    s3.clock().advance(hours(1));
    assert_eq!(get().status(), 403, "it has expired");
}

#[tokio::test]
async fn each_caller_has_a_client_of_its_own() {
    let s3 = FakeS3::new();
    s3.create_bucket("backups").put_object("db.tar", "bytes");
    let path = Path::from("db.tar");
    let callers = [
        (s3.object_store("backups"), true),
        (s3.own_account().object_store("backups"), true),
        (s3.account("alice").object_store("backups"), false),
        (s3.account("alice").user("bob").object_store("backups"), false),
        (s3.anonymous().object_store("backups"), false),
    ];
    for (settings, may) in callers {
        let read = settings.build().unwrap().get(&path).await;
        assert_eq!(read.is_ok(), may, "{read:?}");
    }
}

#[tokio::test]
async fn a_bucket_of_another_region_is_asked_at_its_own_endpoint() {
    let s3 = FakeS3::new();
    let there = CreateBucketConfiguration::builder().location_constraint(BucketLocationConstraint::EuWest1).build();
    s3.call(CreateBucketInput::builder().bucket("backups").create_bucket_configuration(there)).unwrap();
    s3.bucket("backups").put_object("db.tar", "bytes");
    let store = s3.object_store("backups").build().unwrap();
    assert_eq!(store.head(&Path::from("db.tar")).await.unwrap().size, 5);
}
