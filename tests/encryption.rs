//! Encryption: what a creation asks for, what parts repeat of it, and what a bucket does by default, each with each; and
//! tags that are no MD5s.

use bytes::Bytes;
use fake_s3::error::S3Error;
use fake_s3::operation::get_object::GetObjectInput;
use fake_s3::operation::put_bucket_encryption::PutBucketEncryptionInput;
use fake_s3::types::{
    ServerSideEncryption, ServerSideEncryptionByDefault, ServerSideEncryptionConfiguration, ServerSideEncryptionRule,
};
use fake_s3::{BucketHandle, Edition, FakeS3};
use http::{Request, Response};
use proptest::prelude::*;

const PREFIX: &str = "x-amz-server-side-encryption";
const A: (&str, &str) = ("MTIzNDU2Nzg5MGFiY2RlZjEyMzQ1Njc4OTBhYmNkZWY=", "JMwgiexXqwuPqIPjYFmIZQ==");
const B: (&str, &str) = ("YWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWE=", "Xsqb0+sHwAbNQ65I395/0w==");

/// What a creation says, what its bucket does by default, and what comes of it: how the upload is encrypted (a `+` is a
/// bucket key), or the row of the table of errors.
#[rustfmt::skip]
const CREATIONS: &[(&str, [&str; 4])] = &[
    // says                   by default: S3         KMS     KMS+    DSSE
    ("nothing",              ["S3",                  "KMS",  "KMS+", "DSSE"]),
    ("S3",                   ["S3",                  "S3",   "S3",   "S3"]),
    // The header of the bucket key that is not there is the bucket's.
    ("KMS",                  ["KMS",                 "KMS",  "KMS+", "KMS"]),
    ("KMS, a bucket key",    ["KMS+",                "KMS+", "KMS+", "KMS+"]),
    ("KMS, no bucket key",   ["KMS",                 "KMS",  "KMS",  "KMS"]),
    ("a bucket key",         [KMS_HEADER_WITHOUT_KMS, "KMS+", "KMS+", BUCKET_KEY_WITH_DSSE]),
    ("no bucket key",        ["S3",                  "KMS",  "KMS",  "DSSE"]),
    ("a context",            [KMS_HEADER_WITHOUT_KMS, "KMS",  "KMS+", "DSSE"]),
    ("DSSE",                 ["DSSE",                "DSSE", "DSSE", "DSSE"]),
    ("key A",                ["key A",               "key A", "key A", "key A"]),
    ("key B",                ["key B",               "key B", "key B", "key B"]),
    ("DSSE, a bucket key",   [BUCKET_KEY_WITH_DSSE; 4]),
    ("key A, S3",            ["CUSTOMER_KEY_WITH_METHOD"; 4]),
    ("key A, KMS",           ["CUSTOMER_KEY_WITH_METHOD"; 4]),
    ("key A, a context",     [KMS_HEADER_WITHOUT_KMS; 4]),
    ("half of key A",        ["CUSTOMER_KEY_MISSING"; 4]),
    ("a name of a key",      ["KMS_WITHOUT_METHOD"; 4]),
    ("S3, a name of a key",  ["KMS_WITHOUT_METHOD"; 4]),
    ("rot13",                ["ENCRYPTION_UNKNOWN"; 4]),
];

const DEFAULTS: [&str; 4] = ["S3", "KMS", "KMS+", "DSSE"];

/// How an upload is encrypted, and what comes of parts that say this.
#[rustfmt::skip]
const PARTS: &[(&str, [&str; 5])] = &[
    //  a part says: nothing  key A    key B     half of key A           S3
    ("S3",          ["S3",    MISSING, MISSING,  "CUSTOMER_KEY_MISSING", "ENCRYPTION_NOT_TAKEN"]),
    ("KMS",         ["KMS",   MISSING, MISSING,  "CUSTOMER_KEY_MISSING", "ENCRYPTION_NOT_TAKEN"]),
    ("KMS+",        ["KMS+",  MISSING, MISSING,  "CUSTOMER_KEY_MISSING", "ENCRYPTION_NOT_TAKEN"]),
    ("DSSE",        ["DSSE",  MISSING, MISSING,  "CUSTOMER_KEY_MISSING", "ENCRYPTION_NOT_TAKEN"]),
    ("key A",       [MISSING, "key A", MISMATCH, "CUSTOMER_KEY_MISSING", "ENCRYPTION_NOT_TAKEN"]),
    ("key B",       [MISSING, MISMATCH, "key B", "CUSTOMER_KEY_MISSING", "ENCRYPTION_NOT_TAKEN"]),
];

