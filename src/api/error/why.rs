//! Why S3 answered an error: for the author of a test, beside what S3 says and never on the wire.

use super::table::{Confidence, ErrorRow};
use super::{HttpResponse, S3Error, SdkError};
use std::fmt;

/// The rule that an error came from, what it was about, and how well the rule is known.
///
/// ```
/// use fake_s3::{FakeS3, S3, days, error::Explain};
///
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let s3 = FakeS3::new();
/// let bucket = s3.create_bucket("backups");
/// let id = bucket.abort_incomplete_uploads_after("", 7).begin_upload("db.tar");
/// s3.clock().advance(days(8));
///
/// let late = s3.client().list_parts().bucket("backups").key("db.tar").upload_id(id).send().await.unwrap_err();
/// let why = late.why().unwrap();
/// assert_eq!(
///     why.reason(),
///     Some("upload #1 of db.tar was aborted by rule \"abort-incomplete-uploads\" at 2026-01-09T00:00:00Z"),
/// );
/// assert_eq!((why.rule(), why.confidence().to_string()), ("NO_SUCH_UPLOAD", "recorded".to_owned()));
/// # });
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Why {
    row: &'static ErrorRow,
    reason: Option<String>,
}

impl Why {
    pub(super) fn new(row: &'static ErrorRow, reason: Option<String>) -> Self {
        Self { row, reason }
    }

    /// The rule's name: its row in the table of errors.
    pub fn rule(&self) -> &'static str {
        self.row.name
    }

    /// What the rule was about: which upload, which part, when. Some rules need no more than S3's own sentence.
    pub fn reason(&self) -> Option<&str> {
        self.reason.as_deref()
    }

    /// How well the rule is known.
    pub fn confidence(&self) -> Confidence {
        self.row.confidence
    }

    /// Where the rule is from, in words that begin with what kind of source it is:
    ///
    /// | it begins with | it is |
    /// |---|---|
    /// | `LS:` | a test of LocalStack's, by its name, whose answers were recorded from AWS; or such an answer |
    /// | `doc:` | a page of AWS's documentation |
    /// | `model:` | AWS's service model, of which its SDKs are made |
    /// | `suite:` | a test suite that is said to run against AWS: ceph's s3-tests (`ST`), versitygw's (`VGW`) |
    /// | `field report:` | an answer of AWS that somebody quotes in public |
    /// | `guess:` | none of these: another implementation's choice, or an inference, and why |
    ///
    /// The same words stand in [`docs/FIDELITY.md`](https://github.com/fake-s3/fake-s3/blob/main/docs/FIDELITY.md).
    pub fn source(&self) -> &'static str {
        self.row.source
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(reason) = &self.reason {
            write!(f, "{reason}; ")?;
        }
        write!(f, "rule {}, {}, {}", self.row.name, self.row.confidence, self.row.source)
    }
}

/// An error that can say why, when it came from the fake.
///
/// The SDK's own errors can too: the reason stays beside the answer that the SDK keeps.
pub trait Explain {
    /// What the fake answered, with its reason. `None` where the error is none of S3's, or came from somewhere else
    /// than the fake.
    fn s3_error(&self) -> Option<&S3Error>;

    /// The rule behind it; `None` where [`s3_error`](Self::s3_error) is.
    fn why(&self) -> Option<Why> {
        self.s3_error().map(S3Error::why)
    }
}

impl Explain for S3Error {
    fn s3_error(&self) -> Option<&S3Error> {
        Some(self)
    }
}

impl<E> Explain for SdkError<E, HttpResponse> {
    fn s3_error(&self) -> Option<&S3Error> {
        self.raw_response()?.extensions().get()
    }
}
