//! The multipart machine.
//!
//! ```text
//!            put_part                        plan + assemble
//!           +-------+                      +-----------------> Completed { at, etag }
//!           v       |                      |
//!   begin ->  Open  -----------------------+
//!                                          |
//!                                          +-----------------> Aborted { at, by: Request | Rule(id) }
//!                                            abort, or a rule
//! ```
//!
//! An [`Upload`] is open; there is no flag to say otherwise. Ending one takes it out of its bucket and leaves an
//! [`Ended`], which S3 does not show but a test's author wants to read. `plan` changes nothing and may fail;
//! `assemble` takes the upload by value and cannot.

use super::access::acl::Access;
use super::access::principal::Principal;
use super::encryption::Encryption;
use super::lock::Lock;
use super::meter::{Tally, Usage};
use super::name::{ETag, ObjectKey, PartNumber, UploadId};
use super::object::{Attributes, StoredObject, StoredObjectPart};
use super::payload::Payload;
use super::payload::checksum::{Algorithm, ChecksumKind, ChecksumValue, ObjectChecksum};
use super::time::instant;
use super::version::VersionId;
use crate::api::error::{S3Error, table};
use crate::api::primitives::DateTime;
use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

/// The least size of a part that is not the last, in bytes.
pub const MIN_PART_BYTES: u64 = 5 * 1024 * 1024;

/// The most parts of an object, and the highest number of one.
pub const MAX_PARTS: u16 = 10_000;

/// The largest part, the largest object that is put in one piece, and the largest source that is copied in one go.
pub const MAX_BODY_BYTES: u64 = 5 * 1024 * 1024 * 1024;

/// The largest object: as many of the largest parts as there can be, 48.8 TiB.
pub const MAX_OBJECT_BYTES: u64 = MAX_PARTS as u64 * MAX_BODY_BYTES;

/// What an upload must keep to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The least size of a part that is not the last, in bytes.
    pub min_part_bytes: u64,
    /// The largest body of one request, and the largest source of one copy, in bytes.
    pub max_body_bytes: u64,
    /// The largest object, in bytes.
    pub max_object_bytes: u64,
    /// The most parts of an object, and the highest number of one.
    pub max_parts: u16,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            min_part_bytes: MIN_PART_BYTES,
            max_body_bytes: MAX_BODY_BYTES,
            max_object_bytes: MAX_OBJECT_BYTES,
            max_parts: MAX_PARTS,
        }
    }
}

/// A part that was uploaded.
#[derive(Debug, Clone)]
pub struct UploadedPart {
    pub payload: Payload,
    /// What its tag is written from: the MD5 of its bytes, or an opaque one.
    pub digest: [u8; 16],
    /// Of the upload's algorithm where it has one, else whatever came with the part.
    pub checksum: Option<ChecksumValue>,
    pub last_modified: DateTime,
}

impl UploadedPart {
    /// The part's tag.
    pub fn etag(&self) -> ETag {
        ETag::of_digest(self.digest)
    }
}

/// An upload that is neither completed nor aborted.
#[derive(Debug, Clone)]
pub struct Upload {
    pub id: UploadId,
    /// Its ordinal among the uploads of the world, from 1: what sentences call it.
    pub ordinal: u64,
    pub key: ObjectKey,
    pub initiated: DateTime,
    pub attributes: Attributes,
    pub checksum: Option<(Algorithm, ChecksumKind)>,
    /// The id that its object's version will have, and its place, where the bucket kept versions at the initiation.
    pub version: Option<(VersionId, u64)>,
    /// How its object will be encrypted: what was said, or was the bucket's default, at the initiation.
    pub encryption: Encryption,
    /// What will protect its object.
    pub lock: Lock,
    /// Who began it.
    pub initiator: Principal,
    /// Whose its object will be, and what will be granted; `None` where all is the bucket's owner's alone.
    pub access: Option<Access>,
    /// How long after its deadline a rule aborts it.
    pub lag: Duration,
    /// What its parts take.
    tally: Tally,
    parts: BTreeMap<PartNumber, UploadedPart>,
    /// When an object of its key was last written or deleted since the initiation.
    overtaken: Option<DateTime>,
}

/// A part as a client lists it to complete an upload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedPart {
    /// At least 1.
    pub number: i32,
    pub etag: String,
    /// Algorithm and value.
    pub checksums: Vec<(Algorithm, String)>,
}

