//! The restoring of archived objects: how long it takes, and how long the copy lives.
//!
//! What a restoration is at an instant follows from what was asked and when: nothing has to happen for a copy to be
//! ready, or to be gone.

use super::time::{LAST_SECOND, due};
use crate::api::primitives::DateTime;
use crate::api::types::{StorageClass, Tier};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;

/// The classes whose objects cannot be read before they are restored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Archive {
    Glacier,
    DeepArchive,
}

impl Archive {
    /// The archive that a class is; `None` for those that are read at once.
    pub fn of(class: &StorageClass) -> Option<Self> {
        match class {
            StorageClass::Glacier => Some(Self::Glacier),
            StorageClass::DeepArchive => Some(Self::DeepArchive),
            _ => None,
        }
    }
}

/// How fast a copy is to be there, the slowest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Speed {
    Bulk,
    Standard,
    Expedited,
}

impl Speed {
    /// The tier that it is.
    pub fn tier(self) -> Tier {
        match self {
            Self::Bulk => Tier::Bulk,
            Self::Standard => Tier::Standard,
            Self::Expedited => Tier::Expedited,
        }
    }

    /// The speed that a tier is; `None` for one that nobody knows.
    pub fn of(tier: &Tier) -> Option<Self> {
        match tier {
            Tier::Bulk => Some(Self::Bulk),
            Tier::Standard => Some(Self::Standard),
            Tier::Expedited => Some(Self::Expedited),
            Tier::Unknown(_) => None,
        }
    }

    /// How many seconds a restoration takes. The documentation gives ranges; these are their ends, so that whoever
    /// waits as long as S3 says has waited long enough. `None` where the archive does not have the speed.
    fn seconds(self, archive: Archive) -> Option<i64> {
        match (archive, self) {
            (Archive::Glacier, Self::Expedited) => Some(5 * MINUTE),
            (Archive::Glacier, Self::Standard) => Some(5 * HOUR),
            (Archive::Glacier, Self::Bulk) | (Archive::DeepArchive, Self::Standard) => Some(12 * HOUR),
            (Archive::DeepArchive, Self::Bulk) => Some(48 * HOUR),
            (Archive::DeepArchive, Self::Expedited) => None,
        }
    }
}

/// A restoration that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Restoration {
    pub speed: Speed,
    pub days: u32,
    /// When the copy can be read.
    pub ready: DateTime,
    /// When it is gone.
    pub expires: DateTime,
}

/// How far a restoration is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// The copy is being made.
    Ongoing,
    /// The copy can be read until it expires.
    Restored { expires: DateTime },
}

impl Restoration {
    /// Asks for a copy; `None` where the archive does not have the speed.
    pub fn begin(archive: Archive, speed: Speed, days: u32, now: DateTime) -> Option<Self> {
        let ready = after(now, speed.seconds(archive)?);
        Some(Self { speed, days, ready, expires: expiry(now, days).max(midnight_after(ready)) })
    }

    /// How far it is; `None` when the copy is gone, and all is as if nobody had ever asked.
    pub fn phase(&self, now: DateTime) -> Option<Phase> {
        if now < self.ready {
            return Some(Phase::Ongoing);
        }
        (now < self.expires).then_some(Phase::Restored { expires: self.expires })
    }

    /// The same with a copy that lives so many days from now on.
    #[must_use]
    pub fn renewed(self, days: u32, now: DateTime) -> Self {
        Self { days, expires: expiry(now, days), ..self }
    }

    /// The same at a higher speed; `None` where that is none, or anything else would change.
    pub fn hurried(self, archive: Archive, speed: Speed, days: u32, now: DateTime) -> Option<Self> {
        let ready = after(now, speed.seconds(archive)?);
        let is_upgrade = speed > self.speed && days == self.days;
        is_upgrade.then(|| Self { speed, ready: ready.min(self.ready), ..self })
    }

    /// Whether the days that were asked for would have ended before the copy was ready.
    pub fn outlives_its_days(&self, requested: DateTime) -> bool {
        self.expires != expiry(requested, self.days)
    }
}

/// Counted from the request, as lifecycle rules count. What would end after the calendar ends with it.
fn expiry(requested: DateTime, days: u32) -> DateTime {
    due(requested, days).min(DateTime::from_secs(LAST_SECOND))
}

