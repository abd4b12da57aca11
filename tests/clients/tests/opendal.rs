//! `OpenDAL`'s own S3 service.

use clients::{ACCESS_KEY_ID, BUCKET, MIN_PART, REGION, SECRET_ACCESS_KEY, Served};
use opendal::services::S3;
use opendal::{ErrorKind, Operator};
use std::time::Duration;

fn config(served: &Served) -> S3 {
    opendal_http_transport_reqwest::install_default();
    S3::default()
        .endpoint(&served.endpoint_url())
        .region(REGION)
        .bucket(BUCKET)
        .access_key_id(ACCESS_KEY_ID)
        .secret_access_key(SECRET_ACCESS_KEY)
        .disable_config_load()
        .disable_ec2_metadata()
}

fn operator(served: &Served) -> Operator {
    Operator::new(config(served)).unwrap()
}

#[tokio::test]
async fn its_writer_uploads_in_parts_with_and_without_checksums() {
    let served = Served::new().await;
    let sent = clients::bytes(1, 3 * MIN_PART + 17);
    for algorithm in [None, Some("crc32c")] {
        let (key, mut config) = (algorithm.unwrap_or("none"), config(&served));
        if let Some(algorithm) = algorithm {
            config = config.checksum_algorithm(algorithm);
        }
        let operator = Operator::new(config).unwrap();
        let mut writer = operator.writer_with(key).chunk(MIN_PART).concurrent(4).await.unwrap();
        for piece in sent.chunks(1_000_003) {
            writer.write(piece.to_vec()).await.unwrap();
        }
        writer.close().await.unwrap();
        served.has(key, &sent);
        let e_tag = served.bucket().object(key).unwrap().e_tag;
        assert!(e_tag.ends_with("-4\""), "{e_tag}");
    }
}

#[tokio::test]
async fn aborting_leaves_nothing() {
    let served = Served::new().await;
    let mut writer = operator(&served).writer_with("db.tar").chunk(MIN_PART).await.unwrap();
    writer.write(clients::bytes(2, 2 * MIN_PART)).await.unwrap();
    writer.write(clients::bytes(2, MIN_PART)).await.unwrap();
    assert_eq!(served.bucket().uploads().len(), 1);
    writer.abort().await.unwrap();
    assert!(served.bucket().uploads().is_empty() && served.bucket().objects().is_empty());
    assert_eq!(served.world.stored_bytes(), 0);
}

#[tokio::test]
async fn what_is_said_of_an_object_is_kept() {
    let served = Served::new().await;
    let operator = operator(&served);
    for (key, body) in [("one-piece", vec![1; 10]), ("parts", clients::bytes(3, MIN_PART + 10))] {
        let said = [("made-by".to_owned(), "opendal".to_owned())];
        operator
            .write_with(key, body.clone())
            .chunk(MIN_PART)
            .content_type("application/x-tar")
            .cache_control("no-store")
            .user_metadata(said)
            .await
            .unwrap();
        served.has(key, &body);
        let object = served.bucket().object(key).unwrap();
        assert_eq!(object.content_type, "application/x-tar");
        assert_eq!(object.metadata["made-by"], "opendal");
        let stat = operator.stat(key).await.unwrap();
        assert_eq!(stat.cache_control(), Some("no-store"));
        assert_eq!(stat.etag(), Some(object.e_tag.as_str()));
    }
}

#[tokio::test]
async fn conditional_writes_lose_the_race_that_they_lost() {
    let served = Served::new().await;
    let operator = operator(&served);
    for (key, first) in [("one-piece", vec![1; 10]), ("parts", clients::bytes(4, MIN_PART + 1))] {
        let create = |body: Vec<u8>| operator.write_with(key, body).chunk(MIN_PART).if_not_exists(true);
        create(first.clone()).await.unwrap();
        let again = create(vec![2; MIN_PART + 2]).await.unwrap_err();
        assert_eq!(again.kind(), ErrorKind::ConditionNotMatch, "{again}");
        served.has(key, &first);

        let e_tag = served.bucket().object(key).unwrap().e_tag;
        operator.write_with(key, "3").if_match(&e_tag).await.unwrap();
        let late = operator.write_with(key, "4").if_match(&e_tag).await.unwrap_err();
        assert_eq!(late.kind(), ErrorKind::ConditionNotMatch, "{late}");
        served.has(key, b"3");
    }
}

