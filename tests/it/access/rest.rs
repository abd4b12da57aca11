//! What is said of what is not there, who pays, and what goes along with an object.

use super::operations::{OPERATIONS, request};
use super::world::{World, outcome, rows, why};
use fake_s3::introspection;

/// An object that is not there: 404 to who may list the bucket, 403 to who may not (API reference, "`GetObject`" and
/// "`HeadObject`"). A denial of the operation itself comes first.
#[test]
fn of_a_missing_key_only_who_may_list_the_bucket_is_told() {
    let table = "
        request                                                     | status
        GET /backups/nothing                                        | 404 NoSuchKey
        HEAD /backups/nothing                                       | 404 NoSuchKey
        GET /backups/nothing?versionId={version}                    | 404 NoSuchVersion
        GET /backups/nothing?tagging                                | 404 NoSuchKey
        PUT /backups/nothing?tagging <tagging>                      | 404 NoSuchKey
        DELETE /backups/nothing?tagging                             | 404 NoSuchKey
        GET /backups/nothing?acl                                    | 404 NoSuchKey
        PUT /backups/nothing?acl, acl: private                      | 404 NoSuchKey
        GET /backups/nothing?attributes, object-attributes: ETag    | 404 NoSuchKey
        GET /backups/nothing?retention                              | 404 NoSuchKey
        PUT /backups/nothing?legal-hold <hold>                      | 404 NoSuchKey
        POST /backups/nothing?restore <restore>                     | 404 NoSuchKey
        PUT /backups/new, copy-source: /backups/nothing             | 404 NoSuchKey
        PUT /backups/big?uploadId={upload}&partNumber=2, copy-source: /backups/nothing | 404 NoSuchKey
        GET /backups/marked                                         | 404 NoSuchKey
        HEAD /backups/marked                                        | 404 NoSuchKey
        GET /backups/marked?acl                                     | 404 NoSuchKey
    ";
    let put_and_read =
        r#"{"Effect": "Allow", "Action": ["s3:*Object*", "s3:Abort*"], "Resource": "arn:aws:s3:::backups/*"}"#;
    let list = r#"{"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::backups"}"#;
    let deny = r#"{"Effect": "Deny", "Action": ["s3:*Object*", "s3:GetObject"], "Resource": "arn:aws:s3:::backups/*"}"#;
    let mut world = World::new();
    world.must("owner", "PUT /backups/marked\n\nabc");
    world.must("owner", "DELETE /backups/marked");
    let note = world.s3.bucket("backups").object("note").unwrap().version_id.unwrap();
    world.name("version", note);
    world.set_identity_policy("owner/reads", put_and_read);
    world.set_identity_policy("owner/lists", &format!("{put_and_read}, {list}"));
    world.set_identity_policy("owner/denied", &format!("{list}, {deny}"));
    for row in rows(table) {
        let request = request(row[0]);
        for (who, expected) in [
            ("owner", row[1]),
            ("owner/lists", row[1]),
            ("owner/reads", "403 AccessDenied"),
            ("owner/denied", "403 AccessDenied"),
            ("owner/plain", "403 AccessDenied"),
            ("alice", "403 AccessDenied"),
            ("anonymous", "403 AccessDenied"),
        ] {
            let response = world.send(who, &request);
            assert_eq!(outcome(&response), expected, "{who}: {}: {}", row[0], why(&response));
        }
    }
}

