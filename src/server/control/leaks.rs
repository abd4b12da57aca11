//! The leak check: open uploads, and the bytes that they hold.

use super::meter::number;
use super::{Asked, ControlResult, Refused};
use crate::api::primitives::DateTime;
use crate::fake::FakeS3;
use crate::fake::leaks::{Leak, held};
use crate::model::time::{between, instant};
use serde::Deserialize;
use serde_json::{Value, json};

/// The uploads that are checked: those of one bucket, or all.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct LeakScope {
    bucket: Option<String>,
}

pub(super) fn answer(world: &FakeS3, asked: &Asked<'_>) -> ControlResult {
    asked.does()?;
    let LeakScope { bucket } = if asked.body.is_empty() { LeakScope::default() } else { asked.sent()? };
    if let Some(name) = bucket.as_deref().filter(|name| !world.store().buckets().contains_key(*name)) {
        return Err(Refused::not_found(format!("there is no bucket `{name}`")));
    }
    let leaks = world.leaks(bucket.as_deref());
    let now = world.clock().now();
    let told: Vec<Value> = leaks.iter().map(|leak| told(now, leak)).collect();
    Ok(json!({"open_uploads": told, "orphaned_bytes": number(held(&leaks))}).to_string())
}

fn told(now: DateTime, leak: &Leak) -> Value {
    let view = &leak.view;
    json!({
        "upload": leak.ordinal,
        "bucket": view.bucket,
        "key": view.key,
        "upload_id": view.upload_id,
        "initiator": view.initiator,
        "initiated": instant(view.initiated),
        "age_seconds": between(view.initiated, now).as_secs(),
        "aborted_at": view.aborted_at.map(instant),
        "abort_rule": view.abort_rule,
        "parts": view.parts.len(),
        "bytes": number(view.stored_bytes().into()),
        "byte_hours": number(leak.usage.byte_hours()),
        "last_call": leak.last_call.as_ref().map(crate::JournalCall::ordinal),
    })
}
