//! The operators of conditions.

use super::PolicyFault;
use super::context::RequestContext;
use super::network::Network;
use super::pattern::{Case, Wildcard};
use crate::api::primitives::{DateTime, DateTimeFormat};
use std::cmp::Ordering;
use std::net::IpAddr;

/// What is compared, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Operator {
    pub test: ConditionTest,
    /// Whether the opposite is asked for.
    pub is_negated: bool,
    /// Whether a key that is not there meets the condition.
    pub if_exists: bool,
    pub qualifier: Option<Qualifier>,
}

/// Of a key with several values, how many must fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Qualifier {
    Any,
    All,
}

/// A comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConditionTest {
    Text(Case),
    TextLike,
    Number(NumericOperator),
    Date(NumericOperator),
    Bool,
    Ip,
    Arn,
    Null,
}

/// How two values stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumericOperator {
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// What a value is compared with.
#[derive(Debug, Clone, PartialEq)]
pub enum ConditionValue {
    Text(Wildcard),
    Number(f64),
    Date(DateTime),
    Bool(bool),
    Network(Network),
}

/// Their names, and which ask for the opposite. `ArnLike` and `ArnEquals` are the same (documented).
const OPERATORS: &[(&str, ConditionTest, bool)] = &[
    ("ArnEquals", ConditionTest::Arn, false),
    ("ArnLike", ConditionTest::Arn, false),
    ("ArnNotEquals", ConditionTest::Arn, true),
    ("ArnNotLike", ConditionTest::Arn, true),
    ("Bool", ConditionTest::Bool, false),
    ("DateEquals", ConditionTest::Date(NumericOperator::Equal), false),
    ("DateGreaterThan", ConditionTest::Date(NumericOperator::Greater), false),
    ("DateGreaterThanEquals", ConditionTest::Date(NumericOperator::GreaterOrEqual), false),
    ("DateLessThan", ConditionTest::Date(NumericOperator::Less), false),
    ("DateLessThanEquals", ConditionTest::Date(NumericOperator::LessOrEqual), false),
    ("DateNotEquals", ConditionTest::Date(NumericOperator::Equal), true),
    ("IpAddress", ConditionTest::Ip, false),
    ("NotIpAddress", ConditionTest::Ip, true),
    ("Null", ConditionTest::Null, false),
    ("NumericEquals", ConditionTest::Number(NumericOperator::Equal), false),
    ("NumericGreaterThan", ConditionTest::Number(NumericOperator::Greater), false),
    ("NumericGreaterThanEquals", ConditionTest::Number(NumericOperator::GreaterOrEqual), false),
    ("NumericLessThan", ConditionTest::Number(NumericOperator::Less), false),
    ("NumericLessThanEquals", ConditionTest::Number(NumericOperator::LessOrEqual), false),
    ("NumericNotEquals", ConditionTest::Number(NumericOperator::Equal), true),
    ("StringEquals", ConditionTest::Text(Case::Sensitive), false),
    ("StringEqualsIgnoreCase", ConditionTest::Text(Case::Ignored), false),
    ("StringLike", ConditionTest::TextLike, false),
    ("StringNotEquals", ConditionTest::Text(Case::Sensitive), true),
    ("StringNotEqualsIgnoreCase", ConditionTest::Text(Case::Ignored), true),
    ("StringNotLike", ConditionTest::TextLike, true),
];

impl Operator {
    /// The operator of a name, with what stands before and behind it.
    pub fn parse(name: &str) -> Option<Self> {
        let (qualifier, rest) = match name.split_once(':') {
            Some(("ForAllValues", rest)) => (Some(Qualifier::All), rest),
            Some(("ForAnyValue", rest)) => (Some(Qualifier::Any), rest),
            Some(_) => return None,
            None => (None, name),
        };
        let (base, if_exists) = match rest.strip_suffix("IfExists") {
            Some(base) => (base, true),
            None => (rest, false),
        };
        let (_, test, is_negated) = *OPERATORS.iter().find(|(known, ..)| *known == base)?;
        // Whether a key is there is asked of the key, and not of its values.
        let is_plain = qualifier.is_none() && !if_exists;
        (test != ConditionTest::Null || is_plain).then_some(Self { test, is_negated, if_exists, qualifier })
    }
}

