//! Lifecycle rules, as the AWS CLI prints and takes them: lists have plural names, unlike in XML.

use super::error::{At, WorldError};
use crate::api::types::{
    self, AbortIncompleteMultipartUpload, ExpirationStatus, LifecycleExpiration, LifecycleRule,
    LifecycleRuleAndOperator, LifecycleRuleFilter, NoncurrentVersionExpiration, NoncurrentVersionTransition, Tag,
    TransitionDefaultMinimumObjectSize,
};
use crate::model::lifecycle::{Lifecycle, SmallObjects};
use crate::model::store::Store;
use crate::ops::put_bucket_lifecycle_configuration::small_objects;
use serde::{Deserialize, Serialize};

/// A bucket's rules.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct LifecycleJson {
    #[serde(skip_serializing_if = "Option::is_none")]
    transition_default_minimum_object_size: Option<TransitionDefaultMinimumObjectSize>,
    rules: Vec<LifecycleRuleJson>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct LifecycleRuleJson {
    #[serde(rename = "ID", skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    prefix: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    filter: Option<LifecycleFilterJson>,
    status: ExpirationStatus,
    #[serde(skip_serializing_if = "Option::is_none")]
    expiration: Option<LifecycleExpiration>,
    #[serde(skip_serializing_if = "Option::is_none")]
    transitions: Option<Vec<types::Transition>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    noncurrent_version_transitions: Option<Vec<NoncurrentVersionTransition>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    noncurrent_version_expiration: Option<NoncurrentVersionExpiration>,
    #[serde(skip_serializing_if = "Option::is_none")]
    abort_incomplete_multipart_upload: Option<AbortIncompleteMultipartUpload>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct LifecycleFilterJson {
    #[serde(skip_serializing_if = "Option::is_none")]
    prefix: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tag: Option<Tag>,
    #[serde(skip_serializing_if = "Option::is_none")]
    object_size_greater_than: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    object_size_less_than: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    and: Option<And>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct And {
    #[serde(skip_serializing_if = "Option::is_none")]
    prefix: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tags: Option<Vec<Tag>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    object_size_greater_than: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    object_size_less_than: Option<i64>,
}

impl LifecycleJson {
    pub(super) fn of(lifecycle: &Lifecycle) -> Self {
        let small = lifecycle.small_objects();
        Self {
            transition_default_minimum_object_size: (small != SmallObjects::default()).then(|| small.into()),
            rules: lifecycle.rules().iter().cloned().map(LifecycleRuleJson::from).collect(),
        }
    }

    pub(super) fn read(&self, at: &At, store: &mut Store) -> Result<Lifecycle, WorldError> {
        let small = small_objects(self.transition_default_minimum_object_size.as_ref());
        let small = small.map_err(at.field("TransitionDefaultMinimumObjectSize").refused())?;
        let rules = self.rules.iter().cloned().map(LifecycleRule::from).collect();
        let (terms, ids) = (store.settings.lifecycle_terms(small), &mut store.ids);
        Lifecycle::new(rules, terms, || ids.rule()).map_err(at.refused())
    }
}

/// The same struct twice, but for the names of fields in its text.
macro_rules! mirrored {
    ($($own:ident $theirs:ident { $($field:ident)* } $($through:ident)*;)*) => { $(
        impl From<$theirs> for $own {
            fn from(it: $theirs) -> Self {
                Self { $($field: it.$field,)* $($through: it.$through.map(Into::into),)* }
            }
        }
        impl From<$own> for $theirs {
            fn from(it: $own) -> Self {
                Self { $($field: it.$field,)* $($through: it.$through.map(Into::into),)* }
            }
        }
    )* };
}

mirrored! {
    LifecycleRuleJson LifecycleRule {
        id prefix status expiration transitions noncurrent_version_transitions noncurrent_version_expiration
        abort_incomplete_multipart_upload
    } filter;
    LifecycleFilterJson LifecycleRuleFilter { prefix tag object_size_greater_than object_size_less_than } and;
    And LifecycleRuleAndOperator { prefix tags object_size_greater_than object_size_less_than };
}
