//! Lifecycle days that are not as long as those of the calendar: what is told stays, what is done comes sooner.

use fake_s3::operation::create_multipart_upload::CreateMultipartUploadInput;
use fake_s3::operation::get_object::GetObjectInput;
use fake_s3::operation::list_parts::ListPartsInput;
use fake_s3::operation::put_bucket_lifecycle_configuration::PutBucketLifecycleConfigurationInput;
use fake_s3::operation::put_object::PutObjectInput;
use fake_s3::operation::put_object_tagging::PutObjectTaggingInput;
use fake_s3::primitives::{DateTime, DateTimeFormat};
use fake_s3::types::{
    AbortIncompleteMultipartUpload, BucketLifecycleConfiguration, ExpirationStatus, LifecycleExpiration, LifecycleRule,
    LifecycleRuleFilter, NoncurrentVersionExpiration, ObjectLockMode, Tag, Tagging,
};
use fake_s3::{Anchor, BucketHandle, Builder, Event, EventKind, FakeS3, Lag, days};
use std::time::Duration;

/// 10:30 UTC, so that the next midnight is 13.5 hours away: 5.625 of ten seconds.
const START: &str = "2026-01-15T10:30:00Z";

const TEN_SECONDS: Duration = Duration::from_secs(10);

fn at(text: &str) -> DateTime {
    DateTime::from_str(text, DateTimeFormat::DateTime).unwrap()
}

fn ten_seconds_a_day() -> Builder {
    FakeS3::builder().start(at(START)).lifecycle_day(TEN_SECONDS)
}

fn world(builder: Builder) -> (FakeS3, BucketHandle) {
    let s3 = builder.build();
    let bucket = s3.create_bucket("backups");
    (s3, bucket)
}

fn rule(id: &str) -> fake_s3::types::builders::LifecycleRuleBuilder {
    let filter = LifecycleRuleFilter::builder().prefix("").build();
    LifecycleRule::builder().id(id).status(ExpirationStatus::Enabled).filter(filter)
}

fn expires_after(id: &str, days: i32) -> LifecycleRule {
    rule(id).expiration(LifecycleExpiration::builder().days(days).build()).build().unwrap()
}

fn expires_on(id: &str, date: &str) -> LifecycleRule {
    rule(id).expiration(LifecycleExpiration::builder().date(at(date)).build()).build().unwrap()
}

fn put_rules(s3: &FakeS3, rules: impl IntoIterator<Item = LifecycleRule>) {
    let rules = BucketLifecycleConfiguration::builder().set_rules(Some(rules.into_iter().collect())).build().unwrap();
    let put = PutBucketLifecycleConfigurationInput::builder().bucket("backups").lifecycle_configuration(rules);
    s3.call(put).unwrap();
}

fn dates(events: &[Event]) -> Vec<String> {
    events.iter().map(|event| event.at.to_string()).collect()
}

fn expiration(s3: &FakeS3, key: &str) -> Option<String> {
    s3.call(GetObjectInput::builder().bucket("backups").key(key)).unwrap().expiration
}

#[test]
fn an_upload_is_told_its_date_and_aborted_sooner() {
    let (s3, bucket) = world(ten_seconds_a_day());
    bucket.abort_incomplete_uploads_after("", 3);
    let created = s3.call(CreateMultipartUploadInput::builder().bucket("backups").key("db.tar")).unwrap();
    let told = at("2026-01-19T00:00:00Z");
    assert_eq!(created.abort_date, Some(told));
    let id = created.upload_id.unwrap();
    let listed = s3.call(ListPartsInput::builder().bucket("backups").key("db.tar").upload_id(&id)).unwrap();
    assert_eq!(listed.abort_date, Some(told));

    // Three days and 13.5 hours.
    let done = at("2026-01-15T10:30:35.625Z");
    let view = &bucket.uploads()[0];
    assert_eq!((view.abort_date, view.aborted_at), (Some(told), Some(done)));
    let just_before = DateTime::from_nanos(done.as_nanos() - 1).unwrap();
    assert_eq!(s3.clock().set(just_before), []);
    let events = s3.clock().advance(Duration::from_nanos(1));
    assert_eq!(events[0].at, done);
    assert!(matches!(events[0].kind, EventKind::UploadAborted { deadline, .. } if deadline == told));
    let sentence = "2026-01-15T10:30:35.625Z: rule \"abort-incomplete-uploads\" aborted the upload of backups/db.tar \
                    and freed 0 bytes; the date that was told is 2026-01-19T00:00:00Z";
    assert_eq!(events[0].to_string(), sentence);
    assert!(bucket.uploads().is_empty());
}

