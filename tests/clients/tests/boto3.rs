//! boto3, the SDK for Python: scripts of `tests/clients/python/`.

use clients::Served;
use clients::script::{Client, Script, has_what_it_stored, stores};
use fake_s3::{Edition, FakeS3};

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

#[tokio::test]
async fn checksums_are_those_that_it_computes() {
    let served = Served::new().await;
    stores(Client::Boto3, "checksums.py", &served).await;
}

#[tokio::test]
async fn keys_of_any_letters_are_listed_page_by_page() {
    let served = Served::new().await;
    let Some(script) = Script::new(Client::Boto3, "keys_and_lists.py", &served.endpoint_url()) else { return };
    let lines = script.run().await;
    assert_eq!(lines.last().unwrap(), "deleted 19");
    assert_eq!(served.bucket().objects().len(), 5);
    let left = |line: &&String| ["copy", "copy of ü+&"].iter().any(|key| line.starts_with(&format!("stored {key} ")));
    has_what_it_stored(&lines.iter().filter(left).cloned().collect::<Vec<_>>(), &served);
}

#[tokio::test]
async fn conditions_and_errors_are_told_apart() {
    let served = Served::new().await;
    stores(Client::Boto3, "conditions_and_errors.py", &served).await;
}

#[tokio::test]
async fn presigned_parts_need_no_keys() {
    let served = Served::new().await;
    stores(Client::Boto3, "presigned.py", &served).await;
}

#[tokio::test]
async fn customer_keys_are_needed_again() {
    for edition in [Edition::Classic, Edition::February2026] {
        let served = Served::of(FakeS3::builder().edition(edition)).await;
        stores(Client::Boto3, "customer_keys.py", &served).await;
    }
}

#[tokio::test]
async fn wrong_secrets_keys_and_tokens_are_refused() {
    let served = Served::new().await;
    let uploader = served.world.account("fake-s3").role("uploader");
    uploader.allow("s3:*", "*").add_session("ASIAEXAMPLE", "session secret", "session token", None);
    stores(Client::Boto3, "signatures.py", &served).await;
}

#[tokio::test]
async fn signatures_of_version_2_are_verified_where_they_are_known() {
    let served = Served::of(FakeS3::builder().edition(Edition::Classic)).await;
    stores(Client::Boto3, "signatures_v2.py", &served).await;
}

#[tokio::test]
async fn forms_of_browsers_are_held_to_their_policy() {
    let served = Served::new().await;
    stores(Client::Boto3, "post.py", &served).await;
}

#[tokio::test]
async fn faults_that_are_injected_over_http_make_the_client_repeat_its_requests() {
    let served = Served::new().await;
    if stores(Client::Boto3, "faults.py", &served).await {
        assert!(served.bucket().uploads().is_empty());
        let journal = served.world.journal();
        let count = |operation: &str| journal.of(operation).count();
        assert_eq!((count("CreateMultipartUpload"), count("UploadPart"), count("CompleteMultipartUpload")), (3, 6, 3));
    }
}