/// The same of lists: READ on the bucket is to list it.
#[test]
fn who_may_list_by_a_list_is_told_of_a_missing_key() {
    for (grantee, alice, anonymous) in [
        ("id={alice}", "404 NoSuchKey", "403 AccessDenied"),
        ("uri=http://acs.amazonaws.com/groups/global/AllUsers", "404 NoSuchKey", "404 NoSuchKey"),
        ("id={bob}", "403 AccessDenied", "403 AccessDenied"),
    ] {
        let world = World::new();
        world.must("owner", &format!("PUT /backups?acl\nx-amz-grant-read: {grantee}"));
        for (who, expected) in [("alice", alice), ("anonymous", anonymous), ("alice/plain", "403 AccessDenied")] {
            assert_eq!(world.ask(who, "GET /backups/nothing"), expected, "{who}: {grantee}");
            assert_eq!(world.ask(who, "HEAD /backups/nothing"), expected, "{who}: {grantee}");
            // What is there is private all the same.
            assert_eq!(world.ask(who, "GET /backups/note"), "403 AccessDenied", "{who}: {grantee}");
        }
    }
    // A bucket that is not there is told to everybody.
    for who in ["owner", "owner/plain", "alice", "anonymous"] {
        assert_eq!(World::new().ask(who, "GET /none/note"), "404 NoSuchBucket", "{who}");
    }
}

/// Where requesters pay, whoever is of another account must say so, whatever he does and whatever lets him; who does
/// not sign cannot (user guide, "Using Requester Pays buckets").
#[test]
fn a_requester_pays_who_says_so() {
    let table = "
        who          | nothing said      | requester         | BucketOwner       | charged
        owner        | ok                | ok                | ok                | -
        owner/full   | ok                | ok                | ok                | -
        alice        | 403 AccessDenied  | ok                | 403 AccessDenied  | yes
        alice/full   | 403 AccessDenied  | ok                | 403 AccessDenied  | yes
        anonymous    | 403 AccessDenied  | 403 AccessDenied  | 403 AccessDenied  | -
    ";
    let fresh = || {
        let world = World::new();
        let everybody = r#"{"Effect": "Allow", "Principal": "*", "Action": "s3:*",
            "Resource": ["arn:aws:s3:::{bucket}", "arn:aws:s3:::{bucket}/*"]}"#;
        world.set_bucket_policy(everybody);
        world.let_all("owner/full");
        world.let_all("alice/full");
        for bucket in ["backups", "empty"] {
            let body = "<RequestPaymentConfiguration><Payer>Requester</Payer></RequestPaymentConfiguration>";
            world.must("owner", &format!("PUT /{bucket}?requestPayment\n\n{body}"));
        }
        world
    };
    let before = fresh().look();
    let tables = introspection::tables();
    for operation in OPERATIONS.iter() {
        // These two are of no bucket that is there, and a policy lets nobody of another account do those three.
        let others = ["CreateBucket", "ListBuckets", "DeleteBucketPolicy", "GetBucketPolicy", "PutBucketPolicy"];
        if others.contains(&operation.name) {
            continue;
        }
        let mut world = fresh();
        for row in rows(table) {
            for (payer, expected) in ["", "requester", "BucketOwner"].into_iter().zip(&row[1..4]) {
                let payer = if payer.is_empty() { String::new() } else { format!("\nx-amz-request-payer: {payer}") };
                let response = world.send(row[0], &operation.request.replacen("\n\n", &format!("{payer}\n\n"), 1));
                let said = format!("{}: {} with `{}`", row[0], operation.name, payer.trim());
                let expected = match (*expected, operation.name) {
                    ("403 AccessDenied", "DeleteObjects") => "AccessDenied",
                    (expected, _) => expected,
                };
                assert_eq!(outcome(&response), expected, "{said}: {}", why(&response));
                // Where S3's model has the answer's header, and so the request's.
                let rows = tables.iter().find(|table| table.operation == operation.name).unwrap().rows;
                let is_silent = ["Tagging", "LegalHold", "Retention"].iter().any(|end| operation.name.ends_with(end))
                    && !["PutObjectLegalHold", "PutObjectRetention"].contains(&operation.name);
                let tells = rows.iter().any(|row| row.field == "request_payer") && !is_silent;
                let told = response.headers().get("x-amz-request-charged").map(|value| value.to_str().unwrap());
                let is_charged = row[4] == "yes" && expected == "ok" && tells;
                assert_eq!(told, is_charged.then_some("requester"), "{said}");
                if expected == "ok" {
                    world = fresh();
                } else if operation.name != "DeleteObjects" {
                    assert!(world.look() == before, "{said} changed something");
                }
            }
        }
    }
    // The parameter of the query stands for the header where a request is presigned.
    let query = "GET /backups/note?x-amz-request-payer=requester&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=20260101T103000Z\
        &X-Amz-Credential=nobody/20260101/us-east-1/s3/aws4_request&X-Amz-Expires=900&X-Amz-SignedHeaders=host&X-Amz-Signature=0";
    fresh().must("owner", query);
}

