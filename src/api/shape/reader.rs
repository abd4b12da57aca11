//! Reads the rows of an input one after the other, and remembers the first that cannot be read.
//!
//! A row is one call here, and not a `?` of its own: a dev build generates a branch and two moves for each `?`, and
//! the tables have hundreds of rows.

use super::{Field, Malformed, Metadata, ReadError, Source};
use serde::de::DeserializeOwned;

/// Reads rows from a source. After an error, every row is `None` and the source is not asked again.
pub(crate) struct Reader<'a, S> {
    source: &'a mut S,
    error: Option<ReadError>,
}

impl<'a, S: Source> Reader<'a, S> {
    pub(crate) fn new(source: &'a mut S) -> Self {
        Self { source, error: None }
    }

    /// Ends with what was read, or with the first error.
    pub(crate) fn end(self) -> Result<(), ReadError> {
        self.error.map_or(Ok(()), Err)
    }

    pub(crate) fn label<T: Field>(&mut self, name: &'static str) -> Option<T> {
        let text = self.text(|source| source.label(name));
        self.scalar(name, text)
    }

    pub(crate) fn query<T: Field>(&mut self, name: &'static str) -> Option<T> {
        let text = self.text(|source| source.query(name));
        self.scalar(name, text)
    }

    /// Reads a parameter that names the operation: an empty number is not of the type.
    pub(crate) fn naming_query<T: Field>(&mut self, name: &'static str) -> Option<T> {
        let text = self.text(|source| source.query(name));
        self.present_scalar(name, text)
    }

    pub(crate) fn header<T: Field>(&mut self, name: &'static str) -> Option<T> {
        let text = self.text(|source| source.header(name));
        self.scalar(name, text)
    }

    /// Reads a header that is kept as it was sent: text that is not of the type is not in the field.
    pub(crate) fn kept_header<T: Field>(&mut self, name: &'static str) -> Option<T> {
        let text = self.text(|source| source.header(name))?;
        T::from_text(&text)
    }

    /// Reads a list that travels with commas in one header.
    pub(crate) fn list<T: Field>(&mut self, name: &'static str) -> Option<Vec<T>> {
        let text = self.text(|source| source.header(name))?;
        let mut values = Vec::new();
        for one in text.split(',') {
            let one = one.trim();
            let Some(value) = T::from_text(one) else {
                self.malformed(name, one.to_owned());
                return None;
            };
            values.push(value);
        }
        Some(values)
    }

    pub(crate) fn headers(&mut self, prefix: &'static str) -> Option<Metadata> {
        match self.error {
            None => self.source.headers(prefix),
            Some(_) => None,
        }
    }

    pub(crate) fn document<T: DeserializeOwned>(&mut self, root: &'static str) -> Option<T> {
        if self.error.is_some() {
            return None;
        }
        self.source.document(root).unwrap_or_else(|error| {
            self.error = Some(ReadError::Rejected(error));
            None
        })
    }

    pub(crate) fn text_body(&mut self) -> Option<String> {
        if self.error.is_some() {
            return None;
        }
        self.source.text_body().unwrap_or_else(|field| {
            self.error = Some(ReadError::Malformed(field));
            None
        })
    }

    fn text(&mut self, ask: impl FnOnce(&mut S) -> Option<String>) -> Option<String> {
        match self.error {
            None => ask(self.source),
            Some(_) => None,
        }
    }

    /// Reads a scalar. An empty number is missing (recorded for listings).
    fn scalar<T: Field>(&mut self, name: &'static str, text: Option<String>) -> Option<T> {
        match text {
            Some(text) if text.is_empty() && !T::CAN_BE_EMPTY => None,
            text => self.present_scalar(name, text),
        }
    }

    fn present_scalar<T: Field>(&mut self, name: &'static str, text: Option<String>) -> Option<T> {
        match T::from_owned(text?) {
            Ok(value) => Some(value),
            Err(value) => {
                self.malformed(name, value);
                None
            }
        }
    }

    fn malformed(&mut self, name: &'static str, value: String) {
        self.error = Some(ReadError::Malformed(Malformed { name, value }));
    }
}
