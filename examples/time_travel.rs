//! The story of an orphaned upload, from the crash to the abort: what it was, what it cost, and a picture of it.
//!
//! ```text
//! cargo run --example time_travel --features aws-sdk
//! ```
//!
//! The calls are made with the real SDK's client. A month goes by, in no time.

use aws_sdk_s3::Client;
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::{CompletedMultipartUpload, CompletedPart};
use fake_s3::{FakeS3, Lag, days, hours};
use std::error::Error;

const PART: usize = 8 * 1024 * 1024;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    // S3 says when an upload becomes eligible to be aborted, not when it is: here, some time within a day after.
    let s3 = FakeS3::builder().lag(Lag::UpTo(days(1))).build();
    let bucket = s3.create_bucket("backups");
    bucket.abort_incomplete_uploads_after("nightly/", 7);
    let client = s3.sdk_client();
    let say = |text: &str| println!("{}  {text}", s3.clock().now());

    // The first night all goes well.
    say("monday's backup begins");
    let parts = upload(&client, "nightly/monday.tar", 3, &s3).await?;
    finish(&client, "nightly/monday.tar", parts).await?;
    say("monday's backup is complete");

    // The second night the program is killed after its second part, and nobody notices.
    s3.clock().advance(days(1));
    say("tuesday's backup begins");
    let before = s3.meter();
    let (id, _) = upload(&client, "nightly/tuesday.tar", 2, &s3).await?;
    say("... and crashes");

    // From then on its parts are paid for, though no list of objects shows them.
    let orphan = &bucket.uploads()[0];
    println!("\n    no object, but {} bytes of parts", orphan.stored_bytes());
    println!("    eligible to be aborted from {}", orphan.abort_date.ok_or("a rule is for it")?);
    println!("    will be aborted at          {}\n", orphan.aborted_at.ok_or("a rule is for it")?);
    s3.clock().set(orphan.abort_date.ok_or("a rule is for it")?);
    let listed = client.list_parts().bucket("backups").key("nightly/tuesday.tar").upload_id(&id).send().await?;
    say(&format!("it is due; its {} parts are still there", listed.parts().len()));
    println!("{}", s3.timeline());

    // The rest of the month.
    let events = s3.clock().advance(days(30));
    assert_eq!(events.len(), 1);
    println!("{}", events[0]);
    let late = client.list_parts().bucket("backups").key("nightly/tuesday.tar").upload_id(&id).send().await;
    assert_eq!(late.unwrap_err().raw_response().ok_or("there was an answer")?.status().as_u16(), 404);

    // The meter stands still since the abort: this is what the crash cost.
    let cost = s3.meter().since(&before).parts();
    assert_eq!(cost.bytes(), 0);
    assert_eq!(bucket.meter_of_upload(&id), Some(cost));
    println!("the crash cost {:.3} GiB-days of orphaned parts\n", cost.gib_days());

    let timeline = s3.timeline();
    print!("{timeline}");
    // Beside this program, wherever cargo has put that.
    let picture = std::env::current_exe()?.with_extension("svg");
    std::fs::write(&picture, timeline.to_svg())?;
    println!("\ndrawn into {}", picture.display());
    Ok(())
}

/// Begins an upload and sends so many parts, an hour each. Gives the upload's id and its parts.
async fn upload(client: &Client, key: &str, parts: i32, s3: &FakeS3) -> Result<Upload, Box<dyn Error>> {
    let created = client.create_multipart_upload().bucket("backups").key(key).send().await?;
    let id = created.upload_id().ok_or("an upload has an id")?.to_owned();
    let mut sent = Vec::new();
    for number in 1..=parts {
        s3.clock().advance(hours(1));
        let part = client.upload_part().bucket("backups").key(key).upload_id(&id).part_number(number);
        let part = part.body(ByteStream::from(vec![b'x'; PART])).send().await?;
        sent.push(CompletedPart::builder().part_number(number).set_e_tag(part.e_tag).build());
    }
    Ok((id, sent))
}

type Upload = (String, Vec<CompletedPart>);

async fn finish(client: &Client, key: &str, (id, parts): Upload) -> Result<(), Box<dyn Error>> {
    let list = CompletedMultipartUpload::builder().set_parts(Some(parts)).build();
    let complete = client.complete_multipart_upload().bucket("backups").key(key).upload_id(id);
    complete.multipart_upload(list).send().await?;
    Ok(())
}
