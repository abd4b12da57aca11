//! The real SDK client over the fake, beside the same client over an HTTP client that does nothing.
#![allow(missing_docs, reason = "a bench has no users")]

mod support;

use aws_sdk_s3::Client;
use aws_sdk_s3::config::{AsyncSleep, HttpClient, RuntimeComponents, Sleep};
use aws_sdk_s3::primitives::{ByteStream, SdkBody};
use aws_sdk_s3::types::{CompletedMultipartUpload, CompletedPart};
use aws_smithy_async::time::TimeSource;
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::http::StatusCode;
use bytes::Bytes;
use fake_s3::FakeS3;
use md5::{Digest as _, Md5};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};
use support::{Figure, Table, race};

/// Answers the least with which the SDK is content; looks at nothing but the method and the query.
#[derive(Debug, Clone)]
struct Nothing;

impl HttpClient for Nothing {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl HttpConnector for Nothing {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let body = match request.method() {
            "PUT" => "",
            _ if request.uri().ends_with("?uploads") => {
                "<InitiateMultipartUploadResult><UploadId>1</UploadId></InitiateMultipartUploadResult>"
            }
            _ => "<CompleteMultipartUploadResult><ETag>\"e\"</ETag></CompleteMultipartUploadResult>",
        };
        let mut response = HttpResponse::new(StatusCode::try_from(200).expect("a status"), SdkBody::from(body));
        if request.method() == "PUT" {
            response.headers_mut().insert("etag", "\"e\"");
        }
        HttpConnectorFuture::ready(Ok(response))
    }
}

/// Headers and body.
type Answer = (Vec<(String, String)>, Bytes);

/// Gives again, in order, the answers that the fake gave to the same requests: what the SDK does with answers as long
/// as S3's own costs something that is not the fake's doing.
#[derive(Debug, Clone, Default)]
struct Replay {
    answers: Arc<[Answer]>,
    next: Arc<AtomicUsize>,
}

impl HttpClient for Replay {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl HttpConnector for Replay {
    fn call(&self, _: HttpRequest) -> HttpConnectorFuture {
        let next = self.next.fetch_add(1, Ordering::Relaxed);
        let (headers, body) = &self.answers[next % self.answers.len()];
        let mut response = HttpResponse::new(StatusCode::try_from(200).expect("a status"), SdkBody::from(body.clone()));
        for (name, value) in headers {
            response.headers_mut().insert(name.clone(), value.clone());
        }
        HttpConnectorFuture::ready(Ok(response))
    }
}

impl Replay {
    /// The answers of the small cycle.
    fn of_the_small_cycle() -> Self {
        let world = FakeS3::new();
        world.create_bucket("backups");
        let request = |method, query: &str, body| {
            let uri = format!("https://backups.s3.us-east-1.amazonaws.com/db.tar?{query}");
            let length = Bytes::len(&body).to_string();
            let request = http::Request::builder().method(method).uri(uri).header("content-length", length);
            let answer = world.http(request.body(body).expect("a request"));
            assert_eq!(answer.status(), 200);
            let headers = answer.headers().iter();
            let text = |value: &http::HeaderValue| value.to_str().unwrap_or_default().to_owned();
            let headers = headers.map(|(name, value)| (name.as_str().to_owned(), text(value))).collect();
            (headers, answer.into_body())
        };
        let created = request("POST", "uploads", Bytes::new());
        let id = world.bucket("backups").uploads()[0].upload_id.clone();
        let stored = request("PUT", &format!("partNumber=1&uploadId={id}"), Bytes::from(vec![b'a'; 1024]));
        let tag = &world.bucket("backups").uploads()[0].parts[0].e_tag;
        let list = format!("<Part><ETag>{tag}</ETag><PartNumber>1</PartNumber></Part>");
        let list = format!("<CompleteMultipartUpload>{list}</CompleteMultipartUpload>");
        let completed = request("POST", &format!("uploadId={id}"), list.into());
        Self { answers: [created, stored, completed].into(), next: Arc::default() }
    }
}

/// A clock that stands still.
#[derive(Debug)]
struct Still;

impl TimeSource for Still {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_hours(490_906)
    }
}

