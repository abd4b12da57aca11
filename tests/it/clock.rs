//! How time goes, how late S3 acts, and at which instant exactly.

use fake_s3::fault::{Fault, on_any};
use fake_s3::operation::complete_multipart_upload::CompleteMultipartUploadInput;
use fake_s3::operation::create_multipart_upload::CreateMultipartUploadInput;
use fake_s3::operation::list_parts::ListPartsInput;
use fake_s3::primitives::{DateTime, DateTimeFormat};
use fake_s3::types::{
    AbortIncompleteMultipartUpload, BucketLifecycleConfiguration, ExpirationStatus, LifecycleRule, LifecycleRuleFilter,
};
use fake_s3::{Anchor, BucketHandle, Builder, Event, EventKind, FakeS3, Lag, S3, days, hours};
use std::time::Duration;

fn at(text: &str) -> DateTime {
    DateTime::from_str(text, DateTimeFormat::DateTime).unwrap()
}

/// A world that begins then, with a bucket whose uploads are aborted after so many days.
fn world(builder: Builder, start: &str, days: u32) -> (FakeS3, BucketHandle) {
    let s3 = builder.start(at(start)).build();
    let bucket = s3.create_bucket("backups");
    bucket.abort_incomplete_uploads_after("", days);
    (s3, bucket)
}

fn deadline(event: &Event) -> DateTime {
    match event.kind {
        EventKind::UploadAborted { deadline, .. } => deadline,
        ref other => panic!("{other:?}"),
    }
}

mod exactly {
    use super::*;

    /// What the header promises, what the view says and what happens are one instant.
    #[track_caller]
    fn check(initiated: &str, days: u32, expected: &str) {
        let (s3, bucket) = world(FakeS3::builder(), initiated, days);
        let created = s3.call(CreateMultipartUploadInput::builder().bucket("backups").key("db.tar")).unwrap();
        assert_eq!(created.abort_date(), Some(&at(expected)), "{initiated} + {days} days");
        assert_eq!(bucket.uploads()[0].abort_date, Some(at(expected)));
        assert_eq!(bucket.uploads()[0].aborted_at, Some(at(expected)));

        let just_before = DateTime::from_nanos(at(expected).as_nanos() - 1).unwrap();
        assert_eq!(s3.clock().set(just_before), []);
        assert_eq!(bucket.uploads().len(), 1, "{initiated} + {days} days, a nanosecond before");
        let events = s3.clock().advance(Duration::from_nanos(1));
        assert_eq!((events.len(), events[0].at, deadline(&events[0])), (1, at(expected), at(expected)));
        assert!(bucket.uploads().is_empty());
    }

    #[test]
    fn the_documented_example() {
        check("2014-01-15T10:30:00Z", 3, "2014-01-19T00:00:00Z");
    }

    #[test]
    fn around_midnight() {
        check("2026-01-14T23:59:59.999Z", 1, "2026-01-16T00:00:00Z");
        check("2026-01-15T00:00:00Z", 1, "2026-01-16T00:00:00Z");
        check("2026-01-15T00:00:00.001Z", 1, "2026-01-17T00:00:00Z");
    }

    #[test]
    fn leap_days() {
        check("2024-02-27T12:00:00Z", 1, "2024-02-29T00:00:00Z");
        check("2024-02-28T12:00:00Z", 1, "2024-03-01T00:00:00Z");
        check("2025-02-28T12:00:00Z", 1, "2025-03-02T00:00:00Z");
        check("2000-02-28T12:00:00Z", 1, "2000-03-01T00:00:00Z");
        check("2100-02-28T12:00:00Z", 1, "2100-03-02T00:00:00Z");
        check("2024-02-29T00:00:00Z", 365, "2025-02-28T00:00:00Z");
    }

    #[test]
    fn ends_of_years() {
        check("2025-12-31T12:00:00Z", 1, "2026-01-02T00:00:00Z");
        check("2025-12-30T12:00:00Z", 1, "2026-01-01T00:00:00Z");
        check("2025-12-31T00:00:00Z", 1, "2026-01-01T00:00:00Z");
        check("1969-12-31T23:59:59Z", 1, "1970-01-02T00:00:00Z");
    }

