//! A server ends, and its connections do.

use super::{open_world, put, request, served};
use crate::wire::{Connection, Served};
use fake_s3::FakeS3;
use std::net::TcpStream;
use std::panic::catch_unwind;
use std::time::{Duration, Instant};

#[test]
fn dropping_the_server_closes_the_socket_at_once() {
    let mut served = served();
    let mut idle = served.connect();
    idle.send(&request("GET", "/backups", ""));
    idle.answer().unwrap();
    served.drop_server();
    assert!(TcpStream::connect(served.address).is_err());
    assert!(idle.is_ended());
    // The world goes on, and can be served again.
    assert_eq!(served.s3.buckets().len(), 2);
}

#[test]
fn shutting_down_waits_for_what_is_under_way() {
    let mut served = served();
    let mut idle = served.connect();
    idle.send(&request("GET", "/backups", ""));
    idle.answer().unwrap();
    let mut slow = served.connect();
    slow.send(&request("PUT", "/backups/note", "Expect: 100-continue\r\nContent-Length: 5\r\n"));
    assert_eq!(slow.any_answer(false).unwrap().status, 100);
    slow.send(b"he");
    let address = served.address;
    let sender = std::thread::spawn(move || {
        // Nobody is let in any more; the request goes on.
        while TcpStream::connect(address).is_ok() {
            std::thread::yield_now();
        }
        slow.send(b"llo");
        slow.answer().unwrap()
    });
    served.shut_down();
    assert_eq!(sender.join().unwrap().outcome(), "200");
    assert!(idle.is_ended());
    assert_eq!(served.s3.bucket("backups").object("note").unwrap().bytes(), "hello");
}

#[test]
fn who_has_nothing_to_send_is_not_waited_for() {
    let mut served = served();
    let mut idle: Vec<_> = (0..3).map(|_| served.connect()).collect();
    // One has asked for nothing, one waits for its next request, and one keeps a connection that is closed.
    idle[1].send(&put("/backups/note", b"hello"));
    assert_eq!(idle[1].answer().unwrap().outcome(), "200");
    idle[2].send(&request("GET", "/backups/note", "Connection: close\r\n"));
    assert_eq!(idle[2].answer().unwrap().text(), "hello");
    let begun = Instant::now();
    served.shut_down();
    // One that might go on would be listened to for two seconds, and the first two may be idle for a minute.
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
    assert!(idle.iter_mut().all(Connection::is_ended));
}

#[test]
fn a_client_may_be_idle_for_ever_or_for_some_time() {
    let served = Served::with(open_world(), |server| server.idle_timeout(Duration::MAX));
    let mut connection = served.connect();
    for _ in 0..2 {
        connection.send(&put("/backups/note", b"hello"));
        assert_eq!(connection.answer().unwrap().outcome(), "200");
    }
    let refused = catch_unwind(|| FakeS3::new().server().idle_timeout(Duration::ZERO)).unwrap_err();
    assert!(refused.downcast_ref::<&str>().unwrap().starts_with("a client may be idle for some time"));
}
