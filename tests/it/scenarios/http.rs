//! HTTP messages, whoever carries them.

use crate::scenarios::{Code, Listing, Transport, Version};
use aws_smithy_types::base64;
use bytes::Bytes;
use fake_s3::FakeS3;
use http::{Request, Response};
use md5::{Digest as _, Md5};

/// The calls of the scenarios as messages.
pub struct Messages<C>(C);

/// As the world itself takes them.
pub fn in_process(s3: &FakeS3) -> Messages<impl Fn(Request<Bytes>) -> Response<Bytes> + use<>> {
    let s3 = s3.clone();
    Messages(move |request| s3.http(request))
}

#[cfg(feature = "server")]
pub fn over_a_socket(s3: &FakeS3) -> Messages<impl Fn(Request<Bytes>) -> Response<Bytes> + use<>> {
    let served = crate::wire::Served::with(s3.clone(), |server| server);
    let connection = parking_lot::Mutex::new(served.connect());
    Messages(move |request: Request<Bytes>| {
        let _kept = &served;
        let mut text = format!("{} {} HTTP/1.1\r\nhost: {}\r\n", request.method(), request.uri(), served.address);
        for (name, value) in request.headers() {
            text.extend([name.as_str(), ": ", value.to_str().unwrap(), "\r\n"]);
        }
        let mut connection = connection.lock();
        connection.send(&[text.as_bytes(), b"\r\n", request.body()].concat());
        let answer = connection.answer().unwrap();
        let response =
            answer.headers.iter().fold(Response::builder(), |response, (name, value)| response.header(name, value));
        response.status(answer.status).body(answer.body.into()).unwrap()
    })
}

#[cfg(feature = "server")]
pub fn by_tower(s3: &FakeS3) -> Messages<impl Fn(Request<Bytes>) -> Response<Bytes> + use<>> {
    use fake_s3::primitives::SdkBody;
    use http_body_util::BodyExt as _;
    use tower_service::Service as _;
    let service = s3.service();
    Messages(move |request: Request<Bytes>| {
        let answer = service.clone().call(request.map(SdkBody::from));
        let (head, body) = crate::scenarios::poll_until_done(answer).unwrap().into_parts();
        Response::from_parts(head, crate::scenarios::poll_until_done(body.collect()).unwrap().to_bytes())
    })
}

impl<C: Fn(Request<Bytes>) -> Response<Bytes>> Messages<C> {
    fn send(&self, method: &str, target: &str, headers: &[(&str, &str)], body: &str) -> Result<Response<Bytes>, Code> {
        let scope = "AKIASCENARIO/20260101/us-east-1/s3/aws4_request";
        let signed = format!("AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0");
        let request = Request::builder().method(method).uri(target).header("authorization", signed);
        let request = request.header("x-amz-content-sha256", "UNSIGNED-PAYLOAD").header("content-length", body.len());
        let request = request.header("x-amz-date", "20260101T103000Z");
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        let answer = (self.0)(request.body(Bytes::copy_from_slice(body.as_bytes())).unwrap());
        match answer.status().is_success() {
            true => Ok(answer),
            false => Err(element(&text(&answer), "Code").expect("a code")),
        }
    }
}

fn text(answer: &Response<Bytes>) -> String {
    String::from_utf8(answer.body().to_vec()).unwrap()
}

/// The text of the first element of a name.
fn element(xml: &str, name: &str) -> Option<String> {
    elements(xml, name).into_iter().next()
}

/// What is in all elements of a name.
fn elements(xml: &str, name: &str) -> Vec<String> {
    let (start, end) = (format!("<{name}>"), format!("</{name}>"));
    let pieces = xml.split(&start).skip(1);
    pieces.map(|piece| piece.split(&end).next().unwrap().replace("&quot;", "\"")).collect()
}

fn header(answer: &Response<Bytes>, name: &str) -> Option<String> {
    Some(answer.headers().get(name)?.to_str().unwrap().to_owned())
}

const OBJECT: &str = "/backups/db.tar";

