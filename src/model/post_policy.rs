//! The policy of a form that browsers upload by: what whoever signed it lets others send.
//!
//! It is read once into conditions that can be asked, and gives its verdict on one form.

use super::access::policy::json::Json;
use crate::api::error::{ErrorRow, S3Error, table};
use crate::api::primitives::{DateTime, DateTimeFormat};
use aws_smithy_types::base64;

/// What a policy answers: that it is none, and that a form is not as it says.
pub(crate) static ERRORS: [&ErrorRow; 17] = [
    &table::ENTITY_TOO_LARGE,
    &table::ENTITY_TOO_SMALL,
    &table::POST_CONDITIONS_LIST,
    &table::POST_CONDITION_ARGUMENTS,
    &table::POST_CONDITION_FAILED,
    &table::POST_CONDITION_KIND,
    &table::POST_CONDITION_OPERATOR,
    &table::POST_CONDITION_WITHOUT_OPERATOR,
    &table::POST_EXPIRATION_INVALID,
    &table::POST_EXPIRED,
    &table::POST_FIELDS_EXTRA,
    &table::POST_POLICY_BASE64,
    &table::POST_POLICY_INCOMPLETE,
    &table::POST_POLICY_JSON,
    &table::POST_POLICY_UNEXPECTED,
    &table::POST_SIMPLE_CONDITION,
    &table::POST_SIMPLE_VALUE,
];

/// A policy.
#[derive(Debug, Clone, PartialEq)]
pub struct PostPolicy {
    expiration: DateTime,
    conditions: Vec<FormCondition>,
}

/// One condition.
#[derive(Debug, Clone, PartialEq)]
struct FormCondition {
    test: FormTest,
    /// As S3 tells it where it does not hold.
    told: String,
}

/// What a condition asks.
#[derive(Debug, Clone, PartialEq)]
enum FormTest {
    Equals(String, String),
    StartsWith(String, String),
    /// The file has as many bytes; both ends count.
    Length(i128, i128),
    /// Nothing: it names no field, or bounds that are no numbers. S3 takes it for one that does not hold (recorded).
    Never,
}

/// A form that was filled in, as a policy looks at it.
#[derive(Debug, Clone, Copy)]
pub struct SubmittedForm<'a> {
    /// The bucket that it is sent to.
    pub bucket: &'a str,
    /// Its fields but the file, as they were sent.
    pub fields: &'a [(&'a str, &'a str)],
    /// How many bytes the file has.
    pub length: u64,
}

impl SubmittedForm<'_> {
    fn get(&self, name: &str) -> Option<&str> {
        if name.eq_ignore_ascii_case("bucket") {
            return Some(self.bucket);
        }
        self.fields.iter().find_map(|(found, value)| found.eq_ignore_ascii_case(name).then_some(*value))
    }
}

impl PostPolicy {
    /// Reads the field `policy`: JSON in base64.
    ///
    /// # Errors
    /// `InvalidPolicyDocument`, in S3's words for what is wrong with it.
    pub fn read(sent: &str) -> Result<Self, S3Error> {
        let sent: String = sent.split_ascii_whitespace().collect();
        let bytes = base64::decode(&sent)
            .map_err(|_| table::POST_POLICY_BASE64.error().because(format!("the policy is {sent}")))?;
        let text = String::from_utf8(bytes).map_err(|_| not_json("it is not UTF-8"))?;
        let document = Json::parse(&with_escapes_of_json(&text)).map_err(|error| not_json(&error.to_string()))?;
        let members = document.members().ok_or_else(|| not_json("it is no object"))?;
        // Their names are told apart by case (suite), those of fields are not.
        if let Some((other, _)) = members.iter().find(|(name, _)| !["expiration", "conditions"].contains(&&**name)) {
            return Err(table::POST_POLICY_UNEXPECTED.fill(&[&other.to_ascii_lowercase()]));
        }
        let incomplete = |name: &str| table::POST_POLICY_INCOMPLETE.fill(&[&name]);
        let expiration = document.get("expiration").ok_or_else(|| incomplete("expiration"))?;
        let expiration = read_expiration(expiration)?;
        let conditions = match document.get("conditions").ok_or_else(|| incomplete("conditions"))? {
            Json::List(conditions) => conditions.iter().map(FormCondition::read).collect::<Result<_, _>>()?,
            other => {
                return Err(table::POST_CONDITIONS_LIST.error().because(format!("conditions is {}", other.compact())));
            }
        };
        Ok(Self { expiration, conditions })
    }