const PART_SAYS: [&str; 5] = ["nothing", "key A", "key B", "half of key A", "S3"];

const KMS_HEADER_WITHOUT_KMS: &str = "KMS_HEADER_WITHOUT_KMS";
const BUCKET_KEY_WITH_DSSE: &str = "BUCKET_KEY_WITH_DSSE";
const MISSING: &str = "PART_ENCRYPTION_MISSING";
const MISMATCH: &str = "PART_ENCRYPTION_MISMATCH";

/// The headers that say this.
fn headers(says: &str) -> Vec<(String, String)> {
    let header = |name: &str, value: &str| (format!("{PREFIX}{name}"), value.to_owned());
    let key = |(key, md5): (&str, &str)| {
        vec![header("-customer-algorithm", "AES256"), header("-customer-key", key), header("-customer-key-MD5", md5)]
    };
    let one = |word: &str| match word {
        "nothing" => vec![],
        "S3" => vec![header("", "AES256")],
        "KMS" => vec![header("", "aws:kms")],
        "DSSE" => vec![header("", "aws:kms:dsse")],
        "rot13" => vec![header("", "rot13")],
        "a bucket key" => vec![header("-bucket-key-enabled", "true")],
        "no bucket key" => vec![header("-bucket-key-enabled", "false")],
        "a name of a key" => vec![header("-aws-kms-key-id", "alias/aws/s3")],
        "a context" => vec![header("-context", "eyJ0ZWFtIjoic3RvcmFnZSJ9")],
        "key A" => key(A),
        "key B" => key(B),
        "half of key A" => vec![header("-customer-algorithm", "AES256"), header("-customer-key-MD5", A.1)],
        other => panic!("nobody says {other}"),
    };
    says.split(", ").flat_map(one).collect()
}

fn world(default: &str) -> (FakeS3, BucketHandle) {
    let s3 = FakeS3::builder().edition(Edition::February2026).build();
    let bucket = s3.create_bucket("backups");
    let (algorithm, bucket_key) = match default {
        "S3" => return (s3, bucket),
        "KMS" => (ServerSideEncryption::AwsKms, false),
        "KMS+" => (ServerSideEncryption::AwsKms, true),
        _ => (ServerSideEncryption::AwsKmsDsse, false),
    };
    let by_default = ServerSideEncryptionByDefault::builder().sse_algorithm(algorithm).build().unwrap();
    let rule = ServerSideEncryptionRule::builder().apply_server_side_encryption_by_default(by_default);
    let configuration = ServerSideEncryptionConfiguration::builder().rules(rule.bucket_key_enabled(bucket_key).build());
    let put = PutBucketEncryptionInput::builder().bucket("backups");
    s3.call(put.server_side_encryption_configuration(configuration.build().unwrap())).unwrap();
    (s3, bucket)
}

fn send(s3: &FakeS3, method: &str, target: &str, says: &str, body: impl Into<Bytes>) -> Response<Bytes> {
    let body = body.into();
    let mut request = Request::builder().method(method).uri(format!("https://s3.us-east-1.amazonaws.com{target}"));
    request = request.header("content-length", body.len());
    for (name, value) in headers(says) {
        request = request.header(name, value);
    }
    s3.http(request.body(body).unwrap())
}

/// What an answer tells of the encryption, or which row refuses.
fn told(answer: &Response<Bytes>) -> String {
    if let Some(error) = answer.extensions().get::<S3Error>() {
        return error.answer().name.to_owned();
    }
    let header = |name: &str| answer.headers().get(format!("{PREFIX}{name}")).map(|value| value.to_str().unwrap());
    match (header(""), header("-bucket-key-enabled"), header("-customer-key-MD5")) {
        (Some("AES256"), None, None) => "S3",
        (Some("aws:kms"), None, None) => "KMS",
        (Some("aws:kms"), Some("true"), None) => "KMS+",
        (Some("aws:kms:dsse"), None, None) => "DSSE",
        (None, None, Some(md5)) if md5 == A.1 => "key A",
        (None, None, Some(md5)) if md5 == B.1 => "key B",
        other => panic!("an answer tells {other:?}"),
    }
    .to_owned()
}

fn element(answer: &Response<Bytes>, name: &str) -> String {
    let text = String::from_utf8_lossy(answer.body()).into_owned();
    let after = text.split_once(&format!("<{name}>")).expect("the element is there").1;
    after.split_once('<').unwrap().0.to_owned()
}

