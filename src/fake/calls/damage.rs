//! Responses that a fault damages: typed, and of HTTP.

use super::WayIn;
use super::body::{BodyEnd, DamagedBody};
use crate::api::error::{S3Error, TransportError, TransportErrorKind};
use crate::api::primitives::{ByteStream, SdkBody};
use crate::fake::FakeS3;
use crate::fake::fault::Kind;
use crate::ops::complete_multipart_upload::CompleteMultipartUploadOutput;
use crate::ops::copy_object::CopyObjectOutput;
use crate::ops::get_object::GetObjectOutput;
use crate::ops::head_object::HeadObjectOutput;
use crate::ops::put_object::PutObjectOutput;
use crate::ops::upload_part::UploadPartOutput;
use crate::ops::upload_part_copy::UploadPartCopyOutput;
use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};
use http_body::Body as _;
use std::any::Any;
use std::iter::{once, repeat_n};
use std::sync::Arc;
use std::time::Duration;

/// Time between two pieces of the white space that keeps a connection alive.
const KEEP_ALIVE: Duration = Duration::from_secs(10);

/// The number of pieces of white space at most.
const MAX_PIECES: u32 = 100;

/// A fault that changes a response.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Damage<'a> {
    pub kind: &'a Kind,
    /// The fault in words.
    pub words: &'a Arc<str>,
    pub world: &'a FakeS3,
    pub way: WayIn,
}

/// How a server breaks the connection after a damaged response, among the response's extensions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Breaks {
    Reset,
    Silence,
}

impl Damage<'_> {
    fn error(&self, kind: TransportErrorKind) -> TransportError {
        TransportError::new(kind, self.words)
    }

    /// The place at which a body breaks off, and how.
    fn end(&self) -> Option<(u64, BodyEnd)> {
        match self.kind {
            Kind::CutResponse { after, is_clean: true } => Some((*after, BodyEnd::Clean)),
            Kind::CutResponse { after, .. } => Some((*after, BodyEnd::Error(self.error(TransportErrorKind::Reset)))),
            Kind::Stall { after } => Some((*after, BodyEnd::Silence(self.error(TransportErrorKind::TimedOut)))),
            _ => None,
        }
    }

    /// The body as the caller reads it; `None` if it stays as it is.
    fn body(&self, body: SdkBody) -> Result<SdkBody, SdkBody> {
        if let Some((after, end)) = self.end() {
            return Ok(DamagedBody::new(body, self.world, self.way).breaking(after, end).into_body());
        }
        match self.kind {
            Kind::CorruptResponse { at } => Ok(DamagedBody::new(body, self.world, self.way).flipping(*at).into_body()),
            _ => Err(body),
        }
    }

    /// A typed output. One without a stream cannot be read in part, so a body that breaks off is a broken connection.
    pub(super) fn on_output(&self, output: &mut dyn Any) -> Result<(), TransportError> {
        match self.kind {
            Kind::WrongEtag => spoil_etag(output),
            Kind::WrongChecksum => spoil_checksum(output),
            _ => match (output.downcast_mut::<GetObjectOutput>(), self.end()) {
                (Some(output), _) => {
                    let body = std::mem::take(&mut output.body).into_inner();
                    output.body = ByteStream::new(self.body(body).unwrap_or_else(|same| same));
                }
                (None, Some((_, BodyEnd::Clean))) => return Err(self.error(TransportErrorKind::Incomplete)),
                (None, Some((_, BodyEnd::Error(error) | BodyEnd::Silence(error)))) => return Err(error),
                (None, None) => {}
            },
        }
        Ok(())
    }

    /// A response of HTTP.
    pub(super) fn on_response(
        &self,
        mut response: Response<ByteStream>,
    ) -> Result<Response<ByteStream>, TransportError> {
        match self.kind {
            Kind::WrongEtag => spoil_header(&mut response, |name| name == "etag", "<ETag>"),
            Kind::WrongChecksum => spoil_header(&mut response, is_checksum, "<Checksum"),
            Kind::CloseAfterResponse if self.way == WayIn::Socket => {
                response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
            }
            Kind::ErrorIn200 { white_space, .. } | Kind::LateSuccess { white_space } => {
                return Ok(self.late(response, *white_space));
            }
            _ => return self.broken(response),
        }
        Ok(response)
    }

    /// A response whose body breaks off, or differs in one bit.
    fn broken(&self, response: Response<ByteStream>) -> Result<Response<ByteStream>, TransportError> {
        match self.end() {
            // A synchronous request has no stream: it sees the broken connection at once.
            Some((_, BodyEnd::Error(error) | BodyEnd::Silence(error))) if self.way == WayIn::Http => return Err(error),
            _ => {}
        }
        let (mut head, body) = response.into_parts();
        let body = body.into_inner();
        if let Some((_, end)) = self.end() {
            let length = body.size_hint().exact().map(HeaderValue::from);
            // The header says how long the body should have been.
            if let (Some(length), false) = (length, head.headers.contains_key(header::CONTENT_LENGTH)) {
                head.headers.insert(header::CONTENT_LENGTH, length);
            }
            match end {
                BodyEnd::Clean => None,
                BodyEnd::Error(_) => head.extensions.insert(Breaks::Reset),
                BodyEnd::Silence(_) => head.extensions.insert(Breaks::Silence),
            };
        }
        let body = self.body(body).unwrap_or_else(|same| same);
        Ok(Response::from_parts(head, ByteStream::new(body)))
    }

    /// A response with the status 200 whose document comes after white space.
    fn late(&self, response: Response<ByteStream>, white_space: Duration) -> Response<ByteStream> {
        let (mut head, body) = response.into_parts();
        if head.extensions.get::<S3Error>().is_some() && !matches!(self.kind, Kind::ErrorIn200 { .. }) {
            return Response::from_parts(head, body);
        }
        head.status = StatusCode::OK;
        head.headers.remove(header::CONTENT_LENGTH);
        let document = Bytes::copy_from_slice(body.bytes().unwrap_or_default());
        let declaration = find(&document, b"?>").map_or(0, |at| at + 2);
        let (declaration, rest) = (document.slice(..declaration), document.slice(declaration..));
        let pieces =
            u32::try_from(white_space.as_secs() / KEEP_ALIVE.as_secs()).unwrap_or(u32::MAX).clamp(1, MAX_PIECES);
        // A synchronous request has waited before.
        let wait = if self.way == WayIn::Http { Duration::ZERO } else { white_space / pieces };
        let spaces = repeat_n((wait, Bytes::from_static(b" ")), pieces as usize);
        let lead = once((Duration::ZERO, declaration)).chain(spaces);
        let body = DamagedBody::new(SdkBody::from(rest), self.world, self.way).led_by(lead);
        Response::from_parts(head, ByteStream::new(body.into_body()))
    }
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len()).position(|window| window == wanted)
}

