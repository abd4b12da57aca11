//! What is wrong with a world, and where.

use super::place;
use crate::api::error::S3Error;
use crate::model::access::policy::PolicyFault;
use std::fmt;

/// What is wrong with a world's text, or with what it says.
///
/// It prints as one sentence, which names the place: `Buckets[0].Owner: ...`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorldError {
    place: String,
    /// Of what cannot even be read.
    position: Option<(usize, usize)>,
    what: String,
}

impl WorldError {
    pub(super) fn of_text(text: &str, error: &serde_json::Error) -> Self {
        let (line, column) = (error.line(), error.column());
        let sentence = error.to_string();
        let what = sentence.strip_suffix(&format!(" at line {line} column {column}")).unwrap_or(&sentence).to_owned();
        let is_missing = what.starts_with("missing field");
        Self { place: place::of(text, (line, column), is_missing), position: Some((line, column)), what }
    }

    /// Where it is: the path of the field, such as `Buckets[0].Owner`. Empty where it is the whole.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// The line, from 1, of what cannot be read; `None` where it can, and is wrong.
    pub fn line(&self) -> Option<usize> {
        self.position.map(|(line, _)| line)
    }

    /// The column, from 1, as [`line`](Self::line).
    pub fn column(&self) -> Option<usize> {
        self.position.map(|(_, column)| column)
    }
}

impl fmt::Display for WorldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { place, position, what } = self;
        match position {
            Some((line, column)) if place.is_empty() => write!(f, "line {line}, column {column}: {what}"),
            Some((line, column)) => write!(f, "line {line}, column {column}, at {place}: {what}"),
            None if place.is_empty() => f.write_str(what),
            None => write!(f, "{place}: {what}"),
        }
    }
}

impl std::error::Error for WorldError {}

/// A place in a world.
#[derive(Debug, Clone)]
pub(super) struct At(String);

impl At {
    /// The world itself.
    pub(super) fn root() -> Self {
        Self(String::new())
    }

    /// A field of what is here.
    pub(super) fn field(&self, name: &str) -> Self {
        let Self(own) = self;
        if own.is_empty() { Self(name.to_owned()) } else { Self(format!("{own}.{name}")) }
    }

    /// An entry of a list that is a field of what is here.
    pub(super) fn entry(&self, name: &str, index: usize) -> Self {
        Self(format!("{}[{index}]", self.field(name).0))
    }

    /// That something is wrong here.
    pub(super) fn wrong(&self, what: impl Into<String>) -> WorldError {
        WorldError { place: self.0.clone(), position: None, what: what.into() }
    }

    /// That S3 would refuse what is here.
    pub(super) fn refused(&self) -> impl Fn(S3Error) -> WorldError {
        |error| self.wrong(error.to_string())
    }

    /// That a policy here is none.
    pub(super) fn faulty(&self) -> impl Fn(PolicyFault) -> WorldError {
        |fault| self.wrong(fault.to_string())
    }
}