/// What a client claims about the object that it completes.
#[derive(Debug, Clone, Default)]
pub struct Claims {
    pub kind: Option<ChecksumKind>,
    pub size: Option<i64>,
    pub checksum: Option<(Algorithm, String)>,
}

/// A list of parts that will complete the upload that it was made from.
#[derive(Debug)]
pub struct CompletionPlan {
    numbers: Vec<PartNumber>,
    pub etag: ETag,
    /// `None` where whoever completes it does not show the key that a checksum is read and written with.
    pub checksum: Option<ObjectChecksum>,
    /// Whether whoever completes it is told the checksum. Where S3 chose it and has KMS encrypt it, only readers are
    /// (recorded).
    pub tells_checksum: bool,
}

impl Upload {
    /// A new upload.
    pub fn new(
        (id, ordinal): (UploadId, u64),
        key: ObjectKey,
        attributes: Attributes,
        checksum: Option<(Algorithm, ChecksumKind)>,
        (initiator, initiated): (Principal, DateTime),
    ) -> Self {
        Self {
            id,
            ordinal,
            key,
            initiated,
            attributes,
            checksum,
            version: None,
            encryption: Encryption::S3,
            lock: Lock::default(),
            initiator,
            access: None,
            lag: Duration::ZERO,
            tally: Tally::default(),
            parts: BTreeMap::new(),
            overtaken: None,
        }
    }

    /// Its parts, by number.
    pub fn parts(&self) -> &BTreeMap<PartNumber, UploadedPart> {
        &self.parts
    }

    /// When an object of its key was last written or deleted since the initiation.
    pub fn overtaken(&self) -> Option<DateTime> {
        self.overtaken
    }

    pub(super) fn overtake(&mut self, at: DateTime) {
        self.overtaken = Some(at);
    }

    /// The algorithm that was named, or that S3 chooses by default where none was, and the kind of the checksum.
    pub fn algorithm(&self, default: Option<Algorithm>) -> Option<(Algorithm, ChecksumKind)> {
        self.checksum.or(default.map(|default| (default, default.default_kind())))
    }

    /// How many bytes its parts have.
    pub fn bytes(&self) -> u64 {
        self.parts.values().map(|part| part.payload.len()).sum()
    }

    /// What its parts have come to by then.
    pub fn usage(&self, now: DateTime) -> Usage {
        self.tally.at(now)
    }

    /// Puts a part; one of the same number is replaced, and given back.
    pub(super) fn put_part(&mut self, number: PartNumber, part: UploadedPart) -> Option<UploadedPart> {
        let (bytes, at) = (part.payload.len(), part.last_modified);
        let replaced = self.parts.insert(number, part);
        self.tally.remove(replaced.as_ref().map_or(0, |part| part.payload.len()), at);
        self.tally.add(bytes, at);
        replaced
    }

    /// Whether this list completes the upload; an upload without an algorithm makes an object with the default one.
    /// Changes nothing.
    ///
    /// # Errors
    /// In the order of LocalStack, whose tests pass against AWS: the list's order, the type of checksum, then each
    /// part in turn, then the whole.
    pub fn plan(
        &self,
        list: &[ListedPart],
        claims: &Claims,
        limits: &Limits,
        default: Option<Algorithm>,
    ) -> Result<CompletionPlan, S3Error> {
        self.check_order(list)?;
        self.check_claimed_kind(claims)?;
        let mut parts = Vec::with_capacity(list.len());
        for (index, listed) in list.iter().enumerate() {
            let is_last = index + 1 == list.len();
            let (number, part) = self.listed_part(listed)?;
            self.check_part_checksum(listed, part)?;
            if !is_last && part.payload.len() < limits.min_part_bytes {
                return Err(self.too_small(number, part, limits.min_part_bytes));
            }
            parts.push((number, part));
        }
        let size: u64 = parts.iter().map(|(_, part)| part.payload.len()).sum();
        check_claimed_size(claims, size)?;
        self.check_size(size, limits.max_object_bytes)?;
        let checksum = self.checksum_of(&parts, default)?;
        self.check_claimed_checksum(claims, checksum.as_ref())?;
        let digests: Vec<_> = parts.iter().map(|(_, part)| part.digest).collect();
        let numbers = parts.into_iter().map(|(number, _)| number).collect();
        let tells_checksum = self.checksum.is_some() || self.encryption.under().is_none();
        Ok(CompletionPlan { numbers, etag: ETag::of_parts(&digests), checksum, tells_checksum })
    }

