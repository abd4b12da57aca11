//! The versions of one key: objects and delete markers, each with its id and its place in the order.
//!
//! The newest is the one whose *order* is the largest: the moment at which it was put, or, of an upload, at which that
//! was initiated. Ids sort as the orders do, so a version is found by its id without looking at all of them.

use super::object::Object;
use crate::primitives::DateTime;
use std::fmt;

/// The id of a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VersionId {
    /// Of what was written while the bucket kept no versions, or had stopped to. A key has at most one.
    Null,
    /// Ids sort as the versions were begun.
    Id(String),
}

/// How many characters an id has.
pub const VERSION_ID_LENGTH: usize = 32;

impl VersionId {
    /// An id that a client claims; `None` where it does not even look like one.
    pub fn parse(sent: &str) -> Option<Self> {
        let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_');
        match sent {
            "null" => Some(Self::Null),
            id if id.len() == VERSION_ID_LENGTH && id.bytes().all(is_letter) => Some(Self::Id(id.to_owned())),
            _ => None,
        }
    }
}

impl fmt::Display for VersionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Id(id) => f.write_str(id),
        }
    }
}

/// A version: an object, or the mark that there is none.
#[derive(Debug, Clone)]
pub struct Version {
    pub id: VersionId,
    /// Its place among the versions of the world.
    pub order: u64,
    pub content: Content,
}

/// What a version is.
#[derive(Debug, Clone)]
pub enum Content {
    Object(Box<Object>),
    /// Put there by a delete that named no version.
    DeleteMarker {
        at: DateTime,
    },
}

impl Version {
    /// Its object; `None` of a delete marker.
    pub fn object(&self) -> Option<&Object> {
        match &self.content {
            Content::Object(object) => Some(object),
            Content::DeleteMarker { .. } => None,
        }
    }

    /// When it was made.
    pub fn last_modified(&self) -> DateTime {
        match &self.content {
            Content::Object(object) => object.last_modified,
            Content::DeleteMarker { at } => *at,
        }
    }
}

/// The versions of one key.
#[derive(Debug, Default)]
pub struct Versions {
    /// By order, the newest last.
    list: Vec<Version>,
    /// The order of the one whose id is `null`.
    null: Option<u64>,
}

impl Versions {
    /// The newest.
    pub fn newest(&self) -> Option<&Version> {
        self.list.last()
    }

    /// All, the newest first.
    pub fn newest_first(&self) -> impl Iterator<Item = &Version> {
        self.list.iter().rev()
    }

    /// Those before this one in the order, the newest first. An id that is there no more still has its place; only of
    /// `null` nobody can say where it was, and then all are before it.
    pub fn older_than<'a>(&'a self, id: &VersionId) -> impl Iterator<Item = &'a Version> + use<'a> {
        let end = match self.place(id) {
            Err(_) if *id == VersionId::Null => self.list.len(),
            Ok(index) | Err(index) => index,
        };
        self.list[..end].iter().rev()
    }

    /// One of them.
    pub fn get(&self, id: &VersionId) -> Option<&Version> {
        self.list.get(self.place(id).ok()?)
    }

    /// One of them, to change what can be changed of a version.
    pub fn get_mut(&mut self, id: &VersionId) -> Option<&mut Version> {
        let index = self.place(id).ok()?;
        self.list.get_mut(index)
    }

    /// Adds one at its place in the order; the one that was `null` makes room for another that is, and is given back.
    pub fn insert(&mut self, version: Version) -> Option<Version> {
        let is_null = version.id == VersionId::Null;
        let replaced = if is_null { self.remove(&VersionId::Null) } else { None };
        self.null = if is_null { Some(version.order) } else { self.null };
        let index = self.list.partition_point(|other| other.order < version.order);
        self.list.insert(index, version);
        replaced
    }

    /// Takes one out for good.
    pub fn remove(&mut self, id: &VersionId) -> Option<Version> {
        let index = self.place(id).ok()?;
        if *id == VersionId::Null {
            self.null = None;
        }
        Some(self.list.remove(index))
    }

    /// Where a version is, or where it would be.
    fn place(&self, id: &VersionId) -> Result<usize, usize> {
        let null = self.null.and_then(|order| self.list.binary_search_by_key(&order, |version| version.order).ok());
        let id = match (id, null) {
            (VersionId::Null, Some(index)) => return Ok(index),
            (VersionId::Null, None) => return Err(0),
            (VersionId::Id(id), _) => id.as_str(),
        };
        // The ids before and behind the one that is `null` are in order.
        let (before, behind) = self.list.split_at(null.unwrap_or(0));
        let behind = behind.get(usize::from(null.is_some())..).unwrap_or_default();
        let search = |list: &[Version]| list.binary_search_by(|version| version.id.as_text().cmp(id));
        match (search(before), null) {
            (Ok(index), _) => Ok(index),
            (Err(index), Some(null)) if index < null => Err(index),
            _ => {
                let start = self.list.len() - behind.len();
                search(behind).map(|index| start + index).map_err(|index| start + index)
            }
        }
    }
}

