//! Direct calls, without a client: what the fake itself costs.
#![allow(missing_docs, reason = "a bench has no users")]

mod support;

use bytes::Bytes;
use fake_s3::operation::complete_multipart_upload::CompleteMultipartUploadInput;
use fake_s3::operation::create_multipart_upload::CreateMultipartUploadInput;
use fake_s3::operation::list_multipart_uploads::ListMultipartUploadsInput;
use fake_s3::operation::put_object::PutObjectInput;
use fake_s3::operation::upload_part::UploadPartInput;
use fake_s3::types::{
    AbortIncompleteMultipartUpload, ChecksumAlgorithm, CompletedMultipartUpload, CompletedPart, ExpirationStatus,
    LifecycleExpiration, LifecycleRule, LifecycleRuleFilter,
};
use fake_s3::{FakeS3, Pattern, days};
use md5::{Digest as _, Md5};
use std::collections::BTreeMap;
use std::time::Duration;
use support::{Table, race, time, wall_time};

const BUCKET: &str = "backups";
const KEY: &str = "db.tar";

/// What is repeated is repeated less often where nothing is optimised.
const REPETITIONS: u32 = if cfg!(debug_assertions) { 200 } else { 5_000 };

fn main() {
    let Some(mut table) = Table::begin("Direct calls") else { return };
    worlds(&mut table);
    cycle(&mut table);
    complete(&mut table);
    listing(&mut table);
    advance(&mut table);
    rules(&mut table);
    opaque(&mut table);
    patterns(&mut table);
    threads(&mut table);
    table.end();
}

fn worlds(table: &mut Table) {
    let [one] = race(10, REPETITIONS, [&mut || drop(std::hint::black_box(FakeS3::new()))]);
    table.row("FakeS3::new(); peer: 10 us", one, Duration::from_micros(10), Some(1.0));
    let thousand = time(|| (0..1000).map(|_| FakeS3::new()).collect::<Vec<_>>());
    table.note("a thousand worlds, all alive", thousand);
}

fn create(world: &FakeS3) -> String {
    let created = world.call(CreateMultipartUploadInput::builder().bucket(BUCKET).key(KEY)).expect("created");
    created.upload_id.expect("an id")
}

fn put(world: &FakeS3, id: &str, number: i32, body: &Bytes) -> CompletedPart {
    let call = UploadPartInput::builder().bucket(BUCKET).key(KEY).upload_id(id).part_number(number);
    let stored = world.call(call.body(body.clone().into())).expect("stored");
    CompletedPart::builder().part_number(number).set_e_tag(stored.e_tag).build()
}

fn finish(id: &str, parts: Vec<CompletedPart>) -> CompleteMultipartUploadInput {
    let list = CompletedMultipartUpload::builder().set_parts(Some(parts)).build();
    let call = CompleteMultipartUploadInput::builder().bucket(BUCKET).key(KEY).upload_id(id).multipart_upload(list);
    call.build().expect("an input")
}

/// Beside a bare ordered map that hashes: no checks, no checksums, no answers.
fn cycle(table: &mut Table) {
    let world = FakeS3::new();
    world.create_bucket(BUCKET);
    let body = Bytes::from(vec![b'a'; 1024]);
    let mut bare = BTreeMap::new();
    let [ours, theirs] = race(
        10,
        REPETITIONS,
        [
            &mut || {
                let id = create(&world);
                let part = put(&world, &id, 1, &body);
                world.call(finish(&id, vec![part])).expect("completed");
            },
            &mut || {
                let md5 = Md5::digest(&body);
                bare.insert(KEY.to_owned(), (body.clone(), Md5::digest(md5)));
            },
        ],
    );
    table.row("create + 1 KiB part + complete; peer: a bare map", ours, theirs, None);
}

/// Beside the MD5 of so many digests, which nobody can do without.
fn complete(table: &mut Table) {
    let world = FakeS3::builder().min_part_bytes(1).build();
    world.create_bucket(BUCKET);
    let body = Bytes::from(vec![b'a'; 64 << 10]);
    let (mut best, mut peer) = (Duration::MAX, Duration::MAX);
    for _ in 0..4 {
        // With an algorithm the parts have been hashed when they came; without one, S3 does it at the end.
        let call = CreateMultipartUploadInput::builder().bucket(BUCKET).key(KEY);
        let created = world.call(call.checksum_algorithm(ChecksumAlgorithm::Crc64Nvme)).expect("created");
        let id = created.upload_id.expect("an id");
        let parts = (1..=10_000).map(|number| put(&world, &id, number, &body)).collect();
        let input = finish(&id, parts);
        best = best.min(time(|| world.call(input).expect("completed")));
        let digests = vec![0_u8; 16 * 10_000];
        peer = peer.min(time(|| Md5::digest(&digests)));
    }
    table.row("complete of 10,000 parts; peer: MD5 of their MD5s", best, peer, None);
    table.row("  the same; peer: 10 ms", best, Duration::from_millis(10), Some(1.0));
}