impl AsyncSleep for Still {
    fn sleep(&self, _: Duration) -> Sleep {
        Sleep::new(std::future::pending())
    }
}

/// The fake's configuration with everything of the fake's taken out again, so that all that is ours is counted.
fn client_over(http: impl HttpClient + 'static, world: &FakeS3) -> Client {
    Client::from_conf(world.sdk_config().http_client(http).time_source(Still).sleep_impl(Still).build())
}

/// Uploads the parts and completes them.
async fn upload(client: &Client, parts: &[Bytes]) {
    let created = client.create_multipart_upload().bucket("backups").key("db.tar").send().await.expect("created");
    let id = created.upload_id().expect("an id");
    let mut list = CompletedMultipartUpload::builder();
    for (number, part) in (1..).zip(parts) {
        let call = client.upload_part().bucket("backups").key("db.tar").upload_id(id).part_number(number);
        let stored = call.body(ByteStream::from(part.clone())).send().await.expect("stored");
        list = list.parts(CompletedPart::builder().part_number(number).set_e_tag(stored.e_tag).build());
    }
    let call = client.complete_multipart_upload().bucket("backups").key("db.tar").upload_id(id);
    call.multipart_upload(list.build()).send().await.expect("completed");
}

const PART: usize = 8 << 20;
const PARTS: u8 = 32;
const MIB: f64 = 256.0;

fn main() {
    let Some(mut table) = Table::begin("The SDK's client over the fake and over nothing") else { return };
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let world = FakeS3::new();
    world.create_bucket("backups");
    let (fake, nothing) = (world.sdk_client(), client_over(Nothing, &world));
    let replay = client_over(Replay::of_the_small_cycle(), &world);

    let small = [Bytes::from(vec![b'a'; 1024])];
    let cycle = |client| runtime.block_on(upload(client, &small));
    let repetitions = if cfg!(debug_assertions) { 20 } else { 200 };
    let [ours, theirs, again] =
        race(15, repetitions, [&mut || cycle(&fake), &mut || cycle(&nothing), &mut || cycle(&replay)]);
    table.row("create + 1 KiB part + complete", ours, theirs, Some(1.15));
    table.row("  the same; peer: over a replay of such answers", ours, again, Some(1.15));

    // Each part has bytes of its own, as in a program that reads a file.
    let large: Vec<Bytes> = (0..PARTS).map(|fill| Bytes::from(vec![fill; PART])).collect();
    let [ours, theirs, hashed, crc32, crc64] = race(
        5,
        1,
        [
            &mut || runtime.block_on(upload(&fake, &large)),
            &mut || runtime.block_on(upload(&nothing, &large)),
            &mut || md5(&large),
            &mut || crc(crc_fast::CrcAlgorithm::Crc32IsoHdlc, &large),
            &mut || crc(crc_fast::CrcAlgorithm::Crc64Nvme, &large),
        ],
    );
    table.row("256 MiB in 8 MiB parts; peer: over nothing + MD5", ours, theirs + hashed, Some(1.1));
    table.row("  the same; peer: that and the CRCs that S3 computes", ours, theirs + hashed + crc32 + crc64, None);
    table.note("  over nothing", theirs);
    for (name, spent) in [("MD5", hashed), ("CRC32", crc32), ("CRC64NVME", crc64)] {
        table.row(&format!("  {name} of the same bytes; peer: 400 MiB/s"), rate(spent), Figure::Rate(400.0), None);
    }
    table.end();
}

fn crc(algorithm: crc_fast::CrcAlgorithm, parts: &[Bytes]) {
    for part in parts {
        std::hint::black_box(crc_fast::checksum(algorithm, part));
    }
}

fn md5(parts: &[Bytes]) {
    for part in parts {
        std::hint::black_box(Md5::digest(part));
    }
}

fn rate(spent: Duration) -> Figure {
    Figure::Rate(MIB / spent.as_secs_f64())
}