impl VersionId {
    fn as_text(&self) -> &str {
        match self {
            Self::Null => "null",
            Self::Id(id) => id,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn marker(order: u64, is_null: bool) -> Version {
        let id = if is_null { VersionId::Null } else { VersionId::Id(format!("{order:032}")) };
        Version { id, order, content: Content::DeleteMarker { at: DateTime::from_secs(0) } }
    }

    #[test]
    fn what_does_not_look_like_an_id_is_none() {
        for sent in ["", "x", "Null", "-2345678901234567890123456789012", "123456789012345678901234567890123"] {
            assert_eq!(VersionId::parse(sent), None, "{sent}");
        }
        assert_eq!(VersionId::parse("null"), Some(VersionId::Null));
        assert!(VersionId::parse("HPniJFCxqTsMuIH9KX8K8wEjNUgmABCD").is_some());
    }

    proptest! {
        /// Against a list that is searched from end to end.
        #[test]
        fn every_version_is_found_where_it_belongs(
            steps in proptest::collection::vec((0_u64..30, any::<bool>(), any::<bool>()), 0..40),
        ) {
            let mut versions = Versions::default();
            let mut model: Vec<(u64, VersionId)> = Vec::new();
            for (order, is_null, removes) in steps {
                let version = marker(order, is_null);
                if removes {
                    let removed = versions.remove(&version.id).map(|version| version.order);
                    let index = model.iter().position(|(_, id)| *id == version.id);
                    prop_assert_eq!(removed, index.map(|index| model.remove(index).0));
                } else if model.iter().all(|(other, _)| *other != order) {
                    model.retain(|(_, id)| !(is_null && *id == VersionId::Null));
                    model.push((order, version.id.clone()));
                    versions.insert(version);
                }
                model.sort_by_key(|(order, _)| std::cmp::Reverse(*order));
                let listed: Vec<_> = versions.newest_first().map(|version| version.order).collect();
                prop_assert_eq!(listed, model.iter().map(|(order, _)| *order).collect::<Vec<_>>());
                for order in 0..30 {
                    let id = VersionId::Id(format!("{order:032}"));
                    let expected = model.iter().find(|(_, known)| *known == id).map(|(order, _)| *order);
                    prop_assert_eq!(versions.get(&id).map(|version| version.order), expected);
                    let older: Vec<_> = versions.older_than(&id).map(|version| version.order).collect();
                    let all = model.iter().map(|(order, _)| *order);
                    // Where the version itself is gone, what is `null` may be counted to either side of its place.
                    if expected.is_some() {
                        prop_assert_eq!(older, all.filter(|other| *other < order).collect::<Vec<_>>());
                    }
                }
            }
        }
    }
}
