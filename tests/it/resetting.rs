//! A world that begins again lets nobody wait for a time that is no more.

use fake_s3::fault::{Fault, on_any};
use fake_s3::operation::put_object::PutObjectInput;
use fake_s3::primitives::DateTime;
use fake_s3::{Anchor, FakeS3, Moment, S3, days, hours};
use std::future::Future;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};
use std::thread;

fn poll<F: Future>(future: Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

fn start() -> DateTime {
    FakeS3::new().clock().now()
}

#[test]
fn who_sleeps_wakes_up_and_moves_nothing() {
    let s3 = FakeS3::new();
    let _delay = s3.inject(on_any(), Fault::latency(hours(5)));
    let mut call = pin!(s3.client().list_buckets().send());
    assert!(poll(call.as_mut()).is_pending());
    s3.clock().advance(hours(1));
    assert!(poll(call.as_mut()).is_pending());
    s3.reset();
    assert!(poll(call.as_mut()).is_ready());
    assert_eq!(s3.clock().now(), start());
}

#[test]
fn calls_that_were_to_be_held_or_delayed_are_not() {
    let s3 = FakeS3::new();
    let hold = s3.gate(on_any(), Moment::BeforeTheEffect);
    let _delay = s3.inject(on_any(), Fault::latency(hours(1)));
    let mut reached = pin!(hold.reached());
    assert!(poll(reached.as_mut()).is_pending());
    s3.reset();
    assert!(poll(reached.as_mut()).is_ready(), "no call will be held");
    for _ in 0..2 {
        assert!(poll(pin!(s3.client().list_buckets().send())).is_ready());
    }
    assert_eq!(s3.clock().now(), start());
}

#[test]
fn a_call_that_is_held_finds_the_world_that_is_there_when_it_is_let_go() {
    let s3 = FakeS3::new();
    s3.create_bucket("backups");
    let hold = s3.gate(on_any(), Moment::BeforeTheEffect);
    let mut call = pin!(s3.client().put_object().bucket("backups").key("a").send());
    assert!(poll(call.as_mut()).is_pending() && hold.is_reached());
    s3.reset();
    assert!(poll(call.as_mut()).is_pending());
    hold.release();
    let Poll::Ready(Err(error)) = poll(call.as_mut()) else { panic!("there is no bucket any more") };
    assert!(format!("{error:?}").contains("NoSuchBucket"), "{error:?}");
}

#[tokio::test]
async fn in_real_time_nobody_waits_either() {
    let s3 = FakeS3::builder().real_time(Anchor::Start).build();
    let _delay = s3.inject(on_any(), Fault::latency(hours(5)));
    let call = tokio::spawn(s3.client().list_buckets().send());
    tokio::task::yield_now().await;
    s3.clock().advance(days(3));
    let _delay = s3.inject(on_any(), Fault::latency(hours(5)));
    let other = tokio::spawn(s3.client().list_buckets().send());
    tokio::task::yield_now().await;
    s3.reset();
    assert!(call.await.unwrap().is_ok() && other.await.unwrap().is_ok());
    assert!(s3.clock().now().secs() < start().secs() + 60 * 60, "it began again");
}

#[test]
fn what_other_threads_do_lies_before_or_behind() {
    let s3 = FakeS3::builder().tick_per_request(hours(1)).build();
    thread::scope(|scope| {
        for number in 0..4 {
            let s3 = &s3;
            scope.spawn(move || {
                for round in 0..200 {
                    let put = PutObjectInput::builder().bucket("backups").key(format!("{number}/{round}"));
                    if let Err(error) = s3.call(put) {
                        assert_eq!(error.code(), "NoSuchBucket");
                    }
                }
            });
        }
        for _ in 0..50 {
            s3.reset();
            s3.create_bucket("backups");
            thread::yield_now();
        }
    });
    s3.reset();
    assert_eq!((s3.buckets().len(), s3.clock().now()), (0, start()));
}
