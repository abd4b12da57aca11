//! F3: the completion has the status 200, and its document is an error.
//!
//! The public bugs: <https://github.com/kitware-resonant/django-s3-file-field/issues/209> and
//! <https://github.com/apache/arrow-rs/issues/4965>

use super::Outcome;
use bytes::Bytes;
use fake_s3::FakeS3;
use fake_s3::fault::{Fault, on};
use http::{Request, Response};

/// The mistake: the status alone decides.
fn is_complete(response: &Response<Bytes>) -> Outcome {
    if response.status() == 200 { Ok(()) } else { Err(format!("status {}", response.status())) }
}

/// Mended: the document decides too.
fn mended_is_complete(response: &Response<Bytes>) -> Outcome {
    is_complete(response)?;
    let document = String::from_utf8_lossy(response.body());
    if document.contains("<CompleteMultipartUploadResult") { Ok(()) } else { Err(document.into_owned()) }
}

/// Completes an upload over HTTP, as often as the program finds that it failed.
fn complete(s3: &FakeS3, decide: fn(&Response<Bytes>) -> Outcome) -> Outcome {
    let bucket = s3.bucket("files");
    let id = bucket.begin_upload("video");
    let tag = bucket.put_part("video", &id, 1, "part");
    let list = format!(
        "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>{tag}</ETag></Part></CompleteMultipartUpload>"
    );
    let send = || {
        let request = Request::post(format!("https://files.s3.us-east-1.amazonaws.com/video?uploadId={id}"));
        decide(&s3.http(request.header("content-length", list.len()).body(Bytes::from(list.clone())).unwrap()))
    };
    send().or_else(|_| send())
}

fn with_an_error_in_a_200(decide: fn(&Response<Bytes>) -> Outcome) -> (Outcome, bool) {
    let s3 = FakeS3::new();
    let bucket = s3.create_bucket("files");
    let _error = s3.inject(on("CompleteMultipartUpload"), Fault::error_in_200("InternalError"));
    (complete(&s3, decide), bucket.object("video").is_some())
}

#[test]
fn a_client_that_reads_the_status_alone_reports_a_file_that_is_missing() {
    assert_eq!(with_an_error_in_a_200(is_complete), (Ok(()), false));
}

#[test]
fn a_client_that_reads_the_document_completes_again() {
    assert_eq!(with_an_error_in_a_200(mended_is_complete), (Ok(()), true));
}
