//! The SDK's types under the SDK's names: enums of strings, and the XML documents with their builders.
//!
//! They hold what a caller may write, right or wrong. The model has types of its own, made from these once.

#[macro_use]
pub(crate) mod groups;

mod abac;
mod access;
mod acl;
mod analytics;
mod attributes;
mod bucket;
mod cors;
mod encryption;
mod enums;
pub mod error;
mod intelligent_tiering;
mod inventory;
mod lifecycle;
pub(crate) mod listed;
mod lock;
mod logging;
mod metrics;
mod multipart;
mod notification;
mod object;
mod policy;
mod replication;
mod restore;
mod tagging;
mod website;

pub use abac::*;
pub use access::*;
pub use acl::*;
pub use analytics::*;
pub use attributes::*;
pub use bucket::*;
pub use cors::*;
pub use encryption::*;
pub use enums::*;
pub use intelligent_tiering::*;
pub use inventory::*;
pub use lifecycle::*;
pub use lock::*;
pub use logging::*;
pub use metrics::*;
pub use multipart::*;
pub use notification::*;
pub use object::*;
pub use policy::*;
pub use replication::*;
pub use restore::*;
pub use tagging::*;
pub use website::*;

use std::fmt;

/// A string that S3 does not know, where an enum was expected.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnknownVariantValue(String);

impl UnknownVariantValue {
    pub(crate) fn new(text: &str) -> Self {
        Self(text.to_owned())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UnknownVariantValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The builders of the types.
pub mod builders {
    pub use super::abac::*;
    pub use super::access::*;
    pub use super::acl::*;
    pub use super::analytics::*;
    pub use super::attributes::*;
    pub use super::bucket::*;
    pub use super::cors::*;
    pub use super::encryption::*;
    pub use super::intelligent_tiering::*;
    pub use super::inventory::*;
    pub use super::lifecycle::*;
    pub use super::lock::*;
    pub use super::logging::*;
    pub use super::metrics::*;
    pub use super::multipart::*;
    pub use super::notification::*;
    pub use super::object::*;
    pub use super::policy::*;
    pub use super::replication::*;
    pub use super::restore::*;
    pub use super::tagging::*;
    pub use super::website::*;
}

/// Reads an element that holds `<Tag>`s. A missing element holds no tags.
pub(crate) mod tag_set {
    use super::Tag;
    use serde::{Deserialize, Deserializer};

    /// A list that is a field of a document: optional, or required.
    pub(crate) trait TagList {
        fn of(tags: Vec<Tag>) -> Self;
    }

    impl TagList for Vec<Tag> {
        fn of(tags: Vec<Tag>) -> Self {
            tags
        }
    }

    impl TagList for Option<Vec<Tag>> {
        fn of(tags: Vec<Tag>) -> Self {
            Some(tags)
        }
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct ReadTags {
        #[serde(rename = "Tag", default)]
        tags: Vec<Tag>,
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>, F: TagList>(deserializer: D) -> Result<F, D::Error> {
        ReadTags::deserialize(deserializer).map(|set| F::of(set.tags))
    }
}
