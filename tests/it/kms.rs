//! Who may have S3 use a key of KMS: key policies, policies of identities, grants, accounts, and what each operation asks.

use bytes::Bytes;
use fake_s3::error::S3Error;
use fake_s3::operation::abort_multipart_upload::AbortMultipartUploadInput;
use fake_s3::operation::complete_multipart_upload::CompleteMultipartUploadInput;
use fake_s3::operation::copy_object::CopyObjectInput;
use fake_s3::operation::create_multipart_upload::CreateMultipartUploadInput;
use fake_s3::operation::delete_object::DeleteObjectInput;
use fake_s3::operation::get_object::GetObjectInput;
use fake_s3::operation::get_object_attributes::GetObjectAttributesInput;
use fake_s3::operation::head_object::HeadObjectInput;
use fake_s3::operation::list_multipart_uploads::ListMultipartUploadsInput;
use fake_s3::operation::list_parts::ListPartsInput;
use fake_s3::operation::put_bucket_policy::PutBucketPolicyInput;
use fake_s3::operation::put_object::PutObjectInput;
use fake_s3::operation::upload_part::UploadPartInput;
use fake_s3::operation::upload_part_copy::UploadPartCopyInput;
use fake_s3::types::{
    ChecksumAlgorithm, ChecksumMode, CompletedMultipartUpload, CompletedPart, ObjectAttributes, ServerSideEncryption,
};
use fake_s3::{BucketHandle, Edition, FakeS3, IdentityHandle, KmsKey, KmsPermissions};
use http::Request;

/// A world with a bucket, a key, and a user who may do with the bucket what he likes, and nothing with the key.
struct Scene {
    s3: FakeS3,
    bucket: BucketHandle,
    key: KmsKey,
    bob: IdentityHandle,
}

fn scene(permissions: KmsPermissions) -> Scene {
    scene_of(FakeS3::builder().kms_permissions(permissions).parts_without_checksums(true).build())
}

fn scene_of(s3: FakeS3) -> Scene {
    let (bucket, key) = (s3.create_bucket("backups"), s3.kms().create_key());
    let bob = s3.account("fake-s3").user("bob");
    bob.allow("s3:*", "*");
    Scene { s3, bucket, key, bob }
}

impl Scene {
    fn put(&self) -> PutObjectInput {
        let input = PutObjectInput::builder().bucket("backups").key("db.tar").ssekms_key_id(self.key.arn());
        input.server_side_encryption(ServerSideEncryption::AwsKms).build().unwrap()
    }

    fn create(&self) -> CreateMultipartUploadInput {
        let input = CreateMultipartUploadInput::builder().bucket("backups").key("db.tar").ssekms_key_id(self.key.arn());
        input.server_side_encryption(ServerSideEncryption::AwsKms).build().unwrap()
    }

    /// What the world's own account puts, which may do everything.
    fn given_object(&self) {
        self.s3.call(self.put()).unwrap();
    }

    fn get(&self) -> Result<(), S3Error> {
        self.bob.call(GetObjectInput::builder().bucket("backups").key("db.tar")).map(|_| ())
    }
}

/// The action that is missing; `None` where nothing is.
#[track_caller]
fn missing<T>(answer: Result<T, S3Error>) -> Option<String> {
    let error = answer.err()?;
    assert_eq!((error.status(), error.code()), (403, "AccessDenied"), "{error}");
    let after = error.message().split_once("to perform: ").expect("an action is named").1;
    Some(after.split(' ').next().unwrap().to_owned())
}

