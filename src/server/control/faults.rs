//! The faults of the world: injected, shown with their hits, and withdrawn.

use super::{Asked, ControlResult, Refused};
use crate::fake::FakeS3;
use crate::fake::fault::{Members, RuleView};
use http::Method;
use serde_json::{Value, json};
use std::panic::Location;

pub(super) fn answer(world: &FakeS3, asked: &Asked<'_>) -> ControlResult {
    let shown = |faults: &[RuleView]| json!({"faults": faults.iter().map(shown).collect::<Vec<_>>()}).to_string();
    match *asked.method {
        Method::GET | Method::HEAD => {
            asked.check_empty()?;
            Ok(shown(&world.faults()))
        }
        Method::POST => {
            let (calls, fault) = asked.sent::<Members>()?.read()?;
            let (number, words) = world.try_inject(calls, fault, Location::caller())?;
            Ok(json!({"number": number, "words": &*words}).to_string())
        }
        Method::DELETE => {
            asked.check_empty()?;
            Ok(shown(&withdrawn(world, asked)?))
        }
        _ => Err(asked.wrong_method("GET, POST, DELETE")),
    }
}

/// Withdraws the fault that the query names, or all.
fn withdrawn(world: &FakeS3, asked: &Asked<'_>) -> Result<Vec<RuleView>, Refused> {
    let Some(number) = asked.parameter("number") else {
        let numbers = world.faults().into_iter().map(|fault| fault.number);
        return Ok(numbers.filter_map(|number| world.withdraw(number)).collect());
    };
    let number: u64 = number.parse().map_err(|_| format!("`number` is the number of a fault, and not `{number}`"))?;
    let fault = world.withdraw(number);
    fault.map(|fault| vec![fault]).ok_or_else(|| Refused::not_found(format!("there is no fault {number}, or no more")))
}

fn shown(fault: &RuleView) -> Value {
    json!({"number": fault.number, "words": &*fault.words, "hits": fault.hits})
}
