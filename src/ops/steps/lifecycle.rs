//! What answers tell of lifecycle rules: when, and by which rule, something ends.

use crate::api::shape::Field;
use crate::model::bucket::BucketState;
use crate::model::lifecycle::FromMidnight;
use crate::model::name::{BucketName, ObjectKey};
use crate::model::settings::Settings;
use crate::model::store::Store;
use crate::model::time::is_midnight;
use crate::model::version::VersionId;
use crate::ops::Call;
use crate::ops::guesses::COUNTED_FROM_MIDNIGHT;
use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};

/// `x-amz-expiration`: when the newest version of a key expires.
pub(crate) fn expiration(bucket: &BucketState, key: &ObjectKey, settings: &Settings) -> Option<String> {
    let end = bucket.expiration_of(key)?;
    Some(format!("expiry-date=\"{}\", rule-id=\"{}\"", end.at.shown.to_text(), rule_id(&end.rule, settings)))
}

/// The same for a version that was just made: of one that is not the newest nothing is told.
pub(crate) fn expiration_of_new(store: &Store, bucket: &BucketName, key: &ObjectKey, id: &VersionId) -> Option<String> {
    let bucket = store.bucket(bucket.as_str()).ok()?;
    let newest = bucket.versions_of(key)?.newest()?;
    if newest.id == *id { expiration(bucket, key, &store.settings) } else { None }
}

/// Marks a call that tells a date which was counted from the present, if that is exactly midnight.
pub(crate) fn mark_midnight(call: &mut Call<'_>, tells_date: bool) {
    // A world that was told of the other choice does not lean on this one unawares.
    let leans = call.store.settings.from_midnight == FromMidnight::NoExtraDay;
    if tells_date && leans && is_midnight(call.store.now()) {
        call.guess = call.guess.or(Some(&COUNTED_FROM_MIDNIGHT));
    }
}

/// A rule's id as headers have it. AWS documents it URL-encoded, and was seen to send it as it is: so what a header can
/// carry is sent so.
pub(crate) fn rule_id(id: &str, settings: &Settings) -> String {
    const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    let encoded = if settings.encodes_rule_ids { UNRESERVED } else { CONTROLS };
    utf8_percent_encode(id, encoded).to_string()
}
