//! What the test is told of each request.

use super::{open_world, put, request};
use crate::wire::Served;
use fake_s3::Logged;
use parking_lot::Mutex;
use std::sync::Arc;

#[test]
fn every_request_is_logged_in_one_line() {
    let lines = Arc::new(Mutex::new(Vec::new()));
    let log = lines.clone();
    let served = Served::with(open_world(), |server| server.log(move |line| log.lock().push(line.to_string())));
    served.ask(&request("GET", "/backups/nothing?versionId=null", ""));
    served.ask(&put("/backups/note", b"hello"));
    served.ask(&request("GET", "/_fake-s3/health", ""));
    let lines = lines.lock().clone();
    assert_eq!(
        lines,
        [
            "GET /backups/nothing?versionId=null 404 NoSuchKey (there are none)",
            "PUT /backups/note 200",
            "GET /_fake-s3/health 200"
        ]
    );
}

/// hyper answers it, and nobody else sees it; but for the log nobody would know why.
#[test]
fn what_is_no_http_is_logged() {
    let lines = Arc::new(Mutex::new(Vec::new()));
    let log = lines.clone();
    let mut served = Served::with(open_world(), |server| {
        server.log(move |line| {
            assert!(matches!(line, Logged::Unreadable { source_ip, .. } if source_ip.is_loopback()), "{line}");
            log.lock().push(line.to_string());
        })
    });
    let target = format!("/{}", "a".repeat(70_000));
    for (sent, status) in [
        (b"\x16\x03\x01\x02\x00\x01\r\n\r\n".to_vec(), Some(400)),
        (request("GET", "/backups", "no header\r\n"), Some(400)),
        (request("GET", &target, ""), Some(414)),
        (request("GET", "/backups", &format!("x: {}\r\n", "a".repeat(1_200_000))), Some(400)),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec(), None),
    ] {
        let mut connection = served.connect();
        connection.try_send(&sent);
        assert_eq!(connection.answer().map(|answer| answer.status), status);
    }
    // A client that goes away in the midst of a head has sent nothing wrong.
    let mut gone = served.connect();
    gone.send(b"GET /backups HT");
    gone.end_sending();
    assert!(gone.is_ended());
    served.shut_down();
    let lines = lines.lock().clone();
    assert_eq!(lines.len(), 5, "{lines:?}");
    assert!(lines.iter().all(|line| line.starts_with("unreadable: ")), "{lines:?}");
}
