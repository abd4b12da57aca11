//! The world on a socket: as clients speak HTTP to it, byte by byte.
#![allow(clippy::disallowed_types, clippy::disallowed_methods, reason = "a server ends in real time")]

mod blocking;
mod ending;
mod fairness;
mod limits;
mod log;
mod panics;
mod paused;
mod tower;

use crate::wire::{Answer, Connection, Served};
use fake_s3::fault::{Fault, on_any};
use fake_s3::operation::put_bucket_cors::PutBucketCorsInput;
use fake_s3::types::{CorsConfiguration, CorsRule};
use fake_s3::{Anchor, Builder, FakeS3, Moment, Pattern, hours};
use std::io::Read as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

/// A world with a bucket, which everybody may use, so that nobody need sign.
fn open_world() -> FakeS3 {
    open(FakeS3::builder())
}

fn open(builder: Builder) -> FakeS3 {
    let s3 = builder.public_access_blocked(false).chunked_transfer(true).build();
    for bucket in ["backups", "dots.in.it"] {
        let statement = format!(
            r#"{{"Effect": "Allow", "Principal": "*", "Action": "s3:*",
                "Resource": ["arn:aws:s3:::{bucket}", "arn:aws:s3:::{bucket}/*"]}}"#
        );
        s3.create_bucket(bucket).set_policy(&format!(r#"{{"Version": "2012-10-17", "Statement": {statement}}}"#));
    }
    s3
}

fn served() -> Served {
    Served::with(open_world(), |server| server)
}

/// How long the server listens to who has his answer.
const LINGER: Duration = Duration::from_secs(2);

/// Signed by a key that nobody gave, which is the own account's.
const SIGNED: &str = "Authorization: AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/20260101/us-east-1/s3/aws4_request, \
                      SignedHeaders=host, Signature=0\r\nx-amz-date: 20260101T103000Z\r\n";

/// A request without a body, to an address.
fn request(method: &str, target: &str, headers: &str) -> Vec<u8> {
    format!("{method} {target} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}\r\n").into_bytes()
}

fn put(target: &str, body: &[u8]) -> Vec<u8> {
    [request("PUT", target, &format!("Content-Length: {}\r\n", body.len())).as_slice(), body].concat()
}

#[test]
fn a_connection_serves_many_requests() {
    let served = served();
    let mut connection = served.connect();
    for round in 0..50 {
        let text = format!("round {round}");
        connection.send(&put("/backups/note", text.as_bytes()));
        assert_eq!(connection.answer().unwrap().outcome(), "200");
        connection.send(&request("GET", "/backups/note", ""));
        assert_eq!(connection.answer().unwrap().text(), text);
    }
    assert_eq!(served.s3.bucket("backups").object("note").unwrap().bytes(), "round 49");
}

/// A form's file may be as long as that of a put, and longer than any document.
#[test]
fn a_browser_uploads_a_large_file_by_a_form() {
    let (served, file) = (served(), vec![b'x'; 17 << 20]);
    let head = "--b\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\nvideos/${filename}\r\n\
                --b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.mp4\"\r\n\r\n";
    let body = [head.as_bytes(), &file, b"\r\n--b--\r\n"].concat();
    let length = body.len();
    let headers = format!("Content-Type: multipart/form-data; boundary=b\r\nContent-Length: {length}\r\n");
    let answer = served.ask(&[request("POST", "/backups", &headers), body].concat());
    assert_eq!(answer.outcome(), "204", "{}", answer.text());
    assert!(served.s3.bucket("backups").object("videos/a.mp4").unwrap().bytes() == file, "the bytes are others");
}

