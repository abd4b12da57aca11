//! The values that recorded steps are written with: answers of earlier steps, instants, and bodies.

use aws_smithy_types::base64;
use fake_s3::primitives::{DateTime, DateTimeFormat};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The answers so far, by the number of their step, in boto3's form.
pub type Answers = BTreeMap<u64, Value>;

/// The tags of the parts that were uploaded, by number.
///
/// What calls refer to was found out with a store whose tags are MD5s, where parts of equal bytes have equal ones: a
/// list of parts may name the first of such for all. Where tags are no MD5s, each number has its own.
#[derive(Debug, Default)]
pub struct Parts(BTreeMap<(String, String), Value>);

impl Parts {
    /// Remembers the tag of a part, if this was one.
    pub fn learn(&mut self, step: &Value, answer: &Value) {
        if text(&step["op"], DateTimeFormat::HttpDate) == "UploadPart" && answer.get("SSECustomerAlgorithm").is_some() {
            let number = step["params"]["PartNumber"].to_string();
            self.0.insert((step["params"]["UploadId"].to_string(), number), answer["ETag"].clone());
        }
    }

    /// A list of parts, each by its own tag.
    pub fn right(&self, name: &str, upload: &Value, mut parameters: Map<String, Value>) -> Map<String, Value> {
        let list = parameters.get_mut("MultipartUpload").and_then(|list| list.get_mut("Parts"));
        for part in
            list.and_then(Value::as_array_mut).into_iter().flatten().filter(|_| name == "CompleteMultipartUpload")
        {
            let key = (upload.to_string(), part["PartNumber"].to_string());
            if let Some(tag) = self.0.get(&key) {
                part["ETag"] = tag.clone();
            }
        }
        parameters
    }
}

/// Replaces what a value refers to; an instant becomes `{"$at": seconds}`.
///
/// # Errors
/// What is referred to and is not there.
pub fn resolve(value: &Value, answers: &Answers, now: DateTime) -> Result<Value, String> {
    let Value::Object(object) = value else {
        return match value {
            Value::Array(items) => items.iter().map(|item| resolve(item, answers, now)).collect(),
            plain => Ok(plain.clone()),
        };
    };
    if let Some(from) = object.get("$from").and_then(Value::as_str) {
        return look_up(from, answers).ok_or_else(|| format!("the answer of an earlier call ({from})"));
    }
    if let Some(Value::Array(pieces)) = object.get("$join") {
        let pieces = pieces.iter().map(|piece| Ok(text(&resolve(piece, answers, now)?, DateTimeFormat::HttpDate)));
        return pieces.collect::<Result<String, String>>().map(Value::String);
    }
    if let Some(seconds) = object.get("$now_plus_seconds").and_then(Value::as_i64) {
        return Ok(json!({ "$at": now.secs() + seconds }));
    }
    if let Some(time) = object.get("$time").and_then(Value::as_str) {
        let time = DateTime::from_str(time, DateTimeFormat::DateTimeWithOffset);
        return time.map(|time| json!({ "$at": time.secs() })).map_err(|error| error.to_string());
    }
    let members = object.iter().map(|(name, member)| Ok((name.clone(), resolve(member, answers, now)?)));
    members.collect::<Result<Map<_, _>, String>>().map(Value::Object)
}

/// `7:Rules[0].ID`, or `7:ETag|unquoted`.
fn look_up(from: &str, answers: &Answers) -> Option<Value> {
    let (from, unquoted) = from.strip_suffix("|unquoted").map_or((from, false), |from| (from, true));
    let (step, path) = from.split_once(':')?;
    let pointer = format!("/{}", path.replace(']', "").replace(['.', '['], "/"));
    let value = answers.get(&step.parse().ok()?)?.pointer(&pointer)?;
    match value {
        Value::String(text) if unquoted => Some(Value::String(text.trim_matches('"').to_owned())),
        value => Some(value.clone()),
    }
}

/// A value as it travels. `null` is sent as what is empty.
pub fn text(value: &Value, format: DateTimeFormat) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Object(object) if object.contains_key("$bytes") => base64::encode(bytes(value)),
        Value::Object(object) => match object.get("$at").and_then(Value::as_i64) {
            Some(seconds) => DateTime::from_secs(seconds).fmt(format).unwrap_or_default(),
            None => value.to_string(),
        },
        Value::Array(items) => items.iter().map(|item| text(item, format)).collect::<Vec<_>>().join(","),
        plain => plain.to_string(),
    }
}

/// A body. Where only its length is known, any bytes do.
pub fn bytes(body: &Value) -> Vec<u8> {
    let field = |name: &str| body.get(name).and_then(Value::as_str);
    let length = body.get("$bytes").and_then(Value::as_u64).and_then(|length| usize::try_from(length).ok());
    match (body, field("text"), field("base64"), field("repeat")) {
        (Value::String(text), ..) => text.as_bytes().to_vec(),
        (_, Some(text), ..) => text.as_bytes().to_vec(),
        (_, _, Some(encoded), _) => base64::decode(encoded).unwrap_or_default(),
        (.., unit) => unit.unwrap_or("?").bytes().cycle().take(length.unwrap_or(0)).collect(),
    }
}