    /// Makes the object. Parts that were not listed are freed.
    pub fn assemble(mut self, plan: CompletionPlan) -> StoredObject {
        let composite = plan.checksum.as_ref().is_some_and(|checksum| checksum.kind == ChecksumKind::Composite);
        let parts = plan.numbers.iter().filter_map(|number| self.parts.remove(number));
        let parts = parts
            .map(|part| StoredObjectPart { payload: part.payload, checksum: part.checksum.filter(|_| composite) })
            .collect();
        StoredObject::assembled(parts, plan.etag, self.attributes, plan.checksum, (self.id, self.initiated))
            .encrypted(self.encryption)
            .locked(self.lock)
            .accessed(self.access)
    }

    /// Checks that the parts are listed by number. A part that was never uploaded is named before the order (field
    /// report); of several, the one with the lowest number.
    fn check_order(&self, list: &[ListedPart]) -> Result<(), S3Error> {
        let out_of_order = list.windows(2).find(|pair| pair[0].number >= pair[1].number);
        let Some([before, after]) = out_of_order else { return Ok(()) };
        let is_missing = |listed: &&ListedPart| {
            PartNumber::try_from(listed.number).map_or(true, |number| !self.parts.contains_key(&number))
        };
        if let Some(missing) = list.iter().filter(is_missing).min_by_key(|listed| listed.number) {
            return Err(self.invalid_part(missing).because(format!("{self} has no part {}", missing.number)));
        }
        let why = format!("part {} is listed before part {}", before.number, after.number);
        Err(table::INVALID_PART_ORDER.error().with("UploadId", &self.id).because(why))
    }

    /// The recorded message says `null` for an upload without an algorithm.
    fn check_claimed_kind(&self, claims: &Claims) -> Result<(), S3Error> {
        let own = self.checksum.map(|(_, kind)| kind);
        match claims.kind {
            Some(claimed) if own != Some(claimed) => {
                let own = own.map_or_else(|| "null".to_owned(), |kind| kind.to_string());
                Err(table::CHECKSUM_COMPLETE_TYPE.fill(&[&own]))
            }
            _ => Ok(()),
        }
    }

    fn listed_part(&self, listed: &ListedPart) -> Result<(PartNumber, &UploadedPart), S3Error> {
        let number = PartNumber::try_from(listed.number).ok();
        let found = number.and_then(|number| Some((number, self.parts.get(&number)?)));
        match found {
            None => Err(self.invalid_part(listed).because(format!("{self} has no part {}", listed.number))),
            Some((_, part)) if !part.etag().is(&listed.etag) => {
                let why = format!("part {} of {self} has the ETag {}", listed.number, part.etag().bare());
                Err(self.invalid_part(listed).because(why))
            }
            Some(found) => Ok(found),
        }
    }

    fn check_part_checksum(&self, listed: &ListedPart, part: &UploadedPart) -> Result<(), S3Error> {
        let Some((algorithm, kind)) = self.checksum else {
            // Recorded: an upload without an algorithm remembers no checksum that a part could be compared with.
            return match listed.checksums.as_slice() {
                [] => Ok(()),
                _ => Err(self.invalid_part(listed).because(format!("{self} was created without a checksum algorithm"))),
            };
        };
        match listed.checksums.iter().find(|(sent, _)| *sent == algorithm) {
            Some((_, value)) if part.checksum.as_ref().is_some_and(|own| own.encoded() == *value) => Ok(()),
            Some((_, value)) => {
                let why = format!("part {} of {self} does not have the {} {value}", listed.number, algorithm.name());
                Err(self.invalid_part(listed).because(why))
            }
            None => match listed.checksums.first() {
                // The sentence names the algorithm that was sent, not the upload's (recorded).
                Some((sent, _)) => Err(table::CHECKSUM_PART_OTHER.fill(&[&sent.lower(), &listed.number])),
                None if kind == ChecksumKind::Composite => {
                    Err(table::CHECKSUM_PART_MISSING.fill(&[&algorithm.lower(), &listed.number]))
                }
                None => Ok(()),
            },
        }
    }