#[test]
fn the_state_is_that_of_the_process() {
    let served = Served::with(open_world(), |server| server);
    let signed = format!("{SIGNED}x-amz-content-sha256: UNSIGNED-PAYLOAD\r\n");
    let created = served.ask(&request("POST", "/backups/db.tar?uploads", &signed));
    assert_eq!(created.outcome(), "200", "{}", created.text());
    let bucket = served.s3.bucket("backups");
    bucket.abort_incomplete_uploads_after("", 1);
    assert_eq!(bucket.uploads().len(), 1);
    served.s3.clock().advance(hours(48));
    assert!(bucket.uploads().is_empty());
    let id = created.element("UploadId").unwrap();
    let listed = served.ask(&request("GET", &format!("/backups/db.tar?uploadId={id}"), &signed));
    assert_eq!(listed.outcome(), "404 NoSuchUpload");
}

#[test]
fn a_bucket_is_named_by_path_or_by_host() {
    let served = Served::with(open_world(), |server| server.domain("s3.test"));
    served.s3.bucket("backups").put_object("dir/note", "yes");
    served.s3.bucket("dots.in.it").put_object("note", "dots");
    for (host, target, expected) in [
        ("127.0.0.1:9000", "/backups/dir/note", "yes"),
        ("localhost", "/backups/dir/note", "yes"),
        ("s3.test:80", "/backups/dir/note", "yes"),
        ("s3.s3.test", "/backups/dir/note", "yes"),
        ("s3.us-east-1.s3.test", "/backups/dir/note", "yes"),
        ("backups.s3.test", "/dir/note", "yes"),
        ("BACKUPS.S3.Test:8080", "/dir/note", "yes"),
        ("backups.s3.s3.test", "/dir/note", "yes"),
        ("backups.s3.us-east-1.s3.test", "/dir/note", "yes"),
        ("backups.s3.amazonaws.com", "/dir/note", "yes"),
        ("127.0.0.1", "/dots.in.it/note", "dots"),
        ("dots.in.it.s3.test", "/note", "dots"),
        ("dots.in.it.s3.us-east-1.s3.test", "/note", "dots"),
    ] {
        let answer = served.ask(format!("GET {target} HTTP/1.1\r\nHost: {host}\r\n\r\n").as_bytes());
        assert_eq!(answer.text(), expected, "{host}{target}");
        let absolute = served.ask(format!("GET http://{host}{target} HTTP/1.1\r\nHost: liar\r\n\r\n").as_bytes());
        assert_eq!(absolute.text(), expected, "{host}{target}");
    }
    let elsewhere = b"GET /dir/note HTTP/1.1\r\nHost: backups.s3.eu-west-1.s3.test\r\n\r\n";
    let answer = served.ask(elsewhere);
    assert_eq!(answer.outcome(), "301 PermanentRedirect");
    assert_eq!(answer.element("Endpoint").as_deref(), Some("backups.s3.us-east-1.s3.test"));
}

#[test]
fn keys_are_what_was_written() {
    let served = served();
    for (target, key) in [
        ("a+b%20c%2Bd", "a+b c+d"),
        ("caf%C3%A9/%E2%82%AC", "café/€"),
        ("a/../b/./c", "a/../b/./c"),
        ("a//b", "a//b"),
        ("/leading", "/leading"),
        ("%2Fencoded", "/encoded"),
        ("a%3Fb%23c%25", "a?b#c%"),
        ("trailing/", "trailing/"),
        ("*'()!~$&,;=:@", "*'()!~$&,;=:@"),
    ] {
        let put = served.ask(&put(&format!("/backups/{target}?x-id=PutObject"), key.as_bytes()));
        assert_eq!(put.outcome(), "200", "{target}");
        assert_eq!(served.s3.bucket("backups").object(key).unwrap().bytes(), key.as_bytes(), "{target}");
        let read = served.ask(&request("GET", &format!("/backups/{target}?x-id=GetObject"), ""));
        assert_eq!(read.text(), key, "{target}");
    }
}

