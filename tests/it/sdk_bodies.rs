//! Every kind of body that the SDK's client can send arrives whole and is stored whole.

use crate::sdk::Sent;
use aws_sdk_s3::Client;
use aws_sdk_s3::config::RequestChecksumCalculation;
use aws_sdk_s3::error::{BoxError, DisplayErrorContext, ProvideErrorMetadata};
use aws_sdk_s3::operation::put_object::PutObjectOutput;
use aws_sdk_s3::operation::upload_part::UploadPartOutput;
use aws_sdk_s3::primitives::{ByteStream, SdkBody};
use aws_sdk_s3::types::{ChecksumAlgorithm, CompletedMultipartUpload, CompletedPart};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use bytes::Bytes;
use fake_s3::FakeS3;
use http_body::{Frame, SizeHint};
use std::collections::VecDeque;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

/// The frames of `aws-chunked` hold 64 KiB: this many bytes fill four, and begin a fifth.
const SEVERAL_FRAMES: usize = 4 * 64 * 1024 + 1;
const MANY_FRAMES: usize = 6 * 1024 * 1024 + 1;

const ALGORITHMS: [ChecksumAlgorithm; 5] = [
    ChecksumAlgorithm::Crc32,
    ChecksumAlgorithm::Crc32C,
    ChecksumAlgorithm::Crc64Nvme,
    ChecksumAlgorithm::Sha1,
    ChecksumAlgorithm::Sha256,
];

/// Bytes of which no two frames are alike.
fn bytes(len: usize) -> Bytes {
    let mut content: Vec<u8> = (0..=250).cycle().take(len).collect();
    content.chunks_mut(64 * 1024).zip(0..).for_each(|(frame, number)| frame[0] ^= number);
    content.into()
}

/// How a body is handed to the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    InMemory,
    File,
    /// A wrapped body in segments of odd size that knows how long it is.
    Segments,
    /// One that does not; `content_length` says it.
    SegmentsOfUnknownLength,
}

use Kind::{File, InMemory, Segments, SegmentsOfUnknownLength};

/// A world, a client of it, and what the client sends.
struct Sender {
    s3: FakeS3,
    client: Client,
    sent: Sent,
    adds_checksums: bool,
}

fn sender(change: impl FnOnce(aws_sdk_s3::config::Builder) -> aws_sdk_s3::config::Builder) -> Sender {
    let (s3, sent) = (FakeS3::new(), Sent::default());
    s3.create_bucket("backups");
    let client = Client::from_conf(change(s3.sdk_config().interceptor(sent.clone())).build());
    Sender { s3, client, sent, adds_checksums: true }
}

/// As production code has it: TLS, and so frames without signatures.
fn https() -> Sender {
    sender(|config| config)
}

/// Without TLS every frame is signed.
fn http() -> Sender {
    sender(|config| config.endpoint_url("http://localhost:9000").force_path_style(true))
}

/// No checksum where S3 asks for none.
fn when_required() -> Sender {
    let sender = sender(|config| config.request_checksum_calculation(RequestChecksumCalculation::WhenRequired));
    Sender { adds_checksums: false, ..sender }
}

/// Puts the content as an object and as the only part of an upload: both are stored whole.
#[track_caller]
fn check(sender: &Sender, kind: Kind, len: usize, algorithm: Option<&ChecksumAlgorithm>, expected_hash: &str) {
    let content = Content::new(kind, len);
    if let Err(error) = block_on(send(sender, &content, algorithm, expected_hash)) {
        panic!("{kind:?} of {len} bytes with {algorithm:?}: {}", DisplayErrorContext(&*error));
    }
    for key in ["put", "completed"] {
        let stored = sender.s3.bucket("backups").object(key).unwrap();
        assert!(stored.bytes() == content.bytes, "{kind:?} of {len} bytes with {algorithm:?}: {key} is something else");
    }
    assert_eq!(sender.s3.clock().now(), FakeS3::new().clock().now(), "sending takes no time");
}

async fn send(
    sender: &Sender,
    content: &Content,
    algorithm: Option<&ChecksumAlgorithm>,
    expected_hash: &str,
) -> Result<(), BoxError> {
    let Sender { client, sent, .. } = sender;
    let put = client.put_object().bucket("backups").key("put").set_checksum_algorithm(algorithm.cloned());
    let put = put.body(content.body().await?).set_content_length(content.length()).send().await?;
    assert_eq!(sent.header("x-amz-content-sha256"), expected_hash);
    let is_framed = expected_hash.starts_with("STREAMING-");
    assert_eq!(sent.header("content-encoding"), if is_framed { "aws-chunked" } else { "" });

    let upload = client.create_multipart_upload().bucket("backups").key("completed");
    let upload = upload.set_checksum_algorithm(algorithm.cloned()).send().await?;
    let id = upload.upload_id().unwrap_or_default();
    let part = client.upload_part().bucket("backups").key("completed").upload_id(id).part_number(1);
    let part = part.set_checksum_algorithm(algorithm.cloned()).set_content_length(content.length());
    let part = part.body(content.body().await?).send().await?;
    assert_eq!(sent.header("x-amz-content-sha256"), expected_hash);
    assert_eq!(part.e_tag(), put.e_tag());
    if sender.adds_checksums {
        assert_eq!(checksums_of_part(&part), checksums_of_put(&put));
    }

    let [crc32, crc32_c, crc64_nvme, sha1, sha256] = checksums_of_part(&part);
    let part = CompletedPart::builder().part_number(1).set_e_tag(part.e_tag);
    let part = match algorithm {
        // S3 compares them only where the upload has named its algorithm.
        None => part,
        Some(_) => part
            .set_checksum_crc32(crc32)
            .set_checksum_crc32_c(crc32_c)
            .set_checksum_crc64_nvme(crc64_nvme)
            .set_checksum_sha1(sha1)
            .set_checksum_sha256(sha256),
    };
    let list = CompletedMultipartUpload::builder().parts(part.build()).build();
    let completing = client.complete_multipart_upload().bucket("backups").key("completed").upload_id(id);
    completing.multipart_upload(list).send().await?;
    Ok(())
}

