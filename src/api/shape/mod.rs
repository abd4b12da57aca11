//! The vocabulary in which an operation writes down its table: which field travels where.
//!
//! [`shape!`](macros) turns a table into the struct that the SDK's users know (public fields, getters, a builder,
//! fluent setters) and into the codec that `wire` drives. Nothing here knows HTTP or XML: a [`Place`] is a word, and
//! [`Source`] and [`Sink`] are what `wire` must be able to do. Validation and control flow are absent on purpose:
//! they belong to the operation.

#[cfg(feature = "aws-sdk")]
pub(crate) mod convert;
pub(crate) mod field;
mod hidden;
mod reader;
mod route;
#[macro_use]
mod kinds;
#[macro_use]
pub(crate) mod macros;
#[macro_use]
mod string_enum;
#[macro_use]
mod union;

use crate::api::error::S3Error;
use crate::api::primitives::ByteStream;
pub(crate) use field::Field;
pub(crate) use hidden::Hidden;
pub(crate) use reader::Reader;
pub use route::{Digest, DocumentType, Route, Target};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The map type of user metadata, which is the SDK's.
#[expect(
    clippy::disallowed_types,
    reason = "the mirror must have the SDK's own type; whoever writes it out sorts it first"
)]
pub type Metadata = std::collections::HashMap<String, String>;

/// Where in a request or an answer a field travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A piece of the address: the bucket or the key.
    Label,
    /// A query parameter.
    Query,
    /// A header. Dates in it are HTTP dates.
    Header,
    /// A header that is kept as it was sent, even where it is not of the field's type.
    KeptHeader,
    /// A header whose date is written as ISO 8601.
    HeaderDateTime,
    /// All headers that begin with a prefix.
    Headers,
    /// The body, as bytes.
    Payload,
    /// The body, as one XML document.
    Document,
    /// The body, as a text that is none.
    TextBody,
    /// A child of the answer's XML root; a list repeats the element.
    Element,
    /// A child of the answer's XML root that holds a list.
    Wrapped,
    /// The text of the answer's XML root.
    Text,
    /// Not sent: parsed from another field's header.
    Derived,
    /// A checksum that a presigned request carries in its query.
    HoistedChecksum,
    /// The status of a response.
    Status,
}

/// One row of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// The field's name in the struct.
    pub field: &'static str,
    /// Where it travels.
    pub place: Place,
    /// Its name there; empty where the place has none.
    pub name: &'static str,
}

/// A field that a client sent and that is not of its row's type: `partNumber=abc`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Malformed {
    /// The name on the wire, such as `partNumber`.
    pub name: &'static str,
    /// What was sent.
    pub value: String,
}

/// Why an input could not be read.
#[derive(Debug)]
pub enum ReadError {
    /// One field is not of its type; the operation has its own words for it.
    Malformed(Malformed),
    /// S3's answer is the same for every operation.
    Rejected(S3Error),
}

