//! What access control lists let whom do: every permission of a bucket's and of an object's list, to every kind of
//! grantee, asked for by every kind of caller, with every operation.

use super::operations::{OPERATIONS, Operation, request};
use super::world::{World, is_denied, rows, why};
use fake_s3::types::{ObjectOwnership, PublicAccessBlockConfiguration};
use std::collections::BTreeSet;

const PERMISSIONS: [&str; 5] = ["READ", "WRITE", "READ_ACP", "WRITE_ACP", "FULL_CONTROL"];

/// Whom a grant reaches (user guide, "Access control list overview" and "How Amazon S3 authorizes a request"). Who owns
/// needs no grant; a user needs his own account's policy beside one to his account, and, in another account than the
/// owner's, beside one to everybody too.
const REACH: &str = "
    grantee            | owner | owner/plain | alice | alice/plain | alice/full | bob | bob/full | anonymous
    nobody             | yes   | -           | -     | -           | -          | -   | -        | -
    alice              | yes   | -           | yes   | -           | yes        | -   | -        | -
    bob                | yes   | -           | -     | -           | -          | yes | yes      | -
    AuthenticatedUsers | yes   | yes         | yes   | -           | yes        | yes | yes      | -
    AllUsers           | yes   | yes         | yes   | -           | yes        | yes | yes      | yes
    LogDelivery        | yes   | -           | -     | -           | -          | -   | -        | -
";

const PRINCIPALS: [&str; 8] =
    ["owner", "owner/plain", "alice", "alice/plain", "alice/full", "bob", "bob/full", "anonymous"];

/// What nobody does who did not sign.
const SIGNED: [&str; 5] =
    ["CompleteMultipartUpload", "CopyObject", "CreateBucket", "CreateMultipartUpload", "UploadPartCopy"];

fn grant(grantee: &str) -> String {
    match grantee {
        "nobody" => "id={owner}".to_owned(),
        "AllUsers" | "AuthenticatedUsers" => format!("uri=http://acs.amazonaws.com/groups/global/{grantee}"),
        "LogDelivery" => "uri=http://acs.amazonaws.com/groups/s3/LogDelivery".to_owned(),
        account => format!("id={{{account}}}"),
    }
}

fn header(permission: &str) -> String {
    format!("x-amz-grant-{}", permission.to_lowercase().replace('_', "-"))
}

/// A world whose list of the bucket, or of the object, grants this alone.
fn world(bucket: Option<&str>, object: Option<&str>, grantee: &str) -> World {
    let world = World::new();
    for who in ["alice/full", "bob/full"] {
        world.let_all(who);
    }
    let set = |permission: &str, target: &str| {
        world.must("owner", &format!("PUT {target}?acl\n{}: {}", header(permission), grant(grantee)));
    };
    if let Some(permission) = bucket {
        set(permission, "/backups");
        set(permission, "/empty");
    }
    if let Some(permission) = object {
        for key in ["note", "cold", "held"] {
            set(permission, &format!("/backups/{key}"));
        }
    }
    world
}

fn covers(granted: Option<&str>, wanted: Option<&str>) -> bool {
    wanted.is_none_or(|wanted| [Some(wanted), Some("FULL_CONTROL")].contains(&granted))
}

/// Whether an operation has a permission, and what is granted covers what it has.
fn is_enough(operation: &Operation, bucket: Option<&str>, object: Option<&str>) -> bool {
    let Operation { bucket: of_bucket, object: of_object, .. } = operation;
    (of_bucket.is_some() || of_object.is_some()) && covers(bucket, *of_bucket) && covers(object, *of_object)
}

/// Asks everything of everybody, who is answered what he should be; who is refused changes nothing.
fn check(bucket: Option<&str>, object: Option<&str>, grantee: &str, reached: &BTreeSet<&str>) {
    let is_let = |operation: &Operation, who: &str| match who {
        "owner" => true,
        _ if !reached.contains(who) => false,
        "anonymous" if SIGNED.contains(&operation.name) => false,
        // WRITE deletes what is the account's own: see below.
        "owner/plain" if operation.name.starts_with("DeleteObject") && operation.actions == ["s3:DeleteObject"] => {
            covers(bucket, Some("WRITE"))
        }
        _ => is_enough(operation, bucket, object),
    };
    let of_buckets = OPERATIONS.iter().filter(|operation| !["CreateBucket", "ListBuckets"].contains(&operation.name));
    let asked = of_buckets.flat_map(|operation| PRINCIPALS.map(|who| (operation, who)));
    let (lets, refuses): (Vec<_>, Vec<_>) = asked.partition(|(operation, who)| is_let(operation, who));
    let said = |operation: &Operation, who: &str| {
        format!("{who}: {}; bucket {bucket:?}, object {object:?} to {grantee}", operation.name)
    };
    let shared = world(bucket, object, grantee);
    let before = shared.look();
    for (operation, who) in refuses {
        let outcome = shared.ask(who, &operation.request);
        assert!(is_denied(&outcome), "{}: {outcome}", said(operation, who));
    }
    assert!(
        shared.look() == before,
        "bucket {bucket:?}, object {object:?} to {grantee}: a refused call changed something"
    );
    for (operation, who) in lets {
        let reads = ["GET ", "HEAD "].iter().any(|method| operation.request.starts_with(method));
        // That he who owns may, whomever he grants what, needs no more than one grantee.
        if !reads && who == "owner" && grantee != "nobody" {
            continue;
        }
        let fresh = (!reads).then(|| world(bucket, object, grantee));
        let response = fresh.as_ref().unwrap_or(&shared).send(who, &operation.request);
        let outcome = super::world::outcome(&response);
        assert_eq!(outcome, "ok", "{}: {}", said(operation, who), why(&response));
    }
    assert!(shared.look() == before, "who reads changes nothing");
}