    /// Whether a form may be sent: the policy has not expired, each condition holds, and every field has one.
    ///
    /// # Errors
    /// `AccessDenied`, and for the length of the file `EntityTooSmall` and `EntityTooLarge`.
    pub fn check(&self, form: &SubmittedForm<'_>, now: DateTime) -> Result<(), S3Error> {
        if now > self.expiration {
            return Err(table::POST_EXPIRED.error().because(format!("it was good until {}", self.expiration)));
        }
        self.conditions.iter().try_for_each(|condition| condition.check(form))?;
        let is_covered = |name: &str| self.conditions.iter().any(|condition| condition.is_about(name));
        let fields = form.fields.iter().map(|(name, _)| *name).chain(["bucket"]);
        let mut extra: Vec<&str> = fields.filter(|name| !needs_no_condition(name) && !is_covered(name)).collect();
        extra.sort_by_key(|name| name.to_ascii_lowercase());
        match extra.first() {
            Some(name) => Err(table::POST_FIELDS_EXTRA.fill(&[name])),
            None => Ok(()),
        }
    }
}

/// What proves who signed, and what senders mark as not for S3.
fn needs_no_condition(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let proofs = ["awsaccesskeyid", "policy", "signature", "x-amz-signature"];
    proofs.contains(&name.as_str()) || name.starts_with("x-ignore-")
}

fn not_json(why: &str) -> S3Error {
    table::POST_POLICY_JSON.error().because(why)
}

/// `\$` and `\v` are escapes here (documented), and not in JSON.
fn with_escapes_of_json(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match (letter, if letter == '\\' { letters.next() } else { None }) {
            (_, Some('$')) => plain.push('$'),
            (_, Some('v')) => plain.push_str("\\u000b"),
            (letter, escaped) => plain.extend([Some(letter), escaped].into_iter().flatten()),
        }
    }
    plain
}

/// An instant in UTC, with or without fractions of a second. S3 was seen to refuse offsets and spaces.
fn read_expiration(sent: &Json) -> Result<DateTime, S3Error> {
    let text = sent.scalar().unwrap_or_else(|| sent.compact());
    let parsed = DateTime::from_str(&text, DateTimeFormat::DateTime);
    parsed.map_err(|_| table::POST_EXPIRATION_INVALID.fill(&[&text]))
}

impl FormCondition {
    fn read(sent: &Json) -> Result<Self, S3Error> {
        match sent {
            Json::Object(members) => match members.as_slice() {
                [(_, Json::Null)] => Err(not_json("null is no value")),
                [(name, Json::Text(value))] => Ok(Self::of("eq", &format!("${name}"), value)),
                [_] => Err(table::POST_SIMPLE_VALUE.error().because(format!("the condition is {}", sent.compact()))),
                _ => Err(table::POST_SIMPLE_CONDITION.error().because(format!("the condition is {}", sent.compact()))),
            },
            Json::List(items) => Self::read_list(items),
            other => Err(table::POST_CONDITION_KIND.error().because(format!("the condition is {}", other.compact()))),
        }
    }

    fn read_list(items: &[Json]) -> Result<Self, S3Error> {
        let (operator, operands) = items
            .split_first()
            .ok_or_else(|| table::POST_CONDITION_WITHOUT_OPERATOR.error().because("the condition is []"))?;
        let operator = operator.text().ok_or_else(|| not_json("an operator is a text"))?;
        let is = |name: &str| operator.eq_ignore_ascii_case(name);
        if !["eq", "starts-with", "content-length-range"].into_iter().any(is) {
            return Err(table::POST_CONDITION_OPERATOR.fill(&[&operator]));
        }
        let [first, second] = operands else {
            return Err(table::POST_CONDITION_ARGUMENTS.fill(&[&operator]));
        };
        if is("content-length-range") {
            return Self::of_length(first, second);
        }
        match (first.text(), second.text()) {
            (Some(field), Some(value)) => Ok(Self::of(operator, field, value)),
            _ => Err(not_json("what is compared are texts")),
        }
    }

    /// Bounds may be written as texts (recorded), and have no fractions (field report).
    fn of_length(least: &Json, most: &Json) -> Result<Self, S3Error> {
        let is_whole = |bound: &Json| match bound {
            Json::Number(number) => number.is_i64() || number.is_u64(),
            bound => bound.text().is_some(),
        };
        if !is_whole(least) || !is_whole(most) {
            return Err(not_json("a bound is a whole number"));
        }
        let number = |bound: &Json| bound.scalar().and_then(|text| text.parse().ok());
        let test = match (number(least), number(most)) {
            (Some(least), Some(most)) => FormTest::Length(least, most),
            _ => FormTest::Never,
        };
        let told = format!("[\"content-length-range\", {}, {}]", least.compact(), most.compact());
        Ok(Self { test, told })
    }

