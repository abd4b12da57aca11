//! Rules that take more than one call to show, over HTTP: conditions on writes, where a bucket made twice lies, what is
//! seen of tags, and what an account blocks for its buckets.

use bytes::Bytes;
use fake_s3::FakeS3;
use fake_s3::operation::put_bucket_policy::PutBucketPolicyInput;
use fake_s3::types::PublicAccessBlockConfiguration;
use http::{Request, Response};
use std::fmt::Write as _;

/// A call, as method, the address behind the host, and one header.
type Call<'a> = (&'a str, &'a str, (&'a str, &'a str));

const NO_HEADER: (&str, &str) = ("x-nothing", "");

fn world() -> FakeS3 {
    let s3 = FakeS3::new();
    s3.create_bucket("notes");
    s3
}

fn send(s3: &FakeS3, (method, address, (name, value)): Call<'_>, body: &str) -> Response<Bytes> {
    let uri = format!("https://s3.us-east-1.amazonaws.com{address}");
    let request = Request::builder().method(method).uri(uri).header(name, value).header("content-length", body.len());
    s3.http(request.body(Bytes::copy_from_slice(body.as_bytes())).unwrap())
}

/// Status, and the text of one element, empty where there is none.
fn answer(response: &Response<Bytes>, element: &str) -> (u16, String) {
    (response.status().as_u16(), inner(response, element))
}

fn inner(response: &Response<Bytes>, element: &str) -> String {
    let text = std::str::from_utf8(response.body()).unwrap();
    let behind = text.split_once(&format!("<{element}>")).map(|(_, behind)| behind);
    behind.and_then(|behind| behind.split('<').next()).unwrap_or_default().to_owned()
}

fn tag(response: &Response<Bytes>) -> String {
    response.headers()["etag"].to_str().unwrap().to_owned()
}

#[test]
fn a_write_is_refused_when_its_condition_does_not_hold() {
    let s3 = world();
    let missing = send(&s3, ("PUT", "/notes/k", ("if-match", "\"0\"")), "a");
    assert_eq!(answer(&missing, "Code"), (404, "NoSuchKey".to_owned()));
    let first = send(&s3, ("PUT", "/notes/k", ("if-none-match", "*")), "a");
    assert_eq!(first.status(), 200);
    let (own, bare) = (tag(&first), tag(&first).replace('"', ""));
    for ((name, value), status, element, text) in [
        (("if-none-match", "*"), 412, "Condition", "If-None-Match"),
        (("if-match", "\"0\""), 412, "Condition", "If-Match"),
        (("if-match", "*"), 501, "Header", "If-Match"),
        (("if-none-match", own.as_str()), 501, "Header", "If-None-Match"),
        (("if-match", own.as_str()), 200, "Code", ""),
        (("if-match", bare.as_str()), 200, "Code", ""),
    ] {
        let refused = send(&s3, ("PUT", "/notes/k", (name, value)), "a");
        assert_eq!(answer(&refused, element), (status, text.to_owned()), "{name}: {value}");
    }
}

#[test]
fn two_conditions_at_once_are_not_accepted() {
    let s3 = world();
    let request = Request::put("https://s3.us-east-1.amazonaws.com/notes/k").header("if-match", "\"0\"");
    let request = request.header("content-length", 0);
    let refused = s3.http(request.header("if-none-match", "*").body(Bytes::new()).unwrap());
    assert_eq!(answer(&refused, "Header"), (501, "If-Match,If-None-Match".to_owned()));
}

#[test]
fn a_copy_can_ask_that_it_replaces_nothing() {
    let s3 = world();
    assert_eq!(send(&s3, ("PUT", "/notes/source", NO_HEADER), "a").status(), 200);
    for status in [200, 412] {
        let request = Request::put("https://s3.us-east-1.amazonaws.com/notes/copy").header("if-none-match", "*");
        let copy = s3.http(request.header("x-amz-copy-source", "notes/source").body(Bytes::new()).unwrap());
        assert_eq!(copy.status(), status);
    }
}

/// An upload of one part, begun after `before` and completed with a condition after `during`.
fn complete_under(condition: (&str, &str), before: &[&str], during: &[&str]) -> (u16, String) {
    let s3 = world();
    let write = |method: &&str| drop(send(&s3, (method, "/notes/k", NO_HEADER), "a"));
    before.iter().for_each(write);
    let id = inner(&send(&s3, ("POST", "/notes/k?uploads", NO_HEADER), ""), "UploadId");
    let part = tag(&send(&s3, ("PUT", &format!("/notes/k?partNumber=1&uploadId={id}"), NO_HEADER), "a"));
    during.iter().for_each(write);
    let list = format!("<Part><PartNumber>1</PartNumber><ETag>{part}</ETag></Part>");
    let list = format!("<CompleteMultipartUpload>{list}</CompleteMultipartUpload>");
    answer(&send(&s3, ("POST", &format!("/notes/k?uploadId={id}"), condition), &list), "Code")
}

