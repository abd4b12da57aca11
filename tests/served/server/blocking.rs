//! A server on a thread of its own: for who has no runtime, and for who blocks it.

use super::{open, open_world, put, request};
use fake_s3::fault::on_any;
use fake_s3::{FakeS3, Moment, Server};
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

/// Blocks until the answer is there.
fn ask(server: &Server, request: &[u8]) -> String {
    let mut stream = TcpStream::connect(server.address()).unwrap();
    stream.set_read_timeout(Some(crate::wire::PATIENCE)).unwrap();
    stream.write_all(request).unwrap();
    stream.shutdown(std::net::Shutdown::Write).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

/// Waits in a runtime that drives nothing.
fn wait<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(work)
}

fn upload_and_read(server: &Server) {
    assert!(ask(server, &put("/backups/note", b"hello")).starts_with("HTTP/1.1 200"));
    assert!(ask(server, &request("GET", "/backups/note", "")).ends_with("hello"));
}

#[test]
fn a_test_without_a_runtime_serves() {
    let s3 = open_world();
    let server = s3.serve_blocking("127.0.0.1:0").unwrap();
    upload_and_read(&server);
    let address = server.address();
    drop(server);
    assert!(TcpStream::connect(address).is_err());
    assert_eq!(s3.bucket("backups").object("note").unwrap().bytes(), "hello");
}

/// The only thread of the runtime waits for the client, as with `std::process::Command`; that its clock is paused is
/// nothing to the server.
#[test]
fn a_test_that_blocks_its_runtime_is_answered() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
    runtime.block_on(async {
        let server = open_world().serve_blocking("127.0.0.1:0").unwrap();
        upload_and_read(&server);
        server.shutdown().await;
    });
}

/// What is under way when it ends is answered first.
#[test]
fn its_shutdown_needs_no_runtime_either() {
    let s3 = open_world();
    let server = s3.serve_blocking("127.0.0.1:0").unwrap();
    let hold = s3.gate(on_any(), Moment::BeforeTheEffect);
    let mut stream = TcpStream::connect(server.address()).unwrap();
    stream.write_all(&put("/backups/note", b"hello")).unwrap();
    wait(hold.reached());
    let ending = std::thread::spawn(|| wait(server.shutdown()));
    hold.release();
    ending.join().unwrap();
    let mut status = [0; 12];
    stream.read_exact(&mut status).unwrap();
    assert_eq!(&status, b"HTTP/1.1 200");
}

#[test]
fn its_panics_are_told_too() {
    let server = open(FakeS3::builder().deny_guesses()).serve_blocking("127.0.0.1:0").unwrap();
    assert!(ask(&server, &request("GET", "/backups/%FF", "")).starts_with("HTTP/1.1 500"));
    assert!(catch_unwind(AssertUnwindSafe(|| drop(server))).is_err());
}

#[test]
fn an_address_that_cannot_be_had_is_refused_at_once() {
    let s3 = FakeS3::new();
    let server = s3.server().idle_timeout(Duration::from_secs(5)).serve_blocking("127.0.0.1:0").unwrap();
    assert_eq!(s3.serve_blocking(server.address()).unwrap_err().kind(), std::io::ErrorKind::AddrInUse);
    let refused = || s3.serve_blocking("0.0.0.0:0").unwrap_err().kind();
    assert_eq!([refused(), wait(async { refused() })], [std::io::ErrorKind::InvalidInput; 2]);
    assert_eq!(wait(async { s3.serve_blocking(server.address()).unwrap_err().kind() }), std::io::ErrorKind::AddrInUse);
}
