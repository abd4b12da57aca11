//! The response's description of an object: the same for `GetObject` and `HeadObject`.

use super::object::{override_headers, restore_header, tell, tell_checksum};
use super::range::Selected;
use super::version::Found;
use super::{access, customer_key, encryption, lifecycle, lock, tagging};
use crate::api::primitives::DateTime;
use crate::api::shape::Field;
use crate::api::types::groups::{
    ChecksumValues, CustomerKeyEcho, EncryptionEcho, ObjectEcho, ObjectLockHeaders, ReadEcho, ResponseOverrides,
};
use crate::model::access::action;
use crate::model::bucket::BucketState;
use crate::model::name::ObjectKey;
use crate::ops::guesses::{EMPTY_PART_READ, Guess};
use crate::ops::{Call, Rules};

/// What a request reads, after its rules let it.
pub(crate) struct Reading<'a> {
    pub(crate) bucket: &'a BucketState,
    pub(crate) key: &'a ObjectKey,
    pub(crate) found: Found<'a>,
    pub(crate) selected: &'a Selected,
    pub(crate) wants_checksum: bool,
}

/// Describes the object. Also returns the guess that the description leans on, if there is one.
pub(crate) fn describe<I, O>(call: &Call<'_>, input: &I, reading: &Reading<'_>) -> (O, Option<&'static Guess>)
where
    I: Rules + ResponseOverrides,
    O: Default + ObjectEcho + ReadEcho + ChecksumValues + EncryptionEcho + CustomerKeyEcho + ObjectLockHeaders,
{
    let Reading { bucket, key, found, selected, wants_checksum } = reading;
    let (object, now) = (found.object, call.store.now());
    let may = |action| access::may(call, bucket, input, action, (key, object));
    let mut output = O::default();
    *output.version_id_mut() = found.shown();
    tell(&mut output, object, selected);
    *output.tag_count_mut() = tagging::count(&object.attributes.tags).filter(|_| may(&action::GET_OBJECT_TAGGING));
    override_headers(&mut output, input);
    encryption::tell(&mut output, &object.encryption);
    customer_key::tell(&mut output, &object.encryption);
    if object.lock.retention.is_some() && may(&action::GET_OBJECT_RETENTION) {
        lock::tell_retention(&mut output, object);
    }
    if object.lock.legal_hold.is_some() && may(&action::GET_OBJECT_LEGAL_HOLD) {
        lock::tell_legal_hold(&mut output, object);
    }
    if *wants_checksum {
        tell_checksum(&mut output, object, selected);
    }
    *output.restore_mut() = restore_header(object, now);
    // Only a reader who names no version is told (recorded).
    if !input.is_set("version_id") {
        *output.expiration_mut() = lifecycle::expiration(bucket, key, &call.store.settings);
    }
    *output.expires_mut() = output.expires_string().as_deref().and_then(<DateTime as Field>::from_text);
    *output.request_charged_mut() = access::charged(call);
    let reads_empty_part = input.is_set("part_number") && output.content_range().is_none();
    (output, reads_empty_part.then_some(&EMPTY_PART_READ))
}
