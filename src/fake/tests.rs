//! What is done while the world is not locked: patterns share their digests with their clones, so that it can be seen
//! when they are there.

use super::FakeS3;
use crate::api::types::ChecksumAlgorithm;
use crate::http::body::Segments;
use crate::model::name::{BucketName, ETag, ObjectKey};
use crate::model::object::{Attributes, StoredObject};
use crate::model::payload::Payload;
use crate::model::payload::checksum::{Algorithm, ChecksumValue, ObjectChecksum};
use crate::model::payload::pattern::Pattern;
use crate::model::store::Store;
use crate::ops::copy_object::CopyObjectInput;
use crate::ops::create_multipart_upload::CreateMultipartUploadInput;
use crate::ops::put_object::PutObjectInput;
use crate::ops::upload_part::UploadPartInput;
use crate::ops::upload_part_copy::UploadPartCopyInput;
use crate::ops::{self, Received};
use crate::{World, model::access::caller::Requester};
use bytes::Bytes;
use parking_lot::MutexGuard;
use std::thread;

/// The places of `Payload::computed`.
const MD5: usize = 0;
const CRC64NVME: usize = 1;
const OTHER: usize = 2;

/// Long enough that whoever digests it does not go unseen.
const BYTES: u64 = 6_000_000;

fn pattern() -> Pattern {
    Pattern::new("abc", BYTES)
}

fn world() -> FakeS3 {
    let s3 = FakeS3::builder().parts_without_checksums(true).build();
    s3.create_bucket("backups");
    s3
}

fn begin(s3: &FakeS3, algorithm: Option<ChecksumAlgorithm>) -> String {
    let create = CreateMultipartUploadInput::builder().bucket("backups").key("parts");
    s3.call(create.set_checksum_algorithm(algorithm)).unwrap().upload_id.unwrap()
}

fn has_part(store: &Store) -> bool {
    store.bucket("backups").unwrap().uploads().values().any(|upload| !upload.parts().is_empty())
}

fn has_object(store: &Store, key: &str) -> bool {
    store.bucket("backups").unwrap().object(&ObjectKey::try_from(key).unwrap()).is_ok()
}

/// Whether a call on another thread is seen to have digested something, and not to have come to its end, while this one
/// has the world. Then `meanwhile` is done to that.
fn digests_ahead(
    s3: &FakeS3,
    call: impl FnOnce() + Send,
    is_digested: impl Fn() -> bool,
    is_done: impl Fn(&Store) -> bool,
    meanwhile: impl FnOnce(&mut Store),
) -> bool {
    assert!(!is_digested());
    thread::scope(|scope| {
        let calling = scope.spawn(call);
        let is_seen = loop {
            let mut locked = s3.store();
            let has_digested = (0..1_000).any(|_| {
                thread::yield_now();
                is_digested()
            });
            if has_digested {
                let is_seen = !is_done(&locked);
                if is_seen {
                    meanwhile(&mut locked);
                }
                break is_seen;
            }
            assert!(!calling.is_finished(), "nothing was digested");
            // It still has to look at the world.
            MutexGuard::unlock_fair(locked);
        };
        calling.join().unwrap();
        is_seen
    })
}

/// Another thread may be so slow as to miss it; not each time.
fn is_seen(attempt: impl Fn() -> bool) -> bool {
    (0..10).any(|_| attempt())
}

#[test]
fn a_body_is_digested_while_another_thread_has_the_world() {
    assert!(is_seen(|| {
        let (s3, pattern) = (world(), pattern());
        let put = || {
            let input = PutObjectInput::builder().bucket("backups").key("db.tar");
            s3.call_with_body(input, pattern.clone()).unwrap();
        };
        let is_digested = || Payload::from(pattern.clone()).computed() == [true, true, false];
        digests_ahead(&s3, put, is_digested, |store| has_object(store, "db.tar"), |_| ())
    }));
}

/// What an upload asks of its parts only the world can tell: a checksum of its algorithm, or one when it is completed.
#[test]
fn a_part_is_digested_as_its_upload_wants_while_another_thread_has_the_world() {
    for (algorithm, digest) in [(Some(ChecksumAlgorithm::Sha256), OTHER), (None, CRC64NVME)] {
        assert!(is_seen(|| {
            let (s3, pattern) = (world(), pattern());
            let id = begin(&s3, algorithm.clone());
            let put = || {
                let input = UploadPartInput::builder().bucket("backups").key("parts").upload_id(&id).part_number(1);
                s3.call_with_body(input, pattern.clone()).unwrap();
            };
            let is_digested = || Payload::from(pattern.clone()).computed()[digest];
            digests_ahead(&s3, put, is_digested, has_part, |_| ())
        }));
    }
}

