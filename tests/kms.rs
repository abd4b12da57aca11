//! Who may have S3 use a key of KMS: key policies, policies of identities, grants, accounts, and what each operation asks.

use fake_s3::error::S3Error;
use fake_s3::operation::complete_multipart_upload::CompleteMultipartUploadInput;
use fake_s3::operation::copy_object::CopyObjectInput;
use fake_s3::operation::create_multipart_upload::CreateMultipartUploadInput;
use fake_s3::operation::get_object::GetObjectInput;
use fake_s3::operation::head_object::HeadObjectInput;
use fake_s3::operation::put_bucket_policy::PutBucketPolicyInput;
use fake_s3::operation::put_object::PutObjectInput;
use fake_s3::operation::upload_part::UploadPartInput;
use fake_s3::types::{ChecksumAlgorithm, CompletedMultipartUpload, CompletedPart, ServerSideEncryption};
use fake_s3::{BucketHandle, FakeS3, IdentityHandle, KmsKey, KmsPermissions};

/// A world with a bucket, a key, and a user who may do with the bucket what he likes, and nothing with the key.
struct Scene {
    s3: FakeS3,
    bucket: BucketHandle,
    key: KmsKey,
    bob: IdentityHandle,
}

fn scene(permissions: KmsPermissions) -> Scene {
    let s3 = FakeS3::builder().kms_permissions(permissions).build();
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

#[test]
fn observed_permissions_are_asked_for_operation_by_operation() {
    let part = |id: &str| UploadPartInput::builder().bucket("backups").key("db.tar").part_number(1).upload_id(id);
    let copy = || CopyObjectInput::builder().bucket("backups").key("copy").copy_source("backups/db.tar");
    let head = || HeadObjectInput::builder().bucket("backups").key("db.tar");
    let scene = scene(KmsPermissions::Observed);
    scene.given_object();
    let id = scene.s3.call(scene.create()).unwrap().upload_id.unwrap();

    assert_eq!(missing(scene.bob.call(scene.put())).as_deref(), Some("kms:GenerateDataKey"));
    assert_eq!(missing(scene.bob.call(scene.create())).as_deref(), Some("kms:GenerateDataKey"));
    assert_eq!(missing(scene.bob.call(part(&id))).as_deref(), Some("kms:Decrypt"));
    assert_eq!(missing(scene.get()).as_deref(), Some("kms:Decrypt"));
    assert_eq!(missing(scene.bob.call(copy())).as_deref(), Some("kms:Decrypt"));
    assert_eq!(missing(scene.bob.call(head())), None, "what is no secret needs no key");

    scene.bob.allow("kms:Decrypt", &scene.key.arn());
    assert_eq!(missing(scene.get()), None);
    assert_eq!(missing(scene.bob.call(copy())), None, "the copy is S3's own to encrypt");
    assert_eq!(missing(scene.bob.call(part(&id))).as_deref(), Some("kms:GenerateDataKey"));
    scene.bob.allow("kms:GenerateDataKey", &scene.key.arn());
    assert_eq!(missing(scene.bob.call(part(&id))), None);
    assert_eq!(missing(scene.bob.call(scene.put())), None);
}

#[test]
fn completing_asks_for_the_key_where_there_are_checksums() {
    let scene = scene(KmsPermissions::Observed);
    for (algorithm, expected) in [(None, None), (Some(ChecksumAlgorithm::Crc32), Some("kms:Decrypt"))] {
        let mut create = scene.create();
        create.checksum_algorithm = algorithm;
        let id = scene.s3.call(create).unwrap().upload_id.unwrap();
        let tag = scene.bucket.put_part("db.tar", &id, 1, "some bytes");
        let list = CompletedMultipartUpload::builder();
        let list = list.parts(CompletedPart::builder().part_number(1).e_tag(tag).build()).build();
        let complete = CompleteMultipartUploadInput::builder().bucket("backups").key("db.tar").upload_id(id);
        assert_eq!(missing(scene.bob.call(complete.multipart_upload(list))).as_deref(), expected);
    }
    let head = HeadObjectInput::builder().bucket("backups").key("db.tar");
    let head = scene.s3.call(head.checksum_mode(fake_s3::types::ChecksumMode::Enabled)).unwrap();
    assert_eq!(head.checksum_crc64_nvme, None, "who could not open the parts stored no checksum");
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
    let via = r#""StringEquals": {"kms:ViaService": "s3.us-east-1.amazonaws.com"}"#;
    let elsewhere = r#""StringEquals": {"kms:ViaService": "s3.eu-west-1.amazonaws.com"}"#;
    let caller = r#""StringEquals": {"kms:CallerAccount": "111122223333"}"#;
    let mine = r#"{"aws:s3:arn": "mine"}"#;
    for (condition, input, is_allowed) in [
        (object, scene.put(), true),
        (object, bucket_key(scene.put()), false),
        (bucket, bucket_key(scene.put()), true),
        (object, context(scene.put(), mine), false),
        (team, scene.put(), false),
        (team, context(scene.put(), r#"{"team": "storage"}"#), true),
        (object, context(scene.put(), r#"{"team": "storage"}"#), true),
        (keys, context(scene.put(), r#"{"team": "storage"}"#), true),
        (keys, context(scene.put(), r#"{"stage": "test"}"#), false),
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
