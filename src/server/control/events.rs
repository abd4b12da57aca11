//! What happened by itself and was not told yet.

use super::{Answered, Asked, Refused};
use crate::fake::FakeS3;
use crate::model::event::{Event, EventKind};
use crate::model::time::instant;
use http::Method;
use serde_json::{Map, Value, json};

/// `GET` reads events and changes nothing, because a page of the web can make a browser send one. `POST` takes them.
pub(super) fn answer(world: &FakeS3, asked: &Asked<'_>) -> Answered {
    match *asked.method {
        Method::GET | Method::HEAD => {
            asked.check_empty()?;
            let after = asked.parameter("after").map_or(Ok(0), number)?;
            let (before, events) = world.clock().untold_events();
            let last = before + events.len() as u64;
            let read = usize::try_from(after.saturating_sub(before)).unwrap_or(usize::MAX).min(events.len());
            Ok(json!({"events": told(&events[read..]), "last": last}).to_string())
        }
        Method::POST => {
            asked.check_empty()?;
            Ok(json!({"events": told(&world.clock().events())}).to_string())
        }
        _ => Err(asked.wrong_method("GET, POST")),
    }
}

fn number(text: &str) -> Result<u64, Refused> {
    text.parse().map_err(|_| format!("`after` is the number of an event, and not `{text}`").into())
}

/// Events, in their order.
pub(super) fn told(events: &[Event]) -> Vec<Value> {
    events.iter().map(event).collect()
}

fn event(event: &Event) -> Value {
    let mut told = Map::new();
    let mut tell = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            told.insert(name.to_owned(), value.into());
        }
    };
    tell("at", Some(instant(event.at)));
    tell("bucket", Some(event.bucket.to_string()));
    tell("key", Some(event.key.to_string()));
    tell("kind", Some(kind(&event.kind).to_owned()));
    tell("rule", event.rule().map(str::to_owned));
    tell("version_id", event.version_id().map(ToString::to_string));
    match &event.kind {
        EventKind::UploadAborted { upload_id, deadline, .. } => {
            tell("upload_id", Some(upload_id.to_string()));
            tell("deadline", Some(instant(*deadline)));
        }
        EventKind::ObjectExpired { delete_marker, .. } => {
            tell("delete_marker", delete_marker.as_ref().map(ToString::to_string));
        }
        EventKind::StorageClassChanged { from, to, .. } => {
            tell("from", Some(from.to_string()));
            tell("to", Some(to.to_string()));
        }
        EventKind::VersionRemoved { .. } | EventKind::DeleteMarkerRemoved { .. } => {}
    }
    tell("sentence", Some(event.to_string()));
    told.insert("freed_bytes".to_owned(), event.freed_bytes().into());
    Value::Object(told)
}

fn kind(kind: &EventKind) -> &'static str {
    match kind {
        EventKind::UploadAborted { .. } => "upload_aborted",
        EventKind::ObjectExpired { .. } => "object_expired",
        EventKind::VersionRemoved { .. } => "version_removed",
        EventKind::DeleteMarkerRemoved { .. } => "delete_marker_removed",
        EventKind::StorageClassChanged { .. } => "storage_class_changed",
    }
}