#[test]
fn bodies_come_in_every_form() {
    let served = served();
    let chunk = format!("chunk-signature={}", "0".repeat(64));
    let forms: &[(&str, String, &str)] = &[
        ("", "hello".to_owned(), "Content-Length: 5\r\n"),
        (
            "with a hash in capitals",
            "hello".to_owned(),
            "Content-Length: 5\r\n\
             x-amz-content-sha256: 2CF24DBA5FB0A30E26E83B2AC5B9E29E1B161E5C1FA7425E73043362938B9824\r\n",
        ),
        ("of a form", "a=b&c=d".to_owned(), "Content-Length: 7\r\nContent-Type: application/x-www-form-urlencoded\r\n"),
        (
            "in chunks",
            "2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\nTrailer: x\r\n\r\n".to_owned(),
            "Transfer-Encoding: chunked\r\n",
        ),
        (
            "framed",
            "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n".to_owned(),
            "Content-Length: 46\r\nContent-Encoding: aws-chunked\r\nx-amz-trailer: x-amz-checksum-crc32\r\n\
             x-amz-decoded-content-length: 5\r\nx-amz-content-sha256: STREAMING-UNSIGNED-PAYLOAD-TRAILER\r\n",
        ),
        (
            "framed and signed",
            format!("5;{chunk}\r\nhello\r\n0;{chunk}\r\n\r\n"),
            "Content-Length: 177\r\nx-amz-decoded-content-length: 5\r\n\
             x-amz-content-sha256: STREAMING-AWS4-HMAC-SHA256-PAYLOAD\r\n\
             Authorization: AWS4-HMAC-SHA256 Credential=AKID/20260101/us-east-1/s3/aws4_request,\
             SignedHeaders=host,Signature=00\r\n",
        ),
        (
            "framed in chunks",
            "a\r\n5\r\nhello\r\n\r\n5\r\n0\r\n\r\n\r\n0\r\n\r\n".to_owned(),
            "Transfer-Encoding: chunked\r\nContent-Encoding: aws-chunked\r\nx-amz-decoded-content-length: 5\r\n\
             x-amz-content-sha256: STREAMING-UNSIGNED-PAYLOAD-TRAILER\r\n",
        ),
    ];
    for (form, body, headers) in forms {
        let signed = if *form == "framed and signed" { SIGNED } else { "" };
        let head = request("PUT", "/backups/note", &format!("{signed}{headers}"));
        let sent = [head.as_slice(), body.as_bytes()].concat();
        let answer = served.ask(&sent);
        assert_eq!(answer.outcome(), "200", "{form}: {}", answer.text());
        let expected = if *form == "of a form" { "a=b&c=d" } else { "hello" };
        assert_eq!(served.s3.bucket("backups").object("note").unwrap().bytes(), expected, "{form}");
    }
}

#[test]
fn a_client_that_asks_first_is_told_to_go_on_or_not_to() {
    let served = served();
    let asking = |target: &str, length: u64| {
        request("PUT", target, &format!("Expect: 100-Continue\r\nContent-Length: {length}\r\n"))
    };
    let mut connection = served.connect();
    for _ in 0..2 {
        connection.send(&asking("/backups/note", 5));
        assert_eq!(connection.any_answer(false).unwrap().status, 100);
        connection.send(b"hello");
        assert_eq!(connection.answer().unwrap().outcome(), "200");
    }
    connection.send(&asking("/backups/empty", 0));
    let answer = connection.any_answer(false).unwrap();
    assert_eq!((answer.outcome().as_str(), answer.header("connection")), ("200", Some("close")), "no leave was given");
    for (target, length, expected) in [
        ("/backups/note", 5 * 1024 * 1024 * 1024 + 1, "400 EntityTooLarge"),
        ("/backups?tagging", 16 * 1024 * 1024 + 1, "400 MaxMessageLengthExceeded"),
        ("/backups/100%", 5, "400 InvalidURI"),
    ] {
        let mut connection = served.connect();
        connection.send(&asking(target, length));
        let answer = connection.any_answer(false).unwrap();
        assert_eq!(answer.outcome(), expected);
        assert_eq!(answer.header("connection"), Some("close"));
        assert!(connection.is_ended(), "{target}");
    }
}

