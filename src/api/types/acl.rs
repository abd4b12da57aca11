//! The XML documents of access control lists.

use super::*;
use serde::Serialize;

shape! {
    /// An access control list, and whose it is.
    pub read document struct AccessControlPolicy {
        grants: Option<Vec<Grant>> = grant_list("AccessControlList"),
        owner: Option<Owner> = element("Owner"),
    }
}

shape! {
    /// One line of an access control list.
    pub document struct Grant {
        grantee: Option<Grantee> = element("Grantee"),
        permission: Option<Permission> = element("Permission"),
    }
}

shape! {
    /// To whom something is granted.
    #[serde(into = "WrittenGrantee")]
    pub checked document struct Grantee {
        display_name: Option<String> = element("DisplayName"),
        email_address: Option<String> = element("EmailAddress"),
        id: Option<String> = element("ID"),
        uri: Option<String> = element("URI"),
        r#type: Type = attribute("@type"),
    }
}

/// A grantee as it is written: attributes first, and the one that says what the prefix means.
#[derive(Serialize)]
struct WrittenGrantee {
    #[serde(rename = "@xmlns:xsi")]
    namespace: &'static str,
    #[serde(rename = "@xsi:type")]
    kind: Type,
    #[serde(rename = "ID", skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(rename = "DisplayName", skip_serializing_if = "Option::is_none")]
    display_name: Option<String>,
    #[serde(rename = "EmailAddress", skip_serializing_if = "Option::is_none")]
    email_address: Option<String>,
    #[serde(rename = "URI", skip_serializing_if = "Option::is_none")]
    uri: Option<String>,
}

impl From<Grantee> for WrittenGrantee {
    fn from(Grantee { display_name, email_address, id, uri, r#type }: Grantee) -> Self {
        let namespace = "http://www.w3.org/2001/XMLSchema-instance";
        Self { namespace, kind: r#type, id, display_name, email_address, uri }
    }
}

/// Reads an element that holds `<Grant>`s.
pub(crate) mod grant_list {
    use super::Grant;
    use serde::{Deserialize, Deserializer};

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct ReadGrants {
        #[serde(rename = "Grant", default)]
        grants: Vec<Grant>,
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<Grant>>, D::Error> {
        ReadGrants::deserialize(deserializer).map(|list| Some(list.grants))
    }
}
