//! The service behind HTTP, and many worlds at once.

use super::program::Backups;
use super::{data, world};
use bytes::Bytes;
use fake_s3::fault::{Fault, on};
use http::{Request, Response, StatusCode};
use tokio::task::JoinSet;

/// `PUT /KEY` makes a backup of the body.
async fn handle(backups: &Backups, request: Request<Bytes>) -> Response<String> {
    let (head, body) = request.into_parts();
    let (status, text) = match backups.upload(head.uri.path().trim_start_matches('/'), body).await {
        Ok(e_tag) => (StatusCode::OK, e_tag),
        Err(failure) if failure.code == "SlowDown" => (StatusCode::SERVICE_UNAVAILABLE, failure.code),
        Err(failure) => (StatusCode::BAD_GATEWAY, failure.text),
    };
    Response::builder().status(status).body(text).unwrap()
}

fn put(key: &str) -> Request<Bytes> {
    Request::put(format!("/{key}")).body(data(300)).unwrap()
}

#[tokio::test]
async fn a_backup_is_answered_with_its_tag_and_a_slow_s3_with_503() {
    let (s3, bucket, backups) = world();
    let response = handle(&backups, put("a")).await;
    assert_eq!((response.status().as_u16(), response.body()), (200, &bucket.object("a").unwrap().e_tag));
    let _slow = s3.inject(on("UploadPart").key("b").always(), Fault::error("SlowDown"));
    assert_eq!(handle(&backups, put("b")).await.status(), 503);
    let _broken = s3.inject(on("CreateMultipartUpload").key("c").always(), Fault::lose_request());
    assert_eq!(handle(&backups, put("c")).await.status(), 502);
    s3.assert_no_open_uploads();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_worlds_at_once_do_not_meet() {
    let mut all = JoinSet::new();
    for length in 1..=50 {
        let (s3, bucket, backups) = world();
        let slow = s3.inject(on("UploadPart").part_number(1), Fault::error("SlowDown"));
        all.spawn(async move {
            let e_tag = backups.upload("db.tar", data(length)).await.unwrap();
            (slow.hits(), bucket.objects().len(), bucket.object("db.tar").unwrap().e_tag == e_tag, s3)
        });
    }
    let ended = all.join_all().await;
    assert!(ended.iter().all(|(hits, objects, is_same, _)| (*hits, *objects, *is_same) == (1, 1, true)));
}