#[test]
fn a_client_that_may_not_write_is_told_so_before_its_body() {
    let s3 = open_world();
    let upload = s3.create_bucket("private").begin_upload("db.tar");
    let served = Served::with(s3, |server| server);
    let part = format!("/private/db.tar?partNumber=1&uploadId={upload}");
    for (target, expected) in [
        ("/private/note", "403 AccessDenied"),
        (part.as_str(), "403 AccessDenied"),
        ("/missing/note", "404 NoSuchBucket"),
    ] {
        let mut connection = served.connect();
        connection.send(&request("PUT", target, "Expect: 100-continue\r\nContent-Length: 5\r\n"));
        assert_eq!(connection.any_answer(false).unwrap().outcome(), expected, "{target}");
    }
}

#[test]
fn a_completed_upload_is_located_at_the_endpoint_that_was_called() {
    let served = served();
    for (host, target, expected) in [
        ("127.0.0.1:9000", "/backups/a%20b", "http://127.0.0.1:9000/backups/a%20b"),
        ("backups.localhost:9000", "/a%20b", "http://backups.localhost:9000/a%20b"),
        ("s3.us-east-1.amazonaws.com", "/backups/a%20b", "https://backups.s3.us-east-1.amazonaws.com/a%20b"),
    ] {
        let bucket = served.s3.bucket("backups");
        let upload = bucket.begin_upload("a b");
        let tag = bucket.put_part("a b", &upload, 1, b"x");
        let part = format!("<Part><PartNumber>1</PartNumber><ETag>{tag}</ETag></Part>");
        let list = format!("<CompleteMultipartUpload>{part}</CompleteMultipartUpload>");
        let head = format!("POST {target}?uploadId={upload} HTTP/1.1\r\nHost: {host}\r\n{SIGNED}");
        let answer = served.ask(format!("{head}Content-Length: {}\r\n\r\n{list}", list.len()).as_bytes());
        assert_eq!(answer.element("Location").as_deref(), Some(expected), "{}", answer.text());
    }
}

#[test]
fn a_body_is_as_long_as_it_may_be_and_no_longer() {
    let served = Served::with(open(FakeS3::builder().max_body_bytes(1000)), |server| server);
    for (length, expected) in [(1000, "200"), (1001, "400 EntityTooLarge")] {
        let body = vec![7; length];
        assert_eq!(served.ask(&put("/backups/note", &body)).outcome(), expected, "{length}");
        // Who asks first is told to go on, or at once what he would be told.
        let asking = format!("Expect: 100-continue\r\nContent-Length: {length}\r\n");
        let mut connection = served.connect();
        connection.send(&request("PUT", "/backups/note", &asking));
        let told = connection.any_answer(false).unwrap().status;
        assert_eq!(told, if expected == "200" { 100 } else { 400 }, "{length}");
        let head = request("PUT", "/backups/note", "Transfer-Encoding: chunked\r\n");
        let chunks = [format!("{length:x}\r\n").as_bytes(), &body, b"\r\n0\r\n\r\n"].concat();
        assert_eq!(served.ask(&[head, chunks].concat()).outcome(), expected, "{length} in chunks");
        let frames = [format!("{length:x}\r\n").as_bytes(), &body, b"\r\n0\r\n\r\n"].concat();
        let headers = format!(
            "Content-Length: {}\r\nContent-Encoding: aws-chunked\r\nx-amz-decoded-content-length: {length}\r\n\
             x-amz-content-sha256: STREAMING-UNSIGNED-PAYLOAD-TRAILER\r\n",
            frames.len()
        );
        let whole = [request("PUT", "/backups/note", &headers), frames].concat();
        assert_eq!(served.ask(&whole).outcome(), expected, "{length} in frames");
    }
}

