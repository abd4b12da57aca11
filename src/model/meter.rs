//! What is stored, and what it adds up to over time: what S3 would charge for.
//!
//! A [`Tally`] is exact: bytes times nanoseconds, as whole numbers. It is told of every change, in constant time, and
//! between changes nothing has to happen, since bytes that lie still add up by themselves.

use super::time::between;
use crate::api::primitives::DateTime;
use crate::api::types::StorageClass;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::{Add, AddAssign};

/// What bytes are of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Stored {
    /// Of versions of objects, the newest and the others.
    Objects,
    /// Of the parts of open uploads.
    Parts,
}

/// How much is stored, and what it has added up to.
///
/// ```
/// use fake_s3::{FakeS3, days};
///
/// let s3 = FakeS3::new();
/// let bucket = s3.create_bucket("backups");
/// let id = bucket.begin_upload("db.tar");
/// bucket.put_part("db.tar", &id, 1, vec![0; 1024]);
/// s3.clock().advance(days(2));
///
/// let parts = bucket.meter().parts();
/// assert_eq!((parts.bytes(), parts.byte_hours()), (1024, 48 * 1024));
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Usage {
    /// A world can store more than `u64` counts: a world file of 20 MB can describe it.
    bytes: u128,
    byte_nanos: u128,
}

const NANOS_PER_HOUR: u128 = 3_600_000_000_000;
const NANOS_PER_DAY: u128 = 24 * NANOS_PER_HOUR;
const GIB: u128 = 1024 * 1024 * 1024;

impl Usage {
    /// Number of bytes that are stored now; `u64::MAX` if there are more.
    pub fn bytes(self) -> u64 {
        saturated(self.bytes)
    }

    /// Bytes times nanoseconds: exact.
    pub fn byte_nanos(self) -> u128 {
        self.byte_nanos
    }

    /// Bytes times hours, rounded down: what S3's own usage reports count in.
    pub fn byte_hours(self) -> u128 {
        self.byte_nanos / NANOS_PER_HOUR
    }

    /// GiB times days, to be read. One GiB that lay for three days is 3.
    #[expect(clippy::cast_precision_loss, reason = "it is for reading; `byte_nanos` is exact")]
    pub fn gib_days(self) -> f64 {
        self.byte_nanos as f64 / (GIB * NANOS_PER_DAY) as f64
    }

    /// The same when all that was stored has gone.
    pub(super) fn freed(self) -> Self {
        Self { bytes: 0, ..self }
    }

    fn since(self, earlier: Self) -> Self {
        Self { bytes: self.bytes, byte_nanos: self.byte_nanos.saturating_sub(earlier.byte_nanos) }
    }
}

/// A number of bytes as the public API returns it: `u64::MAX` stands for itself and for all larger numbers. Sums are
/// made in `u128`, so that what was added can be taken away again.
pub fn saturated(bytes: u128) -> u64 {
    u64::try_from(bytes).unwrap_or(u64::MAX)
}

/// The sum of sizes, each of which fits in `u64`.
pub fn sum(sizes: impl Iterator<Item = u64>) -> u128 {
    sizes.map(u128::from).sum()
}

impl Add for Usage {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        let bytes = self.bytes.saturating_add(other.bytes);
        Self { bytes, byte_nanos: self.byte_nanos.saturating_add(other.byte_nanos) }
    }
}

impl AddAssign for Usage {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl fmt::Display for Usage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes now, {} byte-hours so far", self.bytes, self.byte_hours())
    }
}

/// Counts bytes as they come and go.
#[derive(Debug, Clone, Copy)]
pub struct Tally {
    /// Up to the last change.
    usage: Usage,
    changed: DateTime,
}

impl Default for Tally {
    fn default() -> Self {
        Self { usage: Usage::default(), changed: DateTime::from_secs(0) }
    }
}

impl Tally {
    fn change(&mut self, at: DateTime, bytes: impl FnOnce(u128) -> u128) {
        self.usage = Usage { bytes: bytes(self.usage.bytes), ..self.at(at) };
        self.changed = at;
    }

    /// Bytes have come.
    pub fn add(&mut self, bytes: u64, at: DateTime) {
        self.change(at, |stored| stored.saturating_add(bytes.into()));
    }

    /// Bytes have gone.
    pub fn remove(&mut self, bytes: u64, at: DateTime) {
        let bytes = u128::from(bytes);
        self.change(at, |stored| {
            debug_assert!(stored >= bytes, "{bytes} bytes go where {stored} are: they came, or changed, unmetered");
            stored.saturating_sub(bytes)
        });
    }

    /// What it has come to by then.
    pub fn at(&self, now: DateTime) -> Usage {
        let nanos = between(self.changed, now).as_nanos();
        let more = nanos.saturating_mul(self.usage.bytes);
        Usage { byte_nanos: self.usage.byte_nanos.saturating_add(more), ..self.usage }
    }
}

/// Counts what a bucket stores, by what it is of and by storage class.
#[derive(Debug, Default)]
pub struct Meter {
    tallies: BTreeMap<(Stored, StorageClass), Tally>,
}

impl Meter {
    /// Bytes have come.
    pub fn add(&mut self, stored: Stored, class: &StorageClass, bytes: u64, at: DateTime) {
        if bytes > 0 {
            self.tallies.entry((stored, class.clone())).or_default().add(bytes, at);
        }
    }

    /// Bytes have gone.
    pub fn remove(&mut self, stored: Stored, class: &StorageClass, bytes: u64, at: DateTime) {
        if bytes > 0 {
            self.tallies.entry((stored, class.clone())).or_default().remove(bytes, at);
        }
    }

