//! Errors: one table of what S3 says (`table`), one type that carries it, and the SDK's error types beside it.
//!
//! What S3 says goes on the wire. *Why* it says so, for the author of a test, stands beside it and never does.

mod modeled;
mod or_why;
mod request_id;
mod sdk;
pub(crate) mod service;
pub(crate) mod table;
mod transport;
mod why;

pub use aws_smithy_types::error::display::DisplayErrorContext;
pub use aws_smithy_types::error::metadata::{ErrorMetadata, ProvideErrorMetadata};
pub use aws_smithy_types::error::operation::BuildError;
pub(crate) use modeled::modeled;
pub use or_why::OrWhy;
pub(crate) use request_id::with_request_ids;
pub use sdk::{
    BoxError, ConnectorError, ConstructionFailure, DispatchFailure, HttpResponse, ResponseError, SdkError,
    ServiceError, TimeoutError, Unhandled, UnknownVariantError,
};
pub(crate) use sdk::{OperationError, operation_error};
pub(crate) use service::for_each_modeled_error;
pub use table::{Confidence, ErrorRow};
pub use transport::{TransportError, TransportErrorKind};

pub use why::{Explain, Why};

/// The element, and the key in the metadata, that says in which class an archived object is.
pub(crate) const STORAGE_CLASS: &str = "StorageClass";

use std::borrow::Cow;
use std::fmt;

/// An error as S3 answers it, with the reason that S3 keeps to itself.
///
/// Two errors are equal when S3 would send the same ones: the reason is not compared.
///
/// ```
/// use fake_s3::{FakeS3, operation::abort_multipart_upload::AbortMultipartUploadInput};
///
/// let s3 = FakeS3::new();
/// s3.create_bucket("backups");
/// let input = AbortMultipartUploadInput::builder().bucket("backups").key("db.tar").upload_id("never-made");
/// let err = s3.call(input).unwrap_err();
/// assert_eq!((err.status(), err.code()), (404, "NoSuchUpload"));
/// assert_eq!(err.extra("UploadId"), Some("never-made"));
/// ```
#[derive(Clone)]
pub struct S3Error(Box<ErrorParts>);

#[derive(Clone)]
struct ErrorParts {
    row: &'static ErrorRow,
    message: Cow<'static, str>,
    extras: Vec<(&'static str, String)>,
    headers: Vec<(&'static str, String)>,
    why: Option<String>,
    transport: Option<TransportError>,
}

impl S3Error {
    /// The HTTP status.
    pub fn status(&self) -> u16 {
        self.0.row.status
    }

    /// S3's code, such as `NoSuchUpload`.
    pub fn code(&self) -> &'static str {
        self.0.row.code
    }

    /// S3's sentence.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The elements that stand beside code and message, in S3's order: name and value.
    pub fn extras(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0.extras.iter().map(|(name, value)| (*name, value.as_str()))
    }

    /// One of the [`extras`](Self::extras).
    pub fn extra(&self, name: &str) -> Option<&str> {
        self.extras().find_map(|(found, value)| (found == name).then_some(value))
    }

    /// The headers that this error carries besides the usual ones.
    pub fn headers(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0.headers.iter().map(|(name, value)| (*name, value.as_str()))
    }

    /// The row of the error table that this error came from.
    pub fn row(&self) -> &'static ErrorRow {
        self.0.row
    }

    /// Why, for the author of the test: which rule, which upload, when. S3 never says this.
    pub fn why(&self) -> Why {
        Why::new(self.0.row, self.0.why.clone().or_else(|| self.values()))
    }

    /// The values that decided, read off the elements, or off the gaps of the sentence; `None` if it has neither.
    fn values(&self) -> Option<String> {
        let value = |name| self.extra(name).filter(|value| !value.is_empty());
        match (self.extra("ArgumentName"), value("ArgumentValue")) {
            (Some(name), Some(value)) => return Some(format!("{name} is `{value}`")),
            (Some(name), None) if self.extra("ArgumentValue").is_some() => return Some(format!("{name} is empty")),
            _ => {}
        }
        let extras: Vec<_> = self.extras().filter(|(name, _)| *name != "ArgumentName").collect();
        match (&self.0.message, extras.as_slice()) {
            (Cow::Owned(message), []) => Some(message.trim_end_matches('.').to_owned()),
            (Cow::Borrowed(_), []) => None,
            (_, extras) => {
                let values: Vec<_> = extras.iter().map(|(name, value)| format!("{name} is `{value}`")).collect();
                Some(values.join(", "))
            }
        }
    }