impl ConditionTest {
    /// What a condition's text is to be compared as; `None` where it cannot be.
    pub fn parse(self, text: &str, has_variables: bool) -> Result<Option<ConditionValue>, PolicyFault> {
        Ok(match self {
            Self::Text(_) | Self::TextLike | Self::Arn => {
                Some(ConditionValue::Text(Wildcard::parse(text, has_variables)?))
            }
            Self::Number(_) => number(text).map(ConditionValue::Number),
            Self::Date(_) => date(text).map(ConditionValue::Date),
            Self::Bool | Self::Null => boolean(text).map(ConditionValue::Bool),
            Self::Ip => Network::parse(text).map(ConditionValue::Network),
        })
    }

    /// Whether the value of a key is as wanted.
    pub fn is_met(self, value: &str, wanted: &ConditionValue, context: &RequestContext) -> bool {
        match (self, wanted) {
            (Self::Text(case), ConditionValue::Text(wanted)) => wanted.equals(value, context, case),
            (Self::TextLike, ConditionValue::Text(wanted)) => wanted.matches(value, context, Case::Sensitive),
            (Self::Arn, ConditionValue::Text(wanted)) => wanted.matches_arn(value, context),
            (Self::Number(order), ConditionValue::Number(wanted)) => {
                number(value).and_then(|value| value.partial_cmp(wanted)).is_some_and(|found| order.is(found))
            }
            (Self::Date(order), ConditionValue::Date(wanted)) => {
                date(value).is_some_and(|value| order.is(value.cmp(wanted)))
            }
            (Self::Bool, ConditionValue::Bool(wanted)) => boolean(value) == Some(*wanted),
            (Self::Ip, ConditionValue::Network(network)) => value.parse().is_ok_and(|ip: IpAddr| network.contains(ip)),
            _ => false,
        }
    }
}

impl NumericOperator {
    fn is(self, found: Ordering) -> bool {
        match self {
            Self::Equal => found.is_eq(),
            Self::Less => found.is_lt(),
            Self::LessOrEqual => found.is_le(),
            Self::Greater => found.is_gt(),
            Self::GreaterOrEqual => found.is_ge(),
        }
    }
}

fn number(text: &str) -> Option<f64> {
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

fn boolean(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

/// An instant, as ISO 8601 writes it or as seconds since 1970; a day alone is its midnight.
fn date(text: &str) -> Option<DateTime> {
    if let Ok(seconds) = text.parse() {
        return Some(DateTime::from_secs(seconds));
    }
    let with_offset = |text: &str| DateTime::from_str(text, DateTimeFormat::DateTimeWithOffset).ok();
    with_offset(text).or_else(|| with_offset(&format!("{text}T00:00:00Z")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operators_are_in_order() {
        assert!(OPERATORS.is_sorted_by_key(|(name, ..)| *name));
    }

    #[test]
    fn what_stands_before_and_behind_a_name_is_read() {
        let operator = Operator::parse("ForAllValues:StringNotLikeIfExists").unwrap();
        assert_eq!((operator.test, operator.is_negated), (ConditionTest::TextLike, true));
        assert_eq!((operator.qualifier, operator.if_exists), (Some(Qualifier::All), true));
        for unknown in ["BinaryEquals", "stringEquals", "NullIfExists", "ForAnyValue:Null", "For:Bool", ""] {
            assert_eq!(Operator::parse(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn an_instant_is_written_in_three_ways() {
        let at = Some(DateTime::from_secs(1_767_225_600));
        assert_eq!(date("2026-01-01T00:00:00Z"), at);
        assert_eq!(date("2026-01-01"), at);
        assert_eq!(date("1767225600"), at);
        assert_eq!(date("tomorrow"), None);
    }
}
