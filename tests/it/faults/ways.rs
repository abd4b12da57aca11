//! One call over one way in, with its outcome in a few words.

use bytes::Bytes;
use fake_s3::FakeS3;
use fake_s3::error::{ProvideErrorMetadata, S3Error, SdkError, TransportErrorKind};
use fake_s3::operation::complete_multipart_upload::CompleteMultipartUploadInput;
use fake_s3::operation::delete_objects::DeleteObjectsInput;
use fake_s3::operation::get_object::GetObjectInput;
use fake_s3::operation::list_objects_v2::ListObjectsV2Input;
use fake_s3::operation::put_object::PutObjectInput;
use fake_s3::primitives::{ByteStream, SdkBody};
use fake_s3::types::{CompletedMultipartUpload, CompletedPart, Delete, ObjectIdentifier};
use http_body_util::BodyExt as _;
use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;
use tower_service::Service as _;

pub const BUCKET: &str = "backups";

/// The call that a row of the table makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Call {
    Get,
    Put,
    Complete,
    List,
    Delete,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Call,
    Mirror,
    Sdk,
    Http,
    Tower,
    Socket,
}

pub const WAYS: [Way; 6] = [Way::Call, Way::Mirror, Way::Sdk, Way::Http, Way::Tower, Way::Socket];

/// A world with the objects `a` and `b`, and an upload of `c` that has its one part.
pub fn world() -> (FakeS3, String) {
    let s3 = FakeS3::builder().min_part_bytes(1).build();
    let bucket = s3.create_bucket(BUCKET);
    bucket.put_object("a", "hello");
    bucket.put_object("b", "world");
    let upload = bucket.begin_upload("c");
    bucket.put_part("c", &upload, 1, "part");
    (s3, upload)
}

/// Makes the call, and tells its outcome.
pub async fn make(s3: &FakeS3, upload: &str, call: Call, way: Way) -> String {
    match way {
        Way::Call => by_call(s3, upload, call).await,
        Way::Mirror => by_mirror(s3, upload, call).await,
        Way::Sdk => by_sdk(s3, upload, call).await,
        Way::Http => match s3.try_http(request(s3, upload, call)) {
            Ok(response) => told(call, response.status().as_u16(), &etag(response.headers()), response.body()),
            Err(error) => transport(error.kind()),
        },
        Way::Tower => match s3.service().call(request(s3, upload, call).map(SdkBody::from)).await {
            Err(error) => transport(error.kind()),
            Ok(response) => {
                let (head, body) = response.into_parts();
                match body.collect().await {
                    Ok(body) => told(call, head.status.as_u16(), &etag(&head.headers), &body.to_bytes()),
                    Err(_) => "body broken".to_owned(),
                }
            }
        },
        Way::Socket => by_socket(s3, upload, call),
    }
}

fn completed(s3: &FakeS3, upload: &str) -> CompletedMultipartUpload {
    let uploads = s3.bucket(BUCKET).uploads();
    let found = uploads.iter().find(|found| found.upload_id == upload);
    let etag = found.map(|found| found.parts[0].e_tag.clone()).unwrap_or_default();
    let part = CompletedPart::builder().part_number(1).e_tag(etag).build();
    CompletedMultipartUpload::builder().parts(part).build()
}

fn both() -> Delete {
    let named = |key: &str| ObjectIdentifier::builder().key(key).build().unwrap();
    Delete::builder().objects(named("a")).objects(named("b")).build().unwrap()
}

fn transport(kind: TransportErrorKind) -> String {
    match kind {
        TransportErrorKind::Reset => "reset",
        TransportErrorKind::TimedOut => "timeout",
        _ => "incomplete",
    }
    .to_owned()
}

async fn body(etag: Option<&str>, body: ByteStream) -> String {
    match body.collect().await {
        Ok(bytes) => format!("{} {}", etag.unwrap_or_default(), String::from_utf8_lossy(&bytes.into_bytes())),
        Err(_) => "body broken".to_owned(),
    }
}

