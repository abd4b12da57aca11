//! The number of calls that a fault meets.

use super::super::one_door::polled;
use fake_s3::error::S3Error;
use fake_s3::fault::{Fault, on, on_any};
use fake_s3::operation::get_object::GetObjectInput;
use fake_s3::operation::list_objects_v2::ListObjectsV2Input;
use fake_s3::operation::put_object::PutObjectInput;
use fake_s3::{FakeS3, S3 as _, minutes, seconds};

fn world() -> FakeS3 {
    let s3 = FakeS3::new();
    s3.create_bucket("backups").put_object("a", "hello");
    s3
}

fn get(s3: &FakeS3) -> Result<(), S3Error> {
    s3.call(GetObjectInput::builder().bucket("backups").key("a")).map(drop)
}

fn put(s3: &FakeS3, key: &str) -> Result<(), S3Error> {
    s3.call(PutObjectInput::builder().bucket("backups").key(key)).map(drop)
}

/// `x` for a call that fails, `.` for one that succeeds.
fn outcomes(s3: &FakeS3, calls: usize) -> String {
    (0..calls).map(|_| if get(s3).is_err() { 'x' } else { '.' }).collect()
}

#[test]
fn a_fault_meets_the_calls_that_its_count_names() {
    let rows = [
        (on("GetObject"), "x....."),
        (on("GetObject").times(3), "xxx..."),
        (on("GetObject").nth(3), "..x..."),
        (on("GetObject").nth(2).times(3), ".xxx.."),
        (on("GetObject").from_nth(4), "...xxx"),
        (on("GetObject").always(), "xxxxxx"),
        (on_any().times(2), "xx...."),
        (on("GetObject").with_probability(1.0), "xxxxxx"),
        (on("PutObject").optional(), "......"),
    ];
    for (calls, expected) in rows {
        let s3 = world();
        let words = format!("{calls:?}");
        let fault = s3.inject(calls, Fault::error("SlowDown"));
        assert_eq!(outcomes(&s3, 6), expected, "{words}");
        assert_eq!(fault.hits(), expected.matches('x').count() as u64, "{words}");
    }
}

#[test]
fn a_probability_follows_the_seed() {
    let run = |seed| {
        let s3 = FakeS3::builder().seed(seed).build();
        s3.create_bucket("backups").put_object("a", "hello");
        let _fault = s3.inject(on("GetObject").with_probability(0.3), Fault::error("SlowDown"));
        outcomes(&s3, 200)
    };
    assert_eq!(run(7), run(7));
    assert_ne!(run(7), run(8));
    let failed = run(7).matches('x').count();
    assert!((40..=80).contains(&failed), "{failed} of 200 calls failed");
}

#[test]
fn the_first_fault_that_matches_wins_and_the_second_waits_for_its_turn() {
    let s3 = world();
    let first = s3.inject(on("GetObject"), Fault::error("SlowDown"));
    let second = s3.inject(on_any(), Fault::error("InternalError"));
    let codes = [0; 3].map(|_| get(&s3).err().map_or("ok", |error| error.code()));
    assert_eq!(codes, ["SlowDown", "InternalError", "ok"]);
    assert_eq!((first.hits(), second.hits()), (1, 1));
}

#[test]
fn a_latency_applies_beside_the_fault_that_decides() {
    let s3 = world();
    let start = s3.clock().now();
    let _slow = s3.inject(on("GetObject"), Fault::latency(seconds(7)));
    let _fails = s3.inject(on("GetObject"), Fault::lose_response());
    assert!(get(&s3).unwrap_err().transport().is_some());
    assert_eq!(s3.clock().now_minus(seconds(7)), start);
}

#[test]
fn a_latency_per_mib_and_a_jitter_follow_the_body_and_the_seed() {
    let elapsed = |fault: Fault, bytes: usize| {
        let s3 = world();
        let start = s3.clock().now();
        let _slow = s3.inject(on("PutObject"), fault);
        let put = PutObjectInput::builder().bucket("backups").key("b").body(vec![0; bytes].into());
        s3.call(put).unwrap();
        s3.clock().now().as_nanos() - start.as_nanos()
    };
    assert_eq!(elapsed(Fault::latency_per_mib(seconds(2)), 3 << 20), 6_000_000_000);
    let jittered = elapsed(Fault::latency(seconds(1)).jitter(seconds(1)), 0);
    assert!((1_000_000_000..2_000_000_000).contains(&jittered), "{jittered}");
    assert_eq!(jittered, elapsed(Fault::latency(seconds(1)).jitter(seconds(1)), 0));
}

