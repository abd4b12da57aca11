//! One table for each feature, each with one mistake.

#![allow(warnings)]
#![recursion_limit = "256"]

#[macro_use]
#[path = "../../../src/api/mod.rs"]
mod api;

use crate::api::types::groups::*;
use std::net::IpAddr;

#[cfg(feature = "misspelt-place")]
shape! {
    pub input(abort_multipart_upload) struct AbortMultipartUploadInput {
        bucket: Option<String> = label("Bucket"),
        upload_id: Option<String> = qurey("uploadId"),
    }
}

#[cfg(feature = "missing-comma")]
shape! {
    pub input(abort_multipart_upload) struct AbortMultipartUploadInput {
        bucket: Option<String> = label("Bucket")
        upload_id: Option<String> = query("uploadId"),
    }
}

#[cfg(feature = "borrowed-type")]
shape! {
    pub input(abort_multipart_upload) struct AbortMultipartUploadInput {
        bucket: Option<String> = label("Bucket"),
        upload_id: Option<&str> = query("uploadId"),
    }
}

#[cfg(feature = "unquoted-name")]
shape! {
    pub input(abort_multipart_upload) struct AbortMultipartUploadInput {
        bucket: Option<String> = label("Bucket"),
        upload_id: Option<String> = query(uploadId),
    }
}

#[cfg(feature = "unknown-group")]
shape! {
    pub input(abort_multipart_upload) struct AbortMultipartUploadInput {
        bucket: Option<String> = label("Bucket"),
        flatten checksum_haeders,
    }
}

#[cfg(feature = "impossible-type")]
shape! {
    pub input(abort_multipart_upload) struct AbortMultipartUploadInput {
        bucket: Option<String> = label("Bucket"),
        upload_id: Option<IpAddr> = query("uploadId"),
    }
}
