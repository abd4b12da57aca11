//! Access control lists, as the AWS CLI prints and takes them.

use super::error::{At, WorldError};
use crate::api::types::{self, Owner, Permission, Type};
use crate::model::access::account::CanonicalId;
use crate::model::access::acl::{Access, Acl};
use crate::model::store::Store;
use crate::ops::steps::{self, grantee::Grantees};
use serde::{Deserialize, Serialize};

/// A list, and whose it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct AclJson {
    owner: Owner,
    grants: Vec<AclGrantJson>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct AclGrantJson {
    grantee: GranteeJson,
    permission: Permission,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct GranteeJson {
    #[serde(skip_serializing_if = "Option::is_none")]
    display_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email_address: Option<String>,
    #[serde(rename = "ID", skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(rename = "Type")]
    kind: Type,
    #[serde(rename = "URI", skip_serializing_if = "Option::is_none")]
    uri: Option<String>,
}

impl AclJson {
    pub(super) fn of(store: &Store, access: &Access) -> Self {
        let (owner, grants) = steps::acl::tell(store, access);
        let grants = grants.into_iter().flatten().filter_map(|grant| {
            let types::Grantee { display_name, email_address, id, uri, r#type: kind } = grant.grantee?;
            let grantee = GranteeJson { display_name, email_address, id, kind, uri };
            Some(AclGrantJson { grantee, permission: grant.permission? })
        });
        Self { owner: owner.unwrap_or_default(), grants: grants.collect() }
    }

    /// Whose it is, and the list, for something in this Region.
    pub(super) fn read(&self, at: &At, store: &Store, region: &str) -> Result<(CanonicalId, Acl), WorldError> {
        let grants = self.grants.iter().map(|AclGrantJson { grantee, permission }| {
            let GranteeJson { display_name, email_address, id, kind, uri } = grantee.clone();
            let grantee = types::Grantee { display_name, email_address, id, uri, r#type: kind };
            types::Grant { grantee: Some(grantee), permission: Some(permission.clone()) }
        });
        let grants = Some(grants.collect());
        let document = types::AccessControlPolicy { grants, owner: Some(self.owner.clone()) };
        Grantees { store, region }.of_document(&document).map_err(at.refused())
    }
}
