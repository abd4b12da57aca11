//! Worlds made by random calls. What is refused changes nothing, and counts as a call too.

use aws_smithy_types::base64;
use bytes::Bytes;
use fake_s3::types::{ObjectOwnership, PublicAccessBlockConfiguration};
use fake_s3::{FakeS3, Pattern, days, hours};
use http::Request;
use md5::{Digest as _, Md5};
use proptest::prelude::*;
use std::fmt::Write as _;

/// A call: what it does, and to which of a few things.
pub type Step = (usize, usize, usize);

pub fn steps() -> impl Strategy<Value = Vec<Step>> {
    proptest::collection::vec((0..WHAT.len(), 0_usize..1000, 0_usize..1000), 0..60)
}

const BUCKETS: [&str; 3] = ["first", "second", "locked"];
const KEYS: [&str; 4] = ["a", "logs/b", "é +%", "logs/"];
const BODIES: [&str; 3] = ["", "text", "\u{1}\"\\ é"];
const CANNED: [&str; 4] = ["private", "public-read", "authenticated-read", "bucket-owner-read"];
const RULES: [&str; 4] = [
    "<Expiration><Days>3</Days></Expiration>",
    "<NoncurrentVersionExpiration><NoncurrentDays>2</NoncurrentDays></NoncurrentVersionExpiration>",
    "<Transition><Days>40</Days><StorageClass>GLACIER</StorageClass></Transition>\
     <NoncurrentVersionExpiration><NoncurrentDays>1</NoncurrentDays>\
     <NewerNoncurrentVersions>1</NewerNoncurrentVersions></NoncurrentVersionExpiration>",
    "<Expiration><ExpiredObjectDeleteMarker>true</ExpiredObjectDeleteMarker></Expiration>",
];
/// Rules for pages of other origins, by their parts: one that has all of them, and one that has the least.
const PAGES: [&str; 3] = [
    "<ID>all</ID><AllowedHeader>*</AllowedHeader><AllowedHeader>x-amz-*</AllowedHeader>\
     <AllowedMethod>GET</AllowedMethod><AllowedMethod>PUT</AllowedMethod><AllowedOrigin>https://*.test</AllowedOrigin>\
     <AllowedOrigin>null</AllowedOrigin><ExposeHeader>ETag</ExposeHeader><MaxAgeSeconds>600</MaxAgeSeconds>",
    "<AllowedMethod>HEAD</AllowedMethod><AllowedOrigin>*</AllowedOrigin>",
    "<AllowedMethod>POST</AllowedMethod><AllowedOrigin>https://é.test</AllowedOrigin><MaxAgeSeconds>0</MaxAgeSeconds>",
];
/// Headers of a put, several by a line.
const HEADERS: &[&str] = &[
    "",
    "content-type: text/plain\nx-amz-meta-by: me\nexpires: never\ncache-control: no-store",
    "x-amz-storage-class: GLACIER\nx-amz-tagging: kind=log&empty=",
    "x-amz-checksum-sha256: mC2ePrmW9VnmM/TRlN7zdh2Qn1o7ZH0ahR/q1nwyydE=",
    "x-amz-server-side-encryption: aws:kms\nx-amz-server-side-encryption-context: eyJhIjoiYiJ9",
    "x-amz-server-side-encryption: aws:kms\nx-amz-server-side-encryption-aws-kms-key-id: alias/own",
    "x-amz-server-side-encryption: aws:kms:dsse",
    "x-amz-server-side-encryption: AES256",
    "x-amz-server-side-encryption-customer-algorithm: AES256\n\
     x-amz-server-side-encryption-customer-key: pO3upElrwuEXSoFwCfnZPdSsmt/xWeFa0N9KgDijwVs=\n\
     x-amz-server-side-encryption-customer-key-MD5: DWygnHRtgiJ77HCm+1rvHw==",
    "x-amz-object-lock-mode: GOVERNANCE\nx-amz-object-lock-retain-until-date: 2026-01-05T00:00:00Z",
    "x-amz-object-lock-legal-hold: ON",
    "x-amz-acl: public-read",
    "x-amz-website-redirect-location: /there",
];

