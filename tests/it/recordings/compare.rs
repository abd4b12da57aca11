//! Whether an answer is the recorded one. The recordings mask what differs from run to run.

use super::operations::kebab;
use fake_s3::primitives::{DateTime, DateTimeFormat};
use md5::Digest as _;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Members whose masks have no brackets, but are the member's own name.
const NAMED: [&str; 6] = ["Bucket", "ContinuationToken", "DisplayName", "ETag", "ID", "NextContinuationToken"];

/// What the masks of one case stand for.
#[derive(Default)]
pub struct Masks {
    values: BTreeMap<String, String>,
    /// Tags that are no MD5s, as recorded and as answered, in the order of the writes: each has another, there as here.
    tags: Vec<(String, String)>,
}

/// The account of the recordings, and of the world.
const ACCOUNTS: (&str, &str) = ("111111111111", "111122223333");

impl Masks {
    /// Where the answer differs from the recorded one.
    pub fn differences(&mut self, recorded: &Value, answer: &Value) -> Vec<String> {
        let mut differences = Vec::new();
        if let (Some(recorded), Some(answered)) = (opaque_tag(recorded), opaque_tag(answer)) {
            self.learn_tag(recorded, answered);
        }
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
        let is_named = is_named || (name == "ETag" && recorded == "copy-etag");
        let found = &found.replace(ACCOUNTS.1, ACCOUNTS.0);
        match recorded {
            _ if recorded == found => true,
            _ if name == "ETag" && self.is_the_tag(recorded, found) => true,
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

    fn learn_tag(&mut self, recorded: &str, answered: &str) {
        let is_known = self.tags.iter().any(|(known, own)| known == recorded || own == answered);
        if !is_known && !recorded.contains('-') {
            self.tags.push((recorded.to_owned(), answered.to_owned()));
        }
    }

    /// Whether two tags that are no MD5s are of the same write; or both of the same parts, by the formula.
    fn is_the_tag(&self, recorded: &str, answered: &str) -> bool {
        let of_same_parts = |parts: &[(String, String)]| {
            of_parts(parts.iter().map(|(tag, _)| tag)).is_some_and(|tag| tag == recorded)
                && of_parts(parts.iter().map(|(_, tag)| tag)).is_some_and(|tag| tag == answered)
        };
        self.tags.iter().any(|(known, own)| known == recorded && own == answered)
            || (1..=self.tags.len()).any(|count| self.tags.windows(count).any(of_same_parts))
    }

    fn learn(&mut self, mask: &str, value: &str) -> bool {
        let Some((kind, _)) = mask.split_once(':') else { return true };
        if let Some(known) = self.values.get(mask) {
            return known == value;
        }
        let is_taken = self.values.iter().any(|(other, known)| known == value && other.split(':').next() == Some(kind));
        self.values.insert(mask.to_owned(), value.to_owned());
        !is_taken
    }
}

/// The tag in an answer that tells of a key: then it is no MD5.
fn opaque_tag(answer: &Value) -> Option<&str> {
    answer.get("SSECustomerAlgorithm").or(answer.get("SSEKMSKeyId"))?;
    answer.get("CopyObjectResult").unwrap_or(answer)["ETag"].as_str()
}

/// The tag of an object whose parts have these.
fn of_parts<'a>(tags: impl ExactSizeIterator<Item = &'a String>) -> Option<String> {
    let (count, mut md5) = (tags.len(), md5::Md5::new());
    for tag in tags {
        md5.update(u128::from_str_radix(tag.trim_matches('"'), 16).ok()?.to_be_bytes());
    }
    Some(format!("\"{:x}-{count}\"", md5.finalize()))
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