#[test]
fn completing_under_a_condition_asks_what_happened_since_the_initiation() {
    const ABSENT: (&str, &str) = ("if-none-match", "*");
    // The tag of the object `a`.
    const SAME: (&str, &str) = ("if-match", "\"0cc175b9c0f1b6a831c399e269772661\"");
    for (condition, before, during, status, code) in [
        (ABSENT, &[][..], &[][..], 200, ""),
        (ABSENT, &["PUT"], &[], 412, "PreconditionFailed"),
        (ABSENT, &["PUT", "DELETE"], &[], 200, ""),
        (ABSENT, &[], &["PUT"], 412, "PreconditionFailed"),
        (ABSENT, &[], &["PUT", "DELETE"], 409, "ConditionalRequestConflict"),
        (SAME, &["PUT"], &[], 200, ""),
        (SAME, &["PUT"], &["DELETE"], 404, "NoSuchKey"),
        (SAME, &["PUT"], &["PUT"], 409, "ConditionalRequestConflict"),
        (SAME, &[], &["PUT"], 409, "ConditionalRequestConflict"),
        (NO_HEADER, &["PUT"], &["PUT"], 200, ""),
    ] {
        let answered = complete_under(condition, before, during);
        assert_eq!(answered, (status, code.to_owned()), "{condition:?}: {before:?}, then {during:?}");
    }
}

#[test]
fn a_bucket_can_be_made_twice_in_us_east_1_alone() {
    let s3 = FakeS3::new();
    let make = |name: &str, endpoint: &str, constraint: &str| {
        let body = match constraint {
            "none" => String::new(),
            region => {
                let constraint = format!("<LocationConstraint>{region}</LocationConstraint>");
                format!("<CreateBucketConfiguration>{constraint}</CreateBucketConfiguration>")
            }
        };
        let request = Request::put(format!("https://{name}.s3.{endpoint}.amazonaws.com/"));
        answer(&s3.http(request.body(body.into()).unwrap()), "Code")
    };
    for (name, endpoint, constraint, status, code) in [
        ("here", "us-east-1", "none", 200, ""),
        ("here", "us-east-1", "", 200, ""),
        ("here", "us-east-1", "us-west-1", 409, "BucketAlreadyOwnedByYou"),
        ("there", "us-east-1", "us-west-1", 200, ""),
        ("there", "us-east-1", "us-west-1", 409, "BucketAlreadyOwnedByYou"),
        ("there", "us-west-1", "us-west-1", 409, "BucketAlreadyOwnedByYou"),
        ("nowhere", "us-east-1", "moon-1", 400, "InvalidLocationConstraint"),
        ("nowhere", "us-west-1", "moon-1", 400, "IllegalLocationConstraintException"),
        ("nowhere", "us-west-1", "us-east-1", 400, "IllegalLocationConstraintException"),
        ("nowhere", "us-west-1", "", 400, "IllegalLocationConstraintException"),
    ] {
        let answered = make(name, endpoint, constraint);
        assert_eq!(answered, (status, code.to_owned()), "{name} at {endpoint}: {constraint}");
    }
}

#[test]
fn tags_are_seen_without_a_call() {
    let s3 = world();
    let bucket = s3.bucket("notes");
    assert!(bucket.tags().is_empty());
    assert_eq!(send(&s3, ("PUT", "/notes/a", ("x-amz-tagging", "team=storage&empty=")), "1").status(), 200);
    let tags = bucket.object("a").unwrap().tags;
    assert_eq!(tags.into_iter().collect::<Vec<_>>(), [("empty", ""), ("team", "storage")].map(owned));
    let digest = ("content-md5", "33hRKp4Ddo/GLjFszL1uLA==");
    let set = "<Tagging><TagSet><Tag><Key>team</Key><Value>backups</Value></Tag></TagSet></Tagging>";
    let answer = send(&s3, ("PUT", "/notes?tagging", digest), set);
    assert_eq!(answer.status(), 204, "{answer:?}");
    assert_eq!(bucket.tags().into_iter().collect::<Vec<_>>(), [("team", "backups")].map(owned));
    assert_eq!(bucket.versions()[0].object.as_ref().unwrap().tags["team"], "storage");
}

fn owned((key, value): (&str, &str)) -> (String, String) {
    (key.to_owned(), value.to_owned())
}