type Checksums = [Option<String>; 5];

fn checksums_of_put(put: &PutObjectOutput) -> Checksums {
    let all = [
        put.checksum_crc32(),
        put.checksum_crc32_c(),
        put.checksum_crc64_nvme(),
        put.checksum_sha1(),
        put.checksum_sha256(),
    ];
    all.map(|value| value.map(str::to_owned))
}

fn checksums_of_part(part: &UploadPartOutput) -> Checksums {
    let all = [
        part.checksum_crc32(),
        part.checksum_crc32_c(),
        part.checksum_crc64_nvme(),
        part.checksum_sha1(),
        part.checksum_sha256(),
    ];
    all.map(|value| value.map(str::to_owned))
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

/// What is sent, and how; every call of `body` begins it anew.
struct Content {
    kind: Kind,
    bytes: Bytes,
    path: PathBuf,
}

impl Content {
    fn new(kind: Kind, len: usize) -> Self {
        static FILES: AtomicUsize = AtomicUsize::new(0);
        let name = format!("fake-s3-bodies-{}-{}", std::process::id(), FILES.fetch_add(1, Ordering::Relaxed));
        let content = Self { kind, bytes: bytes(len), path: std::env::temp_dir().join(name) };
        if kind == File {
            std::fs::write(&content.path, &content.bytes).unwrap();
        }
        content
    }

    async fn body(&self) -> Result<ByteStream, BoxError> {
        Ok(match self.kind {
            InMemory => ByteStream::from(self.bytes.clone()),
            File => ByteStream::from_path(&self.path).await?,
            Segments | SegmentsOfUnknownLength => {
                // Of an odd size, and an empty one at the end.
                let segments = self.bytes.chunks(9_999).map(|one| self.bytes.slice_ref(one)).chain([Bytes::new()]);
                let is_known = self.kind == Segments;
                ByteStream::new(SdkBody::from_body_1_x(InSegments { segments: segments.collect(), is_known }))
            }
        })
    }

    fn length(&self) -> Option<i64> {
        (self.kind == SegmentsOfUnknownLength).then(|| i64::try_from(self.bytes.len()).unwrap())
    }
}

impl Drop for Content {
    fn drop(&mut self) {
        if self.kind == File {
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

/// A body that does not lie in memory in one piece.
struct InSegments {
    segments: VecDeque<Bytes>,
    is_known: bool,
}

impl http_body::Body for InSegments {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        Poll::Ready(self.segments.pop_front().map(|segment| Ok(Frame::data(segment))))
    }

    fn size_hint(&self) -> SizeHint {
        match self.is_known {
            true => SizeHint::with_exact(self.segments.iter().map(|segment| segment.len() as u64).sum()),
            false => SizeHint::default(),
        }
    }
}

const UNSIGNED: &str = "UNSIGNED-PAYLOAD";
const IN_FRAMES: &str = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
const IN_SIGNED_FRAMES: &str = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER";
const STREAMED: [Kind; 3] = [File, Segments, SegmentsOfUnknownLength];

#[test]
fn a_body_in_memory_arrives_as_it_is() {
    for len in [0, 1, SEVERAL_FRAMES, MANY_FRAMES] {
        check(&https(), InMemory, len, None, UNSIGNED);
        check(&http(), InMemory, len, None, UNSIGNED);
    }
}

#[test]
fn a_streamed_body_arrives_in_frames() {
    for kind in STREAMED {
        for len in [0, 1, SEVERAL_FRAMES - 1, SEVERAL_FRAMES] {
            check(&https(), kind, len, None, IN_FRAMES);
        }
    }
    check(&https(), File, MANY_FRAMES, None, IN_FRAMES);
}

#[test]
fn without_tls_the_frames_are_signed() {
    for kind in STREAMED {
        for len in [0, 1, SEVERAL_FRAMES - 1, SEVERAL_FRAMES] {
            check(&http(), kind, len, None, IN_SIGNED_FRAMES);
        }
    }
    check(&http(), File, MANY_FRAMES, None, IN_SIGNED_FRAMES);
}

#[test]
fn every_algorithm_is_in_a_header_or_a_trailer() {
    for algorithm in &ALGORITHMS {
        check(&https(), InMemory, SEVERAL_FRAMES, Some(algorithm), UNSIGNED);
        check(&https(), File, SEVERAL_FRAMES, Some(algorithm), IN_FRAMES);
        check(&https(), Segments, SEVERAL_FRAMES, Some(algorithm), IN_FRAMES);
        check(&http(), File, SEVERAL_FRAMES, Some(algorithm), IN_SIGNED_FRAMES);
    }
}

#[test]
fn a_client_may_send_no_checksum() {
    for kind in [InMemory, File, Segments, SegmentsOfUnknownLength] {
        let sender = when_required();
        check(&sender, kind, SEVERAL_FRAMES, None, UNSIGNED);
        assert_eq!(sender.sent.header("x-amz-checksum-crc32"), "");
    }
}

#[test]
fn a_call_without_a_body_stores_nothing() {
    let Sender { s3, client, .. } = https();
    block_on(client.put_object().bucket("backups").key("nothing").send()).unwrap();
    assert_eq!(s3.bucket("backups").object("nothing").unwrap().size, 0);
}

#[test]
fn bytes_in_memory_are_not_copied() {
    let Sender { s3, client, .. } = https();
    let sent = bytes(SEVERAL_FRAMES);
    let body = || ByteStream::from(sent.clone());
    block_on(client.put_object().bucket("backups").key("put").body(body()).send()).unwrap();
    assert_eq!(s3.bucket("backups").object("put").unwrap().bytes().as_ptr(), sent.as_ptr());

    let id = s3.bucket("backups").begin_upload("completed");
    let part = client.upload_part().bucket("backups").key("completed").upload_id(&id).part_number(1);
    let part = block_on(part.body(body()).send()).unwrap();
    let part = CompletedPart::builder().part_number(1).set_e_tag(part.e_tag).build();
    let list = CompletedMultipartUpload::builder().parts(part).build();
    let completing = client.complete_multipart_upload().bucket("backups").key("completed").upload_id(&id);
    block_on(completing.multipart_upload(list).send()).unwrap();
    assert_eq!(s3.bucket("backups").object("completed").unwrap().bytes().as_ptr(), sent.as_ptr());
}

#[test]
fn a_byte_that_changes_on_the_way_in_is_noticed() {
    let world = FakeS3::new();
    world.create_bucket("backups");
    let client = faulty(&world, Fault::OnTheWayIn);
    let put = client.put_object().bucket("backups").key("put").body(ByteStream::from_static(b"abc"));
    let error = block_on(put.send()).unwrap_err();
    assert_eq!(error.code(), Some("BadDigest"));
    assert_eq!(error.message(), Some("The CRC32 you specified did not match the calculated checksum."));
    assert!(world.bucket("backups").objects().is_empty());
}

#[test]
fn a_byte_that_changes_on_the_way_out_is_noticed() {
    let world = FakeS3::new();
    world.create_bucket("backups");
    let put = world.sdk_client().put_object().bucket("backups").key("put").body(ByteStream::from_static(b"abc"));
    block_on(put.send()).unwrap();
    let client = faulty(&world, Fault::OnTheWayOut);
    let read = block_on(client.get_object().bucket("backups").key("put").send()).unwrap();
    let error = block_on(read.body.collect()).unwrap_err();
    let text = DisplayErrorContext(&error).to_string();
    assert!(text.contains("checksum"), "{text}");
}

/// A line that changes the first byte of every body.
#[derive(Debug, Clone)]
struct Faulty {
    line: SharedHttpClient,
    fault: Fault,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    OnTheWayIn,
    OnTheWayOut,
}

fn faulty(world: &FakeS3, fault: Fault) -> Client {
    let line = world.sdk_config().build().http_client().unwrap();
    Client::from_conf(world.sdk_config().http_client(SharedHttpClient::new(Faulty { line, fault })).build())
}

impl HttpClient for Faulty {
    fn http_connector(&self, settings: &HttpConnectorSettings, components: &RuntimeComponents) -> SharedHttpConnector {
        let line = self.line.http_connector(settings, components);
        SharedHttpConnector::new(FaultyConnector { line, fault: self.fault })
    }
}

#[derive(Debug)]
struct FaultyConnector {
    line: SharedHttpConnector,
    fault: Fault,
}

impl HttpConnector for FaultyConnector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let fault = self.fault;
        let request = if fault == Fault::OnTheWayIn { request.map(changed) } else { request };
        let answer = self.line.call(request);
        HttpConnectorFuture::new(async move {
            let answer = answer.await?;
            Ok(if fault == Fault::OnTheWayOut { answer.map(changed) } else { answer })
        })
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it is passed to `map`")]
fn changed(body: SdkBody) -> SdkBody {
    let mut bytes = body.bytes().expect("a body in memory").to_vec();
    if let Some(first) = bytes.first_mut() {
        *first ^= 1;
    }
    SdkBody::from(bytes)
}
