//! Statements: one rule of a policy each.

use super::actions::{ActionPattern, ResourceType};
use super::condition::{self, PolicyCondition};
use super::context::RequestContext;
use super::json::Json;
use super::keys;
use super::pattern::{Case, Wildcard};
use super::principals::{self, PolicyPrincipal, Principals};
use super::{Naming, PolicyFault, PolicyOf, PolicyType, RequestToAuthorize, faults};
use crate::model::name::BucketName;

/// What a statement does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    Allow,
    Deny,
}

/// One rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// What it is called in messages: its `Sid`, or its place.
    pub label: String,
    pub effect: Effect,
    pub principals: Principals,
    actions: Choice<ActionPattern>,
    resources: Choice<Wildcard>,
    /// All of them must be met.
    pub conditions: Vec<PolicyCondition>,
}

/// What a statement is about: what is listed, or all but that.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Choice<T> {
    Of(Vec<T>),
    Not(Vec<T>),
}

impl<T> Choice<T> {
    fn has(&self, fits: impl FnMut(&T) -> bool) -> bool {
        match self {
            Self::Of(listed) => listed.iter().any(fits),
            Self::Not(listed) => !listed.iter().any(fits),
        }
    }

    fn map<U>(self, read: impl FnMut(T) -> Result<U, PolicyFault>) -> Result<Choice<U>, PolicyFault> {
        Ok(match self {
            Self::Of(listed) => Choice::Of(listed.into_iter().map(read).collect::<Result<_, _>>()?),
            Self::Not(listed) => Choice::Not(listed.into_iter().map(read).collect::<Result<_, _>>()?),
        })
    }
}

impl Statement {
    /// Whether it is about a request, and how it names who makes it.
    pub fn applies(&self, asked: &RequestToAuthorize<'_>) -> Option<Naming> {
        let naming = self.principals.name(asked.principal)?;
        let is_asked = |resource: &Wildcard| resource.matches(asked.resource, asked.context, Case::Sensitive);
        let applies = self.actions.has(|action| action.matches(asked.action))
            && self.resources.has(is_asked)
            && self.conditions.iter().all(|condition| condition.is_met(asked.context));
        applies.then_some(naming)
    }
}

/// The members of a policy and of a statement, in the order in which S3 tells them (recorded; where a `Sid`, an `Id`
/// and a `Not` stand is a guess).
const POLICY: &[&str] = &["Version", "Id", "Statement"];
const STATEMENT: &[&str] =
    &["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"];

/// A policy as S3 gives it back: it does not keep what was put, but what it read.
pub fn as_s3_tells(document: &Json) -> Json {
    let statement = |(name, value): (String, Json)| {
        let value = match value {
            Json::List(statements) if name == "Statement" => {
                Json::List(statements.into_iter().map(statement_as_told).collect())
            }
            statement if name == "Statement" => statement_as_told(statement),
            value => value,
        };
        (name, value)
    };
    match ordered(document.clone(), POLICY) {
        Json::Object(members) => Json::Object(members.into_iter().map(statement).collect()),
        other => other,
    }
}

/// A statement with its members in order, its lists of one as the one, and its account numbers as ARNs (field reports
/// of Terraform, whose plans never settled).
fn statement_as_told(statement: Json) -> Json {
    match ordered(statement, STATEMENT) {
        Json::Object(members) => Json::Object(members.into_iter().map(member_as_told).collect()),
        other => other,
    }
}

fn member_as_told((name, value): (String, Json)) -> (String, Json) {
    let value = match (name.as_str(), value) {
        ("Principal" | "NotPrincipal", Json::Object(members)) => {
            let told = members.into_iter().map(|(kind, named)| match kind.as_str() {
                "AWS" => (kind, unlisted(accounts_as_arns(named))),
                _ => (kind, unlisted(named)),
            });
            Json::Object(told.collect())
        }
        ("Condition", Json::Object(operators)) => {
            let told = operators.into_iter().map(|(operator, keys)| match keys {
                Json::Object(keys) => {
                    (operator, Json::Object(keys.into_iter().map(|(key, values)| (key, unlisted(values))).collect()))
                }
                other => (operator, other),
            });
            Json::Object(told.collect())
        }
        (_, value) => unlisted(value),
    };
    (name, value)
}

