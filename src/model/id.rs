//! Ids as a pure function of seed, purpose and ordinal: they look like AWS's, and the same run makes the same ones. So
//! is how late S3 acts.

use super::settings::Lag;
use super::version::VERSION_ID_LENGTH;
use std::fmt::Write as _;
use std::time::Duration;

/// What an id is for. Ids of different purposes never depend on each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Upload = 1,
    Request = 2,
    Rule = 3,
    Version = 4,
    Tag = 5,
    Lag = 6,
    Key = 7,
    Fault = 8,
}

/// Makes the ids of one world.
#[derive(Debug, Clone)]
pub struct Ids {
    seed: u64,
    uploads: u64,
    requests: u64,
    rules: u64,
    versions: u64,
    tags: u64,
    keys: u64,
}

/// Visible characters in the order of their bytes, so that larger numbers make larger texts.
const ORDERED: &[u8; 64] = b".0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
const UPPER: &[u8; 36] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// How many characters of an id are a number.
const DIGITS: usize = 15;

/// How many ids of each purpose there can be; far more than a test can make.
const STRIDE_BITS: u32 = 24;

/// The last place that a version from elsewhere can have, so that there is always another behind it.
const LAST_PLACE: u64 = 1 << 48;

impl Ids {
    /// The ids of a world with this seed.
    pub fn new(seed: u64) -> Self {
        Self { seed, uploads: 0, requests: 0, rules: 0, versions: 0, tags: 0, keys: 0 }
    }

    /// What all ids are derived from.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// These, which go on from `begun`, together with those that others made from there on: who goes on from both makes
    /// none twice. `None` where both have made some for the same purpose, which are the same.
    pub fn joined(&self, begun: &Self, others: &Self) -> Option<Self> {
        let last = |of: fn(&Self) -> u64| match (of(self), of(begun), of(others)) {
            (own, begun, other) if own == begun => Some(other),
            (own, begun, other) if other == begun => Some(own),
            _ => None,
        };
        Some(Self {
            seed: self.seed,
            uploads: last(|ids| ids.uploads)?,
            requests: last(|ids| ids.requests)?,
            rules: last(|ids| ids.rules)?,
            versions: last(|ids| ids.versions)?,
            tags: last(|ids| ids.tags)?,
            keys: last(|ids| ids.keys)?,
        })
    }

    /// The next upload id and its ordinal, from 1. Ids sort as they were made.
    pub fn upload(&mut self) -> (String, u64) {
        self.uploads += 1;
        (self.ordered(Purpose::Upload, self.uploads, 128), self.uploads)
    }

    /// Number of uploads that have begun, which is the ordinal of the last.
    pub fn last_upload(&self) -> u64 {
        self.uploads
    }

    /// The next place in the order of versions.
    pub fn order(&mut self) -> u64 {
        self.versions += 1;
        self.versions
    }

    /// The id of the version at a place in the order. Ids sort as the places do.
    pub fn version(&self, order: u64) -> String {
        self.ordered(Purpose::Version, order, VERSION_ID_LENGTH)
    }

    /// The place that the id of a version has in any world with this seed; `None` of one that no such world makes.
    pub fn place_of_version(&self, id: &str) -> Option<u64> {
        let order = self.order_of(id);
        (order <= LAST_PLACE && self.version(order) == id).then_some(order)
    }

    /// Has the places up to this one be taken.
    pub fn take_places(&mut self, order: u64) {
        self.versions = self.versions.max(order);
    }

    /// Whether this world made the id of a version: S3, too, knows those of its own.
    pub fn made_version(&self, id: &str) -> bool {
        let order = self.order_of(id);
        order <= self.versions && self.version(order) == id
    }

    /// The place that an id was made for; of one that nobody made, where it would be among the others.
    pub fn order_of(&self, version: &str) -> u64 {
        let digit = |byte: u8| ORDERED.partition_point(|letter| *letter < byte) as u128;
        let ordered = version.bytes().take(DIGITS).fold(0, |number, byte| (number << 6) | digit(byte));
        let own = ordered.saturating_sub(self.base(Purpose::Version)) >> STRIDE_BITS;
        u64::try_from(own).unwrap_or(u64::MAX)
    }

