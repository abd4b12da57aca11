//! The meter is the integral of what is stored, whatever is done.

use fake_s3::operation::abort_multipart_upload::AbortMultipartUploadInput;
use fake_s3::operation::copy_object::CopyObjectInput;
use fake_s3::operation::create_multipart_upload::CreateMultipartUploadInput;
use fake_s3::operation::delete_bucket::DeleteBucketInput;
use fake_s3::operation::delete_object::DeleteObjectInput;
use fake_s3::operation::put_bucket_versioning::PutBucketVersioningInput;
use fake_s3::operation::put_object::PutObjectInput;
use fake_s3::primitives::{ByteStream, DateTime};
use fake_s3::types::{BucketVersioningStatus, StorageClass, VersioningConfiguration};
use fake_s3::{BucketHandle, FakeS3, Lag, MeterView, Stored, days, hours};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

const GIB: usize = 1 << 30;

#[test]
fn three_gib_days_of_orphaned_parts() {
    let s3 = FakeS3::new();
    let bucket = s3.create_bucket("backups");
    let id = bucket.begin_upload("db.tar");
    // A thousandth of a GiB, for a thousand times as long.
    bucket.put_part("db.tar", &id, 1, vec![0; GIB / 1024]);
    s3.clock().advance(days(3 * 1024));
    assert_eq!(s3.meter().parts().gib_days().to_string(), "3");
    assert_eq!(bucket.meter_of_upload(&id).unwrap(), s3.meter().parts());
}

#[test]
fn after_the_abort_the_meter_stands_still() {
    for by_rule in [false, true] {
        let s3 = FakeS3::new();
        let bucket = s3.create_bucket("backups");
        let id = bucket.begin_upload("db.tar");
        bucket.put_part("db.tar", &id, 1, vec![0; 1000]);
        s3.clock().advance(hours(1));
        if by_rule {
            bucket.abort_incomplete_uploads_after("", 1);
            s3.clock().to_next_event();
        } else {
            let abort = AbortMultipartUploadInput::builder().bucket("backups").key("db.tar").upload_id(&id);
            s3.call(abort).unwrap();
        }
        let expected = if by_rule { 1000 * 37 + 500 } else { 1000 };
        s3.clock().advance(days(100));
        for usage in [s3.meter().parts(), bucket.meter().parts(), bucket.meter_of_upload(&id).unwrap()] {
            assert_eq!((usage.byte_hours(), usage.bytes()), (expected, 0));
        }
    }
}

#[test]
fn parts_that_complete_are_objects_from_then_on_and_what_was_left_out_is_free() {
    let s3 = FakeS3::builder().min_part_bytes(1).build();
    let bucket = s3.create_bucket("backups");
    let upload = CreateMultipartUploadInput::builder().bucket("backups").key("db.tar");
    let id = s3.call(upload.storage_class(StorageClass::StandardIa)).unwrap().upload_id.unwrap();
    bucket.put_part("db.tar", &id, 1, vec![0; 700]);
    bucket.put_part("db.tar", &id, 1, vec![0; 600]);
    bucket.put_part("db.tar", &id, 2, vec![0; 400]);
    s3.clock().advance(hours(1));
    bucket.complete_upload("db.tar", &id);
    s3.clock().advance(hours(10));
    let meter = s3.meter();
    assert_eq!((meter.parts().bytes(), meter.parts().byte_hours()), (0, 1000));
    assert_eq!((meter.objects().bytes(), meter.objects().byte_hours()), (1000, 10_000));
    assert_eq!(meter.class(&StorageClass::StandardIa), meter.total());
    let text = "objects in STANDARD_IA: 1000 bytes now, 10000 byte-hours so far\n\
                parts in STANDARD_IA: 0 bytes now, 1000 byte-hours so far";
    assert_eq!(meter.to_string(), text);
}

#[test]
fn a_deleted_bucket_is_counted_in_the_world_s_bill() {
    let s3 = FakeS3::new();
    let bucket = s3.create_bucket("backups");
    let id = bucket.begin_upload("db.tar");
    bucket.put_part("db.tar", &id, 1, vec![0; 1000]);
    s3.clock().advance(hours(1));
    s3.call(DeleteBucketInput::builder().bucket("backups")).unwrap();
    s3.clock().advance(hours(1));
    assert_eq!((s3.meter().parts().bytes(), s3.meter().parts().byte_hours()), (0, 1000));
    assert_eq!(s3.create_bucket("backups").meter().to_string(), "nothing was ever stored");
}

