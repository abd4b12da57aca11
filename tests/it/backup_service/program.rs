//! The program under test: uploads in parts and aborts what fails, reads back in ranges.

use super::BUCKET;
use aws_sdk_s3::Client;
use aws_sdk_s3::error::{DisplayErrorContext, ProvideErrorMetadata};
use aws_sdk_s3::types::{ChecksumAlgorithm, ChecksumMode, ChecksumType, CompletedMultipartUpload, CompletedPart};
use aws_smithy_types::base64;
use bytes::{Bytes, BytesMut};
use crc_fast::{CrcAlgorithm, checksum};
use std::error::Error;
use tokio::task::JoinSet;

#[derive(Debug, Clone)]
pub struct Backups {
    pub client: Client,
    pub part_bytes: usize,
    /// Number of parts that are sent at the same time.
    pub at_once: usize,
}

/// A failure that the service reports.
#[derive(Debug, PartialEq, Eq)]
pub struct Failure {
    /// S3's code, or an empty text if no response came.
    pub code: String,
    pub text: String,
    /// An upload that could not be aborted, with the code of that failure.
    pub left_open: Option<(String, String)>,
}

impl<E: ProvideErrorMetadata + Error> From<E> for Failure {
    fn from(error: E) -> Self {
        let code = error.code().unwrap_or_default().to_owned();
        Self { code, text: DisplayErrorContext(error).to_string(), left_open: None }
    }
}

impl Backups {
    /// Uploads a backup, and returns its ETag. If that fails, the upload is aborted.
    pub async fn upload(&self, key: &str, data: Bytes) -> Result<String, Failure> {
        let create = self.client.create_multipart_upload().bucket(BUCKET).key(key);
        let create = create.checksum_algorithm(ChecksumAlgorithm::Crc32C).checksum_type(ChecksumType::FullObject);
        let id = create.send().await?.upload_id.unwrap_or_default();
        let sent = async {
            let parts = self.send_parts(key, &id, &data).await?;
            self.complete(key, &id, parts, &crc32c(&data)).await
        };
        let mut failure = match sent.await {
            Ok(e_tag) => return Ok(e_tag),
            Err(failure) => failure,
        };
        let abort = self.client.abort_multipart_upload().bucket(BUCKET).key(key).upload_id(&id);
        if let Err(error) = abort.send().await {
            failure.left_open = Some((id, Failure::from(error).code));
        }
        Err(failure)
    }

    async fn send_parts(&self, key: &str, id: &str, data: &Bytes) -> Result<Vec<CompletedPart>, Failure> {
        let starts: Vec<usize> = (0..data.len().max(1)).step_by(self.part_bytes).collect();
        let numbered: Vec<(i32, usize)> = (1..).zip(starts).collect();
        let mut sent = Vec::new();
        for together in numbered.chunks(self.at_once) {
            let mut calls = JoinSet::new();
            for &(number, from) in together {
                let bytes = data.slice(from..(from + self.part_bytes).min(data.len()));
                let checksum = crc32c(&bytes);
                let part = self.client.upload_part().bucket(BUCKET).key(key).upload_id(id).part_number(number);
                let call = part.checksum_crc32_c(&checksum).body(bytes.into()).send();
                calls.spawn(async move { call.await.map(|part| (number, part.e_tag, checksum)) });
            }
            // All calls end before an abort, so that no part comes after it.
            for ended in calls.join_all().await {
                let (number, e_tag, checksum) = ended?;
                let part = CompletedPart::builder().part_number(number).set_e_tag(e_tag);
                sent.push(part.checksum_crc32_c(checksum).build());
            }
        }
        sent.sort_by_key(CompletedPart::part_number);
        Ok(sent)
    }

    /// Completes the upload. A failure tells nothing about an earlier attempt, so the object decides.
    async fn complete(&self, key: &str, id: &str, parts: Vec<CompletedPart>, crc32c: &str) -> Result<String, Failure> {
        let list = CompletedMultipartUpload::builder().set_parts(Some(parts)).build();
        let complete = self.client.complete_multipart_upload().bucket(BUCKET).key(key).upload_id(id);
        let complete = complete.multipart_upload(list).checksum_type(ChecksumType::FullObject);
        let error = match complete.checksum_crc32_c(crc32c).send().await {
            Ok(completed) => return Ok(completed.e_tag.unwrap_or_default()),
            Err(error) => error,
        };
        let head = self.client.head_object().bucket(BUCKET).key(key).checksum_mode(ChecksumMode::Enabled);
        match head.send().await {
            Ok(head) if head.checksum_crc32_c() == Some(crc32c) => Ok(head.e_tag.unwrap_or_default()),
            _ => Err(error.into()),
        }
    }

    /// Reads a backup in ranges. A body that breaks off is read again.
    pub async fn download(&self, key: &str, range: usize) -> Result<Bytes, Failure> {
        let head = self.client.head_object().bucket(BUCKET).key(key).send().await?;
        let size = usize::try_from(head.content_length.unwrap_or_default()).unwrap_or_default();
        let mut whole = BytesMut::new();
        for from in (0..size).step_by(range) {
            let get = self.client.get_object().bucket(BUCKET).key(key).set_if_match(head.e_tag.clone());
            let get = get.range(format!("bytes={from}-{}", (from + range).min(size) - 1));
            let mut body = get.clone().send().await?.body.collect().await;
            if body.is_err() {
                body = get.send().await?.body.collect().await;
            }
            let broken = |error| Failure { code: String::new(), text: format!("{error}"), left_open: None };
            whole.extend_from_slice(&body.map_err(broken)?.into_bytes());
        }
        Ok(whole.freeze())
    }
}

fn crc32c(bytes: &[u8]) -> String {
    let sum = u32::try_from(checksum(CrcAlgorithm::Crc32Iscsi, bytes)).unwrap_or_default();
    base64::encode(sum.to_be_bytes())
}
