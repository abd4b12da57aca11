//! Pages of parts and of uploads at S3's limit of a thousand lines, over HTTP.

use bytes::Bytes;
use fake_s3::FakeS3;
use http::{Request, Response};
use std::fmt::Write as _;

/// A method, the path with its query, and one header.
type Call<'a> = (&'a str, &'a str, (&'a str, &'a str));

const NO_HEADER: (&str, &str) = ("x-nothing", "");

fn send(s3: &FakeS3, (method, address, (name, value)): Call<'_>, body: &str) -> Response<Bytes> {
    let uri = format!("https://s3.us-east-1.amazonaws.com{address}");
    let request = Request::builder().method(method).uri(uri).header(name, value).header("content-length", body.len());
    s3.http(request.body(Bytes::copy_from_slice(body.as_bytes())).unwrap())
}

/// Text of the first element of that name; empty if there is none.
fn inner(response: &Response<Bytes>, element: &str) -> String {
    let text = std::str::from_utf8(response.body()).unwrap();
    let behind = text.split_once(&format!("<{element}>")).map(|(_, behind)| behind);
    behind.and_then(|behind| behind.split('<').next()).unwrap_or_default().to_owned()
}

fn tag(response: &Response<Bytes>) -> String {
    response.headers()["etag"].to_str().unwrap().to_owned()
}

/// Number of lines of a page, the marker of its last line, and whether more lines follow.
fn page(response: &Response<Bytes>, line: &str, last: &str) -> (usize, String, String) {
    let text = std::str::from_utf8(response.body()).unwrap();
    (text.matches(&format!("<{line}>")).count(), inner(response, last), inner(response, "IsTruncated"))
}

#[test]
fn a_page_has_at_most_a_thousand_parts_or_uploads() {
    let s3 = FakeS3::builder().min_part_bytes(1).parts_without_checksums(true).build();
    s3.create_bucket("notes");
    let id = inner(&send(&s3, ("POST", "/notes/k?uploads", ("x-amz-checksum-algorithm", "CRC32")), ""), "UploadId");
    let mut list = String::new();
    for number in 1..=1001 {
        let put = send(&s3, ("PUT", &format!("/notes/k?partNumber={number}&uploadId={id}"), NO_HEADER), "a");
        let (tag, crc32) = (tag(&put), put.headers()["x-amz-checksum-crc32"].to_str().unwrap());
        let of_part = format!("<ETag>{tag}</ETag><ChecksumCRC32>{crc32}</ChecksumCRC32>");
        write!(list, "<Part><PartNumber>{number}</PartNumber>{of_part}</Part>").unwrap();
    }
    let thousand = (1000, "1000".to_owned(), "true".to_owned());
    for address in [format!("/notes/k?uploadId={id}"), format!("/notes/k?uploadId={id}&max-parts=2000")] {
        let parts = send(&s3, ("GET", &address, NO_HEADER), "");
        assert_eq!(
            (page(&parts, "Part", "NextPartNumberMarker"), inner(&parts, "MaxParts").as_str()),
            (thousand.clone(), "1000")
        );
    }
    let list = format!("<CompleteMultipartUpload>{list}</CompleteMultipartUpload>");
    assert_eq!(send(&s3, ("POST", &format!("/notes/k?uploadId={id}"), NO_HEADER), &list).status(), 200);
    let parts = send(&s3, ("GET", "/notes/k?attributes", ("x-amz-object-attributes", "ObjectParts")), "");
    assert_eq!(
        (page(&parts, "Part", "NextPartNumberMarker"), inner(&parts, "PartsCount").as_str()),
        (thousand, "1001")
    );

    let ids: Vec<_> =
        (0..1001).map(|_| inner(&send(&s3, ("POST", "/notes/k?uploads", NO_HEADER), ""), "UploadId")).collect();
    let is_plain = |id: &String| id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte));
    assert!(ids.iter().all(is_plain), "an id would have to be encoded in an address");
    for address in ["/notes?uploads", "/notes?uploads&max-uploads=2000"] {
        let uploads = send(&s3, ("GET", address, NO_HEADER), "");
        assert_eq!(page(&uploads, "Upload", "NextUploadIdMarker"), (1000, ids[999].clone(), "true".to_owned()));
    }
}