#[test]
fn an_upload_that_begins_later_has_its_own_seconds() {
    let (s3, bucket) = world(ten_seconds_a_day());
    bucket.abort_incomplete_uploads_after("", 1);
    for start in [START, "2026-02-01T00:00:00Z", "2026-03-01T23:59:59Z"] {
        s3.clock().set(at(start));
        bucket.begin_upload("db.tar");
        let wait = bucket.uploads()[0].aborted_at.unwrap().as_nanos() - at(start).as_nanos();
        assert!((10_000_000_000..20_000_000_000).contains(&wait), "{start}: {wait} ns");
        assert_eq!(s3.clock().advance(Duration::from_secs(20)).len(), 1, "{start}");
    }
}

#[test]
fn a_lag_is_added_as_it_is() {
    let (s3, bucket) = world(ten_seconds_a_day().lag(Lag::Fixed(Duration::from_secs(5))));
    bucket.abort_incomplete_uploads_after("", 1);
    bucket.begin_upload("db.tar");
    let text = s3.timeline().to_string();
    let sentence =
        "open, due 2026-01-15T10:30:15.625Z, to be aborted 2026-01-15T10:30:20.625Z, told as 2026-01-17T00:00:00Z";
    assert!(text.contains(sentence), "{text}");

    assert_eq!(dates(&s3.clock().advance(days(1))), ["2026-01-15T10:30:20.625Z"]);
    let text = s3.timeline().to_string();
    let sentence = "aborted by rule \"abort-incomplete-uploads\" 2026-01-15T10:30:20.625Z, \
                    due since 2026-01-15T10:30:15.625Z, told as 2026-01-17T00:00:00Z";
    assert!(text.contains(sentence), "{text}");
}

#[test]
fn one_thing_leads_to_another_from_the_instant_at_which_it_happened() {
    let (s3, bucket) = world(ten_seconds_a_day());
    bucket.enable_versioning().put_object("db.tar", "bytes");
    let removing = NoncurrentVersionExpiration::builder().noncurrent_days(1).build();
    let cleans = LifecycleExpiration::builder().expired_object_delete_marker(true).build();
    put_rules(
        &s3,
        [
            expires_after("old", 1),
            rule("older").noncurrent_version_expiration(removing).build().unwrap(),
            rule("marker").expiration(cleans).build().unwrap(),
        ],
    );
    let events = s3.clock().advance(Duration::from_secs(15));
    assert_eq!(events, []);
    let events = s3.clock().advance(Duration::from_mins(1));
    // One day and 13.5 hours from the creation; as much, less those seconds, from the marker.
    let removed = "2026-01-15T10:30:31.248191Z";
    assert_eq!(dates(&events), ["2026-01-15T10:30:15.625Z", removed, removed]);
    let kinds = events.iter().map(|event| &event.kind);
    let [expired, removed, cleaned] = kinds.collect::<Vec<_>>()[..] else { panic!("{events:?}") };
    assert!(matches!(expired, EventKind::ObjectExpired { rule, .. } if rule == "old"));
    assert!(matches!(removed, EventKind::VersionRemoved { rule, .. } if rule == "older"));
    assert!(matches!(cleaned, EventKind::DeleteMarkerRemoved { rule, .. } if rule == "marker"));
    assert_eq!(bucket.versions(), []);
}

