//! The story of a forgotten upload, without the SDK: the mirror's calls, a clock, and what an error tells.
//!
//! `cargo run --example orphaned_upload`

use fake_s3::error::ProvideErrorMetadata;
use fake_s3::operation::list_parts::ListPartsInput;
use fake_s3::primitives::ByteStream;
use fake_s3::{FakeS3, S3, days};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), fake_s3::error::BoxError> {
    let s3 = FakeS3::new();
    let bucket = s3.create_bucket("backups");
    bucket.abort_incomplete_uploads_after("nightly/", 3);

    // A program begins an upload, sends one part, and is never seen again.
    let client = s3.client();
    let upload = client.create_multipart_upload().bucket("backups").key("nightly/db.tar").send().await?;
    let id = upload.upload_id().unwrap_or_default();
    let part = ByteStream::from(vec![0; 1024]);
    client.upload_part().bucket("backups").key("nightly/db.tar").upload_id(id).part_number(1).body(part).send().await?;
    println!("{:?}: {} bytes are paid for", s3.clock().now(), s3.stored_bytes());

    // The rule is due at the midnight after three days; until then the upload is there.
    for _ in 0..2 {
        s3.clock().advance(days(2)).iter().for_each(|event| println!("{event}"));
        println!("{:?}: {} uploads are open", s3.clock().now(), bucket.uploads().len());
    }
    assert_eq!(s3.stored_bytes(), 0);

    // Whoever comes back late is told what S3 says, and the author of the test is told why.
    let late = client.list_parts().bucket("backups").key("nightly/db.tar").upload_id(id).send().await;
    println!("the program hears: {}", late.unwrap_err().code().unwrap_or_default());
    let input = ListPartsInput::builder().bucket("backups").key("nightly/db.tar").upload_id(id);
    println!("the test hears:    {}", s3.call(input).unwrap_err());
    Ok(())
}