/// The one value of a list of one.
fn unlisted(value: Json) -> Json {
    match value {
        Json::List(values) => match <[Json; 1]>::try_from(values) {
            Ok([one]) => one,
            Err(values) => Json::List(values),
        },
        other => other,
    }
}

/// The number of an account as the ARN of its root user.
fn accounts_as_arns(named: Json) -> Json {
    match named {
        Json::List(values) => Json::List(values.into_iter().map(accounts_as_arns).collect()),
        Json::Text(text) if text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit()) => {
            Json::Text(format!("arn:aws:iam::{text}:root"))
        }
        other => other,
    }
}

fn ordered(value: Json, order: &[&str]) -> Json {
    match value {
        Json::Object(mut members) => {
            members.sort_by_key(|(name, _)| order.iter().position(|known| known == name).unwrap_or(order.len()));
            Json::Object(members)
        }
        other => other,
    }
}

/// Reads the statements of a policy.
pub fn parse_all(document: &Json, of: PolicyOf<'_>) -> Result<Vec<Statement>, PolicyFault> {
    let members = document.members().ok_or_else(faults::not_json)?;
    if let Some((name, _)) = members.iter().find(|(name, _)| !POLICY.contains(&name.as_str())) {
        return Err(PolicyFault::NotModelled(format!("the element {name} of a policy")));
    }
    // The variables of policies came with the version of 2012, and one that names no version is older.
    let has_variables = match document.get("Version").map(Json::text) {
        Some(Some("2012-10-17")) => true,
        Some(Some("2008-10-17")) | None => false,
        Some(version) => return Err(faults::version(version.unwrap_or("that is no text"))),
    };
    if document.get("Id").is_some_and(|id| id.text().is_none()) {
        return Err(faults::syntax("Id is no text"));
    }
    let statements = document.get("Statement").ok_or_else(|| faults::missing("Statement"))?.one_or_many();
    if statements.is_empty() {
        return Err(faults::no_statement());
    }
    let parse = |(at, json)| parse(json, at, of, has_variables);
    statements.iter().enumerate().map(parse).collect()
}

fn parse(json: &Json, at: usize, of: PolicyOf<'_>, has_variables: bool) -> Result<Statement, PolicyFault> {
    let members = json.members().ok_or_else(|| faults::syntax("a statement is no object"))?;
    if let Some((name, _)) = members.iter().find(|(name, _)| !STATEMENT.contains(&name.as_str())) {
        return Err(PolicyFault::NotModelled(format!("the element {name} of a statement")));
    }
    let kind = of.kind();
    let label = label(json, at)?;
    let effect = effect(json)?;
    let principals = principals(json, kind, effect)?;
    let actions = choice(json, "Action", "NotAction")?.map(|text| ActionPattern::parse(text, kind))?;
    let named = choice(json, "Resource", "NotResource")?;
    let resources = named.clone().map(|text| resource(text, of, has_variables))?;
    if let (PolicyOf::Bucket(bucket), Choice::Of(actions), Choice::Of(named)) = (of, &actions, &named) {
        check_targets(bucket, actions, named)?;
    }
    let conditions = match json.get("Condition") {
        Some(conditions) => condition::parse(conditions, kind, has_variables)?,
        None => Vec::new(),
    };
    if let (PolicyOf::Bucket(_), Choice::Of(actions)) = (of, &actions) {
        check_conditions(actions, &conditions)?;
    }
    Ok(Statement { label, effect, principals, actions, resources, conditions })
}

fn label(json: &Json, at: usize) -> Result<String, PolicyFault> {
    match json.get("Sid").map(Json::text) {
        Some(None) => Err(faults::syntax("a Sid is no text")),
        Some(Some(sid)) if !sid.is_empty() => Ok(format!("\"{sid}\"")),
        _ => Ok(format!("statement {}", at + 1)),
    }
}

fn effect(json: &Json) -> Result<Effect, PolicyFault> {
    let effect = json.get("Effect").ok_or_else(|| faults::missing("Effect"))?;
    match effect.text().ok_or_else(|| faults::syntax("an Effect is no text"))? {
        "Allow" => Ok(Effect::Allow),
        "Deny" => Ok(Effect::Deny),
        other => Err(faults::effect(other)),
    }
}