fn after(now: DateTime, seconds: i64) -> DateTime {
    DateTime::from_secs_and_nanos(now.secs().saturating_add(seconds), now.subsec_nanos())
}

fn midnight_after(at: DateTime) -> DateTime {
    expiry(after(at, 1), 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::primitives::DateTimeFormat;
    use proptest::prelude::*;

    fn at(text: &str) -> DateTime {
        DateTime::from_str(text, DateTimeFormat::DateTime).unwrap()
    }

    #[test]
    fn a_copy_expires_as_in_the_examples_of_the_user_guide() {
        let requested = at("2012-10-15T10:30:00Z");
        let restoration = Restoration::begin(Archive::Glacier, Speed::Standard, 3, requested).unwrap();
        let later = at("2012-10-16T11:00:00Z");
        assert_eq!(restoration.phase(later), Some(Phase::Restored { expires: at("2012-10-19T00:00:00Z") }));
        let renewed = restoration.renewed(1, later);
        assert_eq!(renewed.phase(later), Some(Phase::Restored { expires: at("2012-10-18T00:00:00Z") }));
        assert_eq!(renewed.phase(at("2012-10-18T00:00:00Z")), None);
    }

    #[test]
    fn a_copy_is_there_when_the_longest_documented_time_has_passed() {
        let requested = at("2026-01-01T10:30:00Z");
        for (archive, speed, ready) in [
            (Archive::Glacier, Speed::Expedited, "2026-01-01T10:35:00Z"),
            (Archive::Glacier, Speed::Standard, "2026-01-01T15:30:00Z"),
            (Archive::Glacier, Speed::Bulk, "2026-01-01T22:30:00Z"),
            (Archive::DeepArchive, Speed::Standard, "2026-01-01T22:30:00Z"),
            (Archive::DeepArchive, Speed::Bulk, "2026-01-03T10:30:00Z"),
        ] {
            let restoration = Restoration::begin(archive, speed, 1, requested).unwrap();
            let just_before = DateTime::from_secs(at(ready).secs() - 1);
            assert_eq!(restoration.phase(just_before), Some(Phase::Ongoing), "{archive:?} {speed:?}");
            assert!(matches!(restoration.phase(at(ready)), Some(Phase::Restored { .. })), "{archive:?} {speed:?}");
        }
        assert_eq!(Restoration::begin(Archive::DeepArchive, Speed::Expedited, 1, requested), None);
    }

    #[test]
    fn only_a_faster_tier_and_nothing_else_can_be_changed_on_the_way() {
        let requested = at("2026-01-01T10:30:00Z");
        let (later, glacier) = (at("2026-01-01T11:00:00Z"), Archive::Glacier);
        let standard = Restoration::begin(glacier, Speed::Standard, 2, requested).unwrap();
        let hurried = standard.hurried(glacier, Speed::Expedited, 2, later).unwrap();
        let expires = at("2026-01-04T00:00:00Z");
        assert_eq!(hurried.phase(at("2026-01-01T11:05:00Z")), Some(Phase::Restored { expires }));
        assert_eq!(standard.hurried(glacier, Speed::Expedited, 3, later), None);
        assert_eq!(standard.hurried(glacier, Speed::Standard, 2, later), None);
        assert_eq!(standard.hurried(glacier, Speed::Bulk, 2, later), None);
    }

    proptest! {
        #[test]
        fn every_copy_can_be_read_for_a_while(
            secs in 0_i64..4_000_000_000, days in 1_u32..1000,
            deep in any::<bool>(), speed in 0_usize..3,
        ) {
            let archive = if deep { Archive::DeepArchive } else { Archive::Glacier };
            let speed = [Speed::Bulk, Speed::Standard, Speed::Expedited][speed];
            let requested = DateTime::from_secs(secs);
            if let Some(restoration) = Restoration::begin(archive, speed, days, requested) {
                prop_assert!(restoration.ready < restoration.expires);
                let more = Restoration::begin(archive, speed, days + 1, requested).unwrap();
                prop_assert!(restoration.expires <= more.expires);
            }
        }
    }
}
