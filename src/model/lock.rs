//! Object lock: what keeps a version from being deleted, and until when.
//!
//! A bucket that has it keeps versions for good; each of its versions can be retained until an instant, held without
//! an end, or both. Nothing here falls due: a retention that has passed protects no more, and is told all the same.

use super::time::{DAY_SECONDS, LAST_SECOND, instant};
use crate::api::primitives::DateTime;
use crate::api::types::{ObjectLockMode, ObjectLockRetentionMode};
use std::fmt;

/// Who may undo a retention.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Whoever asks to bypass it.
    Governance,
    /// Nobody.
    Compliance,
}

impl From<Mode> for ObjectLockRetentionMode {
    fn from(mode: Mode) -> Self {
        match mode {
            Mode::Governance => Self::Governance,
            Mode::Compliance => Self::Compliance,
        }
    }
}

impl From<Mode> for ObjectLockMode {
    fn from(mode: Mode) -> Self {
        match mode {
            Mode::Governance => Self::Governance,
            Mode::Compliance => Self::Compliance,
        }
    }
}

/// Until when a version must not be deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retention {
    pub mode: Mode,
    until: DateTime,
}

impl Retention {
    /// In whole seconds, as it is told: what a reader sees as past is past.
    pub fn new(mode: Mode, until: DateTime) -> Self {
        // No later date can be written.
        Self { mode, until: DateTime::from_secs(until.secs().min(LAST_SECOND)) }
    }

    /// The first instant that is free again.
    pub fn until(&self) -> DateTime {
        self.until
    }

    fn holds(&self, now: DateTime) -> bool {
        now < self.until
    }

    /// Whether this may be replaced, or taken away: as long as it holds, only by a longer one of the same mode; one in
    /// governance mode by anything, if it is bypassed.
    pub fn may_become(&self, next: Option<Retention>, now: DateTime, bypass: bool) -> bool {
        let is_longer = next.is_some_and(|next| next.mode == self.mode && next.until >= self.until);
        !self.holds(now) || is_longer || (bypass && self.mode == Mode::Governance)
    }
}

/// What is known of a version's protection: what was never said is not there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Lock {
    pub retention: Option<Retention>,
    /// Whether a legal hold is on. It knows no date and is independent of the retention.
    pub legal_hold: Option<bool>,
}

/// Why a version must not be deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protection {
    LegalHold,
    Retained(Retention),
}

impl Lock {
    /// Whether anything was ever said.
    pub fn is_set(&self) -> bool {
        *self != Self::default()
    }

    /// What protects the version at this instant from whoever bypasses governance, or does not.
    pub fn protection(&self, now: DateTime, bypass: bool) -> Option<Protection> {
        if self.legal_hold == Some(true) {
            return Some(Protection::LegalHold);
        }
        let retention = self.retention.filter(|retention| retention.holds(now))?;
        match retention.mode {
            Mode::Governance if bypass => None,
            Mode::Governance | Mode::Compliance => Some(Protection::Retained(retention)),
        }
    }
}

impl fmt::Display for Protection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LegalHold => f.write_str("is under a legal hold"),
            Self::Retained(retention) => retention.fmt(f),
        }
    }
}

impl fmt::Display for Retention {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mode = ObjectLockRetentionMode::from(self.mode);
        write!(f, "is retained in {mode} mode until {}", instant(self.until))
    }
}

/// For how long: at least a day, at most a hundred years.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    Days(u16),
    Years(u16),
}

/// The longest period, in either unit.
const MAX_DAYS: u16 = 36_500;
const MAX_YEARS: u16 = 100;

/// How a number is no period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoPeriod {
    NotPositive,
    TooLarge,
}

impl Period {
    /// So many days.
    ///
    /// # Errors
    /// None, or too many.
    pub fn days(count: i32) -> Result<Self, NoPeriod> {
        checked(count, MAX_DAYS).map(Self::Days)
    }

    /// So many years.
    ///
    /// # Errors
    /// None, or too many.
    pub fn years(count: i32) -> Result<Self, NoPeriod> {
        checked(count, MAX_YEARS).map(Self::Years)
    }

    /// A year is 365 days: the limits, 36,500 days and 100 years, are one (guess).
    fn seconds(self) -> i64 {
        match self {
            Self::Days(days) => i64::from(days) * DAY_SECONDS,
            Self::Years(years) => i64::from(years) * 365 * DAY_SECONDS,
        }
    }
}

