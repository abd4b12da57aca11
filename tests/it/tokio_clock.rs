//! The clock of a tokio runtime as the clock of the world.

use aws_sdk_s3::config::retry::RetryConfig;
use aws_sdk_s3::config::timeout::TimeoutConfig;
use aws_sdk_s3::error::SdkError;
use aws_sdk_s3::presigning::PresigningConfig;
use fake_s3::fault::{Fault, on_any};
use fake_s3::operation::list_buckets::ListBucketsInput;
use fake_s3::{FakeS3, Moment, S3, days, hours, seconds};
use std::time::Duration;
use tokio::time::{Instant, sleep, timeout};

fn paused<T>(test: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    runtime.block_on(test)
}

fn in_tokio_time() -> FakeS3 {
    FakeS3::builder().tokio_clock().build()
}

#[test]
fn the_timeout_of_a_program_fires_during_a_delayed_call() {
    for _ in 0..100 {
        paused(async {
            let s3 = in_tokio_time();
            let start = s3.clock().now();
            let _delay = s3.inject(on_any(), Fault::latency(seconds(10)));
            let client = s3.client();
            assert!(timeout(seconds(1), client.list_buckets().send()).await.is_err());
            assert_eq!(s3.clock().now_minus(seconds(1)), start);
        });
    }
}

#[test]
fn a_rule_runs_at_its_instant_while_a_program_sleeps() {
    paused(async {
        let s3 = in_tokio_time();
        let bucket = s3.create_bucket("backups");
        bucket.abort_incomplete_uploads_after("", 1);
        bucket.begin_upload("db.tar");
        sleep(days(10)).await;
        assert!(bucket.uploads().is_empty());
        let events = s3.clock().events();
        assert_eq!(events[0].at.to_string(), "2026-01-03T00:00:00Z");
        assert_eq!(s3.clock().now().to_string(), "2026-01-11T10:30:00Z");
    });
}

#[test]
fn advance_of_tokio_moves_the_world() {
    paused(async {
        let s3 = in_tokio_time();
        let bucket = s3.create_bucket("backups");
        bucket.abort_incomplete_uploads_after("", 7);
        bucket.begin_upload("db.tar");
        tokio::time::advance(days(9)).await;
        assert!(bucket.uploads().is_empty());
    });
}

#[test]
fn advance_of_the_world_fires_the_timers_of_tokio() {
    paused(async {
        let s3 = in_tokio_time();
        let began = Instant::now();
        let sleeper = tokio::spawn(async move {
            sleep(days(3)).await;
            began.elapsed()
        });
        tokio::task::yield_now().await;
        s3.clock().advance(days(8));
        assert_eq!(sleeper.await.unwrap(), days(8), "the sleeper wakes without a sleep of real time");
        assert_eq!(began.elapsed(), days(8));
        s3.clock().set(s3.clock().now_plus(hours(1)));
        assert_eq!(began.elapsed(), days(8) + hours(1));
        s3.reset();
        assert_eq!(s3.clock().now().to_string(), "2026-01-01T10:30:00Z");
        sleep(seconds(5)).await;
        assert_eq!(s3.clock().now().to_string(), "2026-01-01T10:30:05Z");
    });
}

#[test]
fn the_next_event_moves_tokio_to_its_instant() {
    paused(async {
        let s3 = in_tokio_time();
        s3.create_bucket("backups").abort_incomplete_uploads_after("", 1).begin_upload("db.tar");
        let began = Instant::now();
        assert_eq!(s3.clock().to_next_event().len(), 1);
        assert_eq!(began.elapsed(), hours(37) + Duration::from_mins(30));
    });
}

#[test]
fn calls_that_are_delayed_at_once_take_as_long_as_the_longest() {
    for _ in 0..100 {
        paused(async {
            let s3 = in_tokio_time();
            let start = s3.clock().now();
            let _delays = [30, 20, 10].map(|by| s3.inject(on_any(), Fault::latency(Duration::from_millis(by))));
            let tasks = [(); 3].map(|()| tokio::spawn(s3.client().list_buckets().send()));
            for task in tasks {
                task.await.unwrap().unwrap();
            }
            assert_eq!(s3.clock().now_minus(Duration::from_millis(30)), start);
        });
    }
}

#[test]
fn a_synchronous_call_that_is_delayed_turns_the_clock_of_tokio() {
    paused(async {
        let s3 = in_tokio_time();
        let began = Instant::now();
        let _delay = s3.inject(on_any(), Fault::latency(seconds(5)));
        s3.call(ListBucketsInput::builder()).unwrap();
        assert_eq!(began.elapsed(), seconds(5));
    });
}

#[test]
fn a_held_call_of_the_sdk_runs_into_its_own_timeout() {
    paused(async {
        let s3 = in_tokio_time();
        let timeouts = TimeoutConfig::builder().operation_timeout(seconds(30)).build();
        let config = s3.sdk_config().timeout_config(timeouts).retry_config(RetryConfig::disabled());
        let client = aws_sdk_s3::Client::from_conf(config.build());
        let hold = s3.gate(on_any(), Moment::BeforeTheEffect);
        let error = client.list_buckets().send().await.unwrap_err();
        assert!(matches!(error, SdkError::TimeoutError(_)), "{error:?}");
        hold.release();
        assert_eq!(s3.clock().now().to_string(), "2026-01-01T10:30:30Z");
    });
}

#[test]
fn a_presigned_request_expires_while_a_program_sleeps() {
    paused(async {
        let s3 = in_tokio_time();
        s3.create_bucket("backups").put_object("db.tar", "dump");
        let start = std::time::SystemTime::try_from(s3.clock().now()).unwrap();
        let expires = PresigningConfig::builder().start_time(start).expires_in(seconds(60)).build().unwrap();
        let signed = s3.sdk_client().get_object().bucket("backups").key("db.tar").presigned(expires).await.unwrap();
        let get = || s3.http(signed.clone().make_http_1x_request(bytes::Bytes::new()));
        assert_eq!(get().status(), 200);
        sleep(seconds(61)).await;
        assert_eq!(get().status(), 403);
    });
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn time_is_real_in_a_runtime_that_is_not_paused() {
    let s3 = in_tokio_time();
    let start = s3.clock().now();
    let _delay = s3.inject(on_any(), Fault::latency(Duration::from_millis(20)));
    s3.client().list_buckets().send().await.unwrap();
    let _delay = s3.inject(on_any(), Fault::latency(Duration::from_millis(20)));
    s3.call(ListBucketsInput::builder()).unwrap();
    assert!(s3.clock().now_minus(Duration::from_millis(40)) >= start);
}

#[tokio::test]
#[should_panic(expected = "it can be turned only where tokio's clock is paused")]
async fn a_clock_that_is_not_paused_cannot_be_turned() {
    in_tokio_time().clock().advance(days(1));
}

#[test]
#[should_panic(expected = "build the world inside one, as in `#[tokio::test]`")]
fn a_world_in_tokio_time_is_built_in_a_runtime() {
    in_tokio_time();
}