    /// What all ids of a purpose begin at. The seed decides.
    fn base(&self, purpose: Purpose) -> u128 {
        u128::from(Noise::new(self.seed, purpose, 0).next() >> 2) << STRIDE_BITS
    }

    /// An id whose first 15 characters are a number, which is larger for a larger ordinal.
    fn ordered(&self, purpose: Purpose, ordinal: u64, length: usize) -> String {
        let mut noise = Noise::new(self.seed, purpose, ordinal);
        // The base, then the ordinal, then noise: 86 bits, in 15 digits of 6.
        let own = (u128::from(ordinal) << STRIDE_BITS) | u128::from(noise.next() >> (64 - STRIDE_BITS));
        let ordered = self.base(purpose) + own;
        let mut id = String::with_capacity(length);
        for digit in (0..DIGITS).rev() {
            id.push(char::from(ORDERED[(ordered >> (6 * digit)) as usize & 63]));
        }
        while id.len() < length {
            id.push(char::from(ORDERED[noise.below(64)]));
        }
        id
    }

    /// The next request's id and extended id.
    pub fn request(&mut self) -> RequestNames {
        self.requests += 1;
        let mut noise = Noise::new(self.seed, Purpose::Request, self.requests);
        let id = (0..16).map(|_| char::from(UPPER[noise.below(36)])).collect();
        let bytes: [u8; 57] = std::array::from_fn(|_| noise.next().to_le_bytes()[0]);
        RequestNames { id, extended: aws_smithy_types::base64::encode(bytes), ordinal: self.requests }
    }

    /// The next opaque tag: it looks like an MD5, and is another for every write.
    pub fn tag(&mut self) -> [u8; 16] {
        self.tags += 1;
        Noise::new(self.seed, Purpose::Tag, self.tags).wide().to_be_bytes()
    }

    /// The bits of the next key's id.
    pub fn key(&mut self) -> u128 {
        self.keys += 1;
        Noise::new(self.seed, Purpose::Key, self.keys).wide()
    }

    /// How long after its deadline the upload with this ordinal is aborted.
    pub fn lag(&self, lag: Lag, ordinal: u64) -> Duration {
        match lag {
            Lag::None => Duration::ZERO,
            Lag::Fixed(by) => by,
            Lag::UpTo(bound) => {
                let choices = u64::try_from(bound.as_millis()).unwrap_or(u64::MAX).saturating_add(1);
                Duration::from_millis(Noise::new(self.seed, Purpose::Lag, ordinal).next() % choices)
            }
        }
    }

    /// The id of a lifecycle rule that was put without one.
    pub fn rule(&mut self) -> String {
        self.rules += 1;
        let mut noise = Noise::new(self.seed, Purpose::Rule, self.rules);
        let mut id = String::with_capacity(48);
        while id.len() < 48 {
            let _ = write!(id, "{:016x}", noise.next());
        }
        aws_smithy_types::base64::encode(&id.as_bytes()[..36])
    }
}

/// What names one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestNames {
    /// `x-amz-request-id`.
    pub id: String,
    /// `x-amz-id-2`.
    pub extended: String,
    /// Its ordinal among the requests of the world, from 1.
    pub ordinal: u64,
}

/// A number from 0 to below 1 that depends on nothing but these two, for the chances of faults.
#[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
pub(crate) fn chance(seed: u64, ordinal: u64) -> f64 {
    (Noise::new(seed, Purpose::Fault, ordinal).next() >> 11) as f64 / (1_u64 << 53) as f64
}

/// A stream of well mixed bits (the finaliser of SplitMix64), which needs no state beyond a counter.
struct Noise(u64);