#[test]
fn a_crash_and_expired_credentials_go_on_for_their_caller_alone() {
    for (fault, is_lost) in [(Fault::crash(), true), (Fault::expire_credentials(), false)] {
        let s3 = world();
        let alice = s3.account("alice");
        s3.bucket("backups").set_policy(
            &r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"AWS": "ALICE"},
            "Action": "s3:*", "Resource": "arn:aws:s3:::backups/*"}}"#
                .replace("ALICE", &alice.id()),
        );
        let fault = s3.inject(on("PutObject").key("second"), fault);
        assert!(put(&s3, "first").is_ok());
        let met = put(&s3, "second").unwrap_err();
        assert_eq!(met.transport().is_some(), is_lost);
        assert!(put(&s3, "third").is_err() && get(&s3).is_err(), "every later call of the caller fails");
        assert!(alice.call(GetObjectInput::builder().bucket("backups").key("a")).is_ok());
        assert_eq!(fault.hits(), 3);
        drop(fault);
        assert!(get(&s3).is_ok(), "the fault was withdrawn");
        assert!(s3.bucket("backups").object("second").is_none());
    }
}

#[test]
fn a_throttle_is_a_token_bucket_in_virtual_time() {
    let s3 = world();
    let throttle = s3.inject(on("GetObject"), Fault::throttle(0.5, 2));
    assert_eq!(outcomes(&s3, 4), "..xx");
    s3.clock().advance(seconds(2));
    assert_eq!(outcomes(&s3, 2), ".x");
    s3.clock().advance(minutes(5));
    assert_eq!(outcomes(&s3, 3), "..x", "no more than the burst is saved");
    assert_eq!(throttle.hits(), 4);
}

#[test]
fn a_throttle_can_count_by_prefix_and_by_caller() {
    let s3 = world();
    let _throttle = s3.inject(on("PutObject"), Fault::throttle(1.0, 1).per_prefix());
    let outcomes = ["x/1", "x/2", "y/1", "x/y/1", "x/3"].map(|key| put(&s3, key).is_ok());
    assert_eq!(outcomes, [true, false, true, true, false]);

    let s3 = world();
    let alice = s3.account("alice");
    let _throttle = s3.inject(on_any(), Fault::throttle(1.0, 1).per_caller());
    let list = || ListObjectsV2Input::builder().bucket("backups");
    let codes = [s3.call(list()).err(), alice.call(list()).err(), s3.call(list()).err(), alice.call(list()).err()];
    let codes = codes.map(|error| error.map_or("ok", |error| error.code()));
    assert_eq!(codes, ["ok", "AccessDenied", "SlowDown", "SlowDown"]);
}

#[test]
fn short_pages_lead_through_all_lines_and_show_the_limit_that_was_asked_for() {
    let s3 = world();
    for number in 0..7 {
        s3.bucket("backups").put_object(&format!("k{number}"), "");
    }
    let _short = s3.inject(on("ListObjectsV2"), Fault::short_pages(3));
    let mut keys = Vec::new();
    let mut token = None;
    loop {
        let list = ListObjectsV2Input::builder().bucket("backups").set_continuation_token(token);
        let page = s3.call(list.max_keys(5)).unwrap();
        assert!(page.contents().len() <= 3);
        assert_eq!(page.max_keys, Some(5));
        keys.extend(page.contents().iter().filter_map(|object| object.key.clone()));
        token = page.next_continuation_token;
        if token.is_none() {
            break;
        }
    }
    assert_eq!(keys, ["a", "k0", "k1", "k2", "k3", "k4", "k5", "k6"]);
}

#[test]
fn a_call_whose_future_is_dropped_before_its_body_came_does_not_use_the_fault_up() {
    use fake_s3::primitives::{ByteStream, SdkBody};
    let s3 = world();
    let fault = s3.inject(on("PutObject"), Fault::error("SlowDown"));
    let body = ByteStream::new(SdkBody::from_body_1_x(super::super::one_door::Broken));
    assert!(polled(s3.client().put_object().bucket("backups").key("k").body(body).send()).is_err());
    assert_eq!(fault.hits(), 0);
    assert_eq!(put(&s3, "k").unwrap_err().code(), "SlowDown");
    assert_eq!(fault.hits(), 1);
}
