//! The views as lines of text: what a failing test prints.

use super::{EncryptionView, ObjectView, PartView, UploadView, VersionView};
use crate::model::time::instant;
use std::fmt;

impl fmt::Display for UploadView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { bucket, key, upload_id, initiated, parts, .. } = self;
        let bytes = self.stored_bytes();
        write!(f, "upload {upload_id} of {bucket}/{key}, initiated {}, {bytes} bytes", instant(*initiated))?;
        if let (Some(at), Some(rule)) = (self.aborted_at, &self.abort_rule) {
            write!(f, ", aborted {} by rule {rule:?}", instant(at))?;
        }
        parts
            .iter()
            .enumerate()
            .try_for_each(|(index, part)| write!(f, "{}{part}", if index == 0 { ": " } else { ", " }))
    }
}

impl fmt::Display for PartView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "part {} ({} bytes, {})", self.part_number, self.size, self.e_tag)
    }
}

impl fmt::Display for ObjectView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { key, size, e_tag, storage_class, encryption, .. } = self;
        write!(f, "object {key}, {size} bytes, ETag {e_tag}, {storage_class}, {encryption}")?;
        if let Some(parts) = &self.part_sizes {
            write!(f, ", {} parts", parts.len())?;
        }
        match &self.version_id {
            Some(id) => write!(f, ", version {id}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for EncryptionView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::S3 => f.write_str("SSE-S3"),
            Self::Kms { key, bucket_key: false } => write!(f, "SSE-KMS with {key}"),
            Self::Kms { key, bucket_key: true } => write!(f, "SSE-KMS with {key} and a bucket key"),
            Self::Dsse { key } => write!(f, "DSSE-KMS with {key}"),
            Self::CustomerKey { md5 } => write!(f, "SSE-C with a key of MD5 {md5}"),
        }
    }
}

impl fmt::Display for VersionView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.object {
            Some(object) => write!(f, "{object}")?,
            None => write!(f, "delete marker of {}, version {}", self.key, self.version_id)?,
        }
        f.write_str(if self.is_latest { ", newest" } else { "" })
    }
}
