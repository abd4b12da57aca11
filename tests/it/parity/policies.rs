// Stories of policies, and of who pays. See `stories.rs`.

use crate::parity::Told;
use sdk::error::ProvideErrorMetadata as _;
use sdk::types::{Payer, RequestPaymentConfiguration};

const POLICY: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::backups/*"}]}"#;

pub async fn a_policy_is_put_read_and_deleted(s3: &sdk::Client) -> Told {
    s3.create_bucket().bucket("backups").send().await?;
    let blocked = s3.put_bucket_policy().bucket("backups").policy(POLICY).send().await.unwrap_err();
    assert_eq!(blocked.code(), Some("AccessDenied"));
    s3.delete_public_access_block().bucket("backups").send().await?;

    s3.put_bucket_policy().bucket("backups").policy(POLICY).send().await?;
    let told = s3.get_bucket_policy().bucket("backups").send().await?;
    assert_eq!(told.policy(), Some(POLICY));
    let status = s3.get_bucket_policy_status().bucket("backups").send().await?;
    assert_eq!(status.policy_status().and_then(|status| status.is_public()), Some(true));

    s3.delete_bucket_policy().bucket("backups").send().await?;
    let gone = s3.get_bucket_policy().bucket("backups").send().await.unwrap_err();
    assert_eq!((gone.code(), gone.message()), (Some("NoSuchBucketPolicy"), Some("The bucket policy does not exist")));
    Ok(())
}

pub async fn a_policy_that_is_wrong_is_malformed(s3: &sdk::Client) -> Told {
    s3.create_bucket().bucket("backups").send().await?;
    let other = POLICY.replace("backups", "others");
    let error = s3.put_bucket_policy().bucket("backups").policy(other).send().await.unwrap_err();
    assert_eq!((error.code(), error.message()), (Some("MalformedPolicy"), Some("Policy has invalid resource")));
    Ok(())
}

pub async fn a_bucket_has_a_payer(s3: &sdk::Client) -> Told {
    s3.create_bucket().bucket("backups").send().await?;
    let read = s3.get_bucket_request_payment().bucket("backups").send().await?;
    assert_eq!(read.payer(), Some(&Payer::BucketOwner));
    let configuration = RequestPaymentConfiguration::builder().payer(Payer::Requester).build()?;
    s3.put_bucket_request_payment().bucket("backups").request_payment_configuration(configuration).send().await?;
    let read = s3.get_bucket_request_payment().bucket("backups").send().await?;
    assert_eq!(read.payer(), Some(&Payer::Requester));
    Ok(())
}
