//! Writing an answer by the rows of a table, and errors in their own form.

use super::xml;
use crate::api::error::{S3Error, table};
use crate::api::primitives::{ByteStream, DateTime};
use crate::api::shape::field::http_date;
use crate::api::shape::{DocumentType, Metadata, Sink};
use crate::model::id::RequestNames;
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header};
use serde::Serialize;
use std::collections::{BTreeMap, VecDeque};

const XML: HeaderValue = HeaderValue::from_static("application/xml");
const REQUEST_ID: HeaderName = HeaderName::from_static("x-amz-request-id");
const EXTENDED_REQUEST_ID: HeaderName = HeaderName::from_static("x-amz-id-2");

/// An answer under construction.
#[derive(Debug)]
pub struct Answering {
    headers: HeaderMap,
    /// The children of the XML root, or its text.
    inner: String,
    /// The order in which elements of mixed lists stand, and those that wait for all the others.
    order: Vec<&'static str>,
    waiting: Vec<(&'static str, String)>,
    /// A document that is all there is.
    document: Option<String>,
    body: Option<ByteStream>,
    /// In place of the route's.
    status: Option<StatusCode>,
}

/// As many headers as most answers have: a map that need not grow.
const USUAL_HEADERS: usize = 12;

impl Default for Answering {
    fn default() -> Self {
        let headers = HeaderMap::with_capacity(USUAL_HEADERS);
        let (inner, order, waiting) = (String::new(), Vec::new(), Vec::new());
        Self { headers, inner, order, waiting, document: None, body: None, status: None }
    }
}

impl Sink for Answering {
    fn status(&mut self, status: &str) {
        self.status = status.parse().ok();
    }

    fn header(&mut self, name: &'static str, value: String) {
        if let Ok(name) = HeaderName::from_bytes(name.as_bytes()) {
            self.headers.insert(name, header_value(value));
        }
    }

    fn headers(&mut self, prefix: &'static str, values: Metadata) {
        let sorted: BTreeMap<_, _> = values.into_iter().collect();
        for (name, value) in sorted {
            if let Ok(name) = HeaderName::from_bytes(format!("{prefix}{name}").as_bytes()) {
                self.headers.insert(name, header_value(value));
            }
        }
    }

    fn text_element(&mut self, name: &'static str, value: &str) {
        xml::text_element(&mut self.inner, name, value);
    }

    fn interleave(&mut self, order: &[&'static str]) {
        self.order = order.to_vec();
    }

    fn element<T: Serialize>(&mut self, name: &'static str, value: &T) {
        if !self.order.contains(&name) {
            return xml::element(&mut self.inner, name, value);
        }
        let mut element = String::new();
        xml::element(&mut element, name, value);
        self.waiting.push((name, element));
        if self.waiting.len() == self.order.len() {
            self.mix();
        }
    }

    fn wrapped<T: Serialize>(&mut self, outer: &'static str, inner: &'static str, values: &[T]) {
        self.inner.extend(["<", outer, ">"]);
        for value in values {
            xml::element(&mut self.inner, inner, value);
        }
        self.inner.extend(["</", outer, ">"]);
    }

    fn text(&mut self, value: String) {
        self.inner = quick_xml::escape::escape(value).into_owned();
    }

    fn document<T: Serialize>(&mut self, root: &'static str, value: &T) {
        let mut text = String::new();
        xml::element(&mut text, root, value);
        let opening = format!("<{root} xmlns=\"{}\"", xml::NAMESPACE);
        self.document = Some(text.replacen(&format!("<{root}"), &opening, 1));
    }

    fn payload(&mut self, body: ByteStream) {
        self.body = Some(body);
    }

    fn text_body(&mut self, text: String) {
        self.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        self.headers.insert(header::CONTENT_LENGTH, text.len().into());
        self.body = Some(ByteStream::from(text.into_bytes()));
    }
}

impl Answering {
    /// A document of nothing but texts, which has no namespace.
    pub fn bare_document(&mut self, root: &str, elements: &[(&str, &str)]) {
        let mut inner = String::new();
        for (name, value) in elements {
            xml::text_element(&mut inner, name, value);
        }
        self.document = Some(["<", root, ">", &inner, "</", root, ">"].concat());
    }

    /// Writes the elements that waited: each list in its own order, the lists in the order that was asked for.
    fn mix(&mut self) {
        let mut lists: BTreeMap<&'static str, VecDeque<String>> = BTreeMap::new();
        for (name, element) in self.waiting.drain(..) {
            lists.entry(name).or_default().push_back(element);
        }
        for name in &self.order {
            self.inner.extend(lists.get_mut(name).and_then(VecDeque::pop_front));
        }
    }

