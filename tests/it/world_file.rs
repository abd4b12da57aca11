//! Worlds as text: what is written is what is read, what is loaded answers as what was saved, and what is wrong is named.

mod look;
mod random;

use fake_s3::{FakeS3, World, days};
use proptest::prelude::*;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The worlds in `fixtures/worlds`, by name.
fn worlds() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/worlds");
    let mut paths: Vec<PathBuf> = folder.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let named =
        |path: &PathBuf| (path.file_stem().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(path).unwrap());
    paths.iter().map(named).collect()
}

fn read(text: &str) -> World {
    World::from_json(text).unwrap_or_else(|error| panic!("{error}"))
}

/// That a world survives being written down, and answers as before.
#[track_caller]
fn check_round_trip(s3: &FakeS3) -> FakeS3 {
    let saved = s3.world();
    assert_eq!(read(&saved.to_json()), saved, "the text is not what was written");
    let loaded = FakeS3::builder().start(s3.clock().now()).world(saved.clone()).build();
    let written = loaded.world();
    assert_eq!(written.to_json(), saved.to_json());
    assert_eq!(written, saved);
    let (was, is) = (look::at(s3), look::at(&loaded));
    let differs = was.iter().zip(&is).find(|(was, is)| was != is);
    assert!(was.len() == is.len() && differs.is_none(), "{differs:#?}");
    loaded
}

#[test]
fn the_worlds_of_files_survive() {
    for (name, text) in worlds() {
        println!("{name}");
        let world = read(&text);
        assert_eq!(read(&world.to_json()), world);
        let s3 = FakeS3::builder().world(world).build();
        let loaded = check_round_trip(&s3);
        assert_eq!(future(&s3), future(&loaded));
    }
}

/// What rules will do, but for the ids of the markers that they make.
fn future(s3: &FakeS3) -> Vec<String> {
    let versions = s3.buckets().into_iter().flat_map(|bucket| bucket.versions());
    let known: BTreeSet<String> = versions.map(|version| version.version_id).collect();
    let events = s3.clock().advance(days(800)).into_iter().map(|event| {
        let event = format!("{event:?}");
        let mut pieces = event.split("Id(\"");
        let first = pieces.next().unwrap_or_default().to_owned();
        pieces.fold(first, |told, piece| {
            let (id, rest) = piece.split_once('"').unwrap();
            let id = if known.contains(id) { id } else { "new" };
            format!("{told}{id}{rest}")
        })
    });
    events.collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn the_worlds_of_random_calls_survive(steps in random::steps()) {
        let s3 = random::world(&steps);
        s3.clock().events();
        let loaded = check_round_trip(&s3);
        prop_assert_eq!(future(&s3), future(&loaded));
    }
}

