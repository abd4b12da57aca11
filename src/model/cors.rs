//! Which pages of other origins may ask a bucket for what, and be told the answer.

use crate::api::error::{ErrorRow, S3Error, table};
use crate::api::types::CorsRule;

/// What a configuration that is put answers.
pub(crate) static ERRORS: [&ErrorRow; 6] = [
    &table::CORS_EXPOSED_WILDCARD,
    &table::CORS_HEADER_WILDCARDS,
    &table::CORS_ID_TOO_LONG,
    &table::CORS_METHOD_UNKNOWN,
    &table::CORS_ORIGIN_WILDCARDS,
    &table::MALFORMED_XML,
];

/// The methods that a rule can allow (documented).
pub const METHODS: [&str; 5] = ["GET", "PUT", "HEAD", "POST", "DELETE"];

const MAX_RULES: usize = 100;
const MAX_ID_LETTERS: usize = 255;

/// The rules of a bucket, in their order.
#[derive(Debug, Clone, PartialEq)]
pub struct Cors(Vec<CorsRule>);

/// What a page of another origin asks.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    pub origin: &'a str,
    pub method: &'a str,
    /// The headers that a preflight names; those that a request has are not looked at (recorded).
    pub headers: &'a [String],
}

impl Cors {
    /// Rules that are right.
    ///
    /// # Errors
    /// The first fault of the first rule that has one.
    pub fn new(rules: Vec<CorsRule>) -> Result<Self, S3Error> {
        let malformed = |why: &str| table::MALFORMED_XML.error().because(why);
        if rules.is_empty() || rules.len() > MAX_RULES {
            return Err(malformed("a configuration has 1 to 100 rules"));
        }
        for rule in &rules {
            if rule.allowed_methods().is_empty() || rule.allowed_origins().is_empty() {
                return Err(malformed("a rule has an AllowedMethod and an AllowedOrigin"));
            }
            check(rule)?;
        }
        Ok(Self(rules))
    }

    /// The rules, as they were put.
    pub fn rules(&self) -> &[CorsRule] {
        &self.0
    }

    /// The first rule that allows it, and what of its origins does.
    pub fn find(&self, asked: &Asked<'_>) -> Option<(&CorsRule, &str)> {
        self.0.iter().find_map(|rule| {
            let origin = rule.allowed_origins().iter().find(|pattern| matches(pattern, asked.origin))?;
            let allows = |header: &str| {
                rule.allowed_headers()
                    .iter()
                    .any(|pattern| matches(&pattern.to_ascii_lowercase(), &header.to_ascii_lowercase()))
            };
            let is_allowed = rule.allowed_methods().iter().any(|method| method == asked.method)
                && asked.headers.iter().all(|header| allows(header));
            is_allowed.then_some((rule, origin.as_str()))
        })
    }
}

fn check(rule: &CorsRule) -> Result<(), S3Error> {
    if rule.id().is_some_and(|id| id.chars().count() > MAX_ID_LETTERS) {
        return Err(table::CORS_ID_TOO_LONG.error());
    }
    if let Some(method) = rule.allowed_methods().iter().find(|method| !METHODS.contains(&method.as_str())) {
        return Err(table::CORS_METHOD_UNKNOWN.fill(&[method]));
    }
    let many = |pattern: &&String| pattern.matches('*').count() > 1;
    if let Some(origin) = rule.allowed_origins().iter().find(many) {
        return Err(table::CORS_ORIGIN_WILDCARDS.fill(&[origin]));
    }
    if let Some(header) = rule.allowed_headers().iter().find(many) {
        return Err(table::CORS_HEADER_WILDCARDS.fill(&[header]));
    }
    match rule.expose_headers().iter().find(|header| header.contains('*')) {
        Some(header) => Err(table::CORS_EXPOSED_WILDCARD.fill(&[header])),
        None => Ok(()),
    }
}

/// An asterisk stands for any letters, and for none (suite).
fn matches(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((start, end)) => text.len() >= start.len() + end.len() && text.starts_with(start) && text.ends_with(end),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_asterisk_stands_for_any_letters() {
        for (pattern, matching, others) in [
            ("http://*.origin.com", &["http://test.origin.com", "http://.origin.com"][..], &["http://origin.com"][..]),
            ("start*end", &["startend", "start12end"], &["0start12end", "start", "starten"]),
            ("aa*a", &["aaa", "aaaa"], &["aa"]),
            ("*", &["", "null"], &[]),
            ("http://a.test", &["http://a.test"], &["http://a.test/", "HTTP://a.test", "http://a.test:80"]),
        ] {
            assert!(matching.iter().all(|text| matches(pattern, text)), "{pattern}");
            assert!(!others.iter().any(|text| matches(pattern, text)), "{pattern}");
        }
    }
}