/// One thing that somebody does. Keys, uploads and versions are taken modulo what there is.
#[derive(Debug, Clone)]
enum Act {
    Put(u8, u16, usize),
    Copy(u8, u8, usize),
    Delete(u8),
    DeleteVersion(usize),
    Versioning(bool),
    Begin(u8, usize),
    Part(usize, i32, u16),
    Complete(usize),
    Abort(usize),
    Rule(u32),
    EmptyBucket,
    Wait(u64),
}

fn act() -> impl Strategy<Value = Act> {
    let (key, index, class) = (0_u8..3, 0_usize..8, 0_usize..CLASSES.len());
    prop_oneof![
        3 => (key.clone(), 0_u16..2000, class.clone()).prop_map(|(key, size, class)| Act::Put(key, size, class)),
        1 => (key.clone(), key.clone(), class.clone()).prop_map(|(from, to, class)| Act::Copy(from, to, class)),
        2 => key.clone().prop_map(Act::Delete),
        1 => index.clone().prop_map(Act::DeleteVersion),
        1 => any::<bool>().prop_map(Act::Versioning),
        3 => (key, class).prop_map(|(key, class)| Act::Begin(key, class)),
        5 => (index.clone(), 1_i32..4, 0_u16..2000).prop_map(|(upload, number, size)| Act::Part(upload, number, size)),
        2 => index.clone().prop_map(Act::Complete),
        1 => index.prop_map(Act::Abort),
        1 => (1_u32..4).prop_map(Act::Rule),
        1 => Just(Act::EmptyBucket),
        4 => (0_u64..400_000_000).prop_map(Act::Wait),
    ]
}

const CLASSES: [StorageClass; 3] = [StorageClass::Standard, StorageClass::StandardIa, StorageClass::Glacier];

/// Counts by looking at everything whenever time passes.
struct Naive {
    s3: FakeS3,
    bucket: BucketHandle,
    /// Of every upload that was ever begun: its class is not shown.
    classes: BTreeMap<String, StorageClass>,
    keys: BTreeMap<String, String>,
    counted: BTreeMap<(Stored, String), u128>,
    of_uploads: BTreeMap<String, u128>,
}

impl Naive {
    fn stored(&self) -> BTreeMap<(Stored, String), u64> {
        let mut stored = BTreeMap::new();
        for object in self.bucket.versions().into_iter().filter_map(|version| version.object) {
            *stored.entry((Stored::Objects, object.storage_class)).or_default() += object.size;
        }
        for upload in self.bucket.uploads() {
            let class = self.classes[&upload.upload_id].as_str().to_owned();
            *stored.entry((Stored::Parts, class)).or_default() += upload.stored_bytes();
        }
        stored
    }

    /// Waits, event by event.
    fn wait(&mut self, millis: u64) {
        let clock = self.s3.clock();
        let end = clock.now().as_nanos() + i128::from(millis) * 1_000_000;
        loop {
            let now = clock.now().as_nanos();
            let events = self.bucket.uploads().into_iter().filter_map(|upload| upload.aborted_at);
            let next = events.map(|at| at.as_nanos()).filter(|at| *at <= end).min().unwrap_or(end);
            let nanos = u128::try_from(next - now).unwrap();
            for (line, bytes) in self.stored() {
                *self.counted.entry(line).or_default() += u128::from(bytes) * nanos;
            }
            for upload in self.bucket.uploads() {
                let bytes = u128::from(upload.stored_bytes());
                *self.of_uploads.entry(upload.upload_id).or_default() += bytes * nanos;
            }
            let events = clock.set(DateTime::from_nanos(next).unwrap());
            if next == end && events.is_empty() {
                return;
            }
        }
    }

    fn upload(&self, index: usize) -> Option<(String, String)> {
        let (id, key) = self.keys.iter().nth(index % self.keys.len().max(1))?;
        Some((id.clone(), key.clone()))
    }