/// The sentence that refuses this as a bucket beside a name.
#[track_caller]
fn refused_bucket(fields: &str) -> String {
    refused(&format!(r#"{{"Buckets": [{{"Name": "backups", {fields}}}]}}"#))
}

/// The sentence that refuses this as an object, in a bucket that keeps versions.
#[track_caller]
fn refused_object(fields: &str) -> String {
    let versioning = r#""VersioningConfiguration": {"Status": "Enabled"}"#;
    refused_bucket(&format!(r#"{versioning}, "Objects": [{{"Key": "a", {fields}}}]"#))
}

/// The sentence that refuses a world, which changes nothing.
#[track_caller]
fn refused(text: &str) -> String {
    let s3 = FakeS3::new();
    s3.create_bucket("there").put_object("a", "");
    let before = s3.world();
    let loaded = World::from_json(text).and_then(|world| s3.load(&world));
    let error = loaded.expect_err("this world is refused");
    assert_eq!(s3.world(), before);
    error.to_string()
}

#[test]
fn what_cannot_be_read_is_told_with_its_place() {
    for (text, expected) in [
        ("", "line 1, column 0: EOF while parsing a value"),
        ("{", "line 1, column 1: EOF while parsing an object"),
        ("{\n  \"Bucket\": []\n}", "line 2, column 10, at Bucket: unknown field `Bucket`, expected one of `Accounts`"),
        ("{\"Buckets\": [{}]}", "line 1, column 15, at Buckets[0]: missing field `Name`"),
        ("{\"Buckets\": [{\"Owner\": \"a\"}]}", "line 1, column 27, at Buckets[0]: missing field `Name`"),
        ("{\"Buckets\": [{\"Name\": 5}]}", "line 1, column 23, at Buckets[0].Name: invalid type: integer `5`"),
        (
            "{\"Buckets\": [{\"Name\": \"a\", \"Name\": \"b\"}]}",
            "line 1, column 33, at Buckets[0].Name: duplicate field `Name`",
        ),
        (
            "{\"Accounts\": [{}, {\"Users\": [{\n\"UserName\": \"a\", \"Groups\": []}]}]}",
            "line 2, column 25, at Accounts[1].Users[0].Groups: unknown field `Groups`, expected one of `UserName`, ",
        ),
        (
            "{\"Buckets\": [{\"Name\": \"a\", \"LifecycleConfiguration\": {\"Rules\": [{\"Id\": \"x\"}]}}]}",
            "line 1, column 69, at Buckets[0].LifecycleConfiguration.Rules[0].Id: unknown field `Id`, expected one of",
        ),
        (
            "{\"KMSKeys\": [{\"KeyState\": \"Gone\"}]}",
            "line 1, column 32, at KMSKeys[0].KeyState: unknown variant `Gone`",
        ),
        (
            "{\"Buckets\": [{\"Name\": \"a\", \"CreationDate\": \"now\"}]}",
            "line 1, column 49, at Buckets[0].CreationDate: `now` is no date such as 2026-01-01T10:30:00Z",
        ),
        (
            "{\"Buckets\": [{\"Name\": \"a\", \"Objects\": [{\"Key\": \"a\", \"Body\": {\"Base64\": \"*\"}}]}]}",
            "line 1, column 75, at Buckets[0].Objects[0].Body.Base64: Base64 is no base64",
        ),
    ] {
        let told = refused(text);
        assert!(told.starts_with(expected), "{text}\n{told}\n{expected}");
    }
}

#[test]
fn what_no_bucket_can_be_is_refused_as_its_operation_refuses_it() {
    for (fields, expected) in [
        (r#""Owner": "nobody""#, "Buckets[0].Owner: there is no account `nobody`"),
        (r#""LocationConstraint": "eu""#, "Buckets[0].LocationConstraint: `eu` is not `EU`"),
        (r#""BucketRegion": """#, "Buckets[0].BucketRegion: `` is no name of a Region"),
        (r#""BucketRegion": "a:b""#, "Buckets[0].BucketRegion: `a:b` is no name of a Region"),
        (r#""VersioningConfiguration": {"Status": "On"}"#, "Buckets[0].VersioningConfiguration: 400 MalformedXML"),
        (
            r#""VersioningConfiguration": {"Status": "Suspended"}, "ObjectLockConfiguration": {"ObjectLockEnabled": "Enabled"}"#,
            "Buckets[0].VersioningConfiguration: 409 InvalidBucketState",
        ),
        (r#""ObjectLockConfiguration": {}"#, "Buckets[0].ObjectLockConfiguration: 400 MalformedXML"),
        (r#""OwnershipControls": {"Rules": []}"#, "Buckets[0].OwnershipControls: 400 MalformedXML"),
        (
            r#""RequestPaymentConfiguration": {"Payer": "Nobody"}"#,
            "Buckets[0].RequestPaymentConfiguration: 400 MalformedXML",
        ),
        (
            r#""ServerSideEncryptionConfiguration": {"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "rot13"}}]}"#,
            "Buckets[0].ServerSideEncryptionConfiguration: 400 MalformedXML",
        ),
        (r#""Policy": "no JSON""#, "Buckets[0].Policy: 400 MalformedPolicy: Policies must be valid JSON"),
        (
            r#""Policy": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "999988887777"}, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::backups/*"}]}"#,
            "Buckets[0].Policy: 400 MalformedPolicy: Invalid principal in policy",
        ),
        (
            r#""LifecycleConfiguration": {"Rules": [{"Filter": {}, "Status": "Enabled"}]}"#,
            "Buckets[0].LifecycleConfiguration: 400 ",
        ),
        (
            r#""Tagging": {"TagSet": [{"Key": "a", "Value": ""}, {"Key": "a", "Value": ""}]}"#,
            "Buckets[0].Tagging: 400 InvalidTag",
        ),
        (
            r#""AccessControlPolicy": {"Owner": {"ID": "5d6e"}, "Grants": []}"#,
            "Buckets[0].AccessControlPolicy: 400 InvalidArgument: Invalid id",
        ),
        (
            r#""AccessControlPolicy": {"Owner": {"ID": "65a011a29cdf8ec533ec3d1ccaae921c"}, "Grants": []}"#,
            "Buckets[0].AccessControlPolicy: the owner of the bucket is 5d6e",
        ),
    ] {
        let told = refused_bucket(fields);
        assert!(told.starts_with(expected), "{fields}\n{told}\n{expected}");
    }
    assert!(refused(r#"{"Buckets": [{"Name": "No"}]}"#).starts_with("Buckets[0].Name: 400 InvalidBucketName"));
    let twice = refused(r#"{"Buckets": [{"Name": "backups"}, {"Name": "backups"}]}"#);
    assert_eq!(twice, "Buckets[1].Name: `backups` stands there twice");
}

#[test]
fn what_no_object_can_be_is_refused() {
    let at = "Buckets[0].Objects[0]";
    for (fields, expected) in [
        (r#""VersionId": "mine""#, ".VersionId: `mine` is no id that worlds of seed 0 make"),
        (
            r#""DeleteMarker": true, "Body": """#,
            ".DeleteMarker: one has a Key, a VersionId and dates, and nothing else",
        ),
        (r#""Body": "", "Parts": []"#, ": an object has a Body or Parts, and not both"),
        (r#""Parts": []"#, ".Parts: an object has 1 to 10000 parts"),
        (r#""ETag": "x""#, ".ETag: `x` is no ETag"),
        (
            r#""NoncurrentSince": "2026-01-01T00:00:00Z""#,
            ".NoncurrentSince: it is the newest version of `a`, and so is the current one",
        ),
        (r#""ETag": "0123456789abcdef0123456789abcdef-2""#, ".ETag: `0123456789abcdef0123456789abcdef-2` does not end"),
        (r#""StorageClass": "OUTPOSTS""#, ": 400 InvalidStorageClass"),
        (r#""WebsiteRedirectLocation": "x""#, ": 400 InvalidRedirectLocation"),
        (r#""Tagging": {"TagSet": [{"Key": "a,b", "Value": ""}]}"#, ".Tagging: 400 InvalidTag"),
        (r#""ChecksumAlgorithm": "CRC16""#, ".ChecksumAlgorithm: 400 InvalidRequest"),
        (r#""ChecksumType": "FULL_OBJECT""#, ".ChecksumType: it goes with a ChecksumAlgorithm"),
        (
            r#""ChecksumAlgorithm": "CRC32", "ChecksumType": "COMPOSITE""#,
            ".ChecksumType: only an object that has Parts is COMPOSITE",
        ),
        (
            r#""Parts": [{}], "ChecksumAlgorithm": "SHA1", "ChecksumType": "FULL_OBJECT""#,
            ".ChecksumType: what has Parts has no SHA1 of the type FULL_OBJECT",
        ),
        (
            r#""Parts": [{"Body": {"Repeat": "a", "Size": 20000000}}], "ChecksumAlgorithm": "SHA1""#,
            ".ChecksumAlgorithm: 501 NotImplemented",
        ),
        (r#""ServerSideEncryption": "rot13""#, ": 400 InvalidArgument"),
        (r#""ServerSideEncryption": "aws:kms", "SSEKMSKeyId": "alias/none""#, ": 400 KMS.NotFoundException"),
        (r#""SSECustomerKeyMD5": "x""#, ".SSECustomerKeyMD5: `x` is no MD5 in base64"),
        (r#""ObjectLockMode": "GOVERNANCE""#, ": 400 InvalidArgument"),
        (r#""ObjectLockLegalHoldStatus": "ON""#, ": 400 InvalidRequest"),
        (
            r#""Restore": {"Tier": "Standard", "Days": 1, "CompletionDate": "2026-01-01T00:00:00Z", "RestoreExpiryDate": "2026-01-02T00:00:00Z"}"#,
            ".Restore: a StorageClass STANDARD is no archive",
        ),
        (
            r#""StorageClass": "GLACIER", "Restore": {"Tier": "Bulk", "Days": 0, "CompletionDate": "2026-01-01T00:00:00Z", "RestoreExpiryDate": "2026-01-02T00:00:00Z"}"#,
            ".Restore: it has Days, and a CompletionDate that is not after",
        ),
    ] {
        let (told, expected) = (refused_object(fields), format!("{at}{expected}"));
        assert!(told.starts_with(&expected), "{fields}\n{told}\n{expected}");
    }
    let objects = |objects: &str| refused_bucket(&format!(r#""Objects": [{objects}]"#));
    assert!(objects(r#"{"Key": ""}"#).starts_with("Buckets[0].Objects[0].Key: 400 InvalidURI"));
    let twice = objects(r#"{"Key": "a"}, {"Key": "a"}"#);
    assert!(twice.starts_with("Buckets[0].Objects[1].VersionId: `a` has a version `null` already"), "{twice}");
    let marker = objects(r#"{"Key": "a", "DeleteMarker": true}"#);
    assert!(marker.starts_with("Buckets[0].Objects[0].DeleteMarker: only a bucket that keeps versions"), "{marker}");
}

#[test]
fn what_no_account_and_no_key_can_be_is_refused() {
    for (text, expected) in [
        (r#"{"Accounts": [{}]}"#, "Accounts[0]: an account has an AccountId, a DisplayName, or both"),
        (r#"{"Accounts": [{"AccountId": "12"}]}"#, "Accounts[0].AccountId: `12` is not the twelve digits"),
        (
            r#"{"Accounts": [{"DisplayName": "a", "CanonicalUserId": "5d6e"}]}"#,
            "Accounts[0].CanonicalUserId: `5d6e` is not the 64 hexadecimal digits",
        ),
        (
            r#"{"Accounts": [{"AccountId": "999988887777"}, {"AccountId": "999988887777"}]}"#,
            "Accounts[1].AccountId: the account 999988887777 stands there twice",
        ),
        (
            r#"{"Accounts": [{"AccountId": "111122223333"}, {"AccountId": "111122223333"}]}"#,
            "Accounts[1].AccountId: the account 111122223333 stands there twice",
        ),
        (r#"{"Accounts": [{"DisplayName": "a"}, {"DisplayName": "a"}]}"#, "Accounts[1].DisplayName: "),
        (
            r#"{"Accounts": [{"AccountId": "999988887777", "DisplayName": "fake-s3"}]}"#,
            "Accounts[0].DisplayName: 111122223333 is called `fake-s3` too",
        ),
        (
            r#"{"Accounts": [{"DisplayName": "a", "AccessKeys": [{"AccessKeyId": "A", "SecretAccessKey": ""}]}]}"#,
            "Accounts[0].AccessKeys[0]: neither AccessKeyId nor SecretAccessKey is empty",
        ),
        (
            r#"{"Accounts": [{"DisplayName": "a", "AccessKeys": [{"AccessKeyId": "A", "SecretAccessKey": "s"}], "Users": [{"UserName": "u", "AccessKeys": [{"AccessKeyId": "A", "SecretAccessKey": "s"}]}]}]}"#,
            "Accounts[0].Users[0].AccessKeys[0].AccessKeyId: `A` stands there twice",
        ),
        (
            r#"{"Accounts": [{"DisplayName": "a", "Users": [{"UserName": "u"}, {"UserName": "u"}]}]}"#,
            "Accounts[0].Users[1].UserName: `u` stands there twice",
        ),
        (
            r#"{"Accounts": [{"DisplayName": "a", "Roles": [{"RoleName": "r", "Policies": [{"PolicyName": "p", "PolicyDocument": {"Version": "2012-10-17", "Statement": []}}]}]}]}"#,
            "Accounts[0].Roles[0].Policies[0].PolicyDocument: 400 MalformedPolicy",
        ),
        (
            r#"{"Accounts": [{"DisplayName": "a", "AccessKeys": [{"AccessKeyId": "A", "RoleSessionName": "s"}]}]}"#,
            "Accounts[0].AccessKeys[0].RoleSessionName: RoleSessionName is for the access keys of roles",
        ),
        (
            r#"{"Accounts": [{"DisplayName": "a", "Users": [{"UserName": "u", "AccessKeys": [{"AccessKeyId": "A", "RoleSessionName": "s"}]}]}]}"#,
            "Accounts[0].Users[0].AccessKeys[0].RoleSessionName: RoleSessionName is for the access keys of roles",
        ),
        (
            r#"{"Accounts": [{"DisplayName": "a", "Roles": [{"RoleName": "r"}, {"RoleName": "r"}]}]}"#,
            "Accounts[0].Roles[1].RoleName: `r` stands there twice",
        ),
        (
            r#"{"Accounts": [{"DisplayName": "a", "AccessKeys": [{"AccessKeyId": "A", "Expiration": "2026-02-01T00:00:00Z"}]}]}"#,
            "Accounts[0].AccessKeys[0].Expiration: only a key with a SessionToken expires",
        ),
        (r#"{"KMSKeys": [{"KeyId": "mine"}]}"#, "KMSKeys[0].KeyId: `mine` is no id of a key"),
        (
            r#"{"Accounts": [{"DisplayName": "a", "AccessKeys": [{"AccessKeyId": "A", "SessionToken": "t"}]}]}"#,
            "Accounts[0].AccessKeys[0].SessionToken: only a key with a SecretAccessKey is one of a session",
        ),
        (r#"{"KMSKeys": [{"Region": "a:b"}]}"#, "KMSKeys[0].Region: `a:b` is no name of a Region"),
        (r#"{"KMSKeys": [{"AWSAccountId": "nobody"}]}"#, "KMSKeys[0].AWSAccountId: there is no account `nobody`"),
        (r#"{"KMSKeys": [{"KeyState": "PendingDeletion"}]}"#, "KMSKeys[0].DeletionDate: a key that is PendingDeletion"),
        (r#"{"KMSKeys": [{"DeletionDate": "2026-01-01T00:00:00Z"}]}"#, "KMSKeys[0].DeletionDate: only a key whose"),
        (r#"{"KMSKeys": [{"Aliases": ["alias/aws/s3"]}]}"#, "KMSKeys[0].Aliases[0]: `alias/aws/s3` is no alias"),
        (
            r#"{"KMSKeys": [{"Aliases": ["alias/a"]}, {"Aliases": ["alias/a"]}]}"#,
            "KMSKeys[1].Aliases[0]: `alias/a` stands there twice",
        ),
        (
            r#"{"KMSKeys": [{"Grants": [{"GranteePrincipal": "me", "Operations": []}]}]}"#,
            "KMSKeys[0].Grants[0].GranteePrincipal: `me` is no ARN",
        ),
        (
            r#"{"KMSKeys": [{"Grants": [{"GranteePrincipal": "arn:aws:iam::111122223333:root", "Operations": ["Sign"]}]}]}"#,
            "KMSKeys[0].Grants[0].Operations: `Sign` is nothing that S3 asks of a key",
        ),
        (r#"{"KMSKeys": [{"Policy": "x"}]}"#, "KMSKeys[0].Policy: 400 MalformedPolicy"),
    ] {
        let told = refused(text);
        assert!(told.starts_with(expected), "{text}\n{told}\n{expected}");
    }
    let id = "134f2428-cec1-4b25-a1ae-9048164dba47";
    let twice = refused(&format!(r#"{{"KMSKeys": [{{"KeyId": "{id}"}}, {{"KeyId": "{id}"}}]}}"#));
    assert_eq!(twice, format!("KMSKeys[1].KeyId: arn:aws:kms:us-east-1:111122223333:key/{id} is there already"));
}

/// 48.8 TiB, and 10,000 buckets unless it is said: a file has as much as S3 lets anybody have, and nothing more.
#[test]
fn a_file_has_as_much_as_there_may_be() {
    let large = |size: u64| {
        World::from_json(&format!(
            r#"{{"Buckets": [{{"Name": "backups", "Objects": [{{"Key": "a", "Body": {{"Repeat": "a", "Size": {size}}}}}]}}]}}"#
        ))
    };
    let largest: u64 = 10_000 * (5 << 30);
    let s3 = FakeS3::builder().world(large(largest).unwrap()).build();
    assert_eq!(s3.bucket("backups").object("a").unwrap().size, largest);
    let refused = large(largest + 1).unwrap_err().to_string();
    assert!(refused.ends_with("at Buckets[0].Objects[0].Body.Size: Size is larger than any object"), "{refused}");

    let two = read(r#"{"Buckets": [{"Name": "one"}, {"Name": "two"}]}"#);
    assert!(FakeS3::builder().bucket_quota(2).world(two.clone()).try_build().is_ok());
    let refused = FakeS3::builder().bucket_quota(1).world(two).try_build().unwrap_err().to_string();
    assert_eq!(refused, "Buckets[1]: 111122223333 has 1 buckets already, which is the quota of this world");
}

/// Days count from when a version was superseded, also where nobody gives it an id.
#[test]
fn a_version_is_noncurrent_since_it_is_said_to_be() {
    let world = |since: &str| {
        read(&format!(
            r#"{{"Buckets": [{{
                "Name": "backups",
                "VersioningConfiguration": {{"Status": "Enabled"}},
                "LifecycleConfiguration": {{"Rules": [{{
                    "Filter": {{}}, "Status": "Enabled", "NoncurrentVersionExpiration": {{"NoncurrentDays": 10}}
                }}]}},
                "Objects": [{{"Key": "a", "Body": "old" {since}}}, {{"Key": "a", "Body": "new"}}]
            }}]}}"#
        ))
    };
    for (since, removed) in
        [("", "2026-01-12T00:00:00Z"), (r#", "NoncurrentSince": "2025-12-25T12:00:00Z""#, "2026-01-05T00:00:00Z")]
    {
        let s3 = FakeS3::builder().world(world(since)).build();
        let at: Vec<_> = s3.clock().advance(days(30)).iter().map(|event| event.at.to_string()).collect();
        assert_eq!(at, [removed], "{since}");
    }
}

/// A key without a secret says whose a request is, and no more.
#[test]
fn a_key_without_a_secret_is_not_verified() {
    let world = |secret: &str| {
        let key = format!(r#"{{"AccessKeyId": "AKIAALICE" {secret}}}"#);
        read(&format!(r#"{{"Accounts": [{{"DisplayName": "alice", "AccessKeys": [{key}]}}]}}"#))
    };
    for (secret, status) in [("", 200), (r#", "SecretAccessKey": "s""#, 403)] {
        let s3 = FakeS3::builder().world(world(secret)).build();
        s3.account("alice").create_bucket("hers");
        let signed = "AWS4-HMAC-SHA256 Credential=AKIAALICE/20260101/us-east-1/s3/aws4_request, \
                      SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=00";
        let request = http::Request::get("https://s3.us-east-1.amazonaws.com/hers")
            .header("host", "s3.us-east-1.amazonaws.com")
            .header("x-amz-content-sha256", "UNSIGNED-PAYLOAD")
            .header("x-amz-date", "20260101T103000Z")
            .header("authorization", signed);
        let answer = s3.http(request.body(bytes::Bytes::new()).unwrap());
        assert_eq!(answer.status(), status, "{secret}");
        let loaded = FakeS3::builder().world(s3.world()).build();
        assert_eq!(loaded.world(), s3.world());
    }
}

proptest! {
    /// Whatever stands in a file, it is read or refused.
    #[test]
    fn no_file_panics(world in 0_usize..2, at in 0_usize..4000, with in r#"[0-9a-zA-Z:{}\[\]",-]{0,3}"#, cut in 0_usize..9) {
        let (_, mut text) = worlds().swap_remove(world);
        let from = (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap();
        let to = (from..=(from + cut).min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap();
        text.replace_range(from..to, &with);
        if let Ok(world) = World::from_json(&text) {
            prop_assert_eq!(&World::from_json(&world.to_json()).unwrap(), &world);
            if let Ok(s3) = FakeS3::builder().world(world).try_build() {
                prop_assert_eq!(FakeS3::builder().world(s3.world()).build().world(), s3.world());
            }
        }
    }
}

fn page() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/WORLD_FILE.md")).unwrap()
}

#[test]
fn the_example_on_the_page_is_the_file() {
    let page = page();
    let (_, example) = page.split_once("```json\n").unwrap();
    let (example, _) = example.split_once("```").unwrap();
    let backups = worlds().into_iter().find(|(name, _)| name == "backups").unwrap();
    assert_eq!(example, backups.1);
    let s3 = FakeS3::builder().world(read(example)).build();
    let bucket = s3.bucket("backups");
    assert_eq!(bucket.object("db.tar").unwrap().metadata["by"], "cron");
    assert_eq!(bucket.object("large.bin").unwrap().size, 5_242_887);
    assert_eq!(s3.account("fake-s3").user("writer").access_key_id().as_deref(), Some("AKIAWRITER"));
}

/// What a world has for fields is told where there is one that it does not have.
#[test]
fn every_field_is_on_the_page() {
    let page = page();
    let (_, everything) = worlds().into_iter().find(|(name, _)| name == "everything").unwrap();
    for text in [
        r#"{"?": 0}"#,
        r#"{"Accounts": [{"?": 0}]}"#,
        r#"{"Accounts": [{"Users": [{"?": 0}]}]}"#,
        r#"{"Accounts": [{"Roles": [{"Policies": [{"?": 0}]}]}]}"#,
        r#"{"Accounts": [{"Roles": [{"AccessKeys": [{"?": 0}]}]}]}"#,
        r#"{"KMSKeys": [{"?": 0}]}"#,
        r#"{"KMSKeys": [{"Grants": [{"?": 0}]}]}"#,
        r#"{"Buckets": [{"?": 0}]}"#,
        r#"{"Buckets": [{"Objects": [{"?": 0}]}]}"#,
        r#"{"Buckets": [{"Objects": [{"Restore": {"?": 0}}]}]}"#,
        r#"{"Buckets": [{"Objects": [{"Body": {"?": 0}}]}]}"#,
    ] {
        let error = World::from_json(text).unwrap_err().to_string();
        let (_, fields) = error.split_once("unknown field `?`, expected ").unwrap();
        for field in fields.split('`').skip(1).step_by(2) {
            let is_there = [format!("`{field}`"), format!("\"{field}\"")].iter().any(|name| page.contains(name));
            assert!(is_there, "{field} of {text} is not on the page");
            assert!(everything.contains(&format!("\"{field}\"")), "{field} of {text} is not in everything.json");
        }
    }
}

/// The place of every object in a world's text whose fields are the world's own: those of metadata are of the user, and
/// those of a policy its operation's.
fn objects(value: &Value, place: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            found.push(place.to_owned());
            let own =
                members.iter().filter(|(name, _)| !["Metadata", "Policy", "PolicyDocument"].contains(&name.as_str()));
            own.for_each(|(name, value)| objects(value, &format!("{place}/{name}"), found));
        }
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(at, value)| objects(value, &format!("{place}/{at}"), found));
        }
        _ => {}
    }
}

#[test]
fn a_field_that_is_none_is_refused_wherever_it_stands() {
    let (_, everything) = worlds().into_iter().find(|(name, _)| name == "everything").unwrap();
    let everything: Value = serde_json::from_str(&everything).unwrap();
    let mut places = Vec::new();
    objects(&everything, "", &mut places);
    assert!(places.len() > 70, "{places:?}");
    for place in places {
        let mut world = everything.clone();
        world.pointer_mut(&place).unwrap()["Nmae"] = Value::Null;
        let text = serde_json::to_string_pretty(&world).unwrap();
        let error = World::from_json(&text).expect_err(&place);
        let line = text.lines().position(|line| line.contains("\"Nmae\"")).unwrap() + 1;
        assert!(error.to_string().contains("unknown field `Nmae`"), "{place}: {error}");
        // A document that is renamed as a whole is named as a whole.
        if let Some((_, inner)) = place.split_once("/Configurations/") {
            let document = inner.split('/').next().unwrap();
            let place = format!("Buckets[0].Configurations.{document}");
            assert!(error.place().starts_with(&place), "{place}: {error}");
            continue;
        }
        let path: Vec<String> = place
            .split('/')
            .skip(1)
            .map(|step| match step.parse::<usize>() {
                Ok(index) => format!("[{index}]"),
                Err(_) => format!(".{step}"),
            })
            .collect();
        assert_eq!(
            (error.line(), error.place()),
            (Some(line), format!("{}.Nmae", path.concat()).trim_start_matches('.')),
            "{error}"
        );
    }
}

/// What is said and not written again, by its place. What says nothing need not be said again.
fn not_said_again(said: &Value, written: &Value, place: &str) -> Vec<String> {
    match (said, written) {
        (Value::Null, _) => Vec::new(),
        (Value::Object(said), Value::Object(written)) => {
            let member = |(name, said): (&String, &Value)| {
                not_said_again(said, written.get(name).unwrap_or(&Value::Null), &format!("{place}.{name}"))
            };
            said.iter().flat_map(member).collect()
        }
        // Others may stand between them, and they may stand in another order.
        (Value::Array(said), written) => {
            let written = written.as_array().map(Vec::as_slice).unwrap_or_default();
            let entry = |(at, said): (usize, &Value)| {
                let place = format!("{place}[{at}]");
                let all = written.iter().map(|written| not_said_again(said, written, &place));
                all.min_by_key(Vec::len).unwrap_or_else(|| vec![place.clone()])
            };
            said.iter().enumerate().flat_map(entry).collect()
        }
        (said, written) if said == written => Vec::new(),
        // A policy that was written as a text is written as what it says.
        (Value::String(text), Value::Object(_))
            if serde_json::from_str(text).is_ok_and(|said: Value| said == *written) =>
        {
            Vec::new()
        }
        _ => vec![place.to_owned()],
    }
}

/// Also what nobody is answered: e-mails, keys and their sessions, users, policies, grants.
#[test]
fn what_a_file_says_is_written_again() {
    let (_, everything) = worlds().into_iter().find(|(name, _)| name == "everything").unwrap();
    let s3 = FakeS3::builder().world(read(&everything)).build();
    let said: Value = serde_json::from_str(&everything).unwrap();
    let written: Value = serde_json::from_str(&s3.world().to_json()).unwrap();
    // What was a name or an alias is an id, an instant has no offset, metadata is in small letters,
    // and the number of an account in a policy is its ARN.
    let others = [
        ".Buckets[0].Owner",
        ".Buckets[0].Policy.Statement[0].Principal.AWS[0]",
        ".Buckets[1].LifecycleConfiguration.Rules[1].Expiration.Date",
        ".Buckets[2].Objects[0].Metadata.Upper",
        ".Buckets[2].Objects[1].SSEKMSKeyId",
        ".KMSKeys[2].AWSAccountId",
    ];
    assert_eq!(not_said_again(&said, &written, ""), others);
}

#[test]
fn a_world_begins_again_as_it_began() {
    let world = read(&worlds().swap_remove(0).1);
    let s3 = FakeS3::builder().seed(7).world(world).build();
    let (began, first) = (s3.world(), look::at(&s3));
    let story = |s3: &FakeS3| {
        s3.bucket("backups").put_object("db.tar", "third");
        let upload = s3.create_bucket("more").begin_upload("a");
        let events = s3.clock().advance(days(31)).len();
        (upload, s3.kms().create_key().arn(), s3.account("alice").id(), events, s3.world())
    };
    let client = s3.account("alice");
    let told = story(&s3);
    for _ in 0..2 {
        s3.reset();
        assert_eq!((s3.world(), look::at(&s3)), (began.clone(), first.clone()));
        assert!(s3.clock().events().is_empty() && s3.buckets().iter().all(|bucket| bucket.uploads().is_empty()));
        assert_eq!(story(&s3), told);
        assert_eq!(client.id(), told.2);
    }
}

#[test]
fn a_loaded_world_takes_the_place_of_what_was_there() {
    let s3 = FakeS3::new();
    let bucket = s3.create_bucket("backups");
    bucket.enable_versioning().put_object("a", "first");
    bucket.begin_upload("b");
    let saved = s3.world();
    bucket.put_object("a", "second");
    s3.create_bucket("more");
    s3.clock().advance(days(3));
    s3.load(&saved).unwrap();
    assert_eq!(s3.world(), saved);
    assert_eq!((s3.buckets().len(), bucket.uploads().len(), bucket.versions().len()), (1, 0, 1));
    assert_eq!(s3.clock().now().to_string(), "2026-01-04T10:30:00Z");
    bucket.put_object("a", "third");
    let versions: Vec<_> = bucket.versions().iter().map(|version| version.object.as_ref().unwrap().bytes()).collect();
    assert_eq!(versions, ["third", "first"]);
}

#[test]
fn what_is_overdue_waits_for_midnight() {
    let text = r#"{"Buckets": [{
        "Name": "backups",
        "LifecycleConfiguration": {"Rules": [{"ID": "old", "Filter": {}, "Status": "Enabled", "Expiration": {"Days": 1}}]},
        "Objects": [{"Key": "a", "LastModified": "2020-01-01T00:00:00Z"}]
    }]}"#;
    let s3 = FakeS3::builder().world(read(text)).build();
    assert!(s3.clock().events().is_empty());
    assert_eq!(s3.clock().to_next_event()[0].at.to_string(), "2026-01-02T00:00:00Z");
}
