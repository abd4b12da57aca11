//! F2: a writer forgets that a part failed, and closing it completes the parts that succeeded.
//!
//! The public bug: <https://github.com/pingcap/tidb/issues/70048>

use super::{Outcome, parts, text};
use fake_s3::fault::{Fault, on};
use fake_s3::{Client, FakeS3, S3};

struct Writer<'a> {
    client: &'a Client,
    id: String,
    tags: Vec<Option<String>>,
    has_failed: bool,
}

impl<'a> Writer<'a> {
    async fn open(client: &'a Client) -> Outcome<Self> {
        let create = client.create_multipart_upload().bucket("backups").key("table");
        let id = create.send().await.map_err(text)?.upload_id.unwrap_or_default();
        Ok(Self { client, id, tags: Vec::new(), has_failed: false })
    }

    async fn write(&mut self, bytes: &'static [u8]) -> Outcome {
        let number = i32::try_from(self.tags.len()).unwrap_or_default() + 1;
        let part = self.client.upload_part().bucket("backups").key("table").upload_id(&self.id).part_number(number);
        let sent = part.body(bytes.to_vec().into()).send().await.map_err(text);
        self.has_failed |= sent.is_err();
        self.tags.push(sent?.e_tag);
        Ok(())
    }

    /// The mistake: whatever was written is completed.
    async fn close(self) -> Outcome {
        let complete = self.client.complete_multipart_upload().bucket("backups").key("table").upload_id(&self.id);
        complete.multipart_upload(parts(self.tags)).send().await.map(drop).map_err(text)
    }

    /// Mended: after a failure the upload is aborted.
    async fn mended_close(self) -> Outcome {
        if !self.has_failed {
            return self.close().await;
        }
        let abort = self.client.abort_multipart_upload().bucket("backups").key("table").upload_id(&self.id);
        abort.send().await.map(drop).map_err(text)
    }
}

/// Writes three parts, of which one may fail, and closes the writer in any case.
async fn write_with_a_failed_part(number: i32, close: impl AsyncFn(Writer<'_>) -> Outcome) -> FakeS3 {
    let s3 = FakeS3::builder().min_part_bytes(1).build();
    s3.create_bucket("backups");
    let failure = s3.inject(on("UploadPart").part_number(number), Fault::error("InternalError"));
    let client = s3.client();
    let mut writer = Writer::open(&client).await.unwrap();
    for bytes in [b"one,".as_slice(), b"two,", b"three"] {
        if writer.write(bytes).await.is_err() {
            break;
        }
    }
    close(writer).await.unwrap();
    assert_eq!(failure.hits(), 1);
    s3
}

#[tokio::test]
async fn a_writer_that_forgets_a_failure_publishes_half_an_object() {
    let s3 = write_with_a_failed_part(3, async |writer| writer.close().await).await;
    assert_eq!(s3.bucket("backups").object("table").unwrap().bytes(), "one,two,", "not what was written");
}

#[tokio::test]
async fn a_writer_that_remembers_a_failure_publishes_nothing() {
    for number in 1..=3 {
        let s3 = write_with_a_failed_part(number, async |writer| writer.mended_close().await).await;
        assert!(s3.bucket("backups").object("table").is_none(), "part {number}");
        s3.assert_no_open_uploads();
    }
}
