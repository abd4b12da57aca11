//! The AWS CLI: scripts of `tests/clients/shell/`.

use clients::Served;
use clients::script::{Client, Script, has_what_it_stored, stores};

#[tokio::test]
async fn files_and_folders_go_both_ways() {
    let served = Served::new().await;
    let Some(script) = Script::new(Client::AwsCli, "aws_s3.sh", &served.endpoint_url()) else { return };
    let lines = script.run().await;
    // What the script has deleted or moved away since.
    let is_left = |line: &&String| !line.starts_with("stored copied ") && !line.starts_with("stored tree/deep/ü.txt ");
    has_what_it_stored(&lines.iter().filter(is_left).cloned().collect::<Vec<_>>(), &served);
    assert!(served.bucket().object("copied").is_none());
    assert!(served.bucket().uploads().is_empty());
    assert_eq!(served.bucket().object("big").unwrap().metadata["by"], "cli");
}

#[tokio::test]
async fn an_upload_is_made_by_hand() {
    let served = Served::new().await;
    if stores(Client::AwsCli, "aws_s3api.sh", &served).await {
        assert!(served.bucket().uploads().is_empty());
    }
}
