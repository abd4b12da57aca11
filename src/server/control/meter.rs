//! What is stored, and what it has added up to.

use super::{Answered, Asked};
use crate::fake::FakeS3;
use crate::model::event::instant;
use crate::model::meter::{Stored, Usage};
use serde_json::{Value, json};

pub(super) fn answer(world: &FakeS3, asked: &Asked<'_>) -> Answered {
    asked.reads()?;
    let meter = world.meter();
    let lines = meter.lines().map(|(stored, class, usage)| {
        let of = match stored {
            Stored::Objects => "objects",
            Stored::Parts => "parts",
        };
        json!({"of": of, "storage_class": class.as_str(), "bytes": usage.bytes(), "byte_hours": byte_hours(usage)})
    });
    let lines: Vec<Value> = lines.collect();
    let total = meter.total();
    Ok(json!({
        "at": instant(meter.at),
        "bytes": total.bytes(),
        "byte_hours": byte_hours(total),
        "lines": lines,
    })
    .to_string())
}

/// What is more than JSON's readers take for a whole number is rounded by them, and here not at all.
fn byte_hours(usage: Usage) -> Value {
    u64::try_from(usage.byte_hours()).map_or_else(|_| usage.byte_hours().to_string().into(), Value::from)
}