fn for_each_grantee(check: impl Fn(&str, &BTreeSet<&str>)) {
    for row in rows(REACH) {
        let reached = PRINCIPALS.into_iter().zip(&row[1..]).filter(|(_, cell)| **cell == "yes");
        check(row[0], &reached.map(|(who, _)| who).collect());
    }
}

#[test]
fn each_permission_of_a_bucket_lets_its_grantees_do_what_it_stands_for() {
    for_each_grantee(|grantee, reached| {
        for permission in PERMISSIONS {
            check(Some(permission), None, grantee, reached);
        }
    });
}

#[test]
fn each_permission_of_an_object_lets_its_grantees_do_what_it_stands_for() {
    for_each_grantee(|grantee, reached| {
        for permission in PERMISSIONS {
            check(None, Some(permission), grantee, reached);
        }
    });
}

#[test]
fn both_lists_let_whoever_copies() {
    for_each_grantee(|grantee, reached| check(Some("WRITE"), Some("READ"), grantee, reached));
}

/// Grantees are reached by what the lists say, and by nothing where lists are disabled or public ones ignored.
#[test]
fn lists_are_looked_at_where_there_are_any_and_public_ones_where_they_are_not_ignored() {
    let table = "
        bucket               | grantee            | alice | bob | anonymous
        lists                | alice              | yes   | -   | -
        lists                | AuthenticatedUsers | yes   | yes | -
        lists                | AllUsers           | yes   | yes | yes
        ignores public ones  | alice              | yes   | -   | -
        ignores public ones  | AuthenticatedUsers | -     | -   | -
        ignores public ones  | AllUsers           | -     | -   | -
        account ignores them | AllUsers           | -     | -   | -
        blocks public ones   | AllUsers           | yes   | yes | yes
        disabled             | alice              | -     | -   | -
        disabled             | AllUsers           | -     | -   | -
        without controls     | alice              | yes   | -   | -
        owner preferred      | alice              | yes   | -   | -
    ";
    for row in rows(table) {
        let world = world(Some("READ"), Some("READ"), row[1]);
        let bucket = world.s3.bucket("backups");
        let block = PublicAccessBlockConfiguration::builder();
        match row[0] {
            "ignores public ones" => bucket.set_public_access_block(block.ignore_public_acls(true).build()),
            "blocks public ones" => bucket.set_public_access_block(block.block_public_acls(true).build()),
            "account ignores them" => {
                world.s3.account("fake-s3").set_public_access_block(Some(block.ignore_public_acls(true).build()));
                &bucket
            }
            "disabled" => {
                world.must("owner", "PUT /backups?acl\nx-amz-acl: private");
                bucket.set_object_ownership(ObjectOwnership::BucketOwnerEnforced)
            }
            "without controls" => {
                world.must("owner", "DELETE /backups?ownershipControls");
                &bucket
            }
            "owner preferred" => bucket.set_object_ownership(ObjectOwnership::BucketOwnerPreferred),
            _ => &bucket,
        };
        for (who, expected) in ["alice", "bob", "anonymous"].into_iter().zip(&row[2..]) {
            for request in ["GET /backups/note", "GET /backups"] {
                // The list of a bucket must be private before lists can be disabled.
                let outcome = world.ask(who, request);
                assert_eq!(outcome == "ok", *expected == "yes", "{}: {} to {who}: {request}", row[0], row[1]);
            }
        }
    }
}