fn listing(table: &mut Table) {
    let world_of = |uploads: u32| {
        let world = FakeS3::new();
        let bucket = world.create_bucket(BUCKET);
        for upload in 0..uploads {
            bucket.begin_upload(&format!("{upload:06}"));
        }
        world
    };
    let (few, many) = (world_of(1_000), world_of(100_000));
    let page = |world: &FakeS3| {
        let page = world.call(ListMultipartUploadsInput::builder().bucket(BUCKET)).expect("listed");
        assert_eq!(page.uploads().len(), 1000);
    };
    let repetitions = REPETITIONS / 200;
    let [few, many] = race(15, repetitions, [&mut || page(&few), &mut || page(&many)]);
    table.row("page of 1,000 of 100,000 uploads; peer: of 1,000", many, few, Some(1.5));
}

/// Each midnight aborts those that began eight days before: so many, whatever else is open.
fn advance(table: &mut Table) {
    const ROUNDS: u64 = 5;
    let world_of = |due: u32, open: u32| {
        let world = FakeS3::new();
        let bucket = world.create_bucket(BUCKET);
        bucket.abort_incomplete_uploads_after("due/", 7);
        for upload in 0..open {
            bucket.begin_upload(&format!("kept/{upload}"));
        }
        for day in 0..ROUNDS {
            for upload in 0..due {
                bucket.begin_upload(&format!("due/{day}/{upload}"));
            }
            world.clock().advance(days(1));
        }
        world.clock().advance(days(7 - ROUNDS));
        world
    };
    for due in [10, 1_000, 10_000] {
        let (alone, among) = (world_of(due, 0), world_of(due, 100_000));
        let (mut few, mut many) = (Duration::MAX, Duration::MAX);
        for _ in 0..ROUNDS {
            for (world, best) in [(&alone, &mut few), (&among, &mut many)] {
                let mut events = Vec::new();
                *best = (*best).min(time(|| events = world.clock().advance(days(1))));
                assert_eq!(events.len(), due as usize);
            }
        }
        let name = format!("advance, {due} of 100,000 fall due; peer: those alone");
        table.row(&name, many, few, Some(2.0));
        table.note("  for each upload that falls due", many / due);
    }
}

/// How much is open or stored beside what falls due.
const MANY: u32 = if cfg!(debug_assertions) { 100_000 } else { 1_000_000 };

/// A thousand rules, one of which is for a prefix; and what one upload, or one object, costs under them.
fn rules(table: &mut Table) {
    let rule = |number: i32| {
        let filter = LifecycleRuleFilter::builder().prefix(format!("{number:03}/")).build();
        let abort = AbortIncompleteMultipartUpload::builder().days_after_initiation(number + 1).build();
        let expiration = LifecycleExpiration::builder().days(number + 1).build();
        let rule = LifecycleRule::builder().id(format!("rule-{number}")).status(ExpirationStatus::Enabled);
        rule.filter(filter).abort_incomplete_multipart_upload(abort).expiration(expiration).build().expect("a rule")
    };
    let world_of = |rules: i32| {
        let world = FakeS3::new();
        world.create_bucket(BUCKET).set_lifecycle_rules((0..rules).map(rule));
        world
    };
    let (one, thousand) = (world_of(1), world_of(1000));
    let begin = |world: &FakeS3| {
        let call = CreateMultipartUploadInput::builder().bucket(BUCKET).key("999/db.tar");
        world.call(call).expect("created");
    };
    let put = |world: &FakeS3| {
        let call = PutObjectInput::builder().bucket(BUCKET).key("999/db.tar").body(Bytes::new().into());
        world.call(call).expect("put");
    };
    let repetitions = REPETITIONS / 10;
    let [few, many] = race(10, repetitions, [&mut || begin(&one), &mut || begin(&thousand)]);
    table.row("create under 1,000 rules; peer: under one", many, few, None);
    let [few, many] = race(10, repetitions, [&mut || put(&one), &mut || put(&thousand)]);
    table.row("put under 1,000 rules; peer: under one", many, few, None);

    uploads_under_rules(table, &world_of);
    objects_under_rules(table, &world_of);
    versions(table);
}

/// A day on which so many uploads fall due of a million, under a thousand rules; beside them twice as many.
fn uploads_under_rules(table: &mut Table, world_of: &dyn Fn(i32) -> FakeS3) {
    let world = world_of(1000);
    let bucket = world.bucket(BUCKET);
    for upload in 0..MANY {
        bucket.begin_upload(&format!("900/{upload}"));
    }
    for (prefix, due) in [("001/", 1_000), ("002/", 2_000), ("003/", 10_000)] {
        for upload in 0..due {
            bucket.begin_upload(&format!("{prefix}{upload}"));
        }
    }
    world.clock().advance(days(2));
    let each = [1_000_u32, 2_000, 10_000].map(|due| {
        let mut events = Vec::new();
        let spent = time(|| events = world.clock().advance(days(1)));
        assert_eq!(events.len(), due as usize);
        spent / due
    });
    table.row("each of 2,000 uploads due, 1,000 rules; peer: of 1,000", each[1], each[0], Some(2.0));
    table.row("each of 10,000; peer: of 1,000", each[2], each[0], Some(2.0));
}

