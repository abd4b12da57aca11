// Stories of lifecycle rules. See `stories.rs`.

use crate::parity::Told;
use sdk::error::ProvideErrorMetadata as _;
use sdk::primitives::{ByteStream, DateTime, DateTimeFormat};
use sdk::types::{
    BucketLifecycleConfiguration, ExpirationStatus, LifecycleExpiration, LifecycleRule, LifecycleRuleAndOperator,
    LifecycleRuleFilter, NoncurrentVersionExpiration, NoncurrentVersionTransition, Tag,
    TransitionDefaultMinimumObjectSize, Transition, TransitionStorageClass,
};

async fn put_rule(
    s3: &sdk::Client,
    rule: sdk::types::builders::LifecycleRuleBuilder,
) -> Result<Option<TransitionDefaultMinimumObjectSize>, sdk::Error> {
    let rule = rule.status(ExpirationStatus::Enabled).build().expect("a rule that is whole");
    let rules = BucketLifecycleConfiguration::builder().rules(rule).build().expect("rules");
    let putting = s3.put_bucket_lifecycle_configuration().bucket("backups").lifecycle_configuration(rules);
    let minimum = TransitionDefaultMinimumObjectSize::VariesByStorageClass;
    let put = putting.transition_default_minimum_object_size(minimum).send().await?;
    Ok(put.transition_default_minimum_object_size)
}

pub async fn an_object_says_when_it_expires(s3: &sdk::Client) -> Told {
    s3.create_bucket().bucket("backups").send().await?;
    let tag = Tag::builder().key("team").value("storage").build()?;
    let and = LifecycleRuleAndOperator::builder().prefix("tmp/").tags(tag).object_size_greater_than(2).build();
    let rule = LifecycleRule::builder().id("tidy").filter(LifecycleRuleFilter::builder().and(and).build());
    put_rule(s3, rule.expiration(LifecycleExpiration::builder().days(7).build())).await?;

    let put = |key: &str| s3.put_object().bucket("backups").key(key).body(ByteStream::from_static(b"abc"));
    let tagged = put("tmp/a").tagging("team=storage").send().await?;
    let expiration = tagged.expiration().expect("a rule is for it");
    assert!(expiration.starts_with("expiry-date=\"") && expiration.ends_with(" 00:00:00 GMT\", rule-id=\"tidy\""));
    let head = s3.head_object().bucket("backups").key("tmp/a").send().await?;
    let read = s3.get_object().bucket("backups").key("tmp/a").send().await?;
    assert_eq!((head.expiration(), read.expiration()), (Some(expiration), Some(expiration)));
    assert_eq!(put("tmp/b").send().await?.expiration(), None);
    let copying = s3.copy_object().bucket("backups").copy_source("backups/tmp/a").key("tmp/c");
    assert_eq!(copying.send().await?.expiration(), Some(expiration));
    Ok(())
}

pub async fn rules_of_every_kind_are_put_and_read(s3: &sdk::Client) -> Told {
    s3.create_bucket().bucket("backups").send().await?;
    let date = DateTime::from_str("2030-01-01T00:00:00Z", DateTimeFormat::DateTime)?;
    let older = NoncurrentVersionTransition::builder().noncurrent_days(30).newer_noncurrent_versions(2);
    let rule = LifecycleRule::builder()
        .id("all")
        .filter(LifecycleRuleFilter::builder().object_size_less_than(100).build())
        .expiration(LifecycleExpiration::builder().date(date).build())
        .noncurrent_version_transitions(older.storage_class(TransitionStorageClass::GlacierIr).build())
        .noncurrent_version_expiration(NoncurrentVersionExpiration::builder().noncurrent_days(60).build());
    let minimum = Some(TransitionDefaultMinimumObjectSize::VariesByStorageClass);
    assert_eq!(put_rule(s3, rule.clone()).await?, minimum);
    let read = s3.get_bucket_lifecycle_configuration().bucket("backups").send().await?;
    assert_eq!(read.rules(), [rule.status(ExpirationStatus::Enabled).build()?]);
    assert_eq!(read.transition_default_minimum_object_size, minimum);

    let early = Transition::builder().days(1).storage_class(TransitionStorageClass::StandardIa).build();
    let rule = LifecycleRule::builder().filter(LifecycleRuleFilter::builder().build()).transitions(early);
    let error = put_rule(s3, rule).await.unwrap_err();
    assert_eq!(error.code(), Some("InvalidArgument"));
    let said = "'Days' in Transition action must be greater than or equal to 30 for storageClass 'STANDARD_IA'";
    assert_eq!(error.message(), Some(said));
    Ok(())
}