    /// What it shows then.
    pub fn at(&self, now: DateTime) -> MeterView {
        let lines = self.tallies.iter().map(|(line, tally)| (line.clone(), tally.at(now))).collect();
        MeterView { at: now, lines }
    }
}

/// What a meter showed at an instant: how much was stored, and what it had added up to.
///
/// Counted is what is stored, for as long as it is: the versions of objects under their storage classes, and the parts
/// of open uploads under the class that the upload was initiated with, as S3 charges for them. S3's price list also has
/// what is not counted here: least durations and least sizes of some classes (128 KiB in `STANDARD_IA`), an archive's
/// overhead and the copies that are restored from it, requests and transfer. Parts for `GLACIER` and `DEEP_ARCHIVE`,
/// which S3 stages at the price of `STANDARD`, stand under their own class.
///
/// ```
/// use fake_s3::{FakeS3, days};
///
/// let s3 = FakeS3::new();
/// let bucket = s3.create_bucket("backups");
/// bucket.abort_incomplete_uploads_after("", 7);
/// let before = s3.meter();
/// let id = bucket.begin_upload("db.tar");
/// bucket.put_part("db.tar", &id, 1, vec![0; 1 << 20]); // ... and then it crashes
/// s3.clock().advance(days(30));
///
/// // From 2026-01-01T10:30 to the midnight of the 9th a MiB of parts was paid for.
/// let crash = s3.meter().since(&before).parts();
/// assert_eq!(crash.byte_hours(), (7 * 24 + 13) * (1 << 20) + (1 << 19));
/// assert_eq!(crash.bytes(), 0);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct MeterView {
    /// When.
    pub at: DateTime,
    lines: BTreeMap<(Stored, StorageClass), Usage>,
}

impl MeterView {
    /// All of it.
    pub fn total(&self) -> Usage {
        self.sum(|_, _| true)
    }

    /// That of objects.
    pub fn objects(&self) -> Usage {
        self.sum(|stored, _| stored == Stored::Objects)
    }

    /// That of the parts of open uploads.
    pub fn parts(&self) -> Usage {
        self.sum(|stored, _| stored == Stored::Parts)
    }

    /// That of a storage class.
    pub fn class(&self, class: &StorageClass) -> Usage {
        self.sum(|_, own| own == class)
    }

    /// Line by line: what it is of, the storage class, and how much.
    pub fn lines(&self) -> impl Iterator<Item = (Stored, &StorageClass, Usage)> {
        self.lines.iter().map(|((stored, class), usage)| (*stored, class, *usage))
    }

    /// What has been added since it showed `earlier`; the bytes are those that are stored now. A bucket that is made
    /// again under its name has a meter of its own: nothing that showed before is `earlier` to that.
    #[must_use]
    pub fn since(&self, earlier: &Self) -> Self {
        let before = |line| earlier.lines.get(line).copied().unwrap_or_default();
        let lines = self.lines.iter().map(|(line, usage)| (line.clone(), usage.since(before(line)))).collect();
        Self { at: self.at, lines }
    }

    /// Together with another's.
    pub(crate) fn with(mut self, other: Self) -> Self {
        other.lines.into_iter().for_each(|(line, usage)| *self.lines.entry(line).or_default() += usage);
        self
    }

    /// The same when all that was stored has gone.
    pub(crate) fn emptied(mut self) -> Self {
        self.lines.values_mut().for_each(|usage| *usage = usage.freed());
        self
    }

    fn sum(&self, is_meant: impl Fn(Stored, &StorageClass) -> bool) -> Usage {
        let lines = self.lines().filter(|(stored, class, _)| is_meant(*stored, class));
        lines.fold(Usage::default(), |sum, (_, _, usage)| sum + usage)
    }
}

/// A line for each kind and class, such as a failing test prints.
impl fmt::Display for MeterView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.lines.is_empty() {
            return f.write_str("nothing was ever stored");
        }
        let word = |stored| if stored == Stored::Objects { "objects" } else { "parts" };
        let lines = self.lines().map(|(stored, class, usage)| format!("{} in {class}: {usage}", word(stored)));
        f.write_str(&lines.collect::<Vec<_>>().join("\n"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn after(days: u64) -> DateTime {
        super::super::time::later(DateTime::from_secs(0), Duration::from_secs(days * 86_400))
    }

    #[test]
    fn three_gib_days_are_three() {
        let mut tally = Tally::default();
        tally.add(1 << 30, after(1));
        assert_eq!(tally.at(after(4)).gib_days().to_bits(), 3.0_f64.to_bits());
        tally.remove(1 << 30, after(4));
        assert_eq!(tally.at(after(9)).gib_days().to_bits(), 3.0_f64.to_bits());
    }

    #[test]
    fn a_tally_beyond_64_bits_shows_the_largest_number_and_returns_to_zero() {
        let (first, last) =
            (DateTime::from_secs(-62_135_596_800), DateTime::from_secs(super::super::time::LAST_SECOND));
        let mut tally = Tally::default();
        for _ in 0..3 {
            tally.add(u64::MAX, first);
        }
        assert_eq!(tally.at(last).bytes(), u64::MAX);
        tally.remove(u64::MAX, last);
        tally.remove(u64::MAX, last);
        assert_eq!(tally.at(last).bytes(), u64::MAX);
        tally.remove(u64::MAX, last);
        assert_eq!(tally.at(last).bytes(), 0);
        assert_eq!(tally.at(last).byte_nanos(), u128::MAX);
    }
}