#[test]
fn documented_permissions_are_asked_for_in_their_order_and_each_is_needed() {
    const ALL: [&str; 5] = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"];
    const NAMED: [&str; 5] =
        ["kms:Encrypt", "kms:Decrypt", "kms:ReEncryptFrom", "kms:GenerateDataKey", "kms:DescribeKey"];
    let scene = scene(KmsPermissions::Documented);
    assert_eq!(missing(scene.bob.call(scene.create())).as_deref(), Some("kms:Encrypt"), "the first is named");
    for (left_out, named) in ALL.iter().zip(NAMED) {
        let bob = scene.s3.account("fake-s3").user(left_out);
        bob.allow("s3:*", "*");
        for action in ALL.iter().filter(|action| *action != left_out) {
            bob.allow(action, &scene.key.arn());
        }
        assert_eq!(missing(bob.call(scene.create())).as_deref(), Some(named), "without {left_out}");
        bob.allow(left_out, &scene.key.arn());
        assert_eq!(missing(bob.call(scene.create())), None);
    }
    // A name without its star is less than the documentation asks for.
    let bob = scene.s3.account("fake-s3").user("without stars");
    bob.allow("s3:*", "*");
    let named = ["Encrypt", "Decrypt", "ReEncryptFrom", "ReEncryptTo", "GenerateDataKey", "DescribeKey"];
    for action in named {
        bob.allow(&format!("kms:{action}"), &scene.key.arn());
    }
    assert_eq!(missing(bob.call(scene.create())).as_deref(), Some("kms:GenerateDataKeyWithoutPlaintext"));
}

const FINE: Option<&str> = None;
const DECRYPT: Option<&str> = Some("kms:Decrypt");
const GENERATE: Option<&str> = Some("kms:GenerateDataKey");
const INVALID_PART: Option<&str> = Some("INVALID_PART");

/// The action that is missing, or what else refuses.
fn outcome<T>(answer: Result<T, S3Error>) -> Option<String> {
    match answer {
        Err(error) if error.status() != 403 => Some(error.row().name.to_owned()),
        answer => missing(answer),
    }
}

/// What an operation asks for, of whom all is granted but `kms:Decrypt`, and of whom all is granted but
/// `kms:GenerateDataKey`: first where the upload, or what the object was made by, named no checksum algorithm, then
/// where it did. An object without one was completed by somebody who could not open its parts, and has no checksum.
#[rustfmt::skip]
const OBSERVED: &[(&str, [[Option<&str>; 2]; 2])] = &[
    // Is missing:                              Decrypt  GenerateDataKey, Decrypt  GenerateDataKey
    ("PutObject",                              [[FINE,    GENERATE],     [FINE,    GENERATE]]),
    ("CreateMultipartUpload",                  [[FINE,    GENERATE],     [FINE,    GENERATE]]),
    ("UploadPart",                             [[DECRYPT, GENERATE],     [DECRYPT, GENERATE]]),
    ("UploadPartCopy, its target",             [[DECRYPT, GENERATE],     [DECRYPT, GENERATE]]),
    ("UploadPartCopy, its source",             [[DECRYPT, FINE],         [DECRYPT, FINE]]),
    // Without an algorithm, what cannot be opened is completed without a checksum.
    ("CompleteMultipartUpload",                [[FINE,    FINE],         [DECRYPT, FINE]]),
    // Who may open them learns that there is nothing to compare (recorded).
    ("CompleteMultipartUpload, a list of one", [[DECRYPT, INVALID_PART], [DECRYPT, FINE]]),
    ("CompleteMultipartUpload, a header",      [[DECRYPT, FINE],         [DECRYPT, FINE]]),
    ("ListParts",                              [[DECRYPT, FINE],         [DECRYPT, FINE]]),
    ("AbortMultipartUpload",                   [[FINE,    FINE],         [FINE,    FINE]]),
    ("ListMultipartUploads",                   [[FINE,    FINE],         [FINE,    FINE]]),
    ("GetObject",                              [[DECRYPT, FINE],         [DECRYPT, FINE]]),
    ("HeadObject",                             [[FINE,    FINE],         [FINE,    FINE]]),
    ("HeadObject, checksum mode",              [[FINE,    FINE],         [DECRYPT, FINE]]),
    ("GetObjectAttributes, Checksum",          [[FINE,    FINE],         [DECRYPT, FINE]]),
    ("GetObjectAttributes, ObjectParts",       [[FINE,    FINE],         [DECRYPT, FINE]]),
    ("GetObjectAttributes, the others",        [[FINE,    FINE],         [FINE,    FINE]]),
    ("CopyObject, its source",                 [[DECRYPT, FINE],         [DECRYPT, FINE]]),
    ("CopyObject, its target",                 [[FINE,    GENERATE],     [FINE,    GENERATE]]),
    ("DeleteObject",                           [[FINE,    FINE],         [FINE,    FINE]]),
];

