//! A call that is dropped: before it was sent it leaves nothing, while its answer is under way it leaves what it did.

use fake_s3::fault::on_any;
use fake_s3::{FakeS3, Gate, Moment, S3};
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Waker};

/// Polls a call once, drops it, and says how many uploads there are then.
#[track_caller]
fn uploads_after_cancelling(moment: Moment, start: impl FnOnce(&FakeS3) -> Box<dyn Future<Output = ()> + '_>) -> usize {
    let s3 = FakeS3::new();
    let bucket = s3.create_bucket("backups");
    let hold: Gate = s3.gate(on_any(), moment);
    {
        let mut call = Box::into_pin(start(&s3));
        assert!(call.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending(), "the call was not held");
        assert!(hold.is_reached());
    }
    hold.release();
    bucket.uploads().len()
}

fn by_the_mirror(s3: &FakeS3) -> Box<dyn Future<Output = ()> + '_> {
    let call = s3.client().create_multipart_upload().bucket("backups").key("db.tar").send();
    Box::new(async move { drop(call.await) })
}

#[test]
fn a_call_that_was_not_sent_leaves_no_upload() {
    assert_eq!(uploads_after_cancelling(Moment::BeforeTheEffect, by_the_mirror), 0);
}

#[test]
fn a_call_whose_answer_is_under_way_leaves_its_upload() {
    assert_eq!(uploads_after_cancelling(Moment::BeforeTheResponse, by_the_mirror), 1);
}

#[cfg(feature = "aws-sdk")]
mod by_the_sdk {
    use super::*;

    fn by_the_sdk(s3: &FakeS3) -> Box<dyn Future<Output = ()> + '_> {
        let call = s3.sdk_client().create_multipart_upload().bucket("backups").key("db.tar").send();
        Box::new(async move { drop(call.await) })
    }

    #[test]
    fn a_call_that_was_not_sent_leaves_no_upload() {
        assert_eq!(uploads_after_cancelling(Moment::BeforeTheEffect, by_the_sdk), 0);
    }

    #[test]
    fn a_call_whose_answer_is_under_way_leaves_its_upload() {
        assert_eq!(uploads_after_cancelling(Moment::BeforeTheResponse, by_the_sdk), 1);
    }
}

#[test]
fn a_held_call_that_is_released_is_answered() {
    for moment in [Moment::BeforeTheEffect, Moment::BeforeTheResponse] {
        let s3 = FakeS3::new();
        let hold = s3.gate(on_any(), moment);
        let mut call = pin!(s3.client().create_bucket().bucket("backups").send());
        let mut context = Context::from_waker(Waker::noop());
        assert!(call.as_mut().poll(&mut context).is_pending());
        assert!(call.as_mut().poll(&mut context).is_pending(), "polling again does not open the gate");
        hold.release();
        assert!(call.as_mut().poll(&mut context).is_ready());
    }
}

#[test]
fn without_a_hold_a_call_is_answered_at_the_first_poll() {
    let s3 = FakeS3::new();
    let mut call = pin!(s3.client().create_bucket().bucket("backups").send());
    assert!(call.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready());
}

#[test]
fn a_hold_that_was_dropped_holds_nobody() {
    let s3 = FakeS3::new();
    drop(s3.gate(on_any(), Moment::BeforeTheEffect));
    let hold = s3.gate(on_any(), Moment::BeforeTheResponse);
    let mut call = pin!(s3.client().create_bucket().bucket("backups").send());
    assert!(call.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    assert!(hold.is_reached(), "the hold that was dropped has taken the call");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_holds_can_wait_for_the_call() {
    let s3 = FakeS3::new();
    let hold = s3.gate(on_any(), Moment::BeforeTheResponse);
    let call = tokio::spawn(s3.client().create_bucket().bucket("backups").send());
    hold.reached().await;
    assert!(!call.is_finished());
    assert_eq!(s3.bucket("backups").name(), "backups");
    hold.release();
    assert!(call.await.unwrap().is_ok());
}
