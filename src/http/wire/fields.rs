//! A form as the input of an operation: its fields stand for the headers of a `PUT`.

use super::form::Form;
use super::headers::Headers;
use super::xml;
use crate::api::error::{S3Error, table};
use crate::api::shape::{Malformed, Metadata, Place, Row, Source};
use crate::api::types::Tagging;
use crate::model::tag::{Tagged, Tags};
use aws_smithy_types::base64;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::de::DeserializeOwned;

/// The fields that have the names of headers (documented), in lower case. Those of checksums and of encryption, and
/// user metadata, have names that begin alike.
const SAME_NAMES: [&str; 8] = [
    "cache-control",
    "content-disposition",
    "content-encoding",
    "content-md5",
    "content-type",
    "expires",
    "x-amz-storage-class",
    "x-amz-website-redirect-location",
];
const SAME_BEGINNINGS: [&str; 2] = ["x-amz-checksum-", "x-amz-server-side-encryption"];

/// Headers whose fields have names of their own.
const OTHER_NAMES: [(&str, &str); 2] =
    [("x-amz-acl", "acl"), ("x-amz-sdk-checksum-algorithm", "x-amz-checksum-algorithm")];

/// What no form can say of itself, and the request's own headers do.
const OF_THE_REQUEST: [&str; 2] = ["x-amz-expected-bucket-owner", "x-amz-request-payer"];

/// A form that was filled in.
#[derive(Debug)]
pub struct Fields<'a> {
    pub form: &'a Form,
    pub bucket: &'a str,
    pub headers: &'a Headers<'a>,
    /// The field `tagging`, as the header has it.
    tagging: Option<String>,
}

impl<'a> Fields<'a> {
    /// The fields of a form. Its tags are missing until [`checked`](Self::checked) reads them.
    pub fn new(form: &'a Form, bucket: &'a str, headers: &'a Headers<'a>) -> Self {
        Self { form, bucket, headers, tagging: None }
    }

    /// Reads what is not the same in a form as in a header.
    ///
    /// # Errors
    /// `MalformedXML` and `InvalidTag` of the tags, and 501 for what is a header of this operation and no field that is
    /// documented: nobody knows whether S3 looks at it.
    pub fn checked(self, rows: &[Row]) -> Result<Self, S3Error> {
        let is_row = |name: &str| {
            rows.iter().any(|row| row.place != Place::Label && row.name.eq_ignore_ascii_case(name)) && !is_field(name)
        };
        if let Some((name, _)) = self.form.fields().find(|(name, _)| is_row(name)) {
            return Err(table::NOT_MODELLED.fill(&[&format_args!("the form field {name}")]));
        }
        let tagging = self.form.get("tagging").map(read_tags).transpose()?;
        Ok(Self { tagging, ..self })
    }
}

fn is_field(header: &str) -> bool {
    let header = header.to_ascii_lowercase();
    SAME_NAMES.contains(&header.as_str()) || SAME_BEGINNINGS.iter().any(|beginning| header.starts_with(beginning))
}

/// The document of tags as the header says it. A document of another kind has none (recorded).
fn read_tags(sent: &str) -> Result<String, S3Error> {
    if xml::root(sent).is_some_and(|root| root != "Tagging") {
        return Ok(String::new());
    }
    let document: Option<Tagging> = xml::parse(sent.as_bytes(), "Tagging")?;
    let tags = Tags::new(Tagged::Object, document.map(|document| document.tag_set).unwrap_or_default())?;
    let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let pairs = tags.as_slice().iter().map(|tag| [encoded(&tag.key), encoded(&tag.value)].join("="));
    Ok(pairs.collect::<Vec<_>>().join("&"))
}

/// The header that means the text of a field: S3 decodes encoded words of headers, and not those of fields (recorded).
fn as_header(value: &str) -> String {
    match value.contains("=?") {
        true => format!("=?UTF-8?B?{}?=", base64::encode(value)),
        false => value.to_owned(),
    }
}

impl Source for Fields<'_> {
    fn label(&mut self, name: &'static str) -> Option<String> {
        let label = if name == "Bucket" { Some(self.bucket) } else { self.form.get("key") };
        label.map(str::to_owned)
    }

    fn query(&mut self, _: &'static str) -> Option<String> {
        None
    }

    fn header(&mut self, name: &'static str) -> Option<String> {
        if OF_THE_REQUEST.contains(&name) {
            return self.headers.joined(name);
        }
        if name == "x-amz-tagging" {
            return self.tagging.clone();
        }
        let other = OTHER_NAMES.iter().find_map(|(header, field)| (*header == name).then_some(*field));
        let field = other.or_else(|| is_field(name).then_some(name))?;
        self.form.get(field).map(str::to_owned)
    }

    fn headers(&mut self, prefix: &'static str) -> Option<Metadata> {
        let rest = |name: &str| {
            let (beginning, rest) = name.split_at_checked(prefix.len())?;
            beginning.eq_ignore_ascii_case(prefix).then(|| rest.to_owned())
        };
        let values: Metadata =
            self.form.fields().filter_map(|(name, value)| Some((rest(name)?, as_header(value)))).collect();
        (!values.is_empty()).then_some(values)
    }

    fn hoisted_checksum(&mut self) -> Option<String> {
        None
    }

    fn document<T: DeserializeOwned>(&mut self, _: &'static str) -> Result<Option<T>, S3Error> {
        Ok(None)
    }

    fn text_body(&mut self) -> Result<Option<String>, Malformed> {
        Ok(None)
    }
}
