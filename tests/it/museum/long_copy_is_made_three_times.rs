//! F8: S3 keeps a long copy alive with white space, and a limit for short requests ends each attempt.
//!
//! The public bug: <https://github.com/awslabs/aws-sdk-rust/issues/1141>

use super::{Outcome, text};
use aws_sdk_s3::Client;
use aws_sdk_s3::config::timeout::TimeoutConfig;
use fake_s3::fault::{Fault, on};
use fake_s3::{FakeS3, minutes, seconds};

/// The mistake: an attempt may not take longer than half a minute, whatever it does.
fn limited_attempts() -> TimeoutConfig {
    TimeoutConfig::builder().operation_attempt_timeout(seconds(30)).build()
}

/// Mended: the first bytes of a response have to come within half a minute.
fn limited_silence() -> TimeoutConfig {
    TimeoutConfig::builder().read_timeout(seconds(30)).build()
}

/// Copies an object for which S3 needs two minutes. Returns the number of copies that S3 made, too.
async fn copy(timeouts: TimeoutConfig) -> (Outcome, u64) {
    let s3 = FakeS3::new();
    s3.create_bucket("films").put_object("film", "frames");
    let _late = s3.inject(on("CopyObject").always(), Fault::late_success(minutes(2)));
    let client = Client::from_conf(s3.sdk_config().timeout_config(timeouts).build());
    let copy = client.copy_object().bucket("films").key("copy").copy_source("films/film");
    let outcome = copy.send().await.map(drop).map_err(text);
    (outcome, s3.journal().of("CopyObject").count())
}

#[tokio::test]
async fn a_limit_for_attempts_makes_the_copy_three_times_and_reports_a_failure() {
    let (outcome, copies) = copy(limited_attempts()).await;
    assert!(outcome.is_err() && copies == 3, "{outcome:?}, {copies}");
}

#[tokio::test]
async fn a_limit_for_silence_lets_the_copy_end() {
    assert_eq!(copy(limited_silence()).await, (Ok(()), 1));
}