/// The id of an upload, or the row that refuses it.
fn create(s3: &FakeS3, says: &str) -> (String, Option<String>) {
    let created = send(s3, "POST", "/backups/db.tar?uploads", says, "");
    let id = created.status().is_success().then(|| element(&created, "UploadId"));
    (told(&created), id)
}

fn put_part(s3: &FakeS3, id: &str, says: &str) -> Response<Bytes> {
    send(s3, "PUT", &format!("/backups/db.tar?partNumber=1&uploadId={id}"), says, "some bytes")
}

fn tag(answer: &Response<Bytes>) -> String {
    answer.headers()["etag"].to_str().unwrap().to_owned()
}

fn complete(s3: &FakeS3, id: &str, tag: &str) -> Response<Bytes> {
    let part = format!("<Part><PartNumber>1</PartNumber><ETag>{tag}</ETag></Part>");
    let list = format!("<CompleteMultipartUpload>{part}</CompleteMultipartUpload>");
    send(s3, "POST", &format!("/backups/db.tar?uploadId={id}"), "nothing", list)
}

#[test]
fn what_a_creation_and_its_parts_say_is_taken_as_the_tables_have_it() {
    for (says, outcomes) in CREATIONS {
        for (default, outcome) in DEFAULTS.into_iter().zip(outcomes) {
            let (s3, _) = world(default);
            let (created, id) = create(&s3, says);
            assert_eq!(created, *outcome, "a creation says {says}, its bucket is of {default}");
            let Some(id) = id else { continue };
            let (_, parts) = PARTS.iter().find(|(encryption, _)| encryption == outcome).unwrap();
            for (part_says, outcome) in PART_SAYS.into_iter().zip(parts) {
                let part = put_part(&s3, &id, part_says);
                assert_eq!(
                    told(&part),
                    *outcome,
                    "a creation says {says}, its bucket is of {default}, a part {part_says}"
                );
            }
        }
    }
}

/// Of what a creation says, parts repeat the customer's key alone.
fn repeated(says: &str) -> &str {
    if says.starts_with("key ") { says } else { "nothing" }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// What `CreateMultipartUpload` accepted is completed by parts that repeat what it said, and by no others; and read
    /// by whoever repeats it too.
    #[test]
    fn parts_repeat_what_the_creation_said(
        creation in 0..CREATIONS.len(),
        default in 0..DEFAULTS.len(),
        later in 0..DEFAULTS.len(),
        part in 0..PART_SAYS.len(),
    ) {
        let (says, part_says) = (CREATIONS[creation].0, PART_SAYS[part]);
        let (s3, bucket) = world(DEFAULTS[default]);
        let (encryption, Some(id)) = create(&s3, says) else { return Ok(()) };
        // Whatever the bucket does from now on, the upload was initiated before.
        if later > 0 {
            bucket.encrypt_with(Some("fake-key-id"));
        }
        let answer = put_part(&s3, &id, part_says);
        prop_assert_eq!(answer.status().is_success(), part_says == repeated(says), "{:?}", answer);
        prop_assert_eq!(bucket.uploads()[0].parts.len(), usize::from(answer.status().is_success()));
        let tag = match answer.status().is_success() {
            true => tag(&answer),
            false => tag(&put_part(&s3, &id, repeated(says))),
        };
        prop_assert_eq!(tag == format!("\"{:x}\"", md5_of("some bytes")), encryption == "S3");
        prop_assert!(complete(&s3, &id, &tag).status().is_success());
        for reads in ["nothing", "key A", "key B"] {
            let read = send(&s3, "GET", "/backups/db.tar", reads, "");
            prop_assert_eq!(read.status().is_success(), reads == repeated(says));
            if read.status().is_success() {
                prop_assert_eq!(told(&read), encryption.clone());
                prop_assert_eq!(read.body().as_ref(), b"some bytes");
            }
        }
    }
}

fn md5_of(text: &str) -> md5::digest::Output<md5::Md5> {
    use md5::Digest as _;
    md5::Md5::digest(text)
}

#[test]
fn tags_under_a_key_differ_from_write_to_write_and_not_from_run_to_run() {
    for says in ["KMS", "DSSE", "key A"] {
        let tags = || {
            let (s3, _) = world("S3");
            ["a", "b"].map(|key| tag(&send(&s3, "PUT", &format!("/backups/{key}"), says, "the same bytes")))
        };
        let [first, second] = tags();
        assert_ne!(first, second, "{says}");
        assert_ne!(first, format!("\"{:x}\"", md5_of("the same bytes")), "{says}");
        assert_eq!(tags(), [first, second], "{says}");
    }
}

