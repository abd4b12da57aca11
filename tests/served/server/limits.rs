//! The limit of a body on a socket is that of the bucket.

use super::{open, put, request};
use crate::wire::Served;
use fake_s3::FakeS3;

/// Sends a body of 50 bytes in each form, and returns the outcomes.
fn outcomes(served: &Served) -> [String; 3] {
    let body = [7; 50];
    let mut asking = served.connect();
    asking.send(&request("PUT", "/backups/note", "Expect: 100-continue\r\nContent-Length: 50\r\n"));
    let first = asking.any_answer(false).unwrap();
    let asked = if first.status == 100 {
        asking.send(&body);
        asking.answer().unwrap()
    } else {
        first
    };
    let plain = served.ask(&put("/backups/note", &body));
    let chunks = [b"32\r\n".as_slice(), &body, b"\r\n0\r\n\r\n"].concat();
    let chunked = served.ask(&[request("PUT", "/backups/note", "Transfer-Encoding: chunked\r\n"), chunks].concat());
    [asked, plain, chunked].map(|answer| answer.outcome())
}

#[test]
fn a_bucket_with_a_larger_limit_than_the_world_accepts_a_larger_body() {
    let s3 = open(FakeS3::builder().max_body_bytes(10));
    s3.bucket("backups").set_max_body_bytes(100);
    let served = Served::with(s3, |server| server);
    assert_eq!(outcomes(&served), ["200", "200", "200"]);
}

#[test]
fn a_bucket_with_a_smaller_limit_than_the_world_rejects_a_larger_body() {
    let s3 = open(FakeS3::builder().max_body_bytes(100));
    s3.bucket("backups").set_max_body_bytes(10);
    let served = Served::with(s3, |server| server);
    assert_eq!(outcomes(&served), ["400 EntityTooLarge", "400 EntityTooLarge", "400 EntityTooLarge"]);
}

#[test]
fn a_body_beyond_what_the_server_reads_anyway_is_accepted_if_the_bucket_allows_it() {
    let s3 = open(FakeS3::builder().max_body_bytes(10));
    s3.bucket("backups").set_max_body_bytes(20 << 20);
    let served = Served::with(s3, |server| server);
    assert_eq!(served.ask(&put("/backups/large", &vec![7; 17 << 20])).outcome(), "200");
}