#[tokio::test]
async fn ranges_and_whole_objects_are_read() {
    let served = Served::new().await;
    let sent = clients::bytes(5, MIN_PART + 100_000);
    served.bucket().put_object("db.tar", sent.clone());
    let operator = operator(&served);
    assert!(operator.read("db.tar").await.unwrap().to_vec() == sent);
    let concurrently = operator.read_with("db.tar").chunk(1_000_000).concurrent(4).await.unwrap();
    assert!(concurrently.to_vec() == sent);
    let middle = operator.read_with("db.tar").range(MIN_PART as u64 - 3..MIN_PART as u64 + 6).await.unwrap();
    assert_eq!(middle.to_vec(), sent[MIN_PART - 3..MIN_PART + 6]);
    let missing = operator.read("missing").await.unwrap_err();
    assert_eq!(missing.kind(), ErrorKind::NotFound);
    let e_tag = served.bucket().object("db.tar").unwrap().e_tag;
    let same = operator.read_with("db.tar").if_none_match(&e_tag).await.unwrap_err();
    assert_eq!(same.kind(), ErrorKind::ConditionNotMatch);
}

#[tokio::test]
async fn lists_page_and_deletes_come_in_batches() {
    let served = Served::new().await;
    let expected = served.put_pages();
    for operator in [operator(&served), Operator::new(config(&served).disable_list_objects_v2()).unwrap()] {
        let all = operator.list_with("logs/").recursive(true).await.unwrap();
        assert_eq!(all.iter().map(opendal::Entry::path).collect::<Vec<_>>(), expected);
        let mut names: Vec<String> =
            operator.list("").await.unwrap().iter().map(|entry| entry.path().to_owned()).collect();
        names.sort();
        assert_eq!(names, ["logs/", "zoo"]);
    }
    let operator = operator(&served);
    let all = operator.list_with("logs/").recursive(true).await.unwrap();
    operator.delete_iter(all.iter().map(opendal::Entry::path).map(str::to_owned)).await.unwrap();
    assert_eq!(served.keys(), ["zoo"]);
}

#[tokio::test]
async fn copies_move_every_byte() {
    let served = Served::new().await;
    let sent = clients::bytes(6, 2 * MIN_PART);
    served.bucket().put_object("a b&c", sent.clone());
    let operator = operator(&served);
    operator.copy("a b&c", "dir/ü+d").await.unwrap();
    served.has("dir/ü+d", &sent);
    let mut writer = operator.writer_with("mended").chunk(MIN_PART).await.unwrap();
    writer.copy_from("a b&c", 0..MIN_PART as u64 + 3).await.unwrap();
    writer.write("the end").await.unwrap();
    writer.close().await.unwrap();
    served.has("mended", &[&sent[..MIN_PART + 3], b"the end"].concat());
}

#[tokio::test]
async fn old_versions_are_read_and_deleted() {
    let served = Served::new().await;
    served.bucket().enable_versioning();
    let operator = operator(&served);
    let first = operator.write("key", "first").await.unwrap();
    operator.write("key", "second").await.unwrap();
    let version = first.version().unwrap();
    assert_eq!(operator.read_with("key").version(version).await.unwrap().to_vec(), b"first");
    assert_eq!(operator.list_with("key").versions(true).await.unwrap().len(), 2);
    operator.delete_with("key").version(version).await.unwrap();
    operator.delete("key").await.unwrap();
    assert_eq!(served.bucket().versions().len(), 2, "the second, and a delete marker");
    assert!(!operator.exists("key").await.unwrap());
}

#[tokio::test]
async fn presigned_addresses_work_without_a_signer() {
    let served = Served::new().await;
    let operator = operator(&served);
    served.bucket().put_object("a b+c", "hello");
    let presigned = operator.presign_read("a b+c", Duration::from_secs(60)).await.unwrap();
    let (status, body) = clients::program::fetch(&presigned.uri().to_string()).await;
    assert_eq!((status, body.as_slice()), (200, b"hello".as_slice()));
}