/// The typed calls, made by an expression in which `$send` sends an input.
macro_rules! typed {
    ($s3:ident, $upload:ident, $call:ident, $input:ident => $send:expr, $failed:expr) => {
        match $call {
            Call::Get => {
                let $input = GetObjectInput::builder().bucket(BUCKET).key("a");
                match $send {
                    Ok(output) => body(output.e_tag.clone().as_deref(), output.body).await,
                    Err(error) => $failed(&error),
                }
            }
            Call::Put => {
                let $input = PutObjectInput::builder().bucket(BUCKET).key("new");
                let $input = $input.body(ByteStream::from_static(b"hello"));
                match $send {
                    Ok(output) => output.e_tag.unwrap_or_default(),
                    Err(error) => $failed(&error),
                }
            }
            Call::Complete => {
                let $input = CompleteMultipartUploadInput::builder().bucket(BUCKET).key("c").upload_id($upload);
                let $input = $input.multipart_upload(completed($s3, $upload));
                match $send {
                    Ok(output) => output.e_tag.unwrap_or_default(),
                    Err(error) => $failed(&error),
                }
            }
            Call::List => {
                let $input = ListObjectsV2Input::builder().bucket(BUCKET);
                match $send {
                    Ok(output) => format!("{} keys, truncated {:?}", output.contents().len(), output.is_truncated),
                    Err(error) => $failed(&error),
                }
            }
            Call::Delete => {
                let $input = DeleteObjectsInput::builder().bucket(BUCKET).delete(both());
                match $send {
                    Ok(output) => format!("{} deleted, {} errors", output.deleted().len(), output.errors().len()),
                    Err(error) => $failed(&error),
                }
            }
        }
    };
}

async fn by_call(s3: &FakeS3, upload: &str, call: Call) -> String {
    let failed = |error: &S3Error| match error.transport() {
        Some(error) => transport(error.kind()),
        None => error.code().to_owned(),
    };
    typed!(s3, upload, call, input => s3.call(input), failed)
}

fn of_the_sdk<E: ProvideErrorMetadata, R>(error: &SdkError<E, R>) -> String {
    match error {
        SdkError::ServiceError(context) => context.err().meta().code().unwrap_or("no code").to_owned(),
        SdkError::DispatchFailure(failure) if failure.is_io() => "reset".to_owned(),
        SdkError::DispatchFailure(failure) if failure.is_timeout() => "timeout".to_owned(),
        SdkError::TimeoutError(_) => "timeout".to_owned(),
        SdkError::ResponseError(_) => "incomplete".to_owned(),
        other => other.to_string(),
    }
}

async fn by_mirror(s3: &FakeS3, upload: &str, call: Call) -> String {
    let client = s3.client();
    typed!(s3, upload, call, input => input.send_with(&client).await, of_the_sdk)
}

/// The SDK's client, seen through the trait. It tries once, and waits 30 seconds for a response or its next bytes.
async fn by_sdk(s3: &FakeS3, upload: &str, call: Call) -> String {
    use aws_sdk_s3::config::retry::RetryConfig;
    use aws_sdk_s3::config::timeout::TimeoutConfig;
    let timeouts = TimeoutConfig::builder().read_timeout(Duration::from_secs(30)).build();
    let config = s3.sdk_config().retry_config(RetryConfig::disabled()).timeout_config(timeouts);
    let client = aws_sdk_s3::Client::from_conf(config.build());
    typed!(s3, upload, call, input => input.send_with(&client).await, of_the_sdk)
}