#[test]
fn the_tag_of_an_object_in_parts_is_of_their_tags() {
    use md5::Digest as _;
    let (s3, _) = world("KMS");
    let id = create(&s3, "nothing").1.unwrap();
    let tag = tag(&put_part(&s3, &id, "nothing"));
    let bytes = u128::from_str_radix(tag.trim_matches('"'), 16).unwrap().to_be_bytes();
    let expected = format!("&quot;{:x}-1&quot;", md5::Md5::digest(bytes));
    assert_eq!(element(&complete(&s3, &id, &tag), "ETag"), expected);
}

#[test]
fn a_copy_to_s3s_own_encryption_has_the_md5_again() {
    let (s3, bucket) = world("S3");
    send(&s3, "PUT", "/backups/encrypted", "KMS", "test_data");
    let mut copy = Request::put("https://s3.us-east-1.amazonaws.com/backups/plain").header("content-length", 0);
    copy = copy.header("x-amz-copy-source", "backups/encrypted");
    assert!(s3.http(copy.body(Bytes::new()).unwrap()).status().is_success());
    assert_eq!(bucket.object("plain").unwrap().e_tag, "\"6af8307c2460f2d208ad254f04be4b0d\"");
}

#[test]
fn versions_may_have_keys_of_their_own() {
    let (s3, bucket) = world("S3");
    bucket.enable_versioning();
    for says in ["key A", "key B"] {
        assert!(send(&s3, "PUT", "/backups/db.tar", says, says.to_owned()).status().is_success());
    }
    let versions: Vec<String> = bucket.versions().into_iter().map(|version| version.version_id).collect();
    for (version, own, other) in [(&versions[0], "key B", "key A"), (&versions[1], "key A", "key B")] {
        let get = |says| send(&s3, "GET", &format!("/backups/db.tar?versionId={version}"), says, "");
        assert_eq!(get(own).body().as_ref(), own.as_bytes());
        assert_eq!(told(&get(other)), "CUSTOMER_KEY_WRONG");
    }
}

#[test]
fn a_key_is_of_its_account_and_region() {
    let s3 = FakeS3::new();
    s3.create_bucket("backups").encrypt_with(None);
    let alice = s3.account("alice");
    let own = s3.kms().create_key();
    let hers = s3.kms().in_account(&alice).create_key();
    assert_ne!(own.id(), hers.id());
    assert!(hers.arn().contains(&format!(":{}:", alice.id())));
    assert_eq!(s3.kms().key(&hers.arn()).arn(), hers.arn());
    assert!(panics(|| _ = s3.kms().key(&hers.id())), "an id is looked for in one's own account");
}

#[test]
fn keys_go_through_their_states_on_the_worlds_clock() {
    let s3 = FakeS3::new();
    let key = s3.kms().create_key();
    assert!(key.is_enabled());
    assert!(!key.disable().is_enabled());
    assert!(key.enable().is_enabled());
    key.schedule_deletion(30);
    s3.clock().advance(fake_s3::days(29));
    assert!(!key.cancel_deletion().is_enabled(), "it is disabled then");
    key.enable().schedule_deletion(7);
    s3.clock().advance(fake_s3::days(7));
    assert!(panics(|| _ = key.enable()) && panics(|| _ = key.cancel_deletion()), "it is gone");
    assert!(panics(|| _ = s3.kms().managed_key().disable()), "AWS manages it");
    assert!(panics(|| _ = s3.kms().create_key().schedule_deletion(6)), "KMS waits for 7 days at least");
    assert!(panics(|| _ = s3.kms().create_key().set_alias("alias/aws/s3")), "that is AWS's");
}

fn panics(act: impl FnOnce()) -> bool {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(act)).is_err()
}

#[test]
fn a_key_that_goes_takes_what_it_encrypts_along() {
    let (s3, bucket) = world("S3");
    let key = s3.kms().create_key();
    bucket.encrypt_with(Some(&key.id())).put_object("db.tar", "bytes");
    key.schedule_deletion(7);
    s3.clock().advance(fake_s3::days(7));
    let read = s3.call(GetObjectInput::builder().bucket("backups").key("db.tar"));
    assert_eq!(read.unwrap_err().code(), "KMS.NotFoundException");
    assert_eq!(bucket.object("db.tar").unwrap().bytes(), "bytes", "the author of the test sees all the same");
}
