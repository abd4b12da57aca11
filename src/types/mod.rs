//! The SDK's types under the SDK's names: enums of strings, and the XML documents with their builders.
//!
//! They hold what a caller may write, right or wrong. The model has types of its own, made from these once.

#[macro_use]
pub(crate) mod groups;

mod bucket;
mod enums;
pub mod error;
mod lifecycle;
mod lock;
mod multipart;
mod object;

pub use bucket::*;
pub use enums::*;
pub use lifecycle::*;
pub use lock::*;
pub use multipart::*;
pub use object::*;

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
    pub use super::bucket::*;
    pub use super::lifecycle::*;
    pub use super::lock::*;
    pub use super::multipart::*;
    pub use super::object::*;
}

/// The serde form of a `<Tags>` that holds `<Tag>`s.
pub(crate) mod tag_set {
    use super::Tag;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[derive(Serialize, Deserialize)]
    struct TagSet {
        #[serde(rename = "Tag", default)]
        tags: Vec<Tag>,
    }

    #[expect(clippy::ref_option, reason = "serde passes the field by reference")]
    pub(crate) fn serialize<S: Serializer>(tags: &Option<Vec<Tag>>, serializer: S) -> Result<S::Ok, S::Error> {
        let tags = tags.clone().unwrap_or_default();
        TagSet { tags }.serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<Tag>>, D::Error> {
        TagSet::deserialize(deserializer).map(|set| Some(set.tags))
    }
}
