// Stories of buckets and their rules. See `stories.rs`.

use crate::parity::Told;
use sdk::error::ProvideErrorMetadata as _;
use sdk::primitives::ByteStream;
use sdk::types::{
    AbortIncompleteMultipartUpload, AccelerateConfiguration, BucketAccelerateStatus, BucketLifecycleConfiguration,
    BucketLocationConstraint, CorsConfiguration, CorsRule,
    CreateBucketConfiguration, ExpirationStatus, LifecycleRule, LifecycleRuleFilter, ObjectCannedAcl, ObjectOwnership, OwnershipControls,
    OwnershipControlsRule, PublicAccessBlockConfiguration,
};

pub async fn buckets_are_made_listed_and_deleted(s3: &sdk::Client) -> Told {
    let made = s3.create_bucket().bucket("backups").send().await?;
    assert_eq!(made.location(), Some("/backups"));
    s3.create_bucket().bucket("archive").send().await?;
    let listed = s3.list_buckets().send().await?;
    assert_eq!(
        listed.buckets().iter().map(|bucket| bucket.name()).collect::<Vec<_>>(),
        [Some("archive"), Some("backups")]
    );
    assert_eq!(listed.buckets()[0].creation_date().expect("a date").to_string(), "2026-01-01T10:30:00Z");
    assert!(listed.owner().and_then(|owner| owner.id()).is_some());

    let page = s3.list_buckets().max_buckets(1).send().await?;
    let token = page.continuation_token().expect("a token");
    let rest = s3.list_buckets().max_buckets(1).continuation_token(token).send().await?;
    assert_eq!(rest.buckets().iter().map(|bucket| bucket.name()).collect::<Vec<_>>(), [Some("backups")]);

    s3.head_bucket().bucket("backups").send().await?;
    s3.delete_bucket().bucket("backups").send().await?;
    let error = s3.delete_bucket().bucket("backups").send().await.unwrap_err().into_service_error();
    assert_eq!((error.code(), error.message()), (Some("NoSuchBucket"), Some("The specified bucket does not exist")));
    Ok(())
}

pub async fn a_bucket_lies_in_a_region(s3: &sdk::Client) -> Told {
    s3.create_bucket().bucket("here").send().await?;
    let constraint = BucketLocationConstraint::EuWest1;
    let configuration = CreateBucketConfiguration::builder().location_constraint(constraint.clone()).build();
    s3.create_bucket().bucket("elsewhere").create_bucket_configuration(configuration).send().await?;
    let there = s3.get_bucket_location().bucket("elsewhere").send().await?;
    assert_eq!(there.location_constraint(), Some(&constraint));
    let head = s3.head_bucket().bucket("here").send().await?;
    assert_eq!(head.bucket_region(), Some("us-east-1"));
    Ok(())
}

pub async fn a_bucket_that_is_not_empty_stays(s3: &sdk::Client) -> Told {
    s3.create_bucket().bucket("backups").send().await?;
    s3.put_object().bucket("backups").key("note").body(ByteStream::from_static(b"abc")).send().await?;
    let error = s3.delete_bucket().bucket("backups").send().await.unwrap_err();
    assert_eq!(error.code(), Some("BucketNotEmpty"));
    assert_eq!(error.message(), Some("The bucket you tried to delete is not empty"));
    Ok(())
}

pub async fn lifecycle_rules_are_put_read_and_deleted(s3: &sdk::Client) -> Told {
    s3.create_bucket().bucket("backups").send().await?;
    let error = s3.get_bucket_lifecycle_configuration().bucket("backups").send().await.unwrap_err();
    assert_eq!(error.code(), Some("NoSuchLifecycleConfiguration"));

    let rule = |id: &str, prefix: &str, status: ExpirationStatus| {
        let abort = AbortIncompleteMultipartUpload::builder().days_after_initiation(3).build();
        LifecycleRule::builder()
            .id(id)
            .filter(LifecycleRuleFilter::builder().prefix(prefix).build())
            .status(status)
            .abort_incomplete_multipart_upload(abort)
            .build()
    };
    let (on, off) = (rule("on", "logs/", ExpirationStatus::Enabled)?, rule("off", "", ExpirationStatus::Disabled)?);
    let configuration = BucketLifecycleConfiguration::builder().rules(on.clone()).rules(off).build()?;
    s3.put_bucket_lifecycle_configuration()
        .bucket("backups")
        .lifecycle_configuration(configuration.clone())
        .send()
        .await?;
    let read = s3.get_bucket_lifecycle_configuration().bucket("backups").send().await?;
    assert_eq!(read.rules(), configuration.rules());
    assert_eq!(read.rules()[0].filter().and_then(|filter| filter.prefix()), Some("logs/"));
    assert_eq!(read.rules()[1].status(), &ExpirationStatus::Disabled);
    let abort = read.rules()[0].abort_incomplete_multipart_upload().expect("an action");
    assert_eq!(abort.days_after_initiation(), Some(3));

    let twice = BucketLifecycleConfiguration::builder().set_rules(Some(vec![on.clone(), on])).build()?;
    let putting = s3.put_bucket_lifecycle_configuration().bucket("backups").lifecycle_configuration(twice);
    assert_eq!(putting.send().await.unwrap_err().code(), Some("InvalidArgument"));

    s3.delete_bucket_lifecycle().bucket("backups").send().await?;
    let error = s3.get_bucket_lifecycle_configuration().bucket("backups").send().await.unwrap_err();
    assert_eq!(error.message(), Some("The lifecycle configuration does not exist"));
    Ok(())
}

