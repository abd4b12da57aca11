//! Lists: a page costs the page, however much there is before, behind and inside what is on it.
#![allow(missing_docs, reason = "a bench has no users")]

mod support;

use bytes::Bytes;
use fake_s3::operation::delete_object::DeleteObjectInput;
use fake_s3::operation::list_multipart_uploads::ListMultipartUploadsInput;
use fake_s3::operation::list_object_versions::ListObjectVersionsInput;
use fake_s3::operation::list_objects::ListObjectsInput;
use fake_s3::operation::list_objects_v2::ListObjectsV2Input;
use fake_s3::{BucketHandle, FakeS3};
use support::{Table, race};

const BUCKET: &str = "backups";

/// How many there are: a page and the next, a hundred pages, a thousand.
const SIZES: [u32; 3] = if cfg!(debug_assertions) { [2_000, 20_000, 100_000] } else { [2_000, 100_000, 1_000_000] };
const FEW: u32 = SIZES[0];

/// In so many folders: half of them is a page of common prefixes.
const FOLDERS: u32 = 2_000;

/// A page of a million beside a page of two thousand.
const LIMIT: f64 = 1.5;

/// The same, of folders: each is found by a search of its own, among more keys than the processor has caches for. Who
/// walked through them would be 500 times as slow.
const SEARCHES: f64 = 8.0;

fn main() {
    let Some(mut table) = Table::begin("Pages of 1,000") else { return };
    // The largest worlds last: what they leave behind in the allocator slows down all that come after.
    versions(&mut table);
    delete_markers(&mut table);
    uploads(&mut table);
    objects(&mut table);
    table.end();
}

/// A world with a bucket in it, for which something is done so many times.
fn world(count: u32, mut fill: impl FnMut(&BucketHandle, u32)) -> FakeS3 {
    let world = FakeS3::new();
    let bucket = world.create_bucket(BUCKET);
    (0..count).for_each(|n| fill(&bucket, n));
    world
}

/// The n-th of so many keys, in folders within folders.
fn key(n: u32, count: u32) -> String {
    let each = (count / FOLDERS).max(1);
    format!("{:07}/year/month/day/{:07}", n / each, n % each)
}

/// A page of each world beside that of the smallest.
fn flat(table: &mut Table, (name, limit): (&str, f64), worlds: &[FakeS3; 3], page: impl Fn(&FakeS3, u32) -> usize) {
    let counted = |world: &FakeS3, count| assert_eq!(page(world, count), 1000, "{name}");
    let [few, many, most] = worlds;
    let mut few = || counted(few, SIZES[0]);
    let (mut many, mut most) = (|| counted(many, SIZES[1]), || counted(most, SIZES[2]));
    let repetitions = if cfg!(debug_assertions) { 2 } else { 10 };
    let [few, many, most] = race(25, repetitions, [&mut few, &mut many, &mut most]);
    table.row(&format!("{name}, of {}", SIZES[1]), many, few, Some(limit));
    table.row(&format!("{name}, of {}", SIZES[2]), most, few, Some(limit));
}

fn list_v2(world: &FakeS3, delimiter: &str, after: &str) -> usize {
    let list = ListObjectsV2Input::builder().bucket(BUCKET).delimiter(delimiter).start_after(after);
    let page = world.call(list).expect("listed");
    page.contents().len() + page.common_prefixes().len()
}

fn list(world: &FakeS3, delimiter: &str, after: &str) -> usize {
    let list = ListObjectsInput::builder().bucket(BUCKET).delimiter(delimiter).marker(after);
    let page = world.call(list).expect("listed");
    page.contents().len() + page.common_prefixes().len()
}

fn list_versions(world: &FakeS3, delimiter: &str, after: &str) -> usize {
    let list = ListObjectVersionsInput::builder().bucket(BUCKET).delimiter(delimiter).key_marker(after);
    let page = world.call(list).expect("listed");
    page.versions().len() + page.delete_markers().len() + page.common_prefixes().len()
}