/// The CRC32 of no bytes, and of one part of no bytes.
const CRC32: &str = "AAAAAA==";
const CRC32_OF_PARTS: &str = "IUTfHA==-1";

/// An upload of no bytes, and an object that came of such a one.
struct Uploaded<'a> {
    scene: &'a Scene,
    method: ServerSideEncryption,
    algorithm: Option<ChecksumAlgorithm>,
    id: String,
}

impl<'a> Uploaded<'a> {
    fn new(scene: &'a Scene, method: ServerSideEncryption, algorithm: Option<ChecksumAlgorithm>) -> Self {
        let plain = PutObjectInput::builder().bucket("backups").key("plain");
        scene.s3.call(plain).unwrap();
        let mut uploaded = Self { scene, method, algorithm, id: String::new() };
        uploaded.begin(false);
        let complete = uploaded.complete(false);
        match uploaded.algorithm {
            Some(_) => scene.s3.call(complete).unwrap(),
            None => scene.bob.call(complete).unwrap(),
        };
        uploaded.begin(true);
        uploaded
    }

    fn create(&self) -> CreateMultipartUploadInput {
        let mut create = self.scene.create();
        create.server_side_encryption = Some(self.method.clone());
        create.checksum_algorithm.clone_from(&self.algorithm);
        create
    }

    fn begin(&mut self, sends_checksum: bool) {
        self.id = self.scene.s3.call(self.create()).unwrap().upload_id.unwrap();
        let mut part = self.part();
        part.checksum_crc32 = sends_checksum.then(|| CRC32.to_owned());
        self.scene.s3.call(part).unwrap();
    }

    fn part(&self) -> UploadPartInput {
        let part = UploadPartInput::builder().bucket("backups").key("db.tar").part_number(1);
        part.upload_id(&self.id).build().unwrap()
    }

    fn complete(&self, lists_checksum: bool) -> CompleteMultipartUploadInput {
        let tag = self.scene.bucket.uploads()[0].parts[0].e_tag.clone();
        let mut part = CompletedPart::builder().part_number(1).e_tag(tag).build();
        // Of an upload with an algorithm of this kind a list has them anyway.
        part.checksum_crc32 = (lists_checksum || self.algorithm.is_some()).then(|| CRC32.to_owned());
        let list = CompletedMultipartUpload::builder().parts(part).build();
        let complete = CompleteMultipartUploadInput::builder().bucket("backups").key("db.tar").upload_id(&self.id);
        complete.multipart_upload(list).build().unwrap()
    }

    fn complete_with_header(&self) -> CompleteMultipartUploadInput {
        let mut complete = self.complete(false);
        match self.algorithm {
            Some(_) => complete.checksum_crc32 = Some(CRC32_OF_PARTS.to_owned()),
            None => complete.checksum_crc64_nvme = Some("AAAAAAAAAAA=".to_owned()),
        }
        complete
    }

    fn put(&self) -> PutObjectInput {
        let mut put = self.scene.put();
        put.server_side_encryption = Some(self.method.clone());
        put.checksum_crc32 = self.algorithm.is_some().then(|| CRC32.to_owned());
        put
    }

    /// A part of `plain` for the upload, or of `db.tar` for one that S3 encrypts by itself.
    fn part_copy(&self, is_source: bool) -> UploadPartCopyInput {
        let copy = UploadPartCopyInput::builder().bucket("backups").part_number(1);
        if !is_source {
            return copy.key("db.tar").upload_id(&self.id).copy_source("backups/plain").build().unwrap();
        }
        let plain = CreateMultipartUploadInput::builder().bucket("backups").key("plain");
        let id = self.scene.s3.call(plain.set_checksum_algorithm(self.algorithm.clone())).unwrap().upload_id;
        copy.key("plain").set_upload_id(id).copy_source("backups/db.tar").build().unwrap()
    }

