//! A wrapper that implements `S3` around another: it counts the calls, whoever answers them.
//!
//! `cargo run --example counting`

use fake_s3::error::{BoxError, SdkError};
use fake_s3::primitives::ByteStream;
use fake_s3::{FakeS3, Operation, S3};
use parking_lot::Mutex;
use std::collections::BTreeMap;
use std::future::Future;
use std::sync::Arc;

/// Counts the calls that go through it, by AWS's names.
#[derive(Debug, Clone)]
struct Counting<C> {
    inner: C,
    calls: Arc<Mutex<BTreeMap<&'static str, usize>>>,
}

impl<C: S3> Counting<C> {
    fn new(inner: C) -> Self {
        Self { inner, calls: Arc::default() }
    }
}

/// One method is all that a wrapper needs: the calls are made of it.
impl<C: S3> S3 for Counting<C> {
    fn send<I: Operation>(&self, input: I) -> impl Future<Output = Result<I::Output, SdkError<I::Error>>> + Send {
        *self.calls.lock().entry(I::NAME).or_default() += 1;
        self.inner.send(input)
    }
}

/// Code as production has it: it takes any `S3`.
async fn copy_in_parts(s3: &impl S3, parts: i32) -> Result<(), BoxError> {
    let created = s3.create_multipart_upload().bucket("backups").key("db.tar").send().await?;
    let id = created.upload_id().ok_or("an upload has an id")?;
    for number in 1..=parts {
        let body = ByteStream::from_static(b"some bytes");
        let part = s3.upload_part().bucket("backups").key("db.tar").upload_id(id).part_number(number).body(body);
        part.send().await?;
    }
    s3.abort_multipart_upload().bucket("backups").key("db.tar").upload_id(id).send().await?;
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), BoxError> {
    let s3 = FakeS3::new();
    s3.create_bucket("backups");
    let counting = Counting::new(s3.client());

    copy_in_parts(&counting, 3).await?;

    for (name, count) in counting.calls.lock().iter() {
        println!("{count} x {name}");
    }
    assert_eq!(counting.calls.lock()["UploadPart"], 3);
    Ok(())
}