type Doing = fn(&FakeS3, usize, usize);

const WHAT: &[Doing] = &[
    |s3, a, b| send(s3, b, "PUT", &path(a, b), HEADERS[a % HEADERS.len()], BODIES[b % 3]),
    |s3, a, b| send(s3, b, "PUT", &path(b, a), HEADERS[b % HEADERS.len()], BODIES[a % 3]),
    |s3, a, b| send(s3, a, "DELETE", &path(a, b), "", ""),
    |s3, a, b| send(s3, a, "DELETE", &version(s3, a, b, ""), "", ""),
    |s3, a, b| {
        let directive = ["COPY", "REPLACE"][b % 2];
        let headers = format!("x-amz-copy-source: {}\nx-amz-metadata-directive: {directive}", path(b, a));
        send(s3, 0, "PUT", &path(a, b), &headers, "");
    },
    upload,
    |s3, a, b| {
        let status = ["Enabled", "Suspended"][b % 2];
        put(
            s3,
            a,
            "versioning",
            &format!("<VersioningConfiguration><Status>{status}</Status></VersioningConfiguration>"),
        );
    },
    |s3, a, b| {
        let rules: String = RULES.iter().enumerate().filter(|(index, _)| b >> index & 1 == 1).map(rule).collect();
        put(s3, a, "lifecycle", &format!("<LifecycleConfiguration>{rules}</LifecycleConfiguration>"));
    },
    |s3, a, b| {
        let rules: Vec<String> =
            (0..=b % 3).map(|at| format!("<CORSRule>{}</CORSRule>", PAGES[(a + at) % 3])).collect();
        put(s3, a, "cors", &format!("<CORSConfiguration>{}</CORSConfiguration>", rules.concat()));
    },
    |s3, a, _| send(s3, 0, "DELETE", &format!("{}?cors", bucket(a)), "", ""),
    |s3, a, b| send(s3, b, "PUT", &format!("{}?acl", bucket(a)), &format!("x-amz-acl: {}", CANNED[b % 4]), ""),
    |s3, a, b| {
        let headers = format!("x-amz-acl: {}", CANNED[a % 4]);
        send(s3, b, "PUT", &version(s3, a, b, "acl&"), &headers, "");
    },
    |s3, a, b| {
        let tags = format!("<TagSet><Tag><Key>kind</Key><Value>{b}</Value></Tag></TagSet>");
        put(s3, a, "tagging", &format!("<Tagging>{tags}</Tagging>"));
        send(s3, 0, "PUT", &version(s3, a, b, "tagging&"), "", &format!("<Tagging>{tags}</Tagging>"));
    },
    |s3, a, b| {
        let who = [r#"{"AWS": "111122223333"}"#, r#""*""#][b % 2];
        let resource = format!("arn:aws:s3::{}/*", bucket(a).replace('/', ":"));
        let statement =
            format!(r#"{{"Effect": "Allow", "Principal": {who}, "Action": "s3:GetObject", "Resource": "{resource}"}}"#);
        put(s3, a, "policy", &format!(r#"{{"Version": "2012-10-17", "Statement": [{statement}]}}"#));
    },
    |s3, a, b| {
        let algorithm = ["AES256", "aws:kms", "aws:kms:dsse"][b % 3];
        let rule = format!(
            "<Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>{algorithm}</SSEAlgorithm>\
             </ApplyServerSideEncryptionByDefault></Rule>"
        );
        let body = format!("<ServerSideEncryptionConfiguration>{rule}</ServerSideEncryptionConfiguration>");
        put(s3, a, "encryption", &body);
    },
    |s3, a, _| send(s3, 0, "DELETE", &format!("{}?encryption", bucket(a)), "", ""),
    |s3, a, b| _ = s3.bucket(BUCKETS[a % 3]).set_customer_keys_blocked(b % 2 == 0),
    |s3, a, b| {
        if let Some(ownership) = [ObjectOwnership::ObjectWriter, ObjectOwnership::BucketOwnerPreferred].get(b % 3) {
            s3.bucket(BUCKETS[a % 3]).set_object_ownership(ownership.clone());
        }
        let block = PublicAccessBlockConfiguration::builder().block_public_acls(b % 2 == 0).build();
        s3.bucket(BUCKETS[a % 3]).set_public_access_block((b % 5 > 0).then_some(block));
    },
    |s3, a, b| {
        let payer = ["Requester", "BucketOwner"][b % 2];
        let body = format!("<RequestPaymentConfiguration><Payer>{payer}</Payer></RequestPaymentConfiguration>");
        put(s3, a, "requestPayment", &body);
    },
    |s3, a, b| {
        let body = format!("<RestoreRequest><Days>{}</Days></RestoreRequest>", b % 3 + 1);
        send(s3, 0, "POST", &version(s3, a, b, "restore&"), "", &body);
    },
    |s3, a, b| {
        let retention = "<Retention><Mode>GOVERNANCE</Mode><RetainUntilDate>2026-01-09T00:00:00Z</RetainUntilDate>";
        send(s3, 0, "PUT", &version(s3, a, b, "retention&"), "", &format!("{retention}</Retention>"));
    },
    |s3, a, b| {
        let body = format!("<LegalHold><Status>{}</Status></LegalHold>", ["ON", "OFF"][a % 2]);
        send(s3, 0, "PUT", &version(s3, a, b, "legal-hold&"), "", &body);
    },
    |s3, a, b| _ = s3.bucket(BUCKETS[a % 2]).put_object(KEYS[b % 4], Pattern::new("ab", 17_000_000 + b as u64)),
    |s3, a, b| {
        let user = s3.account(["fake-s3", "partner"][a % 2]).user("user");
        user.allow("s3:*", &format!("arn:aws:s3:::{}/*", BUCKETS[b % 3]));
        user.access_key_id();
        s3.account("partner").role_session("role", "session").access_key_id();
    },
    |s3, a, b| match (s3.kms().key("alias/own"), b % 4) {
        (key, 0) if key.is_enabled() => _ = key.disable(),
        (key, 1) if key.is_enabled() => _ = key.grant(&s3.account("partner").user("user").arn(), &["kms:Decrypt"]),
        (key, 2) if key.is_enabled() => _ = key.set_policy(&key_policy(a)),
        _ => _ = s3.kms().create_key().schedule_deletion(7),
    },
    |s3, a, b| _ = s3.clock().advance(hours((a % 48) as u64) + std::time::Duration::from_nanos(b as u64)),
    |s3, a, _| _ = s3.clock().advance(days((a % 9) as u64)),
];

fn key_policy(number: usize) -> String {
    let action = ["kms:*", "kms:Decrypt"][number % 2];
    format!(
        r#"{{"Version": "2012-10-17", "Statement":
            {{"Effect": "Allow", "Principal": "*", "Action": "{action}", "Resource": "*"}}}}"#
    )
}

/// A world that these calls made, without uploads that are open.
pub fn world(steps: &[Step]) -> FakeS3 {
    let s3 = FakeS3::builder().min_part_bytes(1).build();
    s3.kms().create_key().set_alias("alias/own");
    s3.create_bucket(BUCKETS[0]);
    s3.account("partner").create_bucket(BUCKETS[1]);
    s3.create_bucket(BUCKETS[2]).enable_object_lock();
    for (what, a, b) in steps {
        WHAT[*what](&s3, *a, *b);
    }
    s3
}

fn bucket(number: usize) -> String {
    format!("/{}", BUCKETS[number % 3])
}

fn path(a: usize, b: usize) -> String {
    let key = percent_encoding::utf8_percent_encode(KEYS[b % 4], percent_encoding::NON_ALPHANUMERIC);
    format!("{}/{key}", bucket(a))
}

/// A version that is there, if any is.
fn version(s3: &FakeS3, a: usize, b: usize, query: &str) -> String {
    let versions = s3.bucket(BUCKETS[a % 3]).versions();
    let Some(version) = versions.get(b % versions.len().max(1)) else { return path(a, b) };
    let key = percent_encoding::utf8_percent_encode(&version.key, percent_encoding::NON_ALPHANUMERIC);
    format!("{}/{key}?{query}versionId={}", bucket(a), version.version_id)
}

fn rule((number, deed): (usize, &&str)) -> String {
    format!("<Rule><ID>{number}</ID><Filter><Prefix>logs/</Prefix></Filter><Status>Enabled</Status>{deed}</Rule>")
}

/// An upload of two parts, which is completed.
fn upload(s3: &FakeS3, a: usize, b: usize) {
    let kinds =
        ["", "x-amz-checksum-algorithm: SHA1", "x-amz-checksum-algorithm: CRC32\nx-amz-checksum-type: FULL_OBJECT"];
    let algorithm = ["CRC64NVME", "SHA1", "CRC32"][b % 3];
    let begun = answer(s3, 0, "POST", &format!("{}?uploads", path(a, b)), kinds[b % 3], "");
    let Some(id) = between(&begun.1, "<UploadId>", "</UploadId>") else { return };
    let mut list = String::new();
    for number in 1..=2 {
        let (target, bytes) =
            (format!("{}?partNumber={number}&uploadId={id}", path(a, b)), ["x", "y"][a % 2].repeat(b + number));
        let (headers, _) = answer(s3, 0, "PUT", &target, "", &bytes);
        let name = format!("x-amz-checksum-{}", algorithm.to_lowercase());
        let told = |name: &str| headers.iter().find(|(own, _)| own == name).map(|(_, value)| value.clone());
        let etag = told("etag").unwrap_or_default();
        let sum = told(&name)
            .filter(|_| !b.is_multiple_of(3))
            .map(|sum| format!("<Checksum{algorithm}>{sum}</Checksum{algorithm}>"));
        let sum = sum.unwrap_or_default();
        write!(list, "<Part><PartNumber>{number}</PartNumber><ETag>{etag}</ETag>{sum}</Part>").unwrap();
    }
    let body = format!("<CompleteMultipartUpload>{list}</CompleteMultipartUpload>");
    let target = format!("{}?uploadId={id}", path(a, b));
    if !answer(s3, 0, "POST", &target, "", &body).1.contains("CompleteMultipartUploadResult") {
        send(s3, 0, "DELETE", &target, "", "");
    }
}

fn between<'a>(text: &'a str, before: &str, behind: &str) -> Option<&'a str> {
    Some(text.split_once(before)?.1.split_once(behind)?.0)
}

