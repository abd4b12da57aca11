//! Many threads on one world: what they are answered is what one after the other would have been.
//!
//! The world names every request, and the same world names the same requests the same. So the order in which the calls
//! were served can be read off their answers, the calls made again in that order, and every byte compared.

use bytes::Bytes;
use fake_s3::FakeS3;
use http::{Request, Response};
use std::collections::BTreeMap;
use std::thread;

const THREADS: u64 = 8;
const CALLS: usize = 250;
const KEYS: [&str; 3] = ["a", "b", "c"];

/// A call, as it can be made again.
#[derive(Debug, Clone)]
struct Call {
    method: &'static str,
    address: String,
    header: (&'static str, &'static str),
    body: String,
}

fn call(method: &'static str, address: impl Into<String>, body: impl Into<String>) -> Call {
    Call { method, address: address.into(), header: ("x-nothing", ""), body: body.into() }
}

fn world() -> FakeS3 {
    let s3 = FakeS3::builder().seed(11).min_part_bytes(2).build();
    s3.create_bucket("plain");
    s3.create_bucket("kept").enable_versioning();
    s3
}

fn make(s3: &FakeS3, call: &Call) -> Response<Bytes> {
    let uri = format!("https://s3.us-east-1.amazonaws.com{}", call.address);
    let request = Request::builder().method(call.method).uri(uri).header(call.header.0, call.header.1);
    let request = request.header("content-length", call.body.len());
    s3.http(request.body(Bytes::from(call.body.clone())).unwrap())
}

fn request_id(answer: &Response<Bytes>) -> String {
    answer.headers()["x-amz-request-id"].to_str().unwrap().to_owned()
}

/// All of an answer that goes over the wire.
fn told(answer: &Response<Bytes>) -> String {
    format!("{} {:?} {}", answer.status(), answer.headers(), String::from_utf8_lossy(answer.body()))
}

/// What a client of its own chances upon: a SplitMix64, so that every run makes the same calls on each thread.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) % limit as u64).unwrap()
    }

    fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// A client that knows the uploads of its own, and meets those of others in lists.
struct Client {
    chance: Chance,
    /// Address of the key, and id.
    uploads: Vec<(String, String)>,
}

impl Client {
    fn next(&mut self) -> Call {
        let bucket = *self.chance.of(&["plain", "kept"]);
        let key = format!("/{bucket}/{}", self.chance.of(&KEYS));
        let bytes = "x".repeat(self.chance.below(4));
        match (self.chance.below(12), self.uploads.is_empty()) {
            (0, _) | (1..=6, true) => call("POST", format!("{key}?uploads"), ""),
            (1 | 2, false) => {
                let ((key, id), number) = (self.chance.of(&self.uploads).clone(), 1 + self.chance.below(3));
                call("PUT", format!("{key}?partNumber={number}&uploadId={id}"), bytes)
            }
            (3, false) => {
                let (key, id) = self.chance.of(&self.uploads).clone();
                call("DELETE", format!("{key}?uploadId={id}"), "")
            }
            (4 | 5, false) => {
                let ((key, id), list) = (self.chance.of(&self.uploads).clone(), self.list());
                call("POST", format!("{key}?uploadId={id}"), list)
            }
            (6, false) => {
                let (key, id) = self.chance.of(&self.uploads).clone();
                call("GET", format!("{key}?uploadId={id}"), "")
            }
            (7, _) => call("GET", format!("/{bucket}?uploads"), ""),
            (8, _) => call("GET", format!("/{bucket}?versions"), ""),
            (9, _) => call("DELETE", key, ""),
            (10, _) => Call { header: ("if-none-match", "*"), ..call("PUT", key, bytes) },
            _ => call("GET", key, ""),
        }
    }

    /// One or two parts, whose tags may or may not be those that are there.
    fn list(&mut self) -> String {
        let tags = [
            "d41d8cd98f00b204e9800998ecf8427e",
            "9dd4e461268c8034f5c8564e155c67a6",
            "f561aaf6ef0bf14d4208bb46a4ccb3ad",
        ];
        let parts = (1..=1 + self.chance.below(2)).map(|number| {
            let tag = self.chance.of(&tags);
            format!("<Part><PartNumber>{number}</PartNumber><ETag>{tag}</ETag></Part>")
        });
        format!("<CompleteMultipartUpload>{}</CompleteMultipartUpload>", parts.collect::<String>())
    }

    /// Learns of uploads: of those that others began, too.
    fn learn(&mut self, call: &Call, answer: &Response<Bytes>) {
        let text = String::from_utf8_lossy(answer.body());
        let bucket = call.address.split(['/', '?']).nth(1).unwrap_or_default();
        let texts = |name: &str| {
            let opening = format!("<{name}>");
            let pieces = text.split(opening.as_str()).skip(1);
            pieces.filter_map(|piece| Some(piece.split_once('<')?.0.to_owned())).collect::<Vec<_>>()
        };
        let found = texts("Key").into_iter().zip(texts("UploadId"));
        self.uploads.extend(found.map(|(key, id)| (format!("/{bucket}/{key}"), id)));
        let surplus = self.uploads.len().saturating_sub(6);
        self.uploads.drain(..surplus);
    }

    fn work(mut self, s3: &FakeS3) -> Vec<(Call, Response<Bytes>)> {
        let calls = (0..CALLS).map(|_| {
            let call = self.next();
            let answer = make(s3, &call);
            self.learn(&call, &answer);
            (call, answer)
        });
        calls.collect()
    }
}

/// In which order requests were served, by their ids: another world of the same seed names them alike.
fn order(count: usize) -> BTreeMap<String, usize> {
    let twin = world();
    (0..count).map(|ordinal| (request_id(&make(&twin, &call("GET", "/plain", ""))), ordinal)).collect()
}

#[test]
fn what_threads_are_answered_is_what_one_after_the_other_would_be() {
    let s3 = world();
    let work = &|seed| Client { chance: Chance(seed), uploads: Vec::new() }.work(&s3);
    let mut served: Vec<(Call, Response<Bytes>)> = thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS).map(|seed| scope.spawn(move || work(seed))).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    let order = order(served.len());
    served.sort_by_key(|(_, answer)| order[&request_id(answer)]);

    let alone = world();
    for (number, (call, answer)) in served.iter().enumerate() {
        let again = make(&alone, call);
        assert_eq!(told(&again), told(answer), "call {number}, {} {}", call.method, call.address);
    }
    assert_eq!(alone.stored_bytes(), s3.stored_bytes());

    // The threads met: every kind of answer came, and calls of several threads are mixed.
    let statuses: BTreeMap<u16, usize> = served.iter().fold(BTreeMap::new(), |mut counts, (_, answer)| {
        *counts.entry(answer.status().as_u16()).or_default() += 1;
        counts
    });
    for status in [200, 204, 400, 404, 412] {
        assert!(statuses.get(&status).is_some_and(|count| *count >= 10), "{status} is rare: {statuses:?}");
    }
}
