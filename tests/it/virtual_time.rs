//! The SDK's time-outs, back-off and latency run in the world's time, and no other.

use crate::sdk::Down;
use aws_sdk_s3::config::retry::RetryConfig;
use aws_sdk_s3::config::timeout::TimeoutConfig;
use aws_sdk_s3::config::{AsyncSleep, SharedAsyncSleep};
use aws_sdk_s3::error::SdkError;
use aws_sdk_s3::primitives::{ByteStream, SdkBody};
use fake_s3::fault::{Fault, on_any};
use fake_s3::{FakeS3, Moment, S3};
use std::time::Duration;

const fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// A world with a bucket, and how far its clock has gone since.
struct Timed {
    s3: FakeS3,
    start: fake_s3::primitives::DateTime,
}

impl Timed {
    fn new() -> Self {
        let s3 = FakeS3::new();
        s3.create_bucket("backups");
        let start = s3.clock().now();
        Self { s3, start }
    }

    fn client(&self, operation_timeout: Duration) -> aws_sdk_s3::Client {
        let timeouts = TimeoutConfig::builder().operation_timeout(operation_timeout).build();
        aws_sdk_s3::Client::from_conf(self.s3.sdk_config().timeout_config(timeouts).build())
    }

    #[track_caller]
    fn check_elapsed(&self, expected: Duration) {
        let nanos = self.s3.clock().now().as_nanos() - self.start.as_nanos();
        assert_eq!(nanos, i128::try_from(expected.as_nanos()).unwrap(), "the world's clock went {nanos} ns");
    }
}

#[tokio::test]
async fn a_call_within_its_time_out_takes_its_latency() {
    let timed = Timed::new();
    let _delay = timed.s3.inject(on_any(), Fault::latency(seconds(5)));
    timed.client(seconds(30)).list_buckets().send().await.unwrap();
    timed.check_elapsed(seconds(5));
}

#[tokio::test]
async fn a_call_beyond_its_time_out_fails_when_the_time_is_out() {
    let timed = Timed::new();
    let _delay = timed.s3.inject(on_any(), Fault::latency(seconds(40)));
    let failed = timed.client(seconds(30)).create_multipart_upload().bucket("backups").key("k").send().await;
    assert!(matches!(failed, Err(SdkError::TimeoutError(_))), "{failed:?}");
    timed.check_elapsed(seconds(30));
    assert!(timed.s3.bucket("backups").uploads().is_empty(), "the request never reached S3");
}

#[tokio::test]
async fn two_sleeps_of_a_second_take_a_second() {
    let timed = Timed::new();
    let sleep: SharedAsyncSleep = timed.s3.sdk_config().build().sleep_impl().unwrap();
    tokio::join!(sleep.sleep(seconds(1)), sleep.sleep(seconds(1)));
    timed.check_elapsed(seconds(1));
}

#[tokio::test]
async fn two_delayed_calls_are_delayed_together() {
    let timed = Timed::new();
    let _delay = timed.s3.inject(on_any(), Fault::latency(seconds(1)));
    let _delay = timed.s3.inject(on_any(), Fault::latency(seconds(1)));
    let (sdk, mirror) = (timed.s3.sdk_client(), timed.s3.client());
    let (one, two) = tokio::join!(sdk.list_buckets().send(), mirror.list_buckets().send());
    assert!(one.is_ok() && two.is_ok());
    timed.check_elapsed(seconds(1));
}

#[tokio::test]
async fn shorter_sleeps_end_first() {
    let timed = Timed::new();
    let sleep: SharedAsyncSleep = timed.s3.sdk_config().build().sleep_impl().unwrap();
    let clock = timed.s3.clock();
    let ended_at = |length| {
        let (sleep, clock) = (sleep.sleep(seconds(length)), clock.clone());
        async move {
            sleep.await;
            clock.now().secs()
        }
    };
    let (long, short) = tokio::join!(ended_at(7), ended_at(3));
    assert_eq!((long, short), (timed.start.secs() + 7, timed.start.secs() + 3));
}