#[test]
fn a_body_beyond_the_limit_is_refused_before_it_is_sent() {
    let s3 = open(FakeS3::builder().max_body_bytes(1000));
    let served = Served::with(s3, |server| server);
    let mut connection = served.connect();
    connection.send(&request("PUT", "/backups/note", "Content-Length: 6000000000\r\n"));
    let answer = connection.answer().unwrap();
    assert_eq!(answer.outcome(), "400 EntityTooLarge");
    assert_eq!(answer.element("ProposedSize").as_deref(), Some("6000000000"));
    assert_eq!(answer.element("MaxSizeAllowed").as_deref(), Some("1000"));
    assert!(connection.is_ended());

    // One that does not say how long it is, is read as far as it may be.
    let mut connection = served.connect();
    connection.send(&request("PUT", "/backups/note", "Transfer-Encoding: chunked\r\n"));
    let chunk = [b"100\r\n".as_slice(), &[7; 256], b"\r\n"].concat();
    let sent = (0..4000).take_while(|_| connection.try_send(&chunk)).count();
    assert!(sent >= 4, "{sent}");
    assert_eq!(connection.answer().unwrap().outcome(), "400 EntityTooLarge");
    assert_eq!(served.s3.stored_bytes(), 0);
}

/// A page that may not see why it is refused learns nothing.
#[test]
fn a_refusal_before_the_body_has_come_may_be_seen_by_pages_too() {
    let s3 = open(FakeS3::builder().max_body_bytes(1000).deny_guesses());
    let rule = CorsRule::builder().allowed_origins("https://app.test").allowed_methods("PUT").build().unwrap();
    let rules = CorsConfiguration::builder().cors_rules(rule).build().unwrap();
    s3.call(PutBucketCorsInput::builder().bucket("backups").cors_configuration(rules)).unwrap();
    let mut served = Served::with(s3, |server| server.idle_timeout(Duration::from_secs(2)));
    let check = |headers: &str, then: fn(&mut Connection), expected: &str| {
        for (origin, seen) in [("https://app.test", Some("https://app.test")), ("https://other.test", None)] {
            let mut connection = served.connect();
            connection.send(&request("PUT", "/backups/note", &format!("Origin: {origin}\r\n{headers}")));
            then(&mut connection);
            let answer = connection.answer().unwrap();
            assert_eq!(answer.outcome(), expected);
            assert_eq!(answer.header("access-control-allow-origin"), seen, "{expected} {origin}");
            assert!(answer.header("x-amz-request-id").is_some() && answer.header("date").is_some(), "{expected}");
        }
    };
    check("Content-Length: 6000000000\r\n", |_| (), "400 EntityTooLarge");
    check("Content-Length: 5\r\n", Connection::end_sending, "400 IncompleteBody");
    check("Content-Length: 5\r\n", |_| (), "400 RequestTimeout");
    let unknown = "Expect: 100-continue\r\nContent-Length: 5\r\nAuthorization: Mumble mumble\r\n";
    check(unknown, |_| (), "400 InvalidArgument");
    // The world panics at a guess.
    check("Content-Length: 0\r\nx-amz-checksum-foo: x\r\n", |_| (), "500 InternalError");
    assert!(catch_unwind(AssertUnwindSafe(|| served.drop_server())).is_err());
}

/// Were the connection just closed, the client's system would throw away the answer that it has not read yet.
#[test]
fn who_goes_on_sending_behind_his_answer_is_listened_to() {
    let served = served();
    let mut connection = served.connect();
    connection.send(&request("PUT", "/backups/note", "Content-Length: 6000000000\r\n"));
    let asked = Instant::now();
    assert_eq!(connection.answer().unwrap().outcome(), "400 EntityTooLarge");
    let block = vec![7; 65_536];
    let is_taken = (0..64).all(|_| connection.try_send(&block));
    connection.end_sending();
    let ended = connection.stream.read(&mut [0]);
    // Who is slower is not waited for, be it for the sake of a busy machine.
    if asked.elapsed() < LINGER {
        assert!(is_taken, "nobody takes it");
        assert_eq!(ended.unwrap(), 0, "it ends, and is not broken off");
    }
}

