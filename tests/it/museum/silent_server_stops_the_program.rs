//! F6: a body stalls, and a client without time-outs waits for ever.
//!
//! The public bug: <https://github.com/vectordotdev/vector/pull/25867>

use super::{Outcome, text};
use aws_sdk_s3::Client;
use aws_sdk_s3::config::{Builder, StalledStreamProtectionConfig};
use fake_s3::fault::{Fault, on};
use fake_s3::{FakeS3, minutes, seconds};
use std::time::Duration;

/// The mistake: nothing limits the time of a read.
fn without_limits(config: Builder) -> Builder {
    config.stalled_stream_protection(StalledStreamProtectionConfig::disabled())
}

/// Mended: a stream that brings nothing for ten seconds is an error.
fn with_a_limit(config: Builder) -> Builder {
    config.stalled_stream_protection(StalledStreamProtectionConfig::enabled().grace_period(seconds(10)).build())
}

/// Reads an object, and once more if the read failed.
async fn read(client: &Client) -> Outcome<Vec<u8>> {
    let attempt = async || {
        let got = client.get_object().bucket("logs").key("today").send().await.map_err(text)?;
        Ok(got.body.collect().await.map_err(text)?.to_vec())
    };
    match attempt().await {
        Err(_) => attempt().await,
        read => read,
    }
}

/// The time that the program takes, in the world's time.
async fn time_with_a_stalled_body(configure: fn(Builder) -> Builder) -> Duration {
    let s3 = FakeS3::new();
    s3.create_bucket("logs").put_object("today", "a line, and another");
    let _stall = s3.inject(on("GetObject"), Fault::stall(7));
    let before = s3.clock().now();
    let client = Client::from_conf(configure(s3.sdk_config()).build());
    assert_eq!(read(&client).await.unwrap(), b"a line, and another");
    Duration::from_nanos(u64::try_from(s3.clock().now().as_nanos() - before.as_nanos()).unwrap())
}

#[tokio::test]
async fn a_client_without_limits_waits_until_the_connection_dies() {
    assert!(time_with_a_stalled_body(without_limits).await >= minutes(60));
}

#[tokio::test]
async fn a_client_with_a_limit_reads_again_soon() {
    assert!(time_with_a_stalled_body(with_a_limit).await <= minutes(1));
}
