//! Views of buckets and objects, which a test reads without a call.

use bytes::Bytes;
use fake_s3::FakeS3;
use http::{Request, Response};

fn put(s3: &FakeS3, path: &str, (name, value): (&str, &str), body: &str) -> Response<Bytes> {
    let request = Request::put(format!("https://s3.us-east-1.amazonaws.com{path}")).header(name, value);
    let request = request.header("content-length", body.len());
    s3.http(request.body(Bytes::copy_from_slice(body.as_bytes())).unwrap())
}

#[test]
fn the_views_of_a_bucket_and_of_an_object_have_their_tags() {
    let s3 = FakeS3::new();
    let bucket = s3.create_bucket("notes");
    assert!(bucket.tags().is_empty());
    assert_eq!(put(&s3, "/notes/a", ("x-amz-tagging", "team=storage&empty="), "1").status(), 200);
    let tags = bucket.object("a").unwrap().tags;
    assert_eq!(tags.into_iter().collect::<Vec<_>>(), [("empty", ""), ("team", "storage")].map(owned));
    let digest = ("content-md5", "33hRKp4Ddo/GLjFszL1uLA==");
    let set = "<Tagging><TagSet><Tag><Key>team</Key><Value>backups</Value></Tag></TagSet></Tagging>";
    let answer = put(&s3, "/notes?tagging", digest, set);
    assert_eq!(answer.status(), 204, "{answer:?}");
    assert_eq!(bucket.tags().into_iter().collect::<Vec<_>>(), [("team", "backups")].map(owned));
    assert_eq!(bucket.versions()[0].object.as_ref().unwrap().tags["team"], "storage");
}

fn owned((key, value): (&str, &str)) -> (String, String) {
    (key.to_owned(), value.to_owned())
}