fn put(s3: &FakeS3, a: usize, query: &str, body: &str) {
    send(s3, a, "PUT", &format!("{}?{query}", bucket(a)), "", body);
}

fn send(s3: &FakeS3, who: usize, method: &str, path: &str, headers: &str, body: &str) {
    answer(s3, who, method, path, headers, body);
}

/// The account's own request, or its partner's.
fn answer(
    s3: &FakeS3,
    who: usize,
    method: &str,
    path: &str,
    headers: &str,
    body: &str,
) -> (Vec<(String, String)>, String) {
    let address = format!("https://s3.us-east-1.amazonaws.com{path}");
    let mut request = Request::builder().method(method).uri(address).header("x-amz-request-payer", "requester");
    for (name, value) in headers.lines().filter_map(|line| line.split_once(": ")) {
        request = request.header(name, value);
    }
    if !body.is_empty() || method == "POST" {
        request = request.header("content-md5", base64::encode(Md5::digest(body)));
    }
    let request = request.header("content-length", body.len()).body(Bytes::copy_from_slice(body.as_bytes())).unwrap();
    let answer = match (who % 3, path.starts_with("/second")) {
        (2, false) | (_, true) => s3.account("partner").http(request),
        _ => s3.http(request),
    };
    let text = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
    let headers = answer.headers().iter().map(|(name, value)| (name.to_string(), text(value.as_bytes())));
    (headers.collect(), text(answer.body()))
}
