//! Which objects, versions and uploads a rule is for.

use crate::api::error::{S3Error, table};
use crate::api::types::{LifecycleRule, LifecycleRuleFilter, Tag};
use crate::model::name::{MAX_KEY_BYTES, ObjectKey};
use crate::model::object::StoredObject;
use std::collections::BTreeSet;

/// 1,000 TiB: the largest size that a filter can name.
const MAX_SIZE: i64 = 1_099_511_627_776_000;

/// An object has at most 10 tags, so a filter with more tags selects no object.
const MAX_TAGS: usize = 10;

/// All of it must hold.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Filter {
    prefix: String,
    tags: Vec<Tag>,
    /// Both are strict.
    larger_than: Option<u64>,
    smaller_than: Option<u64>,
}

impl Filter {
    /// Whether objects and uploads of this key can be meant.
    pub fn takes_key(&self, key: &ObjectKey) -> bool {
        key.as_str().as_bytes().starts_with(self.prefix.as_bytes())
    }

    /// Whether this object of a key that can be meant is.
    pub fn takes_object(&self, object: &StoredObject) -> bool {
        let own = object.attributes.tags.as_slice();
        self.larger_than.is_none_or(|size| object.len() > size)
            && self.smaller_than.is_none_or(|size| object.len() < size)
            && self.tags.iter().all(|tag| own.contains(tag))
    }

    /// Whether delete markers can be meant, which have neither a size nor tags.
    pub fn takes_markers(&self) -> bool {
        !self.has_tags() && !self.has_sizes()
    }

    pub(super) fn has_tags(&self) -> bool {
        !self.tags.is_empty()
    }

    pub(super) fn has_sizes(&self) -> bool {
        self.larger_than.is_some() || self.smaller_than.is_some()
    }

    #[cfg(test)]
    pub(super) fn larger_than_for_tests(self, size: u64) -> Self {
        Self { larger_than: Some(size), ..self }
    }

    /// Reads the filter, or the prefix, of a rule that the schema allows.
    ///
    /// # Errors
    /// `InvalidRequest`.
    pub(super) fn parse(rule: &LifecycleRule) -> Result<Self, S3Error> {
        let sent = rule.filter.clone().unwrap_or_default();
        let LifecycleRuleFilter { prefix, tag, object_size_greater_than, object_size_less_than, and } = sent;
        let and = and.unwrap_or_default();
        let prefix = prefix.or(and.prefix).or_else(|| rule.prefix.clone()).unwrap_or_default();
        if prefix.len() > MAX_KEY_BYTES {
            return Err(table::LIFECYCLE_PREFIX_TOO_LONG
                .error()
                .because(format!("the prefix has {} bytes", prefix.len())));
        }
        let tags: Vec<Tag> = tag.into_iter().chain(and.tags.into_iter().flatten()).collect();
        // A set finds a duplicate without comparing every pair: a document of 16 MiB has room for 400,000 tags.
        let mut seen = BTreeSet::new();
        if let Some(twice) = tags.iter().find(|tag| !seen.insert(tag.key.as_str())) {
            return Err(table::LIFECYCLE_TAG_TWICE.error().because(format!("the key is {}", twice.key)));
        }
        if tags.len() > MAX_TAGS {
            return Err(table::LIFECYCLE_TAGS_TOO_MANY.error().because(format!("the filter has {}", tags.len())));
        }
        let larger_than = object_size_greater_than.or(and.object_size_greater_than);
        let smaller_than = object_size_less_than.or(and.object_size_less_than);
        if let Some(size) = larger_than.filter(|size| !(0..=MAX_SIZE).contains(size)) {
            return Err(table::LIFECYCLE_LARGER_RANGE.error().because(format!("it is {size}")));
        }
        if let Some(size) = smaller_than.filter(|size| !(1..=MAX_SIZE).contains(size)) {
            return Err(table::LIFECYCLE_SMALLER_RANGE.error().because(format!("it is {size}")));
        }
        if let Some((larger, smaller)) = larger_than.zip(smaller_than).filter(|(larger, smaller)| larger >= smaller) {
            let why = format!("objects must be larger than {larger} and smaller than {smaller}");
            return Err(table::LIFECYCLE_SIZES_CROSSED.error().because(why));
        }
        let bytes = |size: Option<i64>| size.and_then(|size| u64::try_from(size).ok());
        Ok(Self { prefix, tags, larger_than: bytes(larger_than), smaller_than: bytes(smaller_than) })
    }
}

/// A rule's scope, as S3's sentences show it.
pub(super) fn describe(rule: &LifecycleRule) -> String {
    if let Some(prefix) = &rule.prefix {
        return format!("prefix '{prefix}'");
    }
    let filter = rule.filter.clone().unwrap_or_default();
    let and = filter.and.unwrap_or_default();
    let prefix = filter.prefix.or(and.prefix).map(|prefix| format!("prefix={prefix}"));
    let tags = filter.tag.into_iter().chain(and.tags.into_iter().flatten());
    let tags = tags.map(|tag| format!("tag: key={}, value={}", tag.key, tag.value));
    let predicates: Vec<String> = prefix.into_iter().chain(tags).collect();
    match predicates.as_slice() {
        [] => "filter (all)".to_owned(),
        predicates => format!("filter '({})'", predicates.join(" and ")),
    }
}