fn is_checksum(name: &str) -> bool {
    let rest = name.strip_prefix("x-amz-checksum-");
    rest.is_some_and(|rest| !["algorithm", "mode", "type"].contains(&rest))
}

/// Changes the values of some headers, and the text of the first element whose tag begins so.
fn spoil_header(response: &mut Response<ByteStream>, is_meant: impl Fn(&str) -> bool, tag: &str) {
    for (name, value) in response.headers_mut() {
        if is_meant(name.as_str())
            && let Ok(text) = value.to_str()
            && let Ok(spoilt) = HeaderValue::from_str(&spoilt(text))
        {
            *value = spoilt;
        }
    }
    let is_document = response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == "application/xml");
    let document = response.body().bytes().filter(|_| is_document);
    let Some(text) = document.and_then(|bytes| std::str::from_utf8(bytes).ok()) else { return };
    let value = text.find(tag).and_then(|at| text[at..].find('>').map(|end| at + end + 1));
    let Some(from) = value else { return };
    let to = text[from..].find('<').map_or(text.len(), |end| from + end);
    let changed = [&text[..from], &spoilt(&text[from..to]), &text[to..]].concat();
    *response.body_mut() = ByteStream::from(changed.into_bytes());
}

/// Another value of the same form: the first letter or digit behind quotes differs.
fn spoilt(value: &str) -> String {
    let quotes = ["&quot;", "\""].iter().find(|quote| value.starts_with(**quote)).map_or(0, |quote| quote.len());
    let (quote, rest) = value.split_at(quotes);
    let other = if rest.starts_with('0') { "1" } else { "0" };
    let behind = rest.chars().next().map_or(0, char::len_utf8);
    [quote, other, &rest[behind..]].concat()
}

fn spoil(value: &mut Option<String>) {
    if let Some(text) = value {
        *text = spoilt(text);
    }
}

macro_rules! spoil_fields {
    ($output:ident: $($type:ty => $path:ident $(. $inner:ident)?),* $(,)?) => { $(
        if let Some(output) = $output.downcast_mut::<$type>() {
            spoil_fields!(@one output $path $($inner)?);
        }
    )* };
    (@one $output:ident $field:ident) => { spoil(&mut $output.$field) };
    (@one $output:ident $result:ident $field:ident) => {
        if let Some(result) = &mut $output.$result {
            spoil(&mut result.$field);
        }
    };
}

fn spoil_etag(output: &mut dyn Any) {
    spoil_fields!(output:
        CompleteMultipartUploadOutput => e_tag,
        CopyObjectOutput => copy_object_result.e_tag,
        GetObjectOutput => e_tag,
        HeadObjectOutput => e_tag,
        PutObjectOutput => e_tag,
        UploadPartOutput => e_tag,
        UploadPartCopyOutput => copy_part_result.e_tag,
    );
}

macro_rules! spoil_checksums {
    ($output:ident: $($type:ty => $($result:ident)?),* $(,)?) => { $(
        if let Some(output) = $output.downcast_mut::<$type>() {
            $( let Some(output) = &mut output.$result else { return }; )?
            spoil(&mut output.checksum_crc32);
            spoil(&mut output.checksum_crc32_c);
            spoil(&mut output.checksum_crc64_nvme);
            spoil(&mut output.checksum_sha1);
            spoil(&mut output.checksum_sha256);
        }
    )* };
}

fn spoil_checksum(output: &mut dyn Any) {
    spoil_checksums!(output:
        CompleteMultipartUploadOutput =>,
        CopyObjectOutput => copy_object_result,
        GetObjectOutput =>,
        HeadObjectOutput =>,
        PutObjectOutput =>,
        UploadPartOutput =>,
        UploadPartCopyOutput => copy_part_result,
    );
}
