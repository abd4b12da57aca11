//! Clients that mean no good, or know no better: each is answered or hung up on, nothing changes, and the server serves
//! on.

use crate::wire::{Connection, Served};
use aws_smithy_types::base64;
use fake_s3::{FakeS3, Pattern};
use md5::{Digest as _, Md5};
use parking_lot::Mutex;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

/// What a client does, in its order.
enum Act {
    Send(Vec<u8>),
    /// The same, a byte at a time.
    Drip(Vec<u8>),
    /// It sends nothing more, and waits for its answer.
    EndSending,
    /// It goes away without a word.
    HangUp,
}

use Act::*;

/// How long the server waits for this client.
#[derive(Clone, Copy, PartialEq)]
enum Server {
    Patient,
    Impatient,
}

struct Case {
    what: &'static str,
    acts: Vec<Act>,
    server: Server,
    /// The answers: status, and S3's code where there is one. `ends` is the end of the connection; where it does not
    /// stand, the connection serves the next request.
    expected: &'static str,
}

fn case(what: &'static str, sent: impl Into<Vec<u8>>, expected: &'static str) -> Case {
    Case { what, acts: vec![Send(sent.into())], server: Server::Patient, expected }
}

impl Case {
    fn then(mut self, act: Act) -> Self {
        self.acts.push(act);
        self
    }

    fn at(mut self, server: Server) -> Self {
        self.server = server;
        self
    }
}

/// A request line and these headers.
fn head(line: &str, headers: &str) -> Vec<u8> {
    format!("{line} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n").into_bytes()
}

/// A read of what is there, with these headers.
fn get(headers: &str) -> Vec<u8> {
    head("GET /backups/note", headers)
}

/// A write that must come to nothing.
fn put(headers: &str, body: &[u8]) -> Vec<u8> {
    [&head("PUT /backups/evil", headers), body].concat()
}

fn document(target: &str, body: &str) -> Vec<u8> {
    let digest = base64::encode(Md5::digest(body.as_bytes()));
    let headers = format!("Content-MD5: {digest}\r\nContent-Length: {}\r\n", body.len());
    [&head(target, &headers), body.as_bytes()].concat()
}

fn chunked(body: &[u8]) -> Vec<u8> {
    put("Transfer-Encoding: chunked\r\n", body)
}

fn framed(decoded: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let headers = format!(
        "Content-Length: {length}\r\nx-amz-content-sha256: STREAMING-UNSIGNED-PAYLOAD-TRAILER\r\n\
         x-amz-decoded-content-length: {decoded}\r\n"
    );
    put(&headers, body)
}