impl<C: Fn(Request<Bytes>) -> Response<Bytes>> Transport for Messages<C> {
    fn create(&self) -> Result<String, Code> {
        let created = self.send("POST", &format!("{OBJECT}?uploads"), &[], "")?;
        Ok(element(&text(&created), "UploadId").unwrap())
    }

    fn part(&self, id: &str, number: i32, part: &'static str) -> Result<String, Code> {
        let part = self.send("PUT", &format!("{OBJECT}?partNumber={number}&uploadId={id}"), &[], part)?;
        Ok(header(&part, "etag").unwrap())
    }

    fn list(&self, id: &str) -> Result<Vec<(i32, i64)>, Code> {
        let listed = text(&self.send("GET", &format!("{OBJECT}?uploadId={id}"), &[], "")?);
        let number = |part: &str, name| element(part, name).unwrap().parse::<i64>().unwrap();
        let part = |part: &String| (i32::try_from(number(part, "PartNumber")).unwrap(), number(part, "Size"));
        Ok(elements(&listed, "Part").iter().map(part).collect())
    }

    fn complete(&self, id: &str, parts: &[(i32, String)]) -> Result<Version, Code> {
        let part =
            |(number, tag): &(i32, String)| format!("<Part><PartNumber>{number}</PartNumber><ETag>{tag}</ETag></Part>");
        let list: String = parts.iter().map(part).collect();
        let document = format!("<CompleteMultipartUpload>{list}</CompleteMultipartUpload>");
        let completed = self.send("POST", &format!("{OBJECT}?uploadId={id}"), &[], &document)?;
        Ok(header(&completed, "x-amz-version-id"))
    }

    fn abort(&self, id: &str) -> Result<(), Code> {
        self.send("DELETE", &format!("{OBJECT}?uploadId={id}"), &[], "").map(drop)
    }

    fn read(&self, range: Option<&str>, part_number: Option<i32>, version: Version) -> Result<Vec<u8>, Code> {
        let version = version.map(|version| format!("versionId={version}&")).unwrap_or_default();
        let part = part_number.map(|number| format!("partNumber={number}")).unwrap_or_default();
        let range: Vec<_> = range.iter().map(|range| ("range", *range)).collect();
        Ok(self.send("GET", &format!("{OBJECT}?{version}{part}"), &range, "")?.body().to_vec())
    }

    fn keep_versions(&self, enabled: bool) -> Result<(), Code> {
        let status = if enabled { "Enabled" } else { "Suspended" };
        let document = format!("<VersioningConfiguration><Status>{status}</Status></VersioningConfiguration>");
        let digest = base64::encode(Md5::digest(document.as_bytes()));
        self.send("PUT", "/backups?versioning", &[("content-md5", &digest)], &document).map(drop)
    }

    fn put(&self, text: &'static str) -> Result<Version, Code> {
        Ok(header(&self.send("PUT", OBJECT, &[], text)?, "x-amz-version-id"))
    }

    fn delete(&self, version: Version) -> Result<(bool, Version), Code> {
        let version = version.map(|version| format!("?versionId={version}")).unwrap_or_default();
        let deleted = self.send("DELETE", &format!("{OBJECT}{version}"), &[], "")?;
        let is_marker = header(&deleted, "x-amz-delete-marker").as_deref() == Some("true");
        Ok((is_marker, header(&deleted, "x-amz-version-id")))
    }

    fn copy(&self, version: &str) -> Result<Version, Code> {
        let source = format!("backups/db.tar?versionId={version}");
        Ok(header(&self.send("PUT", OBJECT, &[("x-amz-copy-source", &source)], "")?, "x-amz-version-id"))
    }

    fn versions(&self) -> Result<[Listing; 2], Code> {
        let listed = text(&self.send("GET", "/backups?versions", &[], "")?);
        let line = |line: &String| (element(line, "VersionId"), element(line, "IsLatest").map(|text| text == "true"));
        Ok(["Version", "DeleteMarker"].map(|name| elements(&listed, name).iter().map(line).collect()))
    }
}