#[test]
fn answers_without_a_body_have_none() {
    let served = served();
    served.s3.bucket("backups").put_object("note", "twelve bytes");
    let mut connection = served.connect();
    connection.send(&request("HEAD", "/backups/note", ""));
    let head = connection.answer_to(true).unwrap();
    assert_eq!((head.status, head.header("content-length")), (200, Some("12")));
    let tag = head.header("etag").unwrap().to_owned();
    connection.send(&request("HEAD", "/backups/nothing", ""));
    assert_eq!(connection.answer_to(true).unwrap().status, 404);
    connection.send(&request("GET", "/backups/note", &format!("If-None-Match: {tag}\r\n")));
    assert_eq!(connection.answer().unwrap().status, 304);
    connection.send(&request("DELETE", "/backups/note", ""));
    let deleted = connection.answer().unwrap();
    assert_eq!((deleted.status, deleted.header("content-length")), (204, None));
    connection.send(&request("GET", "/backups", ""));
    assert_eq!(connection.answer().unwrap().status, 200, "nothing was left over");
}

/// It says with its last byte that it sends no more, and goes on reading: until it has everything, however long that is.
#[test]
fn a_client_that_half_closes_gets_all_its_answers() {
    let served = served();
    let bytes: Vec<u8> = (0..3_000_000_u32).map(|at| at.wrapping_mul(2_654_435_761).to_be_bytes()[1]).collect();
    let mut connection = served.connect();
    connection.send(&put("/backups/note", &bytes));
    connection.send(&request("GET", "/backups/note", ""));
    connection.send(&request("HEAD", "/backups/note", ""));
    connection.send(&request("GET", "/backups/nothing", ""));
    connection.end_sending();
    assert_eq!(connection.answer().unwrap().outcome(), "200");
    assert!(connection.answer().unwrap().body == bytes, "the bytes are others");
    assert_eq!(connection.answer_to(true).unwrap().header("content-length"), Some("3000000"));
    assert_eq!(connection.answer().unwrap().outcome(), "404 NoSuchKey");
    assert!(connection.is_ended());

    // It was to send five bytes, and sends two.
    let mut connection = served.connect();
    connection.send(&request("PUT", "/backups/half", "Expect: 100-continue\r\nContent-Length: 5\r\n"));
    assert_eq!(connection.any_answer(false).unwrap().status, 100);
    connection.send(b"he");
    connection.end_sending();
    let answer = connection.answer().unwrap();
    assert_eq!((answer.outcome().as_str(), answer.header("connection")), ("400 IncompleteBody", Some("close")));
    assert!(connection.is_ended() && served.s3.bucket("backups").object("half").is_none());
}