    fn of(operator: &str, field: &str, value: &str) -> Self {
        let quoted = |text: &str| Json::Text(text.to_owned()).compact();
        let told = format!("[{}, {}, {}]", quoted(operator), quoted(field), quoted(value));
        let test = match field.strip_prefix('$') {
            None => FormTest::Never,
            Some(name) if operator.eq_ignore_ascii_case("eq") => FormTest::Equals(name.to_owned(), value.to_owned()),
            Some(name) => FormTest::StartsWith(name.to_owned(), value.to_owned()),
        };
        Self { test, told }
    }

    fn check(&self, form: &SubmittedForm<'_>) -> Result<(), S3Error> {
        let holds = match &self.test {
            FormTest::Never => false,
            FormTest::Equals(name, value) => form.get(name) == Some(value),
            // A field that is not there does not begin with anything (field reports).
            FormTest::StartsWith(name, prefix) => form.get(name).is_some_and(|value| starts_with(name, value, prefix)),
            FormTest::Length(least, most) => return check_length(form.length, *least, *most),
        };
        match holds {
            true => Ok(()),
            false => Err(table::POST_CONDITION_FAILED.fill(&[&self.told])),
        }
    }

    fn is_about(&self, field: &str) -> bool {
        match &self.test {
            FormTest::Equals(name, _) | FormTest::StartsWith(name, _) => name.eq_ignore_ascii_case(field),
            FormTest::Length(..) | FormTest::Never => false,
        }
    }
}

/// Of content types alone, commas make a list, whose every member must begin so (documented).
fn starts_with(name: &str, value: &str, prefix: &str) -> bool {
    match name.eq_ignore_ascii_case("content-type") {
        true => value.split(',').all(|one| one.trim_start().starts_with(prefix)),
        false => value.starts_with(prefix),
    }
}

fn check_length(length: u64, least: i128, most: i128) -> Result<(), S3Error> {
    if i128::from(length) < least {
        let error = table::ENTITY_TOO_SMALL.error();
        return Err(error.with("ProposedSize", length).with("MinSizeAllowed", least));
    }
    if i128::from(length) > most {
        let error = table::ENTITY_TOO_LARGE.error();
        return Err(error.with("ProposedSize", length).with("MaxSizeAllowed", most));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(policy: &str, fields: &[(&str, &str)]) -> Result<(), String> {
        let form = SubmittedForm { bucket: "backups", fields, length: 7 };
        let policy = PostPolicy::read(&base64::encode(policy)).map_err(|error| error.message().to_owned())?;
        policy.check(&form, DateTime::from_secs(0)).map_err(|error| error.message().to_owned())
    }

    fn with(conditions: &str) -> String {
        format!(r#"{{"expiration":"1970-01-01T00:00:00.000Z","conditions":[{{"bucket":"backups"}},{conditions}]}}"#)
    }

    #[test]
    fn a_condition_is_told_as_the_policy_spells_it() {
        let failed = |told: &str| Err(format!("Invalid according to Policy: Policy Condition failed: {told}"));
        for (condition, told) in [
            (r#"{"Key":"a \"b\""}"#, r#"["eq", "$Key", "a \"b\""]"#),
            (r#"["Eq","$key","b"]"#, r#"["Eq", "$key", "b"]"#),
            (r#"["eq","key","a"]"#, r#"["eq", "key", "a"]"#),
            (r#"["starts-with","$absent",""]"#, r#"["starts-with", "$absent", ""]"#),
            (r#"["content-length-range","1",[]]"#, ""),
        ] {
            let answer = if told.is_empty() { Err("Invalid Policy: Invalid JSON.".to_owned()) } else { failed(told) };
            assert_eq!(verdict(&with(condition), &[("key", "a")]), answer, "{condition}");
        }
    }

    #[test]
    fn every_field_needs_a_condition() {
        let policy = with(r#"["starts-with","$KEY",""]"#);
        assert_eq!(verdict(&policy, &[("key", "a"), ("x-ignore-it", "b"), ("Policy", "c")]), Ok(()));
        let extra = "Invalid according to Policy: Extra input fields: Acl".to_owned();
        assert_eq!(verdict(&policy, &[("key", "a"), ("tagging", "b"), ("Acl", "c")]), Err(extra));
    }

    #[test]
    fn dollars_may_be_escaped() {
        assert_eq!(verdict(&with(r#"["eq","$key","\$\\$a\v"]"#), &[("key", "$\\$a\u{b}")]), Ok(()));
    }

    #[test]
    fn only_content_types_are_lists() {
        let policy = with(r#"["starts-with","$content-type","image/"],["starts-with","$key","a"]"#);
        let sent = |kind| verdict(&policy, &[("Content-Type", kind), ("key", "a,b")]);
        assert_eq!(sent("image/png, image/gif"), Ok(()));
        assert!(sent("image/png,text/plain").is_err());
    }
}