/// What an input is read from. `wire` implements it for HTTP requests.
pub trait Source {
    /// A piece of the address.
    fn label(&mut self, name: &'static str) -> Option<String>;
    /// A query parameter, decoded.
    fn query(&mut self, name: &'static str) -> Option<String>;
    /// A header, or a trailer of the same name.
    fn header(&mut self, name: &'static str) -> Option<String>;
    /// All headers that begin with `prefix`, which is cut off.
    fn headers(&mut self, prefix: &'static str) -> Option<Metadata>;
    /// A checksum that a presigned request carries in its query.
    fn hoisted_checksum(&mut self) -> Option<String>;
    /// The body as an XML document; `None` where there is no body.
    ///
    /// # Errors
    /// `MalformedXML`, or `NotImplemented` for an element that is not modelled.
    fn document<T: DeserializeOwned>(&mut self, root: &'static str) -> Result<Option<T>, S3Error>;
    /// The body as text; `None` where there is no body.
    ///
    /// # Errors
    /// Bytes that are no text.
    fn text_body(&mut self) -> Result<Option<String>, Malformed>;
}

/// What an output is written to. `wire` implements it for HTTP responses.
pub trait Sink {
    /// The status, in place of the route's.
    fn status(&mut self, status: &str);
    /// A header.
    fn header(&mut self, name: &'static str, value: String);
    /// User metadata: every pair a header with this prefix.
    fn headers(&mut self, prefix: &'static str, values: Metadata);
    /// Has elements that are written from now on stand in this order.
    fn interleave(&mut self, order: &[&'static str]);
    /// A child of the XML root that is nothing but text.
    fn text_element(&mut self, name: &'static str, value: &str);
    /// A child of the XML root.
    fn element<T: Serialize>(&mut self, name: &'static str, value: &T);
    /// A child of the XML root that holds a list.
    fn wrapped<T: Serialize>(&mut self, outer: &'static str, inner: &'static str, values: &[T]);
    /// The text of the XML root.
    fn text(&mut self, value: String);
    /// A whole XML document.
    fn document<T: Serialize>(&mut self, root: &'static str, value: &T);
    /// The body, as bytes.
    fn payload(&mut self, body: ByteStream);
    /// The body, as JSON.
    fn text_body(&mut self, text: String);
}

/// What `shape!` implements for every input.
pub trait Input: Sized + Send + 'static {
    /// The builder that the SDK's users know.
    type Builder: Default + Send + 'static;
    /// The table.
    const ROWS: &'static [Row];

    /// Reads the rows.
    ///
    /// # Errors
    /// A field that is not of its type, or a body that is not its document.
    fn read(source: &mut impl Source) -> Result<Self, ReadError>;
    /// Whether the request says anything in this field.
    fn is_set(&self, field: &str) -> bool;
    /// Whether a text field is not there, or is empty.
    fn is_blank(&self, field: &str) -> bool;
    /// What is sent in a header or in the query for this field, if anything is.
    fn text_of(&self, field: &str) -> Option<String>;
    /// What this field puts into the address: the bucket's name, or the key.
    fn label_of(&self, field: &str) -> Option<&str>;
    /// Takes the body out, where the operation has one.
    fn take_body(&mut self) -> Option<ByteStream>;
    /// Builds the input, as `builder().build()` does.
    ///
    /// # Errors
    /// Where a required field of a nested value is missing.
    fn build(builder: Self::Builder) -> Result<Self, crate::api::error::BuildError>;
}

/// What `shape!` implements for every output.
pub trait Output: Send + 'static {
    /// The table.
    const ROWS: &'static [Row];

    /// Sets what names the request that this answers.
    fn set_request_ids(&mut self, ids: RequestIds);
    /// Writes the rows.
    fn write(self, sink: &mut impl Sink);
}

/// What names the request that was answered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RequestIds {
    pub(crate) id: Option<String>,
    pub(crate) extended: Option<String>,
}

/// Names of elements, one for each element that lists are made of: the order in which these stand in the document,
/// where S3 mixes the lists. The SDK's structs keep them apart. Empty: one list after the other.
pub(crate) type Interleaved = Vec<&'static str>;

/// What was answered can name its request, as S3's support would ask for it.
pub trait RequestId {
    /// `x-amz-request-id`.
    fn request_id(&self) -> Option<&str>;
}

/// What was answered can name its request in full.
pub trait RequestIdExt {
    /// `x-amz-id-2`.
    fn extended_request_id(&self) -> Option<&str>;
}

/// A request under construction: a client and an input's builder. `shape!` adds the setters, `s3` adds `send`.
#[derive(Debug, Clone)]
#[must_use = "a request does nothing until it is sent"]
pub struct Fluent<C, I: Input> {
    pub(crate) client: C,
    pub(crate) inner: I::Builder,
}

impl<C, I: Input> Fluent<C, I> {
    pub(crate) fn new(client: C) -> Self {
        Self { client, inner: I::Builder::default() }
    }

    /// The input that has been built so far.
    pub fn as_input(&self) -> &I::Builder {
        &self.inner
    }
}

/// Whether a field of a document is left out when it is written.
pub(crate) trait Absent {
    fn absent(&self) -> bool {
        false
    }
}

impl<T> Absent for Option<T> {
    fn absent(&self) -> bool {
        self.is_none()
    }
}

impl Absent for String {}
impl Absent for bool {}
impl Absent for i32 {}
impl<T> Absent for Vec<T> {}

/// The `skip_serializing_if` of every document field.
pub(crate) fn absent<T: Absent>(value: &T) -> bool {
    value.absent()
}