    #[test]
    fn the_last_midnight_of_the_calendar() {
        check("9999-12-29T12:00:00Z", 1, "9999-12-31T00:00:00Z");
    }

    #[test]
    fn what_would_be_due_after_the_calendar_never_is() {
        for (start, days) in [("9999-12-30T12:00:00Z", 1), ("2026-01-15T10:30:00Z", 2_147_483_647)] {
            let (s3, bucket) = world(FakeS3::builder(), start, days);
            let created = s3.call(CreateMultipartUploadInput::builder().bucket("backups").key("db.tar")).unwrap();
            assert_eq!((created.abort_date(), created.abort_rule_id()), (None, None));
            assert_eq!(bucket.uploads()[0].aborted_at, None);
            assert_eq!(s3.clock().to_next_event(), []);
            assert_eq!(s3.clock().advance(Duration::MAX), []);
            assert_eq!(bucket.uploads().len(), 1);
        }
    }

    #[test]
    fn a_day_more_from_midnight_where_the_world_is_told_to() {
        for (start, expected) in [
            ("2026-01-14T23:59:59.999Z", "2026-01-16T00:00:00Z"),
            ("2026-01-15T00:00:00Z", "2026-01-17T00:00:00Z"),
            ("2026-01-15T00:00:00.001Z", "2026-01-17T00:00:00Z"),
        ] {
            // Who chose does not lean on a guess.
            let (s3, bucket) = world(FakeS3::builder().extra_day_from_midnight(true).deny_guesses(), start, 1);
            bucket.begin_upload("db.tar");
            assert_eq!(s3.clock().to_next_event()[0].at, at(expected), "{start}");
        }
    }
}

mod late {
    use super::*;

    #[test]
    fn an_upload_that_is_due_works_until_it_is_aborted() {
        let (s3, bucket) = world(FakeS3::builder().lag(Lag::Fixed(hours(30))), "2026-01-15T10:30:00Z", 1);
        let ids = ["a", "b"].map(|key| bucket.begin_upload(key));
        bucket.put_part("a", &ids[0], 1, "one");
        assert_eq!(s3.clock().set(at("2026-01-17T00:00:00Z")), []);

        bucket.put_part("a", &ids[0], 2, "two");
        let listed = s3.call(ListPartsInput::builder().bucket("backups").key("a").upload_id(&ids[0])).unwrap();
        assert_eq!(listed.parts().len(), 2);
        assert_eq!(listed.abort_date(), Some(&at("2026-01-17T00:00:00Z")), "the header shows the deadline");
        let upload = &bucket.uploads()[0];
        assert_eq!(upload.abort_date, Some(at("2026-01-17T00:00:00Z")));
        assert_eq!(upload.aborted_at, Some(at("2026-01-18T06:00:00Z")));

        bucket.put_part("b", &ids[1], 1, "in time");
        bucket.complete_upload("b", &ids[1]);
        let events = s3.clock().advance(days(2));
        assert_eq!(events.len(), 1, "what was completed in time is not aborted");
        assert_eq!((events[0].at, deadline(&events[0])), (at("2026-01-18T06:00:00Z"), at("2026-01-17T00:00:00Z")));
        let late = CompleteMultipartUploadInput::builder().bucket("backups").key("a").upload_id(&ids[0]);
        let why = s3.call(late).unwrap_err().to_string();
        assert!(why.contains("2026-01-18T06:00:00Z"), "{why}");
    }

    #[test]
    fn the_seed_says_how_late() {
        let aborted = |seed| {
            let builder = FakeS3::builder().seed(seed).lag(Lag::UpTo(hours(48)));
            let (s3, bucket) = world(builder, "2026-01-15T10:30:00Z", 1);
            (0..20).for_each(|number| drop(bucket.begin_upload(&format!("{number}"))));
            let mut promised: Vec<_> = bucket.uploads().iter().filter_map(|upload| upload.aborted_at).collect();
            promised.sort_unstable();
            let events = s3.clock().advance(days(9));
            assert!(events.iter().all(|event| deadline(event) == at("2026-01-17T00:00:00Z")));
            let happened: Vec<_> = events.iter().map(|event| event.at).collect();
            assert_eq!(happened, promised);
            assert!(happened.iter().all(|at| (at.secs() - self::at("2026-01-17T00:00:00Z").secs()) <= 48 * 3600));
            happened
        };
        assert_eq!(aborted(7), aborted(7));
        assert_ne!(aborted(7), aborted(8));
    }

