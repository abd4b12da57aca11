//! What happened by itself and was not told yet.

use super::{Asked, ControlResult, Refused};
use crate::fake::FakeS3;
use crate::model::event::{Event, EventKind};
use crate::model::time::instant;
use http::Method;
use serde::{Serialize, Serializer as _};

/// `GET` reads events and changes nothing, because a page of the web can make a browser send one. `POST` takes them.
pub(super) fn answer(world: &FakeS3, asked: &Asked<'_>) -> ControlResult {
    match *asked.method {
        Method::GET | Method::HEAD => {
            asked.check_empty()?;
            let after = asked.parameter("after").map_or(Ok(0), number)?;
            let (before, events) = world.clock().untold_events();
            let dropped = world.clock().dropped_events();
            let last = before + events.len() as u64;
            let read = usize::try_from(after.saturating_sub(before)).unwrap_or(usize::MAX).min(events.len());
            Ok(format!(r#"{{"dropped":{dropped},"events":{},"last":{last}}}"#, told(&events[read..])?))
        }
        Method::POST => {
            asked.check_empty()?;
            Ok(format!(r#"{{"events":{}}}"#, told(&world.clock().events())?))
        }
        _ => Err(asked.wrong_method("GET, POST")),
    }
}

fn number(text: &str) -> Result<u64, Refused> {
    text.parse().map_err(|_| format!("`after` is the number of an event, and not `{text}`").into())
}

/// Events in their order, as JSON. They are written one by one: a tree of values takes several times their memory.
pub(super) fn told(events: &[Event]) -> Result<String, Refused> {
    let mut text = Vec::new();
    let mut serializer = serde_json::Serializer::new(&mut text);
    let written = serializer.collect_seq(events.iter().map(ToldEvents::from));
    written.map_err(|error| format!("the events cannot be written: {error}"))?;
    String::from_utf8(text).map_err(|error| format!("the events cannot be written: {error}").into())
}

/// An event as it is written.
#[derive(Serialize)]
struct ToldEvents<'a> {
    at: String,
    bucket: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    deadline: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    delete_marker: Option<String>,
    freed_bytes: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<&'a str>,
    key: &'a str,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<&'a str>,
    sentence: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    upload_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version_id: Option<String>,
}

impl<'a> From<&'a Event> for ToldEvents<'a> {
    fn from(event: &'a Event) -> Self {
        let mut told = Self {
            at: instant(event.at),
            bucket: event.bucket.as_str(),
            deadline: None,
            delete_marker: None,
            freed_bytes: event.freed_bytes(),
            from: None,
            key: event.key.as_str(),
            kind: kind(&event.kind),
            rule: event.rule(),
            sentence: event.to_string(),
            to: None,
            upload_id: None,
            version_id: event.version_id().map(ToString::to_string),
        };
        match &event.kind {
            EventKind::UploadAborted { upload_id, deadline, .. } => {
                told.upload_id = Some(upload_id.as_str());
                told.deadline = Some(instant(*deadline));
            }
            EventKind::ObjectExpired { delete_marker, .. } => {
                told.delete_marker = delete_marker.as_ref().map(ToString::to_string);
            }
            EventKind::StorageClassChanged { from, to, .. } => {
                (told.from, told.to) = (Some(from.as_str()), Some(to.as_str()));
            }
            EventKind::VersionRemoved { .. } | EventKind::DeleteMarkerRemoved { .. } => {}
        }
        told
    }
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
