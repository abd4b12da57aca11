//! The website of a bucket. The fake stores the configuration and hosts no website.

use crate::api::error::{ErrorRow, S3Error, table};
use crate::api::types::{Protocol, RoutingRule, WebsiteConfiguration};

/// The errors of a configuration that is put.
pub(crate) static ERRORS: [&ErrorRow; 7] = [
    &table::MALFORMED_XML,
    &table::WEBSITE_CONDITION_EMPTY,
    &table::WEBSITE_INDEX_INVALID,
    &table::WEBSITE_INDEX_MISSING,
    &table::WEBSITE_PROTOCOL,
    &table::WEBSITE_REDIRECT_ALL,
    &table::WEBSITE_REPLACE_TWICE,
];

const MAX_RULES: usize = 50;

/// A valid configuration.
#[derive(Debug, Clone, PartialEq)]
pub struct Website(WebsiteConfiguration);

impl Website {
    /// Checks a configuration.
    ///
    /// # Errors
    /// The first error, in the order in which LocalStack checks.
    pub fn new(sent: WebsiteConfiguration) -> Result<Self, S3Error> {
        if let Some(redirect) = sent.redirect_all_requests_to() {
            let has_others =
                sent.index_document().is_some() || sent.error_document().is_some() || sent.routing_rules.is_some();
            if has_others {
                return Err(table::WEBSITE_REDIRECT_ALL.argument("RedirectAllRequestsTo", "not null"));
            }
            check_protocol(redirect.protocol())?;
            return Ok(Self(sent));
        }
        let Some(index) = sent.index_document() else {
            return Err(table::WEBSITE_INDEX_MISSING.argument("IndexDocument", "null"));
        };
        if index.suffix().is_empty() || index.suffix().contains('/') {
            return Err(table::WEBSITE_INDEX_INVALID.argument("IndexDocument", index.suffix()));
        }
        let malformed = |why: &str| Err(table::MALFORMED_XML.error().because(why));
        if sent.error_document().is_some_and(|document| document.key().is_empty()) {
            return malformed("the error document has no key");
        }
        match &sent.routing_rules {
            Some(rules) if rules.is_empty() || rules.len() > MAX_RULES => malformed("a website has 1 to 50 rules"),
            Some(rules) => rules.iter().try_for_each(check_rule).map(|()| Self(sent)),
            None => Ok(Self(sent)),
        }
    }

    /// The configuration as it was put.
    pub fn document(&self) -> &WebsiteConfiguration {
        &self.0
    }
}

fn check_rule(rule: &RoutingRule) -> Result<(), S3Error> {
    let Some(redirect) = rule.redirect() else {
        return Err(table::MALFORMED_XML.error().because("a routing rule has no redirect"));
    };
    if redirect.replace_key_prefix_with().is_some() && redirect.replace_key_with().is_some() {
        return Err(table::WEBSITE_REPLACE_TWICE.error().because("a redirect has both"));
    }
    let is_empty = |condition: &crate::api::types::Condition| {
        condition.http_error_code_returned_equals().is_none() && condition.key_prefix_equals().is_none()
    };
    if rule.condition().is_some_and(is_empty) {
        return Err(table::WEBSITE_CONDITION_EMPTY.error().because("a condition has neither a code nor a prefix"));
    }
    check_protocol(redirect.protocol())
}

fn check_protocol(protocol: Option<&Protocol>) -> Result<(), S3Error> {
    match protocol {
        Some(Protocol::Unknown(other)) => {
            Err(table::WEBSITE_PROTOCOL.error().because(format!("the protocol is http or https, not {other}")))
        }
        _ => Ok(()),
    }
}