/// What is not there is not paid for in words: whoever pays is told 404 as who may list, and 403 where he says nothing.
#[test]
fn a_requester_pays_for_what_is_not_there_too() {
    let world = World::new();
    world.set_bucket_policy(
        r#"{"Effect": "Allow", "Principal": {"AWS": "{alice account}"}, "Action": ["s3:GetObject", "s3:ListBucket"],
            "Resource": ["arn:aws:s3:::{bucket}", "arn:aws:s3:::{bucket}/*"]}"#,
    );
    let body = "<RequestPaymentConfiguration><Payer>Requester</Payer></RequestPaymentConfiguration>";
    world.must("owner", &format!("PUT /backups?requestPayment\n\n{body}"));
    let pays = "GET /backups/nothing\nx-amz-request-payer: requester";
    assert_eq!(world.ask("alice", pays), "404 NoSuchKey");
    assert_eq!(world.ask("alice", "GET /backups/nothing"), "403 AccessDenied");
    assert_eq!(world.ask("owner", "GET /backups/nothing"), "404 NoSuchKey");
}

/// Tags, a list and a lock that go along with a new object are allowed by actions of their own (API reference,
/// "`PutObject`", "`CreateMultipartUpload`", "`CopyObject`"), and so is to bypass a retention.
#[test]
fn what_goes_along_with_a_request_needs_an_action_of_its_own() {
    let table = "
        asks for                       | headers
        s3:PutObjectTagging            | tagging: a=1
        s3:PutObjectAcl                | acl: private
        s3:PutObjectAcl                | acl: bucket-owner-full-control
        s3:PutObjectAcl                | grant-read: id={alice}
        s3:PutObjectAcl                | grant-full-control: id={alice}
        s3:PutObjectAcl                | grant-read-acp: id={alice}
        s3:PutObjectAcl                | grant-write-acp: id={alice}
        s3:PutObjectAcl                | grant-write: id={alice}
        s3:PutObjectRetention          | object-lock-mode: GOVERNANCE, object-lock-retain-until-date: 2026-02-01T00:00:00Z
        s3:PutObjectLegalHold          | object-lock-legal-hold: ON
    ";
    let writes = ["PUT /backups/new", "POST /backups/new?uploads", "PUT /backups/new, copy-source: /backups/note"];
    for row in rows(table) {
        for write in writes {
            let is_copy = write.contains("copy-source");
            // The source has tags, which would go along too.
            let directive = if is_copy { ", tagging-directive: REPLACE" } else { "" };
            let object = if write == "PUT /backups/new" { " <object>" } else { "" };
            let request = request(&format!("{write}, {}{directive}{object}", row[1]));
            let base = r#"{"Effect": "Allow", "Action": ["s3:PutObject", "s3:GetObject"], "Resource": "*"}"#;
            let along = format!(r#"{{"Effect": "Allow", "Action": "{}", "Resource": "*"}}"#, row[0]);
            let world = World::new();
            let before = world.look();
            world.set_identity_policy("owner/plain", base);
            let response = world.send("owner/plain", &request);
            assert_eq!(outcome(&response), "403 AccessDenied", "{write} {row:?}");
            assert!(why(&response).contains(row[0]), "{}", why(&response));
            assert!(world.look() == before, "{write} {row:?}");
            world.set_identity_policy("owner/plain", &format!("{base}, {along}"));
            world.must("owner/plain", &request);
            world.set_identity_policy("owner/plain", &along);
            assert_eq!(world.ask("owner/plain", &request), "403 AccessDenied", "{write}: not without s3:PutObject");
        }
    }
}

/// Tags that a copy takes along are read there and written here (knowledge center, "copy objects with tags").
#[test]
fn a_copy_takes_tags_along_where_they_may_be_read_and_written() {
    let actions = ["s3:PutObject", "s3:GetObject", "s3:GetObjectTagging", "s3:PutObjectTagging"];
    let request = request("PUT /backups/new, copy-source: /backups/note");
    for missing in actions {
        let world = World::new();
        let allowed: Vec<_> =
            actions.iter().filter(|action| **action != missing).map(|one| format!("\"{one}\"")).collect();
        let policy = format!(r#"{{"Effect": "Allow", "Action": [{}], "Resource": "*"}}"#, allowed.join(", "));
        world.set_identity_policy("owner/plain", &policy);
        let response = world.send("owner/plain", &request);
        assert_eq!(outcome(&response), "403 AccessDenied", "without {missing}");
        assert!(why(&response).contains(missing), "{}", why(&response));
    }
    let world = World::new();
    let policy = format!(r#"{{"Effect": "Allow", "Action": {actions:?}, "Resource": "*"}}"#);
    world.set_identity_policy("owner/plain", &policy);
    world.must("owner/plain", &request);
}

/// What is told of an object that is read is what its reader may read (API reference, "`GetObject`").
#[test]
fn a_reader_is_told_of_tags_and_locks_where_he_may_read_them() {
    let table = "
        object | header                 | action
        note   | x-amz-tagging-count    | s3:GetObjectTagging
        held   | x-amz-object-lock-mode | s3:GetObjectRetention
        held   | x-amz-object-lock-retain-until-date | s3:GetObjectRetention
        held   | x-amz-object-lock-legal-hold | s3:GetObjectLegalHold
    ";
    for row in rows(table) {
        for method in ["GET", "HEAD"] {
            let world = World::new();
            let told = |actions: &str| {
                let policy = format!(r#"{{"Effect": "Allow", "Action": [{actions}], "Resource": "*"}}"#);
                world.set_identity_policy("owner/plain", &policy);
                let response = world.must("owner/plain", &format!("{method} /backups/{}", row[0]));
                response.headers().contains_key(row[1])
            };
            assert!(!told("\"s3:GetObject\""), "{method} {row:?}");
            assert!(told(&format!("\"s3:GetObject\", \"{}\"", row[2])), "{method} {row:?}");
        }
    }
}

/// To compare what is there with a tag, one must be let read it (user guide, "conditional requests": its policies).
#[test]
fn a_condition_on_a_tag_needs_the_right_to_read() {
    for line in ["PUT /backups/note", "DELETE /backups/note", "PUT /backups/note, copy-source: /backups/cold"] {
        let world = World::new();
        let request = request(line).replacen('\n', "\nif-match: \"0\"\n", 1);
        let request = if request.contains("if-match") { request } else { format!("{request}\nif-match: \"0\"") };
        let policy = |actions: &str| format!(r#"{{"Effect": "Allow", "Action": [{actions}], "Resource": "*"}}"#);
        world.set_identity_policy("owner/plain", &policy(r#""s3:PutObject", "s3:DeleteObject""#));
        assert_eq!(world.ask("owner/plain", &request), "403 AccessDenied", "{line}");
        world.set_identity_policy("owner/plain", &policy(r#""s3:PutObject", "s3:DeleteObject", "s3:GetObject""#));
        assert_ne!(world.ask("owner/plain", &request), "403 AccessDenied", "{line}");
    }
}

/// A bucket is made with what its maker may put (API reference, "`CreateBucket`").
#[test]
fn what_goes_along_with_a_new_bucket_needs_actions_of_its_own() {
    let table = "
        headers                                                      | asks for
        object-ownership: ObjectWriter                               | s3:PutBucketOwnershipControls
        acl: bucket-owner-full-control                               | s3:PutBucketAcl
        bucket-object-lock-enabled: true                             | s3:PutBucketObjectLockConfiguration s3:PutBucketVersioning
    ";
    for row in rows(table) {
        let request = request(&format!("PUT /fresh, {}", row[0]));
        let needed: Vec<&str> = ["s3:CreateBucket"].into_iter().chain(row[1].split(' ')).collect();
        for missing in &needed {
            let world = World::new();
            let allowed: Vec<&str> = needed.iter().filter(|action| *action != missing).copied().collect();
            let policy = format!(
                r#"{{"Effect": "Allow", "Action": {:?}, "Resource": "*"}}"#,
                [&allowed[..], &["s3:ListBucket"]].concat()
            );
            world.set_identity_policy("owner/plain", &policy);
            assert_eq!(world.ask("owner/plain", &request), "403 AccessDenied", "{row:?} without {missing}");
        }
        let world = World::new();
        world.set_identity_policy(
            "owner/plain",
            &format!(r#"{{"Effect": "Allow", "Action": {needed:?}, "Resource": "*"}}"#),
        );
        world.must("owner/plain", &request);
    }
}

/// It asks KMS too: see the tests of that. What S3 asks is asked first.
#[test]
fn to_encrypt_anew_needs_an_action_of_its_own() {
    let world = World::new();
    let body = "<ObjectEncryption><SSE-KMS><KMSKeyArn>{key}</KMSKeyArn></SSE-KMS></ObjectEncryption>";
    let request =
        format!("PUT /backups/note?encryption\n\n{}", body.replace("{key}", &world.s3.kms().create_key().arn()));
    let policy = |actions: &str| format!(r#"{{"Effect": "Allow", "Action": [{actions}], "Resource": "*"}}"#);
    world.set_identity_policy("owner/plain", &policy(r#""kms:*", "s3:PutObject""#));
    let refused = world.send("owner/plain", &request);
    assert!(why(&refused).contains("s3:UpdateObjectEncryption"), "{}", why(&refused));
    for stranger in ["alice", "anonymous"] {
        assert_eq!(world.ask(stranger, &request), "403 AccessDenied", "{stranger}");
    }
    world.set_identity_policy("owner/plain", &policy(r#""kms:*", "s3:UpdateObjectEncryption""#));
    world.must("owner/plain", &request);
}

#[test]
fn to_bypass_a_retention_needs_an_action_of_its_own() {
    let table = "
        request                                             | action
        DELETE /backups/held?versionId={held}               | s3:DeleteObjectVersion
        PUT /backups/held?retention <shorter>               | s3:PutObjectRetention
        POST /backups?delete <delete held>                  | s3:DeleteObjectVersion
    ";
    let shorter =
        "<Retention><Mode>GOVERNANCE</Mode><RetainUntilDate>2026-01-01T11:00:00Z</RetainUntilDate></Retention>";
    let delete = "<Delete><Object><Key>held</Key><VersionId>{held}</VersionId></Object></Delete>";
    for row in rows(table) {
        let mut world = World::new();
        let version = world.s3.bucket("backups").object("held").unwrap().version_id.unwrap();
        world.name("held", version);
        let (line, document) = row[0].split_once(" <").unwrap_or((row[0], ""));
        let body = match document {
            "shorter>" => shorter,
            "" => "",
            _ => delete,
        };
        let request = |bypass: &str| format!("{line}{bypass}\n\n{body}");
        let bypassing = request("\nx-amz-bypass-governance-retention: true");
        let own = format!(r#"{{"Effect": "Allow", "Action": "{}", "Resource": "*"}}"#, row[1]);
        let bypass = r#"{"Effect": "Allow", "Action": "s3:BypassGovernanceRetention", "Resource": "*"}"#;
        let before = world.look();
        world.set_identity_policy("owner/plain", &own);
        for request in [request(""), bypassing.clone()] {
            assert!(super::world::is_denied(&world.ask("owner/plain", &request)), "{row:?}");
            assert!(world.look() == before, "{row:?}");
        }
        world.set_identity_policy("owner/plain", &format!("{own}, {bypass}"));
        assert!(super::world::is_denied(&world.ask("owner/plain", &request(""))), "{row:?}");
        world.must("owner/plain", &bypassing);
    }
}