    /// The whole response, with this status unless a row set another. `root` is the XML root around the elements.
    pub fn finish(mut self, status: u16, root: Option<&str>) -> Response<ByteStream> {
        let status = self.status.map_or(status, |status| status.as_u16());
        let text = match (&self.document, root) {
            (Some(document), _) => Some([xml::DECLARATION, document].concat()),
            (None, Some(root)) if self.inner.is_empty() => {
                Some([xml::DECLARATION, "<", root, " xmlns=\"", xml::NAMESPACE, "\"/>"].concat())
            }
            (None, Some(root)) => {
                let (opening, inner) = (["<", root, " xmlns=\"", xml::NAMESPACE, "\">"], &self.inner);
                Some([xml::DECLARATION, &opening.concat(), inner, "</", root, ">"].concat())
            }
            (None, None) => None,
        };
        let body = match (text, self.body) {
            (Some(text), _) => {
                let text = xml::with_references(text);
                self.headers.entry(header::CONTENT_TYPE).or_insert(XML);
                self.headers.insert(header::CONTENT_LENGTH, text.len().into());
                ByteStream::from(text.into_bytes())
            }
            (None, Some(body)) => body,
            (None, None) => {
                // 204 has no body, and says so by having no length.
                if status != 204 {
                    self.headers.entry(header::CONTENT_LENGTH).or_insert(0.into());
                }
                ByteStream::from(Bytes::new())
            }
        };
        let is_partial = self.headers.contains_key(header::CONTENT_RANGE);
        let mut response = Response::new(body);
        *response.status_mut() = match StatusCode::from_u16(status) {
            Ok(StatusCode::OK) if is_partial => StatusCode::PARTIAL_CONTENT,
            Ok(status) => status,
            Err(_) => StatusCode::OK,
        };
        *response.headers_mut() = self.headers;
        response
    }
}

/// What HTTP cannot carry in a header becomes a space.
fn header_value(text: String) -> HeaderValue {
    // The text is not copied, only looked at.
    let bytes = Bytes::from(text);
    HeaderValue::from_maybe_shared(bytes.clone())
        .or_else(|_| {
            let text = String::from_utf8_lossy(&bytes);
            let cleaned: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
            HeaderValue::from_maybe_shared(Bytes::from(cleaned))
        })
        .unwrap_or_else(|_| HeaderValue::from_static(""))
}

/// Sets or removes the type of the document, where S3 does not set it by what the body is.
pub fn name_type(response: &mut Response<ByteStream>, document_type: DocumentType) {
    match document_type {
        DocumentType::IfThere => {}
        DocumentType::Always => _ = response.headers_mut().insert(header::CONTENT_TYPE, XML),
        DocumentType::Never => _ = response.headers_mut().remove(header::CONTENT_TYPE),
    }
}

/// What a reader wished for in `response-*` goes out one byte a character, in the set that the refusal of other
/// characters names: ISO-8859-1. What objects remember goes out in the bytes in which it came.
pub fn wishes_in_latin<'a>(response: &mut Response<ByteStream>, wishes: impl Iterator<Item = (&'a str, &'a str)>) {
    for (name, wish) in wishes.filter(|(_, wish)| !wish.is_ascii()) {
        let Some(header) = name.strip_prefix("response-") else { continue };
        let bytes: Option<Vec<u8>> = wish.chars().map(|letter| u8::try_from(letter).ok()).collect();
        let value = bytes.and_then(|bytes| HeaderValue::from_bytes(&bytes).ok());
        if let (Some(value), Some(place)) = (value, response.headers_mut().get_mut(header)) {
            *place = value;
        }
    }
}

/// An error. `<Error>` has no namespace. A response to HEAD has no body, and neither has 304.
pub fn error(error: &S3Error, request: &RequestNames, is_head: bool) -> Response<ByteStream> {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let text = error_body(error, request, is_head);
    let mut headers = HeaderMap::new();
    // S3 names the type of the document that HEAD leaves out.
    if error.status() != 304 {
        headers.insert(header::CONTENT_TYPE, XML);
    }
    if !text.is_empty() {
        headers.insert(header::CONTENT_LENGTH, text.len().into());
    }
    for (name, value) in error.headers() {
        if let Ok(name) = HeaderName::from_bytes(name.as_bytes()) {
            headers.insert(name, header_value(value.to_owned()));
        }
    }
    let mut response = Response::new(ByteStream::from(text));
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    // Beside the answer, not in it: whoever speaks to the fake in the process can ask what the error was, and why.
    response.extensions_mut().insert(error.clone());
    response
}

/// The body of an error, which is empty if S3 sends none: with HEAD, with 304, and if a key leads out of its bucket.
pub fn error_body(error: &S3Error, request: &RequestNames, is_head: bool) -> Bytes {
    match is_head || error.status() == 304 || error.row() == &table::KEY_OUTSIDE_BUCKET {
        true => Bytes::new(),
        false => xml::with_references(document(error, request)).into(),
    }
}

fn document(error: &S3Error, request: &RequestNames) -> String {
    let mut text = format!("{}<Error>", xml::DECLARATION);
    xml::element(&mut text, "Code", error.code());
    xml::element(&mut text, "Message", error.message());
    for (name, value) in error.extras() {
        xml::element(&mut text, name, value);
    }
    xml::element(&mut text, "RequestId", &request.id);
    xml::element(&mut text, "HostId", &request.extended);
    text.push_str("</Error>");
    text
}

/// What names the request in its answer.
pub fn request_headers(request: &RequestNames) -> HeaderMap {
    let mut headers = HeaderMap::new();
    insert_request_headers(&mut headers, request.clone());
    headers
}

fn insert_request_headers(headers: &mut HeaderMap, request: RequestNames) {
    headers.insert(REQUEST_ID, header_value(request.id));
    headers.insert(EXTENDED_REQUEST_ID, header_value(request.extended));
}

/// What every answer carries.
pub fn sign_off(response: &mut Response<ByteStream>, request: RequestNames, now: DateTime) {
    let headers = response.headers_mut();
    insert_request_headers(headers, request);
    headers.insert(header::DATE, header_value(http_date(now)));
    headers.insert(header::SERVER, HeaderValue::from_static("AmazonS3"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_root_without_content_closes_itself() {
        let response = Answering::default().finish(200, Some("LocationConstraint"));
        let expected = format!("{}<LocationConstraint xmlns=\"{}\"/>", xml::DECLARATION, xml::NAMESPACE);
        assert_eq!(response.into_body().into_inner().bytes(), Some(expected.as_bytes()));
    }
}
