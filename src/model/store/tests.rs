//! The laws of what rules do, in worlds with rules of every kind: whatever was put, deleted, tagged and begun before.

use super::Store;
use crate::api::primitives::DateTime;
use crate::api::types::*;
use crate::model::access::principal::Principal;
use crate::model::bucket::{BucketState, Versioning};
use crate::model::due::Due;
use crate::model::event::{Event, EventKind};
use crate::model::lifecycle::tests::{LOOKS, lifecycle};
use crate::model::lifecycle::{Day, FromMidnight, Lifecycle, LifecycleTerms, SmallObjects};
use crate::model::name::{BucketName, ETag, ObjectKey, UploadId};
use crate::model::object::{Attributes, StoredObject};
use crate::model::payload::Payload;
use crate::model::payload::checksum::{Algorithm, ChecksumValue, ObjectChecksum};
use crate::model::tag::{Tagged, Tags};
use crate::model::tests::day;
use crate::model::upload::Upload;
use crate::model::version::VersionId;
use bytes::Bytes;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::ops::Bound;

const DAY: i64 = 86_400;

/// What a rule does. One rule has one action, so that any of them go together.
#[derive(Debug, Clone)]
enum Does {
    Expire(i32),
    ExpireFrom(i64),
    RemoveMarkers,
    RemoveNoncurrent(i32, i32),
    Move(i32, usize),
    MoveNoncurrent(i32, usize),
    Abort(i32),
}

/// Whom it does it to, and what.
type StoreRules = Vec<(usize, bool, Does)>;

/// What is called before the clock is turned.
#[derive(Debug, Clone)]
enum StoreStep {
    Put { key: usize, bytes: usize, is_tagged: bool },
    Delete { key: usize },
    DeleteVersion { key: usize, age: usize },
    Tag { key: usize, age: usize, is_tagged: bool },
    Begin { key: usize },
    Versioning(bool),
    Rules(StoreRules),
    Wait(i64),
}

fn does() -> impl Strategy<Value = Does> {
    prop_oneof![
        (1..6).prop_map(Does::Expire),
        (0_i64..12).prop_map(Does::ExpireFrom),
        Just(Does::RemoveMarkers),
        (1..5, 0..3).prop_map(|(days, newer)| Does::RemoveNoncurrent(days, newer)),
        (0..6, 0_usize..4).prop_map(|(days, class)| Does::Move(days, class)),
        (0..5, 0_usize..4).prop_map(|(days, class)| Does::MoveNoncurrent(days, class)),
        (1..6).prop_map(Does::Abort),
    ]
}

fn rules() -> impl Strategy<Value = StoreRules> {
    proptest::collection::vec((0_usize..3, any::<bool>(), does()), 0..6)
}

fn steps() -> impl Strategy<Value = Vec<StoreStep>> {
    let step = prop_oneof![
        4 => (0_usize..3, 0_usize..3, any::<bool>())
            .prop_map(|(key, bytes, is_tagged)| StoreStep::Put { key, bytes, is_tagged }),
        1 => (0_usize..3).prop_map(|key| StoreStep::Delete { key }),
        1 => (0_usize..3, 0_usize..3).prop_map(|(key, age)| StoreStep::DeleteVersion { key, age }),
        1 => (0_usize..3, 0_usize..3, any::<bool>())
            .prop_map(|(key, age, is_tagged)| StoreStep::Tag { key, age, is_tagged }),
        1 => (0_usize..3).prop_map(|key| StoreStep::Begin { key }),
        1 => any::<bool>().prop_map(StoreStep::Versioning),
        1 => rules().prop_map(StoreStep::Rules),
        // Some of them to exactly midnight.
        3 => prop_oneof![0_i64..2 * DAY, (0_i64..3).prop_map(|days| days * DAY)].prop_map(StoreStep::Wait),
    ];
    proptest::collection::vec(step, 0..24)
}

fn key(number: usize) -> ObjectKey {
    ObjectKey::try_from(["a", "ab", "b"][number]).unwrap()
}

fn tags(is_tagged: bool) -> Tags {
    let tag = Tag { key: "team".to_owned(), value: "storage".to_owned() };
    Tags::new(Tagged::Object, if is_tagged { vec![tag] } else { vec![] }).unwrap()
}