#[test]
fn http_1_0_is_answered_and_closed() {
    let served = served();
    served.s3.bucket("backups").put_object("note", "old");
    let mut connection = served.connect();
    connection.send(b"GET /backups/note HTTP/1.0\r\n\r\n");
    assert_eq!(connection.answer().unwrap().text(), "old");
    assert!(connection.is_ended());
    let mut connection = served.connect();
    for _ in 0..2 {
        connection.send(b"GET /backups/note HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        assert_eq!(connection.answer().unwrap().text(), "old");
    }
}

#[test]
fn headers_of_up_to_8_kilobytes_are_taken() {
    let served = served();
    let ask = |headers: usize| {
        let headers = format!("x-y: {}\r\n", "a".repeat(20)).repeat(headers);
        served.ask(&request("GET", "/backups", &headers))
    };
    assert_eq!(ask(280).outcome(), "200");
    let refused = ask(310);
    assert_eq!(refused.outcome(), "400 RequestHeaderSectionTooLarge");
    assert_eq!(refused.element("MaxSizeAllowed").as_deref(), Some("8192"));
    assert_eq!(ask(2000).outcome(), "400 RequestHeaderSectionTooLarge");
}

#[test]
fn a_pattern_of_48_tebibytes_is_sent_as_it_is_read() {
    let served = Served::with(open(FakeS3::builder().max_body_bytes(48 << 40)), |server| server);
    served.s3.bucket("backups").put_object("large", Pattern::new("0123456789", 48 << 40));
    let mut connection = served.connect();
    connection.send(&request("GET", "/backups/large", ""));
    let mut seen = 0;
    while seen < 100 {
        assert!(connection.read_more());
        seen += 1;
    }
    let ranged = served.ask(&request("GET", "/backups/large", "Range: bytes=50000000000005-50000000000009\r\n"));
    assert_eq!((ranged.status, ranged.text().as_str()), (206, "56789"));
}

#[test]
fn requests_come_from_where_the_connection_does_and_count_as_tls_or_not() {
    let policy = r#"{"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::backups/here",
         "Condition": {"IpAddress": {"aws:SourceIp": "127.0.0.1"}}},
        {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::backups/there",
         "Condition": {"IpAddress": {"aws:SourceIp": "192.0.2.1"}}},
        {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::backups/secure",
         "Condition": {"Bool": {"aws:SecureTransport": "true"}}}]}"#;
    for is_secure in [true, false] {
        let s3 = open_world();
        s3.bucket("backups").set_policy(policy);
        for key in ["here", "there", "secure"] {
            s3.bucket("backups").put_object(key, "");
        }
        let served = Served::with(s3, |server| server.counts_as_tls(is_secure));
        let status = |key: &str| served.ask(&request("GET", &format!("/backups/{key}"), "")).status;
        assert_eq!([status("here"), status("there")], [200, 403]);
        assert_eq!(status("secure"), if is_secure { 200 } else { 403 });
    }
}

#[test]
fn the_world_itself_is_asked_below_a_name_that_no_bucket_has() {
    let served = served();
    let health = served.ask(&request("GET", "/_fake-s3/health", ""));
    assert_eq!((health.status, health.text().as_str()), (200, "{\"status\":\"ready\"}\n"));
    assert_eq!(health.header("content-type"), Some("application/json"));
    for (method, target, status) in [("GET", "/_fake-s3/nothing", 404), ("DELETE", "/_fake-s3/health", 405)] {
        let refused = served.ask(&request(method, target, ""));
        assert_eq!(refused.status, status);
        assert!(refused.text().starts_with("{\"error\":\""), "{}", refused.text());
    }
    // Where the host is a bucket's, it is a key.
    let key = served.ask(b"GET /_fake-s3/health HTTP/1.1\r\nHost: backups.localhost\r\n\r\n");
    assert_eq!(key.outcome(), "404 NoSuchKey");
}

#[test]
fn only_addresses_of_this_machine_are_taken_unless_any_is() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let s3 = FakeS3::new();
        let refused = s3.serve("0.0.0.0:0").await.unwrap_err().to_string();
        assert!(refused.starts_with("0.0.0.0:0 can be reached from other machines"), "{refused}");
        assert!(s3.serve("[::]:0").await.is_err());
        let open = s3.server().any_address(true).serve("0.0.0.0:0").await.unwrap();
        assert_eq!(open.endpoint_url(), format!("http://127.0.0.1:{}", open.address().port()));
        let taken = s3.serve(("127.0.0.1", open.address().port())).await;
        assert_eq!(taken.unwrap_err().kind(), std::io::ErrorKind::AddrInUse);
    });
}

#[test]
fn a_domain_is_a_name() {
    let refused = catch_unwind(|| FakeS3::new().server().domain("localhost:9000")).unwrap_err();
    assert!(refused.downcast_ref::<String>().unwrap().starts_with("`localhost:9000` is no domain"));
}

#[test]
fn one_thread_serves_its_own_clients() {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let s3 = open_world();
        let server = s3.serve("127.0.0.1:0").await.unwrap();
        let mut stream = tokio::net::TcpStream::connect(server.address()).await.unwrap();
        stream.write_all(&put("/backups/note", b"hello")).await.unwrap();
        let mut answer = vec![0; 1024];
        let bytes = stream.read(&mut answer).await.unwrap();
        assert!(answer[..bytes].starts_with(b"HTTP/1.1 200 OK\r\n"));
        server.shutdown().await;
        assert_eq!(s3.bucket("backups").object("note").unwrap().bytes(), "hello");
        assert_eq!(stream.read(&mut answer).await.unwrap(), 0);
    });
}

