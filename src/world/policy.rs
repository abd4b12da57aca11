//! Policies, as they are written: objects, or texts of such.

use crate::model::access::policy::{Json, Policy};
use serde::{Deserialize, Deserializer, Serialize};

/// A policy. Members stand in the order in which they were written.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(transparent)]
pub(super) struct PolicyJson(Json);

impl PolicyJson {
    /// One that is in the store.
    pub(super) fn of(policy: &Policy) -> Self {
        Self(json(policy.text().to_owned()))
    }

    /// Its text, as an operation would be sent it.
    pub(super) fn text(&self) -> String {
        self.0.text().map_or_else(|| self.0.compact(), str::to_owned)
    }
}

impl<'de> Deserialize<'de> for PolicyJson {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(match Json::deserialize(deserializer)? {
            Json::Text(text) => json(text),
            document => document,
        }))
    }
}

/// What is no object stays a text, and is refused as such when it is loaded.
fn json(text: String) -> Json {
    match Json::parse(&text) {
        Ok(object @ Json::Object(_)) => object,
        _ => Json::Text(text),
    }
}
