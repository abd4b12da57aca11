//! Why a policy is not taken.

use crate::api::error::{ErrorRow, S3Error, table};
use std::fmt;

/// Why a policy is not taken.
#[derive(Debug, Clone, PartialEq)]
pub enum PolicyFault {
    /// S3 would not take it either, and says so.
    Malformed(S3Error),
    /// It names an operator, a key, an element or an action of which nothing is known here.
    NotModelled(String),
}

impl From<PolicyFault> for S3Error {
    fn from(fault: PolicyFault) -> Self {
        match fault {
            PolicyFault::Malformed(error) => error,
            PolicyFault::NotModelled(what) => table::NOT_MODELLED.fill(&[&what]),
        }
    }
}

impl fmt::Display for PolicyFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        S3Error::from(self.clone()).fmt(f)
    }
}

/// What policies are refused with.
pub static ERRORS: [&ErrorRow; 15] = [
    &table::POLICY_ACTION_INVALID,
    &table::POLICY_CONDITION_KEY_INVALID,
    &table::POLICY_CONDITION_OTHER,
    &table::POLICY_CONDITION_VALUE_INVALID,
    &table::POLICY_EFFECT_INVALID,
    &table::POLICY_FIELD_MISSING,
    &table::POLICY_JSON_INVALID,
    &table::POLICY_NOT_JSON,
    &table::POLICY_PRINCIPAL_INVALID,
    &table::POLICY_RESOURCE_INVALID,
    &table::POLICY_RESOURCE_OTHER,
    &table::POLICY_STATEMENT_EMPTY,
    &table::POLICY_SYNTAX_INVALID,
    &table::POLICY_TOO_LARGE,
    &table::POLICY_VERSION_INVALID,
];

fn malformed(row: &'static ErrorRow, why: String) -> PolicyFault {
    PolicyFault::Malformed(row.error().because(why))
}

pub fn action(text: &str) -> PolicyFault {
    malformed(&table::POLICY_ACTION_INVALID, format!("`{text}` is no action of a service that this policy is of"))
}

pub fn condition_key(key: &str) -> PolicyFault {
    malformed(&table::POLICY_CONDITION_KEY_INVALID, format!("the condition key `{key}` is of another service"))
}

pub fn condition_other(key: &str, action: &str) -> PolicyFault {
    malformed(&table::POLICY_CONDITION_OTHER, format!("a request of {action} never has the condition key `{key}`"))
}

pub fn condition_value(operator: &str, value: &str) -> PolicyFault {
    malformed(&table::POLICY_CONDITION_VALUE_INVALID, format!("{operator} cannot be compared with `{value}`"))
}

pub fn effect(effect: &str) -> PolicyFault {
    PolicyFault::Malformed(table::POLICY_EFFECT_INVALID.fill(&[&effect]))
}

pub fn missing(field: &str) -> PolicyFault {
    PolicyFault::Malformed(table::POLICY_FIELD_MISSING.fill(&[&field]))
}

pub fn not_json() -> PolicyFault {
    PolicyFault::Malformed(table::POLICY_NOT_JSON.error().because("the policy is not a JSON object"))
}

pub fn json(error: &serde_json::Error) -> PolicyFault {
    malformed(&table::POLICY_JSON_INVALID, error.to_string())
}

pub fn principal(text: &str) -> PolicyFault {
    malformed(&table::POLICY_PRINCIPAL_INVALID, format!("{text} is nobody whom a policy can name"))
}

pub fn resource(text: &str) -> PolicyFault {
    malformed(&table::POLICY_RESOURCE_INVALID, format!("`{text}` is nothing that this policy can be about"))
}

pub fn resource_other(action: &str) -> PolicyFault {
    malformed(&table::POLICY_RESOURCE_OTHER, format!("{action} is done to none of the statement's resources"))
}

pub fn no_statement() -> PolicyFault {
    PolicyFault::Malformed(table::POLICY_STATEMENT_EMPTY.error().because("Statement is an empty list"))
}

pub fn syntax(why: impl Into<String>) -> PolicyFault {
    malformed(&table::POLICY_SYNTAX_INVALID, why.into())
}

pub fn too_large(bytes: usize) -> PolicyFault {
    malformed(&table::POLICY_TOO_LARGE, format!("it has {bytes} bytes"))
}

pub fn version(text: &str) -> PolicyFault {
    malformed(&table::POLICY_VERSION_INVALID, format!("there is no version {text}"))
}