#[test]
fn what_a_rule_makes_has_the_date_at_which_it_was_made() {
    let (s3, bucket) = world(ten_seconds_a_day());
    bucket.enable_versioning().put_object("db.tar", "bytes");
    put_rules(&s3, [expires_after("old", 1)]);
    s3.clock().advance(Duration::from_mins(1));
    let marker = &bucket.versions()[0];
    assert!(marker.is_delete_marker());
    assert_eq!(marker.last_modified, at("2026-01-15T10:30:15.625Z"));
}

#[test]
fn an_object_is_told_its_date_and_expires_sooner() {
    let (s3, bucket) = world(ten_seconds_a_day());
    put_rules(&s3, [expires_after("old", 1)]);
    let put = s3.call(PutObjectInput::builder().bucket("backups").key("db.tar")).unwrap();
    let told = "expiry-date=\"Sat, 17 Jan 2026 00:00:00 GMT\", rule-id=\"old\"";
    assert_eq!(put.expiration(), Some(told));
    assert_eq!(expiration(&s3, "db.tar").as_deref(), Some(told));
    let view = bucket.object("db.tar").unwrap();
    assert_eq!(view.expiry_date, Some(at("2026-01-17T00:00:00Z")));
    assert_eq!(view.expired_at, Some(at("2026-01-15T10:30:15.625Z")));
    assert_eq!(dates(&s3.clock().to_next_event()), ["2026-01-15T10:30:15.625Z"]);
    assert!(bucket.object("db.tar").is_none());
}

#[test]
fn a_date_is_a_date() {
    let (s3, bucket) = world(ten_seconds_a_day());
    put_rules(&s3, [expires_on("date", "2026-01-17T00:00:00Z")]);
    bucket.put_object("db.tar", "bytes");
    let view = bucket.object("db.tar").unwrap();
    assert_eq!((view.expiry_date, view.expired_at), (Some(at("2026-01-17T00:00:00Z")), view.expiry_date));
    assert_eq!(dates(&s3.clock().to_next_event()), ["2026-01-17T00:00:00Z"]);
}

#[test]
fn of_a_date_and_days_the_earlier_is_told_and_the_sooner_is_done() {
    let (s3, bucket) = world(ten_seconds_a_day());
    put_rules(&s3, [expires_on("date", "2026-01-17T00:00:00Z"), expires_after("days", 5)]);
    bucket.put_object("db.tar", "bytes");
    let told = "expiry-date=\"Sat, 17 Jan 2026 00:00:00 GMT\", rule-id=\"date\"";
    assert_eq!(expiration(&s3, "db.tar").as_deref(), Some(told));
    let events = s3.clock().to_next_event();
    assert_eq!(Some(events[0].at), at("2026-01-15T10:30:55.625Z").into());
    assert_eq!(events[0].rule(), Some("days"));
}

#[test]
fn what_a_request_makes_overdue_waits_for_the_midnight_of_such_a_day() {
    let (s3, bucket) = world(ten_seconds_a_day());
    bucket.put_object("db.tar", "bytes");
    let tag = Tag::builder().key("team").value("storage").build().unwrap();
    let filter = LifecycleRuleFilter::builder().tag(tag.clone()).build();
    let expires = LifecycleExpiration::builder().days(1).build();
    put_rules(&s3, [rule("tagged").filter(filter).expiration(expires).build().unwrap()]);
    s3.clock().advance(Duration::from_hours(1));
    let tags = Tagging::builder().tag_set(tag).build().unwrap();
    s3.call(PutObjectTaggingInput::builder().bucket("backups").key("db.tar").tagging(tags)).unwrap();
    // It is 11:30: 12.5 hours to midnight.
    assert_eq!(bucket.object("db.tar").unwrap().expired_at, Some(at("2026-01-15T11:30:05.208333333Z")));
    assert_eq!(s3.clock().advance(Duration::from_secs(5)), []);
    assert_eq!(s3.clock().advance(Duration::from_secs(1)).len(), 1);
}