pub async fn ownership_controls_are_put_read_and_deleted(s3: &sdk::Client) -> Told {
    s3.create_bucket().bucket("backups").send().await?;
    let put = || s3.put_object().bucket("backups").key("note").acl(ObjectCannedAcl::Private);
    let error = put().send().await.unwrap_err();
    assert_eq!(error.code(), Some("AccessControlListNotSupported"));

    let rule = OwnershipControlsRule::builder().object_ownership(ObjectOwnership::BucketOwnerPreferred).build()?;
    let controls = OwnershipControls::builder().rules(rule.clone()).build()?;
    s3.put_bucket_ownership_controls().bucket("backups").ownership_controls(controls).send().await?;
    let read = s3.get_bucket_ownership_controls().bucket("backups").send().await?;
    assert_eq!(read.ownership_controls().expect("controls").rules(), [rule]);
    put().send().await?;

    s3.delete_bucket_ownership_controls().bucket("backups").send().await?;
    let error = s3.get_bucket_ownership_controls().bucket("backups").send().await.unwrap_err();
    assert_eq!(error.code(), Some("OwnershipControlsNotFoundError"));
    put().send().await?;
    Ok(())
}

pub async fn a_public_access_block_is_put_read_and_deleted(s3: &sdk::Client) -> Told {
    s3.create_bucket().bucket("backups").object_ownership(ObjectOwnership::ObjectWriter).send().await?;
    let block = PublicAccessBlockConfiguration::builder().block_public_acls(true).build();
    s3.put_public_access_block().bucket("backups").public_access_block_configuration(block).send().await?;
    let read = s3.get_public_access_block().bucket("backups").send().await?;
    let read = read.public_access_block_configuration().expect("a block");
    assert_eq!((read.block_public_acls(), read.ignore_public_acls()), (Some(true), Some(false)));
    assert_eq!((read.block_public_policy(), read.restrict_public_buckets()), (Some(false), Some(false)));

    s3.delete_public_access_block().bucket("backups").send().await?;
    let error = s3.get_public_access_block().bucket("backups").send().await.unwrap_err();
    assert_eq!(error.code(), Some("NoSuchPublicAccessBlockConfiguration"));
    Ok(())
}

pub async fn pages_of_other_origins_are_let_in_by_rules(s3: &sdk::Client) -> Told {
    s3.create_bucket().bucket("backups").send().await?;
    let rule = CorsRule::builder().id("pages").allowed_origins("https://app.test").allowed_methods("GET");
    let rule = rule.allowed_methods("PUT").allowed_headers("*").expose_headers("ETag").max_age_seconds(60).build()?;
    let cors = CorsConfiguration::builder().cors_rules(rule.clone()).build()?;
    s3.put_bucket_cors().bucket("backups").cors_configuration(cors).send().await?;
    let read = s3.get_bucket_cors().bucket("backups").send().await?;
    assert_eq!(read.cors_rules(), [rule]);
    assert_eq!(read.cors_rules()[0].allowed_methods(), ["GET", "PUT"]);

    let rule = CorsRule::builder().allowed_origins("*").allowed_methods("PATCH").build()?;
    let cors = CorsConfiguration::builder().cors_rules(rule).build()?;
    let error = s3.put_bucket_cors().bucket("backups").cors_configuration(cors).send().await.unwrap_err();
    assert_eq!(error.code(), Some("InvalidRequest"));

    s3.delete_bucket_cors().bucket("backups").send().await?;
    let error = s3.get_bucket_cors().bucket("backups").send().await.unwrap_err();
    assert_eq!(error.code(), Some("NoSuchCORSConfiguration"));
    assert!(CorsRule::builder().allowed_origins("*").build().is_err());
    Ok(())
}

pub async fn the_state_of_acceleration_is_put_and_read(s3: &sdk::Client) -> Told {
    s3.create_bucket().bucket("backups").send().await?;
    let read = s3.get_bucket_accelerate_configuration().bucket("backups").send().await?;
    assert_eq!((read.status(), read.request_charged()), (None, None));
    for status in [BucketAccelerateStatus::Enabled, BucketAccelerateStatus::Suspended] {
        let configuration = AccelerateConfiguration::builder().status(status.clone()).build();
        let put = s3.put_bucket_accelerate_configuration().bucket("backups");
        put.accelerate_configuration(configuration).send().await?;
        let read = s3.get_bucket_accelerate_configuration().bucket("backups").send().await?;
        assert_eq!(read.status(), Some(&status));
    }
    Ok(())
}

pub async fn a_bucket_with_a_period_is_not_accelerated(s3: &sdk::Client) -> Told {
    s3.create_bucket().bucket("my.backups").send().await?;
    let configuration = AccelerateConfiguration::builder().status(BucketAccelerateStatus::Enabled).build();
    let put = s3.put_bucket_accelerate_configuration().bucket("my.backups").accelerate_configuration(configuration);
    let error = put.send().await.unwrap_err();
    assert_eq!(error.code(), Some("InvalidRequest"));
    let read = s3.get_bucket_accelerate_configuration().bucket("my.backups").send().await?;
    assert_eq!(read.status(), None);
    Ok(())
}
