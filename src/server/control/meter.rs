//! What is stored, and what it has added up to.

use super::{Asked, ControlResult};
use crate::fake::FakeS3;
use crate::model::meter::Stored;
use crate::model::time::instant;
use serde_json::{Value, json};

/// Up to here a number of JavaScript's, of which many readers of JSON make theirs, is exact.
const MAX_EXACT: u64 = 1 << 53;

pub(super) fn answer(world: &FakeS3, asked: &Asked<'_>) -> ControlResult {
    asked.reads()?;
    let meter = world.meter();
    let lines = meter.lines().map(|(stored, class, usage)| {
        let of = match stored {
            Stored::Objects => "objects",
            Stored::Parts => "parts",
        };
        json!({
            "of": of,
            "storage_class": class.as_str(),
            "bytes": number(usage.bytes().into()),
            "byte_hours": number(usage.byte_hours()),
        })
    });
    let lines: Vec<Value> = lines.collect();
    let total = meter.total();
    Ok(json!({
        "at": instant(meter.at),
        "bytes": number(total.bytes().into()),
        "byte_hours": number(total.byte_hours()),
        "lines": lines,
    })
    .to_string())
}

/// What is more than JSON's readers take for a whole number is rounded by them, and as a text not at all.
pub(super) fn number(number: u128) -> Value {
    let exact = u64::try_from(number).ok().filter(|number| *number <= MAX_EXACT);
    exact.map_or_else(|| number.to_string().into(), Value::from)
}
