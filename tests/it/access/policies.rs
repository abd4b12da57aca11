//! Policies: whom they let and whom they deny, on which side, under which conditions, and what is blocked of them.

use super::operations::request;
use super::world::{World, outcome, rows, why};
use fake_s3::types::PublicAccessBlockConfiguration;
use http::Request;
use std::time::Duration;

const PRINCIPALS: [&str; 8] =
    ["owner", "owner/plain", "owner/full", "role owner/plain", "alice", "alice/plain", "alice/full", "anonymous"];

/// A world whose `full` users may do all that their accounts can let them.
fn world() -> World {
    let world = World::new();
    world.let_all("owner/full");
    world.let_all("alice/full");
    world
}

fn in_bucket(effect: &str, principal: &str, action: &str, condition: &str) -> String {
    let conditions = if condition.is_empty() { String::new() } else { format!(r#", "Condition": {{{condition}}}"#) };
    format!(
        r#"{{"Effect": "{effect}", "Principal": {principal}, "Action": "{action}",
            "Resource": ["arn:aws:s3:::{{bucket}}", "arn:aws:s3:::{{bucket}}/*"]{conditions}}}"#
    )
}

/// What a policy that names somebody lets do: within the bucket's account either side is enough, across accounts both
/// must let (IAM user guide, "Policy evaluation logic"). An account that is named lets its users through by their own
/// policies; a user who is named in his own account's bucket needs none.
const NAMED: &str = r#"
    named                                                        | owner | owner/plain | owner/full | role owner/plain | alice | alice/plain | alice/full | anonymous
    nobody                                                       | yes   | -           | yes        | -                | -     | -           | -          | -
    {"AWS": "{owner account}"}                                   | yes   | -           | yes        | -                | -     | -           | -          | -
    {"AWS": "arn:aws:iam::{owner account}:user/plain"}           | yes   | yes         | yes        | -                | -     | -           | -          | -
    {"AWS": "arn:aws:iam::{owner account}:role/plain"}           | yes   | -           | yes        | yes              | -     | -           | -          | -
    {"AWS": "arn:aws:sts::{owner account}:assumed-role/plain/fake-s3"} | yes | -       | yes        | yes              | -     | -           | -          | -
    {"AWS": "{alice account}"}                                   | yes   | -           | yes        | -                | yes   | -           | yes        | -
    {"AWS": "arn:aws:iam::{alice account}:root"}                 | yes   | -           | yes        | -                | yes   | -           | yes        | -
    {"CanonicalUser": "{alice}"}                                 | yes   | -           | yes        | -                | yes   | -           | yes        | -
    {"AWS": "arn:aws:iam::{alice account}:user/plain"}           | yes   | -           | yes        | -                | -     | -           | -          | -
    {"AWS": "arn:aws:iam::{alice account}:user/full"}            | yes   | -           | yes        | -                | -     | -           | yes        | -
    {"AWS": ["{bob account}", "{alice account}"]}                | yes   | -           | yes        | -                | yes   | -           | yes        | -
    {"Service": "logging.s3.amazonaws.com"}                      | yes   | -           | yes        | -                | -     | -           | -          | -
    "*"                                                          | yes   | yes         | yes        | yes              | yes   | -           | yes        | yes
    {"AWS": "*"}                                                 | yes   | yes         | yes        | yes              | yes   | -           | yes        | yes
"#;

#[test]
fn a_bucket_policy_lets_whom_it_names_if_his_account_does_too() {
    for row in rows(NAMED) {
        let world = world();
        if row[0] != "nobody" {
            world.set_bucket_policy(&in_bucket("Allow", row[0], "s3:GetObject", ""));
        }
        for (who, cell) in PRINCIPALS.iter().zip(&row[1..]) {
            let response = world.send(who, "GET /backups/note");
            let expected = if *cell == "yes" { "ok" } else { "403 AccessDenied" };
            assert_eq!(outcome(&response), expected, "{who}, with {} allowed: {}", row[0], why(&response));
            // Nothing is let beside what is named.
            let is_let = *who == "owner" || *who == "owner/full";
            assert_eq!(world.ask(who, "GET /backups") == "ok", is_let, "{who}: {}", row[0]);
        }
    }
}

