//! XML, as boto3 writes it out of parameters and reads it into members. All values are texts.

use super::values::text;
use fake_s3::primitives::DateTimeFormat;
use quick_xml::Reader;
use quick_xml::escape::{escape, unescape};
use quick_xml::events::Event;
use serde_json::{Map, Value};

/// Lists, which XML writes as one element after another: the element's parent (`*` is any), its name, and the
/// member's.
const LISTS: &[(&str, &str, &str)] = &[
    ("CORSConfiguration", "CORSRule", "CORSRules"),
    ("CORSRule", "AllowedHeader", "AllowedHeaders"),
    ("CORSRule", "AllowedMethod", "AllowedMethods"),
    ("CORSRule", "AllowedOrigin", "AllowedOrigins"),
    ("CORSRule", "ExposeHeader", "ExposeHeaders"),
    ("And", "Tag", "Tags"),
    ("Contents", "ChecksumAlgorithm", "ChecksumAlgorithm"),
    ("DeleteResult", "Deleted", "Deleted"),
    ("DeleteResult", "Error", "Errors"),
    ("LifecycleConfiguration", "Rule", "Rules"),
    ("ListBucketResult", "CommonPrefixes", "CommonPrefixes"),
    ("ListInventoryConfigurationsResult", "InventoryConfiguration", "InventoryConfigurationList"),
    ("ListMetricsConfigurationsResult", "MetricsConfiguration", "MetricsConfigurationList"),
    ("NotificationConfiguration", "QueueConfiguration", "QueueConfigurations"),
    ("QueueConfiguration", "Event", "Events"),
    ("ReplicationConfiguration", "Rule", "Rules"),
    ("S3Key", "FilterRule", "FilterRules"),
    ("ListBucketResult", "Contents", "Contents"),
    ("ListMultipartUploadsResult", "CommonPrefixes", "CommonPrefixes"),
    ("ListMultipartUploadsResult", "Upload", "Uploads"),
    ("ListPartsResult", "Part", "Parts"),
    ("ListVersionsResult", "CommonPrefixes", "CommonPrefixes"),
    ("ListVersionsResult", "DeleteMarker", "DeleteMarkers"),
    ("ListVersionsResult", "Version", "Versions"),
    ("OwnershipControls", "Rule", "Rules"),
    ("ObjectParts", "Part", "Parts"),
    ("Rule", "NoncurrentVersionTransition", "NoncurrentVersionTransitions"),
    ("Rule", "Transition", "Transitions"),
    ("ServerSideEncryptionConfiguration", "Rule", "Rules"),
    ("Version", "ChecksumAlgorithm", "ChecksumAlgorithm"),
    ("CompleteMultipartUpload", "Part", "Parts"),
    ("Delete", "Object", "Objects"),
];

/// Members that have another name than their element.
const RENAMED: &[(&str, &str)] = &[("AccessControlList", "Grants"), ("PartsCount", "TotalPartsCount")];

/// The member that is an attribute: the element, the member, the attribute.
const ATTRIBUTE: (&str, &str, &str) = ("Grantee", "Type", "xsi:type");

/// Lists inside an element of their own.
const WRAPPED: &[(&str, &str)] = &[
    ("AccessControlList", "Grant"),
    ("Buckets", "Bucket"),
    ("OptionalFields", "Field"),
    ("TagSet", "Tag"),
    ("Tags", "Tag"),
];

/// Writes a document.
pub fn write(root: &str, value: &Value) -> String {
    let mut document = String::new();
    element(&mut document, root, value);
    document
}