    fn checksum_of(
        &self,
        parts: &[(PartNumber, &UploadedPart)],
        default: Option<Algorithm>,
    ) -> Result<Option<ObjectChecksum>, S3Error> {
        let Some((algorithm, kind)) = self.algorithm(default) else { return Ok(None) };
        let sum_of = |part: &UploadedPart| match &part.checksum {
            Some(own) if own.algorithm == algorithm => Ok(own.clone()),
            _ => ChecksumValue::of(algorithm, &part.payload),
        };
        let sums = parts.iter().map(|(_, part)| Ok((sum_of(part)?, part.payload.len())));
        let sums = sums.collect::<Result<Vec<(ChecksumValue, u64)>, S3Error>>()?;
        let full = match kind {
            ChecksumKind::Composite => None,
            ChecksumKind::FullObject => ObjectChecksum::combined(algorithm, sums.iter().map(|(sum, len)| (sum, *len))),
        };
        full.map_or_else(|| ObjectChecksum::composite(algorithm, sums.iter().map(|(sum, _)| sum)), Ok).map(Some)
    }

    /// A checksum of the whole is ignored where the upload has no algorithm, and one of all bytes counts only together
    /// with `x-amz-checksum-type: FULL_OBJECT` (recorded of CRC32C). Where that header is missing it means the usual
    /// type of the algorithm, so a CRC64NVME needs none; and the number of parts behind a composite value may be left
    /// out (both by swift's tests against S3).
    fn check_claimed_checksum(&self, claims: &Claims, own: Option<&ObjectChecksum>) -> Result<(), S3Error> {
        let (Some((algorithm, kind)), Some((claimed, value)), Some(own)) = (self.checksum, &claims.checksum, own)
        else {
            return Ok(());
        };
        let typed = claims.kind.unwrap_or_else(|| algorithm.default_kind()) == kind;
        let is_own = *value == own.encoded() || (kind == ChecksumKind::Composite && *value == own.checksum.encoded());
        if typed && *claimed == algorithm && is_own {
            return Ok(());
        }
        let why = format!("the {} of the object is {}", algorithm.name(), own.encoded());
        Err(table::DIGEST_MISMATCH.fill(&[&algorithm.lower()]).because(why))
    }

    fn invalid_part(&self, listed: &ListedPart) -> S3Error {
        table::INVALID_PART
            .error()
            .with("UploadId", &self.id)
            .with("PartNumber", listed.number)
            .with("ETag", super::name::unquoted(&listed.etag))
    }

    fn check_size(&self, size: u64, max_object_bytes: u64) -> Result<(), S3Error> {
        if size <= max_object_bytes {
            return Ok(());
        }
        let error = table::ENTITY_TOO_LARGE.error();
        let error = error.with("ProposedSize", size).with("MaxSizeAllowed", max_object_bytes);
        Err(error.because(format!("the parts of {self} that are listed make an object of {size} bytes")))
    }

    fn too_small(&self, number: PartNumber, part: &UploadedPart, min_part_bytes: u64) -> S3Error {
        table::ENTITY_TOO_SMALL
            .error()
            .with("ETag", part.etag().bare())
            .with("MinSizeAllowed", min_part_bytes)
            .with("PartNumber", number)
            .with("ProposedSize", part.payload.len())
            .because(format!("part {number} is not the last of the list that completes {self}"))
    }
}

fn check_claimed_size(claims: &Claims, size: u64) -> Result<(), S3Error> {
    match claims.size {
        Some(claimed) if claimed < 0 => Err(table::OBJECT_SIZE_NEGATIVE.fill(&[&claimed])),
        Some(claimed) if u64::try_from(claimed) != Ok(size) => {
            Err(table::OBJECT_SIZE_MISMATCH.fill(&[&claimed, &size]))
        }
        _ => Ok(()),
    }
}

impl fmt::Display for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "upload #{} of {}", self.ordinal, self.key)
    }
}

/// What is left of an upload that has ended.
#[derive(Debug, Clone)]
pub struct Ended {
    pub key: ObjectKey,
    pub ordinal: u64,
    pub at: DateTime,
    pub how: How,
    /// What its parts had come to.
    pub usage: Usage,
}

/// How an upload ended.
#[derive(Debug, Clone)]
pub enum How {
    /// It became an object out of this list.
    Completed { list: Vec<ListedPart>, etag: ETag, version: VersionId, tells_checksum: bool },
    /// A request aborted it.
    AbortedByRequest,
    /// A lifecycle rule aborted it.
    AbortedByRule(String),
}

impl fmt::Display for Ended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "upload #{} of {} was ", self.ordinal, self.key)?;
        match &self.how {
            How::Completed { .. } => f.write_str("completed")?,
            How::AbortedByRequest => f.write_str("aborted by a request")?,
            How::AbortedByRule(rule) => write!(f, "aborted by rule \"{rule}\"")?,
        }
        write!(f, " at {}", instant(self.at))
    }
}
