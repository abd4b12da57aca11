//! What an object consists of: its bytes, in one piece or in parts, its tag and its checksum.

use super::body::BodyJson;
use super::error::{At, WorldError};
use crate::api::error::S3Error;
use crate::api::primitives::DateTime;
use crate::api::types::{ChecksumAlgorithm, ChecksumType};
use crate::model::encryption::Encryption;
use crate::model::name::ETag;
use crate::model::object::{Attributes, StoredObject, StoredObjectPart};
use crate::model::payload::Payload;
use crate::model::payload::checksum::{Algorithm, ChecksumKind, ChecksumValue, ObjectChecksum};
use crate::model::settings::{EntityTags, Settings};
use crate::model::store::Store;
use crate::model::upload::{MAX_OBJECT_BYTES, MAX_PARTS};
use serde::{Deserialize, Serialize};

/// A part of an object that was uploaded in parts.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct PartJson {
    #[serde(default)]
    body: BodyJson,
}

/// The fields of an object that are about its bytes. Tag and checksum are said where they do not follow from the bytes.
#[derive(Debug, Default)]
#[expect(clippy::option_option, reason = "what is not said differs from what is said to be none")]
pub(super) struct ContentJson {
    pub(super) body: Option<BodyJson>,
    pub(super) parts: Option<Vec<PartJson>>,
    pub(super) e_tag: Option<String>,
    /// `None` within for an object without a checksum.
    pub(super) checksum_algorithm: Option<Option<ChecksumAlgorithm>>,
    pub(super) checksum_type: Option<ChecksumType>,
}

/// The checksum that an object has where nobody asked for one.
fn by_default(settings: &Settings) -> Option<(Algorithm, ChecksumKind)> {
    settings.default_checksum.map(|algorithm| (algorithm, ChecksumKind::FullObject))
}

impl ContentJson {
    pub(super) fn of(object: &StoredObject, settings: &Settings) -> Self {
        let (body, parts) = match object.parts_count() {
            None => (Some(BodyJson(object.payload())), None),
            Some(_) => {
                (None, Some(object.parts().map(|part| PartJson { body: BodyJson(part.payload.clone()) }).collect()))
            }
        };
        let shows_md5 = settings.entity_tags == EntityTags::Md5 && object.encryption.shows_md5();
        let follows = shows_md5 && tag_of(object).as_ref() == Some(&object.etag);
        let own = object.checksum.as_ref().map(|own| (own.checksum.algorithm, own.kind));
        let (checksum_algorithm, checksum_type) = match own {
            Some(_) if own == by_default(settings) => (None, None),
            Some((algorithm, kind)) => (Some(Some(algorithm.into())), Some(kind.into())),
            None => (Some(None), None),
        };
        let e_tag = (!follows).then(|| object.etag.quoted());
        Self { body, parts, e_tag, checksum_algorithm, checksum_type }
    }

    /// Makes the object.
    pub(super) fn read(
        self,
        at: &At,
        store: &mut Store,
        (attributes, encryption): (Attributes, Encryption),
        last_modified: DateTime,
    ) -> Result<StoredObject, WorldError> {
        let payloads = self.payloads(at)?;
        let etag = self.etag(at, store, &encryption, &payloads)?;
        let algorithm = self.algorithm(at, &store.settings)?;
        let is_whole = self.parts.is_none();
        let mut parts: Vec<_> =
            payloads.into_iter().map(|payload| StoredObjectPart { payload, checksum: None }).collect();
        let checksum = algorithm.map(|algorithm| checksum(&mut parts, algorithm)).transpose();
        let checksum = checksum.map_err(at.field("ChecksumAlgorithm").refused())?;
        let object = match (is_whole, parts.pop()) {
            (true, Some(StoredObjectPart { payload, .. })) => {
                StoredObject::put(payload, etag, attributes, checksum, last_modified)
            }
            (_, last) => {
                parts.extend(last);
                StoredObject::of_parts(parts, etag, attributes, checksum, last_modified)
            }
        };
        Ok(object.encrypted(encryption))
    }

    fn payloads(&self, at: &At) -> Result<Vec<Payload>, WorldError> {
        let payloads = match (&self.body, &self.parts) {
            (Some(_), Some(_)) => return Err(at.wrong("an object has a Body or Parts, and not both")),
            (body, None) => vec![body.clone().unwrap_or_default().0],
            (None, Some(parts)) => parts.iter().map(|part| part.body.0.clone()).collect(),
        };
        if !(1..=usize::from(MAX_PARTS)).contains(&payloads.len()) {
            return Err(at.field("Parts").wrong(format!("an object has 1 to {MAX_PARTS} parts")));
        }
        let bytes = payloads.iter().fold(0_u64, |bytes, payload| bytes.saturating_add(payload.len()));
        if bytes > MAX_OBJECT_BYTES {
            return Err(at.wrong(format!("no object has more than {MAX_OBJECT_BYTES} bytes")));
        }
        Ok(payloads)
    }

