//! The clock: what it shows, and turning it.

use super::{Asked, ControlResult, Refused, events};
use crate::api::primitives::{DateTime, DateTimeFormat};
use crate::fake::FakeS3;
use crate::model::event::Event;
use crate::model::time::instant;
use http::Method;
use serde::Deserialize;
use serde_json::json;
use std::time::Duration;

const HOUR_SECONDS: f64 = 60.0 * 60.0;
const DAY_SECONDS: f64 = 24.0 * HOUR_SECONDS;

/// By how much it is turned, or to when: one of these.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClockChange {
    days: Option<f64>,
    hours: Option<f64>,
    seconds: Option<f64>,
    to: Option<String>,
}

pub(super) fn answer(world: &FakeS3, asked: &Asked<'_>) -> ControlResult {
    match *asked.method {
        Method::GET | Method::HEAD => {
            asked.check_empty()?;
            Ok(json!({"now": instant(world.clock().now())}).to_string())
        }
        Method::POST => {
            let (now, events) = turn(world, &asked.sent()?)?;
            Ok(format!(r#"{{"events":{},"now":"{}"}}"#, events::told(&events)?, instant(now)))
        }
        _ => Err(asked.wrong_method("GET, POST")),
    }
}

fn turn(world: &FakeS3, turn: &ClockChange) -> Result<(DateTime, Vec<Event>), Refused> {
    let by = |count: f64, seconds: f64| {
        let by = Duration::try_from_secs_f64(count * seconds);
        by.map_err(|_| {
            Refused::from(format!("the clock does not go by {count:?}: it goes forward, and to the year 9999"))
        })
    };
    let by = match turn {
        ClockChange { days: Some(days), hours: None, seconds: None, to: None } => by(*days, DAY_SECONDS)?,
        ClockChange { days: None, hours: Some(hours), seconds: None, to: None } => by(*hours, HOUR_SECONDS)?,
        ClockChange { days: None, hours: None, seconds: Some(seconds), to: None } => by(*seconds, 1.0)?,
        ClockChange { days: None, hours: None, seconds: None, to: Some(to) } => {
            let parsed = DateTime::from_str(to, DateTimeFormat::DateTimeWithOffset);
            let to = parsed.map_err(|_| format!("`{to}` is no date such as 2026-01-01T10:30:00Z"))?;
            return Ok(world.clock().try_set(to)?);
        }
        _ => return Err("the clock is turned by `days`, by `hours`, by `seconds` or `to` a date".to_owned().into()),
    };
    Ok(world.clock().advance_and_tell(by))
}