fn principals(json: &Json, kind: PolicyType, effect: Effect) -> Result<Principals, PolicyFault> {
    match (kind, json.get("Principal"), json.get("NotPrincipal")) {
        (PolicyType::Identity, None, None) => Ok(Principals::Holder),
        (PolicyType::Identity, ..) => Err(faults::syntax("the policy of a user or a role names nobody")),
        (_, None, None) => Err(faults::missing("Principal")),
        (_, Some(_), Some(_)) => Err(faults::syntax("both Principal and NotPrincipal stand there")),
        (_, Some(named), None) => principals::parse(named).map(Principals::Of),
        // Whoever is not named would be let in, the public too (documented: it is for Deny alone).
        (_, None, Some(_)) if effect == Effect::Allow => Err(faults::syntax("NotPrincipal is for Deny alone")),
        (_, None, Some(named)) => principals::parse(named).map(Principals::Not),
    }
}

fn choice<'a>(json: &'a Json, of: &'static str, not: &'static str) -> Result<Choice<&'a str>, PolicyFault> {
    let texts = |value: &'a Json| {
        let texts = value.texts().filter(|texts| !texts.is_empty());
        texts.ok_or_else(|| faults::syntax(format!("{of} is neither a text nor a list of texts")))
    };
    match (json.get(of), json.get(not)) {
        (Some(_), Some(_)) => Err(faults::syntax(format!("both {of} and {not} stand there"))),
        (Some(listed), None) => texts(listed).map(Choice::Of),
        (None, Some(listed)) => texts(listed).map(Choice::Not),
        (None, None) => Err(faults::missing(of)),
    }
}

fn resource(text: &str, of: PolicyOf<'_>, has_variables: bool) -> Result<Wildcard, PolicyFault> {
    let pattern = Wildcard::parse(text, has_variables)?;
    let fits = match of {
        // What stands before the first slash is a bucket: this one.
        PolicyOf::Bucket(bucket) => {
            let own = text.split('/').next().unwrap_or_default();
            let own = Wildcard::parse(own, false)?;
            own.matches(&bucket.arn(), &RequestContext::default(), Case::Sensitive) && text.starts_with("arn:aws:s3:::")
        }
        PolicyOf::Identity | PolicyOf::Key => text == "*" || text.starts_with("arn:"),
    };
    if fits { Ok(pattern) } else { Err(faults::resource(text)) }
}

/// Each action must be done to something that the statement is about.
fn check_targets(bucket: &BucketName, actions: &[ActionPattern], resources: &[&str]) -> Result<(), PolicyFault> {
    // A wildcard may stand for a slash and what is behind it.
    let has_objects = resources.iter().any(|resource| resource.contains(['/', '*', '?']));
    let is_bucket = |resource: &&str| {
        let pattern = Wildcard::parse(resource, false);
        pattern.is_ok_and(|pattern| pattern.matches(&bucket.arn(), &RequestContext::default(), Case::Sensitive))
    };
    let has_bucket = resources.iter().any(is_bucket);
    let is_there = |target| match target {
        ResourceType::Bucket => has_bucket,
        ResourceType::Object => has_objects,
        ResourceType::Account | ResourceType::Key => false,
    };
    let is_done = |action: &ActionPattern| action.targets().any(is_there);
    match actions.iter().find(|action| !is_done(action)) {
        Some(action) => Err(faults::resource_other(action.text())),
        None => Ok(()),
    }
}

/// Requests of each action must be able to have each condition key.
fn check_conditions(actions: &[ActionPattern], conditions: &[PolicyCondition]) -> Result<(), PolicyFault> {
    for condition in conditions {
        if let Some(action) = actions.iter().find(|action| !keys::is_of(&condition.key, action.text())) {
            return Err(faults::condition_other(&condition.key, action.text()));
        }
    }
    Ok(())
}

impl Statement {
    /// Whether somebody is let in of whom nothing is known: everybody, or whom another provider vouches for.
    pub fn names_anybody(&self) -> bool {
        self.principals
            .named()
            .iter()
            .any(|named| matches!(named, PolicyPrincipal::Everybody | PolicyPrincipal::Federated))
    }
}
