//! Stores an object that a browser uploads by a form.
//!
//! [`PostObject`](https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html). No SDK has it: whoever signs
//! writes a form with a policy, and whoever fills it in sends it. It is `PutObject` with fields in the place of
//! headers, so that it has rules of its own for the form alone, and then that operation's run.

use super::prelude::*;
use super::put_object::{PutObjectInput, PutObjectOutput};
use crate::model::post_policy::{self, PostPolicy, SubmittedForm};

/// The operation's name.
pub(crate) const NAME: &str = "PostObject";

/// Where its requests go.
pub(crate) const ROUTE: Route = Route::new("POST", Target::Bucket).status(NO_CONTENT);

/// Every row that it may answer itself.
pub(crate) const ERRORS: &[&[&ErrorRow]] = &[
    &[&NO_SUCH_BUCKET, &PRECONDITION_FAILED, &POST_MALFORMED, &POST_FIELDS_TOO_LARGE, &POST_FIELD_UNICODE],
    &[&POST_ALGORITHM, &POST_CREDENTIAL, &POST_CREDENTIAL_DATE, &POST_CREDENTIAL_EMPTY, &POST_DATE, &POST_DATE_OTHER],
    &[
        &POST_REGION,
        &POST_SERVICE,
        &POST_TERMINAL,
        &POST_QUERY,
        &POST_FIELD_MISSING,
        &POST_KEY_EMPTY,
        &POST_FILE_MISSING,
    ],
    &[&MALFORMED_XML, &TAG_TWICE],
    &post_policy::ERRORS,
];

const OK: u16 = 200;
const CREATED: u16 = 201;
const NO_CONTENT: u16 = 204;
const SEE_OTHER: u16 = 303;

/// A form that was filled in, and has a key and a file.
#[derive(Debug)]
pub(crate) struct PostObject<'a> {
    pub(crate) bucket: &'a str,
    /// What it says in the place of headers, or what is wrong with that.
    pub(crate) put: Result<PutObjectInput, S3Error>,
    /// The policy, where somebody signed it.
    pub(crate) policy: Option<&'a str>,
    /// All its fields but the file, as they were sent.
    pub(crate) fields: Vec<(&'a str, &'a str)>,
    pub(crate) success: Success<'a>,
}

/// How a form wants its success answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Success<'a> {
    /// The browser is sent on.
    Redirect(&'a str),
    /// It stays where it is; with 201 it is told what was made.
    Status(u16),
}

/// What was stored.
#[derive(Debug)]
pub(crate) struct Posted {
    pub(crate) put: PutObjectOutput,
    pub(crate) bucket: String,
    pub(crate) key: String,
    pub(crate) status: u16,
    /// Of the object, or of where the browser is sent.
    pub(crate) location: String,
}

impl Posted {
    /// Whether the answer has a document that tells what was made.
    pub(crate) fn is_told(&self) -> bool {
        self.status == CREATED
    }
}

impl<'a> Success<'a> {
    /// What cannot be followed and what is no status of this answer count as not there (documented).
    pub(crate) fn of(redirect: Option<&'a str>, status: Option<&str>) -> Self {
        match (redirect.filter(|url| is_absolute(url)), status) {
            (Some(url), _) => Self::Redirect(url),
            (None, Some("200")) => Self::Status(OK),
            (None, Some("201")) => Self::Status(CREATED),
            (None, _) => Self::Status(NO_CONTENT),
        }
    }
}

/// A path alone leads nowhere (recorded).
fn is_absolute(url: &str) -> bool {
    let host = url.split_once("://").filter(|(scheme, _)| ["http", "https"].contains(&&*scheme.to_ascii_lowercase()));
    host.is_some_and(|(_, rest)| !rest.is_empty() && !rest.starts_with(['/', '?', '#']))
}

impl PostObject<'_> {
    /// The rules.
    pub(crate) fn run(self, call: &mut Call<'_>) -> Result<Posted, S3Error> {
        // A policy that nobody signed says nothing: who sends it is anonymous (recorded).
        if let Some(policy) = self.policy {
            let form = SubmittedForm { bucket: self.bucket, fields: &self.fields, length: call.body.len() };
            PostPolicy::read(policy)?.check(&form, now(call))?;
        }
        let put = self.put?;
        if put.key().is_none_or(str::is_empty) {
            return Err(POST_KEY_EMPTY.argument("key", ""));
        }
        let (bucket, key) = (self.bucket.to_owned(), key(put.key())?);
        let put = super::run(put, call)?;
        let (status, location) = match self.success {
            Success::Redirect(url) => (SEE_OTHER, redirected(url, &bucket, &key, put.e_tag().unwrap_or_default())),
            Success::Status(status) => {
                let of_aws = || format!("https://{bucket}.s3.amazonaws.com");
                let url = call.caller.bucket_url.clone().unwrap_or_else(of_aws);
                (status, format!("{url}/{}", key.percent_encoded()))
            }
        };
        Ok(Posted { put, bucket, key: key.to_string(), status, location })
    }
}

/// The address that the form names, as it is, with what was stored behind its query (field report).
fn redirected(url: &str, bucket: &str, key: &ObjectKey, etag: &str) -> String {
    let (url, fragment) = url.find('#').map_or((url, ""), |at| url.split_at(at));
    let joint = if url.contains('?') { '&' } else { '?' };
    let key = key.percent_encoded().replace("%20", "+");
    let etag = etag.replace('"', "%22");
    format!("{url}{joint}bucket={bucket}&key={key}&etag={etag}{fragment}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_be_followed_redirects() {
        for (redirect, status, expected) in [
            (Some("http://a.test/done"), Some("201"), Success::Redirect("http://a.test/done")),
            (Some("/wrong/redirect/relative"), Some("201"), Success::Status(201)),
            (Some("https://"), None, Success::Status(204)),
            (Some("javascript://a.test"), Some("200"), Success::Status(200)),
            (None, Some("404"), Success::Status(204)),
        ] {
            assert_eq!(Success::of(redirect, status), expected, "{redirect:?} {status:?}");
        }
    }

    #[test]
    fn what_was_stored_stands_behind_the_query_that_is_there() {
        let key = ObjectKey::try_from("a b/c+é").unwrap();
        let to = |url| redirected(url, "backups", &key, "\"e\"");
        let query = "bucket=backups&key=a+b%2Fc%2B%C3%A9&etag=%22e%22";
        assert_eq!(to("http://a.test/done"), format!("http://a.test/done?{query}"));
        assert_eq!(to("http://a.test/?md5=x y#top"), format!("http://a.test/?md5=x y&{query}#top"));
    }
}
