//! The spelling of header names: hyper writes all names in lower case, and S3 writes only `x-amz-*` so.
//!
//! Names of headers have no case in HTTP, but programs compare them as text, and so do recorded tests of CORS.

use http::{Extensions, Request, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use parking_lot::Mutex;
use std::convert::Infallible;
use std::future::Future as _;
use std::io;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// Number of polls after which a connection that does not end is given up.
const MAX_POLLS: usize = 100;

/// Each header that S3 does not write in lower case, as S3 writes it.
const NAMES: [&str; 29] = [
    "Accept-Ranges",
    "Access-Control-Allow-Credentials",
    "Access-Control-Allow-Headers",
    "Access-Control-Allow-Methods",
    "Access-Control-Allow-Origin",
    "Access-Control-Expose-Headers",
    "Access-Control-Max-Age",
    "Allow",
    "Cache-Control",
    "Connection",
    "Content-Disposition",
    "Content-Encoding",
    "Content-Language",
    "Content-Length",
    "Content-Range",
    "Content-Type",
    "Date",
    "ETag",
    "Expires",
    "Keep-Alive",
    "Last-Modified",
    "Location",
    "Retry-After",
    "Server",
    "Strict-Transport-Security",
    "Vary",
    "Via",
    "Warning",
    "WWW-Authenticate",
];

/// The name of a header as S3 spells it.
pub(super) fn spelt(name: &str) -> &str {
    NAMES.into_iter().find(|spelt| spelt.eq_ignore_ascii_case(name)).unwrap_or(name)
}

/// What makes hyper write a response with S3's spelling, beside whatever else the response carries.
#[derive(Debug, Clone, Default)]
pub(super) struct Spelling(Extensions);

impl Spelling {
    /// Reads the names once. hyper has no public way to make the map of names that it writes a response with, but a
    /// request that it reads while it preserves their case carries such a map.
    ///
    /// # Errors
    /// If hyper does not read the request.
    pub(super) fn read() -> io::Result<Self> {
        let value = |name: &str| match name {
            // These say how the request that is read is framed, so that they cannot have any value.
            "Connection" => "close",
            "Content-Length" => "0",
            _ => "x",
        };
        let lines: Vec<String> = NAMES.iter().map(|name| format!("{name}: {}\r\n", value(name))).collect();
        let request = format!("GET / HTTP/1.1\r\nHost: localhost\r\n{}\r\n", lines.concat());
        let stream = io::Cursor::new(request.into_bytes());
        let read = Mutex::new(Extensions::new());
        let service = service_fn(|request: Request<Incoming>| {
            *read.lock() = request.extensions().clone();
            async { Ok::<_, Infallible>(Response::new(http_body_util::Empty::<bytes::Bytes>::new())) }
        });
        let stream = TokioIo::new(tokio::io::join(stream, tokio::io::sink()));
        let mut connection =
            pin!(http1::Builder::new().half_close(true).preserve_header_case(true).serve_connection(stream, service));
        // Neither side of this connection ever waits, so it needs no runtime: a few polls end it.
        let mut polls = (0..MAX_POLLS).map(|_| connection.as_mut().poll(&mut Context::from_waker(Waker::noop())));
        match polls.find(Poll::is_ready) {
            Some(Poll::Ready(Err(error))) => Err(io::Error::other(error)),
            Some(Poll::Ready(Ok(()))) => Ok(Self(read.lock().clone())),
            None | Some(Poll::Pending) => Err(io::Error::other("hyper did not read the names of the headers")),
        }
    }

    /// Has a response written with S3's spelling.
    pub(super) fn apply<B>(&self, response: &mut Response<B>) {
        response.extensions_mut().extend(self.0.clone());
    }
}

#[cfg(test)]
mod tests {
    use crate::FakeS3;
    use crate::operation::put_object::PutObjectInput;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpStream;

    #[tokio::test]
    async fn names_of_headers_are_spelt_as_s3_spells_them() {
        let s3 = FakeS3::new();
        s3.create_bucket("backups");
        s3.call(PutObjectInput::builder().bucket("backups").key("a").metadata("mode", "1")).unwrap();
        let server = s3.serve("127.0.0.1:0").await.unwrap();
        let mut stream = TcpStream::connect(server.address()).await.unwrap();
        let signed = "x-amz-date: 20260101T103000Z\r\nAuthorization: AWS4-HMAC-SHA256 \
                      Credential=AKIAEXAMPLE/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0\r\n";
        let request = format!("GET /backups/a HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{signed}\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut response = String::new();
        stream.read_to_string(&mut response).await.unwrap();
        let name = |line: &str| line.split_once(": ").map(|(name, _)| name.to_owned());
        let mut names: Vec<String> = response.lines().skip(1).filter_map(name).collect();
        names.sort_unstable();
        let expected = [
            "Accept-Ranges",
            "Connection",
            "Content-Length",
            "Content-Type",
            "Date",
            "ETag",
            "Last-Modified",
            "Server",
            "x-amz-id-2",
            "x-amz-meta-mode",
            "x-amz-request-id",
            "x-amz-server-side-encryption",
        ];
        assert_eq!(names, expected, "{response}");
    }
}