impl Noise {
    fn new(seed: u64, purpose: Purpose, ordinal: u64) -> Self {
        let mut noise = Self(seed ^ (purpose as u64).rotate_left(56));
        let start = noise.next() ^ ordinal.wrapping_mul(0xD129_0F5A_5B1E_9C35);
        Self(start)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn wide(&mut self) -> u128 {
        u128::from(self.next()) << 64 | u128::from(self.next())
    }

    fn below(&mut self, limit: usize) -> usize {
        // The limit is at most 64; the bias of a remainder is nobody's concern.
        usize::try_from(self.next() % limit as u64).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn what_two_made_from_one_beginning_is_made_once() {
        let begun = Ids::new(1);
        let (mut own, mut others) = (begun.clone(), begun.clone());
        own.order();
        others.request();
        others.upload();
        let mut joined = own.joined(&begun, &others).unwrap();
        assert_eq!((joined.order(), joined.request().ordinal, joined.upload().1), (2, 2, 2));
        others.order();
        assert!(own.joined(&begun, &others).is_none(), "both have made the first place");
    }

    #[test]
    fn upload_ids_sort_as_they_were_made() {
        for seed in [0, 1, u64::MAX] {
            let mut ids = Ids::new(seed);
            let made: Vec<String> = (0..1000).map(|_| ids.upload().0).collect();
            assert!(made.is_sorted_by(|a, b| a < b), "seed {seed}");
        }
    }

    #[test]
    fn version_ids_sort_as_their_places_do() {
        let ids = Ids::new(3);
        let made: Vec<String> = (1..1000).map(|order| ids.version(order)).collect();
        assert!(made.is_sorted_by(|a, b| a < b));
        assert!(
            made.iter().all(|id| id.len() == 32 && id.bytes().all(|b| b.is_ascii_alphanumeric() || b"._".contains(&b)))
        );
    }

    #[test]
    fn the_place_of_a_version_is_in_its_id() {
        for seed in [0, 1, u64::MAX] {
            let ids = Ids::new(seed);
            assert!((1..1000).all(|order| ids.order_of(&ids.version(order)) == order), "seed {seed}");
        }
        for foreign in ["................................", "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz", "", "-"] {
            let place = Ids::new(0).order_of(foreign);
            assert!(place == 0 || place > 1_000_000, "{foreign}: {place}");
        }
    }

    #[test]
    fn upload_ids_look_like_aws_s() {
        let (id, ordinal) = Ids::new(7).upload();
        assert_eq!((id.len(), ordinal), (128, 1));
        assert!(id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte)), "{id}");
        assert!(!id.starts_with('-'), "some clients take it for an option");
    }

    #[test]
    fn a_seeded_lag_keeps_to_its_bound_and_uses_it() {
        let bound = Duration::from_hours(48);
        let lags = |seed| (1..200).map(|ordinal| Ids::new(seed).lag(Lag::UpTo(bound), ordinal)).collect::<Vec<_>>();
        assert_eq!(lags(3), lags(3));
        assert_ne!(lags(3), lags(4));
        assert!(lags(3).iter().all(|lag| *lag <= bound));
        assert!(lags(3).iter().any(|lag| *lag > bound / 2) && lags(3).iter().any(|lag| *lag < bound / 2));
        assert_eq!(Ids::new(3).lag(Lag::UpTo(Duration::ZERO), 1), Duration::ZERO);
        assert!(Ids::new(3).lag(Lag::UpTo(Duration::MAX), 1) > bound);
    }

    #[test]
    fn the_seed_decides() {
        assert_eq!(Ids::new(3).upload(), Ids::new(3).upload());
        assert_ne!(Ids::new(3).upload(), Ids::new(4).upload());
        assert_ne!(Ids::new(3).request().id, Ids::new(4).request().id);
        assert_ne!(Ids::new(3).tag(), Ids::new(4).tag());
    }

    #[test]
    fn every_tag_is_another() {
        let mut ids = Ids::new(0);
        let tags: BTreeSet<_> = (0..1000).map(|_| ids.tag()).collect();
        assert_eq!(tags.len(), 1000);
    }
}