/// The same with objects.
fn objects_under_rules(table: &mut Table, world_of: &dyn Fn(i32) -> FakeS3) {
    let world = world_of(10);
    let bucket = world.bucket(BUCKET);
    for object in 0..MANY {
        bucket.put_object(&format!("009/{object}"), "");
    }
    for (prefix, due) in [("001/", 1_000), ("002/", 10_000)] {
        for object in 0..due {
            bucket.put_object(&format!("{prefix}{object}"), "");
        }
    }
    world.clock().advance(days(2));
    let [few, many] = [1_000_u32, 10_000].map(|due| {
        let mut events = Vec::new();
        let spent = time(|| events = world.clock().advance(days(1)));
        assert_eq!(events.len(), due as usize);
        spent / due
    });
    table.row("each of 10,000 objects due, 10 rules; peer: of 1,000", many, few, Some(2.0));
}

/// A key is looked at as a whole: a put to one that has many versions takes more steps under a rule for them.
fn versions(table: &mut Table) {
    let world_of = |has_rule: bool| {
        let world = FakeS3::new();
        let bucket = world.create_bucket(BUCKET);
        bucket.enable_versioning();
        if has_rule {
            bucket.remove_noncurrent_versions_after("", 365, 5);
        }
        for _ in 0..1_000 {
            bucket.put_object(KEY, "");
        }
        world
    };
    let (free, ruled) = (world_of(false), world_of(true));
    let put = |world: &FakeS3| drop(world.bucket(BUCKET).put_object(KEY, ""));
    let [free, ruled] = race(5, 20, [&mut || put(&free), &mut || put(&ruled)]);
    table.row("put to a key of 1,000 versions under a rule; peer: no rule", ruled, free, None);
}

/// Beside copying the same bytes once: no upload that anyone makes costs less.
fn opaque(table: &mut Table) {
    const PART: usize = 8 << 20;
    let parts: Vec<Bytes> = (0..32_u8).map(|fill| Bytes::from(vec![fill | 1; PART])).collect();
    let mut copy = vec![1_u8; PART];
    let world_of = |builder: fake_s3::Builder| {
        let world = builder.build();
        world.create_bucket(BUCKET);
        world
    };
    let (opaque, usual) = (world_of(FakeS3::builder().opaque_etags()), world_of(FakeS3::builder()));
    let upload = |world: &FakeS3| {
        let id = create(world);
        let list = (1..).zip(&parts).map(|(number, part)| put(world, &id, number, part)).collect();
        world.call(finish(&id, list)).expect("completed");
    };
    let [ours, memcpy, hashed, crc] = race(
        5,
        1,
        [
            &mut || upload(&opaque),
            &mut || parts.iter().for_each(|part| std::hint::black_box(&mut copy).copy_from_slice(part)),
            &mut || upload(&usual),
            &mut || {
                for part in &parts {
                    std::hint::black_box(crc_fast::checksum(crc_fast::CrcAlgorithm::Crc64Nvme, part));
                }
            },
        ],
    );
    table.row("256 MiB with opaque ETags; peer: memcpy of them", ours, memcpy, Some(1.0));
    table.row("  the same; peer: the CRC64NVME that S3 shows", ours, crc, Some(1.1));
    table.row("  the same; peer: with ETags that are MD5s", ours, hashed, None);
}

/// As much as S3 takes, in no memory.
fn patterns(table: &mut Table) {
    let part = Pattern::new("0123456789", 5 << 30);
    let mut best = Duration::MAX;
    for _ in 0..3 {
        let world = FakeS3::new();
        let bucket = world.create_bucket(BUCKET);
        let spent = time(|| {
            let id = create(&world);
            for number in 1..=10_000 {
                bucket.put_part(KEY, &id, number, part.clone());
            }
            bucket.complete_upload(KEY, &id)
        });
        best = best.min(spent);
    }
    table.row("48.8 TiB in 10,000 parts of a pattern; peer: 1 s", best, Duration::from_secs(1), Some(1.0));
}

/// Two threads beside one that does half of it: bodies are digested before the world is locked.
fn threads(table: &mut Table) {
    let body = Bytes::from(vec![b'a'; 64 << 20]);
    let world = FakeS3::new();
    let bucket = world.create_bucket(BUCKET);
    let put = |key: &str| bucket.put_object(key, body.clone());
    let (mut one, mut two) = (Duration::MAX, Duration::MAX);
    for _ in 0..5 {
        one = one.min(wall_time(|| put("first")));
        two = two.min(wall_time(|| {
            std::thread::scope(|scope| {
                scope.spawn(|| put("first"));
                scope.spawn(|| put("second"));
            });
        }));
    }
    table.row("two threads that put 64 MiB each; peer: one thread", two, one, Some(1.5));
}
