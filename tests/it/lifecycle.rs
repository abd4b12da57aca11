//! What rules do, as the author of a test sees it: events and their sentences, set-up, and the other known answers.

use fake_s3::operation::create_multipart_upload::CreateMultipartUploadInput;
use fake_s3::operation::delete_object::DeleteObjectInput;
use fake_s3::operation::head_object::HeadObjectInput;
use fake_s3::operation::put_object::PutObjectInput;
use fake_s3::primitives::{DateTime, DateTimeFormat};
use fake_s3::types::{
    AbortIncompleteMultipartUpload, ExpirationStatus, LifecycleExpiration, LifecycleRule, LifecycleRuleFilter,
    NoncurrentVersionExpiration, Transition, TransitionStorageClass,
};
use fake_s3::{BucketHandle, Event, EventKind, FakeS3, NewestUpload, days};

fn world() -> (FakeS3, BucketHandle) {
    let s3 = FakeS3::new();
    let bucket = s3.create_bucket("backups");
    (s3, bucket)
}

/// A rule for all keys, which does nothing yet.
fn rule(id: &str) -> fake_s3::types::builders::LifecycleRuleBuilder {
    let filter = LifecycleRuleFilter::builder().build();
    LifecycleRule::builder().id(id).filter(filter).status(ExpirationStatus::Enabled)
}

fn sentences(events: &[Event]) -> Vec<String> {
    events.iter().map(ToString::to_string).collect()
}

fn at(text: &str) -> DateTime {
    DateTime::from_str(text, DateTimeFormat::DateTime).unwrap()
}

#[test]
fn an_event_says_what_happened_to_which_version_and_by_which_rule() {
    let (s3, bucket) = world();
    bucket.enable_versioning().put_object("db.tar", "Monday's");
    bucket.put_object("db.tar", "Tuesday's");
    let [new, old] = bucket.versions().try_into().unwrap();
    let removing = NoncurrentVersionExpiration::builder().noncurrent_days(1).build();
    let markers = LifecycleExpiration::builder().expired_object_delete_marker(true).build();
    bucket.set_lifecycle_rules([
        rule("expire").expiration(LifecycleExpiration::builder().days(2).build()).build().unwrap(),
        rule("older").noncurrent_version_expiration(removing).build().unwrap(),
        rule("markers").expiration(markers).build().unwrap(),
    ]);

    let events = s3.clock().advance(days(10));
    let EventKind::ObjectExpired { delete_marker: Some(marker), .. } = &events[1].kind else { panic!("{events:?}") };
    let (new, old) = (new.version_id, old.version_id);
    assert_eq!(
        sentences(&events),
        [
            format!(
                "2026-01-03T00:00:00Z: rule \"older\" \
             removed noncurrent version {old} of backups/db.tar and freed 8 bytes"
            ),
            format!(
                "2026-01-04T00:00:00Z: rule \"expire\" \
             put delete marker {marker} on version {new} of backups/db.tar and freed 0 bytes"
            ),
            format!(
                "2026-01-05T00:00:00Z: rule \"older\" \
             removed noncurrent version {new} of backups/db.tar and freed 9 bytes"
            ),
            format!(
                "2026-01-05T00:00:00Z: rule \"markers\" \
             removed delete marker {marker} of backups/db.tar, under which nothing lay"
            ),
        ]
    );
    assert_eq!(events[0].version_id().unwrap().to_string(), old);
    assert_eq!(events.iter().map(Event::freed_bytes).sum::<u64>(), 17);
    assert!(bucket.versions().is_empty());
    assert_eq!(s3.stored_bytes(), 0);
}

#[test]
fn a_transition_says_from_where_to_where() {
    let (s3, bucket) = world();
    bucket.move_objects_after("logs/", 30, TransitionStorageClass::StandardIa);
    bucket.put_object("logs/large", vec![0; 128 * 1024]);
    bucket.put_object("logs/small", "");
    let events = s3.clock().advance(days(40));
    assert_eq!(
        sentences(&events),
        ["2026-02-01T00:00:00Z: rule \"move-objects\" \
             moved version null of backups/logs/large from STANDARD to STANDARD_IA",]
    );
    assert_eq!((events[0].rule(), events[0].freed_bytes()), (Some("move-objects"), 0));
    assert_eq!(bucket.object("logs/large").unwrap().storage_class, "STANDARD_IA");
    assert_eq!(bucket.object("logs/small").unwrap().storage_class, "STANDARD");
}

