//! Requests of S3, valid or nearly so, out of a vocabulary.

use crate::data::Data;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::{Request, Version};
use md5::{Digest as _, Md5};

const METHODS: &[&str] = &["GET", "PUT", "POST", "DELETE", "HEAD", "PUT", "POST", "OPTIONS", "PATCH"];
const BUCKETS: &[&str] = &["backups", "backups", "backups", "other", "missing", "B", "", "%2F", "a..b"];
const KEYS: &[&str] = &["", "a", "a", "b/c", "%FF", "a%20b", "../x", "é", "%00", "%", "b/"];
const PARAMETERS: &[&str] = &[
    "uploads",
    "uploadId",
    "partNumber",
    "list-type=2",
    "versions",
    "versioning",
    "lifecycle",
    "cors",
    "policy",
    "tagging",
    "acl",
    "delete",
    "encryption",
    "location",
    "object-lock",
    "retention",
    "legal-hold",
    "website",
    "replication",
    "notification",
    "logging",
    "inventory",
    "metrics",
    "analytics",
    "intelligent-tiering",
    "id=a",
    "attributes",
    "restore",
    "versionId=null",
    "versionId",
    "prefix=a",
    "delimiter=%2F",
    "max-keys=1",
    "max-keys",
    "marker=a",
    "continuation-token=a",
    "start-after=a",
    "encoding-type=url",
    "key-marker=a",
    "upload-id-marker=a",
    "max-uploads=0",
    "max-parts=1",
    "part-number-marker=1",
    "response-content-type=a",
    "response-x=a",
    "publicAccessBlock",
    "ownershipControls",
    "requestPayment",
    "accelerate",
    "policyStatus",
    "X-Amz-Algorithm=AWS4-HMAC-SHA256",
    "x-id=a",
    "renameObject",
    "select",
    "torrent",
    "abac",
];
const HEADERS: &[(&str, &str)] = &[
    ("x-amz-copy-source", "backups/a"),
    ("x-amz-copy-source", "/other/b%2Fc?versionId=null"),
    ("x-amz-copy-source-range", "bytes=0-1"),
    ("x-amz-metadata-directive", "REPLACE"),
    ("x-amz-meta-a", "=?UTF-8?B?=GGG?="),
    ("x-amz-tagging", "a=b&c=d"),
    ("x-amz-storage-class", "GLACIER"),
    ("x-amz-acl", "public-read"),
    ("x-amz-grant-read", "id=a"),
    ("x-amz-checksum-algorithm", "CRC32"),
    ("x-amz-checksum-crc32", "AAAAAA=="),
    ("x-amz-checksum-mode", "ENABLED"),
    ("x-amz-checksum-type", "COMPOSITE"),
    ("x-amz-sdk-checksum-algorithm", "SHA256"),
    ("x-amz-server-side-encryption", "aws:kms"),
    ("x-amz-server-side-encryption-customer-algorithm", "AES256"),
    ("x-amz-object-lock-mode", "GOVERNANCE"),
    ("x-amz-object-lock-retain-until-date", "2026-01-05T00:00:00Z"),
    ("x-amz-object-lock-legal-hold", "ON"),
    ("x-amz-bypass-governance-retention", "true"),
    ("x-amz-bucket-object-lock-enabled", "true"),
    ("x-amz-object-ownership", "ObjectWriter"),
    ("x-amz-object-attributes", "ETag,ObjectParts,Checksum"),
    ("x-amz-expected-bucket-owner", "111122223333"),
    ("x-amz-mp-object-size", "3"),
    ("content-md5", "1B2M2Y8AsgTpgAmY7PhCfg=="),
    ("content-encoding", "aws-chunked,gzip"),
    ("content-type", "application/x-www-form-urlencoded"),
    ("content-length", "3"),
    ("transfer-encoding", "chunked"),
    ("if-match", "*"),
    ("if-none-match", "*"),
    ("if-modified-since", "Thu, 01 Jan 2026 10:30:00 GMT"),
    ("range", "bytes=-1"),
    ("range", "bytes=0-99999999999999999999"),
    ("origin", "http://a.test"),
    ("access-control-request-method", "PUT"),
    ("access-control-request-headers", "a,b"),
    ("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"),
    ("x-amz-decoded-content-length", "3"),
    ("x-amz-trailer", "x-amz-checksum-crc32"),
    (
        "authorization",
        "AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/s3/aws4_request,SignedHeaders=host,Signature=0",
    ),
    ("authorization", "AWS a:b"),
    ("host", "backups.localhost"),
    ("host", "s3.eu-west-1.amazonaws.com"),
];
const BODIES: &[&str] = &[
    "",
    "abc",
    "<Delete><Object><Key>a</Key></Object></Delete>",
    "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>900150983cd24fb0d6963f7d28e17f72</ETag></Part></CompleteMultipartUpload>",
    "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>",
    "<VersioningConfiguration><Status>Suspended</Status></VersioningConfiguration>",
    "<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>",
    "<LifecycleConfiguration><Rule><ID>a</ID><Filter><Prefix></Prefix></Filter><Status>Enabled</Status><Expiration><Days>1</Days></Expiration><AbortIncompleteMultipartUpload><DaysAfterInitiation>1</DaysAfterInitiation></AbortIncompleteMultipartUpload></Rule></LifecycleConfiguration>",
    "<CORSConfiguration><CORSRule><AllowedMethod>PUT</AllowedMethod><AllowedOrigin>*</AllowedOrigin><AllowedHeader>*</AllowedHeader></CORSRule></CORSConfiguration>",
    "<OwnershipControls><Rule><ObjectOwnership>ObjectWriter</ObjectOwnership></Rule></OwnershipControls>",
    "<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled></ObjectLockConfiguration>",
    "<Retention><Mode>GOVERNANCE</Mode><RetainUntilDate>2026-01-05T00:00:00Z</RetainUntilDate></Retention>",
    "<LegalHold><Status>ON</Status></LegalHold>",
    "<PublicAccessBlockConfiguration><BlockPublicAcls>false</BlockPublicAcls></PublicAccessBlockConfiguration>",
    "<RestoreRequest><Days>1</Days></RestoreRequest>",
    "<CreateBucketConfiguration><LocationConstraint>eu-west-1</LocationConstraint></CreateBucketConfiguration>",
    "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>",
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":["arn:aws:s3:::backups","arn:aws:s3:::backups/*"]}]}"#,
    "3\r\nabc\r\n0\r\n\r\n",
    "3\r\nabc\r\n0\r\nx-amz-checksum-crc32:NSRBwg==\r\n\r\n",
    "<!DOCTYPE a><Delete/>",
    "<Delete a='1'><Object/></Delete>",
];

/// A request, and whether it can only read.
pub fn request(data: &mut Data<'_>, uploads: &[String]) -> Request<Bytes> {
    let method = data.pick(METHODS);
    let mut path = format!("/{}", data.pick(BUCKETS));
    let key = data.pick(KEYS);
    if !key.is_empty() {
        path = format!("{path}/{key}");
    }
    if data.one_in(16) {
        path.extend(data.text(12).chars().filter(|letter| letter.is_ascii_alphanumeric()));
    }
    let mut parameters: Vec<String> = Vec::new();
    for _ in 0..data.below(4) {
        parameters.push(match data.pick(PARAMETERS) {
            "uploadId" => format!("uploadId={}", uploads.get(data.below(3)).map_or("x", String::as_str)),
            "partNumber" => format!("partNumber={}", data.below(4)),
            "max-keys" => format!("max-keys={}", i64::from(data.byte()) - 5),
            other => other.to_owned(),
        });
    }
    let query = if parameters.is_empty() { String::new() } else { format!("?{}", parameters.join("&")) };
    let mut body = data.pick(BODIES).as_bytes().to_vec();
    if !body.is_empty() && data.one_in(8) {
        let at = data.below(body.len());
        body[at] = data.byte();
    }
    let mut builder = Request::builder().method(method).version(Version::HTTP_11).uri(format!("{path}{query}"));
    if !data.one_in(16) {
        builder = builder.header("content-length", body.len());
    }
    if data.one_in(2) {
        builder = builder.header("content-md5", STANDARD.encode(Md5::digest(&body)));
    }
    for _ in 0..data.below(4) {
        let (name, value) = data.pick(HEADERS);
        builder = builder.header(name, value);
    }
    builder.body(Bytes::from(body)).unwrap_or_else(|_| Request::new(Bytes::new()))
}
