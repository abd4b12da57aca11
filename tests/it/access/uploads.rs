//! Who may do what to an upload, and who is said to have begun it and to own it.

use super::operations::request;
use super::world::{World, element, outcome, rows, why};
use fake_s3::types::ObjectOwnership;

/// Alice, or somebody of her account, began it in the owner's bucket, whose policy lets her account put objects; it is
/// then asked for by everybody (user guide, "Multipart upload and permissions").
///
/// `full` users and roles are let all by their own policies, `put` ones `s3:PutObject`, `plain` ones nothing.
const TABLE: &str = "
    initiator   | who           | UploadPart | ListParts | Complete | Abort | ListMultipartUploads
    alice       | alice         | yes        | yes       | yes      | yes   | -
    alice       | alice/full    | yes        | -         | yes      | -     | -
    alice       | alice/plain   | -          | -         | -        | -     | -
    alice       | owner         | yes        | yes       | yes      | yes   | yes
    alice       | owner/full    | yes        | yes       | yes      | yes   | yes
    alice       | owner/put     | yes        | -         | yes      | -     | -
    alice       | owner/plain   | -          | -         | -        | -     | -
    alice       | bob           | -          | -         | -        | -     | -
    alice       | bob/full      | -          | -         | -        | -     | -
    alice       | anonymous     | -          | -         | -        | -     | -
    alice/put   | alice/put     | yes        | yes       | yes      | yes   | -
    alice/put   | alice         | yes        | yes       | yes      | yes   | -
    alice/put   | alice/full    | yes        | -         | yes      | -     | -
    alice/put   | owner         | yes        | yes       | yes      | yes   | yes
    alice/put   | bob           | -          | -         | -        | -     | -
    alice/put   | anonymous     | -          | -         | -        | -     | -
    role alice/put | role alice/put | yes    | yes       | yes      | yes   | -
    role alice/put | alice/put  | yes        | -         | yes      | -     | -
    role alice/put | alice      | yes        | yes       | yes      | yes   | -
    owner/put   | owner/put     | yes        | yes       | yes      | yes   | -
    owner/put   | owner         | yes        | yes       | yes      | yes   | yes
    owner/put   | alice         | yes        | -         | yes      | -     | -
    owner/put   | owner/plain   | -          | -         | -        | -     | -
    owner       | owner/put     | yes        | -         | yes      | -     | -
    owner       | owner/plain   | -          | -         | -        | -     | -
    owner       | owner/full    | yes        | yes       | yes      | yes   | yes
    owner       | anonymous     | -          | -         | -        | -     | -
";

const LETS_HER_PUT: &str = r#"{"Effect": "Allow", "Principal": {"AWS": "{alice account}"}, "Action": "s3:PutObject",
    "Resource": "arn:aws:s3:::{bucket}/*"}"#;

const REQUESTS: [&str; 5] = [
    "PUT /backups/hers?uploadId={hers}&partNumber=1",
    "GET /backups/hers?uploadId={hers}",
    "POST /backups/hers?uploadId={hers} <complete>",
    "DELETE /backups/hers?uploadId={hers}",
    "GET /backups?uploads",
];

/// A world with an upload of this initiator's, which has a part.
fn world(initiator: &str) -> World {
    let mut world = World::new();
    world.set_bucket_policy(LETS_HER_PUT);
    for who in ["owner/full", "alice/full", "bob/full"] {
        world.let_all(who);
    }
    for who in ["owner/put", "alice/put", "role alice/put"] {
        world.set_identity_policy(who, r#"{"Effect": "Allow", "Action": "s3:PutObject", "Resource": "*"}"#);
    }
    let upload = world.begin_upload(initiator, "hers");
    world.name("hers", upload);
    world.must(initiator, "PUT /backups/hers?uploadId={hers}&partNumber=1\n\nabc");
    world
}

#[test]
fn an_upload_is_its_initiators_and_its_bucket_owners() {
    for row in rows(TABLE) {
        let (initiator, who) = (row[0], row[1]);
        for (short, cell) in REQUESTS.iter().zip(&row[2..]) {
            let world = world(initiator);
            let before = world.look();
            let response = world.send(who, &request(short));
            let expected = if *cell == "yes" { "ok" } else { "403 AccessDenied" };
            assert_eq!(outcome(&response), expected, "{who}: {short} of {initiator}: {}", why(&response));
            assert!(*cell == "yes" || world.look() == before, "{who}: {short} changed something");
        }
    }
}

/// What the initiator may is not taken from him with the policy that let him begin; an explicit denial does.
#[test]
fn an_initiator_may_end_what_he_began_until_he_is_denied_it() {
    let nothing = r#"{"Effect": "Deny", "Principal": {"AWS": "{bob account}"}, "Action": "s3:PutObject",
        "Resource": "arn:aws:s3:::{bucket}/*"}"#;
    let denies = nothing.replace("bob", "alice").replace("s3:PutObject", "s3:AbortMultipartUpload");
    for (policy, put, list, abort) in
        [(nothing, "403 AccessDenied", "ok", "ok"), (denies.as_str(), "403 AccessDenied", "ok", "403 AccessDenied")]
    {
        let world = world("alice");
        world.set_bucket_policy(policy);
        let answers = [put, list, "403 AccessDenied", abort, "403 AccessDenied"];
        for (short, expected) in REQUESTS.iter().zip(answers) {
            assert_eq!(world.ask("alice", &request(short)), expected, "{short}");
        }
    }
}

