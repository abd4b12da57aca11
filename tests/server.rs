//! The world on a socket: as clients speak HTTP to it, byte by byte.
#![cfg(feature = "server")]
#![allow(clippy::disallowed_types, clippy::disallowed_methods, reason = "a server ends in real time")]

mod wire;

use fake_s3::{Anchor, Builder, FakeS3, Moment, Pattern, hours};
use http_body_util::Full;
use parking_lot::Mutex;
use std::collections::VecDeque;
use std::net::{IpAddr, TcpStream};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};
use tower_service::Service as _;
use wire::{Answer, Served};

/// A world with a bucket, which everybody may use, so that nobody need sign.
fn open_world() -> FakeS3 {
    open(FakeS3::builder())
}

fn open(builder: Builder) -> FakeS3 {
    let s3 = builder.public_access_blocked(false).build();
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
fn every_request_is_logged_in_one_line() {
    let lines = Arc::new(Mutex::new(Vec::new()));
    let log = lines.clone();
    let served = Served::with(open_world(), |server| server.log(move |line| log.lock().push(line.to_string())));
    served.ask(&request("GET", "/backups/nothing?versionId=null", ""));
    served.ask(&put("/backups/note", b"hello"));
    served.ask(&request("GET", "/_fake-s3/health", ""));
    let lines = lines.lock().clone();
    let refused = "GET /backups/nothing?versionId=null 404 NoSuchKey (there are none)";
    assert_eq!(lines, [refused, "PUT /backups/note 200", "GET /_fake-s3/health 200"]);
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
fn dropping_the_server_closes_the_socket_at_once() {
    let mut served = served();
    let mut idle = served.connect();
    idle.send(&request("GET", "/backups", ""));
    idle.answer().unwrap();
    served.drop_server();
    assert!(TcpStream::connect(served.address).is_err());
    assert!(idle.is_ended());
    // The world goes on, and can be served again.
    assert_eq!(served.s3.buckets().len(), 2);
}

#[test]
fn shutting_down_waits_for_what_is_under_way() {
    let mut served = served();
    let mut idle = served.connect();
    idle.send(&request("GET", "/backups", ""));
    idle.answer().unwrap();
    let mut slow = served.connect();
    slow.send(&request("PUT", "/backups/note", "Expect: 100-continue\r\nContent-Length: 5\r\n"));
    assert_eq!(slow.any_answer(false).unwrap().status, 100);
    slow.send(b"he");
    let address = served.address;
    let sender = std::thread::spawn(move || {
        // Nobody is let in any more; the request goes on.
        while TcpStream::connect(address).is_ok() {
            std::thread::yield_now();
        }
        slow.send(b"llo");
        slow.answer().unwrap()
    });
    served.shut_down();
    assert_eq!(sender.join().unwrap().outcome(), "200");
    assert!(idle.is_ended());
    assert_eq!(served.s3.bucket("backups").object("note").unwrap().bytes(), "hello");
}

#[test]
fn who_has_nothing_to_send_is_not_waited_for() {
    let mut served = served();
    let mut idle: Vec<_> = (0..3).map(|_| served.connect()).collect();
    // One has asked for nothing, one waits for its next request, and one keeps a connection that is closed.
    idle[1].send(&put("/backups/note", b"hello"));
    assert_eq!(idle[1].answer().unwrap().outcome(), "200");
    idle[2].send(&request("GET", "/backups/note", "Connection: close\r\n"));
    assert_eq!(idle[2].answer().unwrap().text(), "hello");
    let begun = Instant::now();
    served.shut_down();
    assert!(begun.elapsed() < Duration::from_millis(1500), "{:?}", begun.elapsed());
    assert!(idle.iter_mut().all(wire::Connection::is_ended));
}

#[test]
fn a_client_may_be_idle_for_ever_or_for_some_time() {
    let served = Served::with(open_world(), |server| server.idle_timeout(Duration::MAX));
    let mut connection = served.connect();
    for _ in 0..2 {
        connection.send(&put("/backups/note", b"hello"));
        assert_eq!(connection.answer().unwrap().outcome(), "200");
    }
    let refused = catch_unwind(|| FakeS3::new().server().idle_timeout(Duration::ZERO)).unwrap_err();
    assert!(refused.downcast_ref::<&str>().unwrap().starts_with("a client may be idle for some time"));
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

/// What a panic says reaches the test, and the client is not left alone with it.
#[test]
fn a_world_that_panics_answers_and_tells_the_test() {
    let s3 = open(FakeS3::builder().deny_guesses());
    let mut served = Served::with(s3, |server| server);
    let guessed = served.ask(&request("GET", "/backups/%FF", ""));
    assert_eq!(guessed.outcome(), "500 InternalError");
    // Also where the head alone is refused.
    let asked = request("PUT", "/backups/%FF", "Expect: 100-continue\r\nContent-Length: 5\r\n");
    assert_eq!(served.ask(&asked).outcome(), "500 InternalError");
    assert_eq!(served.ask(&request("GET", "/backups", "")).outcome(), "200");
    let panic = catch_unwind(AssertUnwindSafe(|| served.drop_server())).unwrap_err();
    let said = panic.downcast_ref::<String>().unwrap();
    assert!(said.starts_with("this test leans on a guess, and guesses are denied"), "{said}");
}

#[test]
fn a_panic_on_another_thread_is_told_too() {
    let s3 = open(FakeS3::builder().deny_guesses());
    let mut served = Served::with(s3, |server| server);
    let body = vec![7; 300_000];
    assert_eq!(served.ask(&put("/backups/%FF", &body)).outcome(), "500 InternalError");
    assert_eq!(served.ask(&put("/backups/note", &body)).outcome(), "200");
    assert!(catch_unwind(AssertUnwindSafe(|| served.shut_down())).is_err());
}

#[test]
fn a_log_that_panics_is_told_too() {
    let mut served = Served::with(open_world(), |server| {
        server.log(|request| assert!(request.uri.path() != "/backups/note", "nobody was to ask for {request}"))
    });
    assert_eq!(served.ask(&request("GET", "/backups/note", "")).outcome(), "500 InternalError");
    assert_eq!(served.ask(&request("GET", "/backups", "")).outcome(), "200");
    let panic = catch_unwind(AssertUnwindSafe(|| served.drop_server())).unwrap_err();
    assert_eq!(
        panic.downcast_ref::<String>().unwrap(),
        "nobody was to ask for GET /backups/note 404 NoSuchKey (there are none)"
    );
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
    let hold = served.s3.hold_next_call(Moment::BeforeTheAnswer);
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
    served.s3.delay_next_call(Duration::from_hours(1));
    assert_eq!(served.ask(&request("GET", "/backups/note", "")).text(), "hello");
    assert_eq!(served.s3.clock().now().secs() - before.secs(), 3600);
}

#[test]
fn a_world_in_real_time_is_served() {
    let served = Served::with(open(FakeS3::builder().real_time_times(1_000_000, Anchor::Start)), |server| server);
    served.s3.delay_next_call(Duration::from_mins(10));
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

/// What frameworks ask of a service before they mount it, whatever the bodies of their requests are.
#[test]
fn a_service_is_mounted_in_whatever_speaks_tower() {
    fn mounted<B, S>(service: S) -> S
    where
        S: tower_service::Service<http::Request<B>, Error = std::convert::Infallible> + Clone + Send + Sync + 'static,
        S::Future: Send,
    {
        service
    }

    /// A layer: whatever passes it comes from elsewhere.
    #[derive(Clone)]
    struct FromElsewhere<S>(S);
    impl<B, S: tower_service::Service<http::Request<B>>> tower_service::Service<http::Request<B>> for FromElsewhere<S> {
        type Response = S::Response;
        type Error = S::Error;
        type Future = S::Future;

        fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
            self.0.poll_ready(cx)
        }

        fn call(&mut self, mut request: http::Request<B>) -> S::Future {
            request.extensions_mut().insert(IpAddr::from([192, 0, 2, 1]));
            self.0.call(request)
        }
    }

    let s3 = open_world();
    let allowed = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": "*", "Action": "s3:*",
        "Resource": "arn:aws:s3:::backups/*", "Condition": {"IpAddress": {"aws:SourceIp": "192.0.2.1"}}}}"#;
    s3.bucket("backups").set_policy(allowed);
    let service = s3.server().domain("s3.test").service();
    mounted::<hyper::body::Incoming, _>(service.clone());
    let here = mounted::<Full<VecDeque<u8>>, _>(service.clone());
    let there = mounted::<Full<VecDeque<u8>>, _>(FromElsewhere(service));
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        let put = || {
            let body = Full::new(VecDeque::from(b"hello".to_vec()));
            http::Request::put("http://backups.s3.test/note").body(body).unwrap()
        };
        assert_eq!(here.clone().call(put()).await.unwrap().status(), 403);
        assert_eq!(there.clone().call(put()).await.unwrap().status(), 200);
    });
    assert_eq!(s3.bucket("backups").object("note").unwrap().bytes(), "hello");
}
