//! What happened by itself and was not told yet.

use super::{Answered, Asked};
use crate::fake::FakeS3;
use crate::model::event::{Event, EventKind};
use crate::model::time::instant;
use http::Method;
use serde_json::{Map, Value, json};

pub(super) fn answer(world: &FakeS3, asked: &Asked<'_>) -> Answered {
    asked.reads()?;
    // Whoever asks for the head alone has not been told of them.
    let events = match *asked.method {
        Method::HEAD => world.clock().untold_events(),
        _ => world.clock().events(),
    };
    Ok(json!({"events": told(&events)}).to_string())
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
