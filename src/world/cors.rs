//! Rules for pages of other origins, as the AWS CLI prints and takes them: lists have plural names, unlike in XML.

use crate::api::error::S3Error;
use crate::api::types::CorsRule;
use crate::model::cors::Cors;
use serde::{Deserialize, Serialize};

/// A bucket's rules.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CorsJson {
    #[serde(rename = "CORSRules")]
    rules: Vec<CorsRuleJson>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct CorsRuleJson {
    #[serde(rename = "ID", skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    allowed_headers: Option<Vec<String>>,
    allowed_methods: Vec<String>,
    allowed_origins: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expose_headers: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_age_seconds: Option<i32>,
}

impl CorsJson {
    pub(super) fn of(cors: &Cors) -> Self {
        Self { rules: cors.rules().iter().cloned().map(CorsRuleJson::from).collect() }
    }

    pub(super) fn read(&self) -> Result<Cors, S3Error> {
        Cors::new(self.rules.iter().cloned().map(CorsRule::from).collect())
    }
}

impl From<CorsRule> for CorsRuleJson {
    fn from(rule: CorsRule) -> Self {
        let CorsRule { id, allowed_headers, allowed_methods, allowed_origins, expose_headers, max_age_seconds } = rule;
        Self { id, allowed_headers, allowed_methods, allowed_origins, expose_headers, max_age_seconds }
    }
}

impl From<CorsRuleJson> for CorsRule {
    fn from(rule: CorsRuleJson) -> Self {
        let CorsRuleJson { id, allowed_headers, allowed_methods, allowed_origins, expose_headers, max_age_seconds } =
            rule;
        Self { id, allowed_headers, allowed_methods, allowed_origins, expose_headers, max_age_seconds }
    }
}