fn checked(count: i32, max: u16) -> Result<u16, NoPeriod> {
    match u16::try_from(count) {
        Ok(0) => Err(NoPeriod::NotPositive),
        Ok(count) if count <= max => Ok(count),
        Err(_) if count < 0 => Err(NoPeriod::NotPositive),
        Ok(_) | Err(_) => Err(NoPeriod::TooLarge),
    }
}

/// What retains a new version that says nothing of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetentionDefault {
    pub mode: Mode,
    pub period: Period,
}

impl RetentionDefault {
    /// The retention of what is made at this instant.
    pub fn of(self, made: DateTime) -> Retention {
        let until = made.secs().saturating_add(self.period.seconds());
        Retention::new(self.mode, DateTime::from_secs(until))
    }
}

/// That a bucket has object lock.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ObjectLock {
    pub default_retention: Option<RetentionDefault>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOW: i64 = 1000;

    fn retention(mode: Mode, until: i64) -> Retention {
        Retention::new(mode, DateTime::from_secs(until))
    }

    /// The columns: what is there, what replaces it, and whether that needs no bypass, needs one, or cannot be.
    #[test]
    fn a_retention_gives_way_as_the_table_says() {
        use Mode::{Compliance, Governance};
        let (free, bypass, never) = ([true, true], [false, true], [false, false]);
        for (current, next, expected) in [
            ((Governance, 2000), Some((Governance, 2000)), free),
            ((Governance, 2000), Some((Governance, 3000)), free),
            ((Governance, 2000), Some((Governance, 1500)), bypass),
            ((Governance, 2000), Some((Compliance, 3000)), bypass),
            ((Governance, 2000), None, bypass),
            ((Compliance, 2000), Some((Compliance, 2000)), free),
            ((Compliance, 2000), Some((Compliance, 3000)), free),
            ((Compliance, 2000), Some((Compliance, 1500)), never),
            ((Compliance, 2000), Some((Governance, 3000)), never),
            ((Compliance, 2000), None, never),
            ((Compliance, 1000), Some((Governance, 1500)), free),
            ((Compliance, 1000), None, free),
        ] {
            let next = next.map(|(mode, until)| retention(mode, until));
            let now = DateTime::from_secs(NOW);
            let may = |bypass| retention(current.0, current.1).may_become(next, now, bypass);
            assert_eq!([may(false), may(true)], expected, "{current:?} to {next:?}");
        }
    }

    #[test]
    fn a_legal_hold_outlives_the_retention_and_every_bypass() {
        let lock = Lock { retention: Some(retention(Mode::Governance, 2000)), legal_hold: Some(true) };
        for now in [NOW, 2000, 3000] {
            assert_eq!(lock.protection(DateTime::from_secs(now), true), Some(Protection::LegalHold));
        }
        let lifted = Lock { legal_hold: Some(false), ..lock };
        let protects = |now, bypass| lifted.protection(DateTime::from_secs(now), bypass).is_some();
        assert!(protects(1999, false) && !protects(2000, false) && !protects(1999, true));
    }

    #[test]
    fn a_period_is_a_day_to_a_hundred_years() {
        assert_eq!(Period::days(36_500).map(Period::seconds), Period::years(100).map(Period::seconds));
        let both = |count| [Period::days(count), Period::years(count)];
        for count in [0, -1, i32::MIN] {
            assert_eq!(both(count), [Err(NoPeriod::NotPositive); 2], "{count}");
        }
        for count in [36_501, 70_000, i32::MAX] {
            assert_eq!(both(count), [Err(NoPeriod::TooLarge); 2], "{count}");
        }
    }

    fn any_mode() -> impl Strategy<Value = Mode> {
        prop_oneof![Just(Mode::Governance), Just(Mode::Compliance)]
    }

    proptest! {
        /// However it is replaced without a bypass, what is protected stays so at least until its first date.
        #[test]
        fn no_replacement_shortens_what_holds(
            first in (any_mode(), 0_i64..4000),
            then in proptest::collection::vec((0_i64..500, proptest::option::of((any_mode(), 0_i64..4000))), 0..20),
        ) {
            let first = retention(first.0, first.1);
            let (mut current, mut now) = (Some(first), 0);
            for (by, next) in then {
                now += by;
                let (at, next) = (DateTime::from_secs(now), next.map(|(mode, until)| retention(mode, until)));
                if current.is_none_or(|current| current.may_become(next, at, false)) {
                    current = next;
                }
                let lock = Lock { retention: current, legal_hold: None };
                prop_assert!(at >= first.until() || lock.protection(at, false).is_some());
            }
        }
    }
}
