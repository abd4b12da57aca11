//! The program `fake-s3` in front of clients: what one stores another reads.

use clients::program::Program;
use clients::script::{Client, Script};
use clients::{ACCESS_KEY_ID, BUCKET, REGION, SECRET_ACCESS_KEY, sha256};
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::path::Path;
use object_store::{ObjectStore as _, ObjectStoreExt as _};
use std::sync::LazyLock;

/// A world file in which AWS's example key is that of the account which is always there.
fn world_file() -> &'static str {
    static PATH: LazyLock<String> = LazyLock::new(|| {
        let key = serde_json::json!({"AccessKeyId": ACCESS_KEY_ID, "SecretAccessKey": SECRET_ACCESS_KEY});
        let world = serde_json::json!({"Accounts": [{"DisplayName": "fake-s3", "AccessKeys": [key]}]});
        let path = concat!(env!("CARGO_TARGET_TMPDIR"), "/world.json");
        std::fs::write(path, world.to_string()).unwrap();
        path.to_owned()
    });
    &PATH
}

fn start(arguments: &[&str]) -> Program {
    let settings = ["--bucket", BUCKET, "--auth", "signatures", "--world", world_file()];
    Program::start(&[&settings, arguments].concat())
}

fn store(program: &Program) -> AmazonS3 {
    let _ = rustls::crypto::ring::default_provider().install_default();
    AmazonS3Builder::new()
        .with_endpoint(program.endpoint_url())
        .with_allow_http(true)
        .with_region(REGION)
        .with_bucket_name(BUCKET)
        .with_access_key_id(ACCESS_KEY_ID)
        .with_secret_access_key(SECRET_ACCESS_KEY)
        .build()
        .unwrap()
}

#[tokio::test]
async fn what_boto3_stores_object_store_reads() {
    let program = start(&[]);
    let Some(script) = Script::new(Client::Boto3, "managed_transfer.py", program.endpoint_url()) else { return };
    let (lines, store) = (script.run().await, store(&program));
    assert_eq!(lines.len(), 8, "{lines:?}");
    for line in lines {
        let (key, digest) = line.strip_prefix("stored ").unwrap().rsplit_once(' ').unwrap();
        let read = store.get(&Path::parse(key).unwrap()).await.unwrap().bytes().await.unwrap();
        assert_eq!(sha256(&read), digest, "{key}");
    }
}

#[tokio::test]
async fn editions_and_transports_are_those_that_were_asked_for() {
    let classic = start(&["--edition", "classic"]);
    for name in ["customer_keys.py", "signatures_v2.py"] {
        let Some(script) = Script::new(Client::Boto3, name, classic.endpoint_url()) else { return };
        script.run().await;
    }
}

#[tokio::test]
async fn a_day_of_a_lifecycle_passes_in_minutes() {
    let program = start(&["--day", "6m"]);
    let Some(script) = Script::new(Client::Boto3, "short_days.py", program.endpoint_url()) else { return };
    let lines = script.run().await;
    assert!(matches!(&lines[..], [aborted] if aborted.starts_with("aborted ")), "{lines:?}");
    assert!(store(&program).list_with_delimiter(None).await.unwrap().objects.is_empty());
}
