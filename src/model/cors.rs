//! Which pages of other origins may ask a bucket for what, and be told the answer.

use crate::api::error::{ErrorRow, S3Error, table};
use crate::api::types::CorsRule;
use std::collections::BTreeSet;

/// What a configuration that is put answers.
pub(crate) static ERRORS: [&ErrorRow; 8] = [
    &table::CORS_EXPOSED_INVALID,
    &table::CORS_EXPOSED_WILDCARD,
    &table::CORS_HEADER_WILDCARDS,
    &table::CORS_ID_TOO_LONG,
    &table::CORS_METHOD_UNKNOWN,
    &table::CORS_ORIGIN_WILDCARDS,
    &table::MALFORMED_XML,
    &table::MESSAGE_TOO_LARGE,
];

/// The methods that a rule can allow (documented).
pub const METHODS: [&str; 5] = ["GET", "PUT", "HEAD", "POST", "DELETE"];

const MAX_RULES: usize = 100;
const MAX_ID_LETTERS: usize = 255;

/// The largest configuration (documented: 64 KB). Whitespace between elements is not counted, so that every way in has
/// the same limit.
const MAX_BYTES: usize = 64 * 1024;

/// The rules of a bucket, in their order.
#[derive(Debug, Clone, PartialEq)]
pub struct Cors {
    rules: Vec<CorsRule>,
    /// The allowed headers of each rule.
    headers: Vec<HeaderPatterns>,
}

/// The allowed headers of a rule in lower case: those with an asterisk apart, so that a plain name is looked up once.
#[derive(Debug, Clone, PartialEq)]
struct HeaderPatterns {
    names: BTreeSet<String>,
    patterns: Vec<String>,
}

impl HeaderPatterns {
    fn of(rule: &CorsRule) -> Self {
        let lower = rule.allowed_headers().iter().map(|pattern| pattern.to_ascii_lowercase());
        let (patterns, names): (Vec<_>, Vec<_>) = lower.partition(|pattern| pattern.contains('*'));
        Self { names: names.into_iter().collect(), patterns }
    }

    /// Checks that a name, in lower case, is allowed.
    fn allows(&self, name: &str) -> bool {
        self.names.contains(name) || self.patterns.iter().any(|pattern| matches(pattern, name))
    }
}

/// What a page of another origin asks.
#[derive(Debug, Clone, Copy)]
pub struct CorsRequest<'a> {
    pub origin: &'a str,
    pub method: &'a str,
    /// The headers that a preflight names, in lower case; those that a request has are not looked at (recorded).
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
        let bytes: usize = rules.iter().map(bytes_of).sum();
        if bytes > MAX_BYTES {
            let why = format!("a CORS configuration has at most {MAX_BYTES} bytes, and this one has {bytes}");
            return Err(table::MESSAGE_TOO_LARGE.error().because(why));
        }
        for rule in &rules {
            if rule.allowed_methods().is_empty() || rule.allowed_origins().is_empty() {
                return Err(malformed("a rule has an AllowedMethod and an AllowedOrigin"));
            }
            check(rule)?;
        }
        let headers = rules.iter().map(HeaderPatterns::of).collect();
        Ok(Self { rules, headers })
    }

    /// The rules, as they were put.
    pub fn rules(&self) -> &[CorsRule] {
        &self.rules
    }

    /// The first rule that allows it, and what of its origins does.
    pub fn find(&self, asked: &CorsRequest<'_>) -> Option<(&CorsRule, &str)> {
        self.rules.iter().zip(&self.headers).find_map(|(rule, headers)| {
            let origin = rule.allowed_origins().iter().find(|pattern| matches(pattern, asked.origin))?;
            let is_allowed = rule.allowed_methods().iter().any(|method| method == asked.method)
                && asked.headers.iter().all(|name| headers.allows(name));
            is_allowed.then_some((rule, origin.as_str()))
        })
    }
}

/// The length of a rule as S3 returns it, without whitespace between its elements.
fn bytes_of(rule: &CorsRule) -> usize {
    const TAGS: usize = "<></>".len();
    let element = |name: &str, text: &str| TAGS + 2 * name.len() + text.len();
    let lists = [
        ("AllowedHeader", rule.allowed_headers()),
        ("AllowedMethod", rule.allowed_methods()),
        ("AllowedOrigin", rule.allowed_origins()),
        ("ExposeHeader", rule.expose_headers()),
    ];
    let lists = lists.into_iter().flat_map(|(name, texts)| texts.iter().map(move |text| element(name, text)));
    lists.sum::<usize>() + rule.id().map_or(0, |id| element("ID", id)) + element("CORSRule", "")
}

fn check(rule: &CorsRule) -> Result<(), S3Error> {
    if rule.id().is_some_and(|id| id.chars().count() > MAX_ID_LETTERS) {
        return Err(table::CORS_ID_TOO_LONG.error().because(format!("the ID is {}", rule.id().unwrap_or_default())));
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
    let exposed = rule.expose_headers();
    if let Some(header) = exposed.iter().find(|header| header.contains('*')) {
        return Err(table::CORS_EXPOSED_WILDCARD.fill(&[header]));
    }
    let is_invalid = |letter: char| !letter.is_ascii_alphanumeric() && letter != '-';
    match exposed.iter().find(|header| header.contains(is_invalid)) {
        Some(header) => Err(table::CORS_EXPOSED_INVALID.fill(&[header])),
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
