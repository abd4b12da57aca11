//! The versions of one key: objects and delete markers, each with its id and its place in the order.
//!
//! The newest is the one whose *order* is the largest: the moment at which it was put, or, of an upload, at which that
//! was initiated. Ids sort as the orders do, so a version is found by its id without looking at all of them.

use super::object::StoredObject;
use super::time::Compact;
use crate::api::primitives::DateTime;
use std::fmt;

/// The id of a version. As a text it is what S3 shows, `null` or the id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VersionId {
    /// Of what was written while the bucket kept no versions, or had stopped to. A key has at most one.
    Null,
    /// Of what was written while it kept them. Ids sort as the versions were begun.
    Id(String),
}

/// How many characters an id has.
pub const VERSION_ID_LENGTH: usize = 32;

impl VersionId {
    /// An id that a client claims; `None` where it does not even look like one.
    pub(crate) fn parse(sent: &str) -> Option<Self> {
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
    /// When another came upon it; `None` of the newest. Boxed, because most versions of most worlds are.
    superseded: Option<Box<DateTime>>,
}

/// What a version is.
#[derive(Debug, Clone)]
pub enum Content {
    Object(Box<StoredObject>),
    /// Put there by a delete that named no version.
    DeleteMarker {
        at: DateTime,
    },
}

impl Version {
    /// A version that nothing has come upon yet.
    pub fn new(id: VersionId, order: u64, content: Content) -> Self {
        Self { id, order, content, superseded: None }
    }

    /// When another came upon it, whatever became of that; `None` of the newest.
    pub fn superseded(&self) -> Option<DateTime> {
        self.superseded.as_deref().copied()
    }

    /// Its object; `None` of a delete marker.
    pub fn object(&self) -> Option<&StoredObject> {
        match &self.content {
            Content::Object(object) => Some(object),
            Content::DeleteMarker { .. } => None,
        }
    }

    /// From when on a rule may remove it for good; `None`: not as things stand.
    pub fn free_from(&self) -> Option<DateTime> {
        let lock = self.object().map(|object| object.lock).unwrap_or_default();
        let retained = lock.retention.map(|retention| retention.until());
        if lock.legal_hold == Some(true) { None } else { Some(retained.unwrap_or(self.last_modified())) }
    }

    /// When it was made.
    pub fn last_modified(&self) -> DateTime {
        match &self.content {
            Content::Object(object) => object.last_modified,
            Content::DeleteMarker { at } => *at,
        }
    }
}

/// The earliest deadline of the older versions of a key, so that a put looks only at the versions that are new since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Earliest {
    /// Before the delay that follows each change; `None` if no rule does anything to them.
    pub at: Option<DateTime>,
    /// Number of the oldest versions that it covers.
    pub covered: usize,
    /// Number of versions when it was computed.
    pub total: usize,
}

/// The versions of one key.
#[derive(Debug, Default)]
pub struct Versions {
    /// By order, the newest last.
    list: Vec<Version>,
    /// The order of the one whose id is `null`.
    null: Option<u64>,
    /// When a request last changed anything of them.
    touched: Option<Compact>,
    /// Kept while versions are only added on top. Boxed, because most keys have one version.
    earliest: Option<Box<Earliest>>,
}

impl Versions {
    /// The newest.
    pub fn newest(&self) -> Option<&Version> {
        self.list.last()
    }

    /// Whether there is but one.
    pub fn is_one(&self) -> bool {
        self.list.len() == 1
    }

    /// When a request last changed anything of them, to the microsecond.
    pub fn touched(&self) -> Option<DateTime> {
        self.touched.map(DateTime::from)
    }

    /// Remembers that a request changes something.
    pub fn touch(&mut self, at: DateTime) {
        self.touched = Some(Compact::from(at));
    }

    /// The earliest deadline of the older versions, if it is known.
    pub fn earliest(&self) -> Option<Earliest> {
        self.earliest.as_deref().copied()
    }

    /// Remembers it, or forgets it.
    pub fn set_earliest(&mut self, earliest: Option<Earliest>) {
        self.earliest = earliest.map(Box::new);
    }