    /// The broken connection, if the call has no response: only a [`Fault`](crate::fault::Fault) does that.
    ///
    /// ```
    /// use fake_s3::error::TransportErrorKind;
    /// use fake_s3::fault::{Fault, on};
    /// use fake_s3::operation::create_multipart_upload::CreateMultipartUploadInput;
    ///
    /// let s3 = fake_s3::FakeS3::new();
    /// let bucket = s3.create_bucket("backups");
    /// let lost = s3.inject(on("CreateMultipartUpload"), Fault::lose_response());
    /// let input = CreateMultipartUploadInput::builder().bucket("backups").key("db.tar");
    /// let error = s3.call(input).unwrap_err();
    /// assert_eq!(error.transport().map(|transport| transport.kind()), Some(TransportErrorKind::Reset));
    /// assert_eq!((lost.hits(), bucket.uploads().len()), (1, 1));
    /// ```
    pub fn transport(&self) -> Option<&TransportError> {
        self.0.transport.as_ref()
    }

    #[must_use]
    pub(crate) fn broken_by(mut self, transport: TransportError) -> Self {
        self.0.transport = Some(transport);
        self
    }

    /// Code and reason, for one line of a log.
    #[cfg(feature = "tower")]
    pub(crate) fn in_short(&self) -> impl fmt::Display {
        fmt::from_fn(|f| {
            f.write_str(self.code())?;
            match self.why().reason() {
                Some(why) => write!(f, " ({why})"),
                None => Ok(()),
            }
        })
    }

    /// Adds an element, whose value may repeat at most [`MAX_ECHO_BYTES`] of the request.
    #[must_use]
    pub(crate) fn with(self, name: &'static str, value: impl fmt::Display) -> Self {
        self.with_whole(name, shortened(value.to_string(), MAX_ECHO_BYTES))
    }

    /// Adds an element whose value must stay whole: clients compare the texts of a signature with their own.
    #[must_use]
    pub(crate) fn with_whole(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.0.extras.push((name, value.to_string()));
        self
    }

    /// Adds a header.
    #[must_use]
    pub(crate) fn with_header(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.0.headers.push((name, value.to_string()));
        self
    }

    /// Says why.
    #[must_use]
    pub(crate) fn because(mut self, why: impl Into<String>) -> Self {
        self.0.why = Some(shortened(why.into(), MAX_WHY_BYTES));
        self
    }
}

/// Number of bytes of a request that one value in an error repeats: the length of the longest key. A document of
/// 16 MiB must not make a response of 16 MiB.
pub(crate) const MAX_ECHO_BYTES: usize = 1024;

/// Number of bytes of a reason, which can list several values.
const MAX_WHY_BYTES: usize = 8 * MAX_ECHO_BYTES;

/// The text, cut at the last character that ends within so many bytes.
fn shortened(mut text: String, max_bytes: usize) -> String {
    text.truncate(text.floor_char_boundary(max_bytes));
    text
}

impl ErrorRow {
    /// The error, for a message that has no gaps.
    pub(crate) fn error(&'static self) -> S3Error {
        debug_assert!(!self.message.contains("{}"), "the message of {} has gaps: fill them", self.name);
        S3Error(Box::new(ErrorParts {
            row: self,
            message: Cow::Borrowed(self.message),
            extras: Vec::new(),
            headers: Vec::new(),
            why: None,
            transport: None,
        }))
    }

    /// The error, whose gaps are empty: for a fault, which concerns no value of the request.
    pub(crate) fn without_gaps(&'static self) -> S3Error {
        let gaps = self.message.matches("{}").count();
        let empty: Vec<&dyn fmt::Display> = vec![&""; gaps];
        self.fill(&empty)
    }

