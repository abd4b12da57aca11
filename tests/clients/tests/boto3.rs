//! boto3, the SDK for Python: scripts of `tests/clients/python/`.

use clients::Served;
use clients::script::{Client, Script, stores};

#[tokio::test]
async fn managed_transfers_move_every_byte() {
    let served = Served::new().await;
    if stores(Client::Boto3, "managed_transfer.py", &served).await {
        assert!(served.bucket().uploads().is_empty());
    }
}

#[tokio::test]
async fn uploads_are_resumed_and_aborted() {
    let served = Served::new().await;
    if stores(Client::Boto3, "resumed_and_aborted.py", &served).await {
        assert_eq!(served.bucket().objects().len(), 1);
        assert!(served.bucket().uploads().is_empty());
    }
}