#[test]
fn what_is_copied_is_digested_while_another_thread_has_the_world() {
    assert!(is_seen(|| {
        let (s3, pattern) = (world(), pattern());
        s3.bucket("backups").put_object("source", pattern.clone());
        let copy = || {
            let input = CopyObjectInput::builder().bucket("backups").key("copy").copy_source("backups/source");
            s3.call(input.checksum_algorithm(ChecksumAlgorithm::Sha256)).unwrap();
        };
        let is_digested = || Payload::from(pattern.clone()).computed()[OTHER];
        digests_ahead(&s3, copy, is_digested, |store| has_object(store, "copy"), |_| ())
    }));
}

#[test]
fn what_is_copied_to_a_part_is_digested_while_another_thread_has_the_world() {
    assert!(is_seen(|| {
        let (s3, pattern) = (world(), pattern());
        s3.bucket("backups").put_object("source", pattern.clone());
        let id = begin(&s3, Some(ChecksumAlgorithm::Sha256));
        let copy = || {
            let input = UploadPartCopyInput::builder().bucket("backups").key("parts").copy_source("backups/source");
            s3.call(input.upload_id(&id).part_number(1)).unwrap();
        };
        let is_digested = || Payload::from(pattern.clone()).computed()[OTHER];
        digests_ahead(&s3, copy, is_digested, has_part, |_| ())
    }));
}

/// The tag of what is there when a copy is made, whatever was there when it was looked at.
#[test]
fn a_source_that_changes_while_it_is_digested_is_copied_as_it_is_then() {
    let other = Payload::from(Bytes::from_static(b"something else"));
    let etag = |payload: &Payload| ETag::of_digest(payload.md5().unwrap());
    let is_replaced = is_seen(|| {
        let (s3, pattern) = (world(), pattern());
        s3.bucket("backups").put_object("source", pattern.clone());
        let copy = || {
            let input = CopyObjectInput::builder().bucket("backups").key("copy").copy_source("backups/source");
            s3.call(input.checksum_algorithm(ChecksumAlgorithm::Sha256)).unwrap();
        };
        let replace = |store: &mut Store| {
            let (bucket, key) = (BucketName::try_from("backups").unwrap(), ObjectKey::try_from("source").unwrap());
            let checksum = ObjectChecksum::full(ChecksumValue::of(Algorithm::Crc64Nvme, &other).unwrap());
            let object =
                StoredObject::put(other.clone(), etag(&other), Attributes::default(), Some(checksum), store.now());
            store.put_object(&bucket, &key, object);
        };
        let is_digested = || Payload::from(pattern.clone()).computed()[OTHER];
        let is_replaced = digests_ahead(&s3, copy, is_digested, |store| has_object(store, "copy"), replace);
        let copied = s3.bucket("backups").object("copy").unwrap();
        assert_eq!(copied.e_tag, if is_replaced { etag(&other) } else { etag(&pattern.into()) }.quoted());
        is_replaced
    });
    assert!(is_replaced);
}

/// Prepared or not, a copy is the same; and what was prepared of other bytes is not taken.
#[test]
fn copies_do_not_depend_on_what_was_prepared() {
    let made = |prepared: fn(Payload) -> Payload| {
        let s3 = FakeS3::builder().min_part_bytes(1).build();
        let bucket = s3.create_bucket("backups");
        let id = bucket.begin_upload("source");
        for (number, part) in [(1, "first"), (2, "second")] {
            bucket.put_part("source", &id, number, part);
        }
        bucket.complete_upload("source", &id);
        let mut store = s3.store();
        let source = store.bucket("backups").unwrap().object(&ObjectKey::try_from("source").unwrap()).unwrap();
        let source = prepared(source.payload());
        let input = CopyObjectInput::builder().bucket("backups").key("copy").copy_source("backups/source");
        let (caller, input) = (Requester::in_process(s3.own()), input.build().unwrap());
        let copied =
            ops::perform(&mut store, Received::typed(input, Payload::default(), caller, source), Segments::stream)
                .unwrap();
        let result = copied.output.copy_object_result.unwrap();
        (result.e_tag, result.checksum_crc64_nvme)
    };
    let expected = made(|_| Payload::default());
    let whole = Payload::from(Bytes::from_static(b"firstsecond"));
    assert_eq!(expected.0, Some(ETag::of_digest(whole.md5().unwrap()).quoted()));
    let digested = |payload: Payload| {
        payload.md5().unwrap();
        payload.crc64nvme();
        payload
    };
    assert_eq!(made(digested), expected);
    assert_eq!(made(|_| Payload::from(Bytes::from_static(b"firstsecone"))), expected);
}