fn rule(index: usize, (prefix, wants_tag, does): &(usize, bool, Does)) -> LifecycleRule {
    let classes = ["INTELLIGENT_TIERING", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"];
    let class = |class: usize| TransitionStorageClass::from(classes[class]);
    let prefix = ["", "a", "ab"][*prefix];
    let has_tags = !matches!(does, Does::Abort(_) | Does::RemoveMarkers) && *wants_tag;
    let tag = Tag { key: "team".to_owned(), value: "storage".to_owned() };
    let and = LifecycleRuleAndOperator::builder().prefix(prefix).tags(tag).object_size_greater_than(0).build();
    let filter = match has_tags {
        true => LifecycleRuleFilter::builder().and(and).build(),
        false => LifecycleRuleFilter::builder().prefix(prefix).build(),
    };
    let rule = LifecycleRule::builder().id(index.to_string()).status(ExpirationStatus::Enabled).filter(filter);
    let expiration = LifecycleExpiration::builder();
    let rule = match *does {
        Does::Expire(days) => rule.expiration(expiration.days(days).build()),
        Does::ExpireFrom(day) => rule.expiration(expiration.date(DateTime::from_secs(day * DAY)).build()),
        Does::RemoveMarkers => rule.expiration(expiration.expired_object_delete_marker(true).build()),
        Does::RemoveNoncurrent(days, newer) => {
            let removing = NoncurrentVersionExpiration::builder().noncurrent_days(days);
            let newer = Some(newer).filter(|newer| *newer > 0);
            rule.noncurrent_version_expiration(removing.set_newer_noncurrent_versions(newer).build())
        }
        Does::Move(days, to) => rule.transitions(Transition::builder().days(days).storage_class(class(to)).build()),
        Does::MoveNoncurrent(days, to) => {
            let moving = NoncurrentVersionTransition::builder().noncurrent_days(days).storage_class(class(to));
            rule.noncurrent_version_transitions(moving.build())
        }
        Does::Abort(days) => {
            let abort = AbortIncompleteMultipartUpload::builder().days_after_initiation(days).build();
            rule.abort_incomplete_multipart_upload(abort)
        }
    };
    rule.build().unwrap()
}

fn read(rules: &StoreRules, day: Day) -> Option<Lifecycle> {
    let rules: Vec<_> = rules.iter().enumerate().map(|(index, sent)| rule(index, sent)).collect();
    let terms = LifecycleTerms { from_midnight: FromMidnight::NoExtraDay, day, small: SmallObjects::VaryByClass };
    let new = |rules| Lifecycle::new(rules, terms, String::new);
    if rules.is_empty() { None } else { Some(new(rules).unwrap()) }
}

fn bucket_name() -> BucketName {
    BucketName::try_from("bucket").unwrap()
}

/// A world in which all this was called, and what happened meanwhile.
fn world(rules: &StoreRules, steps: &[StoreStep], day: Day) -> (Store, Vec<Event>) {
    let mut store = Store::new(0, DateTime::from_secs(10 * 3600), "us-east-1".into());
    let name = bucket_name();
    let own = store.accounts.own().clone();
    store.create_bucket(name.clone(), own, "us-east-1".into());
    store.settings.lifecycle_day = day;
    store.set_lifecycle(&name, read(rules, day));
    let mut events = Vec::new();
    for step in steps {
        call(&mut store, &name, step, &mut events);
        assert_eq!(store.due, dues(&store), "after {step:?} the index is not what it would be if it were made anew");
    }
    (store, events)
}

fn call(store: &mut Store, name: &BucketName, step: &StoreStep, events: &mut Vec<Event>) {
    let id_at = |store: &Store, key: &ObjectKey, age: usize| -> Option<VersionId> {
        let versions = store.bucket("bucket").unwrap().versions_of(key)?;
        Some(versions.newest_first().nth(age)?.id.clone())
    };
    match step.clone() {
        StoreStep::Put { key: number, bytes, is_tagged } => {
            let payload = Payload::from(Bytes::from(vec![b'a'; bytes]));
            let checksum = ObjectChecksum::full(ChecksumValue::of(Algorithm::Crc32, &payload).unwrap());
            let attributes = Attributes { tags: tags(is_tagged), ..Default::default() };
            let object = StoredObject::put(payload, ETag::of_digest([0; 16]), attributes, Some(checksum), store.now());
            store.put_object(name, &key(number), object);
        }
        StoreStep::Delete { key: number } => drop(store.delete_object(name, &key(number), None, false)),
        StoreStep::DeleteVersion { key: number, age } => {
            if let Some(id) = id_at(store, &key(number), age) {
                drop(store.delete_object(name, &key(number), Some(&id), false));
            }
        }
        StoreStep::Tag { key: number, age, is_tagged } => {
            if let Some(id) = id_at(store, &key(number), age) {
                store.change_object(name, &key(number), &id, |object| object.attributes.tags = tags(is_tagged));
            }
        }
        StoreStep::Begin { key: number } => {
            let (id, ordinal) = store.ids.upload();
            let (id, now) = (UploadId::new(id), store.now());
            store.begin_upload(
                name,
                Upload::new((id, ordinal), key(number), Attributes::default(), None, (Principal::Anonymous, now)),
            );
        }
        StoreStep::Versioning(is_on) => {
            let versioning = if is_on { Versioning::Enabled } else { Versioning::Suspended };
            store.bucket_mut("bucket").unwrap().set_versioning(versioning).unwrap();
        }
        StoreStep::Rules(rules) => store.set_lifecycle(name, read(&rules, store.settings.lifecycle_day)),
        StoreStep::Wait(seconds) => events.extend(store.advance_to(DateTime::from_secs(store.now().secs() + seconds))),
    }
}

/// The index of deadlines, made anew.
fn dues(store: &Store) -> BTreeSet<Due> {
    store.buckets().values().flat_map(BucketState::dues).collect()
}

/// All that can be seen of the bucket: keys, versions, classes, open uploads.
fn seen(store: &Store) -> Vec<String> {
    let bucket = store.bucket("bucket").unwrap();
    let versions = bucket.versions(Bound::Unbounded).flat_map(|(key, versions)| {
        versions.newest_first().map(move |version| {
            let class = version.object().map(|object| &object.attributes.storage_class);
            format!("{key} {} {class:?} {:?}", version.id, version.last_modified())
        })
    });
    versions.chain(bucket.uploads().values().map(ToString::to_string)).collect()
}

/// When the newest objects are told to expire, and by which rule.
fn promised(store: &Store) -> Vec<(ObjectKey, DateTime, String)> {
    let bucket = store.bucket("bucket").unwrap();
    let ends = bucket.objects(Bound::Unbounded).filter_map(|(key, _)| Some((key, bucket.expiration_of(key)?)));
    ends.map(|(key, end)| (key.clone(), end.at.shown, end.rule)).collect()
}

/// When they will.
fn expiring(store: &Store) -> Vec<(ObjectKey, DateTime)> {
    let bucket = store.bucket("bucket").unwrap();
    bucket.objects(Bound::Unbounded).filter_map(|(key, _)| Some((key.clone(), bucket.expires_at(key)?))).collect()
}

proptest! {
    #[test]
    fn one_jump_equals_many_steps(
        rules in rules(),
        steps in steps(),
        mut stops in proptest::collection::vec(0_i64..15 * DAY, 1..8),
        day in day(),
    ) {
        stops.sort_unstable();
        let ((mut jumping, before), (mut walking, _)) = (world(&rules, &steps, day), world(&rules, &steps, day));
        let start = jumping.now().secs();
        let end = DateTime::from_secs(start + stops.last().unwrap());
        let jumped = jumping.advance_to(end);
        let walked: Vec<_> =
            stops.iter().flat_map(|stop| walking.advance_to(DateTime::from_secs(start + stop))).collect();
        prop_assert_eq!(&jumped, &walked);
        prop_assert_eq!(seen(&jumping), seen(&walking));
        prop_assert_eq!(&jumping.due, &dues(&jumping));
        prop_assert_eq!(jumping.meter(), walking.meter());
        let all: Vec<_> = before.iter().chain(&jumped).map(|event| event.at).collect();
        prop_assert!(all.is_sorted(), "events are told out of order: {:?}", all);
    }

    #[test]
    fn nothing_happens_between_events_and_something_at_each(rules in rules(), steps in steps(), day in day()) {
        let (mut store, _) = world(&rules, &steps, day);
        store.advance_to(store.now());
        for _ in 0..20 {
            let Some(next) = store.next_event() else { break };
            prop_assert!(next > store.now());
            let before = seen(&store);
            prop_assert_eq!(store.advance_to(DateTime::from_nanos(next.as_nanos() - 1).unwrap()), []);
            prop_assert_eq!(seen(&store), before);
            let events = store.advance_to(next);
            prop_assert!(!events.is_empty() && events.iter().all(|event| event.at == next));
        }
    }

    #[test]
    fn an_object_expires_at_the_very_date_that_was_promised(rules in rules(), steps in steps(), day in day()) {
        let (mut store, _) = world(&rules, &steps, day);
        let (promised, expiring) = (promised(&store), expiring(&store));
        store.advance_to(store.now());
        let events = store.advance_to(DateTime::from_secs(store.now().secs() + 60 * DAY));
        let expired = |event: &&Event| matches!(event.kind, EventKind::ObjectExpired { .. });
        let mut happened: Vec<_> = events.iter().filter(expired).map(|event| {
            (event.key.clone(), event.at, event.rule().unwrap().to_owned())
        }).collect();
        happened.sort();
        if day == Day::REAL {
            prop_assert_eq!(&happened, &promised);
        }
        prop_assert_eq!(happened.into_iter().map(|(key, at, _)| (key, at)).collect::<Vec<_>>(), expiring);
    }

    #[test]
    fn after_a_long_time_nothing_is_left_to_do(rules in rules(), steps in steps(), day in day()) {
        let (mut store, _) = world(&rules, &steps, day);
        store.advance_to(DateTime::from_secs(store.now().secs() + 1000 * DAY));
        prop_assert_eq!(store.next_event(), None);
        prop_assert_eq!(&store.due, &BTreeSet::new());
    }
}

#[test]
fn a_world_without_rules_has_no_deadlines() {
    let put = StoreStep::Put { key: 0, bytes: 1, is_tagged: false };
    let (store, _) = world(&vec![], &[put, StoreStep::Begin { key: 1 }], Day::REAL);
    assert_eq!(store.next_event(), None);
    // A rule that is disabled is none.
    let mut rule = rule(0, &(0, false, Does::Expire(1)));
    rule.status = ExpirationStatus::Disabled;
    let mut store = store;
    store.set_lifecycle(&bucket_name(), Some(lifecycle(vec![rule])));
    assert_eq!(store.next_event(), None);
}

/// A rule that removes noncurrent versions, of which it keeps some.
fn keeping(id: usize, newer: i32) -> LifecycleRule {
    let rule = LifecycleRule::builder().id(id.to_string()).status(ExpirationStatus::Enabled);
    let rule = rule.filter(LifecycleRuleFilter::builder().prefix("").build());
    let noncurrent = NoncurrentVersionExpiration::builder().noncurrent_days(1).newer_noncurrent_versions(newer);
    rule.noncurrent_version_expiration(noncurrent.build()).build().unwrap()
}

/// 800 versions and 1,000 rules took 120 ms a put when each put asked all versions of all rules.
#[test]
fn a_put_costs_the_rules_of_its_key_and_not_these_times_all_versions() {
    const RULES: usize = 1000;
    let mut store = Store::new(0, DateTime::from_secs(0), "us-east-1".into());
    let name = bucket_name();
    let own = store.accounts.own().clone();
    store.create_bucket(name.clone(), own, "us-east-1".into()).set_versioning(Versioning::Enabled).unwrap();
    let rules = (0..RULES).map(|id| keeping(id, 1 + i32::try_from(id % 100).unwrap())).collect();
    store.set_lifecycle(&name, Some(lifecycle(rules)));
    let mut put = || {
        let before = LOOKS.get();
        call(&mut store, &name, &StoreStep::Put { key: 0, bytes: 1, is_tagged: false }, &mut Vec::new());
        LOOKS.get() - before
    };
    let last = (0..800).map(|_| put()).last().unwrap();
    assert!(last > 0 && last <= 4 * RULES as u64, "a rule looked {last} times at a version");
    assert_eq!(store.due, dues(&store));
}
