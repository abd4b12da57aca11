//! The operators of conditions.

use super::Fault;
use super::context::Context;
use super::network::Network;
use super::pattern::{Case, Pattern};
use crate::api::primitives::{DateTime, DateTimeFormat};
use std::cmp::Ordering;
use std::net::IpAddr;

/// What is compared, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Operator {
    pub test: Test,
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
pub enum Test {
    Text(Case),
    TextLike,
    Number(Order),
    Date(Order),
    Bool,
    Ip,
    Arn,
    Null,
}

/// How two values stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// What a value is compared with.
#[derive(Debug, Clone, PartialEq)]
pub enum Wanted {
    Text(Pattern),
    Number(f64),
    Date(DateTime),
    Bool(bool),
    Network(Network),
}

/// Their names, and which ask for the opposite. `ArnLike` and `ArnEquals` are the same (documented).
const OPERATORS: &[(&str, Test, bool)] = &[
    ("ArnEquals", Test::Arn, false),
    ("ArnLike", Test::Arn, false),
    ("ArnNotEquals", Test::Arn, true),
    ("ArnNotLike", Test::Arn, true),
    ("Bool", Test::Bool, false),
    ("DateEquals", Test::Date(Order::Equal), false),
    ("DateGreaterThan", Test::Date(Order::Greater), false),
    ("DateGreaterThanEquals", Test::Date(Order::GreaterOrEqual), false),
    ("DateLessThan", Test::Date(Order::Less), false),
    ("DateLessThanEquals", Test::Date(Order::LessOrEqual), false),
    ("DateNotEquals", Test::Date(Order::Equal), true),
    ("IpAddress", Test::Ip, false),
    ("NotIpAddress", Test::Ip, true),
    ("Null", Test::Null, false),
    ("NumericEquals", Test::Number(Order::Equal), false),
    ("NumericGreaterThan", Test::Number(Order::Greater), false),
    ("NumericGreaterThanEquals", Test::Number(Order::GreaterOrEqual), false),
    ("NumericLessThan", Test::Number(Order::Less), false),
    ("NumericLessThanEquals", Test::Number(Order::LessOrEqual), false),
    ("NumericNotEquals", Test::Number(Order::Equal), true),
    ("StringEquals", Test::Text(Case::Sensitive), false),
    ("StringEqualsIgnoreCase", Test::Text(Case::Ignored), false),
    ("StringLike", Test::TextLike, false),
    ("StringNotEquals", Test::Text(Case::Sensitive), true),
    ("StringNotEqualsIgnoreCase", Test::Text(Case::Ignored), true),
    ("StringNotLike", Test::TextLike, true),
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
        (test != Test::Null || is_plain).then_some(Self { test, is_negated, if_exists, qualifier })
    }
}

impl Test {
    /// What a condition's text is to be compared as; `None` where it cannot be.
    pub fn parse(self, text: &str, has_variables: bool) -> Result<Option<Wanted>, Fault> {
        Ok(match self {
            Self::Text(_) | Self::TextLike | Self::Arn => Some(Wanted::Text(Pattern::parse(text, has_variables)?)),
            Self::Number(_) => number(text).map(Wanted::Number),
            Self::Date(_) => date(text).map(Wanted::Date),
            Self::Bool | Self::Null => boolean(text).map(Wanted::Bool),
            Self::Ip => Network::parse(text).map(Wanted::Network),
        })
    }

    /// Whether the value of a key is as wanted.
    pub fn is_met(self, value: &str, wanted: &Wanted, context: &Context) -> bool {
        match (self, wanted) {
            (Self::Text(case), Wanted::Text(wanted)) => wanted.equals(value, context, case),
            (Self::TextLike, Wanted::Text(wanted)) => wanted.matches(value, context, Case::Sensitive),
            (Self::Arn, Wanted::Text(wanted)) => wanted.matches_arn(value, context),
            (Self::Number(order), Wanted::Number(wanted)) => {
                number(value).and_then(|value| value.partial_cmp(wanted)).is_some_and(|found| order.is(found))
            }
            (Self::Date(order), Wanted::Date(wanted)) => date(value).is_some_and(|value| order.is(value.cmp(wanted))),
            (Self::Bool, Wanted::Bool(wanted)) => boolean(value) == Some(*wanted),
            (Self::Ip, Wanted::Network(network)) => value.parse().is_ok_and(|ip: IpAddr| network.contains(ip)),
            _ => false,
        }
    }
}

impl Order {
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
        assert_eq!((operator.test, operator.is_negated), (Test::TextLike, true));
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
