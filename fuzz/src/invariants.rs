//! What must hold after each step, whatever was sent.

use bytes::Bytes;
use fake_s3::{FakeS3, World};
use http::Response;
use quick_xml::Reader;
use quick_xml::events::Event;
use std::time::{Duration, Instant};

/// The longest that one small request may take, in a debug build on a busy machine.
const MOST_TIME: Duration = Duration::from_secs(2);

/// A world that is watched.
pub struct Watched {
    pub s3: FakeS3,
    /// A world with the same settings, into which this one can be loaded.
    twin: FakeS3,
    before: String,
    begun: Instant,
    pub requests: u64,
}

impl Watched {
    pub fn new(s3: FakeS3, twin: FakeS3) -> Self {
        let before = s3.world().to_json();
        Self { s3, twin, before, begun: Instant::now(), requests: 0 }
    }

    /// Before a step.
    pub fn begin(&mut self) {
        self.begun = Instant::now();
    }

    /// After a step: a call that failed has changed nothing, the bytes add up, and it did not take long.
    pub fn end(&mut self, has_failed: bool, what: &dyn Fn() -> String) {
        let took = self.begun.elapsed();
        assert!(took < MOST_TIME, "{took:?}: {}", what());
        self.requests += 1;
        let after = self.s3.world().to_json();
        if has_failed {
            assert_eq!(self.before, after, "a failed call changed the world: {}", what());
        }
        self.before = after;
        check_bytes(&self.s3);
    }

    /// At the end: the text of the world is that of a world that is made from it.
    pub fn check_round_trip(&self) {
        check_round_trip(&self.twin, &self.before);
    }
}

/// Stored bytes are those of all versions and of the parts of all open uploads.
pub fn check_bytes(s3: &FakeS3) {
    let of_bucket = |bucket: &fake_s3::BucketHandle| {
        let versions = bucket.versions();
        let objects: u64 = versions.iter().filter_map(|version| Some(version.object.as_ref()?.size)).sum();
        let parts: u64 = bucket.uploads().iter().flat_map(|upload| &upload.parts).map(|part| part.size).sum();
        assert_eq!(bucket.stored_bytes(), objects + parts, "{}", bucket.name());
        objects + parts
    };
    assert_eq!(s3.stored_bytes(), s3.buckets().iter().map(of_bucket).sum::<u64>());
}

/// Writing, reading and writing a world gives the same text, in a world with the same settings: ids follow from the
/// seed, and names are shown in some editions alone.
pub fn check_round_trip(s3: &FakeS3, text: &str) {
    let world = World::from_json(text).expect("a world that was written can be read");
    s3.load(&world).expect("a world that was written can be loaded");
    assert_eq!(s3.world().to_json(), text);
}

/// A response has a status, and a document that is well-formed if it says that it has one.
pub fn check_response(response: &Response<Bytes>) {
    let is_xml = response.headers().get("content-type").is_some_and(|kind| kind == "application/xml");
    let Ok(text) = std::str::from_utf8(response.body()) else { return };
    if !is_xml || !text.starts_with("<?xml") {
        return;
    }
    let mut reader = Reader::from_str(text);
    let mut depth = 0_i64;
    loop {
        match reader.read_event() {
            Ok(Event::Start(_)) => depth += 1,
            Ok(Event::End(_)) => depth -= 1,
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(error) => panic!("not well-formed: {error}\n{text}"),
        }
    }
    assert_eq!(depth, 0, "{text}");
}
