//! Access control lists over several calls: what is read can be put back, what an account blocks is blocked in all its
//! buckets, and whatever is sent is answered.

use bytes::Bytes;
use fake_s3::error::S3Error;
use fake_s3::operation::create_bucket::CreateBucketInput;
use fake_s3::operation::get_bucket_acl::GetBucketAclInput;
use fake_s3::operation::get_object_acl::{GetObjectAclInput, GetObjectAclOutput};
use fake_s3::operation::put_bucket_acl::PutBucketAclInput;
use fake_s3::operation::put_bucket_policy::PutBucketPolicyInput;
use fake_s3::operation::put_object::PutObjectInput;
use fake_s3::operation::put_object_acl::PutObjectAclInput;
use fake_s3::types::{
    AccessControlPolicy, BucketCannedAcl, Grant, Grantee, ObjectCannedAcl, ObjectOwnership, Permission,
    PublicAccessBlockConfiguration, Type,
};
use fake_s3::{BucketHandle, FakeS3};
use proptest::prelude::*;

const GROUPS: [&str; 3] = [
    "http://acs.amazonaws.com/groups/global/AllUsers",
    "http://acs.amazonaws.com/groups/global/AuthenticatedUsers",
    "http://acs.amazonaws.com/groups/s3/LogDelivery",
];

/// A bucket that takes every ACL, and an object in it.
fn open_bucket(s3: &FakeS3) -> BucketHandle {
    let bucket = s3.create_bucket("backups");
    bucket.set_object_ownership(ObjectOwnership::ObjectWriter).set_public_access_block(None);
    bucket.put_object("note", "abc");
    bucket
}

fn object_acl(s3: &FakeS3) -> GetObjectAclOutput {
    s3.call(GetObjectAclInput::builder().bucket("backups").key("note")).unwrap()
}

fn put_object_acl(s3: &FakeS3, policy: AccessControlPolicy) -> Result<(), S3Error> {
    let put = PutObjectAclInput::builder().bucket("backups").key("note").access_control_policy(policy);
    s3.call(put).map(drop)
}

fn read_back(s3: &FakeS3) -> AccessControlPolicy {
    let read = object_acl(s3);
    AccessControlPolicy::builder().set_owner(read.owner).set_grants(read.grants).build()
}

#[test]
fn what_is_read_of_a_canned_acl_can_be_put_back() {
    let s3 = FakeS3::new();
    open_bucket(&s3);
    for canned in ObjectCannedAcl::values() {
        let put = PutObjectAclInput::builder().bucket("backups").key("note").acl(ObjectCannedAcl::from(*canned));
        s3.call(put).unwrap();
        let read = read_back(&s3);
        put_object_acl(&s3, read.clone()).unwrap();
        assert_eq!(read_back(&s3), read, "{canned}");
    }
}

#[test]
fn what_an_account_blocks_is_blocked_in_all_its_buckets() {
    let s3 = FakeS3::new();
    open_bucket(&s3);
    let put = || s3.call(PutBucketAclInput::builder().bucket("backups").acl(BucketCannedAcl::PublicRead));
    put().unwrap();
    let block = PublicAccessBlockConfiguration::builder().block_public_acls(true).build();
    s3.account("fake-s3").set_public_access_block(Some(block));
    let error = put().unwrap_err();
    assert_eq!((error.status(), error.code()), (403, "AccessDenied"));
    assert!(error.why().to_string().contains("BlockPublicAcls"), "{}", error.why());
    let read = s3.call(GetBucketAclInput::builder().bucket("backups")).unwrap();
    assert_eq!(read.grants().len(), 2, "the one that is there stays");
    s3.account("fake-s3").set_public_access_block(None);
    put().unwrap();
}

#[test]
fn a_new_bucket_takes_a_public_acl_only_where_neither_itself_nor_its_account_blocks_it() {
    for (bucket_blocks, account_blocks) in [(false, false), (false, true), (true, false)] {
        let s3 = FakeS3::builder().public_access_blocked(bucket_blocks).build();
        let block = PublicAccessBlockConfiguration::builder().block_public_acls(account_blocks).build();
        s3.account("fake-s3").set_public_access_block(Some(block));
        let new = CreateBucketInput::builder().bucket("backups").object_ownership(ObjectOwnership::ObjectWriter);
        let made = s3.call(new.acl(BucketCannedAcl::PublicReadWrite));
        let code = made.err().map(|error| error.code());
        let is_blocked = bucket_blocks || account_blocks;
        assert_eq!(code, is_blocked.then_some("AccessDenied"), "{bucket_blocks} {account_blocks}");
        assert_eq!(s3.buckets().is_empty(), is_blocked, "a refused call changes nothing");
    }
}

