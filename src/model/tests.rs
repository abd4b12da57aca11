//! What holds whatever is called: the laws of time and the bookkeeping of bytes.

use super::access::principal::Principal;
use super::lifecycle::Day;
use super::lifecycle::tests::{lifecycle_in_days, rule};
use super::name::ETag;
use super::name::{BucketName, ObjectKey, PartNumber, UploadId};
use super::object::{Attributes, StoredObject};
use super::payload::Payload;
use super::payload::checksum::{Algorithm, ChecksumValue, ObjectChecksum};
use super::settings::Lag;
use super::store::Store;
use super::upload::{Upload, UploadedPart};
use crate::api::primitives::DateTime;
use crate::api::types::StorageClass;
use proptest::prelude::*;
use std::time::Duration;

fn world(uploads: &[(i64, u8)], rules: &[(u8, u32)], seed: u64, lag: Lag, day: Day) -> Store {
    let mut store = Store::new(seed, DateTime::from_secs(0), "us-east-1".into());
    store.settings.lag = lag;
    let bucket = BucketName::try_from("bucket").unwrap();
    let own = store.accounts.own().clone();
    store.create_bucket(bucket.clone(), own, "us-east-1".into());
    let rules = rules.iter().enumerate().map(|(index, (prefix, days))| {
        rule(&format!("rule-{index}"), &prefix.to_string(), i32::try_from(*days).unwrap())
    });
    let rules: Vec<_> = rules.collect();
    if !rules.is_empty() {
        store.set_lifecycle(&bucket, Some(lifecycle_in_days(rules, day)));
    }
    for (at, key) in uploads {
        let (id, ordinal) = store.ids.upload();
        let key = ObjectKey::try_from(format!("{key}").as_str()).unwrap();
        let upload = Upload::new(
            (UploadId::new(id), ordinal),
            key.clone(),
            Attributes::default(),
            None,
            (Principal::Anonymous, DateTime::from_secs(*at)),
        );
        let id = upload.id.clone();
        store.begin_upload(&bucket, upload);
        let payload = Payload::from(bytes::Bytes::from(vec![0; usize::try_from(at % 1000).unwrap()]));
        let part = UploadedPart { digest: payload.md5().unwrap(), payload, checksum: None, last_modified: store.now() };
        store.put_part(&bucket, &key, &id, PartNumber::try_from(1).unwrap(), part).unwrap();
    }
    store
}

/// Of each policy some, also such as reach beyond the next deadline.
fn lag() -> impl Strategy<Value = Lag> {
    let up_to = |seconds: u64| (0..seconds).prop_map(Duration::from_secs);
    prop_oneof![Just(Lag::None), up_to(200_000).prop_map(Lag::Fixed), up_to(400_000).prop_map(Lag::UpTo)]
}

/// A day of the calendar, and others: of moments, and longer ones.
pub(super) fn day() -> impl Strategy<Value = Day> {
    let length = prop_oneof![1_u64..1_000_000_000, 1_000_000_000_u64..200_000_000_000_000];
    prop_oneof![Just(Day::REAL), length.prop_map(|nanos| Day::new(Duration::from_nanos(nanos)).unwrap())]
}

proptest! {
    #[test]
    fn one_jump_equals_many_steps(
        uploads in proptest::collection::vec((0_i64..500_000, 0_u8..3), 0..12),
        rules in proptest::collection::vec((0_u8..3, 1_u32..6), 0..4),
        mut steps in proptest::collection::vec(0_i64..1_500_000, 1..8),
        seed in any::<u64>(),
        lag in lag(),
        day in day(),
    ) {
        steps.sort_unstable();
        let mut jumping = world(&uploads, &rules, seed, lag, day);
        let mut walking = world(&uploads, &rules, seed, lag, day);
        let end = DateTime::from_secs(*steps.last().unwrap());
        let jumped = jumping.advance_to(end);
        let walked: Vec<_> = steps.iter().flat_map(|at| walking.advance_to(DateTime::from_secs(*at))).collect();
        let (mut giving_way, mut given) = (world(&uploads, &rules, seed, lag, day), Vec::new());
        while !giving_way.step_to(end, &mut given) {
            // A request in between looks at the world, and does not act on the deadlines that the next step acts on.
            prop_assert!(giving_way.is_turning());
            giving_way.pass_to(giving_way.now());
        }
        prop_assert_eq!(&jumped, &given);
        prop_assert_eq!(jumped, walked);
        for other in [walking, giving_way] {
            prop_assert_eq!(jumping.now(), other.now());
            prop_assert_eq!(jumping.meter(), other.meter());
        }
    }

    #[test]
    fn an_upload_is_aborted_at_the_very_date_that_was_promised(
        uploads in proptest::collection::vec((0_i64..500_000, 0_u8..3), 0..12),
        rules in proptest::collection::vec((0_u8..3, 1_u32..6), 0..4),
        seed in any::<u64>(),
        lag in lag(),
        day in day(),
    ) {
        let mut store = world(&uploads, &rules, seed, lag, day);
        let bucket = store.bucket("bucket").unwrap();
        let aborts = bucket.uploads().values().filter_map(|upload| bucket.aborts_at(upload));
        let mut promised: Vec<_> = aborts.collect();
        promised.sort_unstable();
        let events = store.advance_to(DateTime::from_secs(100_000_000));
        let happened: Vec<_> = events.into_iter().map(|event| event.at).collect();
        prop_assert_eq!(happened, promised);
        prop_assert_eq!(store.next_event(), None);
    }
}

#[test]
fn an_object_that_changes_its_class_is_metered_under_the_new_one() {
    let mut store = world(&[], &[], 0, Lag::None, Day::REAL);
    let (name, key) = (BucketName::try_from("bucket").unwrap(), ObjectKey::try_from("k").unwrap());
    let payload = Payload::from(bytes::Bytes::from_static(b"0123456789"));
    let checksum = ObjectChecksum::full(ChecksumValue::of(Algorithm::Crc32, &payload).unwrap());
    let etag = ETag::of_digest(payload.md5().unwrap());
    let id = store.put_object(
        &name,
        &key,
        StoredObject::put(payload, etag, Attributes::default(), Some(checksum), store.now()),
    );
    store.advance_to(DateTime::from_secs(3600));
    store.bucket_mut("bucket").unwrap().change_class(&key, &id, &StorageClass::Glacier, DateTime::from_secs(3600));
    store.advance_to(DateTime::from_secs(3 * 3600));
    let meter = store.meter();
    let of = |class| (meter.class(&class).bytes(), meter.class(&class).byte_hours());
    assert_eq!((of(StorageClass::Standard), of(StorageClass::Glacier)), ((0, 10), (10, 20)));
}

#[test]
fn time_never_goes_back() {
    let mut store = world(&[], &[], 0, Lag::None, Day::REAL);
    store.advance_to(DateTime::from_secs(10));
    store.advance_to(DateTime::from_secs(5));
    assert_eq!(store.now(), DateTime::from_secs(10));
}