#[test]
fn what_happens_at_one_instant_happens_by_bucket_and_key() {
    let s3 = FakeS3::new();
    for name in ["second", "first"] {
        let bucket = s3.create_bucket(name);
        let abort = AbortIncompleteMultipartUpload::builder().days_after_initiation(1).build();
        let expiration = LifecycleExpiration::builder().days(1).build();
        bucket.set_lifecycle_rules([rule("tidy")
            .abort_incomplete_multipart_upload(abort)
            .expiration(expiration)
            .build()
            .unwrap()]);
        for key in ["b", "a"] {
            bucket.begin_upload(key);
            bucket.put_object(key, "data");
        }
    }
    let events = s3.clock().advance(days(2));
    let told: Vec<_> = events
        .iter()
        .map(|event| {
            format!("{}/{} {}", event.bucket, event.key, if event.version_id().is_some() { "object" } else { "upload" })
        })
        .collect();
    let of = |bucket: &str| ["a object", "a upload", "b object", "b upload"].map(|what| format!("{bucket}/{what}"));
    assert_eq!(told, [of("first"), of("second")].concat());
    assert!(events.iter().all(|event| event.at == at("2026-01-03T00:00:00Z")));
}

#[test]
fn the_newest_noncurrent_versions_are_kept() {
    let (s3, bucket) = world();
    bucket.enable_versioning().remove_noncurrent_versions_after("", 3, 2);
    for text in ["1", "2", "3", "4", "5"] {
        bucket.put_object("db.tar", text);
    }
    let events = s3.clock().advance(days(30));
    assert_eq!(events.len(), 2);
    let kept: Vec<_> = bucket.versions().into_iter().map(|version| version.object.unwrap().bytes()).collect();
    assert_eq!(kept, ["5", "4", "3"]);
}

#[test]
fn what_a_rule_makes_overdue_is_told_when_the_clock_is_next_turned() {
    let (s3, bucket) = world();
    bucket.put_object("db.tar", "data");
    s3.clock().advance(days(9));
    bucket.expire_objects_after("", 7);
    assert!(bucket.objects().is_empty());
    let events = s3.clock().to_next_event();
    assert_eq!(
        sentences(&events),
        ["2026-01-10T10:30:00Z: rule \"expire-objects\" deleted backups/db.tar and freed 4 bytes",]
    );
}

#[test]
fn an_object_that_is_deleted_or_replaced_does_not_expire() {
    let (s3, bucket) = world();
    bucket.expire_objects_after("", 2);
    for key in ["deleted", "replaced"] {
        bucket.put_object(key, "data");
    }
    s3.clock().advance(days(1));
    s3.call(DeleteObjectInput::builder().bucket("backups").key("deleted")).unwrap();
    bucket.put_object("replaced", "again");
    assert_eq!(bucket.object("replaced").unwrap().expiry_date, Some(at("2026-01-05T00:00:00Z")));
    let events = s3.clock().to_next_event();
    assert_eq!(s3.clock().now(), at("2026-01-05T00:00:00Z"));
    assert_eq!(events.len(), 1);
}

#[test]
fn ids_of_rules_are_encoded_on_demand() {
    for (builder, expected) in
        [(FakeS3::builder(), "tidy/up now"), (FakeS3::builder().url_encoded_rule_ids(true), "tidy%2Fup%20now")]
    {
        let s3 = builder.build();
        let bucket = s3.create_bucket("backups");
        let abort = AbortIncompleteMultipartUpload::builder().days_after_initiation(7).build();
        let expiration = LifecycleExpiration::builder().days(7).build();
        let both = rule("tidy/up now").abort_incomplete_multipart_upload(abort).expiration(expiration);
        bucket.set_lifecycle_rules([both.build().unwrap()]).put_object("k", "data");
        let head = s3.call(HeadObjectInput::builder().bucket("backups").key("k")).unwrap();
        let told = format!("expiry-date=\"Fri, 09 Jan 2026 00:00:00 GMT\", rule-id=\"{expected}\"");
        assert_eq!(head.expiration(), Some(told.as_str()));
        let created = s3.call(CreateMultipartUploadInput::builder().bucket("backups").key("k")).unwrap();
        assert_eq!(created.abort_rule_id(), Some(expected));
    }
}

