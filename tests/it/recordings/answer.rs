//! An HTTP answer in boto3's form, all values as texts.

use super::operations::{self, Form, Operation};
use super::xml;
use bytes::Bytes;
use http::Response;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value, json};

/// What boto3 returns or raises.
pub fn answer(operation: &Operation, decodes: bool, response: &Response<Bytes>) -> Result<Value, String> {
    let status = response.status();
    let mut members = match status.as_u16() {
        300.. => error(response)?,
        _ => output(operation, response)?,
    };
    if decodes {
        decode(&mut members);
    }
    if operation.name == "GetBucketLocation" {
        // botocore sets it itself, whatever was answered.
        members.entry("LocationConstraint").or_insert(Value::Null);
    }
    members.insert("ResponseMetadata".to_owned(), json!({ "HTTPStatusCode": status.as_u16() }));
    Ok(Value::Object(members))
}

fn output(operation: &Operation, response: &Response<Bytes>) -> Result<Map<String, Value>, String> {
    let mut members = match operation.answer {
        Form::Nothing => Map::new(),
        Form::Bytes => Map::from_iter([("Body".to_owned(), text(response.body()))]),
        Form::Members => match document(response)? {
            (_, Value::Object(members)) => members,
            (_, _) => Map::new(),
        },
        Form::Member => Map::from_iter([document(response)?]),
        Form::Json(member) => {
            let json = serde_json::from_slice(response.body()).map_err(|error| error.to_string())?;
            Map::from_iter([(member.to_owned(), json)])
        }
    };
    let mut metadata = Map::new();
    for (name, value) in response.headers() {
        // http.client takes every byte of a header for a character of its own.
        let value = Value::String(value.as_bytes().iter().copied().map(char::from).collect());
        if let Some(name) = name.as_str().strip_prefix("x-amz-meta-") {
            metadata.insert(name.to_owned(), value);
            continue;
        }
        for member in operations::member_of(operation, name.as_str()) {
            members.insert(member, value.clone());
        }
    }
    if ["GetObject", "HeadObject"].contains(&operation.name) {
        members.insert("Metadata".to_owned(), Value::Object(metadata));
    }
    Ok(members)
}

/// An answer without a body is an error whose code is the status.
fn error(response: &Response<Bytes>) -> Result<Map<String, Value>, String> {
    let status = response.status();
    let error = if response.body().is_empty() {
        json!({ "Code": status.as_str(), "Message": status.canonical_reason() })
    } else {
        match document(response)? {
            (root, Value::Object(mut members)) if root == "Error" => {
                members.remove("RequestId");
                members.remove("HostId");
                Value::Object(members)
            }
            (root, other) => return Err(format!("an error that is <{root}>: {other}")),
        }
    };
    // The model gives this one error a member, which boto3 shows a second time.
    let class = error.get("StorageClass").filter(|_| error["Code"] == "InvalidObjectState").cloned();
    let class = class.map(|class| ("StorageClass".to_owned(), class));
    Ok(class.into_iter().chain([("Error".to_owned(), error)]).collect())
}

fn document(response: &Response<Bytes>) -> Result<(String, Value), String> {
    let text = std::str::from_utf8(response.body()).map_err(|error| error.to_string())?;
    xml::read(text).map_err(|error| format!("the answer is no document: {error}: {text}"))
}

fn text(bytes: &[u8]) -> Value {
    Value::String(String::from_utf8_lossy(bytes).into_owned())
}

/// What boto3 decodes of a listing that it had encoded without being asked.
fn decode(members: &mut Map<String, Value>) {
    let decode = |value: &mut Value| {
        if let Value::String(text) = value {
            *text = percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
        }
    };
    for name in ["Delimiter", "KeyMarker", "Marker", "NextKeyMarker", "NextMarker", "Prefix", "StartAfter"] {
        members.get_mut(name).into_iter().for_each(decode);
    }
    for (list, name) in
        [("Contents", "Key"), ("CommonPrefixes", "Prefix"), ("DeleteMarkers", "Key"), ("Versions", "Key")]
    {
        let items = members.get_mut(list).and_then(Value::as_array_mut).into_iter().flatten();
        items.filter_map(|item| item.get_mut(name)).for_each(decode);
    }
}