fn request_lines() -> Vec<Case> {
    vec![
        case("bytes of no protocol", b"\x00\xff\xfe\x80\r\n\r\n", "400 BadRequest, ends"),
        case("TLS", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", "400 BadRequest, ends"),
        case("HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "ends"),
        case("HTTP/0.9", b"GET /backups/note\r\n\r\n", "400 BadRequest, ends"),
        case("HTTP/3.7", b"GET /backups/note HTTP/3.7\r\n\r\n", "400 BadRequest, ends"),
        case("no target", b"GET HTTP/1.1\r\n\r\n", "400 BadRequest, ends"),
        case("a space in the target", head("GET /backups/a b", ""), "400 BadRequest, ends"),
        case("NUL in the target", head("GET /backups/\0", ""), "400 BadRequest, ends"),
        case(
            "a line that ends in CR alone",
            b"GET /backups/note HTTP/1.1\rHost: localhost\r\r",
            "400 BadRequest, ends",
        ),
        case("lines that end in LF alone", b"GET /backups/note HTTP/1.1\nHost: localhost\n\n", "200"),
        case("empty lines before the request", [b"\r\n\r\n", get("").as_slice()].concat(), "200"),
        case("a method in small letters", head("get /backups/note", ""), "405 MethodNotAllowed"),
        case("a method that nobody knows", head("BREW /backups/note", ""), "405 MethodNotAllowed"),
        case("TRACE", head("TRACE /backups/note", ""), "405 MethodNotAllowed"),
        case("CONNECT", head("CONNECT example.com:443", ""), "405 MethodNotAllowed"),
        case("OPTIONS of the server", head("OPTIONS *", ""), "400 BadRequest"),
        case("the address of another host", head("GET http://example.com/backups/note", ""), "200"),
        case("a target of 70,000 bytes", head(&format!("GET /{}", "a".repeat(70_000)), ""), "414, ends"),
        case("a key of 9,000 bytes", head(&format!("GET /backups/{}", "a".repeat(9000)), ""), "400 KeyTooLongError"),
        case("a bare percent sign", head("GET /backups/%", ""), "400 InvalidURI"),
        case("a percent sign before no digits", head("GET /backups/%zz", ""), "400 InvalidURI"),
        case("a path that is not UTF-8", head("GET /backups/%FF%FE", ""), "400 InvalidURI"),
        case("a query that is not UTF-8", head("GET /backups?prefix=%FF", ""), "400 InvalidURI"),
        case("a key with NUL", head("GET /backups/%00", ""), "404 NoSuchKey"),
        case("a climb out of the bucket", head("GET /backups/../../etc/passwd", ""), "400"),
    ]
}

fn headers() -> Vec<Case> {
    let many = "x-y: z\r\n".repeat(3000);
    let long = |bytes| format!("x-long: {}\r\n", "a".repeat(bytes));
    let body = "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello";
    vec![
        case("a header without a colon", get("nonsense\r\n"), "400 BadRequest, ends"),
        case("a space in a header's name", get("x y: z\r\n"), "400 BadRequest, ends"),
        case("a folded header", get("x-fold: a\r\n b\r\n"), "400 BadRequest, ends"),
        case("NUL in a header", get("x-nul: a\0b\r\n"), "400 BadRequest, ends"),
        case(
            "a header that is not UTF-8",
            [&get("")[..get("").len() - 2], b"x: \xff\r\n\r\n"].concat(),
            "400 BadRequest",
        ),
        case("9 KB of headers", get(&long(9000)), "400 RequestHeaderSectionTooLarge"),
        case("100 KB of headers", get(&long(100_000)), "400 RequestHeaderSectionTooLarge"),
        case("2 MB of headers", get(&long(2_000_000)), "400 RequestHeaderSectionTooLarge, ends"),
        case("3,000 headers", get(&many), "400 RequestHeaderSectionTooLarge, ends"),
        case("no host", b"GET /backups/note HTTP/1.1\r\n\r\n", "400, ends"),
        case("two hosts", get("Host: evil.localhost\r\n"), "200"),
        case("a host that is none", b"GET /backups/note HTTP/1.1\r\nHost: [::::\r\n\r\n", "200"),
        case(
            "a host that begins like AWS's",
            b"GET /backups/note HTTP/1.1\r\nHost: a.s3.amazonaws.com.evil\r\n\r\n",
            "200",
        ),
        case(
            "a bucket in the host that is not there",
            b"GET /k HTTP/1.1\r\nHost: evil.localhost\r\n\r\n",
            "404 NoSuchBucket",
        ),
        case("an expectation of something else", get("Expect: a-miracle\r\n"), "200"),
        case("an upgrade to a web socket", get("Connection: upgrade\r\nUpgrade: websocket\r\n"), "200"),
        case(
            "an upgrade to HTTP/2",
            get("Connection: upgrade, http2-settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAA\r\n"),
            "200",
        ),
        case("a length that is negative", put("Content-Length: -1\r\n", b""), "400 BadRequest, ends"),
        case("a length with a plus", put("Content-Length: +5\r\n", b"hello"), "400 BadRequest, ends"),
        case("a length that is no number", put("Content-Length: five\r\n", b"hello"), "400 BadRequest, ends"),
        case("a length that is empty", put("Content-Length:\r\n", b""), "400 BadRequest, ends"),
        case(
            "a length of more than 64 bits",
            put("Content-Length: 18446744073709551616\r\n", b""),
            "400 BadRequest, ends",
        ),
        case(
            "a length of almost 64 bits",
            put("Content-Length: 9223372036854775807\r\n", b""),
            "400 EntityTooLarge, ends",
        ),
        case("two lengths", put("Content-Length: 5\r\nContent-Length: 6\r\n", b"hello!"), "400 BadRequest, ends"),
        case("a list of lengths", put("Content-Length: 5, 6\r\n", b"hello!"), "400 BadRequest, ends"),
        case("the same length twice", [&get("")[..get("").len() - 2], body.as_bytes()].concat(), "200"),
    ]
}

fn codings() -> Vec<Case> {
    let smuggled = head("DELETE /backups/note", "");
    let coded = |coding: &str| put(&format!("Transfer-Encoding: {coding}\r\n"), b"0\r\n\r\n");
    let both = |first: &str, second: &str| {
        let body = format!("{first}{second}\r\n0\r\n\r\n");
        [&get("")[..get("").len() - 2], body.as_bytes(), &smuggled].concat()
    };
    let (length, coding) = (format!("Content-Length: {}\r\n", smuggled.len() + 5), "Transfer-Encoding: chunked\r\n");
    vec![
        case("a request behind a length and a coding", both(&length, coding), "200, ends"),
        case("a request behind a coding and a length", both(coding, &length), "200, ends"),
        case("a coding that is not the last", coded("chunked, gzip"), "400 BadRequest, ends"),
        case("a coding that nobody knows", coded("xchunked"), "400 BadRequest, ends"),
        case("a coding beside chunks", coded("gzip, chunked"), "501 NotImplemented"),
        case("chunks of chunks", coded("chunked, chunked"), "501 NotImplemented"),
        case(
            "chunks in HTTP/1.0",
            b"PUT /backups/evil HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n".as_slice(),
            "400 BadRequest, ends",
        ),
        case("a chunk whose size is no number", chunked(b"zz\r\nhello\r\n0\r\n\r\n"), "400 IncompleteBody, ends"),
        case("a chunk whose size is negative", chunked(b"-5\r\nhello\r\n0\r\n\r\n"), "400 IncompleteBody, ends"),
        case("a chunk whose size has no end", chunked(&[b'0'; 100_000]), "400 IncompleteBody, ends").then(EndSending),
        case("a chunk of more than 64 bits", chunked(b"10000000000000000\r\nx"), "400 IncompleteBody, ends"),
        case("a chunk that is longer than it says", chunked(b"5\r\nhello!\r\n0\r\n\r\n"), "400 IncompleteBody, ends"),
        case(
            "a chunk with an endless extension",
            chunked(&[b"5;", [b'x'; 100_000].as_slice(), b"\r\nhello\r\n0\r\n\r\n"].concat()),
            "400 IncompleteBody, ends",
        ),
        case(
            "a trailer that is no header",
            chunked(b"5\r\nhello\r\n0\r\nnonsense\r\n\r\n"),
            "400 IncompleteBody, ends",
        ),
        case("a chunk of almost 64 bits", chunked(b"fffffffffffffff0\r\nhello"), "400 IncompleteBody, ends")
            .then(EndSending),
    ]
}

fn bodies() -> Vec<Case> {
    let nested = format!("<Tagging>{}", "<a>".repeat(200_000));
    let bomb =
        "<!DOCTYPE a [<!ENTITY b \"bbbb\"><!ENTITY c \"&b;&b;&b;\">]><Delete><Object><Key>&c;</Key></Object></Delete>";
    vec![
        case("a body that ends early", put("Content-Length: 10\r\n", b"hello"), "400 IncompleteBody, ends")
            .then(EndSending),
        case("chunks that end early", chunked(b"5\r\nhel"), "400 IncompleteBody, ends").then(EndSending),
        case("chunks without a last one", chunked(b"5\r\nhello\r\n"), "400 IncompleteBody, ends").then(EndSending),
        case("a client that is gone in the head", b"GET /backups/no", "").then(HangUp),
        case("a client that is gone in the body", put("Content-Length: 10\r\n", b"hello"), "").then(HangUp),
        case("a client that is gone in a chunk", chunked(b"5\r\nhel"), "").then(HangUp),
        case("a client that is gone before its answer", get(""), "").then(HangUp),
        case("a client that asks and is gone", put("Expect: 100-continue\r\nContent-Length: 5\r\n", b""), "")
            .then(HangUp),
        case("a client that says nothing", b"", "ends").then(EndSending),
        case("half a head", b"GET /backups/note HT", "ends").then(EndSending),
        case("a whole request and no more", get(""), "200, ends").then(EndSending),
        case(
            "three requests at once",
            [get(""), head("GET /backups/none", ""), get("")].concat(),
            "200, 404 NoSuchKey, 200",
        ),
        case(
            "a request behind one that is refused for its length",
            [put("Content-Length: 9000000000000\r\n", b""), get("")].concat(),
            "400 EntityTooLarge, ends",
        ),
        case("bytes where none are taken", [get("Content-Length: 5\r\n").as_slice(), b"hello"].concat(), "200"),
        case(
            "a request behind a body that is too short",
            put("Content-Length: 500\r\n", &get("")),
            "400 IncompleteBody, ends",
        )
        .then(EndSending),
        case("a document that is none", document("POST /backups?delete", "hello"), "400 MalformedXML"),
        case("a document with entities", document("POST /backups?delete", bomb), "400 MalformedXML"),
        case("a document without a bottom", document("PUT /backups?tagging", &nested), "400 MalformedXML"),
        case(
            "a document that is compressed",
            document("PUT /backups?tagging", "\u{1f}\u{8b}\u{8}"),
            "400 MalformedXML",
        ),
        case(
            "a document of 17 MB",
            head("PUT /backups?tagging", "Content-Length: 17000000\r\n"),
            "400 MaxMessageLengthExceeded, ends",
        ),
    ]
}

fn frames() -> Vec<Case> {
    let line = [b'a'; 10_000];
    vec![
        case("a frame of 64 bits", framed("5", b"FFFFFFFFFFFFFFFF\r\nhello\r\n0\r\n\r\n"), "400 IncompleteBody"),
        case(
            "a frame of more than 64 bits",
            framed("5", b"FFFFFFFFFFFFFFFFF\r\nhello\r\n0\r\n\r\n"),
            "400 IncompleteBody",
        ),
        case("a frame whose size is no number", framed("5", b"five\r\nhello\r\n0\r\n\r\n"), "400 IncompleteBody"),
        case("frames without an end", framed("5", b"5\r\nhello\r\n"), "400 IncompleteBody"),
        case("frames of other bytes than was said", framed("6", b"5\r\nhello\r\n0\r\n\r\n"), "400 IncompleteBody"),
        case("frames of a negative length", framed("-5", b"5\r\nhello\r\n0\r\n\r\n"), "400 InvalidArgument"),
        case("frames of a gigantic length", framed("99999999999", b"0\r\n\r\n"), "400 IncompleteBody"),
        case("frames of no length", framed("", b"5\r\nhello\r\n0\r\n\r\n"), "400 InvalidArgument"),
        case("a frame's line without an end", framed("5", &line), "400 IncompleteBody"),
        case(
            "a trailer without a value",
            framed("5", b"5\r\nhello\r\n0\r\nnonsense\r\n\r\n"),
            "400 MalformedTrailerError",
        ),
        case("bytes behind the frames", framed("5", b"5\r\nhello\r\n0\r\n\r\nmore"), "400 IncompleteBody"),
        case("no frames at all", framed("5", b"hello"), "400 IncompleteBody"),
    ]
}

fn slow_clients() -> Vec<Case> {
    let slow = |what, sent: Vec<u8>, expected| case(what, sent, expected).at(Server::Impatient);
    vec![
        slow("nothing at all", Vec::new(), "ends"),
        slow("half a head, and nothing more", b"GET /backups/no".to_vec(), "ends"),
        slow("a request, and nothing more", get(""), "200, ends"),
        slow("half a body, and nothing more", put("Content-Length: 10\r\n", b"hello"), "400 RequestTimeout, ends"),
        slow("half a chunk, and nothing more", chunked(b"5\r\nhel"), "400 RequestTimeout, ends"),
        slow(
            "a question, and nothing more",
            put("Expect: 100-continue\r\nContent-Length: 10\r\n", b""),
            "400 RequestTimeout, ends",
        ),
        slow("half a message to the world", head("POST /_fake-s3/x", "Content-Length: 5\r\n"), "408, ends"),
        Case {
            what: "a byte at a time",
            acts: vec![Drip(get("Content-Length: 5\r\n")), Drip(b"hello".to_vec())],
            server: Server::Patient,
            expected: "200",
        },
        Case {
            what: "chunks, a byte at a time",
            acts: vec![Drip(get("Transfer-Encoding: chunked\r\n")), Drip(b"5\r\nhello\r\n0\r\n\r\n".to_vec())],
            server: Server::Patient,
            expected: "200",
        },
    ]
}

fn world() -> FakeS3 {
    let s3 = FakeS3::builder().public_access_blocked(false).chunked_transfer(true).max_body_bytes(5 << 40).build();
    let all = r#"{"Effect": "Allow", "Principal": "*", "Action": "s3:*",
        "Resource": ["arn:aws:s3:::backups", "arn:aws:s3:::backups/*"]}"#;
    let bucket = s3.create_bucket("backups");
    bucket.set_policy(&format!(r#"{{"Version": "2012-10-17", "Statement": {all}}}"#));
    bucket.put_object("note", "kept");
    bucket.put_object("large", Pattern::zeros(4 << 40));
    s3
}

/// What a client could have changed.
fn state(s3: &FakeS3) -> String {
    let bucket = s3.bucket("backups");
    let note = bucket.object("note").map(|note| note.bytes());
    format!("{:?} {:?} {:?} {}", note, bucket.object("evil").is_some(), bucket.uploads().len(), s3.stored_bytes())
}

fn play(served: &Served, case: &Case) {
    let mut connection = served.connect();
    for act in &case.acts {
        match act {
            // A server that has answered need not take the rest.
            Send(bytes) => drop(connection.try_send(bytes)),
            Drip(bytes) => bytes.iter().for_each(|byte| connection.send(&[*byte])),
            EndSending => connection.end_sending(),
            HangUp => return,
        }
    }
    for expected in case.expected.split(", ") {
        match expected {
            "ends" => assert!(connection.is_ended(), "{}: something follows", case.what),
            expected => {
                let answer = connection.answer().unwrap_or_else(|| panic!("{}: no answer", case.what));
                assert_eq!(answer.outcome(), expected, "{}: {}", case.what, answer.text());
            }
        }
    }
    if !case.expected.ends_with("ends") {
        read_the_note(&mut connection, case.what);
    }
}

fn read_the_note(connection: &mut Connection, what: &str) {
    connection.send(&get(""));
    let answer = connection.answer().unwrap_or_else(|| panic!("{what}: the connection serves no more"));
    assert_eq!(answer.text(), "kept", "{what}");
}

#[test]
fn whoever_means_no_good_is_answered_and_changes_nothing() {
    let groups = [request_lines(), headers(), codings(), bodies(), frames(), slow_clients()];
    let cases: Vec<Case> = groups.into_iter().flatten().collect();
    assert!(cases.len() >= 100, "{}", cases.len());
    let patient = Served::with(world(), |server| server);
    let impatient = Served::with(world(), |server| server.idle_timeout(Duration::from_secs(2)));
    let before = [state(&patient.s3), state(&impatient.s3)];
    let (next, failed) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let served = if case.server == Server::Patient { &patient } else { &impatient };
                    let played = catch_unwind(AssertUnwindSafe(|| {
                        play(served, case);
                        read_the_note(&mut served.connect(), case.what);
                    }));
                    if played.is_err() {
                        failed.lock().push(case.what);
                    }
                }
            });
        }
    });
    assert!(failed.lock().is_empty(), "see above: {:?}", failed.lock());
    assert_eq!([state(&patient.s3), state(&impatient.s3)], before);
}

#[test]
fn who_never_reads_his_answer_is_hung_up_on() {
    let served = Served::with(world(), |server| server.idle_timeout(Duration::from_secs(2)));
    let mut connection = served.connect();
    connection.send(&head("GET /backups/large", ""));
    // The system takes some megabytes for him; then nothing goes on, until the server has had enough.
    served.wait(Duration::from_secs(5));
    let mut pieces = 0;
    while connection.read_more() {
        pieces += 1;
        assert!(pieces < 100_000, "it is still sent");
    }
    read_the_note(&mut served.connect(), "somebody else");
}

#[test]
fn a_hundred_who_say_nothing_keep_nobody_out() {
    let served = Served::with(world(), |server| server);
    let silent: Vec<_> = (0..100).map(|_| served.connect()).collect();
    for mut one in silent {
        read_the_note(&mut served.connect(), "somebody else");
        read_the_note(&mut one, "one of them");
    }
}
