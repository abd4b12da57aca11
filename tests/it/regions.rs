//! A bucket lies in a Region: the SDK's client is sent there, and whoever has no endpoint reaches it anyway.

use aws_sdk_s3::config::Region;
use aws_sdk_s3::error::ProvideErrorMetadata as _;
use aws_sdk_s3::types::{BucketLocationConstraint, CreateBucketConfiguration};
use fake_s3::{FakeS3, S3 as _};

#[tokio::test]
async fn the_sdks_client_is_sent_to_the_region_of_the_bucket() {
    let s3 = FakeS3::new();
    let here = s3.sdk_client();
    let there = aws_sdk_s3::Client::from_conf(s3.sdk_config().region(Region::new("eu-west-1")).build());
    let configuration =
        CreateBucketConfiguration::builder().location_constraint(BucketLocationConstraint::EuWest1).build();
    there.create_bucket().bucket("elsewhere").create_bucket_configuration(configuration).send().await.unwrap();

    let error = here.list_objects_v2().bucket("elsewhere").send().await.unwrap_err();
    assert_eq!(error.code(), Some("PermanentRedirect"));
    let answer = error.raw_response().unwrap();
    assert_eq!(answer.status().as_u16(), 301);
    assert_eq!(answer.headers().get("x-amz-bucket-region"), Some("eu-west-1"));
    let bare = here.head_bucket().bucket("elsewhere").send().await.unwrap_err();
    assert_eq!(bare.raw_response().unwrap().headers().get("x-amz-bucket-region"), Some("eu-west-1"));

    there.list_objects_v2().bucket("elsewhere").send().await.unwrap();
    s3.client().list_objects_v2().bucket("elsewhere").send().await.unwrap();
}

#[tokio::test]
async fn the_buckets_of_a_world_are_in_its_region() {
    let s3 = FakeS3::builder().region("eu-west-1").build();
    s3.create_bucket("backups");
    let head = s3.sdk_client().head_bucket().bucket("backups").send().await.unwrap();
    assert_eq!(head.bucket_region(), Some("eu-west-1"));
}