fn list_uploads(world: &FakeS3, delimiter: &str, after: &str) -> usize {
    let list = ListMultipartUploadsInput::builder().bucket(BUCKET).delimiter(delimiter).key_marker(after);
    let page = world.call(list).expect("listed");
    page.uploads().len() + page.common_prefixes().len()
}

type List = fn(&FakeS3, &str, &str) -> usize;

/// The first page, one in the middle, and one of folders.
fn pages(table: &mut Table, name: &str, worlds: &[FakeS3; 3], list: List) {
    flat(table, (&format!("{name}, first page"), LIMIT), worlds, |world, _| list(world, "", ""));
    flat(table, (&format!("{name}, in the middle"), LIMIT), worlds, |world, count| {
        list(world, "", &key(count / 2 - 1, count))
    });
    flat(table, (&format!("{name}, folders"), SEARCHES), worlds, |world, _| list(world, "/", ""));
}

fn objects(table: &mut Table) {
    let body = Bytes::from_static(b"x");
    let worlds = SIZES.map(|count| world(count, |bucket, n| drop(bucket.put_object(&key(n, count), body.clone()))));
    pages(table, "ListObjectsV2", &worlds, list_v2);
    pages(table, "ListObjects", &worlds, list);
    pages(table, "ListObjectVersions", &worlds, list_versions);
}

/// In front of the objects there is nothing but keys that were deleted.
fn delete_markers(table: &mut Table) {
    let worlds = SIZES.map(|count| {
        let world = world(FEW, |bucket, n| drop(bucket.put_object(&format!("z{n:07}"), &b"x"[..])));
        world.bucket(BUCKET).enable_versioning();
        for n in 0..count {
            world.call(DeleteObjectInput::builder().bucket(BUCKET).key(key(n, count))).expect("marked");
        }
        world
    });
    for (name, list) in [("ListObjectsV2", list_v2 as List), ("ListObjects", list)] {
        flat(table, (&format!("{name} behind delete markers"), LIMIT), &worlds, |world, _| list(world, "", ""));
        flat(table, (&format!("{name} behind them, folders"), LIMIT), &worlds, |world, _| list(world, "/", ""));
    }
}

/// One key has them all, but for a tenth of the number: the largest has 100,000.
fn versions(table: &mut Table) {
    let worlds = SIZES.map(|count| {
        let world = world(0, |_, _| {});
        let bucket = world.bucket(BUCKET);
        bucket.enable_versioning();
        (0..(count / 10).max(FEW)).for_each(|_| drop(bucket.put_object("one/key", &b"x"[..])));
        (0..FEW).for_each(|n| drop(bucket.put_object(&format!("z{n:07}"), &b"x"[..])));
        world
    });
    let middle = worlds.each_ref().map(|world| {
        let versions = world.bucket(BUCKET).versions();
        let of_key = versions.iter().filter(|version| version.key == "one/key").count();
        versions[of_key / 2 - 1].version_id.clone()
    });
    flat(table, ("versions of one key (a tenth), first page", LIMIT), &worlds, |world, _| list_versions(world, "", ""));
    flat(table, ("versions of one key (a tenth), in the middle", LIMIT), &worlds, |world, count| {
        let at = SIZES.iter().position(|size| *size == count).expect("one of the sizes");
        let list = ListObjectVersionsInput::builder().bucket(BUCKET).key_marker("one/key");
        world.call(list.version_id_marker(&middle[at])).expect("listed").versions().len()
    });
    flat(table, ("behind one key (a tenth)", LIMIT), &worlds, |world, _| list_versions(world, "", "one/key"));
    flat(table, ("one key (a tenth) in a folder", LIMIT), &worlds, |world, _| list_versions(world, "/", ""));
}

fn uploads(table: &mut Table) {
    let worlds = SIZES.map(|count| world(count, |bucket, n| drop(bucket.begin_upload(&key(n, count)))));
    pages(table, "ListMultipartUploads", &worlds, list_uploads);
}