/// One that is not there is said so to who may write to its key, for he could have begun it, and to nobody else.
#[test]
fn an_upload_that_is_not_there_is_told_of_to_who_could_have_begun_it() {
    let world = world("alice");
    for (who, expected) in [
        ("owner", "404 NoSuchUpload"),
        ("owner/full", "404 NoSuchUpload"),
        ("owner/put", "404 NoSuchUpload"),
        ("alice", "404 NoSuchUpload"),
        ("alice/put", "404 NoSuchUpload"),
        ("owner/plain", "403 AccessDenied"),
        ("alice/plain", "403 AccessDenied"),
        ("bob", "403 AccessDenied"),
        ("anonymous", "403 AccessDenied"),
    ] {
        for short in &REQUESTS[..4] {
            let request = request(&short.replace("{hers}", "none"));
            assert_eq!(world.ask(who, &request), expected, "{who}: {short}");
        }
    }
}

/// Lists: WRITE on the bucket begins and goes on with uploads, READ lists them; nothing lists parts or aborts but to be
/// the initiator or the bucket's owner (mapping of ACL permissions).
#[test]
fn a_list_lets_begin_uploads_and_list_them() {
    let table = "
        granted | who       | begin | UploadPart | ListParts | Complete | Abort | ListMultipartUploads
        write   | alice     | yes   | yes        | yes       | yes      | yes   | -
        write   | bob       | yes   | yes        | -         | yes      | -     | -
        write   | anonymous | -     | yes        | -         | -        | -     | -
        read    | alice     | -     | -          | yes       | -        | yes   | yes
        read    | bob       | -     | -          | -         | -        | -     | yes
        read    | anonymous | -     | -          | -         | -        | -     | yes
    ";
    for row in rows(table) {
        let everybody = "uri=http://acs.amazonaws.com/groups/global/AllUsers";
        let begin = ["POST /backups/new?uploads"];
        for (short, cell) in begin.iter().chain(&REQUESTS).zip(&row[2..]) {
            let world = world("alice");
            world.set_bucket_policy(&LETS_HER_PUT.replace("alice", "owner"));
            world.must("owner", &format!("PUT /backups?acl\nx-amz-grant-{}: {everybody}", row[0]));
            let outcome = world.ask(row[1], &request(short));
            let expected = if *cell == "yes" { "ok" } else { "403 AccessDenied" };
            assert_eq!(outcome, expected, "{}: {short}, with {} to everybody", row[1], row[0]);
        }
    }
}

/// Who is shown (API reference, "ListParts"): the user or the role's session that began it, and whose the object will
/// be, which the bucket says (user guide, "Controlling ownership of objects").
#[test]
fn the_initiator_and_the_owner_of_an_upload_are_told_apart() {
    let table = "
        ownership            | initiator      | list                      | id                                                            | name        | owner
        ObjectWriter         | owner          |                           | {owner}                                                       | fake-s3     | {owner}
        ObjectWriter         | alice          |                           | {alice}                                                       | alice       | {alice}
        ObjectWriter         | alice/put      |                           | arn:aws:iam::{alice account}:user/put                         | put         | {alice}
        ObjectWriter         | role alice/put |                           | arn:aws:sts::{alice account}:assumed-role/put/fake-s3         | put/fake-s3 | {alice}
        ObjectWriter         | alice          | bucket-owner-full-control | {alice}                                                       | alice       | {alice}
        BucketOwnerPreferred | alice          |                           | {alice}                                                       | alice       | {alice}
        BucketOwnerPreferred | alice          | bucket-owner-full-control | {alice}                                                       | alice       | {owner}
        BucketOwnerEnforced  | alice          |                           | {alice}                                                       | alice       | {owner}
        BucketOwnerEnforced  | alice/put      | bucket-owner-full-control | arn:aws:iam::{alice account}:user/put                         | put         | {owner}
    ";
    for row in rows(table) {
        let [ownership, initiator, list, id, name, owner] = row[..] else { panic!("{row:?}") };
        let world = world("owner");
        world.s3.bucket("backups").set_object_ownership(ObjectOwnership::from(ownership));
        world.set_bucket_policy(&LETS_HER_PUT.replace(r#""s3:PutObject""#, r#"["s3:PutObject", "s3:PutObjectAcl"]"#));
        world.let_all(if initiator.contains('/') { initiator } else { "alice/put" });
        let list = if list.is_empty() { String::new() } else { format!("\nx-amz-acl: {list}") };
        let begun = world.must(initiator, &format!("POST /backups/new?uploads{list}"));
        let upload = element(&begun, "UploadId");
        world.must(initiator, &format!("PUT /backups/new?uploadId={upload}&partNumber=1\n\nabc"));
        let parts = world.must(initiator, &format!("GET /backups/new?uploadId={upload}"));
        let uploads = world.must("owner", "GET /backups?uploads&prefix=new");
        for told in [parts, uploads] {
            let told = String::from_utf8(told.body().to_vec()).unwrap();
            let said = |name: &str| told.split_once(&format!("<{name}>")).unwrap().1.split_once("</").unwrap().0;
            let inside = |outer: &str| told.split_once(&format!("<{outer}>")).unwrap().1.to_owned();
            assert!(inside("Initiator").starts_with(&format!("<ID>{}</ID>", world.fill(id))), "{row:?}: {told}");
            assert_eq!(said("DisplayName"), name, "{row:?}");
            assert!(inside("Owner").starts_with(&format!("<ID>{}</ID>", world.fill(owner))), "{row:?}: {told}");
        }
        // And so it is.
        world.must(initiator, &request(&format!("POST /backups/new?uploadId={upload} <complete>")));
        let versions = world.must("owner", "GET /backups?versions&prefix=new");
        assert_eq!(element(&versions, "ID"), world.fill(owner), "{row:?}");
    }
}
