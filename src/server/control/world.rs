//! The world as a whole: saved, loaded, begun again.

use super::{Asked, ControlResult};
use crate::fake::FakeS3;
use crate::model::time::instant;
use crate::world::World;
use http::Method;
use serde_json::json;

pub(super) fn answer(world: &FakeS3, asked: &Asked<'_>) -> ControlResult {
    match *asked.method {
        Method::GET | Method::HEAD => {
            asked.check_empty()?;
            let with_secrets = match asked.parameter("secrets") {
                None | Some("false") => false,
                Some("true") => true,
                Some(other) => return Err(format!("`secrets` is true or false, and not `{other}`").into()),
            };
            let written = world.world();
            Ok(if with_secrets { written } else { written.without_secrets() }.to_json())
        }
        Method::PUT => {
            let text = asked.body.to_bytes();
            let text = std::str::from_utf8(&text).map_err(|_| "a world is a text, in UTF-8".to_owned())?;
            let sent = World::from_json(text).map_err(|error| error.to_string())?;
            world.load(&sent).map_err(|error| error.to_string())?;
            Ok(json!({"now": instant(world.clock().now())}).to_string())
        }
        _ => Err(asked.wrong_method("GET, PUT")),
    }
}

pub(super) fn reset(world: &FakeS3, asked: &Asked<'_>) -> ControlResult {
    asked.does()?;
    asked.check_empty()?;
    world.reset();
    Ok(json!({"now": instant(world.clock().now())}).to_string())
}