    /// Does it, whether S3 likes it or not.
    fn act(&mut self, act: &Act) {
        let (s3, bucket) = (&self.s3, &self.bucket);
        let key = |key: &u8| format!("key-{key}");
        let bytes = |size: u16| ByteStream::from(vec![0; usize::from(size)]);
        match act {
            Act::Put(to, size, class) => {
                let put = PutObjectInput::builder().bucket("backups").key(key(to)).body(bytes(*size));
                s3.call(put.storage_class(CLASSES[*class].clone())).unwrap();
            }
            Act::Copy(from, to, class) => {
                let copy = CopyObjectInput::builder().bucket("backups").key(key(to));
                let copy = copy.copy_source(format!("backups/{}", key(from)));
                drop(s3.call(copy.storage_class(CLASSES[*class].clone())));
            }
            Act::Delete(from) => drop(s3.call(DeleteObjectInput::builder().bucket("backups").key(key(from)))),
            Act::DeleteVersion(index) => {
                let versions = bucket.versions();
                if let Some(version) = versions.get(index % versions.len().max(1)) {
                    let delete = DeleteObjectInput::builder().bucket("backups").key(&version.key);
                    s3.call(delete.version_id(&version.version_id)).unwrap();
                }
            }
            Act::Versioning(is_on) => {
                let status = if *is_on { BucketVersioningStatus::Enabled } else { BucketVersioningStatus::Suspended };
                let versioning = VersioningConfiguration::builder().status(status).build();
                let put = PutBucketVersioningInput::builder().bucket("backups").versioning_configuration(versioning);
                s3.call(put).unwrap();
            }
            Act::Begin(to, class) => {
                let begin = CreateMultipartUploadInput::builder().bucket("backups").key(key(to));
                let id = s3.call(begin.storage_class(CLASSES[*class].clone())).unwrap().upload_id.unwrap();
                self.classes.insert(id.clone(), CLASSES[*class].clone());
                self.keys.insert(id, key(to));
            }
            Act::Part(index, number, size) => {
                if let Some((id, key)) = self.upload(*index) {
                    let part = fake_s3::operation::upload_part::UploadPartInput::builder().bucket("backups").key(key);
                    drop(s3.call(part.upload_id(id).part_number(*number).body(bytes(*size))));
                }
            }
            Act::Complete(index) => {
                if let Some((id, key)) = self.upload(*index) {
                    let _ = catch_unwind(AssertUnwindSafe(|| bucket.complete_upload(&key, &id)));
                }
            }
            Act::Abort(index) => {
                if let Some((id, key)) = self.upload(*index) {
                    let abort = AbortMultipartUploadInput::builder().bucket("backups").key(key).upload_id(id);
                    drop(s3.call(abort));
                }
            }
            Act::Rule(days) => drop(bucket.abort_incomplete_uploads_after("", *days)),
            Act::EmptyBucket => {
                for version in bucket.versions() {
                    let delete = DeleteObjectInput::builder().bucket("backups").key(&version.key);
                    s3.call(delete.version_id(&version.version_id)).unwrap();
                }
            }
            Act::Wait(millis) => self.wait(*millis),
        }
    }

    fn check(&self, meter: &MeterView) {
        let stored = self.stored();
        let lines: Vec<_> = meter.lines().map(|(of, class, usage)| ((of, class.as_str().to_owned()), usage)).collect();
        for (line, usage) in &lines {
            assert_eq!(usage.bytes(), stored.get(line).copied().unwrap_or_default(), "{line:?}");
            assert_eq!(usage.byte_nanos(), self.counted.get(line).copied().unwrap_or_default(), "{line:?}");
        }
        let metered = |line: &_| lines.iter().any(|(own, _)| own == line);
        assert!(stored.iter().all(|(line, bytes)| *bytes == 0 || metered(line)), "{stored:?}");
        for id in self.keys.keys() {
            let usage = self.bucket.meter_of_upload(id).unwrap();
            assert_eq!(usage.byte_nanos(), self.of_uploads.get(id).copied().unwrap_or_default());
        }
        assert_eq!(meter.total().bytes(), self.bucket.stored_bytes());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_meter_is_the_integral_of_what_is_stored(
        acts in proptest::collection::vec(act(), 1..40),
        lag in (0_u64..200_000).prop_map(|seconds| Lag::UpTo(Duration::from_secs(seconds))),
    ) {
        let s3 = FakeS3::builder().min_part_bytes(0).lag(lag).build();
        let bucket = s3.create_bucket("backups");
        let (classes, keys, counted, of_uploads) = Default::default();
        let mut naive = Naive { s3: s3.clone(), bucket: bucket.clone(), classes, keys, counted, of_uploads };
        for act in &acts {
            naive.act(act);
            naive.check(&bucket.meter());
            prop_assert_eq!(bucket.meter(), s3.meter());
        }
        // Bytes that lie add up by themselves, and those of what is aborted on the way stop to.
        let before = s3.meter();
        naive.wait(1_000_000_000);
        naive.check(&s3.meter());
        prop_assert_eq!(s3.meter().since(&before).total().bytes(), s3.meter().total().bytes());
    }
}
