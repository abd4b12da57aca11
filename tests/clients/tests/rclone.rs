//! rclone: scripts of `tests/clients/shell/`.

use clients::script::{Client, Script, has_what_it_stored};
use clients::{MIN_PART, Served};
use fake_s3::primitives::DateTime;
use fake_s3::{FakeS3, days};
use std::time::SystemTime;

#[tokio::test]
async fn files_and_folders_go_both_ways() {
    let served = Served::new().await;
    let Some(script) = Script::new(Client::Rclone, "rclone.sh", &served.endpoint_url()) else { return };
    let lines = script.run().await;
    let is_left = |line: &&String| !line.starts_with("stored tree/deep/ü.txt ");
    has_what_it_stored(&lines.iter().filter(is_left).cloned().collect::<Vec<_>>(), &served);
    assert!(served.bucket().uploads().is_empty());
    assert!(served.bucket().object("tree/big").unwrap().e_tag.ends_with("-5\""));
}

/// rclone compares the dates of uploads with its own clock: the world begins two days before it.
#[tokio::test]
async fn old_uploads_are_cleaned_up_and_young_ones_left() {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
    let start = DateTime::from_secs(i64::try_from(now).unwrap() - 2 * 24 * 60 * 60);
    let served = Served::at(FakeS3::builder().start(start)).await;
    let old = served.bucket().begin_upload("old");
    served.bucket().put_part("old", &old, 1, clients::bytes(1, MIN_PART));
    served.world.clock().advance(days(2));
    let young = served.bucket().begin_upload("young");

    let Some(script) = Script::new(Client::Rclone, "rclone_cleanup.sh", &served.endpoint_url()) else { return };
    assert_eq!(script.run().await, ["uploads 2"]);
    let left: Vec<String> = served.bucket().uploads().into_iter().map(|upload| upload.upload_id).collect();
    assert_eq!(left, [young]);
    assert_eq!(served.world.stored_bytes(), 0);
}
