//! The calls that came in.

use super::{Asked, ControlResult, Refused};
use crate::fake::FakeS3;
use crate::fake::journal::JournalCall;
use crate::model::time::instant;
use serde::{Serialize, Serializer as _};

/// Reads the calls after a number, the oldest first.
pub(super) fn answer(world: &FakeS3, asked: &Asked<'_>) -> ControlResult {
    asked.reads()?;
    let since = asked.parameter("since").map_or(Ok(0), number)?;
    let journal = world.journal();
    let calls = journal.calls();
    let last = journal.count();
    let dropped = last - calls.len() as u64;
    let after = calls.partition_point(|call| call.ordinal() <= since);
    Ok(format!(r#"{{"calls":{},"dropped":{dropped},"last":{last}}}"#, told(&calls[after..])?))
}

fn number(text: &str) -> Result<u64, Refused> {
    text.parse().map_err(|_| format!("`since` is the number of a call, and not `{text}`").into())
}

/// Calls in their order, as JSON, written one by one: a tree of values takes several times their memory.
fn told(calls: &[JournalCall]) -> Result<String, Refused> {
    let mut text = Vec::new();
    let written = serde_json::Serializer::new(&mut text).collect_seq(calls.iter().map(CallTold::from));
    written.map_err(|error| format!("the calls cannot be written: {error}"))?;
    String::from_utf8(text).map_err(|error| format!("the calls cannot be written: {error}").into())
}

/// A call as it is written.
#[derive(Serialize)]
struct CallTold<'a> {
    number: u64,
    at: String,
    took_seconds: f64,
    way_in: &'static str,
    caller: String,
    operation: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bucket: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    upload: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    upload_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    part_number: Option<i32>,
    headers: Vec<(&'a str, &'a str)>,
    body_bytes: u64,
    state: &'static str,
    status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    attempt: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fault: Option<&'a str>,
}

impl<'a> From<&'a JournalCall> for CallTold<'a> {
    fn from(call: &'a JournalCall) -> Self {
        Self {
            number: call.ordinal(),
            at: instant(call.at()),
            took_seconds: call.took().as_secs_f64(),
            way_in: call.way_in().word(),
            caller: call.caller(),
            operation: call.operation(),
            bucket: call.bucket(),
            key: call.key(),
            upload: call.upload(),
            upload_id: call.upload_id(),
            part_number: call.part_number(),
            headers: call.headers().collect(),
            body_bytes: call.body_bytes(),
            state: state(call),
            status: call.status(),
            code: call.code(),
            attempt: call.attempt(),
            fault: call.fault(),
        }
    }
}

fn state(call: &JournalCall) -> &'static str {
    match call {
        _ if call.is_under_way() => "under_way",
        _ if call.is_abandoned() => "abandoned",
        _ if call.is_lost() => "lost",
        _ => "answered",
    }
}