    #[test]
    fn a_rule_that_comes_late_acts_at_once_and_tells_since_when_it_was_due() {
        let s3 = FakeS3::builder().start(at("2026-01-01T10:30:00Z")).lag(Lag::Fixed(hours(1))).build();
        let bucket = s3.create_bucket("backups");
        bucket.begin_upload("db.tar");
        s3.clock().advance(days(30));
        bucket.abort_incomplete_uploads_after("", 1);
        assert!(bucket.uploads().is_empty());
        let events = s3.clock().events();
        assert_eq!((events[0].at, deadline(&events[0])), (at("2026-01-31T10:30:00Z"), at("2026-01-03T00:00:00Z")));
        assert_eq!(s3.clock().events(), [], "each event is told once");
    }

    #[test]
    fn a_rule_that_is_taken_away_in_between_aborts_nothing() {
        let (s3, bucket) = world(FakeS3::builder().lag(Lag::Fixed(hours(30))), "2026-01-15T10:30:00Z", 1);
        bucket.begin_upload("db.tar");
        s3.clock().set(at("2026-01-17T12:00:00Z"));
        let abort = AbortIncompleteMultipartUpload::builder().days_after_initiation(9).build();
        let rule = LifecycleRule::builder().status(ExpirationStatus::Disabled).abort_incomplete_multipart_upload(abort);
        let rule = rule.filter(LifecycleRuleFilter::builder().prefix("").build()).build().unwrap();
        let rules = BucketLifecycleConfiguration::builder().rules(rule).build().unwrap();
        let put =
            fake_s3::operation::put_bucket_lifecycle_configuration::PutBucketLifecycleConfigurationInput::builder();
        s3.call(put.bucket("backups").lifecycle_configuration(rules)).unwrap();
        assert_eq!(s3.clock().advance(days(30)), []);
        assert_eq!(bucket.uploads().len(), 1);
    }
}

mod frozen {
    use super::*;

    #[tokio::test]
    async fn what_happens_while_a_call_is_delayed_is_told_afterwards() {
        let (s3, bucket) = world(FakeS3::builder(), "2026-01-01T10:30:00Z", 1);
        bucket.begin_upload("db.tar");
        let _delay = s3.inject(on_any(), Fault::latency(days(9)));
        s3.client().list_buckets().send().await.unwrap();
        assert_eq!(s3.clock().now(), at("2026-01-10T10:30:00Z"));
        let events = s3.clock().events();
        assert_eq!(events.iter().map(|event| event.at).collect::<Vec<_>>(), [at("2026-01-03T00:00:00Z")]);
        assert_eq!(s3.clock().advance(days(9)), []);
    }

    #[test]
    fn the_next_event_is_gone_to_and_no_further() {
        let (s3, bucket) = world(FakeS3::builder(), "2026-01-01T10:30:00Z", 1);
        bucket.begin_upload("a");
        s3.clock().advance(days(1));
        bucket.begin_upload("b");
        for date in ["2026-01-03T00:00:00Z", "2026-01-04T00:00:00Z"] {
            assert_eq!(s3.clock().to_next_event().len(), 1);
            assert_eq!(s3.clock().now(), at(date));
        }
        assert_eq!(s3.clock().to_next_event(), []);
        assert_eq!(s3.clock().now(), at("2026-01-04T00:00:00Z"));
    }
}

mod ticks {
    use super::*;

    #[cfg(feature = "aws-sdk")]
    #[tokio::test]
    async fn the_sdk_s_client_ticks_once_a_request_and_sleeps_in_virtual_time() {
        use aws_sdk_s3::config::timeout::TimeoutConfig;
        use aws_sdk_s3::error::SdkError;
        let s3 = FakeS3::builder().tick_per_request(Duration::from_secs(1)).build();
        let start = s3.clock().now();
        let time_out = TimeoutConfig::builder().operation_timeout(Duration::from_mins(1)).build();
        let client = aws_sdk_s3::Client::from_conf(s3.sdk_config().timeout_config(time_out).build());
        client.list_buckets().send().await.unwrap();
        client.list_buckets().send().await.unwrap();
        assert_eq!(s3.clock().now().secs() - start.secs(), 2);
        let _delay = s3.inject(on_any(), Fault::latency(days(1)));
        assert!(matches!(client.list_buckets().send().await, Err(SdkError::TimeoutError(_))));
        assert_eq!(s3.clock().now().secs() - start.secs(), 62);
    }