#[tokio::test]
async fn a_sleep_waits_for_others_to_finish_their_work() {
    let timed = Timed::new();
    let sleep: SharedAsyncSleep = timed.s3.sdk_config().build().sleep_impl().unwrap();
    let client = timed.s3.client();
    let work = async {
        for number in 0..20 {
            let key = format!("{number}");
            client.create_multipart_upload().bucket("backups").key(key).send().await.unwrap();
            tokio::task::yield_now().await;
        }
    };
    tokio::join!(sleep.sleep(seconds(60)), work);
    let initiated: Vec<_> = timed.s3.bucket("backups").uploads().iter().map(|upload| upload.initiated).collect();
    assert_eq!(initiated, [timed.start; 20], "time moved while there was work to do");
    timed.check_elapsed(seconds(60));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_is_uploaded_under_a_time_out_moves_nothing() {
    let timed = Timed::new();
    let path = std::env::temp_dir().join(format!("fake-s3-virtual-time-{}", std::process::id()));
    std::fs::write(&path, vec![7; 3_000_000]).unwrap();
    let body = ByteStream::from_path(&path).await.unwrap();
    timed.client(seconds(1)).put_object().bucket("backups").key("k").body(body).send().await.unwrap();
    std::fs::remove_file(&path).unwrap();
    assert_eq!(timed.s3.bucket("backups").object("k").unwrap().size, 3_000_000);
    timed.check_elapsed(Duration::ZERO);
}

#[tokio::test]
async fn four_attempts_take_exactly_their_back_off() {
    let timed = Timed::new();
    let down = Down::refusing();
    let retries = RetryConfig::standard().with_max_attempts(4).with_use_static_exponential_base(true);
    let config = timed.s3.sdk_config().http_client(down.clone()).retry_config(retries);
    let failed = aws_sdk_s3::Client::from_conf(config.build()).list_buckets().send().await;
    assert!(failed.is_err());
    assert_eq!(down.requests(), 4);
    timed.check_elapsed(seconds(1 + 2 + 4));
}

#[tokio::test]
async fn a_held_call_runs_into_its_time_out_only_when_the_clock_is_turned() {
    let timed = Timed::new();
    let hold = timed.s3.gate(on_any(), Moment::BeforeTheResponse);
    let create = timed.client(seconds(30)).create_multipart_upload().bucket("backups").key("k");
    let call = tokio::spawn(async move { create.send().await });
    hold.reached().await;
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    timed.check_elapsed(Duration::ZERO);
    assert!(!call.is_finished(), "time stands still while the call is held");

    timed.s3.clock().advance(seconds(31));
    assert!(matches!(call.await.unwrap(), Err(SdkError::TimeoutError(_))));
    assert_eq!(timed.s3.bucket("backups").uploads().len(), 1, "S3 had done it");
}

/// A body that never comes.
struct Stalled;

impl http_body::Body for Stalled {
    type Data = bytes::Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<bytes::Bytes>, Self::Error>>> {
        std::task::Poll::Pending
    }
}

#[tokio::test]
async fn a_body_that_stalls_runs_into_its_time_out_when_the_clock_is_turned() {
    let timed = Timed::new();
    let body = ByteStream::new(SdkBody::from_body_1_x(Stalled));
    let put = timed.client(seconds(30)).put_object().bucket("backups").key("k").content_length(9).body(body);
    let call = tokio::spawn(async move { put.send().await });
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    timed.check_elapsed(Duration::ZERO);
    timed.s3.clock().advance(seconds(31));
    assert!(matches!(call.await.unwrap(), Err(SdkError::TimeoutError(_))));
    assert!(timed.s3.bucket("backups").objects().is_empty());
}

#[tokio::test]
async fn the_client_that_is_handed_out_backs_off_without_jitter() {
    let timed = Timed::new();
    let down = Down::refusing();
    let config = timed.s3.sdk_config().http_client(down.clone());
    assert!(aws_sdk_s3::Client::from_conf(config.build()).list_buckets().send().await.is_err());
    assert_eq!(down.requests(), 3);
    timed.check_elapsed(seconds(1 + 2));
}