fn request(s3: &FakeS3, upload: &str, call: Call) -> http::Request<Bytes> {
    let (method, path, content) = match call {
        Call::Get => ("GET", "/a".to_owned(), String::new()),
        Call::Put => ("PUT", "/new".to_owned(), "hello".to_owned()),
        Call::List => ("GET", "/?list-type=2".to_owned(), String::new()),
        Call::Complete => {
            let completed = completed(s3, upload);
            let etag = completed.parts()[0].e_tag().unwrap_or_default().to_owned();
            let part = format!("<Part><PartNumber>1</PartNumber><ETag>{etag}</ETag></Part>");
            let document = format!("<CompleteMultipartUpload>{part}</CompleteMultipartUpload>");
            ("POST", format!("/c?uploadId={upload}"), document)
        }
        Call::Delete => {
            let document = "<Delete><Object><Key>a</Key></Object><Object><Key>b</Key></Object></Delete>";
            ("POST", "/?delete".to_owned(), document.to_owned())
        }
    };
    let request = http::Request::builder().method(method).uri(format!("http://localhost/{BUCKET}{path}"));
    let request = request.header("host", "localhost").header("content-length", content.len());
    // An access key that the test did not register is that of the own account.
    let credential = "Credential=AKIAEXAMPLE/20260101/us-east-1/s3/aws4_request,SignedHeaders=host,Signature=0";
    let request = request.header("authorization", format!("AWS4-HMAC-SHA256 {credential}"));
    let request = request.header("x-amz-date", "20260101T103000Z");
    let request = match call {
        Call::Delete => request.header("content-md5", super::table::MD5_OF_DELETE),
        _ => request,
    };
    request.body(content.into()).unwrap()
}

fn etag(headers: &http::HeaderMap) -> String {
    headers.get("etag").map(|etag| etag.to_str().unwrap().to_owned()).unwrap_or_default()
}

fn element<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(&format!("<{name}>"))?;
    Some(rest.split_once('<')?.0)
}

/// A response of HTTP in the same words.
fn told(call: Call, status: u16, etag: &str, body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body);
    if text.contains("<Error>") && call != Call::Delete {
        let in_200 = if status == 200 { " in a 200" } else { "" };
        return format!("{}{in_200}", element(&text, "Code").unwrap_or_default());
    }
    if call != Call::Get && call != Call::Put && !text.trim_end().ends_with('>') {
        return "incomplete".to_owned();
    }
    match call {
        Call::Get => format!("{etag} {text}"),
        Call::Put => etag.to_owned(),
        Call::Complete => element(&text, "ETag").unwrap_or_default().replace("&quot;", "\""),
        Call::List => {
            let truncated = element(&text, "IsTruncated") == Some("true");
            format!("{} keys, truncated {:?}", text.matches("<Contents>").count(), Some(truncated))
        }
        Call::Delete => {
            format!("{} deleted, {} errors", text.matches("<Deleted>").count(), text.matches("<Error>").count())
        }
    }
}

/// A client of plain TCP, which sees resets, silence and early ends.
fn by_socket(s3: &FakeS3, upload: &str, call: Call) -> String {
    let request = request(s3, upload, call);
    let server = s3.serve_blocking("127.0.0.1:0").unwrap();
    let mut stream = TcpStream::connect(server.address()).unwrap();
    stream.set_read_timeout(Some(Duration::from_millis(400))).unwrap();
    let target = request.uri().path_and_query().unwrap();
    let mut head = format!("{} {target} HTTP/1.1\r\n", request.method());
    for (name, value) in request.headers() {
        head.extend([name.as_str(), ": ", value.to_str().unwrap(), "\r\n"]);
    }
    let sent = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(b"\r\n"));
    let _ = sent.and_then(|()| stream.write_all(request.body()));
    let mut received = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        match stream.read(&mut buffer) {
            Ok(0) if is_whole(&received) => break,
            Ok(0) => return "early end".to_owned(),
            Ok(count) => received.extend_from_slice(&buffer[..count]),
            Err(error) if error.kind() == ErrorKind::ConnectionReset => return "reset".to_owned(),
            Err(_) => return "silence".to_owned(),
        }
        if is_whole(&received) {
            break;
        }
    }
    let text = String::from_utf8_lossy(&received).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    let named = |wanted: &str| {
        let lines = head.lines().filter_map(|line| line.split_once(": "));
        lines.filter(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| value.to_owned()).next()
    };
    let body = body.strip_suffix("\r\n0\r\n\r\n").unwrap_or(body);
    told(call, status, &named("etag").unwrap_or_default(), body.as_bytes())
}

/// Whether a response has come whole, by its length or its last chunk.
fn is_whole(received: &[u8]) -> bool {
    let text = String::from_utf8_lossy(received).to_ascii_lowercase();
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    match head.split_once("content-length: ") {
        Some((_, rest)) => rest.lines().next().unwrap().parse() == Ok(body.len()),
        None => body.ends_with("0\r\n\r\n"),
    }
}