    #[test]
    fn every_request_has_its_date_whichever_way_it_comes() {
        let start = at("2026-01-01T10:30:00Z");
        let (s3, bucket) = world(FakeS3::builder().tick_per_request(Duration::from_secs(1)), "2026-01-01T10:30:00Z", 7);
        // `create_bucket` is no request; the rule was.
        let seconds = || s3.clock().now().secs() - start.secs();
        assert_eq!(seconds(), 1);
        bucket.begin_upload("a");
        assert_eq!(seconds(), 2);
        let request = http::Request::get("https://s3.us-east-1.amazonaws.com/").body(bytes::Bytes::new()).unwrap();
        assert_eq!(s3.http(request).headers()["date"], "Thu, 01 Jan 2026 10:30:03 GMT");
        let client = s3.client();
        let list = async { client.list_buckets().send().await.unwrap() };
        tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(list);
        assert_eq!(seconds(), 4);
        // One that is refused is a request too; looking is none.
        s3.call(ListPartsInput::builder().bucket("backups").key("a").upload_id("fakeid")).unwrap_err();
        assert_eq!(bucket.uploads()[0].initiated, at("2026-01-01T10:30:02Z"));
        assert_eq!(seconds(), 5);
    }

    #[test]
    fn an_abort_comes_before_the_request_that_brings_its_time() {
        let (s3, bucket) = world(FakeS3::builder().tick_per_request(hours(15)), "2026-01-01T10:30:00Z", 1);
        let id = bucket.begin_upload("db.tar"); // 2026-01-02T16:30
        let list = || s3.call(ListPartsInput::builder().bucket("backups").key("db.tar").upload_id(&id));
        list().unwrap();
        list().unwrap(); // 2026-01-03T22:30
        list().unwrap_err();
        // Told by whoever turns the clock next, before what happens then.
        let events = s3.clock().advance(days(1));
        assert_eq!(events.iter().map(|event| event.at).collect::<Vec<_>>(), [at("2026-01-04T00:00:00Z")]);
    }
}

#[expect(clippy::disallowed_types, clippy::disallowed_methods, reason = "real time is what these are about")]
mod real {
    use super::*;
    use parking_lot::Mutex;
    use std::sync::Arc;
    use std::time::Instant;

    /// So long at least, and not so long that something must have hung.
    #[track_caller]
    fn check_waited(began: Instant, least: Duration) {
        let waited = began.elapsed();
        assert!(waited >= least && waited < least + Duration::from_secs(20), "waited {waited:?}");
    }

    fn delayed(s3: &FakeS3, by: Duration) {
        let _delay = s3.inject(on_any(), Fault::latency(by));
        let client = s3.client();
        let list = async { client.list_buckets().send().await.unwrap() };
        tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(list);
    }

    #[test]
    fn time_goes_by_itself_and_rules_run_in_it() {
        // A million times as fast: a day in 86 milliseconds.
        let builder = FakeS3::builder().real_time_times(1_000_000, Anchor::Start);
        let (s3, bucket) = world(builder, "2026-01-01T10:30:00Z", 1);
        bucket.begin_upload("db.tar");
        let began = Instant::now();
        while !bucket.uploads().is_empty() {
            std::thread::yield_now();
            check_waited(began, Duration::ZERO);
        }
        let events = s3.clock().events();
        assert_eq!(events.len(), 1);
        assert_eq!(events[0].at.secs() % 86_400, 0);
        assert!(s3.clock().now() >= events[0].at);
    }

    #[test]
    fn the_start_is_the_test_s_or_the_wall_s() {
        let start = at("2026-01-01T10:30:00Z");
        let ours = FakeS3::builder().start(start).real_time(Anchor::Start).build().clock().now();
        assert!((start.secs()..start.secs() + 20).contains(&ours.secs()), "{ours}");
        let wall = DateTime::from(std::time::SystemTime::now()).secs();
        let theirs = FakeS3::builder().start(start).real_time(Anchor::WallClock).build().clock().now();
        assert!((wall..wall + 20).contains(&theirs.secs()), "{theirs}");
    }

