//! `object_store`'s own S3 back end.

use bytes::Bytes;
use clients::{ACCESS_KEY_ID, BUCKET, MIN_PART, REGION, SECRET_ACCESS_KEY, Served};
use futures::{StreamExt as _, TryStreamExt as _};
use object_store::aws::{AmazonS3, AmazonS3Builder, Checksum, S3CopyIfNotExists};
use object_store::multipart::MultipartStore as _;
use object_store::path::Path;
use object_store::signer::Signer as _;
use object_store::{
    Attribute, Attributes, Error, ObjectStore as _, ObjectStoreExt as _, PutMode, PutMultipartOptions, PutOptions,
    UpdateVersion, WriteMultipart,
};
use std::time::Duration;

fn builder(served: &Served) -> AmazonS3Builder {
    AmazonS3Builder::new()
        .with_endpoint(served.endpoint_url())
        .with_allow_http(true)
        .with_region(REGION)
        .with_bucket_name(BUCKET)
        .with_access_key_id(ACCESS_KEY_ID)
        .with_secret_access_key(SECRET_ACCESS_KEY)
        .with_copy_if_not_exists(S3CopyIfNotExists::Multipart)
}

fn store(served: &Served) -> AmazonS3 {
    builder(served).build().unwrap()
}

#[tokio::test]
async fn its_writer_uploads_in_parts() {
    let served = Served::new().await;
    let sent = clients::bytes(1, 3 * MIN_PART + 17);
    let upload = store(&served).put_multipart(&Path::from("dir/db.tar")).await.unwrap();
    let mut writer = WriteMultipart::new_with_chunk_size(upload, MIN_PART);
    for piece in sent.chunks(100_003) {
        writer.wait_for_capacity(2).await.unwrap();
        writer.write(piece);
    }
    let put = writer.finish().await.unwrap();

    served.has("dir/db.tar", &sent);
    let e_tag = put.e_tag.unwrap();
    assert!(e_tag.ends_with("-4\""), "{e_tag}");
    assert_eq!(served.bucket().object("dir/db.tar").unwrap().e_tag, e_tag);
}

#[tokio::test]
async fn its_writer_uploads_in_parts_with_each_checksum_and_unsigned() {
    let sent = clients::bytes(2, MIN_PART + 1);
    let served = Served::new().await;
    for (name, builder) in [
        ("sha256", builder(&served).with_checksum_algorithm(Checksum::SHA256)),
        ("crc64nvme", builder(&served).with_checksum_algorithm(Checksum::CRC64NVME)),
        ("unsigned-payload", builder(&served).with_unsigned_payload(true)),
    ] {
        let store = builder.build().unwrap();
        let upload = store.put_multipart(&Path::from(name)).await.unwrap();
        let mut writer = WriteMultipart::new_with_chunk_size(upload, MIN_PART);
        writer.write(&sent);
        writer.finish().await.unwrap();
        served.has(name, &sent);
        store.put(&Path::from("small"), sent[..1000].to_vec().into()).await.unwrap();
        served.has("small", &sent[..1000]);
    }
}

#[tokio::test]
async fn aborting_leaves_nothing() {
    let served = Served::new().await;
    let mut upload = store(&served).put_multipart(&Path::from("db.tar")).await.unwrap();
    upload.put_part(clients::bytes(3, MIN_PART).into()).await.unwrap();
    assert_eq!(served.bucket().uploads().len(), 1);
    upload.abort().await.unwrap();
    assert!(served.bucket().uploads().is_empty() && served.bucket().objects().is_empty());
    assert_eq!(served.world.stored_bytes(), 0);
}

#[tokio::test]
async fn parts_by_hand_arrive_in_any_order() {
    let served = Served::new().await;
    let (store, path) = (store(&served), Path::from("by-hand"));
    let sent = clients::bytes(4, 2 * MIN_PART + 5);
    let id = store.create_multipart(&path).await.unwrap();
    let pieces: Vec<&[u8]> = sent.chunks(MIN_PART).collect();
    let mut parts = Vec::new();
    for index in [2, 0, 1] {
        parts.push((index, store.put_part(&path, &id, index, pieces[index].to_vec().into()).await.unwrap()));
    }
    parts.sort_by_key(|(index, _)| *index);
    let parts = parts.into_iter().map(|(_, part)| part).collect();
    store.complete_multipart(&path, &id, parts).await.unwrap();
    served.has("by-hand", &sent);

    let gone = store.put_part(&path, &id, 0, vec![0; 10].into()).await.unwrap_err();
    assert!(gone.to_string().contains("NoSuchUpload"), "{gone}");
}

#[tokio::test]
async fn attributes_go_with_an_upload() {
    let served = Served::new().await;
    let attributes = Attributes::from_iter([
        (Attribute::ContentType, "application/x-tar"),
        (Attribute::CacheControl, "no-store"),
        (Attribute::Metadata("made-by".into()), "object_store"),
    ]);
    let options = PutMultipartOptions { attributes: attributes.clone(), ..PutMultipartOptions::default() };
    let mut upload = store(&served).put_multipart_opts(&Path::from("db.tar"), options).await.unwrap();
    upload.put_part(vec![1; 10].into()).await.unwrap();
    upload.complete().await.unwrap();

    served.has("db.tar", &[1; 10]);
    let object = served.bucket().object("db.tar").unwrap();
    assert_eq!(object.content_type, "application/x-tar");
    assert_eq!(object.metadata["made-by"], "object_store");
    let read = store(&served).get(&Path::from("db.tar")).await.unwrap();
    assert_eq!(read.attributes, attributes);
}