fn element(into: &mut String, name: &str, value: &Value) {
    into.extend(["<", name]);
    let (owner, attribute, spelt) = ATTRIBUTE;
    let is_attribute = |member: &str| name == owner && member == attribute;
    if let Some(value) = value.get(attribute).filter(|_| is_attribute(attribute)) {
        let namespace = "http://www.w3.org/2001/XMLSchema-instance";
        let value = text(value, DateTimeFormat::DateTime);
        into.extend([" xmlns:xsi=\"", namespace, "\" ", spelt, "=\"", &escape(value), "\""]);
    }
    into.push('>');
    match value {
        Value::Object(members) if !members.contains_key("$at") => {
            // botocore writes nothing from a `None` on; an empty text it writes, and AWS answers the two differently.
            let elements = members.iter().filter(|(member, _)| !is_attribute(member));
            for (member, value) in elements.take_while(|(_, value)| !value.is_null()) {
                match value {
                    Value::Array(items) => list(into, name, member, items),
                    value => element(into, member, value),
                }
            }
        }
        value => into.push_str(&escape(text(value, DateTimeFormat::DateTime))),
    }
    into.extend(["</", name, ">"]);
}

fn list(into: &mut String, parent: &str, member: &str, items: &[Value]) {
    let member = RENAMED.iter().find_map(|(name, renamed)| (*renamed == member).then_some(*name)).unwrap_or(member);
    if let Some((_, inner)) = WRAPPED.iter().find(|(outer, _)| parent != "And" && *outer == member) {
        into.extend(["<", member, ">"]);
        for item in items {
            element(into, inner, item);
        }
        into.extend(["</", member, ">"]);
        return;
    }
    let found = LISTS.iter().find(|(owner, _, list)| *owner == parent && *list == member);
    let name = found.map_or(member, |(_, name, _)| name);
    for item in items {
        element(into, name, item);
    }
}

/// An element under construction.
#[derive(Default)]
struct Open {
    name: String,
    text: String,
    members: Map<String, Value>,
    items: Vec<Value>,
}

/// Reads a document: its root's name, and its members.
pub fn read(document: &str) -> Result<(String, Value), String> {
    let mut reader = Reader::from_str(document);
    let mut open: Vec<Open> = vec![Open::default()];
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(start) => {
                let mut opened = Open { name: start.local_name().as_ref().to_string(), ..Open::default() };
                let (owner, member, spelt) = ATTRIBUTE;
                let attribute = start.try_get_attribute(spelt).map_err(|error| error.to_string())?;
                if let Some(attribute) = attribute.filter(|_| opened.name == owner) {
                    opened.members.insert(member.to_owned(), Value::String(attribute.value.into_owned()));
                }
                open.push(opened);
            }
            Event::Empty(empty) => {
                let name = empty.local_name().as_ref().to_string();
                close(Open { name, ..Open::default() }, open.last_mut().ok_or("no root")?);
            }
            Event::End(_) => {
                let closed = open.pop().ok_or("an end without a beginning")?;
                close(closed, open.last_mut().ok_or("an end without a beginning")?);
            }
            Event::Text(text) => open.last_mut().ok_or("no root")?.text.push_str(&text),
            Event::GeneralRef(reference) => {
                let written = format!("&{};", &*reference);
                let meant = unescape(&written).map_err(|error| error.to_string())?;
                open.last_mut().ok_or("no root")?.text.push_str(&meant);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    let document = open.pop().filter(|_| open.is_empty()).ok_or("the document ends early")?;
    document.members.into_iter().next().ok_or_else(|| "there is no root".to_owned())
}

fn close(closed: Open, parent: &mut Open) {
    let is_wrapped = WRAPPED.iter().any(|(outer, _)| *outer == closed.name);
    let is_item = WRAPPED.contains(&(parent.name.as_str(), closed.name.as_str()));
    let value = match closed {
        Open { items, .. } if is_wrapped => Value::Array(items),
        Open { members, .. } if !members.is_empty() => Value::Object(members),
        Open { text, .. } => Value::String(text),
    };
    if is_item {
        parent.items.push(value);
        return;
    }
    if let Some((.., list)) = LISTS.iter().find(|(owner, name, _)| *owner == parent.name && *name == closed.name) {
        let items = parent.members.entry(*list).or_insert_with(|| Value::Array(Vec::new()));
        items.as_array_mut().into_iter().for_each(|items| items.push(value.clone()));
    } else {
        let renamed = RENAMED.iter().find_map(|(name, member)| (*name == closed.name).then_some(*member));
        parent.members.insert(renamed.map_or(closed.name, str::to_owned), value);
    }
}
