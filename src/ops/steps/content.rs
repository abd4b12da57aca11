//! What an object remembers beside its bytes, out of the headers of a put, a copy or an initiation.

use crate::api::error::{ErrorRow, S3Error, table};
use crate::api::shape::Field;
use crate::api::types::StorageClass;
use crate::api::types::groups::ContentHeaders;
use crate::model::object::{Attributes, DEFAULT_CONTENT_TYPE};
use crate::model::tag::Tags;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What this step answers.
pub(crate) static ERRORS: [&ErrorRow; 3] =
    [&table::INVALID_STORAGE_CLASS, &table::REDIRECT_INVALID, &table::METADATA_TOO_LARGE];

/// Names and values of user metadata together, in bytes.
const MAX_METADATA_BYTES: usize = 2048;

/// Reads the attributes but the tags, which have a step of their own. `expires` is that header as it was sent, where it
/// came over HTTP.
pub(crate) fn attributes(headers: &impl ContentHeaders, expires: Option<&str>) -> Result<Attributes, S3Error> {
    let storage_class = storage_class(headers)?;
    let website_redirect_location = redirect(headers)?;
    let metadata = metadata(headers)?;
    Ok(Attributes {
        cache_control: headers.cache_control().clone(),
        content_disposition: headers.content_disposition().clone(),
        content_encoding: headers.content_encoding().as_deref().and_then(stored_encoding),
        content_language: headers.content_language().clone(),
        content_type: headers.content_type().clone().map_or(Cow::Borrowed(DEFAULT_CONTENT_TYPE), Cow::Owned),
        expires: expires.map(str::to_owned).or_else(|| headers.expires().map(|at| at.to_text())),
        metadata,
        storage_class,
        tags: Tags::default(),
        website_redirect_location,
    })
}

fn storage_class(headers: &impl ContentHeaders) -> Result<StorageClass, S3Error> {
    use StorageClass as Class;
    match headers.storage_class() {
        None => Ok(Class::Standard),
        Some(
            class @ (Class::Standard
            | Class::ReducedRedundancy
            | Class::StandardIa
            | Class::OnezoneIa
            | Class::IntelligentTiering
            | Class::GlacierIr
            | Class::Glacier
            | Class::DeepArchive),
        ) => Ok(class.clone()),
        // Those of other kinds of buckets (OUTPOSTS is recorded) and those that nobody knows.
        Some(class) => Err(table::INVALID_STORAGE_CLASS.error().with("StorageClassRequested", class)),
    }
}

fn redirect(headers: &impl ContentHeaders) -> Result<Option<String>, S3Error> {
    match headers.website_redirect_location() {
        Some(to) if !["/", "http://", "https://"].iter().any(|prefix| to.starts_with(prefix)) => {
            Err(table::REDIRECT_INVALID.error().because(format!("it is `{to}`")))
        }
        to => Ok(to.clone()),
    }
}

/// Names are lower-cased: S3 gives them back so.
fn metadata(headers: &impl ContentHeaders) -> Result<BTreeMap<String, String>, S3Error> {
    // In order first: names that differ only in case must not depend on the order of a hash.
    let pairs: BTreeMap<_, _> = headers.metadata().iter().flatten().collect();
    let decoded = |value: &String| super::encoded_word::decode(value).into_owned();
    let metadata: BTreeMap<_, _> =
        pairs.into_iter().map(|(name, value)| (name.to_ascii_lowercase(), decoded(value))).collect();
    let size: usize = metadata.iter().map(|(name, value)| name.len() + value.len()).sum();
    if size > MAX_METADATA_BYTES {
        let error = table::METADATA_TOO_LARGE.error();
        return Err(error.with("Size", size).with("MaxSizeAllowed", MAX_METADATA_BYTES));
    }
    Ok(metadata)
}

/// `aws-chunked` is how the body travelled, not what it is; if nothing else is left nothing is stored (recorded). Other
/// values keep their spaces (recorded).
fn stored_encoding(sent: &str) -> Option<String> {
    let is_framing = |token: &str| token.trim().eq_ignore_ascii_case("aws-chunked");
    let kept: Vec<&str> = sent.split(',').filter(|token| !is_framing(token)).collect();
    let stored = kept.join(",");
    (!stored.trim().is_empty()).then(|| stored.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::stored_encoding;

    #[test]
    fn the_framing_is_not_stored_as_an_encoding() {
        for (sent, stored) in [
            ("aws-chunked", None),
            ("aws-chunked,gzip", Some("gzip")),
            ("gzip, aws-chunked", Some("gzip")),
            ("deflate, gzip", Some("deflate, gzip")),
            ("", None),
        ] {
            assert_eq!(stored_encoding(sent).as_deref(), stored, "{sent}");
        }
    }
}
