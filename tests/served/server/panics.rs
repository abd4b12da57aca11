//! What panics while a client is served reaches the test, and nobody is left alone with it.

use super::{open, open_world, put, request};
use crate::wire::Served;
use fake_s3::FakeS3;
use std::io::Read as _;
use std::net::TcpStream;
use std::panic::{AssertUnwindSafe, catch_unwind};

#[test]
fn a_world_that_panics_answers_and_tells_the_test() {
    let s3 = open(FakeS3::builder().deny_guesses());
    let mut served = Served::with(s3, |server| server);
    let guessed = served.ask(&request("GET", "/backups/%FF", ""));
    assert_eq!(guessed.outcome(), "500 InternalError");
    // Also where the head alone is refused.
    let asked = request("PUT", "/backups/%FF", "Expect: 100-continue\r\nContent-Length: 5\r\n");
    assert_eq!(served.ask(&asked).outcome(), "500 InternalError");
    assert_eq!(served.ask(&request("GET", "/backups", "")).outcome(), "200");
    let panic = catch_unwind(AssertUnwindSafe(|| served.drop_server())).unwrap_err();
    let said = panic.downcast_ref::<String>().unwrap();
    assert!(said.starts_with("this test leans on a guess, and guesses are denied"), "{said}");
}

#[test]
fn a_panic_on_another_thread_is_told_too() {
    let s3 = open(FakeS3::builder().deny_guesses());
    let mut served = Served::with(s3, |server| server);
    let body = vec![7; 300_000];
    assert_eq!(served.ask(&put("/backups/%FF", &body)).outcome(), "500 InternalError");
    assert_eq!(served.ask(&put("/backups/note", &body)).outcome(), "200");
    let panic = catch_unwind(AssertUnwindSafe(|| served.shut_down())).unwrap_err();
    let said = panic.downcast_ref::<String>().unwrap();
    assert!(said.starts_with("this test leans on a guess, and guesses are denied"), "{said}");
}

#[test]
fn a_log_that_panics_is_told_too() {
    let mut served = Served::with(open_world(), |server| {
        server.log(|line| assert!(!line.to_string().starts_with("GET /backups/note"), "nobody was to ask for {line}"))
    });
    assert_eq!(served.ask(&request("GET", "/backups/note", "")).outcome(), "500 InternalError");
    assert_eq!(served.ask(&request("GET", "/backups", "")).outcome(), "200");
    let panic = catch_unwind(AssertUnwindSafe(|| served.drop_server())).unwrap_err();
    assert_eq!(
        panic.downcast_ref::<String>().unwrap(),
        "nobody was to ask for GET /backups/note 404 NoSuchKey (there are none)"
    );
}

/// Whoever is told of a refusal is not told of what came of his own panic.
#[test]
fn who_is_told_of_refusals_may_panic_too() {
    let s3 = open(FakeS3::builder().log_rejections_with(|rejection| panic!("nothing was to be refused: {rejection}")));
    let mut served = Served::with(s3, |server| server);
    assert_eq!(served.ask(&request("GET", "/backups/note", "")).outcome(), "500 InternalError");
    let panic = catch_unwind(AssertUnwindSafe(|| served.drop_server())).unwrap_err();
    let said = panic.downcast_ref::<String>().unwrap();
    assert!(said.starts_with("nothing was to be refused: GET /backups/note: 404 NoSuchKey"), "{said}");
}

#[test]
fn of_several_panics_the_first_is_told() {
    let mut served = Served::with(open_world(), |server| {
        server.log(|line| assert!(line.to_string().starts_with("GET /backups "), "nobody was to ask for {line}"))
    });
    for key in ["first", "second"] {
        assert_eq!(served.ask(&request("GET", &format!("/backups/{key}"), "")).outcome(), "500 InternalError");
    }
    let panic = catch_unwind(AssertUnwindSafe(|| served.drop_server())).unwrap_err();
    assert_eq!(
        panic.downcast_ref::<String>().unwrap(),
        "nobody was to ask for GET /backups/first 404 NoSuchKey (there are none)"
    );
}

/// A connection cannot be watched without a clock: its task panics beside any answer. Whoever is at the other side sees
/// it end, and the test is told why.
#[test]
fn a_panic_of_a_connection_s_own_is_told_too() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_io().build().unwrap();
    let server = runtime.block_on(FakeS3::new().serve("127.0.0.1:0")).unwrap();
    for _ in 0..2 {
        let mut stream = TcpStream::connect(server.address()).unwrap();
        stream.set_read_timeout(Some(crate::wire::PATIENCE)).unwrap();
        let ended = stream.read(&mut [0]);
        assert!(
            matches!(&ended, Ok(0)) || ended.is_err_and(|error| error.kind() == std::io::ErrorKind::ConnectionReset)
        );
    }
    let panic = catch_unwind(AssertUnwindSafe(|| runtime.block_on(server.shutdown()))).unwrap_err();
    let said = panic.downcast_ref::<&str>().map(|said| (*said).to_owned());
    let said = said.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap();
    assert!(said.contains("timers are disabled"), "{said}");
}