#[test]
fn what_does_not_change_the_newest_object_is_no_conflict_for_a_completion() {
    let complete = |old: bool, condition: (&str, &str), between: &dyn Fn(&FakeS3)| {
        let s3 = world();
        let bucket = s3.bucket("notes");
        bucket.enable_versioning();
        if old {
            bucket.put_object("k", "older");
            bucket.put_object("k", "a");
        }
        let id = bucket.begin_upload("k");
        let part = bucket.put_part("k", &id, 1, "b").replace('"', "");
        between(&s3);
        let list = format!(
            "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>{part}</ETag></Part></CompleteMultipartUpload>"
        );
        send(&s3, ("POST", &format!("/notes/k?uploadId={id}"), condition), &list).status().as_u16()
    };
    let delete = |s3: &FakeS3, version: &str| {
        assert_eq!(send(s3, ("DELETE", &format!("/notes/k?versionId={version}"), NO_HEADER), "").status(), 204);
    };
    let tag = "0cc175b9c0f1b6a831c399e269772661"; // of `a`
    let oldest = |s3: &FakeS3| s3.bucket("notes").versions().last().unwrap().version_id.clone();
    assert_eq!(complete(true, ("if-match", tag), &|s3| delete(s3, &oldest(s3))), 200);
    assert_eq!(complete(true, ("if-match", tag), &|s3| _ = s3.bucket("notes").put_object("k", "a")), 409);
    assert_eq!(complete(false, ("if-none-match", "*"), &|s3| delete(s3, "null")), 200);
    assert_eq!(
        complete(false, ("if-none-match", "*"), &|s3| {
            s3.bucket("notes").put_object("k", "a");
            delete(s3, &oldest(s3));
        }),
        409
    );
}

/// What a page says of itself: how many lines it has, the last of them, and whether there are more.
fn page(response: &Response<Bytes>, line: &str, last: &str) -> (usize, String, String) {
    let text = std::str::from_utf8(response.body()).unwrap();
    (text.matches(&format!("<{line}>")).count(), inner(response, last), inner(response, "IsTruncated"))
}

#[test]
fn a_page_has_at_most_a_thousand_parts_or_uploads() {
    let s3 = FakeS3::builder().min_part_bytes(1).build();
    s3.create_bucket("notes");
    let id = inner(&send(&s3, ("POST", "/notes/k?uploads", ("x-amz-checksum-algorithm", "CRC32")), ""), "UploadId");
    let mut list = String::new();
    for number in 1..=1001 {
        let put = send(&s3, ("PUT", &format!("/notes/k?partNumber={number}&uploadId={id}"), NO_HEADER), "a");
        let (tag, crc32) = (tag(&put), put.headers()["x-amz-checksum-crc32"].to_str().unwrap());
        let of_part = format!("<ETag>{tag}</ETag><ChecksumCRC32>{crc32}</ChecksumCRC32>");
        write!(list, "<Part><PartNumber>{number}</PartNumber>{of_part}</Part>").unwrap();
    }
    let thousand = (1000, "1000".to_owned(), "true".to_owned());
    for address in [format!("/notes/k?uploadId={id}"), format!("/notes/k?uploadId={id}&max-parts=2000")] {
        let parts = send(&s3, ("GET", &address, NO_HEADER), "");
        assert_eq!(
            (page(&parts, "Part", "NextPartNumberMarker"), inner(&parts, "MaxParts").as_str()),
            (thousand.clone(), "1000")
        );
    }
    let list = format!("<CompleteMultipartUpload>{list}</CompleteMultipartUpload>");
    assert_eq!(send(&s3, ("POST", &format!("/notes/k?uploadId={id}"), NO_HEADER), &list).status(), 200);
    let parts = send(&s3, ("GET", "/notes/k?attributes", ("x-amz-object-attributes", "ObjectParts")), "");
    assert_eq!(
        (page(&parts, "Part", "NextPartNumberMarker"), inner(&parts, "PartsCount").as_str()),
        (thousand, "1001")
    );

    let ids: Vec<_> =
        (0..1001).map(|_| inner(&send(&s3, ("POST", "/notes/k?uploads", NO_HEADER), ""), "UploadId")).collect();
    let is_plain = |id: &String| id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte));
    assert!(ids.iter().all(is_plain), "an id would have to be encoded in an address");
    for address in ["/notes?uploads", "/notes?uploads&max-uploads=2000"] {
        let uploads = send(&s3, ("GET", address, NO_HEADER), "");
        assert_eq!(page(&uploads, "Upload", "NextUploadIdMarker"), (1000, ids[999].clone(), "true".to_owned()));
    }
}

#[test]
fn what_an_account_blocks_is_blocked_for_its_buckets() {
    let s3 = world();
    let bucket = s3.bucket("notes");
    bucket.set_public_access_block(None);
    let block = PublicAccessBlockConfiguration::builder().block_public_policy(true).build();
    let account = s3.account("fake-s3");
    account.set_public_access_block(Some(block));
    let policy = |principal: &str| {
        format!(
            r#"{{"Statement":[{{"Effect":"Allow","Principal":{principal},"Action":"s3:*","Resource":"arn:aws:s3:::notes/*"}}]}}"#
        )
    };
    let put = |principal: &str| s3.call(PutBucketPolicyInput::builder().bucket("notes").policy(policy(principal)));
    let error = put(r#""*""#).unwrap_err();
    assert_eq!((error.status(), error.code(), error.message()), (403, "AccessDenied", "Access Denied"));
    assert_eq!(bucket.policy(), None);
    put(r#"{"AWS":"111122223333"}"#).unwrap();
    account.set_public_access_block(None);
    put(r#""*""#).unwrap();
    assert_eq!(bucket.policy(), Some(policy(r#""*""#)));
    assert_eq!(bucket.remove_policy().policy(), None);
}
