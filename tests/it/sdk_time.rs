//! The time of the SDK's client is the world's: its dates, its time-outs, its back-off.

use crate::sdk::{Down, Sent};
use aws_sdk_s3::Client;
use aws_sdk_s3::config::timeout::TimeoutConfig;
use aws_sdk_s3::config::{AsyncSleep, SharedAsyncSleep};
use aws_sdk_s3::error::{BoxError, SdkError};
use aws_sdk_s3::presigning::PresigningConfig;
use aws_sdk_s3::primitives::ByteStream;
use bytes::Bytes;
use fake_s3::{FakeS3, days, hours};
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime};

/// Polls until it is done: all the runtime that a client of the fake needs.
fn poll_until_done<T>(future: impl Future<Output = T>) -> T {
    let (mut future, mut context) = (pin!(future), Context::from_waker(Waker::noop()));
    loop {
        if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return value;
        }
    }
}

/// Who polls the client's futures.
#[derive(Debug, Clone, Copy)]
enum Runtime {
    Nobody,
    OneThread,
    ManyThreads,
}

impl Runtime {
    fn block_on<T>(self, future: impl Future<Output = T>) -> T {
        use tokio::runtime::Builder;
        match self {
            Self::Nobody => poll_until_done(future),
            Self::OneThread => Builder::new_current_thread().build().unwrap().block_on(future),
            Self::ManyThreads => Builder::new_multi_thread().worker_threads(2).build().unwrap().block_on(future),
        }
    }
}

const ALL: [Runtime; 3] = [Runtime::Nobody, Runtime::OneThread, Runtime::ManyThreads];

fn world() -> FakeS3 {
    let s3 = FakeS3::new();
    s3.create_bucket("backups");
    s3
}

fn seconds(s3: &FakeS3) -> i64 {
    s3.clock().now().secs() - FakeS3::new().clock().now().secs()
}

fn sleeper(s3: &FakeS3) -> SharedAsyncSleep {
    s3.sdk_config().build().sleep_impl().unwrap()
}

const HOUR: Duration = hours(1);

#[test]
fn requests_and_answers_are_dated_by_the_world() {
    let (s3, sent) = (world(), Sent::default());
    let client = Client::from_conf(s3.sdk_config().interceptor(sent.clone()).build());
    for (x_amz_date, date) in
        [("20260101T103000Z", "Thu, 01 Jan 2026 10:30:00 GMT"), ("20260102T103000Z", "Fri, 02 Jan 2026 10:30:00 GMT")]
    {
        let error = poll_until_done(client.get_object().bucket("backups").key("nothing").send()).unwrap_err();
        assert_eq!(sent.header("x-amz-date"), x_amz_date);
        assert_eq!(error.raw_response().unwrap().headers().get("date"), Some(date));
        s3.clock().advance(days(1));
    }
}

