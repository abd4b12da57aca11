//! Two uploads: one is completed, the other is forgotten until a lifecycle rule aborts it.
//!
//! ```text
//! cargo run --example quickstart --features aws-sdk
//! ```
//!
//! All calls are made with the real SDK's client. No socket is opened and no second is waited for. Where one failed,
//! `or_why` would say why.

use aws_sdk_s3::Client;
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::{
    AbortIncompleteMultipartUpload, BucketLifecycleConfiguration, CompletedMultipartUpload, CompletedPart,
    ExpirationStatus, LifecycleRule, LifecycleRuleFilter,
};
use fake_s3::error::OrWhy;
use fake_s3::{FakeS3, days};
use std::error::Error;

const MIB: usize = 1024 * 1024;
const PART: usize = 8 * MIB;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    // A world of your own. Production code takes the client and never knows.
    let s3 = FakeS3::new();
    let client = s3.sdk_client();
    let say = |text: String| println!("{}  {text}", s3.clock().now());

    client.create_bucket().bucket("backups").send().await.or_why();
    forget_uploads_after(&client, 7).await?;
    say("a bucket, and a rule: what is not completed within 7 days is aborted".into());

    // The first upload: three parts, listed, completed, read back.
    let content: Vec<u8> = [b'1', b'2', b'3'].into_iter().flat_map(|number| vec![number; PART]).collect();
    let id = begin(&client, "monday.tar").await?;
    say(format!("monday.tar: upload {}... begins", &id[..12]));
    let parts = upload(&client, "monday.tar", &id, &content).await;

    let listed = client.list_parts().bucket("backups").key("monday.tar").upload_id(&id).send().await.or_why();
    for part in listed.parts() {
        say(format!(
            "  part {}: {} bytes, ETag {}",
            part.part_number().unwrap(),
            part.size().unwrap(),
            part.e_tag().unwrap()
        ));
    }
    assert_eq!(listed.parts().len(), 3);

    let list = CompletedMultipartUpload::builder().set_parts(Some(parts)).build();
    let completed = client.complete_multipart_upload().bucket("backups").key("monday.tar").upload_id(&id);
    let completed = completed.multipart_upload(list).send().await.or_why();
    let object = client.get_object().bucket("backups").key("monday.tar").send().await.or_why();
    assert!(object.body.collect().await?.into_bytes() == content, "what was uploaded is what is read");
    say(format!("completed as {}, and read back: {} bytes, all the same", completed.e_tag().unwrap(), content.len()));

    // The second upload: two parts, and then the program crashes.
    s3.clock().advance(days(1));
    let id = begin(&client, "tuesday.tar").await?;
    upload(&client, "tuesday.tar", &id, &content[..2 * PART]).await;
    assert_eq!(s3.stored_bytes(), 5 * PART as u64);
    say(format!("tuesday.tar: 2 parts uploaded, then forgotten; {} MiB are stored", s3.stored_bytes() / MIB as u64));

    // A week goes by, in no time.
    let events = s3.clock().advance(days(8));
    assert_eq!(events.len(), 1);
    say(format!("8 days later. On the way:\n  {}", events[0]));

    let gone = client.list_parts().bucket("backups").key("tuesday.tar").upload_id(&id).send().await.unwrap_err();
    let left = client.list_multipart_uploads().bucket("backups").send().await.or_why();
    assert_eq!(gone.raw_response().unwrap().status().as_u16(), 404);
    assert!(left.uploads().is_empty());
    assert_eq!(s3.stored_bytes(), 3 * PART as u64);
    say(format!("the upload is gone (404), its bytes are free: {} MiB are stored", s3.stored_bytes() / MIB as u64));
    Ok(())
}

/// The lifecycle rule that every bucket with multipart uploads should have.
async fn forget_uploads_after(client: &Client, days: i32) -> Result<(), Box<dyn Error>> {
    let rule = LifecycleRule::builder()
        .id("tidy")
        .status(ExpirationStatus::Enabled)
        .filter(LifecycleRuleFilter::builder().prefix("").build())
        .abort_incomplete_multipart_upload(
            AbortIncompleteMultipartUpload::builder().days_after_initiation(days).build(),
        )
        .build()?;
    let rules = BucketLifecycleConfiguration::builder().rules(rule).build()?;
    client.put_bucket_lifecycle_configuration().bucket("backups").lifecycle_configuration(rules).send().await.or_why();
    Ok(())
}

async fn begin(client: &Client, key: &str) -> Result<String, Box<dyn Error>> {
    let created = client.create_multipart_upload().bucket("backups").key(key).send().await.or_why();
    Ok(created.upload_id().ok_or("an upload has an id")?.to_owned())
}

/// Uploads bytes part by part.
async fn upload(client: &Client, key: &str, id: &str, content: &[u8]) -> Vec<CompletedPart> {
    let mut completed = Vec::new();
    for (number, bytes) in (1..).zip(content.chunks(PART)) {
        let part = client.upload_part().bucket("backups").key(key).upload_id(id).part_number(number);
        let part = part.body(ByteStream::from(bytes.to_vec())).send().await.or_why();
        completed.push(CompletedPart::builder().part_number(number).set_e_tag(part.e_tag).build());
    }
    completed
}