    fn copy(&self, is_source: bool) -> CopyObjectInput {
        let copy = CopyObjectInput::builder().bucket("backups").key("copy");
        let copy = copy.set_checksum_algorithm(self.algorithm.clone());
        if is_source {
            return copy.copy_source("backups/db.tar").build().unwrap();
        }
        let copy = copy.copy_source("backups/plain").server_side_encryption(self.method.clone());
        copy.ssekms_key_id(self.scene.key.arn()).build().unwrap()
    }

    /// What somebody is refused for.
    fn refusal(&self, operation: &str, who: &IdentityHandle) -> Option<String> {
        let on_key = ("backups", "db.tar");
        match operation {
            "PutObject" => outcome(who.call(self.put())),
            "CreateMultipartUpload" => outcome(who.call(self.create())),
            "UploadPart" => outcome(who.call(self.part())),
            "UploadPartCopy, its target" => outcome(who.call(self.part_copy(false))),
            "UploadPartCopy, its source" => outcome(who.call(self.part_copy(true))),
            "CompleteMultipartUpload" => outcome(who.call(self.complete(false))),
            "CompleteMultipartUpload, a list of one" => outcome(who.call(self.complete(true))),
            "CompleteMultipartUpload, a header" => outcome(who.call(self.complete_with_header())),
            "ListParts" => {
                let input = ListPartsInput::builder().bucket(on_key.0).key(on_key.1);
                outcome(who.call(input.upload_id(&self.id)))
            }
            "AbortMultipartUpload" => {
                let input = AbortMultipartUploadInput::builder().bucket(on_key.0).key(on_key.1);
                outcome(who.call(input.upload_id(&self.id)))
            }
            "ListMultipartUploads" => outcome(who.call(ListMultipartUploadsInput::builder().bucket(on_key.0))),
            "GetObject" => outcome(who.call(GetObjectInput::builder().bucket(on_key.0).key(on_key.1))),
            "DeleteObject" => outcome(who.call(DeleteObjectInput::builder().bucket(on_key.0).key(on_key.1))),
            "HeadObject" => outcome(who.call(head(None))),
            "HeadObject, checksum mode" => outcome(who.call(head(Some(ChecksumMode::Enabled)))),
            "GetObjectAttributes, Checksum" => outcome(who.call(attributes(&[ObjectAttributes::Checksum]))),
            "GetObjectAttributes, ObjectParts" => outcome(who.call(attributes(&[ObjectAttributes::ObjectParts]))),
            "GetObjectAttributes, the others" => outcome(who.call(attributes(&[
                ObjectAttributes::Etag,
                ObjectAttributes::ObjectSize,
                ObjectAttributes::StorageClass,
            ]))),
            "CopyObject, its source" => outcome(who.call(self.copy(true))),
            "CopyObject, its target" => outcome(who.call(self.copy(false))),
            other => panic!("nobody calls {other}"),
        }
    }
}

fn head(mode: Option<ChecksumMode>) -> HeadObjectInput {
    HeadObjectInput::builder().bucket("backups").key("db.tar").set_checksum_mode(mode).build().unwrap()
}

fn attributes(asked: &[ObjectAttributes]) -> GetObjectAttributesInput {
    let input = GetObjectAttributesInput::builder().bucket("backups").key("db.tar");
    input.set_object_attributes(Some(asked.to_vec())).build().unwrap()
}

