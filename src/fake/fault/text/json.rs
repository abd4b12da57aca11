//! The form of a fault as a JSON object: `{"operation": "UploadPart", "part": 3, "times": 2, "error": "SlowDown"}`.

use super::value::{Notation, Value, Word};
use super::words;
use crate::fake::fault::{Fault, Matcher};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value as Json;
use std::fmt;

/// The members of an object in their order. A map would lose members that are there twice.
#[derive(Debug)]
pub(crate) struct Members(Vec<(String, Json)>);

impl Members {
    /// The calls and the fault that they name.
    ///
    /// # Errors
    /// If a member is wrong; the sentence names it.
    pub(crate) fn read(self) -> Result<(Matcher, Fault), String> {
        let mut all = Vec::new();
        for (name, value) in self.0 {
            match value {
                // A member that is null or false counts as left out, once its name is known.
                Json::Null | Json::Bool(false) => words::known(Notation::Json, &name).map(drop)?,
                Json::Object(members) if name == "header" => {
                    let of_header = members.into_iter().map(|(header, value)| match value {
                        Json::String(value) => Ok(Value::Header(header, value)),
                        other => Err(format!("a header is text, and `{header}` is not `{other}`")),
                    });
                    for value in of_header {
                        all.push(Word::new(Notation::Json, &name, value?));
                    }
                }
                value => all.push(Word::new(Notation::Json, &name, read(&name, value)?)),
            }
        }
        words::read(&all)
    }
}

fn read(name: &str, value: Json) -> Result<Value, String> {
    Ok(match value {
        Json::Bool(true) => Value::Alone,
        Json::Number(number) => Value::Number(number.to_string()),
        Json::String(text) => Value::Text(text),
        Json::Array(items) => {
            let texts = items.into_iter().map(|item| match item {
                Json::String(text) => Ok(text),
                other => Err(format!("`{name}` is a list of texts, and not of `{other}`")),
            });
            Value::List(texts.collect::<Result<_, _>>()?)
        }
        other => return Err(format!("`{name}` is not `{other}`")),
    })
}

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct MembersReader;
        impl<'de> Visitor<'de> for MembersReader {
            type Value = Members;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object, such as {\"operation\": \"UploadPart\", \"error\": \"SlowDown\"}")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(MembersReader)
    }
}
