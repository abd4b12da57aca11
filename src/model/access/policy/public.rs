//! What S3 takes for public: whatever allows something to everybody, and is not narrowed to values that are fixed
//! (user guide, "The meaning of public").

use super::condition::PolicyCondition;
use super::operator::{ConditionTest, ConditionValue, Operator, Qualifier};
use super::statement::{Effect, Statement};

/// The keys that narrow, beside `aws:SourceIp`. The guide has some more, which are not modelled.
const NARROWING: [&str; 8] = [
    "aws:principalaccount",
    "aws:principalarn",
    "aws:sourceaccount",
    "aws:sourcearn",
    "aws:sourceip",
    "aws:sourcevpc",
    "aws:sourcevpce",
    "s3:x-amz-server-side-encryption-aws-kms-key-id",
];

/// Whether a statement lets the public in.
pub fn is_public(statement: &Statement) -> bool {
    statement.effect == Effect::Allow && statement.names_anybody() && !statement.conditions.iter().any(narrows)
}

/// One that a request without the key meets narrows nothing.
fn narrows(condition: &PolicyCondition) -> bool {
    let Operator { test, is_negated, if_exists, qualifier } = condition.operator;
    let is_asked = !is_negated && !if_exists && qualifier != Some(Qualifier::All);
    let compares =
        matches!(test, ConditionTest::Text(_) | ConditionTest::TextLike | ConditionTest::Arn | ConditionTest::Ip);
    let is_fixed = |wanted: &ConditionValue| match wanted {
        ConditionValue::Text(pattern) => pattern.is_fixed(),
        ConditionValue::Network(network) => !network.is_broad(),
        _ => false,
    };
    let is_narrowing = NARROWING.contains(&condition.key.as_str());
    is_asked && compares && is_narrowing && condition.wanted.iter().all(is_fixed)
}