#[test]
fn observed_permissions_are_asked_for_operation_by_operation() {
    let mut faults = Vec::new();
    for method in [ServerSideEncryption::AwsKms, ServerSideEncryption::AwsKmsDsse] {
        for (operation, expected) in OBSERVED {
            for (algorithm, expected) in [None, Some(ChecksumAlgorithm::Crc32)].into_iter().zip(expected) {
                for (left_out, expected) in ["kms:Decrypt", "kms:GenerateDataKey"].into_iter().zip(expected) {
                    let scene = scene(KmsPermissions::Observed);
                    let uploaded = Uploaded::new(&scene, method.clone(), algorithm.clone());
                    let somebody = scene.s3.account("fake-s3").user("somebody");
                    somebody.allow("s3:*", "*");
                    let others =
                        ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey", "kms:DescribeKey"];
                    for action in others.into_iter().filter(|action| *action != left_out) {
                        somebody.allow(action, &scene.key.arn());
                    }
                    let told = uploaded.refusal(operation, &somebody);
                    if told.as_deref() != *expected {
                        let of = uploaded.algorithm.as_ref();
                        faults.push(format!(
                            "{method} {operation} {of:?} without {left_out}: {told:?}, not {expected:?}"
                        ));
                    }
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn who_cannot_open_the_parts_completes_without_a_checksum() {
    for (may_decrypt, expected) in [(false, None), (true, Some("AAAAAAAAAAA=".to_owned()))] {
        let scene = scene(KmsPermissions::Observed);
        let uploaded = Uploaded::new(&scene, ServerSideEncryption::AwsKms, None);
        if may_decrypt {
            scene.bob.allow("kms:Decrypt", &scene.key.arn());
        }
        assert_eq!(missing(scene.bob.call(uploaded.complete(false))), None);
        let head = scene.s3.call(head(Some(ChecksumMode::Enabled))).unwrap();
        assert_eq!(head.checksum_crc64_nvme, expected);
    }
}

/// What is tolerated where a permission is missing is refused all the same where S3 would not ask KMS at all.
#[test]
fn whatever_uses_a_key_comes_over_tls_and_signed_by_version_4() {
    // The edition is one whose buckets may be asked under version 2 at all.
    let scene = scene_of(FakeS3::builder().edition(Edition::February2026).parts_without_checksums(true).build());
    for algorithm in [None, Some(ChecksumAlgorithm::Crc32)] {
        let uploaded = Uploaded::new(&scene, ServerSideEncryption::AwsKms, algorithm);
        let (id, tag) = (&uploaded.id, scene.bucket.uploads()[0].parts[0].e_tag.clone());
        let part = format!("<Part><PartNumber>1</PartNumber><ETag>{tag}</ETag></Part>");
        let list = format!("<CompleteMultipartUpload>{part}</CompleteMultipartUpload>");
        for (method, target, body) in [
            ("PUT", format!("db.tar?partNumber=1&uploadId={id}"), ""),
            ("POST", format!("db.tar?uploadId={id}"), list.as_str()),
            ("GET", format!("db.tar?uploadId={id}"), ""),
            ("GET", "db.tar".to_owned(), ""),
        ] {
            let send = |scheme: &str, authorization: &str| {
                let uri = format!("{scheme}://s3.us-east-1.amazonaws.com/backups/{target}");
                let request = Request::builder().method(method).uri(uri).header("content-length", body.len());
                let request = match authorization {
                    "" => request,
                    sent => request.header("authorization", sent).header("date", "Sat, 21 Feb 2026 10:30:00 GMT"),
                };
                let answer = scene.s3.http(request.body(Bytes::copy_from_slice(body.as_bytes())).unwrap());
                answer.extensions().get::<S3Error>().map(|error| error.row().name)
            };
            assert_eq!(send("http", ""), Some("KMS_OVER_HTTP"), "{method} {target}");
            let version_2 = send("https", "AWS AKIAIOSFODNN7EXAMPLE:frJIUN8DYpKDtOLCwo//yllqDzg=");
            assert_eq!(version_2, Some("KMS_WITHOUT_SIGNATURE_V4"), "{method} {target}");
        }
        assert_eq!(missing(scene.s3.call(uploaded.complete(false))), None, "nothing of this changed the upload");
    }
}

fn policy(statements: &[&str]) -> String {
    format!(r#"{{"Version": "2012-10-17", "Statement": [{}]}}"#, statements.join(","))
}

fn allow(principal: &str, condition: &str) -> String {
    let who = format!(r#""Principal": {{"AWS": "{principal}"}}"#);
    format!(r#"{{"Effect": "Allow", {who}, "Action": "kms:*", "Resource": "*", "Condition": {{{condition}}}}}"#)
}

#[test]
fn a_key_lets_in_whom_its_policy_names_or_leaves_to_his_account() {
    let scene = scene(KmsPermissions::Observed);
    scene.given_object();
    let root = "arn:aws:iam::111122223333:root";
    let of_bob = allow(&scene.bob.arn(), "");
    let deny_bob = of_bob.replace("Allow", "Deny");
    let (of_root, of_all) = (allow(root, ""), allow("*", ""));
    // The key's policy, whether bob's own policies allow it, and whether he may.
    for (statements, is_allowed_at_home, expected) in [
        (vec![of_root.as_str()], false, Some("no identity-based policy")),
        (vec![&of_root], true, None),
        (vec![&of_bob], false, None),
        (vec![&of_bob], true, None),
        (vec![&of_all], false, None),
        (vec![&of_root, &deny_bob], true, Some("an explicit deny in a resource-based policy")),
        // Without a word of the key's, nothing of the account's own policies counts.
        (vec![&allow("arn:aws:iam::111122223333:user/carol", "")], true, Some("no resource-based policy")),
    ] {
        scene.key.set_policy(&policy(&statements));
        let bob = scene.s3.account("fake-s3").user("bob");
        match is_allowed_at_home {
            true => bob.allow("kms:*", "*"),
            false => bob.delete_policy("kms:* on *"),
        };
        match (scene.get(), expected) {
            (Ok(()), None) => {}
            (Err(error), Some(tail)) => assert!(error.message().contains(tail), "{error}"),
            (answer, expected) => panic!("{statements:?} {is_allowed_at_home}: {answer:?}, not {expected:?}"),
        }
    }
    scene.key.set_policy(&policy(&[&of_bob]));
    scene.bob.set_policy("no", &policy(&[r#"{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*"}"#]));
    let error = scene.get().unwrap_err();
    assert!(error.message().ends_with("with an explicit deny in an identity-based policy"), "{error}");
}

#[test]
fn even_the_account_itself_needs_the_keys_policy() {
    let scene = scene(KmsPermissions::Observed);
    scene.key.set_policy(&policy(&[&allow(&scene.bob.arn(), "")]));
    let error = scene.s3.call(scene.put()).unwrap_err();
    assert!(error.message().contains("no resource-based policy allows the kms:GenerateDataKey action"), "{error}");
}

#[test]
fn from_another_account_both_sides_must_allow() {
    let scene = scene(KmsPermissions::Observed);
    scene.given_object();
    let (alice, carol) = (scene.s3.account("alice"), scene.s3.account("alice").user("carol"));
    let statement = format!(
        r#"{{"Effect": "Allow", "Principal": {{"AWS": "{}"}}, "Action": "s3:*", "Resource": "arn:aws:s3:::backups/*"}}"#,
        alice.id()
    );
    let put = PutBucketPolicyInput::builder().bucket("backups").policy(policy(&[&statement]));
    scene.s3.call(put).unwrap();
    carol.allow("s3:*", "*").allow("kms:*", "*");
    let get = || GetObjectInput::builder().bucket("backups").key("db.tar");
    let elsewhere = carol.call(get()).unwrap_err();
    assert!(elsewhere.message().contains("on this resource because the resource does not exist in this Region"));

    scene.key.set_policy(&policy(&[
        &allow("arn:aws:iam::111122223333:root", ""),
        &allow(&format!("arn:aws:iam::{}:root", alice.id()), ""),
    ]));
    assert!(carol.call(get()).is_ok() && alice.call(get()).is_ok());
    carol.delete_policy("kms:* on *");
    let error = carol.call(get()).unwrap_err();
    assert!(error.message().contains("no identity-based policy allows the kms:Decrypt action"), "{error}");
    // Being named is not enough from without.
    scene.key.set_policy(&policy(&[&allow(&carol.arn(), "")]));
    assert!(carol.call(get()).is_err());
    scene.key.grant(&carol.arn(), &["kms:Decrypt"]);
    assert!(carol.call(get()).is_err());
    carol.allow("kms:Decrypt", &scene.key.arn());
    assert!(carol.call(get()).is_ok());
}

#[test]
fn a_keys_policy_sees_what_is_encrypted_through_what_and_for_whom() {
    let scene = scene(KmsPermissions::Observed);
    let context = |mut input: PutObjectInput, json: &str| {
        input.ssekms_encryption_context = Some(aws_smithy_types::base64::encode(json));
        input
    };
    let bucket_key = |mut input: PutObjectInput| {
        input.bucket_key_enabled = Some(true);
        input
    };
    let object = r#""StringEquals": {"kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::backups/db.tar"}"#;
    let bucket = r#""StringEquals": {"kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::backups"}"#;
    let team = r#""StringEquals": {"kms:EncryptionContext:team": "storage"}"#;
    let keys = r#""ForAllValues:StringEquals": {"kms:EncryptionContextKeys": ["aws:s3:arn", "team"]}"#;
    // S3 tells its own pair beside the client's.
    let own = r#""ForAnyValue:StringEquals": {"kms:EncryptionContextKeys": "aws:s3:arn"}"#;
    let teams = r#""ForAnyValue:StringEquals": {"kms:EncryptionContextKeys": ["stage", "team"]}"#;
    let via = r#""StringEquals": {"kms:ViaService": "s3.us-east-1.amazonaws.com"}"#;
    let elsewhere = r#""StringEquals": {"kms:ViaService": "s3.eu-west-1.amazonaws.com"}"#;
    let caller = r#""StringEquals": {"kms:CallerAccount": "111122223333"}"#;
    let mine = r#"{"aws:s3:arn": "mine"}"#;
    for (condition, input, is_allowed) in vec![
        (object, scene.put(), true),
        (object, bucket_key(scene.put()), false),
        (bucket, bucket_key(scene.put()), true),
        (object, context(scene.put(), mine), false),
        (team, scene.put(), false),
        (team, context(scene.put(), r#"{"team": "storage"}"#), true),
        (object, context(scene.put(), r#"{"team": "storage"}"#), true),
        (keys, context(scene.put(), r#"{"team": "storage"}"#), true),
        (keys, context(scene.put(), r#"{"stage": "test"}"#), false),
        (own, scene.put(), true),
        (own, context(scene.put(), r#"{"team": "storage"}"#), true),
        (own, bucket_key(scene.put()), true),
        (teams, scene.put(), false),
        (teams, context(scene.put(), r#"{"team": "storage"}"#), true),
        (via, scene.put(), true),
        (elsewhere, scene.put(), false),
        (caller, scene.put(), true),
    ] {
        scene.key.set_policy(&policy(&[&allow(&scene.bob.arn(), condition)]));
        let answer = scene.bob.call(input);
        assert_eq!(answer.is_ok(), is_allowed, "{condition}: {answer:?}");
    }
    // What was said when an object was written is what its readers are asked for.
    scene.key.set_policy(&policy(&[&allow(&scene.bob.arn(), team)]));
    scene.bob.call(context(scene.put(), r#"{"team": "storage"}"#)).unwrap();
    assert!(scene.get().is_ok());
}

#[test]
fn what_kms_refuses_changes_nothing() {
    let scene = scene(KmsPermissions::Observed);
    assert!(scene.bob.call(scene.put()).is_err() && scene.bob.call(scene.create()).is_err());
    assert!(scene.bucket.objects().is_empty() && scene.bucket.uploads().is_empty());
}