    fn etag(
        &self,
        at: &At,
        store: &mut Store,
        encryption: &Encryption,
        payloads: &[Payload],
    ) -> Result<ETag, WorldError> {
        let at = at.field("ETag");
        let count = self.parts.as_ref().map(Vec::len);
        let Some(text) = &self.e_tag else {
            let digests = payloads.iter().map(|payload| store.digest_for_tag(payload, encryption));
            return Ok(tag(&digests.collect::<Vec<_>>(), count.is_some()));
        };
        let etag = ETag::parse(text).ok_or_else(|| {
            at.wrong(format!("`{text}` is no ETag: 32 hexadecimal digits, and `-N` where there are N Parts"))
        })?;
        match etag.parts() == count {
            true => Ok(etag),
            false => Err(at.wrong(format!("`{text}` does not end in the number of Parts, or there are none"))),
        }
    }

    fn algorithm(&self, at: &At, settings: &Settings) -> Result<Option<(Algorithm, ChecksumKind)>, WorldError> {
        let kind_at = at.field("ChecksumType");
        let kind = self.checksum_type.as_ref().map(ChecksumKind::try_from).transpose().map_err(kind_at.refused())?;
        let algorithm = match (&self.checksum_algorithm, kind) {
            (None, None) => return Ok(by_default(settings)),
            (Some(None), None) => return Ok(None),
            (None | Some(None), Some(_)) => return Err(kind_at.wrong("it goes with a ChecksumAlgorithm")),
            (Some(Some(sent)), _) => Algorithm::read(sent, settings.knows_newer_checksums)
                .map_err(at.field("ChecksumAlgorithm").refused())?,
        };
        let kind = match (&self.parts, kind) {
            (None, None) => ChecksumKind::FullObject,
            (None, Some(ChecksumKind::Composite)) => {
                return Err(kind_at.wrong("only an object that has Parts is COMPOSITE"));
            }
            (None, Some(ChecksumKind::FullObject)) => return Ok(Some((algorithm, ChecksumKind::FullObject))),
            (Some(_), kind) => kind.unwrap_or(algorithm.default_kind()),
        };
        match self.parts.is_none() || algorithm.allows(kind) {
            true => Ok(Some((algorithm, kind))),
            false => Err(kind_at.wrong(format!("what has Parts has no {} of the type {kind}", algorithm.name()))),
        }
    }
}

/// The tag that follows from the bytes.
fn tag_of(object: &StoredObject) -> Option<ETag> {
    let digests: Option<Vec<_>> = object.parts().map(|part| part.payload.md5().ok()).collect();
    Some(tag(&digests?, object.parts_count().is_some()))
}

fn tag(digests: &[[u8; 16]], has_parts: bool) -> ETag {
    match digests {
        [digest] if !has_parts => ETag::of_digest(*digest),
        digests => ETag::of_parts(digests),
    }
}

/// The checksum of the whole; parts remember theirs where it is made of those.
fn checksum(
    parts: &mut [StoredObjectPart],
    (algorithm, kind): (Algorithm, ChecksumKind),
) -> Result<ObjectChecksum, S3Error> {
    if let ([whole], ChecksumKind::FullObject) = (&*parts, kind) {
        return Ok(ObjectChecksum::full(ChecksumValue::of(algorithm, &whole.payload)?));
    }
    let sums = parts.iter().map(|part| Ok((ChecksumValue::of(algorithm, &part.payload)?, part.payload.len())));
    let sums = sums.collect::<Result<Vec<(ChecksumValue, u64)>, S3Error>>()?;
    let of_whole = || ObjectChecksum::combined(algorithm, sums.iter().map(|(sum, len)| (sum, *len)));
    if let Some(full) = Some(kind).filter(|kind| *kind == ChecksumKind::FullObject).and_then(|_| of_whole()) {
        return Ok(full);
    }
    let composite = ObjectChecksum::composite(algorithm, sums.iter().map(|(sum, _)| sum))?;
    for (part, (sum, _)) in parts.iter_mut().zip(sums) {
        part.checksum = Some(sum);
    }
    Ok(composite)
}
