//! The SDK for JavaScript with lib-storage and its presigner: scripts of `tests/clients/javascript/`.

use clients::Served;
use clients::script::{Client, stores};

#[tokio::test]
async fn uploads_of_buffers_and_streams_move_every_byte() {
    let served = Served::new().await;
    if stores(Client::JavaScript, "upload.mjs", &served).await {
        assert!(served.bucket().uploads().is_empty());
        assert!(served.bucket().object("abandoned").is_none());
    }
}

#[tokio::test]
async fn presigned_parts_need_no_keys() {
    let served = Served::new().await;
    stores(Client::JavaScript, "presigned.mjs", &served).await;
}

#[tokio::test]
async fn faults_that_are_injected_over_http_make_the_client_repeat_its_requests() {
    let served = Served::new().await;
    if stores(Client::JavaScript, "faults.mjs", &served).await {
        assert!(served.bucket().uploads().is_empty());
        let journal = served.world.journal();
        let count = |operation: &str| journal.of(operation).count();
        assert_eq!((count("CreateMultipartUpload"), count("UploadPart"), count("CompleteMultipartUpload")), (3, 6, 3));
    }
}