    /// The error, each `{}` of its message replaced in turn.
    pub(crate) fn fill(&'static self, values: &[&dyn fmt::Display]) -> S3Error {
        let mut pieces = self.message.split("{}");
        let mut message = pieces.next().unwrap_or_default().to_owned();
        for (piece, value) in pieces.zip(values) {
            message.push_str(&shortened(value.to_string(), MAX_ECHO_BYTES));
            message.push_str(piece);
        }
        S3Error(Box::new(ErrorParts {
            row: self,
            message: Cow::Owned(message),
            extras: Vec::new(),
            headers: Vec::new(),
            why: None,
            transport: None,
        }))
    }

    /// The error with the two elements that `InvalidArgument` names its victim by.
    pub(crate) fn argument(&'static self, name: impl fmt::Display, value: impl fmt::Display) -> S3Error {
        self.error().with("ArgumentName", name).with("ArgumentValue", value)
    }
}

impl PartialEq for S3Error {
    fn eq(&self, other: &Self) -> bool {
        let (a, b) = (&self.0, &other.0);
        (a.row.code, &a.message, &a.extras, &a.headers) == (b.row.code, &b.message, &b.extras, &b.headers)
    }
}

impl fmt::Display for S3Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.status(), self.code(), self.message())?;
        for (name, value) in self.extras() {
            write!(f, " [{name}: {value}]")?;
        }
        match &self.0.why {
            Some(why) => write!(f, " ({why})"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for S3Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "S3Error({self})")
    }
}

impl std::error::Error for S3Error {}

#[cfg(test)]
mod tests {
    use super::table::{COPY_RANGE_PAST_END, NO_SUCH_UPLOAD};

    #[test]
    fn a_gap_is_filled() {
        let error = COPY_RANGE_PAST_END.fill(&[&10]);
        assert_eq!(error.message(), "Range specified is not valid for source object of size: 10");
    }

    #[test]
    fn the_reason_is_not_compared() {
        assert_eq!(NO_SUCH_UPLOAD.error(), NO_SUCH_UPLOAD.error().because("a rule aborted it"));
    }

    #[test]
    fn an_error_repeats_at_most_1_kb_of_a_value() {
        let sent = "é".repeat(1 << 20);
        let error = COPY_RANGE_PAST_END.fill(&[&sent]).with("Key", &sent).because(sent.as_str());
        assert_eq!((error.message().len(), error.extra("Key").unwrap().len()), (56 + 1024, 1024));
        assert_eq!(error.why().reason().unwrap().len(), 8 * 1024);
    }

    #[cfg(feature = "tower")]
    #[test]
    fn a_line_of_a_log_says_why() {
        assert_eq!(NO_SUCH_UPLOAD.error().in_short().to_string(), "NoSuchUpload");
        let error = NO_SUCH_UPLOAD.error().with("UploadId", "x");
        assert_eq!(error.in_short().to_string(), "NoSuchUpload (UploadId is `x`)");
        let error = COPY_RANGE_PAST_END.fill(&[&10]);
        let reason = "InvalidArgument (Range specified is not valid for source object of size: 10)";
        assert_eq!(error.in_short().to_string(), reason);
        let error = COPY_RANGE_PAST_END.fill(&[&10]).with("ArgumentName", "x-amz-copy-source-range");
        let error = error.with("ArgumentValue", "bytes=9-10");
        assert_eq!(error.in_short().to_string(), "InvalidArgument (x-amz-copy-source-range is `bytes=9-10`)");
        let error = NO_SUCH_UPLOAD.error().with("UploadId", "x").because("it never existed");
        assert_eq!(error.in_short().to_string(), "NoSuchUpload (it never existed)");
    }

    #[test]
    fn the_text_says_what_and_why() {
        let error = NO_SUCH_UPLOAD.error().with("UploadId", "x").because("it never existed");
        let text = error.to_string();
        assert!(text.starts_with("404 NoSuchUpload: The specified upload does not exist."), "{text}");
        assert!(text.ends_with("[UploadId: x] (it never existed)"), "{text}");
    }
}
