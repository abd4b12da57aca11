//! A server where tokio's clock is paused: what `ServerBuilder::idle_timeout` says of that.

use super::{open_world, request};
use fake_s3::primitives::SdkBody;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tower_service::Service as _;

/// The clock jumps over every time-out as soon as nobody has anything to do but to wait, and whoever was to send
/// something is too late; a service waits for nobody.
#[test]
fn where_the_clock_is_paused_clients_come_too_late_and_a_service_answers() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
    runtime.block_on(async {
        let s3 = open_world();
        s3.bucket("backups").put_object("note", "hello");
        let server = s3.server().idle_timeout(Duration::from_hours(1)).serve("127.0.0.1:0").await.unwrap();
        let begun = tokio::time::Instant::now();
        let mut silent = tokio::net::TcpStream::connect(server.address()).await.unwrap();
        assert_eq!(silent.read(&mut [0]).await.unwrap(), 0, "it is hung up on");
        assert!(begun.elapsed() >= Duration::from_hours(1));

        let mut slow = tokio::net::TcpStream::connect(server.address()).await.unwrap();
        let head = request("PUT", "/backups/evil", "Content-Length: 5\r\n");
        slow.write_all(&[&head[..], b"he"].concat()).await.unwrap();
        let mut answer = Vec::new();
        slow.read_to_end(&mut answer).await.unwrap();
        let answer = String::from_utf8(answer).unwrap();
        assert!(answer.is_empty() || answer.contains("<Code>RequestTimeout</Code>"), "{answer}");
        assert!(begun.elapsed() >= Duration::from_hours(2) && s3.bucket("backups").object("evil").is_none());

        let request = http::Request::get("http://localhost/backups/note").body(SdkBody::empty()).unwrap();
        let asked = tokio::time::Instant::now();
        assert_eq!(s3.service().call(request).await.unwrap().status(), 200);
        assert!(asked.elapsed().is_zero(), "no time passes");
    });
}
