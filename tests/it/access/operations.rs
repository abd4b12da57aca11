//! What each operation asks for, and that it asks for this and for nothing else.

use super::world::{World, is_denied, rows, why};
use fake_s3::introspection;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Every operation: a request that succeeds, the actions that policies must allow for it (service authorization
/// reference, "Actions defined by Amazon S3", and each operation's page), and the permissions of lists that do (user
/// guide, "Mapping of ACL permissions and access policy permissions").
///
/// A bucket's list is not looked at of what no permission stands for; so neither of these two says anything about who
/// began an upload, or whose an object is: see `uploads` and `lists`.
const TABLE: &str = include_str!("../../../fixtures/permissions.table");

/// The same where a version is named: some actions have another name (service authorization reference).
const OF_A_VERSION: &str = "
    operation           | request                                                              | asks for
    CopyObject          | PUT /backups/new, copy-source: /backups/note?versionId={version}, tagging-directive: REPLACE | s3:PutObject s3:GetObjectVersion
    DeleteObject        | DELETE /backups/note?versionId={version}                             | s3:DeleteObjectVersion
    DeleteObjectTagging | DELETE /backups/note?tagging&versionId={version}                     | s3:DeleteObjectVersionTagging
    DeleteObjects       | POST /backups?delete <delete version>                                | s3:DeleteObjectVersion
    GetObject           | GET /backups/note?versionId={version}                                | s3:GetObjectVersion
    GetObjectAcl        | GET /backups/note?acl&versionId={version}                            | s3:GetObjectVersionAcl
    GetObjectAttributes | GET /backups/note?attributes&versionId={version}, object-attributes: ETag | s3:GetObjectVersion s3:GetObjectVersionAttributes
    GetObjectTagging    | GET /backups/note?tagging&versionId={version}                        | s3:GetObjectVersionTagging
    HeadObject          | HEAD /backups/note?versionId={version}                               | s3:GetObjectVersion
    PutObjectAcl        | PUT /backups/note?acl&versionId={version}, acl: private              | s3:PutObjectVersionAcl
    PutObjectTagging    | PUT /backups/note?tagging&versionId={version} <tagging>              | s3:PutObjectVersionTagging
    UploadPartCopy      | PUT /backups/big?uploadId={upload}&partNumber=1, copy-source: /backups/note?versionId={version} | s3:PutObject s3:GetObjectVersion
";

/// What is asked of nobody, and why.
const ASKS_NOBODY: &[(&str, &str)] =
    &[("RenameObject", "no general purpose bucket has it: 501 to everybody, as to the owner")];

/// What whoever signs may do, and why.
const AT_HOME: &[(&str, &str)] =
    &[("CreateBucket", "the bucket will be the caller's own"), ("ListBuckets", "the buckets are the caller's own")];

/// What nobody does without signing, whatever is public.
const SIGNED: &[(&str, &str)] = &[
    ("CompleteMultipartUpload", "API reference: the requester must be authenticated"),
    ("CopyObject", "API reference: all copy requests must be authenticated"),
    ("CreateBucket", "API reference: anonymous requests are never allowed to create buckets"),
    ("CreateMultipartUpload", "user guide: an anonymous user cannot initiate a multipart upload"),
    ("ListBuckets", "API reference: an authenticated sender's buckets"),
    ("UploadPartCopy", "as CopyObject"),
];

/// What a bucket's policy lets nobody of another account do (each operation's page): 405.
const OF_THE_ACCOUNT: &[&str] = &["DeleteBucketPolicy", "GetBucketPolicy", "PutBucketPolicy"];

const BODIES: &[(&str, &str)] = &[
    (
        "complete",
        "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>900150983cd24fb0d6963f7d28e17f72</ETag></Part></CompleteMultipartUpload>",
    ),
    (
        "cors",
        "<CORSConfiguration><CORSRule><AllowedMethod>GET</AllowedMethod><AllowedOrigin>*</AllowedOrigin></CORSRule></CORSConfiguration>",
    ),
    ("delete", "<Delete><Object><Key>note</Key></Object></Delete>"),
    ("delete version", "<Delete><Object><Key>note</Key><VersionId>{version}</VersionId></Object></Delete>"),
    (
        "encryption",
        "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>",
    ),
    (
        "lifecycle",
        "<LifecycleConfiguration><Rule><Filter/><Status>Enabled</Status><Expiration><Days>9</Days></Expiration></Rule></LifecycleConfiguration>",
    ),
    (
        "ownership",
        "<OwnershipControls><Rule><ObjectOwnership>BucketOwnerPreferred</ObjectOwnership></Rule></OwnershipControls>",
    ),
    (
        "policy",
        r#"{"Statement": {"Effect": "Deny", "Principal": "*", "Action": "s3:PutBucketCORS", "Resource": "arn:aws:s3:::backups"}}"#,
    ),
    ("payment", "<RequestPaymentConfiguration><Payer>Requester</Payer></RequestPaymentConfiguration>"),
    ("tagging", "<Tagging><TagSet><Tag><Key>b</Key><Value>2</Value></Tag></TagSet></Tagging>"),
    ("versioning", "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>"),
    ("object", "abc"),
    ("hold", "<LegalHold><Status>ON</Status></LegalHold>"),
    (
        "lock",
        "<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled><Rule><DefaultRetention><Mode>GOVERNANCE</Mode><Days>1</Days></DefaultRetention></Rule></ObjectLockConfiguration>",
    ),
    (
        "retention",
        "<Retention><Mode>GOVERNANCE</Mode><RetainUntilDate>2026-02-01T00:00:00Z</RetainUntilDate></Retention>",
    ),
    (
        "block",
        "<PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls></PublicAccessBlockConfiguration>",
    ),
    (
        "replication",
        "<ReplicationConfiguration><Role>r</Role><Rule><Status>Enabled</Status><Destination><Bucket>arn:aws:s3:::empty</Bucket></Destination></Rule></ReplicationConfiguration>",
    ),
    ("restore", "<RestoreRequest><Days>1</Days></RestoreRequest>"),
];

/// A row of the table.
pub struct Operation {
    pub name: &'static str,
    pub request: String,
    pub actions: Vec<&'static str>,
    /// A permission of the bucket's list, and one of the object's, without which no list is enough.
    pub bucket: Option<&'static str>,
    pub object: Option<&'static str>,
}

pub static OPERATIONS: LazyLock<Vec<Operation>> =
    LazyLock::new(|| rows(TABLE).iter().map(|cells| read(cells)).collect());

fn read(cells: &[&'static str]) -> Operation {
    let lists = cells.get(3).copied().unwrap_or_default().split(", ");
    let of = |what: &str| lists.clone().find_map(|list| list.strip_prefix(what)).map(str::trim);
    let (bucket, object) = (of("bucket"), of("object"));
    Operation { name: cells[0], request: request(cells[1]), actions: cells[2].split(' ').collect(), bucket, object }
}

/// `METHOD target, header: value <body>`: headers without their `x-amz-`.
pub fn request(short: &str) -> String {
    let (head, body) = match short.split_once(" <") {
        Some((head, body)) => (head, body.strip_suffix('>').unwrap_or(body)),
        None => (short, ""),
    };
    let named = BODIES.iter().find(|(name, _)| *name == body).map(|(_, body)| (*body).to_owned());
    // An element stands there as it is sent.
    let body = named.unwrap_or_else(|| if body.is_empty() { String::new() } else { format!("<{body}>") });
    format!("{}\n\n{body}", head.replace(", ", "\nx-amz-"))
}

fn has(list: &[(&str, &str)], operation: &str) -> bool {
    list.iter().any(|(name, _)| *name == operation)
}

fn is_at_home(operation: &Operation) -> bool {
    has(AT_HOME, operation.name)
}

/// The statement that allows (or denies) these actions to somebody; of an identity's policy nobody is named.
fn statement(effect: &str, principal: &str, actions: &[&str]) -> String {
    let principal = if principal.is_empty() { String::new() } else { format!(r#""Principal": {principal}, "#) };
    let resource = match principal.is_empty() {
        true => r#""*""#,
        false => r#"["arn:aws:s3:::{bucket}", "arn:aws:s3:::{bucket}/*"]"#,
    };
    format!(r#"{{"Effect": "{effect}", {principal}"Action": {actions:?}, "Resource": {resource}}}"#)
}

#[test]
fn every_operation_stands_in_the_table() {
    // The last asks KMS too, and has a test of its own.
    let named: BTreeSet<_> = OPERATIONS.iter().map(|row| row.name).chain(["UpdateObjectEncryption"]).collect();
    let known: BTreeSet<_> = introspection::tables().iter().map(|table| table.operation).collect();
    assert_eq!(named, known);
    for row in rows(OF_A_VERSION).iter().map(|cells| read(cells)).collect::<Vec<_>>().iter().chain(OPERATIONS.iter()) {
        let line = World::new().fill(row.request.split("\n\n").next().unwrap());
        let mut lines = line.lines();
        let (method, target) = lines.next().unwrap().split_once(' ').unwrap();
        let request = http::Request::builder().method(method).uri(target);
        let request = lines.fold(request, |request, line| {
            let (name, value) = line.split_once(": ").unwrap();
            request.header(name, value)
        });
        assert_eq!(introspection::operation_of(&request.body(()).unwrap()), Some(row.name));
    }
}

#[test]
fn the_owner_may_do_everything() {
    for operation in OPERATIONS.iter() {
        World::new().must("owner", &operation.request);
    }
    for row in rows(OF_A_VERSION) {
        World::new().must("owner", &request(row[1]));
    }
    for (name, reason) in ASKS_NOBODY {
        let world = World::new();
        for who in ["owner", "alice", "anonymous"] {
            let rename = "PUT /backups/new?renameObject\nx-amz-rename-source: /backups/note";
            assert_eq!(world.ask(who, rename), "501 NotImplemented", "{name}: {reason}");
        }
    }
}

#[test]
fn a_stranger_may_do_nothing_and_what_he_tries_changes_nothing() {
    let world = World::new();
    let before = world.look();
    for operation in OPERATIONS.iter() {
        for who in ["anonymous", "alice", "alice/plain", "owner/plain", "role owner/plain"] {
            if is_at_home(operation) && who == "alice" {
                World::new().must(who, &operation.request);
                continue;
            }
            let response = world.send(who, &operation.request);
            let outcome = super::world::outcome(&response);
            let expected = if operation.name == "DeleteObjects" { "AccessDenied" } else { "403 AccessDenied" };
            assert_eq!(outcome, expected, "{who}: {}", operation.name);
            assert!(world.look() == before, "{who}'s {} changed something", operation.name);
        }
    }
}

/// The user of the owner's account is let by his own policy, whoever is of another account or none by the bucket's.
#[test]
fn a_policy_that_allows_what_is_asked_for_is_enough_and_one_that_lacks_some_of_it_is_not() {
    let versions = rows(OF_A_VERSION).iter().map(|cells| read(cells)).collect::<Vec<_>>();
    for operation in OPERATIONS.iter().chain(&versions) {
        let Operation { name, request, actions, .. } = operation;
        let fresh = |allow: &dyn Fn(&World)| {
            let world = World::new();
            allow(&world);
            world
        };
        let allowed = fresh(&|world| world.set_identity_policy("owner/deploy", &statement("Allow", "", actions)));
        allowed.must("owner/deploy", request);
        for (who, principal) in [("alice", r#"{"AWS": "{alice account}"}"#), ("anonymous", r#""*""#)] {
            if is_at_home(operation) {
                continue;
            }
            let world = fresh(&|world| world.set_bucket_policy(&statement("Allow", principal, actions)));
            let outcome = world.ask(who, request);
            let expected = match who {
                "anonymous" if has(SIGNED, name) => "403 AccessDenied",
                _ if OF_THE_ACCOUNT.contains(name) => "405 MethodNotAllowed",
                _ => "ok",
            };
            assert_eq!(outcome, expected, "{who} with a policy that allows {actions:?}: {name}");
        }
        for lacking in actions {
            let all_but = format!(r#"{{"Effect": "Allow", "NotAction": "{lacking}", "Resource": "*"}}"#);
            let world = fresh(&|world| world.set_identity_policy("owner/deploy", &all_but));
            let response = world.send("owner/deploy", request);
            assert!(is_denied(&super::world::outcome(&response)), "{name} without {lacking}");
            assert!(name == &"DeleteObjects" || why(&response).contains(lacking), "{name}: {}", why(&response));
        }
    }
}

#[test]
fn a_denial_on_either_side_beats_what_allows() {
    for operation in OPERATIONS.iter() {
        for action in &operation.actions {
            let world = World::new();
            world.let_all("owner/deploy");
            let denies = statement("Deny", "", &[action]);
            let allows = statement("Allow", "", &["s3:*"]);
            world.set_identity_policy("owner/deploy", &format!("{allows}, {denies}"));
            assert!(is_denied(&world.ask("owner/deploy", &operation.request)), "{}", operation.name);
            if is_at_home(operation) {
                continue;
            }
            world.let_all("owner/deploy");
            world.set_bucket_policy(&statement("Deny", r#""*""#, &[action]));
            let before = world.look();
            for who in ["owner/deploy", "owner"] {
                let outcome = world.ask(who, &operation.request);
                // Each operation's page: the owner's root may always do these three.
                let is_kept_in = who == "owner" && OF_THE_ACCOUNT.contains(&operation.name);
                assert_eq!(
                    is_denied(&outcome),
                    !is_kept_in,
                    "{who}: {} with {action} denied: {outcome}",
                    operation.name
                );
                assert!(is_kept_in || world.look() == before, "{}", operation.name);
            }
        }
    }
}

/// `x-amz-expected-bucket-owner` of somebody else refuses the owner too, of every operation that has it.
#[test]
fn a_bucket_that_is_not_whose_it_is_expected_to_be_is_refused() {
    let world = World::new();
    let before = world.look();
    let tables = introspection::tables();
    for operation in OPERATIONS.iter() {
        let table = tables.iter().find(|table| table.operation == operation.name).unwrap();
        let has_it = table.rows.iter().any(|row| row.field == "expected_bucket_owner");
        // Those that name no bucket which is there.
        assert_eq!(has_it, !is_at_home(operation), "{}", operation.name);
        if !has_it {
            continue;
        }
        let expecting = |owner: &str| {
            let expected = format!("\nx-amz-expected-bucket-owner: {{{owner} account}}\n\n");
            operation.request.replacen("\n\n", &expected, 1)
        };
        assert_eq!(world.ask("owner", &expecting("alice")), "403 AccessDenied", "{}", operation.name);
        assert_eq!(world.ask("alice", &expecting("alice")), "403 AccessDenied", "{}", operation.name);
        assert!(world.look() == before, "{}", operation.name);
        World::new().must("owner", &expecting("owner"));
    }
}