    /// Number of versions.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// The version at this place, counted from the oldest.
    pub fn at(&self, place: usize) -> Option<&Version> {
        self.list.get(place)
    }

    /// All, the newest first.
    pub fn newest_first(&self) -> impl DoubleEndedIterator<Item = &Version> + ExactSizeIterator {
        self.list.iter().rev()
    }

    /// Those before this place in the order, the newest first.
    pub fn older_than(&self, order: u64) -> impl Iterator<Item = &Version> {
        let end = self.list.partition_point(|version| version.order < order);
        self.list[..end].iter().rev()
    }

    /// One of them.
    pub fn get(&self, id: &VersionId) -> Option<&Version> {
        self.list.get(self.place(id)?)
    }

    /// One of them, to change what can be changed of a version.
    pub fn get_mut(&mut self, id: &VersionId) -> Option<&mut Version> {
        let index = self.place(id)?;
        self.earliest = None;
        self.list.get_mut(index)
    }

    /// Adds one at its place in the order; the one that was `null` makes room for another that is, and is given back.
    pub fn insert(&mut self, mut version: Version) -> Option<Version> {
        let is_null = version.id == VersionId::Null;
        let replaced = if is_null { self.take(&VersionId::Null) } else { None };
        self.null = if is_null { Some(version.order) } else { self.null };
        if self.list.is_empty() {
            // Most keys of most worlds never have another.
            self.list.reserve_exact(1);
        }
        let index = self.list.partition_point(|other| other.order < version.order);
        if index < self.list.len() {
            self.earliest = None;
        }
        let made = version.last_modified();
        if let Some(older) = index.checked_sub(1).and_then(|older| self.list.get_mut(older)) {
            // Of an object from an upload that was begun before the older one was made, the date lies before that.
            let made = made.max(older.last_modified());
            older.superseded = Some(Box::new(older.superseded().map_or(made, |before| before.min(made))));
        }
        version.superseded = self.list.get(index).map(|newer| Box::new(newer.last_modified().max(made)));
        self.list.insert(index, version);
        self.uncover_newest();
        replaced
    }

    /// Has another have come upon this one then: what came may be gone since.
    pub fn supersede(&mut self, id: &VersionId, at: DateTime) {
        if let Some(version) = self.get_mut(id) {
            version.superseded = Some(Box::new(at));
        }
        self.uncover_newest();
    }

    /// Takes one out for good.
    pub fn remove(&mut self, id: &VersionId) -> Option<Version> {
        let removed = self.take(id);
        self.uncover_newest();
        removed
    }

    /// Nothing lies upon the newest, although something may have: it counts as current again.
    fn uncover_newest(&mut self) {
        if let Some(newest) = self.list.last_mut() {
            newest.superseded = None;
        }
    }

    fn take(&mut self, id: &VersionId) -> Option<Version> {
        let index = self.place(id)?;
        self.earliest = None;
        if *id == VersionId::Null {
            self.null = None;
        }
        Some(self.list.remove(index))
    }

    /// Where a version is. The ids before and behind the one that is `null` are in order.
    fn place(&self, id: &VersionId) -> Option<usize> {
        let null = self.null.and_then(|order| self.list.binary_search_by_key(&order, |version| version.order).ok());
        let VersionId::Id(id) = id else { return null };
        let search = |list: &[Version]| list.binary_search_by(|version| version.id.as_text().cmp(id)).ok();
        match null {
            None => search(&self.list),
            Some(null) => {
                let (before, behind) = (&self.list[..null], &self.list[null + 1..]);
                search(before).or_else(|| search(behind).map(|index| null + 1 + index))
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
        Version::new(id, order, Content::DeleteMarker { at: DateTime::from_secs(0) })
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
                    let older: Vec<_> = versions.older_than(order).map(|version| version.order).collect();
                    let all = model.iter().map(|(order, _)| *order);
                    prop_assert_eq!(older, all.filter(|other| *other < order).collect::<Vec<_>>());
                }
            }
        }
    }
}