#[tokio::test]
async fn conditional_puts_lose_the_race_that_they_lost() {
    let served = Served::new().await;
    let (store, path) = (store(&served), Path::from("state.json"));
    let create = || PutOptions::from(PutMode::Create);
    let first = store.put_opts(&path, "1".into(), create()).await.unwrap();
    let again = store.put_opts(&path, "2".into(), create()).await.unwrap_err();
    assert!(matches!(again, Error::AlreadyExists { .. }), "{again:?}");

    let update = || PutOptions::from(PutMode::Update(UpdateVersion::from(first.clone())));
    store.put_opts(&path, "3".into(), update()).await.unwrap();
    let late = store.put_opts(&path, "4".into(), update()).await.unwrap_err();
    assert!(matches!(late, Error::Precondition { .. }), "{late:?}");
    served.has("state.json", b"3");
}

#[tokio::test]
async fn ranges_and_whole_objects_are_read() {
    let served = Served::new().await;
    let sent = clients::bytes(5, MIN_PART + 100_000);
    served.bucket().put_object("db.tar", sent.clone());
    let (store, path) = (store(&served), Path::from("db.tar"));
    let whole = store.get(&path).await.unwrap();
    assert_eq!(whole.meta.size, sent.len() as u64);
    let mut streamed = Vec::new();
    let mut stream = whole.into_stream();
    while let Some(piece) = stream.next().await {
        streamed.extend_from_slice(&piece.unwrap());
    }
    assert!(streamed == sent, "streamed, every byte is there");

    let middle = MIN_PART as u64 - 3;
    assert_eq!(store.get_range(&path, middle..middle + 9).await.unwrap(), sent[MIN_PART - 3..MIN_PART + 6]);
    let far_apart = [0..10, 2_000_000..2_000_010, 5_000_000..5_000_010];
    let read = store.get_ranges(&path, &far_apart).await.unwrap();
    let expected: Vec<Bytes> =
        far_apart.iter().map(|range| sent[range.start as usize..range.end as usize].to_vec().into()).collect();
    assert_eq!(read, expected);
    let missing = store.get(&Path::from("missing")).await.unwrap_err();
    assert!(matches!(missing, Error::NotFound { .. }), "{missing:?}");
}

#[tokio::test]
async fn lists_page_and_deletes_come_in_batches() {
    let served = Served::new().await;
    let expected = served.put_pages();
    let store = store(&served);
    let listed: Vec<String> =
        store.list(Some(&Path::from("logs"))).map_ok(|meta| meta.location.to_string()).try_collect().await.unwrap();
    assert_eq!(listed, expected);
    let folder = store.list_with_delimiter(Some(&Path::from("logs"))).await.unwrap();
    assert_eq!((folder.objects.len(), folder.common_prefixes), (1_234, vec![Path::from("logs/deep")]));

    let doomed = futures::stream::iter(listed.into_iter().map(|key| Ok(Path::from(key)))).boxed();
    let deleted: Vec<Path> = store.delete_stream(doomed).try_collect().await.unwrap();
    assert_eq!(deleted.len(), 1_235);
    assert_eq!(served.keys(), ["zoo"]);
}

#[tokio::test]
async fn copies_and_renames_move_every_byte() {
    let served = Served::new().await;
    let sent = clients::bytes(6, 300_000);
    served.bucket().put_object("a", sent.clone());
    let store = store(&served);
    let [a, b, c] = ["a", "dir/b & c+d", "c"].map(Path::from);
    store.copy(&a, &b).await.unwrap();
    served.has("dir/b & c+d", &sent);
    store.copy_if_not_exists(&b, &c).await.unwrap();
    served.has("c", &sent);
    let again = store.copy_if_not_exists(&a, &c).await.unwrap_err();
    assert!(matches!(again, Error::AlreadyExists { .. }), "{again:?}");
    assert!(served.bucket().uploads().is_empty(), "what it could not copy it has aborted");
    store.rename(&a, &Path::from("d")).await.unwrap();
    served.has("d", &sent);
    assert!(served.bucket().object("a").is_none());
}

#[tokio::test]
async fn keys_of_any_letters_come_back() {
    let served = Served::new().await;
    let store = store(&served);
    let keys = ["a b", "a+b", "a%20b", "ü/ß", "日本/語.txt", "a&b=c?d", "(x)'!*~", "😀"];
    for key in keys {
        store.put(&Path::parse(key).unwrap(), key.as_bytes().to_vec().into()).await.unwrap();
    }
    for key in keys {
        served.has(key, key.as_bytes());
        let read = store.get(&Path::parse(key).unwrap()).await.unwrap().bytes().await.unwrap();
        assert_eq!(read, key.as_bytes());
    }
    let mut listed: Vec<String> =
        store.list(None).map_ok(|meta| meta.location.to_string()).try_collect().await.unwrap();
    listed.sort();
    let mut expected = keys.map(str::to_owned);
    expected.sort();
    assert_eq!(listed, expected);
}

#[tokio::test]
async fn presigned_addresses_work_without_a_signer() {
    let served = Served::new().await;
    let (store, path) = (store(&served), Path::from("a b+c"));
    served.bucket().put_object("a b+c", "hello");
    let url = store.signed_url(http::Method::GET, &path, Duration::from_secs(60)).await.unwrap();
    let (status, body) = clients::program::fetch(url.as_str()).await;
    assert_eq!((status, body.as_slice()), (200, b"hello".as_slice()));
    let (status, _) = clients::program::fetch(&format!("{}/{BUCKET}/a%20b+c", served.endpoint_url())).await;
    assert_eq!(status, 403, "nobody signed this one");
}
