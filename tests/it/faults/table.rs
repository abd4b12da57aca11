//! The table of kinds and ways in: each cell is the outcome that the caller sees; beside it stands what the world holds
//! afterwards.

use super::ways::{BUCKET, Call, WAYS, Way, make, world};
use fake_s3::FakeS3;
use fake_s3::fault::{Fault, on, on_any};
use std::time::Duration;

/// MD5 of the document that deletes `a` and `b`.
pub const MD5_OF_DELETE: &str = "gnFQWv8HmHVEQ7mTrck6JQ==";

/// One row: a fault, the call that meets it, and the outcomes.
struct Row {
    name: &'static str,
    fault: fn() -> Fault,
    call: Call,
    /// The outcome over all ways in, but for those that stand in `others`.
    usual: &'static str,
    others: &'static [(Way, &'static str)],
    /// The keys and the number of open uploads afterwards.
    after: &'static str,
}

const HELLO: &str = "\"5d41402abc4b2a76b9719d911017c592\"";
const UNTOUCHED: &str = "a b, 1 upload";

fn rows() -> Vec<Row> {
    use Way::{Http, Socket, Tower};
    let row = |name, call, fault, usual, others, after| Row { name, fault, call, usual, others, after };
    vec![
        row("error", Call::Put, || Fault::error("SlowDown"), "SlowDown", &[], UNTOUCHED),
        row(
            "error 409",
            Call::Put,
            || Fault::error("ConditionalRequestConflict"),
            "ConditionalRequestConflict",
            &[],
            UNTOUCHED,
        ),
        row("redirect", Call::Get, || Fault::redirect("eu-west-1"), "PermanentRedirect", &[], UNTOUCHED),
        row("expired", Call::Put, Fault::expire_credentials, "ExpiredToken", &[], UNTOUCHED),
        row("lost request", Call::Put, Fault::lose_request, "reset", &[], UNTOUCHED),
        row("crash", Call::Put, Fault::crash, "reset", &[], UNTOUCHED),
        row("lost response", Call::Put, Fault::lose_response, "reset", &[], "a b new, 1 upload"),
        row("lost response of a completion", Call::Complete, Fault::lose_response, "reset", &[], "a b c, 0 upload"),
        row("hang", Call::Put, Fault::hang, "timeout", &[(Socket, "silence")], UNTOUCHED),
        row("cut request", Call::Put, || Fault::cut_request(3), "reset", &[], UNTOUCHED),
        row(
            "error in a 200",
            Call::Complete,
            || Fault::error_in_200("InternalError"),
            "InternalError",
            &[(Http, "InternalError in a 200"), (Tower, "InternalError in a 200"), (Socket, "InternalError in a 200")],
            UNTOUCHED,
        ),
        row(
            "late error in a 200",
            Call::Complete,
            || Fault::error_in_200("InternalError").after_white_space(Duration::from_secs(20)),
            "InternalError",
            &[(Http, "InternalError in a 200"), (Tower, "InternalError in a 200"), (Socket, "InternalError in a 200")],
            UNTOUCHED,
        ),
        row(
            "late success",
            Call::Complete,
            || Fault::late_success(Duration::from_secs(20)),
            "\"1819d1a8700e59901a48215b8577ac07-1\"",
            &[],
            "a b c, 0 upload",
        ),
    ]
}

/// The faults that change a response, and those that change what a call does.
fn rows_of_responses() -> Vec<Row> {
    use Way::{Http, Sdk, Socket, Tower};
    let row = |name, call, fault, usual, others, after| Row { name, fault, call, usual, others, after };
    vec![
        row(
            "response reset",
            Call::Get,
            || Fault::cut_response(2),
            "body broken",
            &[(Http, "reset"), (Socket, "reset")],
            UNTOUCHED,
        ),
        row(
            "response ended early",
            Call::Get,
            || Fault::cut_response(2).as_clean_end(),
            "\"5d41402abc4b2a76b9719d911017c592\" he",
            // The SDK compares the bytes with the checksum that S3 sends.
            &[(Sdk, "body broken"), (Socket, "early end")],
            UNTOUCHED,
        ),
        row(
            "response of a list reset",
            Call::List,
            || Fault::cut_response(20),
            "reset",
            &[(Tower, "body broken"), (Sdk, "incomplete")],
            UNTOUCHED,
        ),
        row(
            "stall",
            Call::Get,
            || Fault::stall(2),
            "body broken",
            &[(Http, "timeout"), (Socket, "silence")],
            UNTOUCHED,
        ),
        row(
            "corrupt byte",
            Call::Get,
            || Fault::corrupt_response(1),
            "\"5d41402abc4b2a76b9719d911017c592\" hdllo",
            &[(Sdk, "body broken")],
            UNTOUCHED,
        ),
        row(
            "wrong etag",
            Call::Put,
            Fault::wrong_etag,
            "\"0d41402abc4b2a76b9719d911017c592\"",
            &[],
            "a b new, 1 upload",
        ),
        row("partial delete", Call::Delete, || Fault::partial_delete(["a"]), "1 deleted, 1 errors", &[], "a, 1 upload"),
        row("short pages", Call::List, || Fault::short_pages(1), "1 keys, truncated Some(true)", &[], UNTOUCHED),
        row("latency", Call::Put, || Fault::latency(Duration::from_secs(10)), HELLO, &[], "a b new, 1 upload"),
        row(
            "throttle",
            Call::Get,
            || Fault::throttle(1.0, 1),
            "\"5d41402abc4b2a76b9719d911017c592\" hello",
            &[],
            UNTOUCHED,
        ),
        row("close after the response", Call::Put, Fault::close_after_response, HELLO, &[], "a b new, 1 upload"),
    ]
}

fn state(s3: &FakeS3) -> String {
    let bucket = s3.bucket(BUCKET);
    let keys: Vec<_> = bucket.objects().into_iter().map(|object| object.key).collect();
    format!("{}, {} upload", keys.join(" "), bucket.uploads().len())
}

#[tokio::test]
async fn each_fault_is_seen_over_each_way_in_as_its_client_reports_it() {
    let mut failures = Vec::new();
    for row in rows().into_iter().chain(rows_of_responses()) {
        for way in WAYS {
            let (s3, upload) = world();
            let fault = s3.inject(on_any().optional(), (row.fault)());
            let outcome = make(&s3, &upload, row.call, way).await;
            let expected =
                row.others.iter().find(|(other, _)| *other == way).map_or(row.usual, |(_, outcome)| *outcome);
            let seen = format!("{outcome} / {}", state(&s3));
            let wanted = format!("{expected} / {}", row.after);
            if seen != wanted {
                failures.push(format!("{} over {way:?}: {seen}\n   expected {wanted}", row.name));
            }
            if row.name != "throttle" && fault.hits() != 1 {
                failures.push(format!("{} over {way:?}: {} hits", row.name, fault.hits()));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// The kinds that need a feature of the request, which the table does not have.
#[tokio::test]
async fn a_wrong_checksum_of_an_object_is_noticed_by_the_sdk() {
    let (s3, _) = world();
    s3.bucket(BUCKET).put_object("sum", "hello");
    let _fault = s3.inject(on("GetObject"), Fault::wrong_checksum());
    let client = s3.sdk_client();
    let checked = aws_sdk_s3::types::ChecksumMode::Enabled;
    let output = client.get_object().bucket(BUCKET).key("sum").checksum_mode(checked).send().await.unwrap();
    let error = output.body.collect().await.unwrap_err();
    assert!(format!("{error:?}").contains("hecksum"), "{error:?}");
}