#[test]
fn days_from_midnight_are_a_guess_that_can_be_turned() {
    let midnight = FakeS3::builder().start(at("2026-01-15T00:00:00Z"));
    for (builder, expected) in
        [(midnight.clone(), "2026-01-16T00:00:00Z"), (midnight.extra_day_from_midnight(true), "2026-01-17T00:00:00Z")]
    {
        let s3 = builder.build();
        let bucket = s3.create_bucket("backups");
        bucket.expire_objects_after("", 1).put_object("k", "data");
        assert_eq!(bucket.object("k").unwrap().expiry_date, Some(at(expected)));
        assert_eq!(s3.clock().to_next_event()[0].at, at(expected));
    }
}

#[test]
#[should_panic(expected = "this test leans on a guess, and guesses are denied: of what begins exactly at midnight")]
fn a_date_that_is_counted_from_midnight_is_denied_with_guesses() {
    let s3 = FakeS3::builder().start(at("2026-01-15T00:00:00Z")).deny_guesses().build();
    s3.create_bucket("backups").expire_objects_after("", 1);
    drop(s3.call(PutObjectInput::builder().bucket("backups").key("k")));
}

#[test]
fn a_rule_stops_at_the_end_of_the_calendar() {
    let (s3, bucket) = world();
    bucket.expire_objects_after("", 2_147_483_647).put_object("k", "data");
    assert_eq!(bucket.object("k").unwrap().expiry_date, None);
    assert_eq!(s3.clock().to_next_event(), []);
}

#[test]
fn what_the_null_marker_replaces_is_not_moved_first() {
    let (s3, bucket) = world();
    bucket.suspend_versioning().put_object("db.tar", vec![0; 128 * 1024]);
    let transition = Transition::builder().days(30).storage_class(TransitionStorageClass::Glacier).build();
    bucket.set_lifecycle_rules([
        rule("cool").transitions(transition).build().unwrap(),
        rule("tidy").expiration(LifecycleExpiration::builder().days(30).build()).build().unwrap(),
    ]);
    let events = s3.clock().advance(days(31));
    assert_eq!(events.len(), 1, "{:?}", sentences(&events));
    assert_eq!(events[0].freed_bytes(), 128 * 1024, "{:?}", sentences(&events));
}

#[test]
fn a_transition_that_lost_is_not_made_behind_the_one_that_won() {
    let (s3, bucket) = world();
    bucket.put_object("db.tar", vec![0; 128 * 1024]);
    let to = |id: &str, class| {
        let transition = Transition::builder().days(30).storage_class(class).build();
        rule(id).transitions(transition).build().unwrap()
    };
    bucket.set_lifecycle_rules([
        to("instant", TransitionStorageClass::GlacierIr),
        to("any", TransitionStorageClass::IntelligentTiering),
    ]);
    assert_eq!(s3.clock().advance(days(60)).len(), 1);
    assert_eq!(bucket.object("db.tar").unwrap().storage_class, "INTELLIGENT_TIERING");
}

#[test]
fn a_version_is_not_older_than_itself_when_an_upload_that_was_there_first_replaces_it() {
    let s3 = FakeS3::builder().newest_upload(NewestUpload::LastCompleted).build();
    let bucket = s3.create_bucket("backups");
    bucket.enable_versioning().remove_noncurrent_versions_after("", 5, 0);
    let upload_id = bucket.begin_upload("db.tar");
    bucket.put_part("db.tar", &upload_id, 1, "data");
    s3.clock().advance(days(10));
    bucket.put_object("db.tar", "between");
    bucket.complete_upload("db.tar", &upload_id);
    s3.clock().advance(days(4));
    assert_eq!(bucket.versions().len(), 2);
    assert_eq!(s3.clock().advance(days(2)).len(), 1);
}