/// A denial that names somebody beats all that lets him; `NotPrincipal` denies all but whom it names.
#[test]
fn a_bucket_policy_denies_whom_it_names() {
    let table = r#"
        denied                                                         | owner | owner/plain | owner/full | role owner/plain | alice | alice/plain | alice/full | anonymous
        "Principal": "*"                                               | -     | -           | -          | -                | -     | -           | -          | -
        "Principal": {"AWS": "{owner account}"}                        | -     | -           | -          | -                | yes   | -           | yes        | yes
        "Principal": {"AWS": "{alice account}"}                        | yes   | yes         | yes        | yes              | -     | -           | -          | yes
        "Principal": {"AWS": "arn:aws:iam::{alice account}:user/full"} | yes   | yes         | yes        | yes              | yes   | -           | -          | yes
        "Principal": {"AWS": "arn:aws:iam::{owner account}:role/plain"} | yes  | yes         | yes        | -                | yes   | -           | yes        | yes
        "NotPrincipal": {"AWS": "{owner account}"}                     | yes   | -           | -          | -                | -     | -           | -          | -
        "NotPrincipal": {"AWS": ["{alice account}", "arn:aws:iam::{alice account}:user/full"]} | - | - | - | -              | yes   | -           | yes        | -
    "#;
    for row in rows(table) {
        let world = world();
        let everybody = in_bucket("Allow", r#""*""#, "s3:GetObject", "");
        let denies = in_bucket("Deny", r#""*""#, "s3:GetObject", "").replace(r#""Principal": "*""#, row[0]);
        world.set_bucket_policy(&format!("{everybody}, {denies}"));
        for (who, cell) in PRINCIPALS.iter().zip(&row[1..]) {
            let response = world.send(who, "GET /backups/note");
            let expected = if *cell == "yes" { "ok" } else { "403 AccessDenied" };
            assert_eq!(outcome(&response), expected, "{who}, with {} denied: {}", row[0], why(&response));
        }
    }
}

/// The sentences of a refusal: within the bucket's account it says which kind of policy denies or is missing (user
/// guide, "Troubleshoot access denied (403 Forbidden) errors"); to others it says nothing.
#[test]
fn who_is_refused_is_told_why_within_one_account() {
    let table = "
        denied by | who         | told
        nobody    | owner/plain | because no identity-based policy allows the s3:GetObject action
        identity  | owner/full  | with an explicit deny in an identity-based policy
        bucket    | owner/full  | with an explicit deny in a resource-based policy
        bucket    | owner       | with an explicit deny in a resource-based policy
        nobody    | alice       |
        bucket    | alice       |
        nobody    | alice/plain |
        identity  | alice/full  |
        bucket    | alice/full  |
        nobody    | anonymous   |
        bucket    | anonymous   |
    ";
    for row in rows(table) {
        let world = world();
        let allow = r#"{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}"#;
        let deny = r#"{"Effect": "Deny", "Action": "s3:GetObject", "Resource": "*"}"#;
        match row[0] {
            "identity" => world.set_identity_policy(row[1], &format!("{allow}, {deny}")),
            "bucket" => world.set_bucket_policy(&in_bucket("Deny", r#""*""#, "s3:GetObject", "")),
            _ => {}
        }
        let arn = match row[1] {
            "owner" => "arn:aws:iam::{owner account}:root".to_owned(),
            who => format!("arn:aws:iam::{{owner account}}:user/{}", who.split('/').next_back().unwrap()),
        };
        let head = format!(
            "User: {arn} is not authorized to perform: s3:GetObject on resource: &quot;arn:aws:s3:::backups/note&quot; "
        );
        let expected = if row[2].is_empty() { "Access Denied".to_owned() } else { world.fill(&head) + row[2] };
        let told = world.send(row[1], "GET /backups/note");
        assert_eq!(super::world::element(&told, "Message"), expected, "{row:?}");
    }
}

/// Conditions of a statement that allows `owner/plain` and of one that denies it, on requests that meet them or not.
#[test]
fn conditions_say_which_requests_a_statement_is_about() {
    let table = r#"
        condition                                                          | request                                                     | met
        "Bool": {"aws:SecureTransport": "false"}                           | GET http://s3.us-east-1.amazonaws.com/backups/note          | yes
        "Bool": {"aws:SecureTransport": "false"}                           | GET https://s3.us-east-1.amazonaws.com/backups/note         | -
        "StringEquals": {"s3:prefix": "logs/"}                             | GET /backups?list-type=2&prefix=logs/                       | yes
        "StringEquals": {"s3:prefix": "logs/"}                             | GET /backups?prefix=home/                                   | -
        "StringEquals": {"s3:prefix": "logs/"}                             | GET /backups                                                | -
        "StringLike": {"s3:prefix": "home/${aws:username}/*"}              | GET /backups?prefix=home/plain/a                            | yes
        "StringLike": {"s3:prefix": "home/${aws:username}/*"}              | GET /backups?prefix=home/full/a                             | -
        "StringEquals": {"s3:delimiter": "/"}                              | GET /backups?delimiter=/                                    | yes
        "NumericLessThanEquals": {"s3:max-keys": "10"}                     | GET /backups?max-keys=10                                    | yes
        "NumericLessThanEquals": {"s3:max-keys": "10"}                     | GET /backups?max-keys=11                                    | -
        "StringEquals": {"s3:x-amz-acl": "bucket-owner-full-control"}      | PUT /backups/new, acl: bucket-owner-full-control            | yes
        "StringEquals": {"s3:x-amz-acl": "bucket-owner-full-control"}      | PUT /backups/new, acl: private                              | -
        "StringEquals": {"s3:x-amz-acl": "bucket-owner-full-control"}      | PUT /backups/new                                            | -
        "StringNotEquals": {"s3:x-amz-acl": "bucket-owner-full-control"}   | PUT /backups/new                                            | yes
        "StringEquals": {"s3:x-amz-grant-full-control": "id={owner}"}      | PUT /backups/new, grant-full-control: id={owner}            | yes
        "StringEquals": {"s3:x-amz-storage-class": "STANDARD_IA"}          | PUT /backups/new, storage-class: STANDARD_IA                | yes
        "StringEquals": {"s3:x-amz-copy-source": "/backups/note"}          | PUT /backups/new, copy-source: /backups/note                | yes
        "StringEquals": {"s3:x-amz-copy-source": "/backups/cold"}          | PUT /backups/new, copy-source: /backups/note                | -
        "StringEquals": {"s3:x-amz-metadata-directive": "REPLACE"}         | PUT /backups/new, copy-source: /backups/note, metadata-directive: REPLACE | yes
        "StringEquals": {"s3:x-amz-server-side-encryption": "AES256"}      | PUT /backups/new, server-side-encryption: AES256            | yes
        "Null": {"s3:x-amz-server-side-encryption": "true"}                | PUT /backups/new                                            | yes
        "Null": {"s3:x-amz-server-side-encryption": "true"}                | PUT /backups/new, server-side-encryption: AES256            | -
        "StringEquals": {"s3:VersionId": "{version}"}                      | GET /backups/note?versionId={version}                       | yes
        "StringEquals": {"s3:VersionId": "null"}                           | GET /backups/note?versionId={version}                       | -
        "Null": {"s3:VersionId": "true"}                                   | GET /backups/note                                           | yes
        "StringEquals": {"s3:ExistingObjectTag/a": "1"}                    | GET /backups/note                                           | yes
        "StringEquals": {"s3:ExistingObjectTag/a": "1"}                    | GET /backups/cold?acl                                       | -
        "StringEquals": {"s3:ExistingObjectTag/a": "1"}                    | DELETE /backups/note                                        | -
        "StringEquals": {"s3:ExistingObjectTag/a": "1"}                    | PUT /backups/note                                           | -
        "StringEquals": {"s3:RequestObjectTag/b": "2"}                     | PUT /backups/new, tagging: b=2                              | yes
        "StringEquals": {"s3:RequestObjectTag/b": "2"}                     | PUT /backups/note?tagging <tagging>                         | yes
        "StringEquals": {"s3:RequestObjectTag/b": "3"}                     | PUT /backups/note?tagging <tagging>                         | -
        "ForAnyValue:StringEquals": {"s3:RequestObjectTagKeys": ["b"]}     | PUT /backups/new, tagging: a=1&b=2                          | yes
        "ForAllValues:StringEquals": {"s3:RequestObjectTagKeys": ["b"]}    | PUT /backups/new, tagging: a=1&b=2                          | -
        "ForAllValues:StringEquals": {"s3:RequestObjectTagKeys": ["b"]}    | PUT /backups/note?tagging <tagging>                         | yes
        "StringEquals": {"s3:object-lock-mode": "GOVERNANCE"}              | PUT /backups/held?retention <retention>                     | yes
        "StringEquals": {"s3:object-lock-mode": "COMPLIANCE"}              | PUT /backups/held?retention <retention>                     | -
        "NumericLessThan": {"s3:object-lock-remaining-retention-days": 40} | PUT /backups/held?retention <retention>                     | yes
        "NumericLessThan": {"s3:object-lock-remaining-retention-days": 30} | PUT /backups/held?retention <retention>                     | -
        "NumericEquals": {"s3:object-lock-remaining-retention-days": 9}    | PUT /backups/new, object-lock-mode: GOVERNANCE, object-lock-retain-until-date: 2026-01-11T00:00:00Z <object> | yes
        "DateLessThan": {"s3:object-lock-retain-until-date": "2026-03-01T00:00:00Z"} | PUT /backups/held?retention <retention>           | yes
        "StringEquals": {"s3:object-lock-legal-hold": "ON"}                | PUT /backups/held?legal-hold <hold>                         | yes
        "StringEquals": {"s3:object-lock-legal-hold": "OFF"}               | PUT /backups/held?legal-hold <hold>                         | -
        "StringEquals": {"s3:signatureversion": "AWS4-HMAC-SHA256"}        | GET /backups/note                                           | yes
        "StringEquals": {"s3:signatureversion": "AWS"}                     | GET /backups/note                                           | -
        "StringEquals": {"s3:authType": "REST-HEADER"}                     | GET /backups/note                                           | yes
        "StringEquals": {"s3:x-amz-content-sha256": "UNSIGNED-PAYLOAD"}    | GET /backups/note, content-sha256: UNSIGNED-PAYLOAD         | yes
        "StringEquals": {"s3:x-amz-content-sha256": "UNSIGNED-PAYLOAD"}    | GET /backups/note                                           | -
        "ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::{owner account}:user/plain"} | GET /backups/note                                 | yes
        "ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:user/pl*"}         | GET /backups/note                                           | yes
        "ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/*"}           | GET /backups/note                                           | -
        "StringEquals": {"aws:PrincipalAccount": "{owner account}"}        | GET /backups/note                                           | yes
        "StringEquals": {"aws:PrincipalType": "User"}                      | GET /backups/note                                           | yes
        "StringEquals": {"aws:username": "plain"}                          | GET /backups/note                                           | yes
        "StringEquals": {"s3:ResourceAccount": "{owner account}"}          | GET /backups/note                                           | yes
        "StringEquals": {"aws:ResourceAccount": "{alice account}"}         | GET /backups/note                                           | -
        "StringEquals": {"aws:RequestedRegion": "us-east-1"}               | GET /backups/note                                           | yes
        "Bool": {"aws:ViaAWSService": "false"}                             | GET /backups/note                                           | yes
        "Bool": {"aws:PrincipalIsAWSService": "false"}                     | GET /backups/note                                           | yes
        "IpAddress": {"aws:SourceIp": "127.0.0.0/8"}                       | GET /backups/note                                           | yes
        "IpAddress": {"aws:SourceIp": "203.0.113.0/24"}                    | GET /backups/note                                           | -
        "NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}                 | GET /backups/note                                           | yes
        "DateLessThan": {"aws:CurrentTime": "2026-01-01T10:31:00Z"}        | GET /backups/note                                           | yes
        "DateGreaterThan": {"aws:CurrentTime": "2026-01-01T10:31:00Z"}     | GET /backups/note                                           | -
        "NumericLessThan": {"aws:EpochTime": "1767263460"}                 | GET /backups/note                                           | yes
        "Null": {"aws:SourceVpce": "true"}                                 | GET /backups/note                                           | yes
        "StringEqualsIfExists": {"aws:SourceVpce": "vpce-1"}               | GET /backups/note                                           | yes
        "StringNotEquals": {"aws:SourceVpce": "vpce-1"}                    | GET /backups/note                                           | yes
    "#;
    for row in rows(table) {
        let (condition, request, is_met) = (row[0], request(row[1]), row[2] == "yes");
        for effect in ["Allow", "Deny"] {
            let world = world();
            let plain = r#"{"AWS": "arn:aws:iam::{owner account}:user/plain"}"#;
            let without = in_bucket("Allow", plain, "s3:*", "");
            let with = in_bucket(effect, plain, "s3:*", condition);
            // The source of a copy is asked for in the same request.
            world.set_bucket_policy(&if effect == "Allow" { with } else { format!("{without}, {with}") });
            let response = world.send("owner/plain", &request);
            let expected = if is_met == (effect == "Allow") { "ok" } else { "403 AccessDenied" };
            assert_eq!(outcome(&response), expected, "{effect} {condition}: {}: {}", row[1], why(&response));
        }
    }
}

/// `s3:LocationConstraint` is asked where buckets are made (user guide, "Bucket policy examples").
#[test]
fn a_user_makes_buckets_where_his_policy_lets_him() {
    let world = World::new();
    let in_oregon = r#"{"Effect": "Allow", "Action": "s3:CreateBucket", "Resource": "*",
        "Condition": {"StringEquals": {"s3:LocationConstraint": "us-west-2"}}}"#;
    world.set_identity_policy("owner/plain", in_oregon);
    let constraint = |region: &str| {
        let body = format!("<LocationConstraint>{region}</LocationConstraint>");
        format!("PUT /fresh\n\n<CreateBucketConfiguration>{body}</CreateBucketConfiguration>")
    };
    assert_eq!(world.ask("owner/plain", "PUT /fresh"), "403 AccessDenied");
    assert_eq!(world.ask("owner/plain", &constraint("eu-west-1")), "403 AccessDenied");
    world.must("owner/plain", &constraint("us-west-2"));
}

