//! Encryption: what a creation asks for, what parts repeat of it, and what a bucket does by default, each with each; and
//! tags that are no MD5s.

mod table;

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
use table::{A, B, CONTEXT, DEFAULTS, OWN, PREFIX, SINGLE, TABLE, UPLOADS, headers};

/// A world with the keys `alias/named` and `alias/default`, and a bucket that encrypts by default like this.
fn world(default: &str) -> (FakeS3, BucketHandle) {
    let s3 = FakeS3::builder().edition(Edition::February2026).build();
    s3.kms().create_key().set_alias("alias/named");
    s3.kms().create_key().set_alias("alias/default");
    let bucket = s3.create_bucket("backups");
    encrypt_by_default(&s3, default);
    assert!(send(&s3, "PUT", "/backups/source", "S3", "some bytes").status().is_success());
    (s3, bucket)
}

fn encrypt_by_default(s3: &FakeS3, default: &str) {
    let (method, key) = default.split_once(' ').unwrap_or((default, ""));
    let algorithm = match method {
        "S3" => ServerSideEncryption::Aes256,
        "KMS" | "KMS+" => ServerSideEncryption::AwsKms,
        "DSSE" => ServerSideEncryption::AwsKmsDsse,
        other => panic!("no bucket encrypts by {other}"),
    };
    let mut by_default = ServerSideEncryptionByDefault::builder().sse_algorithm(algorithm);
    match key {
        "" => {}
        "default" => by_default = by_default.kms_master_key_id(s3.kms().key("alias/default").arn()),
        fake => by_default = by_default.kms_master_key_id(fake),
    }
    let rule = ServerSideEncryptionRule::builder()
        .apply_server_side_encryption_by_default(by_default.build().unwrap())
        .bucket_key_enabled(method == "KMS+");
    let configuration = ServerSideEncryptionConfiguration::builder().rules(rule.build()).build().unwrap();
    let put = PutBucketEncryptionInput::builder().bucket("backups");
    s3.call(put.server_side_encryption_configuration(configuration)).unwrap();
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

/// What an answer tells of the encryption, in the words of the table, or which row refuses.
fn told(s3: &FakeS3, answer: &Response<Bytes>) -> String {
    if let Some(error) = answer.extensions().get::<S3Error>() {
        return error.row().name.to_owned();
    }
    assert!(answer.status().is_success(), "{answer:?}");
    let header = |name: &str| answer.headers().get(format!("{PREFIX}{name}")).map(|value| value.to_str().unwrap());
    let customers = [header("-customer-algorithm"), header("-customer-key-MD5")];
    let mut told = match (header(""), header("-bucket-key-enabled"), customers) {
        (None, None, [None, None]) => "nothing",
        (Some("AES256"), None, [None, None]) => "S3",
        (Some("aws:kms"), None, [None, None]) => "KMS",
        (Some("aws:kms"), Some("true"), [None, None]) => "KMS+",
        (Some("aws:kms:dsse"), None, [None, None]) => "DSSE",
        (None, None, [Some("AES256"), Some(md5)]) if md5 == A.1 => "key A",
        (None, None, [Some("AES256"), Some(md5)]) if md5 == B.1 => "key B",
        other => panic!("an answer tells {other:?}"),
    }
    .to_owned();
    let kms = s3.kms();
    match header("-aws-kms-key-id") {
        Some(arn) if arn == kms.managed_key().arn() => {}
        Some(arn) if arn == kms.key("alias/named").arn() => told += " named",
        Some(arn) if arn == kms.key("alias/default").arn() => told += " default",
        Some(other) => panic!("an answer names the key {other}"),
        None => assert!(!told.starts_with("KMS") && !told.starts_with("DSSE"), "{told} by which key?"),
    }
    match header("-context") {
        Some(CONTEXT) => told += " context",
        Some(other) => panic!("an answer tells the context {other}"),
        None => {}
    }
    told
}

fn element(answer: &Response<Bytes>, name: &str) -> String {
    let text = String::from_utf8_lossy(answer.body()).into_owned();
    let after = text.split_once(&format!("<{name}>")).expect("the element is there").1;
    after.split_once('<').unwrap().0.to_owned()
}

/// How a creation comes to be encrypted, and its id; or the row that refuses it.
fn create(s3: &FakeS3, says: &str) -> (String, Option<String>) {
    let created = send(s3, "POST", "/backups/db.tar?uploads", says, "");
    let id = created.status().is_success().then(|| element(&created, "UploadId"));
    (told(s3, &created), id)
}

/// The two ways to make a part, with the same bytes.
const PART_KINDS: [&str; 2] = ["UploadPart", "UploadPartCopy"];

fn put_part(s3: &FakeS3, kind: &str, id: &str, says: &str) -> Response<Bytes> {
    let target = format!("/backups/db.tar?partNumber=1&uploadId={id}");
    match kind {
        "UploadPart" => send(s3, "PUT", &target, says, "some bytes"),
        _ => send(s3, "PUT", &target, &format!("{says}, a source"), ""),
    }
}

fn tag(answer: &Response<Bytes>) -> String {
    answer.headers()["etag"].to_str().unwrap().to_owned()
}

/// The tag of a part that was made in this way.
fn part_tag(kind: &str, answer: &Response<Bytes>) -> String {
    match kind {
        "UploadPart" => tag(answer),
        _ => element(answer, "ETag").replace("&quot;", "\""),
    }
}

fn list_parts(s3: &FakeS3, id: &str, says: &str) -> Response<Bytes> {
    send(s3, "GET", &format!("/backups/db.tar?uploadId={id}"), says, "")
}

fn complete(s3: &FakeS3, id: &str, tag: &str, says: &str) -> Response<Bytes> {
    let part = format!("<Part><PartNumber>1</PartNumber><ETag>{tag}</ETag></Part>");
    let list = format!("<CompleteMultipartUpload>{part}</CompleteMultipartUpload>");
    send(s3, "POST", &format!("/backups/db.tar?uploadId={id}"), says, list)
}

#[test]
fn the_table_has_every_header_alone_and_with_every_other() {
    let rows = |says: &[&str]| {
        let is_it = |row: &&(&str, _, _)| {
            let words: Vec<_> = row.0.split(", ").collect();
            words.len() == says.len() && says.iter().all(|word| words.contains(word))
        };
        TABLE.iter().filter(is_it).count()
    };
    for (index, (one, header, _)) in SINGLE.iter().enumerate() {
        assert_eq!(rows(&[one]), 1, "{one}");
        for (other, ..) in SINGLE[index + 1..].iter().filter(|(_, other, _)| other != header) {
            assert_eq!(rows(&[one, other]), 1, "{one}, {other}");
        }
    }
}

/// What parts of an upload show: not its context.
fn without_context(encryption: &str) -> &str {
    encryption.trim_end_matches(" context")
}

/// What comes of a part that says this, of an upload that is encrypted so.
fn part_outcome(outcomes: &[&'static str; 3], encryption: &str) -> String {
    let column = UPLOADS.iter().position(|upload| *upload == encryption).unwrap_or(0);
    match outcomes[column] {
        OWN => without_context(encryption).to_owned(),
        outcome => outcome.to_owned(),
    }
}

#[test]
fn what_a_creation_and_its_parts_say_is_taken_as_the_table_has_it() {
    let mut faults = Vec::new();
    for (column, default) in DEFAULTS.into_iter().enumerate() {
        let (s3, _) = world(default);
        for (says, created, _) in TABLE {
            let (encryption, id) = create(&s3, says);
            if encryption != created[column] {
                faults.push(format!("{default}: a creation says {says}: {encryption}, not {}", created[column]));
            }
            let Some(id) = id else { continue };
            for (part_says, _, outcomes) in TABLE {
                let expected = part_outcome(outcomes, &encryption);
                for kind in PART_KINDS {
                    let part = told(&s3, &put_part(&s3, kind, &id, part_says));
                    if part != expected {
                        faults.push(format!("{encryption}: {kind} says {part_says}: {part}, not {expected}"));
                    }
                }
            }
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

/// Of what a creation says, parts repeat the customer's key alone: here as the words of the table have it.
fn repeated(encryption: &str) -> &str {
    if encryption.starts_with("key ") { encryption } else { "nothing" }
}

/// What later requests show of customers' keys: none, one, the other, or two headers of three.
const SHOWN: [&str; 4] = ["nothing", "key A", "key B", "algorithm, MD5"];

/// What comes of listing or completing an upload, which is encrypted so: `None` where nothing refuses it.
fn refusal(encryption: &str, has_algorithm: bool, shown: &str) -> Option<&'static str> {
    match (repeated(encryption), shown) {
        (_, "algorithm, MD5") => Some("CUSTOMER_KEY_MISSING"),
        (own, shown) if own == shown => None,
        // Nobody needs the key where there are no checksums to open (recorded).
        (_, "nothing") if !has_algorithm => None,
        ("nothing", _) | (_, "nothing") => Some("PART_ENCRYPTION_MISSING"),
        _ => Some("PART_ENCRYPTION_MISMATCH"),
    }
}

fn refused(answer: &Response<Bytes>) -> Option<&'static str> {
    answer.extensions().get::<S3Error>().map(|error| error.row().name)
}

/// Reading what was made: by whoever repeats what the creation said.
fn check_read(s3: &FakeS3, encryption: &str, has_checksum: bool) -> Result<(), TestCaseError> {
    for reads in ["nothing", "key A", "key B"] {
        let read = send(s3, "GET", "/backups/db.tar", &format!("{reads}, checksum mode"), "");
        prop_assert_eq!(read.status().is_success(), reads == repeated(encryption));
        if read.status().is_success() {
            prop_assert_eq!(told(s3, &read), without_context(encryption));
            prop_assert_eq!(read.body().as_ref(), b"some bytes");
            prop_assert_eq!(read.headers().contains_key("x-amz-checksum-crc64nvme"), has_checksum);
        }
    }
    Ok(())
}

/// The rows of the table whose creations are accepted by some bucket at least.
fn accepted() -> impl Strategy<Value = &'static str> {
    let is_accepted =
        |(says, ..): &&(&'static str, _, _)| DEFAULTS.iter().any(|of| create(&world(of).0, says).1.is_some());
    prop::sample::select(TABLE.iter().filter(is_accepted).map(|row| row.0).collect::<Vec<_>>())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// What `CreateMultipartUpload` accepted is completed by parts that repeat what it said, and by no others; and read
    /// by whoever repeats it too.
    #[test]
    fn parts_repeat_what_the_creation_said(
        says in accepted(),
        has_algorithm: bool,
        default in prop::sample::select(&DEFAULTS[..]),
        later in prop::sample::select(vec!["S3", "KMS", "KMS+", "KMS default", "DSSE", "DSSE default", "KMS fake-key-id"]),
        kind in prop::sample::select(&PART_KINDS[..]),
        part_says in prop_oneof![
            prop::sample::select(&SHOWN[..]),
            prop::sample::select(TABLE).prop_map(|row| row.0),
        ],
        list_shows in prop::sample::select(&SHOWN[..]),
        completion_shows in prop::sample::select(&SHOWN[..]),
    ) {
        let (s3, bucket) = world(default);
        let (encryption, Some(id)) = create(&s3, &format!("{says}{}", if has_algorithm { ", checksums" } else { "" }))
        else {
            return Ok(());
        };
        // Whatever the bucket does from now on, the upload was initiated before.
        encrypt_by_default(&s3, later);
        let own = repeated(&encryption);
        let part = put_part(&s3, kind, &id, part_says);
        prop_assert_eq!(part.status().is_success(), part_says == own, "{:?}", part);
        prop_assert_eq!(bucket.uploads()[0].parts.len(), usize::from(part_says == own));
        let part = if part_says == own { part } else { put_part(&s3, kind, &id, own) };
        prop_assert_eq!(told(&s3, &part), without_context(&encryption));
        let tag = part_tag(kind, &part);
        prop_assert_eq!(tag == format!("\"{:x}\"", md5_of("some bytes")), encryption == "S3");

        let listed = list_parts(&s3, &id, list_shows);
        prop_assert_eq!(refused(&listed), refusal(&encryption, has_algorithm, list_shows));
        let mut completion = complete(&s3, &id, &tag, completion_shows);
        prop_assert_eq!(refused(&completion), refusal(&encryption, has_algorithm, completion_shows));
        let mut shown = completion_shows;
        if refused(&completion).is_some() {
            prop_assert_eq!(bucket.uploads()[0].parts.len(), 1, "who is refused changes nothing");
            prop_assert!(bucket.object("db.tar").is_none());
            (completion, shown) = (complete(&s3, &id, &tag, own), own);
        }
        // Of a customer's key nothing is told (recorded).
        let expected = if own == "nothing" { without_context(&encryption) } else { "nothing" };
        prop_assert_eq!(told(&s3, &completion), expected);
        // Who does not show it gets no checksum (recorded).
        check_read(&s3, &encryption, shown == own)?;
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
    let tag = tag(&put_part(&s3, "UploadPart", &id, "nothing"));
    let bytes = u128::from_str_radix(tag.trim_matches('"'), 16).unwrap().to_be_bytes();
    let expected = format!("&quot;{:x}-1&quot;", md5::Md5::digest(bytes));
    assert_eq!(element(&complete(&s3, &id, &tag, "nothing"), "ETag"), expected);
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
        assert_eq!(told(&s3, &get(other)), "CUSTOMER_KEY_WRONG");
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
