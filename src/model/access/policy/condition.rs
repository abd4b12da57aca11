//! Conditions: what must be so of a request for a statement to be about it.

use super::context::RequestContext;
use super::json::Json;
use super::keys::{self, Known};
use super::operator::{ConditionTest, ConditionValue, Operator, Qualifier};
use super::{PolicyFault, PolicyType, faults};

/// One key, and what its values must be.
#[derive(Debug, Clone, PartialEq)]
pub struct PolicyCondition {
    pub operator: Operator,
    /// In lower case.
    pub key: String,
    /// One of them must be met, by the key's value.
    pub wanted: Vec<ConditionValue>,
}

/// Reads all the conditions of a statement, which must be met together.
pub fn parse(json: &Json, kind: PolicyType, has_variables: bool) -> Result<Vec<PolicyCondition>, PolicyFault> {
    let operators = json.members().ok_or_else(|| faults::syntax("Condition is no object"))?;
    let mut conditions = Vec::new();
    for (name, keys) in operators {
        let operator =
            Operator::parse(name).ok_or_else(|| PolicyFault::NotModelled(format!("the condition operator {name}")))?;
        let keys = keys.members().ok_or_else(|| faults::syntax(format!("{name} of Condition is no object")))?;
        for (key, values) in keys {
            match keys::known(key, kind) {
                Known::Yes => {}
                Known::NotModelled => return Err(PolicyFault::NotModelled(format!("the condition key {key}"))),
                Known::OfAnotherService => return Err(faults::condition_key(key)),
            }
            let read = |value: &Json| {
                let text = value.scalar().ok_or_else(|| faults::condition_value(name, &value.compact()))?;
                operator.test.parse(&text, has_variables)?.ok_or_else(|| faults::condition_value(name, &text))
            };
            let wanted = values.one_or_many().iter().map(read).collect::<Result<_, _>>()?;
            conditions.push(PolicyCondition { operator, key: key.to_ascii_lowercase(), wanted });
        }
    }
    Ok(conditions)
}

impl PolicyCondition {
    /// Whether it is met.
    pub fn is_met(&self, context: &RequestContext) -> bool {
        let values = context.get(&self.key);
        let Operator { test, is_negated, if_exists, qualifier } = self.operator;
        if test == ConditionTest::Null {
            let is_wanted = |wanted: &ConditionValue| *wanted == ConditionValue::Bool(values.is_empty());
            return self.wanted.iter().any(is_wanted);
        }
        if values.is_empty() {
            // Nothing is equal to what is not there, and everything is different from it.
            return if_exists || qualifier == Some(Qualifier::All) || (is_negated && qualifier.is_none());
        }
        let equals_one = |value: &String| self.wanted.iter().any(|wanted| test.is_met(value, wanted, context));
        match qualifier {
            None => values.iter().any(equals_one) != is_negated,
            Some(Qualifier::Any) => values.iter().any(|value| equals_one(value) != is_negated),
            Some(Qualifier::All) => values.iter().all(|value| equals_one(value) != is_negated),
        }
    }
}