#[test]
fn a_policy_with_a_date_counts_by_the_clock() {
    let world = World::new();
    let until = r#""DateLessThan": {"aws:CurrentTime": "2026-01-02T00:00:00Z"}"#;
    world.set_bucket_policy(&in_bucket("Allow", r#"{"AWS": "{alice account}"}"#, "s3:GetObject", until));
    world.must("alice", "GET /backups/note");
    world.s3.clock().advance(Duration::from_secs(13 * 3600 + 29 * 60 + 59));
    world.must("alice", "GET /backups/note");
    world.s3.clock().advance(Duration::from_secs(1));
    assert_eq!(world.ask("alice", "GET /backups/note"), "403 AccessDenied");
}

/// A presigned address, and one that is signed by version 2, as `s3:authType` and `s3:signatureversion` see them.
#[test]
fn conditions_see_how_a_request_is_signed() {
    let table = "
        condition                                      | in the query of 4 | in the query of 2 | in a header of 2
        s3:authType = REST-QUERY-STRING                | yes               | yes               | -
        s3:authType = REST-HEADER                      | -                 | -                 | yes
        s3:signatureversion = AWS4-HMAC-SHA256         | yes               | -                 | -
        s3:signatureversion = AWS                      | -                 | yes               | yes
    ";
    let presigned = "/backups/note?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE/20260101/us-east-1/s3/aws4_request\
        &X-Amz-Date=20260101T103000Z&X-Amz-Expires=900&X-Amz-SignedHeaders=host&X-Amz-Signature=0";
    let of_version_2 = "/backups/note?AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Expires=1767264000&Signature=0";
    for row in rows(table) {
        let (name, value) = row[0].split_once(" = ").unwrap();
        let world = World::of(fake_s3::FakeS3::builder().signature_v2(true).build());
        let condition = format!(r#""StringEquals": {{"{name}": "{value}"}}"#);
        world.set_bucket_policy(&in_bucket("Deny", r#""*""#, "s3:GetObject", &condition));
        let requests = [
            format!("GET {presigned}"),
            format!("GET {of_version_2}"),
            "GET /backups/note\nauthorization: AWS AKIAIOSFODNN7EXAMPLE:0".to_owned(),
        ];
        for (request, cell) in requests.iter().zip(&row[1..]) {
            let expected = if *cell == "yes" { "403 AccessDenied" } else { "ok" };
            assert_eq!(world.ask("anonymous", request), expected, "{}: {request}", row[0]);
        }
    }
}

/// Block Public Access and policies, of the bucket or of its owner's account (user guide, "Blocking public access").
#[test]
fn what_is_blocked_of_public_policies() {
    let table = "
        blocked                | policy            | put                | owner/full | alice | alice/full | anonymous
        nothing                | public            | ok                 | yes        | yes   | yes        | yes
        nothing                | of alice          | ok                 | yes        | yes   | yes        | -
        policy                 | public            | 403 AccessDenied   |            |       |            |
        policy                 | of alice          | ok                 | yes        | yes   | yes        | -
        policy                 | public but for ip | ok                 | yes        | yes   | yes        | yes
        account policy         | public            | 403 AccessDenied   |            |       |            |
        restrict               | public            | ok                 | yes        | -     | -          | -
        restrict               | of alice          | ok                 | yes        | yes   | yes        | -
        restrict               | public and list   | ok                 | yes        | -     | -          | -
        restrict               | public but for ip | ok                 | yes        | yes   | yes        | yes
        account restrict       | public            | ok                 | yes        | -     | -          | -
        acls                   | public            | ok                 | yes        | yes   | yes        | yes
        ignored acls           | public            | ok                 | yes        | yes   | yes        | yes
    ";
    for row in rows(table) {
        let world = world();
        let (public, alice) = (r#""*""#, r#"{"AWS": "{alice account}"}"#);
        if row[1] == "public and list" {
            world.must("owner", "PUT /backups/note?acl\nx-amz-grant-read: id={alice}");
        }
        let block = PublicAccessBlockConfiguration::builder();
        let block = match row[0].trim_start_matches("account ") {
            "policy" => block.block_public_policy(true),
            "restrict" => block.restrict_public_buckets(true),
            "acls" => block.block_public_acls(true),
            "ignored acls" => block.ignore_public_acls(true),
            _ => block.block_public_acls(false),
        };
        match row[0].starts_with("account") {
            true => drop(world.s3.account("fake-s3").set_public_access_block(Some(block.build()))),
            false => drop(world.s3.bucket("backups").set_public_access_block(block.build())),
        }
        let ip = r#""IpAddress": {"aws:SourceIp": "127.0.0.1/32"}"#;
        let statement = match row[1] {
            "of alice" => in_bucket("Allow", alice, "s3:GetObject", ""),
            "public but for ip" => in_bucket("Allow", public, "s3:GetObject", ip),
            _ => in_bucket("Allow", public, "s3:GetObject", ""),
        };
        let policy = format!(r#"{{"Statement": {}}}"#, statement.replace("{bucket}", "backups"));
        let before = world.look();
        let put = world.ask("owner", &format!("PUT /backups?policy\n\n{policy}"));
        assert_eq!(put, row[2], "{row:?}");
        if put != "ok" {
            assert!(world.look() == before);
            continue;
        }
        for (who, cell) in ["owner/full", "alice", "alice/full", "anonymous"].iter().zip(&row[3..]) {
            let response = world.send(who, "GET /backups/note");
            let expected = if *cell == "yes" { "ok" } else { "403 AccessDenied" };
            assert_eq!(outcome(&response), expected, "{who}, {row:?}: {}", why(&response));
        }
    }
}

/// A policy of the bucket is about what is its owner's: an object of somebody else's it cannot let anybody read, but it
/// can deny it (user guide, "Controlling ownership of objects").
#[test]
fn a_bucket_policy_lets_nobody_read_what_another_owns_and_denies_it_all_the_same() {
    let world = world();
    let all = |effect| in_bucket(effect, r#""*""#, "s3:*", "");
    world.set_bucket_policy(&all("Allow"));
    world.must("alice", "PUT /backups/hers\n\nabc");
    for (who, expected) in [("alice", "ok"), ("owner", "403 AccessDenied"), ("bob", "403 AccessDenied")] {
        assert_eq!(world.ask(who, "GET /backups/hers"), expected, "{who}");
        assert_eq!(world.ask(who, "GET /backups/note"), "ok", "{who}");
    }
    world.set_bucket_policy(&all("Deny"));
    assert_eq!(world.ask("alice", "GET /backups/hers"), "403 AccessDenied");
}

/// A user is let by any of his policies, and denied by any.
#[test]
fn the_policies_of_a_user_count_together() {
    let world = World::new();
    let user = world.s3.account("fake-s3").user("deploy");
    user.allow("s3:GetObject", "arn:aws:s3:::backups/no*").allow("s3:ListBucket", "arn:aws:s3:::backups");
    for (request, expected) in
        [("GET /backups/note", "ok"), ("GET /backups", "ok"), ("GET /backups/cold?tagging", "403 AccessDenied")]
    {
        assert_eq!(world.ask("owner/deploy", request), expected);
    }
    user.set_policy("z", r#"{"Statement": {"Effect": "Deny", "Action": "s3:Get*", "Resource": "*"}}"#);
    assert_eq!(world.ask("owner/deploy", "GET /backups/note"), "403 AccessDenied");
    user.delete_policy("z");
    world.must("owner/deploy", "GET /backups/note");
    // One that says nothing of it takes nothing away.
    user.allow("s3:PutObject", "*");
    world.must("owner/deploy", "GET /backups/note");
    let other = Request::get("/backups/note").body(bytes::Bytes::new()).unwrap();
    assert_eq!(outcome(&world.s3.account("fake-s3").role("deploy").http(other)), "403 AccessDenied");
}

/// Whoever receives requests for the world says from where they come.
#[test]
fn a_request_comes_from_where_its_extensions_say() {
    let world = world();
    world.set_bucket_policy(&in_bucket(
        "Deny",
        r#""*""#,
        "s3:GetObject",
        r#""IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "2001:db8::/32"]}"#,
    ));
    let get = |from: Option<&str>, with_port: bool| {
        let mut request = Request::get("https://s3.us-east-1.amazonaws.com/backups/note");
        request = match (from, with_port) {
            (None, _) => request,
            (Some(from), true) => request.extension(from.parse::<std::net::SocketAddr>().unwrap()),
            (Some(from), false) => request.extension(from.parse::<std::net::IpAddr>().unwrap()),
        };
        world.s3.http(request.body(bytes::Bytes::new()).unwrap()).status().as_u16()
    };
    assert_eq!(get(None, false), 200);
    assert_eq!(get(Some("203.0.113.9"), false), 403);
    assert_eq!(get(Some("198.51.100.9"), false), 200);
    assert_eq!(get(Some("[2001:db8::1]:40000"), true), 403);
}
