//! Documents as the AWS CLI prints and takes them: lists have plural names there, and no element around them.

use crate::api::types::{
    AbacStatus, AnalyticsConfiguration, IntelligentTieringConfiguration, InventoryConfiguration, LoggingEnabled,
    MetricsConfiguration, NotificationConfiguration, ReplicationConfiguration, WebsiteConfiguration,
};
use serde::de::{DeserializeOwned, Error as _};
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

/// A document whose names are those of the CLI.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Plain<T>(pub(super) T);

/// A document that has this form.
pub(super) trait PlainDocument: Serialize + DeserializeOwned {}

macro_rules! documents {
    ($($name:ident)*) => { $(impl PlainDocument for $name {})* };
}
documents! {
    AbacStatus AnalyticsConfiguration IntelligentTieringConfiguration InventoryConfiguration LoggingEnabled
    MetricsConfiguration NotificationConfiguration ReplicationConfiguration WebsiteConfiguration
}

/// What an element must hold to be renamed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    Text,
    List,
    Object,
    Anything,
}

/// Names of elements, the names of the CLI, and what they hold.
const NAMES: &[(&str, &str, Holds)] = &[
    ("CloudFunction", "LambdaFunctionArn", Holds::Text),
    ("CloudFunctionConfiguration", "LambdaFunctionConfigurations", Holds::List),
    ("Event", "Events", Holds::List),
    ("FilterRule", "FilterRules", Holds::List),
    ("Queue", "QueueArn", Holds::Text),
    ("QueueConfiguration", "QueueConfigurations", Holds::List),
    ("Rule", "Rules", Holds::List),
    ("S3Key", "Key", Holds::Object),
    ("SSE-KMS", "SSEKMS", Holds::Object),
    ("SSE-S3", "SSES3", Holds::Object),
    ("Tag", "Tags", Holds::List),
    ("Tiering", "Tierings", Holds::List),
    ("Topic", "TopicArn", Holds::Text),
    ("TopicConfiguration", "TopicConfigurations", Holds::List),
];

/// Elements that hold one list, and the element of an entry.
const LISTS: &[(&str, &str)] =
    &[("OptionalFields", "Field"), ("RoutingRules", "RoutingRule"), ("TargetGrants", "Grant")];

/// Attributes of a grantee as they are written; the CLI has one of them.
const WRITTEN_TYPE: &str = "@xsi:type";
const READ_TYPE: &str = "@type";
const NAMESPACE: &str = "@xmlns:xsi";

impl<T: PlainDocument> Serialize for Plain<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let elements = serde_json::to_value(&self.0).map_err(S::Error::custom)?;
        to_cli(elements).serialize(serializer)
    }
}

impl<'de, T: PlainDocument> Deserialize<'de> for Plain<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = to_elements(Value::deserialize(deserializer)?);
        serde_json::from_value(value).map(Self).map_err(D::Error::custom)
    }
}

fn holds(value: &Value, holds: Holds) -> bool {
    match holds {
        Holds::Text => value.is_string(),
        Holds::List => value.is_array(),
        Holds::Object => value.is_object(),
        Holds::Anything => true,
    }
}

/// Names of elements become names of the CLI.
fn to_cli(value: Value) -> Value {
    each(value, &|name, mut value| {
        if name == NAMESPACE {
            return None;
        }
        if let Some((_, entry)) = LISTS.iter().find(|(outer, _)| *outer == name)
            && let Some(list) = value.get_mut(entry)
        {
            return Some((name, list.take()));
        }
        let renamed = NAMES.iter().chain(&[(WRITTEN_TYPE, "Type", Holds::Anything)]);
        let found = renamed.into_iter().find(|(element, _, kind)| *element == name && holds(&value, *kind));
        Some((found.map_or(name, |(_, cli, _)| (*cli).to_owned()), value))
    })
}

/// Names of the CLI become names of elements.
fn to_elements(value: Value) -> Value {
    each(value, &|name, value| {
        if let Some((_, entry)) = LISTS.iter().find(|(outer, _)| *outer == name) {
            return Some((name, Value::Object(Map::from_iter([((*entry).to_owned(), value)]))));
        }
        let renamed = NAMES.iter().chain(&[(READ_TYPE, "Type", Holds::Anything)]);
        let found = renamed.into_iter().find(|(_, cli, kind)| *cli == name && holds(&value, *kind));
        Some((found.map_or(name, |(element, _, _)| (*element).to_owned()), value))
    })
}

/// Renames the fields of all objects, the inner ones first.
fn each(value: Value, rename: &dyn Fn(String, Value) -> Option<(String, Value)>) -> Value {
    match value {
        Value::Array(list) => list.into_iter().map(|entry| each(entry, rename)).collect(),
        Value::Object(fields) => {
            let renamed = fields.into_iter().filter_map(|(name, value)| rename(name, each(value, rename)));
            Value::Object(renamed.collect())
        }
        other => other,
    }
}
