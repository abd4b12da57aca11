//! A client that has much done does not keep the others waiting.

use super::{open_world, request};
use crate::wire::{Connection, Served};
use fake_s3::FakeS3;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// How long the control path may wait for anything else.
const HEALTH: Duration = Duration::from_millis(50);

/// Number of events. Without optimisation an event takes ten times as long, so fewer keep the clock turning as long.
const EVENTS: usize = if cfg!(debug_assertions) { 10_000 } else { 100_000 };

/// A world in which so many objects expire at one instant.
fn expiring(objects: usize) -> FakeS3 {
    let s3 = open_world();
    let bucket = s3.bucket("backups");
    for number in 0..objects {
        bucket.put_object(&format!("{number:06}"), "");
    }
    bucket.expire_objects_after("", 1);
    s3
}

#[test]
fn health_is_answered_while_the_clock_passes_many_events() {
    let s3 = expiring(EVENTS);
    let served = Served::with(s3.clone(), |server| server);
    let has_turned = AtomicBool::new(false);
    let (mut waits, mut read) = (Vec::new(), 0);
    thread::scope(|scope| {
        scope.spawn(|| {
            let turned = served
                .ask(b"POST /_fake-s3/clock HTTP/1.1\r\nHost: localhost\r\nContent-Length: 11\r\n\r\n{\"days\": 3}");
            has_turned.store(true, Ordering::Release);
            assert_eq!(turned.status, 200);
        });
        let clients: Vec<_> = (0..4)
            .map(|_| {
                scope.spawn(|| {
                    let (mut connection, mut answers) = (Connection::to(served.server().address()), 0);
                    while !has_turned.load(Ordering::Acquire) {
                        connection.send(&request("GET", "/backups?max-keys=1", ""));
                        assert_eq!(connection.answer().unwrap().status, 200);
                        answers += 1;
                    }
                    answers
                })
            })
            .collect();
        let mut connection = Connection::to(served.server().address());
        while !has_turned.load(Ordering::Acquire) {
            let asked = Instant::now();
            connection.send(&request("GET", "/_fake-s3/health", ""));
            assert_eq!(connection.answer().unwrap().status, 200);
            waits.push(asked.elapsed());
        }
        read = clients.into_iter().map(|client| client.join().unwrap()).sum();
    });
    assert!(s3.bucket("backups").objects().is_empty());
    // Other tests share the machine, so one response in ten may be late.
    waits.sort_unstable();
    let late = waits.iter().filter(|wait| **wait > HEALTH).count();
    assert!(waits.len() >= 20 && late * 10 <= waits.len(), "{} answers, {late} late: {:?}", waits.len(), waits.last());
    assert!(read >= 8, "the waiting clients had {read} answers");
}