/// A copy has no body, and takes as long to digest as what it copies; the only thread of the runtime serves on.
#[test]
fn a_copy_is_made_aside() {
    let served = served();
    served.s3.bucket("backups").put_object("large", Pattern::zeros(16 << 20));
    let mut copying = served.connect();
    let headers = "x-amz-content-sha256: UNSIGNED-PAYLOAD\r\nx-amz-checksum-algorithm: SHA256\r\n\
                   x-amz-copy-source: backups/large\r\n";
    copying.send(&request("PUT", "/backups/copy", &format!("{SIGNED}{headers}")));
    for _ in 0..5 {
        assert_eq!(served.ask(&request("GET", "/_fake-s3/health", "")).status, 200);
    }
    copying.stream.set_nonblocking(true).unwrap();
    assert_eq!(copying.stream.peek(&mut [0]).unwrap_err().kind(), std::io::ErrorKind::WouldBlock, "it is made");
    copying.stream.set_nonblocking(false).unwrap();
    assert_eq!(copying.answer().unwrap().outcome(), "200");
}

#[test]
fn a_call_over_a_socket_is_held_and_delayed() {
    let served = served();
    let hold = served.s3.gate(on_any(), Moment::BeforeTheResponse);
    let mut connection = served.connect();
    connection.send(&put("/backups/note", b"hello"));
    while !hold.is_reached() {
        std::thread::yield_now();
    }
    assert!(served.s3.bucket("backups").object("note").is_some());
    assert_eq!(served.ask(&request("GET", "/backups/note", "")).text(), "hello");
    hold.release();
    assert_eq!(connection.answer().unwrap().outcome(), "200");

    let before = served.s3.clock().now();
    let _delay = served.s3.inject(on_any(), Fault::latency(Duration::from_hours(1)));
    assert_eq!(served.ask(&request("GET", "/backups/note", "")).text(), "hello");
    assert_eq!(served.s3.clock().now().secs() - before.secs(), 3600);
}

#[test]
fn a_world_in_real_time_is_served() {
    let served = Served::with(open(FakeS3::builder().real_time_times(1_000_000, Anchor::Start)), |server| server);
    let _delay = served.s3.inject(on_any(), Fault::latency(Duration::from_mins(10)));
    assert_eq!(served.ask(&put("/backups/note", b"hello")).outcome(), "200");
}

/// Bodies of which every byte is another, in pieces of any size.
#[test]
fn bodies_arrive_whole_whatever_their_size_and_their_packets() {
    let served = served();
    let bytes: Vec<u8> = (0..3_000_000_u32).map(|at| at.wrapping_mul(2_654_435_761).to_be_bytes()[1]).collect();
    for (length, packet) in [(1, 1), (5000, 1), (300_000, 1000), (1_048_576, 65_536), (3_000_000, 3_000_000)] {
        let mut connection = served.connect();
        for is_chunked in [false, true] {
            let head = match is_chunked {
                true => "Transfer-Encoding: chunked\r\n".to_owned(),
                false => format!("Content-Length: {length}\r\n"),
            };
            connection.send(&request("PUT", "/backups/note", &head));
            for piece in bytes[..length].chunks(packet) {
                if is_chunked {
                    connection.send(format!("{:x}\r\n", piece.len()).as_bytes());
                }
                connection.send(piece);
                if is_chunked {
                    connection.send(b"\r\n");
                }
            }
            if is_chunked {
                connection.send(b"0\r\n\r\n");
            }
            assert_eq!(connection.answer().unwrap().outcome(), "200");
            connection.send(&request("GET", "/backups/note", ""));
            let read: Answer = connection.answer().unwrap();
            assert!(read.body == bytes[..length], "{length} bytes in packets of {packet}");
        }
    }
}