#[test]
fn a_retention_is_as_long_as_it_is() {
    let (s3, bucket) = world(ten_seconds_a_day());
    bucket.enable_object_lock();
    let until = "2026-01-15T12:00:00Z";
    let put = PutObjectInput::builder().bucket("backups").key("db.tar").content_md5("1B2M2Y8AsgTpgAmY7PhCfg==");
    let put = put.object_lock_mode(ObjectLockMode::Compliance).object_lock_retain_until_date(at(until));
    s3.call(put).unwrap();
    bucket.put_object("db.tar", "newer");
    let removing = NoncurrentVersionExpiration::builder().noncurrent_days(1).build();
    put_rules(&s3, [rule("older").noncurrent_version_expiration(removing).build().unwrap()]);
    // The rule acts half of ten seconds after it: at the midnight that comes half a day later.
    assert_eq!(dates(&s3.clock().to_next_event()), ["2026-01-15T12:00:05Z"]);
}

#[test]
fn a_day_can_be_longer_too() {
    let (s3, bucket) = world(FakeS3::builder().start(at(START)).lifecycle_day(days(2)));
    bucket.abort_incomplete_uploads_after("", 1);
    bucket.begin_upload("db.tar");
    assert_eq!(bucket.uploads()[0].abort_date, Some(at("2026-01-17T00:00:00Z")));
    assert_eq!(dates(&s3.clock().to_next_event()), ["2026-01-18T13:30:00Z"]);
}

#[test]
fn what_would_be_done_after_the_calendar_never_is() {
    let (s3, bucket) = world(FakeS3::builder().lifecycle_day(Duration::MAX));
    bucket.abort_incomplete_uploads_after("", 1);
    bucket.begin_upload("db.tar");
    assert_eq!(bucket.uploads()[0].abort_date, None);
    assert_eq!(s3.clock().advance(Duration::MAX), []);
    assert_eq!(bucket.uploads().len(), 1);
}

#[test]
fn a_rule_is_not_in_haste_beyond_the_calendar() {
    let (s3, bucket) = world(FakeS3::builder().lifecycle_day(Duration::from_nanos(1)));
    let never = AbortIncompleteMultipartUpload::builder().days_after_initiation(i32::MAX).build();
    put_rules(&s3, [rule("never").abort_incomplete_multipart_upload(never).build().unwrap()]);
    bucket.begin_upload("db.tar");
    assert_eq!(bucket.uploads()[0].abort_date, None);
    assert_eq!(s3.clock().advance(days(1000)), []);
}

#[test]
fn a_day_of_the_calendar_is_the_default() {
    let told = |builder: Builder| {
        let (s3, bucket) = world(builder.start(at(START)).lag(Lag::UpTo(days(3))));
        bucket.abort_incomplete_uploads_after("", 2);
        put_rules(&s3, [expires_after("old", 3)]);
        let upload = bucket.begin_upload("db.tar");
        bucket.put_object("db.tar", "bytes");
        let views = format!("{upload} {:?} {:?}", bucket.uploads(), bucket.object("db.tar"));
        (views, s3.clock().advance(days(10)), s3.timeline().to_string())
    };
    assert_eq!(told(FakeS3::builder()), told(FakeS3::builder().lifecycle_day(days(1))));
}

#[test]
fn in_real_time_there_is_nothing_to_wait_for_but_the_time() {
    let day = Duration::from_millis(50);
    let (s3, bucket) = world(FakeS3::builder().real_time(Anchor::WallClock).lifecycle_day(day));
    bucket.abort_incomplete_uploads_after("", 1);
    let before = s3.clock().now();
    bucket.begin_upload("db.tar");
    while !bucket.uploads().is_empty() {
        let waited = s3.clock().now().as_nanos() - before.as_nanos();
        assert!(waited < 60_000_000_000, "it is there for {waited} ns");
        std::thread::yield_now();
    }
    let events = s3.clock().events();
    let waited = events[0].at.as_nanos() - before.as_nanos();
    assert!(waited > 50_000_000, "it was there for {waited} ns");
}

#[test]
#[should_panic(expected = "a lifecycle day lasts some time, be it a nanosecond")]
fn a_day_is_not_nothing() {
    let _ = FakeS3::builder().lifecycle_day(Duration::ZERO);
}
