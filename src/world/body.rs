//! Bytes, as they are written: a text, bytes in base64, a pattern that is repeated, or several of these.

use crate::model::payload::pattern::Pattern;
use crate::model::payload::{Payload, Segment};
use crate::model::upload::MAX_OBJECT_BYTES;
use aws_smithy_types::base64;
use bytes::Bytes;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// Bytes.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct BodyJson(pub(super) Payload);

/// What is no text.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct BodyForm {
    #[serde(skip_serializing_if = "Option::is_none")]
    base64: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    repeat: Option<Box<BodyJson>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    size: Option<u64>,
}

impl Serialize for BodyJson {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.segments() {
            _ if self.0.repeated() == 0 => plain(&self.0.to_bytes(), serializer),
            [Segment::Repeated(pattern)] => repeated(pattern).serialize(serializer),
            segments => {
                let one = |segment: &Segment| match segment {
                    Segment::Stored(bytes) => Self(bytes.clone().into()),
                    Segment::Repeated(pattern) => Self(pattern.clone().into()),
                };
                serializer.collect_seq(segments.iter().map(one))
            }
        }
    }
}

fn plain<S: Serializer>(bytes: &Bytes, serializer: S) -> Result<S::Ok, S::Error> {
    match std::str::from_utf8(bytes) {
        Ok(text) => serializer.serialize_str(text),
        Err(_) => BodyForm { base64: Some(base64::encode(bytes)), repeat: None, size: None }.serialize(serializer),
    }
}

fn repeated(pattern: &Pattern) -> BodyForm {
    let unit = BodyJson(pattern.unit().into());
    BodyForm { base64: None, repeat: Some(Box::new(unit)), size: Some(pattern.len()) }
}

impl BodyForm {
    fn read(self) -> Result<Payload, &'static str> {
        match self {
            Self { base64: Some(text), repeat: None, size: None } => match base64::decode(text) {
                Ok(bytes) => Ok(Bytes::from(bytes).into()),
                Err(_) => Err("Base64 is no base64"),
            },
            Self { base64: None, repeat: Some(unit), size: Some(size) } => match unit.0.as_one() {
                _ if size > MAX_OBJECT_BYTES => Err("Size is larger than any object"),
                Some(unit) => Ok(Pattern::new(unit.clone(), size).into()),
                None => Err("Repeat is a text, or bytes in base64, that is not empty"),
            },
            _ => Err("bytes are a text, {\"Base64\": ..}, {\"Repeat\": .., \"Size\": ..}, or a list of these"),
        }
    }
}

impl<'de> Deserialize<'de> for BodyJson {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyForm)
    }
}

struct AnyForm;

impl<'de> Visitor<'de> for AnyForm {
    type Value = BodyJson;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("bytes: a text, {\"Base64\": ..}, {\"Repeat\": .., \"Size\": ..}, or a list of these")
    }

    fn visit_str<E>(self, text: &str) -> Result<BodyJson, E> {
        Ok(BodyJson(Bytes::copy_from_slice(text.as_bytes()).into()))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<BodyJson, A::Error> {
        let form = BodyForm::deserialize(MapAccessDeserializer::new(map))?;
        form.read().map(BodyJson).map_err(A::Error::custom)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<BodyJson, A::Error> {
        let mut whole = Payload::default();
        while let Some(BodyJson(piece)) = list.next_element()? {
            if whole.len() + piece.len() > MAX_OBJECT_BYTES {
                return Err(A::Error::custom("this is larger than any object"));
            }
            whole.append(&piece);
        }
        Ok(BodyJson(whole))
    }
}