/// Whose an object is that alice wrote into the owner's bucket, whose list lets her write, and what follows (user guide,
/// "Controlling ownership of objects").
#[test]
fn an_object_is_its_owners_and_its_bucket_owners_in_part() {
    let table = "
        request                                         | owner | owner/deploy | alice | alice/plain | alice/full | bob
        GET /backups/hers                               | -     | -            | yes   | -           | yes        | -
        HEAD /backups/hers                              | -     | -            | yes   | -           | yes        | -
        GET /backups/hers?acl                           | -     | -            | yes   | -           | yes        | -
        GET /backups/hers?tagging                       | -     | -            | yes   | -           | yes        | -
        GET /backups/hers?attributes, object-attributes: ETag | - | -          | yes   | -           | yes        | -
        PUT /backups/hers?acl, acl: private             | -     | -            | yes   | -           | yes        | -
        PUT /backups/hers?tagging <tagging>             | -     | -            | yes   | -           | yes        | -
        PUT /backups/copy, copy-source: /backups/hers   | -     | -            | yes   | -           | yes        | -
        PUT /backups/hers                               | yes   | yes          | yes   | -           | yes        | yes
        POST /backups/hers?uploads                      | yes   | yes          | yes   | -           | yes        | yes
        DELETE /backups/hers                            | yes   | yes          | yes   | -           | yes        | yes
        DELETE /backups/hers?versionId={hers}           | yes   | yes          | -     | -           | -          | -
        GET /backups?list-type=2                        | yes   | yes          | -     | -           | -          | -
        PUT /backups/hers?retention <retention>         | yes   | yes          | -     | -           | -          | -
    ";
    // Bob is granted WRITE too, but the object is not his: the user guide lets him create only.
    let others = ["PUT /backups/hers", "POST /backups/hers?uploads", "DELETE /backups/hers"];
    for ownership in [ObjectOwnership::ObjectWriter, ObjectOwnership::BucketOwnerEnforced] {
        let fresh = || {
            let mut world = World::new();
            world.let_all("alice/full");
            world.let_all("owner/deploy");
            let both = "PUT /backups?acl\nx-amz-grant-write: id={alice}, id={bob}";
            world.must("owner", both);
            world.must("alice", "PUT /backups/hers\n\nabc");
            let version = world.s3.bucket("backups").object("hers").unwrap().version_id.unwrap();
            world.name("hers", version);
            if ownership == ObjectOwnership::BucketOwnerEnforced {
                world.must("owner", "PUT /backups?acl\nx-amz-acl: private");
                world.s3.bucket("backups").set_object_ownership(ownership.clone());
            }
            world
        };
        let before = fresh().look();
        for row in rows(table) {
            let request = request(row[0]);
            for (who, cell) in
                ["owner", "owner/deploy", "alice", "alice/plain", "alice/full", "bob"].iter().zip(&row[1..])
            {
                let world = fresh();
                let is_let = match ownership {
                    // All is the bucket owner's, whoever wrote it, and lists say nothing.
                    ObjectOwnership::BucketOwnerEnforced => who.starts_with("owner"),
                    _ => *cell == "yes" && !(*who == "bob" && others.contains(&row[0])),
                };
                if ownership == ObjectOwnership::BucketOwnerEnforced && row[0].contains("acl: private") {
                    continue;
                }
                let response = world.send(who, &request);
                let outcome = super::world::outcome(&response);
                assert_eq!(outcome == "ok", is_let, "{ownership}, {who}: {}: {outcome} {}", row[0], why(&response));
                assert!(is_let || (outcome == "403 AccessDenied" && world.look() == before), "{who}: {}", row[0]);
            }
        }
    }
}

/// WRITE on a bucket creates; it reaches what is there already only where it is the grantee's own (user guide).
#[test]
fn to_write_into_a_bucket_does_not_reach_what_is_anothers() {
    let table = "
        who       | request                             | answer
        alice     | PUT /backups/new                    | ok
        alice     | PUT /backups/note                   | 403 AccessDenied
        alice     | POST /backups/note?uploads          | 403 AccessDenied
        alice     | DELETE /backups/note                | 403 AccessDenied
        alice     | DELETE /backups/nothing             | ok
        alice     | DELETE /backups/note?versionId={version} | 403 AccessDenied
        alice     | PUT /backups/new, copy-source: /backups/note | 403 AccessDenied
        alice     | PUT /backups/new, copy-source: /backups/open | ok
        alice     | PUT /backups/hers                   | ok
        alice     | DELETE /backups/hers                | ok
        alice     | DELETE /backups/hers?versionId={older} | 403 AccessDenied
        anonymous | PUT /backups/new                    | 403 AccessDenied
    ";
    for row in rows(table) {
        let mut world = World::new();
        world.must("owner", "PUT /backups?acl\nx-amz-grant-write: id={alice}");
        world.must("owner", "PUT /backups/open\nx-amz-acl: public-read\n\nabc");
        // What lies under her object is the owner's, and stays.
        world.must("owner", "PUT /backups/hers\n\nabc");
        let older = world.s3.bucket("backups").object("hers").unwrap().version_id.unwrap();
        world.name("older", older);
        world.must("owner", "DELETE /backups/hers");
        world.must("alice", "PUT /backups/hers\n\ndef");
        assert_eq!(world.ask(row[0], &request(row[1])), row[2], "{}: {}", row[0], row[1]);
    }
}

/// Who owns may always read and replace a list, though it grants him nothing; a policy can deny it.
#[test]
fn owners_are_never_locked_out_by_a_list() {
    let world = World::new();
    for target in ["/backups", "/backups/note"] {
        world.must("owner", &format!("PUT {target}?acl\nx-amz-grant-read-acp: id={{alice}}"));
        for who in ["owner", "alice"] {
            assert_eq!(world.ask(who, &format!("GET {target}?acl")), "ok");
        }
        assert_eq!(world.ask("alice", &format!("PUT {target}?acl\nx-amz-acl: private")), "403 AccessDenied");
        world.must("owner", &format!("PUT {target}?acl\nx-amz-acl: private"));
        assert_eq!(world.ask("alice", &format!("GET {target}?acl")), "403 AccessDenied");
    }
}
