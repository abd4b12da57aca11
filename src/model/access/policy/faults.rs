//! Why a policy is not taken.

use crate::api::error::{Answer, S3Error, answers};
use std::fmt;

/// Why a policy is not taken.
#[derive(Debug, Clone, PartialEq)]
pub enum Fault {
    /// S3 would not take it either, and says so.
    Malformed(S3Error),
    /// It names an operator, a key, an element or an action of which nothing is known here.
    NotModelled(String),
}

impl From<Fault> for S3Error {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Malformed(error) => error,
            Fault::NotModelled(what) => answers::NOT_MODELLED.fill(&[&what]),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        S3Error::from(self.clone()).fmt(f)
    }
}

/// What policies are refused with.
pub static ANSWERS: [&Answer; 14] = [
    &answers::POLICY_ACTION_INVALID,
    &answers::POLICY_CONDITION_KEY_INVALID,
    &answers::POLICY_CONDITION_VALUE_INVALID,
    &answers::POLICY_EFFECT_INVALID,
    &answers::POLICY_FIELD_MISSING,
    &answers::POLICY_JSON_INVALID,
    &answers::POLICY_NOT_JSON,
    &answers::POLICY_PRINCIPAL_INVALID,
    &answers::POLICY_RESOURCE_INVALID,
    &answers::POLICY_RESOURCE_OTHER,
    &answers::POLICY_STATEMENT_EMPTY,
    &answers::POLICY_SYNTAX_INVALID,
    &answers::POLICY_TOO_LARGE,
    &answers::POLICY_VERSION_INVALID,
];

fn malformed(answer: &'static Answer, why: String) -> Fault {
    Fault::Malformed(answer.error().because(why))
}

pub fn action(text: &str) -> Fault {
    malformed(&answers::POLICY_ACTION_INVALID, format!("`{text}` is no action of a service that this policy is of"))
}

pub fn condition_key(key: &str) -> Fault {
    malformed(&answers::POLICY_CONDITION_KEY_INVALID, format!("the condition key `{key}` is of another service"))
}

pub fn condition_value(operator: &str, value: &str) -> Fault {
    malformed(&answers::POLICY_CONDITION_VALUE_INVALID, format!("{operator} cannot be compared with `{value}`"))
}

pub fn effect(effect: &str) -> Fault {
    Fault::Malformed(answers::POLICY_EFFECT_INVALID.fill(&[&effect]))
}

pub fn missing(field: &str) -> Fault {
    Fault::Malformed(answers::POLICY_FIELD_MISSING.fill(&[&field]))
}

pub fn not_json() -> Fault {
    Fault::Malformed(answers::POLICY_NOT_JSON.error())
}

pub fn json(error: &serde_json::Error) -> Fault {
    malformed(&answers::POLICY_JSON_INVALID, error.to_string())
}

pub fn principal(text: &str) -> Fault {
    malformed(&answers::POLICY_PRINCIPAL_INVALID, format!("{text} is nobody whom a policy can name"))
}

pub fn resource(text: &str) -> Fault {
    malformed(&answers::POLICY_RESOURCE_INVALID, format!("`{text}` is nothing that this policy can be about"))
}

pub fn resource_other(action: &str) -> Fault {
    malformed(&answers::POLICY_RESOURCE_OTHER, format!("{action} is done to none of the statement's resources"))
}

pub fn no_statement() -> Fault {
    Fault::Malformed(answers::POLICY_STATEMENT_EMPTY.error())
}

pub fn syntax(why: impl Into<String>) -> Fault {
    malformed(&answers::POLICY_SYNTAX_INVALID, why.into())
}

pub fn too_large(bytes: usize) -> Fault {
    malformed(&answers::POLICY_TOO_LARGE, format!("it has {bytes} bytes"))
}

pub fn version(text: &str) -> Fault {
    malformed(&answers::POLICY_VERSION_INVALID, format!("there is no version {text}"))
}
