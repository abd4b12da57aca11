//! Many clients at once, for a while: nothing is lost, and every byte is compared.
//!
//! It takes real time, so it runs only where it is asked for:
//! `FAKE_S3_LOAD_SECONDS=60 cargo test --release --features server --test served load:: -- --ignored --nocapture`.

use crate::wire::{Answer, Connection, Served};
use aws_smithy_types::base64;
use fake_s3::FakeS3;
use md5::{Digest as _, Md5};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

const CONNECTIONS: u64 = 64;

/// Chance without chance: the same on every run.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let [.., a, b, c, d] = (self.0 >> 24).to_be_bytes();
        u32::from_be_bytes([a, b, c, d])
    }

    fn below(&mut self, limit: usize) -> usize {
        self.next() as usize % limit
    }
}

/// Bytes of which no two pieces are alike.
static BYTES: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut chance = Chance(0);
    (0..4_000_000).flat_map(|_| chance.next().to_le_bytes()).collect()
});

/// A body in frames, which are those of HTTP and of `aws-chunked` alike.
fn frames(body: &[u8]) -> Vec<u8> {
    let mut framed = Vec::with_capacity(body.len() + body.len() / 1000 + 100);
    for one in body.chunks(65_536) {
        framed.extend_from_slice(format!("{:x}\r\n", one.len()).as_bytes());
        framed.extend_from_slice(one);
        framed.extend_from_slice(b"\r\n");
    }
    framed.extend_from_slice(b"0\r\n\r\n");
    framed
}

/// What has been done, by all.
#[derive(Debug, Default)]
struct Done {
    uploads: AtomicU64,
    parts: AtomicU64,
    bytes: AtomicU64,
}

struct Client<'a> {
    served: &'a Served,
    connection: Connection,
    key: String,
    chance: Chance,
    done: &'a Done,
}

impl Client<'_> {
    fn ask(&mut self, method: &str, query: &str, headers: &str, body: &[u8]) -> Answer {
        let signed = "Authorization: AWS4-HMAC-SHA256 Credential=AKIALOAD/20260101/us-east-1/s3/aws4_request, \
                      SignedHeaders=host, Signature=0\r\nx-amz-date: 20260101T103000Z\r\n";
        let head = format!("{method} {}{query} HTTP/1.1\r\nHost: localhost\r\n{signed}{headers}\r\n", self.key);
        self.connection.send(head.as_bytes());
        for packet in body.chunks(1 + self.chance.below(200_000)) {
            self.connection.send(packet);
        }
        self.connection.answer().expect("an answer")
    }

    /// A part, in one of the forms in which clients send them; gives its tag.
    fn part(&mut self, query: &str, part: &[u8]) -> String {
        let length = |body: &[u8]| format!("Content-Length: {}\r\n", body.len());
        let unsigned = "x-amz-content-sha256: UNSIGNED-PAYLOAD\r\n";
        let framed = format!(
            "x-amz-content-sha256: STREAMING-UNSIGNED-PAYLOAD-TRAILER\r\nx-amz-decoded-content-length: {}\r\n",
            part.len()
        );
        let (headers, body) = match self.chance.below(5) {
            0 => (format!("{unsigned}Transfer-Encoding: chunked\r\n"), frames(part)),
            1 => (framed + &length(&frames(part)), frames(part)),
            2 => (framed + "Transfer-Encoding: chunked\r\n", frames(&frames(part))),
            3 => (format!("{unsigned}Expect: 100-continue\r\n{}", length(part)), part.to_vec()),
            _ => {
                let digest = base64::encode(Md5::digest(part));
                (format!("{unsigned}Content-MD5: {digest}\r\n{}", length(part)), part.to_vec())
            }
        };
        let answer = self.ask("PUT", query, &headers, &body);
        assert_eq!(answer.outcome(), "200", "{}", answer.text());
        answer.header("etag").unwrap().to_owned()
    }

    /// An upload from its beginning to its end; what is read is what was written.
    fn upload(&mut self) {
        let unsigned = "x-amz-content-sha256: UNSIGNED-PAYLOAD\r\n";
        let created = self.ask("POST", "?uploads", unsigned, b"");
        let id = created.element("UploadId").unwrap();
        let (mut whole, mut list) = (Vec::new(), String::new());
        for number in 1..=1 + self.chance.below(5) {
            let length = [1, 1000, 70_000, 1_100_000, 3_000_000][self.chance.below(5)];
            let (from, length) = (self.chance.below(12_000_000), 1 + self.chance.below(length));
            let part = &BYTES[from..from + length];
            let tag = self.part(&format!("?partNumber={number}&uploadId={id}"), part);
            list.extend(["<Part><PartNumber>", &number.to_string(), "</PartNumber><ETag>", &tag, "</ETag></Part>"]);
            self.done.parts.fetch_add(1, Ordering::Relaxed);
            whole.extend_from_slice(part);
        }
        if self.chance.below(8) == 0 {
            assert_eq!(self.ask("DELETE", &format!("?uploadId={id}"), unsigned, b"").outcome(), "204");
        } else {
            let document = format!("<CompleteMultipartUpload>{list}</CompleteMultipartUpload>");
            let headers = format!("{unsigned}Content-Length: {}\r\n", document.len());
            let completed = self.ask("POST", &format!("?uploadId={id}"), &headers, document.as_bytes());
            assert_eq!(completed.outcome(), "200", "{}", completed.text());
            let read = self.ask("GET", "", unsigned, b"");
            assert_eq!(read.outcome(), "200");
            assert!(read.body == whole, "{} bytes of {} are others", read.body.len(), whole.len());
            assert_eq!(self.ask("DELETE", "", unsigned, b"").outcome(), "204");
        }
        self.done.uploads.fetch_add(1, Ordering::Relaxed);
        self.done.bytes.fetch_add(whole.len() as u64, Ordering::Relaxed);
        if self.chance.below(10) == 0 {
            self.connection = self.served.connect();
        }
    }
}

#[test]
#[ignore = "it takes a minute of real time"]
fn sixty_four_clients_lose_and_corrupt_nothing() {
    let seconds = std::env::var_os("FAKE_S3_LOAD_SECONDS").map_or(60, |text| text.to_str().unwrap().parse().unwrap());
    let s3 = FakeS3::builder().min_part_bytes(1).chunked_transfer(true).build();
    s3.create_bucket("backups");
    let served = Served::with(s3, |server| server);
    let (done, is_over) = (Done::default(), AtomicBool::new(false));
    thread::scope(|scope| {
        for number in 0..CONNECTIONS {
            let (served, done, is_over) = (&served, &done, &is_over);
            scope.spawn(move || {
                let key = format!("/backups/client%20{number}/db.tar");
                let (connection, chance) = (served.connect(), Chance(number));
                let mut client = Client { served, connection, key, chance, done };
                while !is_over.load(Ordering::Relaxed) {
                    client.upload();
                }
            });
        }
        served.wait(Duration::from_secs(seconds));
        is_over.store(true, Ordering::Relaxed);
    });
    let bucket = served.s3.bucket("backups");
    assert_eq!((bucket.uploads().len(), served.s3.stored_bytes()), (0, 0));
    assert!(done.uploads.load(Ordering::Relaxed) >= CONNECTIONS, "{done:?}");
    println!("{done:?}");
}
