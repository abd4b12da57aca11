//! The XML documents of websites. The order of rows is the order of elements.

use super::*;

shape! {
    /// The condition of a redirect.
    pub document struct Condition {
        http_error_code_returned_equals: Option<String> = element("HttpErrorCodeReturnedEquals"),
        key_prefix_equals: Option<String> = element("KeyPrefixEquals"),
    }
}

shape! {
    /// The object that a website returns for an error.
    pub checked document struct ErrorDocument {
        key: String = element("Key"),
    }
}

shape! {
    /// The name of the object that a website returns for a folder.
    pub checked document struct IndexDocument {
        suffix: String = element("Suffix"),
    }
}

string_enum! {
    /// The protocol of a redirect.
    pub enum Protocol {
        Http = "http",
        Https = "https",
    }
}

shape! {
    /// The target of a redirect.
    pub document struct Redirect {
        host_name: Option<String> = element("HostName"),
        http_redirect_code: Option<String> = element("HttpRedirectCode"),
        protocol: Option<Protocol> = element("Protocol"),
        replace_key_prefix_with: Option<String> = element("ReplaceKeyPrefixWith"),
        replace_key_with: Option<String> = element("ReplaceKeyWith"),
    }
}

shape! {
    /// The host to which a website redirects every request.
    pub checked document struct RedirectAllRequestsTo {
        host_name: String = element("HostName"),
        protocol: Option<Protocol> = element("Protocol"),
    }
}

shape! {
    /// One redirect of a website, and its condition.
    pub document struct RoutingRule {
        condition: Option<Condition> = element("Condition"),
        redirect: Option<Redirect> = element("Redirect"),
    }
}

shape! {
    /// The website of a bucket.
    pub document struct WebsiteConfiguration {
        error_document: Option<ErrorDocument> = element("ErrorDocument"),
        index_document: Option<IndexDocument> = element("IndexDocument"),
        redirect_all_requests_to: Option<RedirectAllRequestsTo> = element("RedirectAllRequestsTo"),
        routing_rules: Option<Vec<RoutingRule>> = listed("RoutingRules"),
    }
}

impl listed::ListEntry for RoutingRule {
    const NAME: &'static str = "RoutingRule";
}
