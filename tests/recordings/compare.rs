//! Whether an answer is the recorded one. The recordings mask what differs from run to run.

use super::operations::kebab;
use fake_s3::primitives::{DateTime, DateTimeFormat};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Members whose masks have no brackets, but are the member's own name.
const NAMED: [&str; 5] = ["Bucket", "ContinuationToken", "DisplayName", "ID", "NextContinuationToken"];

/// What the masks of one case stand for.
#[derive(Default)]
pub struct Masks(BTreeMap<String, String>);

impl Masks {
    /// Where the answer differs from the recorded one.
    pub fn differences(&mut self, recorded: &Value, answer: &Value) -> Vec<String> {
        let mut differences = Vec::new();
        self.compare("", recorded, Some(answer), &mut differences);
        differences
    }

    fn compare(&mut self, path: &str, recorded: &Value, answer: Option<&Value>, into: &mut Vec<String>) {
        let Some(answer) = answer else {
            into.push(format!("{path} is missing: {recorded}"));
            return;
        };
        match (recorded, answer) {
            // The member's type is not in the document: an element without children is empty of whatever it is.
            (Value::Object(recorded), Value::String(answer)) if recorded.is_empty() && answer.is_empty() => {}
            (Value::Object(_), Value::String(text)) if path == "/Body" => {
                let answer: Value = serde_json::from_str(text).unwrap_or_default();
                if *recorded != answer {
                    into.push(format!("{path} is {text}, not {recorded}"));
                }
            }
            // The recorder had read these bodies already.
            (Value::String(nothing), Value::String(_)) if path == "/Body" && nothing.is_empty() => {}
            (Value::Object(recorded), Value::Object(answer)) => self.compare_objects(path, recorded, answer, into),
            (Value::Array(recorded), Value::Array(answer)) => {
                let (mut recorded, mut answer) = (recorded.clone(), answer.clone());
                if ["/Deleted", "/Errors"].contains(&path) {
                    // They come in any order.
                    for list in [&mut recorded, &mut answer] {
                        list.sort_by_key(|item| plain(&item["Key"]));
                    }
                }
                if recorded.len() != answer.len() {
                    into.push(format!("{path} has {} items, not {}: {answer:?}", answer.len(), recorded.len()));
                }
                for (at, (recorded, answer)) in recorded.iter().zip(&answer).enumerate() {
                    self.compare(&format!("{path}/{at}"), recorded, Some(answer), into);
                }
            }
            (recorded, answer) => {
                let (expected, found) = (plain(recorded), plain(answer));
                let name = path.rsplit('/').next().unwrap_or_default();
                if !self.stands_for(name, &expected, &found) {
                    into.push(format!("{path} is `{found:.200}`, not `{expected:.200}`"));
                }
            }
        }
    }

    fn compare_objects(
        &mut self,
        path: &str,
        recorded: &Map<String, Value>,
        answer: &Map<String, Value>,
        into: &mut Vec<String>,
    ) {
        for (name, value) in recorded.iter().filter(|(name, _)| *name != "HTTPHeaders") {
            self.compare(&format!("{path}/{name}"), value, answer.get(name), into);
        }
        for (name, value) in answer.iter().filter(|(name, _)| !recorded.contains_key(*name)) {
            into.push(format!("{path}/{name} is there: {value}"));
        }
    }

    /// Whether a recorded text, which may hold masks, stands for one that was answered.
    fn stands_for(&mut self, name: &str, recorded: &str, found: &str) -> bool {
        let is_named = NAMED.contains(&name) && (recorded == kebab(name) || recorded == "owner-id");
        match recorded {
            _ if recorded == found => true,
            "datetime" => {
                let is_date = |format| DateTime::from_str(found, format).is_ok();
                is_date(DateTimeFormat::HttpDate) || is_date(DateTimeFormat::DateTime)
            }
            _ if is_named => !found.is_empty(),
            _ => self.fits(recorded, found),
        }
    }

    /// `arn:<partition>:s3:::<bucket-name:1>`: the same number is the same value, another number another one.
    fn fits(&mut self, recorded: &str, found: &str) -> bool {
        let Some((before, rest)) = recorded.split_once('<') else { return recorded == found };
        let Some((mask, after)) = rest.split_once('>') else { return recorded == found };
        let Some(found) = found.strip_prefix(before) else { return false };
        let literal = after.split('<').next().unwrap_or_default();
        let end = if literal.is_empty() { Some(found.len()) } else { found.find(literal) };
        let Some((value, left)) = end.map(|end| found.split_at(end)) else { return false };
        !value.is_empty() && self.learn(mask, value) && self.fits(after, left)
    }

    fn learn(&mut self, mask: &str, value: &str) -> bool {
        let Some((kind, _)) = mask.split_once(':') else { return true };
        if let Some(known) = self.0.get(mask) {
            return known == value;
        }
        let is_taken = self.0.iter().any(|(other, known)| known == value && other.split(':').next() == Some(kind));
        self.0.insert(mask.to_owned(), value.to_owned());
        !is_taken
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