    #[test]
    fn turning_the_clock_adds_to_what_goes_by() {
        let s3 = FakeS3::builder().real_time(Anchor::Start).build();
        let before = s3.clock().now();
        s3.clock().advance(days(30));
        let gone = s3.clock().now().secs() - before.secs();
        assert!((30 * 86_400..30 * 86_400 + 20).contains(&gone), "{gone}");
    }

    #[test]
    fn a_delay_waits_for_real() {
        let s3 = FakeS3::builder().real_time(Anchor::Start).build();
        let began = Instant::now();
        delayed(&s3, Duration::from_millis(30));
        check_waited(began, Duration::from_millis(30));
    }

    #[test]
    fn a_delay_is_divided_by_the_factor() {
        let s3 = FakeS3::builder().real_time_times(100_000, Anchor::Start).build();
        let (began, before) = (Instant::now(), s3.clock().now());
        delayed(&s3, hours(1));
        assert!(s3.clock().now().secs() - before.secs() >= 3600);
        check_waited(began, Duration::from_millis(36));
    }

    #[test]
    fn turning_the_clock_ends_a_delay() {
        let s3 = FakeS3::builder().real_time(Anchor::Start).build();
        let (turning, began) = (s3.clone(), Instant::now());
        let turn = std::thread::spawn(move || {
            // Whenever it comes, before the delay or in it, an hour has not passed for real.
            while turning.clock().now().secs() < FakeS3::new().clock().now().secs() + 7200 {
                turning.clock().advance(hours(1));
                std::thread::yield_now();
            }
        });
        let _delay = s3.inject(on_any(), Fault::latency(hours(1)));
        let client = s3.client();
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build().unwrap();
        let call = runtime.spawn(async move { client.list_buckets().send().await.unwrap() });
        turn.join().unwrap();
        while !call.is_finished() {
            s3.clock().advance(hours(1));
            std::thread::yield_now();
        }
        check_waited(began, Duration::ZERO);
    }

    /// The order is compared, and not the instants: a busy machine may take any time between two polls.
    #[test]
    fn many_delays_end_in_the_order_of_their_deadlines() {
        let s3 = FakeS3::builder().real_time(Anchor::Start).build();
        let ended = Arc::new(Mutex::new(Vec::new()));
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let _delays = [3, 1, 2].map(|late| s3.inject(on_any(), Fault::latency(hours(late))));
            let calls = [3, 1, 2].map(|late| {
                let (client, ended) = (s3.client(), Arc::clone(&ended));
                tokio::spawn(async move {
                    client.list_buckets().send().await.unwrap();
                    ended.lock().push(late);
                })
            });
            tokio::task::yield_now().await;
            assert!(ended.lock().is_empty(), "a call did not wait");
            s3.clock().advance(hours(3));
            for call in calls {
                call.await.unwrap();
            }
        });
        assert_eq!(*ended.lock(), [1, 2, 3]);
    }

    #[cfg(feature = "aws-sdk")]
    #[test]
    fn the_sdk_s_time_outs_wait_for_real() {
        use aws_sdk_s3::config::timeout::TimeoutConfig;
        use aws_sdk_s3::error::SdkError;
        let s3 = FakeS3::builder().real_time_times(1000, Anchor::Start).build();
        let time_out = TimeoutConfig::builder().operation_timeout(Duration::from_secs(30)).build();
        let client = aws_sdk_s3::Client::from_conf(s3.sdk_config().timeout_config(time_out).build());
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let began = Instant::now();
        let _delay = s3.inject(on_any(), Fault::latency(hours(10)));
        let failed = runtime.block_on(client.list_buckets().send()).unwrap_err();
        assert!(matches!(failed, SdkError::TimeoutError(_)), "{failed:?}");
        check_waited(began, Duration::from_millis(30));
    }

    #[test]
    #[should_panic(expected = "a clock stands still by default")]
    fn a_factor_of_nothing_is_refused() {
        let _ = FakeS3::builder().real_time_times(0, Anchor::Start);
    }
}