/// A text of a world whose object is a pattern; where tags are opaque, loading it needs no MD5.
fn text() -> String {
    let body = format!(r#"{{"Repeat": "abc", "Size": {BYTES}}}"#);
    let keeps = r#""VersioningConfiguration": {"Status": "Enabled"}"#;
    format!(r#"{{"Buckets": [{{"Name": "loaded", {keeps}, "Objects": [{{"Key": "db.tar", "Body": {body}}}]}}]}}"#)
}

fn loaded(s3: &FakeS3) -> StoredObject {
    let store = s3.store();
    store.bucket("loaded").unwrap().object(&ObjectKey::try_from("db.tar").unwrap()).unwrap().clone()
}

/// Has a world loaded by one thread, a day after its start, while another does something to the one that is there.
fn load_and_meanwhile(meanwhile: impl Fn(&FakeS3, &mut Store)) -> FakeS3 {
    let mut result = None;
    for _ in 0..10 {
        let sent = World::from_json(&text()).unwrap();
        let payload = loaded(&FakeS3::builder().opaque_etags().world(sent.clone()).build()).payload();
        let s3 = world();
        s3.clock().advance(crate::days(1));
        let load = || s3.load(&sent).unwrap();
        let is_digested = || payload.computed()[MD5];
        if digests_ahead(&s3, load, is_digested, |store| store.bucket("loaded").is_ok(), |store| meanwhile(&s3, store))
        {
            result = Some(s3);
            break;
        }
    }
    result.expect("a world is made while another thread has the one that is there")
}

#[test]
fn a_world_is_made_before_it_takes_the_place_of_another() {
    let s3 = load_and_meanwhile(|_, _| ());
    assert_eq!(s3.buckets().len(), 1);
    assert_eq!(loaded(&s3).len(), BYTES);
}

#[test]
fn requests_that_are_named_while_a_world_is_loaded_are_named_once() {
    let s3 = load_and_meanwhile(|_, store| {
        store.ids.request();
        store.ids.upload();
    });
    let mut store = s3.store();
    assert_eq!((store.ids.request().ordinal, store.ids.upload().1), (2, 2));
}

#[test]
fn versions_that_are_made_while_a_world_is_loaded_share_no_id_with_it() {
    let alone = world();
    alone.load(&World::from_json(&text()).unwrap()).unwrap();
    let version = |s3: &FakeS3| s3.bucket("loaded").versions()[0].version_id.clone();
    let s3 = load_and_meanwhile(|_, store| _ = store.ids.order());
    assert_ne!(version(&s3), version(&alone));
}

#[test]
fn a_world_beyond_64_bits_of_bytes_expires_whole() {
    let s3 = FakeS3::new();
    let bucket = s3.create_bucket("backups");
    {
        let mut store = s3.store();
        let (now, name) = (store.now(), bucket.name().try_into().unwrap());
        let payload = Payload::from(Pattern::zeros(u64::MAX));
        for key in ["a", "b", "c"] {
            let object = StoredObject::put(payload.clone(), ETag::of_digest([0; 16]), Attributes::default(), None, now);
            store.put_object(&name, &key.try_into().unwrap(), object);
        }
    }
    assert_eq!((s3.stored_bytes(), s3.meter().total().bytes()), (u64::MAX, u64::MAX));
    bucket.expire_objects_after("", 1);
    assert_eq!(s3.clock().advance(crate::days(3)).len(), 3);
    assert_eq!((s3.stored_bytes(), s3.meter().total().bytes()), (0, 0));
}

#[test]
fn a_key_whose_waiting_period_the_calendar_cuts_off_stays() {
    let s3 = FakeS3::new();
    let key = s3.kms().create_key();
    s3.clock().advance(crate::days(20_000 * 365));
    let why = key.try_schedule_deletion(7).unwrap_err();
    assert!(why.ends_with("the calendar ends before the waiting period does"), "{why}");
    assert!(key.is_enabled());
}

/// Time that goes by meanwhile goes by in what is loaded.
#[test]
fn a_clock_that_is_turned_while_a_world_is_loaded_is_not_turned_back() {
    let s3 = load_and_meanwhile(|_, store| store.pass_to(crate::model::time::later(store.now(), crate::days(1))));
    assert_eq!(s3.clock().now().to_string(), "2026-01-03T10:30:00Z");
}

/// What was begun of the world before has dates and ids that are still to come in one that began anew.
#[test]
fn a_world_that_begins_anew_while_another_is_loaded_has_no_object_of_later() {
    let s3 = load_and_meanwhile(|s3, store| {
        *store = s3.world.beginning.begin().unwrap();
        s3.world.generation.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    });
    assert_eq!(s3.clock().now().to_string(), "2026-01-01T10:30:00Z");
    assert_eq!(loaded(&s3).last_modified, s3.clock().now());
}
