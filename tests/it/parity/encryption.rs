// Stories of encryption. See `stories.rs`.

use crate::parity::Told;
use sdk::error::ProvideErrorMetadata as _;
use sdk::primitives::ByteStream;
use sdk::types::{
    BlockedEncryptionTypes, EncryptionType, ObjectEncryption, ServerSideEncryption, ServerSideEncryptionByDefault,
    ServerSideEncryptionConfiguration, ServerSideEncryptionRule, SsekmsEncryption,
};

const KEY: &str = "MTIzNDU2Nzg5MGFiY2RlZjEyMzQ1Njc4OTBhYmNkZWY=";
const MD5: &str = "JMwgiexXqwuPqIPjYFmIZQ==";

fn rule(algorithm: ServerSideEncryption) -> ServerSideEncryptionConfiguration {
    let by_default = ServerSideEncryptionByDefault::builder().sse_algorithm(algorithm).build();
    let blocked = BlockedEncryptionTypes::builder().encryption_type(EncryptionType::None).build();
    let rule = ServerSideEncryptionRule::builder()
        .apply_server_side_encryption_by_default(by_default.expect("an algorithm"))
        .bucket_key_enabled(true)
        .blocked_encryption_types(blocked)
        .build();
    ServerSideEncryptionConfiguration::builder().rules(rule).build().expect("a rule")
}

pub async fn a_bucket_encrypts_by_default(s3: &sdk::Client) -> Told {
    s3.create_bucket().bucket("backups").send().await?;
    let new = s3.get_bucket_encryption().bucket("backups").send().await?;
    let rules = new.server_side_encryption_configuration().expect("a configuration").rules();
    let by_default = rules[0].apply_server_side_encryption_by_default().expect("a default");
    assert_eq!((by_default.sse_algorithm(), by_default.kms_master_key_id()), (&ServerSideEncryption::Aes256, None));
    assert_eq!(rules[0].blocked_encryption_types().expect("a block").encryption_type(), [EncryptionType::SseC]);

    let put = s3.put_bucket_encryption().bucket("backups");
    put.server_side_encryption_configuration(rule(ServerSideEncryption::AwsKms)).send().await?;
    let told = s3.get_bucket_encryption().bucket("backups").send().await?;
    assert_eq!(told.server_side_encryption_configuration(), Some(&rule(ServerSideEncryption::AwsKms)));
    let put = s3.put_object().bucket("backups").key("note").body(ByteStream::from_static(b"abc")).send().await?;
    assert_eq!(put.server_side_encryption(), Some(&ServerSideEncryption::AwsKms));
    assert_eq!(put.bucket_key_enabled(), Some(true));
    let arn = put.ssekms_key_id().expect("a key");
    assert_eq!(s3.head_object().bucket("backups").key("note").send().await?.ssekms_key_id(), Some(arn));

    s3.delete_bucket_encryption().bucket("backups").send().await?;
    let put = s3.put_object().bucket("backups").key("plain").body(ByteStream::from_static(b"abc")).send().await?;
    assert_eq!(put.server_side_encryption(), Some(&ServerSideEncryption::Aes256));

    let wanted = SsekmsEncryption::builder().kms_key_arn(arn).build().expect("an arn");
    let update = s3.update_object_encryption().bucket("backups").key("plain");
    update.object_encryption(ObjectEncryption::Ssekms(wanted)).send().await?;
    let head = s3.head_object().bucket("backups").key("plain").send().await?;
    assert_eq!((head.ssekms_key_id(), head.e_tag()), (Some(arn), put.e_tag()));
    Ok(())
}

pub async fn a_customers_key_comes_along_each_time(s3: &sdk::Client) -> Told {
    s3.create_bucket().bucket("backups").send().await?;
    let put = s3.put_bucket_encryption().bucket("backups");
    put.server_side_encryption_configuration(rule(ServerSideEncryption::Aes256)).send().await?;
    let upload = s3.create_multipart_upload().bucket("backups").key("db.tar");
    let upload = upload.sse_customer_algorithm("AES256").sse_customer_key(KEY).sse_customer_key_md5(MD5).send().await?;
    assert_eq!((upload.sse_customer_algorithm(), upload.sse_customer_key_md5()), (Some("AES256"), Some(MD5)));
    let id = upload.upload_id().expect("an id");

    let part = || s3.upload_part().bucket("backups").key("db.tar").upload_id(id).part_number(1);
    let without = part().body(ByteStream::from_static(b"abc")).send().await.expect_err("the key is missing");
    assert_eq!(without.code(), Some("InvalidRequest"));
    let with = part().sse_customer_algorithm("AES256").sse_customer_key(KEY).sse_customer_key_md5(MD5);
    let with = with.body(ByteStream::from_static(b"abc")).send().await?;
    assert_eq!(with.sse_customer_key_md5(), Some(MD5));

    let part = sdk::types::CompletedPart::builder().part_number(1).set_e_tag(with.e_tag().map(str::to_owned)).build();
    let list = sdk::types::CompletedMultipartUpload::builder().parts(part).build();
    let complete = s3.complete_multipart_upload().bucket("backups").key("db.tar").upload_id(id);
    assert_eq!(complete.multipart_upload(list).send().await?.server_side_encryption(), None);

    let get = || s3.get_object().bucket("backups").key("db.tar");
    assert!(get().send().await.is_err());
    let read = get().sse_customer_algorithm("AES256").sse_customer_key(KEY).sse_customer_key_md5(MD5).send().await?;
    assert_eq!(read.body.collect().await?.into_bytes().as_ref(), b"abc");
    Ok(())
}
