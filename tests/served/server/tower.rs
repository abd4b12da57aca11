//! The world as a service of tower.

use super::open_world;
use fake_s3::error::{BoxError, S3Error};
use http_body_util::Full;
use std::collections::VecDeque;
use std::net::IpAddr;
use std::task::{Context, Poll};
use tower_service::Service as _;

/// What frameworks ask of a service before they mount it, whatever the bodies of their requests are.
#[test]
fn a_service_is_mounted_in_whatever_speaks_tower() {
    fn mounted<B, S>(service: S) -> S
    where
        S: tower_service::Service<http::Request<B>, Error: Into<BoxError>> + Clone + Send + Sync + 'static,
        S::Future: Send,
    {
        service
    }

    /// A layer: whatever passes it comes from elsewhere.
    #[derive(Clone)]
    struct FromElsewhere<S>(S);
    impl<B, S: tower_service::Service<http::Request<B>>> tower_service::Service<http::Request<B>> for FromElsewhere<S> {
        type Response = S::Response;
        type Error = S::Error;
        type Future = S::Future;

        fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
            self.0.poll_ready(cx)
        }

        fn call(&mut self, mut request: http::Request<B>) -> S::Future {
            request.extensions_mut().insert(IpAddr::from([192, 0, 2, 1]));
            self.0.call(request)
        }
    }

    let s3 = open_world();
    let allowed = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": "*", "Action": "s3:*",
        "Resource": "arn:aws:s3:::backups/*", "Condition": {"IpAddress": {"aws:SourceIp": "192.0.2.1"}}}}"#;
    s3.bucket("backups").set_policy(allowed);
    let service = s3.server().domain("s3.test").service();
    mounted::<hyper::body::Incoming, _>(service.clone());
    let here = mounted::<Full<VecDeque<u8>>, _>(service.clone());
    let there = mounted::<Full<VecDeque<u8>>, _>(FromElsewhere(service));
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        let put = || {
            let body = Full::new(VecDeque::from(b"hello".to_vec()));
            http::Request::put("http://backups.s3.test/note").body(body).unwrap()
        };
        assert_eq!(here.clone().call(put()).await.unwrap().status(), 403);
        assert_eq!(there.clone().call(put()).await.unwrap().status(), 200);
    });
    assert_eq!(s3.bucket("backups").object("note").unwrap().bytes(), "hello");
}

/// As on a socket, where the coding says how a body travels and the length is not looked at (RFC 9112, 6.3); a length
/// alone must be right.
#[test]
fn a_length_beside_a_coding_says_nothing() {
    let s3 = open_world();
    let served = super::Served::with(s3.clone(), |server| server);
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    for (length, coding, expected) in [
        (None, None, "200"),
        (Some("5"), None, "200"),
        (Some("6"), None, "400 IncompleteBody"),
        (None, Some("chunked"), "200"),
        (Some("5"), Some("chunked"), "200"),
        (Some("6"), Some("chunked"), "200"),
        (Some("4"), Some("Chunked"), "200"),
        (Some("5"), Some("gzip, chunked"), "501 NotImplemented"),
    ] {
        let said = [("content-length", length), ("transfer-encoding", coding)];
        let said = said.into_iter().filter_map(|(name, value)| Some((name, value?)));
        let request =
            said.clone().fold(http::Request::put("http://localhost/backups/note"), |request, (name, value)| {
                request.header(name, value)
            });
        let request = request.body(Full::new(VecDeque::from(b"hello".to_vec()))).unwrap();
        let answer = runtime.block_on(s3.service().call(request)).unwrap();
        let code = answer.extensions().get::<S3Error>().map(|error| format!(" {}", error.code())).unwrap_or_default();
        assert_eq!(format!("{}{code}", answer.status().as_u16()), expected, "{length:?} {coding:?}");

        // Where neither is said, a socket has no body; where a length is too long, one waits.
        if coding.is_some() {
            let head: Vec<String> = said.map(|(name, value)| format!("{name}: {value}\r\n")).collect();
            let mut connection = served.connect();
            connection.send(
                &[&super::request("PUT", "/backups/note", &head.concat())[..], b"5\r\nhello\r\n0\r\n\r\n"].concat(),
            );
            assert_eq!(connection.answer().unwrap().outcome(), expected, "{length:?} {coding:?}");
        }
        if expected == "200" {
            assert_eq!(s3.bucket("backups").object("note").unwrap().bytes(), "hello");
        }
    }
}
