// Stories of access control lists. See `stories.rs`.

use crate::parity::Told;
use sdk::error::ProvideErrorMetadata as _;
use sdk::primitives::ByteStream;
use sdk::types::{
    AccessControlPolicy, BucketCannedAcl, Grant, Grantee, ObjectCannedAcl, ObjectOwnership, Owner, Permission, Type,
};

const ALL_USERS: &str = "http://acs.amazonaws.com/groups/global/AllUsers";
const LOG_DELIVERY: &str = "http://acs.amazonaws.com/groups/s3/LogDelivery";

/// A bucket that has ACLs, be they public.
async fn open_bucket(s3: &sdk::Client) -> Told {
    s3.create_bucket().bucket("backups").object_ownership(ObjectOwnership::ObjectWriter).send().await?;
    s3.delete_public_access_block().bucket("backups").send().await?;
    Ok(())
}

fn to_group(uri: &str, permission: Permission) -> Result<Grant, Box<dyn std::error::Error>> {
    let grantee = Grantee::builder().r#type(Type::Group).uri(uri).build()?;
    Ok(Grant::builder().grantee(grantee).permission(permission).build())
}

fn full_control(owner: &Owner) -> Result<Grant, Box<dyn std::error::Error>> {
    let grantee = Grantee::builder().r#type(Type::CanonicalUser).id(owner.id().expect("an id")).build()?;
    Ok(Grant::builder().grantee(grantee).permission(Permission::FullControl).build())
}

pub async fn a_bucket_is_shared(s3: &sdk::Client) -> Told {
    open_bucket(s3).await?;
    s3.put_bucket_acl().bucket("backups").acl(BucketCannedAcl::PublicRead).send().await?;
    let told = s3.get_bucket_acl().bucket("backups").send().await?;
    let owner = told.owner().expect("an owner").clone();
    assert_eq!(told.grants(), [full_control(&owner)?, to_group(ALL_USERS, Permission::Read)?]);
    assert_eq!((owner.display_name(), told.grants()[1].grantee().and_then(|who| who.id())), (None, None));

    let grants = vec![full_control(&owner)?, to_group(LOG_DELIVERY, Permission::Write)?];
    let policy = AccessControlPolicy::builder().owner(owner).set_grants(Some(grants.clone())).build();
    s3.put_bucket_acl().bucket("backups").access_control_policy(policy.clone()).send().await?;
    assert_eq!(s3.get_bucket_acl().bucket("backups").send().await?.grants(), grants);

    let both = s3.put_bucket_acl().bucket("backups").acl(BucketCannedAcl::Private).access_control_policy(policy);
    assert_eq!(both.send().await.unwrap_err().code(), Some("UnexpectedContent"));
    let nothing = s3.put_bucket_acl().bucket("backups").send().await.unwrap_err();
    assert_eq!(nothing.code(), Some("MissingSecurityHeader"));
    Ok(())
}

pub async fn an_object_is_shared(s3: &sdk::Client) -> Told {
    open_bucket(s3).await?;
    let put = s3.put_object().bucket("backups").key("note").body(ByteStream::from_static(b"abc"));
    put.grant_read(format!("uri=\"{ALL_USERS}\"")).send().await?;
    let told = s3.get_object_acl().bucket("backups").key("note").send().await?;
    assert_eq!(told.grants(), [to_group(ALL_USERS, Permission::Read)?]);

    let acl = s3.put_object_acl().bucket("backups").key("note").acl(ObjectCannedAcl::PublicReadWrite);
    acl.send().await?;
    let told = s3.get_object_acl().bucket("backups").key("note").send().await?;
    let permissions: Vec<_> = told.grants().iter().filter_map(|grant| grant.permission()).collect();
    assert_eq!(permissions, [&Permission::FullControl, &Permission::Read, &Permission::Write]);

    let grant = s3.put_object_acl().bucket("backups").key("note").grant_write(format!("uri={LOG_DELIVERY}"));
    grant.send().await?;
    let told = s3.get_object_acl().bucket("backups").key("note").send().await?;
    assert_eq!(told.grants(), [to_group(LOG_DELIVERY, Permission::Write)?]);

    let missing = s3.get_object_acl().bucket("backups").key("none").send().await.unwrap_err();
    assert!(missing.as_service_error().expect("an answer").is_no_such_key());
    let missing = s3.put_object_acl().bucket("backups").key("none").acl(ObjectCannedAcl::Private).send().await;
    assert!(missing.unwrap_err().as_service_error().expect("an answer").is_no_such_key());
    Ok(())
}

pub async fn what_cannot_be_granted_is_refused(s3: &sdk::Client) -> Told {
    s3.create_bucket().bucket("backups").send().await?;
    let upload = || s3.create_multipart_upload().bucket("backups").key("db.tar");
    let code = |error: Option<&str>| error.map(str::to_owned);
    for (grant, expected) in [
        ("id=\"11112222333\", id=\"444455556666\"", "InvalidArgument"),
        ("emailAddress=\"alice@example.com\"", "MethodNotAllowed"),
        ("uri=\"http://acs.amazonaws.com/groups/global/AllUsers\"", "AccessControlListNotSupported"),
    ] {
        let error = upload().grant_read(grant).send().await.unwrap_err();
        assert_eq!(code(error.code()), code(Some(expected)), "{grant}");
    }
    let both = upload().acl(ObjectCannedAcl::Private).grant_read("id=x").send().await.unwrap_err();
    assert_eq!(both.message(), Some("Specifying both Canned ACLs and Header Grants is not allowed"));
    upload().acl(ObjectCannedAcl::BucketOwnerFullControl).send().await?;
    assert!(Grantee::builder().id("someone").build().is_err(), "a grantee has a type");
    Ok(())
}