#[test]
fn email_addresses_are_a_setting_of_their_own() {
    for (is_known, code) in [(true, None), (false, Some("MethodNotAllowed"))] {
        let s3 = FakeS3::builder().email_grantees(is_known).build();
        open_bucket(&s3);
        let alice = s3.account("alice");
        alice.set_email("alice@example.com");
        let put = PutObjectInput::builder().bucket("backups").key("note");
        let put = s3.call(put.grant_read("emailAddress=\"alice@example.com\""));
        assert_eq!(put.err().map(|error| error.code()), code);
        let read = object_acl(&s3);
        let is_hers = read.grants()[0].grantee().unwrap().id() == Some(alice.canonical_id().as_str());
        assert_eq!(is_hers, is_known);
    }
}

#[test]
#[should_panic(expected = "x-amz-grant-write")]
fn to_grant_writing_on_an_object_is_a_guess() {
    let s3 = FakeS3::builder().deny_guesses().build();
    open_bucket(&s3);
    let put = http::Request::put("https://s3.us-east-1.amazonaws.com/backups/note").header("content-length", 0);
    s3.http(put.header("x-amz-grant-write", format!("uri={}", GROUPS[1])).body(Bytes::new()).unwrap());
}

/// Grants to accounts and groups, by number.
fn grants() -> impl Strategy<Value = Vec<(usize, usize)>> {
    proptest::collection::vec((0..5_usize, 0..5_usize), 0..=100)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_put_is_read_in_its_order(grants in grants()) {
        let s3 = FakeS3::new();
        open_bucket(&s3);
        let accounts = ["alice", "bob"].map(|name| s3.account(name).canonical_id());
        let grant = |(who, what): (usize, usize)| {
            let grantee = match accounts.get(who) {
                Some(id) => Grantee::builder().r#type(Type::CanonicalUser).id(id),
                None => Grantee::builder().r#type(Type::Group).uri(GROUPS[who - 2]),
            };
            let permission = Permission::from(Permission::values()[what]);
            Grant::builder().grantee(grantee.build().unwrap()).permission(permission).build()
        };
        let grants: Vec<Grant> = grants.into_iter().map(grant).collect();
        let owner = object_acl(&s3).owner;
        let policy = AccessControlPolicy::builder().set_owner(owner).set_grants(Some(grants.clone())).build();
        put_object_acl(&s3, policy.clone()).unwrap();
        let read = object_acl(&s3);
        prop_assert_eq!(read.grants(), &grants[..]);
        prop_assert_eq!(read_back(&s3), policy);
    }

    /// A refused list changes nothing, and one that is taken is read.
    #[test]
    fn whatever_is_sent_is_answered(
        header in r#"(?:(?:id|uri|emailAddress|x)="?(?:[a-z]{0,3}|http://acs\.amazonaws\.com/groups/global/AllUsers)"?[ ,]{0,2}){0,3}"#,
        body in r#"(?:<AccessControlPolicy>)?(?:<Owner/>|<Owner><ID>x</ID></Owner>|<AccessControlList/>|<Grantee a='"'/>|\PC){0,3}(?:</AccessControlPolicy>)?"#,
        has_header in any::<bool>(),
    ) {
        let s3 = FakeS3::new();
        open_bucket(&s3);
        let before = read_back(&s3);
        let put = http::Request::put("https://s3.us-east-1.amazonaws.com/backups/note?acl");
        let put = put.header("content-length", body.len());
        let put = if has_header { put.header("x-amz-grant-read", header) } else { put };
        let answer = s3.http(put.body(Bytes::from(body)).unwrap());
        match answer.status().as_u16() {
            200 => prop_assert!(has_header),
            400 | 405 => prop_assert_eq!(read_back(&s3), before),
            other => prop_assert!(false, "{}", other),
        }
    }
}

#[test]
fn a_public_access_block_of_an_account_applies_to_its_buckets() {
    let s3 = FakeS3::new();
    let bucket = s3.create_bucket("notes");
    bucket.set_public_access_block(None);
    let block = PublicAccessBlockConfiguration::builder().block_public_policy(true).build();
    let account = s3.account("fake-s3");
    account.set_public_access_block(Some(block));
    let policy = |principal: &str| {
        format!(
            r#"{{"Statement":[{{"Effect":"Allow","Principal":{principal},"Action":"s3:*","Resource":"arn:aws:s3:::notes/*"}}]}}"#
        )
    };
    let put = |principal: &str| s3.call(PutBucketPolicyInput::builder().bucket("notes").policy(policy(principal)));
    let error = put(r#""*""#).unwrap_err();
    assert_eq!((error.status(), error.code(), error.message()), (403, "AccessDenied", "Access Denied"));
    assert_eq!(bucket.policy(), None);
    put(r#"{"AWS":"111122223333"}"#).unwrap();
    account.set_public_access_block(None);
    put(r#""*""#).unwrap();
    assert_eq!(bucket.policy(), Some(policy(r#""*""#)));
    assert_eq!(bucket.remove_policy().policy(), None);
}