#[test]
fn making_a_sleep_moves_nothing() {
    let s3 = world();
    let mut sleep = pin!(sleeper(&s3).sleep(HOUR));
    assert_eq!(seconds(&s3), 0);
    // The first poll only takes its place in the queue: whoever else is ready goes first.
    assert!(sleep.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    assert_eq!(seconds(&s3), 0);
    poll_until_done(sleep);
    assert_eq!(seconds(&s3), 3600);
}

#[test]
fn a_sleep_that_is_dropped_moves_nothing() {
    let s3 = world();
    {
        let mut sleep = pin!(sleeper(&s3).sleep(HOUR));
        assert!(sleep.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    }
    poll_until_done(sleeper(&s3).sleep(2 * HOUR));
    assert_eq!(seconds(&s3), 7200);
}

#[test]
fn turning_the_clock_ends_a_sleep() {
    let s3 = world();
    let mut sleep = pin!(sleeper(&s3).sleep(HOUR));
    let mut context = Context::from_waker(Waker::noop());
    assert!(sleep.as_mut().poll(&mut context).is_pending());
    s3.clock().advance(2 * HOUR);
    assert!(sleep.as_mut().poll(&mut context).is_ready());
    assert_eq!(seconds(&s3), 7200);
}

#[test]
fn sleeps_side_by_side_end_in_the_order_of_their_deadlines() {
    let s3 = world();
    let sleep = |duration: Duration| {
        let (sleep, s3) = (sleeper(&s3).sleep(duration), s3.clone());
        async move {
            sleep.await;
            seconds(&s3)
        }
    };
    let together = async { tokio::join!(sleep(2 * HOUR), sleep(HOUR), sleep(3 * HOUR), sleep(HOUR)) };
    assert_eq!(poll_until_done(together), (7200, 3600, 10_800, 3600));

    // A day of sleep in as many tasks as you like is still a day, and passes at once.
    let s3 = world();
    let sleeps: Vec<_> = (0..100).map(|_| sleeper(&s3).sleep(days(1))).collect();
    Runtime::ManyThreads.block_on(async {
        let tasks: Vec<_> = sleeps.into_iter().map(tokio::spawn).collect();
        for task in tasks {
            task.await.unwrap();
        }
    });
    assert_eq!(seconds(&s3), 86_400);
}

#[test]
fn a_sleep_that_is_kept_but_polled_no_more_holds_nobody_up() {
    let s3 = world();
    let mut kept = pin!(sleeper(&s3).sleep(HOUR));
    assert!(kept.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    poll_until_done(sleeper(&s3).sleep(2 * HOUR));
    assert_eq!(seconds(&s3), 7200);
    poll_until_done(kept);
    assert_eq!(seconds(&s3), 7200);
}

#[test]
fn a_sleep_of_no_time_is_over() {
    let s3 = world();
    poll_until_done(sleeper(&s3).sleep(Duration::ZERO));
    assert_eq!(seconds(&s3), 0);
}

#[test]
fn rules_run_while_a_client_sleeps() {
    let s3 = world();
    s3.bucket("backups").abort_incomplete_uploads_after("", 7).begin_upload("db.tar");
    poll_until_done(sleeper(&s3).sleep(days(8)));
    assert!(s3.bucket("backups").uploads().is_empty());
}

/// Puts, uploads and reads under time-outs that are shorter than what the bodies would take.
async fn upload(client: &Client, body: impl AsyncFn() -> ByteStream) -> Result<(), BoxError> {
    client.put_object().bucket("backups").key("put").body(body().await).send().await?;
    let upload = client.create_multipart_upload().bucket("backups").key("db.tar").send().await?;
    let part = client.upload_part().bucket("backups").key("db.tar").set_upload_id(upload.upload_id).part_number(1);
    part.body(body().await).send().await?;
    let read = client.get_object().bucket("backups").key("put").send().await?;
    read.body.collect().await?;
    Ok(())
}

fn in_a_hurry(s3: &FakeS3) -> Client {
    let instant = Duration::from_nanos(1);
    let timeouts = TimeoutConfig::builder()
        .connect_timeout(instant)
        .read_timeout(instant)
        .operation_attempt_timeout(instant)
        .operation_timeout(instant);
    Client::from_conf(s3.sdk_config().timeout_config(timeouts.build()).build())
}

#[test]
fn uploading_under_time_outs_takes_no_time() {
    let in_memory = async || ByteStream::from(vec![7; 100_000]);
    for runtime in ALL {
        let s3 = world();
        runtime.block_on(upload(&in_a_hurry(&s3), in_memory)).unwrap();
        assert_eq!(s3.clock().now(), FakeS3::new().clock().now());
    }
}

#[test]
fn uploading_a_file_under_time_outs_takes_no_time() {
    let path = std::env::temp_dir().join(format!("fake-s3-time-{}", std::process::id()));
    std::fs::write(&path, vec![7; 6 * 1024 * 1024 + 1]).unwrap();
    let from_file = async || ByteStream::from_path(&path).await.unwrap();
    for runtime in [Runtime::OneThread, Runtime::ManyThreads] {
        let s3 = world();
        runtime.block_on(upload(&in_a_hurry(&s3), &from_file)).unwrap();
        assert_eq!(s3.clock().now(), FakeS3::new().clock().now());
    }
    std::fs::remove_file(&path).unwrap();
}

fn over(down: &Down, s3: &FakeS3, timeouts: TimeoutConfig) -> Client {
    Client::from_conf(s3.sdk_config().http_client(down.clone()).timeout_config(timeouts).build())
}

#[test]
fn back_off_takes_the_worlds_time() {
    let (s3, down) = (world(), Down::refusing());
    let client = over(&down, &s3, TimeoutConfig::disabled());
    let error = poll_until_done(client.list_buckets().send()).unwrap_err();
    assert_eq!(error.raw_response().unwrap().status().as_u16(), 503);
    assert_eq!(down.requests(), 3);
    assert!(s3.clock().now() > FakeS3::new().clock().now(), "two pauses were made between three attempts");
}

#[test]
fn an_answer_that_never_comes_times_out_in_the_worlds_time() {
    let minute = Duration::from_mins(1);
    for runtime in ALL {
        let (s3, down) = (world(), Down::silent());
        let client = over(&down, &s3, TimeoutConfig::builder().operation_timeout(minute).build());
        let error = runtime.block_on(client.list_buckets().send()).unwrap_err();
        assert!(matches!(error, SdkError::TimeoutError(_)), "{error:?}");
        assert_eq!((seconds(&s3), down.requests()), (60, 1));
    }
}

#[test]
fn a_presigned_request_is_answered_over_http() {
    let s3 = world();
    let client = s3.sdk_client();
    // Without a start the SDK asks the real clock, whatever the client's is.
    let start = SystemTime::try_from(s3.clock().now()).unwrap();
    let presigning = || PresigningConfig::builder().start_time(start).expires_in(HOUR).build().unwrap();
    let put = client.put_object().bucket("backups").key("a note").presigned(presigning());
    let get = client.get_object().bucket("backups").key("a note").presigned(presigning());
    let replay = |signed: &aws_sdk_s3::presigning::PresignedRequest, body: &'static [u8]| {
        let mut request = http::Request::builder().method(signed.method()).uri(signed.uri());
        for (name, value) in signed.headers() {
            request = request.header(name, value);
        }
        let request = request.header("content-length", body.len());
        s3.http(request.body(Bytes::from_static(body)).unwrap())
    };
    assert_eq!(replay(&poll_until_done(put).unwrap(), b"presigned").status(), 200);
    let get = poll_until_done(get).unwrap();
    assert!(get.uri().contains("X-Amz-Date=20260101T103000Z"), "{}", get.uri());
    let answer = replay(&get, b"");
    assert_eq!((answer.status().as_u16(), answer.body().as_ref()), (200, b"presigned".as_slice()));
}

#[test]
fn an_archived_object_is_read_when_its_hours_have_passed() {
    use aws_sdk_s3::types::{RestoreRequest, StorageClass};
    let s3 = world();
    let client = s3.sdk_client();
    Runtime::Nobody.block_on(async {
        let put = client.put_object().bucket("backups").key("db.tar").storage_class(StorageClass::DeepArchive);
        put.body(ByteStream::from_static(b"abc")).send().await.unwrap();
        let request = RestoreRequest::builder().days(2).build();
        client.restore_object().bucket("backups").key("db.tar").restore_request(request).send().await.unwrap();
        let read = || client.get_object().bucket("backups").key("db.tar").send();
        s3.clock().advance(hours(11));
        assert!(read().await.is_err());
        s3.clock().advance(hours(1));
        assert_eq!(read().await.unwrap().body.collect().await.unwrap().into_bytes(), "abc");
        // 2026-01-04T00:00:00Z: the midnight after two days from the request.
        s3.clock().advance(hours(49));
        assert!(read().await.is_ok());
        s3.clock().advance(hours(1));
        assert!(read().await.is_err());
    });
}
